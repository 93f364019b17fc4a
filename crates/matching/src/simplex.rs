//! The exact solver: a primal network simplex whose tree spans only the limits, never the applicants.
//!
//! The basis is strongly feasible (Cunningham 1976): from every node one more unit can go along
//! the tree to the root. For one-unit applicants this has a strong consequence: an applicant with
//! two basic options stands between exactly two nodes, placed at the lower one and with the upper
//! one as alternative. So a tree edge is either a limit with room or one such person, all other
//! applicants hang on their present option, and the tree has one node a limit. Every pivot that
//! changes no flow moves a subtree to strictly better potentials, so the method ends.

mod crash;
mod local;
mod pricing;
mod start;
mod ties;

use std::sync::Arc;

pub(crate) use local::{Local, Repairable};

use crate::network::{NO_LIMIT, Network};
use crate::packing::Cost;
use crate::values::Packed;

const NONE: u32 = u32::MAX;

/// How a node reaches its parent in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Via {
    /// Through the arc of a limit; arcs are numbered as [`Simplex::arc_ends`] says.
    Arc(u32),
    /// By moving this person from the node to the option, which leads to the parent.
    Person(u32, u32),
}

/// What the simplex found.
#[derive(Debug)]
pub(crate) struct Optimal {
    /// Option of each kernel applicant.
    pub(crate) chosen: Vec<u32>,
    /// Parent of each node in the optimal tree, and the edge to it.
    pub(crate) parent: Vec<(u32, Via)>,
    /// Nodes in an order in which parents come first.
    pub(crate) order: Vec<u32>,
    /// Whether the limit of the node is full.
    pub(crate) full: Vec<bool>,
    /// Whether the limit of the node holds no more than its minimum, which is above 0.
    pub(crate) at_min: Vec<bool>,
    /// People who lack for the minimums; more than 0 proves that they cannot all be met.
    pub(crate) short: i64,
    /// Pivots done.
    pub(crate) pivots: u64,
}

pub(crate) struct Simplex<C: Cost> {
    net: Arc<Network>,
    value: Packed<C>,
    chosen: Vec<u32>,
    bonus: C,
    room: Vec<i64>,
    flow: Vec<i64>,
    parent: Vec<u32>,
    via: Vec<Via>,
    depth: Vec<u32>,
    child: Vec<u32>,
    next: Vec<u32>,
    prev: Vec<u32>,
    potential: Vec<C>,
    /// Leads of the potentials.
    lead: Vec<i64>,
    path: Vec<(u32, Via)>,
    stack: Vec<u32>,
    pivots: u64,
    /// Deepest node that any tree has had.
    reached: u32,
    deepest: u32,
    /// Nodes whose potential changed and people who moved, once a repair asks for them.
    watch: Option<local::Watch>,
}

struct Entering<C: Cost> {
    from: u32,
    to: u32,
    via: Via,
    gain: C,
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, arc, option or applicant of this network"
)]
impl<C: Cost> Simplex<C> {
    /// Solves `net` for the packed `value` of each option; `bonus` outweighs every value and is
    /// earned for each person who fills a minimum. None if a node of the tree hangs deeper than
    /// `deepest`, since the packed values may then be too narrow to compare.
    pub(crate) fn solve(
        net: Arc<Network>,
        value: Packed<C>,
        bonus: C,
        deepest: usize,
    ) -> Option<Self> {
        let nodes = net.nodes();
        let chosen = (net.first.iter().skip(1)).map(|next| next - 1).collect();
        let mut room = vec![0; 2 * nodes];
        for v in 1..nodes {
            room[v] = net.room[v] - net.low[v];
            room[v + nodes] = if v < net.first_agency {
                net.low[v]
            } else {
                NO_LIMIT
            };
        }
        let mut simplex = Self {
            net,
            value,
            chosen,
            bonus,
            room,
            flow: vec![0; 2 * nodes],
            parent: vec![NONE; nodes],
            via: vec![Via::Arc(0); nodes],
            depth: vec![0; nodes],
            child: vec![NONE; nodes],
            next: vec![NONE; nodes],
            prev: vec![NONE; nodes],
            potential: vec![C::ZERO; nodes],
            lead: vec![0; nodes],
            path: Vec::new(),
            stack: Vec::new(),
            pivots: 0,
            reached: 0,
            deepest: u32::try_from(deepest).unwrap_or(u32::MAX),
            watch: None,
        };
        simplex.crash();
        simplex.start();
        let settled = simplex.improve();
        settled.then_some(simplex)
    }

