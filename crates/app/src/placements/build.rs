//! From a programme to its placement problem: who may be placed, where, and under which limits.

use std::collections::BTreeMap;

use kernel::{Error, NominationId, OrgId, ProgrammeId, Result, Scope, SlotId};
use matching::{ApplicantInput, ChoiceInput, Objective, Problem};
use policy::Verdict;

use super::model::LeftOut;
use super::store;
use crate::db::Sql;
use crate::hosts::{self, Slot, SlotState};
use crate::nominations::{self, Nomination, State};
use crate::people;
use crate::programmes::{self, Giving, Programme};
use crate::screenings;

/// A nominee who may be placed.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The nomination.
    pub nomination: Nomination,
    /// Places in order of preference, each with its fit (0 where there are no data).
    pub choices: Vec<(SlotId, i64)>,
}

/// Everything that a placement rests on.
#[derive(Clone, Debug)]
pub struct Input {
    /// The programme.
    pub programme: Programme,
    /// Its places, closed ones included.
    pub slots: Vec<Slot>,
    /// People a host may still take over all its places.
    pub hosts: BTreeMap<kernel::HostId, i64>,
    /// People each OPD may still release; an OPD that is not here has no limit.
    pub agencies: BTreeMap<OrgId, i64>,
    /// Who may be placed, in the order of sending.
    pub candidates: Vec<Candidate>,
    /// Who may not, and why.
    pub left_out: Vec<LeftOut>,
}

/// Reads what a placement of `programme` rests on. `destination` is the one place of *satu tujuan*.
pub async fn input(
    sql: &impl Sql,
    programme: ProgrammeId,
    destination: Option<SlotId>,
    today: kernel::CivilDate,
) -> Result<Input> {
    let programme = programmes::get(sql, programme).await?;
    let slots = hosts::slots(sql, programme.id).await?;
    let mut found = Input {
        hosts: host_room(sql, &programme).await?,
        agencies: BTreeMap::new(),
        candidates: Vec::new(),
        left_out: Vec::new(),
        programme,
        slots,
    };
    let destination = match found.programme.giving {
        Giving::Cohort => Some(find(&found.slots, destination)?),
        Giving::Direct | Giving::Ranked => None,
    };
    let waiting = [State::Submitted, State::Verified, State::Unplaced];
    for nomination in nominations::in_states(sql, found.programme.id, &waiting).await? {
        match candidate(sql, &found, &nomination, destination.as_ref(), today).await? {
            Ok(candidate) => found.candidates.push(candidate),
            Err(reason) => found.left_out.push(LeftOut {
                nomination: nomination.id,
                name: nomination.snapshot.name.clone(),
                reason: reason.to_owned(),
            }),
        }
    }
    found.agencies = agency_room(sql, &found).await?;
    Ok(found)
}

fn find(slots: &[Slot], id: Option<SlotId>) -> Result<Slot> {
    let open = |slot: &&Slot| slot.state != SlotState::Closed;
    slots
        .iter()
        .filter(open)
        .find(|slot| Some(slot.id) == id)
        .cloned()
        .ok_or_else(|| Error::invalid_field("slot", "placements-destination"))
}

async fn candidate(
    sql: &impl Sql,
    input: &Input,
    nomination: &Nomination,
    destination: Option<&Slot>,
    today: kernel::CivilDate,
) -> Result<Result<Candidate, &'static str>> {
    if nomination.state == State::Submitted {
        return Ok(Err("placements-out-unverified"));
    }
    if !eligible(sql, &input.programme, nomination).await? {
        return Ok(Err("placements-out-verdict"));
    }
    let wanted: Vec<SlotId> = match destination {
        Some(slot) => vec![slot.id],
        None => nomination
            .choices
            .iter()
            .map(|choice| choice.slot)
            .collect(),
    };
    if let Some(slot) = destination
        && !nomination
            .choices
            .iter()
            .any(|choice| choice.slot == slot.id)
    {
        // The screening judged other places; her frozen facts are held against this one.
        let verdict =
            screenings::judge_for_slot(sql, &input.programme, nomination, slot, today).await?;
        if verdict != Verdict::Memenuhi {
            return Ok(Err("placements-out-policy"));
        }
    }
    let levels = levels(sql, input, nomination).await?;
    let mut choices = Vec::with_capacity(wanted.len());
    for id in wanted {
        let Some(slot) = input.slots.iter().find(|slot| slot.id == id) else {
            continue;
        };
        let fit = levels.as_ref().map_or(0, |(standard, assessed)| {
            nominations::fit(&slot.competencies, standard, assessed, &nomination.aims).score
        });
        choices.push((id, fit));
    }
    if choices.is_empty() {
        return Ok(Err("placements-out-place"));
    }
    Ok(Ok(Candidate {
        nomination: nomination.clone(),
        choices,
    }))
}

/// Whether the nomination stands on a screening that says *memenuhi* by the policy that the programme pinned.
pub(super) async fn eligible(
    sql: &impl Sql,
    programme: &Programme,
    nomination: &Nomination,
) -> Result<bool> {
    if nomination.verdict.as_deref() != Some(Verdict::Memenuhi.as_str()) {
        return Ok(false);
    }
    let screening = screenings::current(sql, &Scope::All, nomination.id).await?;
    let digest = screening
        .explanation
        .policy
        .digest
        .trim_start_matches("sha256:");
    Ok(screening.current
        && screening.verdict() == Verdict::Memenuhi
        && programme.policy_digest.as_deref() == Some(digest))
}

