//! All SQL of nominations.

use std::collections::BTreeMap;

use kernel::{Error, NominationId, Period, PersonId, ProgrammeId, Result, Scope, SlotId};

use super::model::{CoverLetter, Event, Nomination, Paper, PaperState, RankedChoice, State};
use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Arg, Row, Sql, Tx};
use crate::programmes::PaperKind;

const SCOPE: ScopeColumns = ScopeColumns {
    org: Some("n.opd_id"),
    host: None,
    person: Some("n.person_id"),
};

/// The nomination with this id, if `scope` covers it.
pub async fn get(sql: &impl Sql, scope: &Scope, id: NominationId) -> Result<Nomination> {
    let (condition, scope_args) = scope_condition(scope, SCOPE, 2);
    let mut args = args![id];
    args.extend(scope_args);
    let found = sql
        .one(
            &format!("SELECT n.* FROM nomination n WHERE n.id = $1 AND {condition}"),
            args,
            read,
        )
        .await?;
    let mut rows = vec![found];
    fill(sql, &mut rows, "n.id = $1", args![id]).await?;
    rows.pop().ok_or_else(Error::not_found)
}

/// Nominations of a programme in `scope`: search by NIP or name, filters `opd`, `state`, `verdict`, `nominator`,
/// sort by `name`, `nip`, `opd`, `state`, `verdict`, `submitted`.
pub async fn list(
    sql: &impl Sql,
    scope: &Scope,
    programme: ProgrammeId,
    request: ListRequest,
) -> Result<Paged<Nomination>> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    let filter = format!(
        "WHERE {condition} AND n.programme_id = $2 AND ($3 IS NULL OR n.search LIKE $3 ESCAPE '\\') \
         AND ($4 IS NULL OR n.opd_id = $4) AND ($5 IS NULL OR n.state = $5) AND ($6 IS NULL OR n.verdict = $6) \
         AND ($7 IS NULL OR n.nominator = $7)"
    );
    args.extend(args![
        programme,
        request.like(),
        request.filter("opd"),
        request.filter("state"),
        request.filter("verdict"),
        request.filter("nominator")
    ]);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM nomination n {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "nip" => "n.nip",
        "opd" => "n.opd_id",
        "state" => "n.state",
        "verdict" => "n.verdict",
        "submitted" => "n.submitted_at",
        _ => "n.search",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let mut rows = sql
        .all(
            &format!("SELECT n.* FROM nomination n {filter} ORDER BY {column} {direction}, n.id LIMIT $8 OFFSET $9"),
            args,
            read,
        )
        .await?;
    // Only what belongs to the rows of this page: a programme may have thousands.
    let ids: Vec<Arg> = rows.iter().flat_map(|row| args![row.id]).collect();
    let marks: Vec<_> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let of_the_page = format!("n.id IN ({})", marks.join(", "));
    fill(sql, &mut rows, &of_the_page, ids).await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// All nominations of a programme in one of `states`, with choices and papers, in the order they were sent.
pub async fn in_states(
    sql: &impl Sql,
    programme: ProgrammeId,
    states: &[State],
) -> Result<Vec<Nomination>> {
    let mut rows = sql
        .all(
            "SELECT n.* FROM nomination n WHERE n.programme_id = $1 ORDER BY n.submitted_at, n.id",
            args![programme],
            read,
        )
        .await?;
    rows.retain(|row| states.contains(&row.state));
    fill(sql, &mut rows, "n.programme_id = $1", args![programme]).await?;
    Ok(rows)
}

/// Nominations of people in the register that were sent and not ended, with the person.
pub async fn live(sql: &impl Sql) -> Result<Vec<(NominationId, PersonId)>> {
    sql.all(
        "SELECT n.id, n.person_id FROM nomination n WHERE n.person_id IS NOT NULL \
         AND n.state IN ('submitted', 'verified', 'unplaced', 'placed') ORDER BY n.id",
        args![],
        |row| Ok((row.get("id")?, row.get("person_id")?)),
    )
    .await
}

/// Nominations of one person or guest, newest first.
pub async fn of_nip(sql: &impl Sql, nip: &str) -> Result<Vec<Nomination>> {
    let mut rows = sql
        .all(
            "SELECT n.* FROM nomination n WHERE n.nip = $1 ORDER BY n.created_at DESC",
            args![nip],
            read,
        )
        .await?;
    fill(sql, &mut rows, "n.nip = $1", args![nip]).await?;
    Ok(rows)
}

/// Counts by state and verdict of a programme in `scope`.
pub async fn tallies(
    sql: &impl Sql,
    scope: &Scope,
    programme: ProgrammeId,
) -> Result<Vec<(State, Option<String>, i64)>> {
    let (condition, mut args) = scope_condition(scope, SCOPE, 1);
    args.extend(args![programme]);
    sql.all(
        &format!(
            "SELECT n.state, n.verdict, COUNT(*) AS n FROM nomination n WHERE {condition} AND n.programme_id = $2 \
             GROUP BY n.state, n.verdict"
        ),
        args,
        |row| Ok((row.parse("state")?, row.get("verdict")?, row.get("n")?)),
    )
    .await
}

/// The timeline, oldest first.
pub async fn events(sql: &impl Sql, id: NominationId) -> Result<Vec<Event>> {
    sql.all(
        "SELECT act, by_name, remark, at FROM nomination_event WHERE nomination_id = $1 ORDER BY at, id",
        args![id],
        |row| {
            Ok(Event {
                act: row.get("act")?,
                by_name: row.get("by_name")?,
                remark: row.get("remark")?,
                at: row.get("at")?,
            })
        },
    )
    .await
}

/// Choices and papers of the nominations that `condition` (on `n`) selects.
async fn fill(
    sql: &impl Sql,
    rows: &mut [Nomination],
    condition: &str,
    args: Vec<Arg>,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let choices = sql
        .all(
            &format!(
                "SELECT c.nomination_id, c.rank, c.slot_id FROM nomination_choice c \
                 JOIN nomination n ON n.id = c.nomination_id WHERE {condition} ORDER BY c.rank"
            ),
            args.clone(),
            |row| {
                let id: NominationId = row.get("nomination_id")?;
                Ok((
                    id,
                    RankedChoice {
                        rank: row.get("rank")?,
                        slot: row.get("slot_id")?,
                    },
                ))
            },
        )
        .await?;
    let papers = sql
        .all(
            &format!(
                "SELECT p.* FROM nomination_paper p JOIN nomination n ON n.id = p.nomination_id WHERE {condition}"
            ),
            args,
            |row| {
                let id: NominationId = row.get("nomination_id")?;
                Ok((id, read_paper(row)?))
            },
        )
        .await?;
    let at: BTreeMap<NominationId, usize> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| (row.id, i))
        .collect();
    for (id, choice) in choices {
        if let Some(row) = at.get(&id).and_then(|i| rows.get_mut(*i)) {
            row.choices.push(choice);
        }
    }
    for (id, paper) in papers {
        if let Some(row) = at.get(&id).and_then(|i| rows.get_mut(*i)) {
            row.papers.push(paper);
        }
    }
    for row in rows {
        row.papers.sort_by_key(|paper| paper.kind);
    }
    Ok(())
}

