//! Screening gives what `explain` gives, for random policies, people and cases.

use proptest::prelude::*;

use super::*;
use crate::explain::explain;
use crate::testing::{anchor, calendar, case, condition, empty_register, force, person, policy_of};

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() })]

    #[test]
    fn screening_agrees_with_explaining(
        rules in prop::collection::vec((condition(), force(), anchor()), 1..5),
        people in prop::collection::vec((person(), case()), 1..4),
    ) {
        let policy = policy_of(&rules);
        let calendar = calendar();
        let inputs = Inputs::new(&calendar);
        let register = empty_register();
        for (person, (decision, case)) in &people {
            let row = screen_one(&policy, person, case, *decision, &inputs);
            let told = explain(&policy, &register, person, case, *decision, &inputs);
            let mask = |wanted: &dyn Fn(Status, Force) -> bool| {
                told.rules.iter().enumerate().fold(0u64, |mask, (i, r)| {
                    mask | u64::from(wanted(r.status, r.force)) << i
                })
            };
            prop_assert_eq!(row.verdict, told.verdict);
            prop_assert_eq!(row.failed, mask(&|s, f| s == Status::NotMet && f == Force::Block));
            prop_assert_eq!(row.warned, mask(&|s, f| s == Status::NotMet && f == Force::Warn));
            prop_assert_eq!(row.unknown, mask(&|s, _| s == Status::Unknown));
        }
    }

    #[test]
    fn the_same_explanation_has_the_same_bytes_and_can_be_read_back(
        rules in prop::collection::vec((condition(), force(), anchor()), 1..4),
        person in person(), case in case(),
    ) {
        let policy = policy_of(&rules);
        let calendar = calendar();
        let inputs = Inputs::new(&calendar);
        let register = empty_register();
        let told = explain(&policy, &register, &person, &case.1, case.0, &inputs);
        let bytes = serde_json::to_string(&told).unwrap();
        let again = explain(&policy, &register, &person, &case.1, case.0, &inputs);
        prop_assert_eq!(&bytes, &serde_json::to_string(&again).unwrap());
        let back: crate::Explanation = serde_json::from_str(&bytes).unwrap();
        prop_assert_eq!(back, told);
    }

    /// Nothing is asked for when the verdict stands, and nothing twice.
    #[test]
    fn facts_are_asked_for_only_when_the_verdict_is_open(
        rules in prop::collection::vec((condition(), force(), anchor()), 1..4),
        person in person(), case in case(),
    ) {
        let policy = policy_of(&rules);
        let calendar = calendar();
        let inputs = Inputs::new(&calendar);
        let told = explain(&policy, &empty_register(), &person, &case.1, case.0, &inputs);
        if told.verdict != Verdict::PerluVerifikasi {
            prop_assert!(told.missing.is_empty());
        }
        let mut names: Vec<_> = told.missing.iter().map(|fact| &fact.name).collect();
        names.sort_unstable();
        names.dedup();
        prop_assert_eq!(names.len(), told.missing.len());
    }
}
