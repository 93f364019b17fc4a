//! Windows of time and published lists of the desk, read from `windows.toml`: no number of policy stands in code.

use std::sync::LazyLock;

use kernel::CivilDate;
use policy::Calendar;
use serde::Deserialize;

use super::model::Said;

/// How long something may be asked for, in working days.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// What it is for.
    pub id: String,
    /// First day on which the row holds.
    pub valid_from: CivilDate,
    /// Working days.
    pub days: i64,
    /// Where it stands.
    pub cite: String,
    /// T, S, M or P.
    pub confidence: String,
}

/// An entry of a published list.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Key.
    pub id: String,
    /// In words.
    pub says: Said,
}

/// Everything of the file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Windows {
    /// Windows of time.
    pub window: Vec<Window>,
    /// Grounds for reconsideration.
    pub ground: Vec<Listed>,
    /// Types of reason for an override.
    #[serde(rename = "override")]
    pub overrides: Vec<Listed>,
}

/// The shipped rows; a test holds that they can be read.
pub fn windows() -> &'static Windows {
    static WINDOWS: LazyLock<Windows> = LazyLock::new(|| {
        toml::from_str(include_str!("windows.toml")).unwrap_or_else(|error| {
            tracing::error!(%error, "windows.toml cannot be read");
            Windows::default()
        })
    });
    &WINDOWS
}

impl Windows {
    /// The window of this name that holds on `at`.
    pub fn on(&self, id: &str, at: CivilDate) -> Option<&Window> {
        (self.window.iter())
            .filter(|row| row.id == id && row.valid_from <= at)
            .max_by_key(|row| row.valid_from)
    }

    /// The ground with this key.
    pub fn ground_of(&self, id: &str) -> Option<&Listed> {
        self.ground.iter().find(|row| row.id == id)
    }

    /// The type of reason with this key.
    pub fn override_reason(&self, id: &str) -> Option<&Listed> {
        self.overrides.iter().find(|row| row.id == id)
    }
}

/// The last day of `days` working days that begin on the day after `from`; the year that the calendar lacks, if it
/// lacks one.
pub fn last_day(calendar: &Calendar, from: CivilDate, days: i64) -> Result<CivilDate, i32> {
    let mut day = from;
    loop {
        let next = day.add_days(1).ok_or_else(|| day.year())?;
        let counted = calendar.workdays(from, next).ok_or_else(|| next.year())?;
        day = next;
        if counted >= days {
            return Ok(day);
        }
    }
}

/// Working days left on `today` until `last`, today included if it is one and comes after `from`: the day of the
/// announcement does not count. `None` when the calendar lacks a year.
pub fn days_left(
    calendar: &Calendar,
    from: CivilDate,
    today: CivilDate,
    last: CivilDate,
) -> Option<i64> {
    let before = today.add_days(-1)?;
    calendar.workdays(before.max(from), last.max(from))
}
