//! Findings on people, made again at every import: they warn and never reject.

use std::collections::HashSet;

use kernel::{CivilDate, ImportId, Result};
use staff_file::findings::{self, Finding, NotComputable};
use staff_file::history::{Histories, HistoryFile};
use staff_file::{Columns, StaffRecord};

use super::compare::Comparison;
use super::import::FindingRef;
use super::store;
use crate::db::{Sql, Tx};

/// A person with the columns that her file had: what a file lacks is not a finding on her.
pub(super) struct Looked {
    pub record: StaffRecord,
    pub columns: Columns,
}

/// Everybody who is in the register once a file is stored: its people, and those it does not touch.
pub(super) async fn after(
    sql: &impl Sql,
    people: &[(u32, StaffRecord)],
    columns: Columns,
    comparison: &Comparison,
    today: CivilDate,
) -> Result<Vec<Looked>> {
    let mut all: Vec<Looked> = people
        .iter()
        .map(|(_, record)| Looked {
            record: record.clone(),
            columns,
        })
        .collect();
    if !comparison.others.is_empty() {
        let others: HashSet<_> = comparison.others.iter().copied().collect();
        let kept = store::looked(sql, today).await?;
        all.extend(
            kept.into_iter()
                .filter(|(id, _)| others.contains(id))
                .map(|(_, person)| person),
        );
    }
    Ok(all)
}

/// All findings on these people, by number and code.
pub(super) fn on_people(
    people: &[Looked],
    histories: &Histories,
    today: CivilDate,
) -> Vec<Finding> {
    let mut sets: Vec<Columns> = Vec::new();
    for person in people {
        if !sets.contains(&person.columns) {
            sets.push(person.columns);
        }
    }
    let mut all = Vec::new();
    for columns in sets {
        // Some checks look at all people together, so everybody is handed over each time.
        let mine: HashSet<&str> = people
            .iter()
            .filter(|person| person.columns == columns)
            .map(|person| person.record.nip().as_str())
            .collect();
        let records = people.iter().map(|person| &person.record);
        let found = findings::findings(records, columns, histories, today);
        all.extend(
            found
                .into_iter()
                .filter(|finding| mine.contains(finding.nip.as_str())),
        );
    }
    all.sort_by(|a, b| (a.nip.as_str(), a.code).cmp(&(b.nip.as_str(), b.code)));
    all
}

/// The findings on the people of a file, as its report lists them.
pub(super) fn of_file(found: &[Finding], people: &[(u32, StaffRecord)]) -> Vec<FindingRef> {
    let mine: HashSet<&str> = people
        .iter()
        .map(|(_, record)| record.nip().as_str())
        .collect();
    found
        .iter()
        .filter(|finding| mine.contains(finding.nip.as_str()))
        .map(|finding| FindingRef {
            nip: finding.nip.as_str().to_owned(),
            code: finding.code.key().to_owned(),
        })
        .collect()
}

/// Histories of the files alone.
pub(super) fn histories_of(files: &[HistoryFile]) -> Histories {
    let mut histories = Histories::default();
    for file in files {
        histories.add(file.clone());
    }
    histories
}

/// Looks at everybody in the register again and keeps what is found.
pub(super) async fn renew(tx: &Tx, people: &[Looked], import: ImportId) -> Result<Vec<Finding>> {
    let histories = store::histories_with(tx, &[]).await?;
    let found = on_people(people, &histories, tx.now().date());
    store::replace_findings(tx, &found, import).await?;
    Ok(found)
}

/// The checks that the register does not allow, wholly or in part, with the reason.
pub async fn not_computable(sql: &impl Sql) -> Result<Vec<NotComputable>> {
    let Some(columns) = store::last_columns(sql).await? else {
        return Ok(Vec::new());
    };
    let histories = store::given_histories(sql).await?;
    Ok(findings::not_computable(columns, &histories))
}
