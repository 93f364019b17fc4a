//! From bytes to lines and cells: encoding, delimiter, and a reader of rows that forgives quotes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// In which encoding a text file came.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8 without mark.
    Utf8,
    /// UTF-8 with byte order mark.
    Utf8Bom,
    /// UTF-16 with byte order mark, as spreadsheets save "Unicode text".
    Utf16,
    /// Not UTF-8, so taken for Windows-1252.
    Windows1252,
    /// A spreadsheet, which knows its own encoding.
    Spreadsheet,
}

/// Decodes a text file; `None` when the bytes are no text at all.
pub(crate) fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, Encoding)> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return match std::str::from_utf8(rest) {
            Ok(text) => Some((Cow::Borrowed(text), Encoding::Utf8Bom)),
            Err(_) => Some((
                encoding_rs::WINDOWS_1252.decode(rest).0,
                Encoding::Windows1252,
            )),
        };
    }
    for (mark, encoding) in [
        (b"\xFF\xFE", encoding_rs::UTF_16LE),
        (b"\xFE\xFF", encoding_rs::UTF_16BE),
    ] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, _) = encoding.decode_without_bom_handling(rest);
            return Some((text, Encoding::Utf16));
        }
    }
    if bytes.iter().take(65_536).any(|b| *b == 0) {
        return None;
    }
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), Encoding::Utf8),
        Err(_) => {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            (text, Encoding::Windows1252)
        }
    })
}

/// The delimiters found in exports.
pub(crate) const DELIMITERS: [char; 4] = ['|', ';', ',', '\t'];

/// A quoted field may run over so many lines and bytes; more is an unbalanced quote.
const MAX_LINES_OF_A_ROW: usize = 50;
const MAX_BYTES_OF_A_ROW: usize = 65_536;

/// Splits a text into rows of cells and counts lines, from 1.
pub(crate) struct Rows<'a> {
    rest: &'a str,
    line_end: char,
    delimiter: char,
    line: u32,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(text: &'a str, delimiter: char) -> Self {
        Self {
            rest: text,
            // Files of old Macs end lines with a carriage return alone.
            line_end: if text.contains('\n') { '\n' } else { '\r' },
            delimiter,
            line: 0,
        }
    }

    /// The next line that is not blank, without its end.
    pub(crate) fn next_line(&mut self) -> Option<(u32, &'a str)> {
        while !self.rest.is_empty() {
            let (line, rest) = match self.rest.split_once(self.line_end) {
                Some(parts) => parts,
                None => (self.rest, ""),
            };
            self.rest = rest;
            self.line += 1;
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.trim().is_empty() {
                return Some((self.line, line));
            }
        }
        None
    }

    /// Reads the next row into `cells` and returns its line and whether a quote was left open.
    ///
    /// `width` is the number of cells of the header: where a quote can be read in two ways, the one that gives this
    /// number is right. A quote that never closes is taken as a plain character.
    pub(crate) fn next_row(
        &mut self,
        width: Option<usize>,
        cells: &mut Vec<Cow<'a, str>>,
    ) -> Option<(u32, bool)> {
        cells.clear();
        let before = self.rest;
        let (number, line) = self.next_line()?;
        if !line.contains('"') {
            cells.extend(line.split(self.delimiter).map(Cow::Borrowed));
            return Some((number, false));
        }
        let fits = |count: usize| width.is_none_or(|width| width == count);
        let closed = split_quoted(line, self.delimiter, cells);
        if closed && fits(cells.len()) {
            return Some((number, false));
        }
        split_forgiving(line, self.delimiter, cells);
        if fits(cells.len()) {
            return Some((number, true));
        }
        if fits(line.split(self.delimiter).count()) {
            split_plain(line, self.delimiter, cells);
            return Some((number, true));
        }
        if !closed && self.join_lines(before, line, width, cells) {
            return Some((number, false));
        }
        split_forgiving(line, self.delimiter, cells);
        Some((number, !closed))
    }

    /// Tries to close a quote on one of the following lines; on success these lines are used up.
    fn join_lines(
        &mut self,
        before: &'a str,
        first: &'a str,
        width: Option<usize>,
        cells: &mut Vec<Cow<'a, str>>,
    ) -> bool {
        let start = first.as_ptr() as usize - before.as_ptr() as usize;
        let (rest, line) = (self.rest, self.line);
        for _ in 1..MAX_LINES_OF_A_ROW {
            if self.rest.is_empty() {
                break;
            }
            let (next, rest) = match self.rest.split_once(self.line_end) {
                Some(parts) => parts,
                None => (self.rest, ""),
            };
            self.rest = rest;
            self.line += 1;
            let next = next.strip_suffix('\r').unwrap_or(next);
            let end = next.as_ptr() as usize - before.as_ptr() as usize + next.len();
            let Some(joined) = before.get(start..end) else {
                break;
            };
            if joined.len() > MAX_BYTES_OF_A_ROW {
                break;
            }
            if next.contains('"')
                && split_quoted(joined, self.delimiter, cells)
                && width.is_none_or(|width| width == cells.len())
            {
                return true;
            }
        }
        (self.rest, self.line) = (rest, line);
        false
    }
}

