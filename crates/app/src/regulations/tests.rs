//! The agency's entries on both engines: from proposal to instrument, what they carry, and verdicts that stay.

#![allow(clippy::unwrap_used)]

use kernel::Kind as ErrorKind;
use kernel::{Actor, CivilDate, Role};

use super::*;
use crate::App;
use crate::db::list::ListRequest;
use crate::policies::{self, testing::officer};
use crate::testing::{app, each_engine};

const CODE: &str = "PERGUB-MAGANG";

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn new(code: &str) -> New {
    New {
        code: code.into(),
        kind: Kind::Pergub,
        confidence: Confidence::T,
        stage: Stage::Usulan,
        edit: Edit {
            title: "Peraturan Gubernur tentang Pedoman Magang".into(),
            owner: "BKD Contoh".into(),
            due: Some(day("2026-11-01")),
            note: None,
            waits: "POL-DUR\n/kebijakan | Kriteria peserta\nAnggaran 2027".into(),
        },
    }
}

fn promulgation() -> Promulgation {
    Promulgation {
        name: "Pergub Contoh 7/2026".into(),
        title: "Peraturan Gubernur Contoh Nomor 7 Tahun 2026 tentang Pedoman Magang".into(),
        number: "7".into(),
        date: day("2026-11-20"),
        from: day("2026-11-23"),
        articles: "Pasal 5 ayat (1) | Masa kerja paling singkat 2 tahun\n\
                   Pasal 5 ayat (2) huruf a | Lama magang paling lama 12 bulan"
            .into(),
    }
}

async fn entered(app: &App, writer: &Actor) {
    add(app, writer, new(CODE), None).await.unwrap();
    promulgate(app, writer, CODE, promulgation()).await.unwrap();
}

fn field(error: &kernel::Error) -> (String, String) {
    let one = &error.fields()[0];
    (one.field.clone(), one.text.key.to_string())
}

#[test]
fn every_value_has_words() {
    let words = crate::words::Words::new(crate::words::SOURCES);
    for lang in crate::words::Lang::ALL {
        for key in [
            "regulations-slip",
            "regulations-ended",
            "regulations-ended-alone",
        ] {
            assert!(words.has(lang, key), "{key}");
        }
    }
}

#[test]
fn an_article_has_a_stable_id_and_lines_come_out_as_they_went_in() {
    assert_eq!(
        article_id(CODE, "Pasal 5 ayat (2) huruf a"),
        "PERGUB-MAGANG-5-2-a"
    );
    assert_eq!(article_id("SK-1", "Diktum KEDUA"), "SK-1-KEDUA");
    let text = "Pasal 5 ayat (1) | Satu\nPasal 6 | Dua | tiga";
    let read = read_articles(CODE, text).unwrap();
    assert_eq!(read[1].says, "Dua | tiga");
    assert_eq!(write_articles(&read), text);
    let wrong = |text: &str| field(&read_articles(CODE, text).unwrap_err()).1;
    assert_eq!(wrong("Pasal 5"), "regulations-article-line");
    assert_eq!(
        wrong("Pasal 5 | a\npasal 5 | b"),
        "regulations-article-twice"
    );
    let waits = "POL-DUR\n/rapat/1 | Tindak lanjut\nAnggaran | tahun 2027";
    let read = read_waits(waits, |id| id == "POL-DUR").unwrap();
    assert_eq!(read[0].entry.as_deref(), Some("POL-DUR"));
    assert_eq!(read[1].path.as_deref(), Some("/rapat/1"));
    assert_eq!((read[2].path.clone(), read[2].entry.clone()), (None, None));
    assert_eq!(write_waits(&read), waits);
    assert!(read_waits("//jauh.example | x", |_| false).is_err());
}

