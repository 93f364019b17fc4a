//! Rules about templates: no text that cannot be translated, nothing that the content security policy forbids.

use anyhow::Result;
use regex_lite::Regex;

use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no-literal-text",
        why: "every word on a page comes from id.ftl and en.ftl. Give it a key there and write t(\"key\"); a name \
              that is the same in every language goes into an element with translate=\"no\".",
        check: literal_text,
    },
    Rule {
        name: "content-security-policy",
        why: "pages run under a policy without `unsafe-inline`: no style=, no event attribute, no hx-on, no script \
              or style inside the page. Use a class, and put the script into a file under assets.",
        check: inline,
    },
];

/// Attributes that a person reads or hears.
const READ: &[&str] = &[
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "alt",
    "data-confirm",
    "hx-confirm",
];

fn templates(repo: &Repo) -> impl Iterator<Item = (&str, &str)> {
    repo.files
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.path.contains("/templates/"))
        .filter(|file| file.path.ends_with(".html"))
        .filter_map(|file| file.text().map(|text| (file.path.as_str(), text)))
}

/// What is called the same in every language.
const NAMES: &[&str] = &["Titian"];

/// The template with its expressions, tags and comments blanked, line for line.
fn without_expressions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        let close = match after.get(1..2) {
            Some("{") => "}}",
            Some("%") => "%}",
            Some("#") => "#}",
            _ => {
                out.push_str(before);
                out.push('{');
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
        };
        out.push_str(before);
        let end = after
            .find(close)
            .map_or(after.len(), |end| end + close.len());
        out.extend(
            after
                .get(..end)
                .unwrap_or_default()
                .chars()
                .filter(|c| *c == '\n'),
        );
        rest = after.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// A piece of a page: a tag with its name, or the text between two tags.
enum Node<'a> {
    Tag {
        name: &'a str,
        closing: bool,
        whole: &'a str,
    },
    Text(&'a str),
}

fn nodes(page: &str) -> Vec<(Node<'_>, usize)> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (page, 1);
    while !rest.is_empty() {
        let (length, node) = if rest.starts_with("<!--") {
            (rest.find("-->").map_or(rest.len(), |end| end + 3), None)
        } else if rest.starts_with('<') {
            let end = tag_end(rest);
            let whole = rest.get(..end).unwrap_or(rest);
            let inner = whole.trim_start_matches('<');
            let closing = inner.starts_with('/');
            let name = inner
                .trim_start_matches('/')
                .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
                .next()
                .unwrap_or_default();
            (
                end,
                Some(Node::Tag {
                    name,
                    closing,
                    whole,
                }),
            )
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            (end, rest.get(..end).map(Node::Text))
        };
        let (piece, after) = rest.split_at(length.max(1));
        if let Some(node) = node {
            found.push((node, line));
        }
        line += piece.matches('\n').count();
        rest = after;
    }
    found
}

/// Length of the tag that opens here; a `>` inside quotes does not end it.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '>') => return i + 1,
            _ => {}
        }
    }
    text.len()
}

/// Elements that have no end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

fn literal_text(repo: &Repo) -> Result<Vec<Finding>> {
    let entity = Regex::new(r"&(\w+|#\d+|#x[0-9a-fA-F]+);")?;
    let written = Regex::new(r#"\s[\w-]+="[^"]*""#)?;
    let attribute = Regex::new(r#"\s([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')"#)?;
    let mut findings = Vec::new();
    for (path, text) in templates(repo) {
        let page = without_expressions(text);
        // The name and depth of the element whose content needs no translation.
        let mut untranslated: Option<(&str, usize)> = None;
        for (node, line) in nodes(&page) {
            match node {
                Node::Tag {
                    name,
                    closing,
                    whole,
                } => {
                    match &mut untranslated {
                        Some((outer, depth)) if *outer == name && closing => {
                            *depth -= 1;
                            if *depth == 0 {
                                untranslated = None;
                            }
                        }
                        Some((outer, depth)) if *outer == name => *depth += 1,
                        None if !closing
                            && !VOID.contains(&name)
                            && !whole.ends_with("/>")
                            && (whole.contains("translate=\"no\"")
                                // `lang` on the page itself covers everything and excuses nothing.
                                || (name != "html" && whole.contains(" lang=\""))
                                || name == "script"
                                || name == "style") =>
                        {
                            untranslated = Some((name, 1));
                        }
                        _ => {}
                    }
                    for found in attribute.captures_iter(whole) {
                        let value = found.get(2).or(found.get(3)).map_or("", |m| m.as_str());
                        if READ.contains(&&found[1]) && has_word(&entity.replace_all(value, " ")) {
                            let message = format!("attribute {} says \"{value}\"", &found[1]);
                            findings.push(Finding::new(path, line, message));
                        }
                    }
                }
                Node::Text(text) if untranslated.is_none() => {
                    // A macro may write attributes; its text is no text of the page.
                    let plain = written.replace_all(text, " ");
                    let plain = entity.replace_all(&plain, " ");
                    let plain = NAMES
                        .iter()
                        .fold(plain.into_owned(), |all, name| all.replace(name, ""));
                    if has_word(&plain) {
                        let blank = text.len() - text.trim_start().len();
                        let line = line + text[..blank].matches('\n').count();
                        let words: Vec<&str> = plain.split_whitespace().take(8).collect();
                        let message = format!("says \"{}\"", words.join(" "));
                        findings.push(Finding::new(path, line, message));
                    }
                }
                Node::Text(_) => {}
            }
        }
    }
    Ok(findings)
}

/// Two letters in a row make a word; a lone `x` or `×` does not.
fn has_word(text: &str) -> bool {
    let letters: Vec<bool> = text.chars().map(char::is_alphabetic).collect();
    letters.windows(2).any(|pair| pair == [true, true])
}

fn inline(repo: &Repo) -> Result<Vec<Finding>> {
    let event = Regex::new(r#"\s(on[a-z]+|hx-on[\w:.-]*|style)\s*=\s*["']"#)?;
    let mut findings = Vec::new();
    for (path, text) in templates(repo) {
        // Expressions are blanked only between tags: one inside style="…" is as bad as a literal.
        let page = without_expressions(text);
        for (node, line) in nodes(&page) {
            let Node::Tag {
                name,
                closing: false,
                whole,
            } = node
            else {
                continue;
            };
            if let Some(found) = event.captures(whole) {
                findings.push(Finding::new(path, line, format!("attribute {}", &found[1])));
            }
            if whole.to_lowercase().contains("javascript:") {
                findings.push(Finding::new(path, line, "an address that is a script"));
            }
            if name == "style" || (name == "script" && !whole.contains("src=")) {
                findings.push(Finding::new(
                    path,
                    line,
                    format!("<{name}> inside the page"),
                ));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests;
