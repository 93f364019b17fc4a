//! Giving places: each takes its place by one conditional statement, in the transaction that records it.

use kernel::{
    Actor, CivilDate, Error, HostId, NominationId, Period, PlacementRunId, ProgrammeId, Result,
    Scope, SlotId, Text,
};

use super::build::{by_region, eligible, release_limit};
use super::commands::open_for_placement;
use super::model::{Confirmed, Explained, Outcome, Run, RunKind, RunState};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Tx;
use crate::hosts;
use crate::nominations::{self, State as Nominated};
use crate::programmes::{self, Giving, Programme, State};

/// Gives every place of a proposal, all or none; who has none becomes *memenuhi syarat, belum mendapat tempat*.
/// The programme goes on to the decision. A second confirmation of the same run changes nothing.
///
/// # Errors
/// Refused with what changed since the proposal: somebody no longer meets the policy, a place or limit is full.
pub async fn confirm(app: &App, actor: &Actor, id: PlacementRunId) -> Result<Confirmed> {
    access::CONFIRM.allow(actor)?;
    let (actor, today) = (actor.clone(), app.clock.today());
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move { confirm_in(&tx, &actor, id, today).await })
        })
        .await
}

async fn confirm_in(
    tx: &Tx,
    actor: &Actor,
    id: PlacementRunId,
    today: CivilDate,
) -> Result<Confirmed> {
    let programme = store::run(tx, id).await?.programme;
    let programme = programmes::lock_in(tx, programme).await?;
    let run = store::run(tx, id).await?;
    let done = Confirmed {
        placed: run.placed,
        unplaced: run.unplaced,
    };
    match run.state {
        RunState::Proposed => {}
        RunState::Confirmed => {
            // The places were given then; this only records that it was asked for again.
            tx.audit(Entry::new(actor, "placement.repeat", "placement", id));
            return Ok(done);
        }
        RunState::Trial => {
            return Err(Error::refused("placements-trial").next("placements-next-freeze"));
        }
        RunState::Discarded => {
            return Err(Error::refused("placements-settled").next("placements-next-run"));
        }
    }
    let running = programme.state == State::Running && run.kind == RunKind::Repair;
    if !running {
        open_for_placement(&programme)?;
    }
    let by = actor.key();
    let outcomes = store::outcomes(tx, id).await?;
    let mut stays = Vec::new();
    if let Some(parent) = run.parent {
        stays = vacate(tx, actor, parent, &outcomes).await?;
    }
    for (nomination, outcome, explained) in outcomes {
        if stays.contains(&nomination) {
            // She keeps her place, unless a conflict was declared since it was given.
            if let Some(slot) = explained.slot {
                let host = hosts::slot(tx, slot).await?.host_id;
                not_in_conflict(tx, nomination, host).await?;
            }
            continue;
        }
        match (outcome, explained.slot) {
            (Outcome::Placed, Some(slot)) => {
                let rank = i64::from(explained.rank);
                place(tx, actor, &programme, (&run, today), nomination, slot, rank).await?;
            }
            _ => {
                let state = nominations::get(tx, &Scope::All, nomination).await?.state;
                if state == Nominated::Verified {
                    nominations::mark_unplaced(tx, actor, nomination).await?;
                }
            }
        }
    }
    limits_hold(tx, &programme).await?;
    store::set_state(tx, id, RunState::Proposed, RunState::Confirmed, Some(&by)).await?;
    if !running {
        programmes::advance_in(tx, actor, programme.id, State::Deciding).await?;
    }
    tx.audit(
        Entry::new(actor, "placement.confirm", "placement", id)
            .with("programme", programme.id.to_string())
            .with("problem", run.digest())
            .with("placed", run.placed)
            .with("unplaced", run.unplaced),
    );
    Ok(done)
}

/// Takes back the places that the run before gave and this one does not; who keeps hers is returned. Who is no longer
/// in the run has withdrawn.
async fn vacate(
    tx: &Tx,
    actor: &Actor,
    parent: PlacementRunId,
    now: &[(NominationId, Outcome, Explained)],
) -> Result<Vec<NominationId>> {
    let mut stays = Vec::new();
    for (nomination, _, _) in store::outcomes(tx, parent).await? {
        let new = now.iter().find(|(id, _, _)| *id == nomination);
        let had = store::place_of(tx, nomination).await?;
        if had.is_some() && new.and_then(|(_, _, e)| e.slot) == had {
            stays.push(nomination);
            continue;
        }
        if let Some(slot) = had {
            store::remove_placement(tx, nomination).await?;
            hosts::release(tx, slot).await?;
            nominations::mark_waiting(tx, actor, nomination).await?;
            tx.audit(
                Entry::new(actor, "placement.move", "nomination", nomination)
                    .with("from", slot.to_string()),
            );
        }
        if new.is_none() {
            nominations::mark_withdrawn(tx, actor, nomination).await?;
        }
    }
    Ok(stays)
}

