//! Rules about docs/regressions.md: every test and case that the list names exists, so that the list cannot rot.

use anyhow::Result;
use regex_lite::Regex;

use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "regressions-exist",
    why: "docs/regressions.md says which test holds which promise. A test that is named there and does not exist \
          holds nothing: bring it back, or name the test that took its place. A row names at least one.",
    check: regressions,
}];

const LIST: &str = "docs/regressions.md";

fn regressions(repo: &Repo) -> Result<Vec<Finding>> {
    let Some(text) = repo.get(LIST).and_then(|file| file.text()) else {
        return Ok(vec![Finding::new(LIST, 0, "is gone")]);
    };
    let named = Regex::new(r"`([\w./-]+\.(?:rs|toml))::([^`]+)`")?;
    let row = Regex::new(r"^\|\s*(?:[0-9]+|[A-Z]+[0-9]+)\s*\|")?;
    let mut findings = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let mut count = 0;
        for found in named.captures_iter(line) {
            count += 1;
            let (path, name) = (&found[1], &found[2]);
            let message = match repo.get(path).and_then(|file| file.text()) {
                None => format!("there is no file {path}"),
                Some(text) if !holds(path, text, name) => format!("{path} has no test `{name}`"),
                Some(_) => continue,
            };
            findings.push(Finding::new(LIST, i + 1, message));
        }
        if row.is_match(line) && count == 0 {
            findings.push(Finding::new(
                LIST,
                i + 1,
                "this row names no test (`path::name`)",
            ));
        }
    }
    Ok(findings)
}

/// Whether a file holds a test function of this name, or a policy file a case with this id.
fn holds(path: &str, text: &str, name: &str) -> bool {
    let mut before: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if path.ends_with(".toml") {
            if before.last() == Some(&"[[case]]") && line == format!("id = \"{name}\"") {
                return true;
            }
            before.push(line);
            continue;
        }
        let function = line
            .trim_start_matches("pub ")
            .trim_start_matches("async ")
            .strip_prefix("fn ")
            .and_then(|rest| rest.split('(').next());
        if function == Some(name) {
            let is_test = |line: &&str| line.starts_with("#[") && line.contains("test");
            return before
                .iter()
                .rev()
                .take_while(|line| line.starts_with('#'))
                .any(is_test);
        }
        before.push(line);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str) -> Vec<String> {
        let files = [
            (LIST, list),
            (
                "crates/app/src/tests.rs",
                "#[tokio::test]\nasync fn a_promise() {}\n\nfn helper() {}\n\n#[test]\n#[should_panic]\nfn other() {}",
            ),
            (
                "policies/a.policy.toml",
                "[[case]]\nid = \"B1\"\n\n[[rule]]\nid = \"durasi\"\n",
            ),
        ];
        let found = regressions(&Repo::of(&files)).unwrap();
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn tests_and_cases_that_exist_pass() {
        let list = "| 1 | x | `crates/app/src/tests.rs::a_promise`, `crates/app/src/tests.rs::other` |\n\
                    | B1 | x | `policies/a.policy.toml::B1` |\n| defect | behaviour | test |\n";
        assert_eq!(check(list), [] as [&str; 0]);
    }

    #[test]
    fn what_is_gone_or_no_test_is_found() {
        for (list, message) in [
            (
                "| 1 | x | `crates/app/src/tests.rs::gone` |",
                "crates/app/src/tests.rs has no test `gone`",
            ),
            (
                "| 1 | x | `crates/app/src/tests.rs::helper` |",
                "crates/app/src/tests.rs has no test `helper`",
            ),
            (
                "| 1 | x | `crates/app/src/old.rs::a_promise` |",
                "there is no file crates/app/src/old.rs",
            ),
            (
                "| B2 | x | `policies/a.policy.toml::durasi` |",
                "policies/a.policy.toml has no test `durasi`",
            ),
            ("| 3 | said only |", "this row names no test (`path::name`)"),
        ] {
            assert_eq!(check(list), [message]);
        }
        assert_eq!(regressions(&Repo::of(&[])).unwrap().len(), 1);
    }
}
