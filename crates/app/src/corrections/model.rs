//! A correction as data: states, transitions, and when a value is the one that was asked for; pure.

use kernel::{CivilDate, CorrectionId, Error, OrgId, PersonId, Result, Timestamp};
use policy::{Language, Value};

use crate::keyed::keyed;

keyed! {
    /// How far a correction is.
    CorrectionState {
        /// The employee has asked; her unit looks at it.
        Asked = "asked",
        /// The source was told.
        Forwarded = "forwarded",
        /// The register holds the value that was asked for.
        Resolved = "resolved",
        /// Declined with a reason.
        Declined = "declined",
        /// The employee took it back.
        Withdrawn = "withdrawn",
    }
}

impl CorrectionState {
    /// Whether somebody still works on it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Forwarded)
    }

    /// The state after a step, or a refusal.
    pub fn after(self, to: CorrectionState) -> Result<CorrectionState> {
        match (self, to) {
            (Self::Asked, Self::Forwarded)
            | (Self::Asked | Self::Forwarded, Self::Resolved | Self::Declined | Self::Withdrawn) => {
                Ok(to)
            }
            _ => Err(Error::refused("corrections-closed").next("corrections-next-new")),
        }
    }
}

/// A correction.
#[derive(Clone, PartialEq, Debug)]
pub struct Correction {
    /// Id.
    pub id: CorrectionId,
    /// The employee.
    pub person: PersonId,
    /// Her OPD.
    pub opd: Option<OrgId>,
    /// NIP.
    pub nip: kernel::Nip,
    /// Name with titles.
    pub name: String,
    /// Name of the OPD.
    pub opd_name: String,
    /// Name of the fact in the policy schema.
    pub fact: String,
    /// The value as it stood; `None`: there was none.
    pub before: Option<String>,
    /// Where it came from.
    pub source: Option<String>,
    /// When that source was made.
    pub source_date: Option<CivilDate>,
    /// The value that is right in her words.
    pub wanted: String,
    /// Why.
    pub reason: String,
    /// SHA-256 of the paper that shows it.
    pub scan: Option<String>,
    /// How far it is.
    pub state: CorrectionState,
    /// When she asked.
    pub asked_at: Timestamp,
    /// Since when it is in its state.
    pub since: Timestamp,
}

impl Correction {
    /// Whole days that it waits, or waited, up to `today`.
    pub fn days(&self, today: CivilDate) -> i64 {
        let last = if self.state.is_open() {
            today
        } else {
            self.since.date()
        };
        i64::from(self.asked_at.date().days_until(last)).max(0)
    }
}

/// A line of the trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The act: `ask`, `forward`, `resolve`, `decline`, `withdraw`.
    pub act: String,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// What was written to it.
    pub note: Option<String>,
}

/// Whether `value` is what somebody wrote: as it stands in files, or as people read it in either language.
pub(super) fn is_wanted(value: &Value, wanted: &str) -> bool {
    let plain = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    let wanted = plain(wanted);
    let raw = match value {
        Value::Missing => return false,
        Value::Date(date) => date.to_string(),
        other => other.display(Language::En),
    };
    [
        raw,
        value.display(Language::Id),
        value.display(Language::En),
    ]
    .iter()
    .any(|shown| plain(shown) == wanted)
}
