//! Goes through the claims of a result in order: form, people, limits, counts, value, proof, reasons.

use std::collections::HashMap;

use crate::json::Value;
use crate::problem::{Limit, Object, Problem};
use crate::proof::{self, Prices};
use crate::value::{Keys, lottery, value};
use crate::{Broken, Claim, Report};

/// How many people each limit holds.
struct Held {
    slots: Vec<i128>,
    hosts: Vec<i128>,
    regions: Vec<i128>,
    agencies: Vec<i128>,
}

/// The limits above an applicant's agency, itself first.
pub(crate) fn agencies_of(problem: &Problem, agency: Option<usize>) -> Vec<usize> {
    std::iter::successors(agency, |at| {
        problem.agencies.get(*at).and_then(|one| one.up)
    })
    .collect()
}

fn bump(counts: &mut [i128], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += 1;
    }
}

fn held(problem: &Problem, places: &[(usize, usize)]) -> Held {
    let mut held = Held {
        slots: vec![0; problem.slots.len()],
        hosts: vec![0; problem.hosts.len()],
        regions: vec![0; problem.regions.len()],
        agencies: vec![0; problem.agencies.len()],
    };
    for (person, slot) in places {
        bump(&mut held.slots, *slot);
        let host = problem.slots.get(*slot).and_then(|one| one.up);
        let region = host
            .and_then(|at| problem.hosts.get(at))
            .and_then(|one| one.up);
        host.into_iter().for_each(|at| bump(&mut held.hosts, at));
        region
            .into_iter()
            .for_each(|at| bump(&mut held.regions, at));
        for at in agencies_of(
            problem,
            problem.applicants.get(*person).and_then(|one| one.agency),
        ) {
            bump(&mut held.agencies, at);
        }
    }
    held
}

fn full(limits: &[Limit], counts: &[i128], at: usize) -> bool {
    let max = limits.get(at).and_then(|one| one.max);
    max.is_some_and(|max| counts.get(at).is_some_and(|count| *count >= max))
}

/// Checks the result; `digest` is the problem's.
pub(crate) fn check(problem: &Problem, result: &Value, digest: &str) -> Result<Report, Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
    let top = Object::new(
        result,
        "$",
        &[
            "format",
            "problem",
            "status",
            "value",
            "profile",
            "assignments",
            "unplaced",
            "reasons",
            "certificate",
            "clash",
        ],
    )
    .map_err(format)?;
    if top.text("format").map_err(format)? != "titian-placement-result/1" {
        return Err(format(
            "$.format: expected \"titian-placement-result/1\"".to_owned(),
        ));
    }
    let claimed = top.text("problem").map_err(format)?;
    if claimed != digest {
        return Err(Broken::new(
            Claim::Digest,
            format!("the result answers {claimed}, but the problem is {digest}"),
        ));
    }
    match top.text("status").map_err(format)? {
        "optimal" => optimal(problem, &top, digest),
        "infeasible" => infeasible(problem, &top, digest),
        other => Err(Broken::new(
            Claim::Status,
            format!("the status \"{other}\" cannot be checked by this version"),
        )),
    }
}

fn refuse_fields(top: &Object<'_>, names: &[&str]) -> Result<(), Broken> {
    match names.iter().find(|name| top.get(name).is_some()) {
        Some(name) => Err(Broken::new(
            Claim::Format,
            format!("$.{name}: does not belong to a result of this status"),
        )),
        None => Ok(()),
    }
}

