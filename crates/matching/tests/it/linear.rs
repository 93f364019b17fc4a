//! A linear programming solver as outside oracle on middle-sized problems, one level of the objective at a time.

use matching::instances::{Shape, generate};
use matching::{Objective, Outcome, Problem, solve};
use microlp::{ComparisonOp, OptimizationDirection, Variable};
use proptest::prelude::*;

use crate::random::{Size, problems};
use crate::small::{feasible, value};

/// Greatest total of `score` over feasible assignments, by the simplex of microlp in floating point.
fn linear_optimum(problem: &Problem, score: impl Fn(usize, usize) -> f64) -> Option<f64> {
    let mut lp = microlp::Problem::new(OptimizationDirection::Maximize);
    let mut pairs: Vec<(usize, u32, Variable)> = Vec::new();
    for (a, person) in problem.applicants().iter().enumerate() {
        let mut own = Vec::new();
        for (j, choice) in person.choices.iter().enumerate() {
            if person
                .pinned
                .map_or(!choice.conflict, |pinned| pinned as usize == j)
            {
                let variable = lp.add_var(score(a, j), (0.0, 1.0));
                own.push((variable, 1.0));
                pairs.push((a, choice.slot, variable));
            }
        }
        let op = if person.pinned.is_some() {
            ComparisonOp::Eq
        } else {
            ComparisonOp::Le
        };
        lp.add_constraint(&own, op, 1.0);
    }
    let mut cap = |max: Option<u32>, counts: &dyn Fn(usize, u32) -> bool| {
        if let Some(max) = max {
            let terms: Vec<(Variable, f64)> = pairs
                .iter()
                .filter(|(a, s, _)| counts(*a, *s))
                .map(|(_, _, variable)| (*variable, 1.0))
                .collect();
            lp.add_constraint(&terms, ComparisonOp::Le, f64::from(max));
        }
    };
    let host = |slot: u32| problem.slots()[slot as usize].host;
    for (i, one) in (0..).zip(problem.slots()) {
        cap(one.max, &|_, s| s == i);
    }
    for (i, one) in (0..).zip(problem.hosts()) {
        cap(one.max, &|_, s| host(s) == i);
    }
    for (i, one) in (0..).zip(problem.regions()) {
        cap(one.max, &|_, s| {
            problem.hosts()[host(s) as usize].region == Some(i)
        });
    }
    for (i, one) in (0..).zip(problem.agencies()) {
        cap(one.release_max, &|a, _| {
            let mut at = problem.applicants()[a].agency;
            while let Some(up) = at {
                if up == i {
                    return true;
                }
                at = problem.agencies()[up as usize].within;
            }
            false
        });
    }
    match lp.solve() {
        Ok(microlp::SolveOutcome::Solution(solution)) => Some(solution.objective()),
        Err(microlp::Error::Infeasible) => None,
        other => panic!("the oracle failed: {other:?}"),
    }
}

/// Compares the first two components with one scalar objective that ranks them.
fn agrees(problem: &Problem) -> Result<(), TestCaseError> {
    let weigh = |vector: &[i128]| -> f64 {
        let first = vector.first().map_or(0, |part| part * 100_000);
        (first + vector.get(1).filter(|_| vector.len() > 2).unwrap_or(&0)) as f64
    };
    let truth = linear_optimum(problem, |a, j| weigh(&value(problem, a, j)));
    match (solve(problem).expect("supported"), truth) {
        (Outcome::Optimal(placement), Some(truth)) => {
            let found: Vec<i128> = placement.value.iter().map(|part| (*part).into()).collect();
            prop_assert!(
                (weigh(&found) - truth).abs() < 0.5,
                "{} against {}",
                weigh(&found),
                truth
            );
            let mut slots = vec![None; problem.applicants().len()];
            for one in &placement.assignments {
                slots[one.applicant as usize] = Some(one.slot);
            }
            prop_assert!(feasible(problem, &slots));
            let report = matching_check::verify(&problem.to_json(), &placement.to_json(problem));
            prop_assert!(report.is_ok(), "{:?}", report);
        }
        (Outcome::Infeasible(_), None) => {}
        (outcome, truth) => prop_assert!(false, "{:?} against {:?}", outcome, truth),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn middle_problems_agree_with_linear_programming(
        problem in problems(Size { applicants: 60, slots: 12, choices: 6, minimums: false })
    ) {
        agrees(&problem)?;
    }

    #[test]
    fn generated_instances_agree_with_linear_programming(seed in any::<u64>(), contested in any::<bool>()) {
        let mut shape = Shape::spread(80, 16, 4);
        if contested {
            shape = Shape::contested(80, 16, 4);
        }
        shape.agencies = 5;
        shape.regions = 3;
        shape.objective = vec![Objective::Placed, Objective::Fit, Objective::Generous];
        agrees(&generate(&shape, seed).expect("a valid shape"))?;
    }
}
