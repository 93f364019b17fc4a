//! SQL of frozen inputs, declared conflicts and imported merit.

use kernel::{ConflictId, FreezeId, HostId, NominationId, ProgrammeId, Result};

use crate::args;
use crate::db::{Row, Sql, Tx};
use crate::placements::conflicts::Declared;
use crate::placements::freeze::{Correction, Freeze, FreezeState, Release};

fn read_freeze(row: &Row) -> Result<Freeze> {
    let released: Option<kernel::Timestamp> = row.get("released_at")?;
    Ok(Freeze {
        id: row.get("id")?,
        programme: row.get("programme_id")?,
        state: row.parse("state")?,
        notion: row.parse("notion")?,
        notion_why: row.get("notion_why")?,
        minimum: row.parse("minimum")?,
        problem: row.get("problem")?,
        digest: row.get("digest")?,
        ids: row.json("ids")?,
        left_out: row.json("left_out")?,
        seed_source: row.get("seed_source")?,
        seed_at: row.get("seed_at")?,
        seed: row.get("seed")?,
        created_at: row.get("created_at")?,
        drawn_at: row.get("drawn_at")?,
        drawn_by: row.get("drawn_by")?,
        corrected: match row.get::<Option<String>>("seed_first")? {
            Some(first) => Some(Correction {
                first,
                reason: row
                    .get::<Option<String>>("correction_reason")?
                    .unwrap_or_default(),
                at: row.get("corrected_at")?,
            }),
            None => None,
        },
        thawed_at: row.get("thawed_at")?,
        thaw_reason: row.get("thaw_reason")?,
        release: match released {
            Some(at) => Some(Release {
                basis: row
                    .get::<Option<String>>("release_basis")?
                    .unwrap_or_default(),
                number: row
                    .get::<Option<String>>("release_number")?
                    .unwrap_or_default(),
                date: row.get("release_date")?,
                at,
            }),
            None => None,
        },
    })
}

/// The frozen inputs with this id.
pub async fn freeze(sql: &impl Sql, id: FreezeId) -> Result<Freeze> {
    sql.one(
        "SELECT * FROM placement_freeze WHERE id = $1",
        args![id],
        read_freeze,
    )
    .await
}

/// The newest freeze of a programme that was not lifted.
pub async fn freeze_of(sql: &impl Sql, programme: ProgrammeId) -> Result<Option<Freeze>> {
    sql.opt(
        "SELECT * FROM placement_freeze WHERE programme_id = $1 AND state <> 'thawed' \
         ORDER BY created_at DESC, id DESC LIMIT 1",
        args![programme],
        read_freeze,
    )
    .await
}

/// Every freeze of a programme, lifted ones included, the newest first.
pub async fn freezes(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<Freeze>> {
    sql.all(
        "SELECT * FROM placement_freeze WHERE programme_id = $1 ORDER BY created_at DESC, id DESC",
        args![programme],
        read_freeze,
    )
    .await
}

/// Every freeze of every programme, lifted ones included, the newest first.
pub async fn all_freezes(sql: &impl Sql) -> Result<Vec<Freeze>> {
    sql.all(
        "SELECT * FROM placement_freeze ORDER BY created_at DESC, id DESC",
        args![],
        read_freeze,
    )
    .await
}

pub(in crate::placements) async fn insert_freeze(tx: &Tx, one: &Freeze, by: &str) -> Result<()> {
    let json = |value: serde_json::Result<String>| value.map_err(kernel::Error::internal);
    tx.exec(
        "INSERT INTO placement_freeze (id, programme_id, state, notion, notion_why, minimum, problem, digest, ids, \
         left_out, seed_source, seed_at, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            one.id,
            one.programme,
            one.state,
            one.notion,
            one.notion_why,
            one.minimum,
            one.problem,
            one.digest,
            json(serde_json::to_string(&one.ids))?,
            json(serde_json::to_string(&one.left_out))?,
            one.seed_source,
            one.seed_at,
            by,
            one.created_at
        ],
    )
    .await?;
    Ok(())
}

/// Enters the seed; 0 when there is one or the freeze was lifted.
pub(in crate::placements) async fn draw(
    tx: &Tx,
    id: FreezeId,
    seed: &str,
    by: &str,
    at: kernel::Timestamp,
) -> Result<u64> {
    tx.exec(
        "UPDATE placement_freeze SET state = 'drawn', seed = $2, drawn_by = $3, drawn_at = $4 \
         WHERE id = $1 AND state = $5",
        args![id, seed, by, at, FreezeState::Frozen],
    )
    .await
}

/// Replaces a seed once and keeps the first; 0 when there is none or it was replaced already.
pub(in crate::placements) async fn correct_seed(
    tx: &Tx,
    id: FreezeId,
    seed: &str,
    reason: &str,
    by: &str,
    at: kernel::Timestamp,
) -> Result<u64> {
    tx.exec(
        "UPDATE placement_freeze SET seed_first = seed, seed = $2, correction_reason = $3, corrected_by = $4, \
         corrected_at = $5 WHERE id = $1 AND state = $6 AND seed_first IS NULL AND seed <> $2",
        args![id, seed, reason, by, at, FreezeState::Drawn],
    )
    .await
}

