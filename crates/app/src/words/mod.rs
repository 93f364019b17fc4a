//! Fluent messages in Indonesian and English: the registry of their sources and the lookup.
//!
//! A slice keeps the messages of its refusals and states in `crates/app/src/<slice>/{id,en}.ftl` and adds one line
//! to [`SOURCES`]; the web shell adds the page texts of `crates/web/templates/<slice>/`. All sources of a language
//! form one bundle, so a term of the field (`-host` = *Instansi Penerima*) is written once, here, and used anywhere.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::Text;
use unic_langid::LanguageIdentifier;

pub mod check;

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Lang {
    /// Indonesian, the default.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Both languages, Indonesian first.
    pub const ALL: [Lang; 2] = [Lang::Id, Lang::En];

    /// The tag of BCP 47: `id` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }

    /// The language of a tag such as `en` or `en-GB`; `None` for any other.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default().trim();
        Lang::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }
}

/// The messages of one slice in both languages, by `include_str!`.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Name of the slice and beginning of its keys: `hosts` owns `hosts-…`. The sources `app` and `shell` own the general keys.
    pub slice: &'static str,
    /// Text of `id.ftl`.
    pub id: &'static str,
    /// Text of `en.ftl`.
    pub en: &'static str,
}

impl Source {
    /// The text in `lang`.
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }
}

/// Makes a [`Source`] of `{id,en}.ftl` in a folder given relative to the calling file.
#[macro_export]
macro_rules! words_of {
    ($slice:literal, $folder:literal) => {
        $crate::words::Source {
            slice: $slice,
            id: include_str!(concat!($folder, "/id.ftl")),
            en: include_str!(concat!($folder, "/en.ftl")),
        }
    };
}

/// The messages of the domain, one line a slice.
pub const SOURCES: &[Source] = &[
    crate::words_of!("app", "."),
    crate::words_of!("accounts", "../accounts"),
    crate::words_of!("guidelines", "../guidelines"),
    crate::words_of!("holidays", "../holidays"),
    crate::words_of!("corrections", "../corrections"),
    crate::words_of!("hosts", "../hosts"),
    crate::words_of!("letters", "../letters"),
    crate::words_of!("meetings", "../meetings"),
    crate::words_of!("links", "../links"),
    crate::words_of!("nominations", "../nominations"),
    crate::words_of!("notices", "../notices"),
    crate::words_of!("people", "../people"),
    crate::words_of!("placements", "../placements"),
    crate::words_of!("policies", "../policies"),
    crate::words_of!("regulations", "../regulations"),
    crate::words_of!("programmes", "../programmes"),
    crate::words_of!("screenings", "../screenings"),
    crate::words_of!("sheets", "../sheets"),
    crate::words_of!("simulations", "../simulations"),
    crate::words_of!("studies", "../studies"),
];

/// All messages of an installation.
pub struct Words {
    id: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl Words {
    /// Reads `sources`. A message that cannot be read, or a second one under the same key, is left out and logged;
    /// [`check::problems`] finds both in the tests.
    pub fn new<'a>(sources: impl IntoIterator<Item = &'a Source> + Clone) -> Self {
        Self {
            id: bundle(Lang::Id, sources.clone()),
            en: bundle(Lang::En, sources),
        }
    }

    /// The message without arguments under `key`; the key itself, and a line in the log, if there is none.
    pub fn get(&self, lang: Lang, key: &str) -> Cow<'_, str> {
        self.format(lang, key, None)
    }

    /// `text` in words.
    pub fn say(&self, lang: Lang, text: &Text) -> String {
        if text.words.is_empty() {
            return self.say_args(lang, &text.key, &text.args);
        }
        let words = text
            .words
            .iter()
            .map(|(name, key)| (name.clone(), self.get(lang, key).into_owned()));
        let args: Vec<(String, String)> = text.args.iter().cloned().chain(words).collect();
        self.say_args(lang, &text.key, &args)
    }

    /// The message under `key` with arguments. A whole number in plain digits selects plural forms.
    pub fn say_args<N, V>(&self, lang: Lang, key: &str, args: &[(N, V)]) -> String
    where
        N: AsRef<str>,
        V: AsRef<str>,
    {
        if args.is_empty() {
            return self.get(lang, key).into_owned();
        }
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(name.as_ref().to_owned(), argument(value.as_ref()));
        }
        self.format(lang, key, Some(&values)).into_owned()
    }

    /// Whether there is a message under `key`.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundle(lang)
            .get_message(key)
            .is_some_and(|message| message.value().is_some())
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }

    fn format(&self, lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'_, str> {
        let bundle = self.bundle(lang);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, lang = lang.tag(), "message is missing");
            return Cow::Owned(key.to_owned());
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors);
        if !errors.is_empty() {
            // The names of the arguments suffice; their values may be personal data.
            tracing::error!(key, lang = lang.tag(), "message lacks an argument");
        }
        text
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words")
    }
}

/// A canonical whole number becomes a number, so that plural forms work; everything else stays as it is written
/// (a NIP has too many digits, "1.250" has a separator, "007" a leading zero).
fn argument(value: &str) -> FluentValue<'_> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let canonical = !digits.is_empty()
        && digits.len() <= 9
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    match value.parse::<i64>() {
        Ok(number) if canonical => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

fn bundle<'a>(
    lang: Lang,
    sources: impl IntoIterator<Item = &'a Source>,
) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks around arguments would stand in PDF, XLSX and plain text; no right-to-left language is offered.
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = FluentResource::try_new(source.text(lang).to_owned()).unwrap_or_else(
            |(rest, errors)| {
                tracing::error!(slice = source.slice, ?errors, "message file has errors");
                rest
            },
        );
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(slice = source.slice, ?errors, "message is defined twice");
        }
    }
    bundle
}

#[cfg(test)]
mod tests;
