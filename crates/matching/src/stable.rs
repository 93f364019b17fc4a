//! The mechanism `merit-stable`: a kernel of two ordered laminar matroids (Fleiner 2003) by deferred acceptance.
//!
//! The sending side proposes each applicant's best pair that is not rejected yet, as far as the
//! agencies release people, best merit first; the receiving side keeps the best pairs within slot,
//! host and region. Choices of greedy independent sets of matroids are substitutable and shrink
//! with what is offered, so the proposals may come one by one in any order: the result is the same
//! kernel, the best one for the sending side. A new proposal meets at most one smallest full limit,
//! and the pair that gives way is the last one within it.

use std::collections::BinaryHeap;

use crate::attempt::pinned_usage;
use crate::bounds::Bounds;
use crate::lottery;
use crate::network::{LimitKind, Network, Usage, chain};
use crate::problem::{MAX_SCORE, Problem};
use crate::radix;
use crate::reasons::place_limits;

const NONE: u32 = u32::MAX;

/// For each full limit the priority merit of the last pair kept; `None` where a limit is not full or nobody is in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cutoffs {
    /// Of slots, in the problem's order.
    pub slots: Vec<Option<i64>>,
    /// Of hosts.
    pub hosts: Vec<Option<i64>>,
    /// Of regions.
    pub regions: Vec<Option<i64>>,
    /// Of agencies, in the sending order.
    pub agencies: Vec<Option<i64>>,
}

impl Cutoffs {
    /// The cut-off of one limit.
    pub fn of(&self, kind: LimitKind, at: usize) -> Option<i64> {
        let list = match kind {
            LimitKind::Slot => &self.slots,
            LimitKind::Host => &self.hosts,
            LimitKind::Region => &self.regions,
            LimitKind::Agency => &self.agencies,
        };
        list.get(at).copied().flatten()
    }
}

/// Applicants by lottery number, smaller first; equal numbers by id.
fn lottery_order(problem: &Problem) -> Vec<u32> {
    let keys = lottery::keys(problem.seed(), 0, problem.applicants(), |one| &one.id);
    // The number takes 40 bits, an index among at most 2,000,000 people 21.
    let mut order: Vec<u64> = (keys.iter().zip(0_u64..))
        .map(|(key, at)| (lottery::draw(*key, 0).cast_unsigned() << INDEX) | at)
        .collect();
    drop(keys);
    radix::sort(&mut order, INDEX);
    for same in order.chunk_by_mut(|a, b| a >> INDEX == b >> INDEX) {
        if same.len() > 1 {
            same.sort_unstable_by_key(|one| problem.applicant_id(index(*one)));
        }
    }
    order.into_iter().map(index).collect()
}

/// Bits of an index.
const INDEX: u32 = 21;

/// The index in the low bits.
fn index(packed: u64) -> u32 {
    // 21 bits always fit.
    u32::try_from(packed & ((1 << INDEX) - 1)).unwrap_or(u32::MAX)
}

/// The inverse of an order.
fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, at) in (0..).zip(order) {
        if let Some(cell) = places.get_mut(*at as usize) {
            *cell = place;
        }
    }
    places
}

/// One number that orders pairs: higher merit, then earlier lottery place, then better rank; smaller is first.
///
/// Merit takes 31 bits, the place of one of at most 2,000,000 people 21, the rank 5.
fn key(merit: i64, place: u32, rank: u32) -> u64 {
    ((MAX_SCORE - merit).cast_unsigned() << (INDEX + RANK))
        | (u64::from(place) << RANK)
        | u64::from(rank)
}

/// Bits of a rank.
const RANK: u32 = 5;

/// Merit within a key.
fn merit_of(key: u64) -> i64 {
    MAX_SCORE - (key >> (INDEX + RANK)).cast_signed()
}

#[allow(
    clippy::indexing_slicing,
    reason = "mechanism kernel: every index is a node, option or applicant of this network"
)]
struct Mechanism<'a> {
    net: &'a Network,
    /// Merit of each kernel applicant, and of each option if any has one of its own.
    merit: Vec<i64>,
    rating: Vec<i32>,
    /// Lottery place of each kernel applicant.
    place: Vec<u32>,
    /// Option that each kernel applicant proposes next, counted from her first.
    next: Vec<u32>,
    /// Option that each kernel applicant holds, and its receiving key.
    held: Vec<(u32, u64)>,
    count: Vec<i64>,
    /// Keys of the pairs within each receiving node, the last on top; some are out of date.
    kept: Vec<BinaryHeap<u64>>,
    /// Kernel applicant at each lottery place.
    at_place: Vec<u32>,
    /// Waiting applicants of each agency node, the first one last.
    waiting: Vec<Vec<u32>>,
    /// Place of each kernel applicant in the sending order.
    sending: Vec<u32>,
    /// First applicant under an agency node whom its limits would let go, or [`NONE`].
    candidate: Vec<u32>,
    children: Vec<Vec<u32>>,
}

