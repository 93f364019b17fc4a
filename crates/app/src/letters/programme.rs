//! From programmes and places to the inputs of letters.

use kernel::{Actor, CivilDate, LetterId, ProgrammeId, Result, Scope};

use super::content::{HostInput, MAGANG, PERTUKARAN, PlaceLine, PlacedInput, ProgrammeInput};
use super::model::LetterKind;
use super::set::must_write;
use super::{access, run};
use crate::App;
use crate::db::Sql;
use crate::hosts::{self, SlotState};
use crate::programmes::{self, DateStep, kinds};
use crate::screenings::{self, Gate};
use crate::{nominations, placements};

/// What letters need to know of a programme.
pub async fn programme_input(sql: &impl Sql, id: ProgrammeId) -> Result<ProgrammeInput> {
    let programme = programmes::get(sql, id).await?;
    // Hosts answer before units nominate.
    let answer_by: Option<CivilDate> = programmes::dates(sql, id)
        .await?
        .into_iter()
        .find(|line| line.step == DateStep::Nominate)
        .map(|line| line.opens);
    let start = programme.period.start();
    let exchange = kinds()
        .rule(programme.host_kind, programme.arah, start)
        .is_some_and(|rule| rule.form == "pertukaran");
    Ok(ProgrammeInput {
        activity: if exchange { PERTUKARAN } else { MAGANG },
        id,
        name: programme.name,
        year: programme.year,
        period: programme.period,
        answer_by,
    })
}

/// The hosts of a programme with the places asked for, by name.
pub async fn host_inputs(sql: &impl Sql, id: ProgrammeId) -> Result<Vec<HostInput>> {
    let mut found: Vec<HostInput> = Vec::new();
    for slot in hosts::slots(sql, id).await? {
        if slot.state == SlotState::Closed {
            continue;
        }
        let line = PlaceLine {
            bidang: slot.field,
            unit: Some(slot.unit).filter(|unit| !unit.trim().is_empty()),
            jumlah: u32::try_from(slot.quota_max).unwrap_or(1).max(1),
            period: slot.period,
        };
        match found.iter_mut().find(|host| host.id == slot.host_id) {
            Some(host) => host.places.push(line),
            None => found.push(HostInput {
                id: slot.host_id,
                name: slot.host_name,
                place: slot.region,
                places: vec![line],
            }),
        }
    }
    Ok(found)
}

/// Requests for places to every host of the programme that has none yet, as drafts.
pub async fn draft_requests(app: &App, actor: &Actor, id: ProgrammeId) -> Result<Vec<LetterId>> {
    access::whole(access::DRAFT, actor)?;
    let row = programmes::get(&app.db, id).await?;
    must_write(&row, LetterKind::PlaceRequest)?;
    let programme = programme_input(&app.db, id).await?;
    let hosts = host_inputs(&app.db, id).await?;
    if hosts.is_empty() {
        return Err(kernel::Error::refused("letters-no-places").next("letters-enter-places"));
    }
    run::draft_place_requests(app, actor, &programme, &hosts).await
}

/// The participants of a programme with their confirmed places.
pub async fn placed_inputs(sql: &impl Sql, id: ProgrammeId) -> Result<Vec<PlacedInput>> {
    let mut found = Vec::new();
    for placed in placements::confirmed(sql, id).await? {
        let guest = placed.person_id.is_none();
        let letter = if guest {
            nominations::get(sql, &Scope::All, placed.nomination)
                .await?
                .letter
        } else {
            None
        };
        found.push(PlacedInput {
            nomination: placed.nomination,
            in_register: !guest,
            person: placed.person,
            host: placed.slot.host_id,
            host_name: placed.slot.host_name,
            unit: Some(placed.slot.unit).filter(|unit| !unit.trim().is_empty()),
            field: Some(placed.slot.field).filter(|field| !field.trim().is_empty()),
            period: placed.period,
            letter: letter.map(|letter| (letter.number, letter.date)),
        });
    }
    Ok(found)
}

/// What the programme writes once its places are given, from its confirmed placement, as drafts; those that exist are
/// left out.
pub async fn draft_all(app: &App, actor: &Actor, id: ProgrammeId) -> Result<Vec<LetterId>> {
    draft_given(app, actor, id, None).await
}

/// The drafts of one kind alone; refused with the reason when the programme does not write it.
pub async fn draft_kind(
    app: &App,
    actor: &Actor,
    id: ProgrammeId,
    kind: LetterKind,
) -> Result<Vec<LetterId>> {
    match kind {
        LetterKind::PlaceRequest => draft_requests(app, actor, id).await,
        kind => draft_given(app, actor, id, Some(kind)).await,
    }
}

async fn draft_given(
    app: &App,
    actor: &Actor,
    id: ProgrammeId,
    only: Option<LetterKind>,
) -> Result<Vec<LetterId>> {
    access::whole(access::DRAFT, actor)?;
    // Before the decision is prepared everybody is looked at again; a change is raised for a person to decide.
    if only.is_none_or(|kind| kind == LetterKind::Decision) {
        screenings::recheck_now(app, actor, id, Gate::Decision).await?;
    }
    let programme = programme_input(&app.db, id).await?;
    let placed = placed_inputs(&app.db, id).await?;
    run::draft_programme(app, actor, &programme, &placed, only).await
}
