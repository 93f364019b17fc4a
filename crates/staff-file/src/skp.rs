//! Performance words of SIASN: the two ratings, the predicate and the matrix that joins them.

use serde::{Deserialize, Serialize};

/// A rating of result (*hasil kerja*) or behaviour (*perilaku kerja*).
///
/// Source: `reference/skp_rating.csv`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rating {
    /// 1: *Di atas ekspektasi*.
    Above,
    /// 2: *Sesuai ekspektasi*.
    Meets,
    /// 3: *Di bawah ekspektasi*.
    Below,
}

impl Rating {
    /// By its id 1 to 3 or its words, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "1" | "di atas ekspektasi" | "diatas ekspektasi" => Some(Self::Above),
            "2" | "sesuai ekspektasi" | "sesuai" => Some(Self::Meets),
            "3" | "di bawah ekspektasi" | "dibawah ekspektasi" => Some(Self::Below),
            _ => None,
        }
    }

    /// Id of SIASN.
    pub fn id(self) -> u8 {
        match self {
            Self::Above => 1,
            Self::Meets => 2,
            Self::Below => 3,
        }
    }

    /// The words of SIASN.
    pub fn name(self) -> &'static str {
        match self {
            Self::Above => "Di atas ekspektasi",
            Self::Meets => "Sesuai ekspektasi",
            Self::Below => "Di bawah ekspektasi",
        }
    }
}

/// The predicate of a year, best first.
///
/// Source: PermenPANRB 6/2022 (S*) for years from 2022; the word `Cukup` of years to 2021 (PP 30/2019 Ps 41(5), T)
/// counts as *Butuh Perbaikan* (P).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Predikat {
    /// 1.
    SangatBaik,
    /// 2.
    Baik,
    /// 3.
    ButuhPerbaikan,
    /// 4.
    Kurang,
    /// 5.
    SangatKurang,
}

impl Predikat {
    /// Every predicate, best first.
    pub const ALL: [Predikat; 5] = [
        Self::SangatBaik,
        Self::Baik,
        Self::ButuhPerbaikan,
        Self::Kurang,
        Self::SangatKurang,
    ];

    /// By its id 1 to 5 or its words, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "1" | "sangat baik" => Some(Self::SangatBaik),
            "2" | "baik" => Some(Self::Baik),
            "3" | "butuh perbaikan" | "cukup" => Some(Self::ButuhPerbaikan),
            "4" | "kurang" => Some(Self::Kurang),
            "5" | "sangat kurang" => Some(Self::SangatKurang),
            _ => None,
        }
    }

    /// Id of SIASN (*kuadran kinerja*).
    pub fn id(self) -> u8 {
        self as u8 + 1
    }

    /// The words of the regulation.
    pub fn name(self) -> &'static str {
        match self {
            Self::SangatBaik => "Sangat Baik",
            Self::Baik => "Baik",
            Self::ButuhPerbaikan => "Butuh Perbaikan",
            Self::Kurang => "Kurang",
            Self::SangatKurang => "Sangat Kurang",
        }
    }

    /// The predicate of two ratings by the regulation's matrix (PermenPANRB 6/2022, S*).
    pub fn of(result: Rating, behaviour: Rating) -> Self {
        use Rating::{Above, Below, Meets};
        match (result, behaviour) {
            (Above, Above) => Self::SangatBaik,
            (Above | Meets, Above | Meets) => Self::Baik,
            (Above | Meets, Below) => Self::Kurang,
            (Below, Above | Meets) => Self::ButuhPerbaikan,
            (Below, Below) => Self::SangatKurang,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_the_reference_file() {
        let text = include_str!("../reference/skp_kuadran_matrix.csv");
        let mut rows = 0;
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            let record = record.unwrap();
            let predikat = Predikat::of(
                Rating::parse(&record[0]).unwrap(),
                Rating::parse(&record[1]).unwrap(),
            );
            assert_eq!(predikat.id().to_string(), &record[3]);
            rows += 1;
        }
        assert_eq!(rows, 9);
    }

    #[test]
    fn words_are_those_of_the_rating_list() {
        let text = include_str!("../reference/skp_rating.csv");
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            let record = record.unwrap();
            match &record[0] {
                "hasil_kinerja" | "perilaku_kerja" => {
                    assert_eq!(Rating::parse(&record[1]).unwrap().name(), &record[3]);
                }
                "kuadran_kinerja" => {
                    assert_eq!(Predikat::parse(&record[1]).unwrap().name(), &record[3]);
                }
                _ => {}
            }
        }
    }
}
