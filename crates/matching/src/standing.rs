//! A placement that stands ready for withdrawals: each is repaired in the optimal tree, without solving anew.

use std::sync::Arc;

use crate::SolveError;
use crate::bounds::Bounds;
use crate::certificate::Prices;
use crate::network::Network;
use crate::problem::{Goal, Problem};
use crate::repair::{Changes, Move, RepairError, change};
use crate::result::Placement;
use crate::simplex::Repairable;
use crate::solve::{Outcome, certify_prices, solve};
use crate::values::Values;

/// An optimal placement with its tree in memory.
///
/// Opening it solves the problem once more with `stay` first; after that a withdrawal touches only
/// what it changes. It answers the same as [`repair`](crate::repair), one withdrawal after the other.
pub struct Standing {
    /// `stay` first; applicants who withdrew are still in it.
    problem: Problem,
    net: Arc<Network>,
    tree: Box<dyn Repairable>,
    fold: i64,
    gone: Vec<String>,
    broken: bool,
}

impl std::fmt::Debug for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Standing({} withdrawn)", self.gone.len())
    }
}

impl Standing {
    /// Opens a placement for withdrawals; `None` for a mechanism, a search over hosts, or if `stay`
    /// alone would not give this placement again.
    ///
    /// # Errors
    /// As [`repair`](crate::repair).
    pub fn open(problem: &Problem, placement: &Placement) -> Result<Option<Self>, RepairError> {
        let (problem, _) = change(problem, placement, &Changes::default())?;
        let Goal::Objective(objectives) = problem.goal().clone() else {
            return Ok(None);
        };
        if placement.status != crate::Status::Optimal {
            return Ok(None);
        }
        let values = Values::new(&problem, &objectives);
        let found = crate::attempt::standing(&problem, &values)?;
        Ok(found.map(|(net, tree, fold)| Self {
            problem,
            net,
            tree,
            fold,
            gone: Vec::new(),
            broken: false,
        }))
    }

    /// Index in the problem that was opened of the person of a kernel index.
    fn person(&self, kernel: u32) -> u32 {
        self.net
            .applicant
            .get(kernel as usize)
            .copied()
            .unwrap_or(u32::MAX)
    }

    fn slot(&self, kernel: u32, option: u32) -> Option<u32> {
        let choice = self.net.choice_of(option)?;
        let person = self.problem.applicants.get(self.person(kernel) as usize)?;
        person.choices.get(choice as usize).map(|one| one.slot)
    }

    /// Takes an applicant out and repairs: the people who move or come up from the reserve list, by
    /// index in the problem that was opened.
    ///
    /// `None` if this needs a full [`repair`](crate::repair): she is unknown, pinned, withdrew
    /// already, has no possible place, or a minimum cannot be met without her.
    pub fn withdraw(&mut self, applicant: u32) -> Option<Vec<Move>> {
        let kernel = self.net.applicant.binary_search(&applicant).ok()?;
        let id = self.problem.applicants.get(applicant as usize)?.id.clone();
        if self.broken || self.gone.contains(&id) {
            return None;
        }
        let changed = self.tree.withdraw(u32::try_from(kernel).ok()?);
        let Some(changed) = changed else {
            self.broken = true;
            return None;
        };
        self.gone.push(id);
        Some(
            (changed.into_iter().skip(1))
                .map(|(kernel, from, to)| Move {
                    applicant: self.person(kernel),
                    from: self.slot(kernel, from),
                    to: self.slot(kernel, to),
                })
                .collect(),
        )
    }

    /// Whether the repaired placement is proved: every choice, price and limit is looked at anew.
    pub fn proved(&self) -> bool {
        !self.broken && self.tree.proves()
    }

    /// The repaired problem, with the placement before the last withdrawal as `previous`, and its
    /// result with the full proof.
    ///
    /// # Errors
    /// As [`repair`](crate::repair).
    pub fn result(&self) -> Result<(Problem, Outcome), RepairError> {
        let mut now = self.problem.clone();
        now.previous.clear();
        for person in &mut now.applicants {
            // Who is pinned stands in no tree and stays where she is.
            let pinned = person.pinned.and_then(|at| person.choices.get(at as usize));
            person.previous = pinned.map(|one| one.slot);
        }
        for (kernel, option) in (0_u32..).zip(self.tree.stayed()) {
            let slot = self.slot(kernel, *option);
            if let Some(person) = now.applicants.get_mut(self.person(kernel) as usize) {
                person.previous = slot;
            }
        }
        let optimal = self.tree.optimal();
        let longest = now.longest_list();
        let Goal::Objective(objectives) = now.goal().clone() else {
            return Err(RepairError::Solve(SolveError::Unproved));
        };
        let prices = {
            let values = Values::new(&now, &objectives);
            let bounds = Bounds::of(&now);
            Prices::derive(&now, &self.net, &values, &optimal, &bounds, self.fold)?
        };
        let mut chosen: Vec<Option<u32>> = now.applicants.iter().map(|one| one.pinned).collect();
        for (at, option) in self.net.applicant.iter().zip(&optimal.chosen) {
            if let Some(cell) = chosen.get_mut(*at as usize) {
                *cell = self.net.choice_of(*option);
            }
        }
        let gone: std::collections::HashSet<&str> = self.gone.iter().map(String::as_str).collect();
        let stays: Vec<bool> = now
            .applicants
            .iter()
            .map(|one| !gone.contains(one.id.as_str()))
            .collect();
        let mut left = stays.iter().copied();
        chosen.retain(|_| left.next().unwrap_or(true));
        crate::repair::drop_people(&mut now, &stays);
        if now.longest_list() != longest {
            // The values have fewer components now, so that the prices do not fit them.
            let outcome = solve(&now)?;
            return Ok((now, outcome));
        }
        let placement = certify_prices(&now, chosen, prices)?;
        Ok((now, Outcome::Optimal(Box::new(placement))))
    }
}
