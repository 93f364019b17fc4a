//! Screenings as data: what was frozen, what came out, and the rows of the officer's list.

use kernel::{CivilDate, Error, NominationId, PersonId, Result, ScreeningId, Timestamp};
use policy::{Explanation, Force, Lang, Verdict, Waiver};

use crate::keyed::keyed;

keyed! {
    /// Why a screening was made.
    Cause {
        /// The nomination was sent.
        Submission = "submission",
        /// A paper of a sent nomination was added or changed.
        Paper = "paper",
        /// An officer asked for it, because facts have changed.
        Facts = "facts",
        /// A dispensation was granted or withdrawn.
        Dispensation = "dispensation",
    }
}

/// A screening as it was stored; nothing in it changes ever after.
#[derive(Clone, Debug)]
pub struct Screening {
    /// Id.
    pub id: ScreeningId,
    /// The nomination.
    pub nomination: NominationId,
    /// Instant.
    pub at: Timestamp,
    /// Why it was made.
    pub cause: Cause,
    /// Whether the nomination stands on it; earlier ones stay for the record.
    pub current: bool,
    /// Bit *i*: block rule *i* is not met.
    pub failed: u64,
    /// Bit *i*: rule *i* is unknown.
    pub unknown: u64,
    /// Bit *i*: warn rule *i* is not met.
    pub warned: u64,
    /// Frozen facts of the person, as the policy engine reads them.
    pub facts: serde_json::Value,
    /// Frozen facts of the case.
    pub case: serde_json::Value,
    /// Verdict with every reason; holds policy id, version, digest and decision date.
    pub explanation: Explanation,
    /// Dispensations that counted.
    pub waivers: Vec<Waiver>,
}

impl Screening {
    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.explanation.verdict
    }
}

/// A row of the officer's list.
#[derive(Clone, Debug)]
pub struct Row {
    /// The nomination.
    pub nomination: NominationId,
    /// The person in the register; `None` for guests.
    pub person: Option<PersonId>,
    /// Name with titles.
    pub name: String,
    /// NIP.
    pub nip: kernel::Nip,
    /// Name of the OPD or institution.
    pub opd: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Decision date of the screening.
    pub decision: CivilDate,
    /// From which day time alone mends what failed.
    pub met_from: Option<CivilDate>,
    /// Bit *i*: block rule *i* is not met.
    pub failed: u64,
    /// Bit *i*: rule *i* is unknown.
    pub unknown: u64,
    /// Bit *i*: warn rule *i* is not met.
    pub warned: u64,
}

/// A rule of the pinned policy, for headings and filters.
#[derive(Clone, Debug)]
pub struct RuleHead {
    /// Id.
    pub id: String,
    /// What it demands.
    pub says: Lang,
    /// What follows when it is not met.
    pub force: Force,
}

impl RuleHead {
    /// What it demands, its first clause only, for narrow columns.
    pub fn short(&self, language: policy::Language) -> &str {
        let says = self.says.get(language);
        says.split(" (").next().unwrap_or(says)
    }
}

/// How many nominees have each verdict.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// *Memenuhi*.
    pub met: i64,
    /// *Belum memenuhi*.
    pub unmet: i64,
    /// *Perlu verifikasi*.
    pub unclear: i64,
}

impl Counts {
    /// All together.
    pub fn total(self) -> i64 {
        self.met + self.unmet + self.unclear
    }
}

/// How many nominees have a rule in a status that needs attention.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleCount {
    /// Id of the rule.
    pub rule: String,
    /// Nominees who do not meet it.
    pub unmet: i64,
    /// Nominees for whom data are missing.
    pub unknown: i64,
}

/// The verdict under its key; an internal error for any other text.
pub fn parse_verdict(key: &str) -> Result<Verdict> {
    [
        Verdict::Memenuhi,
        Verdict::BelumMemenuhi,
        Verdict::PerluVerifikasi,
    ]
    .into_iter()
    .find(|verdict| verdict.as_str() == key)
    .ok_or_else(|| Error::internal(format!("`{key}` is no verdict")))
}
