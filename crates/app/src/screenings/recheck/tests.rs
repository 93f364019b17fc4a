//! A later look: what changed is raised once, decided by a person, and letters wait for what the law forbids.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use kernel::{Actor, NominationId, Origin, PersonId, ProgrammeId, Role, Scope};
use policy::Verdict;

use super::{
    ChangeKind, Gate, RecheckState, decide_event, event_list, event_todo, events_of, facts_changed,
    open_events, recheck,
};
use crate::App;
use crate::audit::Entry;
use crate::db::list::ListRequest;
use crate::hosts::testing as places;
use crate::nominations::{self, State, testing as papers};
use crate::people;
use crate::placements;
use crate::policies::testing::officer;
use crate::programmes::Giving;
use crate::screenings::{current, history, rescreen, testing};
use crate::testing::each_engine;

fn system() -> Actor {
    Actor::system(Origin::System)
}

/// A verified nominee, long a PNS.
async fn one(app: &App) -> (ProgrammeId, NominationId, PersonId) {
    let unit = people::testing::opd(app, "Dinas Contoh").await;
    let programme = testing::programme(app, Giving::Direct, None).await;
    let host = places::host(app, "Badan Contoh").await;
    let slot = places::slot(app, programme, host, "Unit Contoh", 5).await;
    let person = testing::person(app, unit, 1, "2012-03-01").await;
    let id = papers::verified(app, programme, person, vec![slot]).await;
    (programme, id, person)
}

async fn imported(app: &App, person: PersonId) {
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let people = BTreeSet::from([person]);
                facts_changed(&tx, &system(), &people, Gate::Import).await?;
                tx.audit(Entry::new(&system(), "test.import", "person", person));
                Ok(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_change_is_raised_once_and_a_person_decides_and_nothing_changes_silently() {
    each_engine(async |app| {
        let (programme, id, person) = one(&app).await;
        let desk = officer(&app, Role::Pengelola);
        let report = recheck(&app, &desk, programme, Gate::Start).await.unwrap();
        assert_eq!((report.looked, report.raised), (1, 0));
        testing::set_record(&app, person, "2025-12-01").await;
        let report = recheck(&app, &desk, programme, Gate::Start).await.unwrap();
        assert_eq!((report.looked, report.raised), (1, 1));
        let again = recheck(&app, &desk, programme, Gate::Decision)
            .await
            .unwrap();
        assert_eq!(again.raised, 0, "the same change twice");
        let event = events_of(&app.db, id).await.unwrap().remove(0);
        assert_eq!(
            (event.before, event.after),
            (Verdict::Memenuhi, Verdict::BelumMemenuhi)
        );
        assert_eq!(event.changes[0].kind, ChangeKind::Verdict);
        assert_eq!(event.changes[1].key, "masa-kerja");
        let frozen = current(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(frozen.verdict(), Verdict::Memenuhi, "never silently");
        assert_eq!(event_todo(&app, &desk).await.unwrap().len(), 1);
        let note = "Data SIASN sedang diperbaiki";
        decide_event(&app, &desk, event.id, RecheckState::Clarify, note)
            .await
            .unwrap();
        assert_eq!(open_events(&app.db, programme).await.unwrap(), 1);
        decide_event(&app, &desk, event.id, RecheckState::Kept, note)
            .await
            .unwrap();
        assert_eq!(open_events(&app.db, programme).await.unwrap(), 0);
        let twice = decide_event(&app, &desk, event.id, RecheckState::Kept, note).await;
        assert_eq!(twice.unwrap_err().text().key, "screenings-event-decided");
        let after = recheck(&app, &desk, programme, Gate::Start).await.unwrap();
        assert_eq!(after.raised, 0, "what was decided is not asked again");
        let listed = event_list(&app.db, &Scope::All, ListRequest::default()).await;
        assert_eq!(listed.unwrap().rows[0].note.as_deref(), Some(note));
    })
    .await;
}

#[tokio::test]
async fn an_import_raises_an_event_and_screening_anew_answers_it() {
    each_engine(async |app| {
        let (programme, id, person) = one(&app).await;
        testing::set_record(&app, person, "2025-12-01").await;
        imported(&app, person).await;
        assert_eq!(open_events(&app.db, programme).await.unwrap(), 1);
        rescreen(&app, &system(), id).await.unwrap();
        let event = events_of(&app.db, id).await.unwrap().remove(0);
        assert_eq!(
            (event.gate, event.state),
            (Gate::Import, RecheckState::Renewed)
        );
    })
    .await;
}

#[tokio::test]
async fn cancelling_takes_the_place_back_and_withdraws_the_nomination() {
    each_engine(async |app| {
        let (programme, id, person) = one(&app).await;
        placements::assign(&app, &system(), id).await.unwrap();
        testing::set_record(&app, person, "2025-12-01").await;
        imported(&app, person).await;
        let event = events_of(&app.db, id).await.unwrap().remove(0);
        let desk = officer(&app, Role::Pengelola);
        decide_event(
            &app,
            &desk,
            event.id,
            RecheckState::Cancelled,
            "Tidak lagi memenuhi",
        )
        .await
        .unwrap();
        let nomination = nominations::get(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(nomination.state, State::Withdrawn);
        let given = placements::confirmed(&app.db, programme).await.unwrap();
        assert!(given.is_empty());
        let event = events_of(&app.db, id).await.unwrap().remove(0);
        assert_eq!(event.state, RecheckState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn a_verified_paper_screens_who_waits_and_raises_an_event_for_who_has_a_place() {
    each_engine(async |app| {
        let (_, id, person) = one(&app).await;
        let tell = async |app: &App| {
            app.db
                .write(move |tx| {
                    Box::pin(async move {
                        let people = BTreeSet::from([person]);
                        facts_changed(&tx, &system(), &people, Gate::Paper).await?;
                        tx.audit(Entry::new(&system(), "test.paper", "person", person));
                        Ok(())
                    })
                })
                .await
                .unwrap();
        };
        tell(&app).await;
        assert_eq!(history(&app.db, &Scope::All, id).await.unwrap().len(), 2);
        placements::assign(&app, &system(), id).await.unwrap();
        testing::set_record(&app, person, "2025-12-01").await;
        tell(&app).await;
        assert_eq!(history(&app.db, &Scope::All, id).await.unwrap().len(), 2);
        let event = events_of(&app.db, id).await.unwrap().remove(0);
        assert_eq!((event.gate, event.state), (Gate::Paper, RecheckState::Open));
    })
    .await;
}
