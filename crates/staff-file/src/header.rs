//! Finding the header of a file and telling which column each of its cells names.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::column::{Column, Columns, slug};

/// Which of the known layouts a file has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// The "data ASN" export of SIASN with its 67 core columns, or up to 71.
    SiasnExport,
    /// The older SAPK layout ("pegawai_info").
    SapkPegawaiInfo,
    /// The layout of an export tool with `JFT …`, `JFU …` and `UNIT ORGANISASI …`.
    ExportTool,
    /// A handful of columns.
    Minimal,
}

/// What a header cell stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Target {
    /// A column of the record.
    Column(Column),
    /// Position id of functional posts, joined into `JABATAN ID`.
    JftId,
    /// Position name of functional posts.
    JftNama,
    /// Position id of *pelaksana*.
    JfuId,
    /// Position name of *pelaksana*.
    JfuNama,
}

/// A header as it was found.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// Its cells as in the file.
    pub cells: Vec<String>,
    /// What each cell stands for.
    pub targets: Vec<Option<Target>>,
    /// The columns present.
    pub columns: Columns,
    /// The layout.
    pub layout: Layout,
    /// Cells that name nothing we read, or a column that another cell has named already.
    pub unused: Vec<String>,
}

/// A mandatory column that a file lacks, with the header most like it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MissingColumn {
    /// The standard header.
    pub column: String,
    /// The header of the file that is most like it, if any is.
    pub nearest: Option<String>,
}

fn squeeze(header: &str) -> String {
    slug(header).replace('_', "")
}

fn names() -> &'static HashMap<String, Target> {
    static NAMES: OnceLock<HashMap<String, Target>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = HashMap::new();
        for &column in Column::ALL {
            for name in [column.slug()].iter().chain(column.synonyms()) {
                names.insert(squeeze(name), Target::Column(column));
            }
        }
        for (name, target) in [
            ("jftid", Target::JftId),
            ("jftnama", Target::JftNama),
            ("jfuid", Target::JfuId),
            ("jfunama", Target::JfuNama),
        ] {
            names.insert(name.to_owned(), target);
        }
        names
    })
}

/// How many cells name something we read.
pub(crate) fn recognised<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
    cells
        .filter(|cell| names().contains_key(&squeeze(cell)))
        .count()
}

impl Header {
    /// Reads a header line.
    ///
    /// # Errors
    /// The mandatory columns that are missing.
    pub(crate) fn read(cells: &[String]) -> Result<Self, Vec<MissingColumn>> {
        let mut targets = Vec::with_capacity(cells.len());
        let mut columns = Columns::default();
        let mut unused = Vec::new();
        for cell in cells {
            let mut target = names().get(&squeeze(cell)).copied();
            if target.is_some_and(|t| targets.contains(&Some(t))) {
                target = None;
            }
            match target {
                Some(Target::Column(column)) => columns.insert(column),
                Some(Target::JftId | Target::JfuId) => columns.insert(Column::JabatanId),
                Some(Target::JftNama | Target::JfuNama) => columns.insert(Column::JabatanNama),
                None if cell.trim().is_empty() => {}
                None => unused.push(cell.clone()),
            }
            targets.push(target);
        }
        let missing: Vec<_> = Column::MANDATORY
            .into_iter()
            .filter(|column| !columns.has(*column))
            .map(|column| {
                let names = [&[column.slug()], column.synonyms()].concat();
                MissingColumn::among(column.header(), &names, cells)
            })
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        Ok(Self {
            layout: layout(cells, columns),
            cells: cells.to_vec(),
            targets,
            columns,
            unused,
        })
    }
}

fn layout(cells: &[String], columns: Columns) -> Layout {
    let has = |name: &str| cells.iter().any(|cell| squeeze(cell) == name);
    if has("jftid") || has("jfuid") || has("unitorganisasiid") {
        Layout::ExportTool
    } else if has("gelarblk") || has("golid") || has("unorindukid") {
        Layout::SapkPegawaiInfo
    } else if columns.iter().count() >= 30 {
        Layout::SiasnExport
    } else {
        Layout::Minimal
    }
}

impl MissingColumn {
    /// The column with the header most like one of its names: at most half of its letters differ.
    pub(crate) fn among(column: &str, names: &[&str], cells: &[String]) -> Self {
        let names: Vec<String> = names.iter().map(|name| squeeze(name)).collect();
        let nearest = cells
            .iter()
            .take(200)
            .filter_map(|cell| {
                let squeezed: String = squeeze(cell).chars().take(40).collect();
                let distance = names.iter().map(|name| distance(name, &squeezed)).min()?;
                (!squeezed.is_empty() && distance * 2 <= squeezed.chars().count())
                    .then(|| (distance, cell.clone()))
            })
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, cell)| cell);
        Self {
            column: column.to_owned(),
            nearest,
        }
    }
}

/// Levenshtein distance in characters.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX - 1);
            let best = (diagonal + usize::from(x != *y))
                .min(left + 1)
                .min(above + 1);
            diagonal = above;
            if let Some(slot) = row.get_mut(j) {
                *slot = left;
            }
            left = best;
        }
        if let Some(slot) = row.last_mut() {
            *slot = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Header, Vec<MissingColumn>> {
        Header::read(&line.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn variants_of_one_header() {
        for variant in [
            "NIP BARU",
            "nip_baru",
            " Nip  Baru ",
            "NIPBARU",
            "NIP-BARU",
            "nip",
        ] {
            let header = read(&format!("{variant},NAMA")).unwrap();
            assert_eq!(
                header.targets[0],
                Some(Target::Column(Column::NipBaru)),
                "{variant}"
            );
        }
        let header =
            read("nip,nama,tgl sk pns,TK PENDIDIKAN ID,gelar_blk,kartu_pegawai,nip baru").unwrap();
        assert!(header.columns.has(Column::TanggalSkPns));
        assert!(header.columns.has(Column::TingkatPendidikanId));
        assert_eq!(header.unused, ["kartu_pegawai", "nip baru"]);
        assert_eq!(header.layout, Layout::SapkPegawaiInfo);
    }

    #[test]
    fn missing_columns_name_the_nearest_header() {
        let missing = read("PNS ID,NIP BRU,NAMA").unwrap_err();
        assert_eq!(
            missing,
            [MissingColumn {
                column: "NIP BARU".into(),
                nearest: Some("NIP BRU".into())
            }]
        );
        assert_eq!(read("x,y").unwrap_err().len(), 2);
    }

    #[test]
    fn distances() {
        assert_eq!(distance("nama", "nama"), 0);
        assert_eq!(distance("nama", "nma"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
