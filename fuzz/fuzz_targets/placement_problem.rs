//! Any bytes: the reader refuses or reads; what it reads is written back alike, solved, and passes the independent checker.

#![no_main]

use libfuzzer_sys::fuzz_target;
use matching::{Outcome, Problem};

fuzz_target!(|text: &str| {
    let Ok(problem) = Problem::from_json(text) else { return };
    let again = Problem::from_json(&problem.to_json()).expect("own JSON is good input");
    assert_eq!(again.digest(), problem.digest());
    let Ok(outcome) = matching::solve(&problem) else { return };
    let result = match &outcome {
        Outcome::Infeasible(clash) => clash.to_json(&problem),
        outcome => outcome.placement().expect("every other outcome has one").to_json(&problem),
    };
    matching_check::verify(text, &result).expect("every result is true");
});
