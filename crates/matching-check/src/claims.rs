//! Goes through the claims of a result in order: form, people, limits, counts, then what its status claims.

use std::collections::HashMap;

use crate::json::Value;
use crate::problem::{Limit, Object, Problem};
use crate::proof::{self, Prices};
use crate::reasons::reasons;
use crate::value::{Keys, lottery, value};
use crate::{Broken, Claim, Report, clash, stability};

/// How many people each limit holds.
pub(crate) struct Held {
    pub(crate) slots: Vec<i128>,
    pub(crate) hosts: Vec<i128>,
    pub(crate) regions: Vec<i128>,
    pub(crate) agencies: Vec<i128>,
}

/// A placement whose people, places and counts are true.
pub(crate) struct Placed {
    /// Position of the choice that each applicant got.
    pub(crate) choice: Vec<Option<usize>>,
    pub(crate) held: Held,
    pub(crate) people: usize,
    /// Total value vector; empty for a mechanism.
    total: Vec<i128>,
}

/// The limits above an applicant's agency, itself first.
pub(crate) fn agencies_of(problem: &Problem, agency: Option<usize>) -> Vec<usize> {
    std::iter::successors(agency, |at| {
        problem.agencies.get(*at).and_then(|one| one.up)
    })
    .collect()
}

pub(crate) fn bump(counts: &mut [i128], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += 1;
    }
}

