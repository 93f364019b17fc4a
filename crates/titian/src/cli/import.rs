//! `titian import staff`: the staff export and the histories beside it, looked at first or stored in one transaction.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::people::{self, Files, ImportReport, Mode, Named};
use clap::{Args, Subcommand};
use kernel::{Actor, Clock, Error, Origin, Result, SystemClock, Text};

use crate::config::Config;
use crate::installation;
use crate::output::{Outcome, print};

/// What is imported.
#[derive(Subcommand, Debug)]
pub enum Import {
    /// Import the SIASN "data ASN" export (CSV or XLSX), with histories beside it
    ///
    /// Exit code 0: done. 1: rows were rejected and nothing was stored. 2: a file cannot be read.
    Staff(Staff),
}

/// Files and how to take them.
#[derive(Args, Debug)]
pub struct Staff {
    /// The export first, then histories known by their names: skp, hukdis, kompetensi, standar, diklat, kursus, tubel, cltn
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Say what would change and store nothing; needs no installation
    #[arg(long)]
    dry_run: bool,
    /// The file holds part of the staff only: nobody vanishes by it
    #[arg(long)]
    partial: bool,
    /// Store the good rows even if others are rejected
    #[arg(long)]
    good_rows: bool,
    /// Answer as JSON: rows, new, changed, unchanged, vanished, rejected, findings
    #[arg(long)]
    json: bool,
}

/// Cells and codes that the answer for people shows; JSON has all.
const SHOWN: usize = 20;

/// Carries it out.
pub async fn run(config: &Config, command: Import) -> Result<Outcome> {
    let Import::Staff(staff) = command;
    let mut named = Vec::new();
    for path in &staff.files {
        named.push(load(path)?);
    }
    let first = named.remove(0);
    let clock = Arc::new(SystemClock);
    let today = clock.today();
    let ports = crate::adapters::ports()?;
    progress(|| format!("Reading {} files …", named.len() + 1));
    let files = people::read_files(&ports, today, first, named).await?;
    let faults = files.rejected().len();
    let stops = faults > 0 && !staff.good_rows;
    let report = if staff.dry_run || stops {
        progress(|| "Comparing with the register …".to_owned());
        look(config, clock, &files, staff.partial).await?
    } else {
        progress(|| "Storing …".to_owned());
        let app = installation::open(config, clock).await?;
        let actor = Actor::system(Origin::Command);
        people::carry_out(&app, &actor, files, staff.partial, Mode::GoodRows).await?
    };
    let value = serde_json::to_value(&report).map_err(Error::internal)?;
    print(staff.json, &value, || told(&report, staff.dry_run, stops));
    Ok(if stops {
        Outcome::Failed
    } else {
        Outcome::Done
    })
}

/// Looks without storing; where there is no installation, none is made.
async fn look(
    config: &Config,
    clock: Arc<SystemClock>,
    files: &Files,
    partial: bool,
) -> Result<ImportReport> {
    let exists = config.database_url.value.is_some()
        || installation::database_file(&config.data.value).exists();
    if !exists {
        return Ok(people::preview_alone(files, clock.today()));
    }
    let app = installation::open_existing(config, clock).await?;
    let actor = Actor::system(Origin::Command);
    people::preview(&app, &actor, files, partial).await
}

fn load(path: &Path) -> Result<Named> {
    let bytes = std::fs::read(path).map_err(|error| {
        Error::invalid(Text::new("people-file-missing").with("file", path.display())).log(error)
    })?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok(Named {
        name: name.to_string_lossy().into_owned(),
        bytes,
    })
}

fn progress(text: impl FnOnce() -> String) {
    if std::io::stderr().is_terminal() {
        eprintln!("{}", text());
    }
}

fn told(report: &ImportReport, dry_run: bool, stops: bool) -> String {
    let mut lines = vec![format!(
        "{} rows: {} new, {} changed, {} unchanged, {} vanished; {} cells rejected, {} findings.",
        report.rows,
        report.new,
        report.changed,
        report.unchanged,
        report.vanished,
        report.rejected.len(),
        report.findings.len()
    )];
    for cell in report.rejected.iter().take(SHOWN) {
        lines.push(format!(
            "  row {}, {}: `{}` — {}",
            cell.row, cell.column, cell.value, cell.expected
        ));
    }
    if report.rejected.len() > SHOWN {
        let more = report.rejected.len() - SHOWN;
        lines.push(format!("  … and {more} more; --json lists all."));
    }
    let mut codes = std::collections::BTreeMap::<&str, usize>::new();
    for finding in &report.findings {
        *codes.entry(&finding.code).or_default() += 1;
    }
    let codes: Vec<String> = codes
        .iter()
        .map(|(code, n)| format!("{code} {n}"))
        .collect();
    if !codes.is_empty() {
        lines.push(format!(
            "Findings (they warn, nobody is rejected for them): {}.",
            codes.join(", ")
        ));
    }
    lines.push(
        match (dry_run, stops) {
            (_, true) => "Nothing was stored: mend the rejected rows, or take the good ones with --good-rows.",
            (true, false) => "Nothing was stored: this was a dry run.",
            (false, false) => "Stored.",
        }
        .to_owned(),
    );
    lines.join("\n")
}
