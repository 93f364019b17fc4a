//! Rejected rows as a file that can be corrected in a spreadsheet and sent again.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::header::{Header, Target};
use crate::read::{Problem, RejectedRow, StaffFile};
use crate::record::StaffRecord;
use crate::reference::JenisJabatan;

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

    /// Rejects rows that were read but do not fit what the register holds.
    ///
    /// Their cells are written back in normal form, in the columns that the header names.
    pub fn reject(&mut self, problems: Vec<Problem>) {
        let lines: HashSet<u32> = problems.iter().map(|problem| problem.row).collect();
        let targets = Header::read(&self.header).map(|header| header.targets);
        let targets = targets.unwrap_or_default();
        let (rejected, rows) = std::mem::take(&mut self.rows)
            .into_iter()
            .partition::<Vec<_>, _>(|(line, _)| lines.contains(line));
        self.rows = rows;
        for (row, record) in rejected {
            let cells = targets
                .iter()
                .map(|target| target.and_then(|target| written(&record, target)))
                .map(|cell| cell.unwrap_or_default().to_owned())
                .collect();
            self.rejected_rows.push(RejectedRow { row, cells });
        }
        self.rejected_rows.sort_by_key(|rejected| rejected.row);
        self.rejected.extend(problems);
        self.rejected.sort_by_key(|problem| problem.row);
    }
}

/// The cell of a record under a header; a post goes back into the columns of its kind.
fn written(record: &StaffRecord, target: Target) -> Option<&str> {
    let post = record.jenis_jabatan_id().and_then(JenisJabatan::from_id);
    let pelaksana = post == Some(JenisJabatan::Pelaksana);
    match target {
        Target::Column(column) => record.get(column),
        Target::JftId if !pelaksana => record.jabatan_id(),
        Target::JftNama if !pelaksana => record.jabatan_nama(),
        Target::JfuId if pelaksana => record.jabatan_id(),
        Target::JfuNama if pelaksana => record.jabatan_nama(),
        _ => None,
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
