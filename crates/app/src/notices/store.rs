//! All SQL of notices, preferences and the outbox.

use kernel::{NoticeId, Result, Timestamp, UserId};

use super::model::{MailState, Notice, NoticeKind, Preferences, Unread};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};
use crate::words::Lang;

/// An e-mail of the outbox that is due.
#[derive(Clone, Debug)]
pub(super) struct Due {
    /// Id; the Message-ID is made of it.
    pub id: String,
    /// Whose.
    pub account: UserId,
    /// Whether it collects notices.
    pub digest: bool,
    /// How often the server has put it off.
    pub tries: i64,
    /// When it was written.
    pub created_at: Timestamp,
}

/// How this account wants to be told; the usual when it never said.
pub(super) async fn preferences(sql: &impl Sql, account: UserId) -> Result<Preferences> {
    let found = sql
        .opt(
            "SELECT * FROM notice_preference WHERE account_id = $1",
            args![account],
            |row| {
                let quiet: (Option<i64>, Option<i64>) =
                    (row.get("quiet_from")?, row.get("quiet_to")?);
                let lang: String = row.get("lang")?;
                Ok(Preferences {
                    email: row.get("email")?,
                    mail: row.get("mail")?,
                    digest: row.get("digest_hour")?,
                    quiet: quiet.0.zip(quiet.1),
                    lang: Lang::from_tag(&lang).unwrap_or_default(),
                })
            },
        )
        .await?;
    Ok(found.unwrap_or_default())
}

