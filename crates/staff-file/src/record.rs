//! One person of the staff file: the normalised cells of a row with typed accessors.

use kernel::{CivilDate, Golongan, Nip};
use serde::{Deserialize, Serialize};

use crate::column::{Column, with_columns};
use crate::reference;
use crate::value::{self, Reading};

/// Sex as the export writes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Sex {
    /// `M`, digit 1 of the NIP.
    Male,
    /// `F`, digit 2 of the NIP.
    Female,
}

impl Sex {
    /// The 15th digit of the NIP of such a person.
    pub fn nip_digit(self) -> u32 {
        match self {
            Sex::Male => 1,
            Sex::Female => 2,
        }
    }

    /// `M` or `F`.
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "M",
            Sex::Female => "F",
        }
    }
}

/// `STATUS CPNS PNS`; variants of the file call it `STATUS ASN` and then name PPPK too.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum StatusAsn {
    /// `C`: candidate.
    Cpns,
    /// `P`: appointed.
    Pns,
    /// PPPK.
    Pppk,
}

/// The two kinds of ASN; a candidate (CPNS) counts as PNS here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Jenis {
    /// PNS or CPNS.
    Pns,
    /// PPPK, part-time included.
    Pppk,
}

/// A row of the export whose cells all fit their kind.
///
/// The cells are kept in one string in their normalised written form (dates ISO, flags `1` or `0`), so that a
/// file of 50,000 people takes about 1 kB a person; the accessors give them typed.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffRecord {
    nip: Nip,
    text: Box<str>,
    ends: [u32; Column::COUNT],
}

/// Why cells do not make a record: the column and what was expected of it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{column}: expected {}", expected.en())]
pub struct RecordError {
    /// The column.
    pub column: Column,
    /// What should stand there.
    pub expected: crate::Expected,
}

impl StaffRecord {
    /// Makes a record from already normalised cells; `""` is missing.
    pub(crate) fn from_normal<'a>(nip: Nip, cell: impl Fn(Column) -> &'a str) -> Self {
        let length = Column::ALL.iter().map(|c| cell(*c).len()).sum();
        let mut text = String::with_capacity(length);
        let mut ends = [0; Column::COUNT];
        for (column, end) in Column::ALL.iter().zip(&mut ends) {
            text.push_str(cell(*column));
            *end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        }
        Self {
            nip,
            text: text.into(),
            ends,
        }
    }

    /// Makes a record from raw cells by the rules of the reader, and refuses the first that does not fit.
    ///
    /// # Errors
    /// The column that does not fit, and what was expected.
    pub fn new<'a>(
        today: CivilDate,
        cell: impl Fn(Column) -> Option<&'a str>,
    ) -> Result<Self, RecordError> {
        let mut cells: Vec<std::borrow::Cow<'_, str>> = Vec::with_capacity(Column::COUNT);
        for &column in Column::ALL {
            match value::read(column.kind(), cell(column).unwrap_or_default(), today) {
                Reading::Missing => cells.push("".into()),
                Reading::Value(text) => cells.push(text),
                Reading::Ignored(expected) | Reading::Refused(expected) => {
                    return Err(RecordError { column, expected });
                }
            }
        }
        let at = |column: Column| cells.get(column.index()).map_or("", |c| c.as_ref());
        let nip = at(Column::NipBaru).parse().map_err(|_| RecordError {
            column: Column::NipBaru,
            expected: crate::Expected::Nip,
        })?;
        Ok(Self::from_normal(nip, at))
    }

    /// The cell in its normalised written form; `None` when missing.
    pub fn get(&self, column: Column) -> Option<&str> {
        let index = column.index();
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        let end = *self.ends.get(index)?;
        self.text
            .get(start as usize..end as usize)
            .filter(|cell| !cell.is_empty())
    }

    /// The same record with one cell changed, read by the rules of the reader; `None` clears it.
    ///
    /// # Errors
    /// As [`StaffRecord::new`].
    pub fn with(
        &self,
        today: CivilDate,
        column: Column,
        cell: Option<&str>,
    ) -> Result<Self, RecordError> {
        Self::new(today, |c| if c == column { cell } else { self.get(c) })
    }

    /// The number, always present.
    pub fn nip(&self) -> &Nip {
        &self.nip
    }

    /// The key of the person: `PNS ID`, or the number when the file has no id. The number can change.
    pub fn key(&self) -> &str {
        self.pns_id().unwrap_or(self.nip.as_str())
    }

    /// The name with its titles, as letters write it.
    pub fn nama_gelar(&self) -> String {
        let mut name = String::new();
        if let Some(front) = self.gelar_depan() {
            name.push_str(front);
            name.push(' ');
        }
        name.push_str(self.nama());
        if let Some(back) = self.gelar_belakang() {
            name.push_str(", ");
            name.push_str(back);
        }
        name
    }

    /// The name, always present.
    pub fn nama(&self) -> &str {
        self.get(Column::Nama).unwrap_or_default()
    }

    /// PNS or PPPK: by the legal status (71, 72, 73, 101 are PPPK), else by `STATUS CPNS PNS`, else by the scale of
    /// the golongan, else by digits 13–14 of the number (above 12 is a contract code).
    pub fn jenis(&self) -> Jenis {
        jenis_of(
            self.kedudukan_hukum_id().unwrap_or_default(),
            self.status_cpns_pns(),
            self.gol_akhir_nama(),
            Some(&self.nip),
        )
    }

    /// The present golongan; [`crate::read_staff`] has already settled the shared ids by text and kind.
    pub fn golongan(&self) -> Option<Golongan> {
        self.gol_akhir_nama()
    }

    /// The top-level unit (OPD) by the chain of `UNOR NAMA`, whichever end it stands at.
    pub fn opd(&self) -> Option<&'static reference::Opd> {
        reference::opd_of_chain(self.unor_nama()?)
    }
}

