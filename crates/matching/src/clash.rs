//! When nothing fits: a smallest set of minimums and limits that clash, with prices that prove it.

use crate::SolveError;
use crate::attempt::{Attempt, attempt, overfull, pinned_usage};
use crate::bounds::{Bound, Bounds};
use crate::certificate::Prices;
use crate::explain::Words;
use crate::network::LimitKind;
use crate::problem::Problem;
use crate::values::Values;

/// Which side of a limit takes part in a clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The minimum.
    Min,
    /// The maximum.
    Max,
}

/// One minimum or one limit of a clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Clash {
    /// Kind of the limit.
    pub limit: LimitKind,
    /// Index of the limit among its kind.
    pub at: u32,
    /// Whether its minimum or its maximum is meant.
    pub side: Side,
    /// The number of people that it states.
    pub people: u32,
}

/// The limits leave no feasible assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Infeasible {
    /// What clashes, in the problem's order; no part of it can be left out.
    pub clash: Vec<Clash>,
    /// How many people lack, or are pinned too many.
    pub by: i64,
    /// One-component prices for which, with every value taken as 0, the dual value is below 0.
    pub prices: Prices,
}

const KINDS: [LimitKind; 4] = [
    LimitKind::Slot,
    LimitKind::Host,
    LimitKind::Region,
    LimitKind::Agency,
];

/// Minimums and limits that carry a price.
fn support(prices: &Prices, bounds: &Bounds) -> Vec<Clash> {
    let mut list = Vec::new();
    for kind in KINDS {
        for (at, price) in prices.of(kind).iter().enumerate() {
            let Some(first) = price.as_ref().and_then(|price| price.first()) else {
                continue;
            };
            let bound = bounds.get(kind, at);
            let (side, people) = if *first < 0 {
                (Side::Min, Some(bound.min))
            } else {
                (Side::Max, bound.max)
            };
            if *first != 0
                && let Some(people) = people
            {
                list.push(Clash {
                    limit: kind,
                    at: u32::try_from(at).unwrap_or(u32::MAX),
                    side,
                    people,
                });
            }
        }
    }
    list
}

/// Only these minimums and limits, nothing else.
fn only(problem: &Problem, set: &[Clash]) -> Bounds {
    let mut bounds = Bounds::of(problem);
    let free = Bound { min: 0, max: None };
    for list in [
        &mut bounds.slots,
        &mut bounds.hosts,
        &mut bounds.regions,
        &mut bounds.agencies,
    ] {
        list.fill(free);
    }
    for one in set {
        let mut bound = bounds.get(one.limit, one.at as usize);
        match one.side {
            Side::Min => bound.min = one.people,
            Side::Max => bound.max = Some(one.people),
        }
        bounds.set(one.limit, one.at as usize, bound);
    }
    bounds
}

/// A proof that these minimums and limits alone cannot be kept, if they cannot.
fn refute(problem: &Problem, set: &[Clash]) -> Result<Option<(Prices, i64)>, SolveError> {
    let nothing = Values::nothing(problem);
    Ok(match attempt(problem, &nothing, &only(problem, set))? {
        Attempt::Short { prices, by } => Some((prices, by)),
        Attempt::Found { .. } | Attempt::Overfull(..) => None,
    })
}

impl Infeasible {
    /// Pinned people overfill one limit.
    pub(crate) fn overfull(problem: &Problem, kind: LimitKind, at: usize, bounds: &Bounds) -> Self {
        let mut prices = Prices::none(problem);
        let table = match kind {
            LimitKind::Slot => &mut prices.slots,
            LimitKind::Host => &mut prices.hosts,
            LimitKind::Region => &mut prices.regions,
            LimitKind::Agency => &mut prices.agencies,
        };
        if let Some(cell) = table.get_mut(at) {
            *cell = Some(vec![1]);
        }
        let (pinned, _) = pinned_usage(problem).of(problem, kind, at);
        let people = bounds.get(kind, at).max.unwrap_or(0);
        Self {
            clash: vec![Clash {
                limit: kind,
                at: u32::try_from(at).unwrap_or(u32::MAX),
                side: Side::Max,
                people,
            }],
            by: i64::from(pinned) - i64::from(people),
            prices,
        }
    }

