//! `titian policy check`: findings with their place, and every example of every file with how it went.

use std::path::{Path, PathBuf};

use kernel::Result;
use policy::{Policy, has_errors};
use serde_json::json;

use super::{Law, lines, name, text};
use crate::output::{Outcome, bad_input, print};

/// The policy files that are meant: a folder stands for the `*.policy.toml` in it, by name.
pub(super) fn policy_files(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let listing = std::fs::read_dir(path)
            .map_err(|error| bad_input(format!("{}: {error}", path.display())))?;
        let mut inside: Vec<PathBuf> = listing
            .flatten()
            .map(|entry| entry.path())
            .filter(|file| is_policy(file))
            .collect();
        if inside.is_empty() {
            let message = "expected files that end in .policy.toml, found none";
            return Err(bad_input(format!("{}: {message}", path.display())));
        }
        inside.sort();
        files.append(&mut inside);
    }
    Ok(files)
}

fn is_policy(path: &Path) -> bool {
    let file = path.file_name().and_then(|file| file.to_str());
    file.is_some_and(|file| file.ends_with(".policy.toml"))
}

pub(super) fn check(named: &[PathBuf], law: &Law, as_json: bool) -> Result<Outcome> {
    let (register, calendar) = law.read()?;
    let files = policy_files(named)?;
    let mut all = Vec::new();
    let mut cases = Vec::new();
    let mut told = Vec::new();
    let mut unreadable = false;
    for path in &files {
        let file = name(path);
        match Policy::parse(&file, &text(path)?) {
            Ok(policy) => {
                let found = policy.check_with(&register, &calendar);
                let outcomes = policy.run_cases(&register, &calendar);
                let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
                told.push(format!(
                    "{file}: {passed} of {} cases passed",
                    outcomes.len()
                ));
                for outcome in &outcomes {
                    let mark = if outcome.passed { "✓" } else { "✗" };
                    told.push(format!("  {mark} {}", outcome.id));
                    cases.push(json!({
                        "file": file, "id": outcome.id, "passed": outcome.passed,
                        "expectations": outcome.expectations,
                    }));
                }
                all.extend(found);
            }
            Err(found) => {
                unreadable = true;
                all.extend(found);
            }
        }
    }
    if unreadable && !as_json {
        return Err(bad_input(lines(&all)));
    }
    let failed = has_errors(&all);
    let value = json!({ "ok": !failed, "diagnostics": all, "cases": cases });
    print(as_json, &value, || {
        if !all.is_empty() {
            told.push(String::new());
            told.push(lines(&all));
        }
        let what = match (failed, all.len()) {
            (_, 0) => "nothing to complain about.".to_owned(),
            (true, n) => format!("{n} finding(s), with errors."),
            (false, n) => format!("{n} warning(s)."),
        };
        told.push(format!(
            "{} policy file(s), {} case(s): {what}",
            files.len(),
            cases.len()
        ));
        told.join("\n")
    });
    Ok(match (unreadable, failed) {
        (true, _) => Outcome::BadInput,
        (_, true) => Outcome::Failed,
        _ => Outcome::Done,
    })
}
