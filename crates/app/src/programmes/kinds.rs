//! Kinds of internship as dated reference data: what each kind decides, with its citation.

use std::sync::LazyLock;

use kernel::CivilDate;
use serde::Deserialize;

use super::model::{Arah, Bidang, Cara, HostKind, PaperKind, Waktu};

/// What a kind of host decides.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostRule {
    /// The kind.
    pub key: HostKind,
    /// First day on which the row holds.
    pub valid_from: CivilDate,
    /// First day on which it holds no more.
    pub valid_to: Option<CivilDate>,
    /// Form of development in law: `magang` or `pertukaran`.
    pub form: String,
    /// Id of the policy that screens.
    pub policy: String,
    /// Papers that this kind needs beside those of the programme.
    pub papers: Vec<PaperKind>,
    /// Rule of the JP table.
    pub jp: String,
    /// Set of letters.
    pub letters: String,
    /// Entries of the regulation register.
    pub cite: Vec<String>,
    /// T, S, M or P.
    pub confidence: String,
    /// Key of a note that screens show.
    pub warn: Option<String>,
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
    /// The papers of guests (arah masuk).
    pub guest_papers: Vec<PaperKind>,
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
    /// Kinds of host.
    pub host_kind: Vec<HostRule>,
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
    /// The row of a kind of host that holds on `at`.
    pub fn host(&self, kind: HostKind, at: CivilDate) -> Option<&HostRule> {
        self.host_kind
            .iter()
            .find(|row| row.key == kind && holds(row.valid_from, row.valid_to, at))
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
            self.host(host, at).and_then(|row| row.warn.as_deref()),
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
