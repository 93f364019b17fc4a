//! The one clock. Law asks for civil dates in WIB, records for instants in UTC.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::CivilDate;

const DAY_MICROS: i64 = 86_400_000_000;
/// Asia/Jakarta is UTC+7 the whole year.
const WIB_MICROS: i64 = 7 * 3_600_000_000;

/// An instant in UTC, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The civil date in WIB at this instant.
    pub fn date(self) -> CivilDate {
        let days = (self.0 + WIB_MICROS).div_euclid(DAY_MICROS);
        i32::try_from(days)
            .ok()
            .and_then(CivilDate::from_epoch_days)
            .unwrap_or_else(epoch)
    }

    /// Midnight in WIB at the start of `date`.
    pub fn start_of(date: CivilDate) -> Self {
        Self(i64::from(date.epoch_days()) * DAY_MICROS - WIB_MICROS)
    }

    /// Hour and minute in WIB.
    pub fn time_wib(self) -> (u32, u32) {
        let minutes = (self.0 + WIB_MICROS).rem_euclid(DAY_MICROS) / 60_000_000;
        ((minutes / 60) as u32, (minutes % 60) as u32)
    }

    /// "17 Agustus 2026 09.05 WIB".
    pub fn long_id(self) -> String {
        let (hour, minute) = self.time_wib();
        format!("{} {hour:02}.{minute:02} WIB", self.date().long_id())
    }

    /// "17 August 2026 09:05 WIB".
    pub fn long_en(self) -> String {
        let (hour, minute) = self.time_wib();
        format!("{} {hour:02}:{minute:02} WIB", self.date().long_en())
    }

    /// RFC 3339 in UTC with microseconds, as in the audit log.
    pub fn rfc3339(self) -> String {
        chrono::DateTime::from_timestamp_micros(self.0)
            .map(|t| t.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
            .unwrap_or_default()
    }

    /// The instant `seconds` later.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
}

fn epoch() -> CivilDate {
    CivilDate::try_from(chrono::NaiveDate::default()).unwrap_or_else(|_| unreachable!())
}

/// Where the present comes from. Everything that needs it takes a clock as argument.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// A new UUID v7 at the present instant.
    fn new_id(&self) -> Uuid;

    /// The present civil date in WIB.
    fn today(&self) -> CivilDate {
        self.now().date()
    }
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place that may read it
    fn now(&self) -> Timestamp {
        Timestamp(chrono::Utc::now().timestamp_micros())
    }

    #[allow(clippy::disallowed_methods)]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A clock that stands still until a test moves it; ids count upwards.
#[derive(Debug)]
pub struct FixedClock {
    now: AtomicI64,
    ids: AtomicU64,
}

impl FixedClock {
    /// Stands at 08:00 WIB on `date`.
    pub fn at(date: CivilDate) -> Self {
        let now = Timestamp::start_of(date).plus_seconds(8 * 3600);
        Self {
            now: AtomicI64::new(now.0),
            ids: AtomicU64::new(1),
        }
    }

    /// Moves to `instant`.
    pub fn set(&self, instant: Timestamp) {
        self.now.store(instant.0, Ordering::SeqCst);
    }

    /// Moves to 08:00 WIB on `date`.
    pub fn set_date(&self, date: CivilDate) {
        self.set(Timestamp::start_of(date).plus_seconds(8 * 3600));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    fn new_id(&self) -> Uuid {
        let n = self.ids.fetch_add(1, Ordering::SeqCst);
        let millis = (self.now().0 / 1000) as u128;
        Uuid::from_u128((millis << 80) | (0x7 << 76) | (0x8 << 60) | u128::from(n))
    }
}

/// The demonstration's clock: real time plus an offset that its visitors move.
#[derive(Debug, Default)]
pub struct VirtualClock {
    offset: AtomicI64,
}

impl VirtualClock {
    /// Lets the present fall on `date`, keeping the time of day.
    pub fn travel_to(&self, date: CivilDate) {
        let days = SystemClock.today().days_until(date);
        self.offset
            .store(i64::from(days) * DAY_MICROS, Ordering::SeqCst);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.offset.load(Ordering::SeqCst))
    }

    fn new_id(&self) -> Uuid {
        SystemClock.new_id()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_jakarta() {
        let date: CivilDate = "2026-08-17".parse().unwrap();
        let midnight = Timestamp::start_of(date);
        assert_eq!(midnight.rfc3339(), "2026-08-16T17:00:00.000000Z");
        assert_eq!(midnight.date(), date);
        assert_eq!(Timestamp(midnight.0 - 1).date().to_string(), "2026-08-16");
        assert_eq!(
            midnight.plus_seconds(9 * 3600 + 300).long_id(),
            "17 Agustus 2026 09.05 WIB"
        );
    }

    #[test]
    fn half_past_eleven_at_night_in_utc_is_the_next_day_in_jakarta() {
        let day: CivilDate = "2027-02-01".parse().unwrap();
        let evening = Timestamp::start_of(day).plus_seconds(6 * 3600 + 1800);
        assert_eq!(evening.rfc3339(), "2027-01-31T23:30:00.000000Z");
        assert_eq!(evening.date(), day);
        let clock = FixedClock::at(day);
        clock.set(evening);
        assert_eq!(clock.today(), day);
    }

    #[test]
    fn fixed_ids_are_distinct_and_version_7() {
        let clock = FixedClock::at("2026-08-17".parse().unwrap());
        let (a, b) = (clock.new_id(), clock.new_id());
        assert!(a < b);
        assert_eq!(a.get_version_num(), 7);
    }
}