/// Lifts a freeze; 0 when its seed is public by now or it was lifted.
pub(in crate::placements) async fn thaw(
    tx: &Tx,
    id: FreezeId,
    reason: &str,
    by: &str,
    at: kernel::Timestamp,
) -> Result<u64> {
    tx.exec(
        "UPDATE placement_freeze SET state = 'thawed', thaw_reason = $2, thawed_by = $3, thawed_at = $4 \
         WHERE id = $1 AND state = $5 AND seed_at > $4",
        args![id, reason, by, at, FreezeState::Frozen],
    )
    .await
}

/// Records the decision to hand out the problem; 0 when there is one.
pub(in crate::placements) async fn release(
    tx: &Tx,
    id: FreezeId,
    one: &Release,
    by: &str,
) -> Result<u64> {
    tx.exec(
        "UPDATE placement_freeze SET release_basis = $2, release_number = $3, release_date = $4, released_by = $5, \
         released_at = $6 WHERE id = $1 AND released_at IS NULL",
        args![id, one.basis, one.number, one.date, by, one.at],
    )
    .await
}

fn read_conflict(row: &Row) -> Result<Declared> {
    Ok(Declared {
        id: row.get("id")?,
        programme: row.get("programme_id")?,
        nomination: row.get("nomination_id")?,
        host: row.get("host_id")?,
        sealed: row.get("reason")?,
        declared_by: row.get("declared_by")?,
        declared_at: row.get("declared_at")?,
        lifted_at: row.get("lifted_at")?,
    })
}

/// Declared conflicts of a programme that were not lifted, reasons still in them: for this slice alone.
pub async fn conflicts(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<Declared>> {
    sql.all(
        "SELECT * FROM placement_conflict WHERE programme_id = $1 AND lifted_at IS NULL ORDER BY declared_at, id",
        args![programme],
        read_conflict,
    )
    .await
}

pub(in crate::placements) async fn conflict(sql: &impl Sql, id: ConflictId) -> Result<Declared> {
    sql.one(
        "SELECT * FROM placement_conflict WHERE id = $1",
        args![id],
        read_conflict,
    )
    .await
}

/// The pairs that may not be, without reasons.
pub(in crate::placements) async fn conflict_pairs(
    sql: &impl Sql,
    programme: ProgrammeId,
) -> Result<Vec<(NominationId, HostId)>> {
    sql.all(
        "SELECT nomination_id, host_id FROM placement_conflict WHERE programme_id = $1 AND lifted_at IS NULL",
        args![programme],
        |row| Ok((row.get("nomination_id")?, row.get("host_id")?)),
    )
    .await
}

/// Whether the pair is declared in conflict now.
pub(in crate::placements) async fn in_conflict(
    sql: &impl Sql,
    nomination: NominationId,
    host: HostId,
) -> Result<bool> {
    let n = sql
        .count(
            "SELECT COUNT(*) AS n FROM placement_conflict WHERE nomination_id = $1 AND host_id = $2 \
             AND lifted_at IS NULL",
            args![nomination, host],
        )
        .await?;
    Ok(n > 0)
}

/// Declares a pair, also one that was lifted before; 0 when it stands.
pub(in crate::placements) async fn insert_conflict(tx: &Tx, one: &Declared) -> Result<u64> {
    tx.exec(
        "INSERT INTO placement_conflict (id, programme_id, nomination_id, host_id, reason, declared_by, declared_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (nomination_id, host_id) DO UPDATE SET \
         reason = excluded.reason, declared_by = excluded.declared_by, declared_at = excluded.declared_at, \
         lifted_by = NULL, lifted_at = NULL WHERE placement_conflict.lifted_at IS NOT NULL",
        args![
            one.id,
            one.programme,
            one.nomination,
            one.host,
            one.sealed,
            one.declared_by,
            one.declared_at
        ],
    )
    .await
}

/// Lifts a declared conflict; 0 when it was lifted.
pub(in crate::placements) async fn lift(tx: &Tx, id: ConflictId, by: &str) -> Result<u64> {
    tx.exec(
        "UPDATE placement_conflict SET lifted_by = $2, lifted_at = $3 WHERE id = $1 AND lifted_at IS NULL",
        args![id, by, tx.now()],
    )
    .await
}

/// Imported merit by NIP: value × 1000 and its source.
pub async fn merit(
    sql: &impl Sql,
    programme: ProgrammeId,
) -> Result<std::collections::BTreeMap<String, (i64, String)>> {
    let rows = sql
        .all(
            "SELECT nip, merit, source FROM placement_merit WHERE programme_id = $1 ORDER BY nip",
            args![programme],
            |row| {
                let nip: String = row.get("nip")?;
                Ok((nip, (row.get("merit")?, row.get("source")?)))
            },
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// How many people have a merit.
pub async fn merit_count(sql: &impl Sql, programme: ProgrammeId) -> Result<i64> {
    sql.count(
        "SELECT COUNT(*) AS n FROM placement_merit WHERE programme_id = $1",
        args![programme],
    )
    .await
}

pub(in crate::placements) async fn delete_merit(tx: &Tx, programme: ProgrammeId) -> Result<u64> {
    tx.exec(
        "DELETE FROM placement_merit WHERE programme_id = $1",
        args![programme],
    )
    .await
}

pub(in crate::placements) async fn insert_merit(
    tx: &Tx,
    programme: ProgrammeId,
    nip: &kernel::Nip,
    merit: i64,
    source: &str,
    by: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO placement_merit (programme_id, nip, merit, source, entered_by, entered_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![programme, nip, merit, source, by, tx.now()],
    )
    .await?;
    Ok(())
}
