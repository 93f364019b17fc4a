//! Tables that people upload: rows by header, and everything that is wrong with a row told at once.

use std::collections::BTreeMap;

use kernel::{CivilDate, Error, Result, Text};

use crate::App;
use crate::blobs::blocking;

/// Rows that one upload may have.
const MOST_ROWS: usize = 20_000;

/// What is wrong in one cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowError {
    /// Line of the file, the header being line 1.
    pub row: usize,
    /// Header of the column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what was expected.
    pub text: Text,
}

/// What a file would do.
#[derive(Clone, Debug)]
pub struct DryRun<T> {
    /// Rows that can be taken, each with its line.
    pub good: Vec<(usize, T)>,
    /// Everything that is wrong, by row and column.
    pub errors: Vec<RowError>,
    /// Rows in all.
    pub rows: usize,
}

impl<T> DryRun<T> {
    /// Rows with at least one fault.
    pub fn rejected(&self) -> usize {
        self.rows - self.good.len()
    }
}

/// Whether a file with faulty rows is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Take {
    /// Only when every row is good.
    AllOrNothing,
    /// The good rows; the faulty ones are sent again later.
    GoodRows,
}

impl std::str::FromStr for Take {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "semua" => Ok(Take::AllOrNothing),
            "baik" => Ok(Take::GoodRows),
            _ => Err(format!("`{text}` is neither `semua` nor `baik`")),
        }
    }
}

/// A table with its headers.
#[derive(Clone, Debug)]
pub struct Table {
    columns: BTreeMap<String, usize>,
    rows: Vec<(usize, Vec<String>)>,
}

/// Letters and digits in lower case: how headers are compared.
fn slug(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Table {
    /// Reads an XLSX or CSV file in the limited child process; every header of `required` must be there.
    pub async fn read(
        app: &App,
        bytes: Vec<u8>,
        file_name: &str,
        required: &[&str],
    ) -> Result<Self> {
        let (reader, file_name) = (app.ports.foreign.clone(), file_name.to_owned());
        let cells = blocking(move || reader.table(&bytes, &file_name)).await?;
        Self::of_cells(cells, required)
    }

    /// A table of cells, the first row being the headers.
    pub fn of_cells(cells: Vec<Vec<String>>, required: &[&str]) -> Result<Self> {
        let mut lines = cells.into_iter().enumerate();
        let head = lines.next().map(|(_, head)| head).unwrap_or_default();
        let mut columns = BTreeMap::new();
        for (index, header) in head.iter().enumerate() {
            let key = slug(header);
            if !key.is_empty() {
                columns.entry(key).or_insert(index);
            }
        }
        let missing: Vec<&str> = required
            .iter()
            .copied()
            .filter(|name| !columns.contains_key(&slug(name)))
            .collect();
        if !missing.is_empty() {
            return Err(Error::invalid_field(
                "file",
                Text::new("sheets-headers-missing").with("names", missing.join(", ")),
            )
            .next("sheets-next-template"));
        }
        let rows: Vec<(usize, Vec<String>)> = lines
            .map(|(index, row)| (index + 1, row))
            .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()))
            .collect();
        if rows.is_empty() {
            return Err(Error::invalid_field("file", "sheets-no-rows").next("sheets-next-template"));
        }
        if rows.len() > MOST_ROWS {
            return Err(Error::invalid_field(
                "file",
                Text::new("sheets-too-many").with("max", MOST_ROWS),
            ));
        }
        Ok(Self { columns, rows })
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = TableRow<'_>> {
        self.rows.iter().map(|(line, cells)| TableRow {
            table: self,
            line: *line,
            cells,
            errors: Vec::new(),
        })
    }
}

/// A row while it is being read; faults are noted, so that all of them are told at once.
#[derive(Debug)]
pub struct TableRow<'a> {
    table: &'a Table,
    /// Line of the file.
    pub line: usize,
    cells: &'a [String],
    /// What is wrong so far.
    pub errors: Vec<RowError>,
}

