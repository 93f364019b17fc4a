//! The register of regulations: instruments and their articles with dates and how sure we are of them.

use kernel::CivilDate;
use serde::{Deserialize, Serialize};
use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, has_errors};
use crate::file::sha256;
use crate::lang::Lang;
use crate::toml_doc::{Node, Reader, Table};

/// How sure we are of an entry; only T and P may block a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Confidence {
    /// Read in the text of the regulation.
    T,
    /// Read in a secondary source only.
    S,
    /// General knowledge, no source seen.
    M,
    /// The agency's own policy, not law.
    P,
}

impl Confidence {
    /// As people read it.
    pub fn label(self) -> Lang {
        match self {
            Self::T => Lang::new("dibaca dalam naskah peraturan", "read in the regulation"),
            Self::S => Lang::new("dari sumber sekunder", "from a secondary source"),
            Self::M => Lang::new("belum diverifikasi", "not verified"),
            Self::P => Lang::new("kebijakan instansi", "policy of the agency"),
        }
    }
}

/// The layer of an instrument; on conflict the upper one wins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// Undang-Undang, Peraturan Pemerintah, Peraturan Presiden.
    Law,
    /// Regulation of a minister, an agency or a governor.
    Reg,
    /// Circular, letter, manual, practice.
    Guide,
    /// The agency's own choice.
    Policy,
}

/// An instrument: a law, a regulation, a circular, or the agency's own policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Short name, such as `UU 20/2023`.
    pub id: String,
    /// Full title for letters.
    pub title: String,
    /// Layer.
    pub layer: Layer,
    /// Place in the hierarchy for *Mengingat*: 1 Undang-Undang, 2 Peraturan Pemerintah, 3 Peraturan Presiden,
    /// 4 ministerial, 5 agency, 6 governor, 7 circular, 9 own policy.
    pub rank: u8,
    /// First day in force, if known.
    pub from: Option<CivilDate>,
    /// First day no longer in force, if known.
    pub to: Option<CivilDate>,
    /// State gazette or other note.
    pub note: Option<String>,
    /// Whether it is the statute on civil servants (ASN).
    pub statute: bool,
    /// How sure we are.
    pub confidence: Confidence,
}

/// An article, or a point of the agency's policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Id that policies cite.
    pub id: String,
    /// Id of the instrument.
    pub source: String,
    /// Article, such as `Pasal 70 ayat (5)`.
    pub article: String,
    /// The rule in own words.
    pub says: Lang,
    /// First day in force; of the instrument unless told otherwise.
    pub from: Option<CivilDate>,
    /// First day no longer in force.
    pub to: Option<CivilDate>,
    /// How sure we are.
    pub confidence: Confidence,
}

impl Entry {
    /// Whether it is in force on every day of `[from, to)`; `None` when its first day is not known.
    pub fn covers(&self, from: CivilDate, to: Option<CivilDate>) -> Option<bool> {
        let ends = match (self.to, to) {
            (None, _) => true,
            (Some(mine), Some(wanted)) => wanted <= mine,
            (Some(_), None) => false,
        };
        if !ends {
            return Some(false);
        }
        self.from.map(|mine| mine <= from)
    }
}

/// Instruments and entries in the order of the file.
#[derive(Clone, Debug)]
pub struct Register {
    sources: Vec<Source>,
    entries: Vec<Entry>,
    digest: String,
}

const SOURCE: [&str; 9] = [
    "id",
    "title",
    "layer",
    "rank",
    "from",
    "to",
    "note",
    "statute",
    "confidence",
];
const ENTRY: [&str; 7] = [
    "id",
    "source",
    "article",
    "says",
    "from",
    "to",
    "confidence",
];

