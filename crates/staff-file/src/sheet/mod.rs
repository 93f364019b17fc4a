//! The safe reader of XLSX: limits first, then a stream of cells; never a whole range.
//!
//! A 1.4 kB file with cells A1 and XFD1048576 makes a range reader ask for 512 GB, and a shared-string table that
//! claims a billion entries makes it reserve them. So a counting pass ([`probe`]) inflates every part to nowhere
//! against the limits without trusting a declared size, and only then the cells are streamed, counted again.

mod probe;

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};
use kernel::CivilDate;
use serde::{Deserialize, Serialize};

/// What a file may cost. The defaults bear an export of 50,000 people with 71 columns and leave room for as many again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Parts of the ZIP container.
    pub parts: usize,
    /// Inflated bytes of all parts together.
    pub inflated: u64,
    /// Inflated bytes for each byte of the file, once more than 4 MiB are inflated.
    pub ratio: u64,
    /// Tags of all parts together.
    pub tags: u64,
    /// Nesting of XML elements.
    pub depth: u32,
    /// Bytes of one tag with its attributes.
    pub tag_bytes: usize,
    /// Shared strings.
    pub shared_strings: u64,
    /// Number of the last row.
    pub rows: u32,
    /// Number of the last column.
    pub columns: u32,
    /// Cells.
    pub cells: u64,
    /// Bytes of one cell; a spreadsheet allows 32,767 characters.
    pub cell_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            parts: 1_000,
            inflated: 384 << 20,
            ratio: 200,
            tags: 45_000_000,
            depth: 64,
            tag_bytes: 64 << 10,
            shared_strings: 4_000_000,
            rows: 200_000,
            columns: 512,
            cells: 8_000_000,
            cell_bytes: 131_068,
        }
    }
}

/// Why a spreadsheet is not read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// No ZIP container, or one without a workbook.
    #[error("not an XLSX file")]
    NotXlsx,
    /// The old binary format (.xls), or another OLE file.
    #[error("an old binary file (.xls or another OLE format)")]
    OldFormat,
    /// Protected by a password.
    #[error("protected by a password")]
    Encrypted,
    /// A limit is passed.
    #[error("too much: {what} above {limit}")]
    TooMuch {
        /// Of what there is too much.
        what: Amount,
        /// The limit.
        limit: u64,
    },
    /// A part holds what no spreadsheet program writes: a document type, another encoding, an element that never ends.
    #[error("suspicious content: {0}")]
    Suspicious(String),
    /// The container or the XML is damaged.
    #[error("damaged: {0}")]
    Damaged(String),
    /// There is no worksheet.
    #[error("no worksheet")]
    NoWorksheet,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amount {
    /// Bytes of the file.
    Bytes,
    /// Parts of the container.
    Parts,
    /// Inflated bytes.
    Inflated,
    /// Inflated bytes for each byte of the file.
    Ratio,
    /// XML tags.
    Tags,
    /// Nesting of elements.
    Depth,
    /// Bytes of one tag.
    TagBytes,
    /// Shared strings.
    SharedStrings,
    /// Rows.
    Rows,
    /// Columns.
    Columns,
    /// Cells.
    Cells,
    /// Bytes of one cell.
    CellBytes,
}

impl Amount {
    fn id(self) -> &'static str {
        match self {
            Amount::Bytes => "ukuran berkas (bita)",
            Amount::Parts => "bagian di dalam berkas",
            Amount::Inflated => "isi setelah dibuka (bita)",
            Amount::Ratio => "pemampatan",
            Amount::Tags => "unsur XML",
            Amount::Depth => "tingkat susunan XML",
            Amount::TagBytes => "panjang satu unsur XML (bita)",
            Amount::SharedStrings => "teks bersama",
            Amount::Rows => "baris",
            Amount::Columns => "kolom",
            Amount::Cells => "sel",
            Amount::CellBytes => "isi satu sel (bita)",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Amount::Bytes => "file size (bytes)",
            Amount::Parts => "parts in the file",
            Amount::Inflated => "inflated content (bytes)",
            Amount::Ratio => "compression",
            Amount::Tags => "XML tags",
            Amount::Depth => "nesting of XML",
            Amount::TagBytes => "length of one XML tag (bytes)",
            Amount::SharedStrings => "shared strings",
            Amount::Rows => "rows",
            Amount::Columns => "columns",
            Amount::Cells => "cells",
            Amount::CellBytes => "content of one cell (bytes)",
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.en())
    }
}

