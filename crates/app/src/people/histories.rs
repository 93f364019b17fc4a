//! The import of history files beside the export.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Actor, Error, ImportId, PersonId, Result, Text};
use serde_json::{Value, json};
use staff_file::history::{Coverage, HistoryFile, HistoryKind, HistoryRows, PersonKey};

use super::import::{Mode, RejectedCell};
use super::{access, findings, store};
use crate::App;
use crate::audit::Entry;
use crate::corrections;
use crate::screenings::{self, Gate};

/// What the import of a history file did.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct HistoryReport {
    /// Rows of the file, rejected ones included.
    pub rows: usize,
    /// People whose history was replaced.
    pub people: usize,
    /// Rows of people who are not in the register.
    pub strangers: usize,
    /// Cells for which rows were rejected.
    pub rejected: Vec<RejectedCell>,
}

/// Imports a history file: for each person it covers, her events of this kind are replaced.
pub async fn import_history(
    app: &App,
    actor: &Actor,
    kind: HistoryKind,
    name: &str,
    bytes: Vec<u8>,
    mode: Mode,
) -> Result<HistoryReport> {
    access::IMPORT.allow(actor)?;
    let file = read(app, kind, name, &bytes).await?;
    if mode == Mode::AllOrNothing && !file.rejected.is_empty() {
        let text = Text::new("people-import-rejected").with("n", file.rejected_rows.len());
        return Err(Error::refused(text).next("people-import-rejected-next"));
    }
    let digest = app.blobs.put(bytes).await?;
    let row = row_of(app, actor, &file, digest);
    let (file, actor) = (std::sync::Arc::new(file), actor.clone());
    app.db
        .write(move |tx| {
            let (file, row, actor) = (file.clone(), row.clone(), actor.clone());
            Box::pin(async move {
                let report = store_history(&tx, &actor, &file, &row).await?;
                if matches!(file.kind, HistoryKind::Skp | HistoryKind::Cltn) {
                    let people = store::looked(&tx, tx.now().date()).await?;
                    let people: Vec<_> = people.into_iter().map(|(_, person)| person).collect();
                    findings::renew(&tx, &people, row.id).await?;
                }
                Ok(report)
            })
        })
        .await
}

/// The import that a history file is kept under.
pub(super) fn row_of(
    app: &App,
    actor: &Actor,
    file: &HistoryFile,
    digest: String,
) -> store::ImportRow {
    store::ImportRow {
        id: ImportId(app.clock.new_id()),
        kind: file.kind.stem().into(),
        file_name: file.name.clone(),
        file_digest: digest,
        partial: file.coverage == Coverage::Tercantum,
        report: json!({ "rows": file.rows.len() + file.rejected_rows.len() }),
        columns: staff_file::Columns::default(),
        by: actor.key(),
        state: "checked".into(),
        at: app.clock.now(),
    }
}

/// Stores a history file with its import; findings are looked at again by the caller.
pub(super) async fn store_history(
    tx: &crate::db::Tx,
    actor: &Actor,
    file: &HistoryFile,
    row: &store::ImportRow,
) -> Result<HistoryReport> {
    store::insert_import(tx, row).await?;
    store::mark_applied(tx, row.id).await?;
    let source = store::Source {
        import: row.id,
        date: tx.now().date(),
        at: tx.now(),
    };
    let (report, touched) = store_file(tx, file, &source).await?;
    tx.audit(
        Entry::new(actor, "people.import-history", "import", row.id)
            .with("kind", file.kind.stem())
            .with("file", row.file_digest.clone())
            .with("people", report.people as i64),
    );
    screenings::facts_changed(tx, actor, &touched, Gate::Import).await?;
    corrections::facts_changed(tx, actor, &touched).await?;
    Ok(report)
}

