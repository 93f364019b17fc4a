//! Tests of the harness itself, on small pages that the test serves: it does what it says, and it can fail.

use std::time::Duration;

use axum::Router;
use axum::extract::{Multipart, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use crate::harness::{Browser, DESK, PHONE, Scheme, required};

const POLICY: &str =
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'";

const GOOD: &str = r#"<!doctype html><html lang="id"><head><title>Formulir</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head><body><main>
<h1>Formulir Usulan</h1>
<form method="post" action="/sent" enctype="multipart/form-data">
<p><label for="name">Nama *</label> <input id="name" name="name"></p>
<p><label>Tanggal mulai <input type="date" name="start"></label></p>
<p><label>Jenis <select name="kind"><option value="1">Instansi pusat</option>
<option value="2">BUMN</option></select></label></p>
<p><label>Berkas <input type="file" name="file"></label></p>
<p><label><input type="checkbox" name="agree" value="ya"> Setuju</label></p>
<p><button>Kirim</button> <button name="draft" value="1">Kirim nanti</button></p>
</form>
<p><a href="/file?name=surat">Unduh surat</a></p>
</main></body></html>"#;

const BAD: &str = r#"<!doctype html><html lang="id"><head><title>Buruk</title><link rel="icon" href="data:,">
<style>p{color:#000}</style></head><body><main><h1>Buruk</h1><img src="data:,">
<script>document.title = 'x'</script></main></body></html>"#;

async fn sent(mut form: Multipart) -> Html<String> {
    let mut shown = String::new();
    while let Some(part) = form.next_field().await.unwrap() {
        let name = part.name().unwrap_or_default().to_owned();
        let value = part.bytes().await.unwrap();
        shown += &format!("<p>{name} = {}</p>", String::from_utf8_lossy(&value));
    }
    Html(format!(
        "<!doctype html><title>Terkirim</title><h1>Terkirim</h1>{shown}"
    ))
}

async fn file(Query(query): Query<Vec<(String, String)>>, headers: HeaderMap) -> Response {
    let cookie = headers
        .get(header::COOKIE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if !cookie.contains("session=abc") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let name = format!("attachment; filename=\"{}.bin\"", query[0].1);
    let kind = (header::CONTENT_TYPE, "application/octet-stream".to_owned());
    (
        [kind, (header::CONTENT_DISPOSITION, name)],
        vec![0_u8, 255, 10, 13],
    )
        .into_response()
}

/// Serves the pages on a free port and tells its address.
async fn serve() -> String {
    let page = |text: &'static str, cookie: bool| {
        get(move || async move {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.parse().unwrap());
            if cookie {
                headers.insert(header::SET_COOKIE, "session=abc; HttpOnly".parse().unwrap());
            }
            (headers, Html(text))
        })
    };
    let app = Router::new()
        .route("/", page(GOOD, true))
        .route("/without-session", page(GOOD, false))
        .route("/bad", page(BAD, false))
        .route("/sent", post(sent))
        .route("/file", get(file));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    base
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_filled_by_its_labels_and_sent() {
    let browser = Browser::open(&serve().await).await;
    let folder = tempfile::tempdir().unwrap();
    let scan = folder.path().join("scan.txt");
    std::fs::write(&scan, "isi berkas").unwrap();
    browser.goto("/").await;
    browser.fill("Nama", "Siti Aminah").await;
    browser.fill("Tanggal mulai", "2026-08-17").await;
    browser.choose("Jenis", "BUMN").await;
    browser.upload("Berkas", &scan).await;
    browser.tick("Setuju").await;
    browser.click("Kirim").await;
    browser.see("Terkirim").await;
    for line in [
        "name = Siti Aminah",
        "start = 2026-08-17",
        "kind = 2",
        "file = isi berkas",
        "agree = ya",
    ] {
        browser.see(line).await;
    }
    browser.see_not("draft").await;
    assert_eq!(browser.path().await, "/sent");
    // This page has no policy of its own and no icon; only the missing icon may be complained about.
    for complaint in browser.complaints().await {
        assert!(complaint.contains("favicon.ico"), "{complaint}");
    }
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_carries_the_session_and_gives_the_bytes() {
    let browser = Browser::open(&serve().await).await;
    browser.goto("/without-session").await;
    let path = browser.href("Unduh surat").await;
    assert_eq!(browser.download(&path).await.status, 403);
    browser.expect_complaints(&["403"]).await;
    browser.goto("/").await;
    let file = browser.download(&path).await;
    assert_eq!(
        (file.status, file.bytes.as_slice()),
        (200, &[0_u8, 255, 10, 13][..])
    );
    assert_eq!(file.content_type, "application/octet-stream");
    assert_eq!(file.disposition, "attachment; filename=\"surat.bin\"");
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn width_colours_and_language_are_what_the_page_sees() {
    let mut browser = Browser::open(&serve().await).await;
    browser.goto("/").await;
    assert_eq!(
        browser.script("return navigator.language;", vec![]).await,
        "id"
    );
    for width in [PHONE, DESK] {
        browser.resize(width).await;
        assert_eq!(
            browser.script("return window.innerWidth;", vec![]).await,
            width
        );
    }
    for scheme in [Scheme::Dark, Scheme::Light] {
        browser.scheme(scheme).await;
        let dark = "return matchMedia('(prefers-color-scheme: dark)').matches;";
        assert_eq!(browser.script(dark, vec![]).await, scheme == Scheme::Dark);
    }
    let picture = browser.screenshot("harness").await;
    assert!(std::fs::read(picture).unwrap().starts_with(b"\x89PNG"));
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_passes_a_good_page_and_names_what_a_bad_one_lacks() {
    let mut browser = Browser::open(&serve().await).await;
    browser.goto("/").await;
    browser.accessible().await;
    browser.expect_complaints(&[]).await;
    browser.goto("/bad").await;
    let problems = browser.axe().await;
    let alt = problems
        .iter()
        .find(|problem| problem.id == "image-alt")
        .expect("the missing text");
    assert!(alt.to_string().contains("<img src=\"data:,\">"), "{alt}");
    browser.complaints().await;
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_violation_of_the_security_policy_is_noticed() {
    let browser = Browser::open(&serve().await).await;
    browser.goto("/bad").await;
    let complaints = browser.complaints().await;
    let about = |what: &str| {
        complaints
            .iter()
            .any(|text| text.contains("Content Security Policy") && text.contains(what))
    };
    assert!(about("script") && about("style"), "{complaints:?}");
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_or_not_unique_is_not_found() {
    let browser = Browser::open(&serve().await).await;
    browser.goto("/").await;
    let soon = Duration::from_millis(200);
    let missing = browser
        .look_for("clickable", "Hapus", "", soon)
        .await
        .unwrap_err();
    assert!(
        missing.contains("`Hapus`") && missing.contains("Kirim nanti"),
        "{missing}"
    );
    // "Kirim" alone is a whole name; "irim" is part of two.
    assert!(
        browser
            .look_for("clickable", "Kirim", "", soon)
            .await
            .is_ok()
    );
    assert!(
        browser
            .look_for("clickable", "irim", "", soon)
            .await
            .is_err()
    );
    assert!(
        browser
            .look_for("field", "Nama", "main", soon)
            .await
            .is_ok()
    );
    assert!(
        browser
            .look_for("field", "Nama", "nav", soon)
            .await
            .is_err()
    );
    browser.quit().await;
}

#[test]
#[should_panic(expected = "run `cargo xtask test`")]
fn without_its_servers_a_test_fails_and_says_what_to_run() {
    required("TITIAN_TEST_NO_SUCH_SERVER");
}
