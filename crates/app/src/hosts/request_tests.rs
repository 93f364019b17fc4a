//! Tests of agreements with hosts and of requests for places, on both engines.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, CivilDate, Kind, Origin};

use super::testing::{form, host, slot};
use super::*;
use crate::App;
use crate::audit::Entry;
use crate::programmes::{Giving, testing::programme};
use crate::testing::each_engine;

fn system() -> Actor {
    Actor::system(Origin::System)
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

async fn pks(app: &App, host: kernel::HostId, number: &str, end: Option<CivilDate>) {
    let form = PartnershipForm {
        kind: PartnershipKind::Pks,
        number: number.into(),
        about: "Magang pegawai".into(),
        start: day("2025-01-01"),
        end,
    };
    record_partnership(app, &system(), host, form)
        .await
        .unwrap();
}

async fn take_one(app: &App, id: kernel::SlotId) -> kernel::Result<()> {
    app.db
        .write(move |tx| {
            Box::pin(async move {
                take(&tx, id).await?;
                tx.audit(Entry::new(&system(), "test.take", "slot", id));
                Ok(())
            })
        })
        .await
}

#[tokio::test]
async fn an_agreement_that_ends_before_the_place_holds_it_back_and_its_renewal_lets_it_go() {
    each_engine(async |app| {
        let programme_id = programme(&app, Giving::Direct).await;
        let period = crate::programmes::get(&app.db, programme_id)
            .await
            .unwrap()
            .period;
        let host = host(&app, "Badan Contoh").await;
        // Without any agreement the host's letter suffices.
        let place = slot(&app, programme_id, host, "Unit A", 2).await;
        take_one(&app, place).await.unwrap();
        // On its last day it still holds; a day less does not.
        pks(&app, host, "PKS/1", period.end().add_days(-1)).await;
        let error = take_one(&app, place).await.unwrap_err();
        assert_eq!(error.text().key, "hosts-partnership-short");
        let new = form(&app, programme_id, host, "Unit B", 1).await;
        let error = add_slots(&app, &system(), programme_id, vec![new]).await;
        assert_eq!(error.unwrap_err().kind(), Kind::Refused);
        pks(&app, host, "PKS/2", Some(period.end())).await;
        take_one(&app, place).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_agreement_is_ended_early_once_and_counts_no_longer() {
    each_engine(async |app| {
        let host = host(&app, "Badan Contoh").await;
        pks(&app, host, "PKS/1", None).await;
        let known = partnerships(&app.db, host).await.unwrap();
        let one = known.first().unwrap().clone();
        assert_eq!(one.last_day(), None);
        let early = end_partnership(&app, &system(), one.id, day("2024-12-31"), "x".into()).await;
        assert_eq!(early.unwrap_err().kind(), Kind::Invalid);
        let on = day("2026-06-30");
        end_partnership(&app, &system(), one.id, on, "Dibubarkan".into())
            .await
            .unwrap();
        let again = end_partnership(&app, &system(), one.id, on, "Lagi".into()).await;
        assert_eq!(again.unwrap_err().text().key, "hosts-partnership-ended");
        let one = partnership(&app.db, one.id).await.unwrap();
        assert!(one.holds_on(on) && !one.holds_on(day("2026-07-01")));
    })
    .await;
}

#[tokio::test]
async fn an_agreement_that_ends_soon_stands_in_what_is_to_be_done_until_another_follows() {
    each_engine(async |app| {
        let today = app.clock.today();
        let host = host(&app, "Badan Contoh").await;
        let alarm = || async { todo(&app.db, &system(), today).await.unwrap().len() };
        pks(&app, host, "PKS/1", today.add_days(91)).await;
        assert_eq!(alarm().await, 0);
        pks(&app, host, "PKS/0", today.add_days(90)).await;
        // The one that ends a day later is another of the kind, so nothing has to be done yet.
        assert_eq!(alarm().await, 0);
        let other = super::testing::host(&app, "Badan Lain").await;
        pks(&app, other, "PKS/9", today.add_days(90)).await;
        assert_eq!(alarm().await, 1);
        pks(&app, other, "PKS/10", today.add_days(400)).await;
        assert_eq!(alarm().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_host_offers_places_through_its_link_once_and_only_for_itself() {
    each_engine(async |app| {
        let programme_id = programme(&app, Giving::Direct).await;
        let host_id = host(&app, "Badan Contoh").await;
        let other = host(&app, "Badan Lain").await;
        let due = app.clock.today().add_days(14).unwrap();
        let by = system();
        let ask = || request_places(&app, &by, programme_id, host_id, "Bagian".into(), due);
        let (id, secret) = ask().await.unwrap();
        // One at a time.
        let again = ask().await.unwrap_err();
        assert_eq!(again.fields()[0].text.key, "hosts-request-waits");
        // A place that names another host goes to the one that was asked.
        let mut place = form(&app, programme_id, other, "Unit A", 3).await;
        place.confirmation = None;
        let answer = HostAnswer::Willing(vec![place.clone()]);
        answer_by_link(
            &app,
            secret.as_str(),
            "Kepala Bagian".into(),
            answer.clone(),
        )
        .await
        .unwrap();
        let places = slots(&app.db, programme_id).await.unwrap();
        assert_eq!(places.len(), 1);
        assert_eq!(places[0].host_id, host_id);
        assert_eq!(places[0].state, SlotState::Offered);
        let again = answer_by_link(&app, secret.as_str(), "Kepala Bagian".into(), answer).await;
        assert_eq!(again.unwrap_err().text().key, "links-used");
        let answered = request(&app.db, id).await.unwrap();
        assert_eq!(answered.state, RequestState::Willing);
        assert_eq!(answered.answered_by.as_deref(), Some("Kepala Bagian"));
    })
    .await;
}

#[tokio::test]
async fn an_answer_with_a_fault_stores_nothing_and_leaves_the_link_usable() {
    each_engine(async |app| {
        let programme_id = programme(&app, Giving::Direct).await;
        let host_id = host(&app, "Badan Contoh").await;
        let due = app.clock.today().add_days(14).unwrap();
        let (id, secret) =
            request_places(&app, &system(), programme_id, host_id, "Bagian".into(), due)
                .await
                .unwrap();
        let good = form(&app, programme_id, host_id, "Unit A", 3).await;
        let mut bad = form(&app, programme_id, host_id, "Unit B", 3).await;
        bad.quota_max = 0;
        let say = |answer| answer_by_link(&app, secret.as_str(), "Kepala Bagian".into(), answer);
        let wrong = say(HostAnswer::Willing(vec![good, bad])).await;
        assert_eq!(wrong.unwrap_err().kind(), Kind::Invalid);
        assert!(slots(&app.db, programme_id).await.unwrap().is_empty());
        let why = say(HostAnswer::NotNow(NotNowReason::Other, None)).await;
        assert_eq!(why.unwrap_err().kind(), Kind::Invalid);
        say(HostAnswer::NotNow(NotNowReason::NoMentor, None))
            .await
            .unwrap();
        let request = request(&app.db, id).await.unwrap();
        assert_eq!(request.state, RequestState::NotNow);
        assert_eq!(request.reason, Some(NotNowReason::NoMentor));
    })
    .await;
}

#[tokio::test]
async fn a_request_that_was_withdrawn_or_whose_link_was_renewed_cannot_be_answered_by_the_old_link()
{
    each_engine(async |app| {
        let programme_id = programme(&app, Giving::Direct).await;
        let host_id = host(&app, "Badan Contoh").await;
        let due = app.clock.today().add_days(14).unwrap();
        let (id, first) =
            request_places(&app, &system(), programme_id, host_id, "Bagian".into(), due)
                .await
                .unwrap();
        let second = renew_link(&app, &system(), id, due).await.unwrap();
        let no = || HostAnswer::NotNow(NotNowReason::NoWork, None);
        let old = answer_by_link(&app, first.as_str(), "Kepala Bagian".into(), no()).await;
        assert_eq!(old.unwrap_err().text().key, "links-withdrawn");
        withdraw_request(&app, &system(), id).await.unwrap();
        let gone = answer_by_link(&app, second.as_str(), "Kepala Bagian".into(), no()).await;
        assert_eq!(gone.unwrap_err().text().key, "links-withdrawn");
        assert!(renew_link(&app, &system(), id, due).await.is_err());
    })
    .await;
}
