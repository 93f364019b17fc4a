//! Rules about documentation: every path that it names exists.

use anyhow::Result;
use regex_lite::Regex;

use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "paths-in-docs",
    why: "a path that documentation names exists; otherwise the next reader looks for a file that was moved long \
          ago. Correct the path. A path that is only an example contains a part in <angle brackets> or capitals.",
    check: paths,
}];

/// Folders and hidden folders at the root whose names make a word a path.
const ROOTS: &[&str] = &[
    "crates/",
    "xtask/",
    "docs/",
    "policies/",
    ".ci/",
    ".config/",
    ".cargo/",
];

fn is_doc(path: &str) -> bool {
    matches!(path, "README.md" | "ARCHITECTURE.md" | "CONTRIBUTING.md")
        || (path.starts_with("docs/") && path.ends_with(".md"))
}

fn paths(repo: &Repo) -> Result<Vec<Finding>> {
    let span = Regex::new("`([^`]+)`")?;
    let link = Regex::new(r"\]\(([^)\s]+)\)")?;
    let mut findings = Vec::new();
    for file in repo.files.iter().filter(|file| is_doc(&file.path)) {
        let Some(text) = file.text() else { continue };
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut fenced = false;
        for (i, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
                continue;
            }
            if fenced {
                continue;
            }
            let mut missing: Vec<String> = Vec::new();
            for found in span.captures_iter(line) {
                missing.extend(
                    named(&found[1])
                        .filter(|path| !repo.exists(path))
                        .map(str::to_owned),
                );
            }
            for found in link.captures_iter(line) {
                let target = found[1].split('#').next().unwrap_or_default();
                if !target.is_empty() && !target.contains(':') {
                    let path = resolve(folder, target);
                    if !repo.exists(&path) {
                        missing.push(path);
                    }
                }
            }
            for path in missing {
                findings.push(Finding::new(
                    &file.path,
                    i + 1,
                    format!("`{path}` does not exist"),
                ));
            }
        }
    }
    Ok(findings)
}

/// The path that a code span names, if it names one.
fn named(span: &str) -> Option<&str> {
    let place = span.split([':', '#']).next().unwrap_or_default();
    let example = place.contains(['<', '>', '*', '{', '}', '$', '…', ' ', '[', '('])
        || place
            .split(['/', '.'])
            .any(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
            && !matches!(place, "README.md" | "ARCHITECTURE.md" | "CONTRIBUTING.md");
    let path = ROOTS.iter().any(|root| place.starts_with(root));
    (path && !example).then_some(place)
}

/// A link's target seen from the root.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str) -> Vec<Finding> {
        let files = [
            (path, text),
            ("crates/app/src/lib.rs", ""),
            ("docs/glossary.md", ""),
        ];
        paths(&Repo::of(&files)).unwrap()
    }

    #[test]
    fn paths_that_exist_pass() {
        let text = "See `crates/app/src/lib.rs:12`, `crates/app/`, [words](glossary.md#host), \
                    [site](https://example.org), `crates/app/src/<slice>/store.rs`, `docs/NAME.md`, `cargo test`.";
        assert_eq!(check("docs/guide.md", text), []);
    }

    #[test]
    fn paths_that_are_gone_are_found() {
        let found = check(
            "README.md",
            "# Titian\nSee `crates/app/src/old.rs` and [map](docs/map.md).",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].line, found[0].message.as_str()),
            (2, "`crates/app/src/old.rs` does not exist")
        );
    }

    #[test]
    fn links_are_relative_to_their_page() {
        assert_eq!(
            check("docs/guide.md", "[lib](../crates/app/src/lib.rs)"),
            []
        );
        assert_eq!(
            check("docs/guide.md", "[lib](crates/app/src/lib.rs)").len(),
            1
        );
    }
}
