//! What would change if: one more place, another limit, one person's choice granted by decision.
//!
//! Prices of an optimum are not unique where it is degenerate, so that a price only bounds what one
//! more place is worth. The answers here are exact: each comes from solving the changed problem.

use crate::SolveError;
use crate::explain::{Words, limit_words};
use crate::network::{LimitKind, Usage};
use crate::problem::{Goal, Problem};
use crate::result::{Placement, TABLES};
use crate::solve::{Outcome, solve};
use crate::values::{Component, Values};

/// What one more place at a full limit is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneMore {
    /// Kind of the limit.
    pub limit: LimitKind,
    /// Index of the limit among its kind.
    pub at: u32,
    /// Difference of the total values, the lottery last; all 0 if nothing would change.
    pub gain: Vec<i64>,
    /// In words, such as "one more place at BKN would place one more person".
    pub words: Words,
}

/// Within which bounds a maximum may move before the result changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    /// Kind of the limit.
    pub limit: LimitKind,
    /// Index of the limit among its kind.
    pub at: u32,
    /// Its maximum.
    pub max: u32,
    /// The smallest maximum with the same result.
    pub from: u32,
    /// The largest maximum with the same result; `None`: any larger one has it.
    pub to: Option<u32>,
}

impl Margin {
    /// The margin in a sentence, in Indonesian (`true`) or English (`false`).
    pub fn text(&self, problem: &Problem, indonesian: bool) -> String {
        let name = limit_words(problem, self.limit, self.at);
        let Margin { max, from, to, .. } = self;
        match (indonesian, to) {
            (true, Some(to)) => format!(
                "Batas {max} pada {}: hasil tetap dari {from} sampai {to}.",
                name.id
            ),
            (true, None) => format!(
                "Batas {max} pada {}: hasil tetap dari {from} ke atas.",
                name.id
            ),
            (false, Some(to)) => format!(
                "The limit of {max} at {}: the same result from {from} to {to}.",
                name.en
            ),
            (false, None) => format!(
                "The limit of {max} at {}: the same result from {from} up.",
                name.en
            ),
        }
    }
}

/// What it costs to give somebody a place by decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionCost {
    /// What the total value loses, component by component, the lottery last.
    pub loss: Vec<i64>,
    /// How many people get a less preferred choice.
    pub worse: u32,
    /// How many ranks they lose together.
    pub ranks: u32,
    /// How many people lose their place.
    pub lost: u32,
    /// How many people get a better choice or a place, the person herself included.
    pub better: u32,
    /// The cost in one sentence; it names nobody.
    pub words: Words,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhatIfError {
    /// The pair is in conflict, was not chosen, or the applicant is unknown.
    NotAllowed,
    /// The limits leave no room for the decision.
    NoRoom(Box<crate::Infeasible>),
    /// The mechanism has no values that could be compared.
    Mechanism,
    /// The changed problem was not solved.
    Solve(SolveError),
}

