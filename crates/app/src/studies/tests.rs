//! Tests of the study paths.

use kernel::{Actor, CivilDate, Nip, OrgId, Origin, Period, Scope, StudyId, UserId};

use super::*;
use crate::App;
use crate::db::list::ListRequest;
use crate::letters::{self as desk, IssueOrder, LetterKind, NumberChoice};
use crate::people::testing::{opd, person, set_cells};
use crate::screenings::Status;
use crate::testing::each_engine;

fn actor(n: u128) -> Actor {
    let mut actor = Actor::system(Origin::Web);
    actor.user = Some(UserId(uuid::Uuid::from_u128(n)));
    actor
}

fn date(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(date(from), date(to)).unwrap()
}

fn nip(n: u32) -> Nip {
    format!("198508172010032{n:03}").parse().unwrap()
}

fn plan(pathway: Pathway) -> Plan {
    let own = pathway != Pathway::Assignment;
    Plan {
        pathway,
        university: "Universitas Contoh".into(),
        programme: "Administrasi Publik".into(),
        level: Level::S2,
        funding: if own { Funding::Own } else { Funding::Region },
        sponsor: None,
        released: !own,
        period: period("2027-02-01", "2029-01-31"),
        normative_months: 24,
        plan_item: "Butir 1".into(),
        field_fits: true,
        outside_hours: own,
        applied: date("2026-11-20"),
    }
}

async fn with_papers(app: &App, id: StudyId) {
    let study = get(&app.db, &Scope::All, id).await.unwrap();
    for (kind, _) in study.checklist() {
        attach(app, &actor(1), id, kind, "berkas.pdf", b"%PDF-1.7".to_vec())
            .await
            .unwrap();
        check_paper(app, &actor(2), id, kind, true, None)
            .await
            .unwrap();
    }
}

async fn decided(app: &App, n: u32, plan: Plan) -> StudyId {
    let id = propose(app, &actor(1), &nip(n), plan, None).await.unwrap();
    with_papers(app, id).await;
    decide(app, &actor(2), id).await.unwrap();
    id
}

async fn status(app: &App, id: StudyId, rule: &str) -> Status {
    let latest = screenings(&app.db, id).await.unwrap().remove(0);
    let found = latest.explanation.rules.iter().find(|one| one.id == rule);
    found.unwrap().status
}

#[test]
fn the_reference_data_speak_of_every_path() {
    assert!(data().report.semester_months > 0);
    for pathway in Pathway::ALL {
        assert!(!path(*pathway).papers.is_empty(), "{pathway}");
    }
}

