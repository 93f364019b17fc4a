//! The shell from outside: requests go in, pages come out.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use scraper::{Html, Selector};
use tower::ServiceExt as _;

use super::{AppState, CSP, assets, gallery, layered, router};

/// The shell with the gallery, nobody signed in.
async fn site() -> Router {
    let door = crate::demo::DemoDoor {
        personas: std::sync::Arc::default(),
        clock: std::sync::Arc::default(),
    };
    let state = AppState::demo(app::testing::app().await, door);
    layered(router().into_router().merge(gallery::router()), state)
}

/// The same for a visitor who is signed in.
async fn office() -> Router {
    gallery::signed_in(site().await)
}

struct Reply {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// The texts of all that `selector` finds, each with single spaces.
    fn texts(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text());
        page.select(&Selector::parse(selector).unwrap())
            .map(|element| {
                let text: String = element.text().collect();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// One attribute of all that `selector` finds.
    fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text());
        page.select(&Selector::parse(selector).unwrap())
            .map(|element| element.attr(name).unwrap_or_default().to_owned())
            .collect()
    }
}

async fn send(site: &Router, request: Request<Body>) -> Reply {
    let response = site.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
    }
}

async fn get(site: &Router, path: &str) -> Reply {
    get_with(site, path, &[]).await
}

async fn get_with(site: &Router, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::get(path).header(header::HOST, "titian.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(site, request.body(Body::empty()).unwrap()).await
}

async fn post(site: &Router, path: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::post(path)
        .header(header::HOST, "titian.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(site, request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn the_about_page_stands_in_the_layout() {
    let reply = get(&site().await, "/tentang").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.texts("title"), ["Tentang Titian · Titian"]);
    assert_eq!(reply.texts("h1"), ["Tentang Titian"]);
    assert_eq!(reply.attributes("html", "lang"), ["id"]);
    assert_eq!(
        reply.attributes(".t-nav a[aria-current]", "href"),
        ["/tentang"]
    );
    assert_eq!(reply.attributes("a.t-skip", "href"), ["#isi"]);
    for landmark in ["header", "main#isi", "footer", "nav#menu"] {
        assert_eq!(reply.texts(landmark).len(), 1, "{landmark}");
    }
    assert!(
        reply
            .texts("summary")
            .iter()
            .any(|text| text.starts_with("htmx.org 4.0.1 · 0BSD"))
    );
    assert!(
        reply
            .texts(".t-brand")
            .join(" ")
            .contains("Magang/Praktik Kerja ASN")
    );
}

#[tokio::test]
async fn the_band_shows_the_date_of_the_demonstration() {
    let reply = get(&site().await, "/tentang").await;
    assert!(
        reply
            .texts(".t-demo")
            .join(" ")
            .contains("24 November 2026")
    );
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = office().await;
    let icons = assets::icons();
    for path in [
        "/tentang",
        "/tidak-ada",
        "/sehat",
        icons,
        "/contoh/panik",
        "/contoh/gagal/forbidden",
        "/bahasa",
    ] {
        let reply = get(&site, path).await;
        assert_eq!(reply.header("content-security-policy"), CSP, "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
    }
    let strange = post(
        &site,
        "/bahasa",
        "",
        &[("origin", "https://elsewhere.example")],
    )
    .await;
    assert_eq!(strange.status, StatusCode::FORBIDDEN);
    assert_eq!(strange.header("content-security-policy"), CSP);
}

#[tokio::test]
async fn no_page_has_inline_style_or_script() {
    let site = office().await;
    for path in [
        "/tentang",
        "/contoh",
        "/contoh/formulir",
        "/contoh/daftar",
        "/tidak-ada",
    ] {
        let reply = get(&site, path).await;
        assert!(
            reply
                .texts("[style], style, script:not([src]), [onclick], [onload]")
                .is_empty(),
            "{path}"
        );
        assert!(!reply.text().contains("hx-on"), "{path}");
        assert!(
            !reply.text().contains("http://"),
            "{path} names another site"
        );
    }
}

#[tokio::test]
async fn another_site_cannot_send_our_forms() {
    let site = site().await;
    let body = "bahasa=en&kembali=/tentang";
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("origin", "https://elsewhere.example")],
        &[("origin", "null")],
    ] {
        let reply = post(&site, "/bahasa", body, headers).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(reply.texts("main").join(" ").contains("situs lain"));
        assert_eq!(reply.header(header::SET_COOKIE), "");
    }
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("origin", "http://titian.example")],
    ] {
        let reply = post(&site, "/bahasa", body, headers).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{headers:?}");
    }
}

