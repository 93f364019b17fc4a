//! Computing a placement and putting a proposal aside.

use std::sync::Arc;

use kernel::{Actor, Error, PlacementRunId, ProgrammeId, Result, SlotId};

use super::ids::{Ids, View};
use super::model::{Run, RunKind, RunState};
use super::notion::{Minimum, Notion};
use super::outcome::Answer;
use super::{access, build, outcome, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::db::Tx;
use crate::programmes::{self, Giving, Programme, State};

/// Refuses when places of the programme cannot be given in its present state.
pub(super) fn open_for_placement(programme: &Programme) -> Result<()> {
    match programme.state {
        State::Open | State::Verifying | State::Placing | State::Deciding => Ok(()),
        _ => Err(Error::refused("placements-not-now").next("placements-next-state")),
    }
}

/// Computes a placement and has it checked by the independent checker. Where places are given directly or to one
/// institution it is a proposal that can be confirmed; for ranked choices it is a trial, since only frozen inputs with
/// a seed that came later lead to places. Earlier proposals or trials of the programme are put aside. `destination` is
/// the one place of *satu tujuan* and ignored otherwise.
///
/// # Errors
/// Refused when nobody may be placed, or when the programme's state forbids it.
pub async fn propose(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    destination: Option<SlotId>,
) -> Result<PlacementRunId> {
    access::PROPOSE.allow(actor)?;
    let input = build::input(&app.db, programme, destination, app.clock.today()).await?;
    open_for_placement(&input.programme)?;
    if input.candidates.is_empty() {
        return Err(Error::refused("placements-nobody").next("placements-next-verify"));
    }
    let trial = input.programme.giving == Giving::Ranked;
    let terms = super::desk::terms(&app.db, &input, Notion::Own, Minimum::Ignore).await?;
    let left_out = input.left_out.clone();
    let mode = input.programme.giving;
    let (view, answer) = blocking(move || {
        let ids = Ids::plain(&input);
        let problem = build::stated(&input, &ids, &input.programme.seed, &terms)?;
        let view = View::of(&input, ids);
        let answer = outcome::solve(&view, &problem)?;
        Ok((view, answer))
    })
    .await?;
    let state = if trial {
        RunState::Trial
    } else {
        RunState::Proposed
    };
    let mut run = new_run(app, programme, mode, state, &answer);
    run.left_out = left_out;
    let (run, answer, view, actor) = (
        Arc::new(run),
        Arc::new(answer),
        Arc::new(view),
        actor.clone(),
    );
    app.db
        .write(move |tx| {
            let (run, answer, view, actor) =
                (run.clone(), answer.clone(), view.clone(), actor.clone());
            Box::pin(async move {
                let programme = programmes::lock_in(&tx, run.programme).await?;
                open_for_placement(&programme)?;
                let before = store::discard(&tx, run.programme, run.state).await?;
                keep(
                    &tx,
                    &actor,
                    &run,
                    &view,
                    &answer,
                    "placement.propose",
                    before,
                )
                .await
            })
        })
        .await
}

/// A run of `answer` that nobody has decided upon.
pub(super) fn new_run(
    app: &App,
    programme: ProgrammeId,
    mode: Giving,
    state: RunState,
    answer: &Answer,
) -> Run {
    let placed = answer.placed();
    Run {
        id: PlacementRunId(app.clock.new_id()),
        programme,
        mode,
        state,
        placed,
        unplaced: answer.members.len() as i64 - placed,
        profile: answer.profile.clone(),
        left_out: Vec::new(),
        problem: answer.problem.clone(),
        result: answer.result.clone(),
        created_at: app.clock.now(),
        confirmed_at: None,
        freeze: None,
        kind: RunKind::Solve,
        parent: None,
        reason_type: None,
        reason: None,
        change: None,
        published_at: None,
        window_days: None,
        window_closes: None,
    }
}

/// Stores a run with its people and its line in the log.
pub(super) async fn keep(
    tx: &Tx,
    actor: &Actor,
    run: &Run,
    view: &View,
    answer: &Answer,
    act: &str,
    before: u64,
) -> Result<PlacementRunId> {
    store::insert_run(tx, run, &actor.key()).await?;
    for (position, (id, explained)) in answer.members.iter().enumerate() {
        store::insert_member(tx, run, *id, position, view.brief(*id)?, explained).await?;
    }
    let mut line = Entry::new(actor, act, "placement", run.id)
        .with("programme", run.programme.to_string())
        .with("mode", run.mode.key())
        .with("state", run.state.key())
        .with("problem", run.digest())
        .with("result", crate::sha256_hex(run.result.as_bytes()))
        .with("placed", run.placed)
        .with("unplaced", run.unplaced)
        .with("discarded", before);
    if let Some(freeze) = run.freeze {
        line = line.with("freeze", freeze.to_string());
    }
    if let Some(parent) = run.parent {
        line = line.with("parent", parent.to_string());
    }
    if let Some(kind) = &run.reason_type {
        line = line.with("reason_type", kind.as_str());
    }
    if let Some(reason) = &run.reason {
        line = line.with("reason", tx.commit_to(reason));
    }
    tx.audit(line);
    Ok(run.id)
}

/// Puts a proposal aside; it stays for the record.
pub async fn discard(app: &App, actor: &Actor, id: PlacementRunId) -> Result<()> {
    access::PROPOSE.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let changed =
                    store::set_state(&tx, id, RunState::Proposed, RunState::Discarded, None)
                        .await?;
                if changed == 0 {
                    store::run(&tx, id).await?;
                    return Err(Error::refused("placements-settled").next("placements-next-run"));
                }
                tx.audit(Entry::new(&actor, "placement.discard", "placement", id));
                Ok(())
            })
        })
        .await
}
