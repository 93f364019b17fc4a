//! `titian policy screen`: people from files, everybody screened by columns, one row a person written.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use app::people::facts::{Attested, Known, facts};
use kernel::{CivilDate, Result};
use policy::{Facts, Screening, Table};
use serde_json::Value;
use staff_file::StaffRecord;
use staff_file::history::{Coverage, HistoryFile, HistoryKind};

use super::name;
use crate::adapters;
use crate::output::bad_input;

/// Formats of people and of results.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// Text; people as SIASN exports them.
    Csv,
    /// Columns compressed, with the names of `schema --sql`.
    Parquet,
    /// The same as Arrow IPC.
    Arrow,
}

/// What a build without the feature says.
#[cfg(not(feature = "parquet"))]
const LEFT_OUT: &str = "build with `--features parquet`, or use .csv";

impl Format {
    /// By the ending of the name; refused when this build cannot write it.
    pub(super) fn of(path: &Path) -> Result<Self> {
        let format = match path.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => return Ok(Self::Csv),
            Some("parquet") => Self::Parquet,
            Some("arrow") => Self::Arrow,
            _ => {
                let place = path.display();
                return Err(bad_input(format!(
                    "{place}: expected a name that ends in .csv, .parquet or .arrow"
                )));
            }
        };
        #[cfg(not(feature = "parquet"))]
        return Err(bad_input(format!(
            "{}: this build cannot write {format:?}; {LEFT_OUT}",
            path.display()
        )));
        #[cfg(feature = "parquet")]
        Ok(format)
    }
}

/// The people of a screening, each with what the result names them by.
pub(super) struct People {
    /// PNS ID (empty when the file has none) and NIP.
    pub(super) keys: Vec<(String, String)>,
    pub(super) table: Table,
}

impl People {
    /// From a SIASN export with its history files, or from Parquet or Arrow files with the columns of `schema --sql`.
    pub(super) fn read(staff: &Path, histories: Option<&Path>, at: CivilDate) -> Result<Self> {
        let ending = staff.extension().and_then(|ending| ending.to_str());
        if matches!(ending, Some("parquet" | "arrow")) {
            #[cfg(feature = "parquet")]
            return super::columnar::read(staff, histories);
            #[cfg(not(feature = "parquet"))]
            return Err(bad_input(format!(
                "{}: this build cannot read it; {LEFT_OUT}",
                staff.display()
            )));
        }
        let people = read_staff(staff, histories, at)?;
        let key = |record: &StaffRecord| {
            let id = record.pns_id().unwrap_or_default().to_owned();
            (id, record.nip().as_str().to_owned())
        };
        Ok(Self {
            keys: people.iter().map(|(record, _)| key(record)).collect(),
            table: people.iter().map(|(_, facts)| facts).collect(),
        })
    }
}

/// What is written: one row a person.
pub(super) struct Answer<'a> {
    pub(super) keys: &'a [(String, String)],
    pub(super) screening: &'a Screening,
    /// Ids of the rules whose status is written too.
    pub(super) reasons: Vec<&'a str>,
}

impl Answer<'_> {
    pub(super) fn write(&self, format: Format, out: &Path) -> Result<()> {
        match format {
            Format::Csv => fs::write(out, self.csv())
                .map_err(|error| bad_input(format!("{}: {error}", out.display()))),
            #[cfg(feature = "parquet")]
            Format::Parquet | Format::Arrow => super::columnar::write(self, format, out),
            #[cfg(not(feature = "parquet"))]
            Format::Parquet | Format::Arrow => Err(bad_input(LEFT_OUT)),
        }
    }

    fn csv(&self) -> String {
        let mut csv = String::from("pns_id,nip,verdict,failed,unknown,warned");
        for rule in &self.reasons {
            let _ = write!(csv, ",{rule}");
        }
        csv.push('\n');
        for (row, (id, nip)) in self.keys.iter().enumerate() {
            let Some(result) = self.screening.row(row) else {
                continue;
            };
            let _ = write!(
                csv,
                "{id},{nip},{},{},{},{}",
                result.verdict.as_str(),
                result.failed,
                result.unknown,
                result.warned
            );
            for rule in 0..self.reasons.len() {
                let status = self.screening.status(rule, row);
                let _ = write!(csv, ",{}", status.map_or("", policy::Status::as_str));
            }
            csv.push('\n');
        }
        csv
    }
}