pub(crate) fn held(problem: &Problem, places: &[(usize, usize)]) -> Held {
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

pub(crate) fn full(limits: &[Limit], counts: &[i128], at: usize) -> bool {
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
            "bound",
            "unopened",
            "below_min",
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
    let status = top.text("status").map_err(format)?;
    let objective = !problem.objective.is_empty();
    let fields: &[&str] = match status {
        "optimal" if objective && !(problem.close && has_minimum(problem)) => {
            &["clash", "bound", "unopened", "below_min"]
        }
        "searched" if objective && problem.close && has_minimum(problem) => {
            &["clash", "bound", "below_min"]
        }
        "gap" if objective && problem.close && has_minimum(problem) => &["clash", "below_min"],
        "stable" if !objective => &["clash", "bound", "unopened", "value"],
        "infeasible" => {
            return clash::infeasible(problem, &top, digest);
        }
        other => {
            return Err(Broken::new(
                Claim::Status,
                format!("the status \"{other}\" cannot be true of this problem"),
            ));
        }
    };
    refuse_fields(&top, fields)?;
    let opened = opened(problem, &top)?;
    let used = opened.as_ref().unwrap_or(problem);
    let placed = placed(used, &top, status != "stable")?;
    let prices = if status == "stable" {
        stability::check(problem, &top, &placed)?;
        0
    } else {
        numbers(&top, "value", &placed.total, Claim::Value)?;
        let certificate = proof::certificate(&top, "duality", &["prices", "bound"])?;
        let prices = proves(used, &certificate, "prices", &placed.total)?;
        if status == "gap" {
            bound(problem, &top, &certificate, &placed.total)?;
        } else if certificate.get("bound").is_some() {
            return Err(format(
                "$.certificate.bound: does not belong to a result of this status".to_owned(),
            ));
        }
        prices
    };
    let reasons = reasons(problem, &top, &placed)?;
    Ok(Report {
        status: status.to_owned(),
        digest: digest.to_owned(),
        placed: placed.people,
        unplaced: problem.applicants.len() - placed.people,
        prices,
        reasons,
    })
}

pub(crate) fn refuse_fields(top: &Object<'_>, names: &[&str]) -> Result<(), Broken> {
    match names.iter().find(|name| top.get(name).is_some()) {
        Some(name) => Err(Broken::new(
            Claim::Format,
            format!("$.{name}: does not belong to a result of this status"),
        )),
        None => Ok(()),
    }
}

/// Whether any host or slot has a minimum.
fn has_minimum(problem: &Problem) -> bool {
    problem
        .hosts
        .iter()
        .chain(&problem.slots)
        .any(|one| one.min > 0)
}

/// Hosts that may stay unopened: with a minimum, their own or of a slot, and nobody pinned there.
fn optional(problem: &Problem) -> Vec<bool> {
    let mut list: Vec<bool> = problem.hosts.iter().map(|one| one.min > 0).collect();
    let mut mark = |slot: Option<&Limit>, value| {
        let host = slot.and_then(|one| one.up);
        if let Some(cell) = host.and_then(|at| list.get_mut(at)) {
            *cell = value;
        }
    };
    for slot in problem.slots.iter().filter(|one| one.min > 0) {
        mark(Some(slot), true);
    }
    for slot in problem.applicants.iter().filter_map(|one| one.pinned) {
        mark(problem.slots.get(slot), false);
    }
    list
}

/// The problem without minimums, and perhaps without room, at the chosen hosts.
fn relaxed(problem: &Problem, chosen: &[bool], shut: bool) -> Problem {
    let mut other = problem.clone();
    for (host, chosen) in other.hosts.iter_mut().zip(chosen) {
        if *chosen {
            host.min = 0;
            if shut {
                host.max = Some(0);
            }
        }
    }
    for slot in &mut other.slots {
        if slot.up.and_then(|at| chosen.get(at)) == Some(&true) {
            slot.min = 0;
        }
    }
    other
}

/// For a search: the problem in which the unopened hosts have no room.
fn opened(problem: &Problem, top: &Object<'_>) -> Result<Option<Problem>, Broken> {
    let Some(Value::List(items)) = top.get("unopened") else {
        return match top.get("unopened") {
            None if top.get("status") != Some(&Value::Text("searched".to_owned()))
                && top.get("status") != Some(&Value::Text("gap".to_owned())) =>
            {
                Ok(None)
            }
            _ => Err(Broken::new(Claim::Format, "$.unopened: expected an array")),
        };
    };
    let may = optional(problem);
    let mut chosen = vec![false; problem.hosts.len()];
    let mut next = 0;
    for (i, item) in items.iter().enumerate() {
        let at = (problem.hosts.iter().enumerate().skip(next))
            .find(|(at, host)| *item == Value::Text(host.id.clone()) && may.get(*at) == Some(&true))
            .map(|(at, _)| at);
        let cell = at.and_then(|at| chosen.get_mut(at));
        let (Some(at), Some(cell)) = (at, cell) else {
            return Err(Broken::new(
                Claim::Unopened,
                format!("$.unopened[{i}]: is no host that may stay unopened, or out of order"),
            ));
        };
        *cell = true;
        next = at + 1;
    }
    Ok(Some(relaxed(problem, &chosen, true)))
}

/// Checks that the named prices prove `total`; how many of them are not zero.
fn proves(
    problem: &Problem,
    certificate: &Object<'_>,
    name: &str,
    total: &[i128],
) -> Result<usize, Broken> {
    let prices = Prices::read(problem, certificate, name, total.len())?;
    let keys = Keys::new(problem);
    let dual = proof::dual_value(problem, &prices, total.len(), |who, position| {
        let person = problem.applicants.get(who)?;
        let choice = person.choices.get(position)?;
        let draw = lottery(*keys.applicants.get(who)?, *keys.slots.get(choice.slot)?);
        Some(value(problem, person, choice, position + 1, draw))
    })?;
    if dual != total {
        return Err(Broken::new(
            Claim::Duality,
            format!(
                "the dual value is {dual:?}, the value {total:?}: the prices do not prove the optimum"
            ),
        ));
    }
    Ok(prices.count())
}

/// Checks the bound of a search that was stopped.
fn bound(
    problem: &Problem,
    top: &Object<'_>,
    certificate: &Object<'_>,
    total: &[i128],
) -> Result<(), Broken> {
    let claimed = top
        .list("bound", true)
        .map_err(|words| Broken::new(Claim::Format, words))?;
    let claimed: Vec<i128> = (claimed.iter())
        .map_while(|item| {
            if let Value::Int(number) = item {
                Some(*number)
            } else {
                None
            }
        })
        .collect();
    if claimed.len() != total.len() || claimed.as_slice() < total {
        return Err(Broken::new(
            Claim::Value,
            "$.bound: is shorter or smaller than the value that was found",
        ));
    }
    let free = relaxed(problem, &optional(problem), false);
    proves(&free, certificate, "bound", &claimed).map(|_| ())
}

/// Checks who is where: people, ranks, conflicts, pins, limits, counts.
fn placed(problem: &Problem, top: &Object<'_>, minimums: bool) -> Result<Placed, Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
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

    let mut choice_of: Vec<Option<usize>> = vec![None; problem.applicants.len()];
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
        if let Some(cell) = choice_of.get_mut(who) {
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
        let at = choice_of
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
            if limit.max.is_some_and(|max| *count > max) || (minimums && *count < limit.min) {
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
    unplaced(problem, top, &choice_of)?;
    numbers(top, "profile", &profile, Claim::Profile)?;
    Ok(Placed {
        choice: choice_of,
        held,
        people: places.len(),
        total: if problem.objective.is_empty() {
            Vec::new()
        } else {
            total
        },
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
