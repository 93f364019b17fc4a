//! The import of the staff export: what is new, changed, vanished or rejected, then one transaction.

use kernel::{Actor, CivilDate, Error, ImportId, Result, Text};
use serde::{Deserialize, Serialize};
use staff_file::history::HistoryFile;
use staff_file::{Problem, StaffFile};

use super::compare::{Comparison, compare, differences, numbers_of_others};
use super::units::units;
use super::{access, findings, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::corrections;
use crate::db::Tx;
use crate::screenings::{self, Gate};

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

/// Whether the file is a list of corrected rows that an earlier import gave back.
fn is_corrections(file: &StaffFile) -> bool {
    file.header
        .iter()
        .any(|header| header.trim().eq_ignore_ascii_case("ALASAN PENOLAKAN"))
}

pub(super) fn rejected(problems: &[Problem]) -> Vec<RejectedCell> {
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

/// The file without rows that take the number of somebody who keeps it; they stand among the rejected ones.
pub(super) async fn settled(sql: &impl crate::db::Sql, mut file: StaffFile) -> Result<StaffFile> {
    let existing = store::existing(sql).await?;
    let problems = numbers_of_others(&existing, &file);
    if !problems.is_empty() {
        file.reject(problems);
    }
    Ok(file)
}

/// The report of a file against the register, still without findings, and without storing anything.
pub(super) async fn examine(
    sql: &impl crate::db::Sql,
    file: &StaffFile,
    partial: bool,
) -> Result<(ImportReport, Vec<FieldChange>, Comparison)> {
    let existing = store::existing(sql).await?;
    let partial = partial || is_corrections(file);
    let comparison = compare(&existing, file, partial);
    let ids: Vec<_> = comparison
        .changed
        .iter()
        .map(|(person, _)| person.id)
        .collect();
    let before = store::cells(sql, &ids).await?;
    let mut changes = Vec::new();
    for (person, incoming) in &comparison.changed {
        if let Some(before) = before.get(&person.id) {
            changes.extend(differences(&person.nip, before, &incoming.cells));
        }
    }
    let report = ImportReport {
        rows: file.rows.len() + file.rejected_rows.len(),
        new: comparison.new.len(),
        changed: comparison.changed.len() + comparison.returned.len(),
        unchanged: comparison.same.len() - comparison.returned.len(),
        vanished: comparison.vanished.len(),
        rejected: rejected(&file.rejected),
        findings: Vec::new(),
    };
    Ok((report, changes, comparison))
}

/// The report with the findings that the register would have after this file and these histories.
pub(super) async fn examine_with(
    sql: &impl crate::db::Sql,
    file: &StaffFile,
    files: &[HistoryFile],
    partial: bool,
    today: CivilDate,
) -> Result<(ImportReport, Vec<FieldChange>)> {
    let (mut report, changes, comparison) = examine(sql, file, partial).await?;
    let people = findings::after(sql, &file.rows, file.columns, &comparison, today).await?;
    let histories = store::histories_with(sql, files).await?;
    let found = findings::on_people(&people, &histories, today);
    report.findings = findings::of_file(&found, &file.rows);
    Ok((report, changes))
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
    let file = settled(&app.db, read(app, name, &bytes).await?).await?;
    let today = app.clock.today();
    let (report, changes) = examine_with(&app.db, &file, &[], partial, today).await?;
    let digest = app.blobs.put(bytes).await?;
    let id = ImportId(app.clock.new_id());
    let stored = store::ImportRow {
        id,
        kind: "staff".into(),
        file_name: name.to_owned(),
        file_digest: digest.clone(),
        partial,
        report: serde_json::to_value(&report).map_err(Error::internal)?,
        columns: file.columns,
        by: actor.key(),
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
    let file = settled(&app.db, read(app, &stored.file_name, &bytes).await?).await?;
    let file = std::sync::Arc::new(file);
    if mode == Mode::AllOrNothing && !file.rejected.is_empty() {
        let text = Text::new("people-import-rejected").with("n", file.rejected_rows.len());
        return Err(Error::refused(text).next("people-import-rejected-next"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (file, actor) = (file.clone(), actor.clone());
            Box::pin(async move {
                let mut report = store_file(&tx, &actor, id, &file, stored.partial).await?;
                let found = findings::renew(&tx, &report.1, id).await?;
                report.0.findings = findings::of_file(&found, &file.rows);
                Ok(report.0)
            })
        })
        .await
}

/// The rejected rows of a checked or applied import as a file to correct and send again.
pub async fn rejected_csv(app: &App, actor: &Actor, id: ImportId) -> Result<Vec<u8>> {
    access::IMPORT.allow(actor)?;
    let stored = store::import(&app.db, id).await?;
    let bytes = app.blobs.get(&stored.file_digest).await?;
    let file = read(app, &stored.file_name, &bytes).await?;
    Ok(settled(&app.db, file).await?.rejected_csv())
}

/// Stores the rows of a checked import; gives the report and everybody whom findings must look at afterwards.
pub(super) async fn store_file(
    tx: &Tx,
    actor: &Actor,
    id: ImportId,
    file: &StaffFile,
    partial: bool,
) -> Result<(ImportReport, Vec<findings::Looked>)> {
    if store::mark_applied(tx, id).await? == 0 {
        return Err(Error::refused("people-import-applied").next("people-import-again"));
    }
    if !numbers_of_others(&store::existing(tx).await?, file).is_empty() {
        return Err(Error::refused("people-import-meanwhile").next("people-import-again"));
    }
    let (report, changes, comparison) = examine(tx, file, partial).await?;
    let today = tx.now().date();
    let people = findings::after(tx, &file.rows, file.columns, &comparison, today).await?;
    let units = units(tx, file).await?;
    let source = store::Source {
        import: id,
        date: today,
        at: tx.now(),
    };
    // First the changes: a number that somebody gives up may go to somebody new, or to one of these.
    let moved: Vec<_> = comparison
        .changed
        .iter()
        .filter(|(person, row)| person.nip != row.record.nip().as_str())
        .map(|(person, _)| person.id)
        .collect();
    store::free_numbers(tx, &moved).await?;
    let changed = comparison.changed.iter();
    let changed: Vec<_> = changed.map(|(person, row)| (person.id, row)).collect();
    store::put_people(tx, &changed, &units, &source).await?;
    let new: Vec<_> = comparison
        .new
        .iter()
        .map(|row| (tx.new_id(), row))
        .collect();
    store::put_people(tx, &new, &units, &source).await?;
    let ids: std::collections::HashMap<&str, _> = comparison
        .changed
        .iter()
        .map(|(person, _)| (person.nip.as_str(), person.id))
        .collect();
    let changes: Vec<_> = changes
        .iter()
        .filter_map(|change| Some((*ids.get(change.nip.as_str())?, change)))
        .collect();
    store::insert_changes(tx, &changes, &source).await?;
    store::confirm(tx, &comparison.same, &source).await?;
    store::mark_vanished(tx, &comparison.vanished).await?;
    tx.audit(
        Entry::new(actor, "people.import", "import", id)
            .with("new", report.new as i64)
            .with("changed", report.changed as i64)
            .with("vanished", report.vanished as i64)
            .with("rejected", file.rejected_rows.len() as i64),
    );
    let touched = changed.iter().map(|(person, _)| *person).collect();
    screenings::facts_changed(tx, actor, &touched, Gate::Import).await?;
    corrections::facts_changed(tx, actor, &touched).await?;
    Ok((report, people))
}

/// Reads the file where it can do no harm, off the async threads.
async fn read(app: &App, name: &str, bytes: &[u8]) -> Result<StaffFile> {
    let (foreign, name) = (app.ports.foreign.clone(), name.to_owned());
    let (bytes, today): (Vec<u8>, CivilDate) = (bytes.to_vec(), app.clock.today());
    blocking(move || foreign.staff(&bytes, &name, today)).await
}
