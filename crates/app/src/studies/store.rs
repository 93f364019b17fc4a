//! All SQL of studies.

use kernel::{CivilDate, Error, PersonId, Result, Scope, StudyId, Timestamp};

use super::model::{Paper, PaperKind, PaperState, Plan, Report, State, Study, reports_of};
use super::screening::{Cause, Judgement, Screening};
use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::{Row, Sql, Tx};
use crate::people::PersonBrief;

const SCOPE: ScopeColumns = ScopeColumns {
    org: Some("s.opd_id"),
    host: None,
    person: Some("s.person_id"),
};

/// A study, if `scope` covers it, with its papers and reports.
pub async fn get(sql: &impl Sql, scope: &Scope, id: StudyId) -> Result<Study> {
    let (condition, scope_args) = scope_condition(scope, SCOPE, 2);
    let mut args = args![id];
    args.extend(scope_args);
    let mut study = sql
        .one(
            &format!("SELECT s.* FROM study s WHERE s.id = $1 AND {condition}"),
            args,
            read,
        )
        .await?;
    study.papers = sql
        .all(
            "SELECT * FROM study_paper WHERE study_id = $1 ORDER BY kind",
            args![id],
            read_paper,
        )
        .await?;
    study.reports = sql
        .all(
            "SELECT * FROM study_report WHERE study_id = $1 ORDER BY semester",
            args![id],
            read_report,
        )
        .await?;
    Ok(study)
}

/// Every study in `scope`, without papers and reports, the latest first.
pub(super) async fn all(sql: &impl Sql, scope: &Scope) -> Result<Vec<Study>> {
    let (condition, args) = scope_condition(scope, SCOPE, 1);
    sql.all(
        &format!("SELECT s.* FROM study s WHERE {condition} ORDER BY s.proposed_at DESC, s.id"),
        args,
        read,
    )
    .await
}

/// Decided or finished studies of a person.
pub(super) async fn decided_of(sql: &impl Sql, person: PersonId) -> Result<Vec<Study>> {
    sql.all(
        "SELECT s.* FROM study s WHERE s.person_id = $1 AND s.state IN ('decided', 'finished') \
         ORDER BY s.first_day, s.id",
        args![person],
        read,
    )
    .await
}

/// Decided or finished studies of everybody: few beside the people of the register.
pub(super) async fn decided(sql: &impl Sql) -> Result<Vec<Study>> {
    sql.all(
        "SELECT s.* FROM study s WHERE s.state IN ('decided', 'finished') ORDER BY s.person_id, s.first_day, s.id",
        args![],
        read,
    )
    .await
}

/// A text that is another one once a study was decided or, after that, withdrawn. A study goes from state to state and
/// never back, so that two counts tell every change.
pub async fn revision(sql: &impl Sql) -> Result<String> {
    sql.one(
        "SELECT CAST(COALESCE(SUM(CASE WHEN state IN ('decided', 'finished') THEN 1 ELSE 0 END), 0) AS BIGINT) AS n, \
         CAST(COALESCE(SUM(CASE WHEN state = 'withdrawn' THEN 1 ELSE 0 END), 0) AS BIGINT) AS gone FROM study",
        args![],
        |row| Ok(format!("{}-{}", row.get::<i64>("n")?, row.get::<i64>("gone")?)),
    )
    .await
}

/// Reports that nobody has handed in of running studies in `scope` and that are due before `until`.
pub(super) async fn reports_due(
    sql: &impl Sql,
    scope: &Scope,
    until: CivilDate,
) -> Result<Vec<(Study, Report)>> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    args.extend(args![until]);
    sql.all(
        &format!(
            "SELECT s.*, r.semester, r.last_day AS semester_last, r.due, r.received, r.endorsed_by, r.scan \
             FROM study_report r JOIN study s ON s.id = r.study_id WHERE {condition} AND s.state = 'decided' \
             AND r.received IS NULL AND r.due < $2 ORDER BY r.due, s.id"
        ),
        args,
        |row| {
            let report = Report {
                semester: row.get("semester")?,
                last_day: row.get("semester_last")?,
                due: row.get("due")?,
                received: row.get("received")?,
                endorsed_by: row.get("endorsed_by")?,
                scan: row.get("scan")?,
            };
            Ok((read(row)?, report))
        },
    )
    .await
}

pub(super) async fn insert(tx: &Tx, study: &Study) -> Result<()> {
    let search = format!(
        "{} {} {}",
        study.brief.name_plain,
        study.brief.nip.as_str(),
        study.plan.university
    )
    .to_lowercase();
    tx.exec(
        "INSERT INTO study (id, person_id, opd_id, search, pathway, state, brief, plan, applied, first_day, last_day, \
         proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            study.id,
            study.person,
            study.opd,
            search,
            study.plan.pathway,
            study.state,
            json(&study.brief)?,
            json(&study.plan)?,
            study.plan.applied,
            study.plan.period.start(),
            study.plan.period.end(),
            study.proposed_by,
            study.proposed_at
        ],
    )
    .await?;
    Ok(())
}

/// Moves a study on; 0 when it was not in `from` any more.
pub(super) async fn set_state(
    tx: &Tx,
    id: StudyId,
    from: State,
    to: State,
    reason: Option<&str>,
) -> Result<u64> {
    tx.exec(
        "UPDATE study SET state = $3, reason = $4 WHERE id = $1 AND state = $2",
        args![id, from, to, reason],
    )
    .await
}

