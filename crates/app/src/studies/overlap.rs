//! Studies that lie in the way of something else, and what lies in the way of a study.

use std::collections::BTreeMap;

use kernel::{CivilDate, Period, PersonId, Result, StudyId};
use serde_json::{Value, json};

use super::model::Study;
use super::store;
use crate::db::Sql;
use crate::people::{self, facts::Attested};
use crate::{nominations, programmes};

/// A study in a period.
#[derive(Clone, PartialEq, Debug)]
pub struct Overlap {
    /// The study in Titian; `None`: it stands in the imported history.
    pub study: Option<StudyId>,
    /// Number of its decision, if known.
    pub number: Option<String>,
    /// First day.
    pub start: CivilDate,
    /// Last day; open if unknown.
    pub end: Option<CivilDate>,
}

fn meets(start: CivilDate, end: Option<CivilDate>, period: Period) -> bool {
    start <= period.end() && end.is_none_or(|end| end >= period.start())
}

fn date(event: &Value, name: &str) -> Option<CivilDate> {
    event.get(name)?.as_str()?.parse().ok()
}

/// Studies of `person` that share a day with `period`: those decided here and those of the imported history.
pub async fn overlaps(sql: &impl Sql, person: PersonId, period: Period) -> Result<Vec<Overlap>> {
    let mut found: Vec<Overlap> = store::decided_of(sql, person)
        .await?
        .iter()
        .map(|study| Overlap {
            study: Some(study.id),
            number: None,
            start: study.plan.period.start(),
            end: Some(study.plan.period.end()),
        })
        .collect();
    let histories = people::histories(sql, person).await?;
    if let Some((events, ..)) = histories.get("tubel") {
        found.extend(events.iter().filter_map(|event| {
            Some(Overlap {
                study: None,
                number: event
                    .get("nomor_sk")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                start: date(event, "mulai")?,
                end: date(event, "selesai"),
            })
        }));
    }
    found.retain(|one| meets(one.start, one.end, period));
    found.sort_by_key(|one| one.start);
    Ok(found)
}

/// The studies of a person decided here, as events of the fact `tubel`.
pub(crate) async fn events_of(sql: &impl Sql, person: PersonId) -> Result<Vec<Value>> {
    Ok(store::decided_of(sql, person)
        .await?
        .iter()
        .map(event)
        .collect())
}

/// The same of everybody.
pub(crate) async fn events_of_all(sql: &impl Sql) -> Result<Vec<(PersonId, Value)>> {
    let studies = store::decided(sql).await?;
    Ok(studies
        .iter()
        .map(|study| (study.person, event(study)))
        .collect())
}

/// Adds studies decided here to the fact `tubel`, so that every screening sees them.
///
/// Where no file covers the person, one study is not the whole history: it stands beside an entry whose days are unknown,
/// so that a study that lies in the way is enough to fail, and one that does not is not enough to pass.
pub(crate) fn add_to(known: &mut BTreeMap<String, Attested>, studies: Vec<Value>, at: CivilDate) {
    if studies.is_empty() {
        return;
    }
    let covered = known.contains_key("tubel");
    let entry = known.entry("tubel".to_owned()).or_insert_with(|| Attested {
        value: json!([]),
        source: String::new(),
        date: at,
    });
    if let Some(events) = entry.value.as_array_mut() {
        events.extend(studies);
        if !covered {
            events.push(json!({"jenis": "Riwayat lain belum diketahui"}));
        }
    }
    let own = "Register studi Titian";
    entry.source = if covered {
        format!("{}; {own}", entry.source)
    } else {
        own.to_owned()
    };
}

fn event(study: &Study) -> Value {
    json!({
        "jenis": study.plan.pathway.key(),
        "mulai": study.plan.period.start().to_string(),
        "selesai": study.plan.period.end().to_string(),
    })
}

/// Names and periods of internships with a place that share a day with the study.
pub async fn clashes(sql: &impl Sql, study: &Study) -> Result<Vec<(String, Period)>> {
    let mut found = Vec::new();
    for (programme, period) in nominations::placed_of(sql, study.person).await? {
        if period.overlaps(study.plan.period) {
            found.push((programmes::get(sql, programme).await?.name, period));
        }
    }
    Ok(found)
}
