//! The import of the staff export: what is new, changed, vanished or rejected, then one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{Actor, CivilDate, Error, ImportId, PersonId, Result, Text};
use serde::{Deserialize, Serialize};
use staff_file::{Problem, RejectedRow, StaffFile, StaffRecord};

use super::{access, facts, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Tx;
use crate::organisations::{self, Organisation};

/// What becomes of a file with rejected rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Take nothing unless every row is good.
    AllOrNothing,
    /// Take the good rows.
    GoodRows,
}

/// A cell that does not fit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RejectedCell {
    /// Line of the file.
    pub row: u32,
    /// Standard header of the column.
    pub column: String,
    /// The cell as it stands in the file.
    pub value: String,
    /// What was expected, in words.
    pub expected: String,
}

/// A finding on a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct FindingRef {
    /// Her number.
    pub nip: String,
    /// Code of the indicator, such as `CON_2`.
    pub code: String,
}

/// What an import does or would do.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows of people in the file, rejected ones included.
    pub rows: usize,
    /// People who are not in the register yet.
    pub new: usize,
    /// People whose row differs.
    pub changed: usize,
    /// People whose row is the same.
    pub unchanged: usize,
    /// People of the register who are no longer in the file.
    pub vanished: usize,
    /// Every cell for which a row was rejected.
    pub rejected: Vec<RejectedCell>,
    /// Findings on the people of the file.
    pub findings: Vec<FindingRef>,
}

/// One field of one person before and after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldChange {
    /// Her number.
    pub nip: String,
    /// Slug of the column.
    pub field: String,
    /// The value in the register.
    pub before: Option<String>,
    /// The value in the file.
    pub after: Option<String>,
}

/// A checked import: the report, the field changes, and what it was made of.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The id under which it can be applied.
    pub id: ImportId,
    /// Counts and problems.
    pub report: ImportReport,
    /// Field by field.
    pub changes: Vec<FieldChange>,
}

/// What the register knows of a person, as far as comparing needs it.
#[derive(Clone, Debug)]
pub(super) struct Existing {
    pub id: PersonId,
    pub nip: String,
    pub digest: String,
    pub vanished: bool,
}

/// A row of the file ready to be stored.
#[derive(Clone, Debug)]
pub(super) struct Incoming {
    pub key: String,
    pub record: StaffRecord,
    pub cells: BTreeMap<String, String>,
    pub digest: String,
}

pub(super) struct Comparison {
    pub new: Vec<Incoming>,
    pub changed: Vec<(Existing, Incoming)>,
    pub unchanged: usize,
    /// In the register and the same, but marked as vanished earlier: they are back.
    pub returned: Vec<PersonId>,
    pub vanished: Vec<PersonId>,
}

/// Compares the rows of a file with the register, by `PNS ID`, then by NIP.
///
/// Nobody vanishes by a file that is only part of the staff, nor by a row that was rejected.
pub(super) fn compare(
    existing: &HashMap<String, Existing>,
    file: &StaffFile,
    partial: bool,
) -> Comparison {
    let by_nip: HashMap<&str, &String> = existing
        .iter()
        .map(|(key, person)| (person.nip.as_str(), key))
        .collect();
    let mut result = Comparison {
        new: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
        returned: Vec::new(),
        vanished: Vec::new(),
    };
    let mut seen: HashSet<&str> = HashSet::new();
    for (_, record) in &file.rows {
        let incoming = incoming(record);
        let known = existing
            .get_key_value(record.key())
            .or_else(|| existing.get_key_value(*by_nip.get(record.nip().as_str())?));
        match known {
            None => result.new.push(incoming),
            Some((key, person)) => {
                seen.insert(key);
                if person.digest != incoming.digest {
                    result.changed.push((person.clone(), incoming));
                } else if person.vanished {
                    result.returned.push(person.id);
                } else {
                    result.unchanged += 1;
                }
            }
        }
    }
    if !partial {
        let mentioned: HashSet<&str> = file
            .rejected_rows
            .iter()
            .flat_map(|row: &RejectedRow| row.cells.iter())
            .map(|cell| cell.trim().trim_start_matches('\''))
            .collect();
        result.vanished = existing
            .iter()
            .filter(|(key, person)| {
                !person.vanished
                    && !seen.contains(key.as_str())
                    && !mentioned.contains(key.as_str())
                    && !mentioned.contains(person.nip.as_str())
            })
            .map(|(_, person)| person.id)
            .collect();
        result.vanished.sort_unstable();
    }
    result
}

fn incoming(record: &StaffRecord) -> Incoming {
    let cells = facts::cells(record);
    let text = serde_json::to_string(&cells).unwrap_or_default();
    Incoming {
        key: record.key().to_owned(),
        record: record.clone(),
        digest: crate::sha256_hex(text.as_bytes()),
        cells,
    }
}

/// Whether the file is a list of corrected rows that an earlier import gave back.
fn is_corrections(file: &StaffFile) -> bool {
    file.header
        .iter()
        .any(|header| header.trim().eq_ignore_ascii_case("ALASAN PENOLAKAN"))
}

