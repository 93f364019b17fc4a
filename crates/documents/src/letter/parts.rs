//! Parts that letters share: letterhead, status and number, signature, QR code, copies, persons.

use kernel::{CivilDate, Golongan, Nip};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::wording;

/// What surrounds the text of every letter.
///
/// ```json
/// {
///   "kop": {"form": "perangkat-daerah", "pemerintah": "PEMERINTAH PROVINSI NUSA CONTOH",
///           "perangkat": ["BADAN KEPEGAWAIAN DAERAH"],
///           "alamat": ["Jalan Contoh Nomor 1, Kota Contoh 40000", "Laman bkd.contoh.example"], "logo": "provinsi"},
///   "status": {"status": "terbit", "nomor": "B-800.1.4.1/12/BKD/2027", "tanggal": "2027-02-01"},
///   "signature": {"tempat": "Kota Contoh", "authority": {"form": "sendiri"},
///                 "office": ["KEPALA BADAN KEPEGAWAIAN DAERAH", "PROVINSI NUSA CONTOH"],
///                 "name": "Dr. Contoh Pejabat, M.Si.", "pangkat": "Pembina Utama Muda (IV/c)",
///                 "nip": "196801011993031001"},
///   "qr": {"payload": "https://titian.example/periksa/v1...", "note": "Pindai untuk memeriksa keaslian …"},
///   "tembusan": ["Gubernur Nusa Contoh (sebagai laporan)"]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Letterhead.
    pub kop: Kop,
    /// Draft, or issued with number and date.
    pub status: Status,
    /// Who signs, and how.
    pub signature: Signature,
    /// The code for the check page; a draft usually has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr: Option<Qr>,
    /// Who gets a copy, in order; empty: no heading either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tembusan: Vec<String>,
}

/// The letterhead (*kop naskah dinas*).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Kop {
    /// Of a unit: logo at the left, government, unit and address centred over a double rule.
    PerangkatDaerah {
        /// First line, such as `PEMERINTAH PROVINSI NUSA CONTOH`; printed as given.
        pemerintah: String,
        /// Name of the unit, one or more lines.
        perangkat: Vec<String>,
        /// Address lines in small type.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        alamat: Vec<String>,
        /// Name of a logo in [`crate::Look::logos`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        logo: Option<String>,
    },
    /// Of the head of the region: emblem above, the office centred below it, no rule.
    KepalaDaerah {
        /// Such as `GUBERNUR NUSA CONTOH`.
        jabatan: String,
        /// Name of the emblem in [`crate::Look::logos`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        logo: Option<String>,
    },
}

impl Kop {
    pub(crate) fn logo(&self) -> Option<&str> {
        match self {
            Kop::PerangkatDaerah { logo, .. } | Kop::KepalaDaerah { logo, .. } => logo.as_deref(),
        }
    }

    /// Whom the properties of the PDF name as author.
    pub(crate) fn author(&self) -> String {
        match self {
            Kop::PerangkatDaerah { perangkat, .. } => perangkat.join(" "),
            Kop::KepalaDaerah { jabatan, .. } => jabatan.clone(),
        }
    }
}

/// A letter is a draft until it is signed and numbered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase", deny_unknown_fields)]
pub enum Status {
    /// Draft: prints placeholders and a small KONSEP mark on every page.
    Konsep {
        /// The day of this draft; it stands in the mark and in the properties of the PDF.
        disusun: CivilDate,
        /// What stands for the number, such as `B-800.1.4.1/……/BKD/2027`; default dots.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nomor: Option<String>,
        /// What stands for the date, such as `…… Februari 2027`; default dots.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tanggal: Option<String>,
    },
    /// Issued.
    Terbit {
        /// The number as registered.
        nomor: String,
        /// The date of the letter.
        tanggal: CivilDate,
    },
}

const DOTS: &str = "………………………";

impl Status {
    fn view(&self) -> Value {
        match self {
            Status::Konsep {
                disusun,
                nomor,
                tanggal,
            } => json!({
                "konsep": disusun.long_id(),
                "nomor": nomor.as_deref().unwrap_or(DOTS),
                "tanggal": tanggal.as_deref().unwrap_or(DOTS),
            }),
            Status::Terbit { nomor, tanggal } => json!({
                "konsep": Value::Null,
                "nomor": nomor,
                "tanggal": tanggal.long_id(),
            }),
        }
    }
}

/// By what right the signer signs (Permendagri 1/2023; forms as TND-SIGN lists them, confidence S).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "form", deny_unknown_fields)]
pub enum Authority {
    /// In the signer's own office.
    #[serde(rename = "sendiri")]
    Sendiri {},
    /// *Atas nama*: for `principal`.
    #[serde(rename = "a.n.")]
    AtasNama {
        /// The office that gave the mandate.
        principal: String,
        /// Set when the signer only acts in her own office, such as `a.n. GUBERNUR / Plh. SEKRETARIS DAERAH`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        acting: Option<Acting>,
    },
    /// *Untuk beliau*: for `principal`, through `through`, who passed the mandate on.
    #[serde(rename = "u.b.")]
    UntukBeliau {
        /// The office that gave the mandate first.
        principal: String,
        /// The office that passed it on.
        through: String,
        /// Set when the signer only acts in her own office.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        acting: Option<Acting>,
    },
    /// *Pelaksana tugas*: the office is vacant.
    #[serde(rename = "Plt.")]
    Plt {},
    /// *Pelaksana harian*: the holder is away.
    #[serde(rename = "Plh.")]
    Plh {},
    /// *Penjabat*.
    #[serde(rename = "Pj.")]
    Pj {},
    /// *Penjabat sementara*.
    #[serde(rename = "Pjs.")]
    Pjs {},
}

