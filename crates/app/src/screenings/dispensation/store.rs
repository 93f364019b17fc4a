//! All SQL of dispensations.

use kernel::{CivilDate, DispensationId, Error, NominationId, ProgrammeId, Result, Scope};
use policy::Waiver;

use super::model::{Dispensation, DispensationState, Tally};
use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Arg, Row, Sql, Tx};

const SCOPE: ScopeColumns = ScopeColumns {
    org: Some("d.opd_id"),
    host: None,
    person: Some("d.person_id"),
};

/// One dispensation; not found when `scope` does not cover it.
pub async fn get(sql: &impl Sql, scope: &Scope, id: DispensationId) -> Result<Dispensation> {
    let (condition, scope_args) = scope_condition(scope, SCOPE, 2);
    let mut args = args![id];
    args.extend(scope_args);
    sql.one(
        &format!("SELECT d.* FROM dispensation d WHERE d.id = $1 AND {condition}"),
        args,
        read,
    )
    .await
}

/// The dispensations of a nomination, the newest first.
pub async fn of_nomination(sql: &impl Sql, nomination: NominationId) -> Result<Vec<Dispensation>> {
    sql.all(
        "SELECT d.* FROM dispensation d WHERE d.nomination_id = $1 ORDER BY d.asked_at DESC, d.id DESC",
        args![nomination],
        read,
    )
    .await
}

/// What counts for a nomination on a decision of the day `on`.
pub async fn waivers(
    sql: &impl Sql,
    nomination: NominationId,
    on: CivilDate,
) -> Result<Vec<Waiver>> {
    sql.all(
        "SELECT rule, office FROM dispensation WHERE nomination_id = $1 AND state = 'granted' \
         AND (valid_until IS NULL OR valid_until >= $2) ORDER BY rule",
        args![nomination, on],
        |row| {
            Ok(Waiver {
                rule: row.get("rule")?,
                waived_by: row.get("office")?,
            })
        },
    )
    .await
}

/// Those that wait for a decision.
pub(super) async fn asked(sql: &impl Sql, scope: &Scope) -> Result<Vec<Dispensation>> {
    let (condition, args) = scope_condition(scope, SCOPE, 1);
    sql.all(
        &format!("SELECT d.* FROM dispensation d WHERE {condition} AND d.state = 'asked' ORDER BY d.asked_at"),
        args,
        read,
    )
    .await
}

/// The policies of dispensations in `scope`.
pub async fn policies(sql: &impl Sql, scope: &Scope) -> Result<Vec<String>> {
    let (condition, args) = scope_condition(scope, SCOPE, 1);
    sql.all(
        &format!(
            "SELECT DISTINCT d.policy_id FROM dispensation d WHERE {condition} ORDER BY d.policy_id"
        ),
        args,
        |row| row.get("policy_id"),
    )
    .await
}

/// How many are granted in a programme: for `rule`, and for all rules.
pub(super) async fn granted(
    sql: &impl Sql,
    programme: ProgrammeId,
    rule: &str,
) -> Result<(i64, i64)> {
    let count =
        "SELECT COUNT(*) AS n FROM dispensation WHERE programme_id = $1 AND state = 'granted'";
    let own = format!("{count} AND rule = $2");
    Ok((
        sql.count(&own, args![programme, rule]).await?,
        sql.count(count, args![programme]).await?,
    ))
}

fn filter(scope: &Scope, request: &ListRequest) -> (String, Vec<Arg>) {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    let filter = format!(
        "WHERE {condition} AND ($2 IS NULL OR d.search LIKE $2 ESCAPE '\\') AND ($3 IS NULL OR d.opd_name = $3) \
         AND ($4 IS NULL OR d.policy_id = $4) AND ($5 IS NULL OR d.rule = $5) AND ($6 IS NULL OR d.state = $6) \
         AND ($7 IS NULL OR d.programme_id = $7)"
    );
    args.extend(args![
        request.like(),
        request.filter("opd"),
        request.filter("policy"),
        request.filter("rule"),
        request.filter("state"),
        request.filter("program")
    ]);
    (filter, args)
}