    /// Ends of an arc. Arc v is the limit of node v: a receiving node passes units on to its way
    /// up, an agency takes them from there. Arc v + nodes of a receiving node stands beside it and
    /// carries the people whom its minimum needs, for a bonus; of an agency it gives units back
    /// unused, which is worth nothing and keeps the tree strongly feasible.
    fn arc_ends(&self, arc: u32) -> (u32, u32) {
        let nodes = self.net.nodes();
        let at = arc as usize;
        let v = if at >= nodes { at - nodes } else { at };
        if v < self.net.first_agency {
            (v as u32, self.net.up[v])
        } else if at >= nodes {
            (v as u32, 0)
        } else {
            (self.net.up[v], arc)
        }
    }

    /// What one unit gains over `arc` from `from`.
    fn arc_value(&self, arc: u32, from: u32) -> C {
        let v = (arc as usize).wrapping_sub(self.net.nodes());
        if v >= self.net.first_agency {
            C::ZERO
        } else if v as u32 == from {
            self.bonus
        } else {
            C::ZERO - self.bonus
        }
    }

    /// Units that can still go from `from` over `arc`.
    fn residual(&self, arc: u32, from: u32) -> i64 {
        let flow = self.flow[arc as usize];
        if self.arc_ends(arc).0 == from {
            self.room[arc as usize] - flow
        } else {
            flow
        }
    }

    /// Sends one unit from `from` over `arc`.
    fn push(&mut self, arc: u32, from: u32) {
        let forward = self.arc_ends(arc).0 == from;
        self.flow[arc as usize] += if forward { 1 } else { -1 };
    }

    /// Sets depths and potentials of the whole tree anew.
    fn settle(&mut self) {
        for v in self.outwards().into_iter().skip(1) {
            let at = v as usize;
            let parent = self.parent[at] as usize;
            self.depth[at] = self.depth[parent] + 1;
            self.reached = self.reached.max(self.depth[at]);
            self.potential[at] = self.potential[parent] + self.edge_value(v, self.via[at]);
            self.lead[at] = self.potential[at].lead();
        }
    }

    /// People within the limit of a node.
    fn held(&self, v: usize) -> i64 {
        if v < self.net.first_agency {
            self.flow[v] + self.flow[v + self.net.nodes()]
        } else {
            self.flow[v]
        }
    }

    /// What one unit gains on the way from `v` to its parent.
    fn edge_value(&self, v: u32, via: Via) -> C {
        match via {
            Via::Arc(arc) => self.arc_value(arc, v),
            Via::Person(person, option) => {
                self.value.of(option) - self.value.of(self.chosen[person as usize])
            }
        }
    }

    /// Nodes of the tree from the root outwards.
    fn outwards(&self) -> Vec<u32> {
        let mut order = Vec::with_capacity(self.net.nodes());
        order.push(0);
        let mut done = 0;
        while done < order.len() {
            let mut c = self.child[order[done] as usize];
            done += 1;
            while c != NONE {
                order.push(c);
                c = self.next[c as usize];
            }
        }
        order
    }

    /// Brings one residual arc into the tree; the cycle runs from the apex down to `from`, over the arc to `to`, and up again.
    fn pivot(&mut self, entering: &Entering<C>) {
        self.pivots += 1;
        let Entering {
            from,
            to,
            via,
            gain,
        } = *entering;
        let apex = self.apex(from, to);
        if let (Via::Person(mover, new), Via::Person(other, alternative)) =
            (via, self.via[from as usize])
            && apex == from
            && from != 0
            && mover == other
        {
            // The mover is herself the edge above `from`: she leaves it, so it is what leaves the tree.
            let above = self.parent[from as usize];
            self.push_up(to, from);
            self.choose(mover, new);
            self.rehang(to, from, above, Via::Person(mover, alternative));
            self.shift(to, C::ZERO - gain);
            return;
        }

        // The deepest edge on the way down that carries nothing more: then no unit moves.
        let mut v = from;
        while v != apex {
            let blocked = match self.via[v as usize] {
                Via::Person(..) => true,
                Via::Arc(arc) => self.residual(arc, self.parent[v as usize]) == 0,
            };
            if blocked {
                self.rehang(from, v, to, via);
                self.shift(from, gain);
                return;
            }
            v = self.parent[v as usize];
        }

        // One unit moves.
        let mut v = from;
        while v != apex {
            let up = self.parent[v as usize];
            if let Via::Arc(arc) = self.via[v as usize] {
                self.push(arc, up);
            }
            v = up;
        }
        let back = match via {
            Via::Arc(arc) => {
                self.push(arc, from);
                via
            }
            Via::Person(person, new) => Via::Person(person, self.choose(person, new)),
        };
        // The last edge on the way up that the unit fills leaves the tree; without one the mover
        // just hangs elsewhere and the tree stays.
        if let Some(top) = self.push_up(to, apex) {
            self.rehang(to, top, from, back);
            self.shift(to, C::ZERO - gain);
        }
    }

