//! What the papers of a meeting say, from a real record.

#![allow(clippy::unwrap_used)]

use kernel::Role;
use serde_json::Value;

use super::content::{Around, paper};
use super::testing::{complete, decided, running};
use super::*;
use crate::App;
use crate::policies::testing::officer;

/// Every text of a paper, one a line.
fn texts(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(fields) => fields.values().for_each(|item| texts(item, out)),
        _ => {}
    }
}

async fn printed(app: &App, id: kernel::MeetingId, what: Print) -> String {
    let record = record(&app.db, id).await.unwrap();
    let scenarios = record.scenarios().into_iter();
    let around = Around {
        today: app.clock.today(),
        agency: None,
        versions: Vec::new(),
        scenarios: scenarios
            .map(|one| (one, "Tiga tahun masa kerja".to_owned()))
            .collect(),
    };
    let mut out = String::new();
    texts(&paper(&record, what, &around), &mut out);
    out
}

fn has(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "`{words}` is missing in:\n{text}");
    }
}

#[tokio::test]
async fn papers_tell_what_was_recorded_and_nothing_else() {
    let app = crate::testing::app().await;
    let office = officer(&app, Role::Pengelola);
    let id = running(&app, &office).await;
    let invitation = printed(&app, id, Print::Invitation).await;
    let day = [
        "Selasa, 24 November 2026",
        "09.00 s.d. 11.30 WIB",
        "Universitas Contoh",
    ];
    has(&invitation, &day);
    assert!(!invitation.contains("Hadir"), "{invitation}");
    let minutes = printed(&app, id, Print::Minutes).await;
    has(
        &minutes,
        &[
            "Kehadiran belum dicatat.",
            "Catatan sementara; rapat belum ditutup",
        ],
    );
    decided(&app, &office, id).await;
    let topic = record(&app.db, id).await.unwrap().topics.remove(0).id;
    for (kind, text) in [
        (RemarkKind::Dissent, "Terlalu lama"),
        (RemarkKind::Question, "Bagaimana PPPK?"),
    ] {
        add_remark(&app, &office, id, topic, kind, "Biro Contoh", text, None)
            .await
            .unwrap();
    }
    complete(&app, &office, id).await;
    close(&app, &office, id, None).await.unwrap();
    let attendance = printed(&app, id, Print::Attendance).await;
    has(
        &attendance,
        &["Tanda tangan", "Biro Organisasi Contoh", "Hadir"],
    );
    let said = [
        "Risalah telah ditutup",
        "Tiga tahun",
        "Dipilih",
        "Tiga tahun masa kerja",
        "Keputusan: Peserta sudah tiga tahun menjadi PNS.",
        "Biro Contoh: Terlalu lama",
        "Biro Contoh: Bagaimana PPPK?",
    ];
    has(&printed(&app, id, Print::Minutes).await, &said);
    has(&printed(&app, id, Print::Report).await, &said);
    let official = printed(&app, id, Print::Record).await;
    let kept = [
        "Pendapat berbeda Biro Contoh: Terlalu lama",
        "Bagaimana PPPK? (Biro Contoh)",
        "Peserta sudah tiga tahun menjadi PNS.",
    ];
    has(&official, &kept);
    assert!(
        !official.contains("Dibahas:"),
        "minutes stand in the minutes"
    );
    correct(
        &app,
        &office,
        id,
        topic,
        Part::Decision,
        "Empat tahun.",
        "Salah tulis",
    )
    .await
    .unwrap();
    let mended = [
        "Keputusan: Empat tahun.",
        "semula “Peserta sudah tiga tahun menjadi PNS.”. Sebab: Salah tulis",
    ];
    has(&printed(&app, id, Print::Minutes).await, &mended);
}

#[tokio::test]
async fn minutes_of_a_meeting_that_has_not_begun_are_not_printed() {
    let app = crate::testing::app().await;
    let office = officer(&app, Role::Pengelola);
    let topics = vec![TopicKind::Hosts.into()];
    let id = create(&app, &office, testing::details(&app), topics, None)
        .await
        .unwrap();
    let error = print(&app, &office, id, Print::Minutes).await.unwrap_err();
    assert_eq!(error.text().key, "meetings-not-started");
    let stranger = officer(&app, Role::Pegawai);
    let error = print(&app, &stranger, id, Print::Invitation).await;
    assert_eq!(error.unwrap_err().kind(), kernel::Kind::Forbidden);
}
