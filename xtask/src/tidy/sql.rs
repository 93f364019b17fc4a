//! Rules about SQL: it stands in stores, each table has one owner, every column is classified.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use regex_lite::Regex;
use toml::Table;

use super::source::{Kind, code_only, inline_tests, is_test, pieces};
use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "sql-in-stores",
        why: "all SQL of a slice stands in its store.rs or store/, so that a reader finds every query of a table \
              in one place. Move the query there and call it.",
        check: places,
    },
    Rule {
        name: "table-owners",
        why: "only the store of the slice that owns a table names it; the owner stands in the migration as \
              `-- slice: NAME` above CREATE TABLE. Add a function to the owner's mod.rs and call that.",
        check: owners,
    },
    Rule {
        name: "data-inventory",
        why: "every column is classified in crates/app/src/db/data_inventory.toml (class of personal data, \
              retention, whether logs may show it), as UU 27/2022 asks. Add the line `column = { … }` below \
              its `[table]`, or remove the line of a column that is gone.",
        check: inventory,
    },
];

const INVENTORY: &str = "crates/app/src/db/data_inventory.toml";

/// Whether a file may hold SQL: a store, the database layer, or tests.
fn may_hold_sql(path: &str) -> bool {
    let Some(inside) = path.strip_prefix("crates/app/src/") else {
        // Policies are compiled to SQL there: text for other people's databases, none of our tables.
        return is_test(path) || path.starts_with("crates/policy/src/sql/");
    };
    inside.starts_with("db/")
        || inside.contains("/store/")
        || inside.ends_with("/store.rs")
        || is_test(path)
}

fn places(repo: &Repo) -> Result<Vec<Finding>> {
    // Keywords in capitals anywhere, or in small letters at the beginning of the literal.
    let sql = Regex::new(
        r"(?s)\b(SELECT\s.*\bFROM\b|SELECT\s+\S+\s*$|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s)|^\s*(select\s.*\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)",
    )?;
    let library = Regex::new(r"\b(sea_orm|sea_query|sqlx)\b")?;
    let mut findings = Vec::new();
    for (file, text) in repo.rust() {
        if may_hold_sql(&file.path) || file.path.starts_with("xtask/") {
            continue;
        }
        let tests = inline_tests(text);
        for piece in pieces(text) {
            let in_tests = tests.is_some_and(|(a, b)| (a..=b).contains(&piece.line));
            if piece.kind == Kind::Text && !in_tests && sql.is_match(piece.text) {
                findings.push(Finding::new(
                    &file.path,
                    piece.line,
                    "SQL outside of a store",
                ));
            }
        }
        if file.path.starts_with("crates/app/src/") {
            for (i, line) in code_only(text).lines().enumerate() {
                if library.is_match(line) {
                    let message = "the database library is named outside of a store and db/";
                    findings.push(Finding::new(&file.path, i + 1, message));
                }
            }
        }
    }
    Ok(findings)
}

/// A table of the migrations.
#[derive(Debug, Default, PartialEq, Eq)]
struct Owned {
    slice: String,
    path: String,
    line: usize,
    columns: BTreeSet<String>,
}

/// Every table: its owner and its columns, after all migrations.
fn tables(repo: &Repo) -> Result<BTreeMap<String, Owned>> {
    let slice = Regex::new(r"^\s*(--|//)\s*slice:\s*(\w+)")?;
    let create = Regex::new(r"(?i)CREATE\s+TABLE\s+(IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\(")?;
    let alter = Regex::new(
        r"(?i)ALTER\s+TABLE\s+(\w+)\s+(ADD|DROP|RENAME)\s+COLUMN\s+(\w+)(\s+TO\s+(\w+))?",
    )?;
    let drop = Regex::new(r"(?i)DROP\s+TABLE\s+(IF\s+EXISTS\s+)?(\w+)")?;
    let rename = Regex::new(r"(?i)ALTER\s+TABLE\s+(\w+)\s+RENAME\s+TO\s+(\w+)")?;
    let mut found: BTreeMap<String, Owned> = BTreeMap::new();
    let migrations = repo.files.iter().filter(|file| {
        file.path.starts_with("crates/app/src/db/migrations/") && file.path.ends_with(".sql")
    });
    for file in migrations {
        let Some(text) = file.text() else { continue };
        let mut owner = String::new();
        let mut at = 0;
        for (i, line) in text.split_inclusive('\n').enumerate() {
            let rest = text.get(at..).unwrap_or_default();
            at += line.len();
            if let Some(named) = slice.captures(line) {
                named[2].clone_into(&mut owner);
            } else if let Some(made) = create.captures(line) {
                let columns = columns(rest);
                let table = Owned {
                    slice: owner.clone(),
                    path: file.path.clone(),
                    line: i + 1,
                    columns,
                };
                found.insert(made[2].to_lowercase(), table);
            } else if let Some(changed) = alter.captures(line) {
                let Some(table) = found.get_mut(&changed[1].to_lowercase()) else {
                    continue;
                };
                let column = changed[3].to_lowercase();
                match changed[2].to_uppercase().as_str() {
                    "ADD" => {
                        table.columns.insert(column);
                    }
                    "DROP" => {
                        table.columns.remove(&column);
                    }
                    _ => {
                        table.columns.remove(&column);
                        table
                            .columns
                            .extend(changed.get(5).map(|new| new.as_str().to_lowercase()));
                    }
                }
            } else if let Some(renamed) = rename.captures(line) {
                if let Some(table) = found.remove(&renamed[1].to_lowercase()) {
                    found.insert(renamed[2].to_lowercase(), table);
                }
            } else if let Some(dropped) = drop.captures(line) {
                found.remove(&dropped[2].to_lowercase());
            }
        }
    }
    Ok(found)
}

