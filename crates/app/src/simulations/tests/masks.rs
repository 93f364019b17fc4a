//! Whether somebody who knows every published number can reckon a masked one from them.

use std::collections::BTreeSet;

use kernel::{Entropy as _, SeededEntropy};
use policy::{Force, Lang};

use super::super::privacy::{FEW, Figure, Shown};
use super::super::*;

/// A stream of small numbers.
struct Draw(Vec<u8>, usize, SeededEntropy);

impl Draw {
    fn new(seed: u64) -> Self {
        Self(Vec::new(), 0, SeededEntropy::new(seed.to_string()))
    }

    fn upto(&mut self, most: i64) -> i64 {
        if self.1 + 4 > self.0.len() {
            self.0 = self.2.secret().into_bytes();
            self.1 = 0;
        }
        let bytes = &self.0[self.1..self.1 + 4];
        self.1 += 4;
        let number = bytes.iter().fold(0i64, |n, b| n * 131 + i64::from(*b));
        number % (most + 1)
    }
}

fn outcome(draw: &mut Draw) -> Outcome {
    let groups = 1 + draw.upto(7);
    let lines: Vec<Line> = (0..groups)
        .map(|n| {
            let people = 1 + if draw.upto(2) == 0 {
                draw.upto(8)
            } else {
                draw.upto(60)
            };
            let before = draw.upto(people);
            let lost = if draw.upto(1) == 0 {
                0
            } else {
                draw.upto(before.min(9))
            };
            let gained = if draw.upto(1) == 0 {
                0
            } else {
                draw.upto((people - before).min(9))
            };
            Line {
                key: Some(format!("g{n}")),
                people,
                before,
                after: before + gained - lost,
                gained,
                lost,
            }
        })
        .collect();
    let sum = |of: fn(&Line) -> i64| lines.iter().map(of).sum::<i64>();
    let (people, before, after) = (sum(|l| l.people), sum(|l| l.before), sum(|l| l.after));
    let verify = [draw.upto(people - before), draw.upto(people - after)];
    let weight = |n: i64| Weight {
        fails: n,
        only: n.min(3),
        unknown: 1,
        without: before,
    };
    Outcome {
        people,
        before: [before, verify[0], people - before - verify[0]],
        after: [after, verify[1], people - after - verify[1]],
        gained: sum(|l| l.gained),
        lost: sum(|l| l.lost),
        rules: vec![RuleCount {
            id: "r".into(),
            says: Lang::default(),
            force: Force::Block,
            presence: Presence::Same,
            left_out: false,
            before: Some(weight(draw.upto(people))),
            after: Some(weight(draw.upto(people))),
        }],
        groups: vec![Breakdown {
            by: Dimension::Opd,
            lines,
        }],
    }
}

/// What a masked cell may be, as far as its own face says; `zero`: an exact 0 would have been shown.
fn face(figure: Figure, most: i64, zero: bool) -> Vec<i64> {
    match figure {
        Figure::Exact(n) => vec![n],
        Figure::Few => (i64::from(zero)..FEW).collect(),
        Figure::Hidden => (0..=most).collect(),
    }
}

/// Every value that each cell can take when the cells add up to `total`: what a reader can find out at best.
fn possible(cells: &[Vec<i64>], total: i64) -> Vec<BTreeSet<i64>> {
    let step = |sums: &BTreeSet<i64>, cell: &Vec<i64>| -> BTreeSet<i64> {
        let added = sums
            .iter()
            .flat_map(|sum| cell.iter().map(move |n| sum + n));
        added.filter(|sum| *sum <= total).collect()
    };
    let mut ahead = vec![BTreeSet::from([0])];
    for cell in cells {
        ahead.push(step(&ahead[ahead.len() - 1], cell));
    }
    let mut behind = vec![BTreeSet::from([0])];
    for cell in cells.iter().rev() {
        behind.push(step(&behind[behind.len() - 1], cell));
    }
    behind.reverse();
    let fits = |place: usize, n: i64| {
        let rest = &behind[place + 1];
        ahead[place]
            .iter()
            .any(|sum| rest.contains(&(total - sum - n)))
    };
    let of = |(place, cell): (usize, &Vec<i64>)| {
        cell.iter().copied().filter(|n| fits(place, *n)).collect()
    };
    cells.iter().enumerate().map(of).collect()
}

/// A small number stays one of at least two, and is never known to be exact.
fn unknown(figures: &[Figure], values: &[i64], total: i64, zero: bool, what: &str) {
    let cells: Vec<Vec<i64>> = figures.iter().map(|f| face(*f, total, zero)).collect();
    let found = possible(&cells, total);
    for ((figure, value), found) in figures.iter().zip(values).zip(found) {
        assert!(
            found.contains(value),
            "{what}: {figures:?} is not even true of {values:?}"
        );
        if *figure == Figure::Few {
            assert!(
                found.len() >= 4,
                "{what}: {value} is one of {found:?} in {figures:?}"
            );
        } else if *figure != Figure::Exact(*value) {
            assert!(found.len() >= 2, "{what}: {value} is found in {figures:?}");
        }
    }
}

