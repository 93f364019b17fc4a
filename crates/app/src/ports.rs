//! What `app` asks of the outside: each port is a trait here and a thin adapter in the binary.

use std::sync::Arc;

use kernel::{CivilDate, Result};
use serde::{Deserialize, Serialize};
use staff_file::StaffFile;
use staff_file::history::{HistoryFile, HistoryKind};

/// The ports of an installation; cheap to clone.
#[derive(Clone)]
pub struct Ports {
    /// Letters and lists as PDF, packs as ZIP.
    pub render: Arc<dyn Render>,
    /// Spreadsheets for people.
    pub sheets: Arc<dyn WriteSheets>,
    /// Files that people upload, read where they can do no harm.
    pub foreign: Arc<dyn ReadForeign>,
}

/// Draws documents. The work is CPU-bound: call it through [`crate::blobs::blocking`].
pub trait Render: Send + Sync {
    /// The PDF of one letter. `content` is the JSON that the documents crate describes for its `kind`.
    fn pdf(&self, content: &serde_json::Value) -> Result<Vec<u8>>;

    /// A draft or a list as a Word document into which people write on; letters are refused.
    fn docx(&self, content: &serde_json::Value) -> Result<Vec<u8>>;

    /// One printable PDF of many letters, each starting on a page of its own with its own page numbers.
    fn merged_pdf(&self, contents: &[serde_json::Value]) -> Result<Vec<u8>>;

    /// A ZIP of named files.
    fn zip(&self, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>>;
}

/// A column of a spreadsheet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SheetColumn {
    /// Heading.
    pub header: String,
    /// Width in characters.
    pub width: u16,
    /// Values offered by a drop-down list in templates; empty for free input.
    pub choices: Vec<String>,
}

/// A cell of a spreadsheet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    /// Text; also NIP and everything that only looks like a number.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A civil date.
    Date(CivilDate),
    /// Nothing.
    Empty,
}

/// One sheet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// Name of the tab.
    pub name: String,
    /// Columns.
    pub columns: Vec<SheetColumn>,
    /// Rows; each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// Lines of a further sheet *Petunjuk*; empty for none.
    pub notes: Vec<String>,
}

/// Writes spreadsheets.
pub trait WriteSheets: Send + Sync {
    /// An XLSX file with these sheets.
    fn xlsx(&self, sheets: &[Sheet]) -> Result<Vec<u8>>;
}

/// Reads foreign files in a limited child process.
pub trait ReadForeign: Send + Sync {
    /// Rows of cells, as text, of the first sheet of an XLSX file or of a CSV file; refused when hostile.
    fn table(&self, bytes: &[u8], file_name: &str) -> Result<Vec<Vec<String>>>;

    /// The SIASN export: typed rows and everything that was wrong.
    fn staff(&self, bytes: &[u8], file_name: &str, today: CivilDate) -> Result<StaffFile>;

    /// A history file beside the export.
    fn history(
        &self,
        kind: HistoryKind,
        bytes: &[u8],
        file_name: &str,
        today: CivilDate,
    ) -> Result<HistoryFile>;
}