pub(super) async fn set_decided(tx: &Tx, study: &Study, by: &str) -> Result<u64> {
    let changed = tx
        .exec(
            "UPDATE study SET state = 'decided', decided_by = $2, decided_on = $3 \
             WHERE id = $1 AND state = 'proposed'",
            args![study.id, by, tx.now().date()],
        )
        .await?;
    if changed > 0 {
        for report in reports_of(study.plan.period) {
            tx.exec(
                "INSERT INTO study_report (study_id, semester, last_day, due) VALUES ($1, $2, $3, $4)",
                args![study.id, report.semester, report.last_day, report.due],
            )
            .await?;
        }
    }
    Ok(changed)
}

pub(super) async fn set_reported(tx: &Tx, id: StudyId, on: CivilDate) -> Result<u64> {
    tx.exec(
        "UPDATE study SET state = 'finished', reported = $2 WHERE id = $1 AND state = 'decided'",
        args![id, on],
    )
    .await
}

/// Puts a paper in; one that was accepted stays.
pub(super) async fn put_paper(
    tx: &Tx,
    id: StudyId,
    kind: PaperKind,
    file_name: &str,
    scan: &str,
    by: &str,
) -> Result<u64> {
    tx.exec(
        "INSERT INTO study_paper (study_id, kind, file_name, scan, state, entered_by, at) \
         VALUES ($1, $2, $3, $4, 'waiting', $5, $6) ON CONFLICT (study_id, kind) DO UPDATE SET \
         file_name = excluded.file_name, scan = excluded.scan, state = 'waiting', remark = NULL, \
         entered_by = excluded.entered_by, checked_by = NULL, at = excluded.at \
         WHERE study_paper.state <> 'accepted'",
        args![id, kind, file_name, scan, by, tx.now()],
    )
    .await
}

/// Checks a waiting paper that somebody else handed in.
pub(super) async fn check_paper(
    tx: &Tx,
    id: StudyId,
    kind: PaperKind,
    state: PaperState,
    remark: Option<&str>,
    by: &str,
) -> Result<u64> {
    tx.exec(
        "UPDATE study_paper SET state = $3, remark = $4, checked_by = $5 \
         WHERE study_id = $1 AND kind = $2 AND state = 'waiting' AND entered_by <> $5",
        args![id, kind, state, remark, by],
    )
    .await
}

pub(super) async fn put_report(tx: &Tx, id: StudyId, report: &Report, by: &str) -> Result<u64> {
    tx.exec(
        "UPDATE study_report SET received = $3, endorsed_by = $4, scan = $5, entered_by = $6 \
         WHERE study_id = $1 AND semester = $2 AND received IS NULL",
        args![
            id,
            report.semester,
            report.received,
            report.endorsed_by,
            report.scan,
            by
        ],
    )
    .await
}

pub(super) async fn insert_screening(
    tx: &Tx,
    study: StudyId,
    cause: Cause,
    judged: &Judgement,
) -> Result<()> {
    let id: uuid::Uuid = tx.new_id();
    tx.exec(
        "INSERT INTO study_screening (id, study_id, at, cause, verdict, policy, facts, case_facts, explanation) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id,
            study,
            tx.now(),
            cause,
            judged.explanation.verdict.as_str(),
            judged.policy,
            judged.person.to_json().to_string(),
            judged.case.to_json().to_string(),
            json(&judged.explanation)?
        ],
    )
    .await?;
    Ok(())
}

/// Screenings of a study, the latest first.
pub async fn screenings(sql: &impl Sql, id: StudyId) -> Result<Vec<Screening>> {
    sql.all(
        "SELECT at, cause, policy, facts, case_facts, explanation FROM study_screening WHERE study_id = $1 \
         ORDER BY at DESC, id DESC",
        args![id],
        |row| {
            Ok(Screening {
                at: row.get::<Timestamp>("at")?,
                cause: row.parse("cause")?,
                policy: row.get("policy")?,
                facts: row.json("facts")?,
                case: row.json("case_facts")?,
                explanation: row.json("explanation")?,
            })
        },
    )
    .await
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn read(row: &Row) -> Result<Study> {
    Ok(Study {
        id: row.get("id")?,
        person: row.get("person_id")?,
        opd: row.get("opd_id")?,
        brief: row.json::<PersonBrief>("brief")?,
        plan: row.json::<Plan>("plan")?,
        state: row.parse("state")?,
        proposed_by: row.get("proposed_by")?,
        proposed_at: row.get("proposed_at")?,
        decided_on: row.get("decided_on")?,
        reason: row.get("reason")?,
        reported: row.get("reported")?,
        papers: Vec::new(),
        reports: Vec::new(),
    })
}

fn read_paper(row: &Row) -> Result<Paper> {
    Ok(Paper {
        kind: row.parse("kind")?,
        file_name: row.get("file_name")?,
        scan: row.get("scan")?,
        state: row.parse("state")?,
        remark: row.get("remark")?,
        entered_by: row.get("entered_by")?,
        at: row.get("at")?,
    })
}

fn read_report(row: &Row) -> Result<Report> {
    Ok(Report {
        semester: row.get("semester")?,
        last_day: row.get("last_day")?,
        due: row.get("due")?,
        received: row.get("received")?,
        endorsed_by: row.get("endorsed_by")?,
        scan: row.get("scan")?,
    })
}
