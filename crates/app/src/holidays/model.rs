//! Days without work and the years whose list is whole; pure.

use std::collections::BTreeSet;

use kernel::{CivilDate, Error, Result, Text, Timestamp};

use crate::keyed::keyed;

keyed! {
    /// Why nobody works on a day.
    DayKind {
        /// National holiday.
        National = "nasional",
        /// *Cuti bersama*.
        JointLeave = "cuti-bersama",
    }
}

keyed! {
    /// How sure the list of a year is.
    Confidence {
        /// Read in the text of the decree.
        Text = "T",
        /// From a secondary source.
        Secondary = "S",
    }
}

/// A day without work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// The day.
    pub date: CivilDate,
    /// What it is called.
    pub name: String,
    /// Why nobody works.
    pub kind: DayKind,
}

/// The whole list of a year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Year {
    /// Year.
    pub year: i32,
    /// The decree or circular.
    pub source: String,
    /// How sure.
    pub confidence: Confidence,
    /// Its days, by date.
    pub days: Vec<Day>,
    /// When it was entered; `None` before.
    pub entered_at: Option<Timestamp>,
}

impl Year {
    /// Checks the list and puts it in order.
    pub(super) fn checked(mut self) -> Result<Self> {
        let mut wrong: Vec<(&str, Text)> = Vec::new();
        self.source = self.source.trim().to_owned();
        if self.source.is_empty() {
            wrong.push(("source", "error-required".into()));
        }
        if self.days.is_empty() {
            wrong.push(("days", "holidays-none-given".into()));
        }
        let mut seen = BTreeSet::new();
        for day in &self.days {
            if day.date.year() != self.year {
                let text = Text::new("holidays-other-year")
                    .with("date", day.date.long_id())
                    .with("year", self.year);
                wrong.push(("days", text));
            } else if !seen.insert(day.date) {
                let text = Text::new("holidays-twice").with("date", day.date.long_id());
                wrong.push(("days", text));
            }
        }
        if !wrong.is_empty() {
            return Err(wrong
                .into_iter()
                .fold(Error::invalid("error-form"), |error, (field, text)| {
                    error.field(field, text)
                }));
        }
        self.days.sort_by_key(|day| day.date);
        Ok(self)
    }
}

/// Days as text, one a line: `2027-08-17; Hari Kemerdekaan; nasional`.
pub fn write_days(days: &[Day]) -> String {
    let lines: Vec<String> = days
        .iter()
        .map(|day| format!("{}; {}; {}", day.date, day.name, day.kind))
        .collect();
    lines.join("\n")
}

/// Reads such lines; without a kind a day is a national holiday. The line that cannot be read is the error.
pub fn read_days(text: &str) -> std::result::Result<Vec<Day>, Text> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let wrong = || Text::new("holidays-line-shape").with("line", line);
            let mut parts = line.splitn(3, ';').map(str::trim);
            let date = parts.next().unwrap_or_default();
            let name = parts.next().unwrap_or_default();
            let kind = parts.next().unwrap_or("nasional");
            if name.is_empty() || name.chars().count() > 200 {
                return Err(wrong());
            }
            Ok(Day {
                date: date.parse().map_err(|_| wrong())?,
                name: name.to_owned(),
                kind: read_kind(kind).ok_or_else(wrong)?,
            })
        })
        .collect()
}

/// A kind as people write it.
pub(super) fn read_kind(text: &str) -> Option<DayKind> {
    match text.to_lowercase().replace(' ', "-").as_str() {
        "" | "nasional" | "libur-nasional" => Some(DayKind::National),
        "cuti-bersama" => Some(DayKind::JointLeave),
        _ => None,
    }
}
