//! Values of the expressions: whole numbers, decimals scaled by 10⁴, words, dates, durations, golongan, lists.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use kernel::{CivilDate, Golongan};

use crate::lang::Language;

/// A decimal with exactly four places, held as the 64-bit integer value × 10⁴.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Decimal(pub i64);

impl Decimal {
    /// 10⁴.
    pub const SCALE: i64 = 10_000;

    /// Reads `-12.5`; `None` for more than four places, an exponent, or a number beyond 64 bits.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(places) || places.len() > 4 {
            return None;
        }
        if digits.contains('.') && places.is_empty() {
            return None;
        }
        let places: i128 = format!("{places:0<4}").parse().ok()?;
        let scaled = i128::from(whole.parse::<i64>().ok()?) * i128::from(Self::SCALE) + places;
        i64::try_from(if negative { -scaled } else { scaled })
            .ok()
            .map(Self)
    }

    /// The whole number as a decimal; `None` when it does not fit.
    pub fn from_int(n: i64) -> Option<Self> {
        n.checked_mul(Self::SCALE).map(Self)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, places) = (
            self.0.unsigned_abs() / Self::SCALE.unsigned_abs(),
            self.0.unsigned_abs() % Self::SCALE.unsigned_abs(),
        );
        let places = format!("{places:04}");
        let places = places.trim_end_matches('0');
        if places.is_empty() {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{places}")
        }
    }
}

/// A length of time of the calendar: months are added first, then days.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// Months (a year is 12).
    pub months: i32,
    /// Days (a week is 7).
    pub days: i32,
}

impl Span {
    /// Reads an ISO 8601 duration of years, months, weeks and days, such as `P1Y2M3D`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
        let (mut months, mut days) = (0i32, 0i32);
        let mut units = "YMWD".chars();
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit())?;
            let n: i32 = rest.get(..end)?.parse().ok()?;
            let unit = rest.get(end..)?.chars().next()?;
            // The units come in this order and each at most once.
            units.by_ref().find(|u| *u == unit)?;
            match unit {
                'Y' => months = months.checked_add(n.checked_mul(12)?)?,
                'M' => months = months.checked_add(n)?,
                'W' => days = days.checked_add(n.checked_mul(7)?)?,
                _ => days = days.checked_add(n)?,
            }
            rest = rest.get(end + 1..)?;
        }
        Some(Self { months, days })
    }

    /// The date this much later (`sign` 1) or earlier (−1).
    pub(crate) fn add_to(self, date: CivilDate, sign: i32) -> Option<CivilDate> {
        date.add_months(self.months.checked_mul(sign)?)?
            .add_days(self.days.checked_mul(sign)?)
    }
}

impl PartialOrd for Span {
    /// A month has no fixed number of days, so `P1M` and `P30D` cannot be ordered.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.months.cmp(&other.months), self.days.cmp(&other.days)) {
            (a, b) if a == b => Some(a),
            (Ordering::Equal, b) => Some(b),
            (a, Ordering::Equal) => Some(a),
            _ => None,
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        if self.months != 0 {
            write!(f, "{}M", self.months)?;
        }
        if self.days != 0 || self.months == 0 {
            write!(f, "{}D", self.days)?;
        }
        Ok(())
    }
}

/// A value; [`Value::Missing`] is the third truth value and the absent fact at once.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Not known.
    Missing,
    /// A whole number.
    Int(i64),
    /// A decimal.
    Dec(Decimal),
    /// A word, compared by bytes.
    Str(Arc<str>),
    /// True or false.
    Bool(bool),
    /// A civil date.
    Date(CivilDate),
    /// A length of time.
    Span(Span),
    /// A rank.
    Golongan(Golongan),
    /// A history list or a list of words or numbers.
    List(Arc<[Item]>),
    /// An entry of a history: its columns in the order of the schema.
    Record(Arc<[Value]>),
}

/// An element of a list; `maybe` says that a filter could not tell whether it belongs there.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// The element.
    pub value: Value,
    /// Whether its membership is unknown.
    pub maybe: bool,
}

