//! Results: the same bytes again, read back, explained, and refused by the checker when one number is altered.

use matching::instances::{Shape, generate};
use matching::{Objective, Outcome, Placement, Problem, explain, solve};
use matching_check::{Claim, verify};
use proptest::prelude::*;

use crate::random::{Size, problems, stable_problems};

fn solved(problem: &Problem) -> Option<Placement> {
    match solve(problem).expect("supported") {
        Outcome::Optimal(placement) => Some(*placement),
        _ => None,
    }
}

/// Start and end of every number in a JSON text, with whether it stands in the certificate.
pub fn numbers(text: &str) -> Vec<(usize, usize, bool)> {
    let bytes = text.as_bytes();
    let certificate = text.find("\"certificate\"").unwrap_or(text.len());
    let (mut list, mut at, mut quoted) = (Vec::new(), 0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => quoted = !quoted,
            b'\\' if quoted => at += 1,
            b'-' | b'0'..=b'9' if !quoted => {
                let start = at;
                while at < bytes.len() && matches!(bytes[at], b'-' | b'0'..=b'9') {
                    at += 1;
                }
                list.push((start, at, start > certificate));
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    list
}

/// Whether altered prices still prove the optimum, decided by the definition alone.
pub fn still_proves(problem: &Problem, placement: &Placement) -> bool {
    let zero = vec![0_i128; placement.value.len()];
    let mut total = zero.clone();
    let mut signs = true;
    let mut charge = |price: &Option<Vec<i64>>, max: Option<u32>, min: Option<u32>| {
        let Some(price) = price else { return };
        let price: Vec<i128> = price.iter().map(|part| i128::from(*part)).collect();
        let limit = if price < zero {
            min.filter(|min| *min > 0)
        } else {
            max
        };
        signs &= limit.is_some() || price == zero;
        for (sum, part) in total.iter_mut().zip(&price) {
            *sum += part * i128::from(limit.unwrap_or(0));
        }
    };
    let prices = &placement.prices;
    prices
        .slots
        .iter()
        .zip(problem.slots())
        .for_each(|(p, one)| charge(p, one.max, one.min));
    prices
        .hosts
        .iter()
        .zip(problem.hosts())
        .for_each(|(p, one)| charge(p, one.max, one.min));
    prices
        .regions
        .iter()
        .zip(problem.regions())
        .for_each(|(p, one)| charge(p, one.max, None));
    prices
        .agencies
        .iter()
        .zip(problem.agencies())
        .for_each(|(p, one)| charge(p, one.release_max, None));
    for (a, person) in problem.applicants().iter().enumerate() {
        let mut best = person.pinned.is_none().then(|| zero.clone());
        for (j, choice) in person.choices.iter().enumerate() {
            if !person
                .pinned
                .map_or(!choice.conflict, |pinned| pinned as usize == j)
            {
                continue;
            }
            let slot = choice.slot as usize;
            let host = problem.slots()[slot].host as usize;
            let mut charged = vec![&prices.slots[slot], &prices.hosts[host]];
            charged.extend(
                problem.hosts()[host]
                    .region
                    .map(|r| &prices.regions[r as usize]),
            );
            let mut agency = person.agency;
            while let Some(at) = agency {
                charged.push(&prices.agencies[at as usize]);
                agency = problem.agencies()[at as usize].within;
            }
            let mut surplus = crate::small::value(problem, a, j);
            for price in charged.into_iter().flatten() {
                for (cell, part) in surplus.iter_mut().zip(price) {
                    *cell -= i128::from(*part);
                }
            }
            if best.as_ref().is_none_or(|best| surplus > *best) {
                best = Some(surplus);
            }
        }
        for (sum, part) in total.iter_mut().zip(best.unwrap_or_default()) {
            *sum += part;
        }
    }
    let value: Vec<i128> = placement
        .value
        .iter()
        .map(|part| i128::from(*part))
        .collect();
    signs && total == value
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_altered_number_is_refused(
        problem in problems(Size { applicants: 12, slots: 5, choices: 4, minimums: true }),
        by in prop_oneof![Just(1_i64), Just(-1), -1_000_000_i64..1_000_000],
    ) {
        let Some(placement) = solved(&problem) else { return Ok(()) };
        let (text, result) = (problem.to_json(), placement.to_json(&problem));
        prop_assume!(by != 0);
        for (start, end, priced) in numbers(&result) {
            let old: i64 = result[start..end].parse().expect("an integer");
            let altered = format!("{}{}{}", &result[..start], old + by, &result[end..]);
            let verdict = verify(&text, &altered);
            if priced {
                // Prices that prove an optimum are not unique: an altered price may be another
                // true proof, and then no claim is broken. Every other one must be refused.
                let read = Placement::from_json(&problem, &altered).expect("the shape is kept");
                prop_assert_eq!(verdict.is_ok(), still_proves(&problem, &read), "{:?}", verdict);
            } else {
                prop_assert!(verdict.is_err(), "{} → {} at {}\n{}", old, old + by, start, result);
            }
        }
    }

    #[test]
    fn one_altered_number_of_a_stable_placement_is_refused(
        problem in stable_problems(Size { applicants: 12, slots: 5, choices: 4, minimums: true }),
        by in prop_oneof![Just(1_i64), Just(-1), 2_i64..1_000_000],
    ) {
        let Outcome::Stable(placement) = solve(&problem).expect("small numbers") else { return Ok(()) };
        let (text, result) = (problem.to_json(), placement.to_json(&problem));
        for (start, end, _) in numbers(&result) {
            let old: i64 = result[start..end].parse().expect("an integer");
            let altered = format!("{}{}{}", &result[..start], old + by, &result[end..]);
            prop_assert!(verify(&text, &altered).is_err(), "{} → {} at {}\n{}", old, old + by, start, result);
        }
    }

    #[test]
    fn one_altered_number_of_a_search_or_a_clash_is_refused(
        problem in problems(Size { applicants: 7, slots: 5, choices: 3, minimums: true }),
        by in prop_oneof![Just(1_i64), Just(-1), 2_i64..1_000_000],
    ) {
        let result = match solve(&problem).expect("small numbers") {
            Outcome::Searched(placement) => placement.to_json(&problem),
            Outcome::Infeasible(clash) => clash.to_json(&problem),
            _ => return Ok(()),
        };
        let text = problem.to_json();
        verify(&text, &result).expect("true");
        // Prices are not unique; every other number has one true value.
        for (start, end, _) in numbers(&result).into_iter().filter(|(.., priced)| !priced) {
            let old: i64 = result[start..end].parse().expect("an integer");
            let altered = format!("{}{}{}", &result[..start], old + by, &result[end..]);
            prop_assert!(verify(&text, &altered).is_err(), "{} → {} at {}\n{}", old, old + by, start, result);
        }
    }

    #[test]
    fn results_repeat_and_are_read_back(problem in problems(Size { applicants: 30, slots: 8, choices: 5, minimums: true })) {
        let again = Problem::from_json(&problem.to_json()).expect("own JSON is good input");
        prop_assert_eq!(again.digest(), problem.digest());
        let Some(placement) = solved(&problem) else { return Ok(()) };
        let result = placement.to_json(&problem);
        prop_assert_eq!(solved(&again).expect("as before").to_json(&again), result.clone());
        prop_assert_eq!(Placement::from_json(&problem, &result).expect("own result"), placement.clone());
        for one in problem.applicants() {
            let words = explain(&problem, &placement, &one.id).expect("a known applicant");
            prop_assert_eq!(words.choices.len(), one.choices.len());
            for other in problem.applicants().iter().filter(|other| other.id != one.id) {
                let text = words.text(true) + &words.text(false);
                let named = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == other.id);
                prop_assert!(!named, "{} is named to {}: {}", other.id, one.id, text);
            }
        }
        prop_assert!(!result.contains("rahasia"), "why a pair is in conflict stays in the problem");
    }

    #[test]
    fn the_order_of_applicants_changes_nobodys_place(
        seed in any::<u64>(), contested in any::<bool>()
    ) {
        let mut shape = if contested { Shape::contested(60, 9, 4) } else { Shape::spread(60, 9, 4) };
        shape.agencies = 4;
        let problem = generate(&shape, seed).expect("a valid shape");
        let mut document: serde_json::Value = serde_json::from_str(&problem.to_json()).expect("JSON");
        document["applicants"].as_array_mut().expect("an array").reverse();
        let turned = Problem::from_json(&document.to_string()).expect("still good");
        let places = |problem: &Problem| {
            let mut list: Vec<(String, u32)> = solved(problem).expect("feasible").assignments.iter()
                .map(|one| (problem.applicants()[one.applicant as usize].id.clone(), one.slot)).collect();
            list.sort();
            list
        };
        prop_assert_eq!(places(&problem), places(&turned));
    }
}

#[test]
fn one_more_place_never_places_fewer() {
    for seed in 0..40 {
        let mut shape = Shape::contested(40, 8, 3);
        shape.objective = vec![Objective::Placed, Objective::Greedy];
        let problem = generate(&shape, seed).expect("a valid shape");
        let before = solved(&problem).expect("feasible").assignments.len();
        let mut document: serde_json::Value =
            serde_json::from_str(&problem.to_json()).expect("JSON");
        for list in ["hosts", "slots"] {
            let max = document[list][0]["max"].as_i64().expect("a limit");
            document[list][0]["max"] = (max + 1).into();
        }
        let wider = Problem::from_json(&document.to_string()).expect("still good");
        let after = solved(&wider).expect("feasible").assignments.len();
        assert!(
            after == before || after == before + 1,
            "{before} then {after}"
        );
    }
}

#[test]
fn the_first_broken_claim_is_named() {
    let text = r#"{"format":"titian-placement/1","objective":["placed","greedy"],"seed":"x",
        "hosts":[{"id":"h","max":1}],"slots":[{"id":"s","host":"h"},{"id":"t","host":"h"}],
        "applicants":[{"id":"a","choices":[{"slot":"s"},{"slot":"t"}]},{"id":"b","choices":[{"slot":"s"}]}]}"#;
    let problem = Problem::from_json(text).expect("good");
    let placement = solved(&problem).expect("feasible");
    let result = placement.to_json(&problem);
    let report = verify(text, &result).expect("true");
    assert_eq!((report.placed, report.unplaced), (1, 1));
    let winner = &problem.applicants()[placement.assignments[0].applicant as usize].id;
    let loser = &problem.applicants()[placement.unplaced[0] as usize].id;
    let broken = |from: &str, to: &str| {
        let altered = result.replacen(from, to, 1);
        assert_ne!(altered, result, "{from} stands in {result}");
        verify(text, &altered).expect_err("altered").claim
    };
    assert_eq!(broken("result/1", "result/2"), Claim::Format);
    assert_eq!(broken("sha256:", "sha256:0"), Claim::Digest);
    assert_eq!(broken("optimal", "stable"), Claim::Status);
    assert_eq!(broken("optimal", "searched"), Claim::Status);
    assert_eq!(
        broken(
            &format!("\"applicant\":\"{winner}\""),
            "\"applicant\":\"z\""
        ),
        Claim::Applicant
    );
    assert_eq!(broken("\"slot\":\"s\"", "\"slot\":\"u\""), Claim::Slot);
    assert_eq!(broken("\"rank\":1", "\"rank\":2"), Claim::Rank);
    assert_eq!(broken(&format!("\n\"{loser}\""), ""), Claim::Unplaced);
    assert_eq!(broken("\"profile\":[1", "\"profile\":[2"), Claim::Profile);
    assert_eq!(broken("\"value\":[1", "\"value\":[2"), Claim::Value);
    assert_eq!(
        broken("\"limit\":\"host\"", "\"limit\":\"slot\""),
        Claim::Reason
    );
}

#[test]
fn long_lists_and_many_components_are_proved_too() {
    use Objective::{Fit, Generous, Greedy, Merit, Placed, Stay};
    let orders = [
        vec![Placed, Generous, Fit, Merit, Stay],
        vec![Greedy, Merit, Fit],
        vec![Merit, Fit, Placed, Generous, Greedy],
        vec![Fit, Stay, Greedy, Placed],
    ];
    for (seed, objective) in (0..).zip(orders) {
        for contested in [false, true] {
            let mut shape = Shape::contested(400, 70, 20);
            shape.contested = contested;
            (shape.agencies, shape.regions) = (9, 4);
            shape.objective = objective.clone();
            let problem = generate(&shape, seed).expect("a valid shape");
            let placement = solved(&problem).expect("feasible");
            verify(&problem.to_json(), &placement.to_json(&problem)).expect("proved");
        }
    }
}
