//! The flow network of a problem: its limits that can bind, and the applicants that still have a question.

use crate::bounds::Bounds;
use crate::problem::Problem;

/// Which limit is meant, for messages, reasons and prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LimitKind {
    /// `max` of a slot.
    Slot,
    /// `max` of a host.
    Host,
    /// `max` of a region.
    Region,
    /// `release_max` of an agency.
    Agency,
}

impl LimitKind {
    /// Its name in the file format.
    pub fn name(self) -> &'static str {
        match self {
            LimitKind::Slot => "slot",
            LimitKind::Host => "host",
            LimitKind::Region => "region",
            LimitKind::Agency => "agency",
        }
    }
}

/// How many people each limit holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) slots: Vec<u32>,
    pub(crate) hosts: Vec<u32>,
    pub(crate) regions: Vec<u32>,
    pub(crate) agencies: Vec<u32>,
}

#[allow(
    clippy::indexing_slicing,
    reason = "indices come from the problem, whose references are checked when it is built"
)]
impl Usage {
    pub(crate) fn new(problem: &Problem) -> Self {
        Self {
            slots: vec![0; problem.slots().len()],
            hosts: vec![0; problem.hosts().len()],
            regions: vec![0; problem.regions().len()],
            agencies: vec![0; problem.agencies().len()],
        }
    }

    pub(crate) fn place(&mut self, problem: &Problem, applicant: usize, slot: u32) {
        let host = problem.slots()[slot as usize].host as usize;
        self.slots[slot as usize] += 1;
        self.hosts[host] += 1;
        if let Some(region) = problem.hosts()[host].region {
            self.regions[region as usize] += 1;
        }
        for agency in chain(problem, problem.applicants()[applicant].agency) {
            self.agencies[agency] += 1;
        }
    }

    /// Usage and maximum of one limit.
    pub(crate) fn of(&self, problem: &Problem, kind: LimitKind, at: usize) -> (u32, Option<u32>) {
        match kind {
            LimitKind::Slot => (self.slots[at], problem.slots()[at].max),
            LimitKind::Host => (self.hosts[at], problem.hosts()[at].max),
            LimitKind::Region => (self.regions[at], problem.regions()[at].max),
            LimitKind::Agency => (self.agencies[at], problem.agencies()[at].release_max),
        }
    }

    pub(crate) fn full(&self, problem: &Problem, kind: LimitKind, at: usize) -> bool {
        let (used, max) = self.of(problem, kind, at);
        max.is_some_and(|max| used >= max)
    }
}

/// The agency and those that contain it, innermost first.
pub(crate) fn chain(problem: &Problem, agency: Option<u32>) -> impl Iterator<Item = usize> {
    std::iter::successors(agency, |at| {
        problem
            .agencies()
            .get(*at as usize)
            .and_then(|one| one.within)
    })
    .map(|at| at as usize)
}

/// Room of a limit that has a minimum but no maximum: more than all people of any problem.
pub(crate) const NO_LIMIT: i64 = i64::MAX / 4;

/// Stands for "unplaced" among the options of an applicant.
pub(crate) const UNPLACED: u8 = u8::MAX;

/// Stands for an applicant without agency while the network is built.
const NO_AGENCY: u32 = u32::MAX;

/// The network on which the simplex works. Node 0 is the root; every other node is a limit that can bind.
///
/// A unit is one placed person. It leaves the root through the agencies that release the person
/// and comes back through slot, host and region. Limits that no assignment can reach are left out
/// (their price is 0), and so are limits that are used up by pinned people, with all that needs them.
#[derive(Debug, Default)]
pub(crate) struct Network {
    /// Next node towards the root; nodes stand after the node they lead to.
    pub(crate) up: Vec<u32>,
    /// Room in the limit of the node, [`NO_LIMIT`] without a maximum; the root's is not used.
    pub(crate) room: Vec<i64>,
    /// People whom the limit of the node still needs.
    pub(crate) low: Vec<i64>,
    /// Nodes from here on are agencies.
    pub(crate) first_agency: usize,
    /// Options of kernel applicant i: `first[i]..first[i + 1]`; the last of them is "unplaced".
    pub(crate) first: Vec<u32>,
    /// Node to which the option leads.
    pub(crate) target: Vec<u32>,
    /// Choice (0-based) that the option stands for, or [`UNPLACED`].
    pub(crate) choice: Vec<u8>,
    /// Applicant of the problem for each kernel applicant.
    pub(crate) applicant: Vec<u32>,
    /// Whether any option has a merit of its own.
    pub(crate) rated: bool,
    /// Node of each limit that can bind.
    pub(crate) slot_node: Vec<Option<u32>>,
    pub(crate) host_node: Vec<Option<u32>>,
    pub(crate) region_node: Vec<Option<u32>>,
    pub(crate) agency_node: Vec<Option<u32>>,
    /// Limits that pinned people use up, or whose maximum is 0, and what depends on them.
    pub(crate) closed_slot: Vec<bool>,
    pub(crate) closed_agency: Vec<bool>,
}

