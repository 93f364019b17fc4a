//! SQL of staff imports: many people in few statements, one transaction.

use std::collections::{BTreeMap, HashMap};

use kernel::{CivilDate, ImportId, PersonId, Result, Timestamp};

use crate::args;
use crate::db::{Arg, Row, Sql, ToArg as _, Tx};
use crate::people::facts;
use crate::people::import::{Existing, FieldChange, Incoming, Units};

/// People in one INSERT: 20 columns each stays below the 32,766 placeholders of SQLite.
const CHUNK: usize = 400;

/// A stored import.
#[derive(Clone, Debug)]
pub(in crate::people) struct ImportRow {
    pub id: ImportId,
    pub kind: String,
    pub file_name: String,
    pub file_digest: String,
    pub partial: bool,
    pub report: serde_json::Value,
    pub by: String,
    pub state: String,
    pub at: Timestamp,
}

/// Which import a change comes from.
#[derive(Clone, Copy, Debug)]
pub(in crate::people) struct Source {
    pub import: ImportId,
    pub date: CivilDate,
    pub at: Timestamp,
}

/// Everybody in the register by key of the row.
pub(in crate::people) async fn existing(sql: &impl Sql) -> Result<HashMap<String, Existing>> {
    let rows = sql
        .all(
            "SELECT id, pns_id, nip, record_digest, vanished_at FROM person",
            args![],
            |row| {
                let person = Existing {
                    id: row.get("id")?,
                    nip: row.get("nip")?,
                    digest: row.get("record_digest")?,
                    vanished: row.get::<Option<i64>>("vanished_at")?.is_some(),
                };
                Ok((row.get::<String>("pns_id")?, person))
            },
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// The export row of a person as stored.
pub(in crate::people) async fn cells(
    sql: &impl Sql,
    id: PersonId,
) -> Result<BTreeMap<String, String>> {
    sql.one(
        "SELECT record FROM person WHERE id = $1",
        args![id],
        |row| row.json("record"),
    )
    .await
}

fn columns(incoming: &Incoming, units: &Units) -> Vec<Arg> {
    let record = &incoming.record;
    let unit = units.of(record);
    let status = record.kedudukan_hukum_id();
    let active = status
        .and_then(staff_file::reference::kedudukan)
        .is_none_or(|found| found.active);
    let search = format!("{} {}", record.nama().to_lowercase(), record.nip().as_str());
    args![
        incoming.key,
        record.nip(),
        record.nama(),
        record.gelar_depan(),
        record.gelar_belakang(),
        record
            .tanggal_lahir()
            .or_else(|| record.nip().birth_date())
            .map(|d| d.to_string())
            .unwrap_or_default(),
        record.jenis_kelamin().map_or("", |sex| sex.code()),
        facts::kind(record),
        status,
        active,
        record.golongan(),
        record.jenis_jabatan_id(),
        record.jabatan_nama(),
        unit.map(|unit| unit.id),
        unit.map(|unit| unit.opd_id),
        serde_json::to_string(&incoming.cells).unwrap_or_default(),
        incoming.digest,
        search,
    ]
}

/// Stores new people.
pub(in crate::people) async fn insert_people(
    tx: &Tx,
    people: &[Incoming],
    units: &Units,
    source: &Source,
) -> Result<()> {
    for chunk in people.chunks(CHUNK) {
        let mut args = Vec::new();
        let mut nips = Vec::new();
        for incoming in chunk {
            let id: PersonId = tx.new_id();
            args.push(id.to_arg());
            args.extend(columns(incoming, units));
            args.extend(args![source.import, source.date, source.at, source.at]);
            nips.extend(args![id, incoming.record.nip(), source.date]);
        }
        tx.exec(
            &format!(
                "INSERT INTO person (id, pns_id, nip, name, front_title, back_title, birth_date, sex, kind, \
                 legal_status, active, golongan, position_kind, position, org_id, opd_id, record, \
                 record_digest, search, import_id, source_date, created_at, updated_at) VALUES {}",
                placeholders(chunk.len(), 23)
            ),
            args,
        )
        .await?;
        tx.exec(
            &format!(
                "INSERT INTO person_nip (person_id, nip, from_date) VALUES {}",
                placeholders(chunk.len(), 3)
            ),
            nips,
        )
        .await?;
    }
    Ok(())
}

/// `($1, $2), ($3, $4), …`
pub(super) fn placeholders(rows: usize, columns: usize) -> String {
    let mut n = 0;
    let mut text = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            n += 1;
            if column > 0 {
                text.push_str(", ");
            }
            text.push('$');
            text.push_str(&n.to_string());
        }
        text.push(')');
    }
    text
}

