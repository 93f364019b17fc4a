//! Random problems for the other tests, as a proptest strategy.

use matching::instances::Numbers;
use matching::{ApplicantInput, BelowMin, ChoiceInput, Objective, Problem};
use proptest::prelude::*;

/// How large the random problems may be.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub applicants: usize,
    pub slots: usize,
    pub choices: usize,
    /// Whether hosts and slots may have minimums.
    pub minimums: bool,
}

/// A random valid problem: all kinds of limits, minimums, conflicts, pins, previous places, ties, negative fits.
pub fn problem(numbers: &mut Numbers, size: Size) -> Problem {
    let mut order = Objective::ALL.to_vec();
    for i in (1..order.len()).rev() {
        order.swap(i, numbers.below(i + 1));
    }
    order.truncate(1 + numbers.below(order.len()));
    let placed = order.iter().position(|one| *one == Objective::Placed);
    let generous = order.iter().position(|one| *one == Objective::Generous);
    if let Some(generous) = generous {
        match placed {
            Some(placed) if placed < generous => {}
            Some(placed) => order.swap(placed, generous),
            None => order.insert(generous, Objective::Placed),
        }
    }
    build(numbers, size, Some(order))
}

/// The same for `merit-stable`.
pub fn stable_problem(numbers: &mut Numbers, size: Size) -> Problem {
    build(numbers, size, None)
}

/// The same for these objectives, or for `merit-stable`.
pub fn build(numbers: &mut Numbers, size: Size, order: Option<Vec<Objective>>) -> Problem {
    let stable = order.is_none();
    let builder = Problem::builder(format!("seed {}", numbers.below(1000)));
    let mut builder = match order {
        Some(order) => builder.objective(order),
        None => builder.merit_stable(),
    };
    if numbers.below(3) == 0 {
        builder = builder.below_min(BelowMin::Close);
    }
    let max = |numbers: &mut Numbers, top: usize| {
        (numbers.below(4) > 0).then(|| numbers.below(top + 1) as i64)
    };
    let bounds = |numbers: &mut Numbers, minimums: bool, top: usize| {
        let max = max(numbers, top);
        let mut min = (numbers.below(8) == 0).then_some(0);
        if minimums && numbers.below(3) == 0 {
            min = Some((1 + numbers.below(2) as i64).min(max.unwrap_or(9)));
        }
        (min, max)
    };
    let agencies = numbers.below(5);
    for i in 0..agencies {
        let within = (i > 0 && numbers.below(2) == 0).then(|| format!("g{}", numbers.below(i)));
        let limit = max(numbers, size.applicants / 2 + 1);
        builder = builder.agency(format!("g{i}"), limit, within.as_deref());
    }
    let regions = numbers.below(3);
    for i in 0..regions {
        builder = builder.region(format!("r{i}"), max(numbers, size.applicants));
    }
    let hosts = 1 + numbers.below(size.slots);
    for i in 0..hosts {
        let region =
            (regions > 0 && numbers.below(4) > 0).then(|| format!("r{}", numbers.below(regions)));
        let (min, max) = bounds(numbers, size.minimums, size.applicants / 2 + 1);
        builder = builder.host(format!("h{i}"), region.as_deref(), min, max);
    }
    let slots = hosts + numbers.below(size.slots + 1 - hosts.min(size.slots));
    for i in 0..slots {
        let host = if i < hosts { i } else { numbers.below(hosts) };
        let (min, max) = bounds(numbers, size.minimums, 3);
        builder = builder.slot(format!("s{i}"), format!("h{host}"), min, max);
    }
    let applicants = 1 + numbers.below(size.applicants);
    for i in 0..applicants {
        let mut wishes: Vec<usize> = Vec::new();
        for _ in 0..numbers.below(size.choices + 1) {
            let slot = numbers.below(slots);
            if !wishes.contains(&slot) {
                wishes.push(slot);
            }
        }
        let mut conflict = None;
        if numbers.below(4) == 0 && !wishes.is_empty() {
            conflict = Some(wishes[numbers.below(wishes.len())]);
        }
        if let Some(slot) = conflict {
            builder = builder.conflict(format!("a{i}"), format!("s{slot}"), Some("rahasia"));
        }
        if numbers.below(3) == 0 {
            builder = builder.previous(format!("a{i}"), format!("s{}", numbers.below(slots)));
        }
        if numbers.below(12.max(2 * applicants)) == 0
            && let Some(slot) = wishes.iter().find(|slot| Some(**slot) != conflict)
        {
            builder = builder.pin(format!("a{i}"), format!("s{slot}"));
        }
        let choices = wishes
            .iter()
            .map(|slot| {
                let mut choice = ChoiceInput::new(format!("s{slot}"));
                if stable && numbers.below(3) == 0 {
                    choice.merit = Some(numbers.below(5) as i64);
                }
                match numbers.below(3) {
                    0 => choice,
                    1 => choice.fit(numbers.below(3) as i64),
                    _ => choice.fit(numbers.below(11) as i64 - 5),
                }
            })
            .collect();
        let agency =
            (agencies > 0 && numbers.below(4) > 0).then(|| format!("g{}", numbers.below(agencies)));
        builder = builder.applicant(ApplicantInput {
            id: format!("a{i}"),
            agency,
            merit: (numbers.below(3) > 0).then(|| numbers.below(5) as i64),
            choices,
        });
    }
    builder.build().expect("the generator makes valid problems")
}

/// Random problems of at most that size.
pub fn problems(size: Size) -> impl Strategy<Value = Problem> {
    any::<u64>().prop_map(move |seed| problem(&mut Numbers::new(seed), size))
}

/// Random problems for `merit-stable` of at most that size.
pub fn stable_problems(size: Size) -> impl Strategy<Value = Problem> {
    any::<u64>().prop_map(move |seed| stable_problem(&mut Numbers::new(seed), size))
}
