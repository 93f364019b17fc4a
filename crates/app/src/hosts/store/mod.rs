//! All SQL of hosts and places.

use std::collections::BTreeMap;

use kernel::{Error, HostId, Period, ProgrammeId, Result, Scope, SlotId};

use super::limits::Limits;
use super::model::{Confirmation, Host, Slot, SlotState};
use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};

mod partnerships;
mod requests;

pub(super) use partnerships::{end_partnership, ending_partnerships, insert_partnership};
pub use partnerships::{partnership, partnerships};
pub(super) use requests::{close_request, insert_request, late_requests, renew_request};
pub use requests::{request, requests};

const SLOT: &str = "SELECT s.*, h.name AS host_name, h.kind AS host_kind, h.region AS region, h.org_id AS host_org_id \
     FROM slot s JOIN host h ON h.id = s.host_id";

/// The host with this id.
pub async fn get(sql: &impl Sql, id: HostId) -> Result<Host> {
    sql.one("SELECT * FROM host WHERE id = $1", args![id], read_host)
        .await
}

/// The host of this name, without regard to letter case.
pub async fn by_name(sql: &impl Sql, name: &str) -> Result<Option<Host>> {
    sql.opt(
        "SELECT * FROM host WHERE LOWER(name) = $1",
        args![name.trim().to_lowercase()],
        read_host,
    )
    .await
}

/// Every host by name.
pub async fn all(sql: &impl Sql) -> Result<Vec<Host>> {
    sql.all("SELECT * FROM host ORDER BY name", args![], read_host)
        .await
}

