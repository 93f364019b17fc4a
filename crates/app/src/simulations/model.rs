//! What is asked of a simulation and what comes out: settings, counts, groups; pure.

use kernel::{CivilDate, Error, PolicyVersionId, Result, ScenarioId, Timestamp};
use policy::schema::{FieldType, Kind};
use policy::{Facts, Force, Lang, Policy, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::keyed::keyed;

/// Verdicts in the order in which they are counted.
pub const VERDICTS: [Verdict; 3] = [
    Verdict::Memenuhi,
    Verdict::PerluVerifikasi,
    Verdict::BelumMemenuhi,
];

/// For which case everybody is judged, and what is supposed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Setting {
    /// Decision date.
    pub decision: CivilDate,
    /// First day of the assignment.
    pub start: CivilDate,
    /// Last day of the assignment.
    pub end: CivilDate,
    /// Whether statements of heads of units and physicians that nobody has handed in yet count as in order.
    pub stated: bool,
}

impl Setting {
    /// A decision on `day` about the calendar month after the next.
    pub fn usual(day: CivilDate) -> Self {
        let later = |date: CivilDate| date.add_months(1).unwrap_or(date);
        let start = later(day);
        Self {
            decision: day,
            start,
            end: later(start).add_days(-1).unwrap_or(start),
            stated: true,
        }
    }

    /// # Errors
    /// Invalid at `selesai` or `mulai` when the days do not follow each other.
    pub fn check(&self) -> Result<()> {
        if self.end < self.start {
            return Err(Error::invalid_field("selesai", "simulations-end-early"));
        }
        if self.start < self.decision {
            return Err(Error::invalid_field("mulai", "simulations-start-early"));
        }
        Ok(())
    }

    /// The facts of the case: dates as set, every paper of the nomination in order, a place at a central agency.
    ///
    /// # Errors
    /// Internal when the schema has no such fact.
    pub fn case(&self, policy: &Policy) -> Result<Facts> {
        let mut case = Facts::case();
        let mut set = |name: &str, value: serde_json::Value| {
            case.set(name, &value, None, None)
                .map_err(|error| Error::internal(format!("case of a simulation: {error}")))
        };
        for field in Kind::Case.fields() {
            if matches!(field.ty, FieldType::Bool) {
                set(
                    field.name,
                    json!(!matches!(field.name, "own_unit" | "abroad")),
                )?;
            }
        }
        for (name, word) in [
            ("kind", "teknis"),
            ("host_kind", "central"),
            ("arah", "keluar"),
            ("waktu", "penuh"),
            ("mode", "luring"),
            ("plan_item", "rencana"),
        ] {
            set(name, json!(word))?;
        }
        let forms = Kind::Case.fields().iter().find(|f| f.name == "form");
        if forms.is_some_and(|form| form.word(&policy.applies_to).is_some()) {
            set("form", json!(policy.applies_to))?;
        }
        set("start", json!(self.start.to_string()))?;
        set("end", json!(self.end.to_string()))?;
        Ok(case)
    }
}

/// What somebody tries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The version from which she starts.
    pub version: PolicyVersionId,
    /// SHA-256 of another text of the policy that was put aside by [`super::put_text`]; none: the version's own.
    pub text: Option<String>,
    /// Values of parameters as typed.
    pub params: Vec<(String, String)>,
    /// The case.
    pub setting: Setting,
}

keyed! {
    /// By what people are told apart.
    Dimension {
        /// Department.
        Opd = "opd",
        /// Rank.
        Golongan = "golongan",
        /// Sex.
        Sex = "jenis-kelamin",
        /// Age on the decision date.
        Age = "usia",
        /// Regency or city in which they work.
        Place = "wilayah",
    }
}

