//! Finds instruments that a text names: slips such as a wrong year, and what was no longer in force on the date.

use std::ops::Range;

use kernel::CivilDate;
use serde::Serialize;

use super::{Register, Standing};

/// In which way a name is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlipKind {
    /// There is no such instrument: another one is meant.
    Misquote,
    /// It was no longer in force on the date.
    Ended,
}

/// A name of an instrument in a text that is wrong on its date.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Slip {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The name as the register writes it, such as `UU 5/2004`.
    pub found: String,
    /// In which way it is wrong.
    pub kind: SlipKind,
    /// Id of the instrument that is right on the date, if there is one.
    pub instead: Option<String>,
    /// What is wrong.
    pub message: String,
    /// The right answer.
    pub help: String,
}

/// Ways in which a kind is written out, lower case, beside the short names of the register.
const LONG: [(&[&str], &str); 13] = [
    (&["undang", "undang"], "UU"),
    (&["peraturan", "pemerintah"], "PP"),
    (&["peraturan", "presiden"], "Perpres"),
    (
        &["peraturan", "lembaga", "administrasi", "negara"],
        "PerLAN",
    ),
    (&["peraturan", "lan"], "PerLAN"),
    (&["peraturan", "badan", "kepegawaian", "negara"], "PerBKN"),
    (&["peraturan", "bkn"], "PerBKN"),
    (&["peraturan", "gubernur", "banten"], "Pergub Banten"),
    (&["peraturan", "menteri", "dalam", "negeri"], "Permendagri"),
    (&["se", "menpan", "rb"], "SE MenPANRB"),
    (&["se", "menteri", "panrb"], "SE MenPANRB"),
    (&["surat", "edaran", "menpanrb"], "SE MenPANRB"),
    (
        &[
            "surat",
            "edaran",
            "menteri",
            "pendayagunaan",
            "aparatur",
            "negara",
            "dan",
            "reformasi",
            "birokrasi",
        ],
        "SE MenPANRB",
    ),
];

/// What may stand between a kind and its number without meaning another instrument, longest first.
const BETWEEN: [&[&str]; 7] = [
    &["negara", "republik", "indonesia"],
    &["republik", "indonesia"],
    &["aparatur", "sipil", "negara"],
    &["ri"],
    &["asn"],
    &["nomor"],
    &["no"],
];

/// A run of letters or of digits.
struct Word {
    text: String,
    range: Range<usize>,
}

fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut last: Option<bool> = None;
    for (at, c) in text.char_indices() {
        let class = if c.is_ascii_digit() {
            Some(true)
        } else if c.is_alphabetic() {
            Some(false)
        } else {
            None
        };
        let end = at + c.len_utf8();
        match (class, found.last_mut()) {
            (Some(_), Some(word)) if class == last => {
                word.text.extend(c.to_lowercase());
                word.range.end = end;
            }
            (Some(_), _) => found.push(Word {
                text: c.to_lowercase().collect(),
                range: at..end,
            }),
            (None, _) => {}
        }
        last = class;
    }
    found
}

