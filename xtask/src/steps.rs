//! Runs named steps one after the other, shows their time, and stops at the first that fails.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::guard;

/// The steps of one run and the time each took.
pub struct Steps {
    started: Instant,
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Starts counting.
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
            done: Vec::new(),
        }
    }

    /// Does one step; when it fails, says how to repeat it alone.
    pub fn step(
        &mut self,
        name: &str,
        again: &str,
        act: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        eprintln!("── {name}");
        let start = Instant::now();
        if let Err(error) = act() {
            bail!("step `{name}` failed: {error:#}\nrepeat it alone: {again}");
        }
        let took = start.elapsed();
        eprintln!("── {name}: {}", seconds(took));
        self.done.push((name.to_owned(), took));
        Ok(())
    }

    /// A step that is one command.
    pub fn command(&mut self, name: &str, again: &str, command: &mut Command) -> Result<()> {
        self.step(name, again, || run(command))
    }

    /// What was done so far, in one line.
    pub fn summary(&self) -> String {
        let parts: Vec<String> = self
            .done
            .iter()
            .map(|(name, took)| format!("{name} {}", seconds(*took)))
            .collect();
        format!(
            "{} (together {})",
            parts.join(" · "),
            seconds(self.started.elapsed())
        )
    }
}

/// Runs a command and turns a bad exit into an error that shows the command.
pub fn run(command: &mut Command) -> Result<()> {
    let status = guard::run(command)?;
    if status.success() {
        return Ok(());
    }
    bail!("`{}` ended with {status}", shown(command));
}

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<String> = words
        .map(|word| {
            let word = word.to_string_lossy();
            if word.contains([' ', '(', '*', '&', '|']) {
                format!("'{word}'")
            } else {
                word.into()
            }
        })
        .collect();
    words.join(" ")
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_says_how_to_repeat_it() {
        let mut steps = Steps::new();
        let error = steps
            .command(
                "format",
                "cargo fmt --all --check",
                &mut Command::new("false"),
            )
            .unwrap_err()
            .to_string();
        assert!(error.contains("step `format` failed"), "{error}");
        assert!(
            error.contains("repeat it alone: cargo fmt --all --check"),
            "{error}"
        );
    }

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = Command::new("cargo");
        command.args(["nextest", "run", "-E", "not binary(browser)"]);
        assert_eq!(
            shown(&command),
            "cargo nextest run -E 'not binary(browser)'"
        );
    }
}
