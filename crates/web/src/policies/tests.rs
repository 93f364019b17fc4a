//! Pages of policies from outside: from a draft to a decision, the check of a text, and who sees what.

use std::sync::Arc;

use app::App;
use app::policies::{self, StateName, testing};
use app::words::Lang;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use kernel::{Actor, PolicyVersionId, Role};
use scraper::{Html, Selector};
use tower::ServiceExt as _;

use crate::shell::session::{Theme, Visitor};
use crate::shell::{AppState, layered};

const NONCE: &str = "form_nonce=0123456789012345678901234567890123456789012";

fn site(app: &App, actor: Actor) -> Router {
    let actor = Arc::new(actor);
    let routes = super::router().into_router();
    let routes = routes.layer(from_fn(move |mut request: Request, next: Next| {
        let actor = Arc::clone(&actor);
        async move {
            request.extensions_mut().insert(Arc::new(Visitor {
                lang: Lang::Id,
                theme: Theme::Light,
                actor: Some(actor),
                notice: None,
            }));
            next.run(request).await
        }
    }));
    layered(routes, AppState::new(app.clone()))
}

async fn send(
    site: &Router,
    method: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, String) {
    let mut body = form_urlencoded::Serializer::new(NONCE.to_owned());
    for (name, value) in fields {
        body.append_pair(name, value);
    }
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body.finish()))
        .unwrap();
    let answer = site.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

