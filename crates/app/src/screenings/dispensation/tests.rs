//! Dispensations from request to verdict, their limits and who may decide, on both engines.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, NominationId, PersonId, Role, RoleGrant, Scope};
use policy::{Status, Verdict};

use super::{
    Ask, Decide, DispensationState, OnPaper, ask, decide, dispensation, dispensation_list,
    dispensations, given, record, tally, withdraw,
};
use crate::App;
use crate::db::list::ListRequest;
use crate::hosts::testing as places;
use crate::letters::testing as letters;
use crate::nominations::{self, nominate, testing as papers};
use crate::people;
use crate::policies::testing::officer;
use crate::programmes::Giving;
use crate::screenings::{current, history, replay, testing};
use crate::testing::{app, each_engine};

/// Two nominees who became PNS too late, in a programme whose policy lets the PPK waive that once.
async fn late(app: &App) -> ([NominationId; 2], [PersonId; 2]) {
    let unit = people::testing::opd(app, "Dinas Contoh").await;
    let text = testing::waivable_policy();
    let programme = testing::programme_by(app, Giving::Direct, None, &text).await;
    let host = places::host(app, "Badan Contoh").await;
    let slot = places::slot(app, programme, host, "Unit Contoh", 5).await;
    let mut sent = Vec::new();
    let mut people = Vec::new();
    for n in 1..=2 {
        let person = testing::person(app, unit, n, "2025-12-01").await;
        let form = papers::form(app, programme, person, vec![slot]).await;
        let actor = officer(app, Role::Pengelola);
        let id = nominate(app, &actor, programme, form, true, None).await;
        sent.push(id.unwrap());
        people.push(person);
    }
    ([sent[0], sent[1]], [people[0], people[1]])
}

fn wish(nomination: NominationId, rule: &str) -> Ask {
    Ask {
        nomination,
        rule: rule.into(),
        reason: "Satu-satunya pengelola data di unitnya".into(),
        valid_until: None,
    }
}

fn yes() -> Decide {
    Decide {
        grant: true,
        note: None,
        valid_until: None,
    }
}

/// Enters `person` as the governor, and gives her account.
async fn governor(app: &App, person: PersonId) -> Actor {
    let brief = people::brief(&app.db, &Scope::All, person).await.unwrap();
    let mut official = letters::official("gubernur", &brief.name, &brief.name_plain);
    official.nip = Some(brief.nip.clone());
    crate::letters::add_official(app, &letters::officer(), official)
        .await
        .unwrap();
    Actor {
        person: Some(person),
        ..officer(app, Role::Pejabat)
    }
}

#[tokio::test]
async fn the_office_of_the_policy_grants_and_the_next_verdict_is_met_while_the_earlier_stays() {
    each_engine(async |app| {
        let ([first, second], people) = late(&app).await;
        let asks = officer(&app, Role::Pengelola);
        let id = ask(&app, &asks, wish(first, "masa-kerja"), None)
            .await
            .unwrap();
        let before = current(&app.db, &Scope::All, first).await.unwrap();
        assert_eq!(before.verdict(), Verdict::BelumMemenuhi);
        // Nobody in the office yet, then somebody else's account, then the office.
        let stranger = officer(&app, Role::Pejabat);
        let error = decide(&app, &stranger, id, yes()).await.unwrap_err();
        assert_eq!(error.text().key, "screenings-office-vacant");
        let boss = governor(&app, people[1]).await;
        let error = decide(&app, &stranger, id, yes()).await.unwrap_err();
        assert_eq!(error.text().key, "screenings-not-the-office");
        decide(&app, &boss, id, yes()).await.unwrap();
        let now = current(&app.db, &Scope::All, first).await.unwrap();
        assert_eq!(now.verdict(), Verdict::Memenuhi);
        let rule = now.explanation.rule("masa-kerja").unwrap();
        assert_eq!(rule.status, Status::Waived);
        assert_eq!(rule.waived_by.as_deref(), Some("ppk"));
        let all = history(&app.db, &Scope::All, first).await.unwrap();
        assert_eq!(all.len(), 2);
        for one in &all {
            assert!(replay(&app.db, one.id).await.unwrap().holds());
        }
        // The policy allows one in a programme: the count is shown and the second is refused.
        let other = ask(&app, &asks, wish(second, "masa-kerja"), None)
            .await
            .unwrap();
        let one = dispensation(&app.db, &Scope::All, other).await.unwrap();
        let count = given(&app.db, &one).await.unwrap();
        assert_eq!(
            (count.rule, count.all_max, count.has_room()),
            (1, Some(1), false)
        );
        let error = decide(&app, &boss, other, yes()).await.unwrap_err();
        assert_eq!(error.text().key, "screenings-dispensations-full");
        let no = Decide {
            grant: false,
            note: Some("Batas sudah tercapai".into()),
            valid_until: None,
        };
        decide(&app, &boss, other, no).await.unwrap();
        // Withdrawn, it counts no more, and the verdict follows.
        let empty = withdraw(&app, &asks, id, " ").await.unwrap_err();
        assert_eq!(empty.kind(), Kind::Invalid);
        withdraw(&app, &asks, id, "Penugasan dibatalkan")
            .await
            .unwrap();
        let now = current(&app.db, &Scope::All, first).await.unwrap();
        assert_eq!(now.verdict(), Verdict::BelumMemenuhi);
        let state = dispensations(&app.db, first).await.unwrap()[0].state;
        assert_eq!(state, DispensationState::Withdrawn);
        let (by_rule, by_opd) = tally(&app.db, &Scope::All).await.unwrap();
        assert_eq!(
            (by_rule[0].key.as_str(), by_rule[0].ended),
            ("masa-kerja", 2)
        );
        assert_eq!(
            (by_opd[0].key.as_str(), by_opd[0].granted),
            ("Dinas Contoh", 0)
        );
    })
    .await;
}

