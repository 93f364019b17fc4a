//! A dispensation as data: states, what is asked, and what decides whether it may be given; pure.

use kernel::{
    CivilDate, DispensationId, Error, NominationId, OrgId, PersonId, ProgrammeId, Result, Text,
    Timestamp,
};
use policy::{Lang, Policy, Register, Rule, Value};

use crate::keyed::keyed;
use crate::letters::{HEAD_OF_REGION, SECRETARY};

keyed! {
    /// How far a dispensation is.
    DispensationState {
        /// Asked for; nothing counts yet.
        Asked = "asked",
        /// Granted; the rule is waived.
        Granted = "granted",
        /// Refused by the office.
        Refused = "refused",
        /// Granted once, counts no more.
        Withdrawn = "withdrawn",
    }
}

/// A dispensation as it is stored.
#[derive(Clone, PartialEq, Debug)]
pub struct Dispensation {
    /// Id.
    pub id: DispensationId,
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
    /// Policy.
    pub policy: String,
    /// Its version.
    pub version: String,
    /// Id of the rule.
    pub rule: String,
    /// What the rule demands.
    pub says: Lang,
    /// The office as the policy names it, such as `ppk`.
    pub office: String,
    /// How far it is.
    pub state: DispensationState,
    /// Why it is asked for.
    pub reason: String,
    /// Account that asked.
    pub asked_by: String,
    /// Her name.
    pub asked_by_name: String,
    /// When.
    pub asked_at: Timestamp,
    /// Last day for which it counts; `None`: for the whole programme.
    pub valid_until: Option<CivilDate>,
    /// Who decided or entered the decision.
    pub decided_by_name: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// The official on whose authority it was decided: name and office.
    pub official: Option<String>,
    /// Remark of the decision.
    pub note: Option<String>,
    /// Number of the paper, when the decision was entered by its paper.
    pub paper_number: Option<String>,
    /// Date of the paper.
    pub paper_date: Option<CivilDate>,
    /// SHA-256 of its scan.
    pub paper_scan: Option<String>,
    /// Who withdrew it.
    pub withdrawn_by_name: Option<String>,
    /// When.
    pub withdrawn_at: Option<Timestamp>,
    /// Why.
    pub withdrawn_why: Option<String>,
}

/// A row of the list.
pub type DispensationRow = Dispensation;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// For whom.
    pub nomination: NominationId,
    /// Id of the rule.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// Last day for which it shall count; `None`: for the whole programme.
    pub valid_until: Option<CivilDate>,
}

/// What the office says.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Granted or refused.
    pub grant: bool,
    /// Remark; a refusal needs one.
    pub note: Option<String>,
    /// Another last day than was asked for.
    pub valid_until: Option<CivilDate>,
}

/// The paper by which an officer enters the decision of the office.
#[derive(Clone, Debug)]
pub struct OnPaper {
    /// Number.
    pub number: String,
    /// Date; the office must have been held on it.
    pub date: CivilDate,
    /// Scan as PDF, JPEG or PNG.
    pub scan: Vec<u8>,
}

/// How many have been granted, and how many may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Given {
    /// Granted in this programme for this rule.
    pub rule: i64,
    /// Granted in this programme for any rule.
    pub all: i64,
    /// The most that the policy allows for this rule in a programme.
    pub rule_max: Option<i64>,
    /// The most that the policy allows in a programme.
    pub all_max: Option<i64>,
}

impl Given {
    /// Whether one more is within the limits of the policy.
    pub fn has_room(&self) -> bool {
        self.rule_max.is_none_or(|max| self.rule < max)
            && self.all_max.is_none_or(|max| self.all < max)
    }
}

/// A line of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Id of the rule, or name of the OPD.
    pub key: String,
    /// Granted and counting.
    pub granted: i64,
    /// Waiting for the office.
    pub asked: i64,
    /// Refused or withdrawn.
    pub ended: i64,
}

/// Prefix of the parameters by which a policy limits dispensations in a programme: alone for all rules, with
/// `_<rule>` (hyphens as underscores) for one.
const LIMIT: &str = "max_dispensations";

/// The most that `policy` allows for all rules and for `rule`.
pub(super) fn limits(policy: &Policy, rule: &str) -> (Option<i64>, Option<i64>) {
    let of = |name: &str| {
        policy
            .params()
            .iter()
            .find(|param| param.name == name)
            .and_then(|param| match param.value {
                Value::Int(n) => Some(n),
                _ => None,
            })
    };
    let own = format!("{LIMIT}_{}", rule.replace('-', "_"));
    (of(LIMIT), of(&own))
}

/// The office that may set `rule` aside.
///
/// # Errors
/// Not found without such a rule; refused with the articles of the rule when the policy lets nobody set it aside.
pub(super) fn waivable<'a>(
    policy: &'a Policy,
    register: &Register,
    rule: &str,
) -> Result<(&'a Rule, &'a str)> {
    let rule = policy
        .rules()
        .iter()
        .find(|known| known.id == rule)
        .ok_or_else(Error::not_found)?;
    match (&rule.waived_by, rule.waivable) {
        (Some(office), true) => Ok((rule, office)),
        _ => {
            let articles: Vec<String> = rule
                .cite
                .iter()
                .map(|id| match register.entry(id) {
                    Some(entry) => format!("{} {}", entry.source, entry.article)
                        .trim()
                        .to_owned(),
                    None => id.clone(),
                })
                .collect();
            Err(Error::refused(
                Text::new("screenings-not-waivable").with("rule", rule.says.id.as_str()),
            )
            .source(articles.join("; "))
            .next("screenings-next-not-waivable"))
        }
    }
}

/// The office of a policy under its key in the book of officials: the appointing authority is the head of region, the
/// authorised official the secretary of the region.
pub(super) fn office_key(office: &str, opd: Option<OrgId>) -> String {
    match office.to_lowercase().as_str() {
        "ppk" => HEAD_OF_REGION.to_owned(),
        "pyb" => SECRETARY.to_owned(),
        "kepala-opd" => match opd {
            Some(opd) => format!("kepala-opd:{opd}"),
            None => "kepala-opd".to_owned(),
        },
        other => other.to_owned(),
    }
}