/// The columns in the parentheses that open first in `sql`.
fn columns(sql: &str) -> BTreeSet<String> {
    const NOT_COLUMNS: &[&str] = &[
        "primary",
        "unique",
        "foreign",
        "check",
        "constraint",
        "exclude",
    ];
    let plain: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or(""))
        .fold(String::new(), |mut all, line| {
            all.push_str(line);
            all.push('\n');
            all
        });
    let body = plain.split_once('(').map_or("", |(_, body)| body);
    let (mut depth, mut quoted, mut current, mut found) =
        (0, false, String::new(), BTreeSet::new());
    for letter in body.chars() {
        match letter {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth < 0 || (letter == ',' && depth == 0 && !quoted) {
            let name = current
                .split_whitespace()
                .next()
                .unwrap_or("")
                .trim_matches('"');
            if !name.is_empty() && !NOT_COLUMNS.contains(&name.to_lowercase().as_str()) {
                found.insert(name.to_lowercase());
            }
            current.clear();
            if depth < 0 {
                break;
            }
        } else {
            current.push(letter);
        }
    }
    found
}

fn owners(repo: &Repo) -> Result<Vec<Finding>> {
    let tables = tables(repo)?;
    let mut findings: Vec<Finding> = tables
        .iter()
        .filter(|(_, table)| table.slice.is_empty())
        .map(|(name, table)| {
            Finding::new(
                &table.path,
                table.line,
                format!("table `{name}` has no owner"),
            )
        })
        .collect();
    let uses = Regex::new(r#"(?i)\b(FROM|JOIN|INTO|UPDATE|TABLE)\s+"?(\w+)"?"#)?;
    for (file, text) in repo.rust() {
        let Some(inside) = file.path.strip_prefix("crates/app/src/") else {
            continue;
        };
        let slice = inside.split('/').next().unwrap_or_default();
        if slice == "db" || is_test(&file.path) {
            continue;
        }
        let tests = inline_tests(text);
        for piece in pieces(text) {
            let in_tests = tests.is_some_and(|(a, b)| (a..=b).contains(&piece.line));
            if piece.kind != Kind::Text || in_tests {
                continue;
            }
            for found in uses.captures_iter(piece.text) {
                let name = found[2].to_lowercase();
                if let Some(table) = tables.get(&name)
                    && table.slice != slice
                    && may_hold_sql(&file.path)
                {
                    let line = piece.line
                        + piece.text[..found.get(0).map_or(0, |m| m.start())]
                            .matches('\n')
                            .count();
                    let message = format!("table `{name}` belongs to `{}`", table.slice);
                    findings.push(Finding::new(&file.path, line, message));
                }
            }
        }
    }
    Ok(findings)
}

fn inventory(repo: &Repo) -> Result<Vec<Finding>> {
    let Some(text) = repo.get(INVENTORY).and_then(|file| file.text()) else {
        return Ok(Vec::new());
    };
    let listed: Table = text.parse().with_context(|| format!("read {INVENTORY}"))?;
    let has = |table: &str, column: &str| {
        listed
            .get(table)
            .and_then(|columns| columns.get(column))
            .is_some()
    };
    let tables = tables(repo)?;
    let mut findings = Vec::new();
    for (name, table) in &tables {
        for column in table.columns.iter().filter(|column| !has(name, column)) {
            let message = format!("`{name}.{column}` ({}) is not classified", table.path);
            findings.push(Finding::new(INVENTORY, 0, message));
        }
    }
    for (name, columns) in &listed {
        for column in columns.as_table().into_iter().flat_map(Table::keys) {
            if !tables
                .get(name)
                .is_some_and(|table| table.columns.contains(column))
            {
                let message = format!("`{name}.{column}` is in no migration");
                findings.push(Finding::new(INVENTORY, 0, message));
            }
        }
    }
    Ok(findings)
}

/// What a reader of the output should know although no rule is broken.
pub(super) fn notes(repo: &Repo) -> Vec<String> {
    let missing = repo.get(INVENTORY).is_none();
    missing
        .then(|| format!("{INVENTORY} does not exist yet, so no column is classified"))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
