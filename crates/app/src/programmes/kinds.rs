//! Kinds of internship as dated reference data: what each kind decides, with its citation.

use std::sync::LazyLock;

use kernel::CivilDate;
use serde::Deserialize;

use super::model::{Arah, Bidang, Cara, HostKind, PaperKind, Waktu};
use crate::keyed::keyed;
use crate::letters::LetterKind;

keyed! {
    /// How the length of an internship is held.
    CapForce {
        /// Beyond it nobody is placed.
        Block = "block",
        /// Beyond it people are warned.
        Warn = "warn",
    }
}

keyed! {
    /// Whether a programme writes a kind of letter.
    Need {
        /// It is not complete without it.
        Must = "wajib",
        /// It may.
        May = "boleh",
        /// It does not; the row says why.
        Never = "tidak",
    }
}

/// A rule of the policy that holds the length; its number stands in the policy.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Id of the rule.
    pub rule: String,
    /// Whether it blocks or warns.
    pub force: CapForce,
}

/// What a kind of host and a direction decide together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// Kinds of host.
    pub host: Vec<HostKind>,
    /// Directions.
    pub arah: Vec<Arah>,
    /// First day on which the row holds.
    pub valid_from: CivilDate,
    /// First day on which it holds no more.
    pub valid_to: Option<CivilDate>,
    /// Form of development in law: `magang` or `pertukaran`.
    pub form: String,
    /// Id of the policy that screens.
    pub policy: String,
    /// What holds the length.
    pub caps: Vec<Cap>,
    /// Papers that this kind needs beside those of the programme.
    pub papers: Vec<PaperKind>,
    /// Row of the JP table.
    pub jp: String,
    /// Letter set.
    pub letters: String,
    /// Entries of the regulation register.
    pub cite: Vec<String>,
    /// T, S, M or P.
    pub confidence: String,
    /// Key of a note that screens show.
    pub warn: Option<String>,
}

/// Whether a letter set holds a kind of letter.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterRule {
    /// The set.
    pub set: String,
    /// The kind of letter.
    pub kind: LetterKind,
    /// Whether it is written.
    pub need: Need,
    /// First day on which the row holds.
    pub valid_from: CivilDate,
    /// First day on which it holds no more.
    pub valid_to: Option<CivilDate>,
    /// Key of the reason why it is never written.
    pub why: Option<String>,
    /// Entries of the regulation register.
    pub cite: Vec<String>,
    /// T, S, M or P.
    pub confidence: String,
}

/// A row of an axis that decides nothing by itself but has its source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row<K> {
    /// The kind.
    pub key: K,
    /// First day on which the row holds.
    pub valid_from: CivilDate,
    /// First day on which it holds no more.
    pub valid_to: Option<CivilDate>,
    /// Entries of the regulation register.
    pub cite: Vec<String>,
    /// T, S, M or P.
    pub confidence: String,
    /// Key of a note that screens show.
    pub warn: Option<String>,
}

/// What a new programme begins with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// First day on which the row holds.
    pub valid_from: CivilDate,
    /// First day on which it holds no more.
    pub valid_to: Option<CivilDate>,
    /// Shortest internship in days.
    pub min_days: i32,
    /// Longest internship in days.
    pub max_days: i32,
    /// The papers of *Program sederhana*.
    pub simple_papers: Vec<PaperKind>,
    /// Entries of the regulation register.
    pub cite: Vec<String>,
    /// T, S, M or P.
    pub confidence: String,
}

/// All reference rows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    /// What a new programme begins with.
    pub defaults: Vec<Defaults>,
    /// Kinds of host by direction.
    pub rule: Vec<KindRule>,
    /// Letter sets.
    pub letter: Vec<LetterRule>,
    /// Fields of competence.
    pub bidang: Vec<Row<Bidang>>,
    /// Full or part time.
    pub waktu: Vec<Row<Waktu>>,
    /// On site or online.
    pub cara: Vec<Row<Cara>>,
    /// Directions.
    pub arah: Vec<Row<Arah>>,
}

/// The shipped rows; a test holds that they can be read and are complete.
pub fn kinds() -> &'static Kinds {
    static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
        toml::from_str(include_str!("kinds.toml")).unwrap_or_else(|error| {
            tracing::error!(%error, "kinds.toml cannot be read");
            Kinds::default()
        })
    });
    &KINDS
}

fn holds(from: CivilDate, to: Option<CivilDate>, at: CivilDate) -> bool {
    from <= at && to.is_none_or(|to| at < to)
}

impl Kinds {
    /// The row of a kind of host and a direction that holds on `at`; a pair without one cannot be made.
    pub fn rule(&self, host: HostKind, arah: Arah, at: CivilDate) -> Option<&KindRule> {
        self.rule.iter().find(|row| {
            row.host.contains(&host)
                && row.arah.contains(&arah)
                && holds(row.valid_from, row.valid_to, at)
        })
    }

    /// The letters of a kind of host and a direction on `at`, in the order in which a programme needs them.
    pub fn letters(&self, host: HostKind, arah: Arah, at: CivilDate) -> Vec<&LetterRule> {
        let Some(rule) = self.rule(host, arah, at) else {
            return Vec::new();
        };
        LetterKind::ALL
            .iter()
            .filter_map(|kind| {
                self.letter.iter().find(|row| {
                    row.set == rule.letters
                        && row.kind == *kind
                        && holds(row.valid_from, row.valid_to, at)
                })
            })
            .collect()
    }

    /// The defaults that hold on `at`.
    pub fn defaults(&self, at: CivilDate) -> Option<&Defaults> {
        self.defaults
            .iter()
            .find(|row| holds(row.valid_from, row.valid_to, at))
    }

    /// The notes that go with a choice of kinds, each once.
    pub fn notes(
        &self,
        host: HostKind,
        waktu: Waktu,
        cara: Cara,
        arah: Arah,
        at: CivilDate,
    ) -> Vec<&str> {
        let mut notes: Vec<&str> = Vec::new();
        let found = [
            self.rule(host, arah, at)
                .and_then(|row| row.warn.as_deref()),
            note(&self.waktu, waktu, at),
            note(&self.cara, cara, at),
            note(&self.arah, arah, at),
        ];
        for key in found.into_iter().flatten() {
            if !notes.contains(&key) {
                notes.push(key);
            }
        }
        notes
    }
}

fn note<K: PartialEq>(rows: &[Row<K>], key: K, at: CivilDate) -> Option<&str> {
    rows.iter()
        .find(|row| row.key == key && holds(row.valid_from, row.valid_to, at))
        .and_then(|row| row.warn.as_deref())
}