fn optimal(problem: &Problem, top: &Object<'_>, digest: &str) -> Result<Report, Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
    refuse_fields(top, &["clash"])?;
    if problem.objective.is_empty() {
        return Err(Broken::new(
            Claim::Status,
            "the problem has no objectives, so nothing can be optimal for it",
        ));
    }
    let people: HashMap<&str, usize> = problem
        .applicants
        .iter()
        .enumerate()
        .map(|(at, one)| (one.id.as_str(), at))
        .collect();
    let slots: HashMap<&str, usize> = problem
        .slots
        .iter()
        .enumerate()
        .map(|(at, one)| (one.id.as_str(), at))
        .collect();
    let keys = Keys::new(problem);

    let mut placed: Vec<Option<usize>> = vec![None; problem.applicants.len()];
    let mut places = Vec::new();
    let mut profile = vec![0_i128; problem.longest];
    let mut total = vec![0_i128; 0];
    let mut earlier = None;
    for (i, item) in top
        .list("assignments", true)
        .map_err(format)?
        .iter()
        .enumerate()
    {
        let one = Object::new(
            item,
            &format!("$.assignments[{i}]"),
            &["applicant", "slot", "rank"],
        )
        .map_err(format)?;
        let at = &one.at;
        let id = one.text("applicant").map_err(format)?;
        let slot_id = one.text("slot").map_err(format)?;
        let Some((who, person)) = people
            .get(id)
            .and_then(|who| Some((*who, problem.applicants.get(*who)?)))
        else {
            return Err(Broken::new(
                Claim::Applicant,
                format!("{at}: \"{id}\" is no applicant"),
            ));
        };
        if earlier.is_some_and(|earlier| earlier >= who) {
            return Err(Broken::new(
                Claim::Applicant,
                format!("{at}: \"{id}\" stands twice or out of the problem's order"),
            ));
        }
        earlier = Some(who);
        let choice = slots.get(slot_id).and_then(|slot| {
            person
                .choices
                .iter()
                .enumerate()
                .find(|(_, one)| one.slot == *slot)
        });
        let Some((position, choice)) = choice else {
            return Err(Broken::new(
                Claim::Slot,
                format!("{at}: \"{slot_id}\" is none of the choices of \"{id}\""),
            ));
        };
        let rank = one.int("rank", i128::MIN, i128::MAX).map_err(format)?;
        if rank.and_then(|rank| usize::try_from(rank).ok()) != Some(position + 1) {
            return Err(Broken::new(
                Claim::Rank,
                format!("{at}: \"{slot_id}\" is choice {} of \"{id}\"", position + 1),
            ));
        }
        if choice.conflict {
            return Err(Broken::new(
                Claim::Conflict,
                format!("{at}: \"{id}\" and \"{slot_id}\" are in conflict"),
            ));
        }
        if let Some(cell) = placed.get_mut(who) {
            *cell = Some(position);
        }
        places.push((who, choice.slot));
        bump(&mut profile, position);
        let draw = lottery(
            keys.applicants.get(who).copied().unwrap_or(0),
            keys.slots.get(choice.slot).copied().unwrap_or(0),
        );
        let vector = value(problem, person, choice, position + 1, draw);
        total.resize(vector.len(), 0);
        for (sum, part) in total.iter_mut().zip(vector) {
            // At most 2·10⁶ people with components below 2⁴¹: far from 128 bits.
            *sum += part;
        }
    }
    let width = problem.objective.iter().fold(1, |sum, name| {
        sum + if name == "greedy" || name == "generous" {
            problem.longest
        } else {
            1
        }
    });
    total.resize(width, 0);

    for (who, person) in problem.applicants.iter().enumerate() {
        let Some(pinned) = person.pinned else {
            continue;
        };
        let at = placed
            .get(who)
            .copied()
            .flatten()
            .and_then(|at| person.choices.get(at));
        if at.is_none_or(|choice| choice.slot != pinned) {
            return Err(Broken::new(
                Claim::Pin,
                format!("\"{}\" is not on the slot that is fixed for her", person.id),
            ));
        }
    }
    let held = held(problem, &places);
    for (kind, limits, counts) in [
        ("slot", &problem.slots, &held.slots),
        ("host", &problem.hosts, &held.hosts),
        ("region", &problem.regions, &held.regions),
        ("agency", &problem.agencies, &held.agencies),
    ] {
        for (limit, count) in limits.iter().zip(counts) {
            if limit.max.is_some_and(|max| *count > max) || *count < limit.min {
                return Err(Broken::new(
                    Claim::Capacity,
                    format!(
                        "{kind} \"{}\" holds {count}, allowed are {} to {}",
                        limit.id,
                        limit.min,
                        limit
                            .max
                            .map_or("any number".to_owned(), |max| max.to_string())
                    ),
                ));
            }
        }
    }
    unplaced(problem, top, &placed)?;
    numbers(top, "profile", &profile, Claim::Profile)?;
    numbers(top, "value", &total, Claim::Value)?;
    let prices = Prices::read(problem, top, "duality", width)?;
    let dual = proof::dual_value(problem, &prices, width, |who, position| {
        let person = problem.applicants.get(who)?;
        let choice = person.choices.get(position)?;
        let draw = lottery(*keys.applicants.get(who)?, *keys.slots.get(choice.slot)?);
        Some(value(problem, person, choice, position + 1, draw))
    })?;
    if dual != total {
        return Err(Broken::new(
            Claim::Duality,
            format!(
                "the dual value is {dual:?}, the total value {total:?}: the prices do not prove the optimum"
            ),
        ));
    }
    let reasons = reasons(problem, top, &placed, &held)?;
    Ok(Report {
        status: "optimal".to_owned(),
        digest: digest.to_owned(),
        placed: places.len(),
        unplaced: problem.applicants.len() - places.len(),
        prices: prices.count(),
        reasons,
    })
}

