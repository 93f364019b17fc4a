//! `cargo xtask tidy`: the conventions of this repository as rules, each of which explains itself.

mod code;
mod crates;
mod docs;
mod files;
mod regressions;
mod secrets;
mod snapshots;
mod source;
mod sql;
mod templates;
mod vendored;
mod words;

use anyhow::{Result, bail};

use crate::repo::{self, Repo};

/// One place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    path: String,
    /// Counted from one; zero when the whole file is meant.
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

/// A rule: its name, what it protects and what to do, and the check.
struct Rule {
    name: &'static str,
    why: &'static str,
    check: fn(&Repo) -> Result<Vec<Finding>>,
}

const RULES: &[&[Rule]] = &[
    crates::RULES,
    sql::RULES,
    code::RULES,
    files::RULES,
    words::RULES,
    templates::RULES,
    docs::RULES,
    regressions::RULES,
    secrets::RULES,
    snapshots::RULES,
    vendored::RULES,
];

/// Checks every rule and shows what breaks them.
pub fn run() -> Result<()> {
    let repo = Repo::read(&repo::root())?;
    let mut broken = 0;
    let mut rules = 0;
    for rule in RULES.iter().copied().flatten() {
        rules += 1;
        let findings = (rule.check)(&repo)?;
        if findings.is_empty() {
            continue;
        }
        broken += findings.len();
        eprintln!("\n{}: {}", rule.name, rule.why);
        for finding in findings {
            match finding.line {
                0 => eprintln!("  {}: {}", finding.path, finding.message),
                line => eprintln!("  {}:{line}: {}", finding.path, finding.message),
            }
        }
    }
    eprintln!("{}", files::summary(&repo));
    for note in sql::notes(&repo) {
        eprintln!("tidy: {note}");
    }
    if broken > 0 {
        bail!("{broken} places break the rules of this repository");
    }
    eprintln!("tidy: {rules} rules hold");
    Ok(())
}

/// Lists the rules with their reasons.
pub fn explain() {
    for rule in RULES.iter().copied().flatten() {
        println!("{}\n  {}\n", rule.name, rule.why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_name_and_says_why() {
        let mut names: Vec<&str> = RULES
            .iter()
            .copied()
            .flatten()
            .map(|rule| rule.name)
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(
            RULES
                .iter()
                .copied()
                .flatten()
                .all(|rule| rule.why.len() > 40)
        );
    }
}
