//! Thin adapters between the ports of `app` and the crates that do the work.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use app::ports::{Cell, Ports, ReadForeign, Render, Sheet, WriteSheets};
use documents::{Letter, Look, xlsx};
use kernel::{CivilDate, Error, Result, Text};
use staff_file::StaffFile;
use staff_file::history::{HistoryFile, HistoryKind};
use staff_file::worker::{self, ChildError, Job, Parsed, Request};

/// The longest that a foreign file may keep its child process.
const CHILD_TIMEOUT: Duration = Duration::from_secs(60);

/// The ports of a real installation, without e-mail.
///
/// # Errors
/// When the path of this program cannot be found.
pub fn ports() -> Result<Ports> {
    let program = std::env::current_exe().map_err(Error::internal)?;
    Ok(Ports {
        render: Arc::new(Documents),
        sheets: Arc::new(Documents),
        foreign: Arc::new(Child { program }),
        mail: None,
    })
}

struct Documents;

fn letter(content: &serde_json::Value) -> Result<Letter> {
    serde_json::from_value(content.clone())
        .map_err(|error| Error::internal(format!("frozen letter: {error}")))
}

impl Render for Documents {
    fn pdf(&self, content: &serde_json::Value) -> Result<Vec<u8>> {
        let pdf = documents::render(&letter(content)?, &Look::default());
        pdf.map(|pdf| pdf.bytes).map_err(Error::internal)
    }

    fn docx(&self, content: &serde_json::Value) -> Result<Vec<u8>> {
        documents::docx(&letter(content)?).map_err(Error::internal)
    }

    fn merged_pdf(&self, contents: &[serde_json::Value]) -> Result<Vec<u8>> {
        let letters = contents.iter().map(letter).collect::<Result<Vec<_>>>()?;
        let pdf = documents::merge(&letters, &Look::default());
        pdf.map(|pdf| pdf.bytes).map_err(Error::internal)
    }

    fn zip(&self, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
        let files = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        documents::zip(files).map_err(Error::internal)
    }
}

impl WriteSheets for Documents {
    fn xlsx(&self, sheets: &[Sheet]) -> Result<Vec<u8>> {
        let notes: Vec<String> = sheets
            .iter()
            .flat_map(|sheet| sheet.notes.clone())
            .collect();
        let workbook = xlsx::Workbook {
            title: sheets
                .first()
                .map(|sheet| sheet.name.clone())
                .unwrap_or_default(),
            created: None,
            sheets: sheets.iter().map(sheet).collect(),
            petunjuk: (!notes.is_empty()).then_some(notes),
        };
        xlsx::write(workbook).map_err(Error::internal)
    }
}

/// A column is of one kind when all its cells are; else it is text.
fn kind(sheet: &Sheet, column: usize) -> xlsx::Kind {
    let mut kinds = sheet.rows.iter().filter_map(|row| match row.get(column)? {
        Cell::Int(_) => Some(xlsx::Kind::Int),
        Cell::Date(_) => Some(xlsx::Kind::Date),
        Cell::Text(_) => Some(xlsx::Kind::Text),
        Cell::Empty => None,
    });
    let first = kinds.next().unwrap_or(xlsx::Kind::Text);
    if kinds.all(|kind| kind == first) {
        first
    } else {
        xlsx::Kind::Text
    }
}

fn sheet(sheet: &Sheet) -> xlsx::Sheet<'_> {
    let columns = sheet
        .columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let made = xlsx::Column::new(&column.header, f64::from(column.width), kind(sheet, i));
            if column.choices.is_empty() {
                made
            } else {
                made.choices(column.choices.clone())
            }
        })
        .collect();
    let rows = sheet.rows.iter().map(|row| {
        row.iter()
            .map(|cell| match cell {
                Cell::Text(text) => xlsx::Cell::Text(text.clone()),
                Cell::Int(number) => xlsx::Cell::Int(*number),
                Cell::Date(date) => xlsx::Cell::Date(*date),
                Cell::Empty => xlsx::Cell::Empty,
            })
            .collect::<Vec<_>>()
    });
    xlsx::Sheet::new(sheet.name.clone(), columns, rows)
}

/// Foreign files in a child process of this very program.
struct Child {
    program: PathBuf,
}

impl Child {
    fn ask(&self, job: Job, bytes: &[u8], name: &str, today: CivilDate) -> Result<Parsed> {
        let request = Request {
            job,
            name: name.to_owned(),
            today,
        };
        worker::parse_in_child(&self.program, &request, bytes, CHILD_TIMEOUT).map_err(|error| {
            let unreadable = Text::new("people-import-unreadable").with("why", error.id());
            match error {
                ChildError::Io(why) => Error::unavailable(unreadable, why),
                _ => Error::invalid_field("file", unreadable),
            }
        })
    }
}

fn unexpected() -> Error {
    Error::internal("the worker answered something else")
}

impl ReadForeign for Child {
    fn table(&self, bytes: &[u8], name: &str) -> Result<Vec<Vec<String>>> {
        if !staff_file::sheet::looks_like_spreadsheet(bytes) {
            return text_table(bytes);
        }
        let today = CivilDate::new(2000, 1, 1).map_err(Error::internal)?;
        match self.ask(Job::Sheet, bytes, name, today)? {
            Parsed::Sheet(sheet) => Ok(sheet
                .rows
                .into_iter()
                .map(|(_, cells)| cells.iter().map(|cell| cell.text().into_owned()).collect())
                .collect()),
            _ => Err(unexpected()),
        }
    }

    fn staff(&self, bytes: &[u8], name: &str, today: CivilDate) -> Result<StaffFile> {
        match self.ask(Job::Staff, bytes, name, today)? {
            Parsed::Staff(file) => Ok(file),
            _ => Err(unexpected()),
        }
    }

    fn history(
        &self,
        kind: HistoryKind,
        bytes: &[u8],
        name: &str,
        today: CivilDate,
    ) -> Result<HistoryFile> {
        match self.ask(Job::History(kind), bytes, name, today)? {
            Parsed::History(file) => Ok(file),
            _ => Err(unexpected()),
        }
    }
}

/// A CSV file with the delimiter of its first line.
fn text_table(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [';', ',', '\t', '|']
        .into_iter()
        .max_by_key(|delimiter| first.matches(*delimiter).count())
        .unwrap_or(';');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter as u8)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|error| {
                let why = Text::new("people-import-unreadable").with("why", error);
                Error::invalid_field("file", why)
            })?;
            Ok(record
                .iter()
                .map(|cell| cell.trim().trim_start_matches('\'').to_owned())
                .collect())
        })
        .collect()
}

/// The child's life: into the cage, one file, out.
pub fn worker(task: Option<&OsStr>) -> ExitCode {
    if task != Some(OsStr::new("import")) {
        return ExitCode::from(2);
    }
    let hardening = worker::harden();
    match worker::run(std::io::stdin().lock(), std::io::stdout().lock(), hardening) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// What of the child's cage does not hold on this machine.
///
/// # Errors
/// When the child cannot be started or gives no answer.
pub fn probe_worker() -> Result<Vec<String>> {
    let program = std::env::current_exe().map_err(Error::internal)?;
    worker::check_in_child(&program, CHILD_TIMEOUT)
        .map(|hardening| hardening.missing)
        .map_err(Error::internal)
}
