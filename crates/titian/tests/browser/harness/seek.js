// Finds the one visible field or clickable element with a name, as a person would read it.
// Arguments: 'field' or 'clickable', the name, a CSS selector to look inside (or '').
// Returns the element, or {names: [...]} with what there is when not exactly one fits.
const [kind, wanted, within] = arguments;
const plain = text => (text || '').replace(/\s+/g, ' ').trim();
const visible = e => e.checkVisibility({visibilityProperty: true, opacityProperty: false});
const root = within ? document.querySelector(within) : document;
if (!root) return {names: ['nothing at ' + within]};
const labelled = e => (e.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean)
  .map(id => document.getElementById(id)).filter(Boolean).map(l => l.innerText).join(' ');
let found;
if (kind === 'field') {
  const fields = [...root.querySelectorAll('input:not([type=hidden]):not([type=submit]), select, textarea')];
  // A required field's label ends in a star, which nobody reads out.
  found = fields.flatMap(e => [plain(e.getAttribute('aria-label') || labelled(e)),
    ...[...(e.labels || [])].map(l => plain(l.innerText))]
    .filter(Boolean).map(name => [e, name.replace(/\s*\*$/, '')]))
    // A hidden file input may have a visible label; a hidden menu has neither.
    .filter(([e]) => visible(e) || [...(e.labels || [])].some(visible));
} else {
  const clickable = 'a[href], button, summary, [role=button], [role=tab], [role=menuitem], input[type=submit]';
  found = [...root.querySelectorAll(clickable)].filter(visible).map(e =>
    [e, plain(e.getAttribute('aria-label') || labelled(e) || e.innerText || e.value || e.title)]);
}
const name = plain(wanted);
const one = list => { const only = new Set(list.map(([e]) => e)); return only.size === 1 ? [...only][0] : null; };
const exact = found.filter(([, n]) => n === name);
return one(exact) || (exact.length ? null : one(found.filter(([, n]) => n.includes(name))))
  || {names: found.map(([, n]) => n)};
