//! An outcome as a page draws it: numbers with their links, bars with their lengths, groups with their names.

use app::policies::{Force, Language};
use app::simulations::privacy::{Figure, Shown, ShownLine, ShownRule};
use app::simulations::{Asked, Dimension, Which};

use super::ask;
use crate::policies::language;
use crate::shell::Page;

/// A number, and where the people behind it are.
pub(super) struct Num {
    pub(super) text: String,
    /// Empty when nobody may look or nobody is there.
    pub(super) href: String,
}

/// A stretch of a bar, in percent of its length.
pub(super) struct Stretch {
    pub(super) x: String,
    pub(super) width: String,
    pub(super) tone: &'static str,
}

/// A bar of verdicts.
pub(super) struct Bar {
    pub(super) key: &'static str,
    /// What it says, in words.
    pub(super) says: String,
    pub(super) parts: Vec<Stretch>,
}

/// A verdict before and after.
pub(super) struct VerdictRow {
    pub(super) tone: &'static str,
    pub(super) label: &'static str,
    pub(super) before: Num,
    pub(super) after: Num,
    pub(super) change: String,
}

/// A rule before and after.
pub(super) struct RuleRow {
    pub(super) says: String,
    pub(super) presence: &'static str,
    pub(super) fails: [Num; 2],
    pub(super) only: [Num; 2],
    pub(super) without: Num,
    pub(super) bar: [String; 2],
}

/// A group before and after.
pub(super) struct GroupRow {
    pub(super) label: String,
    pub(super) people: Num,
    pub(super) before: Num,
    pub(super) after: Num,
    pub(super) gained: Num,
    pub(super) lost: Num,
    pub(super) bar: [String; 2],
}

/// A way of telling people apart.
pub(super) struct GroupView {
    pub(super) key: String,
    pub(super) open: bool,
    pub(super) rows: Vec<GroupRow>,
}

/// The whole.
pub(super) struct View {
    pub(super) masked: bool,
    pub(super) people: Num,
    pub(super) met: [String; 2],
    pub(super) change: String,
    pub(super) bars: Vec<Bar>,
    pub(super) verdicts: Vec<VerdictRow>,
    pub(super) gained: Num,
    pub(super) lost: Num,
    /// What stands in the way, the tightest first.
    pub(super) rules: Vec<RuleRow>,
    /// The tightest, in words.
    pub(super) tightest: Option<String>,
    /// What only a nomination can tell.
    pub(super) left_out: Vec<String>,
    pub(super) groups: Vec<GroupView>,
}

/// A figure in words.
pub(super) fn figure(page: &Page, figure: Figure) -> String {
    match figure {
        Figure::Exact(n) => page.show(n),
        Figure::Few => page.ta("simulations-few", [("n", app::simulations::privacy::FEW)]),
        Figure::Hidden => page.t("simulations-hidden").into_owned(),
    }
}

/// A change with its sign; empty where one of the two may not be seen.
fn change(page: &Page, before: Figure, after: Figure) -> String {
    let (Some(before), Some(after)) = (before.exact(), after.exact()) else {
        return String::new();
    };
    match after - before {
        0 => page.show(0_i64),
        n if n > 0 => format!("+{}", page.show(n)),
        n => format!("−{}", page.show(-n)),
    }
}

fn percent(part: Figure, of: Figure) -> f64 {
    match (part.exact(), of.exact()) {
        (Some(part), Some(of)) if of > 0 => 100.0 * part as f64 / of as f64,
        _ => 0.0,
    }
}

fn length(percent: f64) -> String {
    format!("{percent:.2}%")
}

/// The name of a group.
pub(super) fn group_name(page: &Page, by: Dimension, key: Option<&str>) -> String {
    match (by, key) {
        (_, None) => page.t("simulations-not-known").into_owned(),
        (Dimension::Sex, Some("M")) => page.t("simulations-sex-m").into_owned(),
        (Dimension::Sex, Some("F")) => page.t("simulations-sex-f").into_owned(),
        (_, Some(key)) => key.to_owned(),
    }
}

/// Makes numbers, with links where the people behind them may be seen.
struct Maker<'a> {
    page: &'a Page,
    asked: Option<&'a Asked>,
}

