//! The draft and its matrix from outside: what is shown to whom, input on an article, the answer, the files.

use app::letters::testing::{Printer, ports};
use app::policies::{self, testing::officer};
use axum::http::StatusCode;
use kernel::Role;

use crate::testing::{form, get, site};

async fn draft_of(app: &app::App, policy: &str) -> String {
    let (today, now) = (app.clock.today(), app.clock.now());
    let version = policies::in_force(&app.db, policy, today, now).await;
    super::path(version.unwrap().unwrap())
}

#[tokio::test]
async fn the_draft_cites_links_and_asks_and_its_files_come_from_the_same_data() {
    let mut app = app::testing::app().await;
    app.ports = ports(&Printer::of(1));
    let path = draft_of(&app, "magang-banten").await;
    let reader = site(&app, officer(&app, Role::Auditor));
    let page = get(&reader, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "BAB II KRITERIA PESERTA",
        "Masa kerja sebagai PNS paling singkat 2 tahun.",
        "Dari mata anggaran mana biaya dibayar?",
        "(POL-ASSESS)",
        "Belum ada masukan atas rancangan ini.",
    ] {
        assert!(page.has(words), "{words}");
    }
    assert!(!page.link("/regulasi/PP11-2017-239").is_empty());
    // Who only reads finds no form, and is refused at its door.
    assert!(page.link("/masukan").is_empty());
    let door = format!("{path}/masukan");
    assert_eq!(get(&reader, &door).await.status, StatusCode::FORBIDDEN);
    for kind in ["pdf", "docx"] {
        let file = get(&reader, &format!("{path}/{kind}")).await;
        assert_eq!(file.status, StatusCode::OK, "{kind}");
        assert!(file.text.contains("\"kind\":\"rancangan\""), "{kind}");
        assert!(file.text.contains("Dari mata anggaran mana biaya dibayar?"));
    }
    let employee = site(&app, officer(&app, Role::Pegawai));
    assert_eq!(get(&employee, &path).await.status, StatusCode::FORBIDDEN);
    // Only internships have a guideline; the policy's page says where it is.
    let other = draft_of(&app, "ip-asn").await;
    assert_eq!(get(&reader, &other).await.status, StatusCode::NOT_FOUND);
    let policy = |path: &str| path.trim_end_matches("/rancangan").to_owned();
    let with = get(&reader, &policy(&path)).await;
    assert_eq!(with.link("/rancangan"), path);
    let without = get(&reader, &policy(&other)).await;
    assert!(without.link("/rancangan").is_empty());
}

#[tokio::test]
async fn input_is_entered_on_an_article_answered_once_and_printed() {
    let mut app = app::testing::app().await;
    app.ports = ports(&Printer::of(0));
    let path = draft_of(&app, "magang-banten").await;
    let mitra = site(&app, officer(&app, Role::Mitra));
    let asked = get(&mitra, &format!("{path}/masukan?pasal=durasi")).await;
    let chosen = asked.texts("option[selected]");
    assert!(chosen[0].starts_with("Pasal "), "{chosen:?}");
    let door = format!("{path}/masukan");
    let mut said = [
        ("clause", "durasi"),
        ("input", "Cukup enam bulan menurut UU 5/2004"),
        ("proposer", "Biro Hukum Contoh"),
    ];
    let slip = form(&mitra, &door, &said).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    said[1].1 = "Cukup enam bulan <b>";
    let added = form(&mitra, &door, &said).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let page = get(&mitra, &path).await;
    assert!(page.has("Cukup enam bulan <b>") && page.has("Belum ditanggapi"));
    assert!(
        page.link("/masukan/").is_empty(),
        "a partner does not answer"
    );
    let office = site(&app, officer(&app, Role::Pengelola));
    let line = get(&office, &path).await.link("/masukan/");
    assert!(get(&office, &line).await.has("Cukup enam bulan <b>"));
    let first = [
        ("answer", "rejected"),
        ("response", "Dua belas bulan tetap"),
        ("revision", "1"),
    ];
    let door = get(&mitra, &line).await.status;
    assert_eq!(door, StatusCode::FORBIDDEN);
    let done = form(&office, &line, &first).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let late = form(&office, &line, &first).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = get(&office, &path).await;
    assert!(page.has("Tidak diterima Dua belas bulan tetap"));
    let file = get(&office, &format!("{path}/matriks/docx")).await;
    assert!(file.text.contains("Tidak diterima: Dua belas bulan tetap"));
    let nobody = format!("{path}/masukan/01920000-0000-7000-8000-000000000000");
    assert_eq!(get(&office, &nobody).await.status, StatusCode::NOT_FOUND);
}
