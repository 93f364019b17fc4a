//! All SQL of accounts, roles, sessions and activations.

use kernel::{CivilDate, Error, PersonId, Result, Role, Scope, Timestamp, UserId};

use super::model::{Account, AccountRow, Grant};
use super::sessions::SessionRow;
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};

/// The account with this id.
pub async fn account(sql: &impl Sql, id: UserId) -> Result<Account> {
    sql.one(
        "SELECT * FROM account WHERE id = $1",
        args![id],
        read_account,
    )
    .await
}

/// The account that belongs to a person of the register.
pub async fn account_of_person(sql: &impl Sql, person: PersonId) -> Result<Option<Account>> {
    sql.opt(
        "SELECT * FROM account WHERE person_id = $1",
        args![person],
        read_account,
    )
    .await
}

/// The account with this login name.
pub async fn account_by_login(sql: &impl Sql, login: &str) -> Result<Option<Account>> {
    sql.opt(
        "SELECT * FROM account WHERE login = $1",
        args![login],
        read_account,
    )
    .await
}

/// Accounts by name, with their roles of `today`.
pub async fn list(
    sql: &impl Sql,
    today: CivilDate,
    request: ListRequest,
) -> Result<Paged<AccountRow>> {
    let like = request.like();
    const MATCH: &str =
        "($1 IS NULL OR LOWER(name) LIKE $1 ESCAPE '\\' OR login LIKE $1 ESCAPE '\\')";
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM account WHERE {MATCH}"),
            args![like],
        )
        .await?;
    let accounts = sql
        .all(
            &format!("SELECT * FROM account WHERE {MATCH} ORDER BY name, id LIMIT $2 OFFSET $3"),
            args![like, request.limit(), request.offset()],
            read_account,
        )
        .await?;
    let mut rows = Vec::with_capacity(accounts.len());
    for account in accounts {
        let grants = grants_of(sql, account.id, today).await?;
        rows.push(AccountRow { account, grants });
    }
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// The roles that an account holds on `today`.
pub async fn grants_of(sql: &impl Sql, id: UserId, today: CivilDate) -> Result<Vec<Grant>> {
    sql.all(
        "SELECT * FROM account_role WHERE account_id = $1 AND valid_from <= $2 \
         AND (valid_to IS NULL OR valid_to >= $2) ORDER BY role, scope_kind, scope_id",
        args![id, today],
        read_grant,
    )
    .await
}

/// The accounts that hold one of `roles` on `today` for exactly this scope and can sign in, in the order of their ids.
pub async fn holders(
    sql: &impl Sql,
    roles: &[Role],
    scope: &Scope,
    today: CivilDate,
) -> Result<Vec<UserId>> {
    let (kind, id) = scope_columns(scope)?;
    let mut found = Vec::new();
    for role in roles {
        let held: Vec<UserId> = sql
            .all(
                "SELECT DISTINCT a.id AS id FROM account_role r JOIN account a ON a.id = r.account_id \
                 WHERE r.role = $1 AND r.scope_kind = $2 AND r.scope_id = $3 AND r.valid_from <= $4 \
                 AND (r.valid_to IS NULL OR r.valid_to >= $4) AND a.disabled_at IS NULL ORDER BY id",
                args![role, kind, id, today],
                |row| row.get("id"),
            )
            .await?;
        found.extend(held);
    }
    Ok(found)
}

pub(super) async fn insert_account(tx: &Tx, account: &Account, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO account (id, login, name, password, person_id, epoch, failures, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, 1, 0, $6, $6)",
        args![account.id, account.login, account.name, account.password, account.person_id, at],
    )
    .await?;
    Ok(())
}

pub(super) async fn insert_grant(tx: &Tx, id: UserId, grant: &Grant, at: Timestamp) -> Result<()> {
    let (kind, scope) = scope_columns(&grant.scope)?;
    tx.exec(
        "INSERT INTO account_role (account_id, role, scope_kind, scope_id, valid_from, valid_to, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, grant.role, kind, scope, grant.valid_from, grant.valid_to, at],
    )
    .await?;
    Ok(())
}

