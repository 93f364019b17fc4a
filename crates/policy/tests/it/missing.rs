//! The smallest set of missing facts, and waivers.

use policy::{Calendar, Explanation, Inputs, Policy, Register, Status, Verdict, Waiver, explain};
use serde_json::json;

use crate::support::{HEAD, case, d, person, told};

fn asked(told: &Explanation) -> Vec<&str> {
    told.missing.iter().map(|fact| fact.name.as_str()).collect()
}

#[test]
fn the_smallest_set_is_asked_for() {
    let nothing = json!({});
    let ask = |conditions: &[&str], who: &serde_json::Value| {
        let told = told(conditions, who, &nothing, "2026-06-01");
        asked(&told).join(" ")
    };
    assert_eq!(
        ask(&["years(tmt_pns, at) >= 2", "!sehat"], &nothing),
        "tmt_pns sehat"
    );
    // One side of an alternative is enough, and the one that serves two rules is better.
    assert_eq!(ask(&["sehat || proses_pidana"], &nothing), "sehat");
    assert_eq!(
        ask(
            &[
                "sehat || proses_pidana",
                "sedang_diperiksa || proses_pidana"
            ],
            &nothing
        ),
        "proses_pidana"
    );
    // A side that can no longer help is not asked for.
    assert_eq!(
        ask(
            &["(sehat && proses_pidana) || sedang_diperiksa"],
            &json!({"sehat": false})
        ),
        "sedang_diperiksa"
    );
    assert_eq!(
        ask(
            &["!hukdis.exists(h, h.berakhir >= at)"],
            &json!({"hukdis": [{"tingkat": "Berat"}]})
        ),
        "hukdis[].berakhir"
    );
    assert_eq!(
        ask(&["case.end > case.start"], &nothing),
        "case.end case.start"
    );
    assert_eq!(
        ask(
            &["workdays(date(\"2030-01-01\"), date(\"2030-02-01\")) > 3"],
            &nothing
        ),
        "holidays"
    );
    assert_eq!(
        ask(
            &["(has(tanggal_bup) ? tanggal_bup : add_years(lahir, bup)) > at"],
            &nothing
        ),
        "tanggal_bup"
    );
}

#[test]
fn what_the_presence_of_a_fact_changes_is_asked_for_too() {
    let ask = |conditions: &[&str]| {
        let nothing = json!({});
        let told = told(conditions, &nothing, &nothing, "2026-06-01");
        asked(&told).join(" ")
    };
    // The fact whose absence is wanted is not asked for.
    assert_eq!(ask(&["!has(tanggal_bup) && sehat"]), "sehat");
    // Once it is there, another branch is read.
    assert_eq!(
        ask(&["has(case.released) ? sehat : true", "case.released"]),
        "case.released sehat"
    );
    // A rule that is met only while the fact is missing counts as well.
    assert_eq!(
        ask(&[
            "!(has(case.released) && sehat)",
            "sedang_diperiksa ? case.released : sehat"
        ]),
        "sedang_diperiksa sehat"
    );
    // So does what is asked of the entries of a history that is missing.
    assert_eq!(
        ask(&["hukdis.exists(h, h.tingkat == \"Berat\" && sehat)"]),
        "hukdis sehat"
    );
}

#[test]
fn nothing_is_asked_for_when_a_rule_already_fails() {
    let told = told(
        &["sehat", "proses_pidana"],
        &json!({"sehat": false}),
        &json!({}),
        "2026-06-01",
    );
    assert_eq!(told.verdict, Verdict::BelumMemenuhi);
    assert!(told.missing.is_empty());
}

#[test]
fn only_the_office_that_may_can_waive_and_only_what_may_be_waived() {
    let file = format!(
        "{HEAD}[[rule]]\nid = \"a\"\nsays = \"a\"\nforce = \"block\"\ncite = []\nrequire = 'sehat'\nwaivable = true\nwaived_by = \"ppk\"\n\
         [[rule]]\nid = \"b\"\nsays = \"b\"\nforce = \"block\"\ncite = []\nrequire = '!proses_pidana'\n"
    );
    let policy = Policy::parse("w", &file).unwrap();
    let register = Register::parse("r", "").unwrap();
    let calendar = Calendar::default();
    let run = |rule: &str, by: &str| {
        let waivers = [Waiver {
            rule: rule.into(),
            waived_by: by.into(),
        }];
        let inputs = Inputs {
            calendar: &calendar,
            waivers: &waivers,
        };
        let who = person(&json!({"sehat": false, "proses_pidana": false}));
        explain(
            &policy,
            &register,
            &who,
            &case(&json!({})),
            d("2026-06-01"),
            &inputs,
        )
    };
    let told = run("a", "ppk");
    assert_eq!(told.verdict, Verdict::Memenuhi);
    assert_eq!(told.rules[0].status, Status::Waived);
    assert_eq!(told.rules[0].waived_by.as_deref(), Some("ppk"));
    assert!(told.refused_waivers.is_empty());
    for (rule, by) in [("a", "kepala-opd"), ("b", "ppk"), ("c", "ppk")] {
        let told = run(rule, by);
        assert_eq!(told.verdict, Verdict::BelumMemenuhi, "{rule} {by}");
        assert_eq!(told.refused_waivers.len(), 1);
    }
}