#[allow(
    clippy::indexing_slicing,
    reason = "mechanism kernel: every index is a node, option or applicant of this network"
)]
impl Mechanism<'_> {
    fn full(&self, node: u32) -> bool {
        self.count[node as usize] >= self.net.room[node as usize]
    }

    fn home(&self, person: u32) -> u32 {
        self.net.target[self.net.first[person as usize + 1] as usize - 1]
    }

    /// Who stands in a key.
    fn owner(&self, key: u64) -> u32 {
        self.at_place[index(key >> RANK) as usize]
    }

    /// Whether the pair of a key is still held.
    fn current(&self, key: u64) -> bool {
        let (held, own) = self.held[self.owner(key) as usize];
        held != NONE && own == key
    }

    /// Receiving key of an option.
    fn key(&self, person: u32, option: u32) -> u64 {
        let own = self.rating.get(option as usize).copied();
        let merit = own.map_or(self.merit[person as usize], i64::from);
        let rank = u32::from(self.net.choice[option as usize]);
        key(merit, self.place[person as usize], rank)
    }

    /// Lets one person propose until she is kept or has no choice left; true if she is kept. Who
    /// gives way for her is put on `stack`.
    fn propose(&mut self, person: u32, stack: &mut Vec<u32>) -> bool {
        let last = self.net.unplaced(person);
        loop {
            let option = self.net.first[person as usize] + self.next[person as usize];
            if option >= last {
                return false;
            }
            self.next[person as usize] += 1;
            let target = self.net.target[option as usize];
            let mut tight = target;
            while tight != 0 && !self.full(tight) {
                tight = self.net.up[tight as usize];
            }
            let own = self.key(person, option);
            if tight != 0 {
                let worst = loop {
                    match self.kept[tight as usize].peek().copied() {
                        Some(key) if !self.current(key) => {
                            self.kept[tight as usize].pop();
                        }
                        Some(key) => break key,
                        // A full node always holds somebody, as nodes without room are left out.
                        None => break own,
                    }
                };
                if worst <= own {
                    continue;
                }
                self.kept[tight as usize].pop();
                let other = self.owner(worst);
                let (left, _) = std::mem::replace(&mut self.held[other as usize], (NONE, 0));
                let mut v = self.net.target[left as usize];
                while v != 0 {
                    self.count[v as usize] -= 1;
                    v = self.net.up[v as usize];
                }
                stack.push(other);
            }
            self.held[person as usize] = (option, own);
            let mut v = target;
            while v != 0 {
                self.count[v as usize] += 1;
                self.kept[v as usize].push(own);
                v = self.net.up[v as usize];
            }
            return true;
        }
    }

    /// Counts one person more or fewer in her agencies.
    fn release(&mut self, home: u32, by: i64) {
        let mut v = home;
        while v != 0 {
            self.count[v as usize] += by;
            v = self.net.up[v as usize];
        }
        self.refresh(home);
    }

    /// Finds anew who could follow within an agency and those that contain it.
    fn refresh(&mut self, home: u32) {
        let mut v = home;
        while v != 0 {
            let mut best = NONE;
            if !self.full(v) {
                let own = self.waiting[v as usize].last().copied();
                let below = self.children[v as usize]
                    .iter()
                    .map(|c| self.candidate[*c as usize]);
                for one in own.into_iter().chain(below.filter(|one| *one != NONE)) {
                    if best == NONE || self.sending[one as usize] < self.sending[best as usize] {
                        best = one;
                    }
                }
            }
            self.candidate[v as usize] = best;
            v = self.net.up[v as usize];
        }
    }

    /// Sends the next waiting applicant whom the agencies above `home` let go, if there is one.
    fn send_next(&mut self, home: u32) -> Option<u32> {
        let mut top = home;
        while top != 0 && self.net.up[top as usize] != 0 {
            top = self.net.up[top as usize];
        }
        let next = self
            .candidate
            .get(top as usize)
            .copied()
            .filter(|one| *one != NONE)?;
        let own = self.home(next);
        self.waiting[own as usize].pop();
        self.release(own, 1);
        Some(next)
    }
}

