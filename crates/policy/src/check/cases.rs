//! Runs the executable examples of a policy file: each says how it went and what it expected.

use std::ops::Range;

use serde::Serialize;

use crate::calendar::Calendar;
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::explain::{Inputs, case_at, rule_status};
use crate::file::{Case, Force, Policy};
use crate::register::Register;
use crate::status::{Status, Verdict};
use crate::value::{Decimal, Value};

/// How one example went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseOutcome {
    /// Id of the case.
    pub id: String,
    /// Whether everything came out as it expects.
    pub passed: bool,
    /// How many things it expects: a verdict, each status, points, total, statute.
    pub expectations: usize,
    /// What did not, with the place.
    #[serde(skip)]
    pub found: Vec<Diagnostic>,
}

/// What an example comes to, without the reasons that only people need.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) statuses: Vec<Status>,
    /// Points of each `score` rule, none when unknown.
    points: Vec<Option<Decimal>>,
}

impl Judged {
    /// All points together; none when one of them is unknown.
    fn sum(&self) -> Option<Decimal> {
        self.points.iter().try_fold(Decimal(0), |sum, points| {
            sum.0.checked_add((*points)?.0).map(Decimal)
        })
    }
}

impl Policy {
    /// Runs the examples in the order of the file; `calendar` serves those that bring no holidays of their own.
    pub fn run_cases(&self, register: &Register, calendar: &Calendar) -> Vec<CaseOutcome> {
        let judged: Vec<Judged> = self
            .cases
            .iter()
            .map(|case| self.judge(case, calendar))
            .collect();
        self.cases
            .iter()
            .zip(&judged)
            .map(|(case, result)| {
                let mut found = Vec::new();
                let mut wrong = |span: &Range<usize>, message: String, help: String| {
                    let help = (!help.is_empty()).then_some(help);
                    found.push(self.source.at(Severity::Error, span.clone(), message, help));
                };
                self.statuses(case, result, &mut wrong);
                self.points(case, result, &mut wrong);
                self.total(case, &judged, &mut wrong);
                statute(case, register, &mut wrong);
                CaseOutcome {
                    id: case.id.clone(),
                    passed: found.is_empty(),
                    expectations: case.rules.len()
                        + usize::from(case.verdict.is_some())
                        + usize::from(case.points.is_some())
                        + usize::from(case.total.is_some())
                        + usize::from(case.statute.is_some()),
                    found,
                }
            })
            .collect()
    }

    pub(super) fn judge(&self, case: &Case, calendar: &Calendar) -> Judged {
        let inputs = Inputs::new(case.holidays.as_ref().unwrap_or(calendar));
        let facts = case_at(&case.case, case.at);
        let (mut statuses, mut points) = (Vec::new(), Vec::new());
        let (mut failed, mut unknown) = (false, false);
        for rule in &self.rules {
            let env = inputs.env(self, rule, &case.person, &facts);
            let (status, value) = rule_status(&env, rule, &[], None);
            match rule.force {
                Force::Block => {
                    failed |= status == Status::NotMet;
                    unknown |= status == Status::Unknown;
                }
                Force::Score if status != Status::NotApplicable => points.push(match value {
                    Value::Int(n) => Decimal::from_int(n),
                    Value::Dec(points) => Some(points),
                    _ => None,
                }),
                _ => {}
            }
            statuses.push(status);
        }
        Judged {
            verdict: Verdict::of(failed, unknown),
            statuses,
            points,
        }
    }

    fn statuses(&self, case: &Case, result: &Judged, wrong: &mut Wrong<'_>) {
        if let Some(expected) = case.verdict
            && expected != result.verdict
        {
            let message = format!(
                "case `{}` expects {}, but the verdict is {}",
                case.id,
                expected.as_str(),
                result.verdict.as_str()
            );
            let rules = self.rules.iter().zip(&result.statuses);
            let reasons: Vec<String> = rules
                .filter(|(rule, status)| rule.force == Force::Block && **status != Status::Met)
                .map(|(rule, status)| format!("{}: {}", rule.id, status.as_str()))
                .collect();
            wrong(&case.verdict_span, message, reasons.join(", "));
        }
        for ((id, expected), span) in case.rules.iter().zip(&case.rule_spans) {
            let Some(at) = self.rules.iter().position(|rule| rule.id == *id) else {
                continue;
            };
            let Some(actual) = result.statuses.get(at) else {
                continue;
            };
            if actual != expected {
                let message = format!(
                    "case `{}` expects the rule `{id}` to be {}, but it is {}",
                    case.id,
                    expected.as_str(),
                    actual.as_str()
                );
                wrong(span, message, String::new());
            }
        }
    }

    fn points(&self, case: &Case, result: &Judged, wrong: &mut Wrong<'_>) {
        let Some(expected) = case.points else { return };
        let actual = result.sum();
        if actual != Some(expected) {
            let message = format!(
                "case `{}` expects {expected} points, but they are {}",
                case.id,
                shown(actual)
            );
            let scores = self
                .rules
                .iter()
                .zip(&result.statuses)
                .filter(|(rule, status)| {
                    rule.force == Force::Score && **status != Status::NotApplicable
                });
            let parts: Vec<String> = scores
                .zip(&result.points)
                .filter(|(_, points)| points.is_none_or(|points| points.0 != 0))
                .map(|((rule, _), points)| format!("{}: {}", rule.id, shown(*points)))
                .collect();
            wrong(&case.expect_span, message, parts.join(", "));
        }
    }

    fn total(&self, case: &Case, judged: &[Judged], wrong: &mut Wrong<'_>) {
        let Some(expected) = case.total else { return };
        let mut sum = Some(Decimal(0));
        let own = std::iter::once((&case.id, &case.span));
        for (id, span) in own.chain(case.plus.iter().map(|(id, span)| (id, span))) {
            let Some(at) = self.cases.iter().position(|other| other.id == *id) else {
                let help = nearest(id, self.cases.iter().map(|c| c.id.as_str()))
                    .map_or_else(String::new, |near| format!("did you mean `{near}`?"));
                wrong(span, format!("there is no case `{id}`"), help);
                return;
            };
            let points = judged.get(at).and_then(Judged::sum);
            sum = sum
                .zip(points)
                .and_then(|(sum, points)| sum.0.checked_add(points.0))
                .map(Decimal);
        }
        if sum != Some(expected) {
            let message = format!(
                "case `{}` expects {expected} points in total, but they are {}",
                case.id,
                shown(sum)
            );
            wrong(&case.expect_span, message, String::new());
        }
    }
}

fn shown(points: Option<Decimal>) -> String {
    points.map_or_else(|| "unknown".to_owned(), |points| points.to_string())
}

type Wrong<'a> = dyn FnMut(&Range<usize>, String, String) + 'a;

fn statute(case: &Case, register: &Register, wrong: &mut Wrong<'_>) {
    let Some(expected) = &case.statute else {
        return;
    };
    let actual = register.statute(case.at).map(|source| source.id.as_str());
    if actual != Some(expected.as_str()) {
        let message = format!(
            "case `{}` expects {expected} as the statute on {}, but it is {}",
            case.id,
            case.at,
            actual.unwrap_or("none")
        );
        wrong(&case.expect_span, message, String::new());
    }
}
