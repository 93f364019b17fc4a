//! The search against trying every day, and what the contract says about windows that run empty.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::calendar::Calendar;
use crate::explain::{Inputs, case_at, explain, rule_status};
use crate::facts::Facts;
use crate::file::Policy;
use crate::schema::Kind;
use crate::screen::screen_one;
use crate::status::Status;
use crate::testing::{anchor, calendar, case, condition, empty_register, person, policy_of};

fn d(text: &str) -> CivilDate {
    text.parse().unwrap()
}

/// Tries every day of the sixty years with the evaluator alone.
fn every_day(env: &Env<'_>, rule: &Rule) -> Option<CivilDate> {
    let from = env.anchor_date(rule.anchor)?;
    let last = from.add_years(60)?;
    (0..=from.days_until(last)).find_map(|shift| {
        let date = from.add_days(shift)?;
        let view = env.at_shift(shift, true);
        (rule.applies_on(date) && holds(rule, &view.eval(&rule.expr))).then_some(date)
    })
}

fn shifted(case: &Facts, by: i32) -> Facts {
    let mut moved = case.clone();
    for name in ["start", "end"] {
        if let Some(fact) = case.get(name)
            && let Value::Date(date) = fact.value
        {
            let date = date.add_days(by).unwrap().to_string();
            moved.set(name, &json!(date), None, None).unwrap();
        }
    }
    moved
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_search_finds_the_day_that_trying_every_day_finds(
        condition in condition(), anchor in anchor(), person in person(), case in case(),
    ) {
        let policy = policy_of(&[(condition, "block", anchor)]);
        let calendar = calendar();
        let inputs = Inputs::new(&calendar);
        let case_facts = case_at(&case.1, case.0);
        let rule = &policy.rules()[0];
        let env = inputs.env(&policy, rule, &person, &case_facts);
        let (status, _) = rule_status(&env, rule, &[], None);
        if status == Status::Unknown {
            return Ok(());
        }
        prop_assert_eq!(met_from(&env, rule), every_day(&env, rule));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..Default::default() })]

    /// Independent of shifts inside the evaluator: the decision, the start and the end are moved from outside.
    #[test]
    fn the_date_is_right_when_the_whole_case_is_moved(
        condition in condition(), anchor in anchor(), person in person(), case in case(),
    ) {
        prop_assume!(!condition.contains("last_years"));
        let policy = policy_of(&[(condition, "block", anchor)]);
        let calendar = calendar();
        let inputs = Inputs::new(&calendar);
        let (decision, facts) = case;
        let told = explain(&policy, &empty_register(), &person, &facts, decision, &inputs);
        let rule = &told.rules[0];
        if rule.status == Status::Unknown {
            prop_assert_eq!(rule.met_from, None);
            return Ok(());
        }
        let from = rule.at.unwrap();
        let last = from.days_until(from.add_years(60).unwrap());
        let found = (0..=last).find(|shift| {
            let moved = shifted(&facts, *shift);
            let at = decision.add_days(*shift).unwrap();
            let row = screen_one(&policy, &person, &moved, at, &inputs);
            row.failed == 0 && row.unknown == 0
        });
        prop_assert_eq!(rule.met_from, found.and_then(|shift| from.add_days(shift)));
    }
}

fn told(
    policy: &str,
    person: serde_json::Value,
    case: serde_json::Value,
    at: &str,
) -> crate::RuleResult {
    let policy = policy_of(&[(policy.to_owned(), "block", "decision")]);
    one(&policy, person, case, at)
}

fn one(
    policy: &Policy,
    person: serde_json::Value,
    case: serde_json::Value,
    at: &str,
) -> crate::RuleResult {
    let calendar = Calendar::default();
    let person = Facts::from_json(Kind::Person, &person).unwrap();
    let case = Facts::from_json(Kind::Case, &case).unwrap();
    let inputs = Inputs::new(&calendar);
    let mut told = explain(policy, &empty_register(), &person, &case, d(at), &inputs);
    told.rules.remove(0)
}

