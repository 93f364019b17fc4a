//! The typed rows of the history files, one kind of event each.

use kernel::CivilDate;
use serde::{Deserialize, Serialize};

use super::{HistoryKind, PersonKey, Row};
use crate::expected::Expected;
use crate::reference::{self, Tingkat};
use crate::skp::{Predikat, Rating};

/// Levels of a competency run to 5 (PermenPANRB 38/2017, S); 0 means assessed and not reached.
const MAX_LEVEL: u32 = 5;
/// More hours than any training has.
const MAX_HOURS: u32 = 10_000;

/// Performance of one year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Skp {
    /// Whose.
    pub person: PersonKey,
    /// Year that was rated.
    pub tahun: u32,
    /// Rating of the result; years before 2022 have none.
    pub hasil_kerja: Option<Rating>,
    /// Rating of the behaviour; years before 2022 have none.
    pub perilaku_kerja: Option<Rating>,
    /// Predicate as given, or by the matrix of the two ratings when the cell is empty.
    pub predikat: Predikat,
}

/// A discipline penalty.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hukdis {
    /// Whose.
    pub person: PersonKey,
    /// Kind, as written in the file or as the list names its id.
    pub jenis: String,
    /// Level, as given or as the list says of the kind.
    pub tingkat: Tingkat,
    /// Number of the decision.
    pub nomor_sk: Option<String>,
    /// Date of the decision.
    pub tanggal_sk: CivilDate,
    /// When it takes effect.
    pub tmt: Option<CivilDate>,
    /// Its last day; none for penalties that end when given.
    pub berakhir: Option<CivilDate>,
}

/// An assessed competency level.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kompetensi {
    /// Whose.
    pub person: PersonKey,
    /// Id or name of the competency.
    pub kompetensi: String,
    /// Level, 0 to 5.
    pub level: u8,
    /// Day of the assessment.
    pub tanggal: Option<CivilDate>,
    /// Who assessed.
    pub asesor: Option<String>,
}

/// A competency level that a post asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Standar {
    /// Id or name of the post.
    pub jabatan: String,
    /// Id or name of the competency.
    pub kompetensi: String,
    /// Level, 0 to 5.
    pub level: u8,
}

/// A training or a course.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pelatihan {
    /// Whose.
    pub person: PersonKey,
    /// Kind by SIASN's list, 1 to 25.
    pub jenis_diklat_id: Option<String>,
    /// Name.
    pub nama: String,
    /// Who held it.
    pub penyelenggara: Option<String>,
    /// Number of the certificate.
    pub nomor_sertifikat: Option<String>,
    /// First day.
    pub mulai: Option<CivilDate>,
    /// Last day.
    pub selesai: Option<CivilDate>,
    /// Hours (JP), 0 to 10,000.
    pub jumlah_jam: Option<u32>,
}

/// Study leave or unpaid leave.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cuti {
    /// Whose.
    pub person: PersonKey,
    /// Which of the two files it came from.
    pub kind: HistoryKind,
    /// Kind, as written in the file.
    pub jenis: String,
    /// Number of the decision.
    pub nomor_sk: Option<String>,
    /// First day.
    pub mulai: CivilDate,
    /// Last day; none while it is open.
    pub selesai: Option<CivilDate>,
}

const RATINGS: [&str; 3] = [
    "Di atas ekspektasi",
    "Sesuai ekspektasi",
    "Di bawah ekspektasi",
];

pub(super) fn skp(row: &mut Row<'_>) -> Option<Skp> {
    let person = row.person();
    let this_year = u32::try_from(row.today.year()).unwrap_or_default();
    let tahun = row.filled("TAHUN", |row, column| row.number(column, 2000, this_year));
    let hasil_kerja = row.parsed("HASIL KERJA", Rating::parse, &RATINGS);
    let perilaku_kerja = row.parsed("PERILAKU KERJA", Rating::parse, &RATINGS);
    let by_ratings = hasil_kerja
        .zip(perilaku_kerja)
        .map(|(h, p)| Predikat::of(h, p));
    let words = Predikat::ALL.map(Predikat::name);
    let predikat = match by_ratings {
        Some(predikat) => row
            .parsed("PREDIKAT", Predikat::parse, &words)
            .or(Some(predikat)),
        None => row.filled("PREDIKAT", |row, column| {
            row.parsed(column, Predikat::parse, &words)
        }),
    };
    Some(Skp {
        person: person?,
        tahun: tahun?,
        hasil_kerja,
        perilaku_kerja,
        predikat: predikat?,
    })
}