impl Refused {
    fn too_much(what: Amount, limit: impl TryInto<u64>) -> Self {
        Refused::TooMuch {
            what,
            limit: limit.try_into().unwrap_or(u64::MAX),
        }
    }

    /// In Indonesian, with what to do.
    pub fn id(&self) -> String {
        match self {
            Refused::NotXlsx => "Berkas ini bukan XLSX; simpan sebagai Excel Workbook (.xlsx) atau CSV.".into(),
            Refused::OldFormat => {
                "Berkas ini berformat Excel lama (.xls); simpan sebagai Excel Workbook (.xlsx) atau CSV.".into()
            }
            Refused::Encrypted => "Berkas ini dilindungi kata sandi; hapus kata sandinya lalu unggah lagi.".into(),
            Refused::TooMuch { what, limit } => format!(
                "Berkas ditolak: {} melebihi batas {limit}. Hapus baris dan kolom kosong berformat, atau simpan sebagai CSV.",
                what.id()
            ),
            Refused::Suspicious(_) => {
                "Berkas ditolak karena isinya tidak lazim; buka dengan Excel lalu simpan ulang sebagai .xlsx atau CSV.".into()
            }
            Refused::Damaged(_) => "Berkas rusak; simpan ulang sebagai .xlsx atau CSV.".into(),
            Refused::NoWorksheet => "Berkas tidak memiliki lembar kerja.".into(),
        }
    }

    /// In English, with what to do.
    pub fn en(&self) -> String {
        match self {
            Refused::NotXlsx => "This is no XLSX file; save it as Excel Workbook (.xlsx) or CSV.".into(),
            Refused::OldFormat => "This is an old Excel file (.xls); save it as Excel Workbook (.xlsx) or CSV.".into(),
            Refused::Encrypted => "This file is protected by a password; remove it and upload again.".into(),
            Refused::TooMuch { what, limit } => format!(
                "The file was refused: {} above the limit of {limit}. Remove formatted empty rows and columns, or save it as CSV.",
                what.en()
            ),
            Refused::Suspicious(_) => {
                "The file was refused for unusual content; open it in a spreadsheet and save it again as .xlsx or CSV.".into()
            }
            Refused::Damaged(_) => "The file is damaged; save it again as .xlsx or CSV.".into(),
            Refused::NoWorksheet => "The file has no worksheet.".into(),
        }
    }
}

/// A cell.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number; whole numbers of 16 digits and more have lost digits.
    Number(f64),
    /// A day; the time of day, if any, is dropped.
    Date(CivilDate),
    /// Yes or no.
    Bool(bool),
}

/// Beyond fifteen digits a spreadsheet keeps only an approximation.
const EXACT: f64 = 1e15;

impl Cell {
    /// The cell as text. A number too long to be exact comes in scientific notation, so that readers of numbers
    /// such as the NIP refuse it instead of taking wrong digits.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Number(n) if n.fract() == 0.0 && n.abs() < EXACT => Cow::Owned(format!("{n:.0}")),
            Cell::Number(n) if n.abs() >= EXACT => {
                Cow::Owned(format!("{n:E}").replacen('E', "E+", 1))
            }
            Cell::Number(n) => Cow::Owned(n.to_string()),
            Cell::Date(date) => Cow::Owned(date.to_string()),
            Cell::Bool(yes) => Cow::Borrowed(if *yes { "1" } else { "0" }),
        }
    }

    /// Whether there is nothing but blanks.
    pub fn is_blank(&self) -> bool {
        matches!(self, Cell::Empty) || matches!(self, Cell::Text(text) if text.trim().is_empty())
    }
}

/// The first visible worksheet of a file.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Rows that have a filled cell: number from 1, cells from column A to the last filled one.
    pub rows: Vec<(u32, Vec<Cell>)>,
}

/// Whether the bytes begin like a ZIP container or an OLE file.
pub fn looks_like_spreadsheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(OLE) || bytes.starts_with(b"PK\x05\x06")
}

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Reads the first visible worksheet.
///
/// # Errors
/// Why the file is refused; nothing of it is returned then.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, Refused> {
    let mut sheet = Sheet::default();
    for_each_row(bytes, limits, |row, cells| {
        sheet.rows.push((row, cells.to_vec()));
        true
    })?;
    Ok(sheet)
}