impl Register {
    /// Reads a register; everything that is wrong comes back at once, each with its place.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader::new(name, text);
        let document = match DeTable::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                reader.error(span, format!("not TOML: {}", error.message()));
                return Err(reader.found);
            }
        };
        let file = document.get_ref();
        reader.only(file, &["source", "entry"], "a register");
        let mut sources: Vec<Source> = Vec::new();
        for node in reader.array(file.get("source")) {
            let Some(source) = read_source(&mut reader, node) else {
                continue;
            };
            if sources.iter().any(|other| other.id == source.id) {
                reader.error(
                    node.span(),
                    format!("two sources have the id `{}`", source.id),
                );
            }
            sources.push(source);
        }
        let mut entries: Vec<Entry> = Vec::new();
        for node in reader.array(file.get("entry")) {
            let Some(entry) = read_entry(&mut reader, node, &sources) else {
                continue;
            };
            if entries.iter().any(|other| other.id == entry.id) {
                reader.error(
                    node.span(),
                    format!("two entries have the id `{}`", entry.id),
                );
            }
            entries.push(entry);
        }
        if has_errors(&reader.found) {
            return Err(reader.found);
        }
        Ok(Self {
            sources,
            entries,
            digest: sha256(text),
        })
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The instrument with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// All entries in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All instruments in the order of the file.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Instruments certainly in force on a date, in the order of *Mengingat*: hierarchy, then first day in force.
    pub fn in_force(&self, date: CivilDate) -> Vec<&Source> {
        let mut found: Vec<&Source> = self
            .sources
            .iter()
            .filter(|s| s.from.is_some_and(|from| from <= date))
            .filter(|s| s.to.is_none_or(|to| date < to))
            .collect();
        found.sort_by_key(|source| (source.rank, source.from));
        found
    }

    /// The statute on civil servants in force on a date: what a decision of that date names as its legal base.
    pub fn statute(&self, date: CivilDate) -> Option<&Source> {
        self.in_force(date)
            .into_iter()
            .find(|source| source.statute)
    }

    /// SHA-256 of the file's text as `sha256:` and 64 hexadecimal digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

fn text(reader: &mut Reader, table: &Table<'_>, key: &str, node: &Node<'_>) -> Option<String> {
    let found = reader.need(table, key, &node.span(), "an entry of the register")?;
    reader.string(found)
}

/// One of the words of an enumeration.
fn word<T: serde::de::DeserializeOwned>(
    reader: &mut Reader,
    table: &Table<'_>,
    key: &str,
    node: &Node<'_>,
) -> Option<T> {
    let found = text(reader, table, key, node)?;
    match serde_json::from_value(found.clone().into()) {
        Ok(value) => Some(value),
        Err(error) => {
            let place = table.get(key).map_or(node.span(), |n| n.span());
            reader.help(place, format!("`{found}` is no {key}"), &error.to_string());
            None
        }
    }
}

fn read_source(reader: &mut Reader, node: &Node<'_>) -> Option<Source> {
    let table = reader.table(node)?;
    reader.only(table, &SOURCE, "a source");
    let rank = reader.need(table, "rank", &node.span(), "a source");
    let rank = rank.and_then(|n| reader.integer(n)).unwrap_or(9);
    Some(Source {
        id: text(reader, table, "id", node)?,
        title: text(reader, table, "title", node)?,
        layer: word(reader, table, "layer", node)?,
        rank: u8::try_from(rank).unwrap_or(9),
        from: table.get("from").and_then(|n| reader.date(n)),
        to: table.get("to").and_then(|n| reader.date(n)),
        note: table.get("note").and_then(|n| reader.string(n)),
        statute: table
            .get("statute")
            .and_then(|n| reader.boolean(n))
            .unwrap_or(false),
        confidence: word(reader, table, "confidence", node)?,
    })
}

fn read_entry(reader: &mut Reader, node: &Node<'_>, sources: &[Source]) -> Option<Entry> {
    let table = reader.table(node)?;
    reader.only(table, &ENTRY, "an entry");
    let source_id = text(reader, table, "source", node)?;
    let source = sources.iter().find(|source| source.id == source_id);
    if source.is_none() && !sources.is_empty() {
        let place = table.get("source").map_or(node.span(), |n| n.span());
        reader.error(place, format!("no source has the id `{source_id}`"));
    }
    let says = match table.get("says") {
        Some(n) => reader.lang(n)?,
        None => Lang::default(),
    };
    let own_from = table.get("from").and_then(|n| reader.date(n));
    let own_to = table.get("to").and_then(|n| reader.date(n));
    Some(Entry {
        id: text(reader, table, "id", node)?,
        source: source_id,
        article: text(reader, table, "article", node)?,
        says,
        from: own_from.or_else(|| source.and_then(|s| s.from)),
        to: own_to.or_else(|| source.and_then(|s| s.to)),
        confidence: word(reader, table, "confidence", node)?,
    })
}
