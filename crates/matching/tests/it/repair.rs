//! Repair moves as few people as possible, and the answers to "what if" are exact.

use matching::instances::{Numbers, Shape, generate};
use matching::{
    Changes, ChoiceInput, LateHost, LimitKind, Move, Objective, Outcome, Placement, Problem,
    RepairError, Standing, WhatIfError, cost_of, explain, margins, one_more, repair, solve,
};
use matching_check::verify;
use proptest::prelude::*;

use crate::random::{Size, problem, stable_problem};

fn solved(problem: &Problem) -> Option<Placement> {
    solve(problem).expect("small numbers").placement().cloned()
}

fn pick(numbers: &mut Numbers, ids: impl Iterator<Item = String>) -> Vec<String> {
    ids.filter(|_| numbers.below(4) == 0).collect()
}

const SMALL: Size = Size {
    applicants: 9,
    slots: 5,
    choices: 4,
    minimums: true,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_repair_is_the_optimum_with_the_fewest_moves(seed in any::<u64>(), stable in any::<bool>()) {
        let mut numbers = Numbers::new(seed);
        let problem = if stable { stable_problem(&mut numbers, SMALL) } else { problem(&mut numbers, SMALL) };
        let Some(placement) = solved(&problem) else { return Ok(()) };
        let changes = Changes {
            withdraw: pick(&mut numbers, problem.applicants().iter().map(|one| one.id.clone())),
            close: pick(&mut numbers, problem.slots().iter().map(|one| one.id.clone())),
            ..Changes::default()
        };
        let repaired = repair(&problem, &placement, &changes).expect("known ids");
        // The repaired problem is a problem of the format, and its result is true.
        let text = repaired.problem.to_json();
        prop_assert_eq!(&Problem::from_json(&text).expect("own JSON").to_json(), &text);
        let result = match &repaired.outcome {
            Outcome::Infeasible(clash) => clash.to_json(&repaired.problem),
            outcome => outcome.placement().expect("placed").to_json(&repaired.problem),
        };
        let report = verify(&text, &result);
        prop_assert!(report.is_ok(), "{:?}\n{}\n{}", report, text, result);
        for one in repaired.problem.applicants() {
            prop_assert!(!changes.withdraw.contains(&one.id));
        }
        if let Some(after) = repaired.outcome.placement() {
            for one in &after.assignments {
                let slot = &repaired.problem.slots()[one.slot as usize].id;
                prop_assert!(!changes.close.contains(slot));
            }
            if !stable {
                // `stay` comes first: its total is everybody who had a place, less those who move or lose it.
                let had = repaired.problem.applicants().iter().filter(|one| one.previous.is_some()).count();
                let gone = repaired.moves.iter().filter(|one| one.from.is_some()).count();
                prop_assert_eq!(after.value[0], (had - gone) as i64);
            }
        }
    }

    #[test]
    fn a_standing_placement_answers_like_a_full_repair(seed in any::<u64>(), minimums in any::<bool>()) {
        let mut numbers = Numbers::new(seed);
        let problem = problem(&mut numbers, Size { minimums, ..SMALL });
        let Some(mut placement) = solved(&problem) else { return Ok(()) };
        let Some(mut standing) = Standing::open(&problem, &placement).expect("good") else { return Ok(()) };
        let mut before = problem.clone();
        for at in 0..problem.applicants().len() {
            let id = problem.applicants()[at].id.clone();
            if numbers.below(2) == 0 {
                continue;
            }
            let Some(moves) = standing.withdraw(at as u32) else { break };
            prop_assert!(standing.proved());
            let changes = Changes { withdraw: vec![id], ..Changes::default() };
            let repaired = repair(&before, &placement, &changes).expect("known");
            prop_assert!(repaired.dropped.is_empty());
            let name = |people: &Problem, list: &[Move]| -> Vec<(String, Option<u32>, Option<u32>)> {
                list.iter().map(|one| (people.applicants()[one.applicant as usize].id.clone(), one.from, one.to)).collect()
            };
            prop_assert_eq!(name(&problem, &moves), name(&repaired.problem, &repaired.moves), "{}", problem.to_json());
            let (now, outcome) = standing.result().expect("proved");
            prop_assert_eq!(now.to_json(), repaired.problem.to_json());
            let (text, result) = (now.to_json(), outcome.placement().expect("placed").to_json(&now));
            let report = verify(&text, &result);
            prop_assert!(report.is_ok(), "{:?}\n{}\n{}", report, text, result);
            placement = repaired.outcome.placement().expect("placed").clone();
            before = repaired.problem;
        }
    }

    #[test]
    fn one_more_place_is_worth_what_solving_again_says(seed in any::<u64>()) {
        let mut numbers = Numbers::new(seed);
        let problem = problem(&mut numbers, Size { minimums: false, ..SMALL });
        let Some(placement) = solved(&problem) else { return Ok(()) };
        let worth = one_more(&problem, &placement).expect("objectives");
        for margin in margins(&problem, &placement).expect("objectives") {
            let change = |by: i64| {
                let mut document: serde_json::Value = serde_json::from_str(&problem.to_json()).expect("JSON");
                let (list, field) = match margin.limit {
                    LimitKind::Slot => ("slots", "max"),
                    LimitKind::Host => ("hosts", "max"),
                    LimitKind::Region => ("regions", "max"),
                    LimitKind::Agency => ("agencies", "release_max"),
                };
                document[list][margin.at as usize][field] = (i64::from(margin.max) + by).into();
                solved(&Problem::from_json(&document.to_string()).expect("good"))
            };
            let wider = change(1).expect("feasible");
            let same = wider.assignments == placement.assignments;
            prop_assert_eq!(margin.to.is_none(), same, "{:?}\n{}", margin, problem.to_json());
            let known = worth.iter().find(|one| one.limit == margin.limit && one.at == margin.at);
            let gain: Vec<i64> = wider.value.iter().zip(&placement.value).map(|(a, b)| a - b).collect();
            prop_assert_eq!(gain.iter().all(|part| *part == 0), known.is_none_or(|one| one.gain.iter().all(|part| *part == 0)));
            if let Some(known) = known {
                prop_assert_eq!(&known.gain, &gain);
            }
            if margin.from < margin.max {
                let narrower = change(i64::from(margin.from) - i64::from(margin.max)).expect("feasible");
                prop_assert_eq!(narrower.assignments, placement.assignments.clone());
            }
            if margin.from > 0 {
                let less = change(i64::from(margin.from) - 1 - i64::from(margin.max));
                prop_assert!(less.is_none_or(|less| less.assignments != placement.assignments));
            }
        }
    }

    #[test]
    fn more_fit_than_the_explanation_says_is_needed_and_less_changes_nothing(seed in any::<u64>(), share in 0_i64..=4) {
        let mut numbers = Numbers::new(seed);
        let problem = problem(&mut numbers, Size { minimums: false, ..SMALL });
        let Some(placement) = solved(&problem) else { return Ok(()) };
        for (a, person) in problem.applicants().iter().enumerate() {
            let words = explain(&problem, &placement, &person.id).expect("known");
            for (j, choice) in words.choices.iter().enumerate() {
                let Some(change) = &choice.change else { continue };
                prop_assert!(!change.id.is_empty() && !change.en.is_empty());
                let needed = change.en.split("more than ").nth(1).and_then(|rest| rest.split(" points higher").next());
                let Some(points) = needed.and_then(|points| points.parse::<i64>().ok()) else { continue };
                // With no more than that nothing changes.
                let mut document: serde_json::Value = serde_json::from_str(&problem.to_json()).expect("JSON");
                let fit = person.choices[j].fit.map_or(0, i64::from);
                // One less than the bound: at the bound itself later aims or the draw could decide.
                let more = (points - 1) * share / 4;
                document["applicants"][a]["choices"][j]["fit"] = (fit + more).into();
                let other = solved(&Problem::from_json(&document.to_string()).expect("good")).expect("feasible");
                prop_assert_eq!(&other.assignments, &placement.assignments, "{}", problem.to_json());
            }
        }
    }
}

