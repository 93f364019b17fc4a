//! Changes of a placement: a decision about one person with its cost, and repair after withdrawals with the fewest moves.

use std::sync::Arc;

use kernel::{Actor, Error, NominationId, PlacementRunId, Result, Scope, SlotId, Text};
use matching::{Changes, Placement, Problem, WhatIfError};
use policy::Verdict;

use super::build::{eligible, unusable};
use super::commands::{keep, new_run, open_for_placement};
use super::ids::View;
use super::model::{Member, Run, RunKind, RunState, Said};
use super::outcome::unsolved;
use super::windows::windows;
use super::{access, desk, outcome, store};
use crate::App;
use crate::blobs::blocking;
use crate::db::Sql;
use crate::programmes::{self, Giving, Programme, State};
use crate::{hosts, nominations, screenings};

/// What a decision about one person costs; it names nobody else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cost {
    /// How many people get a less preferred choice.
    pub worse: u32,
    /// How many ranks they lose together.
    pub ranks: u32,
    /// How many people lose their place.
    pub lost: u32,
    /// How many people are better off, she herself included.
    pub better: u32,
    /// What the whole loses, in words.
    pub words: Said,
    /// What the total value loses, component by component, the lottery last.
    pub loss: Vec<i64>,
}

/// What changes for one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MoveLine {
    /// Her nomination.
    pub nomination: NominationId,
    /// Her name.
    pub name: String,
    /// The place she had; empty without one.
    pub from: String,
    /// The place she gets; empty without one.
    pub to: String,
}

/// What happened that a placement must be mended for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Events {
    /// Who withdraws.
    pub withdraw: Vec<NominationId>,
    /// Places that close.
    pub close: Vec<SlotId>,
}

/// What a repair would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    /// Who moves, comes up from the reserve list or loses her place.
    pub moves: Vec<MoveLine>,
    /// The same in one sentence.
    pub words: Said,
    /// People who are fixed because their internship has begun.
    pub fixed: usize,
    /// Minimums that can no longer hold, in words.
    pub dropped: Vec<String>,
    /// People who must leave a place because of a conflict of interest that was declared after it was given.
    pub clashing: usize,
}

struct Work {
    run: Run,
    programme: Programme,
    view: View,
    problem: Problem,
    placement: Placement,
    /// Who is fixed because her internship has begun.
    fixed: Vec<(String, String)>,
    /// Whether conflicts were declared or lifted since the run.
    declared: bool,
    /// How many people of the run are in a place that a conflict forbids by now.
    clashing: usize,
}

/// Reads the newest run of a programme with everything that a change of it needs.
async fn work(app: &App, id: PlacementRunId, repairs: bool) -> Result<Work> {
    let run = store::run(&app.db, id).await?;
    let programme = programmes::get(&app.db, run.programme).await?;
    changeable(&app.db, &run, &programme, repairs).await?;
    let freeze = run
        .freeze
        .ok_or_else(|| Error::refused("placements-not-ranked").next("placements-next-run"))?;
    let ids = store::freeze(&app.db, freeze).await?.ids;
    let view = View::read(&app.db, run.programme, ids).await?;
    let (stored, placement) = desk::stored(&run)?;
    // What was declared since the run binds every change of it.
    let pairs = store::conflict_pairs(&app.db, run.programme).await?;
    let pairs = desk::declared(&view, &stored, &pairs)?;
    let (problem, declared) = desk::with_conflicts(&stored, &pairs)?;
    let clashing = (placement.assignments.iter())
        .filter(|one| {
            let person = stored.applicants().get(one.applicant as usize);
            let slot = stored.slots().get(one.slot as usize);
            person.zip(slot).is_some_and(|(person, slot)| {
                (pairs.iter()).any(|(alias, place)| *alias == person.id && *place == slot.id)
            })
        })
        .count();
    let today = app.clock.today();
    let mut fixed = Vec::new();
    if run.state == RunState::Confirmed {
        for one in store::confirmed(&app.db, run.programme).await? {
            // Who is at her host has begun, whatever step the programme stands at.
            if one.period.start() <= today
                && let Some(alias) = view.ids.person(one.nomination)
            {
                let pair = (alias.to_owned(), view.ids.slot(one.slot.id)?.to_owned());
                if !pairs.contains(&pair) {
                    fixed.push(pair);
                }
            }
        }
    }
    Ok(Work {
        run,
        programme,
        view,
        problem,
        placement,
        fixed,
        declared,
        clashing,
    })
}

