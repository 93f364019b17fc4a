//! Which hosts to open when minimums may be given up: exact branch and bound over the hosts with a minimum.

use crate::SolveError;
use crate::attempt::{Attempt, attempt};
use crate::bounds::{Bound, Bounds};
use crate::certificate::Prices;
use crate::clash::Infeasible;
use crate::problem::Problem;
use crate::values::Values;

/// Nodes that the search visits at most; counted, so that the same problem ends the same everywhere.
pub const SEARCH_NODES: u32 = 2_000;

/// What is decided about a host with a minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not decided: it may hold any number, which is more than the truth allows.
    Free,
    Open,
    Closed,
}

/// A finished or interrupted search.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) chosen: Vec<Option<u32>>,
    /// Prove the optimum among the opened hosts.
    pub(crate) prices: Prices,
    /// Hosts that stay unopened, in the problem's order.
    pub(crate) unopened: Vec<u32>,
    /// After an interrupted search: a total value that nothing passes, and the prices that prove it.
    pub(crate) bound: Option<(Vec<i64>, Prices)>,
    pub(crate) pivots: u64,
}

/// Bounds once these hosts are unopened; those that are not decided have no minimum.
fn bounds_of(problem: &Problem, state: &[(u32, State)]) -> Bounds {
    let mut bounds = Bounds::of(problem);
    for (host, state) in state {
        match state {
            State::Open => {}
            State::Free => bounds.host(problem, *host as usize, |bound| bound.min = 0),
            State::Closed => {
                bounds.host(problem, *host as usize, |bound| bound.min = 0);
                let closed = Bound {
                    min: 0,
                    max: Some(0),
                };
                if let Some(cell) = bounds.hosts.get_mut(*host as usize) {
                    *cell = closed;
                }
            }
        }
    }
    bounds
}

/// Bounds of the problem with these hosts unopened.
pub(crate) fn with_unopened(problem: &Problem, unopened: &[u32]) -> Bounds {
    let state: Vec<_> = unopened.iter().map(|host| (*host, State::Closed)).collect();
    bounds_of(problem, &state)
}

/// Bounds with no minimum on any host that could be left unopened: what proves the bound of a search.
pub(crate) fn all_free(problem: &Problem) -> Bounds {
    let state: Vec<_> = optional(problem)
        .into_iter()
        .map(|host| (host, State::Free))
        .collect();
    bounds_of(problem, &state)
}

/// Hosts with a minimum, their own or of a slot, where nobody is pinned.
fn optional(problem: &Problem) -> Vec<u32> {
    let mut wanted = vec![false; problem.hosts().len()];
    for (cell, host) in wanted.iter_mut().zip(problem.hosts()) {
        *cell = host.min.is_some_and(|min| min > 0);
    }
    let mut mark = |slot: Option<&crate::problem::Slot>, value: bool| {
        if let Some(cell) = slot.and_then(|one| wanted.get_mut(one.host as usize)) {
            *cell = value;
        }
    };
    for slot in problem.slots() {
        if slot.min.is_some_and(|min| min > 0) {
            mark(Some(slot), true);
        }
    }
    for person in problem.applicants() {
        let pinned = person.pinned.and_then(|at| person.choices.get(at as usize));
        if let Some(choice) = pinned {
            mark(problem.slots().get(choice.slot as usize), false);
        }
    }
    (0_u32..)
        .zip(wanted)
        .filter(|(_, wanted)| *wanted)
        .map(|(host, _)| host)
        .collect()
}

/// Total value of an assignment.
pub(crate) fn total(problem: &Problem, values: &Values<'_>, chosen: &[Option<u32>]) -> Vec<i64> {
    let mut sum = vec![0_i64; values.len()];
    let mut pair = sum.clone();
    for (at, choice) in chosen.iter().enumerate().take(problem.applicants().len()) {
        if let Some(choice) = choice {
            values.write(at, *choice as usize, &mut pair);
            for (cell, part) in sum.iter_mut().zip(&pair) {
                // At most 2·10⁶ people with |component| ≤ 2⁴⁰ each: below 2⁶¹.
                *cell += part;
            }
        }
    }
    sum
}

