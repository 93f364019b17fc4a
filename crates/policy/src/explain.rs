//! One person explained: the verdict and for every rule the facts, the articles, the remedy and the date.

mod read;

use kernel::CivilDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::expr::{Env, Read, Trace};
use crate::facts::{Fact, Facts};
use crate::file::{Anchor, Force, Policy, Rule};
use crate::lang::{Lang, Language};
use crate::met_from::{holds, met_from};
use crate::missing::{asks_for_presence, smallest_missing};
use crate::register::{Confidence, Register};
use crate::status::{Status, Verdict, Waiver};
use crate::value::Value;
use read::{facts_read, missing_fact, params_read};

/// What besides the facts decides: the holiday calendar, and the waivers that offices gave.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Holidays; rules on working days are unknown in a year without.
    pub calendar: &'a Calendar,
    /// Waivers; one that the policy does not allow is refused and listed in the explanation.
    pub waivers: &'a [Waiver],
}

impl<'a> Inputs<'a> {
    /// A calendar and no waiver.
    pub fn new(calendar: &'a Calendar) -> Self {
        Self {
            calendar,
            waivers: &[],
        }
    }

    pub(crate) fn env<'e>(
        &self,
        policy: &'e Policy,
        rule: &Rule,
        person: &'e Facts,
        case: &'e Facts,
    ) -> Env<'e>
    where
        'a: 'e,
    {
        Env {
            person,
            case,
            params: &policy.params,
            calendar: self.calendar,
            anchor: rule.anchor,
            shift: 0,
            strict: false,
        }
    }
}

/// Which policy was applied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PolicyRef {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Title.
    pub title: Lang,
    /// SHA-256 of the policy file.
    pub digest: String,
    /// SHA-256 of the register of regulations.
    pub register: String,
}

/// A fact that a rule read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FactRead {
    /// Name in expressions, such as `tmt_pns` or `case.start`.
    pub name: String,
    /// Label.
    pub label: Lang,
    /// The value as JSON; null when missing.
    pub value: serde_json::Value,
    /// The value as people read it.
    pub shown: Lang,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When the source was taken or signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<CivilDate>,
}

/// A parameter that a rule read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ParamRead {
    /// Name.
    pub name: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<Lang>,
    /// The value as JSON.
    pub value: serde_json::Value,
    /// The value with its unit as people read it.
    pub shown: Lang,
}

/// An article on which a rule rests.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CitationRead {
    /// Id in the register.
    pub id: String,
    /// Instrument, such as `PP 11/2017`; empty when the register does not know the id.
    pub source: String,
    /// Article.
    pub article: String,
    /// The rule in own words.
    pub says: Lang,
    /// How sure we are; M when the register does not know the id.
    pub confidence: Confidence,
}

/// The result of one rule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RuleResult {
    /// Id of the rule.
    pub id: String,
    /// What it demands, parameters filled in.
    pub says: Lang,
    /// What follows when it is not met.
    pub force: Force,
    /// Status.
    pub status: Status,
    /// The date of the case with which it was compared.
    pub anchor: Anchor,
    /// That date, if the case has it.
    pub at: Option<CivilDate>,
    /// Facts it read, in order of reading.
    pub facts: Vec<FactRead>,
    /// Parameters it read.
    pub params: Vec<ParamRead>,
    /// Articles.
    pub citations: Vec<CitationRead>,
    /// What to do, when it is not met or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Lang>,
    /// First date on which it is met if only time passes.
    pub met_from: Option<CivilDate>,
    /// Points of a `score` rule, as a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<String>,
    /// The office that waived it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<String>,
}

/// A fact whose supply helps to decide.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MissingFact {
    /// Name in expressions; a column of a history as `hukdis[].berakhir`.
    pub name: String,
    /// Label.
    pub label: Lang,
    /// Where it usually comes from.
    pub source: String,
}

