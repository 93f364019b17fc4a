//! From a programme to its placement problem: who may be placed, where, and under which limits.

use std::collections::BTreeMap;

use kernel::{Error, NominationId, OrgId, ProgrammeId, Result, Scope, SlotId};
use matching::{ApplicantInput, ChoiceInput, Objective, Problem};
use policy::Verdict;

use super::ids::Ids;
use super::model::LeftOut;
use super::notion::{Minimum, Terms};
use super::store;
use crate::db::Sql;
use crate::hosts::{self, Slot, SlotState};
use crate::nominations::{self, Fit, Nomination, State};
use crate::programmes::{self, Giving, Programme};
use crate::screenings;

/// A nominee who may be placed.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The nomination.
    pub nomination: Nomination,
    /// Places in order of preference, each with its fit and what that rests on.
    pub choices: Vec<(SlotId, Fit)>,
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
    /// People that all hosts of a region may still take; a region that is not here has no limit.
    pub regions: BTreeMap<String, i64>,
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
        hosts: BTreeMap::new(),
        regions: BTreeMap::new(),
        agencies: BTreeMap::new(),
        candidates: Vec::new(),
        left_out: Vec::new(),
        programme,
        slots,
    };
    (found.hosts, found.regions) = room(sql, &found.programme, &found.slots).await?;
    let destination = match found.programme.giving {
        Giving::Cohort => {
            let host = hosts::destination(sql, &found.programme).await?;
            Some(find(&found.slots, destination, host)?)
        }
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

/// The place that a cohort goes to; it must be open, and at the one institution of the cohort.
fn find(slots: &[Slot], id: Option<SlotId>, host: Option<kernel::HostId>) -> Result<Slot> {
    let open = |slot: &&Slot| slot.state != SlotState::Closed && Some(slot.host_id) == host;
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
    let known = nominations::known(sql, nomination).await?;
    let mut choices = Vec::with_capacity(wanted.len());
    for id in wanted {
        let Some(slot) = input.slots.iter().find(|slot| slot.id == id) else {
            continue;
        };
        choices.push((id, known.fit(slot)));
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

/// People that each host and each region with a limit may still take.
async fn room(
    sql: &impl Sql,
    programme: &Programme,
    slots: &[Slot],
) -> Result<(BTreeMap<kernel::HostId, i64>, BTreeMap<String, i64>)> {
    let hosts::Limits {
        mut hosts,
        mut regions,
        ..
    } = hosts::limits(sql, programme.id).await?;
    let placed = store::count_by_host(sql, programme.id).await?;
    for (region, n) in by_region(&placed, slots) {
        if let Some(left) = regions.get_mut(region) {
            *left = (*left - n).max(0);
        }
    }
    for (host, n) in placed {
        if let Some(left) = hosts.get_mut(&host) {
            *left = (*left - n).max(0);
        }
    }
    Ok((hosts, regions))
}

/// Counts by host added up by the region of the host.
pub(super) fn by_region<'a>(
    counts: &[(kernel::HostId, i64)],
    slots: &'a [Slot],
) -> BTreeMap<&'a str, i64> {
    let mut found = BTreeMap::new();
    for (host, n) in counts {
        let slot = slots.iter().find(|slot| slot.host_id == *host);
        if let Some(region) = slot.and_then(|slot| slot.region.as_deref()) {
            *found.entry(region).or_default() += n;
        }
    }
    found
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

/// The placement problem of `programme` in its own words: ids of nominations, places, hosts and OPD, no names.
pub fn problem(input: &Input) -> Result<Problem> {
    stated(
        input,
        &Ids::plain(input),
        &input.programme.seed,
        &Terms::default(),
    )
}

/// The placement problem under `terms`, with these ids and this seed.
pub(super) fn stated(input: &Input, ids: &Ids, seed: &str, terms: &Terms) -> Result<Problem> {
    let objective: Vec<Objective> = match input.programme.giving {
        Giving::Direct | Giving::Cohort => vec![Objective::Placed],
        Giving::Ranked => terms.notion.objectives(&input.programme),
    };
    let mut builder = Problem::builder(seed);
    builder = if objective.is_empty() {
        builder.merit_stable()
    } else {
        builder.objective(objective)
    };
    for (alias, opd) in &ids.opds {
        builder = builder.agency(alias.clone(), input.agencies.get(opd).copied(), None);
    }
    for (alias, region) in &ids.regions {
        builder = builder.region(alias.clone(), input.regions.get(region).copied());
    }
    for (alias, id) in &ids.hosts {
        let max = input.hosts.get(id).copied();
        let slot = input.slots.iter().find(|slot| slot.host_id == *id);
        let region = slot.and_then(|slot| slot.region.as_deref());
        let region = region.map(|region| ids.region(region));
        builder = builder.host(alias.clone(), region, None, max);
    }
    for (_, id) in &ids.slots {
        let Some(slot) = input.slots.iter().find(|slot| slot.id == *id) else {
            continue;
        };
        let free = slot.free().max(0);
        // Who is there already counts towards the minimum; a place without room is not asked for more.
        let least = (slot.quota_min - slot.filled).max(0).min(free);
        let least = (terms.minimum == Minimum::Refuse && least > 0).then_some(least);
        let host = ids.host(slot.host_id)?;
        builder = builder.slot(ids.slot(slot.id)?, host, least, Some(free));
    }
    let ranked = input.programme.giving == Giving::Ranked;
    for person in &ids.people {
        let nomination = of(input, person.nomination).map(|one| &one.nomination);
        let opd = nomination.and_then(|one| one.opd_id);
        let choices = (person.choices.iter())
            .map(|(slot, fit)| {
                // Where places are not ranked, fit is shown and does not decide.
                let score = if ranked { fit.score } else { 0 };
                Ok(ChoiceInput::new(ids.slot(*slot)?).fit(score))
            })
            .collect::<Result<Vec<_>>>()?;
        builder = builder.applicant(ApplicantInput {
            id: person.alias.clone(),
            agency: opd.map(|opd| ids.opd(opd).map(str::to_owned)).transpose()?,
            merit: terms.merit.get(&person.nomination).copied(),
            choices,
        });
    }
    for person in &ids.people {
        for (slot, _) in &person.choices {
            let host = input.slots.iter().find(|one| one.id == *slot);
            let pair = host.map(|one| (person.nomination, one.host_id));
            if pair.is_some_and(|pair| terms.conflicts.contains(&pair)) {
                // The reason stays where it is sealed.
                builder = builder.conflict(person.alias.clone(), ids.slot(*slot)?, None);
            }
        }
    }
    builder.build().map_err(unusable)
}

pub(super) fn unusable(error: impl std::fmt::Display) -> Error {
    Error::refused("placements-problem")
        .next("placements-next-problem")
        .log(error)
}

/// The candidate with this nomination.
pub(super) fn of(input: &Input, id: NominationId) -> Option<&Candidate> {
    input.candidates.iter().find(|one| one.nomination.id == id)
}
