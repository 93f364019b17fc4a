//! Pages of simulations from outside: from a number that is tried to a saved simulation and its draft, and who sees what.

use app::App;
use app::policies::testing::officer;
use axum::http::StatusCode;
use kernel::{PolicyVersionId, Role};

use crate::testing::{Reply, form, get, site};

async fn version(app: &App) -> PolicyVersionId {
    let (today, now) = (app.clock.today(), app.clock.now());
    let found = app::policies::in_force(&app.db, "magang-banten", today, now).await;
    found.unwrap().unwrap()
}

/// An invented register of some hundred people.
async fn register(app: &App) {
    app::people::testing::province(app, 250, 11).await;
}

/// The number at the end of a link's text.
fn numbers(reply: &Reply, selector: &str) -> Vec<i64> {
    let texts = reply.texts(selector);
    let digits = texts.iter().map(|text| text.replace(['.', '−', '+'], ""));
    digits.filter_map(|text| text.parse().ok()).collect()
}

#[tokio::test]
async fn a_number_is_tried_saved_compared_and_made_a_draft() {
    let app = app::testing::app().await;
    register(&app).await;
    let office = site(&app, officer(&app, Role::Pengelola));
    let id = version(&app).await;
    let start = get(&office, "/simulasi").await;
    assert_eq!(start.status, StatusCode::OK);
    assert!(start.has("Belum ada simulasi yang tersimpan"));
    let same = get(&office, &format!("/simulasi/baru?versi={id}")).await;
    assert_eq!(same.status, StatusCode::OK);
    assert!(same.has("Masa kerja paling singkat sebagai PNS (tahun)"));
    assert!(same.has("(0) Mulai memenuhi: 0 Tidak lagi memenuhi: 0"));
    let path = format!("/simulasi/baru?versi={id}&param.min_service_years=9&param.perf_years=2");
    let tried = get(&office, &path).await;
    assert!(tried.has("Masa kerja paling singkat sebagai PNS: 2 → 9 tahun"));
    assert!(
        !tried.text.contains(" style="),
        "the policy of content forbids it"
    );
    let lost = tried.link("tidak-lagi-memenuhi");
    assert!(
        !lost.contains("perf_years"),
        "an unchanged number is not carried along"
    );
    let people = get(&office, &lost).await;
    assert_eq!(people.status, StatusCode::OK);
    assert!(people.has("Masa kerja sebagai PNS paling singkat 9 tahun"));
    let listed = people.texts("tbody tr").len() as i64;
    let told = numbers(&tried, "dl.t-facts dd a");
    assert!(
        told.contains(&listed.min(50)) || listed == 50,
        "{told:?} and {listed}"
    );
    let one = people.texts("tbody .t-sub").remove(0);
    let nip: String = one
        .split('·')
        .next()
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let found = get(&office, &format!("{lost}&q={nip}")).await;
    assert_eq!(found.texts("tbody tr").len(), 1);

    let fields = [
        ("versi", id.to_string()),
        ("param.min_service_years", "9".into()),
    ];
    let send = |title: &'static str| {
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        all.push(("title", title));
        let office = office.clone();
        async move { form(&office, "/simulasi/simpan", &all).await }
    };
    let empty = send("").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = send("Sembilan tahun").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let shown = get(&office, &saved.to).await;
    assert!(shown.has("Data belum berubah") && shown.has("2 → 9 tahun"));
    assert!(shown.has("sha256:"));
    let again = get(&office, &shown.link("/simulasi/baru").replace("&amp;", "&")).await;
    assert!(again.has("2 → 9 tahun"), "run again, it asks the same");
    let scenario = saved.to.trim_start_matches("/simulasi/");
    let both = get(
        &office,
        &format!("/simulasi/banding?a={scenario}&b={scenario}"),
    )
    .await;
    assert_eq!(both.status, StatusCode::OK);
    for texts in both.texts("tbody tr").iter().zip(both.texts("tbody tr")) {
        assert_eq!(*texts.0, texts.1);
    }
    assert_eq!(
        numbers(&both, "td:nth-child(2)"),
        numbers(&both, "td:nth-child(3)")
    );
    // Another form than the one that saved it, so another nonce.
    let nonce = [("form_nonce", "abcdefghijklmnopqrstuvwxyz01234567890123456")];
    let draft = form(&office, &format!("{}/konsep", saved.to), &nonce).await;
    assert_eq!(draft.status, StatusCode::SEE_OTHER);
    let page = get(&office, &draft.to).await;
    assert!(page.has("Konsep") && page.has("9 tahun"));
    assert!(get(&office, "/simulasi").await.has("Sembilan tahun"));
}

