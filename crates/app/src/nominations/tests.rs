//! Tests of nominations on both engines, and of the fit.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, Origin as Way, ProgrammeId, Role, RoleGrant, Scope, SlotId, UserId};
use proptest::prelude::*;

use super::testing::{form, verified};
use super::*;
use crate::App;
use crate::hosts::testing::{host, slot};
use crate::people::testing::{opd, person};
use crate::programmes::{self, Giving, PaperKind};
use crate::sheets::Take;
use crate::testing::each_engine;

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
async fn who_entered_it_does_not_verify_it() {
    each_engine(async |app| {
        let (programme, slot) = place(&app, Giving::Direct).await;
        let own = opd(&app, "Dinas Sendiri").await;
        let mine = person(&app, own, 1).await;
        let mut both = actor(1, Role::Pengelola, Scope::All);
        both.grants.push(RoleGrant {
            role: Role::Verifikator,
            scope: Scope::All,
        });
        let good = form(&app, programme, mine, vec![slot]).await;
        let id = nominate(&app, &both, programme, good, true, None)
            .await
            .unwrap();
        assert_eq!(
            verify(&app, &both, id).await.unwrap_err().text().key,
            "nominations-own-entry"
        );
        let colleague = actor(2, Role::Verifikator, Scope::All);
        verify(&app, &colleague, id).await.unwrap();
        let found = get(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(found.state, State::Verified);
        assert!(
            found
                .papers
                .iter()
                .all(|paper| paper.state == PaperState::Accepted)
        );
        assert_eq!(for_placement(&app.db, programme).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn correction_goes_back_and_forth_with_a_reason() {
    each_engine(async |app| {
        let (programme, slot) = place(&app, Giving::Direct).await;
        let own = opd(&app, "Dinas Sendiri").await;
        let mine = person(&app, own, 1).await;
        let (officer, checker) = (
            actor(1, Role::Opd, Scope::Org(own)),
            actor(2, Role::Verifikator, Scope::All),
        );
        let mut bare = form(&app, programme, mine, vec![slot]).await;
        let papers = std::mem::take(&mut bare.papers);
        let id = nominate(&app, &officer, programme, bare.clone(), true, None)
            .await
            .unwrap();
        assert_eq!(
            verify(&app, &checker, id).await.unwrap_err().text().key,
            "nominations-papers-missing"
        );
        assert_eq!(
            return_for_correction(&app, &checker, id, " ".into())
                .await
                .unwrap_err()
                .kind(),
            Kind::Invalid
        );
        return_for_correction(&app, &checker, id, "Lengkapi izin".into())
            .await
            .unwrap();
        for paper in papers {
            attach(&app, &officer, id, paper).await.unwrap();
        }
        bare.purpose = "Tujuan yang lebih jelas".into();
        change(&app, &officer, id, bare).await.unwrap();
        submit(&app, &officer, id).await.unwrap();
        judge_paper(
            &app,
            &checker,
            id,
            PaperKind::IzinOpd,
            false,
            Some("Tidak terbaca".into()),
        )
        .await
        .unwrap();
        assert!(verify(&app, &checker, id).await.is_err());
        let clean = crate::nominations::keep(
            &app,
            "paper",
            PaperKind::IzinOpd,
            b"%PDF-1.4".to_vec(),
            "a/b.pdf",
        )
        .await
        .unwrap();
        assert_eq!(clean.file_name, "b.pdf");
        attach(&app, &officer, id, clean).await.unwrap();
        verify(&app, &checker, id).await.unwrap();
        let acts: Vec<String> = events(&app.db, id)
            .await
            .unwrap()
            .into_iter()
            .map(|event| event.act)
            .collect();
        assert_eq!(
            acts,
            [
                "create",
                "submit",
                "return",
                "paper",
                "paper",
                "paper",
                "change",
                "submit",
                "paper-return",
                "paper",
                "verify"
            ]
        );
        assert!(
            change(
                &app,
                &officer,
                id,
                form(&app, programme, mine, vec![slot]).await
            )
            .await
            .is_err()
        );
    })
    .await;
}

#[tokio::test]
async fn choices_are_counted_distinct_and_of_the_programme() {
    let app = crate::testing::app().await;
    let (programme, first) = place(&app, Giving::Ranked).await;
    let other_host = host(&app, "Lembaga Lain").await;
    let second = slot(&app, programme, other_host, "Unit B", 1).await;
    let elsewhere = programmes::testing::programme(&app, Giving::Direct).await;
    let foreign = slot(&app, elsewhere, other_host, "Unit C", 1).await;
    let own = opd(&app, "Dinas Sendiri").await;
    let mine = person(&app, own, 1).await;
    for (choices, key) in [
        (vec![], "nominations-choice-missing"),
        (vec![first, first], "nominations-choice-twice"),
        (vec![foreign], "error-choice"),
        (
            vec![first, second, first, second],
            "nominations-choices-many",
        ),
    ] {
        let wrong = form(&app, programme, mine, choices).await;
        let error = nominate(&app, &system(), programme, wrong, true, None)
            .await
            .unwrap_err();
        assert_eq!(error.fields().first().unwrap().text.key, key);
    }
    let good = form(&app, programme, mine, vec![second, first]).await;
    let id = nominate(&app, &system(), programme, good, true, None)
        .await
        .unwrap();
    let ranks: Vec<_> = get(&app.db, &Scope::All, id)
        .await
        .unwrap()
        .choices
        .iter()
        .map(|c| c.slot)
        .collect();
    assert_eq!(ranks, [second, first]);

    // The same person in an overlapping programme is labelled on both sides, and nothing is deleted.
    let twice = form(&app, elsewhere, mine, vec![foreign]).await;
    let twin = nominate(&app, &system(), elsewhere, twice, true, None)
        .await
        .unwrap();
    let found = get(&app.db, &Scope::All, twin).await.unwrap();
    let labels = duplicates(&app.db, &found).await.unwrap();
    assert_eq!(
        labels
            .iter()
            .map(|label| label.nomination)
            .collect::<Vec<_>>(),
        [id]
    );
}

#[tokio::test]
async fn a_nominee_may_decline_and_a_paper_keeps_its_origin() {
    let app = crate::testing::app().await;
    let (programme, slot) = place(&app, Giving::Direct).await;
    let own = opd(&app, "Dinas Sendiri").await;
    let mine = person(&app, own, 1).await;
    let officer = actor(1, Role::Opd, Scope::Org(own));
    let mut paper = form(&app, programme, mine, vec![slot]).await;
    paper.paper_scan = Some(app.blobs.put(b"%PDF-1.7".to_vec()).await.unwrap());
    let id = nominate(&app, &officer, programme, paper, true, None)
        .await
        .unwrap();
    assert_eq!(
        get(&app.db, &Scope::All, id).await.unwrap().origin,
        Origin::Paper
    );
    let stranger = actor(3, Role::Pegawai, Scope::Person(person(&app, own, 2).await));
    assert_eq!(
        decline(&app, &stranger, id).await.unwrap_err().kind(),
        Kind::NotFound
    );
    decline(&app, &actor(4, Role::Pegawai, Scope::Person(mine)), id)
        .await
        .unwrap();
    assert_eq!(
        get(&app.db, &Scope::All, id).await.unwrap().state,
        State::Declined
    );
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
    guest.nominee = super::testing::guest(9, "Pemerintah Kabupaten Contoh");
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
async fn nobody_is_nominated_outside_the_calendar() {
    let (app, clock) = crate::testing::app_with_clock().await;
    let (programme, slot) = place(&app, Giving::Direct).await;
    let own = opd(&app, "Dinas Sendiri").await;
    let mine = person(&app, own, 1).await;
    let good = form(&app, programme, mine, vec![slot]).await;
    clock.set_date("2027-02-01".parse().unwrap());
    let error = nominate(&app, &system(), programme, good, true, None)
        .await
        .unwrap_err();
    assert_eq!(error.text().key, "programmes-too-late");
    assert_eq!(error.next_step().unwrap().key, "programmes-next-extend");
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

#[tokio::test]
async fn a_file_is_judged_like_the_form() {
    let app = crate::hosts::tests::app_with_tabs().await;
    let (programme, slot) = place(&app, Giving::Direct).await;
    let own = opd(&app, "Dinas Sendiri").await;
    for n in 1..=3 {
        person(&app, own, n).await;
    }
    let name = place_name(&crate::hosts::slot(&app.db, slot).await.unwrap());
    let file = format!(
        "NIP\tTUJUAN\tKOMPETENSI\tDASAR KEBUTUHAN\tRENCANA SETELAH MAGANG\tNOMOR SURAT\tTANGGAL SURAT\tTEMPAT 1\n\
         '198508172010032001\tBelajar\tanalisis-data\tDialog kinerja\tMenerapkan\t800/1\t20/11/2026\t{name}\n\
         198508172010032002\tBelajar\t\tDialog kinerja\tMenerapkan\t800/1\t20/11/2026\tTidak ada\n\
         198508172010032001\tBelajar\t\tDialog kinerja\tMenerapkan\t800/1\t20/11/2026\t{name}\n\
         1.98E+17\t\t\tentah\t\t\t\t{name}\n\
         198508172010032003\tBelajar\t\tUsulan atasan\tMenerapkan\t800/1\t20/11/2026\t{name}\n"
    )
    .into_bytes();
    let officer = actor(1, Role::Opd, Scope::Org(own));
    let all = ForAll::default();
    let run = dry_run(&app, &officer, programme, file.clone(), "x.xlsx", &all)
        .await
        .unwrap();
    assert_eq!((run.rows, run.good.len()), (5, 2));
    let faults: Vec<_> = run
        .errors
        .iter()
        .map(|e| (e.row, e.column.as_str(), e.text.key.as_str()))
        .collect();
    assert_eq!(
        faults,
        [
            (3, "TEMPAT 1", "nominations-place-unknown"),
            (4, "NIP", "nominations-twice-in-file"),
            (5, "NIP", "error-nip"),
            (5, "TUJUAN", "error-required"),
            (5, "RENCANA SETELAH MAGANG", "error-required"),
            (5, "DASAR KEBUTUHAN", "error-choice"),
        ]
    );
    let whole = take_file(
        &app,
        &officer,
        programme,
        file.clone(),
        "x.xlsx",
        all.clone(),
        Take::AllOrNothing,
        true,
    )
    .await;
    assert_eq!(whole.unwrap_err().kind(), Kind::Refused);
    let taken = take_file(
        &app,
        &officer,
        programme,
        file,
        "x.xlsx",
        all,
        Take::GoodRows,
        true,
    )
    .await
    .unwrap();
    assert_eq!(
        taken,
        Taken {
            taken: 2,
            rejected: 3
        }
    );
    let rows = list(&app.db, &Scope::All, programme, Default::default())
        .await
        .unwrap();
    assert!(
        rows.rows
            .iter()
            .all(|row| row.origin == Origin::File && row.state == State::Submitted)
    );
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
    keys.extend(FitBasis::ALL.iter().map(|v| format!("nominations-fit-{v}")));
    for lang in crate::words::Lang::ALL {
        for key in &keys {
            assert!(words.has(lang, key), "{key}");
        }
    }
}

fn levels(pairs: &[(&str, i64)]) -> Levels {
    pairs
        .iter()
        .map(|(name, level)| ((*name).to_owned(), *level))
        .collect()
}

#[test]
fn fit_counts_what_can_be_closed_and_says_what_it_rests_on() {
    let offered = levels(&[("a", 4), ("b", 3), ("c", 5)]);
    let standard = levels(&[("a", 3), ("b", 4)]);
    let assessed = levels(&[("a", 1), ("b", 4), ("z", 1)]);
    // a: min(4, 3) − 1 = 2; b: min(3, 4) − 4 < 0; c has no standard.
    assert_eq!(
        fit(&offered, &standard, &assessed, &[]),
        Fit {
            score: 2 * SCALE,
            basis: FitBasis::Assessed
        }
    );
    let none = Levels::new();
    let aims = ["A ".to_owned(), "a".to_owned(), "q".to_owned()];
    assert_eq!(
        fit(&offered, &standard, &none, &aims),
        Fit {
            score: SCALE,
            basis: FitBasis::Estimate
        }
    );
    assert_eq!(
        fit(&offered, &standard, &none, &[]),
        Fit {
            score: 0,
            basis: FitBasis::None
        }
    );
    assert_eq!(
        fit(&none, &standard, &assessed, &aims).basis,
        FitBasis::None
    );
}

fn some_levels() -> impl Strategy<Value = Levels> {
    proptest::collection::btree_map("[a-e]", 1..=5i64, 0..5)
}

proptest! {
    #[test]
    fn fit_is_bounded_and_never_falls_when_a_place_offers_more(
        offered in some_levels(),
        standard in some_levels(),
        assessed in some_levels(),
        aims in proptest::collection::vec("[a-e]", 0..4),
        raised in "[a-e]",
    ) {
        let before = fit(&offered, &standard, &assessed, &aims);
        let most: i64 = offered.values().sum::<i64>() * SCALE;
        prop_assert!((0..=most).contains(&before.score));
        prop_assert_eq!(before.basis == FitBasis::None && before.score != 0, false);
        let mut more = offered.clone();
        if let Some(level) = more.get_mut(&raised) {
            *level = (*level + 1).min(5);
        }
        let after = fit(&more, &standard, &assessed, &aims);
        prop_assert_eq!(after.basis, before.basis);
        prop_assert!(after.score >= before.score);
        // Who has the level already gains nothing from it.
        let full: Levels = offered.keys().map(|name| (name.clone(), 5)).collect();
        prop_assert_eq!(fit(&offered, &standard, &full, &[]).score, 0);
    }
}
