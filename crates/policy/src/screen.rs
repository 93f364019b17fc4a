//! Screening of many people: verdict and bitmasks by rule order, row by row, with the results of `explain`.

use kernel::CivilDate;
use serde::Serialize;

use crate::explain::{Inputs, case_at, rule_status};
use crate::facts::Facts;
use crate::file::{Force, Policy};
use crate::status::{Status, Verdict};

/// A person to screen, with the case she applies for (an empty one if there is none).
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Facts of the person.
    pub person: &'a Facts,
    /// Facts of the case.
    pub case: &'a Facts,
}

/// Result of one person; bit 0 of a mask is the first rule of the policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct RowResult {
    /// What the policy says.
    pub verdict: Verdict,
    /// Block rules not met.
    pub failed: u64,
    /// Rules of any force that are unknown.
    pub unknown: u64,
    /// Warn rules not met.
    pub warned: u64,
}

/// Screens people at a decision date, in their order.
pub fn screen<'a>(
    policy: &Policy,
    rows: impl IntoIterator<Item = Row<'a>>,
    decision: CivilDate,
    inputs: &Inputs<'_>,
) -> Vec<RowResult> {
    rows.into_iter()
        .map(|row| screen_one(policy, row.person, row.case, decision, inputs))
        .collect()
}

/// Screens one person.
pub fn screen_one(
    policy: &Policy,
    person: &Facts,
    case: &Facts,
    decision: CivilDate,
    inputs: &Inputs<'_>,
) -> RowResult {
    let case = case_at(case, decision);
    let (mut failed, mut unknown, mut warned) = (0, 0, 0);
    let mut block_unknown = false;
    for (i, rule) in policy.rules.iter().enumerate() {
        let bit = 1u64 << i;
        let env = inputs.env(policy, rule, person, &case);
        let (status, _) = rule_status(&env, rule, inputs.waivers, None);
        match (status, rule.force) {
            (Status::NotMet, Force::Block) => failed |= bit,
            (Status::NotMet, Force::Warn) => warned |= bit,
            (Status::Unknown, force) => {
                unknown |= bit;
                block_unknown |= force == Force::Block;
            }
            _ => {}
        }
    }
    RowResult {
        verdict: Verdict::of(failed != 0, block_unknown),
        failed,
        unknown,
        warned,
    }
}

#[cfg(test)]
mod tests;
