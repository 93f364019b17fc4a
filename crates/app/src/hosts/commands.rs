//! What the agency and a host do with institutions and places.

use std::collections::BTreeMap;

use kernel::{
    Actor, CivilDate, Error, HostId, Kind, OrgId, Period, ProgrammeId, Result, Scope, SlotId, Text,
};

use super::model::{Confirmation, Host, Slot, SlotState};
use super::partnerships::{must_carry, must_carry_slot};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};
use crate::programmes::{self, HostKind, NextAct, Programme, State, StepReport, Tally};

/// A host as a form gives it.
#[derive(Clone, Debug)]
pub struct HostForm {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: HostKind,
    /// Region.
    pub region: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// For a unit of the same government: the OPD.
    pub org_id: Option<OrgId>,
    /// Office that answers letters.
    pub contact: Option<String>,
}

/// A place as a form or a row of a file gives it.
#[derive(Clone, Debug)]
pub struct SlotForm {
    /// The host.
    pub host_id: HostId,
    /// Unit within the host.
    pub unit: String,
    /// Field of work.
    pub field: String,
    /// First day.
    pub start: CivilDate,
    /// Last day.
    pub end: CivilDate,
    /// Fewest people.
    pub quota_min: i64,
    /// Most people.
    pub quota_max: i64,
    /// Competency → level that the place offers.
    pub competencies: BTreeMap<String, i64>,
    /// The host's letter, when it has confirmed.
    pub confirmation: Option<Confirmation>,
}

/// Makes a host.
pub async fn create(app: &App, actor: &Actor, form: HostForm) -> Result<HostId> {
    access::MANAGE.allow(actor)?;
    let host = check_host(HostId(app.clock.new_id()), form)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (host, actor) = (host.clone(), actor.clone());
            Box::pin(async move {
                insert_in(&tx, &actor, &host).await?;
                Ok(host.id)
            })
        })
        .await
}

/// Stores a host inside a running transaction.
pub(super) async fn insert_in(tx: &Tx, actor: &Actor, host: &Host) -> Result<()> {
    let taken = store::by_name(tx, &host.name).await?.is_some();
    if taken || store::insert_host(tx, host).await? == 0 {
        return Err(name_taken());
    }
    tx.audit(Entry::new(actor, "host.create", "host", host.id).with("kind", host.kind.key()));
    Ok(())
}

/// Changes a host.
pub async fn change(app: &App, actor: &Actor, id: HostId, form: HostForm) -> Result<()> {
    access::MANAGE.allow(actor)?;
    let host = check_host(id, form)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (host, actor) = (host.clone(), actor.clone());
            Box::pin(async move {
                store::get(&tx, id).await?;
                if store::update_host(&tx, &host).await? == 0 {
                    return Err(name_taken());
                }
                tx.audit(
                    Entry::new(&actor, "host.change", "host", id).with("kind", host.kind.key()),
                );
                Ok(())
            })
        })
        .await
}

fn name_taken() -> Error {
    Error::invalid_field("name", "hosts-name-taken").next("hosts-next-existing")
}

fn check_host(id: HostId, form: HostForm) -> Result<Host> {
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() < 3 {
        return Err(Error::invalid_field("name", "hosts-name-short"));
    }
    Ok(Host {
        id,
        name,
        kind: form.kind,
        region: form.region,
        address: form.address,
        org_id: form.org_id,
        contact: form.contact,
    })
}

/// Adds places to a programme, all or none.
pub async fn add_slots(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    forms: Vec<SlotForm>,
) -> Result<Vec<SlotId>> {
    let scope = access::SLOT.allow(actor)?;
    if forms.is_empty() {
        return Err(Error::invalid("hosts-no-slots"));
    }
    let ids: Vec<SlotId> = forms.iter().map(|_| SlotId(app.clock.new_id())).collect();
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, ids, forms, actor) =
                (scope.clone(), ids.clone(), forms.clone(), actor.clone());
            Box::pin(async move {
                let programme = open_for_places(&tx, programme).await?;
                for (id, form) in ids.iter().zip(&forms) {
                    insert_slot_in(&tx, &actor, &scope, &programme, *id, form).await?;
                }
                Ok(ids)
            })
        })
        .await
}