impl TableRow<'_> {
    /// The cell under a header without spaces around it; empty when there is none.
    pub fn cell(&self, header: &str) -> &str {
        self.table
            .columns
            .get(&slug(header))
            .and_then(|index| self.cells.get(*index))
            .map_or("", |cell| cell.trim().trim_start_matches('\''))
    }

    /// Notes that a cell is wrong.
    pub fn wrong(&mut self, header: &str, text: impl Into<Text>) {
        let value = self.cell(header).to_owned();
        self.errors.push(RowError {
            row: self.line,
            column: header.to_owned(),
            value,
            text: text.into(),
        });
    }

    /// A text that must be given, at most `max` characters.
    pub fn text(&mut self, header: &str, max: usize) -> String {
        let value = self.cell(header).to_owned();
        let length = value.chars().count();
        if value.is_empty() {
            self.wrong(header, "error-required");
        } else if length > max {
            self.wrong(
                header,
                Text::new("error-too-long")
                    .with("max", max)
                    .with("length", length),
            );
        }
        value
    }

    /// A date: `2027-03-01`, `01-03-2027` or `01/03/2027`; `None` when empty or wrong.
    pub fn date(&mut self, header: &str) -> Option<CivilDate> {
        let value = self.cell(header);
        if value.is_empty() {
            return None;
        }
        let date = value.get(..10).and_then(parse_date);
        if date.is_none() {
            self.wrong(header, "error-date");
        }
        date
    }

    /// A whole number; `None` when empty or wrong.
    pub fn integer(&mut self, header: &str) -> Option<i64> {
        let value = self.cell(header);
        if value.is_empty() {
            return None;
        }
        let plain = value.strip_suffix(".0").unwrap_or(value);
        let number = plain.parse().ok();
        if number.is_none() {
            self.wrong(header, "error-number");
        }
        number
    }

    /// Notes the faults that the evaluator of the form found, each under its column.
    pub fn note(&mut self, error: &Error, columns: &[(&str, &str)], fallback: &str) {
        if error.fields().is_empty() {
            self.wrong(fallback, error.text().clone());
        }
        for fault in error.fields() {
            let column = columns
                .iter()
                .find(|(field, _)| *field == fault.field)
                .map_or(fallback, |(_, column)| *column);
            self.wrong(column, fault.text.clone());
        }
    }
}

fn parse_date(text: &str) -> Option<CivilDate> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let mut parts = text.split(['-', '/', '.']);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    CivilDate::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect()
    }

    #[test]
    fn headers_are_compared_by_their_letters_and_all_faults_are_told() {
        let table = Table::of_cells(
            cells(&[
                &["Nomor  Surat", "tanggal_surat", "KUOTA"],
                &["", "31-02-2027", "x"],
                &["", "", ""],
            ]),
            &["NOMOR SURAT", "Tanggal Surat"],
        )
        .unwrap();
        let mut rows: Vec<_> = table.rows().collect();
        assert_eq!(rows.len(), 1);
        let row = rows.first_mut().unwrap();
        row.text("NOMOR SURAT", 10);
        assert_eq!(row.date("TANGGAL SURAT"), None);
        assert_eq!(row.integer("KUOTA"), None);
        let found: Vec<_> = row
            .errors
            .iter()
            .map(|e| (e.row, e.column.as_str(), e.text.key.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (2, "NOMOR SURAT", "error-required"),
                (2, "TANGGAL SURAT", "error-date"),
                (2, "KUOTA", "error-number")
            ]
        );
        assert_eq!(parse_date("01/03/2027"), CivilDate::new(2027, 3, 1).ok());
    }

    #[test]
    fn a_file_without_the_headers_or_rows_is_refused() {
        assert!(Table::of_cells(cells(&[&["A"]]), &["B"]).is_err());
        assert!(Table::of_cells(cells(&[&["B"]]), &["B"]).is_err());
        assert!(Table::of_cells(Vec::new(), &[]).is_err());
    }
}
