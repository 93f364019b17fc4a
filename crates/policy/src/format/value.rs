//! One spacing for lists and inline tables; strings and numbers keep their text.

use super::scan::string_end;

/// The value with one spacing: on one line as `[a, b]` and `{ a = 1 }`, over several lines with four blanks a level.
pub(super) fn value(raw: &str) -> String {
    if !raw.starts_with(['[', '{']) {
        return raw.to_owned();
    }
    let long_string = raw.contains("'''") || raw.contains("\"\"\"");
    if raw.contains('\n') {
        return if long_string {
            raw.to_owned()
        } else {
            several_lines(raw)
        };
    }
    one_line(raw).unwrap_or_else(|| raw.to_owned())
}

fn one_line(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(c) = raw.get(at..)?.chars().next() {
        match c {
            '"' | '\'' => {
                let end = string_end(raw, at)?;
                out.push_str(raw.get(at..end)?);
                at = end;
                continue;
            }
            '{' => {
                out.push('{');
                if !raw.get(at + 1..)?.trim_start().starts_with('}') {
                    out.push(' ');
                }
            }
            '}' => {
                without_comma(&mut out);
                if !out.ends_with('{') {
                    out.push(' ');
                }
                out.push('}');
            }
            ']' => {
                without_comma(&mut out);
                out.push(']');
            }
            ',' => out.push_str(", "),
            '=' => out.push_str(" = "),
            c if c.is_whitespace() => {}
            c => out.push(c),
        }
        at += c.len_utf8();
    }
    Some(out)
}

fn without_comma(out: &mut String) {
    let kept = out.trim_end_matches([',', ' ']).len();
    out.truncate(kept);
}

fn several_lines(raw: &str) -> String {
    let mut out = Vec::new();
    let mut depth = 0usize;
    for line in raw.lines() {
        let line = line.trim();
        let (mut opened, mut closed, mut leading) = (0usize, 0usize, 0usize);
        let mut at = 0;
        let mut first = true;
        while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
            match c {
                '"' | '\'' => match string_end(line, at) {
                    Some(end) => {
                        at = end;
                        first = false;
                        continue;
                    }
                    None => return raw.to_owned(),
                },
                '#' => break,
                '[' | '{' => opened += 1,
                ']' | '}' => {
                    closed += 1;
                    if first {
                        leading += 1;
                    }
                }
                _ => {}
            }
            first = first && matches!(c, ']' | '}');
            at += c.len_utf8();
        }
        let indent = depth.saturating_sub(leading);
        out.push(if line.is_empty() {
            String::new()
        } else {
            format!("{}{line}", "    ".repeat(indent))
        });
        depth = (depth + opened).saturating_sub(closed);
    }
    out.join("\n")
}
