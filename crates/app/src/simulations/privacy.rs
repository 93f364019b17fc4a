//! Small numbers masked for readers who may not see individuals, so that neither a cell nor a sum gives one person away.

use policy::{Force, Lang};

use super::model::{Breakdown, Dimension, Line, Outcome, Presence, RuleCount, Weight};

/// Below this many people a number is masked. Statistics offices publish no cell under five; it is a matter of data
/// protection (UU 27/2022), no rule of a policy.
pub const FEW: i64 = 5;

/// A number as a reader may see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    /// It.
    Exact(i64),
    /// Fewer than [`FEW`].
    Few,
    /// Hidden, since a small number could be reckoned from it.
    Hidden,
}

impl Figure {
    /// The number, if it may be seen.
    pub fn exact(self) -> Option<i64> {
        match self {
            Self::Exact(n) => Some(n),
            Self::Few | Self::Hidden => None,
        }
    }

    fn single(n: i64) -> Self {
        if n != 0 && n < FEW {
            Self::Few
        } else {
            Self::Exact(n)
        }
    }
}

/// An outcome as a reader may see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Whether anything may be masked.
    pub masked: bool,
    /// People in the register.
    pub people: Figure,
    /// Verdicts before.
    pub before: [Figure; 3],
    /// Verdicts after.
    pub after: [Figure; 3],
    /// Who begins to meet it.
    pub gained: Figure,
    /// Who ceases to.
    pub lost: Figure,
    /// Rules.
    pub rules: Vec<ShownRule>,
    /// Groups.
    pub groups: Vec<ShownGroups>,
}

/// A rule as a reader may see it; two figures are before and after, none where it does not stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownRule {
    /// Id.
    pub id: String,
    /// What it demands.
    pub says: Lang,
    /// What follows.
    pub force: Force,
    /// In which policies it stands.
    pub presence: Presence,
    /// Whether only a nomination can tell.
    pub left_out: bool,
    /// Do not meet it.
    pub fails: [Option<Figure>; 2],
    /// Do not meet it alone.
    pub only: [Option<Figure>; 2],
    /// A fact is missing.
    pub unknown: [Option<Figure>; 2],
    /// Would meet the policy without it.
    pub without: [Option<Figure>; 2],
}

/// People told apart, as a reader may see them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownGroups {
    /// In which way.
    pub by: Dimension,
    /// The groups.
    pub lines: Vec<ShownLine>,
}

/// One group as a reader may see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownLine {
    /// What they have in common; none: not known.
    pub key: Option<String>,
    /// How many.
    pub people: Figure,
    /// Met it before.
    pub before: Figure,
    /// Meet it after.
    pub after: Figure,
    /// Begin to.
    pub gained: Figure,
    /// Cease to.
    pub lost: Figure,
}

impl Outcome {
    /// For who may see individuals.
    pub fn open(&self) -> Shown {
        let exact = Figure::Exact;
        let pair = |rule: &RuleCount, of: fn(&Weight) -> i64| {
            [rule.before, rule.after].map(|weight| weight.map(|weight| exact(of(&weight))))
        };
        Shown {
            masked: false,
            people: exact(self.people),
            before: self.before.map(exact),
            after: self.after.map(exact),
            gained: exact(self.gained),
            lost: exact(self.lost),
            rules: self
                .rules
                .iter()
                .map(|rule| ShownRule {
                    fails: pair(rule, |w| w.fails),
                    only: pair(rule, |w| w.only),
                    unknown: pair(rule, |w| w.unknown),
                    without: pair(rule, |w| w.without),
                    ..shell(rule)
                })
                .collect(),
            groups: self
                .groups
                .iter()
                .map(|groups| ShownGroups {
                    by: groups.by,
                    lines: groups.lines.iter().map(open_line).collect(),
                })
                .collect(),
        }
    }

