//! The kinds of letters and printed lists, as data with the JSON shape that freezes them.

mod daftar;
mod keputusan;
mod naskah_rapat;
mod parts;
mod rancangan;
mod slip_aktivasi;
mod surat;
mod surat_studi;
mod surat_tugas;

use kernel::CivilDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use daftar::{Align, Daftar, DaftarColumn};
pub use keputusan::{AnnexParticipants, Diktum, Keputusan, Participant};
pub use naskah_rapat::{BlokRapat, KepalaUndangan, NaskahRapat, TandaTanganRapat};
pub use parts::{Acting, Authority, Frame, Kop, Person, Qr, Signature, Status};
pub use rancangan::{Bab, Pasal, Rancangan};
pub(crate) use rancangan::{OPEN, PROPOSED};
pub use slip_aktivasi::{Slip, SlipAktivasi, SlipGroup};
pub use surat::{
    Contact, DecisionReference, HostCount, LetterReference, PlaceRequest, Recipient, SuratHead,
    SuratPemberitahuan, SuratPenerimaan, SuratPermohonanTempat,
};
pub use surat_studi::{Study, SuratStudi};
pub use surat_tugas::SuratTugas;

use crate::RenderError;

/// A letter or printed list, told apart by `kind` in JSON. Unknown fields are refused, so that a frozen
/// content never says more than its letter shows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Letter {
    /// Asks a host for places; form Surat Dinas.
    SuratPermohonanTempat(SuratPermohonanTempat),
    /// The decision that assigns the participants, with its annex; form Penetapan.
    Keputusan(Keputusan),
    /// Orders one person (or a few) to go; form Penugasan.
    SuratTugas(SuratTugas),
    /// Tells LAN and BKN of the programme; form Surat Dinas.
    SuratPemberitahuan(SuratPemberitahuan),
    /// Answers the institution of civil servants who come from another government; form Surat Dinas.
    SuratPenerimaan(SuratPenerimaan),
    /// Permits or recommends a study; form Naskah Dinas Khusus.
    SuratStudi(SuratStudi),
    /// Slips with one-time codes to cut out and hand over.
    SlipAktivasi(SlipAktivasi),
    /// Any table with a title.
    Daftar(Daftar),
    /// A paper printed from the record of a meeting.
    NaskahRapat(NaskahRapat),
    /// A draft of a guideline.
    Rancangan(Rancangan),
}