#[test]
fn reports_follow_the_semesters_and_end_with_the_study() {
    let reports = model::reports_of(period("2027-02-01", "2028-04-30"));
    let days: Vec<(String, String)> = reports
        .iter()
        .map(|one| (one.last_day.to_string(), one.due.to_string()))
        .collect();
    let expected = [
        ("2027-07-31", "2027-08-30"),
        ("2028-01-31", "2028-03-01"),
        ("2028-04-30", "2028-05-30"),
    ];
    assert_eq!(days, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(reports[0].state(date("2027-08-30")), ReportState::Waiting);
    assert_eq!(reports[0].state(date("2027-08-31")), ReportState::Late);
}

#[tokio::test]
async fn a_study_goes_from_proposal_to_report_by_two_pairs_of_eyes() {
    each_engine(async |app| {
        let unit = opd(&app, "Dinas Contoh").await;
        let who = person(&app, unit, 1).await;
        let (one, two) = (actor(1), actor(2));
        let wrong = Plan {
            funding: Funding::Own,
            ..plan(Pathway::Assignment)
        };
        let error = propose(&app, &one, &nip(1), wrong, None).await.unwrap_err();
        assert_eq!(error.fields()[0].field, "funding");
        let nonce = Some("n".repeat(43));
        let chosen = plan(Pathway::OwnCost);
        let id = propose(&app, &one, &nip(1), chosen.clone(), nonce.clone())
            .await
            .unwrap();
        let again = propose(&app, &one, &nip(1), chosen.clone(), nonce)
            .await
            .unwrap();
        assert_eq!(id, again);
        let refused = |error: kernel::Error| error.text().key.clone();
        assert_eq!(
            refused(decide(&app, &one, id).await.unwrap_err()),
            "studies-decide-own"
        );
        assert_eq!(
            refused(decide(&app, &two, id).await.unwrap_err()),
            "studies-papers-missing"
        );
        let skp = PaperKind::Skp;
        attach(&app, &one, id, skp, "skp.pdf", b"%PDF-1.7".to_vec())
            .await
            .unwrap();
        let own = check_paper(&app, &one, id, skp, true, None)
            .await
            .unwrap_err();
        assert_eq!(refused(own), "studies-paper-own");
        check_paper(&app, &two, id, skp, false, Some("kabur".into()))
            .await
            .unwrap();
        with_papers(&app, id).await;
        decide(&app, &two, id).await.unwrap();
        assert_eq!(
            refused(decide(&app, &two, id).await.unwrap_err()),
            "studies-not-now"
        );
        let study = get(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!((study.state, study.reports.len()), (State::Decided, 4));
        report(&app, &one, id, 1, "Dekan Contoh", b"%PDF-1.7".to_vec())
            .await
            .unwrap();
        let twice = report(&app, &one, id, 1, "Dekan Contoh", b"%PDF-1.7".to_vec()).await;
        assert_eq!(refused(twice.unwrap_err()), "studies-report-there");
        // The same person cannot study twice at a time, and other units see nothing of it.
        let second = propose(&app, &one, &nip(1), chosen, None)
            .await
            .unwrap_err();
        assert_eq!(second.fields()[0].text.key, "studies-overlap");
        let other = Scope::Org(OrgId(uuid::Uuid::nil()));
        assert!(get(&app.db, &other, id).await.is_err());
        let rows = list(
            &app,
            &two,
            ListRequest {
                search: "universitas".into(),
                ..Default::default()
            },
        )
        .await
        .unwrap();
        assert_eq!((rows.total, rows.rows[0].state), (1, LineState::Running));
        let soon = ListRequest {
            filters: vec![("months".into(), "12".into())],
            ..Default::default()
        };
        assert_eq!(list(&app, &two, soon).await.unwrap().total, 0);
        let found = overlaps(&app.db, who, period("2029-01-31", "2029-03-01"))
            .await
            .unwrap();
        assert_eq!(found[0].study, Some(id));
        assert!(
            overlaps(&app.db, who, period("2029-02-01", "2029-03-01"))
                .await
                .unwrap()
                .is_empty()
        );
        // Every screening sees the study among the facts of the person, though no file covers her.
        let facts = crate::people::policy_facts(&app.db, &Scope::All, who, date("2026-11-24"))
            .await
            .unwrap();
        let tubel = facts.get("tubel").unwrap();
        assert_eq!(tubel.source.as_deref(), Some("Register studi Titian"));
    })
    .await;
}

#[tokio::test]
async fn late_reports_wait_for_somebody() {
    let (app, clock) = crate::testing::app_with_clock().await;
    let unit = opd(&app, "Dinas Contoh").await;
    person(&app, unit, 1).await;
    let id = decided(&app, 1, plan(Pathway::OwnCost)).await;
    assert!(
        todo(&app.db, &actor(3), app.clock.today())
            .await
            .unwrap()
            .is_empty()
    );
    clock.set(app.clock.now().plus_seconds(300 * 24 * 60 * 60));
    let todos = todo(&app.db, &actor(3), app.clock.today()).await.unwrap();
    assert_eq!(
        (todos.len(), todos[0].path.clone()),
        (1, format!("/studi/{id}"))
    );
}

/// B12 of the rule sheet.
#[tokio::test]
async fn more_than_six_months_off_duty_flags_the_post() {
    let app = crate::testing::app().await;
    let unit = opd(&app, "Dinas Contoh").await;
    for (n, end, released, expected) in [
        (1, "2027-08-31", true, Status::NotMet),
        (2, "2027-07-31", true, Status::Met),
        (3, "2027-08-31", false, Status::Met),
    ] {
        person(&app, unit, n).await;
        let plan = Plan {
            released,
            period: period("2027-02-01", end),
            ..plan(Pathway::Assignment)
        };
        let id = propose(&app, &actor(1), &nip(n), plan, None).await.unwrap();
        assert_eq!(
            status(&app, id, "pemberhentian-jabatan").await,
            expected,
            "{end}"
        );
    }
}

/// B13 of the rule sheet: fifteen working days from a Friday, with the holidays of the calendar.
#[tokio::test]
async fn reporting_back_counts_working_days() {
    for (on, expected) in [("2025-09-08", Status::Met), ("2025-09-09", Status::NotMet)] {
        let app = crate::testing::app().await;
        let unit = opd(&app, "Dinas Contoh").await;
        person(&app, unit, 1).await;
        let plan = Plan {
            period: period("2023-08-16", "2025-08-15"),
            applied: date("2023-06-01"),
            ..plan(Pathway::Assignment)
        };
        let id = decided(&app, 1, plan).await;
        let days = crate::holidays::read_days("2025-08-17; Libur contoh\n2025-09-05; Libur contoh")
            .unwrap();
        let year = crate::holidays::Year {
            year: 2025,
            source: "Contoh".into(),
            days,
            confidence: crate::holidays::Confidence::ALL[0],
            entered_at: None,
        };
        crate::holidays::set_year(&app, &actor(1), year)
            .await
            .unwrap();
        report_back(&app, &actor(2), id, date(on)).await.unwrap();
        assert_eq!(status(&app, id, "lapor-kembali").await, expected, "{on}");
        let study = get(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(study.state, State::Finished);
    }
}

/// B14 of the rule sheet: five years to the retirement age, a master of two years.
#[tokio::test]
async fn remaining_service_is_counted_by_release_from_duty() {
    let app = crate::testing::app().await;
    let unit = opd(&app, "Dinas Contoh").await;
    let post = ("jabatan_nama", "Analis Contoh Ahli Muda");
    for (n, born, kind, released, expected) in [
        (1, "1974-02-01", "2", true, Status::NotMet),
        (2, "1974-02-01", "2", false, Status::Met),
        (3, "1975-02-01", "2", true, Status::Met),
        (4, "1975-01-31", "2", true, Status::NotMet),
        // The register does not tell the retirement age of every post.
        (5, "1974-02-01", "4", true, Status::Unknown),
    ] {
        let who = person(&app, unit, n).await;
        let cells = [("tanggal_lahir", born), ("jenis_jabatan_id", kind), post];
        set_cells(&app, who, &cells).await;
        let plan = Plan {
            released,
            ..plan(Pathway::Assignment)
        };
        let id = propose(&app, &actor(1), &nip(n), plan, None).await.unwrap();
        let found = status(&app, id, "sisa-masa-kerja").await;
        assert_eq!(found, expected, "{n}");
    }
}

/// A study decided here stands in the way of an internship at the same time, with the register as its source.
#[tokio::test]
async fn the_verdict_on_an_internship_sees_a_study() {
    each_engine(async |app| {
        use crate::programmes::Giving;
        use crate::{hosts, nominations, programmes, screenings};
        let unit = opd(&app, "Dinas Contoh").await;
        let programme = programmes::testing::programme(&app, Giving::Direct).await;
        let host = hosts::testing::host(&app, "Badan Contoh").await;
        let slot = hosts::testing::slot(&app, programme, host, "Unit Contoh", 5).await;
        let system = Actor::system(Origin::System);
        for (n, study, expected) in [
            (1, Some(("2025-06-01", "2027-03-01")), Status::NotMet),
            // It is over the day before; whether there was another nobody knows.
            (2, Some(("2025-06-01", "2027-02-28")), Status::Unknown),
            (3, None, Status::Unknown),
        ] {
            let who = person(&app, unit, n).await;
            if let Some((from, to)) = study {
                let plan = Plan {
                    period: period(from, to),
                    applied: date("2025-03-01"),
                    ..plan(Pathway::OwnCost)
                };
                decided(&app, n, plan).await;
            }
            let form = nominations::testing::form(&app, programme, who, vec![slot]).await;
            let sent = nominations::nominate(&app, &system, programme, form, true, None)
                .await
                .unwrap();
            let seen = screenings::current(&app.db, &Scope::All, sent)
                .await
                .unwrap();
            let rule = seen.explanation.rule("tugas-belajar").unwrap();
            assert_eq!(rule.status, expected, "{n}");
            let source = study.map(|_| "Register studi Titian");
            assert_eq!(seen.facts["tubel"]["source"].as_str(), source, "{n}");
        }
    })
    .await;
}

/// The circular of the day of the application decides.
#[tokio::test]
async fn an_old_application_is_judged_by_the_old_circular() {
    let app = crate::testing::app().await;
    let unit = opd(&app, "Dinas Contoh").await;
    for (n, day, expected) in [
        (1, "2021-12-30", Status::NotMet),
        (2, "2021-12-31", Status::NotApplicable),
    ] {
        person(&app, unit, n).await;
        let plan = Plan {
            applied: date(day),
            released: false,
            period: period("2022-02-01", "2024-01-31"),
            ..plan(Pathway::Assignment)
        };
        let id = propose(&app, &actor(1), &nip(n), plan, None).await.unwrap();
        assert_eq!(status(&app, id, "kategori-2013").await, expected, "{day}");
    }
}

#[tokio::test]
async fn the_three_letters_come_in_their_order() {
    desk::testing::each(async |app| {
        let unit = opd(&app, "Dinas Perhubungan Contoh").await;
        person(&app, unit, 1).await;
        let boss = desk::testing::officer();
        for (office, name) in [
            (
                format!("kepala-opd:{unit}"),
                "Kepala Dinas Perhubungan Contoh",
            ),
            (
                "kabid-pengembangan".to_owned(),
                "Kepala Bidang Pengembangan ASN",
            ),
        ] {
            let mut new = desk::testing::official(&office, "Tirta Contoh, S.E.", "Tirta Contoh");
            new.office_name = name.into();
            desk::add_official(&app, &boss, new).await.unwrap();
        }
        let id = propose(&app, &actor(1), &nip(1), plan(Pathway::Permission), None)
            .await
            .unwrap();
        with_papers(&app, id).await;
        let order = |number| IssueOrder {
            date: date("2026-11-24"),
            number,
            office: None,
            version: None,
        };
        let early = draft_letter(&app, &boss, id, LetterKind::StudyRecommendation)
            .await
            .unwrap_err();
        assert_eq!(early.text().key, "letters-needs-earlier");
        let other = draft_letter(&app, &boss, id, LetterKind::StudyDecision)
            .await
            .unwrap_err();
        assert_eq!(other.text().key, "studies-letter-other-path");
        let permit = draft_letter(&app, &boss, id, LetterKind::StudyPermit)
            .await
            .unwrap();
        let twice = draft_letter(&app, &boss, id, LetterKind::StudyPermit)
            .await
            .unwrap_err();
        assert_eq!(twice.text().key, "letters-study-there");
        let outside = NumberChoice::Outside("T-800.1.4.1/7/SIMP/DPC/2026".into());
        desk::issue(&app, &boss, permit, &order(outside))
            .await
            .unwrap();
        assert_eq!(status_after(&app, id).await, Some(true));
        let advice = draft_letter(&app, &boss, id, LetterKind::StudyRecommendation)
            .await
            .unwrap();
        // The permit falls: what rests on it is not issued.
        let wrong = IssueOrder {
            office: Some("kepala-bkd".into()),
            ..order(NumberChoice::Automatic)
        };
        let signer = desk::issue(&app, &boss, advice, &wrong).await.unwrap_err();
        assert_eq!(signer.text().key, "letters-signer-fixed");
        let done = desk::issue(&app, &boss, advice, &order(NumberChoice::Automatic))
            .await
            .unwrap();
        assert_eq!(done.number, "T-800.1.4.1/1/SRMP/BKD/2026");
        let shown = desk::letter(&app, &boss, advice).await.unwrap();
        assert!(
            shown
                .signer
                .unwrap()
                .office
                .starts_with("a.n. Kepala Badan")
        );
        let undecided = draft_letter(&app, &boss, id, LetterKind::StudyLicence)
            .await
            .unwrap_err();
        assert_eq!(undecided.text().key, "studies-letter-undecided");
        decide(&app, &actor(2), id).await.unwrap();
        let licence = draft_letter(&app, &boss, id, LetterKind::StudyLicence)
            .await
            .unwrap();
        desk::revoke(&app, &boss, advice, "keliru").await.unwrap();
        let without = desk::issue(&app, &boss, licence, &order(NumberChoice::Automatic))
            .await
            .unwrap_err();
        assert_eq!(without.text().key, "letters-needs-earlier");
        let advice = draft_letter(&app, &boss, id, LetterKind::StudyRecommendation)
            .await
            .unwrap();
        desk::issue(&app, &boss, advice, &order(NumberChoice::Automatic))
            .await
            .unwrap();
        let done = desk::issue(&app, &boss, licence, &order(NumberChoice::Automatic))
            .await
            .unwrap();
        assert_eq!(done.number, "T-800.1.4.1/1/SIB/BKD/2026");
        let text = desk::letter(&app, &boss, licence)
            .await
            .unwrap()
            .content
            .unwrap()
            .to_string();
        for said in [
            "di luar jam kerja",
            "penyesuaian pangkat",
            "batal apabila",
            "T-800.1.4.1/2/SRMP/BKD/2026",
            "Rektor Universitas Contoh",
        ] {
            assert!(text.contains(said), "{said}");
        }
        let rows = list(&app, &boss, ListRequest::default()).await.unwrap();
        assert_eq!(
            rows.rows[0].number.as_deref(),
            Some("T-800.1.4.1/1/SIB/BKD/2026")
        );
    })
    .await;
}

/// Whether the permission of the head is a fact of the case now.
async fn status_after(app: &App, id: StudyId) -> Option<bool> {
    let study = get(&app.db, &Scope::All, id).await.unwrap();
    let judged = screening::judge(&app.db, &study, study.plan.applied, app.clock.now())
        .await
        .unwrap();
    let rule = judged
        .explanation
        .rules
        .into_iter()
        .find(|rule| rule.id == "izin-opd")?;
    Some(rule.status == Status::Met)
}

#[tokio::test]
async fn the_decision_on_a_study_is_signed_by_the_head_of_the_region() {
    desk::testing::each(async |app| {
        let unit = opd(&app, "Dinas Perhubungan Contoh").await;
        person(&app, unit, 1).await;
        let id = decided(&app, 1, plan(Pathway::Assignment)).await;
        let boss = desk::testing::officer();
        let letter = draft_letter(&app, &boss, id, LetterKind::StudyDecision)
            .await
            .unwrap();
        let order = IssueOrder {
            date: date("2026-11-24"),
            number: NumberChoice::Outside("800.1.4.1/9/SETDA/2026".into()),
            office: None,
            version: None,
        };
        desk::issue(&app, &boss, letter, &order).await.unwrap();
        let content = desk::letter(&app, &boss, letter)
            .await
            .unwrap()
            .content
            .unwrap();
        assert_eq!(content["kind"], "keputusan");
        assert!(
            content["diktum"][0]["text"]
                .as_str()
                .unwrap()
                .contains("jenjang S-2")
        );
        assert!(
            letters_offered(&app.db, &get(&app.db, &Scope::All, id).await.unwrap())
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}