#[tokio::test]
async fn language_and_theme_are_remembered_and_lead_back() {
    let site = site().await;
    let reply = post(&site, "/bahasa", "bahasa=en&kembali=%2Fcontoh%3Fa%3D1", &[]).await;
    assert_eq!(reply.header(header::LOCATION), "/contoh?a=1");
    assert_eq!(
        reply.header(header::SET_COOKIE),
        "bahasa=en; Path=/; Max-Age=31536000; SameSite=Lax"
    );
    let reply = post(&site, "/tema", "tema=dark&kembali=//elsewhere.example", &[]).await;
    assert_eq!(reply.header(header::LOCATION), "/");
    let cookies = [("cookie", "bahasa=en; tema=dark")];
    let reply = get_with(&site, "/tentang", &cookies).await;
    assert_eq!(reply.attributes("html", "lang"), ["en"]);
    assert_eq!(reply.attributes("html", "data-bs-theme"), ["dark"]);
    assert_eq!(reply.texts("h1"), ["About Titian"]);
    assert_eq!(reply.texts("[aria-pressed=true]"), ["English", "Dark"]);
}

#[tokio::test]
async fn what_was_done_is_said_once_on_the_next_page() {
    let site = site().await;
    let reply = get_with(&site, "/tentang", &[("cookie", "kabar=value-yes")]).await;
    assert_eq!(reply.texts("main [role=status]"), ["Ya"]);
    assert!(
        reply
            .header(header::SET_COOKIE)
            .starts_with("kabar=; Path=/; Max-Age=0")
    );
    let strange = get_with(&site, "/tentang", &[("cookie", "kabar=anything")]).await;
    assert!(strange.texts("main [role=status]").is_empty());
}

#[tokio::test]
async fn errors_tell_what_why_and_what_next() {
    let site = office().await;
    let reply = get_with(
        &site,
        "/contoh/gagal/refused",
        &[("referer", "http://titian.example/contoh/daftar?q=siti")],
    )
    .await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    let text = reply.texts("main").join(" ");
    for expected in [
        "Pilih salah satu",
        "PP 11/2017 Ps 203",
        "lalu kirim dari sana",
        "409",
    ] {
        assert!(text.contains(expected), "{expected} not in {text}");
    }
    assert_eq!(
        reply.attributes("main .btn-primary", "href"),
        ["/contoh/daftar?q=siti"]
    );
}

#[tokio::test]
async fn the_way_back_never_leaves_the_site() {
    let site = office().await;
    for referer in [
        "https://elsewhere.example/x",
        "http://titian.example//elsewhere.example",
        "nonsense",
    ] {
        let reply = get_with(&site, "/tidak-ada", &[("referer", referer)]).await;
        assert_eq!(reply.attributes("main .btn", "href"), ["/"], "{referer}");
    }
}

