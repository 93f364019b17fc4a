//! Problems for outside solvers: proved here, and compared with OR-tools and HiGHS by `cargo xtask conformance placement`.

use std::path::PathBuf;
use std::{env, fs};

use matching::instances::{Numbers, Shape, generate};
use matching::{Objective, Outcome, Problem, Status, solve};

use crate::random::{Size, problem};

fn problems() -> Vec<Problem> {
    let mut list = Vec::new();
    for seed in 0..240 {
        let (applicants, slots, choices) = [(10, 6, 4), (30, 8, 5), (80, 14, 8)][seed as usize % 3];
        let size = Size {
            applicants,
            slots,
            choices,
            minimums: seed % 4 != 0,
        };
        list.push(problem(&mut Numbers::new(seed), size));
    }
    for seed in 0..10 {
        let mut shape = Shape::contested(300, 20, 5);
        shape.contested = seed % 2 == 0;
        (shape.agencies, shape.regions) = (8, 3);
        if seed % 3 == 0 {
            shape.objective = vec![Objective::Greedy, Objective::Merit];
        }
        list.push(generate(&shape, seed).expect("a valid shape"));
    }
    list
}

#[test]
fn results_for_outside_solvers_are_proved() {
    let folder = env::var_os("TITIAN_CONFORMANCE").map(PathBuf::from);
    let (mut optimal, mut searched, mut infeasible) = (0, 0, 0);
    for (i, problem) in problems().iter().enumerate() {
        let text = problem.to_json();
        let result = match solve(problem).expect("small numbers") {
            Outcome::Infeasible(clash) => {
                infeasible += 1;
                clash.to_json(problem)
            }
            outcome => {
                let placement = outcome.placement().expect("every other outcome has one");
                match placement.status {
                    Status::Optimal => optimal += 1,
                    Status::Searched => searched += 1,
                    other => panic!("{other:?} in a small problem"),
                }
                placement.to_json(problem)
            }
        };
        let report = matching_check::verify(&text, &result);
        assert!(report.is_ok(), "{report:?}\n{text}\n{result}");
        if let Some(folder) = &folder {
            for (name, text) in [("problem", &text), ("result", &result)] {
                let path = folder.join(format!("{i:03}.{name}.json"));
                fs::write(path, text).expect("the folder of the comparison");
            }
        }
    }
    assert!(
        optimal > 100 && searched > 10 && infeasible > 10,
        "{optimal} optimal, {searched} searched, {infeasible} infeasible"
    );
}