fn rejected(problems: &[Problem]) -> Vec<RejectedCell> {
    problems
        .iter()
        .map(|problem| RejectedCell {
            row: problem.row,
            column: problem.column.clone(),
            value: problem.value.clone(),
            expected: problem.expected.id(),
        })
        .collect()
}

/// The report of a file against the register, without storing anything.
pub(super) async fn examine(
    sql: &impl crate::db::Sql,
    file: &StaffFile,
    partial: bool,
) -> Result<(ImportReport, Vec<FieldChange>, Comparison)> {
    let existing = store::existing(sql).await?;
    let partial = partial || is_corrections(file);
    let comparison = compare(&existing, file, partial);
    let mut changes = Vec::new();
    for (person, incoming) in &comparison.changed {
        let before = store::cells(sql, person.id).await?;
        changes.extend(differences(&person.nip, &before, &incoming.cells));
    }
    let report = ImportReport {
        rows: file.rows.len() + file.rejected_rows.len(),
        new: comparison.new.len(),
        changed: comparison.changed.len() + comparison.returned.len(),
        unchanged: comparison.unchanged,
        vanished: comparison.vanished.len(),
        rejected: rejected(&file.rejected),
        findings: Vec::new(),
    };
    Ok((report, changes, comparison))
}

/// The report for a register that holds nobody: a dry run needs no prepared database.
pub fn examine_alone(file: &StaffFile) -> ImportReport {
    ImportReport {
        rows: file.rows.len() + file.rejected_rows.len(),
        new: file.rows.len(),
        rejected: rejected(&file.rejected),
        ..ImportReport::default()
    }
}

