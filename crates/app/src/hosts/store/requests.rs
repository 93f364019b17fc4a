//! SQL of the requests for places.

use kernel::{CivilDate, Error, HostId, PlaceRequestId, ProgrammeId, Result};

use super::super::requests::{NotNowReason, PlaceRequest, RequestState};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};

const REQUEST: &str =
    "SELECT r.*, h.name AS host_name FROM place_request r JOIN host h ON h.id = r.host_id";

/// The request with this id.
pub async fn request(sql: &impl Sql, id: PlaceRequestId) -> Result<PlaceRequest> {
    sql.one(&format!("{REQUEST} WHERE r.id = $1"), args![id], read)
        .await
}

/// Requests of a programme: search by host, filter `state`, sort by `due`, `host`.
pub async fn requests(
    sql: &impl Sql,
    programme: ProgrammeId,
    request: ListRequest,
) -> Result<Paged<PlaceRequest>> {
    let filter = "WHERE r.programme_id = $1 AND ($2 IS NULL OR LOWER(h.name) LIKE $2 ESCAPE '\\') \
         AND ($3 IS NULL OR r.state = $3)";
    let mut args = args![programme, request.like(), request.filter("state")];
    let total = sql
        .count(
            &format!(
                "SELECT COUNT(*) AS n FROM place_request r JOIN host h ON h.id = r.host_id {filter}"
            ),
            args.clone(),
        )
        .await?;
    let column = if request.sort == "host" {
        "h.name"
    } else {
        "r.due"
    };
    let direction = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!("{REQUEST} {filter} ORDER BY {column} {direction}, r.id LIMIT $4 OFFSET $5"),
            args,
            read,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// Requests that wait although their last day has passed.
pub(in super::super) async fn late_requests(
    sql: &impl Sql,
    today: CivilDate,
) -> Result<Vec<PlaceRequest>> {
    sql.all(
        &format!("{REQUEST} WHERE r.state = 'open' AND r.due < $1 ORDER BY r.due, r.id"),
        args![today],
        read,
    )
    .await
}

/// Stores a request; 0 when one to this host waits already.
pub(in super::super) async fn insert_request(
    tx: &Tx,
    id: PlaceRequestId,
    programme: ProgrammeId,
    host: HostId,
    holder: &str,
    due: CivilDate,
) -> Result<u64> {
    tx.exec(
        "INSERT INTO place_request (id, programme_id, host_id, holder, due, state, created_at) \
         VALUES ($1, $2, $3, $4, $5, 'open', $6) ON CONFLICT DO NOTHING",
        args![id, programme, host, holder, due, tx.now()],
    )
    .await
}

/// Gives a waiting request another last day; 0 when it does not wait.
pub(in super::super) async fn renew_request(
    tx: &Tx,
    id: PlaceRequestId,
    due: CivilDate,
) -> Result<u64> {
    tx.exec(
        "UPDATE place_request SET due = $2 WHERE id = $1 AND state = 'open'",
        args![id, due],
    )
    .await
}

/// Ends the waiting of a request; 0 when it does not wait.
pub(in super::super) async fn close_request(
    tx: &Tx,
    id: PlaceRequestId,
    state: RequestState,
    reason: Option<NotNowReason>,
    note: Option<String>,
    by: Option<&str>,
) -> Result<u64> {
    tx.exec(
        "UPDATE place_request SET state = $2, reason = $3, note = $4, answered_by = $5, answered_at = $6 \
         WHERE id = $1 AND state = 'open'",
        args![id, state, reason, note, by, tx.now()],
    )
    .await
}

fn read(row: &Row) -> Result<PlaceRequest> {
    let reason: Option<String> = row.get("reason")?;
    Ok(PlaceRequest {
        id: row.get("id")?,
        programme_id: row.get("programme_id")?,
        host_id: row.get("host_id")?,
        host_name: row.get("host_name")?,
        holder: row.get("holder")?,
        due: row.get("due")?,
        state: row.parse("state")?,
        reason: reason
            .map(|key| key.parse())
            .transpose()
            .map_err(Error::internal)?,
        note: row.get("note")?,
        answered_by: row.get("answered_by")?,
        answered_at: row.get("answered_at")?,
    })
}
