//! The staff register from outside: imports, what they change and whom they lose, papers and the two-person rule, scope.

use kernel::{Actor, Kind, OrgId, Origin, Role, RoleGrant, Scope, UserId};
use serde_json::json;
use staff_file::history::HistoryKind;

use super::*;
use crate::App;
use crate::testing::{app, each_engine};

const HEADER: &str = "PNS ID;NIP BARU;NAMA;TANGGAL LAHIR;JENIS KELAMIN;STATUS CPNS PNS;TMT CPNS;TMT PNS;\
     GOL AKHIR NAMA;KEDUDUKAN HUKUM ID;JENIS JABATAN ID;JABATAN NAMA;UNOR ID;UNOR NAMA";

fn row(id: u32, name: &str, rank: &str, opd: &str) -> String {
    format!(
        "{id:032X};198508172010032{id:03};{name};17-08-1985;F;P;01-03-2010;01-03-2011;{rank};01;4;\
         Analis Contoh;U{id};Seksi Contoh - {opd}"
    )
}

fn file(rows: &[String]) -> Vec<u8> {
    format!("{HEADER}\n{}\n", rows.join("\n")).into_bytes()
}

fn officer() -> Actor {
    Actor::system(Origin::Command)
}

fn as_user(n: u128, role: Role, scope: Scope) -> Actor {
    let mut actor = officer();
    actor.user = Some(UserId(uuid::Uuid::from_u128(n)));
    actor.grants = vec![RoleGrant { role, scope }];
    actor
}

async fn import(app: &App, rows: &[String]) -> ImportReport {
    let checked = check(app, &officer(), "staf.csv", file(rows), false)
        .await
        .unwrap();
    let applied = apply(app, &officer(), checked.id, Mode::GoodRows)
        .await
        .unwrap();
    assert_eq!(checked.report, applied);
    applied
}

fn counts(report: &ImportReport) -> (usize, usize, usize, usize) {
    (
        report.new,
        report.changed,
        report.unchanged,
        report.vanished,
    )
}

async fn ids(app: &App) -> Vec<PersonBrief> {
    list(&app.db, &Scope::All, Default::default())
        .await
        .unwrap()
        .rows
}

#[tokio::test]
async fn importing_the_same_file_twice_changes_nothing() {
    each_engine(async |app| {
        let rows: Vec<String> = (1..=900)
            .map(|n| row(n, &format!("Orang {n:03}"), "III/b", "Dinas Kesehatan"))
            .collect();
        assert_eq!(counts(&import(&app, &rows).await), (900, 0, 0, 0));
        assert_eq!(counts(&import(&app, &rows).await), (0, 0, 900, 0));
        let people = list(&app.db, &Scope::All, Default::default())
            .await
            .unwrap();
        assert_eq!(people.total, 900);
        assert_eq!(people.rows[0].opd_name.as_deref(), Some("Dinas Kesehatan"));
        assert_eq!(people.rows[0].org_name.as_deref(), Some("Seksi Contoh"));
    })
    .await;
}

#[tokio::test]
async fn a_change_is_shown_field_by_field_and_a_vanished_person_is_kept() {
    each_engine(async |app| {
        let mut rows = vec![
            row(1, "Satu", "III/b", "Dinas Kesehatan"),
            row(2, "Dua", "III/b", "Dinas Kesehatan"),
        ];
        import(&app, &rows).await;
        rows[0] = row(1, "Satu", "III/c", "Dinas Kesehatan");
        rows.remove(1);
        let checked = check(&app, &officer(), "staf.csv", file(&rows), false)
            .await
            .unwrap();
        assert_eq!(counts(&checked.report), (0, 1, 0, 1));
        let change = &checked.changes[0];
        assert_eq!(
            (
                change.field.as_str(),
                change.before.as_deref(),
                change.after.as_deref()
            ),
            ("gol_akhir_nama", Some("III/b"), Some("III/c"))
        );
        apply(&app, &officer(), checked.id, Mode::AllOrNothing)
            .await
            .unwrap();
        assert_eq!(ids(&app).await.len(), 2);
        let again = apply(&app, &officer(), checked.id, Mode::AllOrNothing)
            .await
            .unwrap_err();
        assert_eq!(again.text().key, "people-import-applied");
        // Who is in the next file again is back.
        rows.push(row(2, "Dua", "III/b", "Dinas Kesehatan"));
        assert_eq!(counts(&import(&app, &rows).await), (0, 1, 1, 0));
    })
    .await;
}

