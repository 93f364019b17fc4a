//! The shipped law can be read, passes every check without a warning, and its examples hold.

use kernel::CivilDate;
use policy::{Diagnostic, Force, shipped};

fn text(found: &[Diagnostic]) -> String {
    let all: Vec<String> = found.iter().map(ToString::to_string).collect();
    all.join("\n\n")
}

#[test]
fn shipped_files_pass_every_check_without_a_warning() {
    let register = shipped::register().unwrap_or_else(|e| panic!("{}", text(&e)));
    let policies = shipped::policies().unwrap_or_else(|e| panic!("{}", text(&e)));
    for policy in &policies {
        let found = policy.check(&register);
        assert!(found.is_empty(), "{}", text(&found));
        assert!(!policy.cases().is_empty());
    }
    let ids: Vec<&str> = policies.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "magang-banten",
            "pertukaran",
            "tugas-belajar",
            "izin-belajar",
            "jp-konversi",
            "jp-kewajiban",
            "ip-asn",
            "magang-masuk"
        ]
    );
    assert!(shipped::policy("pertukaran").unwrap().is_some());
}

#[test]
fn the_boundary_tests_of_the_rule_sheet_are_all_there() {
    let policies = shipped::policies().unwrap();
    let ids: Vec<&str> = policies
        .iter()
        .flat_map(|p| p.cases().iter().map(|case| case.id.as_str()))
        .collect();
    for n in 1..=19 {
        let wanted = format!("B{n}");
        assert!(
            ids.iter()
                .any(|id| id.split(' ').next() == Some(wanted.as_str())),
            "{wanted}"
        );
    }
}

#[test]
fn b3_says_that_the_cap_is_policy() {
    let policy = shipped::policy("magang-banten").unwrap().unwrap();
    let rule = policy.rules().iter().find(|r| r.id == "durasi").unwrap();
    assert!(rule.says.id.contains("kebijakan"));
    assert!(rule.says.en.as_ref().unwrap().contains("policy"));
}

#[test]
fn b19_the_statute_of_a_decision_changes_on_31_october_2023() {
    let register = shipped::register().unwrap();
    let statute = |date: &str| {
        let date: CivilDate = date.parse().unwrap();
        register.statute(date).map(|source| source.id.as_str())
    };
    assert_eq!(statute("2014-01-14"), None);
    assert_eq!(statute("2023-10-30"), Some("UU 5/2014"));
    assert_eq!(statute("2023-10-31"), Some("UU 20/2023"));
}

#[test]
fn instruments_in_force_come_in_the_order_of_the_hierarchy() {
    let register = shipped::register().unwrap();
    let names: Vec<&str> = register
        .in_force("2024-05-01".parse().unwrap())
        .into_iter()
        .map(|source| source.id.as_str())
        .collect();
    assert!(!names.contains(&"UU 5/2014"));
    let at = |name: &str| names.iter().position(|n| *n == name).unwrap();
    assert!(at("UU 20/2023") < at("PP 11/2017"));
    assert!(at("PP 11/2017") < at("PP 94/2021"));
    assert!(at("PP 94/2021") < at("Perpres 21/2023"));
}

#[test]
fn the_digest_is_of_the_text() {
    let policy = shipped::policy("pertukaran").unwrap().unwrap();
    assert_eq!(policy.text(), shipped::POLICIES[1].1);
    let other = format!("{}\n", policy.text());
    let other = policy::Policy::parse("other", &other).unwrap();
    assert_ne!(policy.digest(), other.digest());
    assert_eq!(policy.digest().len(), "sha256:".len() + 64);
}

#[test]
fn boundary_rules_block_or_warn_by_the_source_that_the_rule_sheet_names() {
    for (policy, rule, force, source) in [
        ("magang-banten", "durasi-uu", Force::Block, "UU5-2014-70-5"),
        ("magang-banten", "durasi", Force::Block, "POL-DUR"),
        ("pertukaran", "durasi", Force::Block, "PP11-2017-212-4"),
        (
            "magang-banten",
            "unit-sendiri",
            Force::Warn,
            "LAN-DEF-MAGANG",
        ),
        (
            "magang-banten",
            "hukuman-disiplin",
            Force::Block,
            "POL-ELIG-DISC",
        ),
        (
            "magang-banten",
            "penyesuaian-skp",
            Force::Record,
            "PP30-2019-28-2-e",
        ),
        (
            "magang-banten",
            "penerima-asing",
            Force::Block,
            "PP94-2021-5",
        ),
        ("magang-banten", "kinerja", Force::Block, "POL-ELIG-PERF"),
    ] {
        let policy = shipped::policy(policy).unwrap().unwrap();
        let found = policy.rules().iter().find(|r| r.id == rule).unwrap();
        assert_eq!(found.force, force, "{rule}");
        assert_eq!(found.cite[0], source, "{rule}");
    }
}
