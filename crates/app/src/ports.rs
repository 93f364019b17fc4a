//! What `app` asks of the outside: each port is a trait here and a thin adapter in the binary.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use kernel::{CivilDate, Result, Timestamp};
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
    /// E-mail; `None` where none is set up, and notices stay inside the application.
    pub mail: Option<Arc<dyn SendMail>>,
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

/// An e-mail in plain text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mail {
    /// The part of the Message-ID before the `@`: the same in every attempt.
    pub id: String,
    /// Address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Body.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// Why an e-mail was not taken. It holds no answer of the server in words, for such an answer names the address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MailFailure {
    /// Nobody can send at present: no connection, no encryption, or the server does not let us in.
    Unreachable,
    /// Not now; with the server's code, 0 when there is none.
    Later(i64),
    /// Never to this address; with the server's code.
    Never(i64),
}

/// What an attempt comes to.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), MailFailure>> + Send + 'a>>;

/// Sends e-mail.
pub trait SendMail: Send + Sync {
    /// Hands one e-mail to the server; done means that the server has taken it over.
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a>;

    /// Whether the server can be reached and lets us in.
    fn probe(&self) -> Sending<'_>;
}