#[tokio::test]
async fn bad_rows_stop_everything_or_only_themselves_as_the_officer_chooses() {
    let app = app().await;
    let bad = row(2, "Dua", "III/b", "Dinas Kesehatan").replace("17-08-1985", "31-02-1985");
    let rows = [row(1, "Satu", "III/b", "Dinas Kesehatan"), bad];
    let checked = check(&app, &officer(), "staf.csv", file(&rows), false)
        .await
        .unwrap();
    let rejected = &checked.report.rejected[0];
    assert_eq!(
        (
            rejected.row,
            rejected.column.as_str(),
            rejected.value.as_str()
        ),
        (3, "TANGGAL LAHIR", "31-02-1985")
    );
    let refused = apply(&app, &officer(), checked.id, Mode::AllOrNothing)
        .await
        .unwrap_err();
    assert_eq!(refused.text().key, "people-import-rejected");
    assert!(ids(&app).await.is_empty());
    apply(&app, &officer(), checked.id, Mode::GoodRows)
        .await
        .unwrap();
    assert_eq!(ids(&app).await.len(), 1);
}

#[tokio::test]
async fn nobody_vanishes_by_a_rejected_row_or_a_partial_file() {
    let app = app().await;
    let rows = [
        row(1, "Satu", "III/b", "Dinas Kesehatan"),
        row(2, "Dua", "III/b", "Dinas Kesehatan"),
    ];
    import(&app, &rows).await;
    let bad = rows[1].replace("17-08-1985", "kemarin");
    let checked = check(
        &app,
        &officer(),
        "a.csv",
        file(&[rows[0].clone(), bad]),
        false,
    )
    .await;
    assert_eq!(checked.unwrap().report.vanished, 0);
    let part = check(&app, &officer(), "b.csv", file(&rows[..1]), true)
        .await
        .unwrap();
    assert_eq!(part.report.vanished, 0);
}

#[tokio::test]
async fn facts_carry_their_source_and_what_nobody_told_is_missing() {
    each_engine(async |app| {
        import(&app, &[row(1, "Satu", "III/b", "Dinas Kesehatan")]).await;
        let person = ids(&app).await[0].id;
        let today = app.clock.today();
        let facts = policy_facts(&app.db, &Scope::All, person, today)
            .await
            .unwrap();
        assert_eq!(
            facts.get("tmt_pns").unwrap().value.to_json(),
            json!("2011-03-01")
        );
        assert_eq!(
            facts.get("tmt_pns").unwrap().source.as_deref(),
            Some("Data ASN (SIASN)")
        );
        assert!(facts.get("skp").is_none());
        let skp = b"# mencakup: semua\nNIP;TAHUN;HASIL KERJA;PERILAKU KERJA;PREDIKAT\n".to_vec();
        let skp = [skp, b"198508172010032001;2025;;;Baik\n".to_vec()].concat();
        let actor = officer();
        let report = import_history(
            &app,
            &actor,
            HistoryKind::Skp,
            "skp.csv",
            skp,
            Mode::GoodRows,
        )
        .await
        .unwrap();
        assert_eq!((report.rows, report.people, report.strangers), (1, 1, 0));
        let facts = policy_facts(&app.db, &Scope::All, person, today)
            .await
            .unwrap();
        let skp = facts.get("skp").unwrap();
        assert_eq!(
            facts.to_json()["skp"]["value"][0]["predikat"],
            json!("Baik")
        );
        assert_eq!(skp.source.as_deref(), Some("Riwayat SKP"));
    })
    .await;
}

