//! The assignment letter (*Surat Tugas*).

use kernel::Period;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Frame, Person, at_least_one};
use crate::{RenderError, wording};

/// A Surat Tugas in the form of Permendagri 1/2023 (TND-ST, confidence S/M).
///
/// ```json
/// {
///   "kind": "surat-tugas", "frame": { … },
///   "dasar": ["Keputusan … Nomor … Tahun 2027 tentang …"],
///   "persons": [{"name": "…", "nip": "…", "golongan": "III/b", "jabatan": "…", "unit": "…"}],
///   "tugas": "magang/praktik kerja", "host": "…", "bidang": "…",
///   "period": {"start": "2027-03-01", "end": "2027-05-31"},
///   "kewajiban": ["…"]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuratTugas {
    /// Letterhead, number, signature, QR code, copies.
    pub frame: Frame,
    /// On what it rests, numbered when there are several.
    pub dasar: Vec<String>,
    /// Who goes; usually one person a letter.
    pub persons: Vec<Person>,
    /// What for, in the words that follow "Melaksanakan", such as `magang/praktik kerja`.
    pub tugas: String,
    /// Host institution and, after a comma, its unit and place.
    pub host: String,
    /// Field of work there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bidang: Option<String>,
    /// First and last day.
    pub period: Period,
    /// Further duties, each a sentence that starts with its verb and has no final stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kewajiban: Vec<String>,
}

impl SuratTugas {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        at_least_one("surat-tugas.dasar", &self.dasar)?;
        at_least_one("surat-tugas.persons", &self.persons)?;
        let bidang = self
            .bidang
            .as_ref()
            .map_or(String::new(), |bidang| format!(" bidang {bidang}"));
        let mut untuk = vec![format!(
            "Melaksanakan {}{bidang} pada {} selama {}, terhitung mulai tanggal {}",
            self.tugas,
            self.host,
            wording::duration(self.period),
            wording::period_long(self.period),
        )];
        untuk.extend(self.kewajiban.iter().cloned());
        let last = untuk.len() - 1;
        for (index, line) in untuk.iter_mut().enumerate() {
            line.push(if index == last { '.' } else { ';' });
        }
        Ok(json!({
            "kind": "surat-tugas",
            "frame": self.frame.view(),
            "dasar": self.dasar,
            "persons": self.persons.iter().map(Person::view).collect::<Vec<_>>(),
            "untuk": untuk,
        }))
    }
}