pub(super) fn hukdis(row: &mut Row<'_>) -> Option<Hukdis> {
    let person = row.person();
    let jenis = row.filled("JENIS HUKUMAN", Row::text);
    let listed = jenis.as_deref().and_then(|jenis| {
        reference::hukdis(jenis).or_else(|| {
            reference::hukdis_all()
                .iter()
                .find(|h| h.name.eq_ignore_ascii_case(jenis))
        })
    });
    let levels = ["Ringan", "Sedang", "Berat"];
    let tingkat = match listed {
        Some(listed) => row
            .parsed("TINGKAT", Tingkat::parse, &levels)
            .or(Some(listed.tingkat)),
        None => row.filled("TINGKAT", |row, column| {
            row.parsed(column, Tingkat::parse, &levels)
        }),
    };
    let nomor_sk = row.text("NOMOR SK");
    let tanggal_sk = row.filled("TANGGAL SK", Row::date);
    let tmt = row.date("TMT");
    let berakhir = row.date("BERAKHIR");
    if let (Some(from), Some(to)) = (tmt.or(tanggal_sk), berakhir)
        && to < from
    {
        row.refuse("BERAKHIR", Expected::NotBefore(from));
    }
    Some(Hukdis {
        person: person?,
        jenis: listed.map(|listed| listed.name.clone()).or(jenis)?,
        tingkat: tingkat?,
        nomor_sk,
        tanggal_sk: tanggal_sk?,
        tmt,
        berakhir,
    })
}

fn level(row: &mut Row<'_>) -> Option<u8> {
    let level = row.filled("LEVEL", |row, column| row.number(column, 0, MAX_LEVEL))?;
    u8::try_from(level).ok()
}

pub(super) fn kompetensi(row: &mut Row<'_>) -> Option<Kompetensi> {
    let person = row.person();
    let kompetensi = row.filled("KOMPETENSI", Row::text);
    let level = level(row);
    let tanggal = row.date("TANGGAL");
    let asesor = row.text("ASESOR");
    Some(Kompetensi {
        person: person?,
        kompetensi: kompetensi?,
        level: level?,
        tanggal,
        asesor,
    })
}

pub(super) fn standar(row: &mut Row<'_>) -> Option<Standar> {
    let jabatan = row.filled("JABATAN", Row::text);
    let kompetensi = row.filled("KOMPETENSI", Row::text);
    let level = level(row);
    Some(Standar {
        jabatan: jabatan?,
        kompetensi: kompetensi?,
        level: level?,
    })
}

pub(super) fn pelatihan(row: &mut Row<'_>) -> Option<Pelatihan> {
    let person = row.person();
    let ids: Vec<&str> = reference::jenis_diklat_all()
        .iter()
        .map(|j| j.id.as_str())
        .collect();
    let jenis_diklat_id = row.parsed(
        "JENIS DIKLAT ID",
        |text| reference::jenis_diklat(text).map(|j| j.id.clone()),
        &ids,
    );
    let nama = row.filled("NAMA", Row::text);
    let penyelenggara = row.text("PENYELENGGARA");
    let nomor_sertifikat = row.text("NOMOR SERTIFIKAT");
    let (mulai, selesai) = period(row);
    let jumlah_jam = row.number("JUMLAH JAM", 0, MAX_HOURS);
    Some(Pelatihan {
        person: person?,
        jenis_diklat_id,
        nama: nama?,
        penyelenggara,
        nomor_sertifikat,
        mulai,
        selesai,
        jumlah_jam,
    })
}

pub(super) fn cuti(row: &mut Row<'_>, kind: HistoryKind) -> Option<Cuti> {
    let person = row.person();
    let jenis = row.text("JENIS").unwrap_or_else(|| match kind {
        HistoryKind::Tubel => "Tugas Belajar".to_owned(),
        _ => "CLTN".to_owned(),
    });
    let nomor_sk = row.text("NOMOR SK");
    let before = row.rejected.len();
    let (mulai, selesai) = period(row);
    if mulai.is_none() && row.rejected.len() == before {
        row.refuse("MULAI", Expected::Filled);
    }
    Some(Cuti {
        person: person?,
        kind,
        jenis,
        nomor_sk,
        mulai: mulai?,
        selesai,
    })
}

fn period(row: &mut Row<'_>) -> (Option<CivilDate>, Option<CivilDate>) {
    let (mulai, selesai) = (row.date("MULAI"), row.date("SELESAI"));
    if let (Some(from), Some(to)) = (mulai, selesai)
        && to < from
    {
        row.refuse("SELESAI", Expected::NotBefore(from));
    }
    (mulai, selesai)
}
