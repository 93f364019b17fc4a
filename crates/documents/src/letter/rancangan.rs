//! A draft of a guideline: chapters (*BAB*), articles (*Pasal*), paragraphs (*ayat*) with what they rest on.

use kernel::CivilDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::at_least_one;
use crate::RenderError;

/// A draft guideline in the numbering of a regulation.
///
/// ```json
/// {
///   "kind": "rancangan", "tanggal": "2027-01-04", "judul": "RANCANGAN PEDOMAN MAGANG", "keterangan": ["…"],
///   "sidik": "sha256:…",
///   "bab": [{"bab": "BAB I", "judul": "KETENTUAN UMUM", "pertanyaan": ["…?"], "usulan": ["…"],
///            "pasal": [{"pasal": "Pasal 1", "ayat": ["…"], "dasar": ["PP 11/2017 Pasal 225"]}]}]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rancangan {
    /// The day of the draft.
    pub tanggal: CivilDate,
    /// Title.
    pub judul: String,
    /// Lines under the title: from what it was made.
    #[serde(default)]
    pub keterangan: Vec<String>,
    /// Digest of what it was made from, for the foot.
    pub sidik: String,
    /// Chapters.
    pub bab: Vec<Bab>,
}

/// A chapter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bab {
    /// Its number, such as `BAB I`.
    pub bab: String,
    /// Its title.
    pub judul: String,
    /// Articles; none when nothing is decided yet.
    #[serde(default)]
    pub pasal: Vec<Pasal>,
    /// What has to be decided first.
    #[serde(default)]
    pub pertanyaan: Vec<String>,
    /// Proposals on record that nobody decided on.
    #[serde(default)]
    pub usulan: Vec<String>,
}

/// An article.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pasal {
    /// Its number, such as `Pasal 1`.
    pub pasal: String,
    /// Paragraphs, numbered when there is more than one.
    pub ayat: Vec<String>,
    /// On what it rests.
    #[serde(default)]
    pub dasar: Vec<String>,
}

/// What a chapter without articles says.
pub(crate) const OPEN: &str = "Belum ditetapkan. Kebijakan yang berlaku tidak memuat ketentuan tentang hal ini; yang perlu diputuskan:";
/// What stands above proposals.
pub(crate) const PROPOSED: &str =
    "Usulan yang tercatat dalam register dan belum menjadi ketentuan:";

impl Pasal {
    /// Paragraphs with their marks; a single one has none.
    pub(crate) fn marked(&self) -> Vec<(String, &str)> {
        let one = self.ayat.len() == 1;
        let mark = |n: usize| {
            if one {
                String::new()
            } else {
                format!("({})", n + 1)
            }
        };
        let ayat = self.ayat.iter().enumerate();
        ayat.map(|(n, text)| (mark(n), text.as_str())).collect()
    }

    /// The line of what it rests on, if anything.
    pub(crate) fn basis(&self) -> Option<String> {
        (!self.dasar.is_empty()).then(|| format!("Dasar: {}", self.dasar.join("; ")))
    }
}

impl Rancangan {
    /// What stands at the foot of every page.
    pub(crate) fn foot(&self) -> String {
        format!(
            "Rancangan keadaan {}; bukan naskah dinas. Disusun dari naskah kebijakan {}",
            self.tanggal.long_id(),
            self.sidik
        )
    }

    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        at_least_one("rancangan.bab", &self.bab)?;
        let chapters: Vec<Value> = self
            .bab
            .iter()
            .map(|bab| {
                let articles: Vec<Value> = bab
                    .pasal
                    .iter()
                    .map(|pasal| {
                        json!({"pasal": pasal.pasal, "ayat": pasal.marked(), "dasar": pasal.basis()})
                    })
                    .collect();
                json!({
                    "bab": bab.bab, "judul": bab.judul, "pasal": articles,
                    "pertanyaan": bab.pertanyaan, "usulan": bab.usulan,
                })
            })
            .collect();
        Ok(json!({
            "kind": "rancangan",
            "judul": self.judul,
            "keterangan": self.keterangan,
            "kaki": self.foot(),
            "terbuka": OPEN,
            "diusulkan": PROPOSED,
            "bab": chapters,
        }))
    }
}
