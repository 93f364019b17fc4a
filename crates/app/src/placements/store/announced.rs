//! SQL of what is announced: the newest announced run of each freeze, and whose result it holds.

use kernel::{NominationId, ProgrammeId, Result, Scope};

use super::{member, read_run};
use crate::args;
use crate::db::Sql;
use crate::nominations;
use crate::placements::model::{Member, Run};

/// No newer announced run of the same freeze: each freeze has a chain of changes, of which the last announced one counts.
const LAST_ANNOUNCED: &str = "NOT EXISTS (SELECT 1 FROM placement_run n WHERE n.freeze_id = r.freeze_id \
    AND n.state = 'confirmed' AND n.published_at IS NOT NULL \
    AND (n.created_at > r.created_at OR (n.created_at = r.created_at AND n.id > r.id)))";

/// The last announced run of each freeze of a programme, that of the newest freeze first.
pub async fn announced_runs(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<Run>> {
    sql.all(
        &format!(
            "SELECT r.* FROM placement_run r WHERE r.programme_id = $1 AND r.state = 'confirmed' \
             AND r.freeze_id IS NOT NULL AND r.published_at IS NOT NULL AND {LAST_ANNOUNCED} \
             ORDER BY r.created_at DESC, r.id DESC"
        ),
        args![programme],
        read_run,
    )
    .await
}

/// The last confirmed run of each freeze of a programme, announced or not, that of the newest freeze first.
pub async fn confirmed_runs(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<Run>> {
    sql.all(
        "SELECT r.* FROM placement_run r WHERE r.programme_id = $1 AND r.state = 'confirmed' \
         AND r.freeze_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM placement_run n WHERE n.freeze_id = r.freeze_id \
         AND n.state = 'confirmed' AND (n.created_at > r.created_at OR (n.created_at = r.created_at AND n.id > r.id))) \
         ORDER BY r.created_at DESC, r.id DESC",
        args![programme],
        read_run,
    )
    .await
}

/// The newest run of a programme that was announced.
pub async fn announced(sql: &impl Sql, programme: ProgrammeId) -> Result<Option<Run>> {
    Ok(announced_runs(sql, programme).await?.into_iter().next())
}

/// The run whose result one nominee may read, if `scope` covers her: the last confirmed one that holds her and, for
/// ranked choices, the last announced one of its freeze.
pub async fn own_run(sql: &impl Sql, scope: &Scope, id: NominationId) -> Result<Option<Run>> {
    // The nomination answers whether the scope covers it.
    nominations::get(sql, scope, id).await?;
    sql.opt(
        &format!(
            "SELECT r.* FROM placement_member m JOIN placement_run r ON r.id = m.run_id \
             WHERE m.nomination_id = $1 AND r.state = 'confirmed' AND (r.mode <> 'ranked' OR \
             (r.published_at IS NOT NULL AND {LAST_ANNOUNCED})) ORDER BY r.confirmed_at DESC, r.id DESC LIMIT 1"
        ),
        args![id],
        read_run,
    )
    .await
}

/// The result of one nominee in that run.
pub async fn own_result(sql: &impl Sql, scope: &Scope, id: NominationId) -> Result<Option<Member>> {
    match own_run(sql, scope, id).await? {
        Some(run) => member(sql, run.id, id).await,
        None => Ok(None),
    }
}
