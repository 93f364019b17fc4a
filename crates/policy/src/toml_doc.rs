//! TOML with places: reads tables field by field and reports what is unknown, missing or of the wrong type.

use std::ops::Range;

use kernel::CivilDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Severity, SourceText, nearest};
use crate::lang::Lang;

pub(crate) type Span = Range<usize>;
pub(crate) type Table<'i> = DeTable<'i>;
pub(crate) type Node<'i> = Spanned<DeValue<'i>>;

/// Collects what is wrong while a file is read.
pub(crate) struct Reader {
    pub(crate) source: SourceText,
    pub(crate) found: Vec<Diagnostic>,
}

impl Reader {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self {
            source: SourceText::new(name, text),
            found: Vec::new(),
        }
    }

    pub(crate) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.report(Severity::Error, span, message.into(), None);
    }

    pub(crate) fn help(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.report(Severity::Error, span, message.into(), Some(help.to_owned()));
    }

    pub(crate) fn report(
        &mut self,
        severity: Severity,
        span: Span,
        message: String,
        help: Option<String>,
    ) {
        let diagnostic = self.source.at(severity, span, message, help);
        self.found.push(diagnostic);
    }

    /// Refuses every key that is not in `known`.
    pub(crate) fn only(&mut self, table: &Table<'_>, known: &[&str], what: &str) {
        for (key, _) in in_order(table) {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{what} has {}", known.join(", ")),
            };
            self.help(
                key.span(),
                format!("unknown field `{name}` of {what}"),
                &help,
            );
        }
    }

    pub(crate) fn need<'t, 'i>(
        &mut self,
        table: &'t Table<'i>,
        key: &str,
        owner: &Span,
        what: &str,
    ) -> Option<&'t Node<'i>> {
        let found = table.get(key);
        if found.is_none() {
            self.error(owner.clone(), format!("{what} needs the field `{key}`"));
        }
        found
    }

    pub(crate) fn wrong_type(&mut self, node: &Node<'_>, expected: &str) {
        let found = match node.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        self.error(node.span(), format!("expected {expected}, found {found}"));
    }

    pub(crate) fn string(&mut self, node: &Node<'_>) -> Option<String> {
        match node.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong_type(node, "a string");
                None
            }
        }
    }

    pub(crate) fn boolean(&mut self, node: &Node<'_>) -> Option<bool> {
        match node.get_ref() {
            DeValue::Boolean(b) => Some(*b),
            _ => {
                self.wrong_type(node, "true or false");
                None
            }
        }
    }

    pub(crate) fn integer(&mut self, node: &Node<'_>) -> Option<i64> {
        let read = match node.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
            _ => None,
        };
        if read.is_none() {
            self.wrong_type(node, "a whole number of 64 bits");
        }
        read
    }

    pub(crate) fn date(&mut self, node: &Node<'_>) -> Option<CivilDate> {
        let read = match node.get_ref() {
            DeValue::Datetime(when) if when.time.is_none() && when.offset.is_none() => {
                when.date.and_then(|date| {
                    CivilDate::new(date.year.into(), date.month.into(), date.day.into()).ok()
                })
            }
            _ => None,
        };
        if read.is_none() {
            self.wrong_type(node, "a date such as 2026-03-01, without quotes");
        }
        read
    }

    pub(crate) fn table<'t, 'i>(&mut self, node: &'t Node<'i>) -> Option<&'t Table<'i>> {
        match node.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong_type(node, "a table");
                None
            }
        }
    }

    /// The elements of an array, none if it is absent.
    pub(crate) fn array<'t, 'i>(&mut self, node: Option<&'t Node<'i>>) -> Vec<&'t Node<'i>> {
        match node.map(|node| (node, node.get_ref())) {
            None => Vec::new(),
            Some((_, DeValue::Array(items))) => items.iter().collect(),
            Some((node, _)) => {
                self.wrong_type(node, "an array");
                Vec::new()
            }
        }
    }

    pub(crate) fn strings(&mut self, node: Option<&Node<'_>>) -> Vec<(String, Span)> {
        self.array(node)
            .into_iter()
            .filter_map(|item| Some((self.string(item)?, item.span())))
            .collect()
    }

    /// A string (Indonesian) or `{ id = "…", en = "…" }`.
    pub(crate) fn lang(&mut self, node: &Node<'_>) -> Option<Lang> {
        match node.get_ref() {
            DeValue::String(text) => Some(Lang {
                id: text.to_string(),
                en: None,
            }),
            DeValue::Table(table) => {
                self.only(table, &["id", "en"], "a text");
                let id = self.need(table, "id", &node.span(), "a text")?;
                let id = self.string(id)?;
                let en = match table.get("en") {
                    Some(en) => Some(self.string(en)?),
                    None => None,
                };
                Some(Lang { id, en })
            }
            _ => {
                self.wrong_type(node, "a string or { id = \"…\", en = \"…\" }");
                None
            }
        }
    }
}