type Levels = (BTreeMap<String, i64>, BTreeMap<String, i64>);

/// Standard of the post and assessed levels, where the order of aims asks for fit.
async fn levels(sql: &impl Sql, input: &Input, nomination: &Nomination) -> Result<Option<Levels>> {
    let programme = &input.programme;
    let counts = programme.objective.contains(&programmes::Objective::Fit);
    if !counts || programme.giving != Giving::Ranked {
        return Ok(None);
    }
    let standard = match &nomination.snapshot.position {
        Some(position) => people::standard(sql, position).await?,
        None => BTreeMap::new(),
    };
    let assessed = match nomination.person_id {
        Some(person) => people::competencies(sql, person).await?.unwrap_or_default(),
        None => BTreeMap::new(),
    };
    Ok(Some((standard, assessed)))
}

/// People each host with a limit may still take.
pub(super) async fn host_room(
    sql: &impl Sql,
    programme: &Programme,
) -> Result<BTreeMap<kernel::HostId, i64>> {
    let mut room: BTreeMap<_, _> = hosts::host_limits(sql, programme.id)
        .await?
        .into_iter()
        .collect();
    for (host, n) in store::count_by_host(sql, programme.id).await? {
        if let Some(left) = room.get_mut(&host) {
            *left = (*left - n).max(0);
        }
    }
    Ok(room)
}

/// Answers how many people an OPD may release.
pub(super) type Limit = Box<dyn Fn(OrgId) -> Option<i64> + Send + Sync>;

/// The release limit of each OPD that has one; its own before the programme's.
pub(super) async fn release_limit(sql: &impl Sql, programme: &Programme) -> Result<Limit> {
    let own: BTreeMap<OrgId, i64> = programmes::release_limits(sql, programme.id)
        .await?
        .into_iter()
        .collect();
    let all = programme.release_max;
    Ok(Box::new(move |opd| own.get(&opd).copied().or(all)))
}

async fn agency_room(sql: &impl Sql, input: &Input) -> Result<BTreeMap<OrgId, i64>> {
    let limit = release_limit(sql, &input.programme).await?;
    let placed: BTreeMap<OrgId, i64> = store::count_by_opd(sql, input.programme.id)
        .await?
        .into_iter()
        .collect();
    let opds = input
        .candidates
        .iter()
        .filter_map(|one| one.nomination.opd_id);
    Ok(opds
        .filter_map(|opd| {
            let left = limit(opd)? - placed.get(&opd).copied().unwrap_or(0);
            Some((opd, left.max(0)))
        })
        .collect())
}

/// The placement problem: ids of nominations, places, hosts and OPD, no names; so its files can be handed out.
pub fn problem(input: &Input) -> Result<Problem> {
    let objective: Vec<Objective> = match input.programme.giving {
        Giving::Direct | Giving::Cohort => vec![Objective::Placed],
        Giving::Ranked => input
            .programme
            .objective
            .iter()
            .filter_map(|one| Objective::from_name(one.key()))
            .collect(),
    };
    let mut builder = Problem::builder(&input.programme.seed).objective(objective);
    let mut opds: Vec<OrgId> = input
        .candidates
        .iter()
        .filter_map(|one| one.nomination.opd_id)
        .collect();
    opds.sort_unstable();
    opds.dedup();
    for opd in opds {
        builder = builder.agency(opd.to_string(), input.agencies.get(&opd).copied(), None);
    }
    let mut regions: Vec<&str> = input
        .slots
        .iter()
        .filter_map(|s| s.region.as_deref())
        .collect();
    regions.sort_unstable();
    regions.dedup();
    for region in regions {
        builder = builder.region(region, None);
    }
    let mut seen = Vec::new();
    for slot in &input.slots {
        if !seen.contains(&slot.host_id) {
            seen.push(slot.host_id);
            let max = input.hosts.get(&slot.host_id).copied();
            builder = builder.host(slot.host_id.to_string(), slot.region.as_deref(), None, max);
        }
    }
    for slot in &input.slots {
        let free = slot.free().max(0);
        builder = builder.slot(
            slot.id.to_string(),
            slot.host_id.to_string(),
            None,
            Some(free),
        );
    }
    for candidate in &input.candidates {
        let choices = candidate
            .choices
            .iter()
            .map(|(slot, fit)| ChoiceInput::new(slot.to_string()).fit(*fit))
            .collect();
        builder = builder.applicant(ApplicantInput {
            id: candidate.nomination.id.to_string(),
            agency: candidate.nomination.opd_id.map(|opd| opd.to_string()),
            merit: None,
            choices,
        });
    }
    builder.build().map_err(|error| {
        Error::refused("placements-problem")
            .next("placements-next-problem")
            .log(error)
    })
}

/// The candidate with this nomination.
pub(super) fn of(input: &Input, id: NominationId) -> Option<&Candidate> {
    input.candidates.iter().find(|one| one.nomination.id == id)
}
