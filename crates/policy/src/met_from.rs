//! The first date on which a rule is met if nothing but time passes.

use kernel::CivilDate;

use crate::expr::{Env, Seen, stable_until};
use crate::file::{Force, Rule};
use crate::value::Value;

/// How far ahead is searched, in years: fixed by the file format, not by any policy.
const HORIZON: i32 = 60;

/// At most so many days are simply tried before looking ahead again, once looking ahead brought nothing.
const PATIENCE: i32 = 64;

/// The first date from the rule's anchor on, at most 60 years ahead, on which the rule is met while decision,
/// start and end move together; a look-back window that merely ran empty does not count as met.
///
/// The caller has made sure that the rule is not unknown at shift 0.
pub(crate) fn met_from(env: &Env<'_>, rule: &Rule) -> Option<CivilDate> {
    let anchor = env.anchor_date(rule.anchor)?;
    let max = match anchor.add_years(HORIZON) {
        Some(last) => anchor.days_until(last),
        None => anchor.days_until(CivilDate::new(9999, 12, 31).ok()?),
    };
    let mut shift = 0;
    let mut seen = Seen::default();
    let (mut patience, mut tries) = (0, 0);
    while shift <= max {
        let date = anchor.add_days(shift)?;
        if date < rule.from {
            shift = anchor.days_until(rule.from);
            continue;
        }
        if !rule.applies_on(date) {
            return None;
        }
        let view = env.at_shift(shift, true);
        if holds(rule, &view.eval(&rule.expr)) {
            return Some(date);
        }
        if tries > 0 {
            tries -= 1;
            shift += 1;
            continue;
        }
        let until = stable_until(&view, &rule.expr, max, &mut seen).max(shift);
        patience = if until == shift {
            (2 * patience + 1).min(PATIENCE)
        } else {
            0
        };
        tries = patience;
        shift = until + 1;
    }
    None
}

/// Whether a value of the rule's expression means that the rule is met.
pub(crate) fn holds(rule: &Rule, value: &Value) -> bool {
    match rule.force {
        Force::Score => !value.is_missing(),
        _ => value.truth() == Some(true),
    }
}

#[cfg(test)]
mod tests;
