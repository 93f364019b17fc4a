//! The holiday calendar as data: working days are Monday to Friday that are no holiday.

use std::collections::{BTreeMap, BTreeSet};

use kernel::CivilDate;

/// Public holidays and days of joint leave; a year without an entry counts as unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    holidays: BTreeSet<CivilDate>,
    years: BTreeSet<i32>,
    /// Working days of each known year, so that long stretches are not counted day by day.
    totals: BTreeMap<i32, i64>,
}

/// A line of a holiday file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: `{value}` is not a date; expected YYYY-MM-DD in the first column")]
pub struct CalendarError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What stands there.
    pub value: String,
}

impl Calendar {
    /// A calendar of these holidays; it knows the years in which at least one of them falls.
    pub fn new(holidays: impl IntoIterator<Item = CivilDate>) -> Self {
        let holidays: BTreeSet<CivilDate> = holidays.into_iter().collect();
        let years: BTreeSet<i32> = holidays.iter().map(|day| day.year()).collect();
        let mut calendar = Self {
            holidays,
            years,
            totals: BTreeMap::new(),
        };
        for year in calendar.years.clone() {
            if let (Ok(first), Ok(last)) =
                (CivilDate::new(year, 1, 1), CivilDate::new(year, 12, 31))
            {
                let total = calendar.count(first, last);
                calendar.totals.insert(year, total);
            }
        }
        calendar
    }

    /// Reads CSV with the date in the first column; a heading, empty lines and lines that begin with `#` are skipped.
    pub fn parse(file: &str, text: &str) -> Result<Self, CalendarError> {
        let mut days = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let first = line.split([',', ';', '\t']).next().unwrap_or("");
            let cell = first.trim().trim_matches('"');
            let heading = index == 0 && !cell.starts_with(|c: char| c.is_ascii_digit());
            if cell.is_empty() || cell.starts_with('#') || heading {
                continue;
            }
            days.push(cell.parse().map_err(|_| CalendarError {
                file: file.to_owned(),
                line: index + 1,
                value: cell.to_owned(),
            })?);
        }
        Ok(Self::new(days))
    }

    /// Working days in (a, b]: 0 when b is not after a, `None` when a year of the stretch has no calendar.
    pub fn workdays(&self, a: CivilDate, b: CivilDate) -> Option<i64> {
        if b <= a {
            return Some(0);
        }
        let first = a.add_days(1)?;
        if (first.year()..=b.year()).any(|year| !self.years.contains(&year)) {
            return None;
        }
        if first.year() == b.year() {
            return Some(self.count(first, b));
        }
        let end_of_first = CivilDate::new(first.year(), 12, 31).ok()?;
        let start_of_last = CivilDate::new(b.year(), 1, 1).ok()?;
        let between: i64 = (first.year() + 1..b.year())
            .filter_map(|year| self.totals.get(&year))
            .sum();
        Some(self.count(first, end_of_first) + between + self.count(start_of_last, b))
    }

    /// Working days from `first` to `last`, both included, of known years.
    fn count(&self, first: CivilDate, last: CivilDate) -> i64 {
        let days = i64::from(first.days_until(last)) + 1;
        let (weeks, rest) = (days / 7, days % 7);
        let extra = (0..rest)
            .filter(|i| (i64::from(first.weekday()) + i) % 7 < 5)
            .count() as i64;
        let holidays = self
            .holidays
            .range(first..=last)
            .filter(|day| day.weekday() < 5)
            .count() as i64;
        weeks * 5 + extra - holidays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    #[test]
    fn workdays_agree_with_counting_day_by_day() {
        let holidays = [
            "2024-12-25",
            "2025-01-01",
            "2025-03-31",
            "2025-08-17",
            "2026-01-01",
        ];
        let calendar = Calendar::new(holidays.map(d));
        for from in (0..700).step_by(13) {
            let a = d("2024-01-01").add_days(from).unwrap();
            for length in (-3..900).step_by(11) {
                let b = a.add_days(length).unwrap();
                let known = (a.add_days(1).unwrap().year()..=b.year())
                    .all(|year| (2024..=2026).contains(&year));
                let naive = (1..=length)
                    .map(|i| a.add_days(i).unwrap())
                    .filter(|day| {
                        day.weekday() < 5 && !holidays.contains(&day.to_string().as_str())
                    })
                    .count() as i64;
                assert_eq!(calendar.workdays(a, b), known.then_some(naive), "{a} {b}");
            }
        }
    }

    #[test]
    fn a_year_without_calendar_is_unknown() {
        let calendar = Calendar::parse("h.csv", "tanggal,nama\n2026-01-01,Tahun Baru\n").unwrap();
        assert_eq!(calendar.workdays(d("2025-12-31"), d("2026-01-02")), Some(1));
        assert_eq!(calendar.workdays(d("2025-12-30"), d("2026-01-02")), None);
        assert_eq!(calendar.workdays(d("2030-01-02"), d("2030-01-02")), Some(0));
        let error = Calendar::parse("h.csv", "tanggal\n01/02/2026\n").unwrap_err();
        assert_eq!((error.line, error.value.as_str()), (2, "01/02/2026"));
    }
}
