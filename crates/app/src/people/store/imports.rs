//! SQL of staff imports: many people in few statements, one transaction.

use std::collections::{BTreeMap, HashMap};

use kernel::{CivilDate, ImportId, PersonId, Result, Timestamp};
use staff_file::Columns;

use crate::args;
use crate::db::{Arg, Row, Sql, ToArg as _, Tx};
use crate::people::compare::{Existing, Incoming};
use crate::people::facts;
use crate::people::import::FieldChange;
use crate::people::units::Units;

/// People in one INSERT, 23 columns each. Binding looks every placeholder up among all of its statement, so its cost
/// grows with the square of their number: a few hundred a statement is the best, thousands take ten times as long.
const CHUNK: usize = 20;
/// Ids in one statement.
const IDS: usize = 500;

/// A stored import.
#[derive(Clone, Debug)]
pub(in crate::people) struct ImportRow {
    pub id: ImportId,
    pub kind: String,
    pub file_name: String,
    pub file_digest: String,
    pub partial: bool,
    pub report: serde_json::Value,
    pub columns: Columns,
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

/// `$from, $from+1, …` for an `IN` list.
fn list(from: usize, count: usize) -> String {
    let names: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    names.join(", ")
}

/// The export rows of these people as stored.
pub(in crate::people) async fn cells(
    sql: &impl Sql,
    people: &[PersonId],
) -> Result<HashMap<PersonId, BTreeMap<String, String>>> {
    let mut found = HashMap::with_capacity(people.len());
    for chunk in people.chunks(IDS) {
        let list = list(1, chunk.len());
        let rows = sql
            .all(
                &format!("SELECT id, record FROM person WHERE id IN ({list})"),
                chunk.iter().map(|id| id.to_arg()).collect(),
                |row| Ok((row.get::<PersonId>("id")?, row.json("record")?)),
            )
            .await?;
        found.extend(rows);
    }
    Ok(found)
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

/// Takes their numbers from people who are about to get others, so that numbers can be exchanged within one import.
pub(in crate::people) async fn free_numbers(tx: &Tx, people: &[PersonId]) -> Result<()> {
    for chunk in people.chunks(IDS) {
        let list = list(1, chunk.len());
        tx.exec(
            &format!("UPDATE person SET nip = 'berganti ' || id WHERE id IN ({list})"),
            chunk.iter().map(|id| id.to_arg()).collect(),
        )
        .await?;
    }
    Ok(())
}

/// Stores people under these ids: new ones, or new rows of known ones, whose earlier numbers stay in their history.
pub(in crate::people) async fn put_people(
    tx: &Tx,
    people: &[(PersonId, &Incoming)],
    units: &Units,
    source: &Source,
) -> Result<()> {
    for chunk in people.chunks(CHUNK) {
        let mut args = Vec::with_capacity(chunk.len() * 23);
        let mut nips = Vec::with_capacity(chunk.len() * 3);
        for (id, incoming) in chunk {
            args.push(id.to_arg());
            args.extend(columns(incoming, units));
            args.extend(args![source.import, source.date, source.at, source.at]);
            nips.extend(args![id, incoming.record.nip(), source.date]);
        }
        tx.exec(
            &format!(
                "INSERT INTO person (id, pns_id, nip, name, front_title, back_title, birth_date, sex, kind, \
                 legal_status, active, golongan, position_kind, position, org_id, opd_id, record, \
                 record_digest, search, import_id, source_date, created_at, updated_at) VALUES {} \
                 ON CONFLICT (id) DO UPDATE SET pns_id = excluded.pns_id, nip = excluded.nip, \
                 name = excluded.name, front_title = excluded.front_title, back_title = excluded.back_title, \
                 birth_date = excluded.birth_date, sex = excluded.sex, kind = excluded.kind, \
                 legal_status = excluded.legal_status, active = excluded.active, golongan = excluded.golongan, \
                 position_kind = excluded.position_kind, position = excluded.position, org_id = excluded.org_id, \
                 opd_id = excluded.opd_id, record = excluded.record, record_digest = excluded.record_digest, \
                 search = excluded.search, import_id = excluded.import_id, source_date = excluded.source_date, \
                 updated_at = excluded.updated_at, vanished_at = NULL",
                placeholders(chunk.len(), 23)
            ),
            args,
        )
        .await?;
        tx.exec(
            &format!(
                "INSERT INTO person_nip (person_id, nip, from_date) VALUES {} \
                 ON CONFLICT (person_id, nip) DO NOTHING",
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

/// Keeps what fields held before.
pub(in crate::people) async fn insert_changes(
    tx: &Tx,
    changes: &[(PersonId, &FieldChange)],
    source: &Source,
) -> Result<()> {
    for chunk in changes.chunks(IDS) {
        let mut args = Vec::with_capacity(chunk.len() * 6);
        for (person, change) in chunk {
            args.extend(args![
                person,
                source.import,
                change.field,
                change.before,
                change.after,
                source.at
            ]);
        }
        tx.exec(
            &format!(
                "INSERT INTO person_change (person_id, import_id, field, before, after, at) VALUES {}",
                placeholders(chunk.len(), 6)
            ),
            args,
        )
        .await?;
    }
    Ok(())
}

/// Marks people who are no longer in the export; nobody is deleted.
pub(in crate::people) async fn mark_vanished(tx: &Tx, people: &[PersonId]) -> Result<()> {
    for chunk in people.chunks(IDS) {
        let mut args = args![tx.now()];
        args.extend(chunk.iter().map(|id| id.to_arg()));
        let list = list(2, chunk.len());
        tx.exec(
            &format!("UPDATE person SET vanished_at = $1 WHERE id IN ({list})"),
            args,
        )
        .await?;
    }
    Ok(())
}

/// Notes that a new export says the same of these people: its date is the date of their facts, and who was gone is back.
pub(in crate::people) async fn confirm(
    tx: &Tx,
    people: &[PersonId],
    source: &Source,
) -> Result<()> {
    for chunk in people.chunks(IDS) {
        let mut args = args![source.import, source.date];
        args.extend(chunk.iter().map(|id| id.to_arg()));
        let list = list(3, chunk.len());
        tx.exec(
            &format!(
                "UPDATE person SET import_id = $1, source_date = $2, vanished_at = NULL WHERE id IN ({list})"
            ),
            args,
        )
        .await?;
    }
    Ok(())
}

/// Stores a checked import.
pub(in crate::people) async fn insert_import(tx: &Tx, import: &ImportRow) -> Result<()> {
    tx.exec(
        "INSERT INTO staff_import (id, kind, file_name, file_digest, partial, state, report, columns, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            import.id,
            import.kind,
            import.file_name,
            import.file_digest,
            import.partial,
            import.state,
            import.report,
            serde_json::to_string(&import.columns).unwrap_or_default(),
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
        columns: row.json("columns")?,
        by: row.get("created_by")?,
        state: row.get("state")?,
        at: row.get("created_at")?,
    })
}
