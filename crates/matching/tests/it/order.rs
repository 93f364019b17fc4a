//! What may change nothing, and what may only help: the order of lists, more room, more people.

use std::collections::BTreeSet;

use matching::instances::Numbers;
use matching::{Objective, Outcome, Problem, solve};
use matching_check::verify;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::random::{Size, build, problem, stable_problem};

const SIZE: Size = Size {
    applicants: 10,
    slots: 6,
    choices: 4,
    minimums: true,
};

/// Every list of the problem whose order means nothing.
const LISTS: [&str; 8] = [
    "agencies",
    "regions",
    "hosts",
    "slots",
    "applicants",
    "conflicts",
    "pinned",
    "previous",
];

/// The same problem with every list in another order; choices keep theirs, which is the applicants' own.
fn shuffled(problem: &Problem, numbers: &mut Numbers) -> Problem {
    let mut document: Value = serde_json::from_str(&problem.to_json()).expect("JSON");
    for name in LISTS {
        if let Some(list) = document.get_mut(name).and_then(Value::as_array_mut) {
            for i in (1..list.len()).rev() {
                list.swap(i, numbers.below(i + 1));
            }
        }
    }
    Problem::from_json(&document.to_string()).expect("the same problem")
}

fn answer(problem: &Problem) -> Value {
    let outcome = solve(problem).expect("small numbers");
    let result = match &outcome {
        Outcome::Infeasible(clash) => clash.to_json(problem),
        _ => outcome.placement().expect("placed").to_json(problem),
    };
    verify(&problem.to_json(), &result).expect("true");
    serde_json::from_str(&result).expect("JSON")
}

/// Entries of a list as a set.
fn set(document: &Value, name: &str) -> BTreeSet<String> {
    let list = document[name].as_array().into_iter().flatten();
    list.map(Value::to_string).collect()
}

fn order_means_nothing(problem: &Problem, numbers: &mut Numbers) {
    let other = shuffled(problem, numbers);
    let (first, second) = (answer(problem), answer(&other));
    let text = problem.to_json();
    for name in ["status", "value", "profile"] {
        assert_eq!(first[name], second[name], "{name} of {text}");
    }
    for name in ["assignments", "unplaced", "reasons", "below_min"] {
        assert_eq!(set(&first, name), set(&second, name), "{name} of {text}");
    }
    match first["status"].as_str() {
        // A stable placement has one set of cut-offs.
        Some("stable") => assert_eq!(first["certificate"], second["certificate"], "{text}"),
        // Prices are not unique, but those of one order prove the other as well.
        Some("optimal") => {
            let mut crossed = first.clone();
            crossed["certificate"] = second["certificate"].clone();
            // Ids are in the order of the first problem when they are sorted.
            let tables = crossed["certificate"]["prices"]
                .as_object_mut()
                .expect("tables");
            for table in tables.values_mut() {
                table.as_object_mut().expect("a table").sort_keys();
            }
            verify(&text, &crossed.to_string()).expect("proved by the prices of another order");
        }
        _ => {}
    }
}

/// Every order of one or more objectives that the format allows.
fn orders(begun: &[Objective], list: &mut Vec<Vec<Objective>>) {
    if !begun.is_empty() {
        list.push(begun.to_vec());
    }
    for one in Objective::ALL {
        let early = one == Objective::Generous && !begun.contains(&Objective::Placed);
        if !begun.contains(&one) && !early {
            orders(&[begun, &[one]].concat(), list);
        }
    }
}

#[test]
fn the_order_of_lists_means_nothing_for_any_order_of_objectives() {
    let mut list = Vec::new();
    orders(&[], &mut list);
    assert_eq!(list.len(), 1010);
    for (seed, order) in (0..).zip(list) {
        let mut numbers = Numbers::new(seed);
        let problem = build(&mut numbers, SIZE, Some(order));
        order_means_nothing(&problem, &mut numbers);
    }
}

/// People placed; none if nothing fits.
fn placed(document: &Value) -> Option<usize> {
    let problem = Problem::from_json(&document.to_string()).expect("good");
    let outcome = solve(&problem).expect("small numbers");
    Some(outcome.placement()?.assignments.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_lists_means_nothing_for_the_mechanism_by_merit(seed in any::<u64>()) {
        let mut numbers = Numbers::new(seed);
        let problem = stable_problem(&mut numbers, SIZE);
        order_means_nothing(&problem, &mut numbers);
    }

    #[test]
    fn more_room_and_more_people_never_place_fewer(seed in any::<u64>()) {
        let mut numbers = Numbers::new(seed);
        let problem = problem(&mut numbers, SIZE);
        let mut document: Value = serde_json::from_str(&problem.to_json()).expect("JSON");
        let mut order = vec![json!("placed")];
        let others = document["objective"].as_array().expect("objectives").iter();
        order.extend(others.filter(|one| **one != "placed").cloned());
        document["objective"] = order.into();
        let before = placed(&document);
        let search = document["below_min"] == "close";
        let better = |what: &str, change: &dyn Fn(&mut Value)| {
            let mut more = document.clone();
            change(&mut more);
            let after = placed(&more);
            assert!(after >= before, "{what}: {before:?} then {after:?} in {document}");
            // One unit more on one arc of a flow carries at most one unit more.
            if let (Some(before), Some(after), false) = (before, after, search) {
                assert!(after <= before + 1, "{what}: {before} then {after} in {document}");
            }
        };
        for (list, name) in [("slots", "max"), ("hosts", "max"), ("regions", "max"), ("agencies", "release_max")] {
            let count = document[list].as_array().map_or(0, Vec::len);
            for i in 0..count {
                let Some(max) = document[list][i][name].as_i64() else { continue };
                better(name, &|more| more[list][i][name] = (max + 1).into());
            }
        }
        let host = document["hosts"][0]["id"].clone();
        let wish = json!({"slot": "new"});
        better("a slot", &|more| {
            more["slots"].as_array_mut().expect("slots").push(json!({"id": "new", "host": host, "max": 1}));
            for person in more["applicants"].as_array_mut().expect("applicants") {
                person["choices"].as_array_mut().expect("choices").push(wish.clone());
            }
        });
        let choices: Vec<Value> = document["slots"].as_array().expect("slots").iter()
            .map(|slot| json!({"slot": slot["id"]})).collect();
        better("an applicant", &|more| {
            let person = json!({"id": "new", "choices": choices});
            more["applicants"].as_array_mut().expect("applicants").push(person);
        });
    }
}
