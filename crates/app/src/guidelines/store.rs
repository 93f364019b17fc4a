//! All SQL of the matrix.

use kernel::{PolicyVersionId, Result};

use super::model::{Answer, Line};
use crate::args;
use crate::db::{Row, Sql, Tx};

const COLUMNS: &str =
    "id, clause, input, proposer, occasion, entered_at, answer, response, revision";

/// What was said on the draft of a version, in the order of entry.
pub async fn lines(sql: &impl Sql, version: PolicyVersionId) -> Result<Vec<Line>> {
    sql.all(
        &format!(
            "SELECT {COLUMNS} FROM guideline_input WHERE version_id = $1 ORDER BY entered_at, id"
        ),
        args![version],
        read,
    )
    .await
}

/// One line of a version.
pub async fn line(sql: &impl Sql, version: PolicyVersionId, id: &str) -> Result<Line> {
    sql.one(
        &format!("SELECT {COLUMNS} FROM guideline_input WHERE version_id = $1 AND id = $2"),
        args![version, id],
        read,
    )
    .await
}

fn read(row: &Row) -> Result<Line> {
    let answer = row.get::<Option<String>>("answer")?;
    Ok(Line {
        id: row.get("id")?,
        clause: row.get("clause")?,
        input: row.get("input")?,
        proposer: row.get("proposer")?,
        occasion: row.get("occasion")?,
        at: row.get("entered_at")?,
        answer: answer
            .map(|answer| answer.parse::<Answer>())
            .transpose()
            .map_err(kernel::Error::internal)?,
        response: row.get("response")?,
        revision: row.get("revision")?,
    })
}

pub(super) async fn insert(tx: &Tx, version: PolicyVersionId, line: &Line, by: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO guideline_input (id, version_id, clause, input, proposer, occasion, entered_by, entered_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CAST($9 AS BIGINT))",
        args![
            line.id,
            version,
            line.clause,
            line.input,
            line.proposer,
            line.occasion,
            by,
            tx.now(),
            1_i64
        ],
    )
    .await
    .map(drop)
}

/// Stores an answer; 0 when somebody answered meanwhile.
pub(super) async fn answer(
    tx: &Tx,
    id: &str,
    revision: i64,
    (answer, response): (Answer, &str),
    by: &str,
) -> Result<u64> {
    tx.exec(
        "UPDATE guideline_input SET answer = $3, response = $4, answered_by = $5, answered_at = $6, \
         revision = revision + 1 WHERE id = $1 AND revision = $2",
        args![id, revision, answer, response, by, tx.now()],
    )
    .await
}
