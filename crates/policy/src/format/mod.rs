//! `policy fmt`: one form for a policy file; comments, order and texts stay, and so does the meaning.

mod scan;
mod value;

use toml::Value as Toml;
use toml::de::DeTable;

use crate::diagnostic::Diagnostic;
use crate::expr::{print_expression, same_expression};
use crate::toml_doc::Reader;
use scan::{Item, scan};

/// The file in the one form that all policy files have; the same text when it has it already.
///
/// Spacing, empty lines and brackets of conditions are put right; comments, the order of everything and every text are
/// kept. What cannot be rewritten without doubt stays as it was. An error only for a text that is not TOML.
pub fn format(name: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    if let Err(error) = DeTable::parse(text) {
        let mut reader = Reader::new(name, text);
        let span = error.span().unwrap_or(0..0);
        reader.error(span, format!("not TOML: {}", error.message()));
        return Err(reader.found);
    }
    let formatted = scan(text).map(|items| write(text, &items));
    Ok(match formatted {
        Some(formatted) if same_file(text, &formatted) => formatted,
        _ => text.to_owned(),
    })
}

fn write(text: &str, items: &[Item]) -> String {
    let part = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or("");
    let mut out = String::with_capacity(text.len());
    let mut header = String::new();
    // Whether an empty line was asked for and not yet written.
    let mut gap = false;
    for (index, item) in items.iter().enumerate() {
        if matches!(item, Item::Blank) {
            gap = true;
            continue;
        }
        let begins = begins_block(text, items, index);
        if (gap || begins) && !out.is_empty() {
            out.push('\n');
        }
        gap = false;
        match item {
            Item::Blank => {}
            Item::Comment(range) => out.push_str(part(range).trim_end()),
            Item::Header(range, comment) => {
                header = heading(part(range));
                out.push_str(&header);
                behind(&mut out, comment.as_ref().map(&part));
            }
            Item::Pair(key, value, comment) => {
                let key = part(key);
                out.push_str(key);
                out.push_str(" = ");
                let raw = part(value);
                let written = if header == "[[rule]]" && matches!(key, "require" | "points") {
                    expression(raw)
                } else {
                    None
                };
                out.push_str(&written.unwrap_or_else(|| value::value(raw)));
                behind(&mut out, comment.as_ref().map(&part));
            }
        }
        out.push('\n');
    }
    out
}

fn behind(out: &mut String, comment: Option<&str>) {
    if let Some(comment) = comment {
        out.push_str(" # ");
        out.push_str(comment.trim_start_matches('#').trim());
    }
}

/// A heading without blanks inside its brackets.
fn heading(raw: &str) -> String {
    if raw.contains(['"', '\'']) {
        return raw.to_owned();
    }
    raw.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a rule, a parameter or an example begins here, with the comments that stand right above it.
fn begins_block(text: &str, items: &[Item], index: usize) -> bool {
    if index > 0 && matches!(items.get(index - 1), Some(Item::Comment(_))) {
        return false;
    }
    for item in items.iter().skip(index) {
        match item {
            Item::Comment(_) => {}
            Item::Header(range, _) => {
                let header = heading(text.get(range.clone()).unwrap_or(""));
                return header.starts_with("[[") || header.starts_with("[param.");
            }
            _ => return false,
        }
    }
    false
}

/// A condition in its one form, as the TOML string that needs no escapes.
fn expression(raw: &str) -> Option<String> {
    let document: toml::Table = format!("x = {raw}").parse().ok()?;
    let lines = print_expression(document.get("x")?.as_str()?)?;
    let text = lines.join("\n");
    let plain = |c: char| c == '\n' || !c.is_control();
    if !text.chars().all(plain) || text.contains("'''") || text.ends_with('\'') {
        return None;
    }
    Some(match lines.len() {
        1 if !text.contains(['"', '\\']) => format!("\"{text}\""),
        1 if !text.contains('\'') => format!("'{text}'"),
        _ => format!("'''\n{text}'''"),
    })
}

/// Whether two files say the same: all values are equal, conditions up to spacing and brackets.
fn same_file(a: &str, b: &str) -> bool {
    match (a.parse::<toml::Table>(), b.parse::<toml::Table>()) {
        (Ok(a), Ok(b)) => same(&Toml::Table(a), &Toml::Table(b), &mut Vec::new()),
        _ => false,
    }
}

fn same<'a>(a: &'a Toml, b: &'a Toml, path: &mut Vec<&'a str>) -> bool {
    match (a, b) {
        (Toml::Table(a), Toml::Table(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|((key, a), (other, b))| {
                    path.push(key);
                    let equal = key == other && same(a, b, path);
                    path.pop();
                    equal
                })
        }
        (Toml::Array(a), Toml::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, path))
        }
        (Toml::String(a), Toml::String(b)) => {
            a == b
                || matches!(path.as_slice(), ["rule", "require" | "points"])
                    && same_expression(a, b)
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests;
