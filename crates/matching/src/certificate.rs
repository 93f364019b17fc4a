//! The proof by duality: price vectors on the limits, and the dual value that must equal the total value.

use crate::SolveError;
use crate::bounds::{Bound, Bounds};
use crate::network::{LimitKind, Network, Usage, chain};
use crate::problem::Problem;
use crate::simplex::{Optimal, Via};
use crate::values::Values;

/// Price vectors of all limits, in the problem's order; `None` is all zero.
///
/// A price above 0 (lexicographically) is charged on the maximum, one below 0 on the minimum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prices {
    /// Prices of slots.
    pub slots: Vec<Option<Vec<i64>>>,
    /// Prices of hosts.
    pub hosts: Vec<Option<Vec<i64>>>,
    /// Prices of regions.
    pub regions: Vec<Option<Vec<i64>>>,
    /// Prices of agencies.
    pub agencies: Vec<Option<Vec<i64>>>,
}

fn add(sum: &mut [i64], price: Option<&Vec<i64>>, sign: i64) {
    if let Some(price) = price {
        for (cell, part) in sum.iter_mut().zip(price) {
            *cell += sign * part;
        }
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "indices come from the problem and its network, whose references are checked when they are built"
)]
impl Prices {
    /// No prices at all.
    pub(crate) fn none(problem: &Problem) -> Self {
        Self {
            slots: vec![None; problem.slots().len()],
            hosts: vec![None; problem.hosts().len()],
            regions: vec![None; problem.regions().len()],
            agencies: vec![None; problem.agencies().len()],
        }
    }

    /// Prices of one kind of limit.
    pub fn of(&self, kind: LimitKind) -> &[Option<Vec<i64>>] {
        match kind {
            LimitKind::Slot => &self.slots,
            LimitKind::Host => &self.hosts,
            LimitKind::Region => &self.regions,
            LimitKind::Agency => &self.agencies,
        }
    }

    /// Reads the prices off the optimal tree.
    ///
    /// The potential of a node is what one more unit there is worth: the value along the tree to
    /// the root. The price of a full limit is the potential that it holds back; that of a limit at
    /// its minimum is what the minimum costs, below 0. The bonus of the minimums counts `fold` in
    /// the first component, which is more than that component of any cycle.
    pub(crate) fn derive(
        problem: &Problem,
        net: &Network,
        values: &Values<'_>,
        optimal: &Optimal,
        bounds: &Bounds,
        fold: i64,
    ) -> Result<Self, SolveError> {
        // The bonus stands in front of the components.
        let width = values.len() + 1;
        let nodes = net.nodes();
        let mut potential = vec![0_i64; nodes * width];
        let mut pair = vec![0_i64; values.len()];
        for v in optimal.order.iter().skip(1) {
            let v = *v as usize;
            let (parent, via) = optimal.parent[v];
            potential.copy_within(
                parent as usize * width..(parent as usize + 1) * width,
                v * width,
            );
            match via {
                Via::Arc(arc) => {
                    let limit = (arc as usize).wrapping_sub(nodes);
                    if limit < net.first_agency {
                        potential[v * width] += if limit == v { 1 } else { -1 };
                    }
                }
                Via::Person(person, option) => {
                    let person = person as usize;
                    for (option, sign) in [(option, 1), (optimal.chosen[person], -1)] {
                        if let Some(choice) = net.choice_of(option) {
                            values.write(
                                net.applicant[person] as usize,
                                choice as usize,
                                &mut pair,
                            );
                            for (cell, part) in potential[v * width + 1..].iter_mut().zip(&pair) {
                                *cell += sign * part;
                            }
                        }
                    }
                }
            }
        }
        let price = |node: &Option<u32>| -> Result<Option<Vec<i64>>, SolveError> {
            let Some(v) = node.map(|v| v as usize) else {
                return Ok(None);
            };
            if !optimal.full[v] && !optimal.at_min[v] {
                return Ok(None);
            }
            let (here, up) = (v * width, net.up[v] as usize * width);
            let sign = if v >= net.first_agency { 1 } else { -1 };
            let mut vector: Vec<i64> = (0..width)
                .map(|c| sign * (potential[here + c] - potential[up + c]))
                .collect();
            let bonus = vector.remove(0);
            if let Some(first) = vector.first_mut() {
                let folded = i128::from(bonus) * i128::from(fold) + i128::from(*first);
                *first = i64::try_from(folded).map_err(|_| SolveError::TooLarge {
                    component: 0,
                    bound: folded.abs(),
                })?;
            }
            Ok(vector.iter().any(|part| *part != 0).then_some(vector))
        };
        let mut prices = Self {
            slots: net.slot_node.iter().map(price).collect::<Result<_, _>>()?,
            hosts: net.host_node.iter().map(price).collect::<Result<_, _>>()?,
            regions: net
                .region_node
                .iter()
                .map(price)
                .collect::<Result<_, _>>()?,
            agencies: net
                .agency_node
                .iter()
                .map(price)
                .collect::<Result<_, _>>()?,
        };
        prices.close_off(problem, net, values, bounds);
        Ok(prices)
    }

