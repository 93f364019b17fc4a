//! Configuration, health, audit and the way of a backup out and back in.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::import::{import, province};
use super::{json, refused};

/// The file in which a byte is flipped: one that people uploaded.
fn uploaded(backup: &Path) -> PathBuf {
    let folder = fs::read_dir(backup.join("files")).unwrap().flatten().next();
    let file = fs::read_dir(folder.unwrap().path())
        .unwrap()
        .flatten()
        .next();
    file.unwrap().path()
}

#[test]
fn a_backup_comes_back_whole_and_a_flipped_byte_is_found() {
    let folder = province();
    let folder = folder.path();
    let data = folder.join("data");
    assert_eq!(import(folder, &["--good-rows"]).0, 0);

    let (code, config) = json(&data, &["config", "--json"]);
    assert_eq!(code, 0);
    assert_eq!(
        config["data"],
        json!({ "value": data.to_str().unwrap(), "from": "environment" })
    );
    let (_, health) = json(&data, &["doctor", "--json"]);
    for name in ["database", "audit", "files"] {
        let checks = health["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["check"] == name).unwrap();
        assert_eq!(check["ok"], json!(true), "{check}");
    }
    let (code, audit) = json(&data, &["audit", "verify", "--json"]);
    assert_eq!((code, &audit["ok"]), (0, &json!(true)));

    let backup = folder.join("cadangan");
    let at = backup.to_str().unwrap();
    let (code, made) = json(&data, &["backup", at, "--json"]);
    assert_eq!(code, 0);
    assert!(made["files"].as_u64().unwrap() >= 12, "{made}");
    assert_eq!(refused(&data, &["backup", at]).0, 2, "it is there already");
    let whole = json!({ "ok": true, "problems": [] });
    assert_eq!(json(&data, &["verify", at, "--json"]), (0, whole.clone()));

    // A byte of any file: the file is named, and nothing is restored.
    let empty = folder.join("kembali");
    for victim in [uploaded(&backup), backup.join("titian.db")] {
        let good = fs::read(&victim).unwrap();
        let mut bad = good.clone();
        let middle = bad.len() / 2;
        bad[middle] ^= 1;
        fs::write(&victim, bad).unwrap();
        let (code, found) = json(&data, &["verify", at, "--json"]);
        assert_eq!(code, 1);
        let name = victim.strip_prefix(&backup).unwrap().display();
        assert_eq!(found["problems"], json!([format!("{name}: changed")]));
        assert_eq!(json(&empty, &["restore", at, "--json"]).0, 1);
        assert!(!empty.join("titian.db").exists());
        fs::write(&victim, good).unwrap();
    }
    assert_eq!(json(&data, &["verify", at, "--json"]), (0, whole));

    assert_eq!(json(&empty, &["restore", at, "--json"]).0, 0);
    let (code, restored) = json(&empty, &["audit", "verify", "--json"]);
    assert_eq!(code, 0);
    assert_eq!(restored["head"], audit["head"]);
    assert_eq!(
        refused(&empty, &["restore", at]).0,
        2,
        "an installation is there"
    );
    let (code, gone) = refused(&folder.join("kosong"), &["audit", "verify"]);
    assert_eq!(code, 2, "{gone}");
}
