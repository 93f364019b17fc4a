//! A policy as people read it: every parameter with unit, source and what it does, every rule with its articles; pure.

use kernel::CivilDate;
use policy::{Case, Force, Lang, Language, Policy, Register, Rule, Value};

use super::diff::{says, with_unit};
use super::edit::shown;

/// An article on which a rule or a parameter rests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cited {
    /// Id in the register.
    pub id: String,
    /// Instrument and article; the id when the register does not know it.
    pub article: String,
    /// What it says, in own words.
    pub says: Lang,
    /// How sure we are, in words.
    pub confidence: Lang,
}

/// A parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct ParamLine {
    /// Name in expressions.
    pub name: String,
    /// What it means.
    pub says: Lang,
    /// Value with unit.
    pub value: Lang,
    /// Unit.
    pub unit: Option<Lang>,
    /// The value as it stands in a field.
    pub typed: String,
    /// How it is entered.
    pub input: Input,
    /// What it rests on.
    pub cited: Vec<Cited>,
    /// What it does: the rules that read it.
    pub used_by: Vec<Lang>,
}

/// How a value is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Input {
    /// A line of text or a number.
    Line,
    /// A date.
    Date,
    /// One element a line.
    Lines,
}

/// A rule.
#[derive(Clone, PartialEq, Debug)]
pub struct RuleLine {
    /// Id.
    pub id: String,
    /// What it demands, parameters filled in.
    pub says: Lang,
    /// What follows when it is not met.
    pub force: Force,
    /// The condition as text.
    pub expression: String,
    /// What it rests on.
    pub cited: Vec<Cited>,
    /// What the person can do.
    pub remedy: Option<Lang>,
    /// The office that may waive it.
    pub waived_by: Option<String>,
    /// First day on which it applies.
    pub from: CivilDate,
    /// First day on which it applies no more.
    pub to: Option<CivilDate>,
}

/// The whole policy.
#[derive(Clone, PartialEq, Debug)]
pub struct Outline {
    /// Parameters in the order of the file.
    pub params: Vec<ParamLine>,
    /// Rules in the order of the file.
    pub rules: Vec<RuleLine>,
    /// Ids of its executable examples.
    pub cases: Vec<String>,
}

/// Reads `policy` for people; articles come from `register`.
pub fn outline(policy: &Policy, register: &Register) -> Outline {
    Outline {
        params: policy
            .params()
            .iter()
            .map(|param| ParamLine {
                name: param.name.clone(),
                says: param
                    .says
                    .clone()
                    .unwrap_or_else(|| Lang::new(&param.name, &param.name)),
                value: with_unit(param),
                unit: param.unit.clone(),
                typed: shown(&param.value),
                input: match param.value {
                    Value::List(_) => Input::Lines,
                    Value::Date(_) => Input::Date,
                    _ => Input::Line,
                },
                cited: cited(register, &param.cite),
                used_by: policy
                    .rules()
                    .iter()
                    .filter(|rule| reads(&rule.expression, &param.name))
                    .map(|rule| says(policy, rule))
                    .collect(),
            })
            .collect(),
        rules: policy
            .rules()
            .iter()
            .map(|rule| line(policy, register, rule))
            .collect(),
        cases: policy
            .cases()
            .iter()
            .map(|case: &Case| case.id.clone())
            .collect(),
    }
}

fn line(policy: &Policy, register: &Register, rule: &Rule) -> RuleLine {
    RuleLine {
        id: rule.id.clone(),
        says: says(policy, rule),
        force: rule.force,
        expression: rule.expression.trim().to_owned(),
        cited: cited(register, &rule.cite),
        // A remedy that waits for a date has one only for a person.
        remedy: [&rule.remedy, &rule.remedy_never]
            .into_iter()
            .flatten()
            .find(|text| !text.id.contains("{met_from}"))
            .cloned(),
        waived_by: rule.waived_by.clone().filter(|_| rule.waivable),
        from: rule.from,
        to: rule.to,
    }
}

fn cited(register: &Register, ids: &[String]) -> Vec<Cited> {
    ids.iter()
        .map(|id| match register.entry(id) {
            Some(entry) => Cited {
                id: id.clone(),
                article: format!("{} {}", entry.source, entry.article)
                    .trim()
                    .to_owned(),
                says: entry.says.clone(),
                confidence: entry.confidence.label(),
            },
            None => Cited {
                id: id.clone(),
                article: id.clone(),
                says: Lang::default(),
                confidence: policy::Confidence::M.label(),
            },
        })
        .collect()
}

/// Whether the name stands in the expression as a word of its own.
fn reads(expression: &str, name: &str) -> bool {
    let part = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    expression.split(part).any(|word| word == name)
}

impl Cited {
    /// What it says in `language`, for titles; empty when the register does not know it.
    pub fn meaning(&self, language: Language) -> &str {
        self.says.get(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_and_rule_of_the_shipped_files_is_told_with_source_and_use() {
        let register = policy::shipped::register().unwrap();
        for policy in policy::shipped::policies().unwrap() {
            let outline = outline(&policy, &register);
            assert_eq!(outline.params.len(), policy.params().len());
            for param in &outline.params {
                assert!(!param.cited.is_empty(), "{}", param.name);
                assert!(!param.used_by.is_empty(), "{} does nothing", param.name);
            }
            for rule in &outline.rules {
                assert!(
                    rule.cited.iter().all(|one| one.article != one.id),
                    "{}",
                    rule.id
                );
            }
        }
        assert!(reads("years(a, at) >= min_years", "min_years"));
        assert!(!reads("years(a, at) >= min_years_2", "min_years"));
    }
}
