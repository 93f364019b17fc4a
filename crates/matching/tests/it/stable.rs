//! `merit-stable` against the rounds of its definition, written down naively, and altered results against the checker.

use matching::{LimitKind, Outcome, Placement, Problem, lottery, solve};
use matching_check::{Claim, verify};
use proptest::prelude::*;

use crate::random::{Size, stable_problems};
use crate::small::held;

/// A pair: applicant and position of the choice.
type Pair = (usize, usize);

fn slots_of(problem: &Problem, pairs: &[Pair]) -> Vec<Option<u32>> {
    let mut slots = vec![None; problem.applicants().len()];
    for (a, j) in pairs {
        slots[*a] = Some(problem.applicants()[*a].choices[*j].slot);
    }
    slots
}

/// Takes pairs in order as long as one side's limits hold, the pinned first.
fn greedy(problem: &Problem, mut pairs: Vec<Pair>, sending: bool) -> Vec<Pair> {
    let key = |(a, j): &Pair| {
        let person = &problem.applicants()[*a];
        let own = person.merit.unwrap_or(0);
        let merit = if sending {
            own
        } else {
            person.choices[*j].merit.map_or(own, i64::from)
        };
        (
            person.pinned.is_none(),
            -merit,
            lottery(problem.seed(), &person.id, None),
            *j,
        )
    };
    pairs.sort_by_key(key);
    let mut kept: Vec<Pair> = Vec::new();
    for pair in pairs {
        if sending && kept.iter().any(|(a, _)| *a == pair.0) {
            continue;
        }
        kept.push(pair);
        let slots = slots_of(problem, &kept);
        let within = |kind, at: u32, max: Option<u32>| {
            max.is_none_or(|max| {
                // Each side counts pairs; on the receiving side an applicant may have several.
                let count = if kind == LimitKind::Agency {
                    held(problem, &slots, kind, at)
                } else {
                    kept.iter()
                        .filter(|pair| held(problem, &slots_of(problem, &[**pair]), kind, at) == 1)
                        .count() as u32
                };
                count <= max
            })
        };
        let fits = if sending {
            (0..)
                .zip(problem.agencies())
                .all(|(i, one)| within(LimitKind::Agency, i, one.release_max))
        } else {
            (0..)
                .zip(problem.slots())
                .all(|(i, one)| within(LimitKind::Slot, i, one.max))
                && (0..)
                    .zip(problem.hosts())
                    .all(|(i, one)| within(LimitKind::Host, i, one.max))
                && (0..)
                    .zip(problem.regions())
                    .all(|(i, one)| within(LimitKind::Region, i, one.max))
        };
        if !fits {
            kept.pop();
        }
    }
    kept
}

/// Each round the sending side proposes, the receiving side keeps, until nothing is rejected.
fn rounds(problem: &Problem) -> Vec<Option<u32>> {
    let mut open: Vec<Pair> = Vec::new();
    for (a, person) in problem.applicants().iter().enumerate() {
        for (j, choice) in person.choices.iter().enumerate() {
            if person
                .pinned
                .map_or(!choice.conflict, |pinned| pinned as usize == j)
            {
                open.push((a, j));
            }
        }
    }
    loop {
        let proposed = greedy(problem, open.clone(), true);
        let kept = greedy(problem, proposed.clone(), false);
        let rejected: Vec<Pair> = proposed
            .into_iter()
            .filter(|pair| !kept.contains(pair))
            .collect();
        if rejected.is_empty() {
            return slots_of(problem, &kept);
        }
        open.retain(|pair| !rejected.contains(pair));
    }
}

fn stable(problem: &Problem) -> Option<Placement> {
    match solve(problem).expect("small numbers") {
        Outcome::Stable(placement) => Some(*placement),
        _ => None,
    }
}

