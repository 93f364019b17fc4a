//! All SQL of the audit log.

use kernel::{Error, Result, Timestamp};

use super::entry::{Entry, Line, Subject};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Engine, Row, Sql, Tx};

const FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Chains and stores `entries`. The head is read under lock, so lines never fork.
pub(crate) async fn append(tx: &Tx, at: Timestamp, entries: Vec<Entry>) -> Result<()> {
    let lock = match tx.engine() {
        Engine::Postgres => "SELECT seq, hash FROM audit_head WHERE id = 1 FOR UPDATE",
        Engine::Sqlite => "SELECT seq, hash FROM audit_head WHERE id = 1",
    };
    let (mut seq, mut prev) = tx
        .opt(lock, args![], |row| {
            Ok((row.get::<i64>("seq")?, row.get::<String>("hash")?))
        })
        .await?
        .ok_or_else(|| Error::internal("the audit log has no head"))?;
    for entry in entries {
        seq += 1;
        let mut line = Line {
            seq,
            at,
            actor: entry.actor,
            role: entry.role,
            origin: entry.origin,
            act: entry.act,
            subject: entry.subject,
            details: entry.details.into(),
            prev,
            hash: String::new(),
        };
        line.hash = line.expected_hash();
        let origin = serde_json::to_string(&line.origin).map_err(Error::internal)?;
        tx.exec(
            "INSERT INTO audit (seq, at, actor, role, origin, act, subject_kind, subject_id, details, prev, hash) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                line.seq,
                line.at,
                line.actor,
                line.role,
                origin,
                line.act,
                line.subject.kind,
                line.subject.id,
                line.details,
                line.prev,
                line.hash
            ],
        )
        .await?;
        prev = line.hash;
    }
    tx.exec(
        "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1",
        args![seq, prev],
    )
    .await?;
    Ok(())
}

/// Number and hash of the last line; (0, 64 zeros) when there is none.
pub async fn head(sql: &impl Sql) -> Result<(i64, String)> {
    Ok(sql
        .opt(
            "SELECT seq, hash FROM audit_head WHERE id = 1",
            args![],
            |row| Ok((row.get("seq")?, row.get("hash")?)),
        )
        .await?
        .unwrap_or((0, FIRST.to_owned())))
}

/// What the auditor's page can be narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Acts that begin so, such as `letter.`.
    pub act: Option<String>,
    /// Kind of subject.
    pub subject_kind: Option<String>,
    /// Id of the subject.
    pub subject_id: Option<String>,
    /// Account id of the actor.
    pub actor: Option<String>,
    /// From this instant.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub before: Option<Timestamp>,
}

const WHERE: &str = "WHERE ($1 IS NULL OR act LIKE $1) AND ($2 IS NULL OR subject_kind = $2) \
     AND ($3 IS NULL OR subject_id = $3) AND ($4 IS NULL OR actor = $4) \
     AND ($5 IS NULL OR at >= $5) AND ($6 IS NULL OR at < $6)";

/// Lines that match, the newest first.
pub async fn list(sql: &impl Sql, filter: &Filter, request: ListRequest) -> Result<Paged<Line>> {
    let act = filter.act.as_ref().map(|act| format!("{act}%"));
    let args = || {
        args![
            act,
            filter.subject_kind,
            filter.subject_id,
            filter.actor,
            filter.from,
            filter.before
        ]
    };
    let total = sql
        .count(&format!("SELECT COUNT(*) AS n FROM audit {WHERE}"), args())
        .await?;
    let mut page_args = args();
    page_args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!("SELECT * FROM audit {WHERE} ORDER BY seq DESC LIMIT $7 OFFSET $8"),
            page_args,
            read,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// Up to `limit` lines after `seq`, in order.
pub(super) async fn after(sql: &impl Sql, seq: i64, limit: i64) -> Result<Vec<Line>> {
    sql.all(
        "SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2",
        args![seq, limit],
        read,
    )
    .await
}

fn read(row: &Row) -> Result<Line> {
    Ok(Line {
        seq: row.get("seq")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        role: row.get("role")?,
        origin: row.json("origin")?,
        act: row.get("act")?,
        subject: Subject {
            kind: row.get("subject_kind")?,
            id: row.get("subject_id")?,
        },
        details: row.json("details")?,
        prev: row.get("prev")?,
        hash: row.get("hash")?,
    })
}