/// Refuses what may not be changed: a run that is not the newest of its freeze, or one of a programme that is past it.
async fn changeable(sql: &impl Sql, run: &Run, programme: &Programme, repairs: bool) -> Result<()> {
    let living = matches!(run.state, RunState::Proposed | RunState::Confirmed);
    let newest = match run.freeze {
        // Each freeze has a chain of its own: those who were placed by the first are not those of the second.
        Some(freeze) => (store::of_freeze(sql, freeze).await?.into_iter())
            .filter(|one| one.state != RunState::Discarded)
            .max_by_key(|one| (one.state == RunState::Proposed, one.created_at, one.id)),
        None => store::latest(sql, run.programme).await?,
    };
    let newest = newest.map(|one| one.id);
    if !living || newest != Some(run.id) {
        return Err(Error::refused("placements-settled").next("placements-next-run"));
    }
    if repairs && programme.state == State::Running {
        return Ok(());
    }
    open_for_placement(programme)
}

/// The problem to change: once people may know their places, keeping them there comes before every other aim.
fn base(work: &Work) -> Result<(Problem, Placement)> {
    if work.run.state != RunState::Confirmed && !work.declared {
        return Ok((work.problem.clone(), work.placement.clone()));
    }
    let kept =
        matching::repair(&work.problem, &work.placement, &Changes::default()).map_err(unusable)?;
    let placement = kept
        .outcome
        .placement()
        .cloned()
        .ok_or_else(|| Error::internal("a placement that cannot stay as it is"))?;
    Ok((kept.problem, placement))
}

/// Whether the policy and the declared conflicts allow the pair.
async fn allowed(
    app: &App,
    work: &Work,
    nomination: NominationId,
    slot: SlotId,
) -> Result<(String, String)> {
    let person = nominations::get(&app.db, &Scope::All, nomination).await?;
    let name = person.snapshot.name.clone();
    let place = hosts::slot(&app.db, slot).await?;
    if !eligible(&app.db, &work.programme, &person).await? {
        return Err(
            Error::refused(Text::new("placements-not-eligible").with("name", name))
                .next("placements-next-eligible"),
        );
    }
    let pairs = store::conflict_pairs(&app.db, work.programme.id).await?;
    if pairs.contains(&(nomination, place.host_id)) {
        return Err(Error::refused("placements-in-conflict").next("placements-next-other"));
    }
    let day = app.clock.today();
    let verdict =
        screenings::judge_for_slot(&app.db, &work.programme, &person, &place, day).await?;
    if verdict != Verdict::Memenuhi {
        return Err(
            Error::refused(Text::new("placements-not-eligible").with("name", name))
                .next("placements-next-eligible"),
        );
    }
    let alias = work.view.ids.person(nomination);
    let alias = alias.filter(|alias| work.problem.applicant_index(alias).is_some());
    let alias =
        alias.ok_or_else(|| Error::refused("placements-not-in-run").next("placements-next-run"))?;
    Ok((alias.to_owned(), work.view.ids.slot(slot)?.to_owned()))
}

/// What it would cost to give somebody a place by decision, everybody else placed as well as possible; nothing is stored.
///
/// # Errors
/// Refused when she does not meet the policy, the pair is in conflict, she did not choose the place, or a limit would
/// break.
pub async fn cost_of(
    app: &App,
    actor: &Actor,
    run: PlacementRunId,
    nomination: NominationId,
    slot: SlotId,
) -> Result<Cost> {
    access::CHANGE.allow(actor)?;
    let work = work(app, run, false).await?;
    let pair = allowed(app, &work, nomination, slot).await?;
    blocking(move || cost(&work, &pair).map(|(cost, _)| cost)).await
}

fn cost(work: &Work, (person, slot): &(String, String)) -> Result<(Cost, Problem)> {
    let (problem, placement) = base(work)?;
    let found = matching::cost_of(&problem, &placement, person, slot);
    let found = found.map_err(|error| match error {
        WhatIfError::NotAllowed => {
            Error::refused("placements-not-chosen").next("placements-next-other")
        }
        WhatIfError::NoRoom(_) => {
            Error::refused("placements-no-room").next("placements-next-other")
        }
        WhatIfError::Mechanism => {
            Error::refused("placements-mechanism").next("placements-next-repair")
        }
        WhatIfError::Solve(error) => unsolved(error),
    })?;
    let decided = desk::with_pins(&problem, &[(person.clone(), slot.clone())])?;
    let cost = Cost {
        worse: found.worse,
        ranks: found.ranks,
        lost: found.lost,
        better: found.better,
        words: Said {
            id: work.view.said(&found.words.id),
            en: work.view.said(&found.words.en),
        },
        loss: found.loss,
    };
    Ok((cost, decided))
}