#[allow(clippy::type_complexity)] // a table of columns, read once
fn columns(shown: &Shown, outcome: &Outcome) {
    let (masked, lines) = (&shown.groups[0].lines, &outcome.groups[0].lines);
    let columns: [(
        &str,
        Figure,
        fn(&privacy::ShownLine) -> Figure,
        fn(&Line) -> i64,
        bool,
    ); 4] = [
        ("people", shown.people, |l| l.people, |l| l.people, false),
        ("before", shown.before[0], |l| l.before, |l| l.before, false),
        ("gained", shown.gained, |l| l.gained, |l| l.gained, true),
        ("lost", shown.lost, |l| l.lost, |l| l.lost, true),
    ];
    for (name, total, of_masked, of_line, zero) in columns {
        let figures: Vec<Figure> = masked.iter().map(of_masked).collect();
        let values: Vec<i64> = lines.iter().map(of_line).collect();
        for (figure, value) in figures.iter().zip(&values) {
            let small = *value < FEW && !(zero && *value == 0);
            assert!(
                !small || figure.exact().is_none(),
                "{name}: {value} is shown"
            );
        }
        if total == Figure::Exact(0) || lines.len() == 1 {
            // That nobody at all does is said, and so is known of every group; one group is everybody.
            continue;
        }
        if let Some(total) = total.exact() {
            unknown(&figures, &values, total, zero, name);
        } else {
            assert!(
                figures.iter().all(|f| f.exact().is_none()),
                "{name} tells its hidden sum"
            );
        }
    }
    // After follows from the other three; where it is shown, they are too.
    for line in masked {
        if line.after.exact().is_some() {
            let others = [line.before, line.gained, line.lost];
            assert!(others.iter().all(|f| f.exact().is_some()), "{line:?}");
        }
        // That nobody, or nearly everybody, of a group meets it tells of each of them.
        if let (Some(people), Some(before)) = (line.people.exact(), line.before.exact()) {
            assert!(before >= FEW && people - before >= FEW, "{line:?}");
        }
    }
}

/// Everything that the numbers of the whole register may be.
fn totals(shown: &Shown, outcome: &Outcome) {
    let Some(people) = shown.people.exact() else {
        return;
    };
    let cells = |figures: [Figure; 3]| figures.map(|f| face(f, people, true)).to_vec();
    unknown(&shown.before, &outcome.before, people, true, "before");
    unknown(&shown.after, &outcome.after, people, true, "after");
    let before = &possible(&cells(shown.before), people)[0];
    let after = &possible(&cells(shown.after), people)[0];
    let (gained, lost) = (
        face(shown.gained, people, true),
        face(shown.lost, people, true),
    );
    let mut seen: [BTreeSet<i64>; 4] = Default::default();
    for g in &gained {
        for l in &lost {
            for b in before {
                let a = b + g - l;
                if after.contains(&a) && *l <= *b && *g <= people - b {
                    for (set, n) in seen.iter_mut().zip([*b, a, *g, *l]) {
                        set.insert(n);
                    }
                }
            }
        }
    }
    let figures = [shown.before[0], shown.after[0], shown.gained, shown.lost];
    let truth = [
        outcome.before[0],
        outcome.after[0],
        outcome.gained,
        outcome.lost,
    ];
    for ((figure, seen), truth) in figures.iter().zip(&seen).zip(truth) {
        // That nobody changes is no secret: where nobody met it, nobody can cease to.
        if figure.exact().is_none() && truth != 0 {
            assert!(
                seen.len() >= 2,
                "{figure:?} can only be {seen:?} in {shown:?}"
            );
        }
    }
}

#[test]
fn no_small_number_follows_from_what_is_shown() {
    let mut draw = Draw::new(20_261_124);
    let (mut masked, mut told) = (0, 0);
    for _ in 0..3_000 {
        let outcome = outcome(&mut draw);
        let shown = outcome.masked();
        columns(&shown, &outcome);
        totals(&shown, &outcome);
        for line in &shown.groups[0].lines {
            masked += usize::from(line.gained == Figure::Few);
            told += usize::from(line.before.exact().is_some());
        }
        let rule = &shown.rules[0];
        let weight = outcome.rules[0].after.unwrap().fails;
        assert!(weight == 0 || weight >= FEW || rule.fails[1].unwrap().exact().is_none());
        assert!(
            rule.without
                .iter()
                .all(|f| f.is_none_or(|f| f == Figure::Hidden))
        );
    }
    assert!(masked > 100 && told > 1_000, "{masked} masked, {told} told");
}

#[test]
fn who_may_see_people_sees_every_number() {
    let mut draw = Draw::new(3);
    let outcome = outcome(&mut draw);
    let shown = outcome.shown(true);
    assert!(!shown.masked);
    assert_eq!(shown.gained, Figure::Exact(outcome.gained));
    let rule = &shown.rules[0];
    assert_eq!(rule.without[1], Some(Figure::Exact(outcome.before[0])));
}
