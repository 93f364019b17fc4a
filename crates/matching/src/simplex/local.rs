//! Repair of an optimal tree after a small change: only what the change has touched is priced again.

use super::{Entering, NONE, Simplex, Via, grouped};
use crate::packing::Cost;

/// What has changed since the tree was optimal.
pub(super) struct Watch {
    touched: Vec<u32>,
    marked: Vec<bool>,
    /// People who moved, with the option that they had before.
    pub(super) moved: Vec<(u32, u32)>,
    /// People with an option that leads to node v: `people[first[v]..first[v + 1]]`.
    first: Vec<u32>,
    people: Vec<u32>,
    /// Nodes whose way up leads to node v: `inner[first_inner[v]..first_inner[v + 1]]`.
    first_inner: Vec<u32>,
    inner: Vec<u32>,
    gone: Vec<bool>,
    /// Option that earns `stay` now.
    kept: Vec<u32>,
    changed: Vec<u32>,
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl Watch {
    pub(super) fn touch(&mut self, node: u32) {
        if !self.marked[node as usize] {
            self.marked[node as usize] = true;
            self.touched.push(node);
        }
    }
}

/// An optimal tree that can be repaired, whatever the width of its packed values.
pub(crate) trait Repairable: Send + Sync {
    /// Takes a person away: everybody whose option changes, with the option before and after; the
    /// one who leaves comes first. None if the packed values became too narrow or a minimum cannot be met.
    fn withdraw(&mut self, person: u32) -> Option<Vec<(u32, u32, u32)>>;
    /// Whether potentials, choices and limits prove the optimum, by looking at all of them anew.
    fn proves(&self) -> bool;
    /// The tree as it is.
    fn optimal(&self) -> super::Optimal;
    /// Option that earned `stay` for each person in the last repair.
    fn stayed(&self) -> &[u32];
}

/// A tree with the packed value of one stay, ready for repairs.
pub(crate) struct Local<C: Cost> {
    simplex: Simplex<C>,
    stay: C,
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl<C: Cost> Local<C> {
    pub(crate) fn new(mut simplex: Simplex<C>, stay: C) -> Self {
        let net = &simplex.net;
        let nodes = net.nodes();
        let mut owners = Vec::with_capacity(net.target.len());
        for person in 0..simplex.chosen.len() as u32 {
            owners.resize(net.unplaced(person) as usize + 1, person);
        }
        let (first, people) = grouped(nodes, net.target.iter().copied().zip(owners));
        let (first_inner, inner) = grouped(nodes, net.up.iter().copied().zip(0..).skip(1));
        simplex.watch = Some(Watch {
            touched: Vec::new(),
            marked: vec![false; nodes],
            moved: Vec::new(),
            first,
            people,
            first_inner,
            inner,
            gone: vec![false; simplex.chosen.len()],
            kept: simplex.chosen.clone(),
            changed: Vec::new(),
        });
        Self { simplex, stay }
    }

    /// Changes the value of an option, and what hangs on it.
    fn revalue(&mut self, person: u32, option: u32, by: C) {
        let simplex = &mut self.simplex;
        let value = simplex.value.of(option) + by;
        simplex.value.set(option, value);
        let present = simplex.chosen[person as usize];
        let at = simplex.net.target[present as usize];
        if at == 0 {
            return;
        }
        if let Via::Person(owner, other) = simplex.via[at as usize]
            && owner == person
        {
            if option == other {
                simplex.shift(at, by);
            } else if option == present {
                simplex.shift(at, C::ZERO - by);
            }
        }
    }

    /// Pivots until nothing that was touched gains; false if the packed values became too narrow.
    fn settle(&mut self, people: &[u32]) -> bool {
        let simplex = &mut self.simplex;
        for person in people {
            simplex.enter(*person);
        }
        // Once too much is touched, pricing everything in blocks takes less.
        let mut looked = 0;
        loop {
            while let Some(v) = simplex.watch.as_mut().and_then(|watch| {
                let v = watch.touched.pop()?;
                watch.marked[v as usize] = false;
                Some(v)
            }) {
                let (mut at, end) = match &simplex.watch {
                    Some(watch) => (watch.first[v as usize], watch.first[v as usize + 1]),
                    None => (0, 0),
                };
                looked += (end - at) as usize;
                if looked > simplex.net.target.len() / 4 {
                    if let Some(watch) = &mut simplex.watch {
                        watch.touched.clear();
                        watch.marked.fill(false);
                    }
                    let settled = simplex.improve();
                    if let Some(watch) = &mut simplex.watch {
                        watch.touched.clear();
                        watch.marked.fill(false);
                    }
                    return settled;
                }
                simplex.enter_arcs(v);
                while at < end {
                    let person = match &simplex.watch {
                        Some(watch) => watch.people[at as usize],
                        None => NONE,
                    };
                    simplex.enter(person);
                    at += 1;
                }
                if simplex.reached > simplex.deepest {
                    return false;
                }
            }
            let mut best: Option<Entering<C>> = None;
            for arc in 0..2 * simplex.net.nodes() as u32 {
                simplex.price_arc(arc, &mut best);
            }
            match best {
                Some(entering) => simplex.pivot(&entering),
                None => return simplex.reached <= simplex.deepest,
            }
        }
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl<C: Cost> Simplex<C> {
    /// Lets the arcs at a node enter as long as one gains. An arc elsewhere cannot gain: only
    /// arcs of the tree change their flow, and those gain nothing.
    fn enter_arcs(&mut self, v: u32) {
        let nodes = self.net.nodes() as u32;
        let inner = |watch: &Watch, at: usize| {
            let at = watch.first_inner[v as usize] as usize + at;
            (at < watch.first_inner[v as usize + 1] as usize).then(|| watch.inner[at])
        };
        let mut own = Some(v);
        let mut next = 0;
        while let Some(one) = own {
            for arc in [one, one + nodes] {
                let mut best = None;
                self.price_arc(arc, &mut best);
                if let Some(entering) = best {
                    self.pivot(&entering);
                }
            }
            own = self.watch.as_ref().and_then(|watch| inner(watch, next));
            next += 1;
        }
    }

    /// Lets a person enter by her best option as long as one gains.
    fn enter(&mut self, person: u32) {
        loop {
            let mut found = None;
            self.price_person(person, &mut found);
            match found {
                Some(entering) => self.pivot(&entering),
                None => return,
            }
        }
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "solver kernel: every index is a node, option or applicant of this network"
)]
impl<C: Cost> Repairable for Local<C> {
    fn withdraw(&mut self, person: u32) -> Option<Vec<(u32, u32, u32)>> {
        // What the last repair changed is the placement to keep from now on.
        let (changed, mut kept) = {
            let watch = self.simplex.watch.as_mut()?;
            watch.moved.clear();
            watch.gone[person as usize] = true;
            (
                std::mem::take(&mut watch.changed),
                std::mem::take(&mut watch.kept),
            )
        };
        for one in &changed {
            let (before, now) = (kept[*one as usize], self.simplex.chosen[*one as usize]);
            for (option, by) in [(before, C::ZERO - self.stay), (now, self.stay)] {
                if option != self.simplex.net.unplaced(*one) {
                    self.revalue(*one, option, by);
                }
            }
            kept[*one as usize] = now;
        }
        // Every place becomes worth less to her than none.
        let (first, last) = {
            let net = &self.simplex.net;
            (
                net.first[person as usize],
                net.first[person as usize + 1] - 1,
            )
        };
        for option in first..last {
            let by = C::ZERO - self.simplex.bonus;
            self.revalue(person, option, by);
        }
        let mut people = changed;
        people.push(person);
        let settled = self.settle(&people);
        let simplex = &mut self.simplex;
        let nodes = simplex.net.nodes();
        let short =
            (1..simplex.net.first_agency).any(|v| simplex.flow[v + nodes] < simplex.net.low[v]);
        let watch = simplex.watch.as_mut()?;
        let mut moved: Vec<u32> = watch.moved.iter().map(|(person, _)| *person).collect();
        moved.sort_unstable();
        moved.dedup();
        moved.retain(|one| *one == person || simplex.chosen[*one as usize] != kept[*one as usize]);
        watch.changed = moved.clone();
        let list = std::iter::once(person)
            .chain(moved.into_iter().filter(|one| *one != person))
            .map(|one| (one, kept[one as usize], simplex.chosen[one as usize]))
            .collect();
        watch.kept = kept;
        (settled && !short && simplex.chosen[person as usize] == last).then_some(list)
    }

    fn proves(&self) -> bool {
        let simplex = &self.simplex;
        let nodes = simplex.net.nodes();
        let mut held = vec![0_i64; nodes];
        for (i, present) in simplex.chosen.iter().enumerate() {
            let last = simplex.net.first[i + 1] - 1;
            let worth = |option: u32| {
                simplex.value.of(option)
                    + simplex.potential[simplex.net.target[option as usize] as usize]
            };
            let here = worth(*present);
            if (simplex.net.first[i]..=last).any(|option| worth(option) > here) {
                return false;
            }
            if *present != last {
                for node in [*present, last].map(|option| simplex.net.target[option as usize]) {
                    held[node as usize] += 1;
                }
            }
        }
        for v in (1..nodes).rev() {
            held[simplex.net.up[v] as usize] += held[v];
        }
        let mut best = None;
        for arc in 0..2 * nodes as u32 {
            simplex.price_arc(arc, &mut best);
        }
        // An agency may give units back unused; every other count is exact.
        best.is_none()
            && (1..nodes).all(|v| {
                let counted = if v < simplex.net.first_agency {
                    held[v] == simplex.held(v)
                } else {
                    held[v] <= simplex.held(v)
                };
                counted && held[v] <= simplex.net.room[v]
            })
    }

    fn optimal(&self) -> super::Optimal {
        self.simplex.finish()
    }

    fn stayed(&self) -> &[u32] {
        match &self.simplex.watch {
            Some(watch) => &watch.kept,
            None => &[],
        }
    }
}
