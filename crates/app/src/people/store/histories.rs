//! SQL of histories: performance, discipline, competencies, training, study leave, unpaid leave, standards of posts.

use std::collections::{BTreeMap, HashMap};

use kernel::{CivilDate, PersonId, Result};
use serde_json::Value;

use super::imports::{Source, placeholders};
use crate::args;
use crate::db::{Sql, ToArg as _, Tx};

/// People, and events, in one statement; see `CHUNK` of the imports.
const CHUNK: usize = 50;

/// The events of one kind of one person, in the shape of the policy schema.
#[derive(Clone, Debug)]
pub(in crate::people) struct NewHistory {
    pub person: PersonId,
    pub entries: Vec<Value>,
}

/// An event as stored.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    /// Kind: `skp`, `hukdis`, `kompetensi`, `diklat`, `kursus`, `tubel`, `cltn`.
    pub kind: String,
    /// The event in the shape of the policy schema.
    pub data: Value,
    /// Where it comes from.
    pub source: String,
    /// When the source was taken.
    pub date: CivilDate,
}

/// Ids of people by `PNS ID` and by NIP.
pub(in crate::people) async fn people_by_key(sql: &impl Sql) -> Result<HashMap<String, PersonId>> {
    let rows = sql
        .all("SELECT id, pns_id, nip FROM person", args![], |row| {
            Ok((
                row.get::<PersonId>("id")?,
                row.get::<String>("pns_id")?,
                row.get::<String>("nip")?,
            ))
        })
        .await?;
    let mut found = HashMap::with_capacity(rows.len() * 2);
    for (id, pns_id, nip) in rows {
        found.insert(pns_id, id);
        found.insert(nip, id);
    }
    Ok(found)
}

/// Replaces the events of `kind` of these people; people with no entry are known to have none.
pub(in crate::people) async fn insert_histories(
    tx: &Tx,
    kind: &str,
    label: &str,
    people: &[NewHistory],
    source: &Source,
) -> Result<()> {
    for chunk in people.chunks(CHUNK) {
        let mut doomed = vec![kind.to_arg()];
        doomed.extend(chunk.iter().map(|history| history.person.to_arg()));
        let list: Vec<String> = (2..=chunk.len() + 1).map(|n| format!("${n}")).collect();
        let list = list.join(", ");
        for table in ["history", "history_cover"] {
            tx.exec(
                &format!("DELETE FROM {table} WHERE kind = $1 AND person_id IN ({list})"),
                doomed.clone(),
            )
            .await?;
        }
        let mut covers = Vec::new();
        let mut rows = Vec::new();
        let mut count = 0;
        for history in chunk {
            covers.extend(args![
                history.person,
                kind,
                label,
                source.import,
                source.date
            ]);
            for (position, data) in history.entries.iter().enumerate() {
                let id: uuid::Uuid = tx.new_id();
                rows.extend(args![
                    id,
                    history.person,
                    kind,
                    position,
                    data,
                    label,
                    source.import,
                    source.date,
                    source.at
                ]);
                count += 1;
                if count == CHUNK {
                    insert_rows(tx, std::mem::take(&mut rows), count).await?;
                    count = 0;
                }
            }
        }
        insert_rows(tx, rows, count).await?;
        tx.exec(
            &format!(
                "INSERT INTO history_cover (person_id, kind, source, source_id, source_date) VALUES {}",
                placeholders(chunk.len(), 5)
            ),
            covers,
        )
        .await?;
    }
    Ok(())
}

async fn insert_rows(tx: &Tx, rows: Vec<crate::db::Arg>, count: usize) -> Result<()> {
    if count == 0 {
        return Ok(());
    }
    tx.exec(
        &format!(
            "INSERT INTO history (id, person_id, kind, position, data, source, source_id, source_date, created_at) \
             VALUES {}",
            placeholders(count, 9)
        ),
        rows,
    )
    .await?;
    Ok(())
}

/// Replaces the levels that posts ask for.
pub(in crate::people) async fn insert_standards(
    tx: &Tx,
    rows: &[(String, String, i64)],
    source: &Source,
) -> Result<()> {
    for (position, competency, level) in rows {
        tx.exec(
            "INSERT INTO position_standard (position, competency, level, import_id, created_at) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (position, competency) DO UPDATE SET level = excluded.level, import_id = excluded.import_id",
            args![position, competency, level, source.import, source.at],
        )
        .await?;
    }
    Ok(())
}

/// The histories that cover a person, by kind: its events, source and date. A kind that is absent is unknown.
pub async fn histories(
    sql: &impl Sql,
    person: PersonId,
) -> Result<BTreeMap<String, (Vec<Value>, String, CivilDate)>> {
    let covers = sql
        .all(
            "SELECT kind, source, source_date FROM history_cover WHERE person_id = $1",
            args![person],
            |row| {
                Ok((
                    row.get::<String>("kind")?,
                    row.get::<String>("source")?,
                    row.get::<CivilDate>("source_date")?,
                ))
            },
        )
        .await?;
    let mut found: BTreeMap<String, (Vec<Value>, String, CivilDate)> = covers
        .into_iter()
        .map(|(kind, source, date)| (kind, (Vec::new(), source, date)))
        .collect();
    let rows = sql
        .all(
            "SELECT kind, data FROM history WHERE person_id = $1 ORDER BY kind, position",
            args![person],
            |row| Ok((row.get::<String>("kind")?, row.json::<Value>("data")?)),
        )
        .await?;
    for (kind, data) in rows {
        if let Some((entries, _, _)) = found.get_mut(&kind) {
            entries.push(data);
        }
    }
    Ok(found)
}

/// The last assessed level of each competency of a person; `None` when nothing is known.
pub async fn competencies(
    sql: &impl Sql,
    person: PersonId,
) -> Result<Option<BTreeMap<String, i64>>> {
    let all = histories(sql, person).await?;
    Ok(all.get("kompetensi").map(|(entries, _, _)| {
        let mut dated: Vec<(&str, &str, i64)> = entries
            .iter()
            .filter_map(|entry| {
                let name = entry.get("kompetensi")?.as_str()?;
                let date = entry
                    .get("tanggal")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                Some((date, name, entry.get("level")?.as_i64()?))
            })
            .collect();
        dated.sort_unstable();
        dated
            .into_iter()
            .map(|(_, name, level)| (name.to_owned(), level))
            .collect()
    }))
}

/// The levels that a post asks for; empty when no standard is known.
pub async fn standard(sql: &impl Sql, position: &str) -> Result<BTreeMap<String, i64>> {
    let rows = sql
        .all(
            "SELECT competency, level FROM position_standard WHERE LOWER(position) = $1",
            args![position.to_lowercase()],
            |row| Ok((row.get::<String>("competency")?, row.get::<i64>("level")?)),
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// Events of one kind with the person whom each concerns, within `scope`.
pub async fn events_of(
    sql: &impl Sql,
    scope: &kernel::Scope,
    kind: &str,
) -> Result<Vec<(crate::people::PersonBrief, Value)>> {
    let (condition, mut args) = crate::access::scope_condition(scope, super::people::COLUMNS, 1);
    args.extend(args![kind]);
    let brief = super::people::select_brief().replacen("SELECT ", "SELECT h.data, ", 1);
    sql.all(
        &format!(
            "{brief} JOIN history h ON h.person_id = p.id WHERE {condition} AND h.kind = $2 \
             ORDER BY p.name, p.id, h.position"
        ),
        args,
        |row| Ok((super::people::read_brief(row)?, row.json::<Value>("data")?)),
    )
    .await
}
