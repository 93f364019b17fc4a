//! The staff register: people as the SIASN export, the histories and attested papers know them.

pub mod access;
mod compare;
mod everyone;
pub mod facts;
mod files;
mod findings;
mod histories;
mod import;
mod model;
mod papers;
mod slips;
mod store;
mod units;

use kernel::{CivilDate, PersonId, Result, Scope};

use crate::db::Sql;

pub use everyone::{Registered, next as next_registered};
pub use files::{Files, Named, carry_out, preview, preview_alone, read_files};
pub use findings::not_computable;
pub use histories::{HistoryReport, events, import_history};
pub use import::{
    Checked, FieldChange, FindingRef, ImportReport, Mode, RejectedCell, apply, check, rejected_csv,
};
pub use model::PersonBrief;
pub use papers::{
    EnterPaper, PaperKind, enter_paper, listed_people, stated, verify_paper, withdraw_paper,
};
pub use slips::print_slips;
pub use staff_file::findings::{Code, Indicator, NotComputable};
pub use staff_file::history::HistoryKind;
pub use store::{
    Applied, FindingLine, HistoryEntry, Paper, PaperFact, applied_imports, attested, brief,
    brief_by_nip, changes, claim, competencies, events_of, finding_counts, findings_list,
    findings_on, histories, list, paper, papers, papers_of, record, revision, standard,
};

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

/// Everything the register knows of a person on `at`, as facts for the policy engine: export, histories, then
/// verified papers valid on that day, which speak last. A statement of "none" speaks up to its own date: what a history
/// knows of later days stands.
pub async fn policy_facts(
    sql: &impl Sql,
    scope: &Scope,
    person: PersonId,
    at: CivilDate,
) -> Result<policy::Facts> {
    let (cells, date) = record(sql, scope, person).await?;
    let stored = facts::record_of(&cells, date)?;
    let histories =
        histories(sql, person)
            .await?
            .into_iter()
            .map(|(kind, (entries, source, date))| {
                let value = entries.into();
                (
                    kind,
                    facts::Attested {
                        value,
                        source,
                        date,
                    },
                )
            });
    let mut known = facts::together(histories, attested(sql, person, at).await?);
    let studies = crate::studies::events_of(sql, person).await?;
    crate::studies::add_to(&mut known, studies, at);
    facts::facts(&facts::Known {
        record: &stored,
        source: "Data ASN (SIASN)",
        date,
        attested: &known,
    })
}

/// A fact as a page shows it: what nobody told has neither value nor source.
#[derive(Clone, Debug)]
pub struct FactLine {
    /// Its name for people.
    pub label: String,
    /// Its value in words.
    pub value: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// When that source was made.
    pub date: Option<CivilDate>,
}

/// Every fact of the policy's schema of a person, known or not, in the words of `lang`.
pub fn fact_lines(facts: &policy::Facts, lang: crate::words::Lang) -> Vec<FactLine> {
    let language = match lang {
        crate::words::Lang::Id => policy::Language::Id,
        crate::words::Lang::En => policy::Language::En,
    };
    let line = |field: &policy::schema::Field| {
        let fact = facts
            .get(field.name)
            .filter(|fact| !fact.value.is_missing());
        FactLine {
            label: field.label().get(language).to_owned(),
            value: fact.map(|fact| fact.value.display(language)),
            source: fact.and_then(|fact| fact.source.clone()),
            date: fact.and_then(|fact| fact.date),
        }
    };
    policy::schema::Kind::Person
        .fields()
        .iter()
        .map(line)
        .collect()
}

/// The predicates of performance that an SKP sheet can state.
pub fn predicates() -> Vec<&'static str> {
    staff_file::skp::Predikat::ALL
        .iter()
        .map(|predicate| predicate.name())
        .collect()
}
