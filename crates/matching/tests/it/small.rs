//! Exhaustive search on tiny problems: the engine must find exactly its optimum, for every order of objectives.

use matching::{Goal, Objective, Outcome, Problem, lottery, solve};
use proptest::prelude::*;

use crate::random::{Size, problems};

/// The value vector of one pair, written down from the format and not from the engine.
pub fn value(problem: &Problem, applicant: usize, choice: usize) -> Vec<i128> {
    let Goal::Objective(objectives) = problem.goal() else {
        panic!("only objectives have values")
    };
    let person = &problem.applicants()[applicant];
    let wish = &person.choices[choice];
    let longest = problem.longest_list();
    let mut vector: Vec<i128> = Vec::new();
    for objective in objectives {
        match objective {
            Objective::Placed => vector.push(1),
            Objective::Greedy => (0..longest).for_each(|r| vector.push((r == choice).into())),
            Objective::Generous => {
                (0..longest)
                    .rev()
                    .for_each(|r| vector.push(-i128::from(r == choice)));
            }
            Objective::Fit => vector.push(wish.fit.unwrap_or(0).into()),
            Objective::Merit => vector.push(person.merit.unwrap_or(0).into()),
            Objective::Stay => vector.push((person.previous == Some(wish.slot)).into()),
        }
    }
    let slot = &problem.slots()[wish.slot as usize].id;
    vector.push(lottery(problem.seed(), &person.id, Some(slot)).into());
    vector
}

/// Whether these slots (one an applicant, or none) keep every limit, counted from scratch.
pub fn feasible(problem: &Problem, slots: &[Option<u32>]) -> bool {
    let placed: Vec<(usize, u32)> = slots
        .iter()
        .enumerate()
        .filter_map(|(a, s)| Some((a, (*s)?)))
        .collect();
    let host = |slot: u32| problem.slots()[slot as usize].host;
    let region = |slot: u32| problem.hosts()[host(slot) as usize].region;
    let released_by = |applicant: usize, agency: u32| {
        let mut at = problem.applicants()[applicant].agency;
        while let Some(up) = at {
            if up == agency {
                return true;
            }
            at = problem.agencies()[up as usize].within;
        }
        false
    };
    let within = |max: Option<u32>, counts: &dyn Fn(&(usize, u32)) -> bool| {
        max.is_none_or(|max| placed.iter().filter(|pair| counts(pair)).count() <= max as usize)
    };
    (0..)
        .zip(problem.slots())
        .all(|(i, one)| within(one.max, &|(_, s)| *s == i))
        && (0..)
            .zip(problem.hosts())
            .all(|(i, one)| within(one.max, &|(_, s)| host(*s) == i))
        && (0..)
            .zip(problem.regions())
            .all(|(i, one)| within(one.max, &|(_, s)| region(*s) == Some(i)))
        && (0..)
            .zip(problem.agencies())
            .all(|(i, one)| within(one.release_max, &|(a, _)| released_by(*a, i)))
}

/// The best feasible assignment by trying all of them: total value and slots.
fn exhaustive(problem: &Problem) -> Option<(Vec<i128>, Vec<Option<u32>>)> {
    fn go(
        problem: &Problem,
        slots: &mut Vec<Option<u32>>,
        total: &[i128],
        best: &mut Option<(Vec<i128>, Vec<Option<u32>>)>,
    ) {
        let at = slots.len();
        let Some(person) = problem.applicants().get(at) else {
            if best
                .as_ref()
                .is_none_or(|(value, _)| total > value.as_slice())
                && feasible(problem, slots)
            {
                *best = Some((total.to_vec(), slots.clone()));
            }
            return;
        };
        if person.pinned.is_none() {
            slots.push(None);
            go(problem, slots, total, best);
            slots.pop();
        }
        for (j, choice) in person.choices.iter().enumerate() {
            let allowed = person
                .pinned
                .map_or(!choice.conflict, |pinned| pinned as usize == j);
            if allowed {
                let sum: Vec<i128> = total
                    .iter()
                    .zip(value(problem, at, j))
                    .map(|(a, b)| a + b)
                    .collect();
                slots.push(Some(choice.slot));
                go(problem, slots, &sum, best);
                slots.pop();
            }
        }
    }
    let width = match problem.goal() {
        Goal::Objective(list) => list.iter().fold(1, |sum, one| {
            let ranks = matches!(one, Objective::Greedy | Objective::Generous);
            sum + if ranks { problem.longest_list() } else { 1 }
        }),
        Goal::MeritStable => 0,
    };
    let mut best = None;
    go(problem, &mut Vec::new(), &vec![0; width], &mut best);
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_optimum_is_that_of_exhaustive_search(
        problem in problems(Size { applicants: 6, slots: 4, choices: 3 })
    ) {
        let text = problem.to_json();
        match (solve(&problem).expect("supported"), exhaustive(&problem)) {
            (Outcome::Optimal(placement), Some((value, slots))) => {
                let found: Vec<i128> = placement.value.iter().map(|part| i128::from(*part)).collect();
                prop_assert_eq!(found, value);
                let mut placed = vec![None; problem.applicants().len()];
                for one in &placement.assignments {
                    placed[one.applicant as usize] = Some(one.slot);
                }
                prop_assert_eq!(placed, slots, "the lottery makes the optimum unique");
                let report = matching_check::verify(&text, &placement.to_json(&problem));
                prop_assert!(report.is_ok(), "{:?}\n{}", report, text);
            }
            (Outcome::Infeasible(infeasible), None) => {
                let report = matching_check::verify(&text, &infeasible.to_json(&problem));
                prop_assert!(report.is_ok(), "{:?}\n{}", report, text);
            }
            (outcome, truth) => prop_assert!(false, "{:?} against {:?}", outcome, truth),
        }
    }
}
