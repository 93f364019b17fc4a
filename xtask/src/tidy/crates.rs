//! Rules about crates: which may depend on which, who may name which library, shared lints.

use anyhow::{Context, Result};
use toml::{Table, Value};

use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "crate-directions",
        why: "dependencies run one way (ARCHITECTURE: titian → web → app → engines → kernel), so that engines \
              stay pure and a change rebuilds little. Move the code to the crate that may have it, or hand the \
              thing in as an argument from `titian`.",
        check: directions,
    },
    Rule {
        name: "library-owners",
        why: "only `web` knows axum and templates, only `app` knows the database, only `documents` knows Typst, \
              engines do no I/O. Ask the owner for a plain function instead.",
        check: owners,
    },
    Rule {
        name: "shared-lints",
        why: "every crate takes the lints of the workspace, so that no crate allows more than the others. Write \
              `[lints]` and `workspace = true` into its Cargo.toml.",
        check: lints,
    },
];

/// Crate → what it may depend on. `titian` joins everything.
const EDGES: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("matching", &[]),
    ("matching-check", &[]),
    ("policy", &["kernel"]),
    ("documents", &["kernel"]),
    ("staff-file", &["kernel"]),
    ("connect", &["kernel"]),
    (
        "app",
        &[
            "policy",
            "matching",
            "matching-check",
            "staff-file",
            "kernel",
        ],
    ),
    ("web", &["app", "kernel"]),
    (
        "titian",
        &[
            "web",
            "documents",
            "connect",
            "staff-file",
            "app",
            "policy",
            "matching",
            "matching-check",
            "kernel",
        ],
    ),
    ("xtask", &[]),
];

/// Beginning of a library's name → the crates that may use it in their product code.
const OWNERS: &[(&str, &[&str])] = &[
    ("axum", &["web", "titian"]),
    ("tower", &["web", "titian"]),
    ("askama", &["web"]),
    ("sea-orm", &["app"]),
    ("sqlx", &["app"]),
    ("rusqlite", &[]),
    ("typst", &["documents"]),
    ("tokio", &["app", "web", "titian", "connect"]),
    ("rand", &["titian"]),
    ("getrandom", &["kernel", "app", "titian"]),
];

/// A Cargo.toml of ours: the crate's name, the file's path, its content.
fn manifests(repo: &Repo) -> Result<Vec<(String, String, Table)>> {
    let mut found = Vec::new();
    for file in repo.files.iter().filter(|file| file.name() == "Cargo.toml") {
        let member = file.path.starts_with("crates/") || file.path.starts_with("xtask/");
        let Some(text) = file.text().filter(|_| member) else {
            continue;
        };
        let table: Table = text
            .parse()
            .with_context(|| format!("read {}", file.path))?;
        let name = table
            .get("package")
            .and_then(|package| package.get("name"))
            .and_then(Value::as_str)
            .unwrap_or_default();
        found.push((name.to_owned(), file.path.clone(), table));
    }
    Ok(found)
}

/// Names of what a crate depends on, tables for one platform included.
fn dependencies<'a>(table: &'a Table, kinds: &[&str]) -> Vec<&'a str> {
    let platforms = table
        .get("target")
        .and_then(Value::as_table)
        .into_iter()
        .flat_map(|targets| targets.values().filter_map(Value::as_table));
    std::iter::once(table)
        .chain(platforms)
        .flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()))
        .flatten()
        .map(|(name, value)| {
            // `short = { package = "the-real-name" }` is the real name's edge.
            value.get("package").and_then(Value::as_str).unwrap_or(name)
        })
        .collect()
}

const PRODUCT: &[&str] = &["dependencies", "build-dependencies"];

fn directions(repo: &Repo) -> Result<Vec<Finding>> {
    let manifests = manifests(repo)?;
    let ours: Vec<&str> = manifests.iter().map(|(name, ..)| name.as_str()).collect();
    let mut findings = Vec::new();
    for (name, path, table) in &manifests {
        let Some((_, allowed)) = EDGES.iter().find(|(crate_name, _)| crate_name == name) else {
            findings.push(Finding::new(
                path,
                0,
                format!("crate `{name}` has no place in the directions; add it to xtask/src/tidy/crates.rs"),
            ));
            continue;
        };
        for dependency in dependencies(table, PRODUCT) {
            if ours.contains(&dependency) && !allowed.contains(&dependency) {
                findings.push(Finding::new(
                    path,
                    0,
                    format!(
                        "`{name}` must not depend on `{dependency}`; it may use: {}",
                        list(allowed)
                    ),
                ));
            }
        }
        // Tests may use more, but never the binary, and only the binary's tests may link everything.
        for dependency in dependencies(table, &["dev-dependencies"]) {
            if dependency == "titian" {
                findings.push(Finding::new(
                    path,
                    0,
                    "nothing depends on `titian`, not even tests",
                ));
            }
        }
    }
    Ok(findings)
}

