//! All SQL of saved simulations.

use kernel::{PolicyVersionId, Result, ScenarioId};

use super::model::{Brief, Outcome, Scenario};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};

const SHORT: &str = "id, title, policy_id, saved_at, saved_by_name, data_digest, met_before, met_after, gained, lost";

fn short(row: &Row) -> Result<Brief> {
    Ok(Brief {
        id: row.get("id")?,
        title: row.get("title")?,
        policy: row.get("policy_id")?,
        saved_at: row.get("saved_at")?,
        by_name: row.get("saved_by_name")?,
        data_digest: row.get("data_digest")?,
        before: row.get("met_before")?,
        after: row.get("met_after")?,
        gained: row.get("gained")?,
        lost: row.get("lost")?,
    })
}

/// A saved simulation in short; none when there is no such one. Who may not see individuals is shown its numbers
/// through [`super::privacy::figure`].
pub async fn brief(sql: &impl Sql, id: ScenarioId) -> Result<Option<Brief>> {
    sql.opt(
        &format!("SELECT {SHORT} FROM scenario WHERE id = $1"),
        args![id],
        short,
    )
    .await
}

/// Saved simulations of one policy (its id) or of all, the newest first.
pub async fn saved(sql: &impl Sql, policy: Option<&str>) -> Result<Vec<Brief>> {
    sql.all(
        &format!(
            "SELECT {SHORT} FROM scenario WHERE ($1 IS NULL OR policy_id = $1) ORDER BY saved_at DESC, id DESC"
        ),
        args![policy.map(str::to_owned)],
        short,
    )
    .await
}

/// Saved simulations: search by title or person, filter `policy`, sort by `title`, `by`, `saved`; the newest first
/// without a wish.
pub async fn list(sql: &impl Sql, request: ListRequest) -> Result<Paged<Brief>> {
    let filter = "WHERE ($1 IS NULL OR LOWER(title) LIKE $1 ESCAPE '\\' OR LOWER(saved_by_name) LIKE $1 ESCAPE '\\') \
                  AND ($2 IS NULL OR policy_id = $2)";
    let mut args = args![request.like(), request.filter("policy")];
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM scenario {filter}"),
            args.clone(),
        )
        .await?;
    let (column, down) = match request.sort.as_str() {
        "title" => ("title", request.descending),
        "by" => ("saved_by_name", request.descending),
        "saved" => ("saved_at", request.descending),
        _ => ("saved_at", true),
    };
    let direction = if down { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "SELECT {SHORT} FROM scenario {filter} ORDER BY {column} {direction}, id LIMIT $3 OFFSET $4"
            ),
            args,
            short,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// The numbers of a saved simulation.
pub async fn outcome(sql: &impl Sql, id: ScenarioId) -> Result<Outcome> {
    sql.one(
        "SELECT outcome FROM scenario WHERE id = $1",
        args![id],
        |row| row.json("outcome"),
    )
    .await
}

/// A saved simulation with everything that was frozen.
pub async fn get(sql: &impl Sql, id: ScenarioId) -> Result<Scenario> {
    sql.one("SELECT * FROM scenario WHERE id = $1", args![id], |row| {
        Ok(Scenario {
            brief: short(row)?,
            note: row.get("note")?,
            version: row.get("version_id")?,
            version_name: row.get("version_name")?,
            version_digest: row.get("version_digest")?,
            text: row.get("text")?,
            text_digest: row.get("text_digest")?,
            setting: row.json("setting")?,
            data_date: row.get("data_date")?,
            data_mark: row.get("data_mark")?,
            outcome: row.json("outcome")?,
            draft: row.get("draft_id")?,
        })
    })
    .await
}

pub(super) async fn insert(tx: &Tx, one: &Scenario, by: &str) -> Result<()> {
    let brief = &one.brief;
    let json =
        |value: serde_json::Result<serde_json::Value>| value.map_err(kernel::Error::internal);
    tx.exec(
        "INSERT INTO scenario (id, title, note, policy_id, version_id, version_name, version_digest, text, text_digest, \
         setting, data_digest, data_mark, data_date, outcome, met_before, met_after, gained, lost, saved_by, \
         saved_by_name, saved_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        args![
            brief.id,
            brief.title,
            one.note,
            brief.policy,
            one.version,
            one.version_name,
            one.version_digest,
            one.text,
            one.text_digest,
            json(serde_json::to_value(one.setting))?,
            brief.data_digest,
            one.data_mark,
            one.data_date,
            json(serde_json::to_value(&one.outcome))?,
            brief.before,
            brief.after,
            brief.gained,
            brief.lost,
            by,
            brief.by_name,
            brief.saved_at
        ],
    )
    .await?;
    Ok(())
}

/// Notes the draft that was made of it; 0 when there is one already.
pub(super) async fn set_draft(tx: &Tx, id: ScenarioId, draft: PolicyVersionId) -> Result<u64> {
    tx.exec(
        "UPDATE scenario SET draft_id = $2 WHERE id = $1 AND draft_id IS NULL",
        args![id, draft],
    )
    .await
}
