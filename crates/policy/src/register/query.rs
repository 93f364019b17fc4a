//! Questions to the register: who revoked it, what is due, which rules and parameters rest on an article.

use kernel::CivilDate;
use serde::Serialize;

use super::{Confidence, Planned, Register, Relation, RelationKind, Source};
use crate::expr::Deps;
use crate::file::{Force, Policy};

/// Whether a dependent is a rule or a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DependentKind {
    /// A rule.
    Rule,
    /// A parameter.
    Param,
}

/// A rule or parameter that rests on an article.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Dependent {
    /// Id of the policy.
    pub policy: String,
    /// Version of the policy.
    pub version: String,
    /// Rule or parameter.
    pub kind: DependentKind,
    /// Id of the rule or name of the parameter.
    pub id: String,
    /// What follows when the rule is not met; none for a parameter.
    pub force: Option<Force>,
    /// The entries in question that it cites itself.
    pub cites: Vec<String>,
    /// Parameters that it reads and that rest on the entries in question.
    pub through: Vec<String>,
    /// Whether it stops when they are revoked: nothing else carries it, or only what is too unsure to block.
    pub stops: bool,
}

impl Register {
    /// What this id names: the entry itself, or every entry of the instrument.
    fn meant(&self, id: &str) -> Vec<&str> {
        let mine = self.entries.iter().filter(|e| e.id == id || e.source == id);
        mine.map(|entry| entry.id.as_str()).collect()
    }

    /// Rules and parameters of `policies` that rest on an article or, given the id of an instrument, on any of its articles.
    pub fn rests_on(&self, id: &str, policies: &[Policy]) -> Vec<Dependent> {
        let meant = self.meant(id);
        let cited = |cite: &[String]| -> Vec<String> {
            let mine = cite.iter().filter(|c| meant.contains(&c.as_str()));
            mine.cloned().collect()
        };
        // Whether what is left when the entries go still carries something of this force.
        let carries = |cite: &[String], force: Option<Force>| {
            cite.iter().any(|c| {
                !meant.contains(&c.as_str())
                    && (force != Some(Force::Block)
                        || self
                            .entry(c)
                            .is_some_and(|e| matches!(e.confidence, Confidence::T | Confidence::P)))
            })
        };
        let mut found = Vec::new();
        for policy in policies {
            let of = |kind, id: &str, force| Dependent {
                policy: policy.id.clone(),
                version: policy.version.clone(),
                kind,
                id: id.to_owned(),
                force,
                cites: Vec::new(),
                through: Vec::new(),
                stops: false,
            };
            let mut stopped = Vec::new();
            let mut touched = Vec::new();
            for (index, param) in policy.params.iter().enumerate() {
                let cites = cited(&param.cite);
                if cites.is_empty() {
                    continue;
                }
                touched.push(index);
                let mut dependent = of(DependentKind::Param, &param.name, None);
                dependent.stops = !carries(&param.cite, None);
                if dependent.stops {
                    stopped.push(index);
                }
                dependent.cites = cites;
                found.push(dependent);
            }
            for rule in &policy.rules {
                let cites = cited(&rule.cite);
                let reads = Deps::of(&rule.expr).params;
                let through: Vec<usize> =
                    reads.into_iter().filter(|i| touched.contains(i)).collect();
                if cites.is_empty() && through.is_empty() {
                    continue;
                }
                let mut dependent = of(DependentKind::Rule, &rule.id, Some(rule.force));
                dependent.stops = (!cites.is_empty() && !carries(&rule.cite, Some(rule.force)))
                    || through.iter().any(|i| stopped.contains(i));
                dependent.cites = cites;
                dependent.through = through
                    .iter()
                    .filter_map(|i| Some(policy.params.get(*i)?.name.clone()))
                    .collect();
                found.push(dependent);
            }
        }
        found
    }

    /// Relations in which an entry or instrument (or the instrument of the entry) takes part.
    pub fn relations_of(&self, id: &str) -> Vec<&Relation> {
        let source = self.entry(id).map(|entry| entry.source.as_str());
        let of_source = |end: &str| {
            self.entry(end)
                .is_some_and(|entry| entry.source == id || Some(entry.source.as_str()) == source)
        };
        let touches = |end: &str| end == id || Some(end) == source || of_source(end);
        self.relations
            .iter()
            .filter(|relation| touches(&relation.by) || touches(&relation.of))
            .collect()
    }

    /// The relation that took an entry or its instrument out of force.
    pub fn revoked_by(&self, id: &str) -> Option<&Relation> {
        let source = self.entry(id).map(|entry| entry.source.as_str());
        self.relations.iter().find(|relation| {
            relation.kind == RelationKind::Revokes
                && (relation.of == id || Some(relation.of.as_str()) == source)
        })
    }

    /// The instrument to which an id belongs: of an entry its source.
    pub fn source_of(&self, id: &str) -> Option<&Source> {
        match self.entry(id) {
            Some(entry) => self.source(&entry.source),
            None => self.source(id),
        }
    }

    /// Regulations to be prepared whose due date has passed on `date`, the earliest first.
    pub fn overdue(&self, date: CivilDate) -> Vec<&Planned> {
        let late = |planned: &&Planned| {
            planned.due.is_some_and(|due| due < date)
                && planned.stage != Some(super::Stage::Diundangkan)
        };
        let mut found: Vec<&Planned> = self.planned.iter().filter(late).collect();
        found.sort_by_key(|planned| planned.due);
        found
    }

    /// Regulations to be prepared for which an entry waits.
    pub fn awaited_by(&self, entry: &str) -> Vec<&Planned> {
        let waits = |planned: &&Planned| planned.waits.iter().any(|id| id == entry);
        self.planned.iter().filter(waits).collect()
    }

    /// What to cite instead of an entry that is no longer in force: for a message.
    pub(crate) fn instead_of(&self, id: &str) -> Option<String> {
        let entry = self.entry(id)?;
        let by = self.revoked_by(id)?;
        let source = self.source_of(&by.by)?;
        let article = self
            .entry(&by.by)
            .map_or_else(String::new, |entry| format!(" {}", entry.article));
        let since = entry
            .to
            .or(by.from)
            .map_or_else(String::new, |date| format!(" on {date}"));
        let then = match &entry.successor {
            Some(successor) => format!("cite `{successor}` from then on"),
            None => match entry.to {
                Some(to) => format!(
                    "nothing in it says this any more: give the rule `valid_to = {to}`, or rest it on a policy of the agency"
                ),
                None => "nothing in it says this any more".to_owned(),
            },
        };
        Some(format!(
            "{} was revoked by {}{article}{since}; {then}",
            entry.source, source.id
        ))
    }
}
