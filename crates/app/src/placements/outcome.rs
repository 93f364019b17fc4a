//! Solves a placement, checks it by the independent checker, and puts each result in words with names in place of ids.

use kernel::{Error, NominationId, Result, SlotId};
use matching::{LimitKind, Obstacle, Outcome as Solved, Problem};

use super::build::{Input, of};
use super::model::{Chosen, Explained, Fate, Said};

/// A solved and verified placement.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// Canonical JSON of the problem.
    pub problem: String,
    /// The result with its proof.
    pub result: String,
    /// People by rank.
    pub profile: Vec<u32>,
    /// What became of each candidate, in their order.
    pub members: Vec<(NominationId, Explained)>,
}

/// Solves and verifies. CPU-bound: call it through [`crate::blobs::blocking`].
pub(super) fn solve(input: &Input, problem: &Problem) -> Result<Answer> {
    let solved = matching::solve(problem).map_err(|error| {
        Error::refused("placements-unsolved")
            .next("placements-next-problem")
            .log(error)
    })?;
    let Solved::Optimal(placement) = solved else {
        // Without pinned people nobody need be placed, so an empty placement always fits.
        return Err(Error::internal(
            "a placement without pins cannot be infeasible",
        ));
    };
    let (problem_text, result_text) = (problem.to_json(), placement.to_json(problem));
    matching_check::verify(&problem_text, &result_text)
        .map_err(|broken| Error::internal(format!("the checker refused a placement: {broken}")))?;
    let names = names(input);
    let mut members = Vec::with_capacity(input.candidates.len());
    for candidate in &input.candidates {
        let id = candidate.nomination.id;
        let explanation = matching::explain(problem, &placement, &id.to_string())
            .ok_or_else(|| Error::internal("an applicant is missing from her own problem"))?;
        let mut explained = Explained {
            slot: None,
            rank: 0,
            choices: Vec::with_capacity(explanation.choices.len()),
        };
        for choice in &explanation.choices {
            let slot: SlotId = choice.slot.parse().map_err(Error::internal)?;
            let fate = fate(choice.fate);
            if fate == Fate::Granted {
                (explained.slot, explained.rank) = (Some(slot), choice.rank);
            }
            explained.choices.push(Chosen {
                rank: choice.rank,
                place: name(input, slot),
                fit: candidate
                    .choices
                    .iter()
                    .find(|(id, _)| *id == slot)
                    .map(|(_, fit)| *fit),
                fate,
                words: Said {
                    id: said(&names, &choice.words.id),
                    en: said(&names, &choice.words.en),
                },
            });
        }
        members.push((id, explained));
    }
    Ok(Answer {
        problem: problem_text,
        result: result_text,
        profile: placement.profile.clone(),
        members,
    })
}

fn fate(fate: matching::Fate) -> Fate {
    match fate {
        matching::Fate::Granted => Fate::Granted,
        matching::Fate::NotNeeded => Fate::NotNeeded,
        matching::Fate::HeldBack(obstacle) => match obstacle {
            Obstacle::Conflict => Fate::Conflict,
            Obstacle::Limit(LimitKind::Slot) => Fate::Slot,
            Obstacle::Limit(LimitKind::Host) => Fate::Host,
            Obstacle::Limit(LimitKind::Region) => Fate::Region,
            Obstacle::Limit(LimitKind::Agency) => Fate::Agency,
            Obstacle::Minimum => Fate::Minimum,
            Obstacle::Value => Fate::Value,
        },
    }
}

/// Ids of limits and the names that people know them by.
fn names(input: &Input) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    for slot in &input.slots {
        names.push((slot.id.to_string(), slot.label()));
        names.push((slot.host_id.to_string(), slot.host_name.clone()));
    }
    for candidate in &input.candidates {
        let nomination = &candidate.nomination;
        if let (Some(id), Some(name)) = (nomination.opd_id, &nomination.snapshot.opd_name) {
            names.push((id.to_string(), name.clone()));
        }
    }
    names.sort_unstable();
    names.dedup_by(|a, b| a.0 == b.0);
    names
}

/// A sentence of the engine with names in place of ids, beginning with a capital letter.
fn said(names: &[(String, String)], text: &str) -> String {
    let mut text = text.to_owned();
    for (id, name) in names {
        if text.contains(id.as_str()) {
            text = text.replace(id.as_str(), name);
        }
    }
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => text,
    }
}

fn name(input: &Input, id: SlotId) -> String {
    let slot = input.slots.iter().find(|slot| slot.id == id);
    slot.map(crate::hosts::Slot::label).unwrap_or_default()
}

/// Name, NIP and OPD of a candidate, for the rows of a run.
pub(super) fn brief(input: &Input, id: NominationId) -> Result<&crate::people::PersonBrief> {
    of(input, id)
        .map(|candidate| &candidate.nomination.snapshot)
        .ok_or_else(|| Error::internal("a result names somebody who was not a candidate"))
}
