//! All SQL of placements: runs, their people, and the places given. The desk's tables stand beside it.

mod announced;
mod desk;
mod objections;

pub use announced::{announced, announced_runs, confirmed_runs, own_result, own_run};
pub use desk::{all_freezes, conflicts, freeze, freeze_of, freezes, merit, merit_count};
pub(super) use desk::{
    conflict, conflict_pairs, correct_seed, delete_merit, draw, in_conflict, insert_conflict,
    insert_freeze, insert_merit, lift, release, thaw,
};
pub(super) use objections::{decide, insert_objection};
pub use objections::{objection, objection_of, objections, open_objections};

use kernel::{
    CivilDate, Error, FreezeId, HostId, NominationId, OrgId, Period, PlacementRunId, ProgrammeId,
    Result, Scope, SlotId, Timestamp,
};

use super::model::{Binding, Explained, Member, Outcome, Placed, Run, RunState};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};
use crate::hosts::{self, Slot};
use crate::nominations::{self, Nomination};
use crate::people::PersonBrief;

/// The run with this id.
pub async fn run(sql: &impl Sql, id: PlacementRunId) -> Result<Run> {
    sql.one(
        "SELECT * FROM placement_run WHERE id = $1",
        args![id],
        read_run,
    )
    .await
}

/// The newest run of a programme that counts: a proposal, else the last confirmed one with a computed result, else a trial.
pub async fn latest(sql: &impl Sql, programme: ProgrammeId) -> Result<Option<Run>> {
    sql.opt(
        "SELECT * FROM placement_run WHERE programme_id = $1 AND state <> 'discarded' AND problem <> '' \
         ORDER BY CASE state WHEN 'proposed' THEN 0 WHEN 'confirmed' THEN 1 ELSE 2 END, created_at DESC, id DESC LIMIT 1",
        args![programme],
        read_run,
    )
    .await
}

/// The limits that held people of a run back from a choice they preferred, with how many: the heaviest first.
///
/// A person whom the same limit held back from two choices counts once.
pub async fn binding(sql: &impl Sql, run: PlacementRunId) -> Result<Vec<Binding>> {
    let all = sql
        .all(
            "SELECT explained FROM placement_member WHERE run_id = $1",
            args![run],
            |row| row.json::<Explained>("explained"),
        )
        .await?;
    Ok(Binding::count(&all))
}

/// Runs that rest on a freeze, the oldest first.
pub async fn of_freeze(sql: &impl Sql, freeze: FreezeId) -> Result<Vec<Run>> {
    sql.all(
        "SELECT * FROM placement_run WHERE freeze_id = $1 ORDER BY created_at, id",
        args![freeze],
        read_run,
    )
    .await
}

/// Every person of a run, in the order of the candidates.
pub async fn everybody(sql: &impl Sql, run: PlacementRunId) -> Result<Vec<Member>> {
    sql.all(
        "SELECT * FROM placement_member WHERE run_id = $1 ORDER BY position",
        args![run],
        read_member,
    )
    .await
}

/// One person of a run.
pub async fn member(
    sql: &impl Sql,
    run: PlacementRunId,
    id: NominationId,
) -> Result<Option<Member>> {
    sql.opt(
        "SELECT * FROM placement_member WHERE run_id = $1 AND nomination_id = $2",
        args![run, id],
        read_member,
    )
    .await
}

