//! All SQL of the events of a later look.

use kernel::{Error, NominationId, ProgrammeId, RecheckId, Result, Scope, ScreeningId};
use policy::{Explanation, Verdict};

use super::model::{Gate, Recheck, RecheckState};
use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};
use crate::nominations::Nomination;
use crate::screenings::model::parse_verdict;

const SCOPE: ScopeColumns = ScopeColumns {
    org: Some("e.opd_id"),
    host: None,
    person: None,
};

/// One event; not found when `scope` does not cover it.
pub async fn get(sql: &impl Sql, scope: &Scope, id: RecheckId) -> Result<Recheck> {
    let (condition, scope_args) = scope_condition(scope, SCOPE, 2);
    let mut args = args![id];
    args.extend(scope_args);
    sql.one(
        &format!("SELECT e.* FROM recheck e WHERE e.id = $1 AND {condition}"),
        args,
        read,
    )
    .await
}

/// The events of a nomination, the newest first.
pub async fn of_nomination(sql: &impl Sql, nomination: NominationId) -> Result<Vec<Recheck>> {
    sql.all(
        "SELECT e.* FROM recheck e WHERE e.nomination_id = $1 ORDER BY e.at DESC, e.id DESC",
        args![nomination],
        read,
    )
    .await
}

/// How many events of a programme nobody has decided.
pub async fn open(sql: &impl Sql, programme: ProgrammeId) -> Result<i64> {
    sql.count(
        "SELECT COUNT(*) AS n FROM recheck WHERE programme_id = $1 AND state IN ('open', 'clarify')",
        args![programme],
    )
    .await
}

/// How many of them say that a block rule of read law is not met any more: letters wait for these.
pub async fn blocking(sql: &impl Sql, programme: ProgrammeId) -> Result<i64> {
    sql.count(
        "SELECT COUNT(*) AS n FROM recheck WHERE programme_id = $1 AND state IN ('open', 'clarify') AND blocking = 1",
        args![programme],
    )
    .await
}

pub(super) async fn count(sql: &impl Sql, scope: &Scope, state: RecheckState) -> Result<i64> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    args.extend(args![state]);
    sql.count(
        &format!("SELECT COUNT(*) AS n FROM recheck e WHERE {condition} AND e.state = $2"),
        args,
    )
    .await
}

/// Events in `scope`: search by name or NIP, filters `state`, `gate`, `program`, sort by `name`, `opd`, `at`; the newest
/// first unless somebody sorts.
pub async fn list(sql: &impl Sql, scope: &Scope, request: ListRequest) -> Result<Paged<Recheck>> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    let filter = format!(
        "WHERE {condition} AND ($2 IS NULL OR e.search LIKE $2 ESCAPE '\\') AND ($3 IS NULL OR e.state = $3) \
         AND ($4 IS NULL OR e.gate = $4) AND ($5 IS NULL OR e.programme_id = $5)"
    );
    args.extend(args![
        request.like(),
        request.filter("state"),
        request.filter("gate"),
        request.filter("program")
    ]);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM recheck e {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "name" => "e.search",
        "opd" => "e.opd_name",
        _ => "e.at",
    };
    let direction = if request.descending || request.sort.is_empty() {
        "DESC"
    } else {
        "ASC"
    };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!("SELECT e.* FROM recheck e {filter} ORDER BY {column} {direction}, e.id LIMIT $6 OFFSET $7"),
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

/// An event to be stored.
pub(super) struct New<'a> {
    pub(super) id: RecheckId,
    pub(super) nomination: &'a Nomination,
    pub(super) screening: ScreeningId,
    pub(super) gate: Gate,
    pub(super) by_name: &'a str,
    pub(super) before: Verdict,
    pub(super) blocking: bool,
    pub(super) changes: String,
    pub(super) digest: String,
    pub(super) explanation: &'a Explanation,
}

/// Stores an event; 0 when the same change was raised before.
pub(super) async fn insert(tx: &Tx, new: &New<'_>) -> Result<u64> {
    let brief = &new.nomination.snapshot;
    let search = format!("{} {}", brief.name_plain.to_lowercase(), brief.nip.as_str());
    tx.exec(
        "INSERT INTO recheck (id, nomination_id, screening_id, programme_id, person_id, opd_id, nip, name, opd_name, \
         search, gate, at, by_name, before_verdict, after_verdict, blocking, changes, digest, explanation, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 'open') \
         ON CONFLICT DO NOTHING",
        args![
            new.id,
            new.nomination.id,
            new.screening,
            new.nomination.programme_id,
            new.nomination.person_id,
            new.nomination.opd_id,
            brief.nip,
            brief.name,
            brief.opd_name.as_deref().unwrap_or_default(),
            search,
            new.gate,
            tx.now(),
            new.by_name,
            new.before.as_str(),
            new.explanation.verdict.as_str(),
            new.blocking,
            new.changes,
            new.digest,
            serde_json::to_string(new.explanation).map_err(Error::internal)?
        ],
    )
    .await
}

/// Stores a decision; 0 when somebody was quicker.
pub(super) async fn decide(
    tx: &Tx,
    id: RecheckId,
    from: RecheckState,
    to: RecheckState,
    by_name: &str,
    note: &str,
) -> Result<u64> {
    tx.exec(
        "UPDATE recheck SET state = $3, decided_by_name = $4, decided_at = $5, note = $6 \
         WHERE id = $1 AND state = $2",
        args![id, from, to, by_name, tx.now(), note],
    )
    .await
}

/// The open events of a nomination are answered by a new screening.
pub(super) async fn renew(tx: &Tx, nomination: NominationId) -> Result<u64> {
    tx.exec(
        "UPDATE recheck SET state = 'renewed', decided_at = $2 WHERE nomination_id = $1 \
         AND state IN ('open', 'clarify')",
        args![nomination, tx.now()],
    )
    .await
}

fn read(row: &Row) -> Result<Recheck> {
    Ok(Recheck {
        id: row.get("id")?,
        nomination: row.get("nomination_id")?,
        programme: row.get("programme_id")?,
        person: row.get("person_id")?,
        opd: row.get("opd_id")?,
        name: row.get("name")?,
        nip: row.get("nip")?,
        opd_name: row.get("opd_name")?,
        gate: row.parse("gate")?,
        at: row.get("at")?,
        by_name: row.get("by_name")?,
        before: parse_verdict(&row.get::<String>("before_verdict")?)?,
        after: parse_verdict(&row.get::<String>("after_verdict")?)?,
        blocking: row.get("blocking")?,
        changes: row.json("changes")?,
        explanation: row.json("explanation")?,
        state: row.parse("state")?,
        decided_by_name: row.get("decided_by_name")?,
        decided_at: row.get("decided_at")?,
        note: row.get("note")?,
    })
}
