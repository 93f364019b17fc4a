//! `titian place` on plain files: solve, verify, repair, sensitivity, explain, and what each refuses.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{json, refused, titian};

/// Ani and Budi want the one place at BKN, Cici the one at LAN, whose minimum is 1.
const PROBLEM: &str = r#"{"format":"titian-placement/1","objective":["placed","generous","fit"],"seed":"x",
    "hosts":[{"id":"bkn","max":1},{"id":"lan","min":1,"max":1}],"slots":[{"id":"s","host":"bkn"},{"id":"t","host":"lan"}],
    "applicants":[{"id":"ani","choices":[{"slot":"s","fit":9},{"slot":"t"}]},{"id":"budi","choices":[{"slot":"s","fit":5}]},
                  {"id":"cici","choices":[{"slot":"t","fit":7},{"slot":"s","fit":1}]}]}"#;

struct Files {
    _folder: tempfile::TempDir,
    data: PathBuf,
    problem: String,
    result: String,
}

impl Files {
    fn other(&self, name: &str) -> String {
        path(&self.data.with_file_name(name))
    }
}

fn path(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// The problem, solved by the program.
fn solved() -> Files {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let problem = path(&folder.path().join("p.json"));
    let result = path(&folder.path().join("r.json"));
    fs::write(&problem, PROBLEM).unwrap();
    let output = titian(
        &data,
        &["place", "solve", &problem, "--out", &result, "--stats"],
    );
    assert_eq!(output.status.code(), Some(0));
    let stats: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert!(stats["solve_s"].is_number() && stats["peak_bytes"].is_number());
    Files {
        _folder: folder,
        data,
        problem,
        result,
    }
}

fn said(files: &Files, arguments: &[&str]) -> String {
    let output = titian(&files.data, arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_result_is_verified_and_one_altered_number_refused() {
    let files = solved();
    let verify = ["place", "verify", &files.problem, &files.result, "--json"];
    let (code, answer) = json(&files.data, &verify);
    assert_eq!(
        (code, &answer["ok"], &answer["placed"]),
        (0, &true.into(), &2.into())
    );
    let result = fs::read_to_string(&files.result).unwrap();
    fs::write(
        &files.result,
        result.replacen("\"rank\":1", "\"rank\":2", 1),
    )
    .unwrap();
    let (code, answer) = json(&files.data, &verify);
    assert_eq!(
        (code, &answer["ok"], &answer["claim"]),
        (1, &false.into(), &"rank".into())
    );
}

#[test]
fn a_repair_promotes_the_reserve_list_and_is_a_result_like_any_other() {
    let files = solved();
    let (problem, result) = (files.other("p2.json"), files.other("r2.json"));
    let repair = ["place", "repair", &files.problem, &files.result];
    let to = ["--out-problem", &problem, "--out", &result];
    let words = said(
        &files,
        &[&repair[..], &["--withdraw", "ani"], &to[..]].concat(),
    );
    assert!(
        words.contains("1 orang naik dari daftar cadangan"),
        "{words}"
    );
    let (code, answer) = json(
        &files.data,
        &["place", "verify", &problem, &result, "--json"],
    );
    assert_eq!((code, &answer["placed"]), (0, &2.into()));
    assert!(fs::read_to_string(&result).unwrap().contains("\"budi\""));
    assert!(!fs::read_to_string(&problem).unwrap().contains("\"ani\""));

    let words = said(&files, &[&repair[..], &["--close", "t"], &to[..]].concat());
    assert!(
        words.contains("Minimum 1 pada host lan tidak dapat dipertahankan"),
        "{words}"
    );
}

#[test]
fn sensitivity_says_what_a_place_is_worth_and_what_a_decision_costs() {
    let files = solved();
    let ask = ["place", "sensitivity", &files.problem, &files.result];
    let words = said(&files, &ask);
    assert!(
        words.contains("Satu tempat lagi pada instansi penerima bkn"),
        "{words}"
    );
    let words = said(
        &files,
        &[&ask[..], &["--applicant", "budi", "--slot", "s"]].concat(),
    );
    assert!(!words.trim().is_empty());
    // Budi did not choose t, so that no decision may send him there.
    let (code, words) = refused(
        &files.data,
        &[&ask[..], &["--applicant", "budi", "--slot", "t"]].concat(),
    );
    assert!(code == 2 && !words.is_empty(), "{code} {words}");
}

#[test]
fn explanations_name_limits_and_nobody_else() {
    let files = solved();
    let ask = [
        "place",
        "explain",
        &files.problem,
        &files.result,
        "--applicant",
    ];
    let words = said(&files, &[&ask[..], &["budi"]].concat());
    assert!(words.contains("bkn"), "{words}");
    let named = words
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word == "ani");
    assert!(!named, "{words}");
    let (code, words) = refused(&files.data, &[&ask[..], &["dedi"]].concat());
    assert!(code == 2 && words.contains("dedi"), "{code} {words}");
}

#[test]
fn what_cannot_be_is_told_with_its_exit_code_and_writes_nothing_in_vain() {
    let files = solved();
    let out = files.other("never.json");
    let bad = files.other("bad.json");
    fs::write(&bad, PROBLEM.replacen("\"max\":1", "\"max\":1.0", 1)).unwrap();
    let (code, words) = refused(&files.data, &["place", "solve", &bad, "--out", &out]);
    assert!(
        code == 2 && words.contains("$.hosts[0].max"),
        "{code} {words}"
    );
    assert!(!Path::new(&out).exists());

    fs::write(
        &bad,
        PROBLEM.replacen("\"min\":1,\"max\":1", "\"min\":3", 1),
    )
    .unwrap();
    let (code, words) = refused(&files.data, &["place", "solve", &bad, "--out", &out]);
    assert!(code == 3 && words.contains("lan"), "{code} {words}");
    let (code, answer) = json(&files.data, &["place", "verify", &bad, &out, "--json"]);
    assert_eq!((code, &answer["status"]), (0, &"infeasible".into()));
}
