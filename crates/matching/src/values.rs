//! The value vector of a pair: the objectives' components in order of importance, the lottery last.

use crate::lottery;
use crate::problem::{Objective, Problem};

/// One component of the value vector; every one is maximised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Component {
    Placed,
    /// +1 at this rank.
    Best(usize),
    /// −1 at this rank.
    Worst(usize),
    Fit,
    Merit,
    Stay,
    Lottery,
    /// Always 0, for proofs in which only the limits count.
    Nothing,
}

/// Computes value vectors of one problem.
pub(crate) struct Values<'a> {
    problem: &'a Problem,
    components: Vec<Component>,
    applicant_keys: Vec<u64>,
    slot_keys: Vec<u64>,
}

impl<'a> Values<'a> {
    pub(crate) fn new(problem: &'a Problem, objectives: &[Objective]) -> Self {
        let longest = problem.longest_list();
        let mut components = Vec::new();
        for objective in objectives {
            match objective {
                Objective::Placed => components.push(Component::Placed),
                Objective::Greedy => components.extend((1..=longest).map(Component::Best)),
                Objective::Generous => components.extend((1..=longest).rev().map(Component::Worst)),
                Objective::Fit => components.push(Component::Fit),
                Objective::Merit => components.push(Component::Merit),
                Objective::Stay => components.push(Component::Stay),
            }
        }
        components.push(Component::Lottery);
        Self {
            problem,
            components,
            applicant_keys: problem
                .applicants()
                .iter()
                .map(|one| lottery::applicant_key(problem.seed(), &one.id))
                .collect(),
            slot_keys: problem
                .slots()
                .iter()
                .map(|one| lottery::slot_key(problem.seed(), &one.id))
                .collect(),
        }
    }

    /// Every value taken as 0.
    pub(crate) fn nothing(problem: &'a Problem) -> Self {
        Self {
            problem,
            components: vec![Component::Nothing],
            applicant_keys: Vec::new(),
            slot_keys: Vec::new(),
        }
    }

    pub(crate) fn components(&self) -> &[Component] {
        &self.components
    }

    /// Length of a value vector.
    pub(crate) fn len(&self) -> usize {
        self.components.len()
    }

    /// Writes the value of `applicant` on her `choice`-th choice (0-based) into `out`.
    #[allow(
        clippy::indexing_slicing,
        reason = "indices come from the problem, whose references are checked when it is built"
    )]
    pub(crate) fn write(&self, applicant: usize, choice: usize, out: &mut [i64]) {
        let person = &self.problem.applicants()[applicant];
        let wish = person.choices[choice];
        for (component, cell) in self.components.iter().zip(out) {
            *cell = match component {
                Component::Placed => 1,
                Component::Best(rank) => i64::from(*rank == choice + 1),
                Component::Worst(rank) => -i64::from(*rank == choice + 1),
                Component::Fit => wish.fit.unwrap_or(0),
                Component::Merit => person.merit.unwrap_or(0),
                Component::Stay => i64::from(person.previous == Some(wish.slot)),
                Component::Lottery => lottery::draw(
                    self.applicant_keys[applicant],
                    self.slot_keys[wish.slot as usize],
                ),
                Component::Nothing => 0,
            };
        }
    }
}

/// For each component whether it can still decide something once all earlier ones are equal.
///
/// The earlier components can fix a later one for every pair, unplaced included: the rank counts add
/// up to `placed`, and one complete profile fixes every other. Such components need no room in the
/// packed costs, and leaving them out changes no comparison.
pub(crate) fn deciding(components: &[Component], longest: usize) -> Vec<bool> {
    let (mut placed, mut ranks) = (false, vec![false; longest + 1]);
    components
        .iter()
        .map(|component| match component {
            Component::Placed => {
                let known = placed || ranks.iter().skip(1).all(|seen| *seen);
                placed = true;
                !known
            }
            Component::Best(rank) | Component::Worst(rank) => {
                let others = ranks
                    .iter()
                    .enumerate()
                    .skip(1)
                    .all(|(at, seen)| *seen || at == *rank);
                let known = ranks.get(*rank).copied().unwrap_or(false) || (placed && others);
                if let Some(seen) = ranks.get_mut(*rank) {
                    *seen = true;
                }
                !known
            }
            _ => true,
        })
        .collect()
}
