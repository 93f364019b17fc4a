//! Number patterns and registers; pure.

use kernel::{CivilDate, Error, LetterId, RegisterId, Result, Text, Timestamp};

use crate::letters::model::{LetterKind, keyed};

/// Name of the group of a unit that has one running order for all kinds.
pub const ALL_KINDS: &str = "semua";
/// Longest number accepted, in bytes; it must fit into the token of the QR code.
pub const MAX_NUMBER: usize = 120;

keyed! {
    /// Where the numbers of a register come from.
    RegisterMode {
        /// Titian counts.
        Automatic = "automatic",
        /// Another register (Biro Hukum, SRIKANDI) gives them.
        Outside = "outside",
    }
}

keyed! {
    /// What became of a number.
    NumberState {
        /// A letter bears it.
        Used = "used",
        /// It is set aside.
        Reserved = "reserved",
        /// It was given up, with a reason.
        Void = "void",
    }
}

/// A register of numbers: one unit, one group of kinds, one year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Register {
    /// Id.
    pub id: RegisterId,
    /// Code of the issuing unit.
    pub unit: String,
    /// Group of kinds, or [`ALL_KINDS`].
    pub group: String,
    /// Year.
    pub year: i32,
    /// Pattern of its numbers.
    pub pattern: Pattern,
    /// Where numbers come from.
    pub mode: RegisterMode,
    /// The next position.
    pub next: i64,
}

/// A number in a register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberRow {
    /// The number.
    pub number: String,
    /// Its position in the running order; none for numbers from outside.
    pub position: Option<i64>,
    /// The letter that bears it.
    pub letter: Option<LetterId>,
    /// What became of it.
    pub state: NumberState,
    /// Why it was reserved or given up, or what an outside letter was about.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What the gap report of a register says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Gaps {
    /// Positions that were counted and that no row explains: always none while Titian counts.
    pub missing: Vec<i64>,
    /// Numbers that are set aside and not yet borne by a letter.
    pub reserved: Vec<String>,
    /// Numbers that were given up.
    pub void: Vec<String>,
}

/// The gaps among `rows` of a register whose next position is `next`.
pub fn gaps(next: i64, rows: &[NumberRow]) -> Gaps {
    let known: std::collections::BTreeSet<i64> = rows.iter().filter_map(|r| r.position).collect();
    let of = |state: NumberState| {
        rows.iter()
            .filter(|row| row.state == state)
            .map(|row| row.number.clone())
            .collect()
    };
    Gaps {
        missing: (1..next).filter(|n| !known.contains(n)).collect(),
        reserved: of(NumberState::Reserved),
        void: of(NumberState::Void),
    }
}

/// How the numbers of a register look: text with `{n}` or `{n:4}` (padded with zeros), `{unit}`, `{tahun}`, `{bulan}`.
///
/// Shape after TND-NUM (Permendagri 1/2023, confidence S); codes of Permendagri 83/2022 (confidence S).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    Position(usize),
    Unit,
    Year,
    Month,
}

const ROMAN: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];

impl Pattern {
    /// Reads a pattern: it must hold the position exactly once and the year, so that numbers of two years differ.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |why: &str| {
            Error::invalid_field("pattern", Text::new("letters-pattern").with("part", why))
        };
        let text = text.trim();
        if text.is_empty() || text.len() > 80 || text.chars().any(char::is_control) {
            return Err(wrong("…"));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let (name, after) = tail.split_once('}').ok_or_else(|| wrong("{"))?;
            parts.push(match name.split_once(':') {
                Some(("n", width)) => match width.parse() {
                    Ok(width @ 1..=9) => Part::Position(width),
                    _ => return Err(wrong(name)),
                },
                None if name == "n" => Part::Position(1),
                None if name == "unit" => Part::Unit,
                None if name == "tahun" => Part::Year,
                None if name == "bulan" => Part::Month,
                _ => return Err(wrong(name)),
            });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        let positions = parts.iter().filter(|p| matches!(p, Part::Position(_)));
        if positions.count() != 1 {
            return Err(wrong("{n}"));
        }
        if !parts.contains(&Part::Year) {
            return Err(wrong("{tahun}"));
        }
        Ok(Self {
            text: text.to_owned(),
            parts,
        })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number at `position` for a letter of `date`.
    pub fn number(&self, position: i64, unit: &str, date: CivilDate) -> String {
        self.fill(&format!("{position}"), unit, date)
    }

    /// What stands in place of the number while a letter is a draft.
    pub fn placeholder(&self, unit: &str, date: CivilDate) -> String {
        self.fill("……", unit, date)
    }

    fn fill(&self, position: &str, unit: &str, date: CivilDate) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Position(width) if position.bytes().all(|b| b.is_ascii_digit()) => {
                    format!("{position:0>width$}")
                }
                Part::Position(_) => position.to_owned(),
                Part::Unit => unit.to_owned(),
                Part::Year => date.year().to_string(),
                Part::Month => ROMAN
                    .get(date.month() as usize - 1)
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
            })
            .collect()
    }

    /// Whether `number` looks like one that this pattern makes, so that it could collide with a counted one.
    pub fn could_make(&self, number: &str, unit: &str, year: i32) -> bool {
        (1..=12).any(|month| {
            let Ok(date) = CivilDate::new(year, month, 1) else {
                return false;
            };
            let filled = self.fill("\u{0}", unit, date);
            let Some((head, tail)) = filled.split_once('\u{0}') else {
                return false;
            };
            number
                .strip_prefix(head)
                .and_then(|rest| rest.strip_suffix(tail))
                .is_some_and(|digits| {
                    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
                })
        })
    }
}

/// The pattern that a register starts with.
pub(super) fn default_pattern(group: &str) -> &'static str {
    match group {
        "surat-tugas" => "800.1.11.1/{n}/{unit}/{tahun}",
        // As the letters of Banten are numbered (BTN-IB-1 to BTN-IB-3, confidence S).
        "simp" => "T-800.1.4.1/{n}/SIMP/{unit}/{tahun}",
        "srmp" => "T-800.1.4.1/{n}/SRMP/{unit}/{tahun}",
        "sib" => "T-800.1.4.1/{n}/SIB/{unit}/{tahun}",
        "surat" => "B-800.1.4.1/{n}/{unit}/{tahun}",
        _ => "800.1.4.1/{n}/{unit}/{tahun}",
    }
}

/// Groups of kinds that a register can hold.
pub fn groups() -> Vec<&'static str> {
    let mut groups = vec![ALL_KINDS];
    for kind in LetterKind::ALL {
        if !groups.contains(&kind.group()) {
            groups.push(kind.group());
        }
    }
    groups
}

/// A number given from outside, trimmed and checked for shape.
pub(super) fn checked_number(number: &str) -> Result<String> {
    let number = number.trim();
    if number.is_empty() {
        return Err(Error::invalid_field("number", "error-required"));
    }
    if number.len() > MAX_NUMBER || number.chars().any(char::is_control) {
        return Err(Error::invalid_field(
            "number",
            Text::new("error-too-long")
                .with("max", MAX_NUMBER)
                .with("length", number.len()),
        ));
    }
    Ok(number.to_owned())
}
