//! What counts first when ranked choices are placed, and the terms of a problem that the desk sets.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{HostId, NominationId};
use matching::Objective;

use crate::keyed::keyed;
use crate::programmes::Programme;

keyed! {
    /// A notion of fairness: the order of the aims, or a mechanism.
    Notion {
        /// The order that the programme announced.
        Own = "own",
        /// Most placed, then fewest at the worst choice, then fit.
        Generous = "generous",
        /// Most placed, then most first choices, then fit.
        Greedy = "greedy",
        /// Most placed, then fit.
        Fit = "fit",
        /// By merit: nobody is passed over by somebody with less.
        Stable = "stable",
    }
}

keyed! {
    /// What the minimum of a place means.
    Minimum {
        /// It is shown where it is not reached.
        Ignore = "ignore",
        /// A placement that does not reach it is refused.
        Refuse = "refuse",
    }
}

impl Notion {
    /// The aims in their order; empty for a mechanism.
    pub fn objectives(self, programme: &Programme) -> Vec<Objective> {
        use Objective::{Fit, Generous, Greedy, Placed};
        match self {
            Notion::Own => programme
                .objective
                .iter()
                .filter_map(|one| Objective::from_name(one.key()))
                .collect(),
            Notion::Generous => vec![Placed, Generous, Fit],
            Notion::Greedy => vec![Placed, Greedy, Fit],
            Notion::Fit => vec![Placed, Fit],
            Notion::Stable => Vec::new(),
        }
    }

    /// The notions that differ for this programme, its own first; by merit only where merit is known.
    pub fn different(programme: &Programme, merit: bool) -> Vec<Notion> {
        let mut found: Vec<Notion> = Vec::new();
        for notion in Notion::ALL {
            if *notion == Notion::Stable && !merit {
                continue;
            }
            let aims = notion.objectives(programme);
            if found.iter().all(|one| one.objectives(programme) != aims) {
                found.push(*notion);
            }
        }
        found
    }
}

/// What the desk sets beside the data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// What counts first.
    pub notion: Notion,
    /// What minimums mean.
    pub minimum: Minimum,
    /// Merit × 1000 by nomination.
    pub merit: BTreeMap<NominationId, i64>,
    /// Pairs that a conflict of interest forbids.
    pub conflicts: BTreeSet<(NominationId, HostId)>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            notion: Notion::Own,
            minimum: Minimum::Ignore,
            merit: BTreeMap::new(),
            conflicts: BTreeSet::new(),
        }
    }
}
