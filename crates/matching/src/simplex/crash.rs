//! The placement from which the simplex starts: deferred acceptance with the packed values as priorities.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Simplex;
use crate::packing::Cost;

/// The pairs that a limit holds, the one of least value on top; some are out of date.
type Kept<C> = BinaryHeap<Reverse<(C, u32, u32)>>;

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl<C: Cost> Simplex<C> {
    /// Deferred acceptance by value: everybody proposes her best options, a full limit keeps the
    /// pairs of most value. This greedy placement is near the optimum where many want the same.
    pub(super) fn crash(&mut self) {
        let nodes = self.net.nodes();
        let mut free = self.net.room.clone();
        let mut kept: Vec<Kept<C>> = vec![BinaryHeap::new(); nodes];
        // The value that a proposal to a full limit must reach at least, by its lead alone.
        let mut bar = vec![i64::MIN; nodes];
        let mut tried = vec![0_u32; self.chosen.len()];
        let mut stack: Vec<u32> = Vec::new();
        for start in 0..self.chosen.len() as u32 {
            stack.push(start);
            while let Some(person) = stack.pop() {
                let home = self.net.target[self.net.unplaced(person) as usize];
                if self.tight(&free, home) == 0 {
                    let i = person as usize;
                    while let Some(option) = self.best_untried(person, &mut tried[i]) {
                        let target = self.net.target[option as usize];
                        let tight = self.tight(&free, target);
                        if tight != 0 {
                            if self.value.lead[option as usize] < bar[tight] {
                                continue;
                            }
                            let Some(loser) = self.give_way(&mut kept[tight], option) else {
                                if let Some(Reverse((worst, ..))) = kept[tight].peek() {
                                    bar[tight] = worst.lead();
                                }
                                continue;
                            };
                            let back = self.net.unplaced(loser);
                            let left = std::mem::replace(&mut self.chosen[loser as usize], back);
                            self.occupy(&mut free, left, -1);
                            self.occupy(&mut free, back, -1);
                            stack.push(loser);
                        }
                        self.chosen[i] = option;
                        let back = self.net.unplaced(person);
                        self.occupy(&mut free, back, 1);
                        self.occupy(&mut free, option, 1);
                        let mut v = target as usize;
                        while v != 0 {
                            kept[v].push(Reverse((self.value.of(option), option, person)));
                            v = self.net.up[v] as usize;
                        }
                        break;
                    }
                }
            }
        }
        // The minimum of a limit is filled first, as it stands in front.
        for (v, free) in free.into_iter().enumerate().skip(1) {
            self.flow[v] = self.net.room[v] - free;
            if v < self.net.first_agency {
                let needed = self.flow[v].min(self.room[v + nodes]);
                self.flow[v] -= needed;
                self.flow[v + nodes] = needed;
            }
        }
    }

    /// The smallest full limit on the way from a node to the root, or 0.
    fn tight(&self, free: &[i64], node: u32) -> usize {
        let mut v = node as usize;
        while v != 0 && free[v] > 0 {
            v = self.net.up[v] as usize;
        }
        v
    }

    /// Counts people more or fewer in the limits of an option.
    fn occupy(&self, free: &mut [i64], option: u32, by: i64) {
        let mut v = self.net.target[option as usize] as usize;
        while v != 0 {
            free[v] -= by;
            v = self.net.up[v] as usize;
        }
    }

    /// The option of most value that a person has not tried; none if being unplaced is worth more.
    fn best_untried(&self, person: u32, tried: &mut u32) -> Option<u32> {
        let (first, unplaced) = (self.net.first[person as usize], self.net.unplaced(person));
        let mut best = None;
        let mut most = C::ZERO;
        for option in first..unplaced {
            if *tried >> (option - first) & 1 == 0
                && self.value.lead[option as usize] >= most.lead()
                && self.value.of(option) > most
            {
                (best, most) = (Some(option), self.value.of(option));
            }
        }
        *tried |= best.map_or(0, |best| 1 << (best - first));
        best
    }

    /// Who gives way for an option within a full limit, taken out of its heap; none if all are worth more.
    fn give_way(&self, kept: &mut Kept<C>, option: u32) -> Option<u32> {
        while kept
            .peek()
            .is_some_and(|Reverse((_, held, owner))| self.chosen[*owner as usize] != *held)
        {
            kept.pop();
        }
        let Reverse((worst, _, loser)) = kept.peek().copied()?;
        if worst >= self.value.of(option) {
            return None;
        }
        kept.pop();
        Some(loser)
    }
}