    /// Sets prices on limits without room, which the network leaves out: high enough that nobody gains there.
    ///
    /// Pinned people use such a limit up, so any price on it costs the proof nothing. It goes on
    /// the agency's side first, so that later on only people with a way out bid for closed slots.
    fn close_off(
        &mut self,
        problem: &Problem,
        net: &Network,
        values: &Values<'_>,
        bounds: &Bounds,
    ) {
        let any = net
            .closed_slot
            .iter()
            .chain(&net.closed_agency)
            .any(|shut| *shut);
        if !any {
            return;
        }
        let mut pinned = Usage::new(problem);
        for (at, person) in problem.applicants().iter().enumerate() {
            if let Some(choice) = person.pinned {
                pinned.place(problem, at, person.choices[choice as usize].slot);
            }
        }
        let shut = |kind, at: usize| {
            let (used, _) = pinned.of(problem, kind, at);
            bounds.get(kind, at).max.is_some_and(|max| used >= max)
        };
        for agencies in [true, false] {
            for (at, person) in problem.applicants().iter().enumerate() {
                if person.pinned.is_some() {
                    continue;
                }
                let closed_agency = person
                    .agency
                    .is_some_and(|own| net.closed_agency[own as usize]);
                for (j, choice) in person.choices.iter().enumerate() {
                    let closed_slot = net.closed_slot[choice.slot as usize];
                    let concerned = if agencies { closed_agency } else { closed_slot };
                    if choice.conflict || !concerned {
                        continue;
                    }
                    let surplus = self.surplus(problem, values, at, j);
                    if surplus <= vec![0; surplus.len()] {
                        continue;
                    }
                    let slot = choice.slot as usize;
                    let host = problem.slots()[slot].host as usize;
                    let region = problem.hosts()[host].region.map(|at| at as usize);
                    let cell = if agencies {
                        chain(problem, person.agency)
                            .find(|at| shut(LimitKind::Agency, *at))
                            .map(|at| &mut self.agencies[at])
                    } else if shut(LimitKind::Slot, slot) {
                        Some(&mut self.slots[slot])
                    } else if shut(LimitKind::Host, host) {
                        Some(&mut self.hosts[host])
                    } else {
                        region.map(|at| &mut self.regions[at])
                    };
                    if let Some(cell) = cell {
                        let price = cell.get_or_insert_with(|| vec![0; surplus.len()]);
                        add(price, Some(&surplus), 1);
                    }
                }
            }
        }
    }

    /// Value of a choice less all prices on its way.
    pub(crate) fn surplus(
        &self,
        problem: &Problem,
        values: &Values<'_>,
        applicant: usize,
        choice: usize,
    ) -> Vec<i64> {
        let mut sum = vec![0; values.len()];
        values.write(applicant, choice, &mut sum);
        let person = &problem.applicants()[applicant];
        let slot = person.choices[choice].slot as usize;
        let host = problem.slots()[slot].host as usize;
        add(&mut sum, self.slots[slot].as_ref(), -1);
        add(&mut sum, self.hosts[host].as_ref(), -1);
        if let Some(region) = problem.hosts()[host].region {
            add(&mut sum, self.regions[region as usize].as_ref(), -1);
        }
        for agency in chain(problem, person.agency) {
            add(&mut sum, self.agencies[agency].as_ref(), -1);
        }
        sum
    }
}

/// Σ u(a) + Σ price·limit, with u(a) as the format defines it.
#[allow(
    clippy::indexing_slicing,
    reason = "indices come from the problem, whose references are checked when it is built"
)]
pub(crate) fn dual_value(
    problem: &Problem,
    values: &Values<'_>,
    prices: &Prices,
    bounds: &Bounds,
) -> Vec<i128> {
    let width = values.len();
    let mut total = vec![0_i128; width];
    let charge = |total: &mut Vec<i128>, price: &Option<Vec<i64>>, bound: &Bound| {
        if let Some(price) = price {
            let below = price
                .iter()
                .find(|part| **part != 0)
                .is_some_and(|part| *part < 0);
            let limit = if below { Some(bound.min) } else { bound.max };
            for (cell, part) in total.iter_mut().zip(price) {
                *cell += i128::from(*part) * i128::from(limit.unwrap_or(0));
            }
        }
    };
    for (price, one) in prices.slots.iter().zip(&bounds.slots) {
        charge(&mut total, price, one);
    }
    for (price, one) in prices.hosts.iter().zip(&bounds.hosts) {
        charge(&mut total, price, one);
    }
    for (price, one) in prices.regions.iter().zip(&bounds.regions) {
        charge(&mut total, price, one);
    }
    for (price, one) in prices.agencies.iter().zip(&bounds.agencies) {
        charge(&mut total, price, one);
    }
    for (at, person) in problem.applicants().iter().enumerate() {
        let mut best: Option<Vec<i64>> = person.pinned.is_none().then(|| vec![0; width]);
        for (j, choice) in person.choices.iter().enumerate() {
            let counts = match person.pinned {
                Some(pinned) => pinned as usize == j,
                None => !choice.conflict,
            };
            if counts {
                let surplus = prices.surplus(problem, values, at, j);
                if best.as_ref().is_none_or(|best| surplus > *best) {
                    best = Some(surplus);
                }
            }
        }
        for (cell, part) in total.iter_mut().zip(best.unwrap_or_default()) {
            *cell += i128::from(part);
        }
    }
    total
}
