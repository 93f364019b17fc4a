//! Civil dates in Asia/Jakarta (WIB), the only kind of date that law and letters know.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS_ID: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];

/// A day of the Gregorian calendar as it is named in WIB (UTC+7), years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(NaiveDate);

/// Why a text or a triple is not a civil date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; expected YYYY-MM-DD")]
pub struct CivilDateError(pub String);

impl CivilDate {
    /// The date of year, month (1–12) and day (1–31); an error when there is no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, CivilDateError> {
        let wrong = || CivilDateError(format!("{year:04}-{month:02}-{day:02}"));
        if !(1..=9999).contains(&year) {
            return Err(wrong());
        }
        NaiveDate::from_ymd_opt(year, month, day)
            .map(Self)
            .ok_or_else(wrong)
    }

    /// The date that lies `days` days after 1970-01-01; `None` outside years 1 to 9999.
    pub fn from_epoch_days(days: i32) -> Option<Self> {
        let date = NaiveDate::from_epoch_days(days)?;
        (1..=9999).contains(&date.year()).then_some(Self(date))
    }

    /// Days since 1970-01-01 (negative before).
    pub fn epoch_days(self) -> i32 {
        self.0.to_epoch_days()
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Day of the week, 0 = Monday to 6 = Sunday.
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// The date `n` days later (earlier if negative); `None` outside the supported years.
    pub fn add_days(self, n: i32) -> Option<Self> {
        Self::from_epoch_days(self.epoch_days().checked_add(n)?)
    }

    /// The date `n` months later, clamped to the last day of that month (31 January + 1 month = 28 or 29 February).
    pub fn add_months(self, n: i32) -> Option<Self> {
        let index = self
            .year()
            .checked_mul(12)?
            .checked_add(self.month0())?
            .checked_add(n)?;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) as u32 + 1);
        if !(1..=9999).contains(&year) {
            return None;
        }
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let last = first.num_days_in_month() as u32;
        NaiveDate::from_ymd_opt(year, month, self.day().min(last)).map(Self)
    }

    /// The date `n` years later, 29 February clamped to 28.
    pub fn add_years(self, n: i32) -> Option<Self> {
        self.add_months(n.checked_mul(12)?)
    }

    /// The greatest n with `self.add_months(n) <= later`; negative when `later` is before `self`.
    pub fn months_until(self, later: Self) -> i32 {
        // `n` months on lies in the month of `later`, at most some days behind it.
        let n = (later.year() - self.year()) * 12 + later.month0() - self.month0();
        if self.add_months(n).is_some_and(|date| date > later) {
            n - 1
        } else {
            n
        }
    }

    /// The greatest n with `self.add_years(n) <= later`; negative when `later` is before `self`.
    pub fn years_until(self, later: Self) -> i32 {
        self.months_until(later).div_euclid(12)
    }

    /// `later − self` in days.
    pub fn days_until(self, later: Self) -> i32 {
        later.epoch_days() - self.epoch_days()
    }

    /// "17 Agustus 2026", as letters and Indonesian screens write it.
    pub fn long_id(self) -> String {
        format!(
            "{} {} {}",
            self.day(),
            MONTHS_ID[self.month0() as usize],
            self.year()
        )
    }

    /// "17 August 2026".
    pub fn long_en(self) -> String {
        format!(
            "{} {} {}",
            self.day(),
            MONTHS_EN[self.month0() as usize],
            self.year()
        )
    }

    /// The Indonesian name of the weekday.
    pub fn weekday_id(self) -> &'static str {
        WEEKDAYS_ID[self.weekday() as usize]
    }

    /// dd-MM-yyyy, the form of SIASN.
    pub fn siasn(self) -> String {
        format!("{:02}-{:02}-{:04}", self.day(), self.month(), self.year())
    }

    fn month0(self) -> i32 {
        self.0.month0() as i32
    }
}

impl TryFrom<NaiveDate> for CivilDate {
    type Error = CivilDateError;
    fn try_from(date: NaiveDate) -> Result<Self, CivilDateError> {
        Self::new(date.year(), date.month(), date.day())
    }
}

impl From<CivilDate> for NaiveDate {
    fn from(date: CivilDate) -> Self {
        date.0
    }
}

impl std::ops::Add<Days> for CivilDate {
    type Output = Self;
    fn add(self, days: Days) -> Self {
        Self(self.0 + days)
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

impl fmt::Debug for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for CivilDate {
    type Err = CivilDateError;
    fn from_str(text: &str) -> Result<Self, CivilDateError> {
        let wrong = || CivilDateError(text.to_owned());
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| match i {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !shape {
            return Err(wrong());
        }
        let part = |range: std::ops::Range<usize>| {
            text.get(range)
                .and_then(|digits| digits.parse::<u32>().ok())
                .ok_or_else(wrong)
        };
        Self::new(part(0..4)? as i32, part(5..7)?, part(8..10)?).map_err(|_| wrong())
    }
}

impl Serialize for CivilDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CivilDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_clamp_to_the_last_day() {
        assert_eq!(d("2023-01-31").add_months(1), Some(d("2023-02-28")));
        assert_eq!(d("2024-02-29").add_years(1), Some(d("2025-02-28")));
        assert_eq!(d("2024-03-31").add_months(-1), Some(d("2024-02-29")));
        assert_eq!(d("9999-12-31").add_days(1), None);
    }

    #[test]
    fn months_until_is_the_inverse_of_add_months() {
        for start in 0..800 {
            let from = d("2023-01-28").add_days(start).unwrap();
            for later in (-500..900).step_by(7) {
                let to = from.add_days(later).unwrap();
                let n = from.months_until(to);
                assert!(from.add_months(n).unwrap() <= to);
                assert!(from.add_months(n + 1).unwrap() > to);
            }
        }
        assert_eq!(d("2020-01-31").months_until(d("0001-01-05")), -24229);
    }

    #[test]
    fn only_iso_dates_parse() {
        for wrong in [
            "2026-02-29",
            "17-08-2026",
            "2026-8-7",
            "0000-01-01",
            "2026-08-07 ",
            "+026-08-07",
        ] {
            assert!(wrong.parse::<CivilDate>().is_err(), "{wrong}");
        }
        assert_eq!(d("2026-08-17").long_id(), "17 Agustus 2026");
        assert_eq!(d("2026-08-17").weekday_id(), "Senin");
    }
}