#[allow(
    clippy::indexing_slicing,
    reason = "indices come from the problem, whose references are checked when it is built"
)]
impl Network {
    /// Builds the network of these bounds beside the pinned people, who hold `pinned` already.
    pub(crate) fn build(problem: &Problem, pinned: &Usage, bounds: &Bounds) -> Self {
        let mut net = Self::default();
        let left = |kind, at: usize| {
            let (used, _) = pinned.of(problem, kind, at);
            let max = bounds.get(kind, at).max;
            max.map(|max| i64::from(max) - i64::from(used))
        };
        let need = |kind, at: usize| {
            let (used, _) = pinned.of(problem, kind, at);
            (i64::from(bounds.get(kind, at).min) - i64::from(used)).max(0)
        };
        let shut = |kind, at: usize| left(kind, at).is_some_and(|room| room <= 0);
        net.closed_slot = (0..problem.slots().len())
            .map(|slot| {
                let host = problem.slots()[slot].host as usize;
                shut(LimitKind::Slot, slot)
                    || shut(LimitKind::Host, host)
                    || problem.hosts()[host]
                        .region
                        .is_some_and(|region| shut(LimitKind::Region, region as usize))
            })
            .collect();
        net.closed_agency = (0..problem.agencies().len())
            .map(|agency| {
                chain(problem, u32::try_from(agency).ok()).any(|at| shut(LimitKind::Agency, at))
            })
            .collect();

        // The most that can ever reach each limit.
        let mut slot_reach = vec![0_i64; problem.slots().len()];
        let mut agency_reach = vec![0_i64; problem.agencies().len()];
        // Until the nodes are known an option's target is its slot, or the agency of the person.
        let most = (problem.applicants().iter()).map(|one| one.choices.len() + 1);
        let most = most.sum();
        net.target.reserve_exact(most);
        net.choice.reserve_exact(most);
        net.applicant.reserve_exact(problem.applicants().len());
        net.first.reserve_exact(problem.applicants().len() + 1);
        for (i, person) in problem.applicants().iter().enumerate() {
            let closed = person
                .agency
                .is_some_and(|at| net.closed_agency[at as usize]);
            if person.pinned.is_some() || closed {
                continue;
            }
            let before = net.target.len();
            for (j, choice) in person.choices.iter().enumerate() {
                if !choice.conflict && !net.closed_slot[choice.slot as usize] {
                    slot_reach[choice.slot as usize] += 1;
                    net.rated |= choice.merit.is_some();
                    net.target.push(choice.slot);
                    // At most 20 choices, so that the conversion cannot fail.
                    net.choice.push(u8::try_from(j).unwrap_or(UNPLACED));
                }
            }
            if net.target.len() > before {
                if let Some(agency) = person.agency {
                    agency_reach[agency as usize] += 1;
                }
                net.target.push(person.agency.unwrap_or(NO_AGENCY));
                net.choice.push(UNPLACED);
                net.applicant.push(small(i));
                net.first.push(small(before));
            }
        }
        net.first.push(small(net.target.len()));

        let capped = |reach: i64, room: Option<i64>| room.map_or(reach, |room| reach.min(room));
        let mut host_reach = vec![0_i64; problem.hosts().len()];
        for (slot, reach) in slot_reach.iter().enumerate() {
            let host = problem.slots()[slot].host as usize;
            host_reach[host] += capped(*reach, left(LimitKind::Slot, slot)).max(0);
        }
        let mut region_reach = vec![0_i64; problem.regions().len()];
        for (host, reach) in host_reach.iter().enumerate() {
            if let Some(region) = problem.hosts()[host].region {
                region_reach[region as usize] += capped(*reach, left(LimitKind::Host, host)).max(0);
            }
        }
        let order = outermost_first(problem);
        for agency in order.iter().rev() {
            if let Some(within) = problem.agencies()[*agency].within {
                let reach = capped(agency_reach[*agency], left(LimitKind::Agency, *agency));
                agency_reach[within as usize] += reach.max(0);
            }
        }

        net.up.push(0);
        net.room.push(0);
        net.low.push(0);
        let mut regions = vec![0; problem.regions().len()];
        for (at, node) in regions.iter_mut().enumerate() {
            *node = net.limit(0, region_reach[at], left(LimitKind::Region, at), 0);
        }
        let mut hosts = vec![0; problem.hosts().len()];
        for (at, node) in hosts.iter_mut().enumerate() {
            let up = problem.hosts()[at]
                .region
                .map_or(0, |region| regions[region as usize]);
            let low = need(LimitKind::Host, at);
            *node = net.limit(up, host_reach[at], left(LimitKind::Host, at), low);
        }
        let mut slots = vec![0; problem.slots().len()];
        for (at, node) in slots.iter_mut().enumerate() {
            let up = hosts[problem.slots()[at].host as usize];
            let low = need(LimitKind::Slot, at);
            *node = net.limit(up, slot_reach[at], left(LimitKind::Slot, at), low);
        }
        net.first_agency = net.up.len();
        let mut agencies = vec![0; problem.agencies().len()];
        for at in order {
            let up = problem.agencies()[at]
                .within
                .map_or(0, |within| agencies[within as usize]);
            agencies[at] = net.limit(up, agency_reach[at], left(LimitKind::Agency, at), 0);
        }

        for (target, choice) in net.target.iter_mut().zip(&net.choice) {
            *target = match (*choice, *target) {
                (UNPLACED, NO_AGENCY) => 0,
                (UNPLACED, agency) => agencies[agency as usize],
                (_, slot) => slots[slot as usize],
            };
        }

        let own = |node: u32, up: u32| (node != up).then_some(node);
        net.region_node = regions.iter().map(|node| own(*node, 0)).collect();
        net.host_node = hosts
            .iter()
            .enumerate()
            .map(|(at, node)| {
                let up = problem.hosts()[at]
                    .region
                    .map_or(0, |region| regions[region as usize]);
                own(*node, up)
            })
            .collect();
        net.slot_node = slots
            .iter()
            .enumerate()
            .map(|(at, node)| own(*node, hosts[problem.slots()[at].host as usize]))
            .collect();
        net.agency_node = agencies
            .iter()
            .enumerate()
            .map(|(at, node)| {
                let up = problem.agencies()[at]
                    .within
                    .map_or(0, |within| agencies[within as usize]);
                own(*node, up)
            })
            .collect();
        net
    }

