//! SQL of the agreements with hosts.

use kernel::{CivilDate, HostId, PartnershipId, Result};

use super::super::partnerships::Partnership;
use crate::args;
use crate::db::{Row, Sql, Tx};

/// The agreements of a host, the newest first.
pub async fn partnerships(sql: &impl Sql, host: HostId) -> Result<Vec<Partnership>> {
    sql.all(
        "SELECT * FROM partnership WHERE host_id = $1 ORDER BY start_date DESC, id",
        args![host],
        read,
    )
    .await
}

/// The agreement with this id.
pub async fn partnership(sql: &impl Sql, id: PartnershipId) -> Result<Partnership> {
    sql.one("SELECT * FROM partnership WHERE id = $1", args![id], read)
        .await
}

/// Stores an agreement; 0 when the host has one of that kind and number.
pub(in super::super) async fn insert_partnership(tx: &Tx, new: &Partnership) -> Result<u64> {
    tx.exec(
        "INSERT INTO partnership (id, host_id, kind, number, about, start_date, end_date, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (host_id, kind, number) DO NOTHING",
        args![new.id, new.host_id, new.kind, new.number, new.about, new.start, new.end, tx.now()],
    )
    .await
}

/// Ends an agreement early; 0 when it was ended before.
pub(in super::super) async fn end_partnership(
    tx: &Tx,
    id: PartnershipId,
    on: CivilDate,
    why: &str,
) -> Result<u64> {
    tx.exec(
        "UPDATE partnership SET ended_on = $2, ended_why = $3 WHERE id = $1 AND ended_on IS NULL",
        args![id, on, why],
    )
    .await
}

/// Agreements whose last day lies in `[from, until]`, with the name of the host, that no later one of the kind replaces.
pub(in super::super) async fn ending_partnerships(
    sql: &impl Sql,
    from: CivilDate,
    until: CivilDate,
) -> Result<Vec<(Partnership, String)>> {
    sql.all(
        "SELECT p.*, h.name AS host_name FROM partnership p JOIN host h ON h.id = p.host_id \
         WHERE p.ended_on IS NULL AND p.end_date >= $1 AND p.end_date <= $2 \
         AND NOT EXISTS (SELECT 1 FROM partnership n WHERE n.host_id = p.host_id AND n.kind = p.kind \
             AND n.ended_on IS NULL AND (n.end_date IS NULL OR n.end_date > p.end_date)) \
         ORDER BY p.end_date, h.name",
        args![from, until],
        |row| Ok((read(row)?, row.get("host_name")?)),
    )
    .await
}

fn read(row: &Row) -> Result<Partnership> {
    let ended_on: Option<CivilDate> = row.get("ended_on")?;
    let why: Option<String> = row.get("ended_why")?;
    Ok(Partnership {
        id: row.get("id")?,
        host_id: row.get("host_id")?,
        kind: row.parse("kind")?,
        number: row.get("number")?,
        about: row.get("about")?,
        start: row.get("start_date")?,
        end: row.get("end_date")?,
        ended: ended_on.map(|on| (on, why.unwrap_or_default())),
    })
}
