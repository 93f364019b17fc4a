//! Rules about snapshots: each belongs to a test that still takes it.

use anyhow::Result;

use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "snapshots-in-use",
    why: "a snapshot that no test compares proves nothing and misleads the reader. Remove the file, or bring its \
          test back.",
    check: snapshots,
}];

fn snapshots(repo: &Repo) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in repo
        .files
        .iter()
        .filter(|file| file.path.ends_with(".snap"))
    {
        let text = file.text().unwrap_or_default();
        let source = text.lines().find_map(|line| line.strip_prefix("source: "));
        let Some(source) = source.map(|path| path.trim().trim_matches('"')) else {
            findings.push(Finding::new(&file.path, 0, "names no source"));
            continue;
        };
        // The name is the test's function or the name given by hand, behind the path of the module.
        let stem = file.name().trim_end_matches(".snap");
        let name = stem.rsplit("__").next().unwrap_or(stem);
        let numbered = name
            .rsplit_once('-')
            .filter(|(_, n)| n.chars().all(|c| c.is_ascii_digit()));
        let bare = numbered.map_or(name, |(bare, _)| bare);
        // A name may come from a list of the crate or from the files it reads, one snapshot each.
        let package = source.split('/').take(2).collect::<Vec<_>>().join("/") + "/";
        let listed = repo
            .files
            .iter()
            .filter(|other| other.path.starts_with(&package))
            .any(|other| {
                let quoted = || {
                    other
                        .text()
                        .is_some_and(|text| text.contains(&format!("\"{name}\"")))
                };
                other.name().split('.').next() == Some(name) && !other.path.ends_with(".snap")
                    || other.path.ends_with(".rs") && quoted()
            });
        match repo.get(source).and_then(|file| file.text()) {
            None => {
                findings.push(Finding::new(
                    &file.path,
                    0,
                    format!("its test file {source} is gone"),
                ));
            }
            Some(test) if !listed && !test.contains(bare) => {
                findings.push(Finding::new(
                    &file.path,
                    0,
                    format!("{source} has no test `{bare}`"),
                ));
            }
            Some(_) => {}
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(snap: &str, text: &str) -> usize {
        let test = ("crates/policy/src/tests.rs", "#[test]\nfn a_verdict() {}");
        snapshots(&Repo::of(&[test, (snap, text)])).unwrap().len()
    }

    #[test]
    fn a_snapshot_with_its_test_passes() {
        let text = "---\nsource: crates/policy/src/tests.rs\nexpression: x\n---\n1\n";
        assert_eq!(
            check(
                "crates/policy/src/snapshots/policy__tests__a_verdict.snap",
                text
            ),
            0
        );
        assert_eq!(
            check(
                "crates/policy/src/snapshots/policy__tests__a_verdict-2.snap",
                text
            ),
            0
        );
    }

    #[test]
    fn a_name_out_of_a_list_or_a_file_of_the_crate_passes() {
        let snap = (
            "crates/a/tests/it/snapshots/it__letters__surat-tugas.snap",
            "source: crates/a/tests/it/letters.rs\n",
        );
        let test = (
            "crates/a/tests/it/letters.rs",
            "insta::assert_snapshot!(kind, x);",
        );
        let list = (
            "crates/a/src/lib.rs",
            "const KINDS: &[&str] = &[\"surat-tugas\"];",
        );
        let file = ("crates/a/templates/surat-tugas.typ", "");
        assert_eq!(snapshots(&Repo::of(&[snap, test, list])).unwrap(), []);
        assert_eq!(snapshots(&Repo::of(&[snap, test, file])).unwrap(), []);
        assert_eq!(snapshots(&Repo::of(&[snap, test])).unwrap().len(), 1);
    }

    #[test]
    fn a_snapshot_without_test_or_source_is_found() {
        let text = "---\nsource: crates/policy/src/tests.rs\n---\n1\n";
        assert_eq!(
            check("crates/policy/src/snapshots/policy__tests__gone.snap", text),
            1
        );
        let moved = "---\nsource: crates/policy/src/old.rs\n---\n1\n";
        assert_eq!(
            check(
                "crates/policy/src/snapshots/policy__old__a_verdict.snap",
                moved
            ),
            1
        );
        assert_eq!(check("crates/policy/src/snapshots/x.snap", "1"), 1);
    }
}