#[tokio::test]
async fn what_nobody_may_waive_is_refused_with_its_source_and_what_is_met_needs_none() {
    let app = app().await;
    let ([first, _], _) = late(&app).await;
    let asks = officer(&app, Role::Pengelola);
    let error = ask(&app, &asks, wish(first, "izin-opd"), None)
        .await
        .unwrap_err();
    assert_eq!(error.text().key, "screenings-not-waivable");
    assert!(
        error
            .legal_source()
            .is_some_and(|source| !source.is_empty())
    );
    ask(&app, &asks, wish(first, "masa-kerja"), None)
        .await
        .unwrap();
    let error = ask(&app, &asks, wish(first, "masa-kerja"), None)
        .await
        .unwrap_err();
    assert_eq!(error.text().key, "screenings-dispensation-twice");
}

#[tokio::test]
async fn an_officer_enters_the_decision_by_its_paper_but_never_her_own_request() {
    each_engine(async |app| {
        let ([first, _], people) = late(&app).await;
        governor(&app, people[1]).await;
        let asks = officer(&app, Role::Pengelola);
        let id = ask(&app, &asks, wish(first, "masa-kerja"), None)
            .await
            .unwrap();
        let paper = || OnPaper {
            number: "800/17/2026".into(),
            date: app.clock.today(),
            scan: b"%PDF-1.7 contoh".to_vec(),
        };
        let error = record(&app, &asks, id, yes(), paper()).await.unwrap_err();
        assert_eq!(error.text().key, "screenings-own-request");
        let colleague = officer(&app, Role::Verifikator);
        record(&app, &colleague, id, yes(), paper()).await.unwrap();
        let one = dispensation(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(one.state, DispensationState::Granted);
        assert_eq!(one.paper_number.as_deref(), Some("800/17/2026"));
        assert!(one.official.unwrap().contains("Contoh Pegawai 2"));
        let now = current(&app.db, &Scope::All, first).await.unwrap();
        assert_eq!(now.verdict(), Verdict::Memenuhi);
        // Another unit sees nothing of it.
        let other = people::testing::opd(&app, "Badan Lain Contoh").await;
        let unit = Actor {
            grants: vec![RoleGrant {
                role: Role::Opd,
                scope: Scope::Org(other),
            }],
            ..officer(&app, Role::Opd)
        };
        let scope = crate::screenings::access::DISPENSATIONS
            .allow(&unit)
            .unwrap();
        let seen = dispensation_list(&app.db, &scope, ListRequest::default()).await;
        assert_eq!(seen.unwrap().total, 0);
        let error = dispensation(&app.db, &scope, id).await.unwrap_err();
        assert_eq!(error.kind(), Kind::NotFound);
        nominations::get(&app.db, &Scope::All, first).await.unwrap();
    })
    .await;
}
