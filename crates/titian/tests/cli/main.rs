//! The command line as an administrator uses it: every test runs the real program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail, and say why"
)]

mod backup;
mod columnar;
mod import;
mod place;
mod policy;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The program in an empty environment, with `data` as its folder.
fn titian(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_titian"))
        .env_clear()
        .env("TITIAN_DATA", data)
        .env("LANG", "id_ID.UTF-8")
        .current_dir(data.parent().unwrap())
        .args(arguments)
        .output()
        .unwrap()
}

/// Exit code and answer as JSON.
fn json(data: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = titian(data, arguments);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let answer = serde_json::from_str(&said).unwrap_or_else(|_| {
        panic!("{said}\n{}", String::from_utf8_lossy(&output.stderr));
    });
    (output.status.code().unwrap(), answer)
}

/// Exit code and what stands on standard error.
fn refused(data: &Path, arguments: &[&str]) -> (i32, String) {
    let output = titian(data, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap(), said)
}

#[test]
fn the_help_lists_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let output = titian(&folder.path().join("data"), &["--help"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!("help", String::from_utf8_lossy(&output.stdout));
}
