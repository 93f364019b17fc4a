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

/// Whether a text cites "UU 5/2004", a slip for UU 5/2014 that has stood in letters on civil servants.
pub fn cites_wrong_statute(text: &str) -> bool {
    let squeezed: String = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '/')
        .collect();
    [
        "uu5/2004",
        "uunomor5tahun2004",
        "uuno5tahun2004",
        "undangundangnomor5tahun2004",
        "undangundangno5tahun2004",
        "undangundangnomor5/2004",
        "undangundang5/2004",
        "undangundangno5/2004",
    ]
    .iter()
    .any(|wrong| squeezed.contains(wrong))
}
