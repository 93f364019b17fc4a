//! Letters, printed lists, spreadsheets and archives: data in, bytes out; no clock, no network, no file but the spill of long sheets.
//!
//! # Letters
//!
//! A [`Letter`] is data; [`render`] sets it as PDF/A-2b and [`merge`] sets many as one file for the printer.
//! In JSON, `kind` tells the kinds apart, and unknown fields are refused:
//!
//! | `kind` | type | form (Permendagri 1/2023) |
//! |---|---|---|
//! | `surat-permohonan-tempat` | [`SuratPermohonanTempat`] | Surat Dinas to a host |
//! | `keputusan` | [`Keputusan`] | Penetapan, with the annex of participants |
//! | `surat-tugas` | [`SuratTugas`] | Penugasan |
//! | `surat-studi` | [`SuratStudi`] | Surat Izin or Rekomendasi for a study |
//! | `surat-pemberitahuan` | [`SuratPemberitahuan`] | Surat Dinas to LAN and BKN |
//! | `surat-penerimaan` | [`SuratPenerimaan`] | Surat Dinas to the institution of guests |
//! | `slip-aktivasi` | [`SlipAktivasi`] | slips to cut out |
//! | `daftar` | [`Daftar`] | any table |
//! | `naskah-rapat` | [`NaskahRapat`] | papers of a meeting, signed by hand |
//! | `rancangan` | [`Rancangan`] | draft of a guideline, not a letter |
//!
//! The JSON shape stands at each type; letterhead, status, signature, QR code and copies are the same for all of
//! them and stand at [`Frame`]. Complete examples are the files of `tests/fixtures`. Dates are `YYYY-MM-DD`,
//! periods `{"start", "end"}` with the last day included, NIP 18 digits, golongan `III/b` or `IX`.
//!
//! ```
//! let json = r#"{
//!   "kind": "surat-tugas",
//!   "frame": {
//!     "kop": {"form": "perangkat-daerah", "pemerintah": "PEMERINTAH PROVINSI NUSA CONTOH",
//!             "perangkat": ["BADAN KEPEGAWAIAN DAERAH"], "alamat": ["Jalan Contoh Nomor 1"]},
//!     "status": {"status": "konsep", "disusun": "2027-02-10", "nomor": "800.1.11.1/……/BKD/2027"},
//!     "signature": {"tempat": "Kota Contoh", "authority": {"form": "Plt."},
//!                   "office": ["KEPALA BADAN KEPEGAWAIAN DAERAH"], "name": "Raksa Winangun, M.Si.",
//!                   "pangkat": "Pembina Utama Muda (IV/c)", "nip": "197001012095031001"}
//!   },
//!   "dasar": ["Keputusan Kepala Badan Kepegawaian Daerah Nomor 800.1.4.1/0120/BKD/2027"],
//!   "persons": [{"name": "Laksmi Adiningrum, S.Kom.", "nip": "199203152099032004", "golongan": "III/b",
//!                "jabatan": "Pranata Komputer Ahli Pertama", "unit": "Dinas Perhubungan"}],
//!   "tugas": "magang/praktik kerja", "host": "Kementerian Contoh di Jakarta",
//!   "period": {"start": "2027-03-01", "end": "2027-05-31"}
//! }"#;
//! let letter: documents::Letter = serde_json::from_str(json)?;
//! let pdf = documents::render(&letter, &documents::Look::default())?;
//! assert_eq!(pdf.pages, 1);
//! assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What holds for every letter:
//!
//! * No text of a user is ever Typst code: texts reach the templates as strings of a JSON file and are only shown.
//! * A character that the letter font lacks, or that hides or reorders text, is refused with its place
//!   ([`RenderError::Character`]); nothing is left out or replaced.
//! * The same letter and [`Look`] give the same bytes. The PDF's date is the letter's own.
//! * A signature never stands alone on a page, and table rows stay whole, as long as they are of ordinary length.
//!
//! Templates are the `.typ` files of `templates/letters`; the font is Liberation Sans of `fonts`, metrically Arial.
//!
//! # Spreadsheets, Word documents and archives
//!
//! [`xlsx::write`] writes lists and templates, [`docx()`] writes drafts and lists into which people write on, [`zip()`]
//! packs many files.

mod archive;
mod docx;
mod error;
mod letter;
mod look;
mod qr;
mod render;
mod text;
mod wording;
mod world;
pub mod xlsx;

pub use archive::{ZipError, zip};
pub use docx::docx;
pub use error::RenderError;
pub use letter::*;
pub use look::{Look, Margins, Paper};
pub use render::{MERGE_LIMIT, Pdf, merge, render};
