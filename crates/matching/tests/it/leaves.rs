//! Every leaf of every kind of result altered: the checker names the broken claim, or the leaf is on the list of what nobody rests on.

use std::collections::BTreeSet;

use matching::instances::Numbers;
use matching::{Outcome, Placement, Problem, solve};
use matching_check::{Claim, verify};
use serde_json::Value;

use crate::random::{Size, problem, stable_problem};
use crate::result::still_proves;

/// What a result may say in words without a claim: the sentences beside a clash, which repeat its figures.
const INFORMATIONAL: [&str; 2] = ["/clash/*/says/en", "/clash/*/says/id"];

/// Every number of a result, and the claims that name it when it is off by one.
const NUMBERS: [(&str, &[Claim]); 11] = [
    ("/assignments/*/rank", &[Claim::Rank]),
    ("/below_min/*/held", &[Claim::Minimum]),
    ("/below_min/*/min", &[Claim::Minimum]),
    ("/certificate/cutoffs/agencies/*", &[Claim::Cutoff]),
    ("/certificate/cutoffs/hosts/*", &[Claim::Cutoff]),
    ("/certificate/cutoffs/regions/*", &[Claim::Cutoff]),
    ("/certificate/cutoffs/slots/*", &[Claim::Cutoff]),
    ("/clash/*/max", &[Claim::Clash]),
    ("/clash/*/min", &[Claim::Clash]),
    ("/profile/*", &[Claim::Profile]),
    ("/value/*", &[Claim::Value]),
];

/// Prices are not unique: an altered one is refused by one of these, or it is another true proof.
const PRICES: [Claim; 3] = [Claim::Price, Claim::Duality, Claim::Clash];

/// Every text of a result that claims something.
const TEXTS: [&str; 13] = [
    "/assignments/*/applicant",
    "/assignments/*/slot",
    "/below_min/*/id",
    "/below_min/*/limit",
    "/certificate/kind",
    "/clash/*/id",
    "/clash/*/limit",
    "/format",
    "/problem",
    "/reasons/*/applicant",
    "/reasons/*/limit",
    "/reasons/*/slot",
    "/status",
];

/// The texts of lists whose entries stand alone.
const NAMES: [&str; 2] = ["/unopened/*", "/unplaced/*"];

/// Leaves of a document as JSON pointers, with what they look like under any index or id.
fn leaves(value: &Value, path: &str, pattern: &str, list: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                leaves(item, &format!("{path}/{i}"), &format!("{pattern}/*"), list);
            }
        }
        Value::Object(members) => {
            for (name, item) in members {
                let ids = ["prices", "cutoffs"]
                    .iter()
                    .any(|table| pattern.starts_with(&format!("/certificate/{table}/")));
                let part = if ids { "*" } else { name };
                leaves(
                    item,
                    &format!("{path}/{name}"),
                    &format!("{pattern}/{part}"),
                    list,
                );
            }
        }
        _ => list.push((path.to_owned(), pattern.to_owned())),
    }
}

fn solved(problem: &Problem) -> (String, bool) {
    let outcome = solve(problem).expect("small numbers");
    let optimal = matches!(outcome, Outcome::Optimal(_));
    let text = match &outcome {
        Outcome::Infeasible(clash) => clash.to_json(problem),
        _ => outcome.placement().expect("placed").to_json(problem),
    };
    (text, optimal)
}

/// Ids and words that could stand in the place of another.
fn instead(problem: &Problem) -> Vec<String> {
    let mut list: Vec<String> = ["nobody", "slot", "host", "region", "agency", "value"]
        .map(str::to_owned)
        .into();
    list.extend(["optimal", "stable", "searched", "infeasible"].map(str::to_owned));
    list.extend(problem.applicants().iter().map(|one| one.id.clone()));
    list.extend(problem.slots().iter().map(|one| one.id.clone()));
    list.extend(problem.hosts().iter().map(|one| one.id.clone()));
    list
}

#[test]
fn every_leaf_that_is_altered_is_refused_with_the_claim_it_breaks() {
    let size = Size {
        applicants: 8,
        slots: 5,
        choices: 4,
        minimums: true,
    };
    let (mut seen, mut tried) = (BTreeSet::new(), 0);
    for seed in 0..160 {
        let mut numbers = Numbers::new(seed);
        let problem = if seed % 3 == 0 {
            stable_problem(&mut numbers, size)
        } else {
            problem(&mut numbers, size)
        };
        let text = problem.to_json();
        let (result, optimal) = solved(&problem);
        let document: Value = serde_json::from_str(&result).expect("JSON");
        verify(&text, &document.to_string()).expect("true");
        let mut list = Vec::new();
        leaves(&document, "", "", &mut list);
        for (path, pattern) in list {
            seen.insert(pattern.clone());
            let leaf = document.pointer(&path).expect("a leaf");
            let altered = |to: Value| {
                let mut other = document.clone();
                *other.pointer_mut(&path).expect("a leaf") = to;
                other.to_string()
            };
            if let Some(number) = leaf.as_i64() {
                for by in [1, -1] {
                    let altered = altered((number + by).into());
                    let verdict = verify(&text, &altered);
                    let claim = verdict.as_ref().err().map(|broken| broken.claim);
                    let priced = pattern.starts_with("/certificate/prices/");
                    let known = NUMBERS.iter().find(|(name, _)| *name == pattern);
                    let expected = known.map_or(PRICES.as_slice(), |(_, claims)| *claims);
                    assert!(priced || known.is_some(), "{pattern} stands on no list");
                    match claim {
                        Some(claim) => assert!(expected.contains(&claim), "{path}: {verdict:?}"),
                        None if priced && optimal => {
                            let read = Placement::from_json(&problem, &altered).expect("as before");
                            assert!(still_proves(&problem, &read), "{path} in {result}");
                        }
                        None => assert!(priced, "{path} {by:+} is believed in {result}"),
                    }
                }
                continue;
            }
            // Other words at every leaf, so that each meets most of them in the end.
            let words = instead(&problem);
            tried += 1;
            for word in words
                .iter()
                .cycle()
                .skip(tried % words.len())
                .step_by(3)
                .take(4)
            {
                if leaf.as_str() == Some(word.as_str()) {
                    continue;
                }
                let verdict = verify(&text, &altered(word.clone().into()));
                let free = INFORMATIONAL.contains(&pattern.as_str());
                assert_eq!(
                    verdict.is_ok(),
                    free,
                    "{path} as {word:?}: {verdict:?} in {result}"
                );
            }
        }
    }
    let prices = ["agencies", "hosts", "regions", "slots"]
        .map(|table| format!("/certificate/prices/{table}/*/*"));
    let known: BTreeSet<String> = (NUMBERS.iter().map(|(name, _)| (*name).to_owned()))
        .chain(prices)
        .chain(
            TEXTS
                .iter()
                .chain(&NAMES)
                .chain(&INFORMATIONAL)
                .map(|one| (*one).to_owned()),
        )
        .collect();
    assert_eq!(
        seen, known,
        "every kind of leaf was visited, and no other exists"
    );
}
