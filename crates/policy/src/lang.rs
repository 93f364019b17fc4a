//! Texts in Indonesian and English as policy files give them.

use serde::{Deserialize, Serialize};

/// A language of the screens; Indonesian comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

/// The same text in both languages; English may be missing and then reads in Indonesian.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Lang {
    /// Indonesian.
    pub id: String,
    /// English, if somebody wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Lang {
    /// A text in both languages.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            en: Some(en.into()),
        }
    }

    /// The text in `language`, in Indonesian where the other is missing.
    pub fn get(&self, language: Language) -> &str {
        match (language, &self.en) {
            (Language::En, Some(en)) => en,
            _ => &self.id,
        }
    }

    /// A number with this as its unit: `2 tahun`, `2 years`, `1 year`.
    pub fn counted(&self, count: &str, language: Language) -> String {
        let unit = self.get(language);
        match agreeing(count, unit).filter(|_| language == Language::En) {
            Some((length, noun)) => format!("{count} {noun}{}", &unit[length..]),
            None => format!("{count} {unit}"),
        }
    }

    /// The same text with every `{name}` replaced by what `fill` gives for it in that language.
    pub(crate) fn fill(&self, fill: &dyn Fn(&str, Language) -> Option<String>) -> Self {
        Self {
            id: fill_text(&self.id, |name| fill(name, Language::Id), |_, _| None),
            en: self
                .en
                .as_ref()
                .map(|en| fill_text(en, |name| fill(name, Language::En), agreeing)),
        }
    }
}

/// Fills `text` in; `noun` may put another word for the one that begins the text behind a filled place, and tells how long
/// that one was.
fn fill_text(
    text: &str,
    fill: impl Fn(&str) -> Option<String>,
    noun: impl Fn(&str, &str) -> Option<(usize, &'static str)>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, name) in placeholders(text) {
        out.push_str(&text[at..range.start]);
        at = range.end;
        let Some(value) = fill(name) else {
            out.push_str(&text[range]);
            continue;
        };
        out.push_str(&value);
        let behind = text[at..].strip_prefix(' ');
        if let Some((length, word)) = behind.and_then(|rest| noun(&value, rest)) {
            out.push(' ');
            out.push_str(word);
            at += 1 + length;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// English nouns of measure, one and many; Indonesian has no plural.
const NOUNS: [(&str, &str); 6] = [
    ("year", "years"),
    ("month", "months"),
    ("day", "days"),
    ("working day", "working days"),
    ("time", "times"),
    ("point", "points"),
];

/// The noun of measure that begins `text`: its length, and the form that goes with `count`; none behind what is no number.
fn agreeing(count: &str, text: &str) -> Option<(usize, &'static str)> {
    count.parse::<f64>().ok()?;
    let begins = |noun: &str| {
        let rest = text.strip_prefix(noun);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    NOUNS.iter().find_map(|(one, many)| {
        let found = [*one, *many].into_iter().find(|noun| begins(noun))?;
        Some((found.len(), if count == "1" { *one } else { *many }))
    })
}

/// Every `{name}` of a text with its place, braces included.
pub(crate) fn placeholders(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|i| from + i) {
        let Some(close) = text[open..].find('}').map(|i| open + i) else {
            break;
        };
        found.push((open..close + 1, &text[open + 1..close]));
        from = close + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(en: &str, value: &str) -> String {
        let text = Lang::new("paling lama {n} tahun", en);
        let text = text.fill(&|name, _| (name == "n").then(|| value.to_owned()));
        assert_eq!(text.id, format!("paling lama {value} tahun"));
        text.en.unwrap()
    }

    #[test]
    fn english_nouns_agree_with_the_number_before_them() {
        assert_eq!(filled("at most {n} years", "1"), "at most 1 year");
        assert_eq!(
            filled("at most {n} year (law)", "3"),
            "at most 3 years (law)"
        );
        assert_eq!(filled("in {n} working days", "1"), "in 1 working day");
        assert_eq!(filled("{n} months, {n} times", "1"), "1 month, 1 time");
        assert_eq!(filled("{n} months", "1.5"), "1.5 months");
        // Nothing else changes: other words, words that only begin alike, what is no number, what is not filled in.
        assert_eq!(filled("{n} JP a year", "1"), "1 JP a year");
        assert_eq!(filled("{n} yearsome", "1"), "1 yearsome");
        assert_eq!(filled("{n} to {m} months", "1"), "1 to {m} months");
        assert_eq!(filled("{n} years", "no data yet"), "no data yet years");
    }

    #[test]
    fn a_unit_agrees_too() {
        let years = Lang::new("tahun", "years");
        assert_eq!(years.counted("1", Language::Id), "1 tahun");
        assert_eq!(years.counted("1", Language::En), "1 year");
        assert_eq!(years.counted("2", Language::En), "2 years");
        let calendar = Lang::new("hari kalender", "days of the calendar");
        assert_eq!(calendar.counted("1", Language::En), "1 day of the calendar");
        // Without an English unit the Indonesian one stands.
        let untold = Lang {
            id: "tahun".into(),
            en: None,
        };
        assert_eq!(untold.counted("1", Language::En), "1 tahun");
    }
}
