//! From when a rule is met: every day is tried with the naive evaluator, the whole case moved with it.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::calendar::Day;
use super::eval::World;
use super::tree::{self, Bool, Date, Int, List, any_of, day_in, flag, joined, op};
use super::{RuleOf, engine, people, status};

/// Conditions that change as time passes: dates far ahead, ends of months, parameters with dates, windows over histories.
fn timed() -> impl Strategy<Value = Bool> {
    let at = || Box::new(Date::At);
    let fact =
        || any_of(&["tmt_pns", "lahir", "case.end"]).prop_map(|name| Box::new(Date::Fact(name)));
    let later = || day_in(2020..2044).prop_map(Date::Is);
    let moved = (any_of(&["case.start", "case.end"]), -30i64..40)
        .prop_map(|(name, n)| Date::AddMonths(Box::new(Date::Fact(name)), n));
    let list = || {
        (any_of(&["hukdis", "skp", "tubel"]), 1i64..12).prop_map(|(name, n)| List {
            name,
            last_years: Some(n),
            filter: None,
        })
    };
    let severe = || any_of(&["Berat", "Ringan"]).prop_map(|word| Bool::ColumnWord("tingkat", word));
    let leaf = prop_oneof![
        1 => flag(),
        2 => (op(), later()).prop_map(|(op, day)| Bool::Dates(op, Date::At, day)),
        2 => (op(), moved, later()).prop_map(|(op, date, day)| Bool::Dates(op, date, day)),
        2 => (op(), fact(), 0i64..60).prop_map(move |(op, date, n)| Bool::Ints(op, Int::Years(date, at()), Int::Is(n))),
        1 => (op(), fact(), 0i64..400).prop_map(move |(op, date, n)| Bool::Ints(op, Int::Months(date, at()), Int::Is(n))),
        1 => (op(), 0i64..60).prop_map(move |(op, n)| {
            Bool::Ints(op, Int::Workdays(at(), Box::new(Date::Is(Day(2026, 12, 31)))), Int::Is(n))
        }),
        2 => (op(), any_of(&["late", "early"])).prop_map(|(op, name)| Bool::Ints(op, Int::Param(name), Int::Is(3))),
        2 => (op(), list(), 0i64..2).prop_map(|(op, list, n)| Bool::Ints(op, Int::Size(list), Int::Is(n))),
        2 => (severe(), 1i64..12, any::<bool>()).prop_map(|(body, n, all)| {
            let list = List { name: "hukdis", last_years: Some(n), filter: None };
            if all { Bool::All(list, Box::new(body)) } else { Bool::Exists(list, Box::new(body)) }
        }),
    ];
    leaf.prop_recursive(2, 4, 2, joined)
}

fn a_rule() -> impl Strategy<Value = RuleOf> {
    let condition = prop_oneof![3 => timed(), 1 => tree::condition()];
    (
        condition,
        any_of(&["block", "warn"]),
        any_of(&["decision", "start", "end"]),
    )
}

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
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

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
