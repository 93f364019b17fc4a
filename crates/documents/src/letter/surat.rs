//! The letters in the form *Surat Dinas*: the request for places, the notice to LAN and BKN, the acceptance of guests.

use kernel::{CivilDate, Period};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Frame, Participant, at_least_one};
use crate::{RenderError, wording};

/// The block of a Surat Dinas above its text.
///
/// ```json
/// {"sifat": "Biasa", "lampiran": "1 (satu) berkas", "hal": "Permohonan Tempat Magang/Praktik Kerja",
///  "tujuan": [{"jabatan": "Kepala Dinas …", "tempat": "Kota Contoh"}]}
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuratHead {
    /// Such as `Biasa`, `Penting`, `Segera`.
    pub sifat: String,
    /// Such as `1 (satu) berkas`, or `-`.
    pub lampiran: String,
    /// Subject.
    pub hal: String,
    /// To whom; several are numbered.
    pub tujuan: Vec<Recipient>,
}

/// An addressee.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The office after *Yth.*
    pub jabatan: String,
    /// The place after *di*.
    pub tempat: String,
}

/// Asks a host institution for places.
///
/// ```json
/// {
///   "kind": "surat-permohonan-tempat", "frame": { … }, "surat": { … SuratHead … },
///   "lingkungan": "Pemerintah Provinsi Nusa Contoh", "programme": "Magang/Praktik Kerja ASN Angkatan I Tahun 2027",
///   "dasar": ["Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara"],
///   "places": [{"bidang": "Analisis data", "unit": "Pusat Data", "jumlah": 4,
///               "period": {"start": "2027-03-01", "end": "2027-05-31"}}],
///   "jawaban_paling_lambat": "2027-01-15",
///   "narahubung": {"name": "…", "telepon": "…", "surel": "…"}
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuratPermohonanTempat {
    /// Letterhead, number, signature, QR code, copies.
    pub frame: Frame,
    /// The block above the text.
    pub surat: SuratHead,
    /// The government in running text, such as `Pemerintah Provinsi Nusa Contoh`.
    pub lingkungan: String,
    /// Name of the programme.
    pub programme: String,
    /// Legal basis, named in the first point; empty: not named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dasar: Vec<String>,
    /// What is asked for.
    pub places: Vec<PlaceRequest>,
    /// Further points, each a sentence with its final stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ketentuan: Vec<String>,
    /// Until when an answer is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jawaban_paling_lambat: Option<CivilDate>,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narahubung: Option<Contact>,
}

/// Places asked for in one field of work.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRequest {
    /// Field of work.
    pub bidang: String,
    /// The unit at the host; `-` when left to the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How many people.
    pub jumlah: u32,
    /// First and last day.
    pub period: Period,
}

/// A person whom the reader may ask.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone number.
    pub telepon: String,
    /// Mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surel: Option<String>,
}

/// Tells LAN and BKN what was decided.
///
/// ```json
/// {
///   "kind": "surat-pemberitahuan", "frame": { … }, "surat": { … SuratHead … },
///   "lingkungan": "Pemerintah Provinsi Nusa Contoh", "programme": "…", "dasar": ["…"],
///   "keputusan": {"sebutan": "Keputusan Kepala Badan …", "nomor": "…", "tanggal": "2027-02-01", "tentang": "…"},
///   "hosts": [{"host": "…", "jumlah": 12, "period": {"start": "2027-03-01", "end": "2027-05-31"}}]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuratPemberitahuan {
    /// Letterhead, number, signature, QR code, copies.
    pub frame: Frame,
    /// The block above the text; LAN and BKN are its addressees.
    pub surat: SuratHead,
    /// The government in running text.
    pub lingkungan: String,
    /// Name of the programme.
    pub programme: String,
    /// The law that asks for the notice; empty: not named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dasar: Vec<String>,
    /// What people take part in, in running text; `magang/praktik kerja` when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kegiatan: Option<String>,
    /// The decision it tells of.
    pub keputusan: DecisionReference,
    /// How many people went where.
    pub hosts: Vec<HostCount>,
    /// Further points, each a sentence with its final stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ketentuan: Vec<String>,
}

