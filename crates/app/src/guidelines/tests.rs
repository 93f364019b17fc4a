//! The draft from the shipped policy, and the matrix on both engines.

#![allow(clippy::unwrap_used)]

use kernel::Role;

use super::*;
use crate::policies::{self, testing::officer};
use crate::testing::{app, each_engine};

async fn in_force(app: &crate::App) -> kernel::PolicyVersionId {
    let (today, now) = (app.clock.today(), app.clock.now());
    let found = policies::in_force(&app.db, "magang-banten", today, now).await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn every_rule_in_force_stands_in_one_article_and_what_no_rule_says_is_asked() {
    let app = app().await;
    let reader = officer(&app, Role::Mitra);
    let guideline = draft(&app, &reader, in_force(&app).await).await.unwrap();
    assert_eq!(guideline.chapters.len(), 8);
    let of = |rule: &str| -> Vec<ChapterKey> {
        let chapters = guideline.chapters.iter();
        chapters
            .filter(|chapter| chapter.articles.iter().any(|article| article.key == rule))
            .map(|chapter| chapter.key)
            .collect()
    };
    let policy = policies::parse(policy::shipped::POLICIES[0].1).unwrap();
    for rule in policy.rules() {
        let count = usize::from(rule.to.is_none_or(|to| app.clock.today() < to));
        assert_eq!(of(&rule.id).len(), count, "{}", rule.id);
    }
    for (rule, chapter) in [
        ("masa-kerja", ChapterKey::Criteria),
        ("sisa-masa-kerja", ChapterKey::Criteria),
        ("tugas-belajar", ChapterKey::Criteria),
        ("durasi", ChapterKey::Duration),
        ("durasi-minimum", ChapterKey::Duration),
        ("penerima-asing", ChapterKey::Hosts),
        ("unit-sendiri", ChapterKey::Hosts),
    ] {
        assert_eq!(of(rule), [chapter], "{rule}");
    }
    // Numbers run through all chapters.
    let numbers: Vec<usize> = guideline
        .chapters
        .iter()
        .flat_map(|chapter| &chapter.articles)
        .map(|article| article.number)
        .collect();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    for chapter in &guideline.chapters {
        assert_eq!(chapter.articles.is_empty(), !chapter.questions.is_empty());
    }
    let funding = &guideline.chapters[6];
    assert!(funding.articles.is_empty() && funding.questions.len() == 3);
    let assessment = &guideline.chapters[5];
    assert!(assessment.articles.is_empty());
    assert!(
        assessment
            .proposals
            .iter()
            .any(|line| line.contains("(POL-ASSESS)"))
    );
    let service = guideline.chapters[1]
        .articles
        .iter()
        .find(|a| a.key == "masa-kerja")
        .unwrap();
    assert_eq!(
        service.paragraphs[0],
        "Masa kerja sebagai PNS paling singkat 2 tahun."
    );
    assert!(service.bases[0].text.ends_with("(kebijakan instansi)"));
    let other = policies::in_force(&app.db, "ip-asn", app.clock.today(), app.clock.now()).await;
    let other = draft(&app, &reader, other.unwrap().unwrap()).await;
    assert_eq!(other.unwrap_err().kind(), kernel::Kind::NotFound);
    let stranger = officer(&app, Role::Pegawai);
    assert!(draft(&app, &stranger, in_force(&app).await).await.is_err());
    let writer = officer(&app, Role::Pengelola);
    let open = policies::begin(&app, &writer, in_force(&app).await, None)
        .await
        .unwrap();
    let refused = draft(&app, &writer, open).await.unwrap_err();
    assert_eq!(refused.text().key, "guidelines-not-decided");
}

#[tokio::test]
async fn what_is_said_on_an_article_is_kept_with_its_answer() {
    each_engine(async |app| {
        let (mitra, office) = (officer(&app, Role::Mitra), officer(&app, Role::Pengelola));
        let version = in_force(&app).await;
        let input = |clause: &str, text: &str| Input {
            clause: clause.into(),
            input: text.into(),
            proposer: "Biro Hukum Contoh".into(),
            occasion: Some("Rapat 20 November 2026".into()),
        };
        let none = comment(&app, &mitra, version, input("pasal-99", "x"), None).await;
        assert_eq!(none.unwrap_err().fields()[0].field, "clause");
        let slip = comment(
            &app,
            &mitra,
            version,
            input("durasi", "lihat UU 5/2004"),
            None,
        )
        .await;
        assert_eq!(slip.unwrap_err().fields()[0].text.key, "regulations-slip");
        let id = comment(
            &app,
            &mitra,
            version,
            input("durasi", "Cukup enam bulan"),
            None,
        )
        .await
        .unwrap();
        comment(
            &app,
            &mitra,
            version,
            input("bab:pembiayaan", "Biaya dari APBD"),
            None,
        )
        .await
        .unwrap();
        let to = (version, id.as_str());
        assert!(
            answer(&app, &mitra, to, (Answer::Accepted, "Ya"), 1)
                .await
                .is_err()
        );
        answer(
            &app,
            &office,
            to,
            (Answer::Rejected, "Dua belas bulan tetap"),
            1,
        )
        .await
        .unwrap();
        let stale = answer(&app, &office, to, (Answer::Accepted, "Ya"), 1)
            .await
            .unwrap_err();
        assert_eq!(stale.text().key, "guidelines-moved");
        let lines = lines(&app.db, version).await.unwrap();
        let guideline = draft(&app, &office, version).await.unwrap();
        let content = matrix_content(&guideline, &lines, app.clock.today());
        let first = &content["rows"][0];
        assert!(first[1].as_str().unwrap().starts_with("Pasal "));
        assert_eq!(first[3], "Biro Hukum Contoh (Rapat 20 November 2026)");
        assert_eq!(first[4], "Tidak diterima: Dua belas bulan tetap");
        assert_eq!(content["rows"][1][1], "BAB VII");
        assert_eq!(content["rows"][1][4], "Belum ditanggapi");
        assert_eq!(matrix_sheet(&guideline, &lines).rows.len(), 2);
    })
    .await;
}