fn list(names: &[&str]) -> String {
    if names.is_empty() {
        "nothing of ours".to_owned()
    } else {
        names.join(", ")
    }
}

fn owners(repo: &Repo) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (name, path, table) in manifests(repo)? {
        for dependency in dependencies(&table, PRODUCT) {
            let owner = OWNERS.iter().find(|(library, _)| {
                dependency == *library || dependency.starts_with(&format!("{library}-"))
            });
            if let Some((library, users)) = owner
                && !users.contains(&name.as_str())
            {
                findings.push(Finding::new(
                    &path,
                    0,
                    format!(
                        "`{name}` must not use `{dependency}`; {library} belongs to: {}",
                        list(users)
                    ),
                ));
            }
        }
    }
    Ok(findings)
}

fn lints(repo: &Repo) -> Result<Vec<Finding>> {
    let inherits = |table: &Table| {
        table
            .get("lints")
            .and_then(|lints| lints.get("workspace"))
            .and_then(Value::as_bool)
            == Some(true)
    };
    Ok(manifests(repo)?
        .into_iter()
        .filter(|(.., table)| !inherits(table))
        .map(|(name, path, _)| Finding::new(&path, 0, format!("`{name}` has lints of its own")))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repo(name: &str, rest: &str) -> Repo {
        let path = format!("crates/{name}/Cargo.toml");
        let text = format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{rest}");
        let kernel = "[package]\nname = \"kernel\"\n[lints]\nworkspace = true\n";
        let app = "[package]\nname = \"app\"\n[lints]\nworkspace = true\n";
        Repo::of(&[
            (&path, &text),
            ("crates/kernel/Cargo.toml", kernel),
            ("crates/app/Cargo.toml", app),
        ])
    }

    #[test]
    fn an_allowed_edge_passes_and_a_backward_one_does_not() {
        let good = repo("policy", "[dependencies]\nkernel.workspace = true\n");
        assert_eq!(directions(&good).unwrap(), []);
        let bad = directions(&repo("policy", "[dependencies]\napp.workspace = true\n")).unwrap();
        assert!(
            bad[0]
                .message
                .contains("must not depend on `app`; it may use: kernel"),
            "{bad:?}"
        );
    }

    #[test]
    fn a_renamed_edge_and_one_for_a_platform_are_seen() {
        let renamed = repo(
            "policy",
            "[dependencies]\nk = { package = \"app\", path = \"../app\" }\n",
        );
        assert_eq!(directions(&renamed).unwrap().len(), 1);
        let platform = repo(
            "policy",
            "[target.'cfg(unix)'.dependencies]\napp.workspace = true\n",
        );
        assert_eq!(directions(&platform).unwrap().len(), 1);
    }

    #[test]
    fn an_unknown_crate_must_be_given_a_place() {
        assert!(
            directions(&repo("misc", "")).unwrap()[0]
                .message
                .contains("no place")
        );
    }

    #[test]
    fn a_library_may_be_used_by_its_owner_only() {
        assert_eq!(
            owners(&repo("web", "[dependencies]\naxum-extra = \"1\"\n")).unwrap(),
            []
        );
        assert_eq!(
            owners(&repo("app", "[dependencies]\naxum-extra = \"1\"\n"))
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            owners(&repo("policy", "[dependencies]\nrand = \"1\"\n"))
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            owners(&repo("policy", "[dev-dependencies]\nrand = \"1\"\n")).unwrap(),
            []
        );
    }

    #[test]
    fn a_crate_without_the_shared_lints_is_named() {
        assert_eq!(lints(&repo("web", "")).unwrap(), []);
        let bad = Repo::of(&[("crates/web/Cargo.toml", "[package]\nname = \"web\"\n")]);
        assert_eq!(lints(&bad).unwrap().len(), 1);
    }
}