/// A decision as another letter names it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionReference {
    /// Kind and office, such as `Keputusan Gubernur Nusa Contoh`.
    pub sebutan: String,
    /// Its number.
    pub nomor: String,
    /// Its date.
    pub tanggal: CivilDate,
    /// Its subject in running text.
    pub tentang: String,
}

/// Participants at one host.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostCount {
    /// Host institution.
    pub host: String,
    /// How many people.
    pub jumlah: u32,
    /// First and last day.
    pub period: Period,
}

/// Answers another institution whose civil servants come here.
///
/// ```json
/// {
///   "kind": "surat-penerimaan", "frame": { … }, "surat": { … SuratHead … },
///   "lingkungan": "Pemerintah Provinsi Nusa Contoh", "programme": "…", "instansi": "Pemerintah Kota Sebelah",
///   "surat_asal": [{"nomor": "…", "tanggal": "2027-01-11"}],
///   "participants": [{"name": "…", "nip": "…", "jabatan": "…", "unit": "…", "host": "…",
///                     "period": {"start": "2027-03-01", "end": "2027-05-31"}}]
/// }
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuratPenerimaan {
    /// Letterhead, number, signature, QR code, copies.
    pub frame: Frame,
    /// The block above the text.
    pub surat: SuratHead,
    /// The government in running text.
    pub lingkungan: String,
    /// Name of the programme.
    pub programme: String,
    /// The institution that asked.
    pub instansi: String,
    /// Its letters; empty: not named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surat_asal: Vec<LetterReference>,
    /// Who is accepted; `unit` is not printed, since the whole letter goes to it.
    pub participants: Vec<Participant>,
    /// Further points, each a sentence with its final stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ketentuan: Vec<String>,
}

/// A letter that another letter answers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterReference {
    /// Its number.
    pub nomor: String,
    /// Its date.
    pub tanggal: CivilDate,
}

impl SuratHead {
    fn check(&self) -> Result<(), RenderError> {
        at_least_one("surat.tujuan", &self.tujuan)
    }
}

/// "dasar a, dasar b, dan dasar c".
fn enumerate(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} dan {two}"),
        [head @ .., last] => format!("{}, dan {last}", head.join(", ")),
    }
}

impl SuratPermohonanTempat {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        self.surat.check()?;
        at_least_one("surat-permohonan-tempat.places", &self.places)?;
        let total: u32 = self.places.iter().map(|place| place.jumlah).sum();
        let basis = if self.dasar.is_empty() {
            String::new()
        } else {
            format!(" berdasarkan {}", enumerate(&self.dasar))
        };
        let points = vec![
            format!(
                "{} akan menyelenggarakan {}{basis}.",
                self.lingkungan, self.programme
            ),
            format!(
                "Sehubungan dengan hal tersebut, kami mohon kesediaan Saudara menerima {} orang peserta \
                 pada instansi Saudara dengan rincian sebagai berikut:",
                wording::quantity(total)
            ),
        ];
        let mut after = self.ketentuan.clone();
        if let Some(date) = self.jawaban_paling_lambat {
            after.push(format!(
                "Kami mohon jawaban kesediaan tersebut, termasuk apabila belum dapat menerima peserta beserta \
                 alasannya, kami terima paling lambat tanggal {}.",
                date.long_id()
            ));
        }
        if let Some(contact) = &self.narahubung {
            let mail = contact
                .surel
                .as_ref()
                .map_or(String::new(), |mail| format!(" atau surel {mail}"));
            after.push(format!(
                "Keterangan lebih lanjut dapat diperoleh dari {} melalui telepon {}{mail}.",
                contact.name, contact.telepon
            ));
        }
        let rows: Vec<Value> = (1..)
            .zip(&self.places)
            .map(|(no, place): (u32, _)| {
                json!([
                    no.to_string(),
                    place.bidang,
                    place.unit.as_deref().unwrap_or("-"),
                    format!("{} orang", place.jumlah),
                    wording::period_parts(place.period),
                ])
            })
            .collect();
        Ok(json!({
            "kind": "surat-permohonan-tempat",
            "frame": self.frame.view(),
            "surat": self.surat,
            "pembuka": format!(
                "Dalam rangka pengembangan kompetensi Aparatur Sipil Negara di lingkungan {}, bersama ini kami \
                 sampaikan dengan hormat hal-hal sebagai berikut:",
                self.lingkungan
            ),
            "before": points,
            "head": ["No.", "Bidang", "Unit", "Jumlah", "Jangka Waktu"],
            "rows": rows,
            "after": after,
            "penutup": "Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.",
        }))
    }
}

