//! Pages of the register from outside: the list on a day, what rests on a law, and a plan that becomes an instrument.

use app::policies::testing::officer;
use axum::http::StatusCode;
use kernel::Role;

use crate::testing::{form, get, site};

#[tokio::test]
async fn the_list_shows_what_was_in_force_on_a_day_and_leads_to_what_rests_on_it() {
    let app = app::testing::app().await;
    let reader = site(&app, officer(&app, Role::Pegawai));
    let list = get(&reader, "/regulasi?kind=UU&state=in-force&pada=2023-10-30").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.texts("tbody th").contains(&"UU 5/2014".to_owned()));
    let list = get(&reader, "/regulasi?kind=UU&state=in-force&pada=2023-10-31").await;
    assert!(!list.texts("tbody th").contains(&"UU 5/2014".to_owned()));
    assert!(list.has("S – dari sumber sekunder"));
    // An article leads to its instrument, with the rules that stop and what revoked it.
    let law = get(&reader, "/regulasi/UU5-2014-70-5").await;
    assert_eq!(law.status, StatusCode::OK);
    for words in [
        "Keadaan pada 24 November 2026",
        "Tidak berlaku lagi",
        "dicabut dengan UU 20/2023 Pasal 76, sejak 31 Oktober 2023",
        "Praktik kerja PNS di instansi pemerintah lain paling lama 1 tahun Berhenti",
        "T – dibaca dalam naskah peraturan",
    ] {
        assert!(law.has(words), "{words}");
    }
    assert!(law.text.contains("id=\"UU5-2014-70-5\""));
    assert!(law.link("/baru").is_empty() && law.link("/ubah").is_empty());
    assert_eq!(
        get(&reader, "/regulasi/UU-99-2099").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        get(&reader, "/regulasi/baru").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_plan_is_entered_carried_on_and_promulgated_by_forms() {
    let app = app::testing::app().await;
    let office = site(&app, officer(&app, Role::Pengelola));
    let mut plan = vec![
        ("code", "PERGUB-MAGANG"),
        ("kind", "Pergub"),
        ("title", "Pedoman pelaksanaan UU 5 Tahun 2004"),
        ("owner", "BKD Contoh"),
        ("stage", "usulan"),
        ("due", "2026-11-01"),
        ("waits", "POL-DUR"),
        ("confidence", "T"),
    ];
    let wrong = form(&office, "/regulasi/baru", &plan).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("yang dimaksud UU 20/2023"));
    plan[2].1 = "Peraturan Gubernur tentang Pedoman Magang";
    let added = form(&office, "/regulasi/baru", &plan).await;
    assert_eq!(
        (added.status, added.to.as_str()),
        (StatusCode::SEE_OTHER, "/regulasi/PERGUB-MAGANG")
    );
    let page = get(&office, "/regulasi/PERGUB-MAGANG").await;
    assert!(page.has("Rencana selesainya 1 November 2026."));
    assert!(
        get(&office, "/")
            .await
            .has("rencana penyelesaiannya sudah lewat")
    );
    let stage = [("stage", "harmonisasi")];
    let status = form(&office, "/regulasi/PERGUB-MAGANG/tahap", &stage)
        .await
        .status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let back = form(
        &office,
        "/regulasi/PERGUB-MAGANG/tahap",
        &[("stage", "draf")],
    )
    .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    let order = [
        ("number", "7"),
        ("date", "2026-11-20"),
        ("name", "Pergub Contoh 7/2026"),
        (
            "title",
            "Peraturan Gubernur Contoh Nomor 7 Tahun 2026 tentang Pedoman Magang",
        ),
        ("from", "2026-11-20"),
        ("articles", "Pasal 5 | Lama magang paling lama 12 bulan"),
    ];
    let done = form(&office, "/regulasi/PERGUB-MAGANG/undangkan", &order).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let relation = [
        ("relation", "implements"),
        ("target", "PP11-2017-225"),
        ("since", "2026-11-20"),
    ];
    let status = form(&office, "/regulasi/PERGUB-MAGANG/hubungan", &relation)
        .await
        .status;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = get(&office, "/regulasi/Pergub-Contoh-7-2026").await;
    for words in [
        "melaksanakan PP 11/2017",
        "Pasal 5",
        "Berlaku",
        "Diundangkan",
    ] {
        assert!(page.has(words), "{words}");
    }
    for act in ["ubah", "tahap", "undangkan", "pasal", "hubungan", "akhiri"] {
        let path = format!("/regulasi/PERGUB-MAGANG/{act}");
        assert_eq!(get(&office, &path).await.status, StatusCode::OK, "{act}");
    }
}
