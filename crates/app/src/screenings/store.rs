//! All SQL of screenings.

use kernel::{CivilDate, Error, NominationId, ProgrammeId, Result, Scope, ScreeningId, Timestamp};
use policy::schema::Kind;
use policy::{Facts, Waiver};

use super::engine::{Judged, masks};
use super::model::{Cause, Counts, Row, RuleCount, Screening, parse_verdict};
use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row as DbRow, Sql, Tx};
use crate::nominations::Nomination;

const SCOPE: ScopeColumns = ScopeColumns {
    org: Some("s.opd_id"),
    host: None,
    person: Some("s.person_id"),
};

/// The screening that a nomination stands on; not found when `scope` does not cover it or it was never sent.
pub async fn current(sql: &impl Sql, scope: &Scope, nomination: NominationId) -> Result<Screening> {
    let (condition, scope_args) = scope_condition(scope, SCOPE, 2);
    let mut args = args![nomination];
    args.extend(scope_args);
    sql.one(
        &format!(
            "SELECT s.* FROM screening s WHERE s.nomination_id = $1 AND {condition} \
             ORDER BY s.current DESC, s.at DESC, s.id DESC LIMIT 1"
        ),
        args,
        read,
    )
    .await
}

/// Every screening of a nomination, newest first.
pub async fn history(
    sql: &impl Sql,
    scope: &Scope,
    nomination: NominationId,
) -> Result<Vec<Screening>> {
    let (condition, scope_args) = scope_condition(scope, SCOPE, 2);
    let mut args = args![nomination];
    args.extend(scope_args);
    sql.all(
        &format!(
            "SELECT s.* FROM screening s WHERE s.nomination_id = $1 AND {condition} \
             ORDER BY s.at DESC, s.id DESC"
        ),
        args,
        read,
    )
    .await
}

/// The frozen facts of the person in the current screening.
pub async fn facts_of(sql: &impl Sql, nomination: NominationId) -> Result<Facts> {
    let json: serde_json::Value = sql
        .one(
            "SELECT facts FROM screening WHERE nomination_id = $1 AND current = 1",
            args![nomination],
            |row| row.json("facts"),
        )
        .await?;
    Facts::from_json(Kind::Person, &json).map_err(Error::internal)
}

/// What a screening froze, as it was stored.
pub(super) struct Frozen {
    pub(super) programme: ProgrammeId,
    pub(super) facts: serde_json::Value,
    pub(super) case: serde_json::Value,
    /// The bytes of the explanation.
    pub(super) explanation: String,
    pub(super) waivers: Vec<Waiver>,
    /// The holidays by which working days were counted.
    pub(super) holidays: Vec<CivilDate>,
}

pub(super) async fn frozen(sql: &impl Sql, id: ScreeningId) -> Result<Frozen> {
    sql.one(
        "SELECT s.programme_id, s.facts, s.case_facts, s.explanation, s.waivers, c.days FROM screening s \
         JOIN screening_calendar c ON c.digest = s.calendar WHERE s.id = $1",
        args![id],
        |row| {
            Ok(Frozen {
                programme: row.get("programme_id")?,
                facts: row.json("facts")?,
                case: row.json("case_facts")?,
                explanation: row.get("explanation")?,
                waivers: row.json("waivers")?,
                holidays: row.json("days")?,
            })
        },
    )
    .await
}

/// Keeps the holidays as they are known; their digest.
pub(super) async fn put_calendar(tx: &Tx, days: &[CivilDate]) -> Result<String> {
    let text = serde_json::to_string(days).map_err(Error::internal)?;
    let digest = crate::sha256_hex(text.as_bytes());
    tx.exec(
        "INSERT INTO screening_calendar (digest, days) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
        args![digest, text],
    )
    .await?;
    Ok(digest)
}

/// What is frozen beside case and result.
pub(super) struct Inputs<'a> {
    /// Digest of the holidays.
    pub(super) calendar: String,
    /// Dispensations.
    pub(super) waivers: &'a [Waiver],
    /// Facts of the person.
    pub(super) person: &'a Facts,
}

/// When a screening was made.
pub(super) async fn made_at(sql: &impl Sql, id: ScreeningId) -> Result<Timestamp> {
    sql.one("SELECT at FROM screening WHERE id = $1", args![id], |row| {
        row.get("at")
    })
    .await
}

