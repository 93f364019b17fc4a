//! Programmes for the tests of other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use kernel::{Actor, Origin, ProgrammeId};

use super::{Arah, Bidang, Giving, HostKind, PinnedPolicy, Settings, Simple, Waktu, create, open};
use crate::App;

/// The settings of a simple programme in spring 2027 that takes nominations until 31 January 2027.
pub fn settings(app: &App, giving: Giving) -> Settings {
    let simple = Simple {
        name: "Magang Contoh 2027".into(),
        host_kind: HostKind::Central,
        bidang: Bidang::Teknis,
        arah: Arah::Keluar,
        waktu: Waktu::Penuh,
        start: "2027-03-01".parse().unwrap(),
        end: "2027-05-31".parse().unwrap(),
        nominate_until: "2027-01-31".parse().unwrap(),
        release_max: Some(2),
    };
    let mut settings = Settings::simple(simple, app.clock.today()).unwrap();
    settings.giving = giving;
    settings.max_choices = 3;
    settings
}

/// The policy that [`programme`] pins.
pub fn policy() -> PinnedPolicy {
    PinnedPolicy {
        id: "magang-banten".into(),
        version: "2020-1".into(),
        text: policy::shipped::POLICIES[0].1.into(),
    }
}

/// An open programme.
pub async fn programme(app: &App, giving: Giving) -> ProgrammeId {
    let actor = Actor::system(Origin::System);
    let id = create(app, &actor, settings(app, giving)).await.unwrap();
    open(app, &actor, id, policy()).await.unwrap();
    id
}

/// An open programme for civil servants of other governments, with the policy of that kind.
pub async fn incoming(app: &App) -> ProgrammeId {
    let actor = Actor::system(Origin::System);
    let simple = Simple {
        name: "Magang Masuk Contoh 2027".into(),
        host_kind: HostKind::Internal,
        bidang: Bidang::Teknis,
        arah: Arah::Masuk,
        waktu: Waktu::Penuh,
        start: "2027-03-01".parse().unwrap(),
        end: "2027-05-31".parse().unwrap(),
        nominate_until: "2027-01-31".parse().unwrap(),
        release_max: None,
    };
    let settings = Settings::simple(simple, app.clock.today()).unwrap();
    let id = create(app, &actor, settings).await.unwrap();
    let (today, now) = (app.clock.today(), app.clock.now());
    let policy = crate::policies::pin(&app.db, "magang-masuk", today, now)
        .await
        .unwrap();
    open(app, &actor, id, policy).await.unwrap();
    id
}
