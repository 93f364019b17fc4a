//! All SQL of the staff register: people, imports, histories, attested papers.

mod histories;
mod imports;
mod papers;
mod people;

pub use histories::{HistoryEntry, competencies, histories, standard};
pub(super) use histories::{NewHistory, insert_histories, insert_standards, people_by_key};
pub use imports::{Applied, applied_imports};
pub(super) use imports::{
    ImportRow, Source, cells, existing, import, insert_change, insert_import, insert_people,
    mark_applied, mark_vanished, unmark_vanished, update_person,
};
pub(super) use papers::{NewPaper, insert_facts, insert_paper, set_verified, set_withdrawn};
pub use papers::{Paper, PaperFact, attested, paper, papers, papers_of};
pub use people::{brief, brief_by_nip, changes, claim, list, record};
