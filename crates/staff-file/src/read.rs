//! Reading a staff file: every row is either a record or rejected with all its problems; nothing stops at the first.

use std::borrow::Cow;
use std::collections::HashMap;

use kernel::{CivilDate, Nip};
use serde::{Deserialize, Serialize};

use crate::column::{Column, Columns, Kind};
use crate::expected::Expected;
use crate::header::{self, Header, Layout, MissingColumn, Target};
use crate::record::{StaffRecord, StatusAsn, jenis_of};
use crate::reference::{self, JenisJabatan};
use crate::sheet::{self, Limits, Refused};
use crate::text::{self, DELIMITERS, Encoding, Rows};
use crate::value::{self, Reading};

/// Under this name a row stands whose number of fields differs from the header's.
pub const FIELD_COUNT: &str = "JUMLAH KOLOM";

/// The header is looked for among so many leading rows: exports sometimes carry a title.
const HEADER_SEARCH: usize = 10;
/// A file of more people than any province has is not a staff file.
const MAX_ROWS: usize = 500_000;

/// A cell, or a whole row under [`FIELD_COUNT`], that does not fit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Line of the file (row of the sheet), from 1.
    pub row: u32,
    /// Standard header of the column.
    pub column: String,
    /// The cell as it stands in the file.
    pub value: String,
    /// What was expected.
    pub expected: Expected,
}

/// A row that was not taken, with its cells as they stand in the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RejectedRow {
    /// Line of the file.
    pub row: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Everything that was read from a staff file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StaffFile {
    /// The name under which the file came.
    pub name: String,
    /// Layout.
    pub layout: Layout,
    /// Delimiter of a text file.
    pub delimiter: Option<char>,
    /// Encoding.
    pub encoding: Encoding,
    /// The columns that the file has.
    pub columns: Columns,
    /// The header as in the file.
    pub header: Vec<String>,
    /// Headers that are not read.
    pub unused: Vec<String>,
    /// Rows of people with their line.
    #[serde(skip)]
    pub rows: Vec<(u32, StaffRecord)>,
    /// All problems for which rows were rejected, by row.
    pub rejected: Vec<Problem>,
    /// The rejected rows themselves, to be written back by [`StaffFile::rejected_csv`].
    pub rejected_rows: Vec<RejectedRow>,
    /// Cells that were left out of rows that were taken.
    pub warnings: Vec<Problem>,
    /// Lines on which a quote was never closed but the row could be read.
    pub open_quotes: Vec<u32>,
}

/// Why a file as a whole cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum FileError {
    /// There is no row.
    #[error("the file is empty")]
    Empty,
    /// Neither text nor a spreadsheet.
    #[error("the file is neither CSV nor XLSX")]
    NotATable,
    /// Columns are missing without which nothing can be read.
    #[error("mandatory columns are missing: {}", list(.0, "most like it"))]
    MissingColumns(Vec<MissingColumn>),
    /// More rows than a staff file can have.
    #[error("the file has more than {0} rows")]
    TooManyRows(usize),
    /// The spreadsheet was refused.
    #[error("the spreadsheet was refused: {0}")]
    Sheet(Refused),
}

fn list(missing: &[MissingColumn], most_like: &str) -> String {
    let words: Vec<_> = missing
        .iter()
        .map(|missing| match &missing.nearest {
            Some(nearest) => format!("{} ({most_like}: {nearest})", missing.column),
            None => missing.column.clone(),
        })
        .collect();
    words.join(", ")
}

impl FileError {
    /// In Indonesian, with what to do.
    pub fn id(&self) -> String {
        match self {
            FileError::Empty => "Berkas kosong; unggah ekspor data ASN dari SIASN.".into(),
            FileError::NotATable => {
                "Berkas ini bukan CSV dan bukan XLSX; simpan sebagai salah satunya lalu unggah lagi."
                    .into()
            }
            FileError::MissingColumns(missing) => format!(
                "Kolom wajib tidak ditemukan: {}. Periksa baris judul.",
                list(missing, "paling mirip")
            ),
            FileError::TooManyRows(max) => format!("Berkas melebihi {max} baris; bagi menjadi beberapa berkas."),
            FileError::Sheet(refused) => refused.id(),
        }
    }