/// The entries of a table in the order of the file.
pub(crate) fn in_order<'t, 'i>(
    table: &'t Table<'i>,
) -> Vec<(&'t Spanned<toml::de::DeString<'i>>, &'t Node<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, value)| (key.span().start, value.span().start));
    entries
}

/// For every byte of a decoded TOML string, and its end, where it stands in the file.
pub(crate) fn offsets(file: &str, span: &Span, decoded: &str) -> Vec<usize> {
    let raw = file.get(span.clone()).unwrap_or("");
    let (quote, basic) = match raw {
        r if r.starts_with("\"\"\"") => (3, true),
        r if r.starts_with("'''") => (3, false),
        r => (1, r.starts_with('"')),
    };
    let mut map = Vec::with_capacity(decoded.len() + 1);
    let mut at = quote;
    if quote == 3 {
        let body = raw.get(3..).unwrap_or("");
        at += if body.starts_with("\r\n") {
            2
        } else {
            usize::from(body.starts_with('\n'))
        };
    }
    for c in decoded.chars() {
        let mut rest = raw.get(at..).unwrap_or("");
        // A backslash at the end of a line swallows the break and the blanks after it.
        while basic && quote == 3 && swallowed(rest) > 0 {
            at += swallowed(rest);
            rest = raw.get(at..).unwrap_or("");
        }
        for _ in 0..c.len_utf8() {
            map.push(span.start + at);
        }
        at += if basic && rest.starts_with('\\') {
            match rest.as_bytes().get(1) {
                Some(b'u') => 6,
                Some(b'U') => 10,
                Some(b'x') => 4,
                _ => 2,
            }
        } else if c == '\n' && rest.starts_with("\r\n") {
            2
        } else {
            c.len_utf8()
        };
    }
    map.push(span.start + at);
    map
}

fn swallowed(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix('\\') else {
        return 0;
    };
    let blanks = after.len() - after.trim_start().len();
    let has_break = after.get(..blanks).is_some_and(|b| b.contains('\n'));
    if has_break { 1 + blanks } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_inside_a_string_survive_escapes() {
        for text in [
            "x = \"a == \\\"b\\\" && q\"",
            "x = '''\na && q'''",
            "x = \"\"\"\\\n   a && \\u0061q\"\"\"",
            "x = 'é && q'",
        ] {
            let table = DeTable::parse(text).unwrap();
            let node = table.get_ref().get("x").unwrap();
            let decoded = node.get_ref().as_str().unwrap();
            let map = offsets(text, &node.span(), decoded);
            assert_eq!(map.len(), decoded.len() + 1);
            assert_eq!(&text[map[decoded.find('q').unwrap()]..][..1], "q", "{text}");
            assert_eq!(
                &text[map[decoded.find('&').unwrap()]..][..2],
                "&&",
                "{text}"
            );
        }
    }
}
