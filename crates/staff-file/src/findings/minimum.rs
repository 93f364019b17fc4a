//! Retirement ages and the least education and rank of structural posts, from their reference files.

use std::collections::HashMap;
use std::sync::OnceLock;

use kernel::{CivilDate, Golongan};

use crate::record::StaffRecord;
use crate::reference::{self, JenisJabatan, Layer};

/// What a structural post asks for at least.
pub(super) struct Structural {
    pub(super) pendidikan: u8,
    pub(super) golongan: Golongan,
}

/// The least education and rank of an eselon.
pub(super) fn structural(eselon_id: &str) -> Option<&'static Structural> {
    static ROWS: OnceLock<HashMap<String, Structural>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let text = include_str!("../../reference/structural_minimum.csv");
        csv::Reader::from_reader(text.as_bytes())
            .into_records()
            .flatten()
            .filter_map(|row| {
                let pendidikan = row.get(1)?.parse().ok()?;
                let golongan = row.get(2)?.parse().ok()?;
                Some((
                    row.get(0)?.to_owned(),
                    Structural {
                        pendidikan,
                        golongan,
                    },
                ))
            })
            .collect()
    })
    .get(eselon_id)
}

fn years(group: &str) -> Option<i32> {
    static ROWS: OnceLock<HashMap<String, i32>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let text = include_str!("../../reference/bup.csv");
        csv::Reader::from_reader(text.as_bytes())
            .into_records()
            .flatten()
            .filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.parse().ok()?)))
            .collect()
    })
    .get(group)
    .copied()
}

/// The day from which the person is past her retirement age: the first of the month after the birthday
/// [general knowledge]. Where the export does not tell the level of the post, the highest age that is possible counts.
pub(super) fn retired_from(person: &StaffRecord) -> Option<CivilDate> {
    let reached = person.tanggal_lahir()?.add_years(years(group(person))?)?;
    CivilDate::new(reached.year(), reached.month(), 1)
        .ok()?
        .add_months(1)
}

fn group(person: &StaffRecord) -> &'static str {
    let title = person.jabatan_nama().unwrap_or_default().to_uppercase();
    match person.jenis_jabatan_id().and_then(JenisJabatan::from_id) {
        Some(JenisJabatan::Pelaksana) => "administrasi",
        Some(JenisJabatan::Struktural) => {
            match person
                .eselon_id()
                .and_then(reference::eselon)
                .map(|eselon| eselon.layer)
            {
                Some(Layer::Administrator | Layer::Pengawas | Layer::EselonV) => "administrasi",
                _ => "jpt",
            }
        }
        Some(JenisJabatan::Fungsional) => functional_group(&title),
        Some(JenisJabatan::Rangkap) | None => "jf_ahli_utama",
    }
}

fn functional_group(title: &str) -> &'static str {
    let words = |word: &str| title.split_whitespace().any(|w| w == word);
    if words("DOSEN") {
        "dosen"
    } else if words("GURU") {
        "guru"
    } else if title.contains("AHLI UTAMA") {
        "jf_ahli_utama"
    } else if title.contains("AHLI MADYA") {
        "jf_ahli_madya"
    } else if names_level(title) {
        "jf"
    } else {
        "jf_ahli_utama"
    }
}

/// Whether a title in capitals ends with a level of functional posts.
pub(super) fn names_level(title: &str) -> bool {
    is_expert(title)
        || ["PEMULA", "TERAMPIL", "MAHIR", "PENYELIA"]
            .iter()
            .any(|level| title.split_whitespace().next_back() == Some(level))
}

/// Whether a title in capitals names an expert level.
pub(super) fn is_expert(title: &str) -> bool {
    ["AHLI PERTAMA", "AHLI MUDA", "AHLI MADYA", "AHLI UTAMA"]
        .iter()
        .any(|level| title.contains(level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        for group in [
            "jpt",
            "administrasi",
            "jf_ahli_utama",
            "jf_ahli_madya",
            "jf",
            "guru",
            "dosen",
        ] {
            assert!(years(group).is_some(), "{group}");
        }
        for eselon in ["11", "12", "21", "22", "31", "32", "41", "42"] {
            assert!(structural(eselon).is_some(), "{eselon}");
        }
    }
}
