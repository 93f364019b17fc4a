//! A printed list: any table with a title.

use kernel::CivilDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Kop, Signature, at_least_one};
use crate::RenderError;

/// A table across the page, its head repeated on every page.
///
/// ```json
/// {
///   "kind": "daftar", "tanggal": "2027-01-04", "judul": "DAFTAR CALON PESERTA", "keterangan": ["Angkatan I"],
///   "columns": [{"header": "No.", "width": 1, "align": "kanan"}, {"header": "Nama", "width": 6}],
///   "rows": [["1", "…"]], "catatan": ["…"]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Daftar {
    /// The day of the data; printed in the footer.
    pub tanggal: CivilDate,
    /// Letterhead, if the list goes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kop: Option<Kop>,
    /// Title.
    pub judul: String,
    /// Lines under the title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keterangan: Vec<String>,
    /// The columns.
    pub columns: Vec<DaftarColumn>,
    /// The rows; each has as many texts as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Notes below the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catatan: Vec<String>,
    /// Who signs the list; the date of signing is `tanggal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// Upright instead of across.
    #[serde(default)]
    pub tegak: bool,
}

const LONGEST_HEADER: usize = 80;

/// A column of a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaftarColumn {
    /// Its head, at most 80 characters.
    pub header: String,
    /// Share of the width beside the other columns, above 0.
    #[serde(default = "one")]
    pub width: f64,
    /// Where its text stands.
    #[serde(default)]
    pub align: Align,
}

fn one() -> f64 {
    1.0
}

/// Where the text of a column stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Left.
    #[default]
    Kiri,
    /// Centre.
    Tengah,
    /// Right, for numbers.
    Kanan,
}

impl Daftar {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        at_least_one("daftar.columns", &self.columns)?;
        for (index, column) in self.columns.iter().enumerate() {
            if !(column.width > 0.0 && column.width <= 1000.0) {
                return Err(RenderError::data(
                    format!("daftar.columns[{index}].width"),
                    "expected a share above 0, at most 1000",
                ));
            }
            // The head repeats on every page and never breaks, so it must stay low.
            if column.header.chars().count() > LONGEST_HEADER {
                return Err(RenderError::data(
                    format!("daftar.columns[{index}].header"),
                    format!("expected at most {LONGEST_HEADER} characters"),
                ));
            }
        }
        for (index, row) in self.rows.iter().enumerate() {
            if row.len() != self.columns.len() {
                return Err(RenderError::data(
                    format!("daftar.rows[{index}]"),
                    format!("expected {} texts, found {}", self.columns.len(), row.len()),
                ));
            }
        }
        Ok(json!({
            "kind": "daftar",
            "tanggal": self.tanggal.long_id(),
            "kop": self.kop,
            "judul": self.judul,
            "keterangan": self.keterangan,
            "columns": self.columns,
            "rows": self.rows,
            "catatan": self.catatan,
            "signature": self.signature.as_ref().map(Signature::view),
            "tegak": self.tegak,
        }))
    }
}
