//! Pages of policies from outside: from a draft to a decision, the check of a text, and who sees what.

use app::App;
use app::policies::{self, StateName, testing};
use axum::http::StatusCode;
use kernel::{Actor, PolicyVersionId, Role};
use scraper::{Html, Selector};

use crate::testing::{Reply, form, get, plain, site};

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
    let Reply {
        status, text: html, ..
    } = get(&office, "/kebijakan").await;
    assert_eq!(status, StatusCode::OK);
    assert!(plain(&html).contains("Versi 2020-1, mulai 1 Juli 2020"));
    let status = form(&office, &format!("/kebijakan/{base}/konsep"), &[])
        .await
        .status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let draft = newest(&app, &writer).await;
    let path = format!("/kebijakan/{}", draft.id);
    let html = get(&office, &format!("{path}/angka")).await.text;
    assert!(plain(&html).contains("Masa kerja paling singkat sebagai PNS (tahun)"));
    let values = [("revision", "1"), ("param.min_service_years", "tiga")];
    let Reply {
        status, text: html, ..
    } = form(&office, &format!("{path}/angka"), &values).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("value=\"tiga\""), "what was typed is gone");
    let values = [("revision", "1"), ("param.min_service_years", "3")];
    let status = form(&office, &format!("{path}/angka"), &values)
        .await
        .status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let html = get(&office, &format!("{path}/banding")).await.text;
    let told = "Berubah Masa kerja paling singkat sebagai PNS: 2 → 3 tahun";
    assert!(plain(&html).contains(told), "{}", plain(&html));
    let status = form(&office, &format!("{path}/ajukan"), &[("note", "")])
        .await
        .status;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    // The example at the boundary says two years: its new outcome is shown, and agreed to.
    let note = [("note", "Hasil rapat")];
    let Reply {
        status, text: html, ..
    } = form(&office, &format!("{path}/ajukan"), &note).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(plain(&html).contains("Belum dapat diusulkan: 1 kesalahan"));
    let html = get(&office, &path).await.text;
    assert!(plain(&html).contains("1 harapan dalam contoh kasus tidak lagi sesuai"));
    let examples = format!("{path}/contoh");
    let page = get(&office, &examples).await;
    let cells = page.texts("main td");
    assert_eq!(cells[2..], ["terpenuhi", "belum terpenuhi"], "{cells:?}");
    let seen_too_early = form(&office, &examples, &[("revision", "1")]).await.status;
    assert_eq!(seen_too_early, StatusCode::CONFLICT);
    let status = form(&office, &examples, &[("revision", "2")]).await.status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = get(&office, &examples).await;
    assert!(page.texts("main td").is_empty());
    let status = form(&office, &format!("{path}/ajukan"), &note).await.status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    // The one who proposed sees that somebody else decides, and cannot.
    let html = get(&office, &path).await.text;
    assert!(plain(&html).contains("yang menetapkan harus orang lain"));
    let status = get(&office, &format!("{path}/tetapkan")).await.status;
    assert_eq!(status, StatusCode::CONFLICT);
    let official = site(&app, testing::officer(&app, Role::Pejabat));
    let html = get(&official, &format!("{path}/tetapkan")).await.text;
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
    let Reply {
        status, text: html, ..
    } = form(&official, &format!("{path}/tetapkan"), &order).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&html).contains("Tidak dapat berlaku sebelum tanggal keputusannya"));
    order.retain(|(name, _)| *name != "from");
    order.push(("from", "2026-11-24"));
    let status = form(&official, &format!("{path}/tetapkan"), &order)
        .await
        .status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(newest(&app, &writer).await.state.name(), StateName::InForce);
    assert_eq!(in_force(&app).await, draft.id);
    let html = get(&office, &path).await.text;
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
    let Reply {
        status, text: html, ..
    } = form(&office, &format!("/kebijakan/{id}/periksa"), &fields).await;
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
    assert!(text.contains("maksudnya `min_service_years`?"), "{text}");
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
    let Reply {
        status, text: html, ..
    } = form(&office, &format!("/kebijakan/{id}/naskah"), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("min_service_year&"), "what was typed is gone");
    let good = before.replacen("Kriteria peserta", "Syarat peserta", 1);
    let fields = [("revision", "1"), ("text", good.as_str())];
    let html = form(&office, &format!("/kebijakan/{id}/periksa"), &fields)
        .await
        .text;
    assert!(plain(&html).contains("contoh kasus memberi hasil yang diharapkan"));
    let status = form(&office, &format!("/kebijakan/{id}/naskah"), &fields)
        .await
        .status;
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
    let Reply {
        status, text: html, ..
    } = get(&employee, &format!("/kebijakan/{base}")).await;
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
        assert_eq!(get(&employee, &path).await.status, StatusCode::NOT_FOUND);
    }
    let hidden = format!("/kebijakan/{base}/banding?dengan={id}");
    assert_eq!(get(&employee, &hidden).await.status, StatusCode::NOT_FOUND);
    let html = get(&employee, "/kebijakan").await.text;
    assert!(!html.contains(&id.to_string()));
    let status = form(&employee, &format!("/kebijakan/{base}/konsep"), &[])
        .await
        .status;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let partner = site(&app, testing::officer(&app, Role::Mitra));
    assert_eq!(
        get(&partner, &format!("/kebijakan/{id}")).await.status,
        StatusCode::OK
    );
}
