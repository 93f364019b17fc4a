//! Exhaustive search on tiny problems: the engine must find exactly its optimum, for every order of objectives.

use matching::{
    BelowMin, Clash, Goal, LimitKind, Objective, Outcome, Problem, Side, Status, lottery, solve,
};
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

/// How many people each limit holds, counted from scratch.
pub fn held(problem: &Problem, slots: &[Option<u32>], kind: LimitKind, at: u32) -> u32 {
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
    let counts = |a: usize, slot: u32| match kind {
        LimitKind::Slot => slot == at,
        LimitKind::Host => host(slot) == at,
        LimitKind::Region => region(slot) == Some(at),
        LimitKind::Agency => released_by(a, at),
    };
    let placed = slots.iter().enumerate();
    placed
        .filter(|(a, slot)| slot.is_some_and(|slot| counts(*a, slot)))
        .count() as u32
}

/// Minimums and limits of a problem.
pub fn limits(problem: &Problem) -> Vec<Clash> {
    let mut list = Vec::new();
    let mut note = |limit, at, side, people: Option<u32>| {
        if let Some(people) = people {
            list.push(Clash {
                limit,
                at,
                side,
                people,
            });
        }
    };
    for (at, one) in (0..).zip(problem.slots()) {
        note(LimitKind::Slot, at, Side::Max, one.max);
        note(LimitKind::Slot, at, Side::Min, one.min);
    }
    for (at, one) in (0..).zip(problem.hosts()) {
        note(LimitKind::Host, at, Side::Max, one.max);
        note(LimitKind::Host, at, Side::Min, one.min);
    }
    for (at, one) in (0..).zip(problem.regions()) {
        note(LimitKind::Region, at, Side::Max, one.max);
    }
    for (at, one) in (0..).zip(problem.agencies()) {
        note(LimitKind::Agency, at, Side::Max, one.release_max);
    }
    list
}

fn keeps(problem: &Problem, slots: &[Option<u32>], limit: &Clash) -> bool {
    let count = held(problem, slots, limit.limit, limit.at);
    match limit.side {
        Side::Min => count >= limit.people,
        Side::Max => count <= limit.people,
    }
}

/// Whether these slots (one an applicant, or none) keep every limit and minimum.
pub fn feasible(problem: &Problem, slots: &[Option<u32>]) -> bool {
    limits(problem).iter().all(|limit| {
        // A host with a minimum, its own or of a slot, may stay empty where the problem says so.
        let host = match limit.limit {
            LimitKind::Slot => problem.slots()[limit.at as usize].host,
            _ => limit.at,
        };
        let waived = limit.side == Side::Min
            && problem.below_min() == BelowMin::Close
            && held(problem, slots, LimitKind::Host, host) == 0;
        waived || keeps(problem, slots, limit)
    })
}

/// Every way to place everybody, within the choices and pins only.
fn everything(problem: &Problem) -> Vec<Vec<Option<u32>>> {
    let mut all: Vec<Vec<Option<u32>>> = vec![Vec::new()];
    for person in problem.applicants() {
        let mut options: Vec<Option<u32>> = Vec::new();
        if person.pinned.is_none() {
            options.push(None);
        }
        for (j, choice) in person.choices.iter().enumerate() {
            if person
                .pinned
                .map_or(!choice.conflict, |pinned| pinned as usize == j)
            {
                options.push(Some(choice.slot));
            }
        }
        all = all
            .iter()
            .flat_map(|one| {
                options.iter().map(|option| {
                    let mut next = one.clone();
                    next.push(*option);
                    next
                })
            })
            .collect();
    }
    all
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
    #![proptest_config(ProptestConfig { cases: 2500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_optimum_is_that_of_exhaustive_search(
        problem in problems(Size { applicants: 6, slots: 4, choices: 3, minimums: false })
    ) {
        agrees(&problem)?;
    }

    #[test]
    fn minimums_are_met_or_refuted_or_given_up_as_exhaustive_search_says(
        problem in problems(Size { applicants: 6, slots: 5, choices: 3, minimums: true })
    ) {
        agrees(&problem)?;
    }
}

fn agrees(problem: &Problem) -> Result<(), TestCaseError> {
    let text = problem.to_json();
    match (solve(problem).expect("small numbers"), exhaustive(problem)) {
        (Outcome::Optimal(placement) | Outcome::Searched(placement), Some((value, slots))) => {
            let found: Vec<i128> = placement
                .value
                .iter()
                .map(|part| i128::from(*part))
                .collect();
            prop_assert_eq!(found, value);
            prop_assert_ne!(placement.status, Status::Gap);
            let mut placed = vec![None; problem.applicants().len()];
            for one in &placement.assignments {
                placed[one.applicant as usize] = Some(one.slot);
            }
            prop_assert_eq!(placed, slots, "the lottery makes the optimum unique");
            let report = matching_check::verify(&text, &placement.to_json(problem));
            prop_assert!(
                report.is_ok(),
                "{:?}\n{}\n{}",
                report,
                text,
                placement.to_json(problem)
            );
        }
        (Outcome::Infeasible(infeasible), None) => {
            let result = infeasible.to_json(problem);
            let report = matching_check::verify(&text, &result);
            prop_assert!(report.is_ok(), "{:?}\n{}\n{}", report, text, result);
            let all = everything(problem);
            let fits = |set: &[Clash]| {
                all.iter()
                    .any(|slots| set.iter().all(|one| keeps(problem, slots, one)))
            };
            prop_assert!(
                !fits(&infeasible.clash),
                "the clash is one\n{}\n{}",
                text,
                result
            );
            for left_out in 0..infeasible.clash.len() {
                let mut rest = infeasible.clash.clone();
                rest.remove(left_out);
                prop_assert!(fits(&rest), "no part can be left out\n{}\n{}", text, result);
            }
        }
        (outcome, truth) => prop_assert!(false, "{:?} against {:?}\n{}", outcome, truth, text),
    }
    Ok(())
}