impl Register {
    /// Every instrument that `text` names by kind, number and year, as the register writes it.
    pub fn named_in(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut short: Vec<(Vec<String>, String)> = Vec::new();
        let ids = self.sources.iter().map(|source| source.id.as_str());
        for id in ids.chain(self.misquotes.iter().map(|slip| slip.wrong.as_str())) {
            let Some((prefix, rest)) = id.rsplit_once(' ') else {
                continue;
            };
            let plain = rest.chars().all(|c| c.is_ascii_digit() || c == '/');
            if plain && !short.iter().any(|(_, known)| known == prefix) {
                let prefix_words = words(prefix).into_iter().map(|w| w.text).collect();
                short.push((prefix_words, prefix.to_owned()));
            }
        }
        let long = LONG.iter().map(|(long, kind)| {
            let long = long.iter().map(|word| (*word).to_owned()).collect();
            (long, (*kind).to_owned())
        });
        let kinds: Vec<(Vec<String>, String)> = long.chain(short).collect();
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match name_at(&words, at, &kinds) {
                Some((name, end)) => {
                    let first = words.get(at).map_or(0, |w| w.range.start);
                    let last = words.get(end - 1).map_or(first, |w| w.range.end);
                    found.push((first..last, name));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// What a text of `date` names wrongly: slips of the register, and instruments no longer in force.
    ///
    /// Letters, minutes and policies use it alike; the message names the right instrument.
    pub fn lint(&self, text: &str, date: CivilDate) -> Vec<Slip> {
        let mut found = Vec::new();
        for (range, name) in self.named_in(text) {
            if let Some((message, help)) = self.wrong_name(&name, Some(date)) {
                let slip = self.misquotes.iter().find(|slip| slip.wrong == name);
                found.push(Slip {
                    range,
                    kind: match slip {
                        Some(_) => SlipKind::Misquote,
                        None => SlipKind::Ended,
                    },
                    instead: self.right_name(&name, date),
                    found: name,
                    message,
                    help,
                });
            }
        }
        found
    }

    /// Message and right answer, if this name is a slip or (given a date) no longer in force.
    pub(crate) fn wrong_name(
        &self,
        name: &str,
        date: Option<CivilDate>,
    ) -> Option<(String, String)> {
        if let Some(slip) = self.misquotes.iter().find(|slip| slip.wrong == name) {
            let mut help = format!("write `{}`", slip.right);
            if let Some(note) = &slip.note {
                help.push_str(&format!(" ({note})"));
            }
            if let (Some(date), Some(source)) = (date, self.source(&slip.right))
                && source.standing(date) == Standing::Ended
                && let Some(instead) = self.replaced(&source.id)
            {
                help = format!("{help}; on {date} it is {instead}");
            }
            return Some((format!("there is no `{name}`: it is a slip"), help));
        }
        let source = self.source(name)?;
        let date = date?;
        if source.standing(date) != Standing::Ended {
            return None;
        }
        let to = source.to.map_or_else(String::new, |to| to.to_string());
        let help = match self.replaced(name) {
            Some(instead) => format!("on {date} it is {instead}"),
            None => "name what is in force on that date".to_owned(),
        };
        Some((format!("`{name}` was in force until {to} only"), help))
    }

    /// Id of the instrument that a wrong name should be on a date: what was meant, or what took its place until then.
    fn right_name(&self, name: &str, date: CivilDate) -> Option<String> {
        let slip = self.misquotes.iter().find(|slip| slip.wrong == name);
        let mut right = self.source(slip.map_or(name, |slip| slip.right.as_str()))?;
        // A chain of revocations is as long as the register at most.
        for _ in 0..self.sources.len() {
            if right.standing(date) != Standing::Ended {
                break;
            }
            let by = self.revoked_by(&right.id);
            match by.and_then(|by| self.source_of(&by.by)) {
                Some(next) => right = next,
                None => return (slip.is_some()).then(|| right.id.clone()),
            }
        }
        Some(right.id.clone())
    }

    /// The instrument that took the place of another, with its article.
    fn replaced(&self, name: &str) -> Option<String> {
        let by = self.revoked_by(name)?;
        let source = self.source_of(&by.by)?;
        let article = self.entry(&by.by).map(|entry| entry.article.as_str());
        Some(match article {
            Some(article) => format!("`{}`, which revoked it ({article})", source.id),
            None => format!("`{}`, which replaced it", source.id),
        })
    }
}

/// The instrument named from this word on, and the word after.
fn name_at(words: &[Word], at: usize, kinds: &[(Vec<String>, String)]) -> Option<(String, usize)> {
    let text = |i: usize| words.get(i).map_or("", |word| word.text.as_str());
    let number = |i: usize| text(i).starts_with(|c: char| c.is_ascii_digit());
    for (kind, name) in kinds {
        let same = kind
            .iter()
            .enumerate()
            .all(|(i, part)| text(at + i) == part);
        if kind.is_empty() || !same {
            continue;
        }
        let mut next = at + kind.len();
        while let Some(filler) = BETWEEN.iter().find(|filler| {
            filler
                .iter()
                .enumerate()
                .all(|(i, part)| text(next + i) == *part)
        }) {
            next += filler.len();
        }
        if !number(next) {
            continue;
        }
        let first = text(next).trim_start_matches('0');
        next += 1;
        if matches!(text(next), "tahun" | "thn" | "th") {
            next += 1;
        }
        if number(next) && text(next).len() == 4 {
            return Some((format!("{name} {first}/{}", text(next)), next + 1));
        }
    }
    None
}
