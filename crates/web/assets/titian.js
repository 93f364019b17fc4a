// Small comforts on top of pages that work without them.
(function () {
  "use strict";

  // Menus close on a click elsewhere and on Escape, which gives the focus back.
  function close(pop, focus) {
    pop.open = false;
    if (focus) pop.querySelector("summary").focus();
  }
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details[data-pop][open]").forEach(function (pop) {
      if (!pop.contains(event.target)) close(pop, false);
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-pop][open]").forEach(function (pop) {
      close(pop, pop.contains(document.activeElement));
    });
    if (location.hash === "#menu") location.hash = "#isi";
  });

  // A form is sent once; the server's nonce is the real guard, this only spares the second request.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-once")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    var button = event.submitter;
    if (button) button.setAttribute("aria-busy", "true");
  });
  // Back from another page, the form may be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach(function (b) { b.removeAttribute("aria-busy"); });
    });
  });

  // After a refused form the reader hears what is wrong first.
  function focusSummary() {
    var summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", focusSummary);
  else focusSummary();

  // Sliders stand beside the field that they move; the field alone is sent.
  function slide() {
    document.querySelectorAll("[data-slides][hidden]").forEach(function (slider) { slider.hidden = false; });
  }
  document.addEventListener("input", function (event) {
    var target = event.target;
    if (target.dataset && target.dataset.slides) {
      var field = document.getElementById(target.dataset.slides);
      if (field) field.value = target.value;
    } else if (target.id) {
      document.querySelectorAll("[data-slides]").forEach(function (slider) {
        if (slider.dataset.slides === target.id) slider.value = target.value;
      });
    }
  }, true);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", slide);
  else slide();

  // Print buttons.
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) window.print();
  });
})();