/// The host, among those not decided, whose people break its minimums worst, and all that hold nobody.
fn judge(
    problem: &Problem,
    chosen: &[Option<u32>],
    state: &[(u32, State)],
) -> (Option<usize>, Vec<usize>) {
    let mut usage = crate::network::Usage::new(problem);
    for (at, (person, choice)) in problem.applicants().iter().zip(chosen).enumerate() {
        if let Some(wish) = choice.and_then(|choice| person.choices.get(choice as usize)) {
            usage.place(problem, at, wish.slot);
        }
    }
    let count = |list: &[u32], at: usize| list.get(at).copied().unwrap_or(0);
    let mut lacking = vec![0_i64; problem.hosts().len()];
    for (at, host) in problem.hosts().iter().enumerate() {
        let lack = i64::from(host.min.unwrap_or(0)) - i64::from(count(&usage.hosts, at));
        if let Some(cell) = lacking.get_mut(at) {
            *cell += lack.max(0);
        }
    }
    for (at, slot) in problem.slots().iter().enumerate() {
        let lack = i64::from(slot.min.unwrap_or(0)) - i64::from(count(&usage.slots, at));
        if let Some(cell) = lacking.get_mut(slot.host as usize) {
            *cell += lack.max(0);
        }
    }
    let (mut worst, mut empty) = (None, Vec::new());
    for (i, (host, state)) in state.iter().enumerate() {
        let held = count(&usage.hosts, *host as usize);
        let lack = lacking.get(*host as usize).copied().unwrap_or(0);
        match state {
            State::Free if held == 0 => empty.push(i),
            State::Free if lack > 0 && worst.is_none_or(|(_, most)| lack > most) => {
                worst = Some((i, lack));
            }
            _ => {}
        }
    }
    (worst.map(|(i, _)| i), empty)
}

/// Searches the hosts to open. The inner error is infeasibility with every optional host free.
pub(crate) fn search(
    problem: &Problem,
    values: &Values<'_>,
) -> Result<Result<Opening, Infeasible>, SolveError> {
    let start: Vec<(u32, State)> = optional(problem)
        .into_iter()
        .map(|host| (host, State::Free))
        .collect();
    let mut best: Option<(Vec<i64>, Opening)> = None;
    let mut root: Option<(Vec<i64>, Prices)> = None;
    let mut stack = vec![start];
    let (mut nodes, mut pivots, mut stopped) = (0_u32, 0_u64, false);
    while let Some(mut state) = stack.pop() {
        if nodes >= SEARCH_NODES {
            stopped = true;
            // Without any answer yet the rest of the way closes what is not decided.
            if best.is_some() {
                break;
            }
            for (_, one) in &mut state {
                if *one == State::Free {
                    *one = State::Closed;
                }
            }
        }
        nodes += 1;
        let bounds = bounds_of(problem, &state);
        let (chosen, prices) = match attempt(problem, values, &bounds)? {
            Attempt::Found {
                chosen,
                prices,
                pivots: more,
            } => {
                pivots += more;
                (chosen, prices)
            }
            Attempt::Overfull(kind, at) if root.is_none() => {
                return Ok(Err(Infeasible::overfull(problem, kind, at, &bounds)));
            }
            Attempt::Short { prices, by } if root.is_none() => {
                return Infeasible::shrink(problem, &bounds, prices, by).map(Err);
            }
            Attempt::Overfull(..) | Attempt::Short { .. } => continue,
        };
        let value = total(problem, values, &chosen);
        root.get_or_insert_with(|| (value.clone(), prices.clone()));
        if best.as_ref().is_some_and(|(known, _)| value <= *known) {
            continue;
        }
        let (worst, empty) = judge(problem, &chosen, &state);
        if let Some(i) = worst {
            for choice in [State::Closed, State::Open] {
                let mut next = state.clone();
                if let Some((_, one)) = next.get_mut(i) {
                    *one = choice;
                }
                stack.push(next);
            }
            continue;
        }
        let unopened = (state.iter().enumerate())
            .filter(|(i, (_, one))| *one == State::Closed || empty.contains(i))
            .map(|(_, (host, _))| *host)
            .collect();
        let bound = None;
        best = Some((
            value,
            Opening {
                chosen,
                prices,
                unopened,
                bound,
                pivots: 0,
            },
        ));
    }
    let Some((_, mut opening)) = best else {
        // Closing every optional host always leaves the people of a solved root a way out.
        return Err(SolveError::Unproved);
    };
    opening.pivots = pivots;
    opening.bound = root.filter(|_| stopped);
    Ok(Ok(opening))
}
