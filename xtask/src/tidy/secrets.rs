//! Rules about secrets: no key, token or password stands in the repository, in tests neither.

use anyhow::Result;
use regex_lite::Regex;

use super::source::{inline_tests, is_test};
use super::{Finding, Rule};
use crate::repo::{File, Repo};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "no-secrets",
    why: "a key, a token or a password that stands in the repository is known to everybody who ever cloned it. Take \
          it from the environment or the data folder, make it anew where it was used, and remove it from the history.",
    check: secrets,
}];

/// What a secret looks like by itself, wherever it stands. Each is cut in two, so that this file passes its own rule.
const SHAPES: &[(&str, &str)] = &[
    (
        concat!("-----BEGIN [A-Z0-9 ]*PRIV", "ATE KEY"),
        "a private key",
    ),
    (concat!("PuTTY-User-", "Key-File-[0-9]"), "a private key"),
    (
        concat!("AGE-SEC", "RET-KEY-1[0-9A-Z]{20,}"),
        "a private key",
    ),
    (
        concat!(r"\b(AKI", r"A|ASIA)[0-9A-Z]{16}\b"),
        "an access key",
    ),
    (concat!(r"\bAI", r"za[0-9A-Za-z_-]{35}"), "an access key"),
    (concat!(r"\bgh[pousr]", "_[A-Za-z0-9]{30,}"), "a token"),
    (concat!(r"\bgithub_", "pat_[A-Za-z0-9_]{40,}"), "a token"),
    (concat!(r"\bglp", "at-[A-Za-z0-9_-]{18,}"), "a token"),
    (concat!(r"\bxox[abpr]", "-[A-Za-z0-9-]{20,}"), "a token"),
    (concat!(r"\bnpm", "_[A-Za-z0-9]{36}"), "a token"),
    (concat!(r"\bcio", "[A-Za-z0-9]{32}\\b"), "a token"),
    (concat!(r"\bsk", "_(live|test)_[A-Za-z0-9]{20,}"), "a token"),
    (
        concat!(r"\b[0-9]{8,10}:AA", "[A-Za-z0-9_-]{32,}"),
        "a token",
    ),
    (
        concat!(
            r"\bey",
            r"J[A-Za-z0-9_-]{15,}\.ey",
            r"J[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{15,}"
        ),
        "a signed token",
    ),
    (
        concat!(
            r"(?i)\bauthorization:\s*(basic|bear",
            r"er)\s+[A-Za-z0-9+/._-]{16,}"
        ),
        "a token",
    ),
];

/// Names of files that are keys or hold secrets by their very kind.
const FILES: &[&str] = &[
    ".pem",
    ".p12",
    ".pfx",
    ".jks",
    ".keystore",
    ".kdbx",
    ".key",
    ".ppk",
    ".env",
];

fn secrets(repo: &Repo) -> Result<Vec<Finding>> {
    let shapes: Vec<(Regex, &str)> = SHAPES
        .iter()
        .map(|(shape, what)| Ok((Regex::new(shape)?, *what)))
        .collect::<Result<_>>()?;
    let assigned = Regex::new(concat!(
        r#"(?i)\b(passw"#,
        r#"ord|passwd|secret|token|api[_-]?key|consumer[_-]?(key|secret))["']?\s*[=:]\s*["']([^"'$<{ ]+)["']"#
    ))?;
    let address = Regex::new(r"\b[a-z]+://[A-Za-z0-9._-]+:[^@\s/{}<>$*:]{4,}@[A-Za-z0-9]")?;
    let mut findings = Vec::new();
    for file in &repo.files {
        if FILES.iter().any(|ending| file.path.ends_with(ending)) {
            findings.push(Finding::new(
                &file.path,
                0,
                "is a file of the kind that holds secrets",
            ));
        }
        if file.path.ends_with("Cargo.lock") || file.path.contains("/fonts/") {
            continue;
        }
        // A key in a file that is no text is as readable as in one that is.
        let text = String::from_utf8_lossy(&file.bytes);
        for (i, line) in text.lines().enumerate() {
            let shape = shapes.iter().find(|(shape, _)| shape.is_match(line));
            if let Some((_, what)) = shape {
                findings.push(Finding::new(&file.path, i + 1, format!("holds {what}")));
            } else if !excused(file, &text, i + 1)
                && (address.is_match(line)
                    || assigned
                        .captures_iter(line)
                        .any(|found| is_value(&found[3])))
            {
                findings.push(Finding::new(&file.path, i + 1, "holds a password"));
            }
        }
    }
    Ok(findings)
}

/// Whether a line may give something named password a value: tests invent passwords, and vendored code and its words
/// are not ours.
fn excused(file: &File, text: &str, line: usize) -> bool {
    let tests = inline_tests(text).filter(|_| file.path.ends_with(".rs"));
    is_test(&file.path)
        || file.path.contains("/vendor/")
        || tests.is_some_and(|(first, last)| (first..=last).contains(&line))
}

/// Whether a value could be a secret, rather than the name of a field, a key of a message or a placeholder.
fn is_value(value: &str) -> bool {
    let name = value
        .chars()
        .all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_' | '.' | '/' | '•' | '…'));
    !name && value.chars().count() >= 4 || value.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str) -> usize {
        secrets(&Repo::of(&[(path, text)])).unwrap().len()
    }

    #[test]
    fn keys_and_tokens_are_found_wherever_they_stand() {
        let many = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0";
        let upper = many.to_uppercase();
        for bad in [
            concat!("-----BEGIN PRIV", "ATE KEY-----").to_owned(),
            concat!("-----BEGIN OPENSSH PRIV", "ATE KEY-----").to_owned(),
            concat!("-----BEGIN RSA PRIV", "ATE KEY-----").to_owned(),
            format!("id = AKI{}{}", "A", &upper[..16]),
            format!("gh{}_{many}", "p"),
            format!("glp{}-{many}", "at"),
            format!("xox{}-{many}", "b"),
            format!("AI{}{}", "za", &many[..35]),
            format!("ey{0}{many}.ey{0}{many}.{many}", "J"),
            format!("Authorization: Bear{} {many}", "er"),
        ] {
            for path in [
                "docs/a.md",
                "crates/a/tests/it/main.rs",
                "crates/a/src/a.rs",
                "a.bin",
            ] {
                assert_eq!(check(path, &bad), 1, "{path}: {bad}");
            }
        }
        for path in ["deploy/server.key", "id.pem", "crates/a/.env"] {
            assert_eq!(check(path, ""), 1, "{path}");
        }
    }

    #[test]
    fn passwords_are_found_outside_of_tests_and_names_are_not_passwords() {
        let bad = [
            concat!("passw", "ord = \"Rahasia2026\""),
            concat!("{ \"tok", "en\": \"4f5a6b7c8d\" }"),
            concat!("api_", "key: 'Kunci-Utama'"),
            concat!("postgres://titian:raha", "sia@db.example/titian"),
        ];
        for text in bad {
            assert_eq!(check("crates/a/src/a.rs", text), 1, "{text}");
            assert_eq!(check("crates/a/tests/it/main.rs", text), 0, "{text}");
        }
        for good in [
            concat!("passw", "ord = \"\""),
            concat!("<input name=\"passw", "ord\" type=\"passw", "ord\">"),
            concat!("tok", "en: \"letters-token\""),
            concat!("tok", "en = \"{value}\""),
            "postgres://titian@127.0.0.1/titian",
            "postgres://titian:<sandi>@db/titian",
        ] {
            assert_eq!(check("crates/a/src/a.rs", good), 0, "{good}");
        }
    }
}
