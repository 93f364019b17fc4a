//! SQL of number registers.

use kernel::{Error, LetterId, RegisterId, Result, Timestamp};

use super::model::{NumberRow, NumberState, Pattern, Register, RegisterMode};
use crate::args;
use crate::db::{Row, Sql, Tx};

/// A row to be stored.
pub(super) struct NewNumber<'a> {
    pub register: RegisterId,
    pub number: &'a str,
    pub position: Option<i64>,
    pub letter: Option<LetterId>,
    pub state: NumberState,
    pub reason: Option<&'a str>,
}

pub(super) async fn all(sql: &impl Sql) -> Result<Vec<Register>> {
    sql.all(
        "SELECT * FROM letter_register ORDER BY year DESC, unit, kind_group",
        args![],
        read,
    )
    .await
}

pub(super) async fn get(sql: &impl Sql, id: RegisterId) -> Result<Register> {
    sql.one(
        "SELECT * FROM letter_register WHERE id = $1",
        args![id],
        read,
    )
    .await
}

pub(super) async fn find(
    sql: &impl Sql,
    unit: &str,
    group: &str,
    year: i32,
) -> Result<Option<Register>> {
    sql.opt(
        "SELECT * FROM letter_register WHERE unit = $1 AND kind_group = $2 AND year = $3",
        args![unit, group, year],
        read,
    )
    .await
}

/// The latest register of a unit before `year`, of the first group that has one.
pub(super) async fn latest_before(
    sql: &impl Sql,
    unit: &str,
    groups: &[&str],
    year: i32,
) -> Result<Option<Register>> {
    for group in groups {
        let found = sql
            .opt(
                "SELECT * FROM letter_register WHERE unit = $1 AND kind_group = $2 AND year < $3 \
                 ORDER BY year DESC",
                args![unit, *group, year],
                read,
            )
            .await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

pub(super) async fn insert(tx: &Tx, r: &Register, at: Timestamp) -> Result<u64> {
    tx.exec(
        "INSERT INTO letter_register (id, unit, kind_group, year, pattern, mode, next, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (unit, kind_group, year) DO NOTHING",
        args![
            r.id,
            r.unit,
            r.group,
            r.year,
            r.pattern.as_str(),
            r.mode.key(),
            r.next,
            at
        ],
    )
    .await
}

pub(super) async fn change_unused(tx: &Tx, id: RegisterId, new: &Register) -> Result<u64> {
    tx.exec(
        "UPDATE letter_register SET pattern = $2, mode = $3 WHERE id = $1 AND next = 1 \
         AND NOT EXISTS (SELECT 1 FROM letter_number WHERE register_id = $1)",
        args![id, new.pattern.as_str(), new.mode.key()],
    )
    .await
}

pub(super) async fn set_mode(tx: &Tx, id: RegisterId, mode: RegisterMode) -> Result<u64> {
    tx.exec(
        "UPDATE letter_register SET mode = $2 WHERE id = $1",
        args![id, mode.key()],
    )
    .await
}

/// Moves the register on and answers the position taken; the row stays locked until the commit.
pub(super) async fn advance(tx: &Tx, id: RegisterId) -> Result<i64> {
    let moved = tx
        .exec(
            "UPDATE letter_register SET next = next + 1 WHERE id = $1",
            args![id],
        )
        .await?;
    if moved == 0 {
        return Err(Error::not_found());
    }
    tx.one(
        "SELECT next - 1 AS taken FROM letter_register WHERE id = $1",
        args![id],
        |row| row.get("taken"),
    )
    .await
}

pub(super) async fn insert_number(tx: &Tx, n: &NewNumber<'_>, at: Timestamp) -> Result<u64> {
    tx.exec(
        "INSERT INTO letter_number (register_id, number, position, letter_id, state, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (register_id, number) DO NOTHING",
        args![
            n.register,
            n.number,
            n.position,
            n.letter,
            n.state.key(),
            n.reason,
            at
        ],
    )
    .await
}

/// The number that a letter holds.
pub(super) async fn held_by(
    sql: &impl Sql,
    letter: LetterId,
) -> Result<Option<(RegisterId, String)>> {
    sql.opt(
        "SELECT register_id, number FROM letter_number WHERE letter_id = $1 AND state <> 'void'",
        args![letter],
        |row| Ok((row.get("register_id")?, row.get("number")?)),
    )
    .await
}

pub(super) async fn claim_reserved(
    tx: &Tx,
    register: RegisterId,
    number: &str,
    letter: LetterId,
) -> Result<u64> {
    tx.exec(
        "UPDATE letter_number SET letter_id = $3 WHERE register_id = $1 AND number = $2 \
         AND state = 'reserved' AND letter_id IS NULL",
        args![register, number, letter],
    )
    .await
}

/// The number of an issued letter is in use.
pub(crate) async fn mark_used(tx: &Tx, letter: LetterId) -> Result<u64> {
    tx.exec(
        "UPDATE letter_number SET state = 'used' WHERE letter_id = $1 AND state = 'reserved'",
        args![letter],
    )
    .await
}

/// What a letter held and will not bear: a counted number stays in the register as given up, one from outside is
/// free again.
pub(crate) async fn give_up(tx: &Tx, letter: LetterId, reason: &str) -> Result<()> {
    tx.exec(
        "DELETE FROM letter_number WHERE letter_id = $1 AND state = 'reserved' AND position IS NULL",
        args![letter],
    )
    .await?;
    tx.exec(
        "UPDATE letter_number SET state = 'void', reason = $2 WHERE letter_id = $1 AND state = 'reserved'",
        args![letter, reason],
    )
    .await?;
    Ok(())
}

pub(super) async fn void(tx: &Tx, register: RegisterId, number: &str, reason: &str) -> Result<u64> {
    tx.exec(
        "UPDATE letter_number SET state = 'void', reason = $3 WHERE register_id = $1 AND number = $2 \
         AND state = 'reserved' AND letter_id IS NULL",
        args![register, number, reason],
    )
    .await
}

pub(super) async fn numbers(sql: &impl Sql, register: RegisterId) -> Result<Vec<NumberRow>> {
    sql.all(
        "SELECT * FROM letter_number WHERE register_id = $1 ORDER BY position DESC, at DESC, number DESC",
        args![register],
        |row| {
            let letter: Option<LetterId> = row.get("letter_id")?;
            Ok(NumberRow {
                number: row.get("number")?,
                position: row.get("position")?,
                letter,
                state: row.parse("state")?,
                reason: row.get("reason")?,
                at: row.get("at")?,
            })
        },
    )
    .await
}

fn read(row: &Row) -> Result<Register> {
    let pattern: String = row.get("pattern")?;
    Ok(Register {
        id: row.get("id")?,
        unit: row.get("unit")?,
        group: row.get("kind_group")?,
        year: i32::try_from(row.get::<i64>("year")?).map_err(Error::internal)?,
        pattern: Pattern::parse(&pattern)?,
        mode: row.parse("mode")?,
        next: row.get("next")?,
    })
}
