//! All SQL of programmes.

use kernel::{Error, OrgId, Period, ProgrammeId, Result};

use super::model::{CalendarLine, DateStep, Programme, State};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Arg, Row, Sql, Tx};

const COLUMNS: &str = "id, name, year, state, preset, host_kind, bidang, waktu, cara, arah, giving, \
     start_date, end_date, min_days, max_days, release_max, max_choices, objective, seed, papers, \
     policy_id, policy_version, policy_digest, created_at, updated_at";

/// The programme with this id.
pub async fn get(sql: &impl Sql, id: ProgrammeId) -> Result<Programme> {
    sql.one(
        &format!("SELECT {COLUMNS} FROM programme WHERE id = $1"),
        args![id],
        read,
    )
    .await
}

/// Programmes: search by name, filters `year`, `state`, `host_kind`, sort by `name`, `year`, `start`, `state`.
/// Drafts are shown only `with_drafts`.
pub async fn list(
    sql: &impl Sql,
    with_drafts: bool,
    request: ListRequest,
) -> Result<Paged<Programme>> {
    let filter = "WHERE ($1 IS NULL OR LOWER(name) LIKE $1 ESCAPE '\\') AND ($2 IS NULL OR year = $2) \
         AND ($3 IS NULL OR state = $3) AND ($4 IS NULL OR host_kind = $4) \
         AND (CAST($5 AS BIGINT) = 1 OR state <> 'draft')";
    let year: Option<i64> = request.filter("year").and_then(|text| text.parse().ok());
    let mut args = args![
        request.like(),
        year,
        request.filter("state"),
        request.filter("host_kind"),
        with_drafts
    ];
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM programme {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "name" => "name",
        "year" => "year",
        "state" => "state",
        _ => "start_date",
    };
    // Without a wish the newest stands first.
    let down = request.descending || request.sort.is_empty();
    let direction = if down { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!("SELECT {COLUMNS} FROM programme {filter} ORDER BY {column} {direction}, id DESC LIMIT $6 OFFSET $7"),
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

/// The programmes in one of `states`, newest first.
pub async fn in_states(sql: &impl Sql, states: &[State]) -> Result<Vec<Programme>> {
    let all = sql
        .all(
            &format!("SELECT {COLUMNS} FROM programme ORDER BY start_date DESC, id"),
            args![],
            read,
        )
        .await?;
    Ok(all
        .into_iter()
        .filter(|found| states.contains(&found.state))
        .collect())
}

/// The calendar in the order of the steps.
pub async fn dates(sql: &impl Sql, id: ProgrammeId) -> Result<Vec<CalendarLine>> {
    let mut lines = sql
        .all(
            "SELECT step, opens, closes FROM programme_date WHERE programme_id = $1",
            args![id],
            |row| {
                Ok(CalendarLine {
                    step: row.parse("step")?,
                    opens: row.get("opens")?,
                    closes: row.get("closes")?,
                })
            },
        )
        .await?;
    lines.sort_by_key(|line| line.step);
    Ok(lines)
}

/// Limits of single OPD; every other OPD has the programme's `release_max`.
pub async fn release_limits(sql: &impl Sql, id: ProgrammeId) -> Result<Vec<(OrgId, i64)>> {
    sql.all(
        "SELECT opd_id, max FROM programme_release WHERE programme_id = $1 ORDER BY opd_id",
        args![id],
        |row| Ok((row.get("opd_id")?, row.get("max")?)),
    )
    .await
}

/// The text of the policy pinned at opening; `None` before.
pub async fn pinned_policy_text(sql: &impl Sql, id: ProgrammeId) -> Result<Option<String>> {
    sql.one(
        "SELECT policy_text FROM programme WHERE id = $1",
        args![id],
        |row| row.get("policy_text"),
    )
    .await
}

pub(super) async fn insert(tx: &Tx, p: &Programme, created_by: &str) -> Result<()> {
    let mut args = args![p.id, created_by, p.created_at, p.state];
    args.extend(settings(p)?);
    tx.exec(
        "INSERT INTO programme (id, created_by, created_at, updated_at, state, name, year, preset, host_kind, bidang, \
         waktu, cara, arah, giving, start_date, end_date, min_days, max_days, release_max, max_choices, objective, \
         seed, papers, policy_id) VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
         $17, $18, $19, $20, $21, $22, $23)",
        args,
    )
    .await?;
    Ok(())
}

/// Changes a draft; 0 when it is none any more.
pub(super) async fn update(tx: &Tx, p: &Programme) -> Result<u64> {
    let mut args = args![p.id, tx.now(), State::Draft, State::Draft];
    args.extend(settings(p)?);
    tx.exec(
        "UPDATE programme SET updated_at = $2, state = $3, name = $5, year = $6, preset = $7, host_kind = $8, bidang = $9, \
         waktu = $10, cara = $11, arah = $12, giving = $13, start_date = $14, end_date = $15, min_days = $16, \
         max_days = $17, release_max = $18, max_choices = $19, objective = $20, seed = $21, papers = $22, \
         policy_id = $23 WHERE id = $1 AND state = $4",
        args,
    )
    .await
}

fn settings(p: &Programme) -> Result<Vec<Arg>> {
    Ok(args![
        p.name,
        p.year,
        p.preset,
        p.host_kind,
        p.bidang,
        p.waktu,
        p.cara,
        p.arah,
        p.giving,
        p.period.start(),
        p.period.end(),
        p.min_days,
        p.max_days,
        p.release_max,
        p.max_choices,
        serde_json::to_string(&p.objective).map_err(Error::internal)?,
        p.seed,
        serde_json::to_string(&p.papers).map_err(Error::internal)?,
        p.policy_id,
    ])
}

/// Moves from one state to another; 0 when somebody else was quicker.
pub(super) async fn set_state(tx: &Tx, id: ProgrammeId, from: State, to: State) -> Result<u64> {
    tx.exec(
        "UPDATE programme SET state = $3, updated_at = $4 WHERE id = $1 AND state = $2",
        args![id, from, to, tx.now()],
    )
    .await
}

pub(super) async fn pin(
    tx: &Tx,
    id: ProgrammeId,
    policy: &super::PinnedPolicy,
    digest: &str,
) -> Result<u64> {
    tx.exec(
        "UPDATE programme SET policy_id = $2, policy_version = $3, policy_digest = $4, policy_text = $5 WHERE id = $1",
        args![id, policy.id, policy.version, digest, policy.text],
    )
    .await
}

pub(super) async fn put_date(tx: &Tx, id: ProgrammeId, line: CalendarLine) -> Result<()> {
    tx.exec(
        "INSERT INTO programme_date (programme_id, step, opens, closes) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (programme_id, step) DO UPDATE SET opens = $3, closes = $4",
        args![id, line.step, line.opens, line.closes],
    )
    .await?;
    Ok(())
}

pub(super) async fn clear_dates(tx: &Tx, id: ProgrammeId) -> Result<()> {
    tx.exec(
        "DELETE FROM programme_date WHERE programme_id = $1",
        args![id],
    )
    .await?;
    tx.exec(
        "DELETE FROM programme_release WHERE programme_id = $1",
        args![id],
    )
    .await?;
    Ok(())
}

pub(super) async fn put_release(tx: &Tx, id: ProgrammeId, opd: OrgId, max: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO programme_release (programme_id, opd_id, max) VALUES ($1, $2, $3) \
         ON CONFLICT (programme_id, opd_id) DO UPDATE SET max = $3",
        args![id, opd, max],
    )
    .await?;
    Ok(())
}

