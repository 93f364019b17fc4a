//! Checks a stable placement from the definition: no pair blocks, the cut-offs and the unmet minimums are true.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::claims::{Held, Placed, agencies_of, full};
use crate::json::Value;
use crate::problem::{Limit, Object, Problem};
use crate::proof::certificate;
use crate::value::{Keys, lottery};
use crate::{Broken, Claim};

/// Place of a pair in an order: pinned people first, then merit (higher first), lottery number, own rank.
type Place = (bool, Reverse<i128>, i128, usize);

/// The last pair within each limit.
struct Last {
    slots: Vec<Option<Place>>,
    hosts: Vec<Option<Place>>,
    regions: Vec<Option<Place>>,
    agencies: Vec<Option<Place>>,
}

fn note(list: &mut [Option<Place>], at: usize, place: Place) {
    if let Some(cell) = list.get_mut(at) {
        *cell = (*cell).max(Some(place));
    }
}

/// Slot, host and region of a slot.
fn receiving(problem: &Problem, slot: usize) -> (Option<usize>, Option<usize>) {
    let host = problem.slots.get(slot).and_then(|one| one.up);
    let region = host
        .and_then(|at| problem.hosts.get(at))
        .and_then(|one| one.up);
    (host, region)
}

/// Receiving and sending place of a pair.
fn places(
    problem: &Problem,
    draws: &[i128],
    who: usize,
    position: usize,
) -> Option<(Place, Place)> {
    let person = problem.applicants.get(who)?;
    let choice = person.choices.get(position)?;
    let draw = *draws.get(who)?;
    let free = person.pinned.is_none();
    let received = choice.merit.unwrap_or(person.merit);
    Some((
        (free, Reverse(received), draw, position),
        (free, Reverse(person.merit), draw, position),
    ))
}

/// Checks that no pair blocks, and what the certificate says about it.
pub(crate) fn check(problem: &Problem, top: &Object<'_>, placed: &Placed) -> Result<(), Broken> {
    let keys = Keys::new(problem);
    let draws: Vec<i128> = keys.applicants.iter().map(|key| lottery(*key, 0)).collect();
    let mut last = Last {
        slots: vec![None; problem.slots.len()],
        hosts: vec![None; problem.hosts.len()],
        regions: vec![None; problem.regions.len()],
        agencies: vec![None; problem.agencies.len()],
    };
    for (who, (person, granted)) in problem.applicants.iter().zip(&placed.choice).enumerate() {
        let Some(position) = *granted else { continue };
        let Some((received, sent)) = places(problem, &draws, who, position) else {
            continue;
        };
        let slot = person.choices.get(position).map_or(0, |one| one.slot);
        let (host, region) = receiving(problem, slot);
        note(&mut last.slots, slot, received);
        host.into_iter()
            .for_each(|at| note(&mut last.hosts, at, received));
        region
            .into_iter()
            .for_each(|at| note(&mut last.regions, at, received));
        for at in agencies_of(problem, person.agency) {
            note(&mut last.agencies, at, sent);
        }
    }
    blocking(problem, placed, &draws, &last)?;
    cutoffs(problem, top, &placed.held, &last)?;
    minimums(problem, top, &placed.held)
}

fn blocking(problem: &Problem, placed: &Placed, draws: &[i128], last: &Last) -> Result<(), Broken> {
    let held = &placed.held;
    for (who, (person, granted)) in problem.applicants.iter().zip(&placed.choice).enumerate() {
        if person.pinned.is_some() {
            continue;
        }
        let better = granted.unwrap_or(person.choices.len());
        for (position, choice) in person.choices.iter().take(better).enumerate() {
            let Some((received, sent)) = places(problem, draws, who, position) else {
                continue;
            };
            if choice.conflict {
                continue;
            }
            let sends = granted.is_some() || {
                let tight = agencies_of(problem, person.agency)
                    .into_iter()
                    .find(|at| full(&problem.agencies, &held.agencies, *at));
                gives_way(tight, &last.agencies, sent)
            };
            let (host, region) = receiving(problem, choice.slot);
            let receives = if full(&problem.slots, &held.slots, choice.slot) {
                gives_way(Some(choice.slot), &last.slots, received)
            } else if let Some(at) = host.filter(|at| full(&problem.hosts, &held.hosts, *at)) {
                gives_way(Some(at), &last.hosts, received)
            } else if let Some(at) = region.filter(|at| full(&problem.regions, &held.regions, *at))
            {
                gives_way(Some(at), &last.regions, received)
            } else {
                true
            };
            if sends && receives {
                let slot = problem
                    .slots
                    .get(choice.slot)
                    .map_or("", |one| one.id.as_str());
                return Err(Broken::new(
                    Claim::Blocks,
                    format!("\"{}\" and \"{slot}\" block the placement", person.id),
                ));
            }
        }
    }
    Ok(())
}

