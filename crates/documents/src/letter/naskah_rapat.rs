//! A paper of a meeting: invitation, attendance list, minutes, official record or report, from blocks of text.

use kernel::CivilDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{DaftarColumn, Kop, at_least_one};
use crate::RenderError;

/// A paper that is printed from the record of a meeting. It is no numbered letter: its foot says from which day and
/// which state of the record it is, and names are signed by hand.
///
/// ```json
/// {
///   "kind": "naskah-rapat", "tanggal": "2027-01-04", "judul": ["NOTULEN RAPAT", "KRITERIA PESERTA"],
///   "keadaan": "Risalah telah ditutup",
///   "blocks": [
///     {"jenis": "isian", "isian": [["Tempat", "Ruang Contoh"]]},
///     {"jenis": "judul", "teks": "Pembahasan"}, {"jenis": "anak-judul", "teks": "1. Kriteria"},
///     {"jenis": "alinea", "teks": "…"}, {"jenis": "butir", "butir": ["…"]},
///     {"jenis": "tabel", "columns": [{"header": "Opsi", "width": 3}], "rows": [["…"]]}
///   ],
///   "tempat": "Kota Contoh",
///   "tanda_tangan": [{"sebagai": "Pimpinan Rapat", "jabatan": "Kepala Badan", "tanggal": true}]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NaskahRapat {
    /// The day of printing.
    pub tanggal: CivilDate,
    /// Letterhead, if the agency has set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kop: Option<Kop>,
    /// Lines of the title; none for an invitation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judul: Vec<String>,
    /// What the foot says of the state of the record.
    pub keadaan: String,
    /// Subject and addressees, for an invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surat: Option<KepalaUndangan>,
    /// What it says.
    pub blocks: Vec<BlokRapat>,
    /// Where it is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tempat: Option<String>,
    /// Who signs, by hand, side by side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tanda_tangan: Vec<TandaTanganRapat>,
}

/// Subject and addressees of an invitation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KepalaUndangan {
    /// Subject.
    pub hal: String,
    /// Whom it goes to.
    pub tujuan: Vec<String>,
}

/// A block of text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "jenis", rename_all = "kebab-case", deny_unknown_fields)]
pub enum BlokRapat {
    /// A heading.
    Judul {
        /// Its text.
        teks: String,
    },
    /// A heading below it.
    AnakJudul {
        /// Its text.
        teks: String,
    },
    /// A paragraph.
    Alinea {
        /// Its text.
        teks: String,
    },
    /// A numbered list.
    Butir {
        /// Its items.
        butir: Vec<String>,
    },
    /// Labels and what stands for them.
    Isian {
        /// Label and text of each line.
        isian: Vec<(String, String)>,
    },
    /// A table.
    Tabel {
        /// Its columns.
        columns: Vec<DaftarColumn>,
        /// Its rows; each has as many texts as there are columns.
        rows: Vec<Vec<String>>,
        /// Rows high enough to sign in.
        #[serde(default)]
        tinggi: bool,
    },
}

/// Room for a signature by hand.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TandaTanganRapat {
    /// As what the person signs, such as `Pimpinan Rapat`.
    pub sebagai: String,
    /// Her office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jabatan: Option<String>,
    /// Whether place and a date to fill in stand above it.
    #[serde(default)]
    pub tanggal: bool,
}

impl NaskahRapat {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        at_least_one("naskah-rapat.blocks", &self.blocks)?;
        for (index, block) in self.blocks.iter().enumerate() {
            if let BlokRapat::Tabel { columns, rows, .. } = block {
                at_least_one(&format!("naskah-rapat.blocks[{index}].columns"), columns)?;
                let wrong = rows.iter().find(|row| row.len() != columns.len());
                if let Some(row) = wrong {
                    return Err(RenderError::data(
                        format!("naskah-rapat.blocks[{index}].rows"),
                        format!("expected {} texts, found {}", columns.len(), row.len()),
                    ));
                }
            }
        }
        Ok(json!({
            "kind": "naskah-rapat",
            "tanggal": self.tanggal.long_id(),
            "kop": self.kop,
            "judul": self.judul,
            "keadaan": self.keadaan,
            "surat": self.surat,
            "blocks": self.blocks,
            "tempat": self.tempat,
            "tanda_tangan": self.tanda_tangan,
        }))
    }
}
