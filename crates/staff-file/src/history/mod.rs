//! History files beside the staff export: performance, discipline, competency, training, study leave; typed rows out.

mod lookup;
mod rows;

use std::collections::BTreeMap;

use kernel::{CivilDate, Nip};
use serde::{Deserialize, Serialize};

pub use lookup::{Events, Histories};
pub use rows::{Cuti, Hukdis, Kompetensi, Pelatihan, Skp, Standar};

use crate::column::{Kind, slug};
use crate::expected::Expected;
use crate::header::MissingColumn;
use crate::read::{FIELD_COUNT, FileError, Problem, RejectedRow};
use crate::table;
use crate::value::{self, Reading};

/// The kinds of history file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HistoryKind {
    /// Performance by year.
    Skp,
    /// Discipline penalties.
    Hukdis,
    /// Assessed competency levels.
    Kompetensi,
    /// Competency levels that posts ask for; keyed by post, not by person.
    Standar,
    /// Training (*diklat*).
    Diklat,
    /// Courses; same columns as training.
    Kursus,
    /// Study leave (*tugas belajar*).
    Tubel,
    /// Unpaid leave (*cuti di luar tanggungan negara*).
    Cltn,
}

impl HistoryKind {
    /// Every kind.
    pub const ALL: [HistoryKind; 8] = [
        Self::Skp,
        Self::Hukdis,
        Self::Kompetensi,
        Self::Standar,
        Self::Diklat,
        Self::Kursus,
        Self::Tubel,
        Self::Cltn,
    ];

    /// The stem of the file name.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Skp => "skp",
            Self::Hukdis => "hukdis",
            Self::Kompetensi => "kompetensi",
            Self::Standar => "standar",
            Self::Diklat => "diklat",
            Self::Kursus => "kursus",
            Self::Tubel => "tubel",
            Self::Cltn => "cltn",
        }
    }

    /// The kind whose stem stands in a file name: `Riwayat-SKP_2026.xlsx` is [`HistoryKind::Skp`].
    pub fn from_name(name: &str) -> Option<Self> {
        let name = slug(name.rsplit(['/', '\\']).next().unwrap_or(name));
        Self::ALL
            .into_iter()
            .find(|kind| name.split('_').any(|word| word == kind.stem()))
    }

    /// The standard headers; those that a row must fill stand in [`HistoryKind::mandatory`].
    pub fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Skp => &["NIP", "TAHUN", "HASIL KERJA", "PERILAKU KERJA", "PREDIKAT"],
            Self::Hukdis => &[
                "NIP",
                "JENIS HUKUMAN",
                "TINGKAT",
                "NOMOR SK",
                "TANGGAL SK",
                "TMT",
                "BERAKHIR",
            ],
            Self::Kompetensi => &["NIP", "KOMPETENSI", "LEVEL", "TANGGAL", "ASESOR"],
            Self::Standar => &["JABATAN", "KOMPETENSI", "LEVEL"],
            Self::Diklat | Self::Kursus => &[
                "NIP",
                "JENIS DIKLAT ID",
                "NAMA",
                "PENYELENGGARA",
                "NOMOR SERTIFIKAT",
                "MULAI",
                "SELESAI",
                "JUMLAH JAM",
            ],
            Self::Tubel | Self::Cltn => &["NIP", "JENIS", "NOMOR SK", "MULAI", "SELESAI"],
        }
    }

    /// The columns without which the file says nothing. `NIP` may be replaced by `PNS ID`.
    pub fn mandatory(self) -> &'static [&'static str] {
        match self {
            Self::Skp => &["NIP", "TAHUN", "PREDIKAT"],
            Self::Hukdis => &["NIP", "JENIS HUKUMAN", "TANGGAL SK"],
            Self::Kompetensi => &["NIP", "KOMPETENSI", "LEVEL"],
            Self::Standar => &["JABATAN", "KOMPETENSI", "LEVEL"],
            Self::Diklat | Self::Kursus => &["NIP", "NAMA"],
            Self::Tubel | Self::Cltn => &["NIP", "MULAI"],
        }
    }
}

/// Whom a file speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Coverage {
    /// `# mencakup: semua`: everyone; who has no row has no such event.
    Semua,
    /// `# mencakup: tercantum` (default): only those listed; of others nothing is known.
    #[default]
    Tercantum,
}

/// The key of a row: the number, the id of SIASN, or both.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct PersonKey {
    /// NIP or NI PPPK.
    pub nip: Option<Nip>,
    /// `PNS ID`.
    pub pns_id: Option<String>,
}