#[test]
fn service_is_met_on_the_anniversary() {
    let rule = told(
        "years(tmt_pns, at) >= n",
        json!({"tmt_pns": "2024-02-29"}),
        json!({}),
        "2025-06-01",
    );
    assert_eq!(rule.met_from, Some(d("2026-02-28")));
}

#[test]
fn a_rule_that_is_met_is_met_from_its_anchor() {
    let rule = told(
        "years(tmt_pns, at) >= n",
        json!({"tmt_pns": "2015-03-01"}),
        json!({}),
        "2025-06-01",
    );
    assert_eq!(
        (rule.status, rule.met_from),
        (Status::Met, Some(d("2025-06-01")))
    );
}

#[test]
fn a_window_that_ran_empty_meets_nothing() {
    let bad = json!({"skp": [{"tahun": 2024, "predikat": "Kurang"}]});
    let good = "s.predikat == \"Baik\"";
    let rule = told(
        &format!("last_years(skp, 2).all(s, {good})"),
        bad,
        json!({}),
        "2025-06-01",
    );
    assert_eq!((rule.status, rule.met_from), (Status::NotMet, None));
    // The bad year leaves the window on 1 January 2027, and a good one is still in it.
    let mixed = json!({"skp": [{"tahun": 2024, "predikat": "Kurang"}, {"tahun": 2025, "predikat": "Baik"}]});
    let rule = told(
        &format!("last_years(skp, 2).all(s, {good})"),
        mixed,
        json!({}),
        "2026-06-01",
    );
    assert_eq!(rule.met_from, Some(d("2027-01-01")));
}

#[test]
fn a_penalty_that_ends_gives_a_date() {
    let person = json!({"hukdis": [{"tingkat": "Sedang", "tanggal_sk": "2025-01-10", "berakhir": "2026-01-31"}]});
    let rule = told(
        "!hukdis.exists(h, h.berakhir >= at)",
        person,
        json!({}),
        "2025-06-01",
    );
    assert_eq!(rule.met_from, Some(d("2026-02-01")));
}

#[test]
fn what_time_cannot_mend_and_what_is_unknown_have_no_date() {
    let long = json!({"start": "2025-07-01", "end": "2027-07-01"});
    let rule = told(
        "case.end < add_years(case.start, 1)",
        json!({}),
        long,
        "2025-06-01",
    );
    assert_eq!((rule.status, rule.met_from), (Status::NotMet, None));
    let rule = told(
        "sehat && years(tmt_pns, at) >= 1",
        json!({"tmt_pns": "2000-01-01"}),
        json!({}),
        "2025-06-01",
    );
    assert_eq!((rule.status, rule.met_from), (Status::Unknown, None));
}

#[test]
fn the_sixtieth_anniversary_still_counts_and_the_day_after_does_not() {
    let on = told(
        "at >= date(\"2085-06-01\")",
        json!({}),
        json!({}),
        "2025-06-01",
    );
    assert_eq!(on.met_from, Some(d("2085-06-01")));
    let after = told(
        "at >= date(\"2085-06-02\")",
        json!({}),
        json!({}),
        "2025-06-01",
    );
    assert_eq!(after.met_from, None);
}

#[test]
fn exceptional_centuries_do_not_deceive_the_period() {
    // February has 28 days in 2100, so 29 February is missed once in eight years.
    for at in ["2041-03-05", "2097-03-01", "2099-12-31"] {
        for condition in [
            "days(case.start, add_months(case.start, 1)) == 27",
            "days(add_months(case.start, -12), case.start) == 364",
            "months(case.start, case.end) != 24 && days(case.start, add_years(case.start, 8)) == 2921",
            "days(case.start, add_years(case.start, 8)) == 2921",
        ] {
            let policy = policy_of(&[(condition.to_owned(), "block", "decision")]);
            let calendar = Calendar::default();
            let inputs = Inputs::new(&calendar);
            let case = json!({"start": at, "end": at});
            let case = case_at(&Facts::from_json(Kind::Case, &case).unwrap(), d(at));
            let person = Facts::person();
            let rule = &policy.rules()[0];
            let env = inputs.env(&policy, rule, &person, &case);
            assert_eq!(
                met_from(&env, rule),
                every_day(&env, rule),
                "{at} {condition}"
            );
        }
    }
}