    /// Adds a node for a limit that can bind; any other limit is its own way up.
    fn limit(&mut self, up: u32, reach: i64, room: Option<i64>, low: i64) -> u32 {
        let binds = low > 0 || room.is_some_and(|room| room < reach && room > 0);
        if !binds {
            return up;
        }
        let node = small(self.up.len());
        self.up.push(up);
        self.room.push(room.unwrap_or(NO_LIMIT).max(low));
        self.low.push(low);
        node
    }

    /// Choice (0-based) of the problem that an option stands for; none for "unplaced".
    pub(crate) fn choice_of(&self, option: u32) -> Option<u32> {
        let choice = self.choice.get(option as usize).copied();
        choice.filter(|one| *one != UNPLACED).map(u32::from)
    }

    /// The option "unplaced" of a kernel applicant.
    pub(crate) fn unplaced(&self, person: u32) -> u32 {
        self.first[person as usize + 1] - 1
    }

    /// Number of nodes, the root included.
    pub(crate) fn nodes(&self) -> usize {
        self.up.len()
    }
}

/// Agencies so that containing ones come before contained ones.
#[allow(
    clippy::indexing_slicing,
    reason = "indices come from the problem, whose references are checked when it is built"
)]
fn outermost_first(problem: &Problem) -> Vec<usize> {
    let mut depth = Vec::with_capacity(problem.agencies().len());
    for at in 0..problem.agencies().len() {
        depth.push(chain(problem, u32::try_from(at).ok()).count());
    }
    let mut order: Vec<usize> = (0..depth.len()).collect();
    order.sort_by_key(|at| depth[*at]);
    order
}

fn small(value: usize) -> u32 {
    // At most 2,000,000 applicants with 21 options each: far below 2³².
    u32::try_from(value).unwrap_or(u32::MAX)
}
