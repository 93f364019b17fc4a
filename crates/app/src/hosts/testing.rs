//! Hosts and places for the tests of other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use std::collections::BTreeMap;

use kernel::{Actor, HostId, Origin, ProgrammeId, SlotId};

use super::{Confirmation, HostForm, SlotForm, add_slots, create};
use crate::App;
use crate::programmes::{self, HostKind};

/// A central agency with this name.
pub async fn host(app: &App, name: &str) -> HostId {
    host_of(app, name, HostKind::Central).await
}

/// A host of this kind.
pub async fn host_of(app: &App, name: &str, kind: HostKind) -> HostId {
    let form = HostForm {
        name: name.into(),
        kind,
        region: Some("Kota Contoh".into()),
        address: None,
        org_id: None,
        contact: None,
    };
    create(app, &Actor::system(Origin::System), form)
        .await
        .unwrap()
}

/// A place as a form gives it: the whole period of the programme, confirmed.
pub async fn form(
    app: &App,
    programme: ProgrammeId,
    host: HostId,
    unit: &str,
    quota: i64,
) -> SlotForm {
    let programme = programmes::get(&app.db, programme).await.unwrap();
    SlotForm {
        host_id: host,
        unit: unit.into(),
        field: "Manajemen kepegawaian".into(),
        start: programme.period.start(),
        end: programme.period.end(),
        quota_min: 0,
        quota_max: quota,
        competencies: BTreeMap::from([("analisis-data".to_owned(), 3)]),
        confirmation: Some(Confirmation {
            number: "B/12/2026".into(),
            date: "2026-11-02".parse().unwrap(),
            scan: None,
        }),
    }
}

/// A confirmed place.
pub async fn slot(
    app: &App,
    programme: ProgrammeId,
    host: HostId,
    unit: &str,
    quota: i64,
) -> SlotId {
    let form = form(app, programme, host, unit, quota).await;
    let ids = add_slots(app, &Actor::system(Origin::System), programme, vec![form])
        .await
        .unwrap();
    *ids.first().unwrap()
}
