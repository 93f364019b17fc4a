//! Solves a placement, checks it by the independent checker, and puts each result in words with names in place of ids.

use kernel::{Error, NominationId, Result};
use matching::{LimitKind, Obstacle, Outcome as Solved, Placement, Problem};

use super::ids::View;
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

impl Answer {
    /// How many have a place.
    pub fn placed(&self) -> i64 {
        self.members
            .iter()
            .filter(|(_, e)| e.slot.is_some())
            .count() as i64
    }
}

pub(super) fn unsolved(error: impl std::fmt::Display) -> Error {
    Error::refused("placements-unsolved")
        .next("placements-next-problem")
        .log(error)
}

/// Solves and verifies. CPU-bound: call it through [`crate::blobs::blocking`].
///
/// # Errors
/// Refused with the clash in words when the limits leave no placement.
pub(super) fn solve(view: &View, problem: &Problem) -> Result<Answer> {
    answer(view, problem, &matching::solve(problem).map_err(unsolved)?)
}

/// Verifies what was solved and puts it in words.
pub(super) fn answer(view: &View, problem: &Problem, solved: &Solved) -> Result<Answer> {
    let Some(placement) = solved.placement() else {
        let Solved::Infeasible(clash) = solved else {
            return Err(Error::internal("an outcome without a placement"));
        };
        let says: Vec<String> = (clash.clash.iter())
            .map(|one| view.said(&one.words(problem).id))
            .collect();
        return Err(Error::refused(
            kernel::Text::new("placements-clash").with("what", says.join(" ")),
        )
        .next("placements-next-clash"));
    };
    let (problem_text, result_text) = (problem.to_json(), placement.to_json(problem));
    matching_check::verify(&problem_text, &result_text)
        .map_err(|broken| Error::internal(format!("the checker refused a placement: {broken}")))?;
    Ok(Answer {
        problem: problem_text,
        result: result_text,
        profile: placement.profile.clone(),
        members: members(view, problem, placement)?,
    })
}

fn members(
    view: &View,
    problem: &Problem,
    placement: &Placement,
) -> Result<Vec<(NominationId, Explained)>> {
    let mut members = Vec::with_capacity(view.ids.people.len());
    for person in &view.ids.people {
        // Who has withdrawn stands in the frozen ids and no longer in the problem.
        let Some(explanation) = matching::explain(problem, placement, &person.alias) else {
            continue;
        };
        let mut explained = Explained {
            slot: None,
            rank: 0,
            choices: Vec::with_capacity(explanation.choices.len()),
        };
        let say = |words: &matching::Words| Said {
            id: view.said(&words.id),
            en: view.said(&words.en),
        };
        for choice in &explanation.choices {
            let slot = view.ids.slot_of(&choice.slot)?;
            let fate = fate(choice.fate);
            if fate == Fate::Granted {
                (explained.slot, explained.rank) = (Some(slot), choice.rank);
            }
            explained.choices.push(Chosen {
                rank: choice.rank,
                place: view.place(slot),
                change: choice.change.as_ref().map(say),
                fit: (person.choices.iter())
                    .find(|(id, _)| *id == slot)
                    .map(|(_, fit)| *fit),
                fate,
                words: say(&choice.words),
            });
        }
        members.push((person.nomination, explained));
    }
    Ok(members)
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
