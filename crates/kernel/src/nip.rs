//! The 18-digit number of a civil servant (NIP of a PNS, NI PPPK).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::CivilDate;

/// Eighteen digits: birth date (8), year and month or contract code of appointment (6), sex (1), sequence (3).
///
/// Source: Peraturan Kepala BKN 22/2007 and 43/2007. There is no check digit, and the parts may
/// differ from the facts in the register: that is a finding (CON_1 to CON_4), never a refusal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nip(String);

/// The text is not 18 digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a NIP has exactly 18 digits")]
pub struct NipError;

impl Nip {
    /// The digits without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The birth date of digits 1–8, if there is such a day.
    pub fn birth_date(&self) -> Option<CivilDate> {
        CivilDate::new(
            self.number(0, 4)? as i32,
            self.number(4, 6)?,
            self.number(6, 8)?,
        )
        .ok()
    }

    /// Year of appointment, digits 9–12.
    pub fn appointment_year(&self) -> Option<u32> {
        self.number(8, 12)
    }

    /// Digits 13–14: month of appointment of a PNS; above 12 a PPPK contract code.
    pub fn appointment_code(&self) -> Option<u32> {
        self.number(12, 14)
    }

    /// Digit 15: 1 male, 2 female.
    pub fn sex_digit(&self) -> Option<u32> {
        self.number(14, 15)
    }

    /// Digits 16–18, from 001.
    pub fn sequence(&self) -> Option<u32> {
        self.number(15, 18)
    }

    /// Groups of 8, 6, 1 and 3 digits, as people read it.
    pub fn grouped(&self) -> String {
        let part = |a: usize, b: usize| self.0.get(a..b).unwrap_or_default();
        format!(
            "{} {} {} {}",
            part(0, 8),
            part(8, 14),
            part(14, 15),
            part(15, 18)
        )
    }

    /// Only the last three digits readable, for pages that the public sees.
    pub fn masked(&self) -> String {
        format!(
            "•••••••• •••••• • {}",
            self.0.get(15..18).unwrap_or_default()
        )
    }

    fn number(&self, from: usize, to: usize) -> Option<u32> {
        self.0.get(from..to)?.parse().ok()
    }
}

impl FromStr for Nip {
    type Err = NipError;
    /// Accepts inner spaces and a leading apostrophe, which spreadsheets leave behind.
    fn from_str(text: &str) -> Result<Self, NipError> {
        let digits: String = text
            .trim()
            .trim_start_matches('\'')
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        if digits.len() == 18 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(NipError)
        }
    }
}

impl TryFrom<String> for Nip {
    type Error = NipError;
    fn try_from(text: String) -> Result<Self, NipError> {
        text.parse()
    }
}

impl From<Nip> for String {
    fn from(nip: Nip) -> Self {
        nip.0
    }
}

impl fmt::Display for Nip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.grouped())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_nip() {
        let nip: Nip = "'19850817 201003 2 004".parse().unwrap();
        assert_eq!(nip.birth_date(), CivilDate::new(1985, 8, 17).ok());
        assert_eq!(nip.appointment_year(), Some(2010));
        assert_eq!(nip.appointment_code(), Some(3));
        assert_eq!(nip.sex_digit(), Some(2));
        assert_eq!(nip.sequence(), Some(4));
        assert_eq!(nip.to_string(), "19850817 201003 2 004");
        assert!("1.98501E+17".parse::<Nip>().is_err());
    }
}
