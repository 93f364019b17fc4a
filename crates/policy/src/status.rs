//! The outcome of one rule and of the whole policy, and the waivers that an office may give.

use serde::{Deserialize, Serialize};

use crate::lang::Language;

/// Status of one rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The condition holds.
    Met,
    /// The condition does not hold.
    NotMet,
    /// A fact is missing that decides it.
    Unknown,
    /// An office that may do so has waived it.
    Waived,
    /// The rule was not in force on its date.
    NotApplicable,
}

impl Status {
    /// As people read it.
    pub fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Met, Language::Id) => "terpenuhi",
            (Self::NotMet, Language::Id) => "belum terpenuhi",
            (Self::Unknown, Language::Id) => "perlu dilengkapi",
            (Self::Waived, Language::Id) => "dikecualikan",
            (Self::NotApplicable, Language::Id) => "tidak berlaku",
            (Self::Met, Language::En) => "met",
            (Self::NotMet, Language::En) => "not met yet",
            (Self::Unknown, Language::En) => "data needed",
            (Self::Waived, Language::En) => "waived",
            (Self::NotApplicable, Language::En) => "not applicable",
        }
    }

    /// The name in files: `met`, `not-met`, `unknown`, `waived`, `not-applicable`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::Unknown => "unknown",
            Self::Waived => "waived",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// What the policy says about the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every block rule is met, waived or not applicable.
    Memenuhi,
    /// A block rule is not met.
    BelumMemenuhi,
    /// No block rule fails, but one is unknown.
    PerluVerifikasi,
}

impl Verdict {
    /// As people read it.
    pub fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Memenuhi, Language::Id) => "Memenuhi syarat",
            (Self::BelumMemenuhi, Language::Id) => "Belum memenuhi syarat",
            (Self::PerluVerifikasi, Language::Id) => "Perlu verifikasi",
            (Self::Memenuhi, Language::En) => "Meets the requirements",
            (Self::BelumMemenuhi, Language::En) => "Does not meet the requirements yet",
            (Self::PerluVerifikasi, Language::En) => "Needs verification",
        }
    }

    /// The name in files: `memenuhi`, `belum-memenuhi`, `perlu-verifikasi`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Memenuhi => "memenuhi",
            Self::BelumMemenuhi => "belum-memenuhi",
            Self::PerluVerifikasi => "perlu-verifikasi",
        }
    }

    /// The verdict from the failed and the unknown block rules.
    pub(crate) fn of(any_failed: bool, any_unknown: bool) -> Self {
        if any_failed {
            Self::BelumMemenuhi
        } else if any_unknown {
            Self::PerluVerifikasi
        } else {
            Self::Memenuhi
        }
    }
}

/// A rule set aside for one person by an office; it counts only where the rule allows that office to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiver {
    /// Id of the rule.
    pub rule: String,
    /// Key of the office, such as `ppk`.
    pub waived_by: String,
}
