//! One run of the simplex under given bounds: assignments with prices, or the proof that the minimums cannot be met.

use std::sync::Arc;

use crate::SolveError;
use crate::bounds::Bounds;
use crate::certificate::Prices;
use crate::network::{LimitKind, Network, Usage};
use crate::packing::{Cost, One, Packing, Two, Wide};
use crate::problem::Problem;
use crate::simplex::{Local, Optimal, Repairable, Simplex};
use crate::values::{Component, Values};

/// What a run found.
#[derive(Debug)]
pub(crate) enum Attempt {
    /// The optimum under these bounds.
    Found {
        /// Choice of each applicant.
        chosen: Vec<Option<u32>>,
        prices: Prices,
        pivots: u64,
    },
    /// Pinned people overfill this limit.
    Overfull(LimitKind, usize),
    /// So many people lack for the minimums; the prices, of one component, prove it.
    Short { prices: Prices, by: i64 },
}

/// What pinned people hold.
pub(crate) fn pinned_usage(problem: &Problem) -> Usage {
    let mut pinned = Usage::new(problem);
    for (at, person) in problem.applicants().iter().enumerate() {
        let wish = person.pinned.and_then(|at| person.choices.get(at as usize));
        if let Some(wish) = wish {
            pinned.place(problem, at, wish.slot);
        }
    }
    pinned
}

/// The first limit that holds more people than its maximum.
pub(crate) fn overfull(
    problem: &Problem,
    usage: &Usage,
    bounds: &Bounds,
) -> Option<(LimitKind, usize)> {
    let counts = [
        (LimitKind::Slot, problem.slots().len()),
        (LimitKind::Host, problem.hosts().len()),
        (LimitKind::Region, problem.regions().len()),
        (LimitKind::Agency, problem.agencies().len()),
    ];
    counts
        .into_iter()
        .flat_map(|(kind, count)| (0..count).map(move |at| (kind, at)))
        .find(|(kind, at)| {
            let (used, _) = usage.of(problem, *kind, *at);
            bounds.get(*kind, *at).max.is_some_and(|max| used > max)
        })
}

/// Solves under these bounds.
pub(crate) fn attempt(
    problem: &Problem,
    values: &Values<'_>,
    bounds: &Bounds,
) -> Result<Attempt, SolveError> {
    let pinned = pinned_usage(problem);
    if let Some((kind, at)) = overfull(problem, &pinned, bounds) {
        return Ok(Attempt::Overfull(kind, at));
    }
    let net = Arc::new(Network::build(problem, &pinned, bounds));
    let (optimal, fold) = run(&net, values, problem)?;
    if optimal.short > 0 {
        let nothing = Values::nothing(problem);
        return Ok(Attempt::Short {
            prices: Prices::derive(problem, &net, &nothing, &optimal, bounds, 1)?,
            by: optimal.short,
        });
    }
    let mut chosen: Vec<Option<u32>> = (problem.applicants().iter())
        .map(|person| person.pinned)
        .collect();
    for (person, option) in net.applicant.iter().zip(&optimal.chosen) {
        if let Some(cell) = chosen.get_mut(*person as usize) {
            *cell = net.choice_of(*option);
        }
    }
    Ok(Attempt::Found {
        prices: Prices::derive(problem, &net, values, &optimal, bounds, fold)?,
        pivots: optimal.pivots,
        chosen,
    })
}

/// Largest absolute difference between two values of a component, 0 (unplaced) included.
fn spread(component: Component, problem: &Problem) -> i64 {
    let people = problem.applicants();
    let (mut low, mut high) = (0, 0);
    let mut note = |number: i64| (low, high) = (number.min(low), number.max(high));
    match component {
        Component::Placed | Component::Best(_) | Component::Worst(_) | Component::Stay => note(1),
        Component::Fit => {
            for choice in people.iter().flat_map(|one| &one.choices) {
                note(choice.fit.unwrap_or(0).into());
            }
        }
        Component::Merit => people.iter().for_each(|one| note(one.merit.unwrap_or(0))),
        Component::Lottery => note((1 << 40) - 1),
        Component::Nothing => {}
    }
    high - low
}

/// Runs the simplex with as few limbs as the numbers need; also what the bonus of a minimum is worth in component 0.
fn run(
    net: &Arc<Network>,
    values: &Values<'_>,
    problem: &Problem,
) -> Result<(Optimal, i64), SolveError> {
    for plan in plans(net, values, problem, Use::Once)? {
        if let Some(optimal) = limbs(net, values, &plan) {
            return Ok((optimal, plan.fold));
        }
    }
    Err(SolveError::Unproved)
}

/// Depth of a tree that is assumed at least: then a cycle passes at most 2 · 32 + 1 people.
const SHALLOW: usize = 32;

/// How values are packed, and for which trees that is wide enough.
struct Plan {
    packing: Packing,
    /// The lottery alone.
    last: Packing,
    /// Depth up to which the packing compares exactly.
    deepest: usize,
    /// What the bonus of a minimum is worth in component 0.
    fold: i64,
}

/// What values are packed for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// One optimum: the lottery is left out, as it decides afterwards among those who tie.
    Once,
    /// Repairs later on: the lottery is in, and room for the bonus even without minimums.
    Repairs,
}