/// Every screening made before `until`, of one nomination or of all, with its nomination and its instant, oldest first.
pub(super) async fn made_before(
    sql: &impl Sql,
    until: Timestamp,
    nomination: Option<NominationId>,
) -> Result<Vec<(ScreeningId, NominationId, Timestamp)>> {
    sql.all(
        "SELECT id, nomination_id, at FROM screening WHERE at < $1 AND ($2 IS NULL OR nomination_id = $2) \
         ORDER BY at, id",
        args![until, nomination],
        |row| Ok((row.get("id")?, row.get("nomination_id")?, row.get("at")?)),
    )
    .await
}

/// Ids of every screening of a nomination, oldest first.
pub(super) async fn ids_of(sql: &impl Sql, nomination: NominationId) -> Result<Vec<ScreeningId>> {
    sql.all(
        "SELECT id FROM screening WHERE nomination_id = $1 ORDER BY at, id",
        args![nomination],
        |row| row.get("id"),
    )
    .await
}

fn filter(
    scope: &Scope,
    programme: ProgrammeId,
    request: &ListRequest,
) -> (String, Vec<crate::db::Arg>) {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    let filter = format!(
        "WHERE {condition} AND s.programme_id = $2 AND s.current = 1 \
         AND ($3 IS NULL OR s.search LIKE $3 ESCAPE '\\') AND ($4 IS NULL OR s.opd_id = $4) \
         AND ($5 IS NULL OR s.verdict = $5) AND ($6 IS NULL OR EXISTS (SELECT 1 FROM screening_rule r \
         WHERE r.screening_id = s.id AND r.rule = $6 AND r.status = $7))"
    );
    args.extend(args![
        programme,
        request.like(),
        request.filter("opd"),
        request.filter("verdict"),
        request.filter("rule"),
        request.filter("status").unwrap_or("not-met")
    ]);
    (filter, args)
}

/// Current screenings of a programme in `scope`: search by name or NIP, filters `verdict`, `opd`, `rule` with
/// `status` (`not-met` when left out), sort by `name`, `nip`, `opd`, `verdict`, `met_from`.
pub async fn list(
    sql: &impl Sql,
    scope: &Scope,
    programme: ProgrammeId,
    request: ListRequest,
) -> Result<Paged<Row>> {
    let (filter, mut args) = filter(scope, programme, &request);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM screening s {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "nip" => "s.nip",
        "opd" => "s.opd_name",
        "verdict" => "s.verdict",
        "met_from" => "s.met_from",
        _ => "s.search",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "SELECT s.nomination_id, s.person_id, s.name, s.nip, s.opd_name, s.verdict, s.decision_date, \
                 s.met_from, s.failed, s.unknown, s.warned FROM screening s {filter} \
                 ORDER BY {column} {direction}, s.id LIMIT $8 OFFSET $9"
            ),
            args,
            |row| {
                Ok(Row {
                    nomination: row.get("nomination_id")?,
                    person: row.get("person_id")?,
                    name: row.get("name")?,
                    nip: row.get("nip")?,
                    opd: row.get("opd_name")?,
                    verdict: parse_verdict(&row.get::<String>("verdict")?)?,
                    decision: row.get("decision_date")?,
                    met_from: row.get("met_from")?,
                    failed: mask(row, "failed")?,
                    unknown: mask(row, "unknown")?,
                    warned: mask(row, "warned")?,
                })
            },
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// How many current screenings of a programme in `scope` have each verdict.
pub async fn counts(sql: &impl Sql, scope: &Scope, programme: ProgrammeId) -> Result<Counts> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    args.extend(args![programme]);
    let rows = sql
        .all(
            &format!(
                "SELECT s.verdict, COUNT(*) AS n FROM screening s WHERE {condition} AND s.programme_id = $2 \
                 AND s.current = 1 GROUP BY s.verdict"
            ),
            args,
            |row| Ok((row.get::<String>("verdict")?, row.get::<i64>("n")?)),
        )
        .await?;
    let mut counts = Counts::default();
    for (verdict, n) in rows {
        match parse_verdict(&verdict)? {
            policy::Verdict::Memenuhi => counts.met = n,
            policy::Verdict::BelumMemenuhi => counts.unmet = n,
            policy::Verdict::PerluVerifikasi => counts.unclear = n,
        }
    }
    Ok(counts)
}