#[tokio::test]
async fn a_slider_asks_for_the_numbers_alone() {
    use axum::http::{Request, header};
    let app = app::testing::app().await;
    let office = site(&app, officer(&app, Role::Verifikator));
    let id = version(&app).await;
    let request = Request::get(format!(
        "/simulasi/baru?versi={id}&param.min_service_years=3"
    ))
    .header(header::HOST, "titian.example")
    .header("hx-request", "true");
    let part =
        crate::testing::send(&office, request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(
        part.text
            .trim_start()
            .starts_with("<div class=\"t-tunnel-result\" id=\"hasil\"")
    );
    assert!(!part.text.contains("<html"));
    let wrong = get(
        &office,
        &format!("/simulasi/baru?versi={id}&param.min_service_years=tiga"),
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("value=\"tiga\""),
        "what was typed is gone"
    );
}

#[tokio::test]
async fn another_text_of_a_rule_is_tried_and_the_version_stays() {
    let app = app::testing::app().await;
    register(&app).await;
    let office = site(&app, officer(&app, Role::Pengelola));
    let id = version(&app).await;
    let before = app::policies::text(&app.db, id).await.unwrap();
    let shown = get(
        &office,
        &format!("/simulasi/naskah?versi={id}&param.min_service_years=5"),
    )
    .await;
    assert_eq!(shown.status, StatusCode::OK);
    let five = before.replacen("value = 2\n", "value = 5\n", 1);
    assert!(
        shown.texts("textarea")[0].contains("value = 5"),
        "tried numbers stand in the text"
    );
    let id_text = id.to_string();
    let send = |text: &'static str, with: &'static str| {
        let (office, id) = (office.clone(), id_text.clone());
        let text = five.replacen(text, with, 1);
        async move {
            form(
                &office,
                "/simulasi/naskah",
                &[("versi", &id), ("text", &text)],
            )
            .await
        }
    };
    let broken = send("years(tmt_pns, at) >=", "years(tmt_pns, at) >").await;
    assert_eq!(broken.status, StatusCode::SEE_OTHER);
    let tried = get(&office, &broken.to).await;
    assert!(tried.has("2 → 5 tahun") && tried.has("years(tmt_pns, at) > min_service_years"));
    let refused = send("years(tmt_pns, at) >=", "years(tmt_pn, at) >=").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app::policies::text(&app.db, id).await.unwrap(), before);
    let gone = format!("/simulasi/baru?versi={id}&naskah={}", "0".repeat(64));
    assert_ne!(get(&office, &gone).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_partner_reads_saved_numbers_masked_and_nobody_behind_them() {
    let app = app::testing::app().await;
    register(&app).await;
    let office = site(&app, officer(&app, Role::Pengelola));
    let id = version(&app).await.to_string();
    let fields = [
        ("versi", id.as_str()),
        ("param.min_service_years", "3"),
        ("title", "Tiga tahun"),
    ];
    let saved = form(&office, "/simulasi/simpan", &fields).await;
    let open = get(&office, &saved.to).await;
    let partner = site(&app, officer(&app, Role::Mitra));
    let masked = get(&partner, &saved.to).await;
    assert_eq!(masked.status, StatusCode::OK);
    assert!(masked.has("< 5") && masked.has("peran Anda tidak melihat perorangan"));
    assert!(!open.has("< 5"));
    assert_eq!(masked.link("/simulasi/orang"), "");
    assert_eq!(masked.link("/simulasi/baru"), "");
    // No small number of a group is there, and none opens a list.
    for text in masked.texts("td") {
        for number in text.split('→').map(str::trim) {
            assert!(!matches!(number, "1" | "2" | "3" | "4"), "{text}");
        }
    }
    for path in [
        format!("/simulasi/baru?versi={id}"),
        format!("/simulasi/orang?versi={id}"),
    ] {
        assert_eq!(get(&partner, &path).await.status, StatusCode::FORBIDDEN);
    }
    // The list tells what the page tells, and no more: two masks of one number would tell it.
    let id: kernel::ScenarioId = saved.to.rsplit('/').next().unwrap().parse().unwrap();
    let outcome = app::simulations::outcome(&app.db, id).await.unwrap();
    let shown = outcome.masked();
    let list = get(&partner, "/simulasi").await;
    assert_eq!(list.status, StatusCode::OK);
    let cells = list.texts("tbody td");
    for (figure, n) in [(shown.gained, outcome.gained), (shown.lost, outcome.lost)] {
        let told = cells.iter().any(|cell| *cell == n.to_string());
        assert!(figure.exact().is_some() || !told, "{cells:?}");
    }
    let hidden = shown.after[0].exact().is_none();
    let after = format!("→ {}", outcome.after[0]);
    assert!(
        !hidden || !cells.iter().any(|cell| cell.contains(&after)),
        "{cells:?}"
    );
    let employee = site(&app, officer(&app, Role::Pegawai));
    assert_eq!(
        get(&employee, "/simulasi").await.status,
        StatusCode::FORBIDDEN
    );
    let stranger = "/simulasi/01920000-0000-7000-8000-000000000000";
    assert_eq!(get(&office, stranger).await.status, StatusCode::NOT_FOUND);
}
