//! Pages of the placement desk from outside: what is public before the draw, and what each reads before an announcement.

use app::letters::{self, LetterKind};
use app::nominations::testing as papers;
use app::placements::{self, Events, testing as desk};
use app::programmes::Giving;
use app::screenings::testing as screened;
use app::{App, hosts, nominations, people};
use kernel::{Actor, NominationId, Origin, ProgrammeId, Role, RoleGrant, Scope};

use crate::testing::{form, get, plain, site};

fn system() -> Actor {
    Actor::system(Origin::System)
}

/// A programme with one place and `n` verified nominees who want it.
async fn world(app: &App, giving: Giving, n: u32) -> (ProgrammeId, Vec<NominationId>) {
    let opd = people::testing::opd(app, "Dinas Contoh").await;
    let programme = screened::programme(app, giving, None).await;
    let host = hosts::testing::host(app, "Badan Contoh").await;
    let slot = hosts::testing::slot(app, programme, host, "Unit Contoh", 1).await;
    let mut ids = Vec::new();
    for n in 1..=n {
        let person = screened::person(app, opd, n, "2012-03-01").await;
        ids.push(papers::verified(app, programme, person, vec![slot]).await);
    }
    desk::calendar(app, &["2026-12-25", "2027-01-01"]).await;
    (programme, ids)
}

/// What the nominee herself reads about her placement.
async fn own_page(app: &App, id: NominationId) -> String {
    let nomination = nominations::get(&app.db, &Scope::All, id).await.unwrap();
    let person = nomination.person_id.unwrap();
    let actor = Actor {
        user: None,
        name: nomination.snapshot.name,
        person: Some(person),
        grants: vec![RoleGrant {
            role: Role::Pegawai,
            scope: Scope::Person(person),
        }],
        origin: Origin::Web,
    };
    let site = site(app, actor);
    get(&site, &format!("/usulan/{id}/penempatan")).await.text
}

#[tokio::test]
async fn the_digest_is_public_before_the_seed_and_pages_lead_there() {
    let app = app::testing::app().await;
    let (programme, ids) = world(&app, Giving::Ranked, 2).await;
    let guest = site(&app, None);
    assert!(
        get(&guest, "/pembekuan")
            .await
            .has("Belum ada masukan yang dibekukan")
    );
    let lifted = placements::freeze(&app, &system(), programme, desk::form(&app))
        .await
        .unwrap();
    placements::thaw(&app, &system(), lifted, "Kuota belum lengkap")
        .await
        .unwrap();
    let id = placements::freeze(&app, &system(), programme, desk::form(&app))
        .await
        .unwrap();
    let freeze = placements::frozen(&app.db, id).await.unwrap();
    let list = get(&guest, "/pembekuan").await;
    for words in [
        freeze.digest.as_str(),
        freeze.seed_source.as_str(),
        "Kuota belum lengkap",
    ] {
        assert!(list.has(words), "{words} in {}", plain(&list.text));
    }
    for person in &ids {
        let found = nominations::get(&app.db, &Scope::All, *person)
            .await
            .unwrap();
        assert!(!list.text.contains(&found.snapshot.name_plain));
    }
    let path = format!("/pembekuan/{id}");
    assert!(list.text.contains(&path));
    // One freeze names the other.
    assert!(
        get(&guest, &path)
            .await
            .text
            .contains(&format!("/pembekuan/{lifted}"))
    );
    assert!(get(&guest, "/masuk").await.text.contains("\"/pembekuan\""));
    let officer = site(&app, system());
    let board = get(&officer, &format!("/program/{programme}")).await;
    assert!(board.text.contains(&path));
    assert!(own_page(&app, ids[0]).await.contains(&path));
    // The seed is public by its instant: no form lifts the freeze any more.
    let later = desk::later(&app, 1);
    let officer = site(&later, system());
    assert!(
        !get(&officer, &path)
            .await
            .text
            .contains(&format!("{path}/cabut"))
    );
    let refused = form(&officer, &format!("{path}/cabut"), &[("reason", "Lain")]).await;
    assert_eq!(refused.status, axum::http::StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_change_that_is_not_announced_shows_to_nobody_and_who_withdrew_reads_so() {
    let app = app::testing::app().await;
    let (programme, ids) = world(&app, Giving::Ranked, 2).await;
    let run = desk::ranked(&app, programme).await.unwrap();
    placements::confirm(&app, &system(), run).await.unwrap();
    placements::publish(&app, &system(), run, 5).await.unwrap();
    let gone = placements::confirmed(&app.db, programme).await.unwrap()[0].nomination;
    let waiting = *ids.iter().find(|id| **id != gone).unwrap();
    let text = plain(&own_page(&app, gone).await);
    assert!(text.contains("Anda mendapat tempat"), "{text}");
    assert!(text.contains("sisa 5 hari kerja"), "{text}");
    let events = Events {
        withdraw: vec![gone],
        ..Events::default()
    };
    let new = placements::repair(&app, &system(), run, events, "Mundur")
        .await
        .unwrap();
    placements::confirm(&app, &system(), new).await.unwrap();
    let text = plain(&own_page(&app, waiting).await);
    assert!(text.contains("Perubahan menunggu pengumuman"), "{text}");
    assert!(!text.contains("Anda mendapat tempat"), "{text}");
    let text = plain(&own_page(&app, gone).await);
    assert!(text.contains("Anda mengundurkan diri"), "{text}");
    for wrong in ["Anda mendapat tempat", "sudah penuh"] {
        assert!(!text.contains(wrong), "{text}");
    }
    let officer = site(&app, system());
    let list = get(&officer, &format!("/program/{programme}/penempatan/daftar")).await;
    assert!(list.has("Perubahan menunggu pengumuman"));
    placements::publish(&app, &system(), new, 5).await.unwrap();
    let text = plain(&own_page(&app, waiting).await);
    assert!(text.contains("Anda mendapat tempat"), "{text}");
    assert!(!text.contains("menunggu pengumuman"), "{text}");
}

#[tokio::test]
async fn the_last_day_of_the_statutory_objection_is_counted_also_where_places_are_given_directly() {
    let app = letters::testing::one().await;
    let (programme, ids) = world(&app, Giving::Direct, 1).await;
    placements::assign_all(&app, &system(), programme)
        .await
        .unwrap();
    assert!(!plain(&own_page(&app, ids[0]).await).contains("hari terakhirnya"));
    letters::draft_all(&app, &system(), programme)
        .await
        .unwrap();
    let all = letters::of_programme(&app, &system(), programme)
        .await
        .unwrap();
    let decision = all
        .iter()
        .find(|one| one.kind == LetterKind::Decision)
        .unwrap();
    let order = letters::IssueOrder {
        date: app.clock.today(),
        number: letters::NumberChoice::Outside("188/1/2026".into()),
        office: None,
        version: None,
    };
    letters::issue(&app, &system(), decision.id, &order)
        .await
        .unwrap();
    // 21 working days after Tuesday 24 November 2026, without 25 December.
    let text = plain(&own_page(&app, ids[0]).await);
    assert!(text.contains("hari terakhirnya 23 Desember 2026"), "{text}");
    assert!(
        text.contains("Belum diperiksa pada teks peraturannya."),
        "{text}"
    );
}
