//! Pricing: which residual arc enters the tree next, found in blocks of people by the leads of values and potentials.

use super::{Entering, Simplex, Via};
use crate::packing::Cost;

/// Candidates priced before the best of them enters. Measured from 4 to people/16: small blocks
/// price less for each pivot, below 12 the number of pivots grows faster than that saves.
const BLOCK: usize = 12;

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, arc, option or applicant of this network"
)]
impl<C: Cost> Simplex<C> {
    /// Pivots until no residual arc gains; false if the tree grew too deep for the packed values.
    pub(super) fn improve(&mut self) -> bool {
        let people = self.chosen.len();
        let total = people + 2 * self.net.nodes();
        // Until then nobody can gain: each pivot moves potentials by no more than its own gain.
        let mut until = vec![i64::MIN; people];
        let mut drift = 0_i64;
        let (mut at, mut quiet) = (0, 0);
        while quiet < total {
            let end = (at + BLOCK).min(total);
            let mut best: Option<Entering<C>> = None;
            let mut sure = None;
            let mut most = 1;
            let (from, to) = (at.min(people), end.min(people));
            for (until, person) in until[from..to].iter_mut().zip(from as u32..) {
                if drift < *until {
                    continue;
                }
                let lead = self.best_lead(person);
                if lead < -1 {
                    *until = drift.saturating_add(-1 - lead);
                } else if lead > most {
                    most = lead;
                    sure = Some((person, lead));
                } else if lead <= 1 && sure.is_none() {
                    self.price_options(person, &mut best);
                }
            }
            // Only the one with the best lead is worth the look at the rest of her value.
            if let Some((person, lead)) = sure {
                self.price_leading(person, lead, &mut best);
            }
            for arc in at.max(people)..end {
                self.price_arc((arc - people) as u32, &mut best);
            }
            quiet += end - at;
            at = if end == total { 0 } else { end };
            if let Some(entering) = best {
                quiet = 0;
                drift = drift.saturating_add(entering.gain.lead().saturating_add(2));
                self.pivot(&entering);
            }
            if self.reached > self.deepest {
                return false;
            }
        }
        true
    }

    /// What a person's best other option gains by the leads alone: below −1 none gains, above 1 it does for sure.
    #[inline]
    pub(super) fn best_lead(&self, person: u32) -> i64 {
        let (first, end) = (
            self.net.first[person as usize] as usize,
            self.net.first[person as usize + 1] as usize,
        );
        let present = self.chosen[person as usize] as usize;
        let from = self.net.target[present];
        let here = self.value.lead[present].wrapping_add(self.lead[from as usize]);
        let mut most = i64::MIN / 2;
        let targets = &self.net.target[first..end];
        for (i, own) in self.value.lead[first..end].iter().enumerate() {
            let there = own.wrapping_add(self.lead[targets[i] as usize]);
            let gain = if first + i == present {
                i64::MIN / 2
            } else {
                there.wrapping_sub(here)
            };
            most = most.max(gain);
        }
        most
    }

    /// Prices the option of a person whose lead gains that much.
    fn price_leading(&self, person: u32, lead: i64, best: &mut Option<Entering<C>>) {
        let worth = |option: u32| {
            let to = self.net.target[option as usize];
            self.value.lead[option as usize].wrapping_add(self.lead[to as usize])
        };
        let here = worth(self.chosen[person as usize]);
        let mut all = self.net.first[person as usize]..self.net.first[person as usize + 1];
        if let Some(option) = all.find(|option| worth(*option).wrapping_sub(here) == lead) {
            self.price_option(person, option, best);
        }
    }

    pub(super) fn price_person(&self, person: u32, best: &mut Option<Entering<C>>) {
        if self.best_lead(person) >= -1 {
            self.price_options(person, best);
        }
    }

    /// Prices every option of a person.
    fn price_options(&self, person: u32, best: &mut Option<Entering<C>>) {
        for option in self.net.first[person as usize]..self.net.first[person as usize + 1] {
            self.price_option(person, option, best);
        }
    }

    fn price_option(&self, person: u32, option: u32, best: &mut Option<Entering<C>>) {
        let present = self.chosen[person as usize];
        let (from, to) = (
            self.net.target[present as usize],
            self.net.target[option as usize],
        );
        let gain = self.value.of(option) + self.potential[to as usize]
            - (self.value.of(present) + self.potential[from as usize]);
        if gain > best.as_ref().map_or(C::ZERO, |one| one.gain) {
            *best = Some(Entering {
                from,
                to,
                via: Via::Person(person, option),
                gain,
            });
        }
    }

    pub(super) fn price_arc(&self, arc: u32, best: &mut Option<Entering<C>>) {
        if self.room[arc as usize] == 0 {
            return;
        }
        let bar = best.as_ref().map_or(C::ZERO, |one| one.gain);
        let (tail, head) = self.arc_ends(arc);
        for (from, to) in [(tail, head), (head, tail)] {
            let gain = self.potential[to as usize] - self.potential[from as usize]
                + self.arc_value(arc, from);
            if gain > bar && self.residual(arc, from) > 0 {
                *best = Some(Entering {
                    from,
                    to,
                    via: Via::Arc(arc),
                    gain,
                });
                return;
            }
        }
    }
}