impl SuratPemberitahuan {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        self.surat.check()?;
        at_least_one("surat-pemberitahuan.hosts", &self.hosts)?;
        let total: u32 = self.hosts.iter().map(|host| host.jumlah).sum();
        let opening = if self.dasar.is_empty() {
            String::new()
        } else {
            format!("Berdasarkan {}, ", enumerate(&self.dasar))
        };
        let start = if opening.is_empty() {
            "Bersama"
        } else {
            "bersama"
        };
        let before = vec![
            format!(
                "{} telah menetapkan peserta {} dengan {} Nomor {} tanggal {} tentang {}.",
                self.lingkungan,
                self.programme,
                self.keputusan.sebutan,
                self.keputusan.nomor,
                self.keputusan.tanggal.long_id(),
                self.keputusan.tentang,
            ),
            format!(
                "Peserta berjumlah {} orang dengan rincian sebagai berikut:",
                wording::quantity(total)
            ),
        ];
        let rows: Vec<Value> = (1..)
            .zip(&self.hosts)
            .map(|(no, host): (u32, _)| {
                json!([
                    no.to_string(),
                    host.host,
                    format!("{} orang", host.jumlah),
                    wording::period_parts(host.period),
                ])
            })
            .collect();
        Ok(json!({
            "kind": "surat-pemberitahuan",
            "frame": self.frame.view(),
            "surat": self.surat,
            "pembuka": format!(
                "{opening}{start} ini kami beritahukan dengan hormat pelaksanaan pengembangan kompetensi Aparatur \
                 Sipil Negara melalui {} di lingkungan {} sebagai berikut:",
                self.kegiatan.as_deref().unwrap_or("magang/praktik kerja"),
                self.lingkungan
            ),
            "before": before,
            "head": ["No.", "Instansi Penerima", "Jumlah", "Jangka Waktu"],
            "rows": rows,
            "after": self.ketentuan,
            "penutup": "Demikian pemberitahuan ini kami sampaikan. Atas perhatian Saudara, kami ucapkan terima kasih.",
        }))
    }
}

impl SuratPenerimaan {
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        self.surat.check()?;
        at_least_one("surat-penerimaan.participants", &self.participants)?;
        let letters: Vec<String> = self
            .surat_asal
            .iter()
            .map(|l| format!("Nomor {} tanggal {}", l.nomor, l.tanggal.long_id()))
            .collect();
        let answered = if letters.is_empty() {
            format!("usulan {}", self.instansi)
        } else {
            format!("surat {} {}", self.instansi, enumerate(&letters))
        };
        let rows: Vec<Value> = (1..)
            .zip(&self.participants)
            .map(|(no, person): (u32, _)| {
                json!([
                    no.to_string(),
                    format!("{}\nNIP {}", person.name, person.nip.grouped()),
                    person.jabatan,
                    person.host,
                    wording::period_parts(person.period),
                ])
            })
            .collect();
        Ok(json!({
            "kind": "surat-penerimaan",
            "frame": self.frame.view(),
            "surat": self.surat,
            "pembuka": format!(
                "Sehubungan dengan {answered}, bersama ini kami sampaikan dengan hormat hal-hal sebagai berikut:"
            ),
            "before": [format!(
                "{} dapat menerima {} orang pegawai dari instansi Saudara sebagai peserta {} dengan rincian sebagai \
                 berikut:",
                self.lingkungan,
                wording::quantity(u32::try_from(self.participants.len()).unwrap_or(u32::MAX)),
                self.programme,
            )],
            "head": ["No.", "Nama/NIP", "Jabatan", "Tempat", "Jangka Waktu"],
            "rows": rows,
            "after": self.ketentuan,
            "penutup": "Demikian disampaikan. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.",
        }))
    }
}
