//! Rules about Rust code: slices keep to their faces, nothing is left unfinished, no policy number stands in code.

use anyhow::Result;
use regex_lite::Regex;

use super::source::{code_only, inline_tests, is_test};
use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "slice-faces",
        why: "a slice uses another only through its mod.rs, so that each can change inside without asking the \
              others. Let the other slice export what you need from its mod.rs, and take it from there.",
        check: faces,
    },
    Rule {
        name: "slice-names",
        why: "the same word names a slice in app, web and templates, so that one search finds all of it. Rename \
              the folder to the slice it serves.",
        check: names,
    },
    Rule {
        name: "nothing-unfinished",
        why: "what is not done is not in the tree: no test that never runs, no placeholder that panics, no \
              forgotten trace. Finish it, or leave it out.",
        check: unfinished,
    },
    Rule {
        name: "no-policy-number",
        why: "ages, years, months and JP are policy and change by decree: they stand in policies/ with their \
              citation, never in code. Read the number from the policy.",
        check: policy_numbers,
    },
];

/// Modules of a slice that belong to it alone; its `access` is a table that pages read too.
const PRIVATE: &[&str] = &["store", "model"];

/// Folders of `app/src` that are shared ground, not slices.
const SHARED_APP: &[&str] = &["db", "words"];

/// Folders of `web` that serve all slices: the shell, the first page (fed by `app::todo`), the demonstration's door, and
/// the tests of all routes together.
const SHARED_WEB: &[&str] = &["shell", "home", "demo", "tests"];

fn slices(repo: &Repo) -> Vec<&str> {
    let mut all = repo.folders("crates/app/src");
    all.retain(|name| !SHARED_APP.contains(name));
    all
}

fn faces(repo: &Repo) -> Result<Vec<Finding>> {
    let direct = Regex::new(r"\b(?:crate|app)::(\w+)::(\w+)")?;
    let grouped = Regex::new(r"\b(?:crate|app)::(\w+)::\{([^;]*)")?;
    let inner = Regex::new(r"\b(store|model)\b")?;
    let slices = slices(repo);
    let mut findings = Vec::new();
    for (file, text) in repo.rust() {
        let own = file
            .path
            .strip_prefix("crates/app/src/")
            .and_then(|inside| inside.split('/').next())
            .unwrap_or_default();
        let code = code_only(text);
        let mut found = Vec::new();
        for named in direct.captures_iter(&code) {
            if PRIVATE.contains(&&named[2]) {
                found.push((named[1].to_owned(), named[2].to_owned(), start(&named)));
            }
        }
        for named in grouped.captures_iter(&code) {
            if let Some(module) = inner.find(&named[2]) {
                found.push((
                    named[1].to_owned(),
                    module.as_str().to_owned(),
                    start(&named),
                ));
            }
        }
        for (slice, module, at) in found {
            if slice != own && slices.contains(&slice.as_str()) {
                let line = code[..at].matches('\n').count() + 1;
                let message = format!("`{slice}::{module}` belongs to `{slice}` alone");
                findings.push(Finding::new(&file.path, line, message));
            }
        }
    }
    Ok(findings)
}

fn start(captures: &regex_lite::Captures<'_>) -> usize {
    captures.get(0).map_or(0, |found| found.start())
}

fn names(repo: &Repo) -> Result<Vec<Finding>> {
    let slices = slices(repo);
    let mut findings = Vec::new();
    for parent in ["crates/web/src", "crates/web/templates"] {
        for folder in repo.folders(parent) {
            if !slices.contains(&folder) && !SHARED_WEB.contains(&folder) {
                let message = format!(
                    "no slice of app is called `{folder}`; there are: {}",
                    slices.join(", ")
                );
                findings.push(Finding::new(&format!("{parent}/{folder}"), 0, message));
            }
        }
    }
    for slice in slices {
        let folder = format!("crates/app/src/{slice}");
        if repo.get(&format!("{folder}/mod.rs")).is_none() {
            findings.push(Finding::new(
                &folder,
                0,
                "a slice needs a mod.rs: it is its public face",
            ));
        }
    }
    Ok(findings)
}

fn unfinished(repo: &Repo) -> Result<Vec<Finding>> {
    let marks = Regex::new(r"#\s*\[\s*ignore\b|\b(todo|unimplemented|dbg)\s*!")?;
    let mut findings = Vec::new();
    for (file, text) in repo.rust() {
        for (i, line) in code_only(text).lines().enumerate() {
            if let Some(found) = marks.find(line) {
                let message = format!("`{}` must not stay", found.as_str());
                findings.push(Finding::new(&file.path, i + 1, message));
            }
        }
    }
    Ok(findings)
}

fn policy_numbers(repo: &Repo) -> Result<Vec<Finding>> {
    let constant = Regex::new(r"\b(?:const|static)\s+(\w+)\s*:\s*[^=]*=\s*-?[0-9]")?;
    // Adding or counting so many years or months: one more is the calendar's, any other number the law's.
    let counted = Regex::new(
        r"\badd_(?:years|months)\(\s*(-?[0-9_]+)|\b(?:years|months)(?:_until)?\([^()]*\)\s*[<>=!]=?\s*([0-9_]+)",
    )?;
    let named = Regex::new(
        r"\b((?:\w+_)?(?:age|usia|years|tahun|months|bulan|jp))\b\s*(?:[<>]=?|[=!]=)\s*([0-9_]+)\b",
    )?;
    let mut findings = Vec::new();
    for (file, text) in repo.rust() {
        if is_test(&file.path) || file.path.starts_with("xtask/") {
            continue;
        }
        let tests = inline_tests(text);
        for (i, line) in code_only(text).lines().enumerate() {
            if tests.is_some_and(|(a, b)| (a..=b).contains(&(i + 1))) {
                continue;
            }
            if let Some(found) = constant.captures(line)
                && is_policy(&found[1])
            {
                let message = format!("`{}` looks like a number of policy", &found[1]);
                findings.push(Finding::new(&file.path, i + 1, message));
            }
            // The invented province ages its people as it likes; it decides nothing.
            if file.path.contains("/synth/") {
                continue;
            }
            let number = |found: &regex_lite::Captures<'_>| {
                let text = found
                    .get(2)
                    .or(found.get(1))
                    .map_or("", |text| text.as_str());
                text.replace('_', "").parse::<i64>().unwrap_or_default()
            };
            let found = counted.captures_iter(line).chain(named.captures_iter(line));
            for found in found.filter(|found| number(found).abs() > 1) {
                let message = format!("`{}` looks like a number of policy", &found[0]);
                findings.push(Finding::new(&file.path, i + 1, message));
            }
        }
    }
    Ok(findings)
}

/// Whether a name speaks of years, months or JP; `MONTHS_PER_YEAR` is the calendar's, not the law's.
fn is_policy(name: &str) -> bool {
    let mut words = name.split('_');
    let policy = ["YEARS", "TAHUN", "MONTHS", "BULAN", "JP", "AGE", "USIA"];
    words.clone().any(|word| policy.contains(&word)) && !words.any(|word| word == "PER")
}

#[cfg(test)]
mod tests;
