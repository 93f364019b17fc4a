//! Tests of one-time links on both engines.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, Origin, Result};

use super::*;
use crate::App;
use crate::audit::Entry;
use crate::testing::{app_with_clock, each_engine};

async fn made(app: &App, seconds: i64) -> Secret {
    let secret = secret(app);
    let stored = secret.clone();
    app.db
        .write(move |tx| {
            let secret = stored.clone();
            Box::pin(async move {
                let until = tx.now().plus_seconds(seconds);
                let holder = "Bagian Umum Badan Contoh";
                make_in(&tx, &secret, Purpose::AnswerPlaces, "satu", holder, until).await?;
                let actor = Actor::system(Origin::System);
                tx.audit(Entry::new(&actor, "test.link", "test", "satu"));
                Ok(())
            })
        })
        .await
        .unwrap();
    secret
}

async fn use_up(app: &App, secret: &Secret) -> Result<()> {
    let link = open(&app.db, secret.as_str(), Purpose::AnswerPlaces).await?;
    app.db
        .write(move |tx| {
            let link = link.clone();
            Box::pin(async move { use_up_in(&tx, &link).await })
        })
        .await
}

#[tokio::test]
async fn opening_changes_nothing_and_of_many_uses_at_once_one_succeeds() {
    each_engine(async |app| {
        let secret = made(&app, 3600).await;
        for _ in 0..3 {
            let link = open(&app.db, secret.as_str(), Purpose::AnswerPlaces)
                .await
                .unwrap();
            assert_eq!(link.standing(app.clock.now()), Standing::Usable);
        }
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let (app, secret) = (app.clone(), secret.clone());
                tokio::spawn(async move { use_up(&app, &secret).await })
            })
            .collect();
        let mut used = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(()) => used += 1,
                Err(error) => assert_eq!(error.text().key, "links-used"),
            }
        }
        assert_eq!(used, 1);
    })
    .await;
}

#[tokio::test]
async fn a_secret_never_given_out_is_not_found_and_a_newer_link_voids_the_earlier() {
    each_engine(async |app| {
        let earlier = made(&app, 3600).await;
        let newer = made(&app, 3600).await;
        let unknown = secret(&app);
        let error = use_up(&app, &unknown).await.unwrap_err();
        assert_eq!(error.kind(), Kind::NotFound);
        let error = use_up(&app, &earlier).await.unwrap_err();
        assert_eq!(error.text().key, "links-withdrawn");
        use_up(&app, &newer).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_link_is_void_from_its_last_moment_on() {
    let (app, clock) = app_with_clock().await;
    let secret = made(&app, 60).await;
    clock.set(app.clock.now().plus_seconds(60));
    let error = use_up(&app, &secret).await.unwrap_err();
    assert_eq!(error.text().key, "links-expired");
    // Nothing can be made that is void at once.
    let secret = super::secret(&app);
    let late = app
        .db
        .write(move |tx| {
            let secret = secret.clone();
            Box::pin(async move {
                let now = tx.now();
                make_in(&tx, &secret, Purpose::AnswerPlaces, "dua", "Contoh", now).await
            })
        })
        .await;
    assert_eq!(late.unwrap_err().kind(), Kind::Invalid);
}
