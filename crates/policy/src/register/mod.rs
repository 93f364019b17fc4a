//! The register of regulations: instruments and their articles with dates, relations, and how sure we are of them.

mod lint;
mod query;
mod read;

use kernel::CivilDate;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::lang::Lang;

pub use lint::{Slip, SlipKind};
pub use query::{Dependent, DependentKind};

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

/// The kind of an instrument.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum InstrumentKind {
    /// Undang-Undang.
    UU,
    /// Peraturan Pemerintah.
    PP,
    /// Peraturan Presiden.
    Perpres,
    /// Regulation of a minister.
    Permen,
    /// Regulation of LAN.
    PerLAN,
    /// Regulation of BKN.
    PerBKN,
    /// Regulation of ANRI.
    PerANRI,
    /// Regulation of a governor.
    Pergub,
    /// Decision.
    Keputusan,
    /// Circular.
    SE,
    /// Letter.
    Surat,
    /// Guide, manual or practice.
    Pedoman,
    /// The agency's own policy.
    Kebijakan,
}

/// Whether something is in force on a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// In force.
    InForce,
    /// Its first day comes later.
    NotYet,
    /// Its last day has passed.
    Ended,
    /// Its first day is not known, so nobody can tell.
    Unverified,
}

impl Standing {
    fn of(from: Option<CivilDate>, to: Option<CivilDate>, date: CivilDate) -> Self {
        match (from, to) {
            (_, Some(to)) if to <= date => Self::Ended,
            (None, _) => Self::Unverified,
            (Some(from), _) if date < from => Self::NotYet,
            _ => Self::InForce,
        }
    }

    /// As people read it.
    pub fn label(self) -> Lang {
        match self {
            Self::InForce => Lang::new("berlaku", "in force"),
            Self::NotYet => Lang::new("belum berlaku", "not yet in force"),
            Self::Ended => Lang::new("tidak berlaku lagi", "no longer in force"),
            Self::Unverified => Lang::new("tanggal belum diverifikasi", "date not verified"),
        }
    }
}

/// How one instrument or article bears on another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// Changes it.
    Amends,
    /// Takes it out of force.
    Revokes,
    /// Carries it out.
    Implements,
    /// Keeps it in force although what it rested on is gone.
    KeepsAlive,
}

impl RelationKind {
    /// As people read it, between `by` and `of`.
    pub fn label(self) -> Lang {
        match self {
            Self::Amends => Lang::new("mengubah", "amends"),
            Self::Revokes => Lang::new("mencabut", "revokes"),
            Self::Implements => Lang::new("melaksanakan", "implements"),
            Self::KeepsAlive => Lang::new("mempertahankan", "keeps alive"),
        }
    }
}

/// A relation between two instruments or articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Relation {
    /// What it does.
    pub kind: RelationKind,
    /// Id of the entry or instrument that does it.
    pub by: String,
    /// Id of the entry or instrument to which it is done.
    pub of: String,
    /// Since when, if known.
    pub from: Option<CivilDate>,
    /// How far it goes.
    pub note: Option<String>,
    /// How sure we are.
    pub confidence: Confidence,
}

/// How far a regulation has come that is being prepared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Proposed.
    Usulan,
    /// Drafted.
    Draf,
    /// Being harmonised.
    Harmonisasi,
    /// Waiting for signature.
    TandaTangan,
    /// Promulgated.
    Diundangkan,
}

impl Stage {
    /// As people read it.
    pub fn label(self) -> Lang {
        match self {
            Self::Usulan => Lang::new("usulan", "proposed"),
            Self::Draf => Lang::new("draf", "draft"),
            Self::Harmonisasi => Lang::new("harmonisasi", "being harmonised"),
            Self::TandaTangan => Lang::new("tanda tangan", "waiting for signature"),
            Self::Diundangkan => Lang::new("diundangkan", "promulgated"),
        }
    }
}

/// A regulation to be prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// Short name.
    pub id: String,
    /// Kind it will have.
    pub kind: InstrumentKind,
    /// Working title.
    pub title: String,
    /// Who prepares it.
    pub owner: String,
    /// How far it has come, if known.
    pub stage: Option<Stage>,
    /// When it is due, if anybody said so.
    pub due: Option<CivilDate>,
    /// Entries that wait for it.
    pub waits: Vec<String>,
    /// What is known about it.
    pub note: Option<String>,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A slip in naming an instrument that has stood in letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Misquote {
    /// The wrong name.
    pub wrong: String,
    /// Id of the instrument that is meant.
    pub right: String,
    /// Why.
    pub note: Option<String>,
}

/// An instrument: a law, a regulation, a circular, or the agency's own policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Short name, such as `UU 20/2023`.
    pub id: String,
    /// Kind, if told.
    pub kind: Option<InstrumentKind>,
    /// Number, if it has one.
    pub number: Option<String>,
    /// Year, if known.
    pub year: Option<i64>,
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
    /// Id of the entry that says it now, if it was replaced.
    pub successor: Option<String>,
    /// The rule in own words.
    pub says: Lang,
    /// First day in force; of the instrument unless told otherwise.
    pub from: Option<CivilDate>,
    /// First day no longer in force.
    pub to: Option<CivilDate>,
    /// How sure we are.
    pub confidence: Confidence,
}

impl Source {
    /// Whether it is in force on a date.
    pub fn standing(&self, date: CivilDate) -> Standing {
        Standing::of(self.from, self.to, date)
    }
}

impl Entry {
    /// Whether it is in force on a date.
    pub fn standing(&self, date: CivilDate) -> Standing {
        Standing::of(self.from, self.to, date)
    }

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
    relations: Vec<Relation>,
    planned: Vec<Planned>,
    misquotes: Vec<Misquote>,
    digest: String,
}

impl Register {
    /// Reads a register; everything that is wrong comes back at once, each with its place.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        read::register(name, text)
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

    /// All relations in the order of the file.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// Regulations to be prepared in the order of the file.
    pub fn planned(&self) -> &[Planned] {
        &self.planned
    }

    /// Slips that the check refuses.
    pub fn misquotes(&self) -> &[Misquote] {
        &self.misquotes
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
