//! The rules that a problem must obey: goals, ids, references, limits, the tree of agencies.

use std::collections::{HashMap, HashSet};

use crate::builder::{AgencyInput, ApplicantInput, PairInput, PlaceInput};
use crate::problem::{
    Agency, Applicant, Choice, Goal, InputError, MAX_CHOICES, MAX_LIMIT, MAX_SCORE, Objective, Pair,
};

pub(crate) fn check_goal(goal: Option<Goal>) -> Result<Goal, InputError> {
    let Some(goal) = goal else {
        return Err(InputError::new(
            "$.objective",
            "nothing",
            "\"objective\" or \"mechanism\"",
        ));
    };
    if let Goal::Objective(list) = &goal {
        if list.is_empty() {
            return Err(InputError::new(
                "$.objective",
                "an empty list",
                "at least one objective",
            ));
        }
        let mut seen = HashSet::new();
        for (i, one) in list.iter().enumerate() {
            if !seen.insert(*one) {
                return Err(InputError::new(
                    format!("$.objective[{i}]"),
                    format_args!("\"{}\" a second time", one.name()),
                    "every objective at most once",
                ));
            }
            if *one == Objective::Generous && !seen.contains(&Objective::Placed) {
                return Err(InputError::new(
                    format!("$.objective[{i}]"),
                    "\"generous\" without \"placed\" before it",
                    "\"placed\" earlier in the list",
                ));
            }
        }
    }
    Ok(goal)
}

fn index(i: usize) -> u32 {
    // The number of entries is bounded by memory far below 2³² only for applicants; elsewhere a
    // saturated index refers to nothing, so it can never be mistaken for another entry.
    u32::try_from(i).unwrap_or(u32::MAX)
}

pub(crate) fn ids<'a>(
    list: &str,
    all: impl Iterator<Item = &'a str>,
) -> Result<HashMap<&'a str, u32>, InputError> {
    let mut known = HashMap::new();
    for (i, id) in all.enumerate() {
        if let Some(first) = known.insert(id, index(i)) {
            return Err(InputError::new(
                format!("$.{list}[{i}].id"),
                format_args!("\"{id}\", which entry {first} has already"),
                "an id that no other entry of the list has",
            ));
        }
    }
    Ok(known)
}

pub(crate) fn refer(
    known: &HashMap<&str, u32>,
    id: &str,
    what: &str,
    path: impl Fn() -> String,
) -> Result<u32, InputError> {
    known.get(id).copied().ok_or_else(|| {
        InputError::new(
            path(),
            format_args!("\"{id}\""),
            format!("the id of a known {what}"),
        )
    })
}

fn limit(value: Option<i64>, path: impl Fn() -> String) -> Result<Option<u32>, InputError> {
    match value {
        None => Ok(None),
        Some(value) if (0..=MAX_LIMIT).contains(&value) => Ok(u32::try_from(value).ok()),
        Some(value) => Err(InputError::new(
            path(),
            value,
            format!("an integer from 0 to {MAX_LIMIT}"),
        )),
    }
}

/// A score in 32 bits, which hold everything up to [`MAX_SCORE`].
pub(crate) fn narrow(score: i64) -> Option<i32> {
    i32::try_from(score).ok()
}

fn score(value: Option<i64>, path: impl Fn() -> String) -> Result<Option<i64>, InputError> {
    match value {
        Some(value) if !(-MAX_SCORE..=MAX_SCORE).contains(&value) => Err(InputError::new(
            path(),
            value,
            format!("an integer from -{MAX_SCORE} to {MAX_SCORE}"),
        )),
        value => Ok(value),
    }
}

pub(crate) fn limits(
    place: &PlaceInput,
    path: impl Fn() -> String,
) -> Result<(Option<u32>, Option<u32>), InputError> {
    let min = limit(place.min, || format!("{}.min", path()))?;
    let max = limit(place.max, || format!("{}.max", path()))?;
    if let (Some(low), Some(high)) = (min, max)
        && low > high
    {
        return Err(InputError::new(
            format!("{}.min", path()),
            low,
            format!("at most max, which is {high}"),
        ));
    }
    Ok((min, max))
}

