//! Foreign files are read in a child process with a limited life; this is both its side and the parent's.
//!
//! The parent sends one line with the [`Request`] and then the file; the child answers with lines of JSON and ends.
//! Whatever the file does to the child – memory, time, a panic – the parent only sees an error.

mod harden;
mod parent;

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use kernel::CivilDate;
use serde::{Deserialize, Serialize};

pub use harden::{Hardening, harden};
pub use parent::{ChildError, check_in_child, parse_in_child};

use crate::history::{self, HistoryFile, HistoryKind};
use crate::read::{self, FileError, StaffFile};
use crate::record::StaffRecord;
use crate::sheet::{self, Cell, Limits, Sheet};

/// A file larger than this is not sent to the child; 200,000 rows of a full export are about 160 MB as CSV.
pub const MAX_FILE: usize = 256 << 20;

/// What the child is asked to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Job {
    /// Read a staff file.
    Staff,
    /// Read a history file.
    History(HistoryKind),
    /// Read the first worksheet of any XLSX.
    Sheet,
    /// Try what must not work in the cage, for `titian doctor`.
    Check,
}

/// The first line that the child reads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// What to do.
    pub job: Job,
    /// Name of the file, for reports.
    pub name: String,
    /// The day on which the file is read.
    pub today: CivilDate,
}

/// What the child found.
#[derive(Clone, PartialEq, Debug)]
pub enum Parsed {
    /// A staff file.
    Staff(StaffFile),
    /// A history file.
    History(HistoryFile),
    /// A worksheet.
    Sheet(Sheet),
    /// What could not be applied.
    Check(Hardening),
}

/// One line of the answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Error(FileError),
    Staff(StaffFile),
    Person(u32, StaffRecord),
    History(HistoryFile),
    Sheet,
    Row(u32, Vec<Cell>),
    Check(Hardening),
    /// The answer is whole.
    End,
}

/// The child's side: reads a request and a file, writes the answer. Call [`harden`] before.
///
/// # Errors
/// When the request is no request or a pipe breaks; problems of the file are part of the answer.
pub fn run(input: impl Read, output: impl Write, hardening: Hardening) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let mut output = BufWriter::new(output);
    let mut line = String::new();
    input.by_ref().take(64 << 10).read_line(&mut line)?;
    let request: Request = serde_json::from_str(&line)?;
    let mut bytes = Vec::new();
    input.take(MAX_FILE as u64).read_to_end(&mut bytes)?;
    let mut say = |line: &Line| -> io::Result<()> {
        serde_json::to_writer(&mut output, line)?;
        output.write_all(b"\n")
    };
    match request.job {
        Job::Staff => match read::read_staff(&bytes, &request.name, request.today) {
            Ok(mut file) => {
                let rows = std::mem::take(&mut file.rows);
                say(&Line::Staff(file))?;
                for (line, record) in rows {
                    say(&Line::Person(line, record))?;
                }
            }
            Err(error) => say(&Line::Error(error))?,
        },
        Job::History(kind) => {
            match history::read_history(kind, &bytes, &request.name, request.today) {
                Ok(file) => say(&Line::History(file))?,
                Err(error) => say(&Line::Error(error))?,
            }
        }
        Job::Sheet => match sheet::read(&bytes, &Limits::default()) {
            Ok(sheet) => {
                say(&Line::Sheet)?;
                for (row, cells) in sheet.rows {
                    say(&Line::Row(row, cells))?;
                }
            }
            Err(refused) => say(&Line::Error(FileError::Sheet(refused)))?,
        },
        Job::Check => say(&Line::Check(hardening.tried()))?,
    }
    say(&Line::End)?;
    output.flush()
}