    /// Puts a person on one of her options; the option that she had.
    fn choose(&mut self, person: u32, option: u32) -> u32 {
        if let Some(watch) = &mut self.watch {
            watch.moved.push((person, self.chosen[person as usize]));
        }
        std::mem::replace(&mut self.chosen[person as usize], option)
    }

    fn apex(&self, a: u32, b: u32) -> u32 {
        let (mut a, mut b) = (a as usize, b as usize);
        while a != b {
            if self.depth[a] >= self.depth[b] {
                a = self.parent[a] as usize;
            } else {
                b = self.parent[b] as usize;
            }
        }
        a as u32
    }

    /// Sends one unit from `from` up the tree to `apex`; the highest node whose edge it filled.
    ///
    /// A person who moves is then at the parent, with her former option as the way back.
    fn push_up(&mut self, from: u32, apex: u32) -> Option<u32> {
        let mut filled = None;
        let mut v = from;
        while v != apex {
            match self.via[v as usize] {
                Via::Arc(arc) => {
                    self.push(arc, v);
                    if self.residual(arc, v) == 0 {
                        filled = Some(v);
                    }
                }
                Via::Person(person, option) => {
                    let former = self.choose(person, option);
                    self.via[v as usize] = Via::Person(person, former);
                    filled = Some(v);
                }
            }
            v = self.parent[v as usize];
        }
        filled
    }

    /// Cuts the subtree of `top` off, makes `root` (which is in it) its root, and hangs it on `parent`.
    fn rehang(&mut self, root: u32, top: u32, parent: u32, via: Via) {
        let mut path = std::mem::take(&mut self.path);
        path.clear();
        let mut v = root;
        loop {
            path.push((v, self.via[v as usize]));
            let up = self.parent[v as usize];
            self.detach(v);
            if v == top {
                break;
            }
            v = up;
        }
        for pair in path.windows(2) {
            let (below, edge) = pair[0];
            self.attach(pair[1].0, below, edge);
        }
        self.path = path;
        self.attach(root, parent, via);
    }

    fn attach(&mut self, v: u32, parent: u32, via: Via) {
        let first = self.child[parent as usize];
        self.parent[v as usize] = parent;
        self.via[v as usize] = via;
        self.prev[v as usize] = NONE;
        self.next[v as usize] = first;
        if first != NONE {
            self.prev[first as usize] = v;
        }
        self.child[parent as usize] = v;
    }

    fn detach(&mut self, v: u32) {
        let (prev, next) = (self.prev[v as usize], self.next[v as usize]);
        if prev == NONE {
            self.child[self.parent[v as usize] as usize] = next;
        } else {
            self.next[prev as usize] = next;
        }
        if next != NONE {
            self.prev[next as usize] = prev;
        }
    }

    /// Moves the potentials of a subtree and sets its depths anew.
    fn shift(&mut self, root: u32, by: C) {
        self.stack.clear();
        self.stack.push(root);
        while let Some(v) = self.stack.pop() {
            let v = v as usize;
            self.potential[v] = self.potential[v] + by;
            self.lead[v] = self.potential[v].lead();
            if let Some(watch) = &mut self.watch {
                watch.touch(v as u32);
            }
            let depth = self.depth[self.parent[v] as usize] + 1;
            self.depth[v] = depth;
            self.reached = self.reached.max(depth);
            let mut c = self.child[v];
            while c != NONE {
                self.stack.push(c);
                c = self.next[c as usize];
            }
        }
    }

    /// What was found.
    pub(crate) fn finish(&self) -> Optimal {
        let nodes = self.net.nodes();
        let order = self.outwards();
        Optimal {
            full: (0..nodes)
                .map(|v| v > 0 && self.held(v) >= self.net.room[v])
                .collect(),
            at_min: (0..nodes)
                .map(|v| self.net.low[v] > 0 && self.held(v) <= self.net.low[v])
                .collect(),
            short: (1..self.net.first_agency)
                .map(|v| self.net.low[v] - self.flow[v + nodes])
                .sum(),
            parent: (self.parent.iter().copied().zip(self.via.iter().copied())).collect(),
            chosen: self.chosen.clone(),
            order,
            pivots: self.pivots,
        }
    }
}

/// The second numbers in groups by the first: group v is `list[first[v]..first[v + 1]]`.
#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every first number is a node"
)]
fn grouped(nodes: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; nodes + 1];
    for (node, _) in pairs.clone() {
        first[node as usize + 1] += 1;
    }
    for v in 0..nodes {
        first[v + 1] += first[v];
    }
    let mut free = first.clone();
    let mut list = vec![0_u32; first[nodes] as usize];
    for (node, one) in pairs {
        let cell = &mut free[node as usize];
        list[*cell as usize] = one;
        *cell += 1;
    }
    (first, list)
}
