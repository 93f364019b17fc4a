//! The parent's side: starts the child, feeds it, reads its answer, and ends it when its time is over.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::{Hardening, Job, Line, MAX_FILE, Parsed, Request};
use crate::read::FileError;
use crate::sheet::Sheet;

/// No honest answer is longer, bytes; a longer one is cut off.
const MAX_ANSWER: u64 = 1 << 30;

/// Why the child gave no result.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// The file cannot be read; the sentence for the person is in the error.
    #[error(transparent)]
    File(#[from] FileError),
    /// The child could not be started or talked to.
    #[error("the import worker could not be run: {0}")]
    Io(#[from] std::io::Error),
    /// The time was over.
    #[error("the file took longer than {0:?} to read and was stopped")]
    Timeout(Duration),
    /// The child ended without a whole answer: out of memory or processor time, or a fault of ours.
    #[error("the import worker ended early ({0})")]
    Ended(ExitStatus),
    /// The file is too large to be sent.
    #[error("the file is larger than {MAX_FILE} bytes")]
    TooLarge,
}

impl ChildError {
    /// In Indonesian, with what to do.
    pub fn id(&self) -> String {
        match self {
            ChildError::File(error) => error.id(),
            ChildError::Io(_) => {
                "Berkas belum dapat dibaca karena gangguan sistem; coba lagi atau hubungi admin."
                    .into()
            }
            ChildError::Timeout(_) | ChildError::Ended(_) => {
                "Berkas ini terlalu berat untuk dibaca; simpan ulang sebagai CSV lalu unggah lagi."
                    .into()
            }
            ChildError::TooLarge => format!(
                "Berkas melebihi {} MB; bagi menjadi beberapa berkas.",
                MAX_FILE >> 20
            ),
        }
    }

    /// In English, with what to do.
    pub fn en(&self) -> String {
        match self {
            ChildError::File(error) => error.en(),
            ChildError::Io(_) => "The file could not be read for a fault of the system; try again or ask the administrator.".into(),
            ChildError::Timeout(_) | ChildError::Ended(_) => {
                "This file is too heavy to read; save it as CSV and upload it again.".into()
            }
            ChildError::TooLarge => format!("The file is larger than {} MB; split it.", MAX_FILE >> 20),
        }
    }
}

/// Reads a file in a child process `exe worker import`, which must call [`super::harden`] and [`super::run`].
/// The call blocks for at most `timeout` and a moment; the child never outlives it.
///
/// # Errors
/// What is wrong with the file, or why the child gave no answer.
pub fn parse_in_child(
    exe: &Path,
    request: &Request,
    bytes: &[u8],
    timeout: Duration,
) -> Result<Parsed, ChildError> {
    if bytes.len() > MAX_FILE {
        return Err(ChildError::TooLarge);
    }
    let mut head = serde_json::to_vec(request).map_err(std::io::Error::from)?;
    head.push(b'\n');
    let mut child = Command::new(exe)
        .args(["worker", "import"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (Some(mut input), Some(output)) = (input, output) else {
        return Err(end(child, None, timeout));
    };
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A child that has seen enough closes its end; its answer tells why.
            let _ = input.write_all(&head).and_then(|()| input.write_all(bytes));
        });
        scope.spawn(move || {
            let _ = sender.send(answer(output));
        });
        match receiver.recv_timeout(timeout) {
            Ok(Some(result)) => {
                let _ = child.kill();
                let _ = child.wait();
                result.map_err(ChildError::File)
            }
            Ok(None) => Err(end(child, None, timeout)),
            Err(_) => Err(end(child, Some(timeout), timeout)),
        }
    })
}

/// Asks the child what of its cage does not hold, for `titian doctor`.
///
/// # Errors
/// As [`parse_in_child`].
pub fn check_in_child(exe: &Path, timeout: Duration) -> Result<Hardening, ChildError> {
    let today = kernel::CivilDate::new(2000, 1, 1).map_err(std::io::Error::other)?;
    let request = Request {
        job: Job::Check,
        name: String::new(),
        today,
    };
    match parse_in_child(exe, &request, b"", timeout)? {
        Parsed::Check(hardening) => Ok(hardening),
        _ => Err(ChildError::Io(std::io::Error::other(
            "the worker answered something else",
        ))),
    }
}

/// Ends the child and says why there is no answer.
fn end(mut child: Child, overtime: Option<Duration>, grace: Duration) -> ChildError {
    if overtime.is_none() {
        // Its output is closed: it is ending by itself, or is about to be helped.
        let steps = 20;
        for _ in 0..steps {
            match child.try_wait() {
                Ok(Some(status)) => return ChildError::Ended(status),
                Ok(None) => std::thread::sleep(grace.min(Duration::from_millis(200)) / steps),
                Err(error) => return ChildError::Io(error),
            }
        }
    }
    let _ = child.kill();
    match (child.wait(), overtime) {
        (_, Some(timeout)) => ChildError::Timeout(timeout),
        (Ok(status), None) => ChildError::Ended(status),
        (Err(error), None) => ChildError::Io(error),
    }
}

/// Reads the answer; `None` unless it is whole.
fn answer(output: impl Read) -> Option<Result<Parsed, FileError>> {
    let mut lines = BufReader::new(output.take(MAX_ANSWER));
    let mut buffer = Vec::new();
    let mut parsed = None;
    loop {
        buffer.clear();
        lines.read_until(b'\n', &mut buffer).ok()?;
        match (serde_json::from_slice::<Line>(&buffer).ok()?, &mut parsed) {
            (Line::End, _) => return parsed,
            (Line::Person(line, record), Some(Ok(Parsed::Staff(file)))) => {
                file.rows.push((line, record))
            }
            (Line::Row(row, cells), Some(Ok(Parsed::Sheet(sheet)))) => {
                sheet.rows.push((row, cells))
            }
            (Line::Error(error), None) => parsed = Some(Err(error)),
            (Line::Staff(file), None) => parsed = Some(Ok(Parsed::Staff(file))),
            (Line::History(file), None) => parsed = Some(Ok(Parsed::History(file))),
            (Line::Sheet, None) => parsed = Some(Ok(Parsed::Sheet(Sheet::default()))),
            (Line::Check(hardening), None) => parsed = Some(Ok(Parsed::Check(hardening))),
            _ => return None,
        }
    }
}
