//! From a problem to its proved optimum: checks what is supported, runs the simplex, derives the prices.

use std::fmt;

use crate::certificate::{Prices, dual_value};
use crate::network::{LimitKind, Network, UNPLACED, Usage};
use crate::packing::Packing;
use crate::problem::{Goal, Objective, Problem};
use crate::reasons;
use crate::result::{Assignment, Clash, Infeasible, Placement};
use crate::simplex::{Optimal, Simplex};
use crate::values::{Component, Values, deciding};

/// Why a problem was not solved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SolveError {
    /// The problem is good, but this version cannot solve its kind.
    Unsupported {
        /// JSON path of what asks for it.
        path: String,
        /// What it asks for.
        what: &'static str,
    },
    /// The numbers are too large to be added exactly.
    TooLarge {
        /// Position of the component in the value vector, from 0.
        component: usize,
        /// What it could reach; more than 2⁶².
        bound: i128,
    },
    /// The prices do not prove the assignment: a defect of this crate, never reported as a result.
    Unproved,
}

impl fmt::Display for SolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SolveError::Unsupported { path, what } => write!(
                f,
                "{path}: {what} is not supported by this version; leave it out, or use a version that solves it"
            ),
            SolveError::TooLarge { component, bound } => write!(
                f,
                "component {component} of the values could reach {bound}, more than 2^62: use smaller numbers"
            ),
            SolveError::Unproved => f.write_str(
                "the solution could not be proved optimal, so none is given; please report this problem file",
            ),
        }
    }
}

impl std::error::Error for SolveError {}

/// What a problem leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A placement with its proof.
    Optimal(Box<Placement>),
    /// The limits leave no room for the pinned people, with its proof.
    Infeasible(Infeasible),
}

