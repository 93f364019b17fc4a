//! From a new programme to a verified nomination through the pages, as an officer, a unit and a verifier walk them.

use std::sync::Arc;

use app::App;
use app::nominations::State as Step;
use app::people::testing::{opd, person};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{Actor, OrgId, Origin, Role, RoleGrant, Scope, UserId};

use crate::testing::{form, get, send, site};

struct Site {
    app: Arc<App>,
}

fn actor(n: u8, role: Role, scope: Scope) -> Actor {
    let mut actor = Actor::system(Origin::Web);
    actor.user = Some(
        format!("00000000-0000-7000-8000-0000000000{n:02}")
            .parse::<UserId>()
            .unwrap(),
    );
    actor.name = format!("Petugas {n}");
    actor.grants = vec![RoleGrant { role, scope }];
    actor
}

impl Site {
    async fn send(&self, actor: &Actor, request: Request<Body>) -> (StatusCode, String, String) {
        let reply = send(&site(&self.app, actor.clone()), request).await;
        (reply.status, reply.to, reply.text)
    }

    async fn get(&self, actor: &Actor, path: &str) -> String {
        let page = get(&site(&self.app, actor.clone()), path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        page.text
    }

    async fn post(
        &self,
        actor: &Actor,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        // Every rendering of a form has a nonce of its own.
        let nonce = self.app.entropy.secret();
        let mut fields = fields.to_vec();
        for (name, value) in &mut fields {
            if *name == "form_nonce" {
                *value = &nonce;
            }
        }
        let reply = form(&site(&self.app, actor.clone()), path, &fields).await;
        (reply.status, reply.to, reply.text)
    }

    /// Posts and follows to the page that comes next; its path.
    async fn done(&self, actor: &Actor, path: &str, fields: &[(&str, &str)]) -> String {
        let (status, to, body) = self.post(actor, path, fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {body}");
        self.get(actor, &to).await;
        to
    }
}

const NONCE: (&str, &str) = ("form_nonce", "");

async fn open_programme(site: &Site, officer: &Actor) -> String {
    open_with(site, officer, "").await
}

/// With a release limit for every OPD.
async fn open_with(site: &Site, officer: &Actor, release: &str) -> String {
    site.get(officer, "/program").await;
    let form = site.get(officer, "/program/baru").await;
    // The preset asks for ten fields at most, the nonce not counted.
    let named = form.split("<main").nth(1).unwrap();
    let names: std::collections::BTreeSet<&str> = named
        .split(" name=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .collect();
    assert!(names.len() <= 11, "{names:?}");
    let next = site
        .done(
            officer,
            "/program/baru",
            &[
                NONCE,
                ("name", "Magang Contoh 2027"),
                ("host_kind", "central"),
                ("bidang", "teknis"),
                ("arah", "keluar"),
                ("waktu", "penuh"),
                ("start", "2027-03-01"),
                ("end", "2027-05-31"),
                ("nominate_closes", "2027-01-31"),
                ("release_max", release),
                ("open", "ya"),
            ],
        )
        .await;
    // What is open needs places next.
    next.strip_suffix("/tempat/baru").unwrap().to_owned()
}

async fn nominate(
    site: &Site,
    unit: &Actor,
    programme: &str,
    slot: &str,
) -> (StatusCode, String, String) {
    site.post(
        unit,
        &format!("{programme}/usulan/baru"),
        &[
            NONCE,
            ("nip", "19850817 201003 2 001"),
            ("choice1", slot),
            ("purpose", "Belajar analisis data"),
            ("aims", "analisis-data"),
            ("basis", "superior"),
            ("plan_after", "Menerapkan di unit"),
            ("letter_number", "800/1/2026"),
            ("letter_date", "2026-11-20"),
        ],
    )
    .await
}

async fn start() -> (Site, Actor, Actor, Actor, OrgId) {
    let app = Arc::new(app::testing::app().await);
    let own = opd(&app, "Dinas Contoh").await;
    person(&app, own, 1).await;
    let officer = actor(1, Role::Pengelola, Scope::All);
    let unit = actor(2, Role::Opd, Scope::Org(own));
    let checker = actor(3, Role::Verifikator, Scope::All);
    (Site { app }, officer, unit, checker, own)
}

#[tokio::test]
async fn a_simple_programme_goes_from_ten_fields_to_a_verified_nomination() {
    let (site, officer, unit, checker, _) = start().await;
    let programme = open_programme(&site, &officer).await;
    let board = site.get(&officer, &programme).await;
    assert_eq!(board.matches("class=\"t-step t-step-").count(), 8);

    let places = format!("{programme}/tempat/baru");
    site.get(&officer, &places).await;
    let bad = [
        NONCE,
        ("host1", "Badan Contoh"),
        ("unit1", "Unit A"),
        ("field1", "Data"),
        ("quota1", "banyak"),
    ];
    let (status, _, body) = site.post(&officer, &places, &bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("value=\"Unit A\""), "what was typed stays");
    let good = [
        NONCE,
        ("host1", "Badan Contoh"),
        ("unit1", "Unit A"),
        ("field1", "Data"),
        ("quota1", "2"),
    ];
    site.done(&officer, &places, &good).await;
    site.get(&officer, "/instansi?q=contoh").await;

    let id = programme.rsplit('/').next().unwrap().parse().unwrap();
    let slot = app::hosts::slots(&site.app.db, id).await.unwrap().remove(0);
    site.get(&unit, &format!("{programme}/usulan/baru")).await;
    let (status, nomination, body) = nominate(&site, &unit, &programme, &slot.id.to_string()).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    assert!(
        site.get(&unit, &nomination)
            .await
            .contains("Contoh Pegawai 1, S.Sos.")
    );
    site.get(
        &unit,
        &format!("{programme}/usulan?state=submitted&q=contoh"),
    )
    .await;

    assert!(
        site.get(&checker, "/verifikasi")
            .await
            .contains("Contoh Pegawai 1")
    );
    let (status, _, body) = site
        .post(&checker, &format!("{nomination}/verifikasi"), &[])
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(body.contains("3 berkas wajib belum ada"), "{body}");
    // The queue offers no tick for it, and refuses it as its page does.
    let id = nomination.rsplit('/').next().unwrap();
    let (status, _, body) = site.post(&checker, "/verifikasi", &[("usulan", id)]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(body.contains("3 berkas wajib belum ada"), "{body}");
    assert!(!body.contains("type=\"checkbox\""), "{body}");
    let (status, _, _) = site.post(&checker, "/verifikasi", &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, _, _) = site.post(&unit, "/verifikasi", &[("usulan", id)]).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    site.done(
        &checker,
        &format!("{nomination}/kembalikan"),
        &[("remark", "Lengkapi izin")],
    )
    .await;
    let found = app::nominations::get(
        &site.app.db,
        &Scope::All,
        nomination.rsplit('/').next().unwrap().parse().unwrap(),
    )
    .await
    .unwrap();
    assert_eq!(found.state, Step::Returned);
    site.get(&unit, &format!("{nomination}/ubah")).await;
}

#[tokio::test]
async fn papers_come_with_the_form_and_are_known_by_their_content() {
    let (site, officer, unit, checker, _) = start().await;
    let programme = open_programme(&site, &officer).await;
    let good = [
        NONCE,
        ("host1", "Badan Contoh"),
        ("unit1", "Unit A"),
        ("field1", "Data"),
        ("quota1", "2"),
    ];
    site.done(&officer, &format!("{programme}/tempat/baru"), &good)
        .await;
    let id = programme.rsplit('/').next().unwrap().parse().unwrap();
    let slot = app::hosts::slots(&site.app.db, id).await.unwrap().remove(0);
    let (_, nomination, _) = nominate(&site, &unit, &programme, &slot.id.to_string()).await;
    let upload = async |kind: &str, content: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n--x\r\nContent-Disposition: \
             form-data; name=\"file\"; filename=\"surat.pdf\"\r\nContent-Type: application/pdf\r\n\r\n{content}\r\n--x--\r\n"
        );
        let request = Request::post(format!("{nomination}/berkas"))
            .header(header::HOST, "titian.example")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap();
        site.send(&unit, request).await
    };
    let (status, _, body) = upload("izin-opd", "MZ bukan pdf").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("PDF, JPG, atau PNG"));
    for kind in ["izin-opd", "izin-atasan", "surat-pengantar"] {
        let (status, _, body) = upload(kind, "%PDF-1.7 contoh").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    }
    assert!(
        site.get(&checker, &format!("{nomination}/berkas/izin-opd"))
            .await
            .starts_with("%PDF-")
    );
    let queue = site.get(&checker, "/verifikasi").await;
    assert!(queue.contains("type=\"checkbox\""), "{queue}");
    let one = nomination.rsplit('/').next().unwrap();
    site.done(&checker, "/verifikasi", &[("usulan", one)]).await;
    assert!(site.get(&checker, "/verifikasi").await.contains("t-empty"));
}

#[tokio::test]
async fn every_other_page_answers_and_strangers_see_nothing() {
    let (site, officer, unit, ..) = start().await;
    for path in [
        "/program",
        "/instansi",
        "/instansi/baru",
        "/program/baru",
        "/program/baru/lanjutan",
    ] {
        site.get(&officer, path).await;
    }
    let programme = open_programme(&site, &officer).await;
    for path in [
        "/perpanjang",
        "/tempat",
        "/tempat/unggah",
        "/usulan",
        "/usulan/unggah",
    ] {
        site.get(&officer, &format!("{programme}{path}")).await;
    }
    let moved = [
        NONCE,
        ("step", "nominate"),
        ("closes", "2027-02-10"),
        ("notice", "Diperpanjang karena banjir"),
    ];
    site.done(&officer, &format!("{programme}/perpanjang"), &moved)
        .await;
    assert!(
        site.get(&unit, &programme)
            .await
            .contains("Diperpanjang karena banjir")
    );
    let (status, _, _) = site
        .post(&unit, &format!("{programme}/perpanjang"), &moved)
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let nobody = get(&crate::testing::site(&site.app, None), &programme).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
}

/// The values of the hidden fields `name` of a page.
fn hidden(page: &str, name: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(page);
    let wanted = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    page.select(&wanted)
        .map(|field| field.attr("value").unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn what_was_checked_is_confirmed_by_the_same_officer_in_time() {
    let (app, clock) = app::testing::app_with_clock().await;
    let app = Arc::new(app);
    let own = opd(&app, "Dinas Contoh").await;
    person(&app, own, 1).await;
    let officer = actor(1, Role::Pengelola, Scope::All);
    let (unit, other) = (
        actor(2, Role::Opd, Scope::Org(own)),
        actor(4, Role::Opd, Scope::Org(own)),
    );
    let site = Site { app };
    let programme = open_programme(&site, &officer).await;
    let place = [
        NONCE,
        ("host1", "Badan Contoh"),
        ("unit1", "Unit A"),
        ("field1", "Data"),
        ("quota1", "2"),
    ];
    site.done(&officer, &format!("{programme}/tempat/baru"), &place)
        .await;
    let id = programme.rsplit('/').next().unwrap().parse().unwrap();
    let slot = app::hosts::slots(&site.app.db, id).await.unwrap().remove(0);
    let rows = format!(
        "NIP;TUJUAN;DASAR KEBUTUHAN;RENCANA SETELAH MAGANG;NOMOR SURAT;TANGGAL SURAT;TEMPAT 1\n\
         198508172010032001;Belajar;Usulan atasan;Menerapkan;800/1;20/11/2026;{}",
        app::nominations::place_name(&slot)
    );
    let part = |name: &str, file: &str, content: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n{content}\r\n"
        )
    };
    let body = part("file", "usulan.csv", &rows)
        + &part("paper_izin-opd", "izin.pdf", "%PDF-1.7")
        + "--x--\r\n";
    let request = Request::post(format!("{programme}/usulan/unggah"))
        .header(header::HOST, "titian.example")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    let (status, _, checked) = site.send(&unit, request).await;
    assert_eq!(status, StatusCode::OK, "{checked}");
    assert!(
        hidden(&checked, "take").is_empty() && checked.contains("value=\"semua\""),
        "{checked}"
    );
    let (file, kept) = (hidden(&checked, "file").remove(0), hidden(&checked, "kept"));
    assert_eq!(kept.len(), 1, "{checked}");
    let save = format!("{programme}/usulan/unggah/simpan");
    let stored = async || {
        let id = programme.rsplit('/').next().unwrap().parse().unwrap();
        let found = app::nominations::list(&site.app.db, &Scope::All, id, Default::default());
        found.await.unwrap().total
    };
    let confirm = async |who: &Actor, file: &str, kept: &str| {
        let fields = [
            NONCE,
            ("file", file),
            ("file_name", "usulan.csv"),
            ("kept", kept),
            ("take", "semua"),
        ];
        site.post(who, &save, &fields).await
    };
    // A colleague who has seen the page, and anybody who knows a digest, gets nowhere.
    let digest = file.split('.').nth(1).unwrap();
    assert_eq!(digest.len(), 64);
    for (who, file, kept) in [
        (&other, file.as_str(), kept[0].as_str()),
        (&unit, digest, kept[0].as_str()),
        (
            &unit,
            file.as_str(),
            kept[0].replace("izin-opd", "izin-atasan").as_str(),
        ),
        (&unit, kept[0].as_str(), file.as_str()),
    ] {
        let (status, _, body) = confirm(who, file, kept).await;
        assert!(status.is_client_error(), "{status}: {body}");
        assert_eq!(stored().await, 0);
    }
    let now = site.app.clock.now();
    clock.set(now.plus_seconds(3 * 3600));
    let (status, _, body) = confirm(&unit, &file, &kept[0]).await;
    assert_eq!(status, StatusCode::CONFLICT, "{body}");
    assert!(body.contains("Unggah berkas sekali lagi"), "{body}");
    assert_eq!(stored().await, 0);
    clock.set(now.plus_seconds(60));
    let (status, _, body) = confirm(&unit, &file, &kept[0]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    assert_eq!(stored().await, 1);
}

#[tokio::test]
async fn limits_are_set_named_and_told_where_people_are_nominated() {
    let (site, officer, unit, _, own) = start().await;
    person(&site.app, own, 2).await;
    let programme = open_with(&site, &officer, "1").await;
    let place = [
        NONCE,
        ("host1", "Badan Contoh"),
        ("region1", "Kota Contoh"),
        ("unit1", "Unit A"),
        ("field1", "Data"),
        ("quota1", "2"),
        ("competencies1", "analisis-data=3"),
    ];
    site.done(&officer, &format!("{programme}/tempat/baru"), &place)
        .await;
    let id = programme.rsplit('/').next().unwrap().parse().unwrap();
    let slot = app::hosts::slots(&site.app.db, id).await.unwrap().remove(0);

    let path = format!("{programme}/tempat/batas");
    let page = site.get(&officer, &path).await;
    assert!(page.contains("Kuota tempatnya bersama-sama 2 orang"));
    let host = format!("host_{}", slot.host_id);
    let wrong = [NONCE, (host.as_str(), "banyak")];
    let (status, _, body) = site.post(&officer, &path, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("value=\"banyak\""), "what was typed stays");
    let good = [
        NONCE,
        (host.as_str(), "1"),
        ("region_0_name", "Kota Contoh"),
        ("region_0", "5"),
    ];
    site.done(&officer, &path, &good).await;
    let limits = app::hosts::limits(&site.app.db, id).await.unwrap();
    assert_eq!(limits.hosts.get(&slot.host_id), Some(&1));
    assert_eq!(limits.regions.get("Kota Contoh"), Some(&5));
    let list = site.get(&officer, &format!("{programme}/tempat")).await;
    assert!(list.contains("Kota Contoh paling banyak 5 orang"));
    assert!(site.get(&officer, &path).await.contains("value=\"5\""));

    // The unit reads its limit before it nominates, and is warned when it goes beyond.
    let form = site.get(&unit, &format!("{programme}/usulan/baru")).await;
    assert!(form.contains("boleh mengirim 1 orang"), "{form}");
    let (_, first, _) = nominate(&site, &unit, &programme, &slot.id.to_string()).await;
    let shown = site.get(&unit, &first).await;
    assert!(!shown.contains("boleh mengirim 1 orang"));
    // Without an assessment the fit is an estimate from her aims, and says so.
    assert!(shown.contains("(perkiraan)"), "{shown}");
    let second = [
        NONCE,
        ("nip", "198508172010032002"),
        ("choice1", &slot.id.to_string()),
        ("purpose", "Belajar"),
        ("basis", "superior"),
        ("plan_after", "Menerapkan"),
        ("letter_number", "800/2/2026"),
        ("letter_date", "2026-11-20"),
    ];
    let path = format!("{programme}/usulan/baru");
    let second = site.done(&unit, &path, &second).await;
    let shown = site.get(&unit, &second).await;
    assert!(
        shown.contains("boleh mengirim 1 orang") && shown.contains("belum ada data"),
        "{shown}"
    );
}

#[tokio::test]
async fn the_agency_enters_the_holidays_of_a_year_and_none_are_shipped() {
    let (site, officer, ..) = start().await;
    let list = site.get(&officer, "/hari-libur").await;
    assert!(list.contains("Tidak ada tanggal bawaan") && list.contains("Belum ada tahun"));
    site.get(&officer, "/hari-libur/baru").await;
    let year = |days| {
        [
            NONCE,
            ("year", "2027"),
            ("source", "SKB contoh"),
            ("confidence", "T"),
            ("days", days),
        ]
    };
    let path = "/hari-libur/baru";
    let (status, _, body) = site
        .post(&officer, path, &year("17 Agustus; Hari Contoh"))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("Periksa: 17 Agustus; Hari Contoh"), "{body}");
    let days = "2027-08-17; Hari Contoh\n2027-03-10; Cuti Contoh; cuti bersama";
    site.done(&officer, path, &year(days)).await;
    let list = site.get(&officer, "/hari-libur").await;
    assert!(list.contains("Hari Contoh") && list.contains("Cuti bersama"));
    let again = site.get(&officer, "/hari-libur/2027").await;
    assert!(again.contains("2027-03-10; Cuti Contoh; cuti-bersama"));
}