    /// In English, with what to do.
    pub fn en(&self) -> String {
        match self {
            FileError::Empty => "The file is empty; upload the SIASN data ASN export.".into(),
            FileError::NotATable => {
                "This file is neither CSV nor XLSX; save it as one of them and upload it again."
                    .into()
            }
            FileError::MissingColumns(missing) => format!(
                "Mandatory columns are missing: {}. Check the header row.",
                list(missing, "most like it")
            ),
            FileError::TooManyRows(max) => format!("The file has more than {max} rows; split it."),
            FileError::Sheet(refused) => refused.en(),
        }
    }
}

/// Reads a staff file, CSV or XLSX, told apart by content. `name` is kept for reports only.
///
/// # Errors
/// Only when nothing can be read at all; problems of rows stand in [`StaffFile::rejected`].
pub fn read_staff(bytes: &[u8], name: &str, today: CivilDate) -> Result<StaffFile, FileError> {
    if sheet::looks_like_spreadsheet(bytes) {
        let mut builder = Builder::new(name, today, None, Encoding::Spreadsheet);
        let mut failed = None;
        sheet::for_each_row(bytes, &Limits::default(), |row, cells| {
            let cells: Vec<Cow<'_, str>> = cells.iter().map(sheet::Cell::text).collect();
            if let Err(error) = builder.row(row, &cells, false) {
                failed.get_or_insert(error);
                return false;
            }
            true
        })
        .map_err(FileError::Sheet)?;
        return match failed {
            Some(error) => Err(error),
            None => builder.finish(),
        };
    }
    let (text, encoding) = text::decode(bytes).ok_or(FileError::NotATable)?;
    let delimiter = delimiter_of(&text);
    let mut builder = Builder::new(name, today, Some(delimiter), encoding);
    let mut rows = Rows::new(&text, delimiter);
    let mut cells = Vec::new();
    while let Some((line, open)) = rows.next_row(builder.width(), &mut cells) {
        builder.row(line, &cells, open)?;
    }
    builder.finish()
}

/// The delimiter with which one of the first lines names most columns; then the most frequent one.
pub(crate) fn delimiter_of(text: &str) -> char {
    let mut lines = Rows::new(text, ',');
    let mut best = ((0, 0), ',');
    for _ in 0..HEADER_SEARCH {
        let Some((_, line)) = lines.next_line() else {
            break;
        };
        for delimiter in DELIMITERS {
            let cells = line.split(delimiter).map(|cell| cell.trim_matches('"'));
            let score = (header::recognised(cells), line.matches(delimiter).count());
            if score > best.0 {
                best = (score, delimiter);
            }
        }
    }
    best.1
}

struct Builder {
    today: CivilDate,
    header: Option<Header>,
    waiting: Vec<(u32, Vec<String>)>,
    ids: HashMap<String, u32>,
    nips: HashMap<Nip, u32>,
    file: StaffFile,
    ragged: bool,
}

impl Builder {
    fn new(name: &str, today: CivilDate, delimiter: Option<char>, encoding: Encoding) -> Self {
        Self {
            today,
            header: None,
            waiting: Vec::new(),
            ids: HashMap::new(),
            nips: HashMap::new(),
            // Rows of a sheet end with their last filled cell.
            ragged: delimiter.is_none(),
            file: StaffFile {
                name: name.to_owned(),
                layout: Layout::Minimal,
                delimiter,
                encoding,
                columns: Columns::default(),
                header: Vec::new(),
                unused: Vec::new(),
                rows: Vec::new(),
                rejected: Vec::new(),
                rejected_rows: Vec::new(),
                warnings: Vec::new(),
                open_quotes: Vec::new(),
            },
        }
    }

    fn width(&self) -> Option<usize> {
        self.header.as_ref().map(|header| header.cells.len())
    }