/// The rows of a file with their line, by kind.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HistoryRows {
    /// Performance.
    Skp(Vec<(u32, Skp)>),
    /// Discipline.
    Hukdis(Vec<(u32, Hukdis)>),
    /// Assessed levels.
    Kompetensi(Vec<(u32, Kompetensi)>),
    /// Levels that posts ask for.
    Standar(Vec<(u32, Standar)>),
    /// Training and courses.
    Pelatihan(Vec<(u32, Pelatihan)>),
    /// Study leave and unpaid leave.
    Cuti(Vec<(u32, Cuti)>),
}

impl HistoryRows {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Skp(rows) => rows.len(),
            Self::Hukdis(rows) => rows.len(),
            Self::Kompetensi(rows) => rows.len(),
            Self::Standar(rows) => rows.len(),
            Self::Pelatihan(rows) => rows.len(),
            Self::Cuti(rows) => rows.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Everything that was read from a history file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct HistoryFile {
    /// Kind.
    pub kind: HistoryKind,
    /// The name under which the file came.
    pub name: String,
    /// Whom it covers.
    pub coverage: Coverage,
    /// The header as in the file.
    pub header: Vec<String>,
    /// The rows.
    pub rows: HistoryRows,
    /// All problems for which rows were rejected.
    pub rejected: Vec<Problem>,
    /// The rejected rows themselves.
    pub rejected_rows: Vec<RejectedRow>,
    delimiter: Option<char>,
}

impl HistoryFile {
    /// The rejected rows with reasons, as [`crate::StaffFile::rejected_csv`]; it covers only those listed.
    pub fn rejected_csv(&self) -> Vec<u8> {
        let delimiter = self.delimiter.unwrap_or(';');
        crate::rejected::write(delimiter, &self.header, &self.rejected, &self.rejected_rows)
    }
}

/// Reads a history file, CSV or XLSX.
///
/// # Errors
/// Only when nothing can be read at all; problems of rows stand in [`HistoryFile::rejected`].
pub fn read_history(
    kind: HistoryKind,
    bytes: &[u8],
    name: &str,
    today: CivilDate,
) -> Result<HistoryFile, FileError> {
    let mut names: Vec<String> = kind.headers().iter().map(|header| slug(header)).collect();
    names.extend(["pns_id", "nip_baru", "id_pns"].map(str::to_owned));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let table = table::read(bytes, &names)?;
    let index = columns(kind, &table.header)?;
    let mut file = HistoryFile {
        kind,
        name: name.to_owned(),
        coverage: coverage(&table.comments),
        header: table.header,
        rows: HistoryRows::Cuti(Vec::new()),
        rejected: Vec::new(),
        rejected_rows: Vec::new(),
        delimiter: table.delimiter,
    };
    let width = file.header.len();
    let spread = table.delimiter.is_none();
    let mut reader = Reader {
        today,
        index: &index,
        rejected: &mut file.rejected,
        refused: Vec::new(),
        width,
        spread,
    };
    let rows = table.rows;
    file.rows = match kind {
        HistoryKind::Skp => HistoryRows::Skp(reader.all(&rows, rows::skp)),
        HistoryKind::Hukdis => HistoryRows::Hukdis(reader.all(&rows, rows::hukdis)),
        HistoryKind::Kompetensi => HistoryRows::Kompetensi(reader.all(&rows, rows::kompetensi)),
        HistoryKind::Standar => HistoryRows::Standar(reader.all(&rows, rows::standar)),
        HistoryKind::Diklat | HistoryKind::Kursus => {
            HistoryRows::Pelatihan(reader.all(&rows, rows::pelatihan))
        }
        HistoryKind::Tubel | HistoryKind::Cltn => {
            HistoryRows::Cuti(reader.all(&rows, |row| rows::cuti(row, kind)))
        }
    };
    file.rejected_rows = reader.refused;
    Ok(file)
}

fn coverage(comments: &[String]) -> Coverage {
    let semua = comments.iter().any(|comment| {
        comment
            .split_once(':')
            .is_some_and(|(key, value)| slug(key) == "mencakup" && slug(value) == "semua")
    });
    if semua {
        Coverage::Semua
    } else {
        Coverage::Tercantum
    }
}

/// Which cell each standard header stands in.
fn columns(
    kind: HistoryKind,
    header: &[String],
) -> Result<BTreeMap<&'static str, usize>, FileError> {
    let mut index = BTreeMap::new();
    for (i, cell) in header.iter().enumerate() {
        let squeezed = slug(cell).replace('_', "");
        let name = match squeezed.as_str() {
            "pnsid" | "idpns" if kind != HistoryKind::Standar => Some("PNS ID"),
            "nipbaru" => Some("NIP"),
            _ => kind
                .headers()
                .iter()
                .copied()
                .find(|header| slug(header).replace('_', "") == squeezed),
        };
        if let Some(name) = name {
            index.entry(name).or_insert(i);
        }
    }
    let missing: Vec<_> = kind
        .mandatory()
        .iter()
        .filter(|name| {
            let replaced = **name == "NIP" && index.contains_key("PNS ID");
            !index.contains_key(*name) && !replaced
        })
        .map(|name| MissingColumn::among(name, &[name], header))
        .collect();
    if missing.is_empty() {
        Ok(index)
    } else {
        Err(FileError::MissingColumns(missing))
    }
}

