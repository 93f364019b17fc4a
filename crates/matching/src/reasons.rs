//! Why a better choice was not granted: the first limit that holds it back, never another person.

use crate::network::{LimitKind, Usage, chain};
use crate::problem::Problem;

/// What kept an applicant from a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// The pair is forbidden.
    Conflict,
    /// A limit is full in the result.
    Limit(LimitKind),
    /// Leaving the present place would break a minimum.
    Minimum,
    /// Room is left, but the objectives prefer the result as it is.
    Value,
}

impl Obstacle {
    /// Its name in the file format.
    pub fn name(self) -> &'static str {
        match self {
            Obstacle::Conflict => "conflict",
            Obstacle::Limit(kind) => kind.name(),
            Obstacle::Minimum => "minimum",
            Obstacle::Value => "value",
        }
    }

    /// The obstacle of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Obstacle::Conflict,
            Obstacle::Limit(LimitKind::Slot),
            Obstacle::Limit(LimitKind::Host),
            Obstacle::Limit(LimitKind::Region),
            Obstacle::Limit(LimitKind::Agency),
            Obstacle::Minimum,
            Obstacle::Value,
        ]
        .into_iter()
        .find(|one| one.name() == name)
    }
}

/// Why one applicant did not get one choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Index of the applicant.
    pub applicant: u32,
    /// Index of the slot.
    pub slot: u32,
    /// What kept her from it.
    pub obstacle: Obstacle,
}

/// Reasons for each choice better than the one received, in the problem's order.
pub(crate) fn reasons(problem: &Problem, chosen: &[Option<u32>], usage: &Usage) -> Vec<Reason> {
    let mut list = Vec::new();
    for (at, (person, chosen)) in problem.applicants().iter().zip(chosen).enumerate() {
        let better = chosen.map_or(person.choices.len(), |choice| choice as usize);
        for choice in person.choices.iter().take(better) {
            let obstacle = if choice.conflict {
                Obstacle::Conflict
            } else {
                let held = place_limits(problem, choice.slot)
                    .find(|(kind, at)| usage.full(problem, *kind, *at))
                    .map(|(kind, _)| kind);
                let agency_full = || {
                    chosen.is_none()
                        && chain(problem, person.agency)
                            .any(|at| usage.full(problem, LimitKind::Agency, at))
                };
                let present = chosen.and_then(|at| person.choices.get(at as usize));
                match held {
                    Some(kind) => Obstacle::Limit(kind),
                    None if agency_full() => Obstacle::Limit(LimitKind::Agency),
                    None if present.is_some_and(|present| {
                        breaks_minimum(problem, usage, present.slot, choice.slot)
                    }) =>
                    {
                        Obstacle::Minimum
                    }
                    None => Obstacle::Value,
                }
            };
            list.push(Reason {
                applicant: u32::try_from(at).unwrap_or(u32::MAX),
                slot: choice.slot,
                obstacle,
            });
        }
    }
    list
}

/// Whether leaving `present` for `slot` would leave too few people behind.
fn breaks_minimum(problem: &Problem, usage: &Usage, present: u32, slot: u32) -> bool {
    let host = |slot: u32| problem.slots().get(slot as usize).map(|one| one.host);
    let at_min = |kind, at: u32, min: Option<u32>| {
        usage.of(problem, kind, at as usize).0 <= min.unwrap_or(0)
    };
    let own = problem.slots().get(present as usize);
    let own_host = own.and_then(|one| problem.hosts().get(one.host as usize));
    own.is_some_and(|one| at_min(LimitKind::Slot, present, one.min))
        || (host(present) != host(slot)
            && own
                .zip(own_host)
                .is_some_and(|(one, host)| at_min(LimitKind::Host, one.host, host.min)))
}

/// The limits of a slot from the inside out.
pub(crate) fn place_limits(
    problem: &Problem,
    slot: u32,
) -> impl Iterator<Item = (LimitKind, usize)> {
    let host = problem.slots().get(slot as usize).map(|one| one.host);
    let region = host
        .and_then(|at| problem.hosts().get(at as usize))
        .and_then(|one| one.region);
    [
        Some((LimitKind::Slot, slot)),
        host.map(|at| (LimitKind::Host, at)),
        region.map(|at| (LimitKind::Region, at)),
    ]
    .into_iter()
    .flatten()
    .map(|(kind, at)| (kind, at as usize))
}
