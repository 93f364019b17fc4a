//! Expectations of examples that a policy no longer meets, with what it comes to now, so that a person can agree to the change.

use std::ops::Range;

use kernel::CivilDate;

use crate::calendar::Calendar;
use crate::file::Policy;
use crate::status::{Status, Verdict};

/// An expectation that does not hold any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Id of the example.
    pub case: String,
    /// Its decision date.
    pub at: CivilDate,
    /// What is expected and what comes out.
    pub outcome: Outcome,
    /// Bytes of the expected word in the text, quotation marks included.
    pub place: Range<usize>,
}

/// What an example expects, beside what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The verdict.
    Verdict {
        /// As the example says.
        expected: Verdict,
        /// As the policy says now.
        actual: Verdict,
    },
    /// The status of a rule.
    Rule {
        /// Its id.
        rule: String,
        /// As the example says.
        expected: Status,
        /// As the policy says now.
        actual: Status,
    },
}

impl Outcome {
    /// The word that would make the example hold again.
    pub fn actual(&self) -> &'static str {
        match self {
            Self::Verdict { actual, .. } => actual.as_str(),
            Self::Rule { actual, .. } => actual.as_str(),
        }
    }
}

impl Policy {
    /// Verdicts and statuses that examples expect in vain, in the order of the file.
    ///
    /// Points, totals and statutes are not among them: they are computed by tables, and are mended in the text.
    pub fn stale_expectations(&self, calendar: &Calendar) -> Vec<Stale> {
        let mut stale = Vec::new();
        for case in &self.cases {
            let judged = self.judge(case, calendar);
            let mut note = |outcome, place: &Range<usize>| {
                stale.push(Stale {
                    case: case.id.clone(),
                    at: case.at,
                    outcome,
                    place: place.clone(),
                });
            };
            if let Some(expected) = case.verdict
                && expected != judged.verdict
            {
                let actual = judged.verdict;
                note(Outcome::Verdict { expected, actual }, &case.verdict_span);
            }
            for ((id, expected), place) in case.rules.iter().zip(&case.rule_spans) {
                let at = self.rules.iter().position(|rule| rule.id == *id);
                if let Some(actual) = at.and_then(|at| judged.statuses.get(at).copied())
                    && actual != *expected
                {
                    let outcome = Outcome::Rule {
                        rule: id.clone(),
                        expected: *expected,
                        actual,
                    };
                    note(outcome, place);
                }
            }
        }
        stale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped(change: impl Fn(&str) -> String) -> Policy {
        let (name, text) = crate::shipped::POLICIES[0];
        Policy::parse(name, &change(text)).unwrap()
    }

    #[test]
    fn a_policy_as_shipped_expects_nothing_in_vain() {
        let policy = shipped(str::to_owned);
        assert_eq!(policy.stale_expectations(&Calendar::default()), []);
    }

    #[test]
    fn the_word_at_the_place_is_the_expected_one_and_replacing_it_makes_the_example_hold() {
        let policy = shipped(|text| {
            let old = "[param.min_service_years]\nvalue = 2";
            assert!(text.contains(old));
            text.replace(old, "[param.min_service_years]\nvalue = 30")
        });
        let stale = policy.stale_expectations(&Calendar::default());
        assert!(!stale.is_empty());
        let mut text = policy.text().to_owned();
        for one in stale.iter().rev() {
            let expected = match &one.outcome {
                Outcome::Verdict { expected, .. } => expected.as_str(),
                Outcome::Rule { expected, .. } => expected.as_str(),
            };
            assert_eq!(&text[one.place.clone()], format!("\"{expected}\""));
            text.replace_range(one.place.clone(), &format!("\"{}\"", one.outcome.actual()));
        }
        let mended = Policy::parse("t", &text).unwrap();
        assert_eq!(mended.stale_expectations(&Calendar::default()), []);
    }
}