/// Stores the rows; also gives everybody whose history they are.
async fn store_file(
    tx: &crate::db::Tx,
    file: &HistoryFile,
    source: &store::Source,
) -> Result<(HistoryReport, BTreeSet<PersonId>)> {
    let mut report = HistoryReport {
        rows: file.rows.len() + file.rejected_rows.len(),
        people: 0,
        strangers: 0,
        rejected: super::import::rejected(&file.rejected),
    };
    if let HistoryRows::Standar(rows) = &file.rows {
        let rows: Vec<(String, String, i64)> = rows
            .iter()
            .map(|(_, row)| {
                (
                    row.jabatan.clone(),
                    row.kompetensi.clone(),
                    i64::from(row.level),
                )
            })
            .collect();
        store::insert_standards(tx, &rows, source).await?;
        return Ok((report, BTreeSet::new()));
    }
    let people = store::people_by_key(tx).await?;
    let find = |key: &PersonKey| -> Option<PersonId> {
        let by_id = key.pns_id.as_ref().and_then(|id| people.get(id));
        by_id
            .or_else(|| people.get(key.nip.as_ref()?.as_str()))
            .copied()
    };
    let mut found: BTreeMap<PersonId, Vec<Value>> = BTreeMap::new();
    if file.coverage == Coverage::Semua {
        found.extend(people.values().map(|person| (*person, Vec::new())));
    }
    for (key, value) in events(&file.rows) {
        match find(key) {
            Some(person) => found.entry(person).or_default().push(value),
            None => report.strangers += 1,
        }
    }
    report.people = found.len();
    let touched = found.keys().copied().collect();
    let histories: Vec<store::NewHistory> = found
        .into_iter()
        .map(|(person, entries)| store::NewHistory { person, entries })
        .collect();
    let label = format!("Riwayat {}", file.kind.stem().to_uppercase());
    store::insert_histories(tx, file.kind.stem(), &label, &histories, source).await?;
    Ok((report, touched))
}

/// The rows of a file with whom they speak of, each in the shape of the policy schema; missing columns are left out.
pub fn events(rows: &HistoryRows) -> Vec<(&PersonKey, Value)> {
    let object = |pairs: Vec<(&str, Option<Value>)>| -> Value {
        let filled = pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(filled.collect())
    };
    let date = |date: Option<kernel::CivilDate>| date.map(|date| json!(date.to_string()));
    let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
    match rows {
        HistoryRows::Skp(rows) => rows
            .iter()
            .map(|(_, row)| {
                let value = object(vec![
                    ("tahun", Some(json!(row.tahun))),
                    (
                        "hasil_kerja",
                        row.hasil_kerja.map(|rating| json!(rating.name())),
                    ),
                    (
                        "perilaku_kerja",
                        row.perilaku_kerja.map(|rating| json!(rating.name())),
                    ),
                    ("predikat", Some(json!(row.predikat.name()))),
                ]);
                (&row.person, value)
            })
            .collect(),
        HistoryRows::Hukdis(rows) => rows
            .iter()
            .map(|(_, row)| {
                let value = object(vec![
                    ("jenis", Some(json!(row.jenis))),
                    ("tingkat", Some(json!(row.tingkat.name()))),
                    ("nomor_sk", text(&row.nomor_sk)),
                    ("tanggal_sk", date(Some(row.tanggal_sk))),
                    ("tmt", date(row.tmt)),
                    ("berakhir", date(row.berakhir)),
                ]);
                (&row.person, value)
            })
            .collect(),
        HistoryRows::Kompetensi(rows) => rows
            .iter()
            .map(|(_, row)| {
                let value = object(vec![
                    ("kompetensi", Some(json!(row.kompetensi))),
                    ("level", Some(json!(row.level))),
                    ("tanggal", date(row.tanggal)),
                    ("asesor", text(&row.asesor)),
                ]);
                (&row.person, value)
            })
            .collect(),
        HistoryRows::Pelatihan(rows) => rows
            .iter()
            .map(|(_, row)| {
                let value = object(vec![
                    ("jenis", text(&row.jenis_diklat_id)),
                    ("nama", Some(json!(row.nama))),
                    ("penyelenggara", text(&row.penyelenggara)),
                    ("nomor", text(&row.nomor_sertifikat)),
                    ("mulai", date(row.mulai)),
                    ("selesai", date(row.selesai)),
                    ("jumlah_jam", row.jumlah_jam.map(|hours| json!(hours))),
                ]);
                (&row.person, value)
            })
            .collect(),
        HistoryRows::Cuti(rows) => rows
            .iter()
            .map(|(_, row)| {
                let value = object(vec![
                    ("jenis", Some(json!(row.jenis))),
                    ("nomor_sk", text(&row.nomor_sk)),
                    ("mulai", date(Some(row.mulai))),
                    ("selesai", date(row.selesai)),
                ]);
                (&row.person, value)
            })
            .collect(),
        HistoryRows::Standar(_) => Vec::new(),
    }
}

async fn read(app: &App, kind: HistoryKind, name: &str, bytes: &[u8]) -> Result<HistoryFile> {
    let (foreign, name) = (app.ports.foreign.clone(), name.to_owned());
    let (bytes, today) = (bytes.to_vec(), app.clock.today());
    crate::blobs::blocking(move || foreign.history(kind, &bytes, &name, today)).await
}
