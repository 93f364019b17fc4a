//! The lottery: one more, small simplex among the options that tie in everything before it.
//!
//! Every optimum uses only options and limits that gain nothing at the prices of any optimum (complementary
//! slackness). So whoever has one such option keeps it, limits with a price stay as full as they are, and the
//! lottery decides among the rest, who are few, starting from the same tree. The whole needs neither
//! the lottery of everybody nor numbers wide enough to hold it beside the other components.

use std::sync::Arc;

use super::{Optimal, Simplex, Via};
use crate::network::Network;
use crate::packing::Cost;
use crate::values::Packed;

/// Those who have more than one option worth as much as their own.
pub(crate) struct Ties {
    /// Their options alone; limits as before.
    pub(crate) net: Arc<Network>,
    /// Person and option of the whole for each of them.
    person: Vec<u32>,
    option: Vec<u32>,
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl<C: Cost> Simplex<C> {
    /// Who ties at the optimum.
    pub(crate) fn ties(&self) -> Ties {
        let mut net = Network {
            up: self.net.up.clone(),
            room: self.net.room.clone(),
            low: self.net.low.clone(),
            first_agency: self.net.first_agency,
            ..Network::default()
        };
        let (mut persons, mut options) = (Vec::new(), Vec::new());
        for person in 0..self.chosen.len() as u32 {
            if self.best_lead(person) < -1 {
                continue;
            }
            let worth = |option: u32| {
                self.value.of(option) + self.potential[self.net.target[option as usize] as usize]
            };
            let here = worth(self.chosen[person as usize]);
            let before = options.len();
            let all = self.net.first[person as usize]..self.net.first[person as usize + 1];
            options.extend(all.filter(|option| worth(*option) == here));
            if options.len() == before + 1 {
                options.truncate(before);
                continue;
            }
            persons.push(person);
            net.applicant.push(self.net.applicant[person as usize]);
            net.first.push(before as u32);
        }
        net.first.push(options.len() as u32);
        net.target = (options.iter().map(|one| self.net.target[*one as usize])).collect();
        net.choice = (options.iter().map(|one| self.net.choice[*one as usize])).collect();
        Ties {
            net: Arc::new(net),
            person: persons,
            option: options,
        }
    }

    /// The optimum of this simplex that is worth most by `draws`, the value of each option that ties.
    pub(crate) fn draw<D: Cost>(mut self, ties: &Ties, draws: Packed<D>) -> Option<Optimal> {
        let nodes = self.net.nodes();
        // Only a limit without a price may change what it holds.
        let room = (0..2 * nodes as u32).map(|arc| {
            let (tail, head) = self.arc_ends(arc);
            let gain = self.potential[head as usize] - self.potential[tail as usize]
                + self.arc_value(arc, tail);
            let free = gain == C::ZERO;
            if free { self.room[arc as usize] } else { 0 }
        });
        let room = room.collect();
        // Both options of a person in the tree tie.
        let place = |list: &[u32], one: u32| list.binary_search(&one).map(|at| at as u32).ok();
        let via = |via: &Via| match via {
            Via::Arc(arc) => Some(Via::Arc(*arc)),
            Via::Person(person, option) => Some(Via::Person(
                place(&ties.person, *person)?,
                place(&ties.option, *option)?,
            )),
        };
        let chosen = |person: &u32| place(&ties.option, self.chosen[*person as usize]);
        let mut last = Simplex {
            net: Arc::clone(&ties.net),
            value: draws,
            chosen: ties.person.iter().map(chosen).collect::<Option<_>>()?,
            bonus: D::ZERO,
            room,
            via: self.via.iter().map(via).collect::<Option<_>>()?,
            potential: vec![D::ZERO; nodes],
            lead: vec![0; nodes],
            flow: std::mem::take(&mut self.flow),
            parent: std::mem::take(&mut self.parent),
            depth: std::mem::take(&mut self.depth),
            child: std::mem::take(&mut self.child),
            next: std::mem::take(&mut self.next),
            prev: std::mem::take(&mut self.prev),
            path: Vec::new(),
            stack: Vec::new(),
            pivots: self.pivots,
            reached: 0,
            deepest: u32::MAX,
            watch: None,
        };
        last.settle();
        last.improve();
        let mut optimal = last.finish();
        for (person, option) in ties.person.iter().zip(&optimal.chosen) {
            self.chosen[*person as usize] = ties.option[*option as usize];
        }
        for (_, via) in &mut optimal.parent {
            if let Via::Person(person, option) = via {
                *person = ties.person[*person as usize];
                *option = ties.option[*option as usize];
            }
        }
        optimal.chosen = self.chosen;
        Some(optimal)
    }
}
