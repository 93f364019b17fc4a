//! SQL of requests for reconsideration.

use kernel::{NominationId, ObjectionId, ProgrammeId, Result, Scope};

use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};
use crate::nominations;
use crate::placements::objections::{Objection, ObjectionState};

fn read(row: &Row) -> Result<Objection> {
    Ok(Objection {
        id: row.get("id")?,
        programme: row.get("programme_id")?,
        run: row.get("run_id")?,
        nomination: row.get("nomination_id")?,
        name: row.get("name")?,
        ground: row.get("ground")?,
        body: row.get("body")?,
        scan: row.get("scan")?,
        state: row.parse("state")?,
        filed_by: row.get("filed_by")?,
        filed_at: row.get("filed_at")?,
        answer: row.get("answer")?,
        decided_by: row.get("decided_by_name")?,
        decided_at: row.get("decided_at")?,
    })
}

/// One request, if `scope` covers the nominee.
pub async fn objection(sql: &impl Sql, scope: &Scope, id: ObjectionId) -> Result<Objection> {
    let found = sql
        .one(
            "SELECT * FROM placement_objection WHERE id = $1",
            args![id],
            read,
        )
        .await?;
    nominations::get(sql, scope, found.nomination).await?;
    Ok(found)
}

/// The newest request about one nominee, if `scope` covers her.
pub async fn objection_of(
    sql: &impl Sql,
    scope: &Scope,
    id: NominationId,
) -> Result<Option<Objection>> {
    nominations::get(sql, scope, id).await?;
    sql.opt(
        "SELECT * FROM placement_objection WHERE nomination_id = $1 ORDER BY filed_at DESC, id DESC LIMIT 1",
        args![id],
        read,
    )
    .await
}

/// Requests of a programme: search by name, filters `state` and `ground`, sorted by `name`, `ground`, `state` or time.
pub async fn objections(
    sql: &impl Sql,
    programme: ProgrammeId,
    request: ListRequest,
) -> Result<Paged<Objection>> {
    let filter = "WHERE programme_id = $1 AND ($2 IS NULL OR LOWER(name) LIKE $2 ESCAPE '\\') \
         AND ($3 IS NULL OR state = $3) AND ($4 IS NULL OR ground = $4)";
    let mut args = args![
        programme,
        request.like(),
        request.filter("state"),
        request.filter("ground")
    ];
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM placement_objection {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "name" => "name",
        "ground" => "ground",
        "state" => "state",
        _ => "filed_at",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "SELECT * FROM placement_objection {filter} ORDER BY {column} {direction}, id LIMIT $5 OFFSET $6"
            ),
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

/// How many requests of a programme wait for an answer.
pub async fn open_objections(sql: &impl Sql, programme: ProgrammeId) -> Result<i64> {
    sql.count(
        "SELECT COUNT(*) AS n FROM placement_objection WHERE programme_id = $1 AND state = 'filed'",
        args![programme],
    )
    .await
}

/// Files a request; 0 when there is one about this announcement.
pub(in crate::placements) async fn insert_objection(tx: &Tx, one: &Objection) -> Result<u64> {
    tx.exec(
        "INSERT INTO placement_objection (id, programme_id, run_id, nomination_id, name, ground, body, scan, state, \
         filed_by, filed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        args![
            one.id,
            one.programme,
            one.run,
            one.nomination,
            one.name,
            one.ground,
            one.body,
            one.scan.as_deref(),
            one.state,
            one.filed_by,
            one.filed_at
        ],
    )
    .await
}

/// Answers a request; 0 when it was answered.
pub(in crate::placements) async fn decide(
    tx: &Tx,
    id: ObjectionId,
    to: ObjectionState,
    answer: &str,
    by: (&str, &str),
    at: kernel::Timestamp,
) -> Result<u64> {
    tx.exec(
        "UPDATE placement_objection SET state = $2, answer = $3, decided_by = $4, decided_by_name = $5, \
         decided_at = $6 WHERE id = $1 AND state = 'filed'",
        args![id, to, answer, by.0, by.1, at],
    )
    .await
}
