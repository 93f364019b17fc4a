//! What a condition comes to, by the words of the contract: nothing here knows the engine.

use serde_json::Value as Json;

use super::calendar::Day;
use super::tree::{Bool, Date, Int, List};

/// Parameters with dates of their own: name, value, anchor, first day, first day after.
pub const PARAMS: [(&str, i64, &str, &str, &str); 2] = [
    ("late", 3, "decision", "2024-02-29", "2031-05-06"),
    ("early", 24, "start", "2019-06-30", "2025-12-31"),
];

/// One person, one case, one decision.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub person: &'a Json,
    pub case: &'a Json,
    pub decision: Day,
    pub anchor: &'static str,
    /// The anchor before time passed: a window that has run empty since then decides nothing. None when no time passes.
    pub since: Option<Day>,
}

impl World<'_> {
    /// The date of the rule's anchor.
    pub fn at(&self) -> Option<Day> {
        self.date_of(self.anchor)
    }

    fn date_of(&self, anchor: &str) -> Option<Day> {
        match anchor {
            "decision" => Some(self.decision),
            other => Day::parse(self.case.get(other)?.as_str()?),
        }
    }

    /// A parameter of the test's policy on the date that decides about it.
    fn param(&self, name: &str) -> Option<i64> {
        let (_, value, anchor, from, to) = PARAMS.iter().find(|param| param.0 == name)?;
        let (date, from, to) = (self.date_of(anchor)?, Day::parse(from)?, Day::parse(to)?);
        (from <= date && date < to).then_some(*value)
    }

    fn fact(&self, name: &str) -> Option<&Json> {
        let value = match name.strip_prefix("case.") {
            Some(name) => self.case.get(name),
            None => self.person.get(name),
        };
        value.filter(|value| !value.is_null())
    }

    fn day(&self, name: &str) -> Option<Day> {
        if name == "case.decision" {
            return Some(self.decision);
        }
        Day::parse(self.fact(name)?.as_str()?)
    }
}

/// Truth, or nobody knows.
pub fn truth(condition: &Bool, world: &World<'_>) -> Option<bool> {
    holds(condition, world, None)
}

fn ordered<T: PartialOrd>(op: &str, a: T, b: T) -> bool {
    match op {
        "==" => a == b,
        "!=" => a != b,
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        _ => a >= b,
    }
}

fn any(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.into_iter().collect();
    if parts.contains(&Some(true)) {
        Some(true)
    } else if parts.contains(&None) {
        None
    } else {
        Some(false)
    }
}

fn every(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    any(parts.into_iter().map(|part| part.map(|b| !b))).map(|b| !b)
}

fn chosen<T: PartialEq>(condition: Option<bool>, yes: Option<T>, no: Option<T>) -> Option<T> {
    match condition {
        Some(true) => yes,
        Some(false) => no,
        None if yes == no => yes,
        None => None,
    }
}

