//! Study paths (*Tugas Belajar*, *Tugas Belajar Biaya Mandiri (dahulu Izin Belajar)*): register, proposals, reports.

pub mod access;
mod commands;
mod letters;
mod list;
mod model;
mod overlap;
mod screening;
mod store;

pub use commands::{attach, check_paper, decide, decline, propose, report, report_back, withdraw};
pub use letters::{draft_letter, letters_offered};
pub use list::{Line, LineState, list, todo, xlsx};
pub use model::{
    Funding, Level, Paper, PaperKind, PaperState, Pathway, Plan, Report, ReportState, State, Study,
    data, path,
};
pub use overlap::{Overlap, clashes, overlaps};
pub(crate) use overlap::{add_to, events_of, events_of_all};
pub use screening::{Cause, Screening};
pub use store::{get, revision, screenings};

#[cfg(test)]
mod tests;