impl std::fmt::Display for WhatIfError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            WhatIfError::NotAllowed => f.write_str(
                "the applicant is unknown, did not choose the slot, or the pair is in conflict",
            ),
            WhatIfError::NoRoom(_) => f.write_str("the limits leave no room for this decision"),
            WhatIfError::Mechanism => {
                f.write_str("a problem with a mechanism has no values to compare")
            }
            WhatIfError::Solve(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for WhatIfError {}

impl From<SolveError> for WhatIfError {
    fn from(error: SolveError) -> Self {
        WhatIfError::Solve(error)
    }
}

fn components(problem: &Problem) -> Result<Vec<Component>, WhatIfError> {
    match problem.goal() {
        Goal::Objective(list) => Ok(Values::components_of(list, problem.longest_list())),
        Goal::MeritStable => Err(WhatIfError::Mechanism),
    }
}

/// A difference of values in words: its first component that is not 0 decides.
pub(crate) fn difference(components: &[Component], gain: &[i64]) -> Option<Words> {
    let (component, n) = components.iter().zip(gain).find(|(_, n)| **n != 0)?;
    let (n, more) = (n.unsigned_abs(), *n > 0);
    let (id_more, en_more) = if more {
        ("lebih banyak", "more")
    } else {
        ("lebih sedikit", "fewer")
    };
    let (id_high, en_high) = if more {
        ("lebih tinggi", "higher")
    } else {
        ("lebih rendah", "lower")
    };
    let (id, en) = match component {
        Component::Placed => (
            format!("{n} orang {id_more} mendapat tempat"),
            format!("{n} {en_more} placed"),
        ),
        Component::Best(rank) => (
            format!("{n} orang {id_more} pada pilihan ke-{rank}"),
            format!("{n} {en_more} on choice {rank}"),
        ),
        Component::Worst(rank) => {
            let (id, en) = if more {
                ("lebih sedikit", "fewer")
            } else {
                ("lebih banyak", "more")
            };
            (
                format!("{n} orang {id} pada pilihan ke-{rank}"),
                format!("{n} {en} on choice {rank}"),
            )
        }
        Component::Fit => (
            format!("jumlah kesesuaian {n} {id_high}"),
            format!("the sum of fit {n} {en_high}"),
        ),
        Component::Merit => (
            format!("jumlah nilai prestasi {n} {id_high}"),
            format!("the sum of merit {n} {en_high}"),
        ),
        Component::Stay => (
            format!("{n} orang {id_more} tetap di tempatnya"),
            format!("{n} {en_more} staying where they are"),
        ),
        Component::Lottery | Component::Nothing => (
            "hanya hasil undian yang berubah".to_owned(),
            "only the draw changes".to_owned(),
        ),
    };
    Some(Words { id, en })
}

fn subtract(a: &[i64], b: &[i64]) -> Vec<i64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn set_max(problem: &mut Problem, kind: LimitKind, at: usize, change: impl Fn(u32) -> u32) {
    let max = match kind {
        LimitKind::Slot => problem.slots.get_mut(at).map(|one| &mut one.max),
        LimitKind::Host => problem.hosts.get_mut(at).map(|one| &mut one.max),
        LimitKind::Region => problem.regions.get_mut(at).map(|one| &mut one.max),
        LimitKind::Agency => problem.agencies.get_mut(at).map(|one| &mut one.release_max),
    };
    if let Some(max) = max {
        *max = max.map(change);
    }
}

/// What one more place at each full limit with a price is worth; limits without a price are worth nothing more.
///
/// Each answer solves the problem once more.
///
/// # Errors
/// See [`WhatIfError`].
pub fn one_more(problem: &Problem, placement: &Placement) -> Result<Vec<OneMore>, WhatIfError> {
    let components = components(problem)?;
    let mut list = Vec::new();
    for (_, limit) in TABLES {
        for (at, price) in (0_u32..).zip(placement.prices.of(limit)) {
            let first = price.iter().flatten().find(|part| **part != 0);
            if first.is_none_or(|part| *part < 0) {
                continue;
            }
            let mut wider = problem.clone();
            set_max(&mut wider, limit, at as usize, |max| max + 1);
            let gain = match solve(&wider)?.placement() {
                Some(other) => subtract(&other.value, &placement.value),
                None => return Err(WhatIfError::Solve(SolveError::Unproved)),
            };
            let name = limit_words(problem, limit, at);
            let effect = difference(&components, &gain);
            let words = match &effect {
                None => Words {
                    id: format!("Satu tempat lagi pada {} tidak mengubah apa pun.", name.id),
                    en: format!("One more place at {} would change nothing.", name.en),
                },
                Some(effect) => Words {
                    id: format!("Satu tempat lagi pada {}: {}.", name.id, effect.id),
                    en: format!("One more place at {}: {}.", name.en, effect.en),
                },
            };
            list.push(OneMore {
                limit,
                at,
                gain,
                words,
            });
        }
    }
    Ok(list)
}

/// How far each maximum may move before the result changes.
///
/// Below the people it holds a maximum always changes the result. Above, what a further place is
/// worth only falls (the optimum is concave in each limit), so that one more place decides.
///
/// # Errors
/// See [`WhatIfError`].
pub fn margins(problem: &Problem, placement: &Placement) -> Result<Vec<Margin>, WhatIfError> {
    let worth = one_more(problem, placement)?;
    let mut usage = Usage::new(problem);
    for one in &placement.assignments {
        usage.place(problem, one.applicant as usize, one.slot);
    }
    let mut list = Vec::new();
    for (limit, count) in [
        (LimitKind::Slot, problem.slots.len()),
        (LimitKind::Host, problem.hosts.len()),
        (LimitKind::Region, problem.regions.len()),
        (LimitKind::Agency, problem.agencies.len()),
    ] {
        for at in 0..count {
            let (used, Some(max)) = usage.of(problem, limit, at) else {
                continue;
            };
            let known = worth
                .iter()
                .find(|one| one.limit == limit && one.at as usize == at);
            let moves = known.is_some_and(|one| one.gain.iter().any(|part| *part != 0));
            list.push(Margin {
                limit,
                at: u32::try_from(at).unwrap_or(u32::MAX),
                max,
                from: used,
                to: moves.then_some(max),
            });
        }
    }
    Ok(list)
}

/// What it would cost to give `applicant` the slot by decision, everything else placed as well as possible.
///
/// # Errors
/// See [`WhatIfError`]; a pair in conflict and a limit that would break are refused.
pub fn cost_of(
    problem: &Problem,
    placement: &Placement,
    applicant: &str,
    slot: &str,
) -> Result<DecisionCost, WhatIfError> {
    let components = components(problem)?;
    let who = problem
        .applicant_index(applicant)
        .ok_or(WhatIfError::NotAllowed)?;
    let mut decided = problem.clone();
    let person = (decided.applicants.get_mut(who as usize)).ok_or(WhatIfError::NotAllowed)?;
    let position = (0_u32..)
        .zip(&person.choices)
        .find(|(_, choice)| problem.slot_id(choice.slot) == slot && !choice.conflict)
        .map(|(position, _)| position)
        .ok_or(WhatIfError::NotAllowed)?;
    person.pinned = Some(position);
    let outcome = solve(&decided)?;
    let other = match &outcome {
        Outcome::Infeasible(clash) => return Err(WhatIfError::NoRoom(clash.clone())),
        outcome => outcome.placement().ok_or(WhatIfError::Mechanism)?,
    };
    let ranks = |placement: &Placement| {
        let mut list = vec![None; problem.applicants.len()];
        for one in &placement.assignments {
            if let Some(cell) = list.get_mut(one.applicant as usize) {
                *cell = Some(one.rank);
            }
        }
        list
    };
    let mut cost = DecisionCost {
        loss: subtract(&placement.value, &other.value),
        worse: 0,
        ranks: 0,
        lost: 0,
        better: 0,
        words: Words::default(),
    };
    for (before, after) in ranks(placement).into_iter().zip(ranks(other)) {
        match (before, after) {
            (Some(before), Some(after)) if after > before => {
                cost.worse += 1;
                cost.ranks += after - before;
            }
            (Some(_), None) => cost.lost += 1,
            (Some(before), Some(after)) if after < before => cost.better += 1,
            (None, Some(_)) => cost.better += 1,
            _ => {}
        }
    }
    let gain: Vec<i64> = cost.loss.iter().map(|part| -part).collect();
    let effect = difference(&components, &gain).unwrap_or_default();
    cost.words = Words {
        id: format!(
            "{} orang mendapat pilihan yang kurang disukai (bersama turun {} peringkat), {} orang kehilangan tempat, {} orang menjadi lebih baik; keseluruhan: {}.",
            cost.worse, cost.ranks, cost.lost, cost.better, effect.id
        ),
        en: format!(
            "{} people get a less preferred choice ({} ranks together), {} lose their place, {} are better off; as a whole: {}.",
            cost.worse, cost.ranks, cost.lost, cost.better, effect.en
        ),
    };
    Ok(cost)
}
