//! A stretch of civil dates with an inclusive last day, as assignments are written.

use serde::{Deserialize, Serialize};

use crate::CivilDate;

/// From `start` to `end`, both included; `start <= end` always holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "RawPeriod")]
pub struct Period {
    start: CivilDate,
    end: CivilDate,
}

#[derive(Deserialize)]
struct RawPeriod {
    start: CivilDate,
    end: CivilDate,
}

/// The end lies before the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period ends ({end}) before it starts ({start})")]
pub struct PeriodError {
    /// First day given.
    pub start: CivilDate,
    /// Last day given.
    pub end: CivilDate,
}

impl Period {
    /// A period; an error when `end` lies before `start`.
    pub fn new(start: CivilDate, end: CivilDate) -> Result<Self, PeriodError> {
        if end < start {
            Err(PeriodError { start, end })
        } else {
            Ok(Self { start, end })
        }
    }

    /// First day.
    pub fn start(self) -> CivilDate {
        self.start
    }

    /// Last day, included.
    pub fn end(self) -> CivilDate {
        self.end
    }

    /// Number of days, at least 1.
    pub fn days(self) -> i32 {
        self.start.days_until(self.end) + 1
    }

    /// Whether both share at least one day.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Whether `date` lies inside.
    pub fn contains(self, date: CivilDate) -> bool {
        self.start <= date && date <= self.end
    }
}

impl TryFrom<RawPeriod> for Period {
    type Error = PeriodError;
    fn try_from(raw: RawPeriod) -> Result<Self, PeriodError> {
        Self::new(raw.start, raw.end)
    }
}