keyed! {
    /// Which people behind a number.
    Which {
        /// Meets now what she did not before.
        Gained = "mulai-memenuhi",
        /// Meets no more what she did before.
        Lost = "tidak-lagi-memenuhi",
        /// By the verdict before.
        MetBefore = "sebelum-memenuhi",
        /// By the verdict before.
        VerifyBefore = "sebelum-perlu-verifikasi",
        /// By the verdict before.
        NotBefore = "sebelum-belum-memenuhi",
        /// By the verdict after.
        MetAfter = "sesudah-memenuhi",
        /// By the verdict after.
        VerifyAfter = "sesudah-perlu-verifikasi",
        /// By the verdict after.
        NotAfter = "sesudah-belum-memenuhi",
        /// Does not meet a rule before.
        FailsBefore = "aturan-sebelum",
        /// Does not meet a rule after.
        FailsAfter = "aturan-sesudah",
        /// Fails that rule alone, before.
        OnlyBefore = "hanya-aturan-sebelum",
        /// Fails that rule alone, after.
        OnlyAfter = "hanya-aturan-sesudah",
        /// Would meet the policy without that rule, before.
        WithoutBefore = "tanpa-aturan-sebelum",
        /// Would meet the policy without that rule, after.
        WithoutAfter = "tanpa-aturan-sesudah",
        /// Everybody of the register, or of a group.
        Everybody = "semua",
    }
}

/// Counts by verdict, in the order of [`VERDICTS`].
pub type Counts = [i64; 3];

/// What a simulation counted: numbers only, nobody's name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// People in the register.
    pub people: i64,
    /// Verdicts by the version.
    pub before: Counts,
    /// Verdicts by the changed policy.
    pub after: Counts,
    /// Who meets it now and did not before.
    pub gained: i64,
    /// Who met it before and does not now.
    pub lost: i64,
    /// Every rule of either policy.
    pub rules: Vec<RuleCount>,
    /// The same people told apart.
    pub groups: Vec<Breakdown>,
}

/// Whether a rule stands in both policies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// In both, alike.
    Same,
    /// In both; text or parameters differ.
    Changed,
    /// Only after.
    Added,
    /// Only before.
    Removed,
}

impl Presence {
    /// Its key, as words end with it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// What one rule does to the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RuleCount {
    /// Id.
    pub id: String,
    /// What it demands, parameters filled in.
    pub says: Lang,
    /// What follows when it is not met.
    pub force: Force,
    /// In which policies it stands.
    pub presence: Presence,
    /// Whether it was left out of the verdict, since only a nomination can tell.
    pub left_out: bool,
    /// Before; none where the rule is new.
    pub before: Option<Weight>,
    /// After; none where the rule is gone.
    pub after: Option<Weight>,
}

/// How much weighs on a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Weight {
    /// Do not meet it.
    pub fails: i64,
    /// Do not meet it and meet every other.
    pub only: i64,
    /// A fact is missing.
    pub unknown: i64,
    /// Would meet the policy if this rule were not.
    pub without: i64,
}

/// People told apart in one way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Breakdown {
    /// In which.
    pub by: Dimension,
    /// The groups; each person stands in one.
    pub lines: Vec<Line>,
}

/// One group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// What they have in common; none: not known.
    pub key: Option<String>,
    /// How many.
    pub people: i64,
    /// Who met it before.
    pub before: i64,
    /// Who meets it after.
    pub after: i64,
    /// Who meets it now and did not before.
    pub gained: i64,
    /// Who met it before and does not now.
    pub lost: i64,
}

/// A saved simulation in short, as other slices show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brief {
    /// Id; its page is `/simulasi/{id}`.
    pub id: ScenarioId,
    /// Title.
    pub title: String,
    /// Id of the policy, such as `magang-banten`.
    pub policy: String,
    /// When.
    pub saved_at: Timestamp,
    /// By whom.
    pub by_name: String,
    /// Digest of the data on which it was run.
    pub data_digest: String,
    /// Who met the policy before.
    pub before: i64,
    /// Who meets it after.
    pub after: i64,
    /// Who would begin to meet it.
    pub gained: i64,
    /// Who would cease to.
    pub lost: i64,
}

/// A saved simulation.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenario {
    /// In short.
    pub brief: Brief,
    /// Why it was made.
    pub note: String,
    /// The version that was changed.
    pub version: PolicyVersionId,
    /// Its name on that day.
    pub version_name: String,
    /// Digest of its text on that day.
    pub version_digest: String,
    /// The changed policy.
    pub text: String,
    /// Digest of that text.
    pub text_digest: String,
    /// The case.
    pub setting: Setting,
    /// Day on which the data were read.
    pub data_date: CivilDate,
    /// What was counted.
    pub outcome: Outcome,
    /// The draft that was made of it.
    pub draft: Option<PolicyVersionId>,
    pub(super) data_mark: String,
}