/// A decision about one person (*Penyesuaian Manual*).
#[derive(Clone, Debug)]
pub struct Decision {
    /// Who.
    pub nomination: NominationId,
    /// Where.
    pub slot: SlotId,
    /// Key of the type of reason.
    pub reason_type: String,
    /// The reason in words.
    pub reason: String,
}

/// Gives somebody a place by decision, and everybody else one as well as possible: a new proposal that is verified like
/// any other and must be confirmed.
///
/// # Errors
/// As [`cost_of`], and without a reason of a known type.
pub async fn decide(
    app: &App,
    actor: &Actor,
    run: PlacementRunId,
    decision: Decision,
) -> Result<PlacementRunId> {
    access::CHANGE.allow(actor)?;
    let known = windows().override_reason(&decision.reason_type).is_some();
    if !known {
        return Err(Error::invalid_field("reason_type", "error-choice"));
    }
    if decision.reason.trim().is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    let work = work(app, run, false).await?;
    let pair = allowed(app, &work, decision.nomination, decision.slot).await?;
    let (work, answer, cost) = blocking(move || {
        let (cost, decided) = cost(&work, &pair)?;
        let answer = outcome::solve(&work.view, &decided)?;
        Ok((work, answer, cost))
    })
    .await?;
    let mut new = child(app, &work, &answer, RunKind::Override);
    new.reason_type = Some(decision.reason_type);
    new.reason = Some(decision.reason.trim().to_owned());
    new.change = Some(cost.words);
    store_child(app, actor, new, work, answer, "placement.override").await
}

fn child(app: &App, work: &Work, answer: &outcome::Answer, kind: RunKind) -> Run {
    let mut new = new_run(
        app,
        work.run.programme,
        Giving::Ranked,
        RunState::Proposed,
        answer,
    );
    new.freeze = work.run.freeze;
    new.kind = kind;
    // A proposal that nobody confirmed is replaced; the change is one of what stands.
    new.parent = if work.run.state == RunState::Confirmed {
        Some(work.run.id)
    } else {
        work.run.parent
    };
    new.left_out = work.run.left_out.clone();
    new
}

async fn store_child(
    app: &App,
    actor: &Actor,
    new: Run,
    work: Work,
    answer: outcome::Answer,
    act: &'static str,
) -> Result<PlacementRunId> {
    let (new, work, answer) = (Arc::new(new), Arc::new(work), Arc::new(answer));
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (new, work, answer, actor) =
                (new.clone(), work.clone(), answer.clone(), actor.clone());
            Box::pin(async move {
                let programme = programmes::lock_in(&tx, new.programme).await?;
                let repairs = new.kind == RunKind::Repair;
                let before = store::run(&tx, work.run.id).await?;
                changeable(&tx, &before, &programme, repairs).await?;
                let before = store::discard(&tx, new.programme, RunState::Proposed).await?;
                keep(&tx, &actor, &new, &work.view, &answer, act, before).await
            })
        })
        .await
}

fn mended(work: &Work, events: &Events) -> Result<(matching::Repaired, Preview)> {
    let mut changes = Changes::default();
    for id in &events.withdraw {
        let alias = work.view.ids.person(*id);
        let alias = alias.filter(|alias| work.problem.applicant_index(alias).is_some());
        let alias = alias
            .ok_or_else(|| Error::refused("placements-not-in-run").next("placements-next-run"))?;
        changes.withdraw.push(alias.to_owned());
    }
    for id in &events.close {
        changes.close.push(work.view.ids.slot(*id)?.to_owned());
    }
    // Who has begun stays where she is; who withdraws or whose place closes cannot.
    let pins: Vec<(String, String)> = (work.fixed.iter())
        .filter(|(person, slot)| {
            !changes.withdraw.contains(person) && !changes.close.contains(slot)
        })
        .cloned()
        .collect();
    let problem = desk::with_pins(&work.problem, &pins)?;
    let repaired = matching::repair(&problem, &work.placement, &changes).map_err(unusable)?;
    let words = repaired.words();
    let mut moves = Vec::new();
    let place = |slot: Option<u32>| -> Result<String> {
        match slot.and_then(|at| repaired.problem.slots().get(at as usize)) {
            Some(slot) => Ok(work.view.place(work.view.ids.slot_of(&slot.id)?)),
            None => Ok(String::new()),
        }
    };
    for one in &repaired.moves {
        let Some(applicant) = repaired.problem.applicants().get(one.applicant as usize) else {
            continue;
        };
        let known = (work.view.ids.people.iter()).find(|person| person.alias == applicant.id);
        let Some(known) = known else { continue };
        moves.push(MoveLine {
            nomination: known.nomination,
            name: work.view.brief(known.nomination)?.name.clone(),
            from: place(one.from)?,
            to: place(one.to)?,
        });
    }
    let preview = Preview {
        moves,
        words: Said {
            id: work.view.said(&words.0),
            en: work.view.said(&words.1),
        },
        fixed: pins.len(),
        dropped: (repaired.dropped.iter())
            .map(|(_, id, least)| format!("{} ({least})", work.view.said(id)))
            .collect(),
        clashing: work.clashing,
    };
    Ok((repaired, preview))
}

