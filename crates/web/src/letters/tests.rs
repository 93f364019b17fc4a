//! The pages of letters from outside: an officer's way from drafts to an issued letter, and what the public sees.

use std::sync::Arc;

use app::App;
use app::letters::testing::{Printer, furnish, officer, placed, ports};
use app::letters::{self, IssueOrder, LetterKind, NumberChoice};
use axum::Router;
use axum::http::StatusCode;

use crate::testing::{Reply, form, get, site, upload};

async fn file(site: &Router, path: &str, bytes: &[u8]) -> Reply {
    upload(site, path, "x.pdf", "application/pdf", bytes).await
}

/// The same site for the public and for an officer.
async fn office() -> (Arc<App>, Router, Router) {
    let printer = Printer::of(usize::MAX);
    let (app, _) = app::testing::build(None, ports(&printer)).await;
    furnish(&app).await;
    let app = Arc::new(app);
    let (public, office) = (site(&app, None), site(&app, officer()));
    (app, public, office)
}

#[tokio::test]
async fn an_officer_goes_from_drafts_to_issued_letters() {
    let (app, public, office) = office().await;
    let (programme, people) = placed(&app, 3).await;
    let board = format!("/program/{}/surat", programme.id);
    let first = get(&office, &board).await;
    assert!(first.has("Belum ada surat") && first.has("Naskah program ini"));
    // The set of a programme to other agencies: four kinds may be drafted, the fifth says why not.
    let buttons = "form[action*='/surat/konsep/']";
    assert_eq!(first.texts(buttons).len(), 4);
    assert!(first.has("menjawab instansi asal pegawai pemerintah lain"));
    let outside = form(&office, &format!("{board}/konsep/surat-penerimaan"), &[]).await;
    assert_eq!(outside.status, StatusCode::CONFLICT);
    assert!(outside.has("menjawab instansi asal") && outside.has("Permendagri 1/2023"));
    let made = form(&office, &format!("{board}/permohonan"), &[]).await;
    assert_eq!(
        (made.status, made.to.as_str()),
        (StatusCode::SEE_OTHER, board.as_str())
    );
    // Nobody is placed yet: the page says what to do first.
    let nobody = form(&office, &format!("{board}/konsep"), &[]).await;
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    assert!(nobody.has("Tetapkan dahulu penempatannya"));
    letters::draft_programme(&app, &officer(), &programme, &people, None)
        .await
        .unwrap();
    let page = get(&office, &board).await;
    assert_eq!(page.texts("tbody tr").len(), 2 + 1 + 3 + 1);

    // Assignment letters cannot go before the decision: the reason and the next step stand on the page.
    let run = format!("{board}/terbitkan/surat-tugas");
    assert!(
        get(&office, &run)
            .await
            .has("menandatangani atas jabatan sendiri")
    );
    let early = form(&office, &run, &[("date", "2026-11-24")]).await;
    assert!(early.has("Keputusan yang belum terbit"), "{}", early.text);

    let all = letters::of_programme(&app, &officer(), programme.id)
        .await
        .unwrap();
    let decision = all.iter().find(|l| l.kind == LetterKind::Decision).unwrap();
    let letter = get(&office, &format!("/surat/{}", decision.id)).await;
    assert_eq!(letter.link(&board), board, "no way back to the programme");
    let edit = format!("/surat/{}/ubah", decision.id);
    let page = get(&office, &edit).await;
    assert!(page.has("Menimbang") && page.has("belum diverifikasi tanggal berlakunya"));
    let empty = form(&office, &edit, &[("version", "1"), ("menimbang", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let issue = format!("/surat/{}/terbitkan", decision.id);
    let asked = get(&office, &issue).await;
    assert!(asked.has("Gubernur Nusa Contoh menandatangani atas jabatan sendiri"));
    let order = [
        ("date", "2026-11-24"),
        ("version", "1"),
        ("way", "automatic"),
    ];
    let refused = form(&office, &issue, &order).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("Biro Hukum atau SRIKANDI"));
    let order = [
        ("date", "2026-11-24"),
        ("version", "1"),
        ("way", "outside"),
        ("number", "188/Kep.12-Huk/2026"),
    ];
    assert_eq!(
        form(&office, &issue, &order).await.status,
        StatusCode::SEE_OTHER
    );
    let done = form(&office, &run, &[("date", "2026-11-24")]).await;
    assert_eq!(done.to, board);
    let page = get(&office, &board).await;
    assert!(page.has("800.1.11.1/3/BKD/2026") && page.has("188/Kep.12-Huk/2026"));

    // Everything about letters but the check needs a session.
    for path in [
        board.as_str(),
        "/surat",
        edit.as_str(),
        "/pejabat",
        "/nomor-surat",
        "/kop-surat",
    ] {
        let reply = get(&public, path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        assert!(reply.to.starts_with("/masuk"), "{path}");
    }
    for path in [
        format!("/surat/{}", decision.id),
        format!("/surat/{}/cabut", decision.id),
        format!("/surat/{}/bertanda-tangan", decision.id),
        format!("/surat/{}/berkas.pdf", decision.id),
        format!("{board}.zip"),
        format!("{board}.pdf"),
        "/surat?q=188&state=issued".into(),
        "/pejabat".into(),
        "/pejabat/baru".into(),
        "/pejabat/hak".into(),
        "/nomor-surat".into(),
        "/nomor-surat/baru".into(),
        "/kop-surat".into(),
    ] {
        assert_eq!(get(&office, &path).await.status, StatusCode::OK, "{path}");
    }
    let register = letters::registers(&app, &officer()).await.unwrap()[0]
        .register
        .id;
    assert!(
        get(&office, &format!("/nomor-surat/{register}"))
            .await
            .has("Tidak ada nomor yang hilang")
    );
    let revoke = format!("/surat/{}/cabut", decision.id);
    assert_eq!(
        form(&office, &revoke, &[]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn the_public_checks_codes_and_files_without_learning_names() {
    let (app, public, office) = office().await;
    let (programme, people) = placed(&app, 1).await;
    letters::draft_programme(&app, &officer(), &programme, &people, None)
        .await
        .unwrap();
    let order = |number| IssueOrder {
        date: "2026-11-24".parse().unwrap(),
        number,
        office: None,
        version: None,
    };
    let all = letters::of_programme(&app, &officer(), programme.id)
        .await
        .unwrap();
    let id = |kind| all.iter().find(|l| l.kind == kind).unwrap().id;
    let outside = NumberChoice::Outside("188/1/2026".into());
    letters::issue(&app, &officer(), id(LetterKind::Decision), &order(outside))
        .await
        .unwrap();
    let task = id(LetterKind::Assignment);
    letters::issue(&app, &officer(), task, &order(NumberChoice::Automatic))
        .await
        .unwrap();
    let token = letters::letter(&app, &officer(), task)
        .await
        .unwrap()
        .token
        .unwrap();
    let path = format!("/periksa/{token}");

    let page = get(&public, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "Berlaku",
        "800.1.11.1/1/BKD/2026",
        "24 November 2026",
        "Raksa Winangun",
        "Tidak memuat tanda tangan elektronik tersertifikasi",
        "C••••• P•••••• 1",
    ] {
        assert!(page.has(shown), "{shown}");
    }
    assert!(!page.text.contains("Contoh Pegawai") && !page.text.contains("198508172010032001"));
    let found = form(
        &public,
        "/periksa",
        &[("code", &format!("https://titian.example{path}"))],
    )
    .await;
    assert_eq!(found.to, path);
    assert_eq!(
        form(&public, "/periksa", &[("code", "<script>")])
            .await
            .status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let mut wrong = token.clone();
    wrong.replace_range(0..1, if token.starts_with('A') { "B" } else { "A" });
    assert!(
        get(&public, &format!("/periksa/{wrong}"))
            .await
            .has("Kode ini tidak dikenal")
    );

    let original = letters::pdf(&app, &officer(), task, false).await.unwrap();
    assert!(file(&public, &path, &original).await.has("Naskah asli"));
    assert!(
        file(&public, "/periksa/berkas", &original)
            .await
            .has("Naskah asli")
    );
    assert!(
        file(&public, &path, b"%PDF-1.7 palsu")
            .await
            .has("Tidak dikenal atau berubah")
    );
    let upload = format!("/surat/{task}/bertanda-tangan");
    assert_eq!(
        file(&office, &upload, b"bukan pdf").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let scan = b"%PDF-1.4 pindaian %%EOF";
    assert_eq!(
        file(&office, &upload, scan).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        file(&public, &path, scan)
            .await
            .has("Salinan bertanda tangan")
    );
    let key = get(&public, "/periksa/kunci").await;
    assert!(key.has(&app.keys.letter_key_id()));
    assert!(key.has(&app::hex(app.keys.letter_public_key().as_bytes())));
}