    /// For who may not.
    pub fn masked(&self) -> Shown {
        let people = Figure::single(self.people);
        let before = three(self.before, self.people);
        let (mut gained, mut lost) = (Figure::single(self.gained), Figure::single(self.lost));
        let known = |figures: &[Figure]| figures.iter().all(|figure| figure.exact().is_some());
        // Where nearly everybody changes, who met it before is reckoned from who changed.
        let steady = self.people - self.gained - self.lost;
        if steady < FEW && before[0].exact().is_none() && known(&[gained, lost]) {
            (gained, lost) = (Figure::Hidden, Figure::Hidden);
        }
        // Who meets it after is reckoned from who met it before, who begins to and who ceases to.
        let after = if known(&[people, before[0], gained, lost]) {
            three(self.after, self.people)
        } else {
            [Figure::Hidden; 3]
        };
        if after[0].exact().is_none() && known(&[before[0], gained, lost]) {
            (gained, lost) = (Figure::Hidden, Figure::Hidden);
        }
        Shown {
            masked: true,
            people,
            before,
            after,
            gained,
            lost,
            rules: self
                .rules
                .iter()
                .map(|rule| masked_rule(rule, self.people))
                .collect(),
            groups: self
                .groups
                .iter()
                .map(|groups| masked_groups(groups, people, before[0], gained, lost))
                .collect(),
        }
    }

    /// As `sees_people` says.
    pub fn shown(&self, sees_people: bool) -> Shown {
        if sees_people {
            self.open()
        } else {
            self.masked()
        }
    }
}

fn shell(rule: &RuleCount) -> ShownRule {
    let none = [rule.before, rule.after].map(|weight| weight.map(|_| Figure::Hidden));
    ShownRule {
        id: rule.id.clone(),
        says: rule.says.clone(),
        force: rule.force,
        presence: rule.presence,
        left_out: rule.left_out,
        fails: none,
        only: none,
        unknown: none,
        without: none,
    }
}

fn open_line(line: &Line) -> ShownLine {
    ShownLine {
        key: line.key.clone(),
        people: Figure::Exact(line.people),
        before: Figure::Exact(line.before),
        after: Figure::Exact(line.after),
        gained: Figure::Exact(line.gained),
        lost: Figure::Exact(line.lost),
    }
}

/// What a change of a number tells is masked like a number.
fn masked_rule(rule: &RuleCount, people: i64) -> ShownRule {
    let pair = |of: fn(&Weight) -> i64| {
        let numbers = [rule.before, rule.after].map(|weight| weight.map(|weight| of(&weight)));
        let mut figures = numbers.map(|number| {
            number.map(|n| match people - n {
                rest if rest > 0 && rest < FEW => Figure::Hidden,
                _ => Figure::single(n),
            })
        });
        if let [Some(before), Some(after)] = numbers {
            let change = (before - after).abs();
            if change > 0 && change < FEW {
                figures[1] = figures[1].map(|_| Figure::Hidden);
            }
        }
        figures
    };
    ShownRule {
        fails: pair(|w| w.fails),
        only: pair(|w| w.only),
        ..shell(rule)
    }
}

fn masked_groups(
    groups: &Breakdown,
    people: Figure,
    before: Figure,
    gained: Figure,
    lost: Figure,
) -> ShownGroups {
    let lines = &groups.lines;
    let column = |total: Figure, of: fn(&Line) -> Cell| match total {
        Figure::Exact(_) => suppress(&lines.iter().map(of).collect::<Vec<_>>()),
        _ => vec![Figure::Hidden; lines.len()],
    };
    let of_people = column(people, |line| Cell::count(line.people));
    let of_before = column(before, |line| Cell::part(line.before, line.people));
    let of_gained = column(gained, |line| Cell::change(line.gained, line.people));
    let of_lost = column(lost, |line| Cell::change(line.lost, line.people));
    let at = |list: &[Figure], place: usize| list.get(place).copied().unwrap_or(Figure::Hidden);
    let shown = lines.iter().enumerate().map(|(place, line)| {
        let (people, before) = (at(&of_people, place), at(&of_before, place));
        let (gained, lost) = (at(&of_gained, place), at(&of_lost, place));
        // Only where the other three tell it anyway.
        let told = [before, gained, lost].iter().all(|f| f.exact().is_some());
        ShownLine {
            key: line.key.clone(),
            people,
            before,
            after: if told {
                Figure::Exact(line.after)
            } else {
                Figure::Hidden
            },
            gained,
            lost,
        }
    });
    ShownGroups {
        by: groups.by,
        lines: shown.collect(),
    }
}

