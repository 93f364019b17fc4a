//! The engine against a naive evaluator that shares nothing with it: other trees, other dates, other lists.

mod calendar;
mod eval;
mod tree;

use policy::schema::Kind;
use policy::{Calendar, Explanation, Facts, Inputs, Policy, Register, explain};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::support::{HEAD, text};
use calendar::Day;
use eval::{World, truth};
use tree::{Bool, boolean_facts_only, condition};

/// A rule: its condition, what follows, and the date with which it is compared.
type RuleOf = (Bool, &'static str, &'static str);

fn policy(rules: &[RuleOf]) -> Policy {
    let mut file = HEAD.to_owned();
    for (i, (condition, force, anchor)) in rules.iter().enumerate() {
        file.push_str(&format!(
            "[[rule]]\nid = \"r{i}\"\nsays = \"r\"\nforce = \"{force}\"\nanchor = \"{anchor}\"\ncite = []\nrequire = '{}'\n",
            condition.text()
        ));
    }
    Policy::parse("n", &file).unwrap_or_else(|found| panic!("{}\n{file}", text(&found)))
}

fn engine(rules: &[RuleOf], person: &Json, case: &Json, at: Day) -> Explanation {
    let register = Register::parse("r", "").unwrap();
    let holidays = ["2024-01-01", "2025-01-01", "2025-03-31", "2026-08-17"];
    let calendar = Calendar::new(holidays.map(|day| day.parse().unwrap()));
    explain(
        &policy(rules),
        &register,
        &Facts::from_json(Kind::Person, person).unwrap(),
        &Facts::from_json(Kind::Case, case).unwrap(),
        at.to_string().parse().unwrap(),
        &Inputs::new(&calendar),
    )
}

/// Status by the contract's words alone.
fn status(rule: &RuleOf, world: &World<'_>) -> &'static str {
    let valid_from = Day::parse("2020-01-01").unwrap();
    let world = World {
        anchor: rule.2,
        ..*world
    };
    match world.at() {
        None => "unknown",
        Some(date) if date < valid_from => "not-applicable",
        Some(_) => match truth(&rule.0, &world) {
            Some(true) => "met",
            Some(false) => "not-met",
            None => "unknown",
        },
    }
}

fn verdict(rules: &[RuleOf], statuses: &[&str]) -> &'static str {
    let block = |wanted: &str| {
        rules
            .iter()
            .zip(statuses)
            .any(|(rule, status)| rule.1 == "block" && *status == wanted)
    };
    if block("not-met") {
        "belum-memenuhi"
    } else if block("unknown") {
        "perlu-verifikasi"
    } else {
        "memenuhi"
    }
}

fn a_rule() -> impl Strategy<Value = RuleOf> {
    (
        condition(),
        prop::sample::select(vec!["block", "warn", "record"]),
        prop::sample::select(vec!["decision", "start", "end"]),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_engine_says_what_the_naive_evaluator_says(
        rules in prop::collection::vec(a_rule(), 1..4),
        people in prop::collection::vec((tree::person(), tree::case()), 1..5),
        at in tree::decision(),
    ) {
        for (person, case) in &people {
            let told = engine(&rules, person, case, at);
            let world = World { person, case, decision: at, anchor: "decision" };
            let naive: Vec<&str> = rules.iter().map(|rule| status(rule, &world)).collect();
            let said: Vec<&str> = told.rules.iter().map(|rule| rule.status.as_str()).collect();
            prop_assert_eq!(
                &said, &naive,
                "{:?}\n{}\n{}", rules.iter().map(|r| r.0.text()).collect::<Vec<_>>(), person, case
            );
            prop_assert_eq!(told.verdict.as_str(), verdict(&rules, &naive));
            // Every condition is listed, whatever the verdict.
            prop_assert_eq!(told.rules.len(), rules.len());
        }
    }

    /// Of conditions on yes-or-no facts every set of facts and every answer can be tried: the engine asks for no more
    /// than the smallest set that can lead to "memenuhi", and what it asks for can.
    #[test]
    fn no_smaller_set_of_facts_can_decide(
        conditions in prop::collection::vec(boolean_facts_only(), 1..4),
        known in prop::collection::vec(prop::option::weighted(0.3, any::<bool>()), tree::FLAGS.len()),
    ) {
        let rules: Vec<RuleOf> =
            conditions.into_iter().map(|condition| (condition, "block", "decision")).collect();
        let at = Day::parse("2026-01-15").unwrap();
        let facts = |given: &[Option<bool>]| {
            let (mut person, mut case) = (json!({}), json!({}));
            for (name, value) in tree::FLAGS.iter().zip(given) {
                match name.strip_prefix("case.") {
                    Some(name) => case[name] = json!(value),
                    None => person[*name] = json!(value),
                }
            }
            (person, case)
        };
        let (person, case) = facts(&known);
        let told = engine(&rules, &person, &case, at);
        if told.verdict.as_str() != "perlu-verifikasi" {
            prop_assert!(told.missing.is_empty());
            return Ok(());
        }
        let missing: Vec<usize> =
            (0..known.len()).filter(|i| known[*i].is_none()).collect();
        let leads = |set: &[usize]| {
            (0u32..1 << set.len()).any(|answers| {
                let mut given = known.clone();
                for (bit, fact) in set.iter().enumerate() {
                    given[*fact] = Some(answers >> bit & 1 == 1);
                }
                let (person, case) = facts(&given);
                let world = World { person: &person, case: &case, decision: at, anchor: "decision" };
                rules.iter().all(|rule| status(rule, &world) == "met")
            })
        };
        let subsets = (0u32..1 << missing.len()).map(|mask| {
            let chosen = missing.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1);
            chosen.map(|(_, fact)| *fact).collect::<Vec<usize>>()
        });
        let fewest = subsets.filter(|set| leads(set)).map(|set| set.len()).min();
        let asked: Vec<usize> = told
            .missing
            .iter()
            .map(|fact| tree::FLAGS.iter().position(|name| *name == fact.name).unwrap())
            .collect();
        match fewest {
            Some(fewest) => {
                prop_assert_eq!(asked.len(), fewest, "{:?}", asked);
                prop_assert!(leads(&asked));
            }
            // Nothing leads there: everything that the open rules read is asked for.
            None => prop_assert!(!asked.is_empty()),
        }
    }
}
