//! Screening at submission, again, by list and by oneself, on both engines.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, NominationId, Origin, Role, RoleGrant, Scope};
use policy::{Calendar, Inputs, Status, Verdict};

use super::{
    Cause, counts, current, history, list, masks, rescreen, rule_counts, self_check, testing,
};
use crate::App;
use crate::db::list::ListRequest;
use crate::hosts::testing as places;
use crate::nominations::{self, nominate, testing as papers};
use crate::people::testing::opd;
use crate::programmes::{Giving, PaperKind};
use crate::testing::{app, each_engine};

fn system() -> Actor {
    Actor::system(Origin::System)
}

/// Two nominees: one long a PNS, one since last year; the second without the permission when `bare`.
async fn two(app: &App, bare: bool) -> (kernel::ProgrammeId, NominationId, NominationId) {
    let unit = opd(app, "Dinas Contoh").await;
    let programme = testing::programme(app, Giving::Direct, None).await;
    let host = places::host(app, "Badan Contoh").await;
    let slot = places::slot(app, programme, host, "Unit Contoh", 5).await;
    let old = testing::person(app, unit, 1, "2015-03-01").await;
    let new = testing::person(app, unit, 2, "2025-12-01").await;
    let form = papers::form(app, programme, old, vec![slot]).await;
    let first = nominate(app, &system(), programme, form, true, None)
        .await
        .unwrap();
    let mut form = papers::form(app, programme, new, vec![slot]).await;
    if bare {
        form.papers.clear();
    }
    let second = nominate(app, &system(), programme, form, true, None)
        .await
        .unwrap();
    (programme, first, second)
}

#[tokio::test]
async fn a_submission_freezes_facts_policy_and_verdict() {
    each_engine(async |app| {
        let (programme, first, second) = two(&app, true).await;
        let good = current(&app.db, &Scope::All, first).await.unwrap();
        assert_eq!(good.verdict(), Verdict::Memenuhi);
        assert_eq!(good.cause, Cause::Submission);
        assert_eq!(good.facts["tmt_pns"]["value"], "2015-03-01");
        assert_eq!(good.facts["tmt_pns"]["date"], "2026-11-01");
        assert_eq!(good.case["izin_opd"]["value"], true);
        assert_eq!(good.case["start"]["source"], "Tempat Magang");
        let pinned = crate::programmes::get(&app.db, programme).await.unwrap();
        assert_eq!(
            good.explanation.policy.digest,
            format!("sha256:{}", pinned.policy_digest.unwrap())
        );
        let bad = current(&app.db, &Scope::All, second).await.unwrap();
        assert_eq!(bad.verdict(), Verdict::BelumMemenuhi);
        assert_eq!((bad.failed, bad.unknown, bad.warned), (0b001, 0b010, 0b100));
        let met = bad
            .explanation
            .rule("masa-kerja")
            .unwrap()
            .met_from
            .unwrap();
        assert_eq!(met.to_string(), "2027-12-01");
        let stored = nominations::get(&app.db, &Scope::All, second)
            .await
            .unwrap();
        assert_eq!(stored.verdict.as_deref(), Some("belum-memenuhi"));
    })
    .await;
}

#[tokio::test]
async fn stored_masks_are_those_of_bulk_screening() {
    let app = app().await;
    let (programme, _, second) = two(&app, true).await;
    let programme = crate::programmes::get(&app.db, programme).await.unwrap();
    let policy = super::pinned_policy(&app.db, &programme).await.unwrap();
    let stored = current(&app.db, &Scope::All, second).await.unwrap();
    let facts = |kind, json| policy::Facts::from_json(kind, json).unwrap();
    let person = facts(policy::schema::Kind::Person, &stored.facts);
    let case = facts(policy::schema::Kind::Case, &stored.case);
    let calendar = Calendar::default();
    let row = policy::screen_one(
        &policy,
        &person,
        &case,
        stored.explanation.decision,
        &Inputs::new(&calendar),
    );
    assert_eq!(row, masks(&stored.explanation));
}

