//! A whole explanation as JSON and as the words that people read.

use policy::schema::Kind;
use policy::{
    Calendar, Explanation, Facts, Inputs, Language, Policy, Register, explain, render, shipped,
};
use serde_json::json;

use crate::support::{HEAD, case, d, person};

/// An invented civil servant with one year of service and an appraisal below Baik.
fn shipped_example() -> Explanation {
    let policy = shipped::policy("magang-banten").unwrap().unwrap();
    let register = shipped::register().unwrap();
    let calendar = Calendar::default();
    let source =
        |value: serde_json::Value| json!({"value": value, "source": "SIASN", "date": "2026-01-02"});
    let who = Facts::from_json(
        Kind::Person,
        &json!({
            "jenis": source(json!("PNS")),
            "kedudukan_hukum": source(json!("01")),
            "lahir": source(json!("1998-04-11")),
            "tmt_pns": source(json!("2025-03-01")),
            "jenis_jabatan": source(json!("PELAKSANA")),
            "unor": source(json!("unit-a")),
            "skp": {"value": [{"tahun": 2024, "predikat": "Baik"}, {"tahun": 2025, "predikat": "Butuh Perbaikan"}],
                "source": "skp.csv", "date": "2026-03-02"},
            "hukdis": {"value": [], "source": "Surat Pernyataan 800.1.6/12/2026", "date": "2026-03-20"},
            "sedang_diperiksa": {"value": false, "source": "Surat Pernyataan 800.1.6/12/2026", "date": "2026-03-20"},
            "proses_pidana": {"value": false},
            "tubel": [],
            "cltn": [],
        }),
    )
    .unwrap();
    let what = case(&json!({
        "form": "magang", "start": "2026-05-04", "end": "2026-07-03", "host_kind": "central",
        "host_unit": "unit-x", "own_unit": false, "izin_atasan": true, "plan_item": "",
        "plan_exception": "kebutuhan mendesak", "ppk_assignment": null,
    }));
    explain(
        &policy,
        &register,
        &who,
        &what,
        d("2026-04-15"),
        &Inputs::new(&calendar),
    )
}

#[test]
fn the_shipped_policy_in_indonesian() {
    insta::assert_snapshot!(render(&shipped_example(), Language::Id));
}

#[test]
fn the_shipped_policy_in_english() {
    insta::assert_snapshot!(render(&shipped_example(), Language::En));
}

#[test]
fn the_snapshot_that_is_stored() {
    let told = shipped_example();
    let text = serde_json::to_string_pretty(&told).unwrap();
    let first: Vec<&str> = text.lines().take(140).collect();
    // The digests change with every word of the shipped files.
    let register = shipped::register().unwrap();
    let shown = first
        .join("\n")
        .replace(&told.policy.digest, "[digest]")
        .replace(register.digest(), "[register]");
    insta::assert_snapshot!(shown);
    assert_eq!(serde_json::from_str::<Explanation>(&text).unwrap(), told);
}

#[test]
fn points_are_added_exactly() {
    let file = format!(
        "{HEAD}[[rule]]\nid = \"a\"\nsays = \"a\"\nforce = \"score\"\ncite = []\npoints = 'years(tmt_pns, at) * 0.1'\n\
         [[rule]]\nid = \"b\"\nsays = \"b\"\nforce = \"score\"\ncite = []\npoints = 'bup'\n\
         [[rule]]\nid = \"c\"\nsays = \"c\"\nforce = \"score\"\ncite = []\npoints = 'sehat ? 2 : 0.5'\n"
    );
    let policy = Policy::parse("p", &file).unwrap();
    let register = Register::parse("r", "").unwrap();
    let calendar = Calendar::default();
    let who = person(&json!({"tmt_pns": "2019-01-01", "sehat": false}));
    let told = explain(
        &policy,
        &register,
        &who,
        &Facts::case(),
        d("2022-06-01"),
        &Inputs::new(&calendar),
    );
    assert_eq!(told.points.as_deref(), Some("0.8"));
    let each: Vec<Option<&str>> = told.rules.iter().map(|r| r.points.as_deref()).collect();
    assert_eq!(each, [Some("0.3"), None, Some("0.5")]);
}

#[test]
fn the_date_of_the_whole_is_the_latest_of_its_parts() {
    let told = crate::support::told(
        &["years(tmt_pns, at) >= 2", "at >= date(\"2030-01-01\")"],
        &json!({"tmt_pns": "2026-01-01"}),
        &json!({}),
        "2026-06-01",
    );
    assert_eq!(told.met_from(), Some(d("2030-01-01")));
    let never = crate::support::told(
        &["sehat"],
        &json!({"sehat": false}),
        &json!({}),
        "2026-06-01",
    );
    assert_eq!(never.met_from(), None);
}
