//! Rules about files: what the first line says, how long a file may be, which words stand nowhere.

use anyhow::Result;
use regex_lite::Regex;

use super::source::{inline_tests, is_test};
use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "first-line",
        why: "the first line of a Rust file is `//!` and one sentence: what the file owns. Who reads the tree then \
              knows where to look.",
        check: first_line,
    },
    Rule {
        name: "file-length",
        why: "a file holds one idea: at most 600 lines of product code, and at most 100 lines of tests beside it. \
              Split by act (`commands/<act>.rs`), or move the tests to `tests.rs` beside the file.",
        check: length,
    },
    Rule {
        name: "words-that-must-not-stand",
        why: "no path of one machine and no address of a registry belongs into the repository. Write what is true \
              on every machine.",
        check: words,
    },
];

/// Lines of product code that a file may have.
const PRODUCT_LIMIT: usize = 600;
/// Lines of tests that may stand in a product file.
const TEST_LIMIT: usize = 100;
/// What half and nine tenths of the files should not pass.
const AIMS: (usize, usize) = (120, 350);

fn first_line(repo: &Repo) -> Result<Vec<Finding>> {
    Ok(repo
        .rust()
        .filter(|(_, text)| {
            let sentence = text
                .lines()
                .next()
                .and_then(|line| line.strip_prefix("//! "));
            sentence.is_none_or(|sentence| sentence.trim().len() < 4)
        })
        .map(|(file, _)| Finding::new(&file.path, 1, "does not begin with `//! ` and a sentence"))
        .collect())
}

/// Lines of product code and of tests in a file.
fn lines(text: &str) -> (usize, usize) {
    let all = text.lines().count();
    let tests = inline_tests(text).map_or(0, |(first, last)| last + 1 - first);
    (all - tests, tests)
}

fn product(repo: &Repo) -> impl Iterator<Item = (&str, usize, usize)> {
    repo.rust()
        .filter(|(file, _)| !is_test(&file.path))
        .map(|(file, text)| {
            let (product, tests) = lines(text);
            (file.path.as_str(), product, tests)
        })
}

fn length(repo: &Repo) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (path, lines, tests) in product(repo) {
        if lines > PRODUCT_LIMIT {
            findings.push(Finding::new(
                path,
                0,
                format!("{lines} lines of product code"),
            ));
        }
        if tests > TEST_LIMIT {
            findings.push(Finding::new(path, 0, format!("{tests} lines of tests")));
        }
    }
    Ok(findings)
}

/// How long the files are, against what we aim at.
pub(super) fn summary(repo: &Repo) -> String {
    let mut all: Vec<usize> = product(repo).map(|(_, lines, _)| lines).collect();
    all.sort_unstable();
    let at = |percent: usize| {
        all.get(all.len() * percent / 100)
            .copied()
            .unwrap_or_default()
    };
    let (p50, p90) = (at(50), at(90));
    let over = if p50 > AIMS.0 || p90 > AIMS.1 {
        " — longer than we aim at"
    } else {
        ""
    };
    format!(
        "tidy: {} product files, lines p50 {p50} (aim ≤ {}), p90 {p90} (aim ≤ {}){over}",
        all.len(),
        AIMS.0,
        AIMS.1
    )
}

/// Files that are not ours to word: generated, vendored or binary.
fn is_ours(path: &str) -> bool {
    !path.ends_with("Cargo.lock") && !path.contains("/vendor/") && !path.contains("/fonts/")
}

fn words(repo: &Repo) -> Result<Vec<Finding>> {
    // Each pattern is cut in two, so that this file does not break its own rule.
    let bans: &[(&str, &str)] = &[
        (
            concat!("(^|[^A-Za-z0-9_./-])/(wor", "k|root|home)/[A-Za-z0-9_.]"),
            "the path of one machine",
        ),
        (
            concat!(
                "registry",
                r"\.npmjs\.org|(index|static)",
                r"\.crates\.io|files\.",
                "pythonhosted"
            ),
            "the address of a registry",
        ),
    ];
    let bans: Vec<(Regex, &str)> = bans
        .iter()
        .map(|(pattern, what)| Ok((Regex::new(pattern)?, *what)))
        .collect::<Result<_>>()?;
    let mut findings = Vec::new();
    for file in repo.files.iter().filter(|file| is_ours(&file.path)) {
        let Some(text) = file.text() else { continue };
        for (i, line) in text.lines().enumerate() {
            for (ban, what) in &bans {
                if ban.is_match(line) {
                    findings.push(Finding::new(&file.path, i + 1, format!("holds {what}")));
                }
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&Repo) -> Result<Vec<Finding>>, path: &str, text: &str) -> usize {
        rule(&Repo::of(&[(path, text)])).unwrap().len()
    }

    #[test]
    fn a_file_begins_with_what_it_owns() {
        assert_eq!(
            check(first_line, "crates/app/src/a.rs", "//! Owns letters.\n"),
            0
        );
        assert_eq!(
            check(first_line, "crates/app/src/a.rs", "use std::fs;\n"),
            1
        );
        assert_eq!(check(first_line, "crates/app/src/a.rs", "//!\n"), 1);
        assert_eq!(check(first_line, "crates/app/src/a.rs", ""), 1);
    }

    #[test]
    fn long_files_and_long_tests_are_found() {
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(98));
        assert_eq!(
            check(length, "crates/a/src/a.rs", &tests),
            1,
            "101 lines of tests"
        );
        let short = format!("{}#[cfg(test)]\nmod tests {{\n}}\n", "\n".repeat(600));
        assert_eq!(check(length, "crates/a/src/a.rs", &short), 0);
        assert_eq!(check(length, "crates/a/src/a.rs", &"\n".repeat(601)), 1);
        assert_eq!(
            check(length, "crates/a/src/a/tests.rs", &"\n".repeat(601)),
            0
        );
    }

    #[test]
    fn the_summary_says_when_files_grow() {
        let long = "\n".repeat(400);
        assert!(summary(&Repo::of(&[("crates/a/src/a.rs", &long)])).contains("longer than we aim"));
        assert!(!summary(&Repo::of(&[("crates/a/src/a.rs", "\n")])).contains("longer"));
    }

    #[test]
    fn machine_paths_and_registries_are_found() {
        for bad in [
            concat!("see /wor", "k/main/x"),
            concat!("https://registry", ".npmjs.org/x"),
        ] {
            assert_eq!(check(words, "docs/a.md", bad), 1, "{bad}");
        }
        for good in ["a route /homework", "docs/work/x", "crates.io"] {
            assert_eq!(check(words, "docs/a.md", good), 0, "{good}");
        }
    }
}
