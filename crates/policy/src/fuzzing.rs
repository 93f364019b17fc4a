//! What the fuzz targets, `cargo xtask fuzz` and the tests do with a text that anybody may have written.
//!
//! Only with the feature `testing`. A text may be refused, but nothing panics, and the work is bounded: it is counted in
//! parts of expressions that were looked at and in letters of SQL, never in time, so that every machine agrees.

#![allow(clippy::panic)] // that is how a finding is told

use proptest::strategy::{Strategy as _, ValueTree as _};

use crate::calendar::Calendar;
use crate::columns::{Screener, TableBuilder};
use crate::explain::{Inputs, explain};
use crate::facts::Facts;
use crate::file::Policy;
use crate::format::format;
use crate::register::Register;
use crate::schema::Kind;
use crate::screen::screen_one;
use crate::sql::{Dialect, policy_sql};
use crate::testing::steps;

/// Parts of expressions that may be looked at while everything is done with one condition: finding the date from which it
/// is met looks at most days of sixty years, and every look may take as many as the type checker lets pass.
const STEPS: u64 = 400_000_000;

/// A condition may become so many times as long as SQL, and this much longer.
const SQL: (usize, usize) = (4_000, 1 << 20);

/// Any text as a policy file: it is read or refused, its examples run, and formatting twice is formatting once.
pub fn file(text: &str) {
    let Ok(register) = Register::parse("r", "") else {
        panic!("an empty register is a register");
    };
    match Policy::parse("f", text) {
        Ok(policy) => places(text, &policy.check(&register)),
        Err(found) => {
            assert!(!found.is_empty(), "refused without a reason");
            places(text, &found);
        }
    }
    if let Ok(once) = format("f", text) {
        assert_eq!(format("f", &once).as_ref(), Ok(&once));
    }
    bounded("reading");
}

fn places(text: &str, found: &[crate::Diagnostic]) {
    let lines = text.matches('\n').count() + 1;
    for one in found {
        assert!(
            one.line >= 1 && one.line <= lines && one.column >= 1 && one.width >= 1,
            "{one}"
        );
        assert!(!one.message.is_empty(), "a finding without words");
    }
}

fn bounded(doing: &str) {
    let taken = steps::taken();
    #[cfg(test)]
    tests::note(taken);
    assert!(taken <= STEPS, "{doing} looked at {taken} parts");
}

/// A policy with this condition as its only rule.
pub fn policy_of(condition: &str) -> Option<String> {
    let quotes = ["'''", "\"\"\""];
    let quote = quotes
        .into_iter()
        .find(|quote| !condition.contains(quote))?;
    let head = crate::generate::HEAD;
    Some(format!(
        "{head}[[rule]]\nid = \"f\"\nsays = \"f\"\nforce = \"block\"\ncite = []\nrequire = {quote}{condition}{quote}\n"
    ))
}

/// Conditions that the type checker accepts, of every kind, the same for a seed on every machine.
pub fn conditions(seed: u64, count: usize) -> Vec<String> {
    let mut runner = crate::testing::runner(seed);
    let strategy = crate::generate::condition();
    let one = |_| {
        strategy
            .new_tree(&mut runner)
            .ok()
            .map(|tree| tree.current())
    };
    (0..count).filter_map(one).collect()
}

/// Any text as a condition: what the type checker accepts is explained to a person of whom nothing is known and to one
/// with histories, screened by columns with the same result, and written as SQL.
pub fn condition(text: &str) {
    let Some(file) = policy_of(text) else { return };
    let policy = match Policy::parse("f", &file) {
        Ok(policy) => policy,
        Err(found) => return places(&file, &found),
    };
    let (Ok(register), Ok(at)) = (Register::parse("r", ""), "2026-01-15".parse()) else {
        panic!("an empty register is a register");
    };
    let calendar = Calendar::new(crate::testing::holidays());
    let inputs = Inputs::new(&calendar);
    let people = [Facts::person(), somebody(Kind::Person, PERSON)];
    let case = somebody(Kind::Case, CASE);
    let mut table = TableBuilder::new();
    people.iter().for_each(|person| table.push(person));
    let table = table.finish();
    for case in [&Facts::case(), &case] {
        let screening = Screener::new(&policy, &table, case, at, &inputs).run(1);
        for (row, person) in people.iter().enumerate() {
            let one = screen_one(&policy, person, case, at, &inputs);
            assert_eq!(screening.row(row), Some(one), "columns against one by one");
            bounded("screening");
            let told = explain(&policy, &register, person, case, at, &inputs);
            assert_eq!(told.verdict, one.verdict, "explaining against screening");
            bounded("explaining");
        }
    }
    for dialect in Dialect::ALL {
        let length = policy_sql(&policy, dialect).len();
        assert!(
            length <= SQL.0 * text.len() + SQL.1,
            "{length} letters of SQL for {dialect:?}"
        );
    }
}

fn somebody(kind: Kind, json: &str) -> Facts {
    let facts = serde_json::from_str(json)
        .ok()
        .and_then(|json| Facts::from_json(kind, &json).ok());
    facts.unwrap_or_else(|| panic!("the facts fit the schema"))
}

