//! The smallest set of missing facts that an officer should ask for.

use std::collections::{BTreeMap, BTreeSet};

use crate::explain::Inputs;
use crate::expr::{Node, Read, could_hold};
use crate::facts::Facts;
use crate::file::{Force, Policy, Rule};
use crate::schema::{FieldType, Kind};
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
    let shared = shared_domains(policy, unknown, &candidates);
    let holds = |set: &BTreeSet<Read>, person: &Facts, case: &Facts| {
        unknown.iter().all(|(rule, _)| {
            let env = inputs.env(policy, rule, person, case);
            let dated = env.anchor_date(rule.anchor).is_some()
                || set.contains(&Read::Case(rule.anchor.slot()));
            dated && could_hold(&env, &rule.expr, set, rule.force == Force::Score)
        })
    };
    let enough = |set: &BTreeSet<Read>| {
        holds(set, person, case)
            && some_assignment(set, &shared, (person, case), &|person, case| {
                holds(set, person, case)
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

/// At most so many ways to fill in the facts that are read in several places are tried.
const WAYS: usize = 256;

/// Missing facts that the rules read in several places, with the values that can make a difference: there one value
/// must serve all places, which looking at each place alone does not see.
fn shared_domains(
    policy: &Policy,
    unknown: &[(&Rule, Vec<Read>)],
    candidates: &[Read],
) -> Vec<(Read, Vec<Value>)> {
    let mut counts: BTreeMap<Read, usize> = BTreeMap::new();
    let mut words: BTreeSet<std::sync::Arc<str>> = BTreeSet::new();
    let mut note = |value: &Value| match value {
        Value::Str(word) => {
            words.insert(word.clone());
        }
        Value::List(items) => words.extend(items.iter().filter_map(|item| match &item.value {
            Value::Str(word) => Some(word.clone()),
            _ => None,
        })),
        _ => {}
    };
    for (rule, _) in unknown {
        rule.expr.walk(&mut |expr| match &expr.node {
            Node::Person(slot) => *counts.entry(Read::Person(*slot)).or_default() += 1,
            Node::Case(slot) => *counts.entry(Read::Case(*slot)).or_default() += 1,
            Node::Const(value) => note(value),
            Node::Param(index) => {
                if let Some(param) = policy.params.get(*index) {
                    note(&param.value);
                }
            }
            _ => {}
        });
    }
    let mut domains = Vec::new();
    let mut ways = 1;
    for read in candidates {
        let (kind, slot) = match read {
            Read::Person(slot) => (Kind::Person, *slot),
            Read::Case(slot) => (Kind::Case, *slot),
            _ => continue,
        };
        if counts.get(read).is_none_or(|count| *count < 2) {
            continue;
        }
        let domain: Vec<Value> = match kind.fields().get(slot).map(|field| field.ty) {
            Some(FieldType::Bool) => vec![Value::Bool(true), Value::Bool(false)],
            // A word that no rule names stands for all others.
            Some(FieldType::Text) => words
                .iter()
                .map(|word| Value::Str(word.clone()))
                .chain([Value::text("\u{0}")])
                .collect(),
            _ => continue,
        };
        if ways * domain.len() > WAYS {
            continue;
        }
        ways *= domain.len();
        domains.push((*read, domain));
    }
    domains
}

/// Whether some way to fill in the shared facts of `set` satisfies `test`.
fn some_assignment(
    set: &BTreeSet<Read>,
    shared: &[(Read, Vec<Value>)],
    (person, case): (&Facts, &Facts),
    test: &dyn Fn(&Facts, &Facts) -> bool,
) -> bool {
    let Some(((read, domain), rest)) = shared.split_first() else {
        return test(person, case);
    };
    if !set.contains(read) {
        return some_assignment(set, rest, (person, case), test);
    }
    domain.iter().any(|value| {
        let (mut person, mut case) = (person.clone(), case.clone());
        match read {
            Read::Person(slot) => person.fill(*slot, value.clone()),
            Read::Case(slot) => case.fill(*slot, value.clone()),
            _ => {}
        }
        some_assignment(set, rest, (&person, &case), test)
    })
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