/// The verdict on one person with all its reasons; what is stored at the decision and read ever after.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Explanation {
    /// `titian-explanation/1`.
    pub format: String,
    /// The policy.
    pub policy: PolicyRef,
    /// Decision date.
    pub decision: CivilDate,
    /// The verdict.
    pub verdict: Verdict,
    /// Every rule in the order of the policy.
    pub rules: Vec<RuleResult>,
    /// For `perlu-verifikasi`: a smallest set of facts whose supply can lead to `memenuhi`.
    pub missing: Vec<MissingFact>,
    /// Sum of the points of `score` rules whose points are known, as a decimal; none without such rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<String>,
    /// Waivers that the policy does not allow; they changed nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused_waivers: Vec<Waiver>,
}

impl Explanation {
    /// The result of a rule by its id.
    pub fn rule(&self, id: &str) -> Option<&RuleResult> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The latest of the dates from which failed block rules are met; none when nothing failed or when time alone will not help.
    pub fn met_from(&self) -> Option<CivilDate> {
        let failed: Vec<_> = self
            .rules
            .iter()
            .filter(|r| r.force == Force::Block && r.status == Status::NotMet)
            .collect();
        let dates: Option<Vec<CivilDate>> = failed.iter().map(|rule| rule.met_from).collect();
        dates?.into_iter().max()
    }
}

/// The case with the decision date set: `--at` is always the decision date.
pub(crate) fn case_at(case: &Facts, decision: CivilDate) -> Facts {
    let mut case = case.clone();
    let fact = Fact {
        value: Value::Date(decision),
        source: None,
        date: None,
    };
    // `decision` is a date of the schema, so this cannot be refused.
    let _ = case.set_value(Anchor::Decision.name(), fact);
    case
}

/// Status of a rule and the value of its expression.
pub(crate) fn rule_status(
    env: &Env<'_>,
    rule: &Rule,
    waivers: &[Waiver],
    trace: Option<&mut Trace>,
) -> (Status, Value) {
    let value = match trace {
        Some(trace) => env.eval_traced(&rule.expr, trace),
        None => env.eval(&rule.expr),
    };
    let status = match env.anchor_date(rule.anchor) {
        None => Status::Unknown,
        Some(date) if !rule.applies_on(date) => return (Status::NotApplicable, value),
        Some(_) if holds(rule, &value) => Status::Met,
        Some(_) if value.is_missing() => Status::Unknown,
        Some(_) => Status::NotMet,
    };
    let waived = waivers
        .iter()
        .any(|w| w.rule == rule.id && allowed(rule, w));
    match status {
        Status::NotMet | Status::Unknown if waived => (Status::Waived, value),
        status => (status, value),
    }
}

pub(crate) fn allowed(rule: &Rule, waiver: &Waiver) -> bool {
    rule.waivable && rule.waived_by.as_ref() == Some(&waiver.waived_by)
}

