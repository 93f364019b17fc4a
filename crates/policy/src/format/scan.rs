//! The lines of a TOML file as they were written: comments, headings and values keep their place and their text.

use std::ops::Range;

/// A statement of the file; ranges are bytes of its text.
#[derive(Debug)]
pub(super) enum Item {
    Blank,
    Comment(Range<usize>),
    /// `[a.b]` or `[[a]]`, with the comment behind it.
    Header(Range<usize>, Option<Range<usize>>),
    /// Key, value, and the comment behind it.
    Pair(Range<usize>, Range<usize>, Option<Range<usize>>),
}

/// Splits a text that is known to be TOML; `None` when it is written in a way that this scanner does not follow.
pub(super) fn scan(text: &str) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < text.len() {
        at = skip_blanks(text, at);
        let rest = text.get(at..)?;
        if rest.is_empty() {
            break;
        }
        if rest.starts_with('\n') {
            items.push(Item::Blank);
            at += 1;
            continue;
        }
        if rest.starts_with('#') {
            let end = line_end(text, at);
            items.push(Item::Comment(at..end));
            at = end + 1;
            continue;
        }
        if rest.starts_with('[') {
            let end = until(text, at, |c| c == '#' || c == '\n')?;
            let header = trimmed(text, at..end);
            let (comment, next) = tail(text, end)?;
            items.push(Item::Header(header, comment));
            at = next;
            continue;
        }
        let equals = until(text, at, |c| c == '=' || c == '\n')?;
        if !text.get(equals..)?.starts_with('=') {
            return None;
        }
        let key = trimmed(text, at..equals);
        let start = skip_blanks(text, equals + 1);
        let end = value_end(text, start)?;
        let value = trimmed(text, start..end);
        let (comment, next) = tail(text, end)?;
        items.push(Item::Pair(key, value, comment));
        at = next;
    }
    Some(items)
}

fn skip_blanks(text: &str, mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r') = text.as_bytes().get(at) {
        at += 1;
    }
    at
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |length| at + length)
}

/// The comment from `at` to the end of the line, and where the next line begins.
fn tail(text: &str, at: usize) -> Option<(Option<Range<usize>>, usize)> {
    let start = skip_blanks(text, at);
    let end = line_end(text, start);
    match text.get(start..)?.chars().next() {
        Some('#') => Some((Some(trimmed(text, start..end)), end + 1)),
        None | Some('\n') => Some((None, end + 1)),
        Some(_) => None,
    }
}

pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = text.get(range.clone()).unwrap_or("");
    range.start..range.start + inside.trim_end().len()
}

/// The first place outside of quotes where `stop` holds.
fn until(text: &str, mut at: usize, stop: impl Fn(char) -> bool) -> Option<usize> {
    while let Some(c) = text.get(at..)?.chars().next() {
        if stop(c) {
            return Some(at);
        }
        at = match c {
            '"' | '\'' => string_end(text, at)?,
            c => at + c.len_utf8(),
        };
    }
    Some(at)
}

/// The end of the string that begins at `at`.
pub(super) fn string_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let quote = rest.get(..1)?;
    let long = quote.repeat(3);
    let (open, basic) = match rest.starts_with(&long) {
        true => (3, quote == "\""),
        false => (1, quote == "\""),
    };
    let mut place = at + open;
    loop {
        let rest = text.get(place..)?;
        let c = rest.chars().next()?;
        if basic && c == '\\' {
            place += 1 + rest.chars().nth(1)?.len_utf8();
        } else if open == 3 && rest.starts_with(&long) {
            // Up to two quotes may stand before the closing three.
            let run = rest.chars().take_while(|c| quote.starts_with(*c)).count();
            return Some(place + run.min(5));
        } else if open == 1 && rest.starts_with(quote) {
            return Some(place + 1);
        } else {
            place += c.len_utf8();
        }
    }
}

/// The end of the value that begins at `at`: the line's end or its comment, outside of strings and brackets.
fn value_end(text: &str, mut at: usize) -> Option<usize> {
    let mut depth = 0usize;
    while let Some(c) = text.get(at..)?.chars().next() {
        match c {
            '"' | '\'' => at = string_end(text, at)?,
            '[' | '{' => {
                depth += 1;
                at += 1;
            }
            ']' | '}' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            '#' if depth == 0 => return Some(at),
            '#' => at = line_end(text, at),
            '\n' if depth == 0 => return Some(at),
            c => at += c.len_utf8(),
        }
    }
    Some(at)
}