/// The programme, if places can still be added or changed.
pub(super) async fn open_for_places(tx: &Tx, id: ProgrammeId) -> Result<Programme> {
    let programme = programmes::get(tx, id).await?;
    if matches!(
        programme.state,
        State::Running | State::Closed | State::Cancelled
    ) {
        return Err(Error::refused("hosts-programme-over").next("programmes-next-new"));
    }
    Ok(programme)
}

pub(super) async fn insert_slot_in(
    tx: &Tx,
    actor: &Actor,
    scope: &Scope,
    programme: &Programme,
    id: SlotId,
    form: &SlotForm,
) -> Result<()> {
    let host = store::get(tx, form.host_id).await?;
    let slot = check_slot(scope, programme, &host, id, form)?;
    must_carry(tx, host.id, &host.name, slot.period).await?;
    store::insert_slot(tx, &slot).await?;
    tx.audit(
        Entry::new(actor, "host.slot.add", "slot", id)
            .with("programme", programme.id.to_string())
            .with("host", host.id.to_string())
            .with("quota", slot.quota_max)
            .with("state", slot.state.key()),
    );
    Ok(())
}

/// Changes a place.
pub async fn change_slot(app: &App, actor: &Actor, id: SlotId, form: SlotForm) -> Result<()> {
    let scope = access::SLOT.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, form, actor) = (scope.clone(), form.clone(), actor.clone());
            Box::pin(async move {
                let old = store::slot(&tx, id).await?;
                let programme = open_for_places(&tx, old.programme_id).await?;
                let host = store::get(&tx, old.host_id).await?;
                let mut slot = check_slot(&scope, &programme, &host, id, &form)?;
                must_carry(&tx, host.id, &host.name, slot.period).await?;
                // A scan that was not sent again stays.
                if let (Some(new), Some(old)) =
                    (slot.confirmation.as_mut(), old.confirmation.as_ref())
                    && new.scan.is_none()
                {
                    new.scan.clone_from(&old.scan);
                }
                if store::update_slot(&tx, &slot).await? == 0 {
                    let text = Text::new("hosts-quota-below").with("n", old.filled);
                    return Err(Error::invalid_field("quota_max", text));
                }
                tx.audit(
                    Entry::new(&actor, "host.slot.change", "slot", id)
                        .with("quota", slot.quota_max)
                        .with("state", slot.state.key()),
                );
                Ok(())
            })
        })
        .await
}

/// Withdraws a place on which nobody is placed.
pub async fn close_slot(app: &App, actor: &Actor, id: SlotId) -> Result<()> {
    let scope = access::SLOT.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor) = (scope.clone(), actor.clone());
            Box::pin(async move {
                let mut slot = store::slot(&tx, id).await?;
                own_host(&scope, slot.host_id)?;
                if slot.filled > 0 {
                    return Err(Error::refused(
                        Text::new("hosts-slot-filled").with("n", slot.filled),
                    )
                    .next("hosts-next-release"));
                }
                slot.state = SlotState::Closed;
                store::update_slot(&tx, &slot).await?;
                tx.audit(Entry::new(&actor, "host.slot.close", "slot", id));
                Ok(())
            })
        })
        .await
}

/// Takes one of the free places for somebody; refused when it is full or closed.
///
/// The condition and the change are one statement, so of any number of takers at once no more succeed than fit.
pub async fn take(tx: &Tx, id: SlotId) -> Result<()> {
    must_carry_slot(tx, &store::slot(tx, id).await?).await?;
    if store::take(tx, id).await? == 0 {
        let slot = store::slot(tx, id).await?;
        let text = if slot.state == SlotState::Closed {
            Text::new("hosts-slot-closed").with("place", slot.label())
        } else {
            Text::new("hosts-slot-full")
                .with("place", slot.label())
                .with("n", slot.quota_max)
        };
        return Err(Error::new(Kind::Refused, text).next("hosts-next-other"));
    }
    Ok(())
}

