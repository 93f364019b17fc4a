//! Numbers under concurrency, patterns, reservations and gaps.

use std::collections::BTreeSet;

use super::*;
use crate::letters::testing::{date, each, officer};

async fn open(app: &crate::App, mode: RegisterMode) -> kernel::RegisterId {
    open_register(
        app,
        &officer(),
        "BKD",
        "surat-tugas",
        2026,
        "800.1.11.1/{n:4}/{unit}/{tahun}",
        mode,
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn sixty_four_clients_get_numbers_without_gap_or_double() {
    each(async |app| {
        const CLIENTS: usize = 64;
        const EACH: usize = 4;
        let id = open(&app, RegisterMode::Automatic).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..CLIENTS {
            let app = app.clone();
            tasks.spawn(async move {
                let mut numbers = Vec::new();
                for _ in 0..EACH {
                    numbers.push(
                        reserve_number(&app, &officer(), id, "uji", None)
                            .await
                            .unwrap(),
                    );
                }
                numbers
            });
        }
        let taken: Vec<String> = tasks.join_all().await.concat();
        let distinct: BTreeSet<String> = taken.iter().cloned().collect();
        let expected: BTreeSet<String> = (1..=CLIENTS * EACH)
            .map(|n| format!("800.1.11.1/{n:04}/BKD/2026"))
            .collect();
        assert_eq!(taken.len(), CLIENTS * EACH);
        assert_eq!(distinct, expected);
        let view = registers(&app, &officer()).await.unwrap().remove(0);
        assert_eq!(view.gaps.missing, Vec::<i64>::new());
        assert_eq!(view.gaps.reserved.len(), CLIENTS * EACH);
    })
    .await;
}

#[tokio::test]
async fn a_number_given_up_stays_in_the_register_with_its_reason() {
    each(async |app| {
        let actor = officer();
        let id = open(&app, RegisterMode::Automatic).await;
        let number = reserve_number(&app, &actor, id, "rapat", None)
            .await
            .unwrap();
        assert!(void_number(&app, &actor, id, &number, " ").await.is_err());
        void_number(&app, &actor, id, &number, "salah ketik")
            .await
            .unwrap();
        assert!(
            void_number(&app, &actor, id, &number, "lagi")
                .await
                .is_err()
        );
        let next = reserve_number(&app, &actor, id, "rapat", None)
            .await
            .unwrap();
        assert_ne!(next, number);
        let view = registers(&app, &actor).await.unwrap().remove(0);
        assert_eq!(view.gaps.void, [number]);
        assert!(view.gaps.missing.is_empty());
        let error = open_register(
            &app,
            &actor,
            "BKD",
            "surat-tugas",
            2026,
            "{n}/{tahun}",
            RegisterMode::Automatic,
        )
        .await
        .unwrap_err();
        assert_eq!(error.text().key, "letters-register-used");
    })
    .await;
}

#[tokio::test]
async fn outside_registers_do_not_count_and_outside_numbers_do_not_collide() {
    each(async |app| {
        let actor = officer();
        let id = open(&app, RegisterMode::Outside).await;
        assert!(reserve_number(&app, &actor, id, "uji", None).await.is_err());
        enter_outside(&app, &actor, id, "188/12-Huk/2026", "Surat lain")
            .await
            .unwrap();
        assert!(
            enter_outside(&app, &actor, id, "188/12-Huk/2026", "Surat lain")
                .await
                .is_err()
        );
        set_mode(&app, &actor, id, RegisterMode::Automatic)
            .await
            .unwrap();
        let error = enter_outside(&app, &actor, id, "800.1.11.1/0007/BKD/2026", "x")
            .await
            .unwrap_err();
        assert_eq!(error.fields()[0].text.key, "letters-number-countable");
    })
    .await;
}

#[test]
fn patterns_say_what_they_need() {
    for wrong in [
        "",
        "800/BKD",
        "{n}/BKD",
        "{n}/{n}/{tahun}",
        "{n:0}/{tahun}",
        "{x}/{n}/{tahun}",
        "{n/{tahun}",
        "{tahun}",
    ] {
        assert!(Pattern::parse(wrong).is_err(), "{wrong}");
    }
    let pattern = Pattern::parse("B-800.1.4.1/{n}/{unit}/{bulan}/{tahun}").unwrap();
    assert_eq!(
        pattern.number(12, "BKD", date("2026-11-24")),
        "B-800.1.4.1/12/BKD/XI/2026"
    );
    assert_eq!(
        pattern.placeholder("BKD", date("2026-11-24")),
        "B-800.1.4.1/……/BKD/XI/2026"
    );
    assert!(pattern.could_make("B-800.1.4.1/999/BKD/II/2026", "BKD", 2026));
    assert!(!pattern.could_make("B-800.1.4.1/999/BKD/II/2025", "BKD", 2026));
    assert!(!pattern.could_make("188/12-Huk/2026", "BKD", 2026));
    // A padded pattern counts past its width.
    let padded = Pattern::parse("{n:3}/{tahun}").unwrap();
    assert_eq!(padded.number(1234, "BKD", date("2026-11-24")), "1234/2026");
    assert!(padded.could_make("1234/2026", "BKD", 2026));
}

#[tokio::test]
async fn a_reservation_sent_twice_takes_one_number() {
    each(async |app| {
        let actor = officer();
        let id = open(&app, RegisterMode::Automatic).await;
        let nonce = || Some("formulir-yang-sama".to_owned());
        let first = reserve_number(&app, &actor, id, "rapat", nonce())
            .await
            .unwrap();
        let again = reserve_number(&app, &actor, id, "rapat", nonce())
            .await
            .unwrap();
        assert_eq!(first, again);
        let other = reserve_number(&app, &actor, id, "rapat", None)
            .await
            .unwrap();
        assert_ne!(first, other);
    })
    .await;
}
