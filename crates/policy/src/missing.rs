//! The smallest set of missing facts that an officer should ask for.

use std::collections::{BTreeMap, BTreeSet};

use crate::explain::Inputs;
use crate::expr::{Node, Read, could_hold};
use crate::facts::Facts;
use crate::file::{Force, Policy, Rule};
use crate::schema::{FieldType, Kind};
use crate::value::Value;

/// If no set among so many is enough, the smallest ones first, an irreducible set is given instead of a smallest one.
const TRIES: usize = 1 << 14;

/// A smallest set of missing facts whose supply can make every block rule met; of several, the first in the order of
/// reading. If no supply can, all missing facts that the rules read. `unknown` has the block rules that are unknown with what
/// they read, and those that are met but [ask for presence](asks_for_presence).
pub(crate) fn smallest_missing(
    policy: &Policy,
    unknown: &[(&Rule, Vec<Read>)],
    person: &Facts,
    case: &Facts,
    inputs: &Inputs<'_>,
) -> Vec<Read> {
    let mut candidates: Vec<Read> = Vec::new();
    for read in unknown.iter().flat_map(|(_, reads)| reads) {
        if is_missing(*read, person, case) && !candidates.contains(read) {
            candidates.push(*read);
        }
    }
    let read = candidates.clone();
    // A branch not taken, or what is asked of the entries of a history that is missing, may be read once others are there.
    let (named, asked_for) = named(unknown);
    for read in named {
        if is_missing(read, person, case) && !candidates.contains(&read) {
            candidates.push(read);
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
        let shared = few_ways(&shared, set);
        holds(set, person, case)
            && some_assignment(&shared, (person, case), &|person, case| {
                holds(set, person, case)
            })
    };
    let asked_for: BTreeSet<Read> = (candidates.iter().copied())
        .filter(|read| asked_for.contains(read))
        .collect();
    // More facts never harm but where a rule asks whether there is a fact: such facts are supplied or left away by choice.
    let (chosen, others): (Vec<Read>, Vec<Read>) = candidates
        .iter()
        .partition(|read| asked_for.len() <= CHOICES && asked_for.contains(read));
    let mut best: Option<Vec<usize>> = None;
    for supplied in fewest_first(&chosen) {
        let most = best.as_ref().map_or(usize::MAX, Vec::len);
        if supplied.len() > most {
            break;
        }
        let found = smallest_with(&supplied, &others, most, &enough).map(|set| {
            let place = |read: &Read| set.contains(read);
            (0..candidates.len())
                .filter(|i| place(&candidates[*i]))
                .collect::<Vec<usize>>()
        });
        let better = |found: &Vec<usize>| match &best {
            Some(best) => (found.len(), found) < (best.len(), best),
            None => true,
        };
        best = found.filter(better).or(best);
    }
    match best {
        Some(best) => best.into_iter().map(|i| candidates[i]).collect(),
        None => read,
    }
}

fn is_missing(read: Read, person: &Facts, case: &Facts) -> bool {
    match read {
        Read::Person(slot) => person.slot(slot).value == Value::Missing,
        Read::Case(slot) => case.slot(slot).value == Value::Missing,
        Read::Column(slot, column) => match &person.slot(slot).value {
            Value::List(items) => items.iter().any(|item| match &item.value {
                Value::Record(columns) => columns.get(column).is_none_or(Value::is_missing),
                _ => false,
            }),
            _ => false,
        },
        Read::Calendar => true,
        Read::Param(_) => false,
    }
}

/// Whether a condition asks if some fact is there; supplying that fact may then change what was already known.
pub(crate) fn asks_for_presence(rule: &Rule) -> bool {
    let mut found = false;
    rule.expr
        .walk(&mut |expr| found |= matches!(expr.node, Node::Has(_)));
    found
}

/// Of how many facts whose absence a rule may ask for every choice is tried.
const CHOICES: usize = 6;

/// The facts that the rules name, and those of which some rule asks whether they are there.
fn named(unknown: &[(&Rule, Vec<Read>)]) -> (Vec<Read>, BTreeSet<Read>) {
    let (mut named, mut asked_for) = (Vec::new(), BTreeSet::new());
    for (rule, _) in unknown {
        let read = |node: &Node| match node {
            Node::Person(slot) => Some(Read::Person(*slot)),
            Node::Case(slot) => Some(Read::Case(*slot)),
            Node::At => Some(Read::Case(rule.anchor.slot())),
            Node::Column(_, column, list) => {
                let position = Kind::Person.position(list.name);
                position.map(|slot| Read::Column(slot, *column))
            }
            _ => None,
        };
        rule.expr.walk(&mut |expr| {
            named.extend(read(&expr.node));
            if let Node::Has(inner) = &expr.node {
                inner.walk(&mut |part| asked_for.extend(read(&part.node)));
            }
        });
    }
    (named, asked_for)
}

/// All subsets, fewest first; of equal size those that were read first.
fn fewest_first(reads: &[Read]) -> impl Iterator<Item = Vec<Read>> {
    let mut masks: Vec<u32> = (0..1u32 << reads.len()).collect();
    masks.sort_by_key(|mask| (mask.count_ones(), mask.reverse_bits() ^ u32::MAX));
    masks.into_iter().map(|mask| {
        let inside = reads.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1);
        inside.map(|(_, read)| *read).collect()
    })
}

