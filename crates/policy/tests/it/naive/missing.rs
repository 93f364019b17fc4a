//! The facts that are asked for: no smaller set can decide. Every set of facts and every answer is tried.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::calendar::Day;
use super::eval::World;
use super::tree::{self, Bool, Date, Int, List, any_of, flag, joined, op};
use super::{RuleOf, engine, status};

/// The decision date of this file.
const AT: Day = Day(2026, 1, 15);

/// Facts with the values that stand for all others under the conditions made here.
fn answers() -> Vec<(&'static str, Vec<Json>)> {
    let words = |words: &[&str]| words.iter().map(|word| json!(word)).collect::<Vec<Json>>();
    let (severe, light) = (json!({"tingkat": "Berat"}), json!({"tingkat": "Ringan"}));
    let levels = ["Berat", "Ringan"];
    let each = levels
        .iter()
        .flat_map(|a| levels.iter().map(move |b| json!([a, b])));
    let mut all: Vec<(&str, Vec<Json>)> = tree::FLAGS
        .iter()
        .map(|name| (*name, vec![json!(true), json!(false)]))
        .collect();
    all.extend([
        ("jenis", words(&["PNS", "PPPK", "CPNS", "lain"])),
        ("bup", (56..62).map(|n| json!(n)).collect()),
        ("lahir", words(&["1968-01-14", "1968-01-15", "1968-01-16"])),
        (
            "tmt_pns",
            words(&[
                "2022-01-15",
                "2023-01-15",
                "2024-01-15",
                "2025-01-15",
                "2025-01-16",
            ]),
        ),
        (
            "case.start",
            words(&[
                "2026-02-28",
                "2026-03-01",
                "2026-04-01",
                "2026-06-01",
                "2026-06-02",
            ]),
        ),
        (
            "hukdis",
            vec![
                json!([]),
                json!([severe]),
                json!([light]),
                json!([severe, light]),
                json!([{}]),
            ],
        ),
        ("hukdis[].tingkat", each.collect()),
    ]);
    all
}

/// Conditions on few facts; each is compared with few values.
fn condition() -> impl Strategy<Value = Bool> {
    let fact = |name| Box::new(Date::Fact(name));
    let names = [
        "jenis",
        "bup",
        "tmt_pns",
        "lahir",
        "case.start",
        "hukdis",
        "sehat",
        "case.abroad",
    ];
    let entry = prop_oneof![
        2 => any_of(&["Berat", "Ringan"]).prop_map(|word| Bool::ColumnWord("tingkat", word)),
        1 => Just(Bool::ColumnHas("tingkat")),
        1 => flag(),
    ];
    let start = any_of(&[Day(2026, 3, 1), Day(2026, 6, 1)]);
    let leaf = prop_oneof![
        4 => flag(),
        2 => any_of(&names).prop_map(Bool::Has),
        1 => (any::<bool>(), any_of(&["PNS", "PPPK"])).prop_map(|(is, word)| Bool::Word("jenis", is, word)),
        1 => prop::collection::vec(any_of(&["PNS", "PPPK", "CPNS"]), 0..3).prop_map(|words| Bool::Among("jenis", words)),
        1 => (op(), 57i64..61).prop_map(|(op, n)| Bool::Ints(op, Int::Bup, Int::Is(n))),
        1 => (op(), 1i64..4).prop_map(move |(op, n)| {
            Bool::Ints(op, Int::Years(fact("tmt_pns"), Box::new(Date::At)), Int::Is(n))
        }),
        1 => op().prop_map(move |op| Bool::Dates(op, Date::AddYears(fact("lahir"), 58), Date::At)),
        1 => (op(), start).prop_map(|(op, day)| Bool::Dates(op, Date::Fact("case.start"), Date::Is(day))),
        2 => (joined(entry.boxed()), any::<bool>()).prop_map(|(body, all)| {
            let list = List { name: "hukdis", last_years: None, filter: None };
            if all { Bool::All(list, Box::new(body)) } else { Bool::Exists(list, Box::new(body)) }
        }),
    ];
    leaf.prop_recursive(2, 6, 3, joined)
}

/// Yes-or-no facts and words may be read in any number of places, with one answer for all. What numbers, dates and histories
/// must be in two places at once the engine does not look at, so that here each is compared in one place at most.
fn compared_once(rules: &[RuleOf]) -> bool {
    let text: String = rules.iter().map(|rule| rule.0.text()).collect();
    let places = |name: &str| text.matches(name).count();
    let compared = |name: &&str| places(name) - places(&format!("has({name})"));
    let facts = ["bup", "lahir", "tmt_pns", "case.start", "hukdis"];
    facts.iter().all(|name| compared(name) < 2) && places("e.tingkat") < 2
}