    /// Shrinks what the prices rest on until no part of it can be left out.
    ///
    /// Whole stretches are left out first, ever shorter ones later (deletion filter of Chinneck
    /// and Dravnieks 1991); each new proof may rest on fewer limits than were allowed.
    pub(crate) fn shrink(
        problem: &Problem,
        bounds: &Bounds,
        prices: Prices,
        by: i64,
    ) -> Result<Self, SolveError> {
        let mut set = support(&prices, bounds);
        let (mut prices, mut by) = (prices, by);
        let mut stretch = set.len().div_ceil(2).max(1);
        loop {
            let mut start = 0;
            while start < set.len() {
                let end = (start + stretch).min(set.len());
                let kept: Vec<Clash> = (set.iter().enumerate())
                    .filter(|(i, _)| !(start..end).contains(i))
                    .map(|(_, one)| *one)
                    .collect();
                match refute(problem, &kept)? {
                    Some((proof, lacking)) => {
                        // What stands before `start` was needed, and so it is in every proof that follows.
                        set = support(&proof, &only(problem, &kept));
                        (prices, by) = (proof, lacking);
                        if stretch > 1 {
                            start = 0;
                        }
                    }
                    None => start = end,
                }
            }
            if stretch == 1 {
                break;
            }
            stretch = (stretch / 2).min(set.len().div_ceil(2)).max(1);
        }
        Ok(Self {
            clash: set,
            by,
            prices,
        })
    }

    /// The clash in words: Indonesian, English.
    pub fn words(&self, problem: &Problem) -> (String, String) {
        let parts: Vec<Words> = self.clash.iter().map(|one| one.words(problem)).collect();
        let join = |pick: fn(&Words) -> &String| {
            parts
                .iter()
                .map(pick)
                .cloned()
                .collect::<Vec<_>>()
                .join("; ")
        };
        let (id, en) = (join(|one| &one.id), join(|one| &one.en));
        let pinned_only = self.clash.iter().all(|one| one.side == Side::Max);
        let by = self.by;
        if pinned_only {
            (
                format!("{id}, tetapi {by} orang lebih dari itu sudah ditetapkan di dalamnya."),
                format!("{en}, but {by} more people than that are pinned under it."),
            )
        } else {
            (
                format!(
                    "Ketentuan ini tidak dapat dipenuhi bersama-sama, kurang {by} orang: {id}."
                ),
                format!("These cannot be kept together, {by} people lack: {en}."),
            )
        }
    }
}

impl Clash {
    /// This minimum or limit in words.
    pub fn words(&self, problem: &Problem) -> Words {
        let id = problem.limit_id(self.limit, self.at);
        let people = self.people;
        let (indonesian, english) = match self.limit {
            LimitKind::Slot => ("tempat magang", "slot"),
            LimitKind::Host => ("instansi penerima", "host"),
            LimitKind::Region => ("wilayah", "region"),
            LimitKind::Agency => ("OPD", "agency"),
        };
        match self.side {
            Side::Min => Words {
                id: format!("{indonesian} {id} sedikitnya {people} orang"),
                en: format!("{english} {id} at least {people}"),
            },
            Side::Max => Words {
                id: format!("{indonesian} {id} paling banyak {people} orang"),
                en: format!("{english} {id} at most {people}"),
            },
        }
    }
}

/// Whether the people pinned already overfill a limit that the problem states.
pub(crate) fn pinned_overfull(problem: &Problem, bounds: &Bounds) -> Option<Infeasible> {
    let (kind, at) = overfull(problem, &pinned_usage(problem), bounds)?;
    Some(Infeasible::overfull(problem, kind, at, bounds))
}