/// Calls `take` for each row of the first visible worksheet that has a filled cell, with its number from 1, until
/// `take` returns false.
///
/// # Errors
/// Why the file is refused; rows may have been passed on before that.
pub fn for_each_row(
    bytes: &[u8],
    limits: &Limits,
    mut take: impl FnMut(u32, &[Cell]) -> bool,
) -> Result<(), Refused> {
    probe::check(bytes, limits)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let sheets: Vec<_> = workbook.sheets_metadata().to_vec();
    let shown = sheets.iter().filter(|s| s.visible == SheetVisible::Visible);
    for sheet in shown.chain(sheets.iter().filter(|s| s.visible != SheetVisible::Visible)) {
        let mut cells = match workbook.worksheet_cells_reader(&sheet.name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(refused(error)),
        };
        let mut rows = RowBuilder::new(limits);
        while let Some(cell) = cells.next_cell().map_err(refused)? {
            let (row, column) = cell.get_position();
            if !rows.place(row, column, cell.get_value(), &mut take)? {
                return Ok(());
            }
        }
        rows.flush(&mut take);
        return Ok(());
    }
    Err(Refused::NoWorksheet)
}

struct RowBuilder<'l> {
    limits: &'l Limits,
    row: u32,
    cells: Vec<Cell>,
    count: u64,
}

impl<'l> RowBuilder<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            row: 0,
            cells: Vec::new(),
            count: 0,
        }
    }

    fn place(
        &mut self,
        row: u32,
        column: u32,
        value: &DataRef<'_>,
        take: &mut impl FnMut(u32, &[Cell]) -> bool,
    ) -> Result<bool, Refused> {
        let limits = self.limits;
        self.count += 1;
        if self.count > limits.cells {
            return Err(Refused::too_much(Amount::Cells, limits.cells));
        }
        // Formatted empty cells may stand anywhere; they cost nothing here.
        let cell = match cell(value, limits)? {
            Cell::Empty => return Ok(true),
            cell => cell,
        };
        if row >= limits.rows {
            return Err(Refused::too_much(Amount::Rows, limits.rows));
        }
        if column >= limits.columns {
            return Err(Refused::too_much(Amount::Columns, limits.columns));
        }
        if row < self.row {
            return Err(Refused::Damaged("rows out of order".into()));
        }
        if row > self.row {
            if !self.flush(take) {
                return Ok(false);
            }
            self.row = row;
        }
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(slot) = self.cells.get_mut(column) {
            *slot = cell;
        }
        Ok(true)
    }

    fn flush(&mut self, take: &mut impl FnMut(u32, &[Cell]) -> bool) -> bool {
        let go_on = self.cells.is_empty() || take(self.row + 1, &self.cells);
        self.cells.clear();
        go_on
    }
}

fn cell(value: &DataRef<'_>, limits: &Limits) -> Result<Cell, Refused> {
    let text = |text: &str| {
        if text.len() > limits.cell_bytes {
            Err(Refused::too_much(Amount::CellBytes, limits.cell_bytes))
        } else if text.is_empty() {
            Ok(Cell::Empty)
        } else {
            Ok(Cell::Text(text.to_owned()))
        }
    };
    Ok(match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(s) => return text(s),
        DataRef::SharedString(s) => return text(s),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => return text(s),
        DataRef::Bool(b) => Cell::Bool(*b),
        DataRef::Error(error) => return text(&error.to_string()),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            match CivilDate::new(year.into(), month.into(), day.into()) {
                Ok(day) if date.is_datetime() && date.as_f64() >= 1.0 => Cell::Date(day),
                _ => Cell::Number(date.as_f64()),
            }
        }
    })
}

fn refused(error: XlsxError) -> Refused {
    match error {
        XlsxError::Password => Refused::Encrypted,
        XlsxError::FileNotFound(_) => Refused::NotXlsx,
        XlsxError::WorksheetNotFound(_) => Refused::NoWorksheet,
        // The text of the error may quote cells; its kind is enough for the log.
        XlsxError::Xml(_) => Refused::Damaged("XML".into()),
        XlsxError::Zip(_) => Refused::Damaged("ZIP".into()),
        _ => Refused::Damaged("workbook".into()),
    }
}

#[cfg(test)]
mod tests;
