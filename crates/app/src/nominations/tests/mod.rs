//! Tests of nominations on both engines: who may nominate whom, verification, choices, calendar, files, fit.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, Origin as Way, ProgrammeId, Role, RoleGrant, Scope, SlotId, UserId};

use super::testing::{form, verified};
use super::*;
use crate::App;
use crate::hosts::testing::{host, slot};
use crate::people::testing::{opd, person};
use crate::programmes::{self, Giving, PaperKind};
use crate::testing::each_engine;

mod calendar;
mod choices;
mod fit;
mod sheet;
mod verification;

fn system() -> Actor {
    Actor::system(Way::System)
}

fn actor(n: u128, role: Role, scope: Scope) -> Actor {
    let mut actor = system();
    actor.user = Some(UserId(uuid::Uuid::from_u128(n)));
    if let Scope::Person(id) = scope {
        actor.person = Some(id);
    }
    actor.grants = vec![RoleGrant { role, scope }];
    actor
}

async fn place(app: &App, giving: Giving) -> (ProgrammeId, SlotId) {
    let programme = programmes::testing::programme(app, giving).await;
    let host = host(app, "Badan Contoh").await;
    (programme, slot(app, programme, host, "Unit A", 2).await)
}

#[tokio::test]
async fn a_unit_nominates_its_own_people_once() {
    each_engine(async |app| {
        let (programme, slot) = place(&app, Giving::Direct).await;
        let (own, other) = (
            opd(&app, "Dinas Sendiri").await,
            opd(&app, "Dinas Lain").await,
        );
        let (mine, theirs) = (person(&app, own, 1).await, person(&app, other, 2).await);
        let officer = actor(1, Role::Opd, Scope::Org(own));
        let foreign = form(&app, programme, theirs, vec![slot]).await;
        let error = nominate(&app, &officer, programme, foreign, true, None)
            .await
            .unwrap_err();
        assert_eq!(
            error.fields().first().unwrap().text.key,
            "nominations-nip-unknown"
        );

        let good = form(&app, programme, mine, vec![slot]).await;
        let id = nominate(&app, &officer, programme, good.clone(), true, None)
            .await
            .unwrap();
        let found = get(&app.db, &Scope::Org(own), id).await.unwrap();
        assert_eq!(
            (found.state, found.nominator, found.origin),
            (State::Submitted, Nominator::Opd, Origin::Web)
        );
        assert_eq!(found.snapshot.name, "Contoh Pegawai 1, S.Sos.");
        assert_eq!(found.choices.len(), 1);
        assert!(found.has_paper(PaperKind::IzinOpd));
        assert!(get(&app.db, &Scope::Org(other), id).await.is_err());
        let seen = list(&app.db, &Scope::Org(other), programme, Default::default())
            .await
            .unwrap();
        assert_eq!(seen.total, 0);

        // The unique person is a message at the field, on both engines, and not a failure of the server.
        let again = nominate(&app, &officer, programme, good.clone(), true, None)
            .await
            .unwrap_err();
        assert_eq!(
            again.fields().first().unwrap().text.key,
            "nominations-already"
        );
        withdraw(&app, &officer, id, None).await.unwrap();
        nominate(&app, &officer, programme, good, true, None)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_is_one_nomination() {
    each_engine(async |app| {
        let (programme, slot) = place(&app, Giving::Direct).await;
        let own = opd(&app, "Dinas Sendiri").await;
        let mine = person(&app, own, 1).await;
        let good = form(&app, programme, mine, vec![slot]).await;
        let once = Some("nonce-nonce-nonce-nonce".to_owned());
        let first = nominate(&app, &system(), programme, good.clone(), true, once.clone())
            .await
            .unwrap();
        let second = nominate(&app, &system(), programme, good, true, once)
            .await
            .unwrap();
        assert_eq!(first, second);
    })
    .await;
}

#[tokio::test]
async fn guests_come_by_their_institution_to_an_incoming_programme() {
    let app = crate::testing::app().await;
    let programme = programmes::testing::incoming(&app).await;
    let kind = programmes::HostKind::Internal;
    let host = crate::hosts::testing::host_of(&app, "Badan Contoh", kind).await;
    let place = slot(&app, programme, host, "Unit A", 2).await;
    let own = opd(&app, "Dinas Sendiri").await;
    let mut guest = form(&app, programme, person(&app, own, 1).await, vec![place]).await;
    let error = nominate(&app, &system(), programme, guest.clone(), true, None)
        .await
        .unwrap_err();
    assert_eq!(
        error.fields().first().unwrap().text.key,
        "nominations-guests-only"
    );
    guest.nominee = crate::nominations::testing::guest(9, "Pemerintah Kabupaten Contoh");
    let officer = actor(1, Role::Opd, Scope::Org(own));
    let error = nominate(&app, &officer, programme, guest.clone(), true, None)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Forbidden);
    let id = nominate(&app, &system(), programme, guest, true, None)
        .await
        .unwrap();
    let found = get(&app.db, &Scope::All, id).await.unwrap();
    assert_eq!(
        (found.person_id, found.nominator),
        (None, Nominator::Institution)
    );
    assert_eq!(
        found.snapshot.opd_name.as_deref(),
        Some("Pemerintah Kabupaten Contoh")
    );
    // Her institution's letter stands for her file, which her own government has.
    assert_eq!(found.verdict.as_deref(), Some("memenuhi"));
}

#[tokio::test]
async fn placements_mark_what_became_of_a_nomination() {
    each_engine(async |app| {
        let (programme, slot) = place(&app, Giving::Direct).await;
        let own = opd(&app, "Dinas Sendiri").await;
        let id = verified(&app, programme, person(&app, own, 1).await, vec![slot]).await;
        app.db
            .write(move |tx| {
                Box::pin(async move {
                    set_verdict(&tx, id, "memenuhi").await?;
                    mark_placed(&tx, &system(), id).await?;
                    assert!(mark_placed(&tx, &system(), id).await.is_err());
                    mark_waiting(&tx, &system(), id).await?;
                    mark_unplaced(&tx, &system(), id).await
                })
            })
            .await
            .unwrap();
        let found = get(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(
            (found.state, found.verdict.as_deref()),
            (State::Unplaced, Some("memenuhi"))
        );
    })
    .await;
}

#[test]
fn every_state_and_event_has_words() {
    let words = crate::words::Words::new(crate::words::SOURCES);
    let mut keys: Vec<String> = State::ALL
        .iter()
        .map(|v| format!("nominations-state-{v}"))
        .collect();
    keys.extend(Basis::ALL.iter().map(|v| format!("nominations-basis-{v}")));
    keys.extend(
        Nominator::ALL
            .iter()
            .map(|v| format!("nominations-nominator-{v}")),
    );
    keys.extend(
        Origin::ALL
            .iter()
            .map(|v| format!("nominations-origin-{v}")),
    );
    keys.extend(
        PaperState::ALL
            .iter()
            .map(|v| format!("nominations-paper-state-{v}")),
    );
    for v in FitBasis::ALL {
        keys.push(format!("nominations-fit-{v}"));
        keys.push(format!("nominations-fit-says-{v}"));
    }
    for lang in crate::words::Lang::ALL {
        for key in &keys {
            assert!(words.has(lang, key), "{key}");
        }
    }
}
