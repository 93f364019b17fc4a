//! What a comparison of two versions tells.

#![allow(clippy::unwrap_used)]

use super::*;

fn shipped(change: impl Fn(String) -> String) -> Policy {
    let (name, text) = policy::shipped::POLICIES[0];
    Policy::parse(name, &change(text.to_owned())).unwrap()
}

#[test]
fn a_number_that_changed_reads_as_people_say_it() {
    let old = shipped(|text| text);
    let new = shipped(|text| text.replacen("value = 2\n", "value = 3\n", 1));
    let changes = diff(&old, &new);
    let [
        Change::Param {
            label,
            unit,
            before,
            after,
        },
    ] = changes.as_slice()
    else {
        panic!("{changes:?}");
    };
    assert_eq!(label.id, "Masa kerja paling singkat sebagai PNS");
    assert_eq!(unit.as_ref().unwrap().id, "tahun");
    assert_eq!((before.id.as_str(), after.id.as_str()), ("2", "3"));
}

#[test]
fn another_condition_a_new_and_a_lost_rule_are_told() {
    let old = shipped(|text| text);
    let new = shipped(|text| {
        text.replace(
            "require = \"years(tmt_pns, at) >= min_service_years\"",
            "require = \"years(tmt_pns, at) > min_service_years\"",
        )
        .replace("proses-pidana", "perkara-pidana")
    });
    let changes = diff(&old, &new);
    assert!(changes.iter().any(|change| matches!(
        change,
        Change::Rule { part: RulePart::Condition, after, .. }
            if after.id == "years(tmt_pns, at) > min_service_years"
    )));
    assert!(
        changes
            .iter()
            .any(|c| matches!(c, Change::RuleAdded { .. }))
    );
    assert!(
        changes
            .iter()
            .any(|c| matches!(c, Change::RuleRemoved { .. }))
    );
    assert_eq!(changes.len(), 3);
    assert_eq!(diff(&old, &old), Vec::new());
}

#[test]
fn every_respect_of_a_rule_is_seen() {
    let old = shipped(|text| text);
    let rule = "id = \"jenis-asn\"\nsays = { id = \"Peserta";
    let tell = |from: &str, to: &str| {
        let new = shipped(|text| text.replacen(from, to, 1));
        diff(&old, &new)
    };
    let says = tell(rule, "id = \"jenis-asn\"\nsays = { id = \"Calon peserta");
    assert!(matches!(
        &says[..],
        [Change::Rule {
            part: RulePart::Says,
            ..
        }]
    ));
    let waiver = tell(
        "id = \"jenis-asn\"\n",
        "id = \"jenis-asn\"\nwaivable = true\nwaived_by = \"ppk\"\n",
    );
    assert!(
        matches!(&waiver[..], [Change::Rule { part: RulePart::Waiver, after, .. }] if after.id == "PPK")
    );
    let days = tell(
        "id = \"jenis-asn\"\n",
        "id = \"jenis-asn\"\nvalid_to = 2030-01-01\n",
    );
    assert!(matches!(
        &days[..],
        [Change::Rule {
            part: RulePart::Days,
            ..
        }]
    ));
    let title = tell("Kriteria peserta magang", "Syarat peserta magang");
    assert!(matches!(
        &title[..],
        [Change::Policy {
            part: PolicyPart::Title,
            ..
        }]
    ));
}
