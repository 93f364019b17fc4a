//! The smallest set of missing facts that an officer should ask for.

use std::collections::BTreeSet;

use crate::explain::Inputs;
use crate::expr::{Read, could_hold};
use crate::facts::Facts;
use crate::file::{Force, Policy, Rule};
use crate::value::Value;

/// Beyond this many facts that are not indispensable, an irreducible set is given instead of a smallest one.
const EXHAUSTIVE: usize = 14;

/// A smallest set of missing facts whose supply can make every unknown block rule met; of several, the first in the
/// order of reading. If no supply can, all missing facts that the rules read.
pub(crate) fn smallest_missing(
    policy: &Policy,
    unknown: &[(&Rule, Vec<Read>)],
    person: &Facts,
    case: &Facts,
    inputs: &Inputs<'_>,
) -> Vec<Read> {
    let mut candidates: Vec<Read> = Vec::new();
    for (_, reads) in unknown {
        for read in reads {
            let missing = match read {
                Read::Person(slot) => person.slot(*slot).value == Value::Missing,
                Read::Case(slot) => case.slot(*slot).value == Value::Missing,
                Read::Column(..) | Read::Calendar => true,
                Read::Param(_) => false,
            };
            if missing && !candidates.contains(read) {
                candidates.push(*read);
            }
        }
    }
    let enough = |set: &BTreeSet<Read>| {
        unknown.iter().all(|(rule, _)| {
            let env = inputs.env(policy, rule, person, case);
            let dated = env.anchor_date(rule.anchor).is_some()
                || set.contains(&Read::Case(rule.anchor.slot()));
            dated && could_hold(&env, &rule.expr, set, rule.force == Force::Score)
        })
    };
    let all: BTreeSet<Read> = candidates.iter().copied().collect();
    if !enough(&all) {
        return candidates;
    }
    let without = |set: &BTreeSet<Read>, read: &Read| {
        let mut rest = set.clone();
        rest.remove(read);
        rest
    };
    let (needed, open): (Vec<Read>, Vec<Read>) = candidates
        .iter()
        .partition(|read| !enough(&without(&all, read)));
    let chosen = if open.len() <= EXHAUSTIVE {
        smallest(&needed, &open, &enough)
    } else {
        open.iter().rev().fold(all.clone(), |set, read| {
            let rest = without(&set, read);
            if enough(&rest) { rest } else { set }
        })
    };
    candidates.retain(|read| chosen.contains(read));
    candidates
}

fn smallest(
    needed: &[Read],
    open: &[Read],
    enough: &dyn Fn(&BTreeSet<Read>) -> bool,
) -> BTreeSet<Read> {
    let mut masks: Vec<u32> = (0..1u32 << open.len()).collect();
    // Fewest first; of equal size those that were read first.
    masks.sort_by_key(|mask| (mask.count_ones(), mask.reverse_bits() ^ u32::MAX));
    for mask in masks {
        let extra = open
            .iter()
            .enumerate()
            .filter(|(i, _)| mask >> i & 1 == 1)
            .map(|(_, read)| *read);
        let set: BTreeSet<Read> = needed.iter().copied().chain(extra).collect();
        if enough(&set) {
            return set;
        }
    }
    needed.iter().chain(open).copied().collect()
}
