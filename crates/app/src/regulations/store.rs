//! All SQL of the agency's own entries.

use kernel::{CivilDate, Result};

use super::model::{Act, Article, Event, Link, Own, Stage, Wait};
use crate::args;
use crate::db::{Row, Sql, Tx};

const COLUMNS: &str = "code, kind, title, owner, stage, due, name, number, year, valid_from, valid_to, confidence, note, revision";

/// The entry with this code.
pub async fn own(sql: &impl Sql, code: &str) -> Result<Own> {
    let mut found = sql
        .one(
            &format!("SELECT {COLUMNS} FROM regulation WHERE code = $1"),
            args![code],
            read,
        )
        .await?;
    fill(sql, std::slice::from_mut(&mut found)).await?;
    Ok(found)
}

/// Every entry of the agency, in the order in which they were entered.
pub(super) async fn all(sql: &impl Sql) -> Result<Vec<Own>> {
    let mut found = sql
        .all(
            &format!("SELECT {COLUMNS} FROM regulation ORDER BY created_at, code"),
            args![],
            read,
        )
        .await?;
    fill(sql, &mut found).await?;
    Ok(found)
}

fn read(row: &Row) -> Result<Own> {
    Ok(Own {
        code: row.get("code")?,
        kind: row.parse("kind")?,
        title: row.get("title")?,
        owner: row.get("owner")?,
        stage: row.parse("stage")?,
        due: row.get("due")?,
        name: row.get("name")?,
        number: row.get("number")?,
        year: row.get("year")?,
        from: row.get("valid_from")?,
        to: row.get("valid_to")?,
        confidence: row.parse("confidence")?,
        note: row.get("note")?,
        revision: row.get("revision")?,
        articles: Vec::new(),
        links: Vec::new(),
        waits: Vec::new(),
    })
}

/// Articles, relations and what waits; an agency has tens of entries, so all are read at once.
async fn fill(sql: &impl Sql, entries: &mut [Own]) -> Result<()> {
    let articles = sql
        .all(
            "SELECT code, id, article, says FROM regulation_article ORDER BY code, position",
            args![],
            |row| {
                let article = Article {
                    id: row.get("id")?,
                    article: row.get("article")?,
                    says: row.get("says")?,
                };
                Ok((row.get::<String>("code")?, article))
            },
        )
        .await?;
    let links = sql
        .all(
            "SELECT code, id, kind, target, since, note FROM regulation_relation ORDER BY code, id",
            args![],
            |row| {
                let link = Link {
                    id: row.get("id")?,
                    kind: row.parse("kind")?,
                    target: row.get("target")?,
                    since: row.get("since")?,
                    note: row.get("note")?,
                };
                Ok((row.get::<String>("code")?, link))
            },
        )
        .await?;
    let waits = sql
        .all(
            "SELECT code, entry, path, text FROM regulation_wait ORDER BY code, position",
            args![],
            |row| {
                let wait = Wait {
                    entry: row.get("entry")?,
                    path: row.get("path")?,
                    text: row.get("text")?,
                };
                Ok((row.get::<String>("code")?, wait))
            },
        )
        .await?;
    for one in entries {
        let mine = |code: &String| *code == one.code;
        one.articles = of(&articles, &mine);
        one.links = of(&links, &mine);
        one.waits = of(&waits, &mine);
    }
    Ok(())
}

fn of<T: Clone>(rows: &[(String, T)], mine: &dyn Fn(&String) -> bool) -> Vec<T> {
    let rows = rows.iter().filter(|(code, _)| mine(code));
    rows.map(|(_, value)| value.clone()).collect()
}

/// What happened to an entry, in the order of time.
pub async fn events(sql: &impl Sql, code: &str) -> Result<Vec<Event>> {
    sql.all(
        "SELECT act, stage, by_name, at, note FROM regulation_event WHERE code = $1 ORDER BY at, id",
        args![code],
        |row| {
            Ok(Event {
                act: row.parse("act")?,
                stage: row.parse("stage")?,
                by: row.get("by_name")?,
                at: row.get("at")?,
                note: row.get("note")?,
            })
        },
    )
    .await
}

/// Digest of what the agency added; empty while it added nothing.
pub(super) async fn edition(sql: &impl Sql) -> Result<String> {
    sql.one(
        "SELECT digest FROM regulation_edition WHERE name = 'own'",
        args![],
        |row| row.get("digest"),
    )
    .await
}

/// Locks the edition for the rest of the transaction, so that two changes follow each other.
pub(super) async fn lock(tx: &Tx) -> Result<()> {
    tx.exec(
        "UPDATE regulation_edition SET edition = edition + 1 WHERE name = 'own'",
        args![],
    )
    .await
    .map(drop)
}

pub(super) async fn set_edition(tx: &Tx, digest: &str) -> Result<()> {
    tx.exec(
        "UPDATE regulation_edition SET digest = $1 WHERE name = 'own'",
        args![digest],
    )
    .await
    .map(drop)
}

