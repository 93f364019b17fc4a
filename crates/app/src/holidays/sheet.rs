//! Holidays by spreadsheet: the template, and reading a file into the form.

use kernel::{Actor, Result};

use super::access;
use super::model::{Day, DayKind, read_kind};
use crate::App;
use crate::ports::{Sheet, SheetColumn};
use crate::sheets::{DryRun, Table};

const REQUIRED: &[&str] = &["TANGGAL", "KETERANGAN"];

/// The template.
pub async fn template(app: &App, actor: &Actor, notes: Vec<String>) -> Result<Vec<u8>> {
    access::EDIT.allow(actor)?;
    let column = |header: &str, width, choices: &[&str]| SheetColumn {
        header: header.into(),
        width,
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
    };
    let sheet = Sheet {
        name: "Hari libur".into(),
        columns: vec![
            column("TANGGAL", 14, &[]),
            column("KETERANGAN", 48, &[]),
            column("JENIS", 16, &["Nasional", "Cuti bersama"]),
        ],
        rows: Vec::new(),
        notes,
    };
    let writer = app.ports.sheets.clone();
    crate::blobs::blocking(move || writer.xlsx(&[sheet])).await
}

/// The days of an XLSX or CSV file, with everything that is wrong by row and column; nothing is stored.
pub async fn read_file(
    app: &App,
    actor: &Actor,
    bytes: Vec<u8>,
    file_name: &str,
) -> Result<DryRun<Day>> {
    access::EDIT.allow(actor)?;
    let table = Table::read(app, bytes, file_name, REQUIRED).await?;
    let mut run = DryRun {
        good: Vec::new(),
        errors: Vec::new(),
        rows: 0,
    };
    for mut row in table.rows() {
        run.rows += 1;
        let date = row.date("TANGGAL");
        if row.cell("TANGGAL").is_empty() {
            row.wrong("TANGGAL", "error-required");
        }
        let name = row.text("KETERANGAN", 200);
        let kind = read_kind(row.cell("JENIS"));
        if kind.is_none() {
            row.wrong("JENIS", "error-choice");
        }
        match (date, row.errors.is_empty()) {
            (Some(date), true) => run.good.push((
                row.line,
                Day {
                    date,
                    name,
                    kind: kind.unwrap_or(DayKind::National),
                },
            )),
            _ => run.errors.extend(row.errors),
        }
    }
    Ok(run)
}
