//! Minimum and maximum of every limit, apart from the problem, so that a search can open and close hosts.

use crate::network::LimitKind;
use crate::problem::Problem;

/// Fewest and most people of one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}

/// Bounds of all limits, in the problem's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) slots: Vec<Bound>,
    pub(crate) hosts: Vec<Bound>,
    pub(crate) regions: Vec<Bound>,
    pub(crate) agencies: Vec<Bound>,
}

impl Bounds {
    /// The bounds that the problem states.
    pub(crate) fn of(problem: &Problem) -> Self {
        let bound = |min: Option<u32>, max| Bound {
            min: min.unwrap_or(0),
            max,
        };
        Self {
            slots: (problem.slots().iter().map(|one| bound(one.min, one.max))).collect(),
            hosts: (problem.hosts().iter().map(|one| bound(one.min, one.max))).collect(),
            regions: (problem.regions().iter().map(|one| bound(None, one.max))).collect(),
            agencies: (problem.agencies().iter())
                .map(|one| bound(None, one.release_max))
                .collect(),
        }
    }

    /// The same bounds with every minimum at 0.
    pub(crate) fn without_minimums(mut self) -> Self {
        for one in self.slots.iter_mut().chain(&mut self.hosts) {
            one.min = 0;
        }
        self
    }

    /// Whether any minimum is above 0.
    pub(crate) fn has_minimum(&self) -> bool {
        self.slots.iter().chain(&self.hosts).any(|one| one.min > 0)
    }

    fn list(&mut self, kind: LimitKind) -> &mut Vec<Bound> {
        match kind {
            LimitKind::Slot => &mut self.slots,
            LimitKind::Host => &mut self.hosts,
            LimitKind::Region => &mut self.regions,
            LimitKind::Agency => &mut self.agencies,
        }
    }

    /// Bounds of one limit.
    pub(crate) fn get(&self, kind: LimitKind, at: usize) -> Bound {
        let list = match kind {
            LimitKind::Slot => &self.slots,
            LimitKind::Host => &self.hosts,
            LimitKind::Region => &self.regions,
            LimitKind::Agency => &self.agencies,
        };
        list.get(at).copied().unwrap_or(Bound { min: 0, max: None })
    }

    /// Sets the bounds of one limit.
    pub(crate) fn set(&mut self, kind: LimitKind, at: usize, bound: Bound) {
        if let Some(cell) = self.list(kind).get_mut(at) {
            *cell = bound;
        }
    }

    /// Changes the bounds of a host and of all its slots.
    pub(crate) fn host(&mut self, problem: &Problem, host: usize, change: impl Fn(&mut Bound)) {
        if let Some(cell) = self.hosts.get_mut(host) {
            change(cell);
        }
        for (slot, cell) in problem.slots().iter().zip(&mut self.slots) {
            if slot.host as usize == host {
                change(cell);
            }
        }
    }
}