/// Assignments and prices before they are checked and explained.
#[derive(Debug)]
pub struct Optimum {
    chosen: Vec<Option<u32>>,
    prices: Prices,
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
/// See [`SolveError`]; minimums and `merit-stable` are not supported by this version.
pub fn solve(problem: &Problem) -> Result<Outcome, SolveError> {
    match optimise(problem)? {
        Ok(optimum) => {
            certify(problem, optimum).map(|placement| Outcome::Optimal(Box::new(placement)))
        }
        Err(infeasible) => Ok(Outcome::Infeasible(infeasible)),
    }
}

fn supported(problem: &Problem) -> Result<&[Objective], SolveError> {
    let refuse = |path: String, what| Err(SolveError::Unsupported { path, what });
    let lists = [
        (
            "hosts",
            problem
                .hosts()
                .iter()
                .map(|one| one.min)
                .collect::<Vec<_>>(),
        ),
        ("slots", problem.slots().iter().map(|one| one.min).collect()),
    ];
    for (list, minimums) in lists {
        if let Some(at) = minimums
            .iter()
            .position(|min| min.is_some_and(|min| min > 0))
        {
            return refuse(format!("$.{list}[{at}].min"), "a minimum above 0");
        }
    }
    match problem.goal() {
        Goal::Objective(list) => Ok(list),
        Goal::MeritStable => refuse("$.mechanism".to_owned(), "\"merit-stable\""),
    }
}

/// Finds assignments and prices; [`certify`] checks and explains them. The inner error is infeasibility.
///
/// # Errors
/// As [`solve`].
pub fn optimise(problem: &Problem) -> Result<Result<Optimum, Infeasible>, SolveError> {
    let objectives = supported(problem)?;
    let mut pinned = Usage::new(problem);
    for (at, person) in problem.applicants().iter().enumerate() {
        if let Some(choice) = pinned_choice(problem, at)
            && let Some(wish) = person.choices.get(choice as usize)
        {
            pinned.place(problem, at, wish.slot);
        }
    }
    if let Some(clash) = overfull(problem, &pinned) {
        return Ok(Err(Infeasible { clash }));
    }
    let net = Network::build(problem, &pinned);
    let values = Values::new(problem, objectives);
    let optimal = run(&net, &values, problem)?;
    let mut chosen: Vec<Option<u32>> = (0..problem.applicants().len())
        .map(|at| pinned_choice(problem, at))
        .collect();
    for (person, option) in net.applicant.iter().zip(&optimal.chosen) {
        let choice = net
            .choice
            .get(*option as usize)
            .copied()
            .unwrap_or(UNPLACED);
        if let Some(cell) = chosen.get_mut(*person as usize) {
            *cell = (choice != UNPLACED).then_some(choice);
        }
    }
    Ok(Ok(Optimum {
        prices: Prices::derive(problem, &net, &values, &optimal),
        pivots: optimal.pivots,
        chosen,
    }))
}

/// Checks that the prices prove the assignments, and explains every choice that was not granted.
///
/// # Errors
/// [`SolveError::Unproved`] if the proof fails, which would be a defect of this crate.
pub fn certify(problem: &Problem, optimum: Optimum) -> Result<Placement, SolveError> {
    let values = Values::new(problem, supported(problem)?);
    let mut value = vec![0_i64; values.len()];
    let mut pair = vec![0_i64; values.len()];
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
        values.write(at, choice as usize, &mut pair);
        for (sum, part) in value.iter_mut().zip(&pair) {
            // At most 2·10⁶ people with |component| ≤ 2⁴⁰ each: below 2⁶¹.
            *sum += part;
        }
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
    let total: Vec<i128> = value.iter().map(|part| i128::from(*part)).collect();
    if dual_value(problem, &values, &optimum.prices) != total || overfull(problem, &usage).is_some()
    {
        return Err(SolveError::Unproved);
    }
    Ok(Placement {
        problem: problem.digest(),
        reasons: reasons::reasons(problem, &optimum.chosen, &usage),
        value,
        profile,
        assignments,
        unplaced,
        prices: optimum.prices,
    })
}

fn pinned_choice(problem: &Problem, applicant: usize) -> Option<u32> {
    problem
        .applicants()
        .get(applicant)
        .and_then(|one| one.pinned)
}

/// The first limit that holds more people than its maximum.
fn overfull(problem: &Problem, usage: &Usage) -> Option<Clash> {
    let counts = [
        (LimitKind::Slot, problem.slots().len()),
        (LimitKind::Host, problem.hosts().len()),
        (LimitKind::Region, problem.regions().len()),
        (LimitKind::Agency, problem.agencies().len()),
    ];
    for (kind, count) in counts {
        for at in 0..count {
            let (pinned, max) = usage.of(problem, kind, at);
            if let Some(max) = max
                && pinned > max
            {
                return Some(Clash {
                    limit: kind,
                    at: u32::try_from(at).unwrap_or(u32::MAX),
                    max,
                    pinned,
                });
            }
        }
    }
    None
}

/// Largest absolute difference between two values of a component, 0 (unplaced) included.
fn spread(component: Component, problem: &Problem) -> i64 {
    let span = |numbers: &mut dyn Iterator<Item = i64>| {
        let (low, high) = numbers.fold((0, 0), |(low, high), one| (one.min(low), one.max(high)));
        high - low
    };
    match component {
        Component::Placed | Component::Best(_) | Component::Worst(_) | Component::Stay => 1,
        Component::Fit => span(
            &mut problem
                .applicants()
                .iter()
                .flat_map(|one| one.choices.iter().map(|choice| choice.fit.unwrap_or(0))),
        ),
        Component::Merit => span(
            &mut problem
                .applicants()
                .iter()
                .map(|one| one.merit.unwrap_or(0)),
        ),
        Component::Lottery => (1 << 40) - 1,
    }
}

fn run(net: &Network, values: &Values<'_>, problem: &Problem) -> Result<Optimal, SolveError> {
    let spreads: Vec<i64> = values
        .components()
        .iter()
        .zip(deciding(values.components(), problem.longest_list()))
        .map(|(component, decides)| {
            if decides {
                spread(*component, problem)
            } else {
                0
            }
        })
        .collect();
    let packing = Packing::plan(&spreads, net.nodes().min(net.applicant.len()))?;
    Ok(match packing.limbs() {
        0 | 1 => packed::<1>(net, values, &packing),
        2 => packed::<2>(net, values, &packing),
        3 => packed::<3>(net, values, &packing),
        4 => packed::<4>(net, values, &packing),
        5 | 6 => packed::<6>(net, values, &packing),
        7..=12 => packed::<12>(net, values, &packing),
        // At most 20 ranks and five other components decide anything.
        _ => packed::<25>(net, values, &packing),
    })
}

fn packed<const N: usize>(net: &Network, values: &Values<'_>, packing: &Packing) -> Optimal {
    let mut vector = vec![0; values.len()];
    let mut packed = Vec::with_capacity(net.target.len());
    for (range, person) in net.first.windows(2).zip(&net.applicant) {
        if let [start, end] = range {
            for choice in net
                .choice
                .get(*start as usize..*end as usize)
                .unwrap_or_default()
            {
                if *choice == UNPLACED {
                    vector.fill(0);
                } else {
                    values.write(*person as usize, *choice as usize, &mut vector);
                }
                packed.push(packing.pack::<N>(&vector));
            }
        }
    }
    Simplex::solve(net, &packed)
}