/// Stores a new entry; 0 when the code is taken.
pub(super) async fn insert(tx: &Tx, own: &Own) -> Result<u64> {
    tx.exec(
        "INSERT INTO regulation (code, kind, title, owner, stage, due, confidence, note, revision, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CAST($9 AS BIGINT), $10) ON CONFLICT (code) DO NOTHING",
        args![
            own.code,
            own.kind,
            own.title,
            own.owner,
            own.stage,
            own.due,
            own.confidence,
            own.note,
            1_i64,
            tx.now()
        ],
    )
    .await
}

/// Changes what is known of an entry; 0 when somebody changed it meanwhile.
pub(super) async fn update(tx: &Tx, own: &Own) -> Result<u64> {
    tx.exec(
        "UPDATE regulation SET title = $3, owner = $4, due = $5, note = $6, confidence = $7, stage = $8, name = $9, \
         number = $10, year = $11, valid_from = $12, valid_to = $13, revision = revision + 1 \
         WHERE code = $1 AND revision = $2",
        args![
            own.code,
            own.revision,
            own.title,
            own.owner,
            own.due,
            own.note,
            own.confidence,
            own.stage,
            own.name,
            own.number,
            own.year,
            own.from,
            own.to
        ],
    )
    .await
}

/// Whether an article of another entry has this id.
pub(super) async fn article_of_other(tx: &Tx, code: &str, id: &str) -> Result<bool> {
    let found = tx
        .opt(
            "SELECT id FROM regulation_article WHERE id = $1 AND code <> $2",
            args![id, code],
            |row| row.get::<String>("id"),
        )
        .await?;
    Ok(found.is_some())
}

/// Whether another entry is cited by this name.
pub(super) async fn name_of_other(tx: &Tx, code: &str, name: &str) -> Result<bool> {
    let found = tx
        .opt(
            "SELECT code FROM regulation WHERE (name = $1 OR code = $1) AND code <> $2",
            args![name, code],
            |row| row.get::<String>("code"),
        )
        .await?;
    Ok(found.is_some())
}

/// Puts the articles in place of those that stood there.
pub(super) async fn put_articles(tx: &Tx, code: &str, articles: &[Article]) -> Result<()> {
    tx.exec(
        "DELETE FROM regulation_article WHERE code = $1",
        args![code],
    )
    .await?;
    for (position, article) in (0_i64..).zip(articles) {
        tx.exec(
            "INSERT INTO regulation_article (id, code, position, article, says) VALUES ($1, $2, $3, $4, $5)",
            args![article.id, code, position, article.article, article.says],
        )
        .await?;
    }
    Ok(())
}

/// Puts what waits in place of what stood there.
pub(super) async fn put_waits(tx: &Tx, code: &str, waits: &[Wait]) -> Result<()> {
    tx.exec("DELETE FROM regulation_wait WHERE code = $1", args![code])
        .await?;
    for (position, wait) in (0_i64..).zip(waits) {
        tx.exec(
            "INSERT INTO regulation_wait (code, position, entry, path, text) VALUES ($1, $2, $3, $4, $5)",
            args![code, position, wait.entry, wait.path, wait.text],
        )
        .await?;
    }
    Ok(())
}

pub(super) async fn put_link(tx: &Tx, code: &str, link: &Link) -> Result<()> {
    tx.exec(
        "INSERT INTO regulation_relation (id, code, kind, target, since, note) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            link.id,
            code,
            link.kind,
            link.target,
            link.since,
            link.note
        ],
    )
    .await
    .map(drop)
}

/// Takes a relation out; 0 when there is none of this id.
pub(super) async fn remove_link(tx: &Tx, code: &str, id: &str) -> Result<u64> {
    tx.exec(
        "DELETE FROM regulation_relation WHERE code = $1 AND id = $2",
        args![code, id],
    )
    .await
}

pub(super) async fn put_event(
    tx: &Tx,
    code: &str,
    act: Act,
    stage: Stage,
    (by, name): (&str, &str),
    note: Option<&str>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO regulation_event (id, code, at, by_key, by_name, act, stage, note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            tx.new_id::<uuid::Uuid>(),
            code,
            tx.now(),
            by,
            name,
            act,
            stage,
            note
        ],
    )
    .await
    .map(drop)
}

/// Entries that are late on `today`, the earliest first: code, title and due date.
pub(super) async fn overdue(
    sql: &impl Sql,
    today: CivilDate,
) -> Result<Vec<(String, String, CivilDate)>> {
    sql.all(
        "SELECT code, title, due FROM regulation WHERE stage <> 'diundangkan' AND due IS NOT NULL AND due < $1 \
         ORDER BY due, code",
        args![today],
        |row| Ok((row.get("code")?, row.get("title")?, row.get("due")?)),
    )
    .await
}
