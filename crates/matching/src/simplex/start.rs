//! The tree from which the simplex starts: every full limit hangs on the exit that costs least.

use super::{NONE, Simplex, Via};
use crate::packing::Cost;

/// How a unit too many leaves a full limit.
#[derive(Clone, Copy)]
struct Exit<C> {
    /// Who moves; [`NONE`] where nobody can.
    person: u32,
    /// Where she moves.
    option: u32,
    /// The limit within, where she is; [`NONE`] if she is counted in no other limit before.
    below: u32,
    /// What that is worth, as a rule less than 0.
    worth: C,
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl<C: Cost> Simplex<C> {
    /// Hangs the nodes so that the tree is strongly feasible: limits with room on their own way up,
    /// full ones on the person whose move to a place with room, or to none, costs least.
    pub(super) fn start(&mut self) {
        let nodes = self.net.nodes();
        let receiving = self.net.first_agency;
        // The arc that has room on the way up, if one has.
        let open: Vec<Option<u32>> = (0..receiving as u32)
            .map(|v| {
                [v + nodes as u32, v]
                    .into_iter()
                    .find(|arc| v > 0 && self.residual(*arc, v) > 0)
            })
            .collect();
        // Whether a unit can go all the way up; nodes stand after those they lead to.
        let mut free = vec![true; nodes];
        for v in 1..receiving {
            free[v] = open[v].is_some() && free[self.net.up[v] as usize];
        }
        let mut exit = vec![
            Exit {
                person: NONE,
                option: NONE,
                below: NONE,
                worth: C::ZERO
            };
            nodes
        ];
        for person in 0..self.chosen.len() as u32 {
            let present = self.chosen[person as usize];
            let at = self.net.target[present as usize] as usize;
            let unplaced = self.net.unplaced(person);
            if present == unplaced || free[at] {
                continue;
            }
            let own = self.value.of(present);
            let mut option = unplaced;
            let mut most = C::ZERO;
            for other in self.net.first[person as usize]..unplaced {
                if free[self.net.target[other as usize] as usize]
                    && self.value.lead[other as usize] >= most.lead()
                    && self.value.of(other) > most
                {
                    (option, most) = (other, self.value.of(other));
                }
            }
            let worth = most - own;
            if exit[at].person == NONE || worth > exit[at].worth {
                exit[at] = Exit {
                    person,
                    option,
                    below: NONE,
                    worth,
                };
            }
        }
        for v in (1..receiving).rev() {
            let (own, up) = (exit[v], self.net.up[v] as usize);
            if own.person != NONE && (exit[up].person == NONE || own.worth > exit[up].worth) {
                exit[up] = Exit {
                    below: v as u32,
                    ..own
                };
            }
        }
        for v in receiving..nodes {
            self.attach(v as u32, 0, Via::Arc((v + nodes) as u32));
        }
        for v in 1..receiving as u32 {
            if self.parent[v as usize] != NONE {
                continue;
            }
            if let Some(arc) = open[v as usize] {
                self.attach(v, self.net.up[v as usize], Via::Arc(arc));
                continue;
            }
            let mut at = v;
            loop {
                let Exit {
                    person,
                    option,
                    below,
                    ..
                } = exit[at as usize];
                if below == NONE {
                    let to = self.net.target[option as usize];
                    self.attach(at, to, Via::Person(person, option));
                    break;
                }
                if self.parent[at as usize] != NONE {
                    break;
                }
                let arc = if self.flow[below as usize] > 0 {
                    below
                } else {
                    below + nodes as u32
                };
                self.attach(at, below, Via::Arc(arc));
                at = below;
            }
        }
        self.settle();
    }
}
