//! What is wrong with the inputs of a placement before anything is frozen.

use kernel::{Actor, NominationId, ProgrammeId, Result};
use matching::Outcome;

use super::build::{self, Input};
use super::compare::Equity;
use super::ids::{Ids, View};
use super::model::LeftOut;
use super::notion::{Minimum, Notion};
use super::{access, desk, outcome, store};
use crate::App;
use crate::blobs::blocking;
use crate::programmes::Programme;

/// What the inputs look like.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The programme.
    pub programme: Programme,
    /// People who may be placed.
    pub people: usize,
    /// Places that are free.
    pub room: i64,
    /// Who has no choice that could be hers: every one is full already, beyond a limit that is used up, or in conflict.
    pub stranded: Vec<(NominationId, String)>,
    /// Hosts that nobody chose, and places that nobody chose at hosts that somebody did.
    pub unchosen: Vec<String>,
    /// Who is not considered, and why.
    pub left_out: Vec<LeftOut>,
    /// Minimums that cannot be met together, in words (Indonesian, English); empty if they can.
    pub clash: Vec<(String, String)>,
    /// People by rank in a trial; empty when nobody may be placed.
    pub profile: Vec<u32>,
    /// People without a place in that trial.
    pub unplaced: i64,
    /// How many pairs are declared in conflict.
    pub conflicts: usize,
    /// How many people have an imported merit.
    pub merit: usize,
    /// The pool of eligible people and who of them would be placed.
    pub equity: Vec<Equity>,
}

/// Looks at the inputs of a programme with ranked choices; nothing is stored.
pub async fn check(app: &App, actor: &Actor, programme: ProgrammeId) -> Result<Checked> {
    access::READ.allow(actor)?;
    let input = build::input(&app.db, programme, None, app.clock.today()).await?;
    let ignore = desk::terms(&app.db, &input, Notion::Own, Minimum::Ignore).await?;
    let refuse = desk::terms(&app.db, &input, Notion::Own, Minimum::Refuse).await?;
    let mut found = Checked {
        programme: input.programme.clone(),
        people: input.candidates.len(),
        room: input.slots.iter().map(|slot| slot.free().max(0)).sum(),
        stranded: stranded(&input, &ignore.conflicts),
        unchosen: unchosen(&input),
        left_out: input.left_out.clone(),
        clash: Vec::new(),
        profile: Vec::new(),
        unplaced: 0,
        conflicts: store::conflict_pairs(&app.db, programme).await?.len(),
        merit: ignore.merit.len(),
        equity: Vec::new(),
    };
    if input.candidates.is_empty() {
        return Ok(found);
    }
    let (view, answer, clash) = blocking(move || {
        let ids = Ids::plain(&input);
        let seed = input.programme.seed.clone();
        let view = View::of(&input, ids.clone());
        let answer = outcome::solve(&view, &build::stated(&input, &ids, &seed, &ignore)?)?;
        let bound = build::stated(&input, &ids, &seed, &refuse)?;
        let clash = match matching::solve(&bound).map_err(outcome::unsolved)? {
            Outcome::Infeasible(clash) => (clash.clash.iter())
                .map(|one| {
                    let words = one.words(&bound);
                    (view.said(&words.id), view.said(&words.en))
                })
                .collect(),
            _ => Vec::new(),
        };
        Ok((view, answer, clash))
    })
    .await?;
    found.clash = clash;
    found.profile = answer.profile.clone();
    found.unplaced = answer.members.len() as i64 - answer.placed();
    found.equity = super::compare::equity(&app.db, &view, &answer).await?;
    Ok(found)
}

fn stranded(
    input: &Input,
    conflicts: &std::collections::BTreeSet<(NominationId, kernel::HostId)>,
) -> Vec<(NominationId, String)> {
    let reachable = |id: NominationId, slot: kernel::SlotId| {
        let place = input.slots.iter().find(|one| one.id == slot);
        place.is_some_and(|place| {
            place.free() > 0
                && !conflicts.contains(&(id, place.host_id))
                && input.hosts.get(&place.host_id).is_none_or(|left| *left > 0)
                && (place.region.as_ref())
                    .and_then(|region| input.regions.get(region))
                    .is_none_or(|left| *left > 0)
        })
    };
    let released = |opd: Option<kernel::OrgId>| {
        let left = opd.and_then(|opd| input.agencies.get(&opd));
        left.is_none_or(|left| *left > 0)
    };
    (input.candidates.iter())
        .filter(|one| {
            let id = one.nomination.id;
            !released(one.nomination.opd_id)
                || !one.choices.iter().any(|(slot, _)| reachable(id, *slot))
        })
        .map(|one| (one.nomination.id, one.nomination.snapshot.name.clone()))
        .collect()
}

fn unchosen(input: &Input) -> Vec<String> {
    let chosen = |id| {
        let of = |one: &build::Candidate| one.choices.iter().any(|(slot, _)| *slot == id);
        input.candidates.iter().any(of)
    };
    let open = || input.slots.iter().filter(|slot| slot.free() > 0);
    let wanted = |host| {
        input
            .slots
            .iter()
            .any(|slot| slot.host_id == host && chosen(slot.id))
    };
    let mut hosts: Vec<String> = (open().filter(|slot| !wanted(slot.host_id)))
        .map(|slot| slot.host_name.clone())
        .collect();
    hosts.dedup();
    let places = open()
        .filter(|slot| wanted(slot.host_id) && !chosen(slot.id))
        .map(crate::hosts::Slot::label);
    hosts.extend(places);
    hosts
}