/// Explains the verdict on one person.
///
/// The same arguments give the same bytes when the result is written as JSON. `case` may be [`Facts::case`] (empty);
/// its decision date is always `decision`.
pub fn explain(
    policy: &Policy,
    register: &Register,
    person: &Facts,
    case: &Facts,
    decision: CivilDate,
    inputs: &Inputs<'_>,
) -> Explanation {
    let case = case_at(case, decision);
    let mut rules = Vec::with_capacity(policy.rules.len());
    let mut unknown: Vec<(&Rule, Vec<Read>)> = Vec::new();
    let mut points: Option<Value> = None;
    for rule in &policy.rules {
        let env = inputs.env(policy, rule, person, &case);
        let mut trace = Trace::default();
        let (status, value) = rule_status(&env, rule, inputs.waivers, Some(&mut trace));
        match status {
            Status::Unknown if rule.force == Force::Block => {
                let mut read = trace.read.clone();
                read.push(Read::Case(rule.anchor.slot()));
                unknown.push((rule, read));
            }
            // It is met as long as the fact is missing.
            Status::Met if rule.force == Force::Block && asks_for_presence(rule) => {
                unknown.push((rule, Vec::new()));
            }
            _ => {}
        }
        if rule.force == Force::Score && status == Status::Met {
            points = Some(match points {
                Some(sum) => env.add(&sum, &value),
                None => value.clone(),
            });
        }
        rules.push(result(&env, register, rule, status, &value, &trace, inputs));
    }
    let has = |status: Status| {
        rules
            .iter()
            .any(|r| r.force == Force::Block && r.status == status)
    };
    let verdict = Verdict::of(has(Status::NotMet), has(Status::Unknown));
    let missing = if verdict == Verdict::PerluVerifikasi {
        smallest_missing(policy, &unknown, person, &case, inputs)
            .into_iter()
            .map(missing_fact)
            .collect()
    } else {
        Vec::new()
    };
    let refused_waivers = inputs
        .waivers
        .iter()
        .filter(|waiver| {
            let rule = policy.rules.iter().find(|rule| rule.id == waiver.rule);
            !rule.is_some_and(|rule| allowed(rule, waiver))
        })
        .cloned()
        .collect();
    Explanation {
        format: "titian-explanation/1".to_owned(),
        policy: PolicyRef {
            id: policy.id.clone(),
            version: policy.version.clone(),
            title: policy.title.clone(),
            digest: policy.digest().to_owned(),
            register: register.digest().to_owned(),
        },
        decision,
        verdict,
        rules,
        missing,
        points: points.map(|sum| sum.display(Language::En)),
        refused_waivers,
    }
}

fn result(
    env: &Env<'_>,
    register: &Register,
    rule: &Rule,
    status: Status,
    value: &Value,
    trace: &Trace,
    inputs: &Inputs<'_>,
) -> RuleResult {
    // Of a waived rule too it is told from when it would have been met, unless it was unknown.
    let unknown = value.is_missing() && status != Status::NotApplicable;
    let met_from = if unknown { None } else { met_from(env, rule) };
    let fill = |name: &str, language: Language| match name {
        "met_from" => met_from.map(|date| Value::Date(date).display(language)),
        name => env
            .params
            .iter()
            .find(|param| param.name == name)
            .map(|param| env.param_value(param).display(language)),
    };
    let remedy = remedy(rule, status, met_from.is_some()).map(|text| text.fill(&fill));
    let waiver = inputs.waivers.iter().find(|w| w.rule == rule.id);
    RuleResult {
        id: rule.id.clone(),
        says: rule.says.fill(&fill),
        force: rule.force,
        status,
        anchor: rule.anchor,
        at: env.anchor_date(rule.anchor),
        facts: facts_read(env, trace),
        params: params_read(env, trace),
        citations: rule.cite.iter().map(|id| citation(register, id)).collect(),
        remedy,
        met_from,
        points: (rule.force == Force::Score && status == Status::Met)
            .then(|| value.display(Language::En)),
        waived_by: waiver
            .filter(|_| status == Status::Waived)
            .map(|w| w.waived_by.clone()),
    }
}

/// A remedy that names a date is given only when there is one.
fn remedy(rule: &Rule, status: Status, dated: bool) -> Option<&Lang> {
    let plain = |text: &&Lang| !text.id.contains("{met_from}");
    match status {
        Status::NotMet if dated => rule.remedy.as_ref(),
        Status::NotMet => rule
            .remedy_never
            .as_ref()
            .or(rule.remedy.as_ref().filter(plain)),
        Status::Unknown => rule.remedy.as_ref().filter(plain),
        _ => None,
    }
}

fn citation(register: &Register, id: &str) -> CitationRead {
    match register.entry(id) {
        Some(entry) => CitationRead {
            id: id.to_owned(),
            source: entry.source.clone(),
            article: entry.article.clone(),
            says: entry.says.clone(),
            confidence: entry.confidence,
        },
        None => CitationRead {
            id: id.to_owned(),
            source: String::new(),
            article: String::new(),
            says: Lang::default(),
            confidence: Confidence::M,
        },
    }
}
