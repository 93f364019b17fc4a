//! Repair after a result: people withdraw, slots close, hosts come late; as few as possible move.

use std::collections::HashMap;

use crate::SolveError;
use crate::builder::ChoiceInput;
use crate::clash::Side;
use crate::network::LimitKind;
use crate::problem::{
    Choice, Conflict, Goal, Host, InputError, MAX_CHOICES, MAX_LIMIT, MAX_SCORE, Objective, Pair,
    Problem, Slot,
};
use crate::result::Placement;
use crate::rules::narrow;
use crate::solve::{Outcome, solve};

/// A host that comes after the placement, by ids.
#[derive(Debug, Clone, Default)]
pub struct LateHost {
    /// Id of the host; no other may have it.
    pub id: String,
    /// Id of its region.
    pub region: Option<String>,
    /// Most people it takes; left out is no limit.
    pub max: Option<u32>,
    /// Its slots: id and most people.
    pub slots: Vec<(String, Option<u32>)>,
}

/// What has happened since the result.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Ids of the applicants who withdraw.
    pub withdraw: Vec<String>,
    /// Ids of the slots that close.
    pub close: Vec<String>,
    /// Hosts that come late.
    pub hosts: Vec<LateHost>,
    /// Choices that applicants add at the end of their lists, by applicant id.
    pub choices: Vec<(String, ChoiceInput)>,
}

/// Somebody whose place changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Index of the applicant in the repaired problem.
    pub applicant: u32,
    /// Index of the former slot; none for who is promoted from the reserve list.
    pub from: Option<u32>,
    /// Index of the new slot; none for who loses her place.
    pub to: Option<u32>,
}

/// A repaired placement.
#[derive(Debug, Clone)]
pub struct Repaired {
    /// The problem that the new result answers.
    pub problem: Problem,
    /// The new result; it is verified like any other.
    pub outcome: Outcome,
    /// Who moves, is promoted from the reserve list or loses her place, in the problem's order.
    pub moves: Vec<Move>,
    /// Minimums above 0 that could no longer hold and are now 0: kind, id, former minimum.
    pub dropped: Vec<(LimitKind, String, u32)>,
    /// People who were pinned to a slot that closes and are pinned no longer: applicant and slot.
    pub unpinned: Vec<(String, String)>,
}

impl Repaired {
    /// The repair in one sentence: Indonesian, English.
    pub fn words(&self) -> (String, String) {
        let count = |keep: fn(&Move) -> bool| self.moves.iter().filter(|one| keep(one)).count();
        let moved = count(|one| one.from.is_some() && one.to.is_some());
        let promoted = count(|one| one.from.is_none());
        let lost = count(|one| one.to.is_none());
        let how = match self.problem.goal() {
            Goal::MeritStable => (
                "mekanisme prestasi dijalankan ulang",
                "the mechanism by merit was run again",
            ),
            Goal::Objective(_) => ("perpindahan paling sedikit", "with the fewest moves"),
        };
        (
            format!(
                "{moved} orang pindah, {promoted} orang naik dari daftar cadangan, {lost} orang kehilangan tempat ({}).",
                how.0
            ),
            format!(
                "{moved} people move, {promoted} come up from the reserve list, {lost} lose their place ({}).",
                how.1
            ),
        )
    }
}

fn unknown(list: &str, at: usize, id: &str, what: &str) -> InputError {
    InputError::new(
        format!("$.{list}[{at}]"),
        format_args!("\"{id}\""),
        format!("the id of {what}"),
    )
}

/// Why a repair was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepairError {
    /// The changes do not fit the problem.
    Input(InputError),
    /// The repaired problem was not solved.
    Solve(SolveError),
}

