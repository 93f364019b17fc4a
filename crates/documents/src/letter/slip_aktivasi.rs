//! Slips with one-time activation codes, to be cut out and handed over per OPD.

use kernel::{CivilDate, Nip};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::at_least_one;
use crate::RenderError;

/// Pages of slips, each OPD on pages of its own.
///
/// ```json
/// {
///   "kind": "slip-aktivasi", "tanggal": "2027-01-04", "judul": "Aktivasi Akun Titian",
///   "alamat": "https://titian.example/aktivasi", "berlaku_sampai": "2027-02-04",
///   "petunjuk": "Buka alamat ini, lalu masukkan NIP, kode, dan tanggal lahir Anda.",
///   "groups": [{"opd": "Dinas Contoh", "slips": [{"nip": "…", "name": "…", "code": "K7QM-2XRD"}]}]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipAktivasi {
    /// The day of printing.
    pub tanggal: CivilDate,
    /// Title on every slip.
    pub judul: String,
    /// Where to enter the code.
    pub alamat: String,
    /// Last day on which the codes work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_sampai: Option<CivilDate>,
    /// What to do, one or two sentences.
    pub petunjuk: String,
    /// The slips by OPD.
    pub groups: Vec<SlipGroup>,
}

/// The slips of one OPD.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipGroup {
    /// Name of the OPD, printed at the top of its pages.
    pub opd: String,
    /// Its slips.
    pub slips: Vec<Slip>,
}

/// One slip.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// NIP or NI PPPK.
    pub nip: Nip,
    /// Name.
    pub name: String,
    /// One-time code, printed as given.
    pub code: String,
}

impl SlipAktivasi {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        at_least_one("slip-aktivasi.groups", &self.groups)?;
        let groups: Vec<Value> = self
            .groups
            .iter()
            .map(|group| {
                json!({
                    "opd": group.opd,
                    "count": group.slips.len().to_string(),
                    "slips": group.slips.iter().map(|slip| json!({
                        "nip": slip.nip.grouped(), "name": slip.name, "code": slip.code,
                    })).collect::<Vec<_>>(),
                })
            })
            .collect();
        Ok(json!({
            "kind": "slip-aktivasi",
            "tanggal": self.tanggal.long_id(),
            "judul": self.judul,
            "alamat": self.alamat,
            "berlaku_sampai": self.berlaku_sampai.map(CivilDate::long_id),
            "petunjuk": self.petunjuk,
            "groups": groups,
        }))
    }
}
