//! An event of a later look as data.

use kernel::{Error, NominationId, OrgId, PersonId, ProgrammeId, RecheckId, Result, Timestamp};
use policy::{Explanation, Lang, Verdict};
use serde::{Deserialize, Serialize};

use crate::keyed::keyed;

keyed! {
    /// At which gate somebody looked.
    Gate {
        /// Before the decision (SK) is prepared.
        Decision = "decision",
        /// When people leave for their hosts.
        Start = "start",
        /// Before the time is extended.
        Extension = "extension",
        /// A paper was verified or withdrawn after the place was given.
        Paper = "paper",
        /// An import changed facts.
        Import = "import",
    }
}

impl Gate {
    /// The gates that an officer chooses herself.
    pub const BY_HAND: [Gate; 3] = [Self::Decision, Self::Start, Self::Extension];
}

keyed! {
    /// What became of an event.
    RecheckState {
        /// Nobody has decided.
        Open = "open",
        /// The unit was asked to clarify.
        Clarify = "clarify",
        /// The nominee stays.
        Kept = "kept",
        /// The nomination was withdrawn.
        Cancelled = "cancelled",
        /// A new screening took its place.
        Renewed = "renewed",
    }
}

impl RecheckState {
    /// Whether somebody still has to decide.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Clarify)
    }

    /// The state after a decision, or a refusal.
    pub fn after(self, to: RecheckState) -> Result<RecheckState> {
        match (self, to) {
            (Self::Open, Self::Clarify | Self::Kept | Self::Cancelled)
            | (Self::Clarify, Self::Kept | Self::Cancelled) => Ok(to),
            _ => Err(Error::refused("screenings-event-decided").next("screenings-next-events")),
        }
    }
}

/// What kind of thing changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The verdict.
    Verdict,
    /// The status of a block rule.
    Rule,
    /// A fact that people must hear of: a penalty, another post, retirement.
    Fact,
}

/// One thing that changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// What kind.
    pub kind: ChangeKind,
    /// Id of the rule or name of the fact; `verdict` for the verdict.
    pub key: String,
    /// What it is.
    pub label: Lang,
    /// As it was frozen.
    pub before: Lang,
    /// As it is now.
    pub after: Lang,
    /// A block rule that rests on law whose text was read is not met any more.
    pub blocking: bool,
}

/// An event.
#[derive(Clone, Debug)]
pub struct Recheck {
    /// Id.
    pub id: RecheckId,
    /// The nomination.
    pub nomination: NominationId,
    /// The programme.
    pub programme: ProgrammeId,
    /// The person in the register.
    pub person: Option<PersonId>,
    /// Her OPD.
    pub opd: Option<OrgId>,
    /// Name with titles.
    pub name: String,
    /// NIP.
    pub nip: kernel::Nip,
    /// Name of the OPD or institution.
    pub opd_name: String,
    /// At which gate.
    pub gate: Gate,
    /// When.
    pub at: Timestamp,
    /// Who looked.
    pub by_name: String,
    /// The frozen verdict.
    pub before: Verdict,
    /// The verdict with the facts of that moment.
    pub after: Verdict,
    /// Whether letters wait for the decision.
    pub blocking: bool,
    /// Everything that changed.
    pub changes: Vec<Change>,
    /// The new verdict with its reasons; the nomination does not stand on it.
    pub explanation: Explanation,
    /// What became of it.
    pub state: RecheckState,
    /// Who decided.
    pub decided_by_name: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Why.
    pub note: Option<String>,
}

/// What a look at a programme found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RecheckReport {
    /// Nominees looked at.
    pub looked: usize,
    /// Of them, for how many an event was raised now.
    pub raised: usize,
}
