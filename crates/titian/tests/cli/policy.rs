//! `titian policy` as an author of policies uses it: check, format, and ask the register.

use std::fs;

use crate::import::{import, province};
use crate::{json, refused, titian};

const POLICIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies");

#[test]
fn every_case_of_the_shipped_policies_passes_and_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (code, answer) = json(&data, &["policy", "check", POLICIES, "--json"]);
    assert_eq!((code, &answer["ok"]), (0, &true.into()));
    let cases = answer["cases"].as_array().unwrap();
    assert!(cases.iter().all(|case| case["passed"] == true));
    let ids: Vec<&str> = cases
        .iter()
        .map(|case| case["id"].as_str().unwrap())
        .collect();
    for n in 1..=19 {
        let id = format!("B{n}");
        assert!(
            ids.iter().any(|known| known.split(' ').next() == Some(&id)),
            "{id}"
        );
    }
    let output = titian(&data, &["policy", "check", POLICIES]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(said.matches("✓").count(), cases.len());
}

#[test]
fn a_changed_number_fails_its_case_with_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let text = fs::read_to_string(format!("{POLICIES}/pertukaran.policy.toml")).unwrap();
    let file = folder.path().join("p.policy.toml");
    fs::write(
        &file,
        text.replace(
            "[param.max_years]\nvalue = 1",
            "[param.max_years]\nvalue = 2",
        ),
    )
    .unwrap();
    let output = titian(&data, &["policy", "check", file.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("✗ B4") && said.contains("p.policy.toml:"),
        "{said}"
    );
}

#[test]
fn formatting_writes_once_and_tells_before() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("a.policy.toml");
    fs::write(
        &file,
        "id=\"a\"   # kept\n\n\n[[rule]]\nrequire=\"(sehat)\"\n",
    )
    .unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(
        titian(&data, &["policy", "fmt", "--check", path])
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        titian(&data, &["policy", "fmt", path]).status.code(),
        Some(0)
    );
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text, "id = \"a\" # kept\n\n[[rule]]\nrequire = \"sehat\"\n");
    assert_eq!(
        titian(&data, &["policy", "fmt", "--check", path])
            .status
            .code(),
        Some(0)
    );
    fs::write(&file, "id = \n").unwrap();
    let (code, said) = refused(&data, &["policy", "fmt", path]);
    assert!(code == 2 && said.contains("a.policy.toml:1:"), "{said}");
}

#[test]
fn the_register_answers_for_a_date_and_for_an_article() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (_, before) = json(
        &data,
        &["policy", "register", "--at", "2023-10-30", "--json"],
    );
    let (_, after) = json(
        &data,
        &["policy", "register", "--at", "2023-10-31", "--json"],
    );
    assert_eq!(
        (&before["statute"], &after["statute"]),
        (&"UU 5/2014".into(), &"UU 20/2023".into())
    );
    let asked = [
        "policy",
        "register",
        "--article",
        "PP11-2017-212-4",
        "--at",
        "2026-01-01",
        "--json",
    ];
    let (code, article) = json(&data, &asked);
    assert_eq!(code, 0);
    let stops = |id: &str| {
        let dependents = article["dependents"].as_array().unwrap();
        dependents
            .iter()
            .any(|d| d["policy"] == "pertukaran" && d["id"] == id && d["stops"] == true)
    };
    assert!(stops("durasi") && stops("max_years"));
    let (code, said) = refused(&data, &["policy", "register", "--article", "PP11-2017-212"]);
    assert!(code == 2 && said.contains("PP11-2017-212-4"), "{said}");
    let asked = [
        "policy",
        "register",
        "--lint",
        "UU Nomor 5 Tahun 2004",
        "--at",
        "2024-01-01",
        "--json",
    ];
    let (code, slips) = json(&data, &asked);
    assert_eq!(
        (code, &slips["slips"][0]["found"]),
        (1, &"UU 5/2004".into())
    );
}

#[test]
fn a_changed_number_shows_who_gains_and_who_loses() {
    let folder = super::import::province();
    let data = folder.path().join("data");
    let text = fs::read_to_string(format!("{POLICIES}/magang-banten.policy.toml")).unwrap();
    let rules = |years: u32| {
        let path = folder.path().join(format!("p{years}.policy.toml"));
        // Only the rule on service, so that nothing else decides.
        let head = &text[..text.find("[param.").unwrap()];
        let body = format!(
            "{head}[param.n]\nvalue = {years}\ncite = [\"POL-ELIG-SERVICE\"]\n[[rule]]\nid = \"r\"\nsays = \"r\"\nforce = \"block\"\n\
             cite = [\"POL-ELIG-SERVICE\"]\nrequire = \"years(tmt_pns, at) >= n\"\n"
        );
        fs::write(&path, body).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let staff = folder.path().join("p/data-asn.csv");
    let (few, many) = (rules(2), rules(10));
    let ask = |old: &str, new: &str| {
        let arguments = [
            "policy",
            "diff",
            old,
            new,
            "--staff",
            staff.to_str().unwrap(),
            "--at",
            "2026-06-01",
            "--json",
        ];
        json(&data, &arguments)
    };
    let (code, there) = ask(&few, &many);
    assert_eq!(code, 0);
    let lost = there["lost"].as_array().unwrap().len();
    assert!(lost > 0 && there["gained"].as_array().unwrap().is_empty());
    let met = |name: &str| there[name].as_u64().unwrap();
    assert_eq!(met("met_old") - met("met_new"), lost as u64);
    let by_sex = there["groups"]["jenis_kelamin"].as_array().unwrap();
    let sum: u64 = by_sex.iter().map(|row| row["lost"].as_u64().unwrap()).sum();
    assert_eq!(sum, lost as u64);
    // Back again, everybody who lost gains.
    let (_, back) = ask(&many, &few);
    assert_eq!(
        (&back["gained"], &back["lost"]),
        (&there["lost"], &there["gained"])
    );
    let (_, same) = ask(&few, &few);
    assert_eq!(same["moved"].as_array().unwrap().len(), 0);
}

#[test]
fn a_replay_needs_an_installation_and_says_which_verdict_it_does_not_know() {
    let folder = province();
    let data = folder.path().join("data");
    let (code, said) = refused(&data, &["policy", "replay"]);
    assert_eq!(code, 2, "{said}");
    assert_eq!(import(folder.path(), &["--good-rows"]).0, 0);
    let known = ["policy", "replay", "--known-at", "2026-11-01"];
    let (code, answer) = json(&data, &[&known[..], &["--json"]].concat());
    assert_eq!(code, 0);
    assert_eq!(answer["known_at"], "2026-11-01");
    assert_eq!(answer["verdicts"], serde_json::json!([]));
    let one = "01920000-0000-7000-8000-00000000000a";
    let (code, said) = refused(&data, &[&known[..], &["--nomination", one]].concat());
    assert_eq!(code, 2);
    assert!(said.contains(one) && said.contains("2026-11-01"), "{said}");
    let (code, said) = refused(&data, &["policy", "replay", "--known-at", "kemarin"]);
    assert_eq!(code, 2);
    assert!(said.contains("kemarin"), "{said}");
}
