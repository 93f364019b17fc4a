//! Dates as year, month and day, counted one by one.

use std::fmt;

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day(pub i64, pub i64, pub i64);

const LENGTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

fn leap(year: i64) -> bool {
    year % 4 == 0 && year % 100 != 0 || year % 400 == 0
}

fn length(year: i64, month: i64) -> i64 {
    if month == 2 && leap(year) {
        29
    } else {
        LENGTHS[usize::try_from(month - 1).unwrap()]
    }
}

impl Day {
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(|part| part.parse().ok());
        Some(Self(parts.next()??, parts.next()??, parts.next()??))
    }

    /// This day, or the last one of a month that lacks it.
    pub fn up_to(year: i64, month: i64, day: i64) -> Self {
        Self(year, month, day.min(length(year, month)))
    }

    pub fn next(self) -> Self {
        let Self(year, month, day) = self;
        if day < length(year, month) {
            Self(year, month, day + 1)
        } else if month < 12 {
            Self(year, month + 1, 1)
        } else {
            Self(year + 1, 1, 1)
        }
    }

    fn before(self) -> Self {
        let Self(year, month, day) = self;
        if day > 1 {
            Self(year, month, day - 1)
        } else if month > 1 {
            Self(year, month - 1, length(year, month - 1))
        } else {
            Self(year - 1, 12, 31)
        }
    }

    pub fn plus_days(self, n: i64) -> Self {
        (0..n.abs()).fold(self, |day, _| if n > 0 { day.next() } else { day.before() })
    }

    /// The last day of a shorter month stands for a day that it lacks.
    pub fn plus_months(self, n: i64) -> Self {
        let months = self.0 * 12 + self.1 - 1 + n;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        Self::up_to(year, month, self.2)
    }

    /// Day by day; whole years first, so that a test is done today.
    pub fn days_until(self, other: Self) -> i64 {
        if other < self {
            return -other.days_until(self);
        }
        let (mut day, mut count) = (self, 0);
        while day.0 + 1 < other.0 {
            let year = if day.1 > 2 { day.0 + 1 } else { day.0 };
            let full = Self(day.0 + 1, day.1, day.2);
            if day.1 == 2 && day.2 == 29 {
                day = day.next();
                count += 1;
                continue;
            }
            count += if leap(year) { 366 } else { 365 };
            day = full;
        }
        while day < other {
            day = day.next();
            count += 1;
        }
        count
    }

    /// The greatest n with `self` plus n months not after `other`.
    pub fn months_until(self, other: Self) -> i64 {
        let mut n = (other.0 - self.0) * 12 + 13;
        while self.plus_months(n) > other {
            n -= 1;
        }
        n
    }

    /// The same in years.
    pub fn years_until(self, other: Self) -> i64 {
        let mut n = other.0 - self.0 + 1;
        while self.plus_months(12 * n) > other {
            n -= 1;
        }
        n
    }

    /// 0 is Monday; 1 January 2024 was one.
    pub fn weekday(self) -> i64 {
        Self(2024, 1, 1).days_until(self).rem_euclid(7)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0, self.1, self.2)
    }
}

#[test]
fn counting_by_years_is_counting_by_days() {
    let start = Day(1999, 2, 27);
    let mut day = start;
    for n in 0..4000 {
        assert_eq!(start.days_until(day), n, "{day}");
        assert_eq!(day.days_until(start), -n, "{day}");
        day = day.next();
    }
    assert_eq!(Day(2026, 11, 24).weekday(), 1);
}
