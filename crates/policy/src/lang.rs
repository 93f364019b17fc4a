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

    /// The same text with every `{name}` replaced by what `fill` gives for it in that language.
    pub(crate) fn fill(&self, fill: &dyn Fn(&str, Language) -> Option<String>) -> Self {
        Self {
            id: fill_text(&self.id, |name| fill(name, Language::Id)),
            en: self
                .en
                .as_ref()
                .map(|en| fill_text(en, |name| fill(name, Language::En))),
        }
    }
}

fn fill_text(text: &str, fill: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, name) in placeholders(text) {
        out.push_str(&text[at..range.start]);
        match fill(name) {
            Some(value) => out.push_str(&value),
            None => out.push_str(&text[range.clone()]),
        }
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
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