const TWO: &str = r#"{"format":"titian-placement/1","objective":["placed","generous","fit"],"seed":"x",
    "hosts":[{"id":"bkn","max":1},{"id":"lan","min":1,"max":1}],"slots":[{"id":"s","host":"bkn"},{"id":"t","host":"lan"}],
    "applicants":[{"id":"ani","choices":[{"slot":"s","fit":9},{"slot":"t"}]},{"id":"budi","choices":[{"slot":"s","fit":5}]},
                  {"id":"cici","choices":[{"slot":"t","fit":7},{"slot":"s","fit":1}]}]}"#;

#[test]
fn the_reserve_list_is_promoted_and_a_minimum_that_cannot_hold_is_listed() {
    let problem = Problem::from_json(TWO).expect("good");
    let placement = solved(&problem).expect("feasible");
    let names = |repaired: &matching::Repaired| -> Vec<String> {
        let people = repaired.problem.applicants();
        repaired
            .moves
            .iter()
            .map(|one| people[one.applicant as usize].id.clone())
            .collect()
    };
    // Ani withdraws from s, and Budi comes up; Cici stays.
    let changes = Changes {
        withdraw: vec!["ani".into()],
        ..Changes::default()
    };
    let repaired = repair(&problem, &placement, &changes).expect("good");
    assert_eq!(names(&repaired), ["budi"]);
    assert!(
        repaired
            .words()
            .1
            .contains("1 come up from the reserve list"),
        "{:?}",
        repaired.words()
    );
    // t closes: Cici moves nowhere, as s is taken by one who may stay; LAN's minimum goes.
    let changes = Changes {
        close: vec!["t".into()],
        ..Changes::default()
    };
    let repaired = repair(&problem, &placement, &changes).expect("good");
    assert_eq!(repaired.dropped, [(LimitKind::Host, "lan".to_owned(), 1)]);
    assert_eq!(names(&repaired), ["cici"]);
    // A late host takes who adds it to her list.
    let changes = Changes {
        hosts: vec![LateHost {
            id: "arsip".into(),
            max: Some(1),
            slots: vec![("u".into(), None)],
            ..LateHost::default()
        }],
        choices: vec![("budi".into(), ChoiceInput::new("u"))],
        ..Changes::default()
    };
    let repaired = repair(&problem, &placement, &changes).expect("good");
    assert_eq!(names(&repaired), ["budi"]);
    let unknown = Changes {
        close: vec!["z".into()],
        ..Changes::default()
    };
    let error = repair(&problem, &placement, &unknown).expect_err("unknown");
    assert!(
        matches!(&error, RepairError::Input(one) if one.path == "$.close[0]"),
        "{error}"
    );
}

