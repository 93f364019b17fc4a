//! Pages of screenings and placements from outside, in the words of the policy engine.

use app::nominations::testing as papers;
use app::programmes::Giving;
use app::screenings::testing as screened;
use app::{App, hosts, nominations, people, placements};
use axum::http::StatusCode;
use kernel::{Actor, NominationId, Origin, ProgrammeId, Role, RoleGrant, Scope};

use crate::testing::{Reply, form, get, plain, site};

/// A programme with one place of quota 1 and two verified nominees; the second became a PNS too late when `late`.
async fn world(late: bool) -> (App, ProgrammeId, [NominationId; 2]) {
    let app = app::testing::app().await;
    let opd = people::testing::opd(&app, "Dinas Contoh").await;
    let programme = screened::programme(&app, Giving::Ranked, None).await;
    let host = hosts::testing::host(&app, "Badan Contoh").await;
    let slot = hosts::testing::slot(&app, programme, host, "Unit Contoh", 1).await;
    let first = screened::person(&app, opd, 1, "2012-03-01").await;
    let since = if late { "2025-12-01" } else { "2013-03-01" };
    let second = screened::person(&app, opd, 2, since).await;
    let one = papers::verified(&app, programme, first, vec![slot]).await;
    let two = papers::verified(&app, programme, second, vec![slot]).await;
    (app, programme, [one, two])
}

#[tokio::test]
async fn a_screening_says_every_line_of_the_command_line_report() {
    let (app, programme, [_, id]) = world(true).await;
    let stored = app::screenings::current(&app.db, &Scope::All, id)
        .await
        .unwrap();
    let site = site(&app, Actor::system(Origin::System));
    let Reply {
        status, text: html, ..
    } = get(&site, &format!("/usulan/{id}/pemeriksaan")).await;
    assert_eq!(status, StatusCode::OK);
    let text = plain(&html);
    for rule in &stored.explanation.rules {
        assert!(text.contains(&rule.says.id), "{} in {text}", rule.says.id);
        for fact in &rule.facts {
            assert!(text.contains(&fact.shown.id), "{} in {text}", fact.shown.id);
        }
        for cited in &rule.citations {
            assert!(text.contains(&cited.confidence.label().id));
        }
    }
    for words in [
        "Belum memenuhi syarat",
        "Langkah berikutnya: Dapat mengusulkan lagi mulai 1 Desember 2027",
        "sha256:",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let Reply {
        status, text: html, ..
    } = get(
        &site,
        &format!("/program/{programme}/pemeriksaan?rule=masa-kerja"),
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    assert!(plain(&html).contains("Contoh Pegawai 2, S.Sos."));
    assert!(!plain(&html).contains("Contoh Pegawai 1, S.Sos."));
}

#[tokio::test]
async fn a_placement_is_computed_looked_at_and_confirmed_and_each_reads_only_her_own() {
    let (app, programme, ids) = world(false).await;
    let officer = site(&app, Actor::system(Origin::System));
    let desk = format!("/program/{programme}/penempatan");
    assert_eq!(get(&officer, &desk).await.status, StatusCode::OK);
    let status = form(&officer, &format!("{desk}/hitung"), &[]).await.status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let run = placements::latest(&app.db, programme)
        .await
        .unwrap()
        .unwrap();
    let html = get(&officer, &desk).await.text;
    let text = plain(&html);
    assert!(
        text.contains("Kuota tempat magang Badan Contoh – Unit Contoh sudah penuh (1 dari 1)."),
        "{text}"
    );
    assert!(
        text.contains("Memenuhi syarat, belum mendapat tempat"),
        "{text}"
    );
    // It is a trial: it says so, and nobody can confirm it.
    assert!(text.contains("Uji coba"), "{text}");
    let path = format!("/penempatan/{}/tetapkan", run.id);
    assert_eq!(
        form(&officer, &path, &[]).await.status,
        StatusCode::CONFLICT
    );
    let run = placements::testing::ranked(&app, programme).await.unwrap();
    let run = placements::run(&app.db, run).await.unwrap();
    let path = format!("/penempatan/{}/problem.json", run.id);
    assert_eq!(get(&officer, &path).await.status, StatusCode::CONFLICT);
    let auditor = Actor {
        user: None,
        name: "auditor".into(),
        person: None,
        grants: vec![RoleGrant {
            role: Role::Auditor,
            scope: Scope::All,
        }],
        origin: Origin::Web,
    };
    let auditor = site(&app, auditor);
    assert_eq!(get(&auditor, &path).await.text, run.problem);
    for id in ids {
        let nomination = nominations::get(&app.db, &Scope::All, id).await.unwrap();
        assert!(!run.problem.contains(&id.to_string()));
        assert!(!run.problem.contains(nomination.snapshot.nip.as_str()));
    }
    let status = form(&officer, &format!("/penempatan/{}/tetapkan", run.id), &[])
        .await
        .status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    placements::testing::calendar(&app, &["2026-12-25", "2027-01-01"]).await;
    let path = format!("/penempatan/{}/umumkan", run.id);
    let status = form(&officer, &path, &[("days", "5")]).await.status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    for id in ids {
        let nomination = nominations::get(&app.db, &Scope::All, id).await.unwrap();
        let person = nomination.person_id.unwrap();
        let actor = Actor {
            user: None,
            name: nomination.snapshot.name.clone(),
            person: Some(person),
            grants: vec![RoleGrant {
                role: Role::Pegawai,
                scope: Scope::Person(person),
            }],
            origin: Origin::Web,
        };
        let own = site(&app, actor);
        let Reply {
            status, text: html, ..
        } = get(&own, &format!("/usulan/{id}/penempatan")).await;
        assert_eq!(status, StatusCode::OK);
        let other = ids.into_iter().find(|other| *other != id).unwrap();
        let stranger = nominations::get(&app.db, &Scope::All, other)
            .await
            .unwrap()
            .snapshot
            .name_plain;
        assert!(!html.contains(&stranger), "another person's name");
        let status = get(&own, &format!("/usulan/{other}/penempatan"))
            .await
            .status;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let status = get(&own, &desk).await.status;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let Reply {
            status, text: html, ..
        } = get(&own, "/cek").await;
        assert_eq!(status, StatusCode::OK);
        assert!(plain(&html).contains("Program berikutnya, menurut versi 2020-1"));
    }
}