pub(super) async fn end_grant(
    tx: &Tx,
    id: UserId,
    grant: &Grant,
    last_day: CivilDate,
) -> Result<u64> {
    let (kind, scope) = scope_columns(&grant.scope)?;
    tx.exec(
        "UPDATE account_role SET valid_to = $6 WHERE account_id = $1 AND role = $2 \
         AND scope_kind = $3 AND scope_id = $4 AND valid_from = $5 AND (valid_to IS NULL OR valid_to > $6)",
        args![id, grant.role, kind, scope, grant.valid_from, last_day],
    )
    .await
}

pub(super) async fn set_password(tx: &Tx, id: UserId, hash: &str, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE account SET password = $2, epoch = epoch + 1, failures = 0, locked_until = NULL, updated_at = $3 \
         WHERE id = $1",
        args![id, hash, at],
    )
    .await?;
    Ok(())
}

pub(super) async fn set_disabled(tx: &Tx, id: UserId, at: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE account SET disabled_at = $2, epoch = epoch + 1, updated_at = $2 \
         WHERE id = $1 AND disabled_at IS NULL",
        args![id, at],
    )
    .await
}

pub(super) async fn bump_epoch(tx: &Tx, id: UserId, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE account SET epoch = epoch + 1, updated_at = $2 WHERE id = $1",
        args![id, at],
    )
    .await?;
    Ok(())
}

pub(super) async fn count_failure(
    tx: &Tx,
    id: UserId,
    locked_until: Option<Timestamp>,
) -> Result<()> {
    tx.exec(
        "UPDATE account SET failures = failures + 1, locked_until = $2 WHERE id = $1",
        args![id, locked_until],
    )
    .await?;
    Ok(())
}

pub(super) async fn clear_failures(tx: &Tx, id: UserId) -> Result<()> {
    tx.exec(
        "UPDATE account SET failures = 0, locked_until = NULL WHERE id = $1",
        args![id],
    )
    .await?;
    Ok(())
}

pub(super) async fn insert_session(
    tx: &Tx,
    token_hash: &str,
    account: &Account,
    device: &str,
    expires_at: Timestamp,
) -> Result<()> {
    tx.exec(
        "INSERT INTO session (token_hash, account_id, epoch, created_at, seen_at, expires_at, device) \
         VALUES ($1, $2, $3, $4, $4, $5, $6)",
        args![token_hash, account.id, account.epoch, tx.now(), expires_at, device],
    )
    .await?;
    Ok(())
}

/// The account of a living session and when that was last used: not expired, used after `idle_since`, of the account's
/// present epoch, not disabled.
pub(super) async fn session_account(
    sql: &impl Sql,
    token_hash: &str,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Option<(Account, Timestamp)>> {
    sql.opt(
        "SELECT a.*, s.seen_at FROM session s JOIN account a ON a.id = s.account_id \
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND s.epoch = a.epoch \
         AND a.disabled_at IS NULL",
        args![token_hash, now, idle_since],
        |row| Ok((read_account(row)?, row.get("seen_at")?)),
    )
    .await
}

/// Marks a session as used now, unless somebody did after `stale`; how many rows changed.
pub(super) async fn set_seen(tx: &Tx, token_hash: &str, stale: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at <= $3",
        args![token_hash, tx.now(), stale],
    )
    .await
}

/// Removes the sessions of an account that have ended by age or for want of use.
pub(super) async fn delete_ended_sessions(
    tx: &Tx,
    id: UserId,
    idle_since: Timestamp,
) -> Result<u64> {
    tx.exec(
        "DELETE FROM session WHERE account_id = $1 AND (expires_at <= $2 OR seen_at <= $3)",
        args![id, tx.now(), idle_since],
    )
    .await
}

pub(super) async fn delete_session(tx: &Tx, token_hash: &str) -> Result<u64> {
    tx.exec(
        "DELETE FROM session WHERE token_hash = $1",
        args![token_hash],
    )
    .await
}

