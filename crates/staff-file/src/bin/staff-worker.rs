//! The import worker as a program of its own, for tests and examples; `titian worker import` does the same.

use std::io;
use std::process::ExitCode;

use staff_file::worker;

fn main() -> ExitCode {
    let hardening = worker::harden();
    match worker::run(io::stdin().lock(), io::stdout().lock(), hardening) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
