//! SQL of findings, and of what they are made of.

use std::collections::{HashMap, HashSet};

use kernel::{CivilDate, ImportId, Nip, OrgId, PersonId, Result, Scope};
use serde_json::Value;
use staff_file::Columns;
use staff_file::findings::{Code, Finding};
use staff_file::history::{
    Coverage, Cuti, Histories, HistoryFile, HistoryKind, HistoryRows, PersonKey, Skp,
};
use staff_file::skp::Predikat;

use super::imports::placeholders;
use super::people::COLUMNS;
use crate::access::scope_condition;
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};
use crate::people::facts;
use crate::people::findings::Looked;
use crate::people::model::with_titles;

/// Findings in one statement; see `CHUNK` of the imports.
const CHUNK: usize = 100;

/// A finding on a person as lists show it.
#[derive(Clone, Debug)]
pub struct FindingLine {
    /// Whose.
    pub person: PersonId,
    /// Her number.
    pub nip: Nip,
    /// Her name with titles.
    pub name: String,
    /// Her OPD.
    pub opd_name: Option<String>,
    /// What is found.
    pub code: Code,
    /// The facts behind it: header of the column and value (dates ISO).
    pub details: Vec<(String, String)>,
}

/// Everybody who has not vanished, with the columns of the file that speaks of her last.
pub(in crate::people) async fn looked(
    sql: &impl Sql,
    today: CivilDate,
) -> Result<Vec<(PersonId, Looked)>> {
    let columns: HashMap<String, Columns> = sql
        .all(
            "SELECT id, columns FROM staff_import WHERE kind = 'staff' AND state = 'applied'",
            args![],
            |row| Ok((row.get::<String>("id")?, row.json::<Columns>("columns")?)),
        )
        .await?
        .into_iter()
        .collect();
    let people = sql
        .all(
            "SELECT id, record, import_id FROM person WHERE vanished_at IS NULL ORDER BY id",
            args![],
            |row| {
                let Some(columns) = columns.get(&row.get::<String>("import_id")?) else {
                    return Ok(None);
                };
                let record = facts::record_of(&row.json("record")?, today)?;
                let person = Looked {
                    record,
                    columns: *columns,
                };
                Ok(Some((row.get::<PersonId>("id")?, person)))
            },
        )
        .await?;
    Ok(people.into_iter().flatten().collect())
}

/// The columns of the last staff file that was taken.
pub(in crate::people) async fn last_columns(sql: &impl Sql) -> Result<Option<Columns>> {
    sql.opt(
        "SELECT columns FROM staff_import WHERE kind = 'staff' AND state = 'applied' \
         ORDER BY applied_at DESC, id DESC LIMIT 1",
        args![],
        |row| row.json("columns"),
    )
    .await
}

/// Which kinds of history the register knows at all, without their events.
pub(in crate::people) async fn given_histories(sql: &impl Sql) -> Result<Histories> {
    let kinds = sql
        .all("SELECT DISTINCT kind FROM history_cover", args![], |row| {
            row.get::<String>("kind")
        })
        .await?;
    let mut histories = Histories::default();
    for kind in kinds {
        if kind == HistoryKind::Skp.stem() {
            histories.skp.mark_given();
        } else if kind == HistoryKind::Cltn.stem() {
            histories.cltn.mark_given();
        }
    }
    Ok(histories)
}

/// Whom a history file speaks of, so that the register's own events of them step back.
fn replaced(files: &[HistoryFile], kind: HistoryKind) -> (bool, HashSet<&str>) {
    let mut keys = HashSet::new();
    let mut everyone = false;
    for file in files.iter().filter(|file| file.kind == kind) {
        everyone |= file.coverage == Coverage::Semua;
        let people: Vec<&PersonKey> = match &file.rows {
            HistoryRows::Skp(rows) => rows.iter().map(|(_, row)| &row.person).collect(),
            HistoryRows::Cuti(rows) => rows.iter().map(|(_, row)| &row.person).collect(),
            _ => Vec::new(),
        };
        for person in people {
            keys.extend(person.pns_id.as_deref());
            keys.extend(person.nip.as_ref().map(Nip::as_str));
        }
    }
    (everyone, keys)
}

/// The histories that findings look at (performance, unpaid leave): the register's, those of `files` in their place.
pub(in crate::people) async fn histories_with(
    sql: &impl Sql,
    files: &[HistoryFile],
) -> Result<Histories> {
    let mut histories = Histories::default();
    for kind in [HistoryKind::Skp, HistoryKind::Cltn] {
        let (everyone, keys) = replaced(files, kind);
        let covered = sql
            .all(
                "SELECT p.id, p.nip, p.pns_id FROM history_cover c JOIN person p ON p.id = c.person_id \
                 WHERE c.kind = $1 ORDER BY p.id",
                args![kind.stem()],
                |row| {
                    Ok((
                        row.get::<PersonId>("id")?,
                        row.get::<Nip>("nip")?,
                        row.get::<String>("pns_id")?,
                    ))
                },
            )
            .await?;
        if covered.is_empty() || everyone {
            continue;
        }
        let mut events: HashMap<PersonId, Vec<Value>> = HashMap::new();
        let rows = sql
            .all(
                "SELECT person_id, data FROM history WHERE kind = $1 ORDER BY person_id, position",
                args![kind.stem()],
                |row| Ok((row.get::<PersonId>("person_id")?, row.json("data")?)),
            )
            .await?;
        for (person, event) in rows {
            events.entry(person).or_default().push(event);
        }
        for (id, nip, pns_id) in covered {
            if keys.contains(nip.as_str()) || keys.contains(pns_id.as_str()) {
                continue;
            }
            let own = events.remove(&id).unwrap_or_default();
            let person = PersonKey {
                nip: Some(nip.clone()),
                pns_id: None,
            };
            if kind == HistoryKind::Skp {
                let rows = own.iter().filter_map(|event| skp(&person, event)).collect();
                histories.skp.cover(&nip, rows);
            } else {
                let rows = own
                    .iter()
                    .filter_map(|event| cltn(&person, event))
                    .collect();
                histories.cltn.cover(&nip, rows);
            }
        }
    }
    for file in files {
        histories.add(file.clone());
    }
    Ok(histories)
}