/// Puts a fact where it belongs; a column goes into all entries that lack it.
fn supply(name: &str, value: &Json, (person, case): &mut (Json, Json)) {
    match (name.strip_prefix("case."), name.strip_suffix("[].tingkat")) {
        (Some(name), _) => case[name] = value.clone(),
        (_, Some(list)) => {
            for (i, entry) in person[list]
                .as_array_mut()
                .into_iter()
                .flatten()
                .enumerate()
            {
                if entry.get("tingkat").is_none() {
                    entry["tingkat"] = value[i].clone();
                }
            }
        }
        _ => person[name] = value.clone(),
    }
}

/// Whether some answers about these facts meet all rules.
fn leads(rules: &[RuleOf], facts: &(Json, Json), set: &[&(&str, Vec<Json>)]) -> bool {
    let Some(((name, values), rest)) = set.split_first() else {
        let (person, case) = facts;
        let world = World {
            person,
            case,
            decision: AT,
            anchor: "decision",
            since: None,
        };
        return rules.iter().all(|rule| status(rule, &world) == "met");
    };
    values.iter().any(|value| {
        let mut facts = facts.clone();
        supply(name, value, &mut facts);
        leads(rules, &facts, rest)
    })
}

/// What the engine asks for against the smallest set that leads to "memenuhi"; whether it had to ask.
fn asks_for_the_fewest(conditions: Vec<Bool>, facts: &(Json, Json)) -> Result<bool, TestCaseError> {
    let rules: Vec<RuleOf> = conditions
        .into_iter()
        .map(|condition| (condition, "block", "decision"))
        .collect();
    prop_assume!(compared_once(&rules));
    let text: Vec<String> = rules.iter().map(|rule| rule.0.text()).collect();
    let told = engine(&rules, &facts.0, &facts.1, AT);
    let asked: Vec<&str> = told.missing.iter().map(|fact| fact.name.as_str()).collect();
    if told.verdict.as_str() != "perlu-verifikasi" {
        prop_assert!(asked.is_empty());
        return Ok(false);
    }
    let answers = answers();
    let missing: Vec<_> = (answers.iter())
        .filter(
            |(name, _)| match (name.strip_prefix("case."), name.strip_suffix("[].tingkat")) {
                (Some(name), _) => facts.1.get(name).is_none(),
                (_, Some(list)) => facts.0[list]
                    .as_array()
                    .is_some_and(|rows| rows.iter().any(|row| row.get("tingkat").is_none())),
                _ => facts.0.get(*name).is_none(),
            },
        )
        .filter(|(name, _)| {
            text.iter()
                .any(|text| text.contains(name.split('[').next().unwrap_or(name)))
        })
        .collect();
    let mut sets: Vec<u32> = (0..1 << missing.len()).collect();
    sets.sort_by_key(|set| set.count_ones());
    let members = |set: u32| {
        missing
            .iter()
            .enumerate()
            .filter(move |(i, _)| set >> i & 1 == 1)
            .map(|(_, fact)| *fact)
            .collect::<Vec<_>>()
    };
    let fewest = sets
        .into_iter()
        .map(members)
        .find(|set| leads(&rules, facts, set));
    let told = || {
        format!(
            "asked {asked:?} of\n{}\n{} {}",
            text.join("\n"),
            facts.0,
            facts.1
        )
    };
    match fewest {
        Some(fewest) => {
            prop_assert_eq!(asked.len(), fewest.len(), "{} but {:?}", told(), fewest);
            let asked: Vec<_> = missing
                .iter()
                .filter(|(name, _)| asked.contains(name))
                .copied()
                .collect();
            prop_assert!(leads(&rules, facts, &asked), "{}", told());
        }
        // Nothing leads there: everything that the open rules read is asked for.
        None => prop_assert!(!asked.is_empty(), "{}", told()),
    }
    Ok(true)
}

/// Some of these facts with one of their answers.
fn known(names: Vec<(&'static str, Vec<Json>)>, share: f64) -> impl Strategy<Value = (Json, Json)> {
    let each: Vec<_> = (names.into_iter())
        .filter(|(name, _)| !name.contains('['))
        .map(|(name, values)| (Just(name), prop::option::weighted(share, any_of(&values))))
        .collect();
    each.prop_map(|given| {
        let mut facts = (json!({}), json!({}));
        let given: BTreeMap<&str, Json> = given
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        for (name, value) in given {
            supply(name, &value, &mut facts);
        }
        facts
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn of_yes_or_no_facts_the_fewest_are_asked_for(
        conditions in prop::collection::vec(
            prop_oneof![4 => flag(), 1 => any_of(&tree::FLAGS).prop_map(Bool::Has)].prop_recursive(3, 10, 3, joined), 1..4
        ),
        facts in known(answers().into_iter().take(tree::FLAGS.len()).collect(), 0.3),
    ) {
        asks_for_the_fewest(conditions, &facts)?;
    }

    #[test]
    fn of_facts_of_every_kind_the_fewest_are_asked_for(
        conditions in prop::collection::vec(condition(), 1..4), facts in known(answers(), 0.4),
    ) {
        asks_for_the_fewest(conditions, &facts)?;
    }
}