struct Reader<'f> {
    today: CivilDate,
    index: &'f BTreeMap<&'static str, usize>,
    rejected: &'f mut Vec<Problem>,
    refused: Vec<RejectedRow>,
    width: usize,
    /// Rows of a sheet end with their last filled cell.
    spread: bool,
}

impl Reader<'_> {
    fn all<T>(
        &mut self,
        rows: &[(u32, Vec<String>)],
        one: impl Fn(&mut Row<'_>) -> Option<T>,
    ) -> Vec<(u32, T)> {
        let mut taken = Vec::with_capacity(rows.len());
        for (line, cells) in rows {
            let last = cells.iter().rposition(|c| !c.trim().is_empty());
            let found = match self.spread {
                true => last.map_or(0, |last| last + 1),
                false => cells.len(),
            };
            let before = self.rejected.len();
            let mut value = None;
            if found > self.width || (found < self.width && !self.spread) {
                self.rejected.push(Problem {
                    row: *line,
                    column: FIELD_COUNT.to_owned(),
                    value: found.to_string(),
                    expected: Expected::Fields {
                        expected: self.width,
                        found,
                    },
                });
            } else {
                value = one(&mut Row {
                    line: *line,
                    cells,
                    today: self.today,
                    index: self.index,
                    rejected: self.rejected,
                });
            }
            match value {
                Some(value) if self.rejected.len() == before => taken.push((*line, value)),
                _ => self.refused.push(RejectedRow {
                    row: *line,
                    cells: cells.clone(),
                }),
            }
        }
        taken
    }
}

/// One row while it is read; every problem is noted under the standard header.
pub(crate) struct Row<'r> {
    line: u32,
    cells: &'r [String],
    today: CivilDate,
    index: &'r BTreeMap<&'static str, usize>,
    rejected: &'r mut Vec<Problem>,
}

impl<'r> Row<'r> {
    fn raw(&self, column: &str) -> &'r str {
        self.index
            .get(column)
            .and_then(|i| self.cells.get(*i))
            .map_or("", String::as_str)
    }

    fn refuse(&mut self, column: &str, expected: Expected) {
        self.rejected.push(Problem {
            row: self.line,
            column: column.to_owned(),
            value: self.raw(column).to_owned(),
            expected,
        });
    }

    /// The normalised cell; `None` when missing or, after noting it, when it does not fit.
    fn read(&mut self, column: &str, kind: Kind) -> Option<String> {
        match value::read(kind, self.raw(column), self.today) {
            Reading::Value(text) => Some(text.into_owned()),
            Reading::Missing => None,
            Reading::Ignored(expected) | Reading::Refused(expected) => {
                self.refuse(column, expected);
                None
            }
        }
    }

    fn text(&mut self, column: &str) -> Option<String> {
        self.read(column, Kind::Text)
    }

    fn date(&mut self, column: &str) -> Option<CivilDate> {
        self.read(column, Kind::Date)?.parse().ok()
    }

    /// A cell that must be filled; notes it when it is missing.
    fn filled<T>(
        &mut self,
        column: &str,
        read: impl Fn(&mut Self, &str) -> Option<T>,
    ) -> Option<T> {
        let before = self.rejected.len();
        let value = read(self, column);
        if value.is_none() && self.rejected.len() == before {
            self.refuse(column, Expected::Filled);
        }
        value
    }

    /// A cell read by `parse`; notes it when it is filled but not understood.
    fn parsed<T>(
        &mut self,
        column: &str,
        parse: impl Fn(&str) -> Option<T>,
        words: &[&str],
    ) -> Option<T> {
        let text = value::present(self.raw(column))?;
        let value = parse(text);
        if value.is_none() {
            let words = words.iter().map(|w| (*w).to_owned()).collect();
            self.refuse(column, Expected::OneOf(words));
        }
        value
    }

    fn number(&mut self, column: &str, from: u32, to: u32) -> Option<u32> {
        let text = value::present(self.raw(column))?;
        let number = value::whole(text).filter(|n| (from..=to).contains(n));
        if number.is_none() {
            self.refuse(column, Expected::Number { from, to });
        }
        number
    }

    fn person(&mut self) -> Option<PersonKey> {
        let pns_id = self.read("PNS ID", Kind::Id);
        let nip = match value::present(self.raw("NIP")) {
            None if pns_id.is_some() => None,
            _ => Some(self.read("NIP", Kind::Nip)?.parse().ok()?),
        };
        Some(PersonKey { nip, pns_id })
    }
}

#[cfg(test)]
mod tests;