/// The acting forms that can stand before an office.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Acting {
    /// Pelaksana tugas.
    #[serde(rename = "Plt.")]
    Plt,
    /// Pelaksana harian.
    #[serde(rename = "Plh.")]
    Plh,
    /// Penjabat.
    #[serde(rename = "Pj.")]
    Pj,
    /// Penjabat sementara.
    #[serde(rename = "Pjs.")]
    Pjs,
}

impl Acting {
    fn as_str(self) -> &'static str {
        match self {
            Acting::Plt => "Plt.",
            Acting::Plh => "Plh.",
            Acting::Pj => "Pj.",
            Acting::Pjs => "Pjs.",
        }
    }
}

/// The signature block.
///
/// Whether academic titles, NIP and pangkat appear is the caller's decision, since it depends on the kind of
/// letter *and* on the signer's office (TND-SIGN, Permendagri 1/2023 Ps 44, confidence S: verify):
/// a Keputusan names its signer without titles; assignments and correspondence with them; head of region,
/// deputy and Sekda (and those acting for them) sign without NIP and pangkat, all others with both.
/// So `name` is printed as given, and `pangkat` and `nip` only when they are there.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Where it is signed, such as `Serang`.
    pub tempat: String,
    /// By what right.
    pub authority: Authority,
    /// The signer's own office, one or more lines, without the closing comma.
    pub office: Vec<String>,
    /// The signer, with or without titles, in the letter case to print.
    pub name: String,
    /// Rank, such as `Pembina Utama Muda (IV/c)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pangkat: Option<String>,
    /// NIP; printed in groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nip: Option<Nip>,
}

impl Signature {
    /// The lines above the name as (prefix, text): `("a.n.", "GUBERNUR")`, `("", "SEKRETARIS DAERAH")`.
    fn lines(&self) -> Vec<(&str, String)> {
        let mut lines = Vec::new();
        let prefix = match &self.authority {
            Authority::Sendiri {} => "",
            Authority::AtasNama { principal, acting } => {
                lines.push(("a.n.", principal.clone()));
                acting.map_or("", Acting::as_str)
            }
            Authority::UntukBeliau {
                principal,
                through,
                acting,
            } => {
                lines.push(("a.n.", principal.clone()));
                lines.push(("", through.clone()));
                lines.push(("", "u.b.".to_owned()));
                acting.map_or("", Acting::as_str)
            }
            Authority::Plt {} => Acting::Plt.as_str(),
            Authority::Plh {} => Acting::Plh.as_str(),
            Authority::Pj {} => Acting::Pj.as_str(),
            Authority::Pjs {} => Acting::Pjs.as_str(),
        };
        let last = self.office.len().saturating_sub(1);
        for (index, line) in self.office.iter().enumerate() {
            let prefix = if index == 0 { prefix } else { "" };
            let comma = if index == last { "," } else { "" };
            lines.push((prefix, format!("{line}{comma}")));
        }
        lines
    }

    pub(crate) fn view(&self) -> Value {
        json!({
            "tempat": self.tempat,
            "lines": self.lines(),
            "name": self.name,
            "pangkat": self.pangkat,
            "nip": self.nip.as_ref().map(Nip::grouped),
        })
    }
}

/// A QR code and the line that tells what it is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qr {
    /// What the code holds: the address of the check page with the signed token; at most 600 bytes.
    pub payload: String,
    /// The line beside it. It must say honestly whether a certified electronic signature exists, for example
    /// "Pindai untuk memeriksa keaslian naskah. Kode ini bukan tanda tangan elektronik tersertifikasi."
    pub note: String,
}

impl Frame {
    pub(crate) fn view(&self) -> Value {
        json!({
            "kop": self.kop,
            "status": self.status.view(),
            "signature": self.signature.view(),
            "qr": self.qr.as_ref().map(|qr| json!({"note": qr.note})),
            "tembusan": self.tembusan,
        })
    }
}

/// A civil servant as letters name her.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name with titles.
    pub name: String,
    /// NIP or NI PPPK.
    pub nip: Nip,
    /// Golongan; the pangkat of a PNS follows from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub golongan: Option<Golongan>,
    /// Post.
    pub jabatan: String,
    /// Unit and, after a comma, its OPD.
    pub unit: String,
}

impl Person {
    pub(crate) fn view(&self) -> Value {
        json!({
            "name": self.name,
            "nip": self.nip.grouped(),
            "rank": self.golongan.map_or("-".to_owned(), wording::rank),
            "jabatan": self.jabatan,
            "unit": self.unit,
        })
    }
}