impl std::fmt::Display for RepairError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RepairError::Input(error) => error.fmt(f),
            RepairError::Solve(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RepairError {}

impl From<InputError> for RepairError {
    fn from(error: InputError) -> Self {
        RepairError::Input(error)
    }
}

impl From<SolveError> for RepairError {
    fn from(error: SolveError) -> Self {
        RepairError::Solve(error)
    }
}

/// Applies the changes and solves again, keeping people where they are first of all.
///
/// `stay` becomes the first objective and the given placement the previous one; under
/// `merit-stable` the mechanism runs again. Minimums that can no longer hold are set to 0 one by
/// one, in the order in which they clash, and listed.
///
/// ```
/// use matching::{ApplicantInput, Changes, ChoiceInput, Objective, Problem, repair};
///
/// let person = |id: &str| ApplicantInput { id: id.into(), choices: vec![ChoiceInput::new("s")], ..Default::default() };
/// let problem = Problem::builder("seed").objective([Objective::Placed])
///     .host("h", None, None, None).slot("s", "h", None, Some(1))
///     .applicant(person("a")).applicant(person("b")).build()?;
/// let outcome = matching::solve(&problem)?;
/// let placement = outcome.placement().expect("feasible");
/// let placed = &problem.applicants()[placement.assignments[0].applicant as usize].id;
/// let repaired = repair(&problem, placement, &Changes { withdraw: vec![placed.clone()], ..Default::default() })?;
/// assert_eq!(repaired.moves.len(), 1); // the other one comes up from the reserve list
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`RepairError::Input`] for an id that the problem does not know or a rule of the format that the changes break.
pub fn repair(
    problem: &Problem,
    placement: &Placement,
    changes: &Changes,
) -> Result<Repaired, RepairError> {
    let (mut changed, unpinned) = change(problem, placement, changes)?;
    let mut dropped = Vec::new();
    let outcome = loop {
        let outcome = solve(&changed)?;
        let Outcome::Infeasible(infeasible) = &outcome else {
            break outcome;
        };
        let minimum = infeasible.clash.iter().find(|one| one.side == Side::Min);
        let Some(minimum) = minimum.copied() else {
            break outcome;
        };
        let at = minimum.at as usize;
        let cell = match minimum.limit {
            LimitKind::Slot => changed.slots.get_mut(at).map(|one| &mut one.min),
            _ => changed.hosts.get_mut(at).map(|one| &mut one.min),
        };
        if let Some(cell) = cell {
            *cell = Some(0);
        }
        let id = changed.limit_id(minimum.limit, minimum.at).to_owned();
        dropped.push((minimum.limit, id, minimum.people));
    };
    let mut now: Vec<Option<u32>> = vec![None; changed.applicants.len()];
    for one in outcome.placement().map_or(&[][..], |one| &one.assignments) {
        if let Some(cell) = now.get_mut(one.applicant as usize) {
            *cell = Some(one.slot);
        }
    }
    let moves = (0_u32..)
        .zip(changed.applicants.iter().zip(now))
        .filter(|(_, (person, to))| person.previous != *to)
        .map(|(applicant, (person, to))| Move {
            applicant,
            from: person.previous,
            to,
        })
        .collect();
    Ok(Repaired {
        problem: changed,
        outcome,
        moves,
        dropped,
        unpinned,
    })
}

type Unpinned = Vec<(String, String)>;

/// The problem after the changes.
pub(crate) fn change(
    problem: &Problem,
    placement: &Placement,
    changes: &Changes,
) -> Result<(Problem, Unpinned), InputError> {
    let mut changed = problem.clone();
    let people: HashMap<&str, usize> = (problem.applicants.iter().enumerate())
        .map(|(at, one)| (one.id.as_str(), at))
        .collect();
    add_hosts(&mut changed, &changes.hosts)?;
    let slots: HashMap<String, u32> = (0_u32..)
        .zip(&changed.slots)
        .map(|(at, one)| (one.id.clone(), at))
        .collect();
    add_choices(&mut changed, &changes.choices, &people, &slots)?;

    let mut closed = vec![false; changed.slots.len()];
    for (i, id) in changes.close.iter().enumerate() {
        let at = slots.get(id).copied();
        let at = at.ok_or_else(|| unknown("close", i, id, "a slot"))? as usize;
        if let (Some(cell), Some(slot)) = (closed.get_mut(at), changed.slots.get_mut(at)) {
            *cell = true;
            slot.max = Some(0);
            slot.min = slot.min.map(|_| 0);
        }
    }
    let mut gone = vec![false; problem.applicants.len()];
    for (i, id) in changes.withdraw.iter().enumerate() {
        let at = people.get(id.as_str()).copied();
        let at = at.ok_or_else(|| unknown("withdraw", i, id, "an applicant"))?;
        if let Some(cell) = gone.get_mut(at) {
            *cell = true;
        }
    }

    for person in &mut changed.applicants {
        person.previous = None;
    }
    for one in &placement.assignments {
        if let Some(person) = changed.applicants.get_mut(one.applicant as usize) {
            person.previous = Some(one.slot);
        }
    }
    let mut unpinned = Vec::new();
    for person in &mut changed.applicants {
        let slot = (person.pinned)
            .and_then(|at| person.choices.get(at as usize))
            .map(|choice| choice.slot);
        if let Some(slot) = slot.filter(|slot| closed.get(*slot as usize) == Some(&true)) {
            person.pinned = None;
            unpinned.push((person.id.clone(), problem.slot_id(slot).to_owned()));
        }
    }
    changed
        .pinned
        .retain(|pair| closed.get(pair.slot as usize) != Some(&true));
    let stays: Vec<bool> = gone.iter().map(|gone| !gone).collect();
    drop_people(&mut changed, &stays);
    unpinned.retain(|(id, _)| !changes.withdraw.contains(id));
    if let Goal::Objective(list) = &mut changed.goal {
        list.retain(|one| *one != Objective::Stay);
        list.insert(0, Objective::Stay);
    }
    Ok((changed, unpinned))
}

