//! Limits over several places: of a host, of a region, and the one institution of a cohort.

use std::collections::BTreeMap;

use kernel::{Actor, Error, HostId, ProgrammeId, Result};

use super::commands::open_for_places;
use super::model::{Slot, SlotState};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Sql;
use crate::programmes::{Giving, Programme};

/// Largest limit (titian-placement/1).
const MOST: i64 = 10_000_000;

/// The limits of a programme over several places.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Limits {
    /// People a host may take over all its places; a host that is not here has no limit.
    pub hosts: BTreeMap<HostId, i64>,
    /// People that all hosts of a region may take; a region that is not here has no limit.
    pub regions: BTreeMap<String, i64>,
    /// The one institution of a cohort, when it was chosen.
    pub destination: Option<HostId>,
}

/// The limits of a programme.
pub async fn limits(sql: &impl Sql, programme: ProgrammeId) -> Result<Limits> {
    Ok(Limits {
        hosts: store::host_limits(sql, programme)
            .await?
            .into_iter()
            .collect(),
        regions: store::region_limits(sql, programme)
            .await?
            .into_iter()
            .collect(),
        destination: store::cohort_host(sql, programme).await?,
    })
}

/// Sets the limits of a programme as a whole.
///
/// # Errors
/// Invalid when a limit is out of range, or names a host or region without places in the programme.
pub async fn set_limits(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    limits: Limits,
) -> Result<()> {
    access::MANAGE.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, limits) = (actor.clone(), limits.clone());
            Box::pin(async move {
                let programme = open_for_places(&tx, programme).await?;
                let slots = store::slots(&tx, programme.id).await?;
                check(&programme, &slots, &limits)?;
                store::put_limits(&tx, programme.id, &limits).await?;
                let id = programme.id;
                for (host, max) in &limits.hosts {
                    tx.audit(
                        Entry::new(&actor, "host.limit", "host", host)
                            .with("programme", id.to_string())
                            .with("max", *max),
                    );
                }
                tx.audit(
                    Entry::new(&actor, "host.limits", "programme", id)
                        .with("hosts", limits.hosts.len() as i64)
                        .with("regions", limits.regions.len() as i64)
                        .with(
                            "destination",
                            limits.destination.map(|host| host.to_string()),
                        ),
                );
                Ok(())
            })
        })
        .await
}

fn check(programme: &Programme, slots: &[Slot], limits: &Limits) -> Result<()> {
    let has_host = |host: HostId| slots.iter().any(|slot| slot.host_id == host);
    let has_region = |region: &str| {
        slots
            .iter()
            .any(|slot| slot.region.as_deref() == Some(region))
    };
    let known = limits.hosts.keys().all(|host| has_host(*host))
        && limits.regions.keys().all(|region| has_region(region));
    let ranged = limits
        .hosts
        .values()
        .chain(limits.regions.values())
        .all(|max| (0..=MOST).contains(max));
    if !known || !ranged {
        return Err(Error::invalid("error-form").log("a limit without places, or out of range"));
    }
    match limits.destination {
        Some(_) if programme.giving != Giving::Cohort => {
            Err(Error::invalid_field("destination", "hosts-no-cohort"))
        }
        Some(host) if !has_host(host) => Err(Error::invalid_field("destination", "error-choice")),
        _ => Ok(()),
    }
}

/// The one institution that a cohort goes to (*satu tujuan*): the chosen one, or the only one with open places.
/// `None` where places are given otherwise.
///
/// # Errors
/// Refused when several institutions have open places and none was chosen.
pub async fn destination(sql: &impl Sql, programme: &Programme) -> Result<Option<HostId>> {
    if programme.giving != Giving::Cohort {
        return Ok(None);
    }
    let slots = store::slots(sql, programme.id).await?;
    let chosen = store::cohort_host(sql, programme.id).await?;
    destination_of(programme, &slots, chosen)
}

/// The same from places that were read already and the institution that was chosen.
///
/// # Errors
/// Refused when several institutions have open places and none was chosen.
pub fn destination_of(
    programme: &Programme,
    slots: &[Slot],
    chosen: Option<HostId>,
) -> Result<Option<HostId>> {
    if programme.giving != Giving::Cohort || chosen.is_some() {
        return Ok(chosen);
    }
    let mut open = slots
        .iter()
        .filter(|slot| slot.state != SlotState::Closed)
        .map(|slot| slot.host_id);
    let first = open.next();
    if open.any(|host| Some(host) != first) {
        return Err(Error::refused("hosts-destination-open").next("hosts-next-destination"));
    }
    Ok(first)
}
