//! What was expected where a cell or a row does not fit, in both languages.

use kernel::CivilDate;
use serde::{Deserialize, Serialize};

/// What a cell should have held. The sentence names the form and, where one helps, the remedy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// Eighteen digits.
    Nip,
    /// Eighteen digits, and a spreadsheet has already lost some.
    NipNotScientific,
    /// A name.
    Name,
    /// A date in one of the three forms.
    Date,
    /// A date not after the given day.
    PastDate(CivilDate),
    /// A date not before the given day.
    NotBefore(CivilDate),
    /// A calendar year in the range.
    Year {
        /// First year.
        from: u32,
        /// Last year.
        to: u32,
    },
    /// `M` or `F`.
    Sex,
    /// `C`, `P` or PPPK.
    Status,
    /// A golongan of either scale.
    Golongan,
    /// A whole number in the range.
    Number {
        /// Smallest.
        from: u32,
        /// Largest.
        to: u32,
    },
    /// Yes or no.
    Flag,
    /// Sixteen digits.
    Nik,
    /// At most so many characters.
    AtMost(usize),
    /// Some text.
    Filled,
    /// One of the listed words or codes.
    OneOf(Vec<String>),
    /// As many fields as the header.
    Fields {
        /// Fields of the header.
        expected: usize,
        /// Fields found.
        found: usize,
    },
    /// A value that no earlier row has.
    Unique {
        /// Line of the earlier row.
        first: u32,
    },
    /// A number that nobody else in the register holds.
    NotOfAnother,
}

impl Expected {
    /// In Indonesian, for officials.
    pub fn id(&self) -> String {
        match self {
            Expected::Nip => "18 angka NIP atau NI PPPK".into(),
            Expected::NipNotScientific => "18 angka NIP; nilai ini berbentuk notasi ilmiah sehingga \
                angka terakhirnya sudah hilang – ambil ulang dari berkas asli dan jadikan kolom ini teks"
                .into(),
            Expected::Name => "nama pegawai".into(),
            Expected::Date => {
                "tanggal dd-MM-yyyy (17-08-1985), yyyy-MM-dd, atau nomor seri tanggal Excel".into()
            }
            Expected::PastDate(day) => format!("tanggal paling lambat {}", day.long_id()),
            Expected::NotBefore(day) => format!("tanggal paling awal {}", day.long_id()),
            Expected::Year { from, to } => format!("tahun {from} sampai {to}"),
            Expected::Sex => "M (pria) atau F (wanita)".into(),
            Expected::Status => "C (CPNS), P (PNS), atau PPPK".into(),
            Expected::Golongan => "I/a sampai IV/e (PNS) atau I sampai XVII (PPPK)".into(),
            Expected::Number { from, to } => format!("bilangan bulat {from} sampai {to}"),
            Expected::Flag => "1 atau 0, ya atau tidak".into(),
            Expected::Nik => "16 angka NIK".into(),
            Expected::AtMost(max) => format!("paling banyak {max} huruf"),
            Expected::Filled => "harus diisi".into(),
            Expected::OneOf(words) => format!("salah satu dari: {}", words.join(", ")),
            Expected::Fields { expected, found } => format!(
                "{expected} kolom seperti baris judul, ditemukan {found}; periksa pemisah dan tanda kutip"
            ),
            Expected::Unique { first } => {
                format!("nilai yang belum dipakai; sudah ada di baris {first}")
            }
            Expected::NotOfAnother => "NIP yang tidak dipegang pegawai lain; nomor ini tercatat atas pegawai lain \
                yang tidak berganti nomor dalam berkas ini – perbaiki nomornya, atau sertakan juga baris pegawai itu \
                dengan NIP barunya"
                .into(),
        }
    }

    /// In English.
    pub fn en(&self) -> String {
        match self {
            Expected::Nip => "the 18 digits of a NIP or NI PPPK".into(),
            Expected::NipNotScientific => "the 18 digits of a NIP; this is scientific notation, so \
                the last digits are lost – take the number from the original file and make the column text"
                .into(),
            Expected::Name => "the name of the person".into(),
            Expected::Date => {
                "a date as dd-MM-yyyy (17-08-1985), yyyy-MM-dd, or an Excel serial number".into()
            }
            Expected::PastDate(day) => format!("a date not after {}", day.long_en()),
            Expected::NotBefore(day) => format!("a date not before {}", day.long_en()),
            Expected::Year { from, to } => format!("a year from {from} to {to}"),
            Expected::Sex => "M (male) or F (female)".into(),
            Expected::Status => "C (CPNS), P (PNS), or PPPK".into(),
            Expected::Golongan => "I/a to IV/e (PNS) or I to XVII (PPPK)".into(),
            Expected::Number { from, to } => format!("a whole number from {from} to {to}"),
            Expected::Flag => "1 or 0, yes or no".into(),
            Expected::Nik => "the 16 digits of a NIK".into(),
            Expected::AtMost(max) => format!("at most {max} characters"),
            Expected::Filled => "a value".into(),
            Expected::OneOf(words) => format!("one of: {}", words.join(", ")),
            Expected::Fields { expected, found } => format!(
                "{expected} fields like the header, found {found}; check delimiter and quotes"
            ),
            Expected::Unique { first } => {
                format!("a value not used before; it stands on row {first} already")
            }
            Expected::NotOfAnother => "a NIP that nobody else holds; this one belongs to somebody in the register \
                whose number does not change in this file – correct it, or add the row of that person with the new NIP"
                .into(),
        }
    }
}