/// Gives one nominee the place that her nomination names (*penetapan langsung*).
///
/// # Errors
/// Refused when she does not meet the policy, is not verified or has a place, when the place is full, and when a
/// limit of host or OPD would be exceeded.
pub async fn assign(app: &App, actor: &Actor, nomination: NominationId) -> Result<()> {
    access::CONFIRM.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let programme = nominations::get(&tx, &Scope::All, nomination).await?;
                let programme = programmes::lock_in(&tx, programme.programme_id).await?;
                assign_in(&tx, &actor, &programme, &[nomination]).await
            })
        })
        .await
}

/// Gives everybody who waits the place that her nomination names, all or none (*penetapan langsung*): those who are
/// verified and meet the policy. The programme goes on to the decision.
///
/// # Errors
/// Refused when nobody waits, and as [`assign`] is: with the name of the place that is full or the limit exceeded.
pub async fn assign_all(app: &App, actor: &Actor, programme: ProgrammeId) -> Result<usize> {
    access::CONFIRM.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let programme = programmes::lock_in(&tx, programme).await?;
                let waiting = waiting(&tx, &programme).await?;
                if waiting.is_empty() {
                    return Err(
                        Error::refused("placements-nobody-waits").next("placements-next-eligible")
                    );
                }
                assign_in(&tx, &actor, &programme, &waiting).await?;
                programmes::advance_in(&tx, &actor, programme.id, State::Deciding).await?;
                Ok(waiting.len())
            })
        })
        .await
}

/// Who is verified, meets the policy and has no place.
async fn waiting(tx: &Tx, programme: &Programme) -> Result<Vec<NominationId>> {
    let states = [Nominated::Verified, Nominated::Unplaced];
    let mut waiting = Vec::new();
    for nomination in nominations::in_states(tx, programme.id, &states).await? {
        if eligible(tx, programme, &nomination).await? {
            waiting.push(nomination.id);
        }
    }
    Ok(waiting)
}

async fn assign_in(
    tx: &Tx,
    actor: &Actor,
    programme: &Programme,
    ids: &[NominationId],
) -> Result<()> {
    open_for_placement(programme)?;
    if programme.giving != Giving::Direct {
        return Err(Error::refused("placements-not-direct").next("placements-next-run"));
    }
    let n = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let run = Run {
        id: tx.new_id(),
        programme: programme.id,
        mode: Giving::Direct,
        state: RunState::Confirmed,
        problem: String::new(),
        result: String::new(),
        placed: i64::from(n),
        unplaced: 0,
        profile: vec![n],
        left_out: Vec::new(),
        created_at: tx.now(),
        confirmed_at: Some(tx.now()),
        freeze: None,
        kind: RunKind::Solve,
        parent: None,
        reason_type: None,
        reason: None,
        change: None,
        published_at: None,
        window_days: None,
        window_closes: None,
    };
    store::insert_run(tx, &run, &actor.key()).await?;
    for id in ids {
        let nomination = nominations::get(tx, &Scope::All, *id).await?;
        let slot = nomination
            .choices
            .first()
            .map(|choice| choice.slot)
            .ok_or_else(|| Error::refused("placements-no-place").next("placements-next-return"))?;
        let explained = Explained {
            slot: Some(slot),
            rank: 1,
            choices: Vec::new(),
        };
        store::insert_member(tx, &run, *id, 0, &nomination.snapshot, &explained).await?;
        place(tx, actor, programme, (&run, tx.now().date()), *id, slot, 1).await?;
    }
    limits_hold(tx, programme).await
}

/// Refuses a pair that is declared in conflict, whatever the proposal was computed from.
async fn not_in_conflict(tx: &Tx, id: NominationId, host: HostId) -> Result<()> {
    if store::in_conflict(tx, id, host).await? {
        return Err(Error::refused("placements-in-conflict").next("placements-next-conflict"));
    }
    Ok(())
}

/// The days at a place: those of the wave, and for who comes into a wave that has begun, from today on.
fn period(run: &Run, today: CivilDate, place: &hosts::Slot) -> Result<Period> {
    let (start, end) = (place.period.start(), place.period.end());
    if run.kind != RunKind::Repair || start >= today {
        return Ok(place.period);
    }
    Period::new(today, end).map_err(|_| {
        let text = Text::new("placements-wave-over").with("place", place.label());
        Error::refused(text).next("placements-next-other")
    })
}

