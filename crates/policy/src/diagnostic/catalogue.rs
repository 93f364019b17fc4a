//! Every finding by a stable code, with its words in Indonesian: pages word it by code and arguments, logs by the English.
//!
//! The engine says its findings in English at the place where they arise. Here each of them has a code and a translation
//! by its pattern; a test goes through everything that authors can be told and fails when one is not listed.

mod findings;
mod helps;

use crate::lang::Language;
use findings::FINDINGS;
use helps::{HELPS, WORDS};

/// A pattern of what the engine says; `{name}` stands for an argument.
struct Entry {
    code: &'static str,
    en: &'static str,
    id: &'static str,
}

const fn entry(code: &'static str, en: &'static str, id: &'static str) -> Entry {
    Entry { code, en, id }
}

/// Code of what is not listed.
pub(super) const OTHER: &str = "other";

/// The arguments of a text by the pattern that it follows.
fn matched(pattern: &'static str, text: &str) -> Option<Vec<(&'static str, String)>> {
    // A pattern that is meant letter by letter may have braces of its own.
    if pattern == text {
        return Some(Vec::new());
    }
    let mut found = Vec::new();
    let (head, mut rest) = pattern.split_once('{')?;
    let mut text = text.strip_prefix(head)?;
    loop {
        let (name, after) = rest.split_once('}')?;
        let (literal, next) = match after.split_once('{') {
            Some((literal, next)) => (literal, Some(next)),
            None => (after, None),
        };
        let end = match next {
            // The last literal ends the text.
            None => text.strip_suffix(literal)?.len(),
            Some(_) => text.find(literal)?,
        };
        let value = text.get(..end)?;
        if value.is_empty() {
            return None;
        }
        found.push((name, value.to_owned()));
        text = text.get(end + literal.len()..)?;
        match next {
            Some(next) => rest = next,
            None => return Some(found),
        }
    }
}

type Found = (&'static Entry, Vec<(&'static str, String)>);

fn find(entries: &'static [Entry], text: &str) -> Option<Found> {
    let mut fitting = entries.iter();
    fitting.find_map(|entry| Some((entry, matched(entry.en, text)?)))
}

/// Code and arguments of a finding.
pub(super) fn code(message: &str) -> (&'static str, Vec<(&'static str, String)>) {
    find(FINDINGS, message).map_or((OTHER, Vec::new()), |(entry, args)| (entry.code, args))
}

/// A finding or a help in a language; what is not listed stays as it is.
pub(super) fn say(text: &str, help: bool, language: Language) -> String {
    let entries = if help { HELPS } else { FINDINGS };
    match (language, find(entries, text)) {
        (Language::Id, Some((entry, args))) => {
            args.iter()
                .fold(entry.id.to_owned(), |told, (name, value)| {
                    let known = WORDS.iter().find(|(en, _)| en == value);
                    told.replace(
                        &format!("{{{name}}}"),
                        known.map_or(value.as_str(), |(_, id)| id),
                    )
                })
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_both_languages_name_the_same_arguments() {
        let mut codes: Vec<_> = FINDINGS.iter().map(|entry| entry.code).collect();
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count);
        let names = |text: &str| {
            let parts = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'));
            let mut names: Vec<String> = parts.map(|(name, _)| name.to_owned()).collect();
            names.sort_unstable();
            names
        };
        for entry in FINDINGS.iter().chain(HELPS) {
            assert_eq!(names(entry.en), names(entry.id), "{}", entry.en);
        }
    }

    #[test]
    fn arguments_are_taken_from_the_text_and_put_into_the_other_language() {
        let text = "`years` takes 2 argument(s), found 1";
        let (code, args) = code(text);
        assert_eq!(code, "function-arguments");
        assert_eq!(args[1], ("expected", "2".to_owned()));
        assert_eq!(
            say(text, false, Language::Id),
            "`years` memerlukan 2 argumen, ditemukan 1"
        );
        assert_eq!(
            say("expected date, found string", false, Language::Id),
            "seharusnya tanggal, ditemukan teks"
        );
        assert_eq!(say(text, false, Language::En), text);
        assert_eq!(super::code("something new"), (OTHER, Vec::new()));
    }
}