fn unplaced(problem: &Problem, top: &Object<'_>, placed: &[Option<usize>]) -> Result<(), Broken> {
    let claimed = top
        .list("unplaced", true)
        .map_err(|words| Broken::new(Claim::Format, words))?;
    let mut claimed = claimed.iter();
    let left_over = problem
        .applicants
        .iter()
        .zip(placed)
        .filter(|(_, at)| at.is_none());
    for (person, _) in left_over {
        let found = claimed.next();
        if !matches!(found, Some(Value::Text(id)) if *id == person.id) {
            return Err(Broken::new(
                Claim::Unplaced,
                format!(
                    "$.unplaced: \"{}\" has no place and should stand next",
                    person.id
                ),
            ));
        }
    }
    match claimed.next() {
        Some(_) => Err(Broken::new(
            Claim::Unplaced,
            "$.unplaced: it goes on after the last applicant without a place",
        )),
        None => Ok(()),
    }
}

fn numbers(top: &Object<'_>, name: &str, truth: &[i128], claim: Claim) -> Result<(), Broken> {
    let items = top
        .list(name, true)
        .map_err(|words| Broken::new(Claim::Format, words))?;
    let equal = items.len() == truth.len()
        && items
            .iter()
            .zip(truth)
            .all(|(item, number)| *item == Value::Int(*number));
    if equal {
        Ok(())
    } else {
        Err(Broken::new(
            claim,
            format!("$.{name}: the assignments give {truth:?}"),
        ))
    }
}

fn reasons(
    problem: &Problem,
    top: &Object<'_>,
    placed: &[Option<usize>],
    held: &Held,
) -> Result<usize, Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
    let items = top.list("reasons", true).map_err(format)?;
    let mut rest = items.iter().enumerate();
    for (person, granted) in problem.applicants.iter().zip(placed) {
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

fn infeasible(problem: &Problem, top: &Object<'_>, digest: &str) -> Result<Report, Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
    refuse_fields(
        top,
        &["value", "profile", "assignments", "unplaced", "reasons"],
    )?;
    let pinned: Vec<(usize, usize)> = problem
        .applicants
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((at, one.pinned?)))
        .collect();
    let held = held(problem, &pinned);
    for (i, item) in top.list("clash", true).map_err(format)?.iter().enumerate() {
        let one = Object::new(
            item,
            &format!("$.clash[{i}]"),
            &["limit", "id", "max", "pinned", "says"],
        )
        .map_err(format)?;
        let (limits, counts) = match one.text("limit").map_err(format)? {
            "slot" => (&problem.slots, &held.slots),
            "host" => (&problem.hosts, &held.hosts),
            "region" => (&problem.regions, &held.regions),
            "agency" => (&problem.agencies, &held.agencies),
            other => {
                return Err(Broken::new(
                    Claim::Clash,
                    format!("{}: unknown limit \"{other}\"", one.at),
                ));
            }
        };
        let id = one.text("id").map_err(format)?;
        let truth = limits.iter().zip(counts).find(|(limit, _)| limit.id == id);
        let Some((limit, count)) = truth else {
            return Err(Broken::new(
                Claim::Clash,
                format!("{}: \"{id}\" is not known", one.at),
            ));
        };
        let max = one.int("max", i128::MIN, i128::MAX).map_err(format)?;
        let claimed = one.int("pinned", i128::MIN, i128::MAX).map_err(format)?;
        if max.is_none() || limit.max != max || claimed != Some(*count) {
            return Err(Broken::new(
                Claim::Clash,
                format!(
                    "{}: \"{id}\" allows {:?} and {count} are pinned",
                    one.at, limit.max
                ),
            ));
        }
    }
    let prices = Prices::read(problem, top, "infeasibility", 1)?;
    let dual = proof::dual_value(problem, &prices, 1, |_, _| Some(vec![0]))?;
    if dual.iter().all(|part| *part >= 0) {
        return Err(Broken::new(
            Claim::Duality,
            format!("the dual value is {dual:?}, which must be below 0 to prove that nothing fits"),
        ));
    }
    Ok(Report {
        status: "infeasible".to_owned(),
        digest: digest.to_owned(),
        placed: 0,
        unplaced: problem.applicants.len(),
        prices: prices.count(),
        reasons: 0,
    })
}
