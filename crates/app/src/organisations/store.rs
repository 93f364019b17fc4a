//! All SQL of the organisations.

use kernel::{OrgId, Result, Timestamp};

use super::Organisation;
use crate::args;
use crate::db::{Row, Sql, Tx};

/// The organisation with this id.
pub async fn by_id(sql: &impl Sql, id: OrgId) -> Result<Option<Organisation>> {
    sql.opt("SELECT * FROM org WHERE id = $1", args![id], read)
        .await
}

/// The organisation with this SIASN unit id.
pub async fn by_siasn_id(sql: &impl Sql, siasn_id: &str) -> Result<Option<Organisation>> {
    sql.opt(
        "SELECT * FROM org WHERE siasn_id = $1",
        args![siasn_id],
        read,
    )
    .await
}

/// The OPD whose full or short name is `name`, without regard to letter case.
pub async fn find_by_name(sql: &impl Sql, name: &str) -> Result<Option<Organisation>> {
    sql.opt(
        "SELECT * FROM org WHERE LOWER(name) = $1 OR LOWER(short_name) = $1 \
         ORDER BY CASE WHEN id = opd_id THEN 0 ELSE 1 END, id",
        args![name.trim().to_lowercase()],
        read,
    )
    .await
}

/// Every OPD by name.
pub async fn all_opd(sql: &impl Sql) -> Result<Vec<Organisation>> {
    sql.all(
        "SELECT * FROM org WHERE id = opd_id ORDER BY name",
        args![],
        read,
    )
    .await
}

/// Stores a new organisation; the caller writes the audit line.
pub async fn insert(tx: &Tx, org: &Organisation, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO org (id, siasn_id, name, short_name, kind, parent_id, opd_id, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        args![
            org.id,
            org.siasn_id,
            org.name,
            org.short_name,
            org.kind,
            org.parent_id,
            org.opd_id,
            at
        ],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Organisation> {
    Ok(Organisation {
        id: row.get::<OrgId>("id")?,
        siasn_id: row.get("siasn_id")?,
        name: row.get("name")?,
        short_name: row.get("short_name")?,
        kind: row.get("kind")?,
        parent_id: row.get("parent_id")?,
        opd_id: row.get("opd_id")?,
    })
}

/// The name of an organisation as a column of another slice's query; `column` holds its id.
pub fn name_of(column: &str) -> String {
    format!("(SELECT named.name FROM org named WHERE named.id = {column})")
}