#[tokio::test]
async fn a_paper_or_a_changed_fact_gives_a_new_screening_and_keeps_the_old() {
    each_engine(async |app| {
        let (_, first, second) = two(&app, true).await;
        let paper = papers::form(
            &app,
            nominations::get(&app.db, &Scope::All, first)
                .await
                .unwrap()
                .programme_id,
            nominations::get(&app.db, &Scope::All, first)
                .await
                .unwrap()
                .person_id
                .unwrap(),
            Vec::new(),
        )
        .await
        .papers;
        let paper = paper
            .into_iter()
            .find(|paper| paper.kind == PaperKind::IzinOpd)
            .unwrap();
        nominations::attach(&app, &system(), second, paper)
            .await
            .unwrap();
        let now = current(&app.db, &Scope::All, second).await.unwrap();
        assert_eq!((now.cause, now.unknown), (Cause::Paper, 0));
        assert_eq!(now.verdict(), Verdict::BelumMemenuhi);
        let person = nominations::get(&app.db, &Scope::All, second)
            .await
            .unwrap()
            .person_id
            .unwrap();
        testing::set_record(&app, person, "2014-01-01").await;
        let frozen = current(&app.db, &Scope::All, second).await.unwrap();
        assert_eq!(
            frozen.verdict(),
            Verdict::BelumMemenuhi,
            "a fact changed silently"
        );
        assert_eq!(
            rescreen(&app, &system(), second).await.unwrap(),
            Verdict::Memenuhi
        );
        let all = history(&app.db, &Scope::All, second).await.unwrap();
        assert_eq!(all.len(), 3);
        assert_eq!(all.iter().filter(|one| one.current).count(), 1);
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn the_list_filters_by_verdict_and_rule_and_keeps_to_the_scope() {
    each_engine(async |app| {
        let (programme, _, second) = two(&app, true).await;
        let rows = |filters: &[(&str, &str)], scope| {
            let request = ListRequest {
                filters: filters
                    .iter()
                    .map(|(k, v)| ((*k).into(), (*v).into()))
                    .collect(),
                ..ListRequest::default()
            };
            let db = app.db.clone();
            async move { list(&db, &scope, programme, request).await.unwrap().rows }
        };
        assert_eq!(rows(&[], Scope::All).await.len(), 2);
        let failed = rows(&[("rule", "masa-kerja")], Scope::All).await;
        assert_eq!(
            failed.iter().map(|row| row.nomination).collect::<Vec<_>>(),
            [second]
        );
        assert_eq!(
            rows(&[("rule", "izin-opd"), ("status", "unknown")], Scope::All)
                .await
                .len(),
            1
        );
        assert_eq!(rows(&[("verdict", "memenuhi")], Scope::All).await.len(), 1);
        let other = opd(&app, "Dinas Lain").await;
        assert!(rows(&[], Scope::Org(other)).await.is_empty());
        let counted = counts(&app.db, &Scope::All, programme).await.unwrap();
        assert_eq!((counted.met, counted.unmet, counted.unclear), (1, 1, 0));
        let by_rule = rule_counts(&app.db, &Scope::All, programme).await.unwrap();
        assert_eq!(by_rule[0].rule, "lama");
        assert_eq!((by_rule[0].unmet, by_rule[0].unknown), (2, 0));
        let refused = current(&app.db, &Scope::Org(other), second)
            .await
            .unwrap_err();
        assert_eq!(refused.kind(), Kind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_nomination_leaves_the_list_but_its_screening_stays() {
    let app = app().await;
    let (programme, first, _) = two(&app, false).await;
    nominations::withdraw(&app, &system(), first, None)
        .await
        .unwrap();
    let rows = list(&app.db, &Scope::All, programme, ListRequest::default())
        .await
        .unwrap();
    assert_eq!(rows.total, 1);
    assert_eq!(history(&app.db, &Scope::All, first).await.unwrap().len(), 1);
}

#[tokio::test]
async fn everybody_can_check_herself_and_nothing_is_stored() {
    let app = app().await;
    let (programme, _, _) = two(&app, false).await;
    let unit = opd(&app, "Dinas Ketiga").await;
    let person = testing::person(&app, unit, 3, "2016-01-01").await;
    let actor = Actor {
        user: None,
        name: "Contoh".into(),
        person: Some(person),
        grants: vec![RoleGrant {
            role: Role::Pegawai,
            scope: Scope::Person(person),
        }],
        origin: Origin::Web,
    };
    let found = self_check(&app, &actor, Some(programme)).await.unwrap();
    assert_eq!(
        found.explanation.rule("masa-kerja").unwrap().status,
        Status::Met
    );
    assert_eq!(found.explanation.verdict, Verdict::PerluVerifikasi);
    assert_eq!(found.explanation.missing[0].name, "case.izin_opd");
    let total = list(&app.db, &Scope::All, programme, ListRequest::default())
        .await
        .unwrap()
        .total;
    assert_eq!(total, 2);
    let stranger = Actor {
        person: None,
        ..actor
    };
    assert_eq!(
        self_check(&app, &stranger, None).await.unwrap_err().kind(),
        Kind::Refused
    );
    assert!(
        rescreen(&app, &stranger, NominationId(app.clock.new_id()))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_changed_policy_text_stops_the_screening() {
    let digest = crate::sha256_hex(testing::POLICY.as_bytes());
    assert!(super::engine::parse("uji", testing::POLICY, &digest).is_ok());
    let error =
        super::engine::parse("uji", &testing::POLICY.replace(">= 2", ">= 0"), &digest).unwrap_err();
    assert_eq!(error.text().key, "screenings-policy-changed");
}

#[tokio::test]
async fn an_employee_sees_every_open_programme_and_the_criteria_to_come_with_dates() {
    each_engine(async |app| {
        let unit = opd(&app, "Dinas Contoh").await;
        let person = testing::person(&app, unit, 1, "2025-12-01").await;
        let actor = Actor {
            user: None,
            name: "Contoh".into(),
            person: Some(person),
            grants: vec![RoleGrant {
                role: Role::Pegawai,
                scope: Scope::Person(person),
            }],
            origin: Origin::Web,
        };
        let first = testing::programme(&app, Giving::Direct, None).await;
        let second = testing::programme(&app, Giving::Direct, None).await;
        let three_years = crate::policies::testing::service(2, 3);
        let magang = "magang-banten";
        crate::policies::testing::replace(&app, magang, &three_years, "2027-01-01").await;
        let lines = super::outlook(&app, &actor).await.unwrap();
        let open: Vec<_> = lines
            .iter()
            .filter_map(|line| line.programme.as_ref())
            .collect();
        assert_eq!(open.len(), 2);
        assert!(open.iter().any(|p| p.id == first) && open.iter().any(|p| p.id == second));
        let told = |version: &str| {
            let line = lines.iter().find(|line| {
                line.programme.is_none()
                    && line.version == version
                    && line.title.id.contains("magang")
            });
            let line = line.unwrap();
            (line.on.to_string(), line.met_from.unwrap().to_string())
        };
        assert_eq!(told("2020-1"), ("2026-11-24".into(), "2027-12-01".into()));
        assert_eq!(told("2026-1"), ("2027-01-01".into(), "2028-12-01".into()));
        let stranger = Actor {
            person: None,
            ..actor
        };
        assert!(super::outlook(&app, &stranger).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_thousand_stored_verdicts_come_out_the_same_after_two_policy_changes_and_imports() {
    each_engine(async |app| {
        let unit = opd(&app, "Dinas Contoh").await;
        let programme = crate::programmes::testing::programme(&app, Giving::Direct).await;
        let host = places::host(&app, "Badan Contoh").await;
        let slot = places::slot(&app, programme, host, "Unit Contoh", 60).await;
        let mut sent = Vec::new();
        for n in 1..=50_u32 {
            let since = format!("20{}-03-01", 10 + n % 16);
            let person = testing::person(&app, unit, n, &since).await;
            let form = papers::form(&app, programme, person, vec![slot]).await;
            let id = nominate(&app, &system(), programme, form, true, None).await;
            sent.push((id.unwrap(), person));
        }
        let magang = "magang-banten";
        for round in 1..=19_u32 {
            // Data, criteria and holidays move between the verdicts.
            match round {
                5 => {
                    let changes = crate::policies::testing::service(2, 3);
                    crate::policies::testing::replace(&app, magang, &changes, "2026-11-24").await;
                }
                8 => holiday(&app).await,
                _ => {}
            }
            for (n, (id, person)) in sent.iter().enumerate() {
                if round % 4 == 0 {
                    let since = format!("20{}-0{}-01", 10 + n % 15, 1 + round % 9);
                    testing::set_record(&app, *person, &since).await;
                }
                rescreen(&app, &system(), *id).await.unwrap();
            }
        }
        let changes = crate::policies::testing::service(3, 4);
        let next = crate::policies::testing::replace(&app, magang, &changes, "2027-01-01");
        next.await;
        let mut replayed = 0;
        for (id, _) in &sent {
            for one in history(&app.db, &Scope::All, *id).await.unwrap() {
                let found = super::replay(&app.db, one.id).await.unwrap();
                assert_eq!(found.again, found.stored);
                replayed += 1;
            }
        }
        assert_eq!(replayed, 1000);
        // Of what was known at an instant on the way: one verdict a nomination, the last before it.
        let (id, _) = sent[0];
        let made = history(&app.db, &Scope::All, id).await.unwrap();
        for until in [made[10].at, made[3].at, made[0].at.plus_seconds(1)] {
            let known = super::replay_known(&app.db, until, Some(id)).await.unwrap();
            let last = made.iter().find(|one| one.at < until);
            assert_eq!(
                known.iter().map(|line| line.id).collect::<Vec<_>>(),
                last.map(|one| one.id).into_iter().collect::<Vec<_>>()
            );
        }
        let end = made[0].at.plus_seconds(1);
        let known = super::replay_known(&app.db, end, None).await.unwrap();
        assert_eq!(known.len(), sent.len());
        assert!(known.iter().all(super::ReplayLine::holds));
        // A stored byte that was changed behind the program's back is found.
        let spoilt = known[7].id;
        testing::spoil(&app, spoilt).await;
        let known = super::replay_known(&app.db, end, None).await.unwrap();
        let moved: Vec<_> = known.iter().filter(|line| !line.holds()).collect();
        assert_eq!(moved.len(), 1);
        assert_eq!(moved[0].id, spoilt);
    })
    .await;
}

/// A year of the holiday calendar, so that working days are known from now on.
async fn holiday(app: &App) {
    use crate::holidays::{Confidence, Year, read_days, set_year};
    let year = Year {
        year: 2026,
        source: "SKB contoh".into(),
        confidence: Confidence::Secondary,
        days: read_days("2026-12-25; Hari Contoh").unwrap(),
        entered_at: None,
    };
    set_year(app, &system(), year).await.unwrap();
}
