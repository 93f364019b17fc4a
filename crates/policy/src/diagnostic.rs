//! What is wrong with a file, where, and what to do: rendered with line, column and caret.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::lang::Language;

mod catalogue;

/// Whether a finding makes the file unusable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file must not be used.
    Error,
    /// The file can be used; somebody should look.
    Warning,
}

/// One finding at one place of one file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of finding it is: stable, so that pages can word it; `other` when it has none.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Name of the file as the caller gave it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Number of characters under the caret, at least 1.
    pub width: usize,
    /// The line of the file.
    pub source_line: String,
    /// What was expected or what to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// The names and words that the finding is about, in the order of the message.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        catalogue::code(&self.message).1
    }

    /// What is wrong, in a language.
    pub fn say(&self, language: Language) -> String {
        catalogue::say(&self.message, false, language)
    }

    /// What was expected or what to do, in a language.
    pub fn say_help(&self, language: Language) -> Option<String> {
        let help = self.help.as_deref()?;
        Some(catalogue::say(help, true, language))
    }
}

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let number = self.line.to_string();
        let pad = " ".repeat(number.len());
        writeln!(f, "{word}: {}", self.message)?;
        writeln!(f, "{pad}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{pad} |")?;
        writeln!(f, "{number} | {}", self.source_line)?;
        // Tabs of the line are kept, so that the caret stands under the same column.
        let lead: String = self
            .source_line
            .chars()
            .take(self.column - 1)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        write!(f, "{pad} | {lead}{}", "^".repeat(self.width))?;
        if let Some(help) = &self.help {
            write!(f, "\n{pad} = help: {help}")?;
        }
        Ok(())
    }
}

/// A file with its name, from which diagnostics are made.
#[derive(Clone, Debug)]
pub(crate) struct SourceText {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl SourceText {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    pub(crate) fn at(
        &self,
        severity: Severity,
        span: Range<usize>,
        message: String,
        help: Option<String>,
    ) -> Diagnostic {
        let start = floor(&self.text, span.start);
        let end = floor(&self.text, span.end).max(start);
        let before = self.text.get(..start).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let rest = self.text.get(line_start..).unwrap_or("");
        let source_line = rest.lines().next().unwrap_or("").to_owned();
        let marked = self.text.get(start..end).unwrap_or("");
        let width = marked.lines().next().unwrap_or("").chars().count().max(1);
        Diagnostic {
            severity,
            code: catalogue::code(&message).0,
            message,
            file: self.name.clone(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
            width,
            source_line,
            help,
        }
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The candidate most like `name`, if one is near enough to be meant.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|c| (distance(&name.to_lowercase(), &c.to_lowercase()), c))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, c)| c)
}

/// Edit distance in which swapping two neighbours counts once (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let width = b.len() + 1;
    let mut rows = vec![0usize; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let at = i * width + j;
            rows[at] = if i == 0 || j == 0 {
                i + j
            } else {
                let same = usize::from(a[i - 1] != b[j - 1]);
                let mut best = (rows[at - width] + 1)
                    .min(rows[at - 1] + 1)
                    .min(rows[at - width - 1] + same);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[at - 2 * width - 2] + 1);
                }
                best
            };
        }
    }
    rows.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swapped_pair_is_near_and_a_stranger_is_not() {
        assert_eq!(nearest("tmt_pn", ["tmt_pns", "lahir"]), Some("tmt_pns"));
        assert_eq!(nearest("jensi", ["jenis", "lahir"]), Some("jenis"));
        assert_eq!(nearest("golongan_darah", ["golongan", "lahir"]), None);
    }

    #[test]
    fn the_caret_stands_under_the_place() {
        let source = SourceText::new("a.toml", "x = 1\nsays = \"é tmt\"\n");
        let at = source.text.find("tmt").unwrap();
        let text = source
            .at(Severity::Error, at..at + 3, "wrong".into(), None)
            .to_string();
        assert_eq!(
            text,
            "error: wrong\n --> a.toml:2:11\n  |\n2 | says = \"é tmt\"\n  |           ^^^"
        );
    }
}
