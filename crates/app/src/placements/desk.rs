//! What the desk adds to the data of a placement: terms of the problem, and how problems are changed as text.

use std::collections::BTreeSet;

use kernel::{Error, HostId, NominationId, Result};
use matching::{Placement, Problem};
use serde_json::{Value, json};

use super::build::{Input, unusable};
use super::ids::View;
use super::model::Run;
use super::notion::{Minimum, Notion, Terms};
use super::store;
use crate::db::Sql;
use crate::programmes::{Giving, Programme};

/// The terms of a problem of these inputs: declared conflicts always count, imported merit for ranked choices only.
pub(super) async fn terms(
    sql: &impl Sql,
    input: &Input,
    notion: Notion,
    minimum: Minimum,
) -> Result<Terms> {
    let mut terms = Terms {
        notion,
        minimum,
        ..Terms::default()
    };
    terms.conflicts = (store::conflict_pairs(sql, input.programme.id).await?)
        .into_iter()
        .collect();
    if input.programme.giving != Giving::Ranked {
        return Ok(terms);
    }
    let merit = store::merit(sql, input.programme.id).await?;
    for one in &input.candidates {
        if let Some((value, _)) = merit.get(one.nomination.snapshot.nip.as_str()) {
            terms.merit.insert(one.nomination.id, *value);
        }
    }
    Ok(terms)
}

fn read(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn problem(value: &Value) -> Result<Problem> {
    Problem::from_json(&value.to_string()).map_err(unusable)
}

/// The canonical text of a problem without its seed, which is what is published before the seed exists.
pub(super) fn without_seed(problem: &Problem) -> Result<String> {
    let seed = serde_json::to_string(problem.seed()).map_err(Error::internal)?;
    let member = format!("\"seed\":{seed},");
    let text = problem.to_json();
    match text.matches(&member).count() {
        1 => Ok(text.replacen(&member, "", 1)),
        n => Err(Error::internal(format!("a problem with {n} seeds"))),
    }
}

/// The frozen problem with a seed.
pub(super) fn with_seed(frozen: &str, seed: &str) -> Result<Problem> {
    let mut value = read(frozen)?;
    value["seed"] = json!(seed);
    problem(&value)
}

/// The same problem under another notion of fairness.
pub(super) fn with_notion(
    base: &Problem,
    notion: Notion,
    programme: &Programme,
) -> Result<Problem> {
    let mut value = read(&base.to_json())?;
    if let Some(object) = value.as_object_mut() {
        object.remove("objective");
        object.remove("mechanism");
    }
    let aims = notion.objectives(programme);
    if aims.is_empty() {
        value["mechanism"] = json!("merit-stable");
    } else {
        value["objective"] = aims.iter().map(|one| one.name()).collect();
    }
    problem(&value)
}

/// The same problem with people fixed on places beside those who are already.
pub(super) fn with_pins(base: &Problem, pins: &[(String, String)]) -> Result<Problem> {
    let mut value = read(&base.to_json())?;
    let mut list = value["pinned"].as_array().cloned().unwrap_or_default();
    for (person, slot) in pins {
        list.retain(|one| one["applicant"] != json!(person));
        list.push(json!({"applicant": person, "slot": slot}));
    }
    value["pinned"] = Value::Array(list);
    problem(&value)
}

/// Pairs of a problem, by its own ids, that are declared in conflict now.
pub(super) fn declared(
    view: &View,
    base: &Problem,
    pairs: &[(NominationId, HostId)],
) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for person in &view.ids.people {
        if base.applicant_index(&person.alias).is_none() {
            continue;
        }
        for (slot, _) in &person.choices {
            let place = view.slots.iter().find(|one| one.id == *slot);
            let host = place.map(|one| (person.nomination, one.host_id));
            if host.is_some_and(|host| pairs.contains(&host)) {
                found.push((person.alias.clone(), view.ids.slot(*slot)?.to_owned()));
            }
        }
    }
    Ok(found)
}

/// The problem with exactly these pairs in conflict, and whether that is new. Who was fixed on such a place is fixed no
/// longer: no decision outlives a conflict that was declared after it.
pub(super) fn with_conflicts(
    base: &Problem,
    pairs: &[(String, String)],
) -> Result<(Problem, bool)> {
    let mut value = read(&base.to_json())?;
    let pair = |one: &Value| {
        Some((
            one["applicant"].as_str()?.to_owned(),
            one["slot"].as_str()?.to_owned(),
        ))
    };
    let set = |list: &Value| -> BTreeSet<(String, String)> {
        (list.as_array().into_iter().flatten())
            .filter_map(pair)
            .collect()
    };
    let now: BTreeSet<(String, String)> = pairs.iter().cloned().collect();
    if set(&value["conflicts"]) == now {
        return Ok((base.clone(), false));
    }
    if let Some(list) = value.get_mut("pinned").and_then(Value::as_array_mut) {
        list.retain(|one| pair(one).is_none_or(|one| !now.contains(&one)));
    }
    value["conflicts"] = (pairs.iter())
        .map(|(person, slot)| json!({"applicant": person, "slot": slot}))
        .collect();
    Ok((problem(&value)?, true))
}

/// The problem and the placement of a stored run.
pub(super) fn stored(run: &Run) -> Result<(Problem, Placement)> {
    let problem = Problem::from_json(&run.problem).map_err(unusable)?;
    let placement = Placement::from_json(&problem, &run.result).map_err(unusable)?;
    Ok((problem, placement))
}
