//! `titian worker import` (hidden): the child process in which files from outside are read.

use std::process::ExitCode;

/// Runs the worker when this process was started as one; `None` otherwise.
pub fn branch_off() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let is_worker = arguments.next().is_some_and(|word| word == "worker");
    is_worker.then(|| crate::adapters::worker(arguments.next().as_deref()))
}
