//! The value vector of a pair: the objectives' components in order of importance, the lottery last.

use crate::lottery;
use crate::network::{Network, UNPLACED};
use crate::packing::{Cost, Packing};
use crate::problem::{Objective, Problem};
use crate::shared;

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

/// The packed values of all options. The leads alone decide most comparisons, so that they stand close together.
pub(crate) struct Packed<C: Cost> {
    /// Lead of each option's value.
    pub(crate) lead: Vec<i64>,
    rest: Vec<C::Rest>,
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is an option of the network that was packed"
)]
impl<C: Cost> Packed<C> {
    /// Value of one option.
    #[inline]
    pub(crate) fn of(&self, option: u32) -> C {
        C::join(self.lead[option as usize], self.rest[option as usize])
    }

    /// Changes the value of one option.
    pub(crate) fn set(&mut self, option: u32, value: C) {
        (self.lead[option as usize], self.rest[option as usize]) = value.split();
    }
}

/// Computes value vectors of one problem.
pub(crate) struct Values<'a> {
    problem: &'a Problem,
    components: Vec<Component>,
    longest: usize,
    applicants: lottery::Keys,
    /// Keys of all applicants; none if only few are asked for.
    applicant_keys: Option<Vec<u64>>,
    slot_keys: Vec<u64>,
}

impl<'a> Values<'a> {
    /// The components of these objectives, in order.
    pub(crate) fn components_of(objectives: &[Objective], longest: usize) -> Vec<Component> {
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
        components
    }

    pub(crate) fn new(problem: &'a Problem, objectives: &[Objective]) -> Self {
        let all = lottery::keys(problem.seed(), 0, problem.applicants(), |one| &one.id);
        Self {
            applicant_keys: Some(all),
            ..Self::few_draws(problem, objectives)
        }
    }

    /// The same for whoever asks for the lottery of few applicants only.
    pub(crate) fn few_draws(problem: &'a Problem, objectives: &[Objective]) -> Self {
        let seed = problem.seed();
        let longest = problem.longest_list();
        Self {
            problem,
            components: Self::components_of(objectives, longest),
            longest,
            applicants: lottery::Keys::new(seed, 0),
            applicant_keys: None,
            slot_keys: lottery::keys(seed, 1, problem.slots(), |one| &one.id),
        }
    }

    /// Every value taken as 0.
    pub(crate) fn nothing(problem: &'a Problem) -> Self {
        Self {
            problem,
            components: vec![Component::Nothing],
            longest: problem.longest_list(),
            applicants: lottery::Keys::new("", 0),
            applicant_keys: None,
            slot_keys: Vec::new(),
        }
    }

    pub(crate) fn components(&self) -> &[Component] {
        &self.components
    }

    /// For each component whether it can still decide something, see [`deciding`].
    pub(crate) fn deciding(&self) -> Vec<bool> {
        deciding(&self.components, self.longest)
    }

    /// Length of a value vector.
    pub(crate) fn len(&self) -> usize {
        self.components.len()
    }

    /// Writes the value of `applicant` on her `choice`-th choice (0-based) into `out`.
    pub(crate) fn write(&self, applicant: usize, choice: usize, out: &mut [i64]) {
        for (component, cell) in self.components.iter().zip(out) {
            *cell = match component {
                Component::Placed => 1,
                Component::Best(rank) => i64::from(*rank == choice + 1),
                Component::Worst(rank) => -i64::from(*rank == choice + 1),
                own => self.own(*own, applicant, choice),
            };
        }
    }
}

impl Values<'_> {
    /// The packed value of every option of a network; the bonus of the minimums stands before the components.
    ///
    /// The components of the rank are the same for everybody, so that they are packed once a rank.
    #[allow(
        clippy::indexing_slicing,
        reason = "indices come from the problem and its network, whose references are checked when they are built"
    )]
    pub(crate) fn pack<C: Cost>(&self, net: &Network, packing: &Packing) -> Packed<C> {
        let mut ranks = vec![C::ZERO; self.longest];
        let mut vector = vec![0; self.components.len() + 1];
        for (choice, packed) in ranks.iter_mut().enumerate() {
            for (component, cell) in self.components.iter().zip(&mut vector[1..]) {
                *cell = match component {
                    Component::Placed => 1,
                    Component::Best(rank) => i64::from(*rank == choice + 1),
                    Component::Worst(rank) => -i64::from(*rank == choice + 1),
                    _ => 0,
                };
            }
            *packed = packing.pack(&vector);
        }
        let own: Vec<(Component, usize, i64)> = (self.components.iter().enumerate())
            .map(|(i, component)| (*component, packing.place(i + 1)))
            .filter(|(component, (_, weight))| *weight != 0 && component.is_own())
            .map(|(component, (limb, weight))| (component, limb, weight))
            .collect();
        let one = |person: usize, choice: u8| -> C {
            if choice == UNPLACED {
                return C::ZERO;
            }
            let mut packed = ranks[usize::from(choice)];
            for (component, limb, weight) in &own {
                let part = self.own(*component, person, usize::from(choice));
                packed = packed.add_at(*limb, part.wrapping_mul(*weight));
            }
            packed
        };
        let (lead, rest) = C::ZERO.split();
        let mut packed = Packed {
            lead: vec![lead; net.target.len()],
            rest: vec![rest; net.target.len()],
        };
        let cells = (packed.lead.as_mut_slice(), packed.rest.as_mut_slice());
        let start = |person: usize| net.first[person] as usize;
        shared::fill(cells, net.applicant.len(), start, |person, cells| {
            let choices = &net.choice[start(person)..];
            let applicant = net.applicant[person] as usize;
            for (at, lead) in cells.0.iter_mut().enumerate() {
                (*lead, cells.1[at]) = one(applicant, choices[at]).split();
            }
        });
        packed
    }

    /// A component that depends on more than the rank.
    #[allow(
        clippy::indexing_slicing,
        reason = "indices come from the problem, whose references are checked when it is built"
    )]
    #[inline]
    fn own(&self, component: Component, applicant: usize, choice: usize) -> i64 {
        let person = &self.problem.applicants()[applicant];
        let wish = &person.choices[choice];
        match component {
            Component::Fit => i64::from(wish.fit.unwrap_or(0)),
            Component::Merit => person.merit.unwrap_or(0),
            Component::Stay => i64::from(person.previous == Some(wish.slot)),
            Component::Lottery => lottery::draw(
                match &self.applicant_keys {
                    Some(all) => all[applicant],
                    None => self.applicants.of(&person.id),
                },
                self.slot_keys[wish.slot as usize],
            ),
            _ => 0,
        }
    }
}

impl Component {
    /// Whether it depends on more than the rank.
    fn is_own(self) -> bool {
        matches!(
            self,
            Component::Fit | Component::Merit | Component::Stay | Component::Lottery
        )
    }
}

/// For each component whether it can still decide something once all earlier ones are equal.
///
/// The earlier components can fix a later one for every pair, unplaced included: the rank counts add
/// up to `placed`, and one complete profile fixes every other. Such components need no room in the
/// packed costs, and leaving them out changes no comparison.
fn deciding(components: &[Component], longest: usize) -> Vec<bool> {
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