/// Dispensations in `scope`: search by name or NIP, filters `opd` (name), `policy`, `rule`, `state`, `program`, sort by
/// `name`, `opd`, `rule`, `state`, `asked`.
pub async fn list(
    sql: &impl Sql,
    scope: &Scope,
    request: ListRequest,
) -> Result<Paged<Dispensation>> {
    let (filter, mut args) = filter(scope, &request);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM dispensation d {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "name" => "d.search",
        "opd" => "d.opd_name",
        "rule" => "d.rule",
        "state" => "d.state",
        _ => "d.asked_at",
    };
    // The newest stand first unless somebody sorts.
    let direction = if request.descending || request.sort.is_empty() {
        "DESC"
    } else {
        "ASC"
    };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "SELECT d.* FROM dispensation d {filter} ORDER BY {column} {direction}, d.id LIMIT $8 OFFSET $9"
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

/// By what the report counts.
#[derive(Clone, Copy)]
pub(super) enum By {
    Rule,
    Opd,
}

pub(super) async fn tally(sql: &impl Sql, scope: &Scope, by: By) -> Result<Vec<Tally>> {
    let (condition, args) = scope_condition(scope, SCOPE, 1);
    let column = match by {
        By::Rule => "d.rule",
        By::Opd => "d.opd_name",
    };
    sql.all(
        &format!(
            "SELECT {column} AS k, CAST(SUM(CASE WHEN d.state = 'granted' THEN 1 ELSE 0 END) AS BIGINT) AS granted, \
             CAST(SUM(CASE WHEN d.state = 'asked' THEN 1 ELSE 0 END) AS BIGINT) AS asked, \
             CAST(SUM(CASE WHEN d.state IN ('refused', 'withdrawn') THEN 1 ELSE 0 END) AS BIGINT) AS ended \
             FROM dispensation d WHERE {condition} GROUP BY {column} ORDER BY {column}"
        ),
        args,
        |row| {
            Ok(Tally {
                key: row.get("k")?,
                granted: row.get("granted")?,
                asked: row.get("asked")?,
                ended: row.get("ended")?,
            })
        },
    )
    .await
}

/// Stores what is asked; 0 when the rule is asked for or granted already.
pub(super) async fn insert(tx: &Tx, new: &Dispensation, name_plain: &str) -> Result<u64> {
    let search = format!("{} {}", name_plain.to_lowercase(), new.nip.as_str());
    tx.exec(
        "INSERT INTO dispensation (id, nomination_id, programme_id, person_id, opd_id, nip, name, opd_name, search, \
         policy_id, policy_version, rule, says, office, state, reason, asked_by, asked_by_name, asked_at, valid_until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'asked', $15, $16, $17, $18, $19) \
         ON CONFLICT DO NOTHING",
        args![
            new.id,
            new.nomination,
            new.programme,
            new.person,
            new.opd,
            new.nip,
            new.name,
            new.opd_name,
            search,
            new.policy,
            new.version,
            new.rule,
            serde_json::to_string(&new.says).map_err(Error::internal)?,
            new.office,
            new.reason,
            new.asked_by,
            new.asked_by_name,
            new.asked_at,
            new.valid_until
        ],
    )
    .await
}

/// A decision to be stored.
pub(super) struct Settled {
    pub(super) state: DispensationState,
    pub(super) by: String,
    pub(super) by_name: String,
    pub(super) official: String,
    pub(super) note: Option<String>,
    pub(super) valid_until: Option<CivilDate>,
    /// Number, date and scan.
    pub(super) paper: Option<(String, CivilDate, String)>,
}

/// Stores a decision; 0 when it was decided meanwhile.
pub(super) async fn settle(tx: &Tx, id: DispensationId, settled: &Settled) -> Result<u64> {
    let (number, date, scan) = match &settled.paper {
        Some((number, date, scan)) => (Some(number), Some(*date), Some(scan)),
        None => (None, None, None),
    };
    tx.exec(
        "UPDATE dispensation SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5, official = $6, \
         note = $7, valid_until = $8, paper_number = $9, paper_date = $10, paper_scan = $11 \
         WHERE id = $1 AND state = 'asked'",
        args![
            id,
            settled.state,
            settled.by,
            settled.by_name,
            tx.now(),
            settled.official,
            settled.note,
            settled.valid_until,
            number,
            date,
            scan
        ],
    )
    .await
}

/// Withdraws what is asked or granted; 0 when it is neither any more.
pub(super) async fn withdraw(tx: &Tx, id: DispensationId, by_name: &str, why: &str) -> Result<u64> {
    tx.exec(
        "UPDATE dispensation SET state = 'withdrawn', withdrawn_by_name = $2, withdrawn_at = $3, withdrawn_why = $4 \
         WHERE id = $1 AND state IN ('asked', 'granted')",
        args![id, by_name, tx.now(), why],
    )
    .await
}

fn read(row: &Row) -> Result<Dispensation> {
    Ok(Dispensation {
        id: row.get("id")?,
        nomination: row.get("nomination_id")?,
        programme: row.get("programme_id")?,
        person: row.get("person_id")?,
        opd: row.get("opd_id")?,
        name: row.get("name")?,
        nip: row.get("nip")?,
        opd_name: row.get("opd_name")?,
        policy: row.get("policy_id")?,
        version: row.get("policy_version")?,
        rule: row.get("rule")?,
        says: row.json("says")?,
        office: row.get("office")?,
        state: row.parse("state")?,
        reason: row.get("reason")?,
        asked_by: row.get("asked_by")?,
        asked_by_name: row.get("asked_by_name")?,
        asked_at: row.get("asked_at")?,
        valid_until: row.get("valid_until")?,
        decided_by_name: row.get("decided_by_name")?,
        decided_at: row.get("decided_at")?,
        official: row.get("official")?,
        note: row.get("note")?,
        paper_number: row.get("paper_number")?,
        paper_date: row.get("paper_date")?,
        paper_scan: row.get("paper_scan")?,
        withdrawn_by_name: row.get("withdrawn_by_name")?,
        withdrawn_at: row.get("withdrawn_at")?,
        withdrawn_why: row.get("withdrawn_why")?,
    })
}
