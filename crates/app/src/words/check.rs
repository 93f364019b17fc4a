//! What the tests ask of message files: both languages say the same things, and every key that is used exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{Lang, Source};

/// Slices whose keys need no prefix: they own the general messages (`error-…`, `button-…`, terms).
const GENERAL: &[&str] = &["app", "shell"];

/// Everything that is wrong with `sources`, one sentence each; empty when all is well.
///
/// Each key stands once, begins with its slice (except the general ones), exists in both languages and takes the
/// same arguments in both.
pub fn problems(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    // A bundle keeps terms and messages under one name, so `-host` leaves no room for `host`.
    let terms: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| keys(source.id))
        .filter_map(|key| key.strip_prefix('-'))
        .collect();
    for source in sources {
        let [id, en] = Lang::ALL.map(|lang| messages(source.text(lang)));
        for (key, lang) in id
            .keys()
            .map(|key| (key, Lang::En))
            .chain(en.keys().map(|key| (key, Lang::Id)))
        {
            let other = if lang == Lang::En { &en } else { &id };
            if !other.contains_key(key) {
                found.push(format!(
                    "{}: `{key}` is missing in {}.ftl",
                    source.slice,
                    lang.tag()
                ));
            }
        }
        for (key, arguments) in &id {
            if en.get(key).is_some_and(|others| others != arguments) {
                found.push(format!(
                    "{}: `{key}` takes other arguments in English than in Indonesian",
                    source.slice
                ));
            }
            let prefixed = key.starts_with(&format!("{}-", source.slice));
            if !prefixed && !GENERAL.contains(&source.slice) {
                found.push(format!(
                    "{}: `{key}` must begin with `{}-`",
                    source.slice, source.slice
                ));
            }
            if terms.contains(key.as_str()) {
                found.push(format!(
                    "{}: `{key}` has the name of the term `-{key}`",
                    source.slice
                ));
            }
            if let Some(owner) = owners.insert(key.clone(), source.slice) {
                found.push(format!(
                    "`{key}` is defined by {owner} and again by {}",
                    source.slice
                ));
            }
        }
        for lang in Lang::ALL {
            let mut seen = BTreeSet::new();
            for key in keys(source.text(lang)) {
                if !seen.insert(key) {
                    found.push(format!(
                        "{}: `{key}` stands twice in {}.ftl",
                        source.slice,
                        lang.tag()
                    ));
                }
            }
        }
    }
    found
}

/// Keys that files below `root` with one of the `extensions` use and that no source has.
///
/// A use is a literal after one of the calls that take a key (`.t("`, `Text::new("`, `::refused("` and the like), or
/// any literal in a template that begins with the name of a slice and a hyphen, such as the label given to a macro.
pub fn unknown_keys(root: &Path, extensions: &[&str], sources: &[Source]) -> Vec<String> {
    let known: BTreeSet<String> = sources
        .iter()
        .flat_map(|source| messages(source.id).into_keys())
        .collect();
    let mut found = Vec::new();
    visit(root, &mut |path, text| {
        let extension = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        let test = path.file_name().is_some_and(|name| name == "tests.rs");
        if !extensions.contains(&extension) || test {
            return;
        }
        let code = without_comments(text);
        let mut uses = used_keys(&code);
        if extension == "html" {
            uses.extend(labels(text, sources));
        }
        for key in uses {
            if !known.contains(key) {
                found.push(format!("{}: `{key}` has no message", path.display()));
            }
        }
    });
    found
}

const CALLS: &[&str] = &[
    ".t(\"",
    ".ta(\"",
    ".title(\"",
    "Text::new(\"",
    "::refused(\"",
    "::invalid(\"",
    ".next(\"",
    "::unavailable(\"",
];

/// The text without lines that are Rust comments, whose examples are no uses.
fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

fn used_keys(text: &str) -> Vec<&str> {
    // What follows the tests of a product file is no use.
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut keys = Vec::new();
    for call in CALLS {
        for (at, _) in text.match_indices(call) {
            let rest = text.get(at + call.len()..).unwrap_or_default();
            if let Some((key, _)) = rest.split_once('"')
                && is_key(key)
            {
                keys.push(key);
            }
        }
    }
    keys
}

fn labels<'a>(text: &'a str, sources: &[Source]) -> Vec<&'a str> {
    text.split(['"', '\''])
        .filter(|part| is_key(part))
        .filter(|part| {
            sources.iter().any(|source| {
                part.strip_prefix(source.slice)
                    .is_some_and(|rest| rest.starts_with('-'))
            })
        })
        .collect()
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

fn visit(folder: &Path, act: &mut impl FnMut(&Path, &str)) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            visit(&path, act);
        } else if let Ok(text) = fs::read_to_string(&path) {
            act(&path, &text);
        }
    }
}

/// The keys of the messages in the order of the file; terms (`-host`) included.
fn keys(ftl: &str) -> impl Iterator<Item = &str> {
    ftl.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let start = key.trim_start_matches('-');
        is_key(start).then_some(key)
    })
}

/// Key → names of the arguments.
fn messages(ftl: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in ftl.lines().filter(|line| !line.starts_with('#')) {
        if let Some(key) = keys(line).next() {
            current = Some(key.to_owned());
            found.entry(key.to_owned()).or_default();
        }
        let Some(arguments) = current.as_ref().and_then(|key| found.get_mut(key)) else {
            continue;
        };
        for part in line.split('$').skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                .collect();
            arguments.insert(name);
        }
    }
    found.retain(|key, _| !key.starts_with('-'));
    found
}
