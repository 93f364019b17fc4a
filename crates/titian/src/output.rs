//! What the command line says and how it ends: 0 done, 1 a check failed, 2 bad input, 3 no solution.

use std::io::Write as _;
use std::process::ExitCode;

use app::words::{Lang, Words};
use kernel::{Error, Kind};

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Done as asked: exit code 0.
    Done,
    /// A check failed, or a rule refused: exit code 1.
    Failed,
    /// The input is wrong, and the answer has said how: exit code 2.
    BadInput,
    /// There is no solution: exit code 3.
    NoSolution,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Failed => ExitCode::from(1),
            Outcome::BadInput => ExitCode::from(2),
            Outcome::NoSolution => ExitCode::from(3),
        }
    }
}

/// Says `error` on standard error, with the next step, and gives the exit code.
pub fn report(error: &Error) -> ExitCode {
    let words = Words::new(app::words::SOURCES);
    let lang = language();
    eprintln!("titian: {}", words.say(lang, error.text()));
    for field in error.fields() {
        eprintln!("  {}: {}", field.field, words.say(lang, &field.text));
    }
    if let Some(source) = error.legal_source() {
        eprintln!("  ({source})");
    }
    if let Some(next) = error.next_step() {
        eprintln!("  → {}", words.say(lang, next));
    }
    if !error.log_line().is_empty() {
        eprintln!("  {}", error.log_line());
    }
    ExitCode::from(match error.kind() {
        Kind::Invalid => 2,
        _ => 1,
    })
}

/// The input of an engine is wrong; `what` says where and what was expected, as the engine words it.
pub fn bad_input(what: impl std::fmt::Display) -> Error {
    Error::invalid("error-input").log(what)
}

/// Messages of the domain are Indonesian when the environment's language is, else English.
pub fn language() -> Lang {
    let tag = std::env::var("LANG").unwrap_or_default();
    Lang::from_tag(tag.split('_').next().unwrap_or_default()).unwrap_or(Lang::En)
}

/// Prints a line. Whoever reads may have seen enough (`titian policy sql … | head`): that is no error of the command.
pub fn say(line: std::fmt::Arguments<'_>) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// Prints `value` as one line of JSON when `json` is asked for, else what `text` says.
pub fn print(json: bool, value: &serde_json::Value, text: impl FnOnce() -> String) {
    let said = if json { value.to_string() } else { text() };
    say(format_args!("{said}"));
}