/// Stores a new nomination; 0 when the person has a living one in this programme.
pub(super) async fn insert(tx: &Tx, n: &Nomination) -> Result<u64> {
    let mut args = args![
        n.id,
        n.programme_id,
        n.person_id,
        n.created_by,
        tx.now(),
        n.state
    ];
    args.extend(contents(n)?);
    tx.exec(
        "INSERT INTO nomination (id, programme_id, person_id, created_by, created_at, updated_at, state, nip, opd_id, \
         start_date, end_date, nominator, purpose, aims, basis, plan_item, plan_exception, plan_after, letter_number, \
         letter_date, letter_scan, origin, paper_scan, snapshot, search) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, \
         $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) ON CONFLICT DO NOTHING",
        args,
    )
    .await
}

/// Changes what a nomination says, not its state; 0 when its state is not one of draft and returned.
pub(super) async fn update(tx: &Tx, n: &Nomination) -> Result<u64> {
    let mut args = args![n.id, tx.now()];
    args.extend(contents(n)?);
    tx.exec(
        "UPDATE nomination SET updated_at = $2, nip = $3, opd_id = $4, start_date = $5, end_date = $6, nominator = $7, \
         purpose = $8, aims = $9, basis = $10, plan_item = $11, plan_exception = $12, plan_after = $13, \
         letter_number = $14, letter_date = $15, letter_scan = $16, origin = $17, paper_scan = $18, snapshot = $19, \
         search = $20 WHERE id = $1 AND state IN ('draft', 'returned')",
        args,
    )
    .await
}

