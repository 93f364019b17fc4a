//! The legal bases of a letter by its date, from the register of regulations, in the order of the hierarchy.

use kernel::CivilDate;
use policy::{Register, Source};

/// Instruments on which internship letters rest beside the statute on civil servants.
const BASES: [&str; 4] = [
    "PP 11/2017",
    "PP 17/2020",
    "PerLAN 10/2018",
    "Pergub Banten 32/2020",
];

fn wanted(source: &Source) -> bool {
    source.statute || BASES.contains(&source.id.as_str())
}

/// Titles for *Mengingat* and *Dasar*: instruments certainly in force on `date`, Undang-Undang first.
pub fn bases(register: &Register, date: CivilDate) -> Vec<String> {
    register
        .in_force(date)
        .into_iter()
        .filter(|source| wanted(source))
        .map(|source| source.title.clone())
        .collect()
}

/// Instruments that would belong there but whose dates nobody has verified: offered to the officer, never printed
/// by themselves.
pub fn unverified(register: &Register) -> Vec<&Source> {
    register
        .sources()
        .iter()
        .filter(|source| wanted(source) && source.from.is_none())
        .collect()
}