/// People of a run: search by name or NIP, filters `outcome`, `slot`, `host`, `opd`, `rank`, sort by `name`, `opd`, `place`, `rank`.
pub async fn members(
    sql: &impl Sql,
    run: PlacementRunId,
    request: ListRequest,
) -> Result<Paged<Member>> {
    let filter = "WHERE m.run_id = $1 AND ($2 IS NULL OR m.search LIKE $2 ESCAPE '\\') \
         AND ($3 IS NULL OR m.outcome = $3) AND ($4 IS NULL OR m.slot_id = $4) AND ($5 IS NULL OR m.opd_id = $5) \
         AND ($6 IS NULL OR m.host_id = $6) AND (CAST($7 AS BIGINT) IS NULL OR m.rank = CAST($7 AS BIGINT))";
    let mut args = args![
        run,
        request.like(),
        request.filter("outcome"),
        request.filter("slot"),
        request.filter("opd"),
        request.filter("host"),
        request
            .filter("rank")
            .and_then(|rank| rank.parse::<i64>().ok())
    ];
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM placement_member m {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "name" => "m.search",
        "opd" => "m.opd_name",
        "place" => "m.place",
        "rank" => "m.rank",
        _ => "m.position",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "SELECT m.* FROM placement_member m {filter} ORDER BY {column} {direction}, m.position LIMIT $8 OFFSET $9"
            ),
            args,
            read_member,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// People of a run on each place.
pub async fn per_slot(sql: &impl Sql, run: PlacementRunId) -> Result<Vec<(SlotId, i64)>> {
    sql.all(
        "SELECT slot_id, COUNT(*) AS n FROM placement_member WHERE run_id = $1 AND slot_id IS NOT NULL GROUP BY slot_id",
        args![run],
        |row| Ok((row.get("slot_id")?, row.get("n")?)),
    )
    .await
}

/// What a run says of each person, in the order of the candidates.
pub(super) async fn outcomes(
    sql: &impl Sql,
    run: PlacementRunId,
) -> Result<Vec<(NominationId, Outcome, Explained)>> {
    sql.all(
        "SELECT nomination_id, outcome, explained FROM placement_member WHERE run_id = $1 ORDER BY position",
        args![run],
        |row| Ok((row.get("nomination_id")?, row.parse("outcome")?, row.json("explained")?)),
    )
    .await
}

struct Given {
    nomination: NominationId,
    slot: SlotId,
    rank: i64,
    start: kernel::CivilDate,
    end: kernel::CivilDate,
}

fn read_given(row: &Row) -> Result<Given> {
    Ok(Given {
        nomination: row.get("nomination_id")?,
        slot: row.get("slot_id")?,
        rank: row.get("rank")?,
        start: row.get("start_date")?,
        end: row.get("end_date")?,
    })
}

fn placed(given: &Given, nomination: &Nomination, slot: &Slot) -> Result<Placed> {
    Ok(Placed {
        nomination: given.nomination,
        person: nomination.snapshot.clone(),
        person_id: nomination.person_id,
        slot: slot.clone(),
        period: Period::new(given.start, given.end).map_err(Error::internal)?,
        rank: given.rank,
    })
}

/// Every place given in a programme, by host, unit and name: what letters and lists are made of.
pub async fn confirmed(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<Placed>> {
    let given = sql
        .all(
            "SELECT * FROM placement WHERE programme_id = $1",
            args![programme],
            read_given,
        )
        .await?;
    let slots = hosts::slots(sql, programme).await?;
    let people = nominations::in_states(sql, programme, &[nominations::State::Placed]).await?;
    let mut found = Vec::with_capacity(given.len());
    for given in &given {
        let missing = || Error::internal("a placement without its place or nomination");
        let slot = slots
            .iter()
            .find(|slot| slot.id == given.slot)
            .ok_or_else(missing)?;
        let nomination = people
            .iter()
            .find(|one| one.id == given.nomination)
            .ok_or_else(missing)?;
        found.push(placed(given, nomination, slot)?);
    }
    found.sort_by(|a, b| {
        let key = |p: &Placed| {
            (
                p.slot.host_name.clone(),
                p.slot.unit.clone(),
                p.person.name_plain.clone(),
            )
        };
        key(a).cmp(&key(b))
    });
    Ok(found)
}

/// The place of one nominee, if she has one and `scope` covers her.
pub async fn of_nomination(
    sql: &impl Sql,
    scope: &Scope,
    id: NominationId,
) -> Result<Option<Placed>> {
    let nomination = nominations::get(sql, scope, id).await?;
    let given = sql
        .opt(
            "SELECT * FROM placement WHERE nomination_id = $1",
            args![id],
            read_given,
        )
        .await?;
    match given {
        Some(given) => {
            let slot = hosts::slot(sql, given.slot).await?;
            placed(&given, &nomination, &slot).map(Some)
        }
        None => Ok(None),
    }
}

/// How many places of a programme are given.
pub async fn placed_count(sql: &impl Sql, programme: ProgrammeId) -> Result<i64> {
    sql.count(
        "SELECT COUNT(*) AS n FROM placement WHERE programme_id = $1",
        args![programme],
    )
    .await
}

pub(super) async fn count_by_host(
    sql: &impl Sql,
    programme: ProgrammeId,
) -> Result<Vec<(HostId, i64)>> {
    sql.all(
        "SELECT host_id, COUNT(*) AS n FROM placement WHERE programme_id = $1 GROUP BY host_id ORDER BY host_id",
        args![programme],
        |row| Ok((row.get("host_id")?, row.get("n")?)),
    )
    .await
}

pub(super) async fn count_by_opd(
    sql: &impl Sql,
    programme: ProgrammeId,
) -> Result<Vec<(OrgId, i64)>> {
    sql.all(
        "SELECT opd_id, COUNT(*) AS n FROM placement WHERE programme_id = $1 AND opd_id IS NOT NULL \
         GROUP BY opd_id ORDER BY opd_id",
        args![programme],
        |row| Ok((row.get("opd_id")?, row.get("n")?)),
    )
    .await
}

pub(super) async fn opd_name(sql: &impl Sql, programme: ProgrammeId, opd: OrgId) -> Result<String> {
    let found = sql
        .opt(
            "SELECT opd_name FROM placement WHERE programme_id = $1 AND opd_id = $2 LIMIT 1",
            args![programme, opd],
            |row| row.get("opd_name"),
        )
        .await?;
    Ok(found.unwrap_or_default())
}

pub(super) async fn insert_run(tx: &Tx, run: &Run, by: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO placement_run (id, programme_id, mode, state, problem, result, placed, unplaced, profile, \
         left_out, created_by, created_at, confirmed_by, confirmed_at, freeze_id, kind, parent_id, reason_type, reason, \
         change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        args![
            run.id,
            run.programme,
            run.mode,
            run.state,
            run.problem,
            run.result,
            run.placed,
            run.unplaced,
            serde_json::to_string(&run.profile).map_err(Error::internal)?,
            serde_json::to_string(&run.left_out).map_err(Error::internal)?,
            by,
            run.created_at,
            run.confirmed_at.map(|_| by),
            run.confirmed_at,
            run.freeze,
            run.kind,
            run.parent,
            run.reason_type.as_deref(),
            run.reason.as_deref(),
            match &run.change {
                Some(said) => Some(serde_json::to_string(said).map_err(Error::internal)?),
                None => None,
            }
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn insert_member(
    tx: &Tx,
    run: &Run,
    id: NominationId,
    position: usize,
    brief: &PersonBrief,
    explained: &Explained,
) -> Result<()> {
    let outcome = if explained.slot.is_some() {
        Outcome::Placed
    } else {
        Outcome::Unplaced
    };
    let (place, host) = match explained.slot {
        Some(slot) => {
            let slot = hosts::slot(tx, slot).await?;
            (slot.label(), Some(slot.host_id))
        }
        None => (String::new(), None),
    };
    tx.exec(
        "INSERT INTO placement_member (run_id, nomination_id, position, name, nip, opd_id, opd_name, search, outcome, \
         slot_id, place, rank, explained, host_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            run.id,
            id,
            position,
            brief.name,
            brief.nip,
            brief.opd_id,
            brief.opd_name.as_deref().unwrap_or_default(),
            format!("{} {}", brief.name_plain.to_lowercase(), brief.nip.as_str()),
            outcome,
            explained.slot,
            place,
            i64::from(explained.rank),
            serde_json::to_string(explained).map_err(Error::internal)?,
            host
        ],
    )
    .await?;
    Ok(())
}

/// Puts the runs of a programme in this state aside; how many there were.
pub(super) async fn discard(tx: &Tx, programme: ProgrammeId, state: RunState) -> Result<u64> {
    tx.exec(
        "UPDATE placement_run SET state = 'discarded' WHERE programme_id = $1 AND state = $2",
        args![programme, state],
    )
    .await
}

/// Announces a confirmed run, with the window for reconsideration if there is one; 0 when it was announced or is not confirmed.
pub(super) async fn publish(
    tx: &Tx,
    id: PlacementRunId,
    by: &str,
    at: Timestamp,
    window: Option<(i64, CivilDate)>,
) -> Result<u64> {
    tx.exec(
        "UPDATE placement_run SET published_by = $2, published_at = $3, window_days = $4, window_closes = $5 \
         WHERE id = $1 AND state = 'confirmed' AND published_at IS NULL",
        args![
            id,
            by,
            at,
            window.map(|(days, _)| days),
            window.map(|(_, closes)| closes)
        ],
    )
    .await
}

/// The place that a nominee has now.
pub(super) async fn place_of(sql: &impl Sql, id: NominationId) -> Result<Option<SlotId>> {
    sql.opt(
        "SELECT slot_id FROM placement WHERE nomination_id = $1",
        args![id],
        |row| row.get("slot_id"),
    )
    .await
}

/// Moves a run from one state to another; 0 when it was not in the first.
pub(super) async fn set_state(
    tx: &Tx,
    id: PlacementRunId,
    from: RunState,
    to: RunState,
    confirmed_by: Option<&str>,
) -> Result<u64> {
    tx.exec(
        "UPDATE placement_run SET state = $3, confirmed_by = $4, confirmed_at = $5 WHERE id = $1 AND state = $2",
        args![id, from, to, confirmed_by, confirmed_by.map(|_| tx.now())],
    )
    .await
}

/// Records a place and its first and last day; 0 when the nominee has one.
pub(super) async fn insert_placement(
    tx: &Tx,
    run: PlacementRunId,
    nomination: &Nomination,
    (slot, period): (&Slot, Period),
    rank: i64,
    by: &str,
) -> Result<u64> {
    tx.exec(
        "INSERT INTO placement (nomination_id, programme_id, slot_id, host_id, opd_id, opd_name, run_id, rank, \
         start_date, end_date, confirmed_by, confirmed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
        args![
            nomination.id,
            nomination.programme_id,
            slot.id,
            slot.host_id,
            nomination.opd_id,
            nomination.snapshot.opd_name.as_deref().unwrap_or_default(),
            run,
            rank,
            period.start(),
            period.end(),
            by,
            tx.now()
        ],
    )
    .await
}

/// Removes the place of a nominee; the place she had.
pub(super) async fn remove_placement(tx: &Tx, id: NominationId) -> Result<Option<SlotId>> {
    let slot = tx
        .opt(
            "SELECT slot_id FROM placement WHERE nomination_id = $1",
            args![id],
            |row| row.get("slot_id"),
        )
        .await?;
    let removed = tx
        .exec("DELETE FROM placement WHERE nomination_id = $1", args![id])
        .await?;
    Ok(slot.filter(|_| removed > 0))
}

fn read_run(row: &Row) -> Result<Run> {
    Ok(Run {
        id: row.get("id")?,
        programme: row.get("programme_id")?,
        mode: row.parse("mode")?,
        state: row.parse("state")?,
        problem: row.get("problem")?,
        result: row.get("result")?,
        placed: row.get("placed")?,
        unplaced: row.get("unplaced")?,
        profile: row.json("profile")?,
        left_out: row.json("left_out")?,
        created_at: row.get("created_at")?,
        confirmed_at: row.get("confirmed_at")?,
        freeze: row.get("freeze_id")?,
        kind: row.parse("kind")?,
        parent: row.get("parent_id")?,
        reason_type: row.get("reason_type")?,
        reason: row.get("reason")?,
        change: match row.get::<Option<String>>("change")? {
            Some(_) => Some(row.json("change")?),
            None => None,
        },
        published_at: row.get("published_at")?,
        window_days: row.get("window_days")?,
        window_closes: row.get("window_closes")?,
    })
}

fn read_member(row: &Row) -> Result<Member> {
    Ok(Member {
        nomination: row.get("nomination_id")?,
        name: row.get("name")?,
        nip: row.get("nip")?,
        opd: row.get("opd_name")?,
        opd_id: row.get("opd_id")?,
        host: row.get("host_id")?,
        outcome: row.parse("outcome")?,
        place: row.get("place")?,
        explained: row.json("explained")?,
    })
}
