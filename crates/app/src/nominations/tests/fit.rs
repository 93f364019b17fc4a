//! What a place can give a nominee, and on what that estimate rests.

use proptest::prelude::*;

use super::*;

fn levels(pairs: &[(&str, i64)]) -> Levels {
    pairs
        .iter()
        .map(|(name, level)| ((*name).to_owned(), *level))
        .collect()
}

#[test]
fn fit_counts_what_can_be_closed_and_says_what_it_rests_on() {
    let offered = levels(&[("a", 4), ("b", 3), ("c", 5)]);
    let standard = levels(&[("a", 3), ("b", 4)]);
    let assessed = levels(&[("a", 1), ("b", 4), ("z", 1)]);
    // a: min(4, 3) − 1 = 2; b: min(3, 4) − 4 < 0; c has no standard.
    assert_eq!(
        fit(&offered, &standard, &assessed, &[]),
        Fit {
            score: 2 * SCALE,
            basis: FitBasis::Assessed
        }
    );
    let none = Levels::new();
    let aims = ["A ".to_owned(), "a".to_owned(), "q".to_owned()];
    assert_eq!(
        fit(&offered, &standard, &none, &aims),
        Fit {
            score: SCALE,
            basis: FitBasis::Estimate
        }
    );
    assert_eq!(
        fit(&offered, &standard, &none, &[]),
        Fit {
            score: 0,
            basis: FitBasis::None
        }
    );
    assert_eq!(
        fit(&none, &standard, &assessed, &aims).basis,
        FitBasis::None
    );
}

fn some_levels() -> impl Strategy<Value = Levels> {
    proptest::collection::btree_map("[a-e]", 1..=5i64, 0..5)
}

proptest! {
    #[test]
    fn fit_is_bounded_and_never_falls_when_a_place_offers_more(
        offered in some_levels(),
        standard in some_levels(),
        assessed in some_levels(),
        aims in proptest::collection::vec("[a-e]", 0..4),
        raised in "[a-e]",
    ) {
        let before = fit(&offered, &standard, &assessed, &aims);
        let most: i64 = offered.values().sum::<i64>() * SCALE;
        prop_assert!((0..=most).contains(&before.score));
        prop_assert_eq!(before.basis == FitBasis::None && before.score != 0, false);
        let mut more = offered.clone();
        if let Some(level) = more.get_mut(&raised) {
            *level = (*level + 1).min(5);
        }
        let after = fit(&more, &standard, &assessed, &aims);
        prop_assert_eq!(after.basis, before.basis);
        prop_assert!(after.score >= before.score);
        // Who has the level already gains nothing from it.
        let full: Levels = offered.keys().map(|name| (name.clone(), 5)).collect();
        prop_assert_eq!(fit(&offered, &standard, &full, &[]).score, 0);
    }
}
