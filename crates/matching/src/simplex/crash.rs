//! The placement from which the simplex starts: deferred acceptance in rounds, with the leads of the packed values as priorities.

use super::{Simplex, grouped};
use crate::packing::Cost;

/// A pair that a limit holds, or is asked to hold.
#[derive(Clone, Copy)]
struct Pair {
    lead: i64,
    option: u32,
    person: u32,
}

/// The rounds end once no more than one in so many people proposes: the simplex does the rest in fewer steps.
const FEW: usize = 400;

/// Pairs beyond its maximum that a limit takes before it sends the least away, apart from as many again.
const SPARE: i64 = 8;

/// What the limits hold while people propose.
struct Crash<'a, C: Cost> {
    simplex: &'a mut Simplex<C>,
    held: Vec<i64>,
    /// Whether anybody's agency has a limit.
    agencies: bool,
    /// Pairs of each node to which their option leads.
    kept: Vec<Vec<Pair>>,
    /// The lead that a proposal must pass on its way to the root, where a limit once sent somebody away.
    bar: Vec<i64>,
    /// Who may still propose, a bit each.
    waiting: Vec<u64>,
    first_inner: Vec<u32>,
    inner: Vec<u32>,
    pairs: Vec<Pair>,
    stack: Vec<u32>,
}

impl<C: Cost> Simplex<C> {
    /// Deferred acceptance by value: in each round everybody without a place proposes her best option, and a
    /// limit that is too full sends those of least value away. This greedy placement is near the
    /// optimum where many want the same. Rounds read memory in order, as one chain of proposals after the
    /// other would not; the order of proposals makes no difference to whom the limits keep.
    #[allow(
        clippy::indexing_slicing,
        reason = "solver kernel: every index is a node of this network"
    )]
    pub(super) fn crash(&mut self) {
        let (nodes, people) = (self.net.nodes(), self.chosen.len());
        let (first_inner, inner) = grouped(nodes, self.net.up.iter().copied().zip(0..).skip(1));
        let mut waiting = vec![u64::MAX; people.div_ceil(64)];
        if let Some(last) = waiting.last_mut().filter(|_| people % 64 > 0) {
            *last = (1 << (people % 64)) - 1;
        }
        let mut crash = Crash {
            agencies: self.net.first_agency < nodes,
            simplex: self,
            held: vec![0; nodes],
            kept: vec![Vec::new(); nodes],
            bar: vec![i64::MIN; nodes],
            waiting,
            first_inner,
            inner,
            pairs: Vec::new(),
            stack: Vec::new(),
        };
        while crash.round() > people / FEW {}
        let (kept, held) = (crash.kept, crash.held);
        for pair in kept.iter().flatten() {
            self.chosen[pair.person as usize] = pair.option;
        }
        // The minimum of a limit is filled first, as it stands in front.
        for (v, held) in held.into_iter().enumerate().skip(1) {
            self.flow[v] = held;
            if v < self.net.first_agency {
                let needed = held.min(self.room[v + nodes]);
                self.flow[v] -= needed;
                self.flow[v + nodes] = needed;
            }
        }
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl<C: Cost> Crash<'_, C> {
    /// One round; how many proposals it had.
    fn round(&mut self) -> usize {
        let mut proposals = 0;
        for word in 0..self.waiting.len() {
            let mut left = std::mem::take(&mut self.waiting[word]);
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                let person = 64 * word as u32 + bit;
                let unplaced = self.simplex.net.unplaced(person);
                if !self.lets_go(unplaced) {
                    self.waiting[word] |= 1 << bit;
                } else if let Some((lead, option)) = self.best(person, unplaced) {
                    self.propose(Pair {
                        lead,
                        option,
                        person,
                    });
                    proposals += 1;
                }
            }
        }
        // Inner limits choose before those that contain them.
        for v in (1..self.simplex.net.first_agency).rev() {
            self.send_away(v);
        }
        for v in 1..self.simplex.net.first_agency {
            self.bar[v] = self.bar[v].max(self.bar[self.simplex.net.up[v] as usize]);
        }
        proposals
    }

    /// Whether the agencies above the option "unplaced" release one more.
    fn lets_go(&self, unplaced: u32) -> bool {
        let net = &self.simplex.net;
        let mut v = net.target[unplaced as usize] as usize;
        while v != 0 && self.held[v] < net.room[v] {
            v = net.up[v] as usize;
        }
        v == 0
    }

    /// The option of most value among those that pass the bar, and its lead; none if being unplaced is worth more.
    fn best(&self, person: u32, unplaced: u32) -> Option<(i64, u32)> {
        let (net, value) = (&self.simplex.net, &self.simplex.value);
        let (first, end) = (net.first[person as usize] as usize, unplaced as usize);
        let (mut most, mut best) = (0, unplaced);
        for at in first..end {
            let (lead, option) = (value.lead[at], at as u32);
            let better =
                lead > most || (lead == most && C::LIMBS > 1 && value.of(option) > value.of(best));
            if better && lead > self.bar[net.target[at] as usize] {
                (most, best) = (lead, option);
            }
        }
        (best != unplaced).then_some((most, best))
    }

    fn propose(&mut self, pair: Pair) {
        let net = &self.simplex.net;
        let target = net.target[pair.option as usize] as usize;
        if self.agencies {
            self.occupy(net.unplaced(pair.person), 1);
        }
        self.occupy(pair.option, 1);
        self.kept[target].push(pair);
        // Sending away in good time raises the bar, so that fewer propose in vain.
        if target != 0 && self.held[target] > 2 * self.simplex.net.room[target] + SPARE {
            self.send_away(target);
        }
    }

    /// Lets a limit that is too full send away those of least value.
    fn send_away(&mut self, v: usize) {
        let over = usize::try_from(self.held[v] - self.simplex.net.room[v]).unwrap_or(0);
        if over == 0 {
            return;
        }
        let mut pairs = std::mem::take(&mut self.pairs);
        self.stack.push(v as u32);
        while let Some(u) = self.stack.pop() {
            let u = u as usize;
            pairs.append(&mut self.kept[u]);
            let (from, to) = (self.first_inner[u], self.first_inner[u + 1]);
            self.stack.extend(&self.inner[from as usize..to as usize]);
        }
        pairs.select_nth_unstable_by_key(over, |one| (one.lead, one.option));
        self.bar[v] = self.bar[v].max(pairs[over].lead);
        for (at, one) in pairs.drain(..).enumerate() {
            if at < over {
                self.occupy(one.option, -1);
                if self.agencies {
                    self.occupy(self.simplex.net.unplaced(one.person), -1);
                }
                self.waiting[one.person as usize / 64] |= 1 << (one.person % 64);
            } else {
                self.kept[self.simplex.net.target[one.option as usize] as usize].push(one);
            }
        }
        self.pairs = pairs;
    }

    /// Counts people more or fewer in the limits of an option.
    fn occupy(&mut self, option: u32, by: i64) {
        let net = &self.simplex.net;
        let mut v = net.target[option as usize] as usize;
        while v != 0 {
            self.held[v] += by;
            v = net.up[v] as usize;
        }
    }
}
