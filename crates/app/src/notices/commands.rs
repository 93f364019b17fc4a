//! What the holder of an account does with her notices: read, mark, choose how to be told.

use kernel::{Actor, Error, NoticeId, Result, Timestamp, UserId};

use super::model::{MailState, Notice, NoticeKind, Preferences, Unread};
use super::store;
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::db::Sql;
use crate::db::list::{ListRequest, Paged, every_row};
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::words::{Lang, Words};

/// Notices belong to an account, so that the command line and the system have none.
fn own(actor: &Actor) -> Result<UserId> {
    actor.user.ok_or_else(Error::not_found)
}

/// How many notices `actor` has not read, in all and for the page at `path`.
pub async fn unread(sql: &impl Sql, actor: &Actor, path: &str) -> Result<Unread> {
    match actor.user {
        Some(account) => store::unread(sql, account, path).await,
        None => Ok(Unread::default()),
    }
}

/// One of `actor`'s notices.
pub async fn get(sql: &impl Sql, actor: &Actor, id: NoticeId) -> Result<Notice> {
    store::get(sql, own(actor)?, id).await
}

/// `actor`'s notices; the search looks into the words that she reads.
pub async fn list(
    sql: &impl Sql,
    actor: &Actor,
    words: &Words,
    lang: Lang,
    request: ListRequest,
) -> Result<Paged<Notice>> {
    let Some(account) = actor.user else {
        return Ok(Paged {
            rows: Vec::new(),
            total: 0,
            request,
        });
    };
    let search = request.search.trim().to_lowercase();
    let kinds = (!search.is_empty()).then(|| {
        let told = |kind: &NoticeKind| words.say(lang, &kind.text()).to_lowercase();
        let all = NoticeKind::ALL.iter().copied();
        all.filter(|kind| told(kind).contains(&search)).collect()
    });
    store::list(sql, account, kinds, request).await
}

/// Marks one notice as read.
pub async fn mark_read(app: &App, actor: &Actor, id: NoticeId) -> Result<()> {
    let account = own(actor)?;
    store::get(&app.db, account, id).await?;
    app.db
        .write_unaudited(move |tx| {
            Box::pin(async move { store::set_read(&tx, account, id).await.map(drop) })
        })
        .await
}

/// Marks all notices as read.
pub async fn mark_all(app: &App, actor: &Actor) -> Result<()> {
    let account = own(actor)?;
    app.db
        .write_unaudited(move |tx| {
            Box::pin(async move { store::set_all_read(&tx, account, None).await.map(drop) })
        })
        .await
}

/// Marks as read what leads to the page that `actor` has opened. Pages can still be read when nothing can be written,
/// so a failure is only told to the log.
pub async fn mark_seen(app: &App, actor: &Actor, path: &str) {
    let Some(account) = actor.user else { return };
    if app.db.read_only_because().is_some() {
        return;
    }
    let path = path.to_owned();
    let marked = app
        .db
        .write_unaudited(move |tx| {
            let path = path.clone();
            Box::pin(async move { store::set_all_read(&tx, account, Some(path)).await })
        })
        .await;
    if let Err(error) = marked {
        tracing::warn!(
            reason = error.log_line(),
            "that a notice was read was not noted"
        );
    }
}

/// How `actor` wants to be told, and what became of the last e-mail to her.
pub async fn preferences(
    sql: &impl Sql,
    actor: &Actor,
) -> Result<(Preferences, Option<MailState>)> {
    let account = own(actor)?;
    let chosen = store::preferences(sql, account).await?;
    Ok((chosen, store::last_mail(sql, account).await?))
}

/// Sets how `actor` wants to be told. What waits already follows the new choice when it is due.
///
/// # Errors
/// Invalid when the address is none, e-mail is wanted without an address, or the digest lies in the quiet hours.
pub async fn set_preferences(app: &App, actor: &Actor, new: Preferences) -> Result<()> {
    let account = own(actor)?;
    new.check()?;
    let entry = Entry::new(actor, "notice.preferences", "account", account);
    app.db
        .write(move |tx| {
            let (new, entry) = (new.clone(), entry.clone());
            Box::pin(async move {
                store::set_preferences(&tx, account, &new).await?;
                let email = tx.commit_to(new.email.as_deref().unwrap_or_default());
                tx.audit(
                    entry
                        .with("email", email)
                        .with("mail", new.mail)
                        .with("digest", new.digest.is_some())
                        .with("quiet", new.quiet.is_some()),
                );
                Ok(())
            })
        })
        .await
}

/// E-mails that wait, and those that a server refused for good.
pub async fn waiting(sql: &impl Sql) -> Result<(i64, i64)> {
    let queued = store::count_mail(sql, MailState::Queued).await?;
    Ok((queued, store::count_mail(sql, MailState::Failed).await?))
}

/// The list as XLSX, all pages.
pub async fn xlsx(
    app: &App,
    actor: &Actor,
    words: &Words,
    lang: Lang,
    request: &ListRequest,
) -> Result<Vec<u8>> {
    let rows = every_row(request.clone(), |request| {
        list(&app.db, actor, words, lang, request)
    })
    .await?;
    let text = |key: &str| words.get(lang, key).into_owned();
    let column = |key: &str, width| SheetColumn {
        header: text(key).to_uppercase(),
        width,
        choices: Vec::new(),
    };
    let when = |at: Timestamp| match lang {
        Lang::Id => at.long_id(),
        Lang::En => at.long_en(),
    };
    let day = |day| match day {
        Some(day) => Cell::Date(day),
        None => Cell::Empty,
    };
    let cells = rows
        .iter()
        .map(|notice| {
            vec![
                Cell::Text(when(notice.created_at)),
                Cell::Text(words.say(lang, &notice.kind.text())),
                day(notice.due),
                day(notice.starts),
                notice
                    .read_at
                    .map_or(Cell::Empty, |at| Cell::Text(when(at))),
                Cell::Text(format!("{}{}", app.base_url, notice.path)),
            ]
        })
        .collect();
    let sheet = Sheet {
        name: text("notices-sheet"),
        columns: vec![
            column("notices-sheet-at", 28),
            column("notices-sheet-what", 60),
            column("notices-sheet-due", 14),
            column("notices-sheet-starts", 14),
            column("notices-sheet-read", 28),
            column("notices-sheet-where", 60),
        ],
        rows: cells,
        notes: Vec::new(),
    };
    let port = app.ports.sheets.clone();
    blocking(move || port.xlsx(&[sheet])).await
}