const PERSON: &str = r#"{"jenis": "PNS", "golongan": "III/b", "tmt_pns": "2019-03-01", "lahir": "1988-02-29", "bup": 58,
    "sehat": true, "unor": "a", "sedang_diperiksa": false, "kedudukan_hukum": "01",
    "skp": [{"tahun": 2024, "predikat": "Baik"}, {"tahun": 2025}, {"tahun": 2023, "predikat": "Kurang"}],
    "hukdis": [{"tingkat": "Sedang", "tmt": "2022-02-01", "berakhir": "2023-02-01", "tanggal_sk": "2022-01-20"}],
    "kompetensi": [{"kompetensi": "inti-1", "level": 3, "tanggal": "2024-05-05"}], "tubel": []}"#;

const CASE: &str =
    r#"{"form": "magang", "start": "2026-03-02", "end": "2026-05-29", "host_kind": "central"}"#;

/// Pieces from which mutants of texts are made: every operator, function and kind of value of the language.
pub const PIECES: [&str; 62] = [
    "sehat",
    "jenis",
    "skp",
    "hukdis",
    "kompetensi",
    "at",
    "case",
    "case.start",
    "case.end",
    "tmt_pns",
    "golongan",
    "bup",
    "n",
    "late",
    "words",
    "x",
    "s",
    "s.tahun",
    "s.predikat",
    ".",
    ",",
    "(",
    ")",
    "[",
    "]",
    "?",
    ":",
    " && ",
    " || ",
    "!",
    "-",
    " + ",
    " * ",
    " / 7",
    " % 2",
    " == ",
    " != ",
    " < ",
    " >= ",
    " in ",
    "has(",
    "size(",
    "years(",
    "months(",
    "days(",
    "workdays(",
    "add_months(",
    "add_years(",
    "last_years(",
    ".exists(s, ",
    ".all(x, ",
    ".filter(s, ",
    "date(\"2024-02-29\")",
    "duration(\"P1M\")",
    "golongan(\"III/a\")",
    "\"PNS\"",
    "0",
    "9223372036854775807",
    "2.5",
    "true",
    "level(\"inti-1\")",
    "(sehat ? ",
];

/// Pseudo-random mutants of texts, the same for a seed on every machine (SplitMix64).
pub struct Mutants(u64);

impl Mutants {
    /// The mutants of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n` (0 when `n` is 0).
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (x ^ (x >> 31)).checked_rem(n as u64).unwrap_or(0) as usize
    }

    /// A row of pieces, some of them brackets that close what was opened.
    pub fn row(&mut self) -> String {
        let count = 1 + self.below(40);
        let mut open = Vec::new();
        let mut text = String::new();
        for _ in 0..count {
            let piece = PIECES.get(self.below(PIECES.len())).copied().unwrap_or("");
            text.push_str(piece);
            match piece.chars().rev().find(|c| !c.is_whitespace()) {
                Some('(') => open.push(')'),
                Some('[') => open.push(']'),
                Some(',') if piece.contains('(') => open.push(')'),
                Some('?') if piece.starts_with('(') => open.push(')'),
                _ if self.below(3) == 0 => text.extend(open.pop()),
                _ => {}
            }
        }
        text.extend(open.into_iter().rev());
        text
    }

    /// Two conditions made into one.
    pub fn join(&mut self, a: &str, b: &str) -> String {
        match self.below(9) {
            0 => format!("({a}) && ({b})"),
            1 => format!("({a}) || !({b})"),
            2 => format!("({a}) == ({b})"),
            3 => format!("({a}) ? ({b}) : !({a})"),
            4 => format!("(({a}) ? bup : n) > (({b}) ? late : bup)"),
            5 => format!("skp.exists(y{0}, ({a}) && y{0}.tahun > n)", self.below(9)),
            6 => format!(
                "size(hukdis.filter(z{0}, ({b}) || has(z{0}.tmt))) in [1, (({a}) ? 2 : 3)]",
                self.below(9)
            ),
            7 => format!("add_months((({a}) ? at : case.end), (({b}) ? n : -n)) > tmt_pns"),
            _ => format!(
                "last_years(skp, (({a}) ? 2 : n)).all(w{0}, ({b}) || w{0}.predikat == \"Baik\")",
                self.below(9)
            ),
        }
    }

    /// The text with some stretches removed, doubled, moved, or replaced by pieces of `other` or of the language.
    pub fn slip(&mut self, text: &str, other: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..1 + self.below(5) {
            let from = self.below(chars.len() + 1);
            let to = (from + self.below(20)).min(chars.len());
            match self.below(6) {
                0 => drop(chars.drain(from..to)),
                1 => {
                    let again: Vec<char> = chars.get(from..to).unwrap_or_default().to_vec();
                    let at = self.below(chars.len() + 1);
                    chars.splice(at..at, again);
                }
                2 => {
                    let theirs: Vec<char> = other.chars().collect();
                    let start = self.below(theirs.len() + 1);
                    let end = (start + self.below(60)).min(theirs.len());
                    chars.splice(
                        from..to,
                        theirs.get(start..end).unwrap_or_default().iter().copied(),
                    );
                }
                3 => {
                    let any = char::from_u32(self.below(0x11_0000) as u32).unwrap_or('\u{0}');
                    chars.splice(from..to, [any]);
                }
                _ => {
                    let piece = PIECES.get(self.below(PIECES.len())).copied().unwrap_or("");
                    chars.splice(from..to, piece.chars());
                }
            }
        }
        chars.into_iter().collect()
    }
}

#[cfg(test)]
mod tests;