fn holds(condition: &Bool, world: &World<'_>, entry: Option<&Json>) -> Option<bool> {
    let both = |a: &Bool, b: &Bool| [holds(a, world, entry), holds(b, world, entry)];
    let column = |name: &str| entry?.get(name).filter(|value| !value.is_null());
    match condition {
        Bool::Const(b) => Some(*b),
        Bool::Flag(name) => world.fact(name)?.as_bool(),
        Bool::Ints(op, a, b) => Some(ordered(op, int(a, world)?, int(b, world)?)),
        Bool::Dates(op, a, b) => Some(ordered(op, date(a, world)?, date(b, world)?)),
        Bool::Word(name, is, word) => Some((world.fact(name)?.as_str()? == *word) == *is),
        Bool::Among(name, words) => {
            let fact = world.fact(name);
            any(words.iter().map(|word| Some(fact?.as_str()? == *word)))
        }
        Bool::Rank(op, rank) => {
            let (own, other) = (rank_of(world.fact("golongan")?.as_str()?), rank_of(rank));
            (own.0 == other.0).then(|| ordered(op, own, other))
        }
        // Ten thousandths: 2.5 is 25000, and a product is cut off after four places.
        Bool::Decimal(op, a, b) => {
            let a = i128::from(int(a, world)?) * 10_000;
            let left = 25_000 * a / 10_000 + 2_500;
            Some(ordered(op, left, i128::from(*b) * 10_000))
        }
        Bool::Has(name) => Some(world.fact(name).is_some()),
        Bool::Not(a) => holds(a, world, entry).map(|b| !b),
        Bool::And(a, b) => every(both(a, b)),
        Bool::Or(a, b) => any(both(a, b)),
        Bool::Choice(a, b, c) => {
            let [yes, no] = both(b, c);
            chosen(holds(a, world, entry), yes, no)
        }
        Bool::Exists(list, body) => any(entries(list, world)?
            .into_iter()
            .map(|(row, inside)| every([inside, holds(body, world, Some(row))]))),
        Bool::All(list, body) => every(
            entries(list, world)?
                .into_iter()
                .map(|(row, inside)| any([inside.map(|b| !b), holds(body, world, Some(row))])),
        ),
        Bool::Column(name, op, other) => Some(ordered(
            op,
            Day::parse(column(name)?.as_str()?)?,
            date(other, world)?,
        )),
        Bool::ColumnWord(name, word) => Some(column(name)?.as_str()? == *word),
        Bool::ColumnInt(name, op, n) => Some(ordered(op, column(name)?.as_i64()?, int(n, world)?)),
        Bool::ColumnHas(name) => Some(column(name).is_some()),
    }
}

/// Scale and place on it.
fn rank_of(text: &str) -> (bool, usize) {
    let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    match text.split_once('/') {
        Some((class, letter)) => {
            let class = roman.iter().position(|r| *r == class).unwrap();
            (true, class * 10 + "abcde".find(letter).unwrap())
        }
        None => (false, roman.iter().position(|r| *r == text).unwrap()),
    }
}

/// The rows of a list, each with whether it belongs to it.
fn entries<'a>(list: &List, world: &World<'a>) -> Option<Vec<(&'a Json, Option<bool>)>> {
    let rows = world.person.get(list.name)?.as_array()?;
    let mut found: Vec<(&Json, Option<bool>)> = rows.iter().map(|row| (row, Some(true))).collect();
    if let Some(n) = list.last_years {
        let at = world.at()?;
        for (row, inside) in &mut found {
            *inside = in_window(list.name, row, at, n);
        }
        let empty = found.iter().all(|(_, inside)| *inside == Some(false));
        let filled = |since: Day| {
            rows.iter()
                .any(|row| was_in_window(list.name, row, since, at, n))
        };
        if empty && world.since.is_some_and(filled) {
            return None;
        }
    }
    if let Some(body) = &list.filter {
        for (row, inside) in &mut found {
            *inside = every([*inside, holds(body, world, Some(row))]);
        }
    }
    found.retain(|(_, inside)| *inside != Some(false));
    Some(found)
}

/// Appraisals: the n calendar years before the anchor's. Others by their date: `date <= at < date + n years`.
fn in_window(list: &str, row: &Json, at: Day, n: i64) -> Option<bool> {
    let column = |name: &str| row.get(name).filter(|value| !value.is_null());
    match list {
        "skp" => {
            let year = column("tahun")?.as_i64()?;
            Some(year < at.0 && year >= at.0 - n)
        }
        other => {
            let name = if other == "hukdis" {
                "tanggal_sk"
            } else {
                "mulai"
            };
            let day = Day::parse(column(name)?.as_str()?)?;
            Some(day <= at && at < day.plus_months(12 * n))
        }
    }
}

