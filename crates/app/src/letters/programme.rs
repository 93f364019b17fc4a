//! From programmes and places to the inputs of letters.

use kernel::{Actor, CivilDate, LetterId, ProgrammeId, Result};

use super::content::{HostInput, PlaceLine, PlacedInput, ProgrammeInput};
use super::{access, run};
use crate::App;
use crate::db::Sql;
use crate::hosts::{self, SlotState};
use crate::placements;
use crate::programmes::{self, DateStep};

/// What letters need to know of a programme.
pub async fn programme_input(sql: &impl Sql, id: ProgrammeId) -> Result<ProgrammeInput> {
    let programme = programmes::get(sql, id).await?;
    // Hosts answer before units nominate.
    let answer_by: Option<CivilDate> = programmes::dates(sql, id)
        .await?
        .into_iter()
        .find(|line| line.step == DateStep::Nominate)
        .map(|line| line.opens);
    Ok(ProgrammeInput {
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
    let programme = programme_input(&app.db, id).await?;
    let hosts = host_inputs(&app.db, id).await?;
    if hosts.is_empty() {
        return Err(kernel::Error::refused("letters-no-places").next("letters-enter-places"));
    }
    run::draft_place_requests(app, actor, &programme, &hosts).await
}

/// The participants of a programme with their confirmed places.
pub async fn placed_inputs(sql: &impl Sql, id: ProgrammeId) -> Result<Vec<PlacedInput>> {
    Ok(placements::confirmed(sql, id)
        .await?
        .into_iter()
        .map(|placed| PlacedInput {
            nomination: placed.nomination,
            in_register: placed.person_id.is_some(),
            person: placed.person,
            host: placed.slot.host_id,
            host_name: placed.slot.host_name,
            unit: Some(placed.slot.unit).filter(|unit| !unit.trim().is_empty()),
            field: Some(placed.slot.field).filter(|field| !field.trim().is_empty()),
            period: placed.period,
        })
        .collect())
}

/// Decision, assignment letters and notice of a programme from its confirmed placement, as drafts; those that exist
/// are left out.
pub async fn draft_all(app: &App, actor: &Actor, id: ProgrammeId) -> Result<Vec<LetterId>> {
    access::whole(access::DRAFT, actor)?;
    let programme = programme_input(&app.db, id).await?;
    let placed = placed_inputs(&app.db, id).await?;
    run::draft_programme(app, actor, &programme, &placed).await
}