#[tokio::test]
async fn a_defect_shows_no_detail() {
    let site = office().await;
    for path in ["/contoh/panik", "/contoh/gagal/internal"] {
        let reply = get(&site, path).await;
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert!(reply.texts("h1") == ["Terjadi kesalahan"], "{path}");
        assert!(
            !reply.text().contains("defect") && !reply.text().contains("secret"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_sign_in_page() {
    let site = site().await;
    let reply = get(&site, "/contoh/gagal/unauthenticated?a=1").await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(
        reply.header(header::LOCATION),
        "/masuk?kembali=%2Fcontoh%2Fgagal%2Funauthenticated%3Fa%3D1"
    );
    let cookie = [("cookie", "titian_session=unknown")];
    let reply = get_with(&site, "/contoh/gagal/unauthenticated", &cookie).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_error_never_leaves_an_empty_part_of_a_page() {
    let site = site().await;
    let htmx = [("hx-request", "true")];
    let reply = get_with(&site, "/contoh/gagal/unauthenticated?q=a", &htmx).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        reply.header("hx-redirect"),
        "/masuk?kembali=%2Fcontoh%2Fgagal%2Funauthenticated%3Fq%3Da"
    );
    let reply = get_with(&site, "/contoh/gagal/refused", &htmx).await;
    assert_eq!(reply.header("hx-retarget"), "#isi");
    assert_eq!(reply.texts("#isi h1"), ["Belum dapat dilakukan"]);
}

#[tokio::test]
async fn an_api_answers_errors_as_json() {
    let reply = get(&site().await, "/api/tidak-ada").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(body["error"]["kind"], "not-found");
    assert_eq!(body["error"]["key"], "error-not-found");
    assert_eq!(
        body["error"]["message"],
        "Tidak ditemukan, atau berada di luar wewenang Anda."
    );
}

#[tokio::test]
async fn a_wrong_method_says_which_are_right() {
    let reply = get(&site().await, "/bahasa").await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header(header::ALLOW), "POST");
    assert_eq!(reply.texts("h1"), ["Tidak ditemukan"]);
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_values_and_messages() {
    let site = office().await;
    let first = get(&site, "/contoh/formulir").await;
    let nonce = first
        .attributes("input[name=form_nonce]", "value")
        .remove(0);
    assert_eq!(nonce.len(), 43);
    let again = get(&site, "/contoh/formulir").await;
    assert_ne!(
        again.attributes("input[name=form_nonce]", "value"),
        [nonce.as_str()]
    );

    let body = format!(
        "form_nonce={nonce}&name=Siti+%3Cb%3E&nip=123&start=31-02-2026&quota=99&roles=atasan&secret=rahasia"
    );
    let reply = post(&site, "/contoh/formulir", &body, &[]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        reply.attributes(".t-summary a", "href"),
        ["#f-nip", "#f-start", "#f-quota", "#f-role"]
    );
    for (href, text) in reply
        .attributes(".t-summary a", "href")
        .iter()
        .zip(reply.texts(".t-summary a"))
    {
        assert_eq!(reply.texts(href).len(), 1, "{href} leads nowhere");
        let name = href.trim_start_matches("#f-");
        let label = reply.texts(&format!("label[for=f-{name}]")).remove(0);
        let message = reply.texts(&format!("#e-{name}")).remove(0);
        assert_eq!(text, format!("{label}: {message}"));
        let described = reply.attributes(&format!("[aria-describedby~=e-{name}]"), "aria-invalid");
        assert_eq!(described, ["true"], "{name}");
    }
    assert_eq!(reply.attributes("#f-name", "value"), ["Siti <b>"]);
    assert!(
        !reply.text().contains("<b>"),
        "what was typed must be escaped"
    );
    assert_eq!(reply.attributes("#f-start", "value"), ["31-02-2026"]);
    assert_eq!(reply.attributes("#f-secret", "value"), [""]);
    assert_eq!(
        reply.attributes("[name=roles][checked]", "value"),
        ["atasan"]
    );
    assert_eq!(
        reply.attributes("input[name=form_nonce]", "value"),
        [nonce.as_str()]
    );
    insta::assert_debug_snapshot!("wrong_form_summary", reply.texts(".t-summary a"));
}

#[tokio::test]
async fn a_refused_form_comes_back_with_the_reason() {
    let site = office().await;
    let body = "form_nonce=0123456789abcdef&name=penuh&nip=199001012015031001&start=17-08-2026&quota=2&role=opd";
    let reply = post(&site, "/contoh/formulir", body, &[]).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    let summary = reply.texts(".t-summary").join(" ");
    assert!(summary.contains("PP 11/2017 Ps 203"), "{summary}");
    assert_eq!(reply.attributes("#f-name", "value"), ["penuh"]);
    let body = body.replace("penuh", "Dewi");
    let reply = post(&site, "/contoh/formulir", &body, &[]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert!(
        reply
            .header(header::SET_COOKIE)
            .starts_with("kabar=value-yes; Path=/; Max-Age=60")
    );
    let body = body.replace("0123456789abcdef", "");
    let reply = post(&site, "/contoh/formulir", &body, &[]).await;
    assert_eq!(reply.status, StatusCode::CONFLICT, "a form without nonce");
}

#[tokio::test]
async fn a_form_with_a_file_is_read_as_well() {
    let site = office().await;
    let boundary = "XBOUNDARYX";
    let part = |name: &str, value: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
    };
    let mut body = part("name", "Dewi") + &part("form_nonce", "0123456789abcdef");
    body += &part("nip", "123");
    body += &format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"a.pdf\"\r\n\r\n%PDF\r\n--{boundary}--\r\n"
    );
    let request = Request::post("/contoh/formulir")
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={boundary}"),
        )
        .body(Body::from(body))
        .unwrap();
    let reply = send(&site, request).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.attributes("#f-name", "value"), ["Dewi"]);
    assert!(
        reply
            .attributes(".t-summary a", "href")
            .contains(&"#f-nip".to_owned())
    );
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_in_words() {
    let body = format!("name={}", "a".repeat(3 * 1024 * 1024));
    let reply = post(&office().await, "/contoh/formulir", &body, &[]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.texts("main").join(" ").contains("terlalu besar"));
}

#[tokio::test]
async fn a_list_sorts_pages_and_explains_emptiness() {
    let site = office().await;
    let reply = get(&site, "/contoh/daftar?sort=name&page=2").await;
    assert_eq!(
        reply.attributes("th[aria-sort]", "aria-sort"),
        ["ascending", "none"]
    );
    assert_eq!(
        reply.attributes(".t-sort", "href"),
        ["?sort=name&dir=desc", "?sort=unit"]
    );
    assert_eq!(reply.texts(".t-list-head p"), ["51–53 dari 612"]);
    assert_eq!(reply.texts(".t-pages [aria-current]"), ["Halaman 2"]);
    assert_eq!(reply.texts("tbody td.t-num"), ["1.250", "30", "7"]);
    assert_eq!(
        reply.texts(".t-nip"),
        [
            "19900101 201503 1 001",
            "19850217 201001 2 002",
            "19791231 200501 1 003"
        ]
    );
    let reply = get(&site, "/contoh/daftar?q=tidak+ada").await;
    assert_eq!(
        reply.texts(".t-empty-title"),
        ["Tidak ada yang cocok dengan pencarian ini"]
    );
    assert_eq!(reply.attributes("#q", "value"), ["tidak ada"]);
}

#[tokio::test]
async fn assets_are_compressed_immutable_and_complete() {
    let site = site().await;
    let reply = get(&site, "/tentang").await;
    let mut paths = reply.attributes("link[rel=stylesheet], link[rel=icon]", "href");
    paths.extend(reply.attributes("script", "src"));
    assert_eq!(paths.len(), 6);
    for path in &paths {
        let br = get_with(&site, path, &[("accept-encoding", "gzip, deflate, br")]).await;
        assert_eq!(br.status, StatusCode::OK, "{path}");
        assert_eq!(br.header(header::CONTENT_ENCODING), "br", "{path}");
        assert_eq!(
            br.header(header::CACHE_CONTROL),
            "public, max-age=31536000, immutable"
        );
        let plain = get(&site, path).await;
        assert_eq!(plain.header(header::CONTENT_ENCODING), "", "{path}");
        assert!(plain.body.len() > br.body.len(), "{path}");
    }
    let old = get(&site, "/assets/titian-000000000000.css").await;
    assert_eq!(
        (old.status, old.header(header::CACHE_CONTROL)),
        (StatusCode::OK, "no-cache")
    );
    assert_eq!(
        get(&site, "/assets/none-000000000000.css").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_icon_used_is_in_the_sprite() {
    let site = office().await;
    let sprite = get(&site, assets::icons()).await.text();
    let mut names = std::collections::BTreeSet::new();
    for path in [
        "/contoh",
        "/contoh/daftar?sort=name&page=2",
        "/contoh/daftar?q=x",
        "/contoh/formulir",
        "/tentang",
        "/contoh/gagal/refused",
    ] {
        for href in get(&site, path).await.attributes("svg.icon use", "href") {
            names.insert(href.split('#').next_back().unwrap().to_owned());
        }
    }
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        assert!(
            sprite.contains(&format!("id=\"{name}\"")),
            "`{name}` is not in assets/icons.txt"
        );
    }
}

#[tokio::test]
async fn the_first_load_and_later_pages_stay_light() {
    let site = office().await;
    let br = [("accept-encoding", "br")];
    let page = get_with(&site, "/contoh", &br).await.body.len();
    let mut first = page;
    for name in [
        "tabler.css",
        "titian.css",
        "theme.js",
        "htmx.js",
        "titian.js",
        "icons.svg",
        "logo.svg",
    ] {
        first += get_with(&site, assets::path(name), &br).await.body.len();
    }
    assert!(first <= 150 * 1024, "first load {first}");
    assert!(page <= 25 * 1024, "later page {page}");
}
