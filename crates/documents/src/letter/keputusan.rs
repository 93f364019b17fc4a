//! The decision (*Keputusan*) that assigns participants, with the annex that lists them.

use kernel::{Golongan, Nip, Period};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Frame, Person, at_least_one};
use crate::{RenderError, wording};

/// A Keputusan in the form of Permendagri 1/2023 (TND-SK, confidence S/M).
///
/// ```json
/// {
///   "kind": "keputusan", "frame": { … },
///   "jabatan": ["KEPALA BADAN KEPEGAWAIAN DAERAH", "PROVINSI NUSA CONTOH"],
///   "tentang": "PENUGASAN PESERTA MAGANG/PRAKTIK KERJA …",
///   "menimbang": ["bahwa …"],
///   "mengingat": ["Undang-Undang Nomor 20 Tahun 2023 tentang …"],
///   "memperhatikan": [],
///   "menetapkan": "KEPUTUSAN KEPALA BADAN … TENTANG …",
///   "diktum": [{"text": "Menugaskan …", "items": ["…"]}],
///   "lampiran": {"participants": [{"name": "…", "nip": "…", "golongan": "III/b", "jabatan": "…",
///       "unit": "…", "host": "…", "period": {"start": "2027-03-01", "end": "2027-05-31"}}]}
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keputusan {
    /// Letterhead, number, signature, QR code, copies.
    pub frame: Frame,
    /// The office that decides, in lines; stands after `KEPUTUSAN` and before the considerations.
    pub jabatan: Vec<String>,
    /// The subject, printed as given (usually capitals).
    pub tentang: String,
    /// Considerations, lettered a, b, c; each without its final semicolon.
    pub menimbang: Vec<String>,
    /// Legal basis, numbered, in the order given: the caller puts them in the order of the hierarchy.
    pub mengingat: Vec<String>,
    /// What was also regarded, numbered; empty: left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memperhatikan: Vec<String>,
    /// The sentence after *Menetapkan*.
    pub menetapkan: String,
    /// The parts of the decision, labelled KESATU, KEDUA, ….
    pub diktum: Vec<Diktum>,
    /// The annex with the participants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lampiran: Option<AnnexParticipants>,
}

/// One part of a decision.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diktum {
    /// Its text, with its final stop.
    pub text: String,
    /// Lettered points under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// The annex (*Lampiran*) that lists who goes where.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnexParticipants {
    /// Title over the table; default: the subject of the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judul: Option<String>,
    /// The rows, in the order to print.
    pub participants: Vec<Participant>,
}

/// A row of the annex.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// Name with titles.
    pub name: String,
    /// NIP or NI PPPK.
    pub nip: Nip,
    /// Golongan; the pangkat of a PNS follows from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub golongan: Option<Golongan>,
    /// Post.
    pub jabatan: String,
    /// Home unit.
    pub unit: String,
    /// Host institution and, after a comma, its unit.
    pub host: String,
    /// First and last day.
    pub period: Period,
}

impl Keputusan {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        at_least_one("keputusan.jabatan", &self.jabatan)?;
        at_least_one("keputusan.menimbang", &self.menimbang)?;
        at_least_one("keputusan.mengingat", &self.mengingat)?;
        at_least_one("keputusan.diktum", &self.diktum)?;
        let lettered = |items: &[String]| -> Vec<(String, String)> {
            items
                .iter()
                .enumerate()
                .map(|(i, text)| (format!("{}.", wording::list_letter(i)), text.clone()))
                .collect()
        };
        let numbered = |items: &[String]| -> Vec<(String, String)> {
            items
                .iter()
                .enumerate()
                .map(|(i, text)| (format!("{}.", i + 1), text.clone()))
                .collect()
        };
        let diktum: Vec<Value> = (1..)
            .zip(&self.diktum)
            .map(|(n, diktum)| {
                json!({
                    "label": wording::ordinal(n),
                    "text": diktum.text,
                    "items": lettered(&diktum.items),
                })
            })
            .collect();
        let lampiran = match &self.lampiran {
            None => Value::Null,
            Some(annex) => {
                at_least_one("keputusan.lampiran.participants", &annex.participants)?;
                json!({
                    "judul": annex.judul.as_ref().unwrap_or(&self.tentang),
                    "rows": annex.participants.iter().map(Participant::view).collect::<Vec<_>>(),
                })
            }
        };
        Ok(json!({
            "kind": "keputusan",
            "frame": self.frame.view(),
            "jabatan": self.jabatan,
            "tentang": self.tentang,
            "menimbang": lettered(&self.menimbang),
            "mengingat": numbered(&self.mengingat),
            "memperhatikan": numbered(&self.memperhatikan),
            "menetapkan": self.menetapkan,
            "diktum": diktum,
            "lampiran": lampiran,
        }))
    }
}

impl Participant {
    fn view(&self) -> Value {
        let person = Person {
            name: self.name.clone(),
            nip: self.nip.clone(),
            golongan: self.golongan,
            jabatan: self.jabatan.clone(),
            unit: self.unit.clone(),
        };
        let mut row = person.view();
        if let Some(fields) = row.as_object_mut() {
            fields.insert("host".into(), self.host.clone().into());
            fields.insert("period".into(), wording::period_parts(self.period).into());
            if let Some(golongan) = self.golongan {
                fields.insert("rank".into(), wording::rank_parts(golongan).into());
            }
        }
        row
    }
}