impl From<Value> for Item {
    fn from(value: Value) -> Self {
        Self {
            value,
            maybe: false,
        }
    }
}

impl Value {
    /// A word.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Str(Arc::from(text.as_ref()))
    }

    /// A list of certain elements.
    pub fn list(values: impl IntoIterator<Item = Value>) -> Self {
        Self::List(values.into_iter().map(Item::from).collect())
    }

    /// Whether it is not known.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// `Some` truth or `None` for unknown.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }

    pub(crate) fn truth_of(truth: Option<bool>) -> Self {
        truth.map_or(Self::Missing, Self::Bool)
    }

    /// As a person reads it: dates in words, decimals with the comma of the language.
    pub fn display(&self, language: Language) -> String {
        match (self, language) {
            (Self::Missing, Language::Id) => "belum ada data".to_owned(),
            (Self::Missing, Language::En) => "no data yet".to_owned(),
            (Self::Int(n), _) => n.to_string(),
            (Self::Dec(d), Language::Id) => d.to_string().replace('.', ","),
            (Self::Dec(d), Language::En) => d.to_string(),
            (Self::Str(s), _) => s.to_string(),
            (Self::Bool(true), Language::Id) => "ya".to_owned(),
            (Self::Bool(false), Language::Id) => "tidak".to_owned(),
            (Self::Bool(true), Language::En) => "yes".to_owned(),
            (Self::Bool(false), Language::En) => "no".to_owned(),
            (Self::Date(d), Language::Id) => d.long_id(),
            (Self::Date(d), Language::En) => d.long_en(),
            (Self::Span(s), _) => s.to_string(),
            (Self::Golongan(g), _) => g.to_string(),
            (Self::List(items), _) => items
                .iter()
                .map(|item| item.value.display(language))
                .collect::<Vec<_>>()
                .join(", "),
            (Self::Record(columns), _) => columns
                .iter()
                .filter(|column| !column.is_missing())
                .map(|column| column.display(language))
                .collect::<Vec<_>>()
                .join(" · "),
        }
    }

    /// As JSON: dates, golongan and decimals are strings, a missing value is null; entries of a history need [`crate::Facts::to_json`].
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Missing => serde_json::Value::Null,
            Self::Int(n) => (*n).into(),
            Self::Dec(d) => d.to_string().into(),
            Self::Str(s) => s.to_string().into(),
            Self::Bool(b) => (*b).into(),
            Self::Date(d) => d.to_string().into(),
            Self::Span(s) => s.to_string().into(),
            Self::Golongan(g) => g.to_string().into(),
            Self::List(items) => items.iter().map(|i| i.value.to_json()).collect(),
            Self::Record(columns) => columns.iter().map(Value::to_json).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_refuse_what_they_cannot_hold() {
        assert_eq!(Decimal::parse("2.5"), Some(Decimal(25_000)));
        assert_eq!(Decimal::parse("-0.0001"), Some(Decimal(-1)));
        assert_eq!(
            Decimal::parse("922337203685477.5807"),
            Some(Decimal(i64::MAX))
        );
        for wrong in [
            "2.50001",
            "1e3",
            "",
            ".5",
            "5.",
            "+1",
            "922337203685477.5808",
        ] {
            assert_eq!(Decimal::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Decimal(-25_000).to_string(), "-2.5");
        assert_eq!(Value::Dec(Decimal(25_000)).display(Language::Id), "2,5");
    }

    #[test]
    fn durations_follow_iso_8601() {
        assert_eq!(
            Span::parse("P1Y2M"),
            Some(Span {
                months: 14,
                days: 0
            })
        );
        assert_eq!(
            Span::parse("P2W1D"),
            Some(Span {
                months: 0,
                days: 15
            })
        );
        for wrong in ["P", "1M", "P1", "P1D1M", "P1M1M", "PT1H", "P-1M"] {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
        let month = Span { months: 1, days: 0 };
        assert_eq!(
            month.partial_cmp(&Span {
                months: 0,
                days: 30
            }),
            None
        );
    }
}
