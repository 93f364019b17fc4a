//! The pages of the staff register from outside: imports, findings, papers, and what an officer of one OPD never sees.

use std::sync::{Arc, Mutex};

use app::App;
use app::people::{self, EnterPaper, PaperKind, PersonBrief};
use app::ports::{Sheet, WriteSheets};
use axum::Router;
use axum::http::StatusCode;
use kernel::{Actor, Nip, OrgId, Origin, Role, RoleGrant, Scope, UserId};

use crate::testing::{Reply, form, get, site, upload};

const HEADER: &str = "PNS ID;NIP BARU;NAMA;TANGGAL LAHIR;JENIS KELAMIN;STATUS CPNS PNS;TMT CPNS;TMT PNS;\
     GOL AKHIR NAMA;KEDUDUKAN HUKUM ID;JENIS JABATAN ID;JABATAN NAMA;UNOR ID;UNOR NAMA";

/// Rows that count how many were written.
#[derive(Default)]
struct Counting(Mutex<usize>);

impl WriteSheets for Counting {
    fn xlsx(&self, sheets: &[Sheet]) -> kernel::Result<Vec<u8>> {
        *self.0.lock().unwrap() = sheets.iter().map(|sheet| sheet.rows.len()).sum();
        Ok(b"PK".to_vec())
    }
}

fn row(id: u32, opd: &str, pns: &str) -> String {
    format!(
        "{id:032X};198508172010032{id:03};Contoh {id};17-08-1985;F;P;01-03-2010;{pns};III/b;01;4;\
         Analis Contoh;U{id};Seksi Contoh - {opd}"
    )
}

fn file(rows: &[String]) -> Vec<u8> {
    format!("{HEADER}\n{}\n", rows.join("\n")).into_bytes()
}

fn actor(n: u128, role: Role, scope: Scope) -> Actor {
    let mut actor = Actor::system(Origin::Command);
    actor.user = Some(UserId(uuid_of(n)));
    actor.grants = vec![RoleGrant { role, scope }];
    actor
}

fn uuid_of<T: std::str::FromStr>(n: u128) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("00000000-0000-0000-0000-{n:012}").parse().unwrap()
}

/// An installation with people of two OPDs, the second of each appointed before she was a candidate.
async fn office(people_an_opd: u32) -> (App, Arc<Counting>) {
    let mut ports = app::testing::absent_ports();
    let counting = Arc::new(Counting::default());
    ports.sheets = counting.clone();
    let (app, _) = app::testing::build(None, ports).await;
    let mut rows = Vec::new();
    for n in 1..=people_an_opd {
        let pns = if n == 2 { "01-02-2009" } else { "01-03-2011" };
        rows.push(row(n, "Dinas Kesehatan", pns));
        rows.push(row(500 + n, "Dinas Perhubungan", pns));
    }
    let system = Actor::system(Origin::Command);
    let checked = people::check(&app, &system, "staf.csv", file(&rows), false)
        .await
        .unwrap();
    people::apply(&app, &system, checked.id, people::Mode::AllOrNothing)
        .await
        .unwrap();
    (app, counting)
}

async fn everybody(app: &App) -> Vec<PersonBrief> {
    let request = app::db::list::ListRequest {
        per_page: 500,
        ..Default::default()
    };
    people::list(&app.db, &Scope::All, request)
        .await
        .unwrap()
        .rows
}

fn of(people: &[PersonBrief], opd: &str) -> PersonBrief {
    people
        .iter()
        .find(|person| person.opd_name.as_deref() == Some(opd))
        .unwrap()
        .clone()
}

async fn import(site: &Router, rows: &[String]) -> Reply {
    upload(site, "/pegawai/impor", "staf.csv", "text/csv", &file(rows)).await
}