impl Letter {
    /// The name of the kind, as `kind` in JSON says it.
    pub fn kind(&self) -> &'static str {
        match self {
            Letter::SuratPermohonanTempat(_) => "surat-permohonan-tempat",
            Letter::Keputusan(_) => "keputusan",
            Letter::SuratTugas(_) => "surat-tugas",
            Letter::SuratPemberitahuan(_) => "surat-pemberitahuan",
            Letter::SuratPenerimaan(_) => "surat-penerimaan",
            Letter::SuratStudi(_) => "surat-studi",
            Letter::SlipAktivasi(_) => "slip-aktivasi",
            Letter::Daftar(_) => "daftar",
            Letter::NaskahRapat(_) => "naskah-rapat",
            Letter::Rancangan(_) => "rancangan",
        }
    }

    /// The title in the properties of the PDF: kind and number, never a person's name.
    pub(crate) fn title(&self) -> String {
        let frame = |name: &str, frame: &Frame| match &frame.status {
            Status::Konsep { .. } => format!("{name} (konsep)"),
            Status::Terbit { nomor, .. } => format!("{name} Nomor {nomor}"),
        };
        match self {
            Letter::SuratPermohonanTempat(l) => frame("Surat Permohonan Tempat Magang", &l.frame),
            Letter::Keputusan(l) => frame("Keputusan", &l.frame),
            Letter::SuratTugas(l) => frame("Surat Tugas", &l.frame),
            Letter::SuratPemberitahuan(l) => frame("Surat Pemberitahuan", &l.frame),
            Letter::SuratPenerimaan(l) => frame("Surat Penerimaan Peserta", &l.frame),
            Letter::SuratStudi(l) => frame(&l.judul, &l.frame),
            Letter::SlipAktivasi(_) => "Slip Aktivasi Akun".to_owned(),
            Letter::Daftar(l) => l.judul.clone(),
            Letter::Rancangan(l) => l.judul.clone(),
            Letter::NaskahRapat(l) => match &l.surat {
                Some(surat) => surat.hal.clone(),
                None => l.judul.join(" – "),
            },
        }
    }

    /// The date in the properties of the PDF: that of the letter, or of the draft.
    pub(crate) fn date(&self) -> CivilDate {
        let frame = |frame: &Frame| match frame.status {
            Status::Konsep { disusun, .. } => disusun,
            Status::Terbit { tanggal, .. } => tanggal,
        };
        match self {
            Letter::SuratPermohonanTempat(l) => frame(&l.frame),
            Letter::Keputusan(l) => frame(&l.frame),
            Letter::SuratTugas(l) => frame(&l.frame),
            Letter::SuratPemberitahuan(l) => frame(&l.frame),
            Letter::SuratPenerimaan(l) => frame(&l.frame),
            Letter::SuratStudi(l) => frame(&l.frame),
            Letter::SlipAktivasi(l) => l.tanggal,
            Letter::Daftar(l) => l.tanggal,
            Letter::NaskahRapat(l) => l.tanggal,
            Letter::Rancangan(l) => l.tanggal,
        }
    }

    pub(crate) fn kop(&self) -> Option<&Kop> {
        match self {
            Letter::SuratPermohonanTempat(l) => Some(&l.frame.kop),
            Letter::Keputusan(l) => Some(&l.frame.kop),
            Letter::SuratTugas(l) => Some(&l.frame.kop),
            Letter::SuratPemberitahuan(l) => Some(&l.frame.kop),
            Letter::SuratPenerimaan(l) => Some(&l.frame.kop),
            Letter::SuratStudi(l) => Some(&l.frame.kop),
            Letter::SlipAktivasi(_) | Letter::Rancangan(_) => None,
            Letter::Daftar(l) => l.kop.as_ref(),
            Letter::NaskahRapat(l) => l.kop.as_ref(),
        }
    }

    pub(crate) fn qr(&self) -> Option<&Qr> {
        match self {
            Letter::SuratPermohonanTempat(l) => l.frame.qr.as_ref(),
            Letter::Keputusan(l) => l.frame.qr.as_ref(),
            Letter::SuratTugas(l) => l.frame.qr.as_ref(),
            Letter::SuratPemberitahuan(l) => l.frame.qr.as_ref(),
            Letter::SuratPenerimaan(l) => l.frame.qr.as_ref(),
            Letter::SuratStudi(l) => l.frame.qr.as_ref(),
            Letter::SlipAktivasi(_)
            | Letter::Daftar(_)
            | Letter::NaskahRapat(_)
            | Letter::Rancangan(_) => None,
        }
    }

    /// What the template reads: every date, number and NIP already in the words that the letter prints.
    pub(crate) fn view(&self) -> Result<Value, RenderError> {
        match self {
            Letter::SuratPermohonanTempat(l) => l.view(),
            Letter::Keputusan(l) => l.view(),
            Letter::SuratTugas(l) => l.view(),
            Letter::SuratPemberitahuan(l) => l.view(),
            Letter::SuratPenerimaan(l) => l.view(),
            Letter::SuratStudi(l) => l.view(),
            Letter::SlipAktivasi(l) => l.view(),
            Letter::Daftar(l) => l.view(),
            Letter::NaskahRapat(l) => l.view(),
            Letter::Rancangan(l) => l.view(),
        }
    }
}

/// Refuses an empty list where the form of the letter needs at least one entry.
fn at_least_one<T>(path: &str, items: &[T]) -> Result<(), RenderError> {
    if items.is_empty() {
        Err(RenderError::data(path, "expected at least one entry"))
    } else {
        Ok(())
    }
}
