//! Pages of meetings from outside: from an empty list to a frozen record, and who sees what.

use app::meetings::{self, State, testing};
use app::policies::testing::officer;
use axum::http::StatusCode;
use kernel::{MeetingId, Role};

use crate::testing::{form, get, site};

#[tokio::test]
async fn a_meeting_is_prepared_held_and_closed_by_forms() {
    let app = app::testing::app().await;
    let actor = officer(&app, Role::Pengelola);
    let office = site(&app, actor.clone());
    let list = get(&office, "/rapat").await;
    assert!(list.has("Belum ada rapat"));
    let blank = get(&office, "/rapat/baru").await;
    assert_eq!(blank.texts("input[name=topics] + span").len(), 6);
    let wrong = form(
        &office,
        "/rapat/baru",
        &[("title", "Rapat contoh"), ("starts", "pagi")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"Rapat contoh\""));
    let fields = [
        ("title", "Rapat contoh"),
        ("date", "2026-11-24"),
        ("starts", "9.00"),
        ("place", "Ruang Contoh"),
        ("leader", "Kepala BKD"),
        ("topics", "criteria"),
        ("others", "Anggaran"),
    ];
    let made = form(&office, "/rapat/baru", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let path = made.to.split('?').next().unwrap().to_owned();
    let early = form(&office, &format!("{path}/undang"), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    let guests = [
        (
            "invitees",
            "Biro Contoh\nUniversitas Contoh; Dr. Contoh; Dekan",
        ),
        ("form_nonce", "aaaaaaaaaaaaaaaaaaaaaaaa"),
    ];
    let added = form(&office, &format!("{path}/undangan"), &guests).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    for act in ["undang", "mulai"] {
        let done = form(&office, &format!("{path}/{act}"), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
    }
    let page = get(&office, &path).await;
    for words in [
        "Berlangsung",
        "1. Kriteria peserta (pegawai) yang akan diikutkan magang",
        "2. Anggaran",
        "Dr. Contoh, Dekan",
        "Belum dicatat",
    ] {
        assert!(page.has(words), "{words}");
    }
    let steps = page.texts(".t-step-title");
    assert_eq!(steps, ["Disiapkan", "Diundang", "Berlangsung", "Selesai"]);
    let minutes = page.link("/notulen");
    let first = form(
        &office,
        &minutes,
        &[("text", "Dibahas panjang."), ("revision", "0")],
    )
    .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let late = form(&office, &minutes, &[("text", "Lain"), ("revision", "0")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let option = page.link("/opsi");
    let bad = [("text", "Tiga tahun"), ("scenario", "bukan-id")];
    let bad = form(&office, &option, &bad).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let writer = officer(&app, Role::Pengelola);
    let scenario = app::simulations::testing::saved(&app, &writer, "Tiga tahun masa kerja").await;
    let scenario = scenario.to_string();
    let good = [
        ("text", "Tiga tahun"),
        ("scenario", scenario.as_str()),
        ("form_nonce", "bbbbbbbbbbbbbbbbbbbbbbbb"),
    ];
    let good = form(&office, &option, &good).await;
    assert_eq!(good.status, StatusCode::SEE_OTHER);
    let id: MeetingId = path.rsplit('/').next().unwrap().parse().unwrap();
    let record = meetings::record(&app.db, id).await.unwrap();
    let chosen = record.topics[0].options[0].id.to_string();
    let ruling = [
        ("title", "Masa kerja tiga tahun"),
        ("text", "Paling singkat tiga tahun."),
        ("reasons", "Satu siklus penilaian"),
        ("option", chosen.as_str()),
    ];
    let decided = form(&office, &page.link("/keputusan"), &ruling).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER);
    let remark = page.link("/catatan?jenis=dissent");
    let remark = remark.split('?').next().unwrap();
    for (nonce, kind, text) in [
        ("cccccccccccccccccccccccc", "dissent", "Terlalu lama"),
        ("dddddddddddddddddddddddd", "question", "Bagaimana PPPK?"),
    ] {
        let fields = [
            ("form_nonce", nonce),
            ("kind", kind),
            ("who", "Biro Contoh"),
            ("text", text),
        ];
        let said = form(&office, remark, &fields).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{kind}");
    }
    let mut came: Vec<(String, &str)> = vec![("evidence".into(), "paper")];
    for one in &record.invitees {
        came.push((format!("a.{}", one.id), "present"));
    }
    came.push((
        format!("d.{}", record.invitees[0].id),
        "Kepala Bagian Contoh",
    ));
    let came: Vec<(&str, &str)> = came.iter().map(|(a, b)| (a.as_str(), *b)).collect();
    let attended = form(&office, &format!("{path}/kehadiran"), &came).await;
    assert_eq!(attended.status, StatusCode::SEE_OTHER);
    let task = [
        ("text", "Menyiapkan keputusan"),
        ("role", "pejabat"),
        ("owner", "Kepala BKD"),
        ("due", "2026-12-10"),
        ("form_nonce", "eeeeeeeeeeeeeeeeeeeeeeee"),
    ];
    let task = form(&office, &format!("{path}/tindak-lanjut"), &task).await;
    assert_eq!(task.status, StatusCode::SEE_OTHER);
    let open = form(&office, &format!("{path}/tutup"), &[]).await;
    assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
    let note = [("note", "Pokok kedua tidak sempat dibahas")];
    let closed = form(&office, &format!("{path}/tutup"), &note).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    let page = get(&office, &path).await;
    for words in [
        "Selesai",
        "Dibahas panjang.",
        "Dipilih",
        "Keputusan: Masa kerja tiga tahun",
        "Biro Contoh: Terlalu lama",
        "Bagaimana PPPK? (Biro Contoh)",
        "diwakili Kepala Bagian Contoh",
        "Dari daftar hadir kertas",
        "Pokok kedua tidak sempat dibahas",
    ] {
        assert!(page.has(words), "{words}");
    }
    assert!(page.text.contains(&format!("/simulasi/{scenario}\"")));
    assert!(page.has("Tiga tahun masa kerja"));
    assert!(
        page.link("/notulen").contains("cetak"),
        "minutes can still be written"
    );
    let correction = page.link("/koreksi/minutes");
    let fields = [("text", "Dibahas singkat."), ("reason", "Salah tulis")];
    let corrected = form(&office, &correction, &fields).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER);
    let page = get(&office, &path).await;
    assert!(page.has("Dibahas singkat."));
    assert!(page.has("Dibahas panjang."), "the earlier text is gone");
    // The owner of the follow-up finds it first thing and says that it is done.
    let official = site(&app, officer(&app, Role::Pejabat));
    assert!(get(&official, "/").await.has("Menyiapkan keputusan"));
    let finish = get(&official, &path).await.link("/tindak-lanjut/");
    let fields = [("on", "2026-11-24"), ("result", "Ditandatangani")];
    let finished = form(&official, &finish, &fields).await;
    assert_eq!(finished.status, StatusCode::SEE_OTHER);
    let all = get(&official, "/rapat/tindak-lanjut?done=ya").await;
    assert!(all.has("Menyiapkan keputusan"));
    let none = get(&official, "/rapat/tindak-lanjut?done=tidak").await;
    assert!(!none.has("Menyiapkan keputusan"));
}

#[tokio::test]
async fn readers_read_and_strangers_do_not_and_nobody_else_writes() {
    let app = app::testing::app().await;
    let actor = officer(&app, Role::Pengelola);
    let id = testing::running(&app, &actor).await;
    testing::decided(&app, &actor, id).await;
    let path = format!("/rapat/{id}");
    for role in Role::ALL {
        let site = site(&app, officer(&app, *role));
        let page = get(&site, &path).await;
        if meetings::access::READ.roles.contains(role) {
            assert_eq!(page.status, StatusCode::OK, "{role}");
            let writes = page.text.contains("/ubah\"");
            assert_eq!(writes, *role == Role::Pengelola, "{role}");
        } else {
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}");
        }
    }
    let site = site(&app, actor);
    let strange = "01920000-0000-7000-8000-000000000000";
    for path in [
        format!("/rapat/{strange}"),
        format!("{path}/topik/{strange}/notulen"),
        format!("{path}/cetak/lain"),
        format!("{path}/tindak-lanjut/{strange}"),
    ] {
        assert_eq!(
            get(&site, &path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let record = meetings::record(&app.db, id).await.unwrap();
    assert_eq!(record.meeting.state, State::Running);
    // Another topic's address does not carry this meeting's decision.
    let other = testing::running(&app, &officer(&app, Role::Pengelola)).await;
    let topic = record.topics[0].id;
    let foreign = format!("/rapat/{other}/topik/{topic}/keputusan");
    assert_eq!(get(&site, &foreign).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_parameter_leads_to_the_meeting_that_set_it() {
    use app::policies;
    let app = app::testing::app().await;
    let writer = officer(&app, Role::Pengelola);
    let id = testing::running(&app, &writer).await;
    let decision = testing::decided(&app, &writer, id).await;
    let changes = policies::testing::service(2, 3);
    let version = policies::testing::draft(&app, &writer, "magang-banten", &changes).await;
    policies::propose(&app, &writer, version, "Hasil rapat")
        .await
        .unwrap();
    let official = site(&app, officer(&app, Role::Pejabat));
    let path = format!("/kebijakan/{version}");
    let page = get(&official, &format!("{path}/tetapkan")).await;
    assert!(page.has("Masa kerja paling singkat tiga tahun – Kriteria peserta magang"));
    let today = app.clock.today();
    let digest = policies::get(&app.db, version, today).await.unwrap().digest;
    let decision = decision.to_string();
    // Only the decision of the meeting is named; its official record is the mandate.
    let order = [
        ("digest", digest.as_str()),
        ("meeting", decision.as_str()),
        ("from", "2026-12-01"),
    ];
    let decided = form(&official, &format!("{path}/tetapkan"), &order).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let page = get(&official, &path).await;
    assert!(page.has("Berita Acara Rapat, 24 November 2026"));
    let set = "Ditetapkan dalam rapat Kriteria peserta magang, 24 November 2026";
    assert_eq!(page.text.matches("Ditetapkan dalam rapat").count(), 1);
    assert!(page.has(set));
    assert!(page.has("dengan simulasi"));
    assert!(
        page.text
            .contains(&format!("/rapat/{id}#keputusan-{decision}"))
    );
    let meeting = get(&official, &format!("/rapat/{id}")).await;
    assert!(meeting.text.contains(&format!("href=\"{path}\"")));
    // An employee reads what set it, and is not led where she may not go.
    let employee = site(&app, officer(&app, Role::Pegawai));
    let page = get(&employee, &path).await;
    assert!(page.has(set));
    assert!(!page.text.contains("href=\"/rapat/"));
}
