//! A policy file: parameters, rules and executable examples, read with every place known.

mod cases;
mod read;

use std::fmt;
use std::sync::OnceLock;

use kernel::CivilDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::calendar::Calendar;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::expr::{Expr, Ty};
use crate::facts::Facts;
use crate::lang::Lang;
use crate::schema::Kind;
use crate::status::{Status, Verdict};
use crate::value::{Decimal, Value};

/// More rules do not fit the bitmasks of a screening.
pub(crate) const MAX_RULES: usize = 63;

/// The date of the case with which a rule is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// The date of the decision.
    #[default]
    Decision,
    /// The first day of the assignment.
    Start,
    /// The last day of the assignment.
    End,
}

impl Anchor {
    pub(crate) const ALL: [Anchor; 3] = [Anchor::Decision, Anchor::Start, Anchor::End];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Start => "start",
            Self::End => "end",
        }
    }

    /// Position of its date in the schema of the case.
    pub(crate) fn slot(self) -> usize {
        Self::slots()[self as usize]
    }

    pub(crate) fn of_slot(slot: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|anchor| anchor.slot() == slot)
    }

    fn slots() -> [usize; 3] {
        static SLOTS: OnceLock<[usize; 3]> = OnceLock::new();
        *SLOTS.get_or_init(|| {
            Self::ALL.map(|anchor| {
                // A unit test of the schema holds that these three names exist.
                Kind::Case.position(anchor.name()).unwrap_or(usize::MAX)
            })
        })
    }
}

/// What follows when a rule is not met.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// The person does not meet the policy.
    Block,
    /// Officers are warned.
    Warn,
    /// Evidence must be kept; nothing else follows.
    Record,
    /// Gives points instead of a condition.
    Score,
}

/// A number or word that the agency sets.
#[derive(Clone, Debug)]
pub struct Param {
    /// Name in expressions and texts.
    pub name: String,
    /// The value.
    pub value: Value,
    /// Unit for people, such as `tahun`.
    pub unit: Option<Lang>,
    /// What it means.
    pub says: Option<Lang>,
    /// Entries of the register on which it rests.
    pub cite: Vec<String>,
    /// Date of the case with which `from` and `to` are compared.
    pub anchor: Anchor,
    /// Own first day of validity.
    pub from: Option<CivilDate>,
    /// Own first day after validity.
    pub to: Option<CivilDate>,
    pub(crate) ty: Ty,
    pub(crate) cite_spans: Vec<std::ops::Range<usize>>,
    pub(crate) span: std::ops::Range<usize>,
}

/// A condition of the policy.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Id, unique in the file.
    pub id: String,
    /// What it demands; `{name}` stands for parameters.
    pub says: Lang,
    /// What follows when it is not met.
    pub force: Force,
    /// Entries of the register on which it rests.
    pub cite: Vec<String>,
    /// Whether an office may set it aside.
    pub waivable: bool,
    /// The office that may.
    pub waived_by: Option<String>,
    /// What the person can do; `{met_from}` stands for the date.
    pub remedy: Option<Lang>,
    /// What is said when time alone will not help.
    pub remedy_never: Option<Lang>,
    /// Date of the case with which the rule is compared; its `at`.
    pub anchor: Anchor,
    /// First day of validity, of the rule or of the file.
    pub from: CivilDate,
    /// First day after validity, open if none.
    pub to: Option<CivilDate>,
    /// The condition (of `score`: the points) as text.
    pub expression: String,
    pub(crate) expr: Expr,
    pub(crate) offsets: Vec<usize>,
    pub(crate) cite_spans: Vec<std::ops::Range<usize>>,
    pub(crate) span: std::ops::Range<usize>,
}

impl Rule {
    /// The place in the file of a place in the expression.
    pub(crate) fn place(&self, span: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        place(&self.offsets, span)
    }

    pub(crate) fn applies_on(&self, date: CivilDate) -> bool {
        self.from <= date && self.to.is_none_or(|to| date < to)
    }
}

pub(crate) fn place(offsets: &[usize], span: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let at = |i: usize| offsets.get(i).or(offsets.last()).copied().unwrap_or(0);
    at(span.start)..at(span.end)
}

/// An executable example of the file.
#[derive(Clone, Debug)]
pub struct Case {
    /// Id, unique in the file.
    pub id: String,
    /// Decision date.
    pub at: CivilDate,
    /// Facts of the person.
    pub person: Facts,
    /// Facts of the case.
    pub case: Facts,
    /// Holidays of its own, instead of those that the check is given.
    pub holidays: Option<Calendar>,
    /// Other cases whose points are added to its own for `total`.
    pub plus: Vec<(String, std::ops::Range<usize>)>,
    /// Verdict it must have, if told.
    pub verdict: Option<Verdict>,
    /// Status that rules must have.
    pub rules: Vec<(String, Status)>,
    /// Points of all its `score` rules together, if told.
    pub points: Option<Decimal>,
    /// Its points and those of `plus` together, if told.
    pub total: Option<Decimal>,
    /// Statute on civil servants that a decision of its date names, if told.
    pub statute: Option<String>,
    pub(crate) expect_span: std::ops::Range<usize>,
    pub(crate) span: std::ops::Range<usize>,
    pub(crate) verdict_span: std::ops::Range<usize>,
    pub(crate) rule_spans: Vec<std::ops::Range<usize>>,
}

/// A policy: the criteria of one form of competency development at one version.
#[derive(Clone)]
pub struct Policy {
    /// Id, stable across versions.
    pub id: String,
    /// Version.
    pub version: String,
    /// Title.
    pub title: Lang,
    /// The form it applies to, such as `magang`.
    pub applies_to: String,
    /// First day of validity.
    pub valid_from: CivilDate,
    /// First day after validity, open if none.
    pub valid_to: Option<CivilDate>,
    pub(crate) params: Vec<Param>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) cases: Vec<Case>,
    pub(crate) source: SourceText,
    pub(crate) warnings: Vec<Diagnostic>,
    digest: String,
}

impl Policy {
    /// Reads a policy file; everything that is wrong comes back at once, each with its place.
    ///
    /// `name` is how the file is called in messages. Citations and examples are checked by [`Policy::check`].
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        read::policy(name, text)
    }

    /// The rules in the order of the file: bit 0 of a screening is the first.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The parameters in the order of the file.
    pub fn params(&self) -> &[Param] {
        &self.params
    }

    /// The executable examples.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// SHA-256 of the file's text as `sha256:` and 64 hexadecimal digits: what a programme pins.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.source.text
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy")
            .field("id", &self.id)
            .field("version", &self.version)
            .field("rules", &self.rules.len())
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// `sha256:` and the digest of a text in hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    use fmt::Write;
    let mut out = String::from("sha256:");
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}
