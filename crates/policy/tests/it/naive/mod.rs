//! The engine against a naive evaluator that shares nothing with it: other trees, other dates, other lists.

mod calendar;
mod eval;
mod later;
mod missing;
mod people;
mod tree;

use policy::schema::Kind;
use policy::{Calendar, Explanation, Facts, Inputs, Policy, Register, explain};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::support::{HEAD, text};
use calendar::Day;
use eval::{PARAMS, World, truth};
use tree::{Bool, condition};

/// A rule: its condition, what follows, and the date with which it is compared.
type RuleOf = (Bool, &'static str, &'static str);

/// The policy holds from 1 January 2020 until the day before.
const VALID_TO: &str = "2045-07-01";

fn policy(rules: &[RuleOf]) -> Policy {
    let mut file = format!("{HEAD}valid_to = {VALID_TO}\n");
    for (name, value, anchor, from, to) in PARAMS {
        file.push_str(&format!(
            "[param.{name}]\nvalue = {value}\nanchor = \"{anchor}\"\nvalid_from = {from}\nvalid_to = {to}\ncite = []\n"
        ));
    }
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
    let day = |text| Day::parse(text).unwrap();
    let world = World {
        anchor: rule.2,
        ..*world
    };
    match world.at() {
        None => "unknown",
        Some(date) if date < day("2020-01-01") || date >= day(VALID_TO) => "not-applicable",
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
        people in prop::collection::vec((people::person(), people::case()), 1..5),
        at in people::decision(),
    ) {
        for (person, case) in &people {
            let told = engine(&rules, person, case, at);
            let world = World { person, case, decision: at, anchor: "decision", since: None };
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
}
