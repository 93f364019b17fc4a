//! Corrections from the request to the value that the source brings, on both engines.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use kernel::{Actor, Kind, PersonId, Role, RoleGrant, Scope};

use super::{
    Ask, CorrectionState, ask, decline, events, facts_changed, forward, get, list, open_facts,
    take_back, todo,
};
use crate::App;
use crate::audit::Entry;
use crate::db::list::ListRequest;
use crate::people;
use crate::policies::testing::officer;
use crate::screenings::testing;
use crate::testing::{app, each_engine};

fn employee(app: &App, person: PersonId) -> Actor {
    Actor {
        person: Some(person),
        grants: vec![RoleGrant {
            role: Role::Pegawai,
            scope: Scope::Person(person),
        }],
        ..officer(app, Role::Pegawai)
    }
}

fn wish(wanted: &str) -> Ask {
    Ask {
        fact: "tmt_pns".into(),
        wanted: wanted.into(),
        reason: "SK pengangkatan berbeda".into(),
        scan: Some(b"%PDF-1.7 contoh".to_vec()),
    }
}

#[tokio::test]
async fn a_request_goes_to_the_source_and_the_import_that_brings_the_value_resolves_it() {
    each_engine(async |app| {
        let unit = people::testing::opd(&app, "Dinas Contoh").await;
        let person = testing::person(&app, unit, 1, "2025-12-01").await;
        let her = employee(&app, person);
        let error = ask(&app, &her, wish("1 Desember 2025"), None)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), Kind::Invalid, "the recorded value");
        let id = ask(&app, &her, wish("2015-12-01"), None).await.unwrap();
        let error = ask(&app, &her, wish("2014-12-01"), None).await.unwrap_err();
        assert_eq!(error.text().key, "corrections-twice");
        let one = get(&app.db, &Scope::Person(person), id).await.unwrap();
        assert_eq!(one.before.as_deref(), Some("1 Desember 2025"));
        assert_eq!(one.source.as_deref(), Some("Data ASN (SIASN)"));
        let desk = Actor {
            grants: vec![RoleGrant {
                role: Role::Opd,
                scope: Scope::Org(unit),
            }],
            ..officer(&app, Role::Opd)
        };
        assert_eq!(todo(&app.db, &desk).await.unwrap().len(), 1);
        forward(&app, &desk, id, "SIASN, tiket 17").await.unwrap();
        let import = async |since: &str| {
            testing::set_record(&app, person, since).await;
            app.db
                .write(move |tx| {
                    Box::pin(async move {
                        let system = Actor::system(kernel::Origin::System);
                        facts_changed(&tx, &system, &BTreeSet::from([person])).await?;
                        tx.audit(Entry::new(&system, "test.import", "person", person));
                        Ok(())
                    })
                })
                .await
                .unwrap();
        };
        import("2013-12-01").await;
        let state = get(&app.db, &Scope::All, id).await.unwrap().state;
        assert_eq!(
            state,
            CorrectionState::Forwarded,
            "another value resolves nothing"
        );
        import("2015-12-01").await;
        let one = get(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(one.state, CorrectionState::Resolved);
        let acts: Vec<String> = events(&app.db, id)
            .await
            .unwrap()
            .into_iter()
            .map(|event| event.act)
            .collect();
        assert_eq!(acts, ["ask", "forward", "resolve"]);
        assert!(open_facts(&app.db, person).await.unwrap().is_empty());
        let late = decline(&app, &desk, id, "Terlambat").await.unwrap_err();
        assert_eq!(late.text().key, "corrections-closed");
    })
    .await;
}

#[tokio::test]
async fn strangers_see_nothing_and_a_decline_needs_a_reason() {
    let app = app().await;
    let unit = people::testing::opd(&app, "Dinas Contoh").await;
    let other = people::testing::opd(&app, "Badan Lain Contoh").await;
    let person = testing::person(&app, unit, 1, "2025-12-01").await;
    let her = employee(&app, person);
    let id = ask(&app, &her, wish("2015-12-01"), None).await.unwrap();
    let neighbour = testing::person(&app, other, 2, "2015-12-01").await;
    for scope in [Scope::Org(other), Scope::Person(neighbour)] {
        let error = get(&app.db, &scope, id).await.unwrap_err();
        assert_eq!(error.kind(), Kind::NotFound);
        let seen = list(&app.db, &scope, ListRequest::default()).await.unwrap();
        assert_eq!(seen.total, 0);
    }
    let desk = officer(&app, Role::Pengelola);
    let empty = decline(&app, &desk, id, " ").await.unwrap_err();
    assert_eq!(empty.kind(), Kind::Invalid);
    let stranger = employee(&app, neighbour);
    let error = take_back(&app, &stranger, id).await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotFound);
    take_back(&app, &her, id).await.unwrap();
    let state = get(&app.db, &Scope::All, id).await.unwrap().state;
    assert_eq!(state, CorrectionState::Withdrawn);
}