/// Gives a place back.
pub async fn release(tx: &Tx, id: SlotId) -> Result<()> {
    if store::release(tx, id).await? == 0 {
        return Err(Error::internal("a place was given back that nobody had"));
    }
    Ok(())
}

fn own_host(scope: &Scope, host: HostId) -> Result<()> {
    match scope {
        Scope::All => Ok(()),
        Scope::Host(own) if *own == host => Ok(()),
        _ => Err(Error::forbidden().log("host.slot")),
    }
}

/// Checks one place; used by the form and by every row of a file alike.
pub(super) fn check_slot(
    scope: &Scope,
    programme: &Programme,
    host: &Host,
    id: SlotId,
    form: &SlotForm,
) -> Result<Slot> {
    own_host(scope, host.id)?;
    let mut wrong: Vec<(&str, Text)> = Vec::new();
    if host.kind != programme.host_kind {
        wrong.push(("host_id", "hosts-other-kind".into()));
    }
    if form.unit.trim().is_empty() {
        wrong.push(("unit", "error-required".into()));
    }
    if form.field.trim().is_empty() {
        wrong.push(("field", "error-required".into()));
    }
    if form.quota_max < 1 || form.quota_max > 10_000_000 {
        wrong.push((
            "quota_max",
            Text::new("error-number-range")
                .with("min", 1)
                .with("max", 10_000_000),
        ));
    }
    if form.quota_min < 0 || form.quota_min > form.quota_max {
        wrong.push(("quota_min", "hosts-quota-order".into()));
    }
    let period = Period::new(form.start, form.end);
    match period {
        Err(_) => wrong.push(("end", "programmes-ends-early".into())),
        Ok(period) => {
            let inside = programme.period.contains(period.start())
                && programme.period.contains(period.end());
            if !inside {
                let text = Text::new("hosts-outside")
                    .with("start", programme.period.start().long_id())
                    .with("end", programme.period.end().long_id());
                wrong.push(("start", text));
            } else if period.days() < programme.min_days || period.days() > programme.max_days {
                let text = Text::new("programmes-duration")
                    .with("days", period.days())
                    .with("min", programme.min_days)
                    .with("max", programme.max_days);
                wrong.push(("end", text));
            }
        }
    }
    let (Ok(period), true) = (period, wrong.is_empty()) else {
        return Err(wrong
            .into_iter()
            .fold(Error::invalid("error-form"), |error, (field, text)| {
                error.field(field, text)
            }));
    };
    Ok(Slot {
        id,
        programme_id: programme.id,
        host_id: host.id,
        host_name: host.name.clone(),
        host_kind: host.kind,
        region: host.region.clone(),
        host_org_id: host.org_id,
        unit: form.unit.trim().to_owned(),
        field: form.field.trim().to_owned(),
        period,
        quota_min: form.quota_min,
        quota_max: form.quota_max,
        filled: 0,
        competencies: form.competencies.clone(),
        confirmation: form.confirmation.clone(),
        state: if form.confirmation.is_some() {
            SlotState::Confirmed
        } else {
            SlotState::Offered
        },
    })
}

/// What the board says about places.
pub async fn step(sql: &impl Sql, programme: &Programme) -> Result<StepReport> {
    let counts = store::counts(sql, programme.id).await?;
    let path = format!("/program/{}/tempat", programme.id);
    let tally = |key, n, query: &str| Tally {
        key,
        n,
        path: format!("{path}{query}"),
    };
    let none = counts.confirmed + counts.offered == 0;
    Ok(StepReport {
        tallies: vec![
            tally(
                "hosts-tally-confirmed",
                counts.confirmed,
                "?state=confirmed",
            ),
            tally("hosts-tally-offered", counts.offered, "?state=offered"),
            tally("hosts-tally-capacity", counts.capacity, ""),
        ],
        done: !none,
        act: none.then(|| NextAct {
            text: Text::new("hosts-act-add"),
            path: format!("{path}/baru"),
        }),
    })
}