fn contents(n: &Nomination) -> Result<Vec<Arg>> {
    let letter = n.letter.as_ref();
    let opd = n.snapshot.opd_name.as_deref().unwrap_or_default();
    // Sorting by `search` sorts by name.
    let search = format!(
        "{} {} {opd}",
        n.snapshot.name_plain,
        n.snapshot.nip.as_str()
    )
    .to_lowercase();
    Ok(args![
        n.snapshot.nip,
        n.opd_id,
        n.period.start(),
        n.period.end(),
        n.nominator,
        n.purpose,
        serde_json::to_string(&n.aims).map_err(Error::internal)?,
        n.basis,
        n.plan_item,
        n.plan_exception,
        n.plan_after,
        letter.map(|l| &l.number),
        letter.map(|l| l.date),
        letter.and_then(|l| l.scan.as_ref()),
        n.origin,
        n.paper_scan,
        serde_json::to_string(&n.snapshot).map_err(Error::internal)?,
        search,
    ])
}

/// Moves from one state to another; 0 when somebody else was quicker.
pub(super) async fn set_state(
    tx: &Tx,
    id: NominationId,
    from: State,
    to: State,
    remark: Option<&str>,
) -> Result<u64> {
    tx.exec(
        "UPDATE nomination SET state = $3, remark = $4, updated_at = $5 WHERE id = $1 AND state = $2",
        args![id, from, to, remark, tx.now()],
    )
    .await
}

pub(super) async fn set_submitted(tx: &Tx, id: NominationId, by: &str) -> Result<()> {
    tx.exec(
        "UPDATE nomination SET submitted_by = $2, submitted_at = $3, verified_by = NULL, verified_at = NULL WHERE id = $1",
        args![id, by, tx.now()],
    )
    .await?;
    Ok(())
}

pub(super) async fn set_verified(tx: &Tx, id: NominationId, by: &str) -> Result<()> {
    tx.exec(
        "UPDATE nomination SET verified_by = $2, verified_at = $3 WHERE id = $1",
        args![id, by, tx.now()],
    )
    .await?;
    tx.exec(
        "UPDATE nomination_paper SET state = 'accepted', remark = NULL WHERE nomination_id = $1 AND state = 'received'",
        args![id],
    )
    .await?;
    Ok(())
}

/// Sets the verdict of the current screening.
pub(super) async fn set_verdict(tx: &Tx, id: NominationId, verdict: &str) -> Result<u64> {
    tx.exec(
        "UPDATE nomination SET verdict = $2 WHERE id = $1",
        args![id, verdict],
    )
    .await
}

pub(super) async fn put_choices(tx: &Tx, id: NominationId, choices: &[SlotId]) -> Result<()> {
    tx.exec(
        "DELETE FROM nomination_choice WHERE nomination_id = $1",
        args![id],
    )
    .await?;
    for (index, slot) in choices.iter().enumerate() {
        tx.exec(
            "INSERT INTO nomination_choice (nomination_id, rank, slot_id) VALUES ($1, $2, $3)",
            args![id, index + 1, slot],
        )
        .await?;
    }
    Ok(())
}