pub(super) async fn sessions(
    sql: &impl Sql,
    id: UserId,
    epoch: i64,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Vec<SessionRow>> {
    sql.all(
        "SELECT * FROM session WHERE account_id = $1 AND epoch = $2 AND expires_at > $3 AND seen_at > $4 \
         ORDER BY created_at DESC",
        args![id, epoch, now, idle_since],
        |row| {
            Ok(SessionRow {
                created_at: row.get("created_at")?,
                seen_at: row.get("seen_at")?,
                device: row.get("device")?,
            })
        },
    )
    .await
}

pub(super) async fn secret(sql: &impl Sql, name: &str) -> Result<Option<String>> {
    sql.opt(
        "SELECT value FROM account_secret WHERE name = $1",
        args![name],
        |row| row.get("value"),
    )
    .await
}

pub(super) async fn set_secret(tx: &Tx, name: &str, value: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO account_secret (name, value, at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
        args![name, value, tx.now()],
    )
    .await?;
    Ok(())
}

pub(super) async fn take_secret(tx: &Tx, name: &str, value: &str) -> Result<u64> {
    tx.exec(
        "DELETE FROM account_secret WHERE name = $1 AND value = $2",
        args![name, value],
    )
    .await
}

pub(super) async fn count_accounts(sql: &impl Sql) -> Result<i64> {
    sql.count("SELECT COUNT(*) AS n FROM account", args![])
        .await
}

pub(super) struct Activation {
    pub id: String,
    pub person_id: PersonId,
    pub failures: i64,
}

pub(super) async fn insert_activation(
    tx: &Tx,
    person: PersonId,
    code_hash: &str,
    by: &str,
    expires_at: Timestamp,
) -> Result<()> {
    let id: uuid::Uuid = tx.new_id();
    // A new slip replaces the earlier ones of the same person.
    tx.exec(
        "UPDATE activation SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL",
        args![person, tx.now()],
    )
    .await?;
    tx.exec(
        "INSERT INTO activation (id, person_id, code_hash, created_at, created_by, expires_at, failures) \
         VALUES ($1, $2, $3, $4, $5, $6, 0)",
        args![id, person, code_hash, tx.now(), by, expires_at],
    )
    .await?;
    Ok(())
}

pub(super) async fn living_activation(
    sql: &impl Sql,
    code_hash: &str,
    now: Timestamp,
) -> Result<Option<Activation>> {
    sql.opt(
        "SELECT id, person_id, failures FROM activation \
         WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2",
        args![code_hash, now],
        |row| {
            Ok(Activation {
                id: row.get("id")?,
                person_id: row.get("person_id")?,
                failures: row.get("failures")?,
            })
        },
    )
    .await
}

pub(super) async fn use_activation(tx: &Tx, id: &str) -> Result<u64> {
    tx.exec(
        "UPDATE activation SET used_at = $2 WHERE id = $1 AND used_at IS NULL",
        args![id, tx.now()],
    )
    .await
}

pub(super) async fn fail_activation(tx: &Tx, id: &str) -> Result<()> {
    tx.exec(
        "UPDATE activation SET failures = failures + 1 WHERE id = $1",
        args![id],
    )
    .await?;
    Ok(())
}

fn scope_columns(scope: &Scope) -> Result<(&'static str, String)> {
    Ok(match scope {
        Scope::All => ("all", String::new()),
        Scope::Org(id) => ("org", id.to_string()),
        Scope::Host(id) => ("host", id.to_string()),
        Scope::Person(id) => ("person", id.to_string()),
        Scope::Nothing => return Err(Error::invalid_field("scope", "accounts-scope-missing")),
    })
}

fn read_account(row: &Row) -> Result<Account> {
    Ok(Account {
        id: row.get("id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        person_id: row.get("person_id")?,
        epoch: row.get("epoch")?,
        failures: row.get("failures")?,
        locked_until: row.get("locked_until")?,
        disabled_at: row.get("disabled_at")?,
        password: row.get("password")?,
    })
}

fn read_grant(row: &Row) -> Result<Grant> {
    let kind: String = row.get("scope_kind")?;
    let scope = match kind.as_str() {
        "all" => Scope::All,
        "org" => Scope::Org(row.parse("scope_id")?),
        "host" => Scope::Host(row.parse("scope_id")?),
        "person" => Scope::Person(row.parse("scope_id")?),
        other => return Err(Error::internal(format!("scope kind `{other}`"))),
    };
    let role: Role = row.get("role")?;
    Ok(Grant {
        role,
        scope,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
    })
}