/// Whether the row was surely in the window on some day of `since..=at`.
fn was_in_window(list: &str, row: &Json, since: Day, at: Day, n: i64) -> bool {
    // A row enters on the day that it names (an appraisal: with the next year), stays, and leaves for good.
    let named = match list {
        "skp" => row
            .get("tahun")
            .and_then(Json::as_i64)
            .map(|year| Day(year + 1, 1, 1)),
        "hukdis" => row
            .get("tanggal_sk")
            .and_then(Json::as_str)
            .and_then(Day::parse),
        _ => row.get("mulai").and_then(Json::as_str).and_then(Day::parse),
    };
    named
        .is_some_and(|first| first <= at && in_window(list, row, first.max(since), n) == Some(true))
}

fn int(expression: &Int, world: &World<'_>) -> Option<i64> {
    let two = |a: &Date, b: &Date| Some((date(a, world)?, date(b, world)?));
    Some(match expression {
        Int::Is(n) => *n,
        Int::Param(name) => world.param(name)?,
        Int::Level(id) => level(id, world)?,
        Int::Bup => world.fact("bup")?.as_i64()?,
        Int::Years(a, b) => two(a, b).map(|(a, b)| a.years_until(b))?,
        Int::Months(a, b) => two(a, b).map(|(a, b)| a.months_until(b))?,
        Int::Days(a, b) => two(a, b).map(|(a, b)| a.days_until(b))?,
        Int::Workdays(a, b) => {
            let (a, b) = two(a, b)?;
            let (mut day, mut weekday, mut count) = (a, a.weekday(), 0);
            // Years without a calendar are unknown; the calendar has 2024 to 2026.
            if a < b && (a.next().0 < 2024 || b.0 > 2026) {
                return None;
            }
            while day < b {
                (day, weekday) = (day.next(), (weekday + 1) % 7);
                let holiday = ["2024-01-01", "2025-01-01", "2025-03-31", "2026-08-17"]
                    .contains(&day.to_string().as_str());
                count += i64::from(weekday < 5 && !holiday);
            }
            count
        }
        Int::Size(list) => {
            let rows = entries(list, world)?;
            if rows.iter().any(|(_, inside)| inside.is_none()) {
                return None;
            }
            i64::try_from(rows.len()).unwrap()
        }
        Int::Add(a, b) => int(a, world)? + int(b, world)?,
        Int::Sub(a, b) => int(a, world)? - int(b, world)?,
        Int::Mul(a, n) => int(a, world)? * n,
        Int::Div(a, n) => int(a, world)? / n,
        Int::Rem(a, n) => int(a, world)? % n,
        Int::Neg(a) => -int(a, world)?,
        Int::Choice(a, b, c) => chosen(truth(a, world), int(b, world), int(c, world))?,
    })
}

/// The latest assessment counts, of two on one day the higher; one without a date may be the latest.
fn level(id: &str, world: &World<'_>) -> Option<i64> {
    let rows = world.person.get("kompetensi")?.as_array()?;
    let mut found = Vec::new();
    for row in rows {
        let (Some(name), Some(level)) = (row["kompetensi"].as_str(), row["level"].as_i64()) else {
            continue;
        };
        if name == id {
            found.push((Day::parse(row["tanggal"].as_str()?)?, level));
        }
    }
    found.into_iter().max().map(|(_, level)| level)
}

fn date(expression: &Date, world: &World<'_>) -> Option<Day> {
    Some(match expression {
        Date::At => world.at()?,
        Date::Is(day) => *day,
        Date::Fact(name) => world.day(name)?,
        Date::AddMonths(a, n) => date(a, world)?.plus_months(*n),
        Date::AddYears(a, n) => date(a, world)?.plus_months(12 * n),
        Date::Span(a, plus, months, days) => {
            let sign = if *plus { 1 } else { -1 };
            date(a, world)?
                .plus_months(sign * months)
                .plus_days(sign * days)
        }
        Date::Choice(a, b, c) => chosen(truth(a, world), date(b, world), date(c, world))?,
    })
}