#[test]
fn a_decision_has_its_cost_in_numbers_and_one_more_place_its_worth_in_words() {
    let problem = Problem::from_json(TWO).expect("good");
    let placement = solved(&problem).expect("feasible");
    let cost = cost_of(&problem, &placement, "budi", "s").expect("room");
    // Ani and Budi compete for s; with Budi there, LAN can hold only one of Ani and Cici.
    assert_eq!((cost.lost, cost.worse, cost.better), (1, 0, 1), "{cost:?}");
    assert!(
        cost.words.en.contains("the sum of fit 4 lower"),
        "{}",
        cost.words.en
    );
    assert_eq!(
        cost_of(&problem, &placement, "budi", "t"),
        Err(WhatIfError::NotAllowed)
    );
    let worth = one_more(&problem, &placement).expect("objectives");
    let bkn = worth
        .iter()
        .find(|one| one.words.en.contains("bkn"))
        .expect("BKN is full and wanted");
    assert_eq!(bkn.words.en, "One more place at host bkn: 1 more placed.");
    assert_eq!(
        bkn.words.id,
        "Satu tempat lagi pada instansi penerima bkn: 1 orang lebih banyak mendapat tempat."
    );
    let words = explain(&problem, &placement, "budi").expect("known");
    let change = words.choices[0].change.as_ref().expect("held back");
    assert!(
        change
            .en
            .contains("your fit here would have to be more than 4 points higher"),
        "{}",
        change.en
    );
    assert!(
        change.en.contains("more room is needed at host bkn"),
        "{}",
        change.en
    );
}

#[test]
fn a_repair_keeps_nearly_everybody_where_a_cold_start_would_not() {
    let mut shape = Shape::contested(800, 40, 5);
    shape.objective = vec![Objective::Placed, Objective::Greedy, Objective::Fit];
    let problem = generate(&shape, 3).expect("a valid shape");
    let placement = solved(&problem).expect("feasible");
    let withdraw: Vec<String> = placement
        .assignments
        .iter()
        .step_by(40)
        .map(|one| problem.applicants()[one.applicant as usize].id.clone())
        .collect();
    let repaired = repair(
        &problem,
        &placement,
        &Changes {
            withdraw: withdraw.clone(),
            ..Changes::default()
        },
    )
    .expect("good");
    let moved = repaired
        .moves
        .iter()
        .filter(|one| one.from.is_some())
        .count();
    assert_eq!(moved, 0, "nobody need move when places only become free");
    assert!(repaired.moves.len() <= withdraw.len());
}
