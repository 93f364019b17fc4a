//! The placement from which the simplex starts: deferred acceptance with the packed values as priorities.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Simplex;
use crate::packing::Wide;

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl<const N: usize> Simplex<N> {
    /// Deferred acceptance by value: everybody proposes her best options, a full limit keeps the
    /// pairs of most value. This greedy placement is near the optimum where many want the same.
    pub(super) fn crash(&mut self) {
        let nodes = self.net.nodes();
        let mut kept: Vec<BinaryHeap<Reverse<(Wide<N>, u32, u32)>>> =
            vec![BinaryHeap::new(); nodes];
        let mut tried = vec![0_u32; self.chosen.len()];
        let mut stack: Vec<u32> = (0..self.chosen.len() as u32).rev().collect();
        while let Some(person) = stack.pop() {
            let i = person as usize;
            let (first, unplaced) = (self.net.first[i], self.net.first[i + 1] - 1);
            let home = self.net.target[unplaced as usize];
            if !self.has_room(home) {
                continue;
            }
            loop {
                let mut best = unplaced;
                for option in first..unplaced {
                    if tried[i] >> (option - first) & 1 == 0
                        && self.value[option as usize] > self.value[best as usize]
                    {
                        best = option;
                    }
                }
                if best == unplaced {
                    break;
                }
                tried[i] |= 1 << (best - first);
                let target = self.net.target[best as usize];
                let mut tight = target as usize;
                while tight != 0 && self.held(tight) < self.net.room[tight] {
                    tight = self.net.up[tight] as usize;
                }
                if tight != 0 {
                    let heap = &mut kept[tight];
                    while heap.peek().is_some_and(|Reverse((_, option, owner))| {
                        self.chosen[*owner as usize] != *option
                    }) {
                        heap.pop();
                    }
                    let Some(Reverse((worst, option, loser))) = heap.peek().copied() else {
                        continue;
                    };
                    if worst >= self.value[best as usize] {
                        continue;
                    }
                    heap.pop();
                    let back = self.net.first[loser as usize + 1] - 1;
                    self.chosen[loser as usize] = back;
                    self.fill(self.net.target[option as usize], -1);
                    self.fill(self.net.target[back as usize], -1);
                    stack.push(loser);
                }
                self.chosen[i] = best;
                self.fill(home, 1);
                let mut v = target as usize;
                while v != 0 {
                    kept[v].push(Reverse((self.value[best as usize], best, person)));
                    v = self.net.up[v] as usize;
                }
                self.fill(target, 1);
                break;
            }
        }
        // The minimum of a limit is filled first, as it stands in front.
        for v in 1..self.net.first_agency {
            let needed = self.flow[v].min(self.room[v + nodes]);
            self.flow[v] -= needed;
            self.flow[v + nodes] = needed;
        }
    }
}
