//! Writing the export of the invented province, as text or as a spreadsheet.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::Medium;
use super::faults::day;
use super::person::Draft;
use crate::column::Column;

/// The columns of the newest export: the 71 of SIASN.
fn columns() -> &'static [Column] {
    Column::ALL.get(..71).unwrap_or(Column::ALL)
}

/// 1970-01-01 in the days of a spreadsheet.
const EPOCH: i32 = 25_569;

/// A row of plain cells, quoted where they must be.
pub(super) fn row<'c>(out: &mut String, delimiter: char, cells: impl Iterator<Item = &'c str>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(delimiter);
        }
        push(out, delimiter, cell);
    }
    out.push('\n');
}

fn push(out: &mut String, delimiter: char, cell: &str) {
    if cell.contains([delimiter, '"', '\n']) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

pub(super) fn csv(people: &[Draft], delimiter: char) -> String {
    let mut out = String::new();
    row(
        &mut out,
        delimiter,
        columns().iter().map(|column| column.header()),
    );
    for draft in people {
        for (i, column) in columns().iter().enumerate() {
            if i > 0 {
                out.push(delimiter);
            }
            if draft.traits.extra_cell && *column == Column::Alamat {
                out.push_str("Gedung Contoh");
                out.push(delimiter);
            }
            match serial(draft, *column) {
                Some(days) => out.push_str(&days.to_string()),
                None if draft.traits.verbatim == Some(*column) => out.push_str(draft.get(*column)),
                None => push(&mut out, delimiter, draft.get(*column)),
            }
        }
        out.push('\n');
    }
    out
}

fn serial(draft: &Draft, column: Column) -> Option<i32> {
    if !draft.traits.serial.contains(&column) {
        return None;
    }
    Some(day(draft.get(column))?.epoch_days() + EPOCH)
}

pub(super) fn xlsx(people: &[Draft]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("dd-mm-yyyy");
    for (index, column) in (0_u16..).zip(columns()) {
        sheet.write_string(0, index, column.header())?;
    }
    for (line, draft) in (1_u32..).zip(people) {
        for (index, column) in (0_u16..).zip(columns()) {
            let cell = draft.get(*column);
            if let Some(days) = serial(draft, *column) {
                sheet.write_number_with_format(line, index, days, &date)?;
            } else if let (true, Ok(number)) =
                (draft.traits.number == Some(*column), cell.parse::<f64>())
            {
                sheet.write_number(line, index, number)?;
            } else if !cell.is_empty() {
                sheet.write_string(line, index, cell)?;
            }
        }
    }
    book.save_to_buffer()
}

/// The people with the line on which each stands.
pub(super) fn lines(people: &[Draft], medium: Medium) -> impl Iterator<Item = (u32, &Draft)> {
    people.iter().scan(2_u32, move |next, draft| {
        let line = *next;
        let breaks = match medium {
            Medium::Csv(_) => draft
                .cells
                .iter()
                .flat_map(|cell| cell.matches('\n'))
                .count(),
            Medium::Xlsx => 0,
        };
        *next += 1 + u32::try_from(breaks).unwrap_or_default();
        Some((line, draft))
    })
}