/// For each rule that somebody does not meet or lacks data for: how many, the rule with the most first.
pub async fn rule_counts(
    sql: &impl Sql,
    scope: &Scope,
    programme: ProgrammeId,
) -> Result<Vec<RuleCount>> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    args.extend(args![programme]);
    let rows = sql
        .all(
            &format!(
                "SELECT r.rule, r.status, COUNT(*) AS n FROM screening_rule r JOIN screening s \
                 ON s.id = r.screening_id WHERE {condition} AND s.programme_id = $2 AND s.current = 1 \
                 AND r.status IN ('not-met', 'unknown') GROUP BY r.rule, r.status"
            ),
            args,
            |row| {
                Ok((
                    row.get::<String>("rule")?,
                    row.get::<String>("status")?,
                    row.get::<i64>("n")?,
                ))
            },
        )
        .await?;
    let mut counts: Vec<RuleCount> = Vec::new();
    for (rule, status, n) in rows {
        let at = match counts.iter().position(|count| count.rule == rule) {
            Some(at) => at,
            None => {
                counts.push(RuleCount {
                    rule,
                    unmet: 0,
                    unknown: 0,
                });
                counts.len() - 1
            }
        };
        if let Some(count) = counts.get_mut(at) {
            if status == "unknown" {
                count.unknown = n;
            } else {
                count.unmet = n;
            }
        }
    }
    counts.sort_by(|a, b| (b.unmet + b.unknown, &a.rule).cmp(&(a.unmet + a.unknown, &b.rule)));
    Ok(counts)
}

/// The nomination no longer stands on any screening; how many it stood on.
pub(super) async fn retire(tx: &Tx, nomination: NominationId) -> Result<u64> {
    tx.exec(
        "UPDATE screening SET current = 0 WHERE nomination_id = $1 AND current = 1",
        args![nomination],
    )
    .await
}

pub(super) async fn insert(
    tx: &Tx,
    id: ScreeningId,
    nomination: &Nomination,
    cause: Cause,
    inputs: &Inputs<'_>,
    judged: &Judged,
) -> Result<()> {
    let explanation = &judged.explanation;
    let masks = masks(explanation);
    let brief = &nomination.snapshot;
    let search = format!("{} {}", brief.name_plain.to_lowercase(), brief.nip.as_str());
    tx.exec(
        "INSERT INTO screening (id, nomination_id, programme_id, person_id, opd_id, nip, name, opd_name, search, at, \
         cause, decision_date, policy_id, policy_version, policy_digest, verdict, failed, unknown, warned, met_from, \
         facts, case_facts, explanation, waivers, calendar, current) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
         $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, 1)",
        args![
            id,
            nomination.id,
            nomination.programme_id,
            nomination.person_id,
            nomination.opd_id,
            brief.nip,
            brief.name,
            brief.opd_name.as_deref().unwrap_or_default(),
            search,
            tx.now(),
            cause,
            explanation.decision,
            explanation.policy.id,
            explanation.policy.version,
            explanation.policy.digest,
            explanation.verdict.as_str(),
            // 63 rules at most, so that a mask fits a signed column.
            masks.failed as i64,
            masks.unknown as i64,
            masks.warned as i64,
            explanation.met_from(),
            inputs.person.to_json().to_string(),
            judged.case.to_json().to_string(),
            serde_json::to_string(explanation).map_err(Error::internal)?,
            serde_json::to_string(inputs.waivers).map_err(Error::internal)?,
            inputs.calendar
        ],
    )
    .await?;
    let mut args = args![id];
    let mut values = Vec::with_capacity(explanation.rules.len());
    for rule in &explanation.rules {
        let n = args.len();
        values.push(format!("($1, ${}, ${})", n + 1, n + 2));
        args.extend(args![rule.id, rule.status.as_str()]);
    }
    if !values.is_empty() {
        let values = values.join(", ");
        tx.exec(
            &format!("INSERT INTO screening_rule (screening_id, rule, status) VALUES {values}"),
            args,
        )
        .await?;
    }
    Ok(())
}

fn mask(row: &DbRow, column: &str) -> Result<u64> {
    u64::try_from(row.get::<i64>(column)?).map_err(Error::internal)
}

fn read(row: &DbRow) -> Result<Screening> {
    Ok(Screening {
        id: row.get("id")?,
        nomination: row.get("nomination_id")?,
        at: row.get("at")?,
        cause: row.parse("cause")?,
        current: row.get("current")?,
        failed: mask(row, "failed")?,
        unknown: mask(row, "unknown")?,
        warned: mask(row, "warned")?,
        facts: row.json("facts")?,
        case: row.json("case_facts")?,
        explanation: row.json("explanation")?,
        waivers: row.json("waivers")?,
    })
}