    /// Takes the next row of the file: part of the search for the header, or a person.
    fn row(&mut self, line: u32, cells: &[Cow<'_, str>], open: bool) -> Result<(), FileError> {
        if self.header.is_some() {
            return self.person(line, cells, open);
        }
        self.waiting
            .push((line, cells.iter().map(|c| c.to_string()).collect()));
        let full = self.waiting.len() >= HEADER_SEARCH;
        let named = header::recognised(cells.iter().map(AsRef::as_ref)) >= Column::MANDATORY.len();
        if named && Header::read(&owned(cells)).is_ok() || full {
            self.choose_header()?;
        }
        Ok(())
    }

    /// Takes the best of the waiting rows as header and reads those after it.
    fn choose_header(&mut self) -> Result<(), FileError> {
        let waiting = std::mem::take(&mut self.waiting);
        let best = waiting
            .iter()
            .enumerate()
            .max_by_key(|(i, (_, cells))| {
                let score = header::recognised(cells.iter().map(String::as_str));
                (score, std::cmp::Reverse(*i))
            })
            .map(|(i, _)| i);
        let mut rows = waiting.into_iter().skip(best.unwrap_or_default());
        let (_, cells) = rows.next().ok_or(FileError::Empty)?;
        let header = Header::read(&cells).map_err(FileError::MissingColumns)?;
        self.file.layout = header.layout;
        self.file.columns = header.columns;
        self.file.header.clone_from(&header.cells);
        self.file.unused.clone_from(&header.unused);
        self.header = Some(header);
        for (line, cells) in rows {
            let cells: Vec<Cow<'_, str>> =
                cells.iter().map(|c| Cow::Borrowed(c.as_str())).collect();
            self.person(line, &cells, false)?;
        }
        Ok(())
    }

    fn person(&mut self, line: u32, cells: &[Cow<'_, str>], open: bool) -> Result<(), FileError> {
        let Some(header) = &self.header else {
            return Ok(());
        };
        let width = header.cells.len();
        // Spreadsheets save rows of nothing but delimiters.
        let Some(last) = cells.iter().rposition(|c| !c.trim().is_empty()) else {
            return Ok(());
        };
        if self.file.rows.len() + self.file.rejected_rows.len() >= MAX_ROWS {
            return Err(FileError::TooManyRows(MAX_ROWS));
        }
        // In text even an empty cell too many counts: it may be the empty last cell of a row in which a delimiter
        // without quotes has moved all others to the right.
        let found = if self.ragged { last + 1 } else { cells.len() };
        if found > width || (found < width && !self.ragged) {
            self.file.rejected.push(Problem {
                row: line,
                column: FIELD_COUNT.to_owned(),
                value: found.to_string(),
                expected: Expected::Fields {
                    expected: width,
                    found,
                },
            });
            self.reject(line, cells);
            return Ok(());
        }
        if open {
            self.file.open_quotes.push(line);
        }
        let before = self.file.rejected.len();
        let person = Person::read(header, line, cells, self.today, &mut self.file);
        self.check_unique(line, &person);
        match person.record() {
            Some(record) if self.file.rejected.len() == before => {
                self.file.rows.push((line, record))
            }
            _ => self.reject(line, cells),
        }
        Ok(())
    }

    fn check_unique(&mut self, line: u32, person: &Person<'_>) {
        let id = person.cell(Column::PnsId);
        if !id.is_empty() {
            let first = *self.ids.entry(id.to_owned()).or_insert(line);
            if first != line {
                self.duplicate(line, Column::PnsId, id, first);
            }
        }
        if let Some(nip) = &person.nip {
            let first = *self.nips.entry(nip.clone()).or_insert(line);
            if first != line {
                self.duplicate(line, Column::NipBaru, nip.as_str(), first);
            }
        }
    }

    fn duplicate(&mut self, row: u32, column: Column, value: &str, first: u32) {
        self.file.rejected.push(Problem {
            row,
            column: column.header().to_owned(),
            value: value.to_owned(),
            expected: Expected::Unique { first },
        });
    }

    fn reject(&mut self, row: u32, cells: &[Cow<'_, str>]) {
        let cells = owned(cells);
        self.file.rejected_rows.push(RejectedRow { row, cells });
    }

    fn finish(mut self) -> Result<StaffFile, FileError> {
        if self.header.is_none() {
            self.choose_header()?;
        }
        Ok(self.file)
    }
}

fn owned(cells: &[Cow<'_, str>]) -> Vec<String> {
    cells.iter().map(|cell| cell.to_string()).collect()
}

/// The normalised cells of one row, before they become a record.
struct Person<'c> {
    cells: Vec<Cow<'c, str>>,
    nip: Option<Nip>,
}

impl<'c> Person<'c> {
    fn read(
        header: &Header,
        row: u32,
        raw: &'c [Cow<'_, str>],
        today: CivilDate,
        file: &mut StaffFile,
    ) -> Self {
        let mut person = Self {
            cells: vec![Cow::Borrowed(""); Column::COUNT],
            nip: None,
        };
        let mut posts: [&'c str; 4] = [""; 4];
        for (target, cell) in header
            .targets
            .iter()
            .zip(raw.iter().map(AsRef::as_ref).chain(std::iter::repeat("")))
        {
            let column = match target {
                Some(Target::Column(column)) => *column,
                Some(Target::JftId) => {
                    posts[0] = cell;
                    continue;
                }
                Some(Target::JftNama) => {
                    posts[1] = cell;
                    continue;
                }
                Some(Target::JfuId) => {
                    posts[2] = cell;
                    continue;
                }
                Some(Target::JfuNama) => {
                    posts[3] = cell;
                    continue;
                }
                None => continue,
            };
            let problem = |expected| Problem {
                row,
                column: column.header().to_owned(),
                value: cell.to_owned(),
                expected,
            };
            match value::read(column.kind(), cell, today) {
                Reading::Missing => {}
                Reading::Value(text) => person.set(column, text),
                Reading::Ignored(expected) => file.warnings.push(problem(expected)),
                // Some files carry the id in the column of the name; the kind of employment settles it below.
                Reading::Refused(_) if column.kind() == Kind::Golongan && is_golongan_id(cell) => {
                    person.set(
                        column,
                        Cow::Borrowed(value::present(cell).unwrap_or_default()),
                    );
                }
                Reading::Refused(expected) => file.rejected.push(problem(expected)),
            }
        }
        person.nip = person.cell(Column::NipBaru).parse().ok();
        person.settle_post(posts);
        person.settle_golongan();
        person
    }

    fn cell(&self, column: Column) -> &str {
        self.cells
            .get(column.index())
            .map_or("", |cell| cell.as_ref())
    }

    fn set(&mut self, column: Column, text: Cow<'c, str>) {
        if let Some(cell) = self.cells.get_mut(column.index()) {
            *cell = text;
        }
    }

    /// Joins the columns of functional posts and of *pelaksana* into `JABATAN …`; a structural post has the id of its unit.
    fn settle_post(&mut self, [jft_id, jft_nama, jfu_id, jfu_nama]: [&'c str; 4]) {
        let (id, nama) = match JenisJabatan::from_id(self.cell(Column::JenisJabatanId)) {
            Some(JenisJabatan::Fungsional | JenisJabatan::Rangkap) => (jft_id, jft_nama),
            Some(JenisJabatan::Pelaksana) => (jfu_id, jfu_nama),
            _ => ("", ""),
        };
        for (column, raw) in [(Column::JabatanId, id), (Column::JabatanNama, nama)] {
            if let (true, Some(text)) = (self.cell(column).is_empty(), value::present(raw)) {
                self.set(column, Cow::Borrowed(text));
            }
        }
    }

    /// Where only the id of a golongan is given, the kind of employment decides between the two scales that share it.
    fn settle_golongan(&mut self) {
        for (id, nama) in [
            (Column::GolAwalId, Column::GolAwalNama),
            (Column::GolAkhirId, Column::GolAkhirNama),
        ] {
            let text = self.cell(nama);
            let key = match text {
                "" => self.cell(id),
                text if is_golongan_id(text) => text,
                _ => continue,
            };
            let status = match self.cell(Column::StatusCpnsPns) {
                "PPPK" => Some(StatusAsn::Pppk),
                "" => None,
                _ => Some(StatusAsn::Pns),
            };
            let jenis = jenis_of(
                self.cell(Column::KedudukanHukumId),
                status,
                None,
                self.nip.as_ref(),
            );
            let found = reference::golongan(key, jenis)
                .map(|g| g.to_string())
                .unwrap_or_default();
            self.set(nama, Cow::Owned(found));
        }
    }

    fn record(&self) -> Option<StaffRecord> {
        Some(StaffRecord::from_normal(self.nip.clone()?, |column| {
            self.cell(column)
        }))
    }
}

fn is_golongan_id(text: &str) -> bool {
    value::present(text).is_some_and(|text| {
        text.len() == 2 && reference::golongan(text, crate::Jenis::Pns).is_some()
    })
}

#[cfg(test)]
mod tests;