fn three(counts: [i64; 3], people: i64) -> [Figure; 3] {
    let cells = counts.map(|n| Cell::change(n, people));
    let shown = suppress(&cells);
    [0, 1, 2].map(|place| shown.get(place).copied().unwrap_or(Figure::Hidden))
}

/// A cell of a column whose sum is known.
#[derive(Clone, Copy, Debug)]
struct Cell {
    value: i64,
    /// Nothing smaller is possible while it is hidden without a word, as far as a reader knows.
    least: i64,
    /// Nothing larger is possible, as far as a reader knows.
    most: i64,
    /// What a reader must not be able to rule out; none when the cell is harmless.
    keep: Option<(i64, i64)>,
    /// Whether it reads "fewer than five".
    few: bool,
}

impl Cell {
    fn new(value: i64, most: i64, keep: Option<(i64, i64)>) -> Self {
        let few = keep.is_some() && value < FEW;
        Self {
            value,
            least: FEW,
            most,
            keep,
            few,
        }
    }

    /// How many there are.
    fn count(value: i64) -> Self {
        let small = value < FEW;
        Self::new(value, i64::MAX / 4, small.then_some((0, FEW - 1)))
    }

    /// How many of a group; that all or none are in it tells of everybody in the group, too.
    fn part(value: i64, of: i64) -> Self {
        let (few, many) = (value < FEW, of - value < FEW);
        let keep = (few || many).then(|| {
            let low = if few { 0 } else { (of - FEW).max(0) };
            let high = if many { of } else { FEW.min(of) };
            (low, high)
        });
        Self {
            value,
            least: 0,
            most: of,
            keep,
            // In a group of five, "not fewer than five" would be everybody: both sides read alike.
            few: false,
        }
    }

    /// How many change, or have a verdict; that nobody does is no secret.
    fn change(value: i64, of: i64) -> Self {
        let small = value > 0 && value < FEW;
        Self::new(value, of.max(FEW), small.then_some((1, FEW - 1)))
    }

    /// What a reader knows of it while it is hidden.
    fn range(&self) -> (i64, i64) {
        match self.keep {
            Some(keep) if self.few => keep,
            _ => (self.least, self.most),
        }
    }
}

/// Hides what must not be seen, and as many other cells as it takes so that the sum of the column does not tell it.
fn suppress(cells: &[Cell]) -> Vec<Figure> {
    let mut hidden: Vec<bool> = cells.iter().map(|cell| cell.keep.is_some()).collect();
    while !safe(cells, &hidden) {
        let visible = cells.iter().enumerate();
        let next = visible
            .filter(|(place, cell)| !hidden.get(*place).copied().unwrap_or(true) && cell.value > 0)
            .min_by_key(|(_, cell)| cell.value);
        match next {
            Some((place, _)) => {
                if let Some(mark) = hidden.get_mut(place) {
                    *mark = true;
                }
            }
            None => return vec![Figure::Hidden; cells.len()],
        }
    }
    let shown = cells.iter().zip(hidden);
    shown
        .map(|(cell, hidden)| match (hidden, cell.few) {
            (false, _) => Figure::Exact(cell.value),
            (true, true) => Figure::Few,
            (true, false) => Figure::Hidden,
        })
        .collect()
}

/// Whether every hidden cell may still be all that it must not be told apart from, given the sum of the hidden ones.
fn safe(cells: &[Cell], hidden: &[bool]) -> bool {
    let chosen = || cells.iter().zip(hidden).filter(|(_, hidden)| **hidden);
    let sum: i64 = chosen().map(|(cell, _)| cell.value).sum();
    let (mut least, mut most) = (0i64, 0i64);
    for (cell, _) in chosen() {
        let (low, high) = cell.range();
        least += low;
        most = most.saturating_add(high);
    }
    chosen().all(|(cell, _)| {
        let Some((low, high)) = cell.keep else {
            return true;
        };
        let (own_least, own_most) = cell.range();
        let lowest = own_least.max(sum - (most - own_most));
        let highest = own_most.min(sum - (least - own_least));
        lowest <= low && highest >= high
    })
}