fn plain(html: &str) -> String {
    let page = Html::parse_document(html);
    let main = Selector::parse("main").unwrap();
    let text: String = page
        .select(&main)
        .flat_map(|element| element.text())
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn in_force(app: &App) -> PolicyVersionId {
    let (today, now) = (app.clock.today(), app.clock.now());
    let found = policies::in_force(&app.db, "magang-banten", today, now).await;
    found.unwrap().unwrap()
}

/// The newest version.
async fn newest(app: &App, actor: &Actor) -> policies::Version {
    let all = policies::list(&app.db, actor, app.clock.today(), Default::default()).await;
    all.unwrap().rows.remove(0)
}

#[tokio::test]
async fn a_number_is_changed_proposed_and_decided_by_two_people() {
    let app = app::testing::app().await;
    let writer = testing::officer(&app, Role::Pengelola);
    let office = site(&app, writer.clone());
    let base = in_force(&app).await;
    let (status, html) = send(&office, "GET", "/kebijakan", &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(plain(&html).contains("Versi 2020-1, mulai 1 Juli 2020"));
    let (status, _) = send(&office, "POST", &format!("/kebijakan/{base}/konsep"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let draft = newest(&app, &writer).await;
    let path = format!("/kebijakan/{}", draft.id);
    let (_, html) = send(&office, "GET", &format!("{path}/angka"), &[]).await;
    assert!(plain(&html).contains("Masa kerja paling singkat sebagai PNS (tahun)"));
    let values = [("revision", "1"), ("param.min_service_years", "tiga")];
    let (status, html) = send(&office, "POST", &format!("{path}/angka"), &values).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("value=\"tiga\""), "what was typed is gone");
    let values = [("revision", "1"), ("param.min_service_years", "3")];
    let (status, _) = send(&office, "POST", &format!("{path}/angka"), &values).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, html) = send(&office, "GET", &format!("{path}/banding"), &[]).await;
    let told = "Berubah Masa kerja paling singkat sebagai PNS: 2 → 3 tahun";
    assert!(plain(&html).contains(told), "{}", plain(&html));
    let (status, _) = send(&office, "POST", &format!("{path}/ajukan"), &[("note", "")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    // The example at the boundary says two years; it has to be changed with the number.
    let note = [("note", "Hasil rapat")];
    let (status, html) = send(&office, "POST", &format!("{path}/ajukan"), &note).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(plain(&html).contains("Belum dapat diusulkan: 1 kesalahan"));
    let text = policies::text(&app.db, draft.id).await.unwrap();
    let [_, (old, new)] = testing::service(2, 3);
    let text = text.replacen(&old, &new, 1);
    let fields = [("revision", "2"), ("text", text.as_str())];
    let (status, _) = send(&office, "POST", &format!("{path}/naskah"), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, _) = send(&office, "POST", &format!("{path}/ajukan"), &note).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    // The one who proposed sees that somebody else decides, and cannot.
    let (_, html) = send(&office, "GET", &path, &[]).await;
    assert!(plain(&html).contains("yang menetapkan harus orang lain"));
    let (status, _) = send(&office, "GET", &format!("{path}/tetapkan"), &[]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let official = site(&app, testing::officer(&app, Role::Pejabat));
    let (_, html) = send(&official, "GET", &format!("{path}/tetapkan"), &[]).await;
    assert!(plain(&html).contains(told));
    let digest = newest(&app, &writer).await.digest;
    let mut order = vec![
        ("digest", digest.as_str()),
        ("number", "800/7/KEP/2026"),
        ("date", "2026-11-24"),
        (
            "about",
            "Keputusan Kepala BKD tentang kriteria peserta magang",
        ),
        ("from", "2026-11-20"),
    ];
    let (status, html) = send(&official, "POST", &format!("{path}/tetapkan"), &order).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&html).contains("Tidak dapat berlaku sebelum tanggal keputusannya"));
    order.retain(|(name, _)| *name != "from");
    order.push(("from", "2026-11-24"));
    let (status, _) = send(&official, "POST", &format!("{path}/tetapkan"), &order).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(newest(&app, &writer).await.state.name(), StateName::InForce);
    assert_eq!(in_force(&app).await, draft.id);
    let (_, html) = send(&office, "GET", &path, &[]).await;
    let text = plain(&html);
    for words in [
        "800/7/KEP/2026, 24 November 2026",
        "Hasil rapat",
        "pejabat contoh",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(
        !html.contains("/angka\""),
        "what is in force cannot be edited"
    );
}

#[tokio::test]
async fn a_check_shows_line_column_and_caret_and_stores_nothing() {
    let app = app::testing::app().await;
    let writer = testing::officer(&app, Role::Pengelola);
    let id = policies::begin(&app, &writer, in_force(&app).await, None)
        .await
        .unwrap();
    let before = policies::text(&app.db, id).await.unwrap();
    let broken = before.replacen(">= min_service_years", ">= min_service_year", 1);
    let office = site(&app, writer);
    let fields = [("revision", "1"), ("text", broken.as_str())];
    let (status, html) = send(
        &office,
        "POST",
        &format!("/kebijakan/{id}/periksa"),
        &fields,
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    let line = 1 + broken
        .lines()
        .position(|l| l.contains("min_service_year\""))
        .unwrap();
    let text = plain(&html);
    assert!(
        text.contains(&format!("Kesalahan baris {line}, kolom")),
        "{text}"
    );
    assert!(text.contains("did you mean `min_service_years`?"), "{text}");
    let page = Html::parse_document(&html);
    let excerpt = page
        .select(&Selector::parse("#hasil pre").unwrap())
        .next()
        .unwrap();
    let lines: Vec<String> = excerpt
        .text()
        .collect::<String>()
        .lines()
        .map(str::to_owned)
        .collect();
    let caret = lines[1].find('^').unwrap();
    assert!(
        lines[0][caret..].starts_with("min_service_year"),
        "{lines:?}"
    );
    assert_eq!(policies::text(&app.db, id).await.unwrap(), before);
    // Saving it says so in place and keeps what was typed.
    let (status, html) = send(&office, "POST", &format!("/kebijakan/{id}/naskah"), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("min_service_year&"), "what was typed is gone");
    let good = before.replacen("Kriteria peserta", "Syarat peserta", 1);
    let fields = [("revision", "1"), ("text", good.as_str())];
    let (_, html) = send(
        &office,
        "POST",
        &format!("/kebijakan/{id}/periksa"),
        &fields,
    )
    .await;
    assert!(plain(&html).contains("contoh kasus memberi hasil yang diharapkan"));
    let (status, _) = send(&office, "POST", &format!("/kebijakan/{id}/naskah"), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(policies::text(&app.db, id).await.unwrap(), good);
}

#[tokio::test]
async fn everybody_reads_what_is_decided_and_only_the_agency_reads_drafts() {
    let app = app::testing::app().await;
    let writer = testing::officer(&app, Role::Pengelola);
    let base = in_force(&app).await;
    let id = policies::begin(&app, &writer, base, None).await.unwrap();
    let employee = site(&app, testing::officer(&app, Role::Pegawai));
    let (status, html) = send(&employee, "GET", &format!("/kebijakan/{base}"), &[]).await;
    assert_eq!(status, StatusCode::OK);
    let text = plain(&html);
    for words in [
        "Masa kerja sebagai PNS paling singkat 2 tahun",
        "kebijakan instansi",
        "Bawaan sistem; belum ditetapkan oleh instansi",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    for path in ["", "/banding"] {
        let path = format!("/kebijakan/{id}{path}");
        assert_eq!(
            send(&employee, "GET", &path, &[]).await.0,
            StatusCode::NOT_FOUND
        );
    }
    let hidden = format!("/kebijakan/{base}/banding?dengan={id}");
    assert_eq!(
        send(&employee, "GET", &hidden, &[]).await.0,
        StatusCode::NOT_FOUND
    );
    let (_, html) = send(&employee, "GET", "/kebijakan", &[]).await;
    assert!(!html.contains(&id.to_string()));
    let (status, _) = send(&employee, "POST", &format!("/kebijakan/{base}/konsep"), &[]).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let partner = site(&app, testing::officer(&app, Role::Mitra));
    assert_eq!(
        send(&partner, "GET", &format!("/kebijakan/{id}"), &[])
            .await
            .0,
        StatusCode::OK
    );
}