pub(super) async fn set_preferences(tx: &Tx, account: UserId, new: &Preferences) -> Result<()> {
    tx.exec(
        "INSERT INTO notice_preference (account_id, email, mail, digest_hour, quiet_from, quiet_to, lang, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account_id) DO UPDATE SET email = excluded.email, \
         mail = excluded.mail, digest_hour = excluded.digest_hour, quiet_from = excluded.quiet_from, \
         quiet_to = excluded.quiet_to, lang = excluded.lang, updated_at = excluded.updated_at",
        args![
            account,
            new.email,
            new.mail,
            new.digest,
            new.quiet.map(|hours| hours.0),
            new.quiet.map(|hours| hours.1),
            new.lang.tag(),
            tx.now()
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn insert(tx: &Tx, notice: &Notice, mail: Option<&str>) -> Result<()> {
    tx.exec(
        "INSERT INTO notice (id, account_id, kind, path, due, starts, created_at, mail_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            notice.id,
            notice.account,
            notice.kind,
            notice.path,
            notice.due,
            notice.starts,
            notice.created_at,
            mail.map(str::to_owned)
        ],
    )
    .await
    .map(drop)
}

/// Puts an e-mail into the outbox; its id. A digest of the same instant is there once, whoever begins it.
pub(super) async fn insert_mail(
    tx: &Tx,
    account: UserId,
    digest_at: Option<Timestamp>,
    not_before: Timestamp,
) -> Result<String> {
    let id = tx.new_id::<uuid::Uuid>().to_string();
    tx.exec(
        "INSERT INTO notice_mail (id, account_id, digest_at, not_before, state, tries, created_at) \
         VALUES ($1, $2, $3, $4, 'queued', 0, $5) ON CONFLICT DO NOTHING",
        args![id, account, digest_at, not_before, tx.now()],
    )
    .await?;
    Ok(id)
}

/// The digest of this instant while it still collects.
pub(super) async fn open_digest(
    sql: &impl Sql,
    account: UserId,
    at: Timestamp,
) -> Result<Option<String>> {
    sql.opt(
        "SELECT id FROM notice_mail WHERE account_id = $1 AND digest_at = $2 AND state = 'queued' AND tries = 0 \
         AND claimed_until IS NULL",
        args![account, at],
        |row| row.get("id"),
    )
    .await
}

/// E-mails that are due and that nobody is sending, the oldest first.
pub(super) async fn due(sql: &impl Sql, now: Timestamp, most: i64) -> Result<Vec<Due>> {
    sql.all(
        "SELECT id, account_id, digest_at, tries, created_at FROM notice_mail WHERE state = 'queued' \
         AND not_before <= $1 AND (claimed_until IS NULL OR claimed_until < $1) ORDER BY not_before, id LIMIT $2",
        args![now, most],
        |row| {
            Ok(Due {
                id: row.get("id")?,
                account: row.get("account_id")?,
                digest: row.get::<Option<i64>>("digest_at")?.is_some(),
                tries: row.get("tries")?,
                created_at: row.get("created_at")?,
            })
        },
    )
    .await
}

/// Takes an e-mail for this sender alone until `until`; 0 when somebody was quicker.
pub(super) async fn claim(tx: &Tx, id: &str, now: Timestamp, until: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE notice_mail SET claimed_until = $3 WHERE id = $1 AND state = 'queued' \
         AND (claimed_until IS NULL OR claimed_until < $2)",
        args![id, now, until],
    )
    .await
}

/// Nobody is sending: what a server that ended had taken is free again.
pub(super) async fn release_all(tx: &Tx) -> Result<u64> {
    tx.exec(
        "UPDATE notice_mail SET claimed_until = NULL WHERE state = 'queued' AND claimed_until IS NOT NULL",
        args![],
    )
    .await
}

/// What became of an e-mail that was taken.
pub(super) async fn settle(
    tx: &Tx,
    id: &str,
    state: MailState,
    answer: Option<i64>,
) -> Result<u64> {
    tx.exec(
        "UPDATE notice_mail SET state = $2, answer = $3, settled_at = $4, claimed_until = NULL \
         WHERE id = $1 AND state = 'queued'",
        args![id, state, answer, tx.now()],
    )
    .await
}

/// Puts an e-mail that was taken back, not to be sent before `not_before`.
pub(super) async fn postpone(
    tx: &Tx,
    id: &str,
    not_before: Timestamp,
    tries: i64,
    answer: Option<i64>,
) -> Result<u64> {
    tx.exec(
        "UPDATE notice_mail SET not_before = $2, tries = $3, answer = $4, claimed_until = NULL \
         WHERE id = $1 AND state = 'queued'",
        args![id, not_before, tries, answer],
    )
    .await
}

/// What an e-mail tells that its receiver has not read yet, in the order of time.
pub(super) async fn of_mail(sql: &impl Sql, mail: &str) -> Result<Vec<Notice>> {
    sql.all(
        "SELECT * FROM notice WHERE mail_id = $1 AND read_at IS NULL ORDER BY created_at, id",
        args![mail],
        read,
    )
    .await
}

/// E-mails by their state.
pub(super) async fn count_mail(sql: &impl Sql, state: MailState) -> Result<i64> {
    sql.count(
        "SELECT COUNT(*) AS n FROM notice_mail WHERE state = $1",
        args![state],
    )
    .await
}

/// The state of the newest e-mail of an account that is settled.
pub(super) async fn last_mail(sql: &impl Sql, account: UserId) -> Result<Option<MailState>> {
    sql.opt(
        "SELECT state FROM notice_mail WHERE account_id = $1 AND state IN ('sent', 'failed') \
         ORDER BY settled_at DESC, id DESC LIMIT 1",
        args![account],
        |row| row.parse("state"),
    )
    .await
}

/// One notice of an account.
pub(super) async fn get(sql: &impl Sql, account: UserId, id: NoticeId) -> Result<Notice> {
    sql.one(
        "SELECT * FROM notice WHERE id = $1 AND account_id = $2",
        args![id, account],
        read,
    )
    .await
}

/// How many notices an account has not read, and how many of them lead to `path`.
pub(super) async fn unread(sql: &impl Sql, account: UserId, path: &str) -> Result<Unread> {
    let found = sql
        .opt(
            "SELECT COUNT(*) AS n, COUNT(CASE WHEN path = $2 THEN 1 END) AS here FROM notice \
             WHERE account_id = $1 AND read_at IS NULL",
            args![account, path],
            |row| {
                Ok(Unread {
                    all: row.get("n")?,
                    here: row.get("here")?,
                })
            },
        )
        .await?;
    Ok(found.unwrap_or_default())
}

/// Notices of an account: filters `state` (`unread`, `read`) and `kind`, and only kinds among `kinds` where that is
/// given; sort by `kind`, `due`, `at`; the newest first unless somebody sorts.
pub(super) async fn list(
    sql: &impl Sql,
    account: UserId,
    kinds: Option<Vec<NoticeKind>>,
    request: ListRequest,
) -> Result<Paged<Notice>> {
    let kinds = kinds.map(|kinds| {
        let keys = kinds.iter().map(|kind| format!("{kind}|"));
        format!("|{}", keys.collect::<String>())
    });
    const FILTER: &str = "WHERE account_id = $1 AND ($2 IS NULL OR $2 LIKE '%|' || kind || '|%') \
         AND ($3 IS NULL OR ($3 = 'unread' AND read_at IS NULL) OR ($3 = 'read' AND read_at IS NOT NULL)) \
         AND ($4 IS NULL OR kind = $4)";
    let mut args = args![
        account,
        kinds,
        request.filter("state"),
        request.filter("kind")
    ];
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM notice {FILTER}"),
            args.clone(),
        )
        .await?;
    let (column, descending) = match request.sort.as_str() {
        "kind" => ("kind", request.descending),
        "due" => ("due", request.descending),
        "at" => ("created_at", request.descending),
        _ => ("created_at", true),
    };
    let direction = if descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!("SELECT * FROM notice {FILTER} ORDER BY {column} {direction}, id {direction} LIMIT $5 OFFSET $6"),
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

pub(super) async fn set_read(tx: &Tx, account: UserId, id: NoticeId) -> Result<u64> {
    tx.exec(
        "UPDATE notice SET read_at = $3 WHERE id = $1 AND account_id = $2 AND read_at IS NULL",
        args![id, account, tx.now()],
    )
    .await
}

/// Marks all notices of an account as read, or those that lead to `path`.
pub(super) async fn set_all_read(tx: &Tx, account: UserId, path: Option<String>) -> Result<u64> {
    tx.exec(
        "UPDATE notice SET read_at = $2 WHERE account_id = $1 AND read_at IS NULL AND ($3 IS NULL OR path = $3)",
        args![account, tx.now(), path],
    )
    .await
}

fn read(row: &Row) -> Result<Notice> {
    Ok(Notice {
        id: row.get("id")?,
        account: row.get("account_id")?,
        kind: row.parse("kind")?,
        path: row.get("path")?,
        due: row.get("due")?,
        starts: row.get("starts")?,
        created_at: row.get("created_at")?,
        read_at: row.get("read_at")?,
    })
}
