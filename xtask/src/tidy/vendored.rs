//! Rules about vendored files: each is recorded and is still what was recorded.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::{Finding, Rule};
use crate::repo::Repo;
use crate::vendor::{MANIFEST, Manifest, sha256};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "vendored-files",
    why: "what others wrote is copied unchanged, with version, licence and SHA-256 on record (docs/vendored.md). \
          Do not edit or add such files by hand: run `cargo xtask vendor`.",
    check: sums,
}];

fn sums(repo: &Repo) -> Result<Vec<Finding>> {
    let vendored = |path: &str| path.contains("/vendor/") && path.starts_with("crates/");
    let manifest = match repo.get(MANIFEST).and_then(|file| file.text()) {
        Some(text) => toml::from_str(text).with_context(|| format!("read {MANIFEST}"))?,
        None => Manifest::default(),
    };
    let mut findings = Vec::new();
    let mut recorded = BTreeSet::new();
    for (path, sum) in manifest.package.iter().flat_map(|entry| &entry.files) {
        recorded.insert(path.as_str());
        match repo.get(path) {
            None => findings.push(Finding::new(path, 0, "is recorded and missing")),
            Some(file) if sha256(&file.bytes) != *sum => {
                findings.push(Finding::new(path, 0, "differs from what was recorded"));
            }
            Some(_) => {}
        }
    }
    for file in repo
        .files
        .iter()
        .filter(|file| vendored(&file.path) && file.path != MANIFEST)
    {
        if !recorded.contains(file.path.as_str()) {
            findings.push(Finding::new(&file.path, 0, "is not recorded"));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "crates/web/assets/vendor/a.js";

    fn check(files: &[(&str, &str)]) -> usize {
        let manifest = format!(
            "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nlicence = \"MIT\"\n[package.files]\n\"{FILE}\" = \"{}\"\n",
            sha256(b"a()")
        );
        let mut all = vec![(MANIFEST, manifest.as_str())];
        all.extend(files);
        sums(&Repo::of(&all)).unwrap().len()
    }

    #[test]
    fn what_was_recorded_passes() {
        assert_eq!(check(&[(FILE, "a()")]), 0);
    }

    #[test]
    fn an_edited_a_missing_and_an_unrecorded_file_are_found() {
        assert_eq!(check(&[(FILE, "b()")]), 1);
        assert_eq!(check(&[]), 1);
        assert_eq!(
            check(&[(FILE, "a()"), ("crates/web/assets/vendor/b.js", "")]),
            1
        );
    }
}