/// Replaces the row of a person; her id stays, an earlier number stays in her history of numbers.
pub(in crate::people) async fn update_person(
    tx: &Tx,
    id: PersonId,
    incoming: &Incoming,
    units: &Units,
    source: &Source,
) -> Result<()> {
    let mut args = columns(incoming, units);
    args.extend(args![source.import, source.date, source.at, id]);
    tx.exec(
        "UPDATE person SET pns_id = $1, nip = $2, name = $3, front_title = $4, back_title = $5, \
         birth_date = $6, sex = $7, kind = $8, legal_status = $9, active = $10, golongan = $11, \
         position_kind = $12, position = $13, org_id = $14, opd_id = $15, record = $16, \
         record_digest = $17, search = $18, import_id = $19, source_date = $20, updated_at = $21, \
         vanished_at = NULL WHERE id = $22",
        args,
    )
    .await?;
    tx.exec(
        "INSERT INTO person_nip (person_id, nip, from_date) VALUES ($1, $2, $3) \
         ON CONFLICT (person_id, nip) DO NOTHING",
        args![id, incoming.record.nip(), source.date],
    )
    .await?;
    Ok(())
}

/// Keeps what a field held before.
pub(in crate::people) async fn insert_change(
    tx: &Tx,
    person: PersonId,
    change: &FieldChange,
    source: &Source,
) -> Result<()> {
    tx.exec(
        "INSERT INTO person_change (person_id, import_id, field, before, after, at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            person,
            source.import,
            change.field,
            change.before,
            change.after,
            source.at
        ],
    )
    .await?;
    Ok(())
}

/// Marks people who are no longer in the export; nobody is deleted.
pub(in crate::people) async fn mark_vanished(tx: &Tx, people: &[PersonId]) -> Result<()> {
    for id in people {
        tx.exec(
            "UPDATE person SET vanished_at = $2 WHERE id = $1",
            args![id, tx.now()],
        )
        .await?;
    }
    Ok(())
}

/// Takes the mark off people who are back.
pub(in crate::people) async fn unmark_vanished(tx: &Tx, people: &[PersonId]) -> Result<()> {
    for id in people {
        tx.exec(
            "UPDATE person SET vanished_at = NULL WHERE id = $1",
            args![id],
        )
        .await?;
    }
    Ok(())
}

/// Stores a checked import.
pub(in crate::people) async fn insert_import(tx: &Tx, import: &ImportRow) -> Result<()> {
    tx.exec(
        "INSERT INTO staff_import (id, kind, file_name, file_digest, partial, state, report, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            import.id,
            import.kind,
            import.file_name,
            import.file_digest,
            import.partial,
            import.state,
            import.report,
            import.by,
            import.at
        ],
    )
    .await?;
    Ok(())
}

/// The stored import with this id.
pub(in crate::people) async fn import(sql: &impl Sql, id: ImportId) -> Result<ImportRow> {
    sql.one(
        "SELECT * FROM staff_import WHERE id = $1",
        args![id],
        read_import,
    )
    .await
}

/// Claims a checked import for applying; 0 when somebody was quicker.
pub(in crate::people) async fn mark_applied(tx: &Tx, id: ImportId) -> Result<u64> {
    tx.exec(
        "UPDATE staff_import SET state = 'applied', applied_at = $2 WHERE id = $1 AND state = 'checked'",
        args![id, tx.now()],
    )
    .await
}

/// An import that was carried out.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Its id.
    pub id: ImportId,
    /// `staff` or the name of a history.
    pub kind: String,
    /// Name of the file.
    pub file_name: String,
    /// When it was applied.
    pub at: Timestamp,
}

/// The last imports that were carried out, the newest first.
pub async fn applied_imports(sql: &impl Sql, limit: i64) -> Result<Vec<Applied>> {
    sql.all(
        "SELECT id, kind, file_name, applied_at FROM staff_import WHERE state = 'applied' \
         ORDER BY applied_at DESC LIMIT $1",
        args![limit],
        |row| {
            Ok(Applied {
                id: row.get("id")?,
                kind: row.get("kind")?,
                file_name: row.get("file_name")?,
                at: row.get("applied_at")?,
            })
        },
    )
    .await
}

fn read_import(row: &Row) -> Result<ImportRow> {
    Ok(ImportRow {
        id: row.get("id")?,
        kind: row.get("kind")?,
        file_name: row.get("file_name")?,
        file_digest: row.get("file_digest")?,
        partial: row.get("partial")?,
        report: row.json("report")?,
        by: row.get("created_by")?,
        state: row.get("state")?,
        at: row.get("created_at")?,
    })
}