fn statement(people: &[&str]) -> EnterPaper {
    EnterPaper {
        kind: PaperKind::Discipline,
        number: "800/12/2026".into(),
        date: "2026-11-02".parse().unwrap(),
        signer: "Kepala Contoh".into(),
        signer_office: "Kepala Dinas Kesehatan".into(),
        valid_to: Some("2026-12-31".parse().unwrap()),
        scan: Some(b"%PDF-1.7 contoh".to_vec()),
        people: people.iter().map(|nip| nip.parse().unwrap()).collect(),
        skp: Vec::new(),
    }
}

#[tokio::test]
async fn a_paper_counts_once_somebody_else_has_verified_it_and_while_it_is_valid() {
    each_engine(async |app| {
        import(&app, &[row(1, "Satu", "III/b", "Dinas Kesehatan")]).await;
        let person = ids(&app).await[0].id;
        let enter = as_user(1, Role::Verifikator, Scope::All);
        let other = as_user(2, Role::Verifikator, Scope::All);
        let nip = "198508172010032001";
        let paper = enter_paper(&app, &enter, statement(&[nip])).await.unwrap();
        let fact = async |at: &str| {
            let at = at.parse().unwrap();
            let facts = policy_facts(&app.db, &Scope::All, person, at)
                .await
                .unwrap();
            facts
                .get("sedang_diperiksa")
                .map(|fact| fact.value.to_json())
        };
        assert_eq!(fact("2026-11-24").await, None);
        let own = verify_paper(&app, &enter, paper).await.unwrap_err();
        assert_eq!(own.text().key, "people-paper-own");
        verify_paper(&app, &other, paper).await.unwrap();
        assert_eq!(fact("2026-11-24").await, Some(json!(false)));
        assert_eq!(fact("2027-01-01").await, None);
        withdraw_paper(&app, &other, paper, "Salah orang")
            .await
            .unwrap();
        assert_eq!(fact("2026-11-24").await, None);
    })
    .await;
}

#[tokio::test]
async fn a_paper_needs_people_in_scope_and_a_real_scan() {
    let app = app().await;
    import(&app, &[row(1, "Satu", "III/b", "Dinas Kesehatan")]).await;
    let actor = as_user(1, Role::Verifikator, Scope::All);
    let error = enter_paper(&app, &actor, statement(&["198508172010032009"]))
        .await
        .unwrap_err();
    assert_eq!(error.fields()[0].text.key, "people-paper-stranger");
    let mut wrong = statement(&["198508172010032001"]);
    wrong.scan = Some(b"MZ not a scan".to_vec());
    let error = enter_paper(&app, &actor, wrong).await.unwrap_err();
    assert_eq!(error.fields()[0].field, "scan");
}

#[tokio::test]
async fn an_officer_of_one_opd_never_sees_people_of_another() {
    each_engine(async |app| {
        let rows = [
            row(1, "Satu", "III/b", "Dinas Kesehatan"),
            row(2, "Dua", "III/b", "Dinas Perhubungan"),
        ];
        import(&app, &rows).await;
        let people = ids(&app).await;
        let mine = people.iter().find(|person| person.name == "Satu").unwrap();
        let other = people.iter().find(|person| person.name == "Dua").unwrap();
        let opd: OrgId = mine.opd_id.unwrap();
        let scope = Scope::Org(opd);
        let seen = list(&app.db, &scope, Default::default()).await.unwrap();
        assert_eq!(seen.total, 1);
        assert!(brief(&app.db, &scope, other.id).await.is_err());
        assert!(record(&app.db, &scope, other.id).await.is_err());
        assert!(
            brief_by_nip(&app.db, &scope, &other.nip)
                .await
                .unwrap()
                .is_none()
        );
        let today = app.clock.today();
        assert!(
            policy_facts(&app.db, &scope, other.id, today)
                .await
                .is_err()
        );
        let actor = as_user(1, Role::Opd, scope);
        let nip = other.nip.as_str().to_owned();
        assert!(enter_paper(&app, &actor, statement(&[&nip])).await.is_err());
        let refused = check(&app, &actor, "a.csv", file(&rows), false)
            .await
            .unwrap_err();
        assert_eq!(refused.kind(), Kind::Forbidden);
    })
    .await;
}

mod findings;
mod numbers;
mod retirement;
mod told;