/// Splits by the rules of quoted CSV; a quote inside a field that neither is doubled nor stands before a delimiter is
/// a plain character. Returns false when a quote is never closed.
fn split_quoted<'a>(line: &'a str, delimiter: char, cells: &mut Vec<Cow<'a, str>>) -> bool {
    cells.clear();
    let mut rest = Some(line);
    while let Some(tail) = rest {
        match quoted(tail, delimiter).or_else(|| bare(tail, delimiter)) {
            Some((cell, after)) => {
                cells.push(cell);
                rest = after;
            }
            None => return false,
        }
    }
    true
}

/// The same, but a quote that is never closed is dropped and its field ends at the next delimiter.
fn split_forgiving<'a>(line: &'a str, delimiter: char, cells: &mut Vec<Cow<'a, str>>) {
    cells.clear();
    let mut rest = Some(line);
    while let Some(tail) = rest {
        let opened = tail.strip_prefix('"').unwrap_or(tail);
        let (cell, after) = quoted(tail, delimiter).unwrap_or_else(|| plain(opened, delimiter));
        cells.push(cell);
        rest = after;
    }
}

type Field<'a> = (Cow<'a, str>, Option<&'a str>);

/// A field in quotes and what follows its delimiter.
fn quoted(tail: &str, delimiter: char) -> Option<Field<'_>> {
    let inside = tail.strip_prefix('"')?;
    let mut from = 0;
    let (end, after) = loop {
        let quote = from + inside.get(from..)?.find('"')?;
        let after = inside.get(quote + 1..)?;
        if after.is_empty() || after.starts_with(delimiter) {
            break (quote, after);
        }
        from = quote + if after.starts_with('"') { 2 } else { 1 };
    };
    let cell = inside.get(..end)?;
    let cell = if cell.contains("\"\"") {
        Cow::Owned(cell.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(cell)
    };
    Some((cell, after.strip_prefix(delimiter)))
}

/// A field that does not begin with a quote.
fn bare(tail: &str, delimiter: char) -> Option<Field<'_>> {
    (!tail.starts_with('"')).then(|| plain(tail, delimiter))
}

fn plain(tail: &str, delimiter: char) -> Field<'_> {
    match tail.split_once(delimiter) {
        Some((cell, after)) => (Cow::Borrowed(cell), Some(after)),
        None => (Cow::Borrowed(tail), None),
    }
}

/// Splits at every delimiter and drops quotes at the ends of cells.
fn split_plain<'a>(line: &'a str, delimiter: char, cells: &mut Vec<Cow<'a, str>>) {
    cells.clear();
    cells.extend(line.split(delimiter).map(|cell| {
        let trimmed = cell.trim_matches('"');
        if trimmed.contains("\"\"") {
            Cow::Owned(trimmed.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(trimmed)
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, bool, Vec<String>)> {
        let mut rows = Rows::new(text, ';');
        let mut cells = Vec::new();
        let mut all = Vec::new();
        while let Some((line, open)) = rows.next_row(Some(3), &mut cells) {
            all.push((line, open, cells.iter().map(|c| c.to_string()).collect()));
        }
        all
    }

    fn row(line: u32, open: bool, cells: &[&str]) -> (u32, bool, Vec<String>) {
        (line, open, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn quotes_balanced_and_not() {
        assert_eq!(
            rows("a;\"b;b\";c\r\n\r\na;\"b \"\"x\"\"\";c\na;\"b;c\na;b\";c\na;b \"x\" b;c"),
            [
                row(1, false, &["a", "b;b", "c"]),
                row(3, false, &["a", "b \"x\"", "c"]),
                row(4, true, &["a", "b", "c"]),
                row(5, false, &["a", "b\"", "c"]),
                row(6, false, &["a", "b \"x\" b", "c"]),
            ]
        );
    }

    #[test]
    fn an_open_quote_beside_a_closed_one() {
        assert_eq!(rows("\"a;a\";\"b;c"), [row(1, true, &["a;a", "b", "c"])]);
    }

    #[test]
    fn a_field_over_several_lines() {
        assert_eq!(
            rows("a;\"b\nb;b\n b\";c\nx;y;z"),
            [
                row(1, false, &["a", "b\nb;b\n b", "c"]),
                row(4, false, &["x", "y", "z"]),
            ]
        );
    }

    #[test]
    fn an_open_quote_swallows_no_other_row() {
        assert_eq!(
            rows("a;\"b;c;d\nx;y;z\n"),
            [
                row(1, true, &["a", "b", "c", "d"]),
                row(2, false, &["x", "y", "z"])
            ]
        );
    }

    #[test]
    fn encodings() {
        assert_eq!(decode(b"\xEF\xBB\xBFa").unwrap().1, Encoding::Utf8Bom);
        assert_eq!(decode(b"\xFF\xFEa\0").unwrap().0, "a");
        assert_eq!(
            decode(b"Andr\xE9").unwrap(),
            ("André".into(), Encoding::Windows1252)
        );
        assert!(decode(b"\x7FELF\0\0").is_none());
    }
}
