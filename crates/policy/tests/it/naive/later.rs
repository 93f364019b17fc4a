//! From when a rule is met: every day is tried with the naive evaluator, the whole case moved with it.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::calendar::Day;
use super::eval::World;
use super::{RuleOf, a_rule, engine, people, status};

/// The first day from the anchor on, before the policy ends, on which the rule is met while all dates of the case move.
fn first_day(rule: &RuleOf, person: &Json, case: &Json, decision: Day) -> Option<Day> {
    let date = |name: &str| case.get(name).and_then(Json::as_str).and_then(Day::parse);
    let (mut decision, mut start, mut end) = (decision, date("start"), date("end"));
    let mut since = None;
    loop {
        let mut case = case.clone();
        for (name, day) in [("start", start), ("end", end)] {
            if let Some(day) = day {
                case[name] = json!(day.to_string());
            }
        }
        let world = World {
            person,
            case: &case,
            decision,
            anchor: rule.2,
            since,
        };
        let at = world.at()?;
        since = since.or(Some(at));
        match status(rule, &World { since, ..world }) {
            "met" => return Some(at),
            "not-applicable" if at > Day(2020, 1, 1) => return None,
            _ => {}
        }
        decision = decision.next();
        (start, end) = (start.map(Day::next), end.map(Day::next));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_date_told_is_the_first_day_of_all(
        rule in a_rule(), person in people::person(), case in people::case(), at in people::decision(),
    ) {
        let told = engine(std::slice::from_ref(&rule), &person, &case, at);
        let told = &told.rules[0];
        let found = match told.status.as_str() {
            "unknown" => None,
            _ => first_day(&rule, &person, &case, at),
        };
        prop_assert_eq!(
            told.met_from.map(|date| date.to_string()),
            found.map(|day| day.to_string()),
            "{} {:?} at {} by {}\n{}\n{}", told.status.as_str(), rule.1, at, rule.2, rule.0.text(), person
        );
    }
}
