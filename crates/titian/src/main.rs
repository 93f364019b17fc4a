//! The binary: command line, configuration, and the wiring of crates that must not know one another.

mod adapters;
mod cli;
mod config;
mod installation;
mod mail;
mod output;

use std::process::ExitCode;

fn main() -> ExitCode {
    // The child process that reads foreign files branches off here, before any runtime or thread exists.
    if let Some(code) = cli::worker::branch_off() {
        return code;
    }
    cli::run()
}