#[test]
fn every_shipped_instrument_has_an_address_of_its_own() {
    let register = policies::register().unwrap();
    let sources = register.sources().iter().map(|one| slug(&one.id));
    let planned = register.planned().iter().map(|one| slug(&one.id));
    let entries = register.entries().iter().map(|one| slug(&one.id));
    let mut all: Vec<String> = sources.chain(planned).chain(entries).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[tokio::test]
async fn a_plan_becomes_an_instrument_that_policies_may_cite() {
    each_engine(async |app| {
        let (writer, reader) = (officer(&app, Role::Pengelola), officer(&app, Role::Pegawai));
        let today = app.clock.today();
        assert_eq!(
            register(&app.db).await.unwrap().digest(),
            policies::register().unwrap().digest()
        );
        assert!(add(&app, &reader, new(CODE), None).await.is_err());
        // Sent twice, entered once; the same code again is refused.
        for _ in 0..2 {
            let code = add(&app, &writer, new(CODE), Some("n".repeat(43)))
                .await
                .unwrap();
            assert_eq!(code, CODE);
        }
        let again = add(&app, &writer, new(CODE), None).await.unwrap_err();
        assert_eq!(
            field(&again),
            ("code".into(), "regulations-code-taken".into())
        );
        let taken = add(&app, &writer, new("PP11-2017-210-1"), None)
            .await
            .unwrap_err();
        assert_eq!(field(&taken).1, "regulations-code-taken");
        // It is late, so whoever prepares it is told.
        let todos = todo(&app.db, &writer, today).await.unwrap();
        assert_eq!(todos[0].path, "/regulasi/PERGUB-MAGANG");
        assert!(todo(&app.db, &reader, today).await.unwrap().is_empty());
        let planned = entry(&app.db, CODE, today).await.unwrap();
        assert_eq!(planned.waits.len(), 3);
        assert_eq!(
            planned.waits[0].path.as_deref(),
            Some("/regulasi/Kebijakan-BKD#POL-DUR")
        );
        let awaited = entry(&app.db, "POL-DUR", today).await.unwrap();
        assert!(awaited.awaits.iter().any(|one| one.name == CODE));
        // Stages go on freely; going back needs a reason.
        advance(&app, &writer, CODE, Stage::Harmonisasi, None)
            .await
            .unwrap();
        let back = advance(&app, &writer, CODE, Stage::Draf, None)
            .await
            .unwrap_err();
        assert_eq!(field(&back).1, "regulations-back-why");
        advance(
            &app,
            &writer,
            CODE,
            Stage::Draf,
            Some("Biro Hukum meminta perubahan".into()),
        )
        .await
        .unwrap();
        let straight = advance(&app, &writer, CODE, Stage::Diundangkan, None)
            .await
            .unwrap_err();
        assert_eq!(field(&straight).1, "regulations-promulgate-first");
        promulgate(&app, &writer, CODE, promulgation())
            .await
            .unwrap();
        assert!(todo(&app.db, &writer, today).await.unwrap().is_empty());
        let shown = entry(&app.db, "Pergub-Contoh-7-2026", today).await.unwrap();
        assert_eq!(shown.brief.standing, Some(Standing::InForce));
        assert_eq!(shown.articles[1].id, "PERGUB-MAGANG-5-2-a");
        let before = entry(&app.db, CODE, day("2026-11-22")).await.unwrap();
        assert_eq!(before.brief.standing, Some(Standing::NotYet));
        let later = advance(&app, &writer, CODE, Stage::Draf, None)
            .await
            .unwrap_err();
        assert_eq!(later.kind(), ErrorKind::Refused);
        let acts: Vec<Act> = events(&app.db, CODE)
            .await
            .unwrap()
            .iter()
            .map(|e| e.act)
            .collect();
        assert_eq!(acts, [Act::Create, Act::Stage, Act::Stage, Act::Promulgate]);
        // A policy rests on it from now on, and its article cannot vanish.
        let cites = [(
            "cite = [\"POL-ELIG-SERVICE\"]\nforce = \"block\"".to_owned(),
            "cite = [\"POL-ELIG-SERVICE\", \"PERGUB-MAGANG-5-1\"]\nforce = \"block\"".to_owned(),
        )];
        let draft = policies::testing::draft(&app, &writer, "magang-banten", &cites).await;
        let text = policies::text(&app.db, draft).await.unwrap();
        let found = policies::check(&app.db, &text).await.unwrap();
        let early = found
            .iter()
            .find(|one| one.message.contains("PERGUB-MAGANG-5-1"))
            .unwrap();
        assert!(
            early.message.contains("in force [2026-11-23, open)"),
            "{}",
            early.message
        );
        let resting = resting(&app.db, &writer, "Pergub Contoh 7/2026", today)
            .await
            .unwrap();
        assert_eq!(resting.len(), 1);
        assert_eq!(resting[0].dependents[0].0.id, "masa-kerja");
        assert!(!resting[0].dependents[0].0.stops);
        assert!(
            super::resting(&app.db, &reader, "Pergub Contoh 7/2026", today)
                .await
                .unwrap()
                .is_empty()
        );
        let own = own(&app.db, CODE).await.unwrap();
        let fewer = "Pasal 5 ayat (2) huruf a | Lama magang paling lama 12 bulan";
        let gone = set_articles(&app, &writer, CODE, fewer, own.revision)
            .await
            .unwrap_err();
        assert_eq!(
            field(&gone),
            ("articles".into(), "regulations-article-cited".into())
        );
        let more = format!("{}\nPasal 6 | Laporan akhir", promulgation().articles);
        set_articles(&app, &writer, CODE, &more, own.revision)
            .await
            .unwrap();
        let stale = set_articles(&app, &writer, CODE, &more, own.revision)
            .await
            .unwrap_err();
        assert_eq!(stale.kind(), ErrorKind::Refused);
        assert_eq!(entry(&app.db, CODE, today).await.unwrap().articles.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_dated_revocation_ends_the_other_and_the_check_names_the_successor() {
    each_engine(async |app| {
        let writer = officer(&app, Role::Pengelola);
        entered(&app, &writer).await;
        let old = "PP11-2017-64-1-d";
        let unknown = relate(
            &app,
            &writer,
            CODE,
            Relating::Revokes,
            "PP 99/2099",
            Some(day("2026-12-01")),
            None,
        )
        .await
        .unwrap_err();
        assert_eq!(field(&unknown).1, "regulations-target-unknown");
        let undated = relate(&app, &writer, CODE, Relating::Revokes, old, None, None)
            .await
            .unwrap_err();
        assert_eq!(field(&undated).1, "regulations-revoked-when");
        relate(
            &app,
            &writer,
            CODE,
            Relating::Revokes,
            old,
            Some(day("2026-12-01")),
            None,
        )
        .await
        .unwrap();
        let now = register(&app.db).await.unwrap();
        assert_eq!(
            now.entry(old).unwrap().standing(day("2026-12-01")),
            Standing::Ended
        );
        let today = app.clock.today();
        let version = policies::in_force(&app.db, "magang-banten", today, app.clock.now())
            .await
            .unwrap()
            .unwrap();
        let text = policies::text(&app.db, version).await.unwrap();
        let found = policies::check(&app.db, &text).await.unwrap();
        let said = found.iter().find(|one| one.message.contains(old)).unwrap();
        let help = said.help.clone().unwrap_or_default();
        assert!(help.contains("Pergub Contoh 7/2026"), "{said:?}");
        // Both pages tell it, each from its side.
        let here = entry(&app.db, CODE, today).await.unwrap();
        let line = &here.relations[0];
        assert!(line.does && line.other == "PP 11/2017 Pasal 64 ayat (1) huruf d");
        let there = entry(&app.db, "PP 11/2017", today).await.unwrap();
        assert!(
            there
                .relations
                .iter()
                .any(|line| !line.does && line.other == "Pergub Contoh 7/2026")
        );
        let link = line.link.clone().unwrap();
        unrelate(&app, &writer, CODE, &link).await.unwrap();
        let now = register(&app.db).await.unwrap();
        assert_eq!(
            now.entry(old).unwrap().standing(day("2026-12-01")),
            Standing::InForce
        );
        end(
            &app,
            &writer,
            CODE,
            day("2026-12-31"),
            "Diganti pedoman baru",
        )
        .await
        .unwrap();
        let shown = entry(&app.db, CODE, day("2026-12-31")).await.unwrap();
        assert_eq!(shown.brief.standing, Some(Standing::Ended));
    })
    .await;
}

#[tokio::test]
async fn the_wrong_law_is_refused_in_every_text_of_an_entry_with_the_right_answer() {
    let app = app().await;
    let writer = officer(&app, Role::Pengelola);
    for wrong in ["UU 5/2004", "Undang-Undang Nomor 5 Tahun 2004"] {
        for place in ["title", "note", "waits"] {
            let mut form = new(CODE);
            match place {
                "title" => form.edit.title = format!("Pelaksanaan {wrong}"),
                "note" => form.edit.note = Some(wrong.into()),
                _ => form.edit.waits = wrong.into(),
            }
            let error = add(&app, &writer, form, None).await.unwrap_err();
            assert_eq!(field(&error), (place.to_owned(), "regulations-slip".into()));
            let words = crate::words::Words::new(crate::words::SOURCES);
            let said = words.say(crate::words::Lang::Id, &error.fields()[0].text);
            assert!(said.contains("UU 20/2023"), "{said}");
        }
    }
    add(&app, &writer, new(CODE), None).await.unwrap();
    let mut order = promulgation();
    order.articles = "Pasal 2 | Dasar: UU 5/2014".into();
    let error = promulgate(&app, &writer, CODE, order).await.unwrap_err();
    assert_eq!(
        field(&error),
        ("articles".into(), "regulations-ended".into())
    );
    let mut order = promulgation();
    (order.name, order.from) = ("Pergub Contoh".into(), day("2026-11-01"));
    let error = promulgate(&app, &writer, CODE, order).await.unwrap_err();
    let fields: Vec<&str> = error
        .fields()
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(fields, ["name", "from"]);
}

#[tokio::test]
async fn the_list_filters_by_kind_day_confidence_and_origin() {
    each_engine(async |app| {
        let writer = officer(&app, Role::Pengelola);
        add(&app, &writer, new(CODE), None).await.unwrap();
        let names = async |search: &str, filters: &[(&str, &str)], on: &str| -> Vec<String> {
            let request = ListRequest {
                search: search.into(),
                per_page: 500,
                filters: filters
                    .iter()
                    .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                    .collect(),
                ..ListRequest::default()
            };
            let found = list(&app.db, request, day(on)).await.unwrap();
            found.rows.into_iter().map(|row| row.name).collect()
        };
        let laws = [("kind", "UU"), ("state", "in-force")];
        assert!(
            names("", &laws, "2023-10-30")
                .await
                .contains(&"UU 5/2014".to_owned())
        );
        let after = names("", &laws, "2023-10-31").await;
        assert!(
            !after.contains(&"UU 5/2014".to_owned()) && after.contains(&"UU 20/2023".to_owned())
        );
        assert_eq!(names("", &[("origin", "own")], "2026-11-24").await, [CODE]);
        assert!(
            names("", &[("state", "prepared")], "2026-11-24")
                .await
                .len()
                >= 5
        );
        assert_eq!(
            names("UU5-2014-70-5", &[], "2026-11-24").await,
            ["UU 5/2014"]
        );
        let policy = names("", &[("confidence", "P")], "2026-11-24").await;
        assert_eq!(policy, ["Kebijakan BKD"]);
        assert!(
            find(&app.db, "disiplin", day("2026-11-24"))
                .await
                .unwrap()
                .len()
                > 1
        );
        assert!(
            brief(&app.db, "tidak ada", day("2026-11-24"))
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}

#[tokio::test]
async fn every_text_of_the_register_stays_readable_by_its_digest() {
    each_engine(async |app| {
        let writer = officer(&app, Role::Pengelola);
        let shipped = register(&app.db).await.unwrap().digest().to_owned();
        entered(&app, &writer).await;
        let first = register(&app.db).await.unwrap();
        assert_ne!(first.digest(), shipped);
        end(&app, &writer, CODE, day("2026-12-31"), "Diganti")
            .await
            .unwrap();
        let second = register(&app.db).await.unwrap();
        assert_ne!(first.digest(), second.digest());
        // A verdict quotes a digest; the text behind it says what was known then.
        for known in [&first, &second] {
            let read = policies::register_of(&app.db, known.digest())
                .await
                .unwrap();
            assert_eq!(
                read.source("Pergub Contoh 7/2026"),
                known.source("Pergub Contoh 7/2026")
            );
        }
        policies::register_of(&app.db, &shipped).await.unwrap();
        record(&app).await.unwrap();
    })
    .await;
}