pub(super) async fn put_paper(tx: &Tx, id: NominationId, paper: &Paper) -> Result<()> {
    tx.exec(
        "INSERT INTO nomination_paper (nomination_id, kind, scan, media, file_name, state, remark, entered_by, at) \
         VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8) ON CONFLICT (nomination_id, kind) DO UPDATE SET scan = $3, \
         media = $4, file_name = $5, state = $6, remark = NULL, entered_by = $7, at = $8",
        args![id, paper.kind, paper.scan, paper.media, paper.file_name, paper.state, paper.entered_by, paper.at],
    )
    .await?;
    Ok(())
}

pub(super) async fn set_paper(
    tx: &Tx,
    id: NominationId,
    kind: PaperKind,
    state: PaperState,
    remark: Option<&str>,
) -> Result<u64> {
    tx.exec(
        "UPDATE nomination_paper SET state = $3, remark = $4 WHERE nomination_id = $1 AND kind = $2",
        args![id, kind, state, remark],
    )
    .await
}

pub(super) async fn insert_event(
    tx: &Tx,
    id: NominationId,
    act: &str,
    by_name: &str,
    remark: Option<&str>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO nomination_event (id, nomination_id, act, by_name, remark, at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![tx.new_id::<uuid::Uuid>(), id, act, by_name, remark, tx.now()],
    )
    .await?;
    Ok(())
}

fn read_paper(row: &Row) -> Result<Paper> {
    Ok(Paper {
        kind: row.parse("kind")?,
        scan: row.get("scan")?,
        media: row.get("media")?,
        file_name: row.get("file_name")?,
        state: row.parse("state")?,
        remark: row.get("remark")?,
        entered_by: row.get("entered_by")?,
        at: row.get("at")?,
    })
}

fn read(row: &Row) -> Result<Nomination> {
    let number: Option<String> = row.get("letter_number")?;
    let letter = match number {
        Some(number) => Some(CoverLetter {
            number,
            date: row.get("letter_date")?,
            scan: row.get("letter_scan")?,
        }),
        None => None,
    };
    Ok(Nomination {
        id: row.get("id")?,
        programme_id: row.get("programme_id")?,
        person_id: row.get("person_id")?,
        opd_id: row.get("opd_id")?,
        state: row.parse("state")?,
        period: Period::new(row.get("start_date")?, row.get("end_date")?)
            .map_err(Error::internal)?,
        nominator: row.parse("nominator")?,
        purpose: row.get("purpose")?,
        aims: row.json("aims")?,
        basis: row.parse("basis")?,
        plan_item: row.get("plan_item")?,
        plan_exception: row.get("plan_exception")?,
        plan_after: row.get("plan_after")?,
        letter,
        origin: row.parse("origin")?,
        paper_scan: row.get("paper_scan")?,
        snapshot: row.json("snapshot")?,
        verdict: row.get("verdict")?,
        verified_by: row.get("verified_by")?,
        verified_at: row.get("verified_at")?,
        remark: row.get("remark")?,
        submitted_by: row.get("submitted_by")?,
        submitted_at: row.get("submitted_at")?,
        created_by: row.get("created_by")?,
        choices: Vec::new(),
        papers: Vec::new(),
    })
}

/// Programme and period of every nomination with which a person has a place.
pub async fn placed_of(
    sql: &impl Sql,
    person: kernel::PersonId,
) -> Result<Vec<(ProgrammeId, Period)>> {
    sql.all(
        "SELECT n.programme_id, n.start_date, n.end_date FROM nomination n WHERE n.person_id = $1 \
         AND n.state = 'placed' ORDER BY n.start_date, n.id",
        args![person],
        |row| {
            let period = Period::new(row.get("start_date")?, row.get("end_date")?);
            Ok((row.get("programme_id")?, period.map_err(Error::internal)?))
        },
    )
    .await
}
