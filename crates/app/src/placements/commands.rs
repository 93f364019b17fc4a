//! Proposing a placement and putting a proposal aside.

use std::sync::Arc;

use kernel::{Actor, Error, PlacementRunId, ProgrammeId, Result, SlotId};

use super::model::{Run, RunState};
use super::{access, build, outcome, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::programmes::{self, Programme, State};

/// Refuses when places of the programme cannot be given in its present state.
pub(super) fn open_for_placement(programme: &Programme) -> Result<()> {
    match programme.state {
        State::Open | State::Verifying | State::Placing | State::Deciding => Ok(()),
        _ => Err(Error::refused("placements-not-now").next("placements-next-state")),
    }
}

/// Computes a placement, has it checked by the independent checker, and stores it as a proposal; earlier proposals of
/// the programme are put aside. `destination` is the one place of *satu tujuan* and ignored otherwise.
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
    let input = Arc::new(input);
    let work = input.clone();
    let answer = blocking(move || {
        let problem = build::problem(&work)?;
        outcome::solve(&work, &problem)
    })
    .await?;
    let placed = answer
        .members
        .iter()
        .filter(|(_, e)| e.slot.is_some())
        .count() as i64;
    let run = Run {
        id: PlacementRunId(app.clock.new_id()),
        programme,
        mode: input.programme.giving,
        state: RunState::Proposed,
        placed,
        unplaced: answer.members.len() as i64 - placed,
        profile: answer.profile.clone(),
        left_out: input.left_out.clone(),
        problem: answer.problem.clone(),
        result: answer.result.clone(),
        created_at: app.clock.now(),
        confirmed_at: None,
    };
    let (run, answer, actor) = (Arc::new(run), Arc::new(answer), actor.clone());
    app.db
        .write(move |tx| {
            let (run, answer, input, actor) =
                (run.clone(), answer.clone(), input.clone(), actor.clone());
            Box::pin(async move {
                let programme = programmes::lock_in(&tx, run.programme).await?;
                open_for_placement(&programme)?;
                let before = store::discard_proposals(&tx, run.programme).await?;
                store::insert_run(&tx, &run, &actor.key()).await?;
                for (position, (id, explained)) in answer.members.iter().enumerate() {
                    let brief = outcome::brief(&input, *id)?;
                    store::insert_member(&tx, &run, *id, position, brief, explained).await?;
                }
                tx.audit(
                    Entry::new(&actor, "placement.propose", "placement", run.id)
                        .with("programme", run.programme.to_string())
                        .with("mode", run.mode.key())
                        .with("problem", run.digest())
                        .with("result", crate::sha256_hex(run.result.as_bytes()))
                        .with("placed", run.placed)
                        .with("unplaced", run.unplaced)
                        .with("discarded", before),
                );
                Ok(run.id)
            })
        })
        .await
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
