//! The two ordered scales of rank: PNS I/a to IV/e, PPPK I to XVII.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

const PNS: [(&str, &str); 17] = [
    ("I/a", "Juru Muda"),
    ("I/b", "Juru Muda Tingkat I"),
    ("I/c", "Juru"),
    ("I/d", "Juru Tingkat I"),
    ("II/a", "Pengatur Muda"),
    ("II/b", "Pengatur Muda Tingkat I"),
    ("II/c", "Pengatur"),
    ("II/d", "Pengatur Tingkat I"),
    ("III/a", "Penata Muda"),
    ("III/b", "Penata Muda Tingkat I"),
    ("III/c", "Penata"),
    ("III/d", "Penata Tingkat I"),
    ("IV/a", "Pembina"),
    ("IV/b", "Pembina Tingkat I"),
    ("IV/c", "Pembina Utama Muda"),
    ("IV/d", "Pembina Utama Madya"),
    ("IV/e", "Pembina Utama"),
];
const PPPK: [&str; 17] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII",
];

/// A golongan on one of the two scales; across the scales there is no order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Golongan {
    /// Golongan ruang of a PNS, step 1 (I/a) to 17 (IV/e).
    Pns(u8),
    /// Golongan of a PPPK, step 1 (I) to 17 (XVII).
    Pppk(u8),
}

/// The text names no golongan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a golongan; expected I/a to IV/e or I to XVII")]
pub struct GolonganError(pub String);

impl Golongan {
    /// The name of the rank (*pangkat*); PPPK have none.
    pub fn pangkat(self) -> Option<&'static str> {
        match self {
            Golongan::Pns(step) => PNS.get(usize::from(step) - 1).map(|(_, pangkat)| *pangkat),
            Golongan::Pppk(_) => None,
        }
    }

    /// Step on its own scale, 1 to 17.
    pub fn step(self) -> u8 {
        match self {
            Golongan::Pns(step) | Golongan::Pppk(step) => step,
        }
    }

    /// "Penata Muda Tingkat I, III/b" or "IX", as letters write it.
    pub fn with_pangkat(self) -> String {
        match self.pangkat() {
            Some(pangkat) => format!("{pangkat}, {self}"),
            None => self.to_string(),
        }
    }
}

impl PartialOrd for Golongan {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Golongan::Pns(a), Golongan::Pns(b)) | (Golongan::Pppk(a), Golongan::Pppk(b)) => {
                a.partial_cmp(b)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Golongan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Golongan::Pns(step) => PNS.get(usize::from(*step) - 1).map(|(name, _)| *name),
            Golongan::Pppk(step) => PPPK.get(usize::from(*step) - 1).copied(),
        };
        f.write_str(name.unwrap_or("?"))
    }
}

impl FromStr for Golongan {
    type Err = GolonganError;
    /// Accepts any letter case and inner spaces: `iii / A` is III/a.
    fn from_str(text: &str) -> Result<Self, GolonganError> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let position =
            |same: &dyn Fn(usize) -> bool| (0..17).find(|i| same(*i)).map(|i| i as u8 + 1);
        position(&|i| {
            PNS.get(i)
                .is_some_and(|(name, _)| name.eq_ignore_ascii_case(&plain))
        })
        .map(Golongan::Pns)
        .or_else(|| {
            position(&|i| {
                PPPK.get(i)
                    .is_some_and(|name| name.eq_ignore_ascii_case(&plain))
            })
            .map(Golongan::Pppk)
        })
        .ok_or_else(|| GolonganError(text.to_owned()))
    }
}

impl TryFrom<String> for Golongan {
    type Error = GolonganError;
    fn try_from(text: String) -> Result<Self, GolonganError> {
        text.parse()
    }
}

impl From<Golongan> for String {
    fn from(golongan: Golongan) -> Self {
        golongan.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_scales_without_order_between_them() {
        let a: Golongan = "iii / A".parse().unwrap();
        let b: Golongan = "IV/e".parse().unwrap();
        let c: Golongan = "IX".parse().unwrap();
        assert!(a < b);
        assert_eq!(a.partial_cmp(&c), None);
        assert_eq!(a.with_pangkat(), "Penata Muda, III/a");
        assert_eq!(c.with_pangkat(), "IX");
        assert!("V/a".parse::<Golongan>().is_err());
    }
}
