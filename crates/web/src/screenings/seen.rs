//! An explanation as pages show it: conditions in the order in which people need them, in one language.

use app::screenings::{Explanation, FactRead, Force, Language, RuleResult, Status};

use super::{language, tone};
use crate::shell::Page;

/// A fact that a condition used.
#[derive(Clone, Debug)]
pub struct Used {
    /// Name in the policy schema.
    pub name: String,
    /// Where the person says that it is wrong; empty when she cannot.
    pub fix: String,
    /// Label.
    pub label: String,
    /// Value as people read it.
    pub value: String,
    /// Source and date; empty when nobody gave it.
    pub source: String,
}

/// An article on which a condition rests.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Instrument and article.
    pub article: String,
    /// Where it stands in the register.
    pub href: String,
    /// How sure we are, in words.
    pub confidence: String,
}

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Id of the rule, for the details.
    pub id: String,
    /// What it demands.
    pub says: String,
    /// Tone of its badge.
    pub tone: &'static str,
    /// Status in words.
    pub status: String,
    /// Key of what follows when it is not met.
    pub force: &'static str,
    /// Facts used.
    pub facts: Vec<Used>,
    /// Articles.
    pub basis: Vec<Basis>,
    /// What to do.
    pub remedy: Option<String>,
    /// From which day it is met, when time alone mends it.
    pub met_from: Option<String>,
    /// Office that waived it.
    pub waived_by: Option<String>,
    /// Points.
    pub points: Option<String>,
    /// Where a dispensation is asked for; empty when nobody may give one or the reader cannot ask.
    pub dispensation: String,
}

/// Conditions that stand together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Key of the heading.
    pub key: &'static str,
    /// The conditions.
    pub conditions: Vec<Condition>,
}

/// A fact to supply.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Label.
    pub label: String,
    /// Name in the policy schema.
    pub name: String,
    /// Where it is entered; empty when this person cannot.
    pub href: String,
}

/// An explanation ready to be shown.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Tone of the verdict.
    pub tone: &'static str,
    /// Verdict in words.
    pub verdict: String,
    /// Decision date.
    pub decision: String,
    /// Title of the policy.
    pub title: String,
    /// Conditions in groups, the ones that need something first.
    pub groups: Vec<Group>,
    /// A smallest set of facts to supply.
    pub missing: Vec<Missing>,
    /// From which day everything is met, when time alone mends it.
    pub met_from: Option<String>,
    /// Id and version of the policy.
    pub policy: String,
    /// Its digest.
    pub digest: String,
    /// Digest of the register of regulations.
    pub register: String,
}

impl Seen {
    /// Prepares `explanation`; `href` tells where a missing fact is entered.
    pub fn new(page: &Page, explanation: &Explanation, href: impl Fn(&str) -> String) -> Self {
        let language = language(page);
        let mut groups = Vec::new();
        for (key, holds) in GROUPS {
            let conditions: Vec<Condition> = explanation
                .rules
                .iter()
                .filter(|rule| holds(rule))
                .map(|rule| condition(page, rule, language))
                .collect();
            if !conditions.is_empty() {
                groups.push(Group { key, conditions });
            }
        }
        let missing = explanation.missing.iter().map(|fact| Missing {
            label: fact.label.get(language).to_owned(),
            name: fact.name.clone(),
            href: href(&fact.name),
        });
        Self {
            tone: tone(explanation.verdict),
            verdict: explanation.verdict.label(language).to_owned(),
            decision: page.show(explanation.decision),
            title: explanation.policy.title.get(language).to_owned(),
            groups,
            missing: missing.collect(),
            met_from: explanation.met_from().map(|date| page.show(date)),
            policy: format!("{} {}", explanation.policy.id, explanation.policy.version),
            digest: explanation.policy.digest.clone(),
            register: explanation.policy.register.clone(),
        }
    }
}

impl Seen {
    /// With a link beside each fact about the person by which she says that it is wrong.
    pub fn with_corrections(mut self) -> Self {
        let conditions = self
            .groups
            .iter_mut()
            .flat_map(|group| &mut group.conditions);
        for fact in conditions.flat_map(|one| &mut one.facts) {
            if !fact.name.starts_with("case.") {
                fact.fix = format!("/koreksi/baru?fakta={}", fact.name);
            }
        }
        self
    }

    /// With a link at each of `rules` by which a dispensation for `nomination` is asked.
    pub fn with_dispensations(
        mut self,
        nomination: kernel::NominationId,
        rules: &[String],
    ) -> Self {
        for one in self
            .groups
            .iter_mut()
            .flat_map(|group| &mut group.conditions)
        {
            if rules.contains(&one.id) {
                one.dispensation = format!("/usulan/{nomination}/dispensasi?syarat={}", one.id);
            }
        }
        self
    }
}

type Holds = fn(&RuleResult) -> bool;

/// Headings of the groups and which conditions stand under each: every condition stands under exactly one.
const GROUPS: [(&str, Holds); 5] = [
    ("screenings-group-unmet", |rule| {
        rule.status == Status::NotMet && rule.force == Force::Block
    }),
    ("screenings-group-unknown", |rule| {
        rule.status == Status::Unknown && rule.force == Force::Block
    }),
    ("screenings-group-attention", |rule| {
        matches!(rule.status, Status::NotMet | Status::Unknown) && rule.force != Force::Block
    }),
    ("screenings-group-met", |rule| {
        matches!(rule.status, Status::Met | Status::Waived)
    }),
    ("screenings-group-off", |rule| {
        rule.status == Status::NotApplicable
    }),
];

fn condition(page: &Page, rule: &RuleResult, language: Language) -> Condition {
    Condition {
        id: rule.id.clone(),
        says: rule.says.get(language).to_owned(),
        tone: match (rule.status, rule.force) {
            (Status::Met, _) => "ok",
            (Status::NotMet, Force::Block) => "warn",
            (Status::NotMet | Status::Unknown, _) => "info",
            (Status::Waived | Status::NotApplicable, _) => "plain",
        },
        status: rule.status.label(language).to_owned(),
        force: match rule.force {
            Force::Block => "screenings-force-block",
            Force::Warn => "screenings-force-warn",
            Force::Record => "screenings-force-record",
            Force::Score => "screenings-force-score",
        },
        facts: rule
            .facts
            .iter()
            .map(|fact| used(page, fact, language))
            .collect(),
        basis: rule
            .citations
            .iter()
            .map(|cited| Basis {
                href: format!("{}#{}", app::regulations::path(&cited.source), cited.id),
                article: format!("{} {}", cited.source, cited.article)
                    .trim()
                    .to_owned(),
                confidence: cited.confidence.label().get(language).to_owned(),
            })
            .collect(),
        remedy: rule
            .remedy
            .as_ref()
            .map(|text| text.get(language).to_owned()),
        met_from: rule
            .met_from
            .filter(|_| rule.status == Status::NotMet)
            .map(|date| page.show(date)),
        waived_by: rule
            .waived_by
            .as_ref()
            .map(|office| app::screenings::office_names(office, language)),
        points: rule.points.clone(),
        dispensation: String::new(),
    }
}

fn used(page: &Page, fact: &FactRead, language: Language) -> Used {
    let date = fact.date.map(|date| page.show(date));
    let source: Vec<String> = fact.source.iter().cloned().chain(date).collect();
    Used {
        name: fact.name.clone(),
        fix: String::new(),
        label: fact.label.get(language).to_owned(),
        value: fact.shown.get(language).to_owned(),
        source: source.join(", "),
    }
}
