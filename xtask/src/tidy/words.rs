//! Rules about messages: both languages have the same keys, each once, and each is used.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::source::{Kind, pieces};
use super::{Finding, Rule};
use crate::repo::Repo;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "both-languages",
        why: "every message stands in Indonesian and in English: `id.ftl` and `en.ftl` beside each other with the \
              same keys, each once. Write the missing one. (Arguments and keys without a message are checked by \
              the tests of app::words.)",
        check: pairs,
    },
    Rule {
        name: "messages-in-use",
        why: "a message that nothing shows is a message that nobody checks. Remove it; or, when its key is put \
              together at run time in a way that cannot be seen, write `# used: prefix-*` into the file.",
        check: used,
    },
];

/// Key → line of each message and term of a Fluent file, in order, repeated ones too.
fn keys(text: &str) -> Vec<(&str, usize)> {
    text.lines()
        .enumerate()
        .filter_map(|(i, line)| {
            let (key, _) = line.split_once('=')?;
            let key = key.trim_end();
            let start = key.trim_start_matches('-').chars().next()?;
            let whole = key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            (start.is_ascii_alphabetic() && whole).then_some((key, i + 1))
        })
        .collect()
}

fn pairs(repo: &Repo) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in repo.files.iter().filter(|file| file.path.ends_with(".ftl")) {
        let other = match file.name() {
            "id.ftl" => "en.ftl",
            "en.ftl" => "id.ftl",
            name => {
                let message = format!("`{name}`: message files are called id.ftl and en.ftl");
                findings.push(Finding::new(&file.path, 0, message));
                continue;
            }
        };
        let folder = file.path.strip_suffix(file.name()).unwrap_or_default();
        let path = format!("{folder}{other}");
        let theirs = repo
            .get(&path)
            .and_then(|file| file.text())
            .unwrap_or_default();
        let theirs: BTreeSet<&str> = keys(theirs).into_iter().map(|(key, _)| key).collect();
        let mut seen = BTreeMap::new();
        for (key, line) in keys(file.text().unwrap_or_default()) {
            if !theirs.contains(key) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("`{key}` is missing in {path}"),
                ));
            }
            if let Some(first) = seen.insert(key, line) {
                let message = format!("`{key}` stands already in line {first}");
                findings.push(Finding::new(&file.path, line, message));
            }
        }
    }
    Ok(findings)
}

/// What the code and the templates name: whole keys, and beginnings of keys that are put together.
#[derive(Default)]
struct Uses<'a> {
    whole: BTreeSet<&'a str>,
    beginnings: BTreeSet<&'a str>,
}

impl<'a> Uses<'a> {
    fn add(&mut self, literal: &'a str) {
        // `format!("role-{role}")` and `"role-" ~ role` use every key that begins so.
        match literal.split_once('{') {
            Some((start, _)) if start.ends_with('-') && start.len() > 2 => {
                self.beginnings.insert(start);
            }
            _ if literal.ends_with('-') && literal.len() > 2 => {
                self.beginnings.insert(literal);
            }
            _ => {
                self.whole.insert(literal);
            }
        }
    }

    fn has(&self, key: &str) -> bool {
        self.whole.contains(key) || self.beginnings.iter().any(|start| key.starts_with(start))
    }
}

fn used(repo: &Repo) -> Result<Vec<Finding>> {
    let mut uses = Uses::default();
    for (_, text) in repo
        .rust()
        .filter(|(file, _)| file.path.starts_with("crates/"))
    {
        for piece in pieces(text).iter().filter(|piece| piece.kind == Kind::Text) {
            uses.add(piece.text);
        }
    }
    let others = repo.files.iter().filter(|file| {
        let name = file.name();
        file.path.starts_with("crates/") && (name.ends_with(".html") || name.ends_with(".txt"))
    });
    for text in others.filter_map(|file| file.text()) {
        text.split(['"', '\'']).for_each(|part| uses.add(part));
    }
    let files: Vec<_> = repo
        .files
        .iter()
        .filter(|file| file.path.ends_with(".ftl"))
        .collect();
    for text in files.iter().filter_map(|file| file.text()) {
        for line in text.lines() {
            if let Some(declared) = line.strip_prefix("# used:") {
                for name in declared.split([' ', ',']).filter(|name| !name.is_empty()) {
                    uses.add(name.trim_end_matches('*'));
                }
            }
            // A message or a term may stand inside another: { -host }, { error-form }.
            for part in line.split('{').skip(1) {
                let name: &str = part.trim_start();
                let end = name
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                    .unwrap_or(name.len());
                uses.whole.insert(name.get(..end).unwrap_or_default());
            }
        }
    }
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.name() == "id.ftl") {
        for (key, line) in keys(file.text().unwrap_or_default()) {
            // Terms are the vocabulary of the field and may wait for their first use.
            if !key.starts_with('-') && !uses.has(key) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("nothing uses `{key}`"),
                ));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "crates/app/src/hosts/id.ftl";
    const EN: &str = "crates/app/src/hosts/en.ftl";

    #[test]
    fn both_languages_have_the_same_keys_each_once() {
        let good = Repo::of(&[
            (ID, "# x\nhosts-a = Satu\n    lanjut = x\n"),
            (EN, "hosts-a = One\n"),
        ]);
        assert_eq!(pairs(&good).unwrap(), []);
        let bad = Repo::of(&[
            (ID, "hosts-a = a\nhosts-b = b\nhosts-a = c\n"),
            (EN, "hosts-a = a\n"),
        ]);
        let found = pairs(&bad).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(pairs(&Repo::of(&[(ID, "hosts-a = a\n")])).unwrap().len(), 1);
        assert_eq!(
            pairs(&Repo::of(&[("crates/a/de.ftl", "")])).unwrap().len(),
            1
        );
    }

    #[test]
    fn a_message_that_nothing_uses_is_found() {
        let ftl = (
            ID,
            "-term = T\nhosts-a = a\nhosts-state-open = o\nhosts-x = { hosts-y }\nhosts-y = y\n",
        );
        let code = (
            "crates/web/src/hosts/pages.rs",
            "fn f() { t(\"hosts-a\"); t(format!(\"hosts-state-{}\", s)); t(\"hosts-x\") }",
        );
        assert_eq!(used(&Repo::of(&[ftl, code])).unwrap(), []);
        let found = used(&Repo::of(&[ftl])).unwrap();
        assert_eq!(found.len(), 3, "a, state-open and x: {found:?}");
    }

    #[test]
    fn templates_and_declarations_count_as_uses() {
        let ftl = (
            ID,
            "# used: hosts-kind-*\nhosts-kind-bumn = B\nhosts-a = a\nhosts-b-c = c\n",
        );
        let page = (
            "crates/web/templates/hosts/list.html",
            "{{ t(\"hosts-a\") }} {{ t('hosts-b-' ~ x) }}",
        );
        assert_eq!(used(&Repo::of(&[ftl, page])).unwrap(), []);
    }
}