/// The plans to try in turn.
fn plans(
    net: &Network,
    values: &Values<'_>,
    problem: &Problem,
    purpose: Use,
) -> Result<Vec<Plan>, SolveError> {
    let components = values.components();
    let minimums = purpose == Use::Repairs || net.low.iter().any(|low| *low > 0);
    // The bonus of the minimums comes first.
    let mut spreads = vec![i64::from(minimums)];
    spreads.extend(
        components
            .iter()
            .zip(values.deciding())
            .map(|(component, decides)| {
                if decides && (purpose == Use::Repairs || *component != Component::Lottery) {
                    spread(*component, problem)
                } else {
                    0
                }
            }),
    );
    let cycle = if minimums {
        net.nodes()
    } else {
        net.nodes().min(net.applicant.len())
    };
    let wide = Packing::plan(&spreads, cycle)?;
    let mut lottery = vec![0; spreads.len()];
    if let (Some(cell), Some(Component::Lottery)) = (lottery.last_mut(), components.last()) {
        *cell = spread(Component::Lottery, problem);
    }
    let last = Packing::plan(&lottery, cycle)?;
    // Trees are shallow as a rule, so that far shorter cycles are assumed first, the longest that take
    // no more limbs; the simplex sees when it was wrong, and then the bound that always holds is used.
    let mut shallow = SHALLOW;
    let least = Packing::plan(&spreads, 2 * shallow)?.limbs();
    while 4 * shallow < cycle && Packing::plan(&spreads, 4 * shallow)?.limbs() == least {
        shallow *= 2;
    }
    let tries = if least < wide.limbs() && 2 * shallow < cycle {
        let narrow = Packing::plan(&spreads, 2 * shallow)?;
        vec![(narrow, 2 * shallow, shallow), (wide, cycle, usize::MAX)]
    } else {
        vec![(wide, cycle, usize::MAX)]
    };
    tries
        .into_iter()
        .map(|(packing, cycle, deepest)| {
            let above = Packing::above(spreads.get(1).copied().unwrap_or(0), cycle);
            let fold = i64::try_from(above).map_err(|_| SolveError::TooLarge {
                component: 0,
                bound: above,
            })?;
            Ok(Plan {
                packing,
                last: last.clone(),
                deepest,
                fold,
            })
        })
        .collect()
}

fn limbs(net: &Arc<Network>, values: &Values<'_>, plan: &Plan) -> Option<Optimal> {
    match plan.packing.limbs() {
        0 | 1 => drawn::<One>(net, values, plan),
        2 => drawn::<Two>(net, values, plan),
        3 => drawn::<Wide<3>>(net, values, plan),
        4 => drawn::<Wide<4>>(net, values, plan),
        5 | 6 => drawn::<Wide<6>>(net, values, plan),
        7..=12 => drawn::<Wide<12>>(net, values, plan),
        // At most 20 ranks, five other components and the bonus decide anything.
        _ => drawn::<Wide<26>>(net, values, plan),
    }
}

/// The optimum without the lottery, then the lottery among those who tie.
fn drawn<C: Cost>(net: &Arc<Network>, values: &Values<'_>, plan: &Plan) -> Option<Optimal> {
    let simplex = packed::<C>(net, values, plan)?;
    let ties = simplex.ties();
    let draws = values.pack::<One>(&ties.net, &plan.last);
    simplex.draw(&ties, draws)
}

fn packed<C: Cost>(net: &Arc<Network>, values: &Values<'_>, plan: &Plan) -> Option<Simplex<C>> {
    let value = values.pack::<C>(net, &plan.packing);
    let bonus = unit::<C>(values, plan, 0);
    Simplex::solve(Arc::clone(net), value, bonus, plan.deepest)
}

/// One in a component; the bonus is component 0 and the values follow.
fn unit<C: Cost>(values: &Values<'_>, plan: &Plan, component: usize) -> C {
    let mut vector = vec![0; values.len() + 1];
    if let Some(cell) = vector.get_mut(component) {
        *cell = 1;
    }
    plan.packing.pack(&vector)
}

fn local<C: Cost>(
    net: &Arc<Network>,
    values: &Values<'_>,
    plan: &Plan,
) -> Option<Box<dyn Repairable>> {
    // `stay` is the first component of every repair.
    let stay = unit::<C>(values, plan, 1);
    Some(Box::new(Local::new(packed::<C>(net, values, plan)?, stay)))
}

/// A tree that stands for repairs, its network and what a minimum's bonus is worth in component 0.
pub(crate) type StandingTree = (Arc<Network>, Box<dyn Repairable>, i64);

/// Solves a problem whose first objective is `stay`, and keeps the tree for repairs.
pub(crate) fn standing(
    problem: &Problem,
    values: &Values<'_>,
) -> Result<Option<StandingTree>, SolveError> {
    let bounds = Bounds::of(problem);
    let net = Arc::new(Network::build(problem, &pinned_usage(problem), &bounds));
    for plan in plans(&net, values, problem, Use::Repairs)? {
        let found = match plan.packing.limbs() {
            0 | 1 => local::<One>(&net, values, &plan),
            2 => local::<Two>(&net, values, &plan),
            3 => local::<Wide<3>>(&net, values, &plan),
            4 => local::<Wide<4>>(&net, values, &plan),
            5 | 6 => local::<Wide<6>>(&net, values, &plan),
            7..=12 => local::<Wide<12>>(&net, values, &plan),
            _ => local::<Wide<26>>(&net, values, &plan),
        };
        if let Some(found) = found {
            return Ok(Some((net, found, plan.fold)));
        }
    }
    Ok(None)
}
