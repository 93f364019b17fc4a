//! All SQL of the staff register: people, imports, histories, attested papers.

mod everyone;
mod findings;
mod histories;
mod imports;
mod papers;
mod people;

pub use everyone::revision;
pub(super) use everyone::{Stored, stored_after};
pub use findings::{FindingLine, finding_counts, findings_list, findings_on};
pub(super) use findings::{
    given_histories, histories_with, last_columns, looked, replace_findings,
};
pub use histories::{HistoryEntry, competencies, events_of, histories, standard};
pub(super) use histories::{NewHistory, insert_histories, insert_standards, people_by_key};
pub use imports::{Applied, applied_imports};
pub(super) use imports::{
    ImportRow, Source, cells, confirm, existing, free_numbers, import, insert_changes,
    insert_import, mark_applied, mark_vanished, put_people,
};
pub(super) use papers::{
    NewPaper, insert_facts, insert_paper, people_of, set_verified, set_withdrawn,
};
pub use papers::{Paper, PaperFact, attested, paper, papers, papers_of};
pub use people::{brief, brief_by_nip, changes, claim, list, record};
