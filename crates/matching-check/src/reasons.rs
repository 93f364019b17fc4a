//! Checks the reasons: for each choice better than the one received, the first limit that is full.

use crate::claims::{Held, Placed, agencies_of, full};
use crate::problem::{Limit, Object, Problem};
use crate::{Broken, Claim};

/// Checks that each choice better than the one received has its true reason, and nothing else stands there.
pub(crate) fn reasons(
    problem: &Problem,
    top: &Object<'_>,
    placed: &Placed,
) -> Result<usize, Broken> {
    let held = &placed.held;
    let format = |words: String| Broken::new(Claim::Format, words);
    let items = top.list("reasons", true).map_err(format)?;
    let mut rest = items.iter().enumerate();
    for (person, granted) in problem.applicants.iter().zip(&placed.choice) {
        for choice in person
            .choices
            .iter()
            .take(granted.unwrap_or(person.choices.len()))
        {
            let slot = choice.slot;
            let slot_id = problem.slots.get(slot).map_or("", |one| one.id.as_str());
            let host = problem.slots.get(slot).and_then(|one| one.up);
            let region = host
                .and_then(|at| problem.hosts.get(at))
                .and_then(|one| one.up);
            let present = granted
                .and_then(|at| person.choices.get(at))
                .map(|one| one.slot);
            let truth = if choice.conflict {
                "conflict"
            } else if full(&problem.slots, &held.slots, slot) {
                "slot"
            } else if host.is_some_and(|at| full(&problem.hosts, &held.hosts, at)) {
                "host"
            } else if region.is_some_and(|at| full(&problem.regions, &held.regions, at)) {
                "region"
            } else if present.is_none()
                && agencies_of(problem, person.agency)
                    .iter()
                    .any(|at| full(&problem.agencies, &held.agencies, *at))
            {
                "agency"
            } else if present.is_some_and(|present| at_minimum(problem, held, present, host)) {
                "minimum"
            } else {
                "value"
            };
            let Some((i, item)) = rest.next() else {
                return Err(Broken::new(
                    Claim::Reason,
                    format!("$.reasons: none for \"{}\" and \"{slot_id}\"", person.id),
                ));
            };
            let one = Object::new(
                item,
                &format!("$.reasons[{i}]"),
                &["applicant", "slot", "limit"],
            )
            .map_err(format)?;
            let claimed = (
                one.text("applicant").map_err(format)?,
                one.text("slot").map_err(format)?,
                one.text("limit").map_err(format)?,
            );
            if claimed != (person.id.as_str(), slot_id, truth) {
                return Err(Broken::new(
                    Claim::Reason,
                    format!(
                        "$.reasons[{i}]: should be \"{}\", \"{slot_id}\", \"{truth}\"",
                        person.id
                    ),
                ));
            }
        }
    }
    match rest.next() {
        Some((i, _)) => Err(Broken::new(
            Claim::Reason,
            format!("$.reasons[{i}]: is superfluous"),
        )),
        None => Ok(items.len()),
    }
}

/// Whether leaving `present` for a slot of `host` would break a minimum.
fn at_minimum(problem: &Problem, held: &Held, present: usize, host: Option<usize>) -> bool {
    let low = |limits: &[Limit], counts: &[i128], at: usize| {
        limits
            .get(at)
            .is_some_and(|one| counts.get(at).is_some_and(|count| *count <= one.min))
    };
    let own = problem.slots.get(present).and_then(|one| one.up);
    low(&problem.slots, &held.slots, present)
        || (own != host && own.is_some_and(|at| low(&problem.hosts, &held.hosts, at)))
}
