//! The expression language: three values, exact numbers, dates, histories.

use policy::Status::{self, Met, NotMet, Unknown};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::support::{status, told};

fn all(expected: Status, who: &Json, conditions: &[&str]) {
    for condition in conditions {
        assert_eq!(status(condition, who), expected, "{condition}");
    }
}

#[test]
fn a_comparison_with_a_missing_fact_is_unknown_and_logic_is_kleene() {
    let who = json!({"sehat": true, "sedang_diperiksa": false});
    all(
        Unknown,
        &who,
        &[
            "proses_pidana",
            "!proses_pidana",
            "proses_pidana == proses_pidana",
            "proses_pidana && sehat",
            "proses_pidana || sedang_diperiksa",
            "tmt_pns <= at",
            "tmt_pns != at",
            "proses_pidana ? sehat : sedang_diperiksa",
            "jenis in [\"PNS\"]",
        ],
    );
    all(
        Met,
        &who,
        &[
            "proses_pidana || sehat",
            "proses_pidana ? sehat : sehat",
            "has(sehat) && !has(proses_pidana)",
            "!(jenis in [])",
            "sehat ? sehat : proses_pidana",
        ],
    );
    all(
        NotMet,
        &who,
        &["proses_pidana && sedang_diperiksa", "has(tmt_pns)"],
    );
}

#[test]
fn a_missing_history_is_unknown_and_an_empty_one_is_known() {
    let conditions = [
        "skp.all(s, s.predikat == \"Baik\")",
        "!skp.exists(s, s.predikat == \"Kurang\")",
        "size(skp) == 0",
        "size(last_years(skp, 2)) == 0",
        "size(skp.filter(s, s.tahun > 2020)) == 0",
    ];
    all(Unknown, &json!({}), &conditions);
    all(Met, &json!({"skp": []}), &conditions);
}

#[test]
fn macros_over_entries_with_missing_columns_are_kleene() {
    let who = json!({"skp": [{"tahun": 2025, "predikat": "Baik"}, {"tahun": 2024}]});
    all(
        Met,
        &who,
        &[
            "skp.exists(s, s.predikat == \"Baik\")",
            "skp.filter(s, s.predikat == \"Baik\").exists(s, s.tahun == 2025)",
            "!skp.all(s, s.predikat == \"Kurang\")",
            "skp.filter(s, s.predikat == \"Baik\").all(s, s.tahun >= 2024)",
        ],
    );
    all(
        Unknown,
        &who,
        &[
            "skp.all(s, s.predikat == \"Baik\")",
            "skp.exists(s, s.predikat == \"Kurang\")",
            "size(skp.filter(s, s.predikat == \"Baik\")) >= 1",
            "skp.filter(s, s.predikat == \"Baik\").exists(s, s.tahun == 2024)",
        ],
    );
}

#[test]
fn numbers_are_exact_and_overflow_is_unknown() {
    all(
        Met,
        &json!({}),
        &[
            "0.1 + 0.2 == 0.3",
            "2.5 * 2 == 5",
            "0.0001 * 0.5 == 0.0",
            "7 / 2 == 3 && -7 / 2 == -3 && -7 % 2 == -1 && 7 / -2 == -3",
            "9223372036854775807 > 922337203685477.5807",
            "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9",
            "- -3 == 3",
        ],
    );
    all(
        Unknown,
        &json!({}),
        &[
            "9223372036854775807 + 1 > 0",
            "-9223372036854775807 - 2 < 0",
            "922337203685477.5807 + 0.0001 > 0",
            "9223372036854775807 + 0.5 > 0",
            "add_years(at, 9000) > at",
            "add_months(at, 9223372036854775807) > at",
        ],
    );
}

#[test]
fn dates_clamp_and_count_as_the_contract_says() {
    all(
        Met,
        &json!({"tmt_pns": "2024-02-29"}),
        &[
            "add_months(date(\"2023-01-31\"), 1) == date(\"2023-02-28\")",
            "add_years(tmt_pns, 1) == date(\"2025-02-28\")",
            "years(tmt_pns, date(\"2025-02-28\")) == 1 && years(tmt_pns, date(\"2025-02-27\")) == 0",
            "years(date(\"2025-03-01\"), date(\"2024-03-02\")) == -1",
            "months(date(\"2025-01-31\"), date(\"2025-02-28\")) == 1",
            "days(date(\"2025-03-01\"), date(\"2025-02-28\")) == -1",
            "date(\"2025-01-31\") + duration(\"P1M\") == date(\"2025-02-28\")",
            "date(\"2025-03-31\") - duration(\"P1M1D\") == date(\"2025-02-27\")",
            "duration(\"P1Y\") == duration(\"P12M\") && duration(\"P1M\") < duration(\"P1M1D\")",
            "at == date(\"2026-06-01\")",
        ],
    );
    all(
        Unknown,
        &json!({}),
        &["duration(\"P1M\") < duration(\"P30D\")"],
    );
}

#[test]
fn working_days_need_the_calendar_of_every_year_they_touch() {
    all(
        Met,
        &json!({}),
        &[
            "workdays(date(\"2025-12-31\"), date(\"2026-01-05\")) == 2",
            "workdays(date(\"2026-08-14\"), date(\"2026-08-18\")) == 1",
            "workdays(date(\"2024-05-05\"), date(\"2024-05-05\")) == 0",
        ],
    );
    all(
        Unknown,
        &json!({}),
        &["workdays(date(\"2025-12-30\"), date(\"2026-01-05\")) >= 0"],
    );
}

