//! The letters that permit or recommend a study (*Surat Izin*, *Rekomendasi*; form Naskah Dinas Khusus).

use kernel::Period;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Frame, Person, at_least_one};
use crate::{RenderError, wording};

/// A Surat Izin or Rekomendasi for one study (TND-KIND of Permendagri 1/2023; BTN-IB-1 to BTN-IB-3, confidence S).
///
/// ```json
/// {
///   "kind": "surat-studi", "frame": { … }, "judul": "SURAT IZIN BELAJAR",
///   "dasar": ["…"], "isi": "Kepala Badan … memberikan izin belajar kepada:",
///   "persons": [{"name": "…", "nip": "…", "golongan": "III/b", "jabatan": "…", "unit": "…"}],
///   "studi": {"perguruan_tinggi": "…", "program": "…", "jenjang": "S-2",
///             "period": {"start": "2027-03-01", "end": "2029-02-28"}},
///   "ketentuan": ["Pendidikan dilaksanakan di luar jam kerja"]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuratStudi {
    /// Letterhead, number, signature, QR code, copies.
    pub frame: Frame,
    /// Title, printed as given.
    pub judul: String,
    /// On what it rests, numbered when there are several.
    pub dasar: Vec<String>,
    /// The sentence before the person.
    pub isi: String,
    /// Who studies; one person a letter.
    pub persons: Vec<Person>,
    /// The study.
    pub studi: Study,
    /// Conditions, numbered, without final stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ketentuan: Vec<String>,
}

/// What is studied, and where.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// University.
    pub perguruan_tinggi: String,
    /// Programme of study.
    pub program: String,
    /// Level, such as `S-2`.
    pub jenjang: String,
    /// First and last day.
    pub period: Period,
}

impl SuratStudi {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        at_least_one("surat-studi.dasar", &self.dasar)?;
        at_least_one("surat-studi.persons", &self.persons)?;
        let mut ketentuan = self.ketentuan.clone();
        let last = ketentuan.len().saturating_sub(1);
        for (index, line) in ketentuan.iter_mut().enumerate() {
            line.push(if index == last { '.' } else { ';' });
        }
        Ok(json!({
            "kind": "surat-studi",
            "frame": self.frame.view(),
            "judul": self.judul,
            "dasar": self.dasar,
            "isi": self.isi,
            "persons": self.persons.iter().map(Person::view).collect::<Vec<_>>(),
            "studi": [
                ("Perguruan Tinggi", self.studi.perguruan_tinggi.clone()),
                ("Program Studi", self.studi.program.clone()),
                ("Jenjang", self.studi.jenjang.clone()),
                ("Jangka Waktu", wording::period_long(self.studi.period)),
            ],
            "ketentuan": ketentuan,
        }))
    }
}
