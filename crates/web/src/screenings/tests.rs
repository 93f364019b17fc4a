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

#[tokio::test]
async fn a_dispensation_is_asked_on_the_verdict_page_and_listed_and_the_audit_replays_it() {
    let app = app::testing::app().await;
    let opd = people::testing::opd(&app, "Dinas Contoh").await;
    let text = screened::waivable_policy();
    let programme = screened::programme_by(&app, Giving::Direct, None, &text).await;
    let host = hosts::testing::host(&app, "Badan Contoh").await;
    let slot = hosts::testing::slot(&app, programme, host, "Unit Contoh", 1).await;
    let late = screened::person(&app, opd, 1, "2025-12-01").await;
    let id = papers::verified(&app, programme, late, vec![slot]).await;
    let desk = site(&app, Actor::system(Origin::System));
    let verdict = get(&desk, &format!("/usulan/{id}/pemeriksaan")).await;
    let link = verdict.link("/dispensasi?syarat=masa-kerja");
    assert!(!link.is_empty(), "{}", plain(&verdict.text));
    assert!(get(&desk, &link).await.has("Pejabat Pembina Kepegawaian"));
    let path = format!("/usulan/{id}/dispensasi");
    let empty = form(&desk, &path, &[("rule", "masa-kerja")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = form(&desk, &path, &[("rule", "izin-opd"), ("reason", "x")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.has("tidak memberi wewenang"),
        "{}",
        plain(&refused.text)
    );
    let fields = [("rule", "masa-kerja"), ("reason", "Satu-satunya ahli")];
    let asked = form(&desk, &path, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let one = get(&desk, &asked.to).await;
    assert!(one.has("dari paling banyak 1"), "{}", plain(&one.text));
    assert!(
        get(&desk, "/dispensasi?state=asked")
            .await
            .has("Contoh Pegawai 1")
    );
    let again = get(&desk, &format!("/usulan/{id}/pemeriksaan/hitung-ulang")).await;
    assert!(again.has("keluar sama sampai ke setiap byte"));
    let nomination = get(&desk, &format!("/usulan/{id}")).await;
    assert!(nomination.has("Menunggu keputusan"));
}

#[tokio::test]
async fn a_changed_fact_becomes_an_event_and_the_letters_page_warns() {
    let (app, programme, [one, _]) = world(false).await;
    let desk = site(&app, Actor::system(Origin::System));
    let person = nominations::get(&app.db, &Scope::All, one).await.unwrap();
    let person = person.person_id.unwrap();
    let path = format!("/program/{programme}/periksa-ulang");
    let quiet = form(&desk, &path, &[("gate", "decision")]).await;
    assert_eq!(quiet.to, format!("/program/{programme}"));
    screened::set_record(&app, person, "2025-12-01").await;
    let raised = form(&desk, &path, &[("gate", "decision")]).await;
    let list = get(&desk, &raised.to).await;
    assert!(
        list.has("Memenuhi syarat → Belum memenuhi syarat"),
        "{}",
        plain(&list.text)
    );
    let letters = get(&desk, &format!("/program/{programme}/surat")).await;
    assert!(letters.has("1 perubahan sejak pemeriksaan belum diputuskan"));
    let event = list.link("/periksa-ulang/0");
    let empty = form(&desk, &event, &[("to", "kept")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = form(
        &desk,
        &event,
        &[("to", "kept"), ("note", "Data sedang diperbaiki")],
    )
    .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert!(get(&desk, &event).await.has("Tetap"));
}

#[tokio::test]
async fn an_employee_corrects_from_the_self_check_and_a_stranger_finds_nothing() {
    let (app, _, [one, two]) = world(false).await;
    let mut sites = Vec::new();
    for id in [one, two] {
        let nomination = nominations::get(&app.db, &Scope::All, id).await.unwrap();
        let person = nomination.person_id.unwrap();
        let actor = Actor {
            user: Some(kernel::UserId(app.clock.new_id())),
            name: nomination.snapshot.name.clone(),
            person: Some(person),
            grants: vec![RoleGrant {
                role: Role::Pegawai,
                scope: Scope::Person(person),
            }],
            origin: Origin::Web,
        };
        sites.push(site(&app, actor));
    }
    let check = get(&sites[0], "/cek").await;
    let link = check.link("/koreksi/baru?fakta=tmt_pns");
    assert!(!link.is_empty(), "{}", plain(&check.text));
    let blank = get(&sites[0], &link).await;
    assert!(blank.has("1 Maret 2012") && blank.has("Data ASN (SIASN)"));
    let missing = form(&sites[0], "/koreksi/baru", &[("fact", "tmt_pns")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("fact", "tmt_pns"),
        ("wanted", "2011-03-01"),
        ("reason", "SK berbeda"),
    ];
    let asked = form(&sites[0], "/koreksi/baru", &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert!(get(&sites[0], "/cek").await.has("Menunggu OPD"));
    assert_eq!(
        get(&sites[1], &asked.to).await.status,
        StatusCode::NOT_FOUND
    );
    let desk = site(&app, Actor::system(Origin::System));
    assert!(get(&desk, "/koreksi").await.has("2011-03-01"));
    let note = [("note", "SIASN, tiket 17")];
    let path = format!("{}/teruskan", asked.to);
    assert_eq!(
        form(&desk, &path, &note).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(get(&sites[0], &asked.to).await.has("SIASN, tiket 17"));
}

#[tokio::test]
async fn anybody_checks_the_criteria_without_signing_in_and_nothing_is_stored() {
    let app = app::testing::app().await;
    let guest = site(&app, None);
    let page = get(&guest, "/cek/umum").await;
    assert_eq!(page.status, StatusCode::OK);
    let criteria = page
        .text
        .split("name=\"kriteria\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .to_owned();
    let lines = |app: App| async move { app::audit::head(&app.db).await.unwrap().0 };
    let before = lines(app.clone()).await;
    let fields = [
        ("kriteria", criteria.as_str()),
        ("jenis", "PNS"),
        ("tmt_pns", "2026-03-01"),
    ];
    let answer = form(&guest, "/cek/umum", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", plain(&answer.text));
    assert!(
        answer.has("Belum memenuhi syarat"),
        "{}",
        plain(&answer.text)
    );
    assert!(
        answer.has("1 Maret 2028"),
        "from which day the service is long enough"
    );
    assert_eq!(lines(app.clone()).await, before);
    let wrong = [("kriteria", criteria.as_str()), ("tmt_pns", "kemarin")];
    let wrong = form(&guest, "/cek/umum", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