/// Keeps the applicants who stay, numbers every list of pairs anew, and writes `previous` from the applicants.
pub(crate) fn drop_people(changed: &mut Problem, stays: &[bool]) {
    let mut next = 0_u32;
    let renumbered: Vec<Option<u32>> = (stays.iter())
        .map(|stays| {
            let at = stays.then_some(next);
            next += u32::from(*stays);
            at
        })
        .collect();
    let renumber = |pair: Pair| {
        let applicant = renumbered.get(pair.applicant as usize).copied().flatten()?;
        Some(Pair { applicant, ..pair })
    };
    let mut left = stays.iter().copied();
    changed.applicants.retain(|_| left.next().unwrap_or(true));
    changed.conflicts = (changed.conflicts.drain(..))
        .filter_map(|one| {
            Some(Conflict {
                pair: renumber(one.pair)?,
                why: one.why,
            })
        })
        .collect();
    changed.pinned = (changed.pinned.iter())
        .filter_map(|pair| renumber(*pair))
        .collect();
    changed.previous = (0_u32..)
        .zip(&changed.applicants)
        .filter_map(|(applicant, one)| {
            Some(Pair {
                applicant,
                slot: one.previous?,
            })
        })
        .collect();
}

fn limit(max: Option<u32>, path: &str) -> Result<Option<u32>, InputError> {
    match max {
        Some(max) if i64::from(max) > MAX_LIMIT => Err(InputError::new(
            path,
            max,
            format!("an integer from 0 to {MAX_LIMIT}"),
        )),
        max => Ok(max),
    }
}

fn add_hosts(changed: &mut Problem, late: &[LateHost]) -> Result<(), InputError> {
    for (i, host) in late.iter().enumerate() {
        let path = format!("$.hosts[{i}]");
        let region = match &host.region {
            None => None,
            Some(id) => Some(
                (0_u32..)
                    .zip(&changed.regions)
                    .find(|(_, one)| one.id == *id)
                    .map(|(at, _)| at)
                    .ok_or_else(|| {
                        let path = format!("{path}.region");
                        InputError::new(path, format_args!("\"{id}\""), "the id of a region")
                    })?,
            ),
        };
        let twice = |id: &str| {
            InputError::new(
                path.clone(),
                format_args!("\"{id}\", which stands in the problem already"),
                "a new id",
            )
        };
        if changed.hosts.iter().any(|one| one.id == host.id) {
            return Err(twice(&host.id));
        }
        let at = u32::try_from(changed.hosts.len()).unwrap_or(u32::MAX);
        changed.hosts.push(Host {
            id: host.id.clone(),
            region,
            min: None,
            max: limit(host.max, &path)?,
        });
        for (id, max) in &host.slots {
            if changed.slots.iter().any(|one| one.id == *id) {
                return Err(twice(id));
            }
            changed.slots.push(Slot {
                id: id.clone(),
                host: at,
                min: None,
                max: limit(*max, &path)?,
            });
        }
    }
    Ok(())
}

fn add_choices(
    changed: &mut Problem,
    added: &[(String, ChoiceInput)],
    people: &HashMap<&str, usize>,
    slots: &HashMap<String, u32>,
) -> Result<(), InputError> {
    for (i, (id, choice)) in added.iter().enumerate() {
        let person = people
            .get(id.as_str())
            .and_then(|at| changed.applicants.get_mut(*at))
            .ok_or_else(|| unknown("choices", i, id, "an applicant"))?;
        let slot = slots.get(&choice.slot).copied();
        let slot = slot.ok_or_else(|| unknown("choices", i, &choice.slot, "a slot"))?;
        let scores = choice.fit.into_iter().chain(choice.merit);
        let high = scores.map(i64::abs).any(|score| score > MAX_SCORE);
        let known = person.choices.iter().any(|one| one.slot == slot);
        if high || known || person.choices.len() >= MAX_CHOICES {
            return Err(InputError::new(
                format!("$.choices[{i}]"),
                format_args!("\"{}\" for \"{id}\"", choice.slot),
                format!(
                    "a slot that is new in a list of at most {MAX_CHOICES}, scores within {MAX_SCORE}"
                ),
            ));
        }
        person.choices.push(Choice {
            slot,
            fit: choice.fit.and_then(narrow),
            merit: choice.merit.and_then(narrow),
            conflict: false,
        });
    }
    // A conflict may name a slot that its applicant had not chosen until now.
    for at in 0..changed.conflicts.len() {
        let Some(pair) = changed.conflicts.get(at).map(|one| one.pair) else {
            continue;
        };
        if let Some(person) = changed.applicants.get_mut(pair.applicant as usize) {
            for choice in &mut person.choices {
                choice.conflict |= choice.slot == pair.slot;
            }
        }
    }
    Ok(())
}
