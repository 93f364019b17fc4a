//! Tests of the page behind a one-time link.

#![allow(clippy::unwrap_used)]

use app::App;
use app::hosts::{self, RequestState};
use app::programmes::{Giving, testing::programme};
use axum::http::StatusCode;
use kernel::{Actor, Origin, PlaceRequestId};

use crate::testing::{form, get, site};

async fn asked(app: &App) -> (PlaceRequestId, String) {
    let actor = Actor::system(Origin::System);
    let programme = programme(app, Giving::Direct).await;
    let host = hosts::testing::host(app, "Badan Contoh").await;
    let due = app.clock.today().add_days(14).unwrap();
    let holder = "Bagian Umum".to_owned();
    let (id, secret) = hosts::request_places(app, &actor, programme, host, holder, due)
        .await
        .unwrap();
    (id, format!("/tautan/tempat/{}", secret.as_str()))
}

#[tokio::test]
async fn a_host_without_account_answers_by_link_and_the_preview_of_a_messenger_uses_nothing_up() {
    let app = app::testing::app().await;
    let (id, path) = asked(&app).await;
    let site = site(&app, None);
    for _ in 0..3 {
        let page = get(&site, &path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.texts("main form").len(), 1);
    }
    // A place without unit comes back with the fault at its field, and the link stays usable.
    let fields = [
        ("by", "Kepala Bagian Umum"),
        ("answer", "willing"),
        ("quota1", "2"),
    ];
    let page = form(&site, &path, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.texts(".t-summary li").len() >= 2, "{}", page.text);
    let fields = [
        ("by", "Kepala Bagian Umum"),
        ("answer", "willing"),
        ("unit1", "Direktorat Contoh"),
        ("field1", "Kepegawaian"),
        ("quota1", "2"),
    ];
    let page = form(&site, &path, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let request = hosts::request(&app.db, id).await.unwrap();
    assert_eq!(request.state, RequestState::Willing);
    // Afterwards the page says so kindly and offers no form; sending again is refused.
    let page = get(&site, &path).await;
    assert!(page.texts("main form").is_empty());
    let page = form(&site, &path, &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let places = hosts::slots(&app.db, request.programme_id).await.unwrap();
    assert_eq!(places.len(), 1);
}

#[tokio::test]
async fn a_secret_that_was_never_given_out_leads_nowhere() {
    let app = app::testing::app().await;
    asked(&app).await;
    let site = site(&app, None);
    let page = get(
        &site,
        "/tautan/tempat/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    )
    .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}