/// The rule of [`StaffRecord::jenis`] on loose facts.
pub(crate) fn jenis_of(
    kedudukan_id: &str,
    status: Option<StatusAsn>,
    golongan: Option<Golongan>,
    nip: Option<&Nip>,
) -> Jenis {
    if let Some(kedudukan) = reference::kedudukan(kedudukan_id) {
        return kedudukan.jenis;
    }
    match (status, golongan) {
        (Some(StatusAsn::Pppk), _) | (None, Some(Golongan::Pppk(_))) => Jenis::Pppk,
        (Some(_), _) | (None, Some(Golongan::Pns(_))) => Jenis::Pns,
        (None, None) => match nip.and_then(Nip::appointment_code) {
            Some(code) if code > 12 => Jenis::Pppk,
            _ => Jenis::Pns,
        },
    }
}

macro_rules! accessor {
    ($column:ident, nama, $header:literal, $kind:ident) => {};
    ($column:ident, nip_baru, $header:literal, $kind:ident) => {};
    ($column:ident, $name:ident, $header:literal, Date) => {
        #[doc = concat!("`", $header, "`")]
        pub fn $name(&self) -> Option<CivilDate> {
            self.get(Column::$column)?.parse().ok()
        }
    };
    ($column:ident, $name:ident, $header:literal, BirthDate) => {
        accessor!($column, $name, $header, Date);
    };
    ($column:ident, $name:ident, $header:literal, Golongan) => {
        #[doc = concat!("`", $header, "`")]
        pub fn $name(&self) -> Option<Golongan> {
            self.get(Column::$column)?.parse().ok()
        }
    };
    ($column:ident, $name:ident, $header:literal, Sex) => {
        #[doc = concat!("`", $header, "`")]
        pub fn $name(&self) -> Option<Sex> {
            match self.get(Column::$column)? {
                "M" => Some(Sex::Male),
                "F" => Some(Sex::Female),
                _ => None,
            }
        }
    };
    ($column:ident, $name:ident, $header:literal, Status) => {
        #[doc = concat!("`", $header, "`")]
        pub fn $name(&self) -> Option<StatusAsn> {
            match self.get(Column::$column)? {
                "C" => Some(StatusAsn::Cpns),
                "P" => Some(StatusAsn::Pns),
                "PPPK" => Some(StatusAsn::Pppk),
                _ => None,
            }
        }
    };
    ($column:ident, $name:ident, $header:literal, Years) => {
        #[doc = concat!("`", $header, "`, whole number")]
        pub fn $name(&self) -> Option<u32> {
            self.get(Column::$column)?.parse().ok()
        }
    };
    ($column:ident, $name:ident, $header:literal, Months) => {
        accessor!($column, $name, $header, Years);
    };
    ($column:ident, $name:ident, $header:literal, Year) => {
        accessor!($column, $name, $header, Years);
    };
    ($column:ident, $name:ident, $header:literal, Flag) => {
        #[doc = concat!("`", $header, "`")]
        pub fn $name(&self) -> Option<bool> {
            Some(self.get(Column::$column)? == "1")
        }
    };
    ($column:ident, $name:ident, $header:literal, $kind:ident) => {
        #[doc = concat!("`", $header, "`")]
        pub fn $name(&self) -> Option<&str> {
            self.get(Column::$column)
        }
    };
}

macro_rules! accessors {
    ($($column:ident, $name:ident, $header:literal, $kind:ident, [$($synonym:literal),*];)+) => {
        impl StaffRecord {
            $(accessor!($column, $name, $header, $kind);)+
        }
    };
}
with_columns!(accessors);

impl std::fmt::Debug for StaffRecord {
    /// Shows no personal data: a record may end up in a log line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StaffRecord({})", self.nip.masked())
    }
}

impl Serialize for StaffRecord {
    /// A list of cells in the order of [`Column::ALL`], `""` for missing.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(Column::ALL.iter().map(|c| self.get(*c).unwrap_or_default()))
    }
}

impl<'de> Deserialize<'de> for StaffRecord {
    /// Reads every cell again by the rules of the reader, so that a damaged list cannot make a record that breaks them.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let cells = Vec::<std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        if cells.len() != Column::COUNT {
            return Err(serde::de::Error::invalid_length(cells.len(), &"73 cells"));
        }
        // The days of birth were compared with today when the file was read.
        let no_limit = CivilDate::new(9999, 12, 31).map_err(serde::de::Error::custom)?;
        StaffRecord::new(no_limit, |c| cells.get(c.index()).map(AsRef::as_ref))
            .map_err(serde::de::Error::custom)
    }
}