/// Sets a later closing date; 0 when the line is gone or closes later already.
pub(super) async fn extend(
    tx: &Tx,
    id: ProgrammeId,
    step: DateStep,
    closes: kernel::CivilDate,
) -> Result<u64> {
    tx.exec(
        "UPDATE programme_date SET closes = $3 WHERE programme_id = $1 AND step = $2 AND closes < $3",
        args![id, step, closes],
    )
    .await
}

/// A closing date that was moved, with what people were told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Line of the calendar.
    pub step: DateStep,
    /// Closing date before.
    pub before: kernel::CivilDate,
    /// Closing date since.
    pub after: kernel::CivilDate,
    /// What people are told.
    pub notice: String,
    /// When.
    pub at: kernel::Timestamp,
}

/// The notices of a programme, newest first.
pub async fn notices(sql: &impl Sql, id: ProgrammeId) -> Result<Vec<Notice>> {
    sql.all(
        "SELECT step, before, after, notice, at FROM programme_notice WHERE programme_id = $1 ORDER BY at DESC, id DESC",
        args![id],
        |row| {
            Ok(Notice {
                step: row.parse("step")?,
                before: row.get("before")?,
                after: row.get("after")?,
                notice: row.get("notice")?,
                at: row.get("at")?,
            })
        },
    )
    .await
}

pub(super) async fn insert_notice(
    tx: &Tx,
    id: ProgrammeId,
    notice: &Notice,
    by: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO programme_notice (id, programme_id, step, before, after, notice, at, entered_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            tx.new_id::<uuid::Uuid>(),
            id,
            notice.step,
            notice.before,
            notice.after,
            notice.notice,
            notice.at,
            by
        ],
    )
    .await?;
    Ok(())
}

/// Locks the row for the rest of the transaction on PostgreSQL; SQLite has one writer anyway.
pub(super) async fn lock(tx: &Tx, id: ProgrammeId) -> Result<()> {
    if tx
        .exec(
            "UPDATE programme SET updated_at = updated_at WHERE id = $1",
            args![id],
        )
        .await?
        == 0
    {
        return Err(Error::not_found());
    }
    Ok(())
}

fn read(row: &Row) -> Result<Programme> {
    let period =
        Period::new(row.get("start_date")?, row.get("end_date")?).map_err(Error::internal)?;
    let small = |column: &str| -> Result<i32> {
        i32::try_from(row.get::<i64>(column)?).map_err(Error::internal)
    };
    Ok(Programme {
        id: row.get("id")?,
        name: row.get("name")?,
        year: small("year")?,
        state: row.parse("state")?,
        preset: row.parse("preset")?,
        host_kind: row.parse("host_kind")?,
        bidang: row.parse("bidang")?,
        waktu: row.parse("waktu")?,
        cara: row.parse("cara")?,
        arah: row.parse("arah")?,
        giving: row.parse("giving")?,
        period,
        min_days: small("min_days")?,
        max_days: small("max_days")?,
        release_max: row.get("release_max")?,
        max_choices: row.get("max_choices")?,
        objective: row.json("objective")?,
        seed: row.get("seed")?,
        papers: row.json("papers")?,
        policy_id: row.get("policy_id")?,
        policy_version: row.get("policy_version")?,
        policy_digest: row.get("policy_digest")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}