/// A history as the files of one kind give it.
#[derive(Default)]
struct History {
    everybody: bool,
    by_nip: HashMap<String, Vec<Value>>,
    by_id: HashMap<String, Vec<Value>>,
}

impl History {
    fn add(&mut self, file: &HistoryFile) {
        self.everybody |= file.coverage == Coverage::Semua;
        for (key, value) in app::people::events(&file.rows) {
            let list = match (&key.pns_id, &key.nip) {
                (Some(id), _) => self.by_id.entry(id.clone()),
                (None, Some(nip)) => self.by_nip.entry(nip.as_str().to_owned()),
                (None, None) => continue,
            };
            list.or_default().push(value);
        }
    }

    fn of(&self, person: &StaffRecord) -> Option<Vec<Value>> {
        let found = [
            self.by_id.get(person.key()),
            self.by_nip.get(person.nip().as_str()),
        ];
        let rows: Vec<Value> = found.into_iter().flatten().flatten().cloned().collect();
        (self.everybody || !rows.is_empty()).then_some(rows)
    }
}

/// The people of a staff file with their facts; rejected rows are counted on standard error.
pub(super) fn read_staff(
    staff: &Path,
    histories: Option<&Path>,
    at: CivilDate,
) -> Result<Vec<(StaffRecord, Facts)>> {
    let foreign = adapters::ports()?.foreign;
    let bytes = |path: &Path| {
        fs::read(path).map_err(|error| bad_input(format!("{}: {error}", path.display())))
    };
    let file = foreign.staff(&bytes(staff)?, &name(staff), at)?;
    if !file.rejected_rows.is_empty() {
        let n = file.rejected_rows.len();
        eprintln!(
            "{}: {n} row(s) cannot be read and are left out; `titian import staff --dry-run` names them",
            staff.display()
        );
    }
    let mut found: BTreeMap<&'static str, History> = BTreeMap::new();
    if let Some(folder) = histories {
        let listing = fs::read_dir(folder)
            .map_err(|error| bad_input(format!("{}: {error}", folder.display())))?;
        let mut paths: Vec<PathBuf> = listing.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let ending = path
                .extension()
                .and_then(|ending| ending.to_str())
                .unwrap_or_default();
            let Some(kind) = HistoryKind::from_name(&name(&path)) else {
                continue;
            };
            if !["csv", "xlsx", "txt"].contains(&ending) || kind == HistoryKind::Standar {
                continue;
            }
            let file = foreign.history(kind, &bytes(&path)?, &name(&path), at)?;
            if !file.rejected_rows.is_empty() {
                let n = file.rejected_rows.len();
                eprintln!(
                    "{}: {n} row(s) cannot be read and are left out",
                    path.display()
                );
            }
            found.entry(kind.stem()).or_default().add(&file);
        }
    }
    let mut people = Vec::with_capacity(file.rows.len());
    for (_, record) in file.rows {
        let mut attested = BTreeMap::new();
        for (kind, history) in &found {
            if let Some(rows) = history.of(&record) {
                let source = format!("Riwayat {}", kind.to_uppercase());
                attested.insert(
                    (*kind).to_owned(),
                    Attested {
                        value: rows.into(),
                        source,
                        date: at,
                    },
                );
            }
        }
        let facts = facts(&Known {
            record: &record,
            source: "Data ASN (SIASN)",
            date: at,
            attested: &attested,
        })?;
        people.push((record, facts));
    }
    Ok(people)
}