fn skp(person: &PersonKey, event: &Value) -> Option<Skp> {
    Some(Skp {
        person: person.clone(),
        tahun: u32::try_from(event.get("tahun")?.as_u64()?).ok()?,
        hasil_kerja: None,
        perilaku_kerja: None,
        predikat: Predikat::parse(event.get("predikat")?.as_str()?)?,
    })
}

fn cltn(person: &PersonKey, event: &Value) -> Option<Cuti> {
    let date = |name: &str| event.get(name)?.as_str()?.parse::<CivilDate>().ok();
    Some(Cuti {
        person: person.clone(),
        kind: HistoryKind::Cltn,
        jenis: event
            .get("jenis")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        nomor_sk: None,
        mulai: date("mulai")?,
        selesai: date("selesai"),
    })
}

/// Puts these findings in the place of all that were kept.
pub(in crate::people) async fn replace_findings(
    tx: &Tx,
    found: &[Finding],
    import: ImportId,
) -> Result<()> {
    tx.exec("DELETE FROM finding", args![]).await?;
    let ids = super::people_by_key(tx).await?;
    let rows: Vec<(PersonId, &Finding)> = found
        .iter()
        .filter_map(|finding| Some((*ids.get(finding.nip.as_str())?, finding)))
        .collect();
    for chunk in rows.chunks(CHUNK) {
        let mut args = Vec::with_capacity(chunk.len() * 4);
        for (person, finding) in chunk {
            let details = serde_json::to_string(&finding.detail).unwrap_or_default();
            args.extend(args![person, finding.code.key(), details, import]);
        }
        tx.exec(
            &format!(
                "INSERT INTO finding (person_id, code, details, import_id) VALUES {}",
                placeholders(chunk.len(), 4)
            ),
            args,
        )
        .await?;
    }
    Ok(())
}

/// The findings on one person, by code.
pub async fn findings_on(
    sql: &impl Sql,
    person: PersonId,
) -> Result<Vec<(Code, Vec<(String, String)>)>> {
    let mut found = sql
        .all(
            "SELECT code, details FROM finding WHERE person_id = $1",
            args![person],
            |row| Ok((row.parse::<Code>("code")?, row.json("details")?)),
        )
        .await?;
    found.sort_by_key(|(code, _)| *code);
    Ok(found)
}

const FROM: &str = "FROM finding f JOIN person p ON p.id = f.person_id";

/// Findings in `scope`: search by name or NIP, filters `opd` (id) and `code`, sort by `name`, `code`, `opd`.
pub async fn findings_list(
    sql: &impl Sql,
    scope: &Scope,
    request: ListRequest,
) -> Result<Paged<FindingLine>> {
    let (condition, mut args) = scope_condition(scope, COLUMNS, 1);
    let filter = format!(
        "WHERE {condition} AND ($2 IS NULL OR p.search LIKE $2 ESCAPE '\\') \
         AND ($3 IS NULL OR p.opd_id = $3) AND ($4 IS NULL OR f.code = $4)"
    );
    args.extend(args![
        request.like(),
        request.filter("opd"),
        request.filter("code")
    ]);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n {FROM} {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "code" => "f.code",
        "opd" => "opd_name",
        _ => "p.name",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "SELECT p.id, p.nip, p.name, p.front_title, p.back_title, {} AS opd_name, f.code, f.details \
                 {FROM} {filter} ORDER BY {column} {direction}, p.id, f.code LIMIT $5 OFFSET $6",
                crate::organisations::name_of("p.opd_id")
            ),
            args,
            read_line,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

fn read_line(row: &Row) -> Result<FindingLine> {
    let name: String = row.get("name")?;
    let (front, back): (Option<String>, Option<String>) =
        (row.get("front_title")?, row.get("back_title")?);
    Ok(FindingLine {
        person: row.get("id")?,
        nip: row.get("nip")?,
        name: with_titles(front.as_deref(), &name, back.as_deref()),
        opd_name: row.get("opd_name")?,
        code: row.parse("code")?,
        details: row.json("details")?,
    })
}

/// How many people in `scope`, and of one OPD if it is named, each code is found on.
pub async fn finding_counts(
    sql: &impl Sql,
    scope: &Scope,
    opd: Option<OrgId>,
) -> Result<Vec<(Code, i64)>> {
    let (condition, mut args) = scope_condition(scope, COLUMNS, 1);
    args.extend(args![opd.map(|opd| opd.to_string())]);
    let mut counts = sql
        .all(
            &format!(
                "SELECT f.code, COUNT(*) AS n FROM finding f JOIN person p ON p.id = f.person_id \
                 WHERE {condition} AND ($2 IS NULL OR p.opd_id = $2) GROUP BY f.code"
            ),
            args,
            |row| Ok((row.parse::<Code>("code")?, row.get::<i64>("n")?)),
        )
        .await?;
    counts.sort_by_key(|(code, _)| *code);
    Ok(counts)
}
