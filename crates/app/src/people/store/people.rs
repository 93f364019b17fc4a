//! All SQL of the staff register.

use kernel::{Nip, PersonId, Result, Scope};

use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql};
use crate::organisations::name_of;
use crate::people::model::{PersonBrief, with_titles};

pub(super) const COLUMNS: ScopeColumns = ScopeColumns {
    org: Some("p.opd_id"),
    host: None,
    person: Some("p.id"),
};

/// The columns of [`read_brief`], with the names of unit and OPD.
pub(super) fn select_brief() -> String {
    format!(
        "SELECT p.id, p.pns_id, p.nip, p.name, p.front_title, p.back_title, p.kind, p.golongan, p.position, \
         p.active, p.opd_id, {} AS org_name, {} AS opd_name FROM person p",
        name_of("p.org_id"),
        name_of("p.opd_id"),
    )
}

/// The person with this id, if `scope` covers her.
pub async fn brief(sql: &impl Sql, scope: &Scope, id: PersonId) -> Result<PersonBrief> {
    let (condition, scope_args) = scope_condition(scope, COLUMNS, 2);
    let mut args = args![id];
    args.extend(scope_args);
    sql.one(
        &format!("{} WHERE p.id = $1 AND {condition}", select_brief()),
        args,
        read_brief,
    )
    .await
}

/// The person with this NIP, if `scope` covers her.
pub async fn brief_by_nip(sql: &impl Sql, scope: &Scope, nip: &Nip) -> Result<Option<PersonBrief>> {
    let (condition, scope_args) = scope_condition(scope, COLUMNS, 2);
    let mut args = args![nip];
    args.extend(scope_args);
    sql.opt(
        &format!("{} WHERE p.nip = $1 AND {condition}", select_brief()),
        args,
        read_brief,
    )
    .await
}

/// People in `scope`: search by name or NIP, filters `opd` (id) and `kind`, sort by `name`, `nip`, `golongan`, `opd`.
pub async fn list(
    sql: &impl Sql,
    scope: &Scope,
    request: ListRequest,
) -> Result<Paged<PersonBrief>> {
    let (condition, scope_args) = scope_condition(scope, COLUMNS, 1);
    let filter = format!(
        "WHERE {condition} AND ($2 IS NULL OR p.search LIKE $2 ESCAPE '\\') \
         AND ($3 IS NULL OR p.opd_id = $3) AND ($4 IS NULL OR p.kind = $4)"
    );
    let mut args = scope_args;
    args.extend(args![
        request.like(),
        request.filter("opd"),
        request.filter("kind")
    ]);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM person p {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "nip" => "p.nip",
        "golongan" => "p.golongan",
        "opd" => "opd_name",
        _ => "p.name",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "{} {filter} ORDER BY {column} {direction}, p.id LIMIT $5 OFFSET $6",
                select_brief()
            ),
            args,
            read_brief,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// Id, NIP, birth date and name of the person with this NIP, for checking an activation; no scope, so never show it.
pub async fn claim(
    sql: &impl Sql,
    nip: &Nip,
) -> Result<Option<(PersonId, Nip, kernel::CivilDate, String)>> {
    sql.opt(
        "SELECT id, nip, birth_date, name, front_title, back_title FROM person WHERE nip = $1",
        args![nip],
        |row| {
            let (front, back): (Option<String>, Option<String>) =
                (row.get("front_title")?, row.get("back_title")?);
            let name: String = row.get("name")?;
            let name = with_titles(front.as_deref(), &name, back.as_deref());
            Ok((
                row.get("id")?,
                row.get("nip")?,
                row.get("birth_date")?,
                name,
            ))
        },
    )
    .await
}

pub(super) fn read_brief(row: &Row) -> Result<PersonBrief> {
    let name: String = row.get("name")?;
    let (front, back): (Option<String>, Option<String>) =
        (row.get("front_title")?, row.get("back_title")?);
    Ok(PersonBrief {
        id: row.get("id")?,
        pns_id: row.get("pns_id")?,
        nip: row.get("nip")?,
        name: with_titles(front.as_deref(), &name, back.as_deref()),
        name_plain: name,
        kind: row.get("kind")?,
        golongan: row.get("golongan")?,
        position: row.get("position")?,
        org_name: row.get("org_name")?,
        opd_id: row.get("opd_id")?,
        opd_name: row.get("opd_name")?,
        active: row.get("active")?,
    })
}

/// The export row of a person and the date of its import, if `scope` covers her.
pub async fn record(
    sql: &impl Sql,
    scope: &Scope,
    id: PersonId,
) -> Result<(
    std::collections::BTreeMap<String, String>,
    kernel::CivilDate,
)> {
    let (condition, scope_args) = scope_condition(scope, COLUMNS, 2);
    let mut args = args![id];
    args.extend(scope_args);
    sql.one(
        &format!("SELECT p.record, p.source_date FROM person p WHERE p.id = $1 AND {condition}"),
        args,
        |row| Ok((row.json("record")?, row.get("source_date")?)),
    )
    .await
}

/// What imports changed on a person, the newest first: instant, slug of the field, before, after.
pub async fn changes(
    sql: &impl Sql,
    id: PersonId,
) -> Result<Vec<(kernel::Timestamp, String, Option<String>, Option<String>)>> {
    sql.all(
        "SELECT at, field, before, after FROM person_change WHERE person_id = $1 ORDER BY at DESC, field",
        args![id],
        |row| Ok((row.get("at")?, row.get("field")?, row.get("before")?, row.get("after")?)),
    )
    .await
}
