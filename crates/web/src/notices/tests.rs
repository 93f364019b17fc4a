//! Notices as their receiver sees them: the bell, the list, the calendar file, and the choice of e-mail.

#![allow(clippy::unwrap_used)]

use app::App;
use app::accounts::{self, NewAccount};
use app::audit::Entry;
use app::notices::{News, NoticeKind, To, tell};
use axum::http::StatusCode;
use kernel::{Actor, CivilDate, Origin, Role, Scope};

use crate::testing::{form, get, site};

async fn holder(app: &App, login: &str, role: Role) -> Actor {
    let new = NewAccount {
        login: login.into(),
        name: format!("{login} Contoh"),
        password: None,
        person_id: None,
        grants: vec![(role, Scope::All)],
    };
    let system = Actor::system(Origin::System);
    let id = accounts::create(app, &system, new).await.unwrap();
    Actor {
        user: Some(id),
        origin: Origin::Web,
        ..system
    }
}

/// The verifiers are told of something that is done on the page about the program, until a day.
async fn told(app: &App) {
    let written = app.db.write(|tx| {
        Box::pin(async move {
            let system = Actor::system(Origin::System);
            let until: CivilDate = "2026-12-24".parse().unwrap();
            let news = News::new(NoticeKind::NominationReturned, "/tentang").due(until);
            tell(&tx, &system, &[To::Agency(Role::Verifikator)], news).await?;
            tx.audit(Entry::new(&system, "test.tell", "test", "contoh"));
            Ok(())
        })
    });
    written.await.unwrap();
}

#[tokio::test]
async fn the_bell_counts_and_opening_the_page_of_the_act_reads_the_notice() {
    let app = app::testing::app().await;
    let her = holder(&app, "verifikator", Role::Verifikator).await;
    told(&app).await;
    told(&app).await;
    let office = site(&app, her);
    let list = get(&office, "/pemberitahuan").await;
    assert_eq!(list.texts(".t-count"), ["2"]);
    assert_eq!(list.texts("tbody tr").len(), 2);
    assert!(list.has("Sebuah usulan perlu perbaikan"));
    assert!(list.has("24 Desember 2026"));
    let button = list.link("/baca");
    assert!(button.starts_with("/pemberitahuan/"), "{button}");
    let one = list.link("kalender.ics");
    let read = form(&office, &one.replace("kalender.ics", "baca"), &[]).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER);
    assert_eq!(
        get(&office, "/pemberitahuan").await.texts(".t-count"),
        ["1"]
    );
    // Another visitor's pages know nothing of it.
    let other = site(&app, holder(&app, "pengelola", Role::Pengelola).await);
    assert!(get(&other, "/tentang").await.texts(".t-count").is_empty());
    assert_eq!(get(&other, &one).await.status, StatusCode::NOT_FOUND);
    let act = get(&office, "/tentang").await;
    assert!(act.texts(".t-count").is_empty(), "it is read now");
    let unread = get(&office, "/pemberitahuan?state=unread").await;
    assert!(unread.texts("tbody tr").is_empty());
    let found = get(&office, "/pemberitahuan?q=perbaikan&state=read").await;
    assert_eq!(found.texts("tbody tr").len(), 2);
    assert!(
        get(&office, "/pemberitahuan?q=kebijakan")
            .await
            .texts("tbody tr")
            .is_empty()
    );
}

#[tokio::test]
async fn the_calendar_file_is_one_and_names_nobody() {
    let app = app::testing::app().await;
    let her = holder(&app, "verifikator", Role::Verifikator).await;
    told(&app).await;
    let office = site(&app, her);
    let path = get(&office, "/pemberitahuan").await.link("kalender.ics");
    let file = get(&office, &path).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(
        file.text.starts_with("BEGIN:VCALENDAR\r\n"),
        "{}",
        file.text
    );
    assert!(file.text.contains("DTSTART;VALUE=DATE:20261224\r\n"));
    assert!(file.text.contains("URL:https://titian.example/tentang\r\n"));
    assert!(!file.text.contains("Contoh"));
}

#[tokio::test]
async fn the_choice_of_email_is_kept_and_what_is_wrong_comes_back_with_it() {
    let app = app::testing::app().await;
    let her = holder(&app, "verifikator", Role::Verifikator).await;
    let office = site(&app, her.clone());
    const PATH: &str = "/akun/pemberitahuan";
    let page = get(&office, PATH).await;
    assert!(page.has("Surel belum diatur pada pemasangan ini."));
    let fields = |email, digest| {
        [
            ("email", email),
            ("mail", "ya"),
            ("digest", digest),
            ("quiet_from", "21"),
            ("quiet_to", "6"),
            ("lang", "en"),
        ]
    };
    for (email, digest, says) in [
        ("sari", "7", "Tulis satu alamat surel"),
        ("", "7", "atau matikan surel"),
        ("sari@contoh.go.id", "22", "jatuh pada jam tenang"),
    ] {
        let again = form(&office, PATH, &fields(email, digest)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.has(says), "{says}");
    }
    let saved = form(&office, PATH, &fields("sari@contoh.go.id", "7")).await;
    assert_eq!(
        (saved.status, saved.to.as_str()),
        (StatusCode::SEE_OTHER, PATH)
    );
    let (now, _) = app::notices::preferences(&app.db, &her).await.unwrap();
    assert_eq!(now.address(), Some("sari@contoh.go.id"));
    assert_eq!((now.digest, now.quiet), (Some(7), Some((21, 6))));
    let page = get(&office, PATH).await;
    assert!(page.text.contains("value=\"sari@contoh.go.id\""));
}