const SMALL: Size = Size {
    applicants: 8,
    slots: 5,
    choices: 4,
    minimums: true,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_mechanism_is_that_of_its_definition(problem in stable_problems(SMALL)) {
        let Some(placement) = stable(&problem) else { return Ok(()) };
        let mut slots = vec![None; problem.applicants().len()];
        for one in &placement.assignments {
            slots[one.applicant as usize] = Some(one.slot);
        }
        prop_assert_eq!(&slots, &rounds(&problem), "{}", problem.to_json());
        let (text, result) = (problem.to_json(), placement.to_json(&problem));
        let report = verify(&text, &result);
        prop_assert!(report.is_ok(), "{:?}\n{}\n{}", report, text, result);
        prop_assert_eq!(Placement::from_json(&problem, &result).expect("own result"), placement);
    }
}

const TEXT: &str = r#"{"format":"titian-placement/1","mechanism":"merit-stable","seed":"x","agencies":[{"id":"g","release_max":2}],
    "hosts":[{"id":"h","min":2}],"slots":[{"id":"s","host":"h","max":1},{"id":"t","host":"h"}],
    "applicants":[{"id":"a","agency":"g","merit":3,"choices":[{"slot":"s"},{"slot":"t"}]},
                  {"id":"b","agency":"g","merit":5,"choices":[{"slot":"s","merit":1}]},
                  {"id":"c","agency":"g","merit":4,"choices":[{"slot":"s","merit":9}]}]}"#;

#[test]
fn a_pair_that_blocks_is_found_and_every_number_is_checked() {
    let problem = Problem::from_json(TEXT).expect("good");
    let placement = stable(&problem).expect("no pins");
    let result = placement.to_json(&problem);
    verify(TEXT, &result).expect("true");
    // c takes s by her merit there; b leaves, and a follows within the agency, whose first choice is full.
    assert!(
        result.contains(r#"{"applicant":"a","slot":"t","rank":2}"#),
        "{result}"
    );
    assert!(
        result.contains(r#"{"applicant":"c","slot":"s","rank":1}"#),
        "{result}"
    );
    assert!(
        result.contains(r#""slots":{"#) && result.contains(r#""s":9"#),
        "{result}"
    );
    assert!(result.contains(r#""g":3"#), "{result}");
    let refused = |altered: &str| verify(TEXT, altered).expect_err("altered").claim;
    assert_eq!(
        refused(&result.replacen("\"s\":9", "\"s\":8", 1)),
        Claim::Cutoff
    );
    assert_eq!(
        refused(&result.replacen("\"g\":3", "\"g\":4", 1)),
        Claim::Cutoff
    );
    assert_eq!(
        refused(&result.replacen("\"profile\":[1,1", "\"profile\":[1,2", 1)),
        Claim::Profile
    );
    // b on s in place of c: c, with more merit there, would rather have it, and s would rather have her.
    let swapped = result
        .replacen(
            "\"applicant\":\"c\",\"slot\":\"s\",\"rank\":1",
            "\"applicant\":\"?\"",
            1,
        )
        .replacen("{\"applicant\":\"?\"}", "", 1)
        .replacen(
            "\"rank\":2},\n",
            "\"rank\":2},\n{\"applicant\":\"b\",\"slot\":\"s\",\"rank\":1}",
            1,
        )
        .replacen("\"unplaced\":[\n\"b\"", "\"unplaced\":[\n\"c\"", 1);
    assert_eq!(refused(&swapped), Claim::Blocks, "{swapped}");
}

#[test]
fn minimums_that_the_mechanism_leaves_unmet_are_reported() {
    let text = TEXT.replacen("\"min\":2", "\"min\":3", 1);
    let problem = Problem::from_json(&text).expect("good");
    let result = stable(&problem).expect("no pins").to_json(&problem);
    assert!(
        result.contains(r#"{"limit":"host","id":"h","min":3,"held":2}"#),
        "{result}"
    );
    verify(&text, &result).expect("true");
    let hidden = result.replacen(r#"{"limit":"host","id":"h","min":3,"held":2}"#, "", 1);
    assert_eq!(
        verify(&text, &hidden).expect_err("hidden").claim,
        Claim::Minimum
    );
}