/// Hosts: search by name or region, filter `kind`, sort by `name`, `kind`, `region`.
pub async fn list(sql: &impl Sql, scope: &Scope, request: ListRequest) -> Result<Paged<Host>> {
    let (condition, mut args) = match scope {
        Scope::Host(_) => {
            let columns = ScopeColumns {
                org: None,
                host: Some("id"),
                person: None,
            };
            scope_condition(scope, columns, 1)
        }
        // Which institutions take people is no secret within the government.
        Scope::Nothing => scope_condition(
            scope,
            ScopeColumns {
                org: None,
                host: None,
                person: None,
            },
            1,
        ),
        _ => scope_condition(
            &Scope::All,
            ScopeColumns {
                org: None,
                host: None,
                person: None,
            },
            1,
        ),
    };
    let filter = format!(
        "WHERE {condition} AND ($2 IS NULL OR LOWER(name) LIKE $2 ESCAPE '\\' OR LOWER(region) LIKE $2 ESCAPE '\\') \
         AND ($3 IS NULL OR kind = $3)"
    );
    args.extend(args![request.like(), request.filter("kind")]);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM host {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "kind" => "kind",
        "region" => "region",
        _ => "name",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "SELECT * FROM host {filter} ORDER BY {column} {direction}, id LIMIT $4 OFFSET $5"
            ),
            args,
            read_host,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// All places of a programme by host and unit, closed ones included.
pub async fn slots(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<Slot>> {
    sql.all(
        &format!("{SLOT} WHERE s.programme_id = $1 ORDER BY h.name, s.unit, s.id"),
        args![programme],
        read_slot,
    )
    .await
}

/// All places of a host in all programmes, newest first.
pub async fn slots_of_host(sql: &impl Sql, host: HostId) -> Result<Vec<Slot>> {
    sql.all(
        &format!("{SLOT} WHERE s.host_id = $1 ORDER BY s.start_date DESC, s.unit, s.id"),
        args![host],
        read_slot,
    )
    .await
}

/// Places of a programme: search by host, unit or field, filters `host`, `state`, sort by `host`, `unit`, `start`, `quota`.
pub async fn slot_list(
    sql: &impl Sql,
    programme: ProgrammeId,
    request: ListRequest,
) -> Result<Paged<Slot>> {
    let filter = "WHERE s.programme_id = $1 AND ($2 IS NULL OR LOWER(h.name) LIKE $2 ESCAPE '\\' \
         OR LOWER(s.unit) LIKE $2 ESCAPE '\\' OR LOWER(s.field) LIKE $2 ESCAPE '\\') \
         AND ($3 IS NULL OR s.host_id = $3) AND ($4 IS NULL OR s.state = $4)";
    let mut args = args![
        programme,
        request.like(),
        request.filter("host"),
        request.filter("state")
    ];
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM slot s JOIN host h ON h.id = s.host_id {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "unit" => "s.unit",
        "start" => "s.start_date",
        "quota" => "s.quota_max",
        _ => "h.name",
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "{SLOT} {filter} ORDER BY {column} {direction}, s.unit, s.id LIMIT $5 OFFSET $6"
            ),
            args,
            read_slot,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// One place.
pub async fn slot(sql: &impl Sql, id: SlotId) -> Result<Slot> {
    sql.one(&format!("{SLOT} WHERE s.id = $1"), args![id], read_slot)
        .await
}

/// Limits of hosts over all their places of a programme; a host without a row has none.
pub async fn host_limits(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<(HostId, i64)>> {
    sql.all(
        "SELECT host_id, max FROM host_limit WHERE programme_id = $1 ORDER BY host_id",
        args![programme],
        |row| Ok((row.get("host_id")?, row.get("max")?)),
    )
    .await
}

/// Limits of regions over all places of their hosts in a programme.
pub async fn region_limits(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<(String, i64)>> {
    sql.all(
        "SELECT region, max FROM region_limit WHERE programme_id = $1 ORDER BY region",
        args![programme],
        |row| Ok((row.get("region")?, row.get("max")?)),
    )
    .await
}

/// The one institution of a cohort, when it was chosen.
pub(super) async fn cohort_host(sql: &impl Sql, programme: ProgrammeId) -> Result<Option<HostId>> {
    sql.opt(
        "SELECT host_id FROM cohort_host WHERE programme_id = $1",
        args![programme],
        |row| row.get("host_id"),
    )
    .await
}

/// Counts of a programme: places with and without letter, people who fit in, people placed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Places confirmed by a letter.
    pub confirmed: i64,
    /// Places offered without one.
    pub offered: i64,
    /// People who fit in.
    pub capacity: i64,
    /// People placed.
    pub filled: i64,
}

/// The counts of a programme; closed places do not count.
pub async fn counts(sql: &impl Sql, programme: ProgrammeId) -> Result<Counts> {
    sql.one(
        "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END), 0) AS BIGINT) AS confirmed, \
         CAST(COALESCE(SUM(CASE WHEN state = 'offered' THEN 1 ELSE 0 END), 0) AS BIGINT) AS offered, \
         CAST(COALESCE(SUM(quota_max), 0) AS BIGINT) AS capacity, \
         CAST(COALESCE(SUM(filled), 0) AS BIGINT) AS filled \
         FROM slot WHERE programme_id = $1 AND state <> 'closed'",
        args![programme],
        |row| {
            Ok(Counts {
                confirmed: row.get("confirmed")?,
                offered: row.get("offered")?,
                capacity: row.get("capacity")?,
                filled: row.get("filled")?,
            })
        },
    )
    .await
}

pub(super) async fn insert_host(tx: &Tx, host: &Host) -> Result<u64> {
    tx.exec(
        "INSERT INTO host (id, name, kind, region, address, org_id, contact, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (name) DO NOTHING",
        args![host.id, host.name, host.kind, host.region, host.address, host.org_id, host.contact, tx.now()],
    )
    .await
}

/// Changes a host; 0 when there is none or another one has the name.
pub(super) async fn update_host(tx: &Tx, host: &Host) -> Result<u64> {
    tx.exec(
        "UPDATE host SET name = $2, kind = $3, region = $4, address = $5, org_id = $6, contact = $7, updated_at = $8 \
         WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM host other WHERE other.name = $2 AND other.id <> $1)",
        args![host.id, host.name, host.kind, host.region, host.address, host.org_id, host.contact, tx.now()],
    )
    .await
}

pub(super) async fn insert_slot(tx: &Tx, slot: &Slot) -> Result<()> {
    let letter = slot.confirmation.as_ref();
    tx.exec(
        "INSERT INTO slot (id, programme_id, host_id, unit, field, start_date, end_date, quota_min, quota_max, filled, \
         competencies, confirm_number, confirm_date, confirm_scan, state, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, $15, $15)",
        args![
            slot.id,
            slot.programme_id,
            slot.host_id,
            slot.unit,
            slot.field,
            slot.period.start(),
            slot.period.end(),
            slot.quota_min,
            slot.quota_max,
            json(&slot.competencies)?,
            letter.map(|l| &l.number),
            letter.map(|l| l.date),
            letter.and_then(|l| l.scan.as_ref()),
            slot.state,
            tx.now()
        ],
    )
    .await?;
    Ok(())
}

/// Changes a place; 0 when more people are placed than the new quota holds.
pub(super) async fn update_slot(tx: &Tx, slot: &Slot) -> Result<u64> {
    let letter = slot.confirmation.as_ref();
    tx.exec(
        "UPDATE slot SET unit = $2, field = $3, start_date = $4, end_date = $5, quota_min = $6, quota_max = $7, \
         competencies = $8, confirm_number = $9, confirm_date = $10, confirm_scan = $11, state = $12, updated_at = $13 \
         WHERE id = $1 AND filled <= $7",
        args![
            slot.id,
            slot.unit,
            slot.field,
            slot.period.start(),
            slot.period.end(),
            slot.quota_min,
            slot.quota_max,
            json(&slot.competencies)?,
            letter.map(|l| &l.number),
            letter.map(|l| l.date),
            letter.and_then(|l| l.scan.as_ref()),
            slot.state,
            tx.now()
        ],
    )
    .await
}

/// Takes one of the free places; 0 when there is none.
pub(super) async fn take(tx: &Tx, id: SlotId) -> Result<u64> {
    tx.exec(
        "UPDATE slot SET filled = filled + 1, updated_at = $2 \
         WHERE id = $1 AND filled + 1 <= quota_max AND state <> 'closed'",
        args![id, tx.now()],
    )
    .await
}

/// Gives one place back; 0 when none was taken.
pub(super) async fn release(tx: &Tx, id: SlotId) -> Result<u64> {
    tx.exec(
        "UPDATE slot SET filled = filled - 1, updated_at = $2 WHERE id = $1 AND filled > 0",
        args![id, tx.now()],
    )
    .await
}

/// Puts these limits in place of all that the programme has.
pub(super) async fn put_limits(tx: &Tx, id: ProgrammeId, limits: &Limits) -> Result<()> {
    for statement in [
        "DELETE FROM host_limit WHERE programme_id = $1",
        "DELETE FROM region_limit WHERE programme_id = $1",
        "DELETE FROM cohort_host WHERE programme_id = $1",
    ] {
        tx.exec(statement, args![id]).await?;
    }
    for (host, max) in &limits.hosts {
        tx.exec(
            "INSERT INTO host_limit (programme_id, host_id, max) VALUES ($1, $2, $3)",
            args![id, *host, *max],
        )
        .await?;
    }
    for (region, max) in &limits.regions {
        tx.exec(
            "INSERT INTO region_limit (programme_id, region, max) VALUES ($1, $2, $3)",
            args![id, region, *max],
        )
        .await?;
    }
    if let Some(host) = limits.destination {
        tx.exec(
            "INSERT INTO cohort_host (programme_id, host_id) VALUES ($1, $2)",
            args![id, host],
        )
        .await?;
    }
    Ok(())
}

fn json(competencies: &BTreeMap<String, i64>) -> Result<String> {
    serde_json::to_string(competencies).map_err(Error::internal)
}

fn read_host(row: &Row) -> Result<Host> {
    Ok(Host {
        id: row.get("id")?,
        name: row.get("name")?,
        kind: row.parse("kind")?,
        region: row.get("region")?,
        address: row.get("address")?,
        org_id: row.get("org_id")?,
        contact: row.get("contact")?,
    })
}

fn read_slot(row: &Row) -> Result<Slot> {
    let number: Option<String> = row.get("confirm_number")?;
    let confirmation = match number {
        Some(number) => Some(Confirmation {
            number,
            date: row.get("confirm_date")?,
            scan: row.get("confirm_scan")?,
        }),
        None => None,
    };
    Ok(Slot {
        id: row.get("id")?,
        programme_id: row.get("programme_id")?,
        host_id: row.get("host_id")?,
        host_name: row.get("host_name")?,
        host_kind: row.parse("host_kind")?,
        region: row.get("region")?,
        host_org_id: row.get("host_org_id")?,
        unit: row.get("unit")?,
        field: row.get("field")?,
        period: Period::new(row.get("start_date")?, row.get("end_date")?)
            .map_err(Error::internal)?,
        quota_min: row.get("quota_min")?,
        quota_max: row.get("quota_max")?,
        filled: row.get("filled")?,
        competencies: row.json("competencies")?,
        confirmation,
        state: row.parse::<SlotState>("state")?,
    })
}
