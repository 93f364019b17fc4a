//! From a problem to its proved placement: picks the method, checks the proof, explains what was not granted.

use std::fmt;

use crate::attempt::{Attempt, attempt, overfull};
use crate::bounds::Bounds;
use crate::certificate::{Prices, dual_value};
use crate::clash::{Infeasible, pinned_overfull};
use crate::network::{LimitKind, Usage};
use crate::opening::{self, total};
use crate::problem::{BelowMin, Goal, Problem};
use crate::reasons;
use crate::result::{Assignment, Bound, Placement, Short, Status};
use crate::stable::{self, Cutoffs};
use crate::values::Values;

/// Why a problem was not solved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SolveError {
    /// The numbers are too large to be added exactly.
    ///
    /// Every number that the solver compares is a sum over one cycle through the limits. With C
    /// limits that can bind, n people and a spread D of a component over all pairs and 0, it stays
    /// below (min(C, n) + 2)·D; with minimums C counts in full. That bound is computed first, and a
    /// problem that could pass 2⁶² is refused. 2,000,000 people with |fit| ≤ 10⁹ stay within it up to
    /// 2·10⁹ limits; the lottery of 40 bits up to two million limits.
    TooLarge {
        /// Position of the component in the value vector, from 0.
        component: usize,
        /// What it could reach; more than 2⁶².
        bound: i128,
    },
    /// The proof does not hold: a defect of this crate, never reported as a result.
    Unproved,
}

impl fmt::Display for SolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SolveError::TooLarge { component, bound } => write!(
                f,
                "component {component} of the values could reach {bound}, more than 2^62: use smaller numbers"
            ),
            SolveError::Unproved => f.write_str(
                "the solution could not be proved, so none is given; please report this problem file",
            ),
        }
    }
}

impl std::error::Error for SolveError {}

/// What a problem leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A placement with the proof that none is better.
    Optimal(Box<Placement>),
    /// A placement by `merit-stable`: no pair blocks.
    Stable(Box<Placement>),
    /// The best placement that a search over the hosts to open has found; [`Placement::status`] says whether it finished.
    Searched(Box<Placement>),
    /// Nothing fits, with the proof.
    Infeasible(Box<Infeasible>),
}

impl Outcome {
    /// The placement, if there is one.
    pub fn placement(&self) -> Option<&Placement> {
        match self {
            Outcome::Optimal(one) | Outcome::Stable(one) | Outcome::Searched(one) => Some(one),
            Outcome::Infeasible(_) => None,
        }
    }
}

#[derive(Debug)]
enum Proof {
    Prices(Prices),
    Stability,
    Search {
        prices: Prices,
        unopened: Vec<u32>,
        bound: Option<(Vec<i64>, Prices)>,
    },
}

/// Assignments and their proof before they are checked and explained.
#[derive(Debug)]
pub struct Optimum {
    chosen: Vec<Option<u32>>,
    proof: Proof,
    pivots: u64,
}

impl Optimum {
    /// Pivots of the simplex, for statistics.
    pub fn pivots(&self) -> u64 {
        self.pivots
    }
}

/// Solves a problem exactly and proves it.
///
/// The same problem gives the same outcome on every machine: no clock, no random number, no
/// floating point takes part.
///
/// # Errors
/// See [`SolveError`].
pub fn solve(problem: &Problem) -> Result<Outcome, SolveError> {
    match optimise(problem)? {
        Ok(optimum) => {
            let placement = Box::new(certify(problem, optimum)?);
            Ok(match placement.status {
                Status::Optimal => Outcome::Optimal(placement),
                Status::Stable => Outcome::Stable(placement),
                Status::Searched | Status::Gap => Outcome::Searched(placement),
            })
        }
        Err(infeasible) => Ok(Outcome::Infeasible(Box::new(infeasible))),
    }
}

/// Finds assignments and their proof; [`certify`] checks and explains them. The inner error is infeasibility.
///
/// # Errors
/// As [`solve`].
#[allow(
    clippy::result_large_err,
    reason = "infeasibility is an outcome and not an error on a hot path"
)]
pub fn optimise(problem: &Problem) -> Result<Result<Optimum, Infeasible>, SolveError> {
    let bounds = Bounds::of(problem);
    let Goal::Objective(objectives) = problem.goal() else {
        if let Some(infeasible) = pinned_overfull(problem, &bounds) {
            return Ok(Err(infeasible));
        }
        return Ok(Ok(Optimum {
            chosen: stable::stable(problem),
            proof: Proof::Stability,
            pivots: 0,
        }));
    };
    if problem.below_min() == BelowMin::Close && bounds.has_minimum() {
        let values = Values::new(problem, objectives);
        return Ok(opening::search(problem, &values)?.map(|found| Optimum {
            chosen: found.chosen,
            proof: Proof::Search {
                prices: found.prices,
                unopened: found.unopened,
                bound: found.bound,
            },
            pivots: found.pivots,
        }));
    }
    let values = Values::few_draws(problem, objectives);
    Ok(match attempt(problem, &values, &bounds)? {
        Attempt::Found {
            chosen,
            prices,
            pivots,
        } => Ok(Optimum {
            chosen,
            proof: Proof::Prices(prices),
            pivots,
        }),
        Attempt::Overfull(kind, at) => Err(Infeasible::overfull(problem, kind, at, &bounds)),
        Attempt::Short { prices, by } => Err(Infeasible::shrink(problem, &bounds, prices, by)?),
    })
}