/// Whether nothing is full, or the smallest full limit holds somebody later who is not pinned.
fn gives_way(tight: Option<usize>, last: &[Option<Place>], own: Place) -> bool {
    match tight {
        None => true,
        Some(at) => last
            .get(at)
            .copied()
            .flatten()
            .is_some_and(|place| place > own),
    }
}

fn cutoffs(problem: &Problem, top: &Object<'_>, held: &Held, last: &Last) -> Result<(), Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
    let certificate = certificate(top, "stability", &["cutoffs"])?;
    let tables = certificate
        .get("cutoffs")
        .ok_or_else(|| format("$.certificate.cutoffs: is missing".to_owned()))?;
    let tables = Object::new(
        tables,
        "$.certificate.cutoffs",
        &["slots", "hosts", "regions", "agencies"],
    )
    .map_err(format)?;
    for (name, limits, counts, last) in [
        ("slots", &problem.slots, &held.slots, &last.slots),
        ("hosts", &problem.hosts, &held.hosts, &last.hosts),
        ("regions", &problem.regions, &held.regions, &last.regions),
        (
            "agencies",
            &problem.agencies,
            &held.agencies,
            &last.agencies,
        ),
    ] {
        let claimed: HashMap<&str, &Value> = match tables.get(name) {
            None => HashMap::new(),
            Some(Value::Map(entries)) => (entries.iter())
                .map(|(id, item)| (id.as_str(), item))
                .collect(),
            Some(_) => {
                return Err(format(format!("{}.{name}: expected an object", tables.at)));
            }
        };
        let mut known = 0;
        for (at, (limit, last)) in limits.iter().zip(last).enumerate() {
            let truth: Option<&Limit> = full(limits, counts, at).then_some(limit);
            let truth = truth.and(last.as_ref()).map(|(_, merit, _, _)| merit.0);
            let stated = claimed.get(limit.id.as_str());
            known += usize::from(stated.is_some());
            if stated.copied() != truth.map(Value::Int).as_ref() {
                return Err(Broken::new(
                    Claim::Cutoff,
                    format!("{}.{name}.{}: should be {truth:?}", tables.at, limit.id),
                ));
            }
        }
        if known != claimed.len() {
            return Err(Broken::new(
                Claim::Cutoff,
                format!("{}.{name}: names a limit that is not known", tables.at),
            ));
        }
    }
    Ok(())
}

fn minimums(problem: &Problem, top: &Object<'_>, held: &Held) -> Result<(), Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
    let items = top.list("below_min", true).map_err(format)?;
    let mut claimed = items.iter().enumerate();
    for (kind, limits, counts) in [
        ("slot", &problem.slots, &held.slots),
        ("host", &problem.hosts, &held.hosts),
    ] {
        for (limit, count) in limits
            .iter()
            .zip(counts)
            .filter(|(limit, count)| **count < limit.min)
        {
            let broken = || {
                Broken::new(
                    Claim::Minimum,
                    format!(
                        "$.below_min: {kind} \"{}\" holds {count} of at least {}",
                        limit.id, limit.min
                    ),
                )
            };
            let (i, item) = claimed.next().ok_or_else(broken)?;
            let at = format!("$.below_min[{i}]");
            let one = Object::new(item, &at, &["limit", "id", "min", "held"]).map_err(format)?;
            let stated = (
                one.text("limit").map_err(format)?,
                one.text("id").map_err(format)?,
                one.int("min", i128::MIN, i128::MAX).map_err(format)?,
                one.int("held", i128::MIN, i128::MAX).map_err(format)?,
            );
            if stated != (kind, limit.id.as_str(), Some(limit.min), Some(*count)) {
                return Err(broken());
            }
        }
    }
    match claimed.next() {
        Some((i, _)) => Err(Broken::new(
            Claim::Minimum,
            format!("$.below_min[{i}]: is superfluous"),
        )),
        None => Ok(()),
    }
}