/// Choice of each applicant in the sending side's best stable placement.
#[allow(
    clippy::indexing_slicing,
    reason = "mechanism kernel: every index is a node, option or applicant of this network"
)]
pub(crate) fn stable(problem: &Problem) -> Vec<Option<u32>> {
    let pinned = pinned_usage(problem);
    let net = Network::build(problem, &pinned, &Bounds::of(problem).without_minimums());
    let by_lottery = lottery_order(problem);
    let places = places(&by_lottery);
    let people = net.applicant.len();
    let mut rating = vec![0; if net.rated { net.target.len() } else { 0 }];
    let (mut merits, mut own_places) = (Vec::with_capacity(people), Vec::with_capacity(people));
    let mut at_place = vec![NONE; by_lottery.len()];
    for (i, at) in (0_u32..).zip(&net.applicant) {
        let person = &problem.applicants()[*at as usize];
        let place = places[*at as usize];
        at_place[place as usize] = i;
        own_places.push(place);
        let merit = person.merit.unwrap_or(0);
        merits.push(merit);
        if net.rated {
            // Every merit is at most 10⁹, so that the conversion cannot fail.
            let merit = i32::try_from(merit).unwrap_or(i32::MAX);
            for option in net.first[i as usize]..net.unplaced(i) {
                let choice = usize::from(net.choice[option as usize]);
                rating[option as usize] = person.choices[choice].merit.unwrap_or(merit);
            }
        }
    }
    drop(places);
    // Higher merit first; the sort keeps the order of the lottery among equals.
    let mut order: Vec<u64> = (at_place.iter())
        .filter(|i| **i != NONE)
        .map(|i| {
            let merit = merits[*i as usize];
            ((MAX_SCORE - merit).cast_unsigned() << INDEX) | u64::from(*i)
        })
        .collect();
    drop(by_lottery);
    radix::sort(&mut order, INDEX);
    let nodes = net.nodes();
    let mut children = vec![Vec::new(); nodes];
    for v in net.first_agency..nodes {
        children[net.up[v] as usize].push(v as u32);
    }
    let mut run = Mechanism {
        net: &net,
        merit: merits,
        rating,
        place: own_places,
        next: vec![0; people],
        held: vec![(NONE, 0); people],
        count: vec![0; nodes],
        kept: vec![BinaryHeap::new(); nodes],
        at_place,
        waiting: vec![Vec::new(); nodes],
        sending: vec![0; people],
        candidate: vec![NONE; nodes],
        children,
    };
    let mut stack = Vec::with_capacity(people);
    for (place, i) in (0_u32..).zip(order.iter().map(|one| index(*one))) {
        run.sending[i as usize] = place;
        let home = run.home(i);
        let mut v = home;
        while v != 0 && !run.full(v) {
            v = net.up[v as usize];
        }
        if v == 0 {
            let mut v = home;
            while v != 0 {
                run.count[v as usize] += 1;
                v = net.up[v as usize];
            }
            stack.push(i);
        } else {
            run.waiting[home as usize].push(i);
        }
    }
    // The best merit proposes first, so that few proposals are made in vain.
    stack.reverse();
    for v in (net.first_agency..nodes).rev() {
        run.waiting[v].reverse();
        run.refresh(v as u32);
    }
    while let Some(person) = stack.pop() {
        if !run.propose(person, &mut stack) {
            let home = run.home(person);
            if home != 0 {
                run.release(home, -1);
                stack.extend(run.send_next(home));
            }
        }
    }
    let mut chosen: Vec<Option<u32>> = (problem.applicants().iter())
        .map(|one| one.pinned)
        .collect();
    for (at, (option, _)) in net.applicant.iter().zip(&run.held) {
        chosen[*at as usize] = net.choice_of(*option);
    }
    chosen
}

/// Reads the cut-offs off a stable placement: pinned people come first, as nobody can take their place.
pub(crate) fn cutoffs(problem: &Problem, chosen: &[Option<u32>], usage: &Usage) -> Cutoffs {
    let places = places(&lottery_order(problem));
    let mut last: [Vec<Option<(bool, u64)>>; 4] = [
        vec![None; problem.slots().len()],
        vec![None; problem.hosts().len()],
        vec![None; problem.regions().len()],
        vec![None; problem.agencies().len()],
    ];
    let note = |list: &mut Vec<Option<(bool, u64)>>, at: usize, pair: (bool, u64)| {
        if let Some(cell) = list.get_mut(at) {
            *cell = (*cell).max(Some(pair));
        }
    };
    for (at, (person, choice)) in problem.applicants().iter().zip(chosen).enumerate() {
        let granted = choice.and_then(|rank| Some((rank, person.choices.get(rank as usize)?)));
        let Some((rank, wish)) = granted else {
            continue;
        };
        let place = places.get(at).copied().unwrap_or(0);
        let merit = person.merit.unwrap_or(0);
        let free = person.pinned.is_none();
        let received = key(wish.merit.map_or(merit, i64::from), place, rank);
        let [slots, hosts, regions, agencies] = &mut last;
        for (kind, limit) in place_limits(problem, wish.slot) {
            let list = match kind {
                LimitKind::Slot => &mut *slots,
                LimitKind::Host => &mut *hosts,
                _ => &mut *regions,
            };
            note(list, limit, (free, received));
        }
        for agency in chain(problem, person.agency) {
            note(agencies, agency, (free, key(merit, place, rank)));
        }
    }
    let read = |kind: LimitKind, list: Vec<Option<(bool, u64)>>| {
        (list.into_iter().enumerate())
            .map(|(at, pair)| {
                let (_, key) = pair.filter(|_| usage.full(problem, kind, at))?;
                Some(merit_of(key))
            })
            .collect()
    };
    let [slots, hosts, regions, agencies] = last;
    Cutoffs {
        slots: read(LimitKind::Slot, slots),
        hosts: read(LimitKind::Host, hosts),
        regions: read(LimitKind::Region, regions),
        agencies: read(LimitKind::Agency, agencies),
    }
}