/// Checks the proof of the assignments, and explains every choice that was not granted.
///
/// # Errors
/// [`SolveError::Unproved`] if the proof fails, which would be a defect of this crate.
pub fn certify(problem: &Problem, optimum: Optimum) -> Result<Placement, SolveError> {
    let mut usage = Usage::new(problem);
    let mut profile = vec![0_u32; problem.longest_list()];
    let mut assignments = Vec::new();
    let mut unplaced = Vec::new();
    for (at, (person, chosen)) in problem.applicants().iter().zip(&optimum.chosen).enumerate() {
        let applicant = u32::try_from(at).unwrap_or(u32::MAX);
        let granted =
            chosen.and_then(|choice| Some((choice, person.choices.get(choice as usize)?)));
        let Some((choice, wish)) = granted else {
            unplaced.push(applicant);
            continue;
        };
        usage.place(problem, at, wish.slot);
        if let Some(count) = profile.get_mut(choice as usize) {
            *count += 1;
        }
        assignments.push(Assignment {
            applicant,
            slot: wish.slot,
            rank: choice + 1,
        });
    }
    let mut placement = Placement {
        problem: problem.digest(),
        status: Status::Stable,
        reasons: reasons::reasons(problem, &optimum.chosen, &usage),
        value: Vec::new(),
        bound: None,
        unopened: Vec::new(),
        short: Vec::new(),
        profile,
        assignments,
        unplaced,
        prices: Prices::default(),
        cutoffs: Cutoffs::default(),
    };
    let Goal::Objective(objectives) = problem.goal() else {
        if overfull(problem, &usage, &Bounds::of(problem)).is_some() {
            return Err(SolveError::Unproved);
        }
        placement.cutoffs = stable::cutoffs(problem, &optimum.chosen, &usage);
        placement.short = short(problem, &usage);
        return Ok(placement);
    };
    let values = Values::new(problem, objectives);
    let (prices, bounds) = match optimum.proof {
        Proof::Prices(prices) => {
            placement.status = Status::Optimal;
            (prices, Bounds::of(problem))
        }
        Proof::Search {
            prices,
            unopened,
            bound,
        } => {
            placement.status = if bound.is_some() {
                Status::Gap
            } else {
                Status::Searched
            };
            let bounds = opening::with_unopened(problem, &unopened);
            placement.unopened = unopened;
            placement.bound = bound.map(|(value, prices)| Bound { value, prices });
            (prices, bounds)
        }
        Proof::Stability => return Err(SolveError::Unproved),
    };
    placement.value = total(problem, &values, &optimum.chosen);
    let wide = |value: &[i64]| -> Vec<i128> { value.iter().map(|part| (*part).into()).collect() };
    let below = |kind, at| usage.of(problem, kind, at).0 < bounds.get(kind, at).min;
    let lacks = (0..problem.slots().len()).any(|at| below(LimitKind::Slot, at))
        || (0..problem.hosts().len()).any(|at| below(LimitKind::Host, at));
    let proved = dual_value(problem, &values, &prices, &bounds) == wide(&placement.value);
    let bounded = placement.bound.as_ref().is_none_or(|bound| {
        let free = opening::all_free(problem);
        dual_value(problem, &values, &bound.prices, &free) == wide(&bound.value)
    });
    if !proved || !bounded || lacks || overfull(problem, &usage, &bounds).is_some() {
        return Err(SolveError::Unproved);
    }
    placement.prices = prices;
    Ok(placement)
}

/// A placement of the kernel with its prices, checked and explained.
pub(crate) fn certify_prices(
    problem: &Problem,
    chosen: Vec<Option<u32>>,
    prices: Prices,
) -> Result<Placement, SolveError> {
    let optimum = Optimum {
        chosen,
        proof: Proof::Prices(prices),
        pivots: 0,
    };
    certify(problem, optimum)
}

/// Minimums that a stable placement, which knows none, does not meet.
fn short(problem: &Problem, usage: &Usage) -> Vec<Short> {
    let slots =
        (problem.slots().iter().enumerate()).map(|(at, one)| (LimitKind::Slot, at, one.min));
    let hosts =
        (problem.hosts().iter().enumerate()).map(|(at, one)| (LimitKind::Host, at, one.min));
    slots
        .chain(hosts)
        .filter_map(|(limit, at, min)| {
            let (held, _) = usage.of(problem, limit, at);
            let min = min.filter(|min| held < *min)?;
            Some(Short {
                limit,
                at: u32::try_from(at).unwrap_or(u32::MAX),
                min,
                held,
            })
        })
        .collect()
}