/// The smallest set of at most `most` facts that has those of `supplied` and is enough; the rest is drawn from `others`.
fn smallest_with(
    supplied: &[Read],
    others: &[Read],
    most: usize,
    enough: &dyn Fn(&BTreeSet<Read>) -> bool,
) -> Option<BTreeSet<Read>> {
    let all: BTreeSet<Read> = supplied.iter().chain(others).copied().collect();
    if !enough(&all) {
        return None;
    }
    let without = |set: &BTreeSet<Read>, read: &Read| {
        let mut rest = set.clone();
        rest.remove(read);
        rest
    };
    let (needed, open): (Vec<Read>, Vec<Read>) = others
        .iter()
        .partition(|read| !enough(&without(&all, read)));
    let base: BTreeSet<Read> = supplied.iter().chain(&needed).copied().collect();
    let (mut tries, mut sets) = (0, 1);
    for more in 0..=open.len() {
        if base.len() + more > most {
            return None;
        }
        tries += sets;
        if tries > TRIES {
            break;
        }
        let found = with_more(&base, &open, more, enough);
        if found.is_some() {
            return found;
        }
        sets = sets * (open.len() - more) / (more + 1);
    }
    Some(open.iter().rev().fold(all, |set, read| {
        let rest = without(&set, read);
        if enough(&rest) { rest } else { set }
    }))
}

/// The first set that is enough with so many more facts of `open` than `set`, those that were read first before others.
fn with_more(
    set: &BTreeSet<Read>,
    open: &[Read],
    more: usize,
    enough: &dyn Fn(&BTreeSet<Read>) -> bool,
) -> Option<BTreeSet<Read>> {
    if more == 0 {
        return enough(set).then(|| set.clone());
    }
    open.iter().enumerate().find_map(|(i, read)| {
        let mut set = set.clone();
        set.insert(*read);
        with_more(&set, &open[i + 1..], more - 1, enough)
    })
}

/// A missing fact that is read in several places, with the values that can make a difference.
type Shared = (Read, Vec<Value>);

/// Missing facts that the rules read in several places: there one value must serve all places, which looking at each place
/// alone does not see. Of numbers and dates each place is looked at alone, and of columns of histories too.
fn shared_domains(
    policy: &Policy,
    unknown: &[(&Rule, Vec<Read>)],
    candidates: &[Read],
) -> Vec<Shared> {
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
    let fact = |node: &Node| match node {
        Node::Person(slot) => Some(Read::Person(*slot)),
        Node::Case(slot) => Some(Read::Case(*slot)),
        _ => None,
    };
    for (rule, _) in unknown {
        rule.expr.walk(&mut |expr| match &expr.node {
            Node::Const(value) => note(value),
            Node::Param(index) => {
                if let Some(param) = policy.params.get(*index) {
                    note(&param.value);
                }
            }
            // What is asked of every entry is read in as many places.
            Node::Exists(_, body) | Node::All(_, body) | Node::Filter(_, body) => {
                body.walk(&mut |part| {
                    if let Some(read) = fact(&part.node) {
                        *counts.entry(read).or_default() += 1;
                    }
                });
            }
            node => {
                if let Some(read) = fact(node) {
                    *counts.entry(read).or_default() += 1;
                }
            }
        });
    }
    let mut domains = Vec::new();
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
        domains.push((*read, domain));
    }
    domains
}

/// At most so many ways to fill in the facts that are read in several places are tried.
const WAYS: usize = 256;

/// The shared facts of `set`, as long as the ways to fill them in are few.
fn few_ways<'s>(shared: &'s [Shared], set: &BTreeSet<Read>) -> Vec<&'s Shared> {
    let mut ways = 1;
    let few = |(read, domain): &&Shared| {
        let fits = set.contains(read) && ways * domain.len() <= WAYS;
        if fits {
            ways *= domain.len();
        }
        fits
    };
    shared.iter().filter(few).collect()
}

/// Whether some way to fill in the shared facts satisfies `test`.
fn some_assignment(
    shared: &[&Shared],
    (person, case): (&Facts, &Facts),
    test: &dyn Fn(&Facts, &Facts) -> bool,
) -> bool {
    let Some(((read, domain), rest)) = shared.split_first() else {
        return test(person, case);
    };
    domain.iter().any(|value| {
        let (mut person, mut case) = (person.clone(), case.clone());
        match read {
            Read::Person(slot) => person.fill(*slot, value.clone()),
            Read::Case(slot) => case.fill(*slot, value.clone()),
            _ => {}
        }
        some_assignment(rest, (&person, &case), test)
    })
}