async fn place(
    tx: &Tx,
    actor: &Actor,
    programme: &Programme,
    (run, today): (&Run, CivilDate),
    id: NominationId,
    slot: SlotId,
    rank: i64,
) -> Result<()> {
    let nomination = nominations::get(tx, &Scope::All, id).await?;
    let name = || nomination.snapshot.name.clone();
    if nomination.state == Nominated::Placed {
        return Err(
            Error::refused(Text::new("placements-has-place").with("name", name()))
                .next("placements-next-run"),
        );
    }
    let waits = matches!(nomination.state, Nominated::Verified | Nominated::Unplaced);
    if !waits || !eligible(tx, programme, &nomination).await? {
        return Err(
            Error::refused(Text::new("placements-not-eligible").with("name", name()))
                .next("placements-next-eligible"),
        );
    }
    hosts::take(tx, slot).await?;
    let place = hosts::slot(tx, slot).await?;
    not_in_conflict(tx, id, place.host_id).await?;
    if programme.giving == Giving::Cohort
        && hosts::destination(tx, programme).await? != Some(place.host_id)
    {
        let text = Text::new("hosts-other-destination").with("place", place.label());
        return Err(Error::refused(text).next("placements-next-run"));
    }
    let period = period(run, today, &place)?;
    let by = actor.key();
    if store::insert_placement(tx, run.id, &nomination, (&place, period), rank, &by).await? == 0 {
        return Err(
            Error::refused(Text::new("placements-has-place").with("name", name()))
                .next("placements-next-run"),
        );
    }
    nominations::mark_placed(tx, actor, id).await?;
    tx.audit(
        Entry::new(actor, "placement.place", "nomination", id)
            .with("run", run.id.to_string())
            .with("slot", slot.to_string())
            .with("rank", rank),
    );
    Ok(())
}

/// Holds all places given so far against the limits of hosts and OPD; the programme is locked, so nobody adds to them.
async fn limits_hold(tx: &Tx, programme: &Programme) -> Result<()> {
    let limits = hosts::limits(tx, programme.id).await?;
    let placed = store::count_by_host(tx, programme.id).await?;
    let slots = hosts::slots(tx, programme.id).await?;
    for (region, n) in by_region(&placed, &slots) {
        if let Some(max) = limits.regions.get(region).filter(|max| n > **max) {
            let text = Text::new("placements-region-full")
                .with("name", region)
                .with("n", *max);
            return Err(Error::refused(text).next("placements-next-limit"));
        }
    }
    for (host, n) in placed {
        if let Some(max) = limits.hosts.get(&host).filter(|max| n > **max) {
            let name = hosts::get(tx, host).await?.name;
            let text = Text::new("placements-host-full")
                .with("name", name)
                .with("n", max);
            return Err(Error::refused(text).next("placements-next-limit"));
        }
    }
    let limit = release_limit(tx, programme).await?;
    for (opd, n) in store::count_by_opd(tx, programme.id).await? {
        if let Some(max) = limit(opd).filter(|max| n > *max) {
            let name = store::opd_name(tx, programme.id, opd).await?;
            let text = Text::new("placements-opd-full")
                .with("name", name)
                .with("n", max);
            return Err(Error::refused(text).next("placements-next-limit"));
        }
    }
    Ok(())
}

/// Takes a place back before the decision is issued; the nominee waits again. The reason is told to nobody but the log.
///
/// # Errors
/// Refused where choices are ranked: there a repair mends the whole, on record and with the same draw.
pub async fn take_back(app: &App, actor: &Actor, id: NominationId, reason: &str) -> Result<()> {
    access::CONFIRM.allow(actor)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, reason) = (actor.clone(), reason.clone());
            Box::pin(async move {
                let nomination = nominations::get(&tx, &Scope::All, id).await?;
                let programme = programmes::lock_in(&tx, nomination.programme_id).await?;
                open_for_placement(&programme)?;
                if programme.giving == Giving::Ranked {
                    // One by one the places of a draw could be taken back until another is drawn.
                    return Err(Error::refused("placements-take-back-ranked")
                        .next("placements-next-repair"));
                }
                let Some(slot) = store::remove_placement(&tx, id).await? else {
                    return Err(Error::refused("placements-has-none").next("placements-next-run"));
                };
                hosts::release(&tx, slot).await?;
                nominations::mark_waiting(&tx, &actor, id).await?;
                tx.audit(
                    Entry::new(&actor, "placement.take-back", "nomination", id)
                        .with("slot", slot.to_string())
                        .with("reason", tx.commit_to(&reason)),
                );
                Ok(())
            })
        })
        .await
}
