//! One run of the simplex under given bounds: assignments with prices, or the proof that the minimums cannot be met.

use crate::SolveError;
use crate::bounds::Bounds;
use crate::certificate::Prices;
use crate::network::{LimitKind, Network, UNPLACED, Usage};
use crate::packing::Packing;
use crate::problem::Problem;
use crate::simplex::{Optimal, Simplex};
use crate::values::{Component, Values, deciding};

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
    let net = Network::build(problem, &pinned, bounds);
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
        let choice = net.choice.get(*option as usize).copied();
        if let Some(cell) = chosen.get_mut(*person as usize) {
            *cell = choice.filter(|choice| *choice != UNPLACED);
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
        Component::Nothing => 0,
    }
}

/// Runs the simplex with as few limbs as the numbers need; also what the bonus of a minimum is worth in component 0.
fn run(
    net: &Network,
    values: &Values<'_>,
    problem: &Problem,
) -> Result<(Optimal, i64), SolveError> {
    let components = values.components();
    let minimums = net.low.iter().any(|low| *low > 0);
    // The bonus of the minimums comes first.
    let mut spreads = vec![i64::from(minimums)];
    spreads.extend(
        components
            .iter()
            .zip(deciding(components, problem.longest_list()))
            .map(|(component, decides)| {
                if decides {
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
    // Trees are shallow as a rule, so that far shorter cycles are assumed first; the simplex sees
    // when it was wrong, and then the bound that always holds is used.
    let narrow = Packing::plan(&spreads, 2 * SHALLOW)?;
    let tries = if narrow.limbs() < wide.limbs() && 2 * SHALLOW < cycle {
        vec![(narrow, 2 * SHALLOW, SHALLOW), (wide, cycle, usize::MAX)]
    } else {
        vec![(wide, cycle, usize::MAX)]
    };
    for (packing, cycle, deepest) in tries {
        if let Some(optimal) = limbs(net, values, &packing, deepest) {
            let above = Packing::above(spreads.get(1).copied().unwrap_or(0), cycle);
            let fold = i64::try_from(above).map_err(|_| SolveError::TooLarge {
                component: 0,
                bound: above,
            })?;
            return Ok((optimal, fold));
        }
    }
    Err(SolveError::Unproved)
}

/// Depth of a tree that is assumed first: then a cycle passes at most 2 · 32 + 1 people.
const SHALLOW: usize = 32;

fn limbs(net: &Network, values: &Values<'_>, packing: &Packing, deepest: usize) -> Option<Optimal> {
    match packing.limbs() {
        0 | 1 => packed::<1>(net, values, packing, deepest),
        2 => packed::<2>(net, values, packing, deepest),
        3 => packed::<3>(net, values, packing, deepest),
        4 => packed::<4>(net, values, packing, deepest),
        5 | 6 => packed::<6>(net, values, packing, deepest),
        7..=12 => packed::<12>(net, values, packing, deepest),
        // At most 20 ranks, five other components and the bonus decide anything.
        _ => packed::<26>(net, values, packing, deepest),
    }
}

fn packed<const N: usize>(
    net: &Network,
    values: &Values<'_>,
    packing: &Packing,
    deepest: usize,
) -> Option<Optimal> {
    let mut bonus = vec![0; values.len() + 1];
    if let Some(first) = bonus.first_mut() {
        *first = 1;
    }
    let value = values.pack::<N>(net, packing);
    Simplex::solve(net, &value, packing.pack::<N>(&bonus), deepest)
}
