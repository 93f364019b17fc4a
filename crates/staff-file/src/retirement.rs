//! Retirement age (BUP) by post, from its reference file: for sure where the export tells it, the highest possible else.

use std::collections::HashMap;
use std::sync::OnceLock;

use kernel::CivilDate;

use crate::record::{Jenis, StaffRecord};
use crate::reference::{self, JenisJabatan, Layer};

/// A level of functional posts (*jenjang*).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Level(&'static str);

/// Levels as titles write them, in capitals and for people; experts anywhere in the title, the others at its end.
const LEVELS: [(&str, Level, bool); 8] = [
    ("AHLI PERTAMA", Level("Ahli Pertama"), true),
    ("AHLI MUDA", Level("Ahli Muda"), true),
    ("AHLI MADYA", Level("Ahli Madya"), true),
    ("AHLI UTAMA", Level("Ahli Utama"), true),
    ("PEMULA", Level("Pemula"), false),
    ("TERAMPIL", Level("Terampil"), false),
    ("MAHIR", Level("Mahir"), false),
    ("PENYELIA", Level("Penyelia"), false),
];

impl Level {
    /// The level that the title of a post names.
    pub fn of_title(title: &str) -> Option<Self> {
        let title = title.to_uppercase();
        let last = title.split_whitespace().next_back();
        LEVELS
            .iter()
            .find(|(name, _, expert)| match expert {
                true => title.contains(name),
                false => last == Some(name),
            })
            .map(|(_, level, _)| *level)
    }

    /// For people, such as `Ahli Madya`.
    pub fn name(self) -> &'static str {
        self.0
    }
}

/// The retirement age of a functional post, and why it is that.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bup {
    /// Age in years.
    pub years: i32,
    /// The level that decides it.
    pub level: Level,
    /// The article.
    pub source: &'static str,
}

/// The retirement age of a PNS in a functional post, where the export names the level and the article was read.
///
/// Nothing for teachers and lecturers: a statute of their own decides, and nobody has read its text yet.
pub fn functional_bup(person: &StaffRecord) -> Option<Bup> {
    let post = person.jenis_jabatan_id().and_then(JenisJabatan::from_id)?;
    if post != JenisJabatan::Fungsional || person.jenis() != Jenis::Pns {
        return None;
    }
    let title = person.jabatan_nama()?;
    let level = Level::of_title(title)?;
    let row = row(functional_group(&title.to_uppercase()))?;
    (row.confidence == READ).then_some(Bup {
        years: row.years,
        level,
        source: row.source,
    })
}

/// Confidence of a row whose article was read in the text of the regulation.
const READ: &str = "T";

struct Row {
    years: i32,
    source: &'static str,
    confidence: &'static str,
}

fn row(group: &str) -> Option<&'static Row> {
    static ROWS: OnceLock<HashMap<&'static str, Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        // No cell of this file is quoted; a test reads every row.
        let lines = include_str!("../reference/bup.csv").lines().skip(1);
        lines
            .filter_map(|line| {
                let mut cells = line.split(',');
                let group = cells.next()?;
                let row = Row {
                    years: cells.next()?.parse().ok()?,
                    source: cells.next()?,
                    confidence: cells.next()?,
                };
                Some((group, row))
            })
            .collect()
    })
    .get(group)
}

/// The day from which the person is past her retirement age: the first of the month after the birthday
/// [general knowledge]. Where the export does not tell the level of the post, the highest age that is possible counts.
pub(crate) fn retired_from(person: &StaffRecord) -> Option<CivilDate> {
    let reached = person
        .tanggal_lahir()?
        .add_years(row(group(person))?.years)?;
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

/// Whether a title names a level of functional posts.
pub(crate) fn names_level(title: &str) -> bool {
    Level::of_title(title).is_some()
}

/// Whether a title names an expert level.
pub(crate) fn is_expert(title: &str) -> bool {
    Level::of_title(title).is_some_and(|level| level.name().starts_with("Ahli"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::Column;

    fn person(title: &str, post: &str, status: &str) -> StaffRecord {
        let today = "2026-11-24".parse().unwrap();
        StaffRecord::new(today, |column| match column {
            Column::NipBaru => Some("197003152000031001"),
            Column::Nama => Some("Contoh"),
            Column::JenisJabatanId => Some(post),
            Column::JabatanNama => Some(title),
            Column::KedudukanHukumId => Some(status),
            _ => None,
        })
        .unwrap()
    }

    #[test]
    fn every_row_is_read_and_names_its_article() {
        for (group, years) in [
            ("jpt", 60),
            ("administrasi", 58),
            ("jf_ahli_utama", 65),
            ("jf_ahli_madya", 60),
            ("jf", 58),
            ("guru", 60),
            ("dosen", 65),
        ] {
            let row = row(group).unwrap();
            assert_eq!(row.years, years, "{group}");
            assert!(row.source.contains(" Ps ") && !row.confidence.is_empty());
        }
    }

    #[test]
    fn the_level_decides_and_what_nobody_read_is_left_open() {
        for (title, level, years) in [
            ("Analis Kebijakan Ahli Pertama", "Ahli Pertama", 58),
            ("ANALIS KEBIJAKAN AHLI MUDA", "Ahli Muda", 58),
            ("Pranata Komputer Ahli Madya", "Ahli Madya", 60),
            ("Perencana Ahli Utama", "Ahli Utama", 65),
            ("Arsiparis Terampil", "Terampil", 58),
            ("Perawat Penyelia", "Penyelia", 58),
        ] {
            let bup = functional_bup(&person(title, "2", "01")).unwrap();
            assert_eq!((bup.level.name(), bup.years), (level, years), "{title}");
            assert_eq!(bup.source, "PP 11/2017 Ps 239");
        }
        for (title, post, status) in [
            ("Guru Ahli Madya", "2", "01"),
            ("Dosen Ahli Madya", "2", "01"),
            ("Perawat", "2", "01"),
            ("Analis Kebijakan Ahli Madya", "4", "01"),
            ("Analis Kebijakan Ahli Madya", "2", "71"),
        ] {
            assert_eq!(
                functional_bup(&person(title, post, status)),
                None,
                "{title}"
            );
        }
    }
}