impl Maker<'_> {
    fn num(&self, shown: Figure, which: Which, more: &[(&str, &str)]) -> Num {
        let href = match (self.asked, shown) {
            (Some(asked), Figure::Exact(1..)) => {
                let mut all = vec![("yang", which.key())];
                all.extend_from_slice(more);
                format!("/simulasi/orang?{}", ask::query(asked, &all))
            }
            _ => String::new(),
        };
        Num {
            text: figure(self.page, shown),
            href,
        }
    }

    fn optional(&self, shown: Option<Figure>, which: Which, rule: &str) -> Num {
        match shown {
            Some(shown) => self.num(shown, which, &[("aturan", rule)]),
            None => Num {
                text: self.page.t("simulations-none").into_owned(),
                href: String::new(),
            },
        }
    }

    fn rule(&self, rule: &ShownRule, most: i64, language: Language) -> RuleRow {
        let share = |shown: Option<Figure>| {
            let of = Figure::Exact(most);
            length(percent(shown.unwrap_or(Figure::Exact(0)), of))
        };
        let without = match rule.without {
            [before, None] => self.optional(before, Which::WithoutBefore, &rule.id),
            [_, after] => self.optional(after, Which::WithoutAfter, &rule.id),
        };
        RuleRow {
            says: rule.says.get(language).to_owned(),
            presence: rule.presence.key(),
            fails: [
                self.optional(rule.fails[0], Which::FailsBefore, &rule.id),
                self.optional(rule.fails[1], Which::FailsAfter, &rule.id),
            ],
            only: [
                self.optional(rule.only[0], Which::OnlyBefore, &rule.id),
                self.optional(rule.only[1], Which::OnlyAfter, &rule.id),
            ],
            without,
            bar: rule.fails.map(share),
        }
    }

    fn group(&self, by: Dimension, line: &ShownLine) -> GroupRow {
        let key = line.key.as_deref();
        let more = [("menurut", by.key()), ("nilai", key.unwrap_or("-"))];
        let share = |part| length(percent(part, line.people));
        GroupRow {
            label: group_name(self.page, by, key),
            people: self.num(line.people, Which::Everybody, &more),
            before: self.num(line.before, Which::MetBefore, &more),
            after: self.num(line.after, Which::MetAfter, &more),
            gained: self.num(line.gained, Which::Gained, &more),
            lost: self.num(line.lost, Which::Lost, &more),
            bar: [share(line.before), share(line.after)],
        }
    }

    fn bar(&self, key: &'static str, counts: [Figure; 3], of: Figure) -> Bar {
        let mut from = 0.0;
        let parts = counts.iter().zip(TONES).map(|(count, tone)| {
            let width = percent(*count, of);
            let stretch = Stretch {
                x: length(from),
                width: length(width),
                tone,
            };
            from += width;
            stretch
        });
        let parts: Vec<Stretch> = parts.filter(|part| part.width != "0.00%").collect();
        let said = counts
            .iter()
            .zip(LABELS)
            .map(|(count, label)| format!("{}: {}", self.page.t(label), figure(self.page, *count)));
        let said: Vec<String> = said.collect();
        Bar {
            key,
            says: format!("{} – {}", self.page.t(key), said.join(", ")),
            parts,
        }
    }
}

const TONES: [&str; 3] = ["ok", "wait", "stop"];
const LABELS: [&str; 3] = ["simulations-met", "simulations-verify", "simulations-not"];

/// Draws an outcome; with `asked` every number leads to the people behind it.
pub(super) fn view(page: &Page, shown: &Shown, asked: Option<&Asked>) -> View {
    let make = Maker { page, asked };
    let language = language(page);
    let whiches = [
        (Which::MetBefore, Which::MetAfter),
        (Which::VerifyBefore, Which::VerifyAfter),
        (Which::NotBefore, Which::NotAfter),
    ];
    let verdicts = whiches
        .iter()
        .enumerate()
        .map(|(i, (before, after))| VerdictRow {
            tone: TONES[i],
            label: LABELS[i],
            before: make.num(shown.before[i], *before, &[]),
            after: make.num(shown.after[i], *after, &[]),
            change: change(page, shown.before[i], shown.after[i]),
        });
    let exact = |shown: Option<Figure>| shown.and_then(Figure::exact).unwrap_or(0);
    let blocks = |rule: &&ShownRule| rule.force == Force::Block && !rule.left_out;
    let mut rules: Vec<&ShownRule> = shown.rules.iter().filter(blocks).collect();
    // The tightest is the one that most people fail alone.
    rules.sort_by_key(|rule| {
        let weight = |pair: [Option<Figure>; 2]| exact(pair[1].or(pair[0]));
        std::cmp::Reverse((weight(rule.only), weight(rule.fails)))
    });
    let most = rules.iter().flat_map(|rule| rule.fails.map(exact)).max();
    let tightest = rules.first().filter(|rule| exact(rule.only[1]) > 0);
    View {
        masked: shown.masked,
        people: make.num(shown.people, Which::Everybody, &[]),
        met: [shown.before[0], shown.after[0]].map(|one| figure(page, one)),
        change: change(page, shown.before[0], shown.after[0]),
        bars: vec![
            make.bar("simulations-before", shown.before, shown.people),
            make.bar("simulations-after", shown.after, shown.people),
        ],
        verdicts: verdicts.collect(),
        gained: make.num(shown.gained, Which::Gained, &[]),
        lost: make.num(shown.lost, Which::Lost, &[]),
        tightest: tightest.map(|rule| rule.says.get(language).to_owned()),
        rules: rules
            .iter()
            .map(|rule| make.rule(rule, most.unwrap_or(0).max(1), language))
            .collect(),
        left_out: shown
            .rules
            .iter()
            .filter(|rule| rule.left_out)
            .map(|rule| rule.says.get(language).to_owned())
            .collect(),
        groups: shown
            .groups
            .iter()
            .map(|groups| GroupView {
                key: format!("simulations-by-{}", groups.by),
                open: groups.lines.len() <= 12,
                rows: groups
                    .lines
                    .iter()
                    .map(|line| make.group(groups.by, line))
                    .collect(),
            })
            .collect(),
    }
}
