//! All SQL of corrections.

use kernel::{CorrectionId, PersonId, Result, Scope};

use super::model::{Correction, CorrectionState, Event};
use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};

const SCOPE: ScopeColumns = ScopeColumns {
    org: Some("c.opd_id"),
    host: None,
    person: Some("c.person_id"),
};

/// One correction; not found when `scope` does not cover it.
pub async fn get(sql: &impl Sql, scope: &Scope, id: CorrectionId) -> Result<Correction> {
    let (condition, scope_args) = scope_condition(scope, SCOPE, 2);
    let mut args = args![id];
    args.extend(scope_args);
    sql.one(
        &format!("SELECT c.* FROM correction c WHERE c.id = $1 AND {condition}"),
        args,
        read,
    )
    .await
}

/// The trace of a correction, in the order of time.
pub async fn events(sql: &impl Sql, id: CorrectionId) -> Result<Vec<Event>> {
    sql.all(
        "SELECT act, by_name, at, note FROM correction_event WHERE correction_id = $1 ORDER BY at, id",
        args![id],
        |row| {
            Ok(Event {
                act: row.get("act")?,
                by_name: row.get("by_name")?,
                at: row.get("at")?,
                note: row.get("note")?,
            })
        },
    )
    .await
}

/// The facts of a person that are being corrected, with the request.
pub async fn open_facts(sql: &impl Sql, person: PersonId) -> Result<Vec<(String, CorrectionId)>> {
    sql.all(
        "SELECT fact, id FROM correction WHERE person_id = $1 AND state IN ('asked', 'forwarded') ORDER BY fact",
        args![person],
        |row| Ok((row.get("fact")?, row.get("id")?)),
    )
    .await
}

/// Everything that somebody works on.
pub(super) async fn open(sql: &impl Sql) -> Result<Vec<Correction>> {
    sql.all(
        "SELECT c.* FROM correction c WHERE c.state IN ('asked', 'forwarded') ORDER BY c.id",
        args![],
        read,
    )
    .await
}

pub(super) async fn count(sql: &impl Sql, scope: &Scope, state: CorrectionState) -> Result<i64> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    args.extend(args![state]);
    sql.count(
        &format!("SELECT COUNT(*) AS n FROM correction c WHERE {condition} AND c.state = $2"),
        args,
    )
    .await
}

/// Corrections in `scope`: search by name or NIP, filters `state`, `fact`, sort by `name`, `opd`, `fact`, `state`,
/// `asked`; who waits longest first unless somebody sorts.
pub async fn list(
    sql: &impl Sql,
    scope: &Scope,
    request: ListRequest,
) -> Result<Paged<Correction>> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    let filter = format!(
        "WHERE {condition} AND ($2 IS NULL OR c.search LIKE $2 ESCAPE '\\') AND ($3 IS NULL OR c.state = $3) \
         AND ($4 IS NULL OR c.fact = $4)"
    );
    args.extend(args![
        request.like(),
        request.filter("state"),
        request.filter("fact")
    ]);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM correction c {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "name" => "c.search",
        "opd" => "c.opd_name",
        "fact" => "c.fact",
        "state" => "c.state",
        _ => "c.asked_at",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!("SELECT c.* FROM correction c {filter} ORDER BY {column} {direction}, c.id LIMIT $5 OFFSET $6"),
            args,
            read,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// Stores a request; 0 while the same fact is being corrected.
pub(super) async fn insert(tx: &Tx, new: &Correction, name_plain: &str) -> Result<u64> {
    let search = format!("{} {}", name_plain.to_lowercase(), new.nip.as_str());
    tx.exec(
        "INSERT INTO correction (id, person_id, opd_id, nip, name, opd_name, search, fact, before, source, source_date, \
         wanted, reason, scan, state, asked_at, since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
         $14, $15, $16, $17) ON CONFLICT DO NOTHING",
        args![
            new.id,
            new.person,
            new.opd,
            new.nip,
            new.name,
            new.opd_name,
            search,
            new.fact,
            new.before,
            new.source,
            new.source_date,
            new.wanted,
            new.reason,
            new.scan,
            new.state,
            new.asked_at,
            new.since
        ],
    )
    .await
}

/// Moves a request; 0 when somebody was quicker.
pub(super) async fn set_state(
    tx: &Tx,
    id: CorrectionId,
    from: CorrectionState,
    to: CorrectionState,
) -> Result<u64> {
    tx.exec(
        "UPDATE correction SET state = $3, since = $4 WHERE id = $1 AND state = $2",
        args![id, from, to, tx.now()],
    )
    .await
}

pub(super) async fn event(
    tx: &Tx,
    id: CorrectionId,
    act: &str,
    by_name: &str,
    note: Option<&str>,
) -> Result<()> {
    let key: uuid::Uuid = tx.new_id();
    tx.exec(
        "INSERT INTO correction_event (id, correction_id, act, by_name, at, note) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            key.to_string(),
            id,
            act,
            by_name,
            tx.now(),
            note.filter(|note| !note.is_empty())
        ],
    )
    .await
    .map(drop)
}

fn read(row: &Row) -> Result<Correction> {
    Ok(Correction {
        id: row.get("id")?,
        person: row.get("person_id")?,
        opd: row.get("opd_id")?,
        nip: row.get("nip")?,
        name: row.get("name")?,
        opd_name: row.get("opd_name")?,
        fact: row.get("fact")?,
        before: row.get("before")?,
        source: row.get("source")?,
        source_date: row.get("source_date")?,
        wanted: row.get("wanted")?,
        reason: row.get("reason")?,
        scan: row.get("scan")?,
        state: row.parse("state")?,
        asked_at: row.get("asked_at")?,
        since: row.get("since")?,
    })
}