pub(crate) fn agencies(
    all: &[AgencyInput],
    known: &HashMap<&str, u32>,
) -> Result<Vec<Agency>, InputError> {
    let mut agencies = Vec::with_capacity(all.len());
    for (i, one) in all.iter().enumerate() {
        let within = match &one.within {
            Some(id) => Some(refer(known, id, "agency", || {
                format!("$.agencies[{i}].within")
            })?),
            None => None,
        };
        agencies.push(Agency {
            id: one.id.clone(),
            release_max: limit(one.release_max, || format!("$.agencies[{i}].release_max"))?,
            within,
        });
    }
    // 0 unseen, 1 on the present walk, 2 known to end at a top.
    let mut state = vec![0_u8; agencies.len()];
    for start in 0..agencies.len() {
        let mut walk = Vec::new();
        let mut at = Some(start);
        while let Some(i) = at {
            match state.get(i) {
                Some(1) => {
                    return Err(InputError::new(
                        format!("$.agencies[{i}].within"),
                        "a chain of agencies that comes back to itself",
                        "a tree: no agency contains itself",
                    ));
                }
                Some(0) => {}
                _ => break,
            }
            if let Some(mark) = state.get_mut(i) {
                *mark = 1;
            }
            walk.push(i);
            at = agencies
                .get(i)
                .and_then(|one: &Agency| one.within)
                .map(|next| next as usize);
        }
        for i in walk {
            if let Some(mark) = state.get_mut(i) {
                *mark = 2;
            }
        }
    }
    Ok(agencies)
}

pub(crate) fn applicant(
    i: usize,
    one: &ApplicantInput,
    agencies: &HashMap<&str, u32>,
    slots: &HashMap<&str, u32>,
) -> Result<Applicant, InputError> {
    let agency = match &one.agency {
        Some(id) => Some(refer(agencies, id, "agency", || {
            format!("$.applicants[{i}].agency")
        })?),
        None => None,
    };
    if one.choices.len() > MAX_CHOICES {
        return Err(InputError::new(
            format!("$.applicants[{i}].choices"),
            format_args!("{} choices", one.choices.len()),
            format!("at most {MAX_CHOICES}"),
        ));
    }
    let mut choices: Vec<Choice> = Vec::with_capacity(one.choices.len());
    for (j, choice) in one.choices.iter().enumerate() {
        let path = |field: &str| format!("$.applicants[{i}].choices[{j}].{field}");
        let slot = refer(slots, &choice.slot, "slot", || path("slot"))?;
        if choices.iter().any(|earlier| earlier.slot == slot) {
            return Err(InputError::new(
                path("slot"),
                format_args!("\"{}\" a second time", choice.slot),
                "every slot at most once in a list of choices",
            ));
        }
        choices.push(Choice {
            slot,
            fit: score(choice.fit, || path("fit"))?.and_then(narrow),
            merit: score(choice.merit, || path("merit"))?.and_then(narrow),
            conflict: false,
        });
    }
    Ok(Applicant {
        id: one.id.clone(),
        agency,
        merit: score(one.merit, || format!("$.applicants[{i}].merit"))?,
        choices,
        pinned: None,
        previous: None,
    })
}

pub(crate) fn pair(
    one: &PairInput,
    applicants: &HashMap<&str, u32>,
    slots: &HashMap<&str, u32>,
    path: impl Fn() -> String,
) -> Result<Pair, InputError> {
    Ok(Pair {
        applicant: refer(applicants, &one.applicant, "applicant", || {
            format!("{}.applicant", path())
        })?,
        slot: refer(slots, &one.slot, "slot", || format!("{}.slot", path()))?,
    })
}

pub(crate) fn pin(
    person: &mut Applicant,
    slot: u32,
    one: &PairInput,
    path: &str,
) -> Result<(), InputError> {
    let Some(at) = person.choices.iter().position(|choice| choice.slot == slot) else {
        return Err(InputError::new(
            format!("{path}.slot"),
            format_args!(
                "\"{}\", which \"{}\" did not choose",
                one.slot, one.applicant
            ),
            "one of the applicant's choices",
        ));
    };
    if person.choices.get(at).is_some_and(|choice| choice.conflict) {
        return Err(InputError::new(
            path,
            format_args!(
                "the pair \"{}\", \"{}\" both pinned and in conflict",
                one.applicant, one.slot
            ),
            "a pair that is not in conflict",
        ));
    }
    if person.pinned.replace(index(at)).is_some() {
        return Err(InputError::new(
            format!("{path}.applicant"),
            format_args!("\"{}\" a second time", one.applicant),
            "every applicant at most once",
        ));
    }
    Ok(())
}
