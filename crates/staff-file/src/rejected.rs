//! Rejected rows as a file that can be corrected in a spreadsheet and sent again.

use std::borrow::Cow;

use crate::read::{Problem, RejectedRow, StaffFile};

/// The first column of the file: why the row was rejected. The reader ignores it when the file comes back.
pub(crate) const REASON: &str = "ALASAN PENOLAKAN";

impl StaffFile {
    /// The rejected rows with their original header and cells, and the reasons in a first column.
    ///
    /// UTF-8 with byte order mark and the delimiter of the file (`;` for a spreadsheet), so that a spreadsheet opens it.
    /// Long numbers and cells that a spreadsheet would take for a formula get a leading apostrophe, which the reader
    /// takes off again: the NIP keeps its digits, and a file cannot smuggle in a formula.
    pub fn rejected_csv(&self) -> Vec<u8> {
        let delimiter = self.delimiter.unwrap_or(';');
        write(delimiter, &self.header, &self.rejected, &self.rejected_rows)
    }
}

/// Writes rejected rows; both lists are in the order of the file.
pub(crate) fn write(
    delimiter: char,
    header: &[String],
    problems: &[Problem],
    rows: &[RejectedRow],
) -> Vec<u8> {
    let mut out = String::from("\u{FEFF}");
    let header = header.iter().map(String::as_str);
    write_row(&mut out, delimiter, std::iter::once(REASON).chain(header));
    let mut problems = problems.iter().peekable();
    for row in rows {
        let mut reasons = String::new();
        while let Some(problem) = problems.next_if(|problem| problem.row <= row.row) {
            if !reasons.is_empty() {
                reasons.push_str(" · ");
            }
            reasons.push_str(&format!("{}: {}", problem.column, problem.expected.id()));
        }
        let cells = row.cells.iter().map(String::as_str);
        write_row(
            &mut out,
            delimiter,
            std::iter::once(reasons.as_str()).chain(cells),
        );
    }
    out.into_bytes()
}

pub(crate) fn write_row<'a>(
    out: &mut String,
    delimiter: char,
    cells: impl Iterator<Item = &'a str>,
) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(delimiter);
        }
        let cell = guarded(cell);
        if cell.contains([delimiter, '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

/// A cell that a spreadsheet would read as a formula or round as a number, with an apostrophe before it.
fn guarded(cell: &str) -> Cow<'_, str> {
    let formula = cell.len() > 1 && cell.starts_with(['=', '+', '-', '@', '\t']);
    let long_number = cell.len() >= 12 && cell.bytes().all(|b| b.is_ascii_digit() || b == b' ');
    if formula || long_number {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}
