//! All SQL of one-time links.

use kernel::{LinkId, Result};

use super::model::{Link, Purpose};
use crate::args;
use crate::db::{Row, Sql, Tx};

pub(super) async fn insert(tx: &Tx, link: &Link, digest: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO one_time_link (id, secret_digest, purpose, subject, holder, expires_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![link.id, digest, link.purpose, link.subject, link.holder, link.expires_at, tx.now()],
    )
    .await?;
    Ok(())
}

pub(super) async fn get(sql: &impl Sql, id: LinkId) -> Result<Link> {
    sql.one("SELECT * FROM one_time_link WHERE id = $1", args![id], read)
        .await
}

pub(super) async fn by_digest(sql: &impl Sql, digest: &str) -> Result<Option<Link>> {
    sql.opt(
        "SELECT * FROM one_time_link WHERE secret_digest = $1",
        args![digest],
        read,
    )
    .await
}

/// Marks a link as used; 0 when it cannot be used now.
pub(super) async fn use_up(tx: &Tx, id: LinkId) -> Result<u64> {
    tx.exec(
        "UPDATE one_time_link SET used_at = $2 \
         WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2",
        args![id, tx.now()],
    )
    .await
}

/// Voids the links of an act that were not used yet.
pub(super) async fn withdraw(tx: &Tx, purpose: Purpose, subject: &str) -> Result<u64> {
    tx.exec(
        "UPDATE one_time_link SET withdrawn_at = $3 \
         WHERE purpose = $1 AND subject = $2 AND used_at IS NULL AND withdrawn_at IS NULL",
        args![purpose, subject, tx.now()],
    )
    .await
}

fn read(row: &Row) -> Result<Link> {
    Ok(Link {
        id: row.get("id")?,
        purpose: row.parse("purpose")?,
        subject: row.get("subject")?,
        holder: row.get("holder")?,
        expires_at: row.get("expires_at")?,
        used_at: row.get("used_at")?,
        withdrawn_at: row.get("withdrawn_at")?,
    })
}