#[test]
fn golongan_are_two_scales_without_order_between_them() {
    all(
        Met,
        &json!({"golongan": "III/d"}),
        &[
            "golongan >= golongan(\"III/c\")",
            "golongan < golongan(\"IV/a\")",
            "golongan != golongan(\"III/a\")",
        ],
    );
    all(
        Unknown,
        &json!({"golongan": "IX"}),
        &[
            "golongan >= golongan(\"III/c\")",
            "golongan == golongan(\"III/c\")",
        ],
    );
}

#[test]
fn strings_are_compared_by_bytes() {
    all(NotMet, &json!({"jenis": "pns"}), &["jenis == \"PNS\""]);
    all(
        Met,
        &json!({"jabatan": "Analis \"A\""}),
        &["jabatan == \"Analis \\\"A\\\"\""],
    );
}

#[test]
fn look_back_windows_end_where_years_end() {
    let who = json!({"skp": [{"tahun": 2023}, {"tahun": 2024}, {"tahun": 2025}, {"tahun": 2026}]});
    all(
        Met,
        &who,
        &[
            "size(last_years(skp, 2)) == 2",
            "last_years(skp, 2).all(s, s.tahun in [2024, 2025])",
            "size(last_years(skp, 0)) == 0",
        ],
    );
    // On 1 June 2026 a decision of 1 June 2025 is exactly one year old.
    let who = json!({"hukdis": [{"tanggal_sk": "2025-06-01"}, {"tanggal_sk": "2025-06-02"}, {"tanggal_sk": "2026-06-02"}]});
    all(Met, &who, &["size(last_years(hukdis, 1)) == 1"]);
    all(
        Unknown,
        &json!({"hukdis": [{"tingkat": "Berat"}]}),
        &["size(last_years(hukdis, 1)) == 1"],
    );
}

#[test]
fn the_level_is_that_of_the_latest_assessment() {
    let who = json!({"kompetensi": [
        {"kompetensi": "k1", "level": 3, "tanggal": "2024-01-01"},
        {"kompetensi": "k1", "level": 2, "tanggal": "2025-01-01"},
        {"kompetensi": "k2", "level": 5, "tanggal": "2025-06-01"},
    ]});
    all(Met, &who, &["level(\"k1\") == 2", "level(\"k2\") == 5"]);
    all(Unknown, &who, &["level(\"k3\") >= 1"]);
}

#[test]
fn without_a_case_its_facts_are_missing_but_the_decision_date_is_known() {
    let nothing = json!({});
    let told = told(
        &[
            "case.end > case.start",
            "case.decision == at",
            "case.abroad",
        ],
        &nothing,
        &nothing,
        "2026-06-01",
    );
    let statuses: Vec<Status> = told.rules.iter().map(|rule| rule.status).collect();
    assert_eq!(statuses, [Unknown, Met, Unknown]);
}

fn truth() -> impl Strategy<Value = Option<bool>> {
    prop::option::of(any::<bool>())
}

fn formula() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["sehat", "sedang_diperiksa", "proses_pidana"]);
    leaf.prop_map(str::to_owned)
        .prop_recursive(3, 8, 2, |inner| {
            (0usize..3, inner.clone(), inner).prop_map(|(which, a, b)| match which {
                0 => format!("!({a})"),
                1 => format!("({a} && {b})"),
                _ => format!("({a} || {b})"),
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_laws_of_kleene_hold(
        a in formula(), b in formula(), c in formula(), x in truth(), y in truth(), z in truth(),
    ) {
        let who = json!({"sehat": x, "sedang_diperiksa": y, "proses_pidana": z});
        let pairs = [
            (format!("!({a} && {b})"), format!("!({a}) || !({b})")),
            (format!("!({a} || {b})"), format!("!({a}) && !({b})")),
            (format!("{a} && {b}"), format!("{b} && {a}")),
            (format!("{a} && ({b} || {c})"), format!("{a} && {b} || {a} && {c}")),
            (format!("{a} || ({b} && {c})"), format!("({a} || {b}) && ({a} || {c})")),
            (format!("({a} && {b}) && {c}"), format!("{a} && ({b} && {c})")),
            (format!("!(!({a}))"), a.clone()),
            (format!("{a} && true"), a.clone()),
            (format!("{a} || false"), a.clone()),
        ];
        for (left, right) in pairs {
            prop_assert_eq!(status(&left, &who), status(&right, &who), "{} / {}", left, right);
        }
        prop_assert_eq!(status(&format!("{a} && false"), &who), NotMet);
        prop_assert_eq!(status(&format!("{a} || true"), &who), Met);
        prop_assert_eq!(status(&format!("has(sehat) || {a} || true"), &who), Met);
    }

    /// Learning more never turns a known answer into another one.
    #[test]
    fn a_known_answer_stays_when_more_is_learnt(
        a in formula(), x in truth(), y in truth(), z in truth(), more in any::<bool>(),
    ) {
        let before = status(&a, &json!({"sehat": x, "sedang_diperiksa": y, "proses_pidana": z}));
        let learnt = json!({"sehat": x.unwrap_or(more), "sedang_diperiksa": y.unwrap_or(!more),
            "proses_pidana": z.unwrap_or(more)});
        let after = status(&a, &learnt);
        prop_assert!(before == Unknown || before == after);
        prop_assert_ne!(after, Unknown);
    }
}