/// Refuses a repair without a cause: nobody withdraws, no place closes, no conflict stands against a place given.
fn something_happened(events: &Events, work: &Work) -> Result<()> {
    if *events == Events::default() && work.clashing == 0 {
        return Err(Error::invalid_field(
            "withdraw",
            "placements-nothing-happened",
        ));
    }
    Ok(())
}

/// What a repair would do, before anybody says yes; nothing is stored.
pub async fn preview(
    app: &App,
    actor: &Actor,
    run: PlacementRunId,
    events: Events,
) -> Result<Preview> {
    access::CHANGE.allow(actor)?;
    let work = work(app, run, true).await?;
    something_happened(&events, &work)?;
    blocking(move || mended(&work, &events).map(|(_, preview)| preview)).await
}

/// Mends a placement after withdrawals and closed places: as few as possible move, the best of the reserve list come up,
/// whose internship has begun stays. It is a new proposal, verified like any other, and must be confirmed. JP that
/// somebody has earned stands in another book and is not touched.
///
/// # Errors
/// Refused when nothing happened, when somebody is not in the placement, or when it is not the newest.
pub async fn repair(
    app: &App,
    actor: &Actor,
    run: PlacementRunId,
    events: Events,
    reason: &str,
) -> Result<PlacementRunId> {
    access::CHANGE.allow(actor)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    let work = work(app, run, true).await?;
    something_happened(&events, &work)?;
    let (work, answer, preview) = blocking(move || {
        let (repaired, preview) = mended(&work, &events)?;
        let answer = outcome::answer(&work.view, &repaired.problem, &repaired.outcome)?;
        Ok((work, answer, preview))
    })
    .await?;
    let mut new = child(app, &work, &answer, RunKind::Repair);
    new.reason = Some(reason);
    new.change = Some(preview.words);
    store_child(app, actor, new, work, answer, "placement.repair").await
}

/// The reserve list (*Cadangan*): who meets the requirements and has no place, as the newest run lists them.
pub async fn reserve(sql: &impl Sql, run: PlacementRunId) -> Result<Vec<Member>> {
    let everybody = store::everybody(sql, run).await?;
    Ok(everybody
        .into_iter()
        .filter(|one| one.explained.slot.is_none())
        .collect())
}

/// What specialists ask of a computed placement, in words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sensitivity {
    /// What one more place at each full limit would be worth.
    pub more: Vec<Said>,
    /// Within which bounds each limit may move before the result changes.
    pub margins: Vec<Said>,
    /// Whether the result is by a mechanism, which has no prices.
    pub mechanism: bool,
}

/// Shadow prices and margins of a run. Each answer solves a changed problem.
pub async fn sensitivity(app: &App, actor: &Actor, id: PlacementRunId) -> Result<Sensitivity> {
    access::READ.allow(actor)?;
    let run = store::run(&app.db, id).await?;
    let Some(freeze) = run.freeze else {
        return Ok(Sensitivity::default());
    };
    let ids = store::freeze(&app.db, freeze).await?.ids;
    let view = View::read(&app.db, run.programme, ids).await?;
    blocking(move || {
        let (problem, placement) = desk::stored(&run)?;
        let said = |id: &str, en: &str| Said {
            id: view.said(id),
            en: view.said(en),
        };
        let more = match matching::one_more(&problem, &placement) {
            Ok(more) => more,
            Err(WhatIfError::Mechanism) => {
                return Ok(Sensitivity {
                    mechanism: true,
                    ..Sensitivity::default()
                });
            }
            Err(error) => return Err(unsolved(error)),
        };
        let margins = matching::margins(&problem, &placement).map_err(unsolved)?;
        Ok(Sensitivity {
            more: (more.iter())
                .map(|one| said(&one.words.id, &one.words.en))
                .collect(),
            margins: (margins.iter())
                .map(|one| said(&one.text(&problem, true), &one.text(&problem, false)))
                .collect(),
            mechanism: false,
        })
    })
    .await
}