fn differences(
    nip: &str,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<FieldChange> {
    let fields: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    fields
        .into_iter()
        .filter(|field| before.get(*field) != after.get(*field))
        .map(|field| FieldChange {
            nip: nip.to_owned(),
            field: field.clone(),
            before: before.get(field).cloned(),
            after: after.get(field).cloned(),
        })
        .collect()
}

/// Reads a file and says what its import would do. Keeps file and report, so that [`apply`] can follow.
pub async fn check(
    app: &App,
    actor: &Actor,
    name: &str,
    bytes: Vec<u8>,
    partial: bool,
) -> Result<Checked> {
    access::IMPORT.allow(actor)?;
    let file = read(app, name, &bytes).await?;
    let (report, changes, _) = examine(&app.db, &file, partial).await?;
    let digest = app.blobs.put(bytes).await?;
    let id = ImportId(app.clock.new_id());
    let stored = store::ImportRow {
        id,
        kind: "staff".into(),
        file_name: name.to_owned(),
        file_digest: digest.clone(),
        partial,
        report: serde_json::to_value(&report).map_err(Error::internal)?,
        by: actor
            .user
            .map_or_else(|| "system".into(), |user| user.to_string()),
        state: "checked".into(),
        at: app.clock.now(),
    };
    let entry = Entry::new(actor, "people.import-check", "import", id)
        .with("file", digest)
        .with("rows", report.rows as i64);
    app.db
        .write(move |tx| {
            let (stored, entry) = (stored.clone(), entry.clone());
            Box::pin(async move {
                store::insert_import(&tx, &stored).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await?;
    Ok(Checked {
        id,
        report,
        changes,
    })
}

/// Carries out a checked import: compares again, then stores everything in one transaction.
///
/// Applying the same import twice is refused; importing the same file twice changes nothing.
pub async fn apply(app: &App, actor: &Actor, id: ImportId, mode: Mode) -> Result<ImportReport> {
    access::IMPORT.allow(actor)?;
    let stored = store::import(&app.db, id).await?;
    if stored.state != "checked" {
        return Err(Error::refused("people-import-applied").next("people-import-again"));
    }
    let bytes = app.blobs.get(&stored.file_digest).await?;
    let file = std::sync::Arc::new(read(app, &stored.file_name, &bytes).await?);
    if mode == Mode::AllOrNothing && !file.rejected.is_empty() {
        let text = Text::new("people-import-rejected").with("n", file.rejected_rows.len());
        return Err(Error::refused(text).next("people-import-rejected-next"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (file, actor) = (file.clone(), actor.clone());
            Box::pin(async move { store_import(&tx, &actor, id, &file, stored.partial).await })
        })
        .await
}

/// The rejected rows of a checked or applied import as a file to correct and send again.
pub async fn rejected_csv(app: &App, actor: &Actor, id: ImportId) -> Result<Vec<u8>> {
    access::IMPORT.allow(actor)?;
    let stored = store::import(&app.db, id).await?;
    let bytes = app.blobs.get(&stored.file_digest).await?;
    Ok(read(app, &stored.file_name, &bytes).await?.rejected_csv())
}

async fn store_import(
    tx: &Tx,
    actor: &Actor,
    id: ImportId,
    file: &StaffFile,
    partial: bool,
) -> Result<ImportReport> {
    if store::mark_applied(tx, id).await? == 0 {
        return Err(Error::refused("people-import-applied").next("people-import-again"));
    }
    let (report, changes, comparison) = examine(tx, file, partial).await?;
    let today = tx.now().date();
    let units = units(tx, file).await?;
    let source = store::Source {
        import: id,
        date: today,
        at: tx.now(),
    };
    store::insert_people(tx, &comparison.new, &units, &source).await?;
    let mut changes = changes.into_iter().peekable();
    for (person, incoming) in &comparison.changed {
        store::update_person(tx, person.id, incoming, &units, &source).await?;
        while let Some(change) = changes.next_if(|change| change.nip == person.nip) {
            store::insert_change(tx, person.id, &change, &source).await?;
        }
    }
    store::unmark_vanished(tx, &comparison.returned).await?;
    store::mark_vanished(tx, &comparison.vanished).await?;
    tx.audit(
        Entry::new(actor, "people.import", "import", id)
            .with("new", report.new as i64)
            .with("changed", report.changed as i64)
            .with("vanished", report.vanished as i64)
            .with("rejected", file.rejected_rows.len() as i64),
    );
    Ok(report)
}

/// Where a person's row says she works: her unit and its OPD, by key of the row.
pub(super) struct Units {
    by_unit: HashMap<String, Organisation>,
}

impl Units {
    /// The unit of a row.
    pub(super) fn of(&self, record: &StaffRecord) -> Option<&Organisation> {
        self.by_unit.get(&unit_key(record)?)
    }
}

fn unit_key(record: &StaffRecord) -> Option<String> {
    record
        .unor_id()
        .or_else(|| record.unor_nama())
        .map(str::to_owned)
}

/// Name, kind and short name of the OPD that a row names: by the list of known units, else the last part of the chain.
fn opd_of(record: &StaffRecord) -> Option<(String, String, Option<String>)> {
    if let Some(opd) = record.opd() {
        return Some((opd.name.clone(), opd.kind.clone(), opd.short_name.clone()));
    }
    let name = record.unor_nama()?.split(" - ").last()?.trim();
    (!name.is_empty()).then(|| (name.to_owned(), "lainnya".to_owned(), None))
}

/// Makes sure that every unit of the file is an organisation, and finds them.
async fn units(tx: &Tx, file: &StaffFile) -> Result<Units> {
    let mut by_unit: HashMap<String, Organisation> = HashMap::new();
    let mut opds: HashMap<String, Organisation> = HashMap::new();
    for (_, record) in &file.rows {
        let Some(key) = unit_key(record) else {
            continue;
        };
        if by_unit.contains_key(&key) {
            continue;
        }
        let Some((name, kind, short_name)) = opd_of(record) else {
            continue;
        };
        let opd = match opds.get(&name) {
            Some(opd) => opd.clone(),
            None => {
                let opd = ensure_opd(tx, &name, &kind, short_name).await?;
                opds.insert(name, opd.clone());
                opd
            }
        };
        let unit = ensure_unit(tx, &opd, record).await?;
        by_unit.insert(key, unit);
    }
    Ok(Units { by_unit })
}

async fn ensure_opd(
    tx: &Tx,
    name: &str,
    kind: &str,
    short_name: Option<String>,
) -> Result<Organisation> {
    if let Some(found) = organisations::find_by_name(tx, name).await? {
        return Ok(found);
    }
    let id = tx.new_id();
    let org = Organisation {
        id,
        siasn_id: None,
        name: name.to_owned(),
        short_name,
        kind: kind.to_owned(),
        parent_id: None,
        opd_id: id,
    };
    organisations::insert(tx, &org, tx.now()).await?;
    Ok(org)
}

async fn ensure_unit(tx: &Tx, opd: &Organisation, record: &StaffRecord) -> Result<Organisation> {
    let siasn_id = record.unor_id();
    if let Some(siasn_id) = siasn_id
        && let Some(found) = organisations::by_siasn_id(tx, siasn_id).await?
    {
        return Ok(found);
    }
    let chain = record.unor_nama().unwrap_or(&opd.name);
    let own = chain
        .split(" - ")
        .map(str::trim)
        .find(|part| !part.is_empty() && *part != opd.name);
    let Some(name) = own else {
        return Ok(opd.clone());
    };
    let org = Organisation {
        id: tx.new_id(),
        siasn_id: siasn_id.map(str::to_owned),
        name: name.to_owned(),
        short_name: None,
        kind: "unit".into(),
        parent_id: Some(opd.id),
        opd_id: opd.opd_id,
    };
    organisations::insert(tx, &org, tx.now()).await?;
    Ok(org)
}

/// Reads the file where it can do no harm, off the async threads.
async fn read(app: &App, name: &str, bytes: &[u8]) -> Result<StaffFile> {
    let (foreign, name) = (app.ports.foreign.clone(), name.to_owned());
    let (bytes, today): (Vec<u8>, CivilDate) = (bytes.to_vec(), app.clock.today());
    crate::blobs::blocking(move || foreign.staff(&bytes, &name, today)).await
}
