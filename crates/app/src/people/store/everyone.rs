//! SQL that reads the whole register, some people at a time, and tells whether anything in it has changed.

use std::collections::{BTreeMap, HashMap};

use kernel::{CivilDate, Nip, PersonId, Result};

use crate::args;
use crate::db::Sql;
use crate::organisations::name_of;
use crate::people::PaperKind;
use crate::people::model::with_titles;

/// People read at once: a few megabytes of text.
const AT_ONCE: i64 = 2_000;

/// A history that covers a person: its source, the date of the source, and the events as stored.
#[derive(Clone, Debug)]
pub(in crate::people) struct Cover {
    pub source: String,
    pub date: CivilDate,
    pub entries: Vec<String>,
}

/// A person as stored, nothing of it read yet.
#[derive(Clone, Debug)]
pub(in crate::people) struct Stored {
    pub id: PersonId,
    pub pns_id: String,
    pub nip: Nip,
    pub name: String,
    pub opd: Option<String>,
    pub record: String,
    pub date: CivilDate,
    pub histories: BTreeMap<String, Cover>,
    /// Fact, value, source and date of attested papers, the latest last.
    pub attested: Vec<(String, String, String, CivilDate)>,
    /// Studies decided here, as events of the fact `tubel`.
    pub studies: Vec<serde_json::Value>,
}

/// People of the register behind the `PNS ID` `after`, in its order, with what verified papers tell on `at`; who has
/// vanished from the export is left out.
pub(in crate::people) async fn stored_after(
    sql: &impl Sql,
    after: &str,
    at: CivilDate,
) -> Result<Vec<Stored>> {
    let mut people = sql
        .all(
            &format!(
                "SELECT p.id, p.pns_id, p.nip, p.name, p.front_title, p.back_title, p.record, p.source_date, \
                 {} AS opd_name FROM person p WHERE p.pns_id > $1 AND p.vanished_at IS NULL \
                 ORDER BY p.pns_id LIMIT $2",
                name_of("p.opd_id")
            ),
            args![after, AT_ONCE],
            |row| {
                let name: String = row.get("name")?;
                let (front, back): (Option<String>, Option<String>) =
                    (row.get("front_title")?, row.get("back_title")?);
                Ok(Stored {
                    id: row.get("id")?,
                    pns_id: row.get("pns_id")?,
                    nip: row.get("nip")?,
                    name: with_titles(front.as_deref(), &name, back.as_deref()),
                    opd: row.get("opd_name")?,
                    record: row.get("record")?,
                    date: row.get("source_date")?,
                    histories: BTreeMap::new(),
                    attested: Vec::new(),
                    studies: Vec::new(),
                })
            },
        )
        .await?;
    let Some(last) = people.last().map(|person| person.pns_id.clone()) else {
        return Ok(people);
    };
    let places: HashMap<PersonId, usize> = people
        .iter()
        .enumerate()
        .map(|(place, person)| (person.id, place))
        .collect();
    let within = "p.pns_id > $1 AND p.pns_id <= $2 AND p.vanished_at IS NULL";
    let covers = sql
        .all(
            &format!(
                "SELECT c.person_id, c.kind, c.source, c.source_date FROM history_cover c \
                 JOIN person p ON p.id = c.person_id WHERE {within}"
            ),
            args![after, last],
            |row| {
                let cover = Cover {
                    source: row.get("source")?,
                    date: row.get("source_date")?,
                    entries: Vec::new(),
                };
                Ok((row.get("person_id")?, row.get::<String>("kind")?, cover))
            },
        )
        .await?;
    for (id, kind, cover) in covers {
        if let Some(person) = find(&mut people, &places, id) {
            person.histories.insert(kind, cover);
        }
    }
    let events = sql
        .all(
            &format!(
                "SELECT h.person_id, h.kind, h.data FROM history h JOIN person p ON p.id = h.person_id \
                 WHERE {within} ORDER BY h.person_id, h.kind, h.position"
            ),
            args![after, last],
            |row| {
                Ok((
                    row.get("person_id")?,
                    row.get::<String>("kind")?,
                    row.get::<String>("data")?,
                ))
            },
        )
        .await?;
    for (id, kind, data) in events {
        let person = find(&mut people, &places, id);
        if let Some(cover) = person.and_then(|person| person.histories.get_mut(&kind)) {
            cover.entries.push(data);
        }
    }
    let papers = sql
        .all(
            &format!(
                "SELECT f.person_id, f.fact, f.value, k.kind, k.number, k.date FROM paper_fact f \
                 JOIN paper k ON k.id = f.paper_id JOIN person p ON p.id = f.person_id \
                 WHERE {within} AND k.verified_at IS NOT NULL AND k.withdrawn_at IS NULL AND k.valid_from <= $3 \
                 AND (k.valid_to IS NULL OR k.valid_to >= $3) ORDER BY k.date, k.entered_at"
            ),
            args![after, last, at],
            |row| {
                let title = PaperKind::title(&row.get::<String>("kind")?);
                let source = format!("{title} {}", row.get::<String>("number")?);
                Ok((
                    row.get("person_id")?,
                    (row.get("fact")?, row.get("value")?, source, row.get("date")?),
                ))
            },
        )
        .await?;
    for (id, fact) in papers {
        if let Some(person) = find(&mut people, &places, id) {
            person.attested.push(fact);
        }
    }
    for (id, study) in crate::studies::events_of_all(sql).await? {
        if let Some(person) = find(&mut people, &places, id) {
            person.studies.push(study);
        }
    }
    Ok(people)
}

fn find<'p>(
    people: &'p mut [Stored],
    places: &HashMap<PersonId, usize>,
    id: PersonId,
) -> Option<&'p mut Stored> {
    people.get_mut(*places.get(&id)?)
}

/// A text that is another one after every change of people, histories, papers or studies that count; cheap to ask.
pub async fn revision(sql: &impl Sql) -> Result<String> {
    let asked = [
        "SELECT COUNT(*) AS n, CAST(COALESCE(MAX(updated_at), 0) AS BIGINT) AS at FROM person",
        "SELECT COUNT(*) AS n, CAST(COALESCE(MAX(applied_at), 0) AS BIGINT) AS at FROM staff_import \
         WHERE state = 'applied'",
        "SELECT COUNT(*) AS n, CAST(COALESCE(MAX(verified_at), 0) AS BIGINT) AS at FROM paper \
         WHERE verified_at IS NOT NULL",
        "SELECT COUNT(*) AS n, CAST(COALESCE(MAX(withdrawn_at), 0) AS BIGINT) AS at FROM paper \
         WHERE withdrawn_at IS NOT NULL",
    ];
    let mut parts = Vec::with_capacity(asked.len());
    for question in asked {
        let part = sql
            .one(question, args![], |row| {
                Ok(format!(
                    "{}@{}",
                    row.get::<i64>("n")?,
                    row.get::<i64>("at")?
                ))
            })
            .await?;
        parts.push(part);
    }
    parts.push(crate::studies::revision(sql).await?);
    Ok(parts.join(" "))
}
