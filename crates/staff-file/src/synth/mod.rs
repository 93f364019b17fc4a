//! An invented province: a staff export with faults, its history files, and the truth about all of it.
//!
//! The people are made whole and clean, then faults are put into some of them; [`Truth`] is written down where a
//! fault is made. The units are those of `reference/banten_opd.csv`; government, places and people are invented.

mod faults;
mod histories;
mod person;
mod rng;
mod units;
mod words;
mod write;

use std::collections::HashSet;

use kernel::CivilDate;
use serde::{Deserialize, Serialize};

use crate::history::HistoryKind;
use person::{Draft, World, write_kedudukan};
use rng::Rng;

/// In which form the export is written; a spreadsheet cannot have every fault of a text file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Medium {
    /// Text with this delimiter.
    Csv(char),
    /// A spreadsheet.
    Xlsx,
}

/// What the reader and the checks must say of the export: all of it, and nothing else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Truth {
    /// Rows of people, taken or rejected.
    pub rows: usize,
    /// Row (line of the file) and standard header of every rejected cell; `JUMLAH KOLOM` for a wrong number of fields.
    pub rejected: Vec<(u32, String)>,
    /// Number and code of every finding on the people that are taken.
    pub findings: Vec<(String, String)>,
}

/// An invented province.
pub struct Province {
    seed: u64,
    today: CivilDate,
    people: Vec<Draft>,
}

/// Makes a province of `n` people. The same arguments give the same bytes on every machine.
pub fn generate(n: usize, seed: u64, today: CivilDate) -> Province {
    let mut rng = Rng::new(seed);
    let mut taken = HashSet::with_capacity(n);
    let tree = units::tree(seed);
    let mut people = Vec::with_capacity(n);
    let mut world = World {
        rng: &mut rng,
        seed,
        today,
        taken: &mut taken,
    };
    // One in ten leads a unit, as far as there are posts.
    people.extend(
        tree.posts
            .iter()
            .take(n / 10)
            .map(|post| world.holder(post)),
    );
    while people.len() < n {
        let index = world.rng.below(tree.desks.len());
        let Some(unit) = tree.desks.get(index) else {
            break;
        };
        let mut draft = world.staff(unit);
        absences(&mut draft, world.rng, today);
        people.push(draft);
    }
    rng.shuffle(&mut people);
    let mut tools = faults::Tools {
        rng: &mut rng,
        seed,
        today,
        taken: &mut taken,
    };
    faults::put(&mut people, (n / 1_500).max(1), &mut tools);
    Province {
        seed,
        today,
        people,
    }
}

/// A few are on study leave, on unpaid leave, or retired already.
fn absences(draft: &mut Draft, rng: &mut Rng, today: CivilDate) {
    if draft.is_pppk || draft.is_candidate {
        return;
    }
    let (kedudukan, years) = match rng.below(200) {
        0..=2 => ("03", 2),
        3 => ("02", 1),
        4..=5 => ("99", 0),
        _ => return,
    };
    write_kedudukan(draft, kedudukan);
    draft.is_plain = false;
    let period = today.add_months(-6).zip(today.add_years(years));
    match kedudukan {
        "03" => draft.tubel = period,
        "02" => draft.cltn = period,
        _ => {}
    }
}

impl Province {
    /// Number of people.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The export as text.
    pub fn export_csv(&self, delimiter: char) -> Vec<u8> {
        write::csv(&self.people, delimiter).into_bytes()
    }

    /// The export as a spreadsheet.
    ///
    /// # Errors
    /// When the spreadsheet cannot be written, for example beyond its 1,048,576 rows.
    pub fn export_xlsx(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        write::xlsx(&self.people)
    }

    /// A history file as text with `;`.
    pub fn history_csv(&self, kind: HistoryKind) -> Vec<u8> {
        histories::csv(kind, &self.people, self.seed, self.today).into_bytes()
    }

    /// What must be said of the export in this form.
    pub fn truth(&self, medium: Medium) -> Truth {
        let mut truth = Truth {
            rows: self.people.len(),
            rejected: Vec::new(),
            findings: Vec::new(),
        };
        for (line, draft) in write::lines(&self.people, medium) {
            let fits = !draft.traits.extra_cell || medium != Medium::Xlsx;
            if !draft.truth.rejected.is_empty() && fits {
                let columns = draft.truth.rejected.iter();
                truth
                    .rejected
                    .extend(columns.map(|column| (line, (*column).to_owned())));
                continue;
            }
            let nip: String = draft
                .get(crate::Column::NipBaru)
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            let codes = draft.truth.findings.iter();
            truth
                .findings
                .extend(codes.map(|code| (nip.clone(), code.key().to_owned())));
        }
        truth
    }

    /// Every file by its name: the export as text (`data-asn.csv`, `|`), the histories, and `truth.json`.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![("data-asn.csv".to_owned(), self.export_csv('|'))];
        for kind in HistoryKind::ALL {
            files.push((format!("{}.csv", kind.stem()), self.history_csv(kind)));
        }
        let truth = serde_json::to_vec(&self.truth(Medium::Csv('|'))).unwrap_or_default();
        files.push(("truth.json".to_owned(), truth));
        files
    }
}

#[cfg(test)]
mod tests;