#[tokio::test]
async fn a_dry_run_shows_rejected_rows_and_they_can_be_downloaded() {
    let (app, _) = office(2).await;
    let agency = site(&app, actor(1, Role::Pengelola, Scope::All));
    let rows = [
        row(1, "Dinas Kesehatan", "01-03-2011"),
        row(3, "Dinas Kesehatan", "31-02-2011"),
    ];
    let checked = import(&agency, &rows).await;
    assert_eq!(checked.status, StatusCode::OK);
    let cells = checked.texts("tbody td");
    assert!(cells.contains(&"TMT PNS".to_owned()), "{cells:?}");
    assert!(cells.contains(&"31-02-2011".to_owned()));
    assert_eq!(everybody(&app).await.len(), 4, "nothing is stored yet");
    let link = checked.link("/ditolak");
    let rejected = get(&agency, &link).await;
    assert_eq!(rejected.status, StatusCode::OK);
    assert!(rejected.text.contains("ALASAN PENOLAKAN"));
    assert!(rejected.text.contains("31-02-2011") && !rejected.text.contains("Contoh 1;"));
    // Nobody without the right looks, imports or downloads.
    let opd = of(&everybody(&app).await, "Dinas Kesehatan")
        .opd_id
        .unwrap();
    let unit = site(&app, actor(2, Role::Opd, Scope::Org(opd)));
    for path in ["/pegawai/impor", link.as_str()] {
        assert_eq!(
            get(&unit, path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    assert_eq!(import(&unit, &rows).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_that_is_no_table_is_refused_on_the_same_page() {
    let (app, _) = office(1).await;
    let agency = site(&app, actor(1, Role::Pengelola, Scope::All));
    let reply = upload(&agency, "/pegawai/impor", "a.csv", "text/csv", b"halo").await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.text.contains("Berkas tidak dapat dibaca"));
}

#[tokio::test]
async fn an_opd_sees_its_own_people_and_findings_and_nobody_elses() {
    let (app, _) = office(2).await;
    let people = everybody(&app).await;
    let mine = of(&people, "Dinas Kesehatan");
    let other = of(&people, "Dinas Perhubungan");
    let opd: OrgId = mine.opd_id.unwrap();
    let unit = site(&app, actor(2, Role::Opd, Scope::Org(opd)));
    assert_eq!(
        get(&unit, &format!("/pegawai/{}", mine.id)).await.status,
        StatusCode::OK
    );
    assert_eq!(
        get(&unit, &format!("/pegawai/{}", other.id)).await.status,
        StatusCode::NOT_FOUND
    );
    let list = get(&unit, "/pegawai").await;
    assert_eq!(list.texts("#daftar tbody tr").len(), 2);
    assert!(!list.text.contains("Perhubungan"));
    let found = get(&unit, "/pegawai/temuan?code=ACC_1").await;
    assert_eq!(found.texts("#daftar tbody tr").len(), 1);
    assert!(!found.text.contains("Contoh 502") && !found.text.contains("Perhubungan"));
    // Asking for the other OPD by its id gives nothing either.
    let theirs = other.opd_id.unwrap();
    let asked = get(&unit, &format!("/pegawai/temuan?code=ACC_1&opd={theirs}")).await;
    assert!(
        asked.texts("#daftar tbody tr").is_empty() && asked.texts("#jumlah tbody tr").is_empty()
    );
    let agency = site(&app, actor(1, Role::Pengelola, Scope::All));
    let all = get(&agency, "/pegawai/temuan?code=ACC_1").await;
    assert_eq!(all.texts("#daftar tbody tr").len(), 2);
}

#[tokio::test]
async fn the_page_of_a_person_says_what_is_found_and_what_to_do() {
    let (app, _) = office(2).await;
    let agency = site(&app, actor(1, Role::Pengelola, Scope::All));
    let people = everybody(&app).await;
    let odd = people
        .iter()
        .find(|person| person.name == "Contoh 2")
        .unwrap();
    let page = get(&agency, &format!("/pegawai/{}", odd.id)).await;
    let label = &people::Code::Acc1.indicator().label_id;
    let found = page.texts(".t-findings li");
    let told = found.iter().find(|text| text.contains(label)).unwrap();
    assert!(told.contains("TMT PNS: 1 Februari 2009"), "{told}");
    assert!(told.contains("Cocokkan dengan dokumen asli"), "{told}");
    let lacking = get(&agency, "/pegawai/temuan")
        .await
        .texts("#belum-diperiksa li");
    assert!(
        lacking.iter().any(|text| text.starts_with("COM_1 ")),
        "{lacking:?}"
    );
}

#[tokio::test]
async fn a_spreadsheet_holds_all_rows_and_not_only_a_page() {
    let (app, counting) = office(60).await;
    let agency = site(&app, actor(1, Role::Pengelola, Scope::All));
    assert_eq!(
        get(&agency, "/pegawai")
            .await
            .texts("#daftar tbody tr")
            .len(),
        50
    );
    assert_eq!(
        get(&agency, "/pegawai?format=xlsx").await.status,
        StatusCode::OK
    );
    assert_eq!(*counting.0.lock().unwrap(), 120);
    let found = get(&agency, "/pegawai/temuan?format=xlsx&code=ACC_1").await;
    assert_eq!(found.status, StatusCode::OK);
    assert_eq!(*counting.0.lock().unwrap(), 2);
}

#[tokio::test]
async fn the_scan_of_a_paper_is_for_its_own_opd_and_the_agency() {
    let (app, _) = office(1).await;
    let people = everybody(&app).await;
    let mine = of(&people, "Dinas Kesehatan");
    let officer = actor(2, Role::Opd, Scope::Org(mine.opd_id.unwrap()));
    let paper = statement(&mine.nip);
    let id = people::enter_paper(&app, &officer, paper).await.unwrap();
    let path = format!("/pegawai/surat-pernyataan/{id}/pindaian");
    let own = get(&site(&app, officer), &path).await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(own.text.starts_with("%PDF-1.7"));
    let other = of(&people, "Dinas Perhubungan").opd_id.unwrap();
    let other = site(&app, actor(3, Role::Opd, Scope::Org(other)));
    assert_eq!(get(&other, &path).await.status, StatusCode::NOT_FOUND);
    let list = get(&other, "/pegawai/surat-pernyataan").await;
    assert!(!list.text.contains("800/12/2026"));
    let auditor = site(&app, actor(4, Role::Auditor, Scope::All));
    assert_eq!(get(&auditor, &path).await.status, StatusCode::FORBIDDEN);
}

/// A statement that one person is under no punishment.
fn statement(nip: &Nip) -> EnterPaper {
    EnterPaper {
        kind: PaperKind::Discipline,
        number: "800/12/2026".into(),
        date: "2026-11-02".parse().unwrap(),
        signer: "Kepala Contoh".into(),
        signer_office: "Kepala Dinas Kesehatan".into(),
        valid_to: None,
        scan: Some(b"%PDF-1.7 contoh".to_vec()),
        people: vec![nip.clone()],
        skp: Vec::new(),
    }
}

#[tokio::test]
async fn only_who_did_not_enter_a_paper_is_offered_to_verify_it() {
    let (app, _) = office(1).await;
    let people = everybody(&app).await;
    let first = actor(5, Role::Verifikator, Scope::All);
    let id = people::enter_paper(&app, &first, statement(&people[0].nip))
        .await
        .unwrap();
    let verify = "form[action$='/periksa'] button";
    let first = site(&app, first);
    let own = get(&first, "/pegawai/surat-pernyataan").await;
    assert!(own.text.contains("800/12/2026"));
    assert_eq!(own.texts(verify), [""; 0]);
    let refused = form(
        &first,
        &format!("/pegawai/surat-pernyataan/{id}/periksa"),
        &[],
    )
    .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let second = site(&app, actor(6, Role::Verifikator, Scope::All));
    let other = get(&second, "/pegawai/surat-pernyataan").await;
    assert_eq!(other.texts(verify).len(), 1);
}
