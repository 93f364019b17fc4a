//! The worker that sends what the outbox holds.
//!
//! A row is taken by a conditional update before it is sent, so that no two senders have it at once, and settled when
//! the server has taken the e-mail over. Between the two the process may end: then the row is sent again later, under
//! the same Message-ID.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use kernel::{Result, Timestamp};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::model::{MailState, Notice, backoff_seconds};
use super::store::{self, Due};
use crate::App;
use crate::accounts;
use crate::db::Engine;
use crate::ports::{Mail, MailFailure, SendMail};
use crate::words::{Lang, SOURCES, Words};

/// E-mails that one server has in flight at most.
pub const AT_ONCE: usize = 4;
/// For so long a row belongs to who has taken it; more than an attempt to send may last.
const LEASE_SECONDS: i64 = 60;
/// An e-mail that could not be sent for so long is no news any more; the notice stays in the application.
const TOO_OLD_SECONDS: i64 = 14 * 24 * 3600;
/// How often the outbox is looked at while nothing is due.
const IDLE: Duration = Duration::from_secs(2);
/// Waits after a failure: the first, then twice as long each time, up to the last.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LAST_PAUSE: Duration = Duration::from_secs(300);

/// What one look at the outbox came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Round {
    /// Nothing is due.
    Idle,
    /// Some were settled or put off.
    Worked,
    /// The server cannot be reached, or does not let us in.
    Unreachable,
}

/// Sends what is due until `stop` changes; ends at once where no e-mail is set up. What is in flight is finished first.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let Some(mail) = app.ports.mail.clone() else {
        return;
    };
    release(&app).await;
    let mut failures = 0;
    while !*stop.borrow() {
        let pause = match round(&app, &mail).await {
            Ok(Round::Worked) => {
                failures = 0;
                continue;
            }
            Ok(Round::Idle) => {
                failures = 0;
                IDLE
            }
            Ok(Round::Unreachable) => {
                tracing::warn!("the mail server cannot be reached; notices wait");
                failures += 1;
                pause(failures)
            }
            Err(error) => {
                tracing::warn!(reason = error.log_line(), "notices were not sent");
                failures += 1;
                pause(failures)
            }
        };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn pause(failures: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    FIRST_PAUSE.saturating_mul(doubled).min(LAST_PAUSE)
}

/// A SQLite file has one server. What it had taken before it ended is free, and need not wait for its lease; on
/// PostgreSQL another server may be sending it.
async fn release(app: &App) {
    if app.db.engine() != Engine::Sqlite {
        return;
    }
    let released = app
        .db
        .write_unaudited(|tx| Box::pin(async move { store::release_all(&tx).await }))
        .await;
    if let Err(error) = released {
        tracing::warn!(
            reason = error.log_line(),
            "taken e-mails wait for their lease"
        );
    }
}

/// Takes up to [`AT_ONCE`] e-mails that are due, sends them side by side, and settles each.
pub async fn round(app: &App, mail: &Arc<dyn SendMail>) -> Result<Round> {
    let now = app.clock.now();
    let most = AT_ONCE as i64;
    if store::due(&app.db, now, 1).await?.is_empty() {
        return Ok(Round::Idle);
    }
    let taken: Vec<Due> = app
        .db
        .write_unaudited(move |tx| {
            Box::pin(async move {
                let mut taken = Vec::new();
                for row in store::due(&tx, now, most).await? {
                    let until = now.plus_seconds(LEASE_SECONDS);
                    if store::claim(&tx, &row.id, now, until).await? == 1 {
                        taken.push(row);
                    }
                }
                Ok(taken)
            })
        })
        .await?;
    if taken.is_empty() {
        return Ok(Round::Idle);
    }
    let mut sending = JoinSet::new();
    for row in taken {
        let (app, mail) = (app.clone(), mail.clone());
        sending.spawn(async move { one(&app, mail.as_ref(), row).await });
    }
    let mut outcome = Ok(Round::Worked);
    while let Some(done) = sending.join_next().await {
        match done.map_err(kernel::Error::internal).and_then(|done| done) {
            Ok(true) => {}
            Ok(false) => outcome = outcome.map(|_| Round::Unreachable),
            Err(error) => outcome = Err(error),
        }
    }
    outcome
}

/// What is to become of a row.
#[derive(Clone, Copy)]
enum Verdict {
    Settle(MailState, Option<i64>),
    Wait(Timestamp, i64, Option<i64>),
}

/// Sends one row and settles it; `false` when the server cannot be reached.
async fn one(app: &App, mail: &dyn SendMail, row: Due) -> Result<bool> {
    let now = app.clock.now();
    let (verdict, reached) = match compose(app, &row, now).await? {
        Err(verdict) => (verdict, true),
        Ok(letter) => match mail.send(&letter).await {
            Ok(()) => (Verdict::Settle(MailState::Sent, None), true),
            Err(MailFailure::Never(code)) => {
                tracing::warn!(mail = row.id, code, "an address was refused");
                (Verdict::Settle(MailState::Failed, Some(code)), true)
            }
            Err(MailFailure::Later(code)) => {
                tracing::info!(mail = row.id, code, "an e-mail was put off");
                let tries = row.tries + 1;
                let then = now.plus_seconds(backoff_seconds(tries));
                (Verdict::Wait(then, tries, Some(code)), true)
            }
            // It is not this e-mail's fault, so that it keeps its turn.
            Err(MailFailure::Unreachable) => (Verdict::Wait(now, row.tries, None), false),
        },
    };
    app.db
        .write_unaudited(move |tx| {
            let id = row.id.clone();
            Box::pin(async move {
                match verdict {
                    Verdict::Settle(state, code) => store::settle(&tx, &id, state, code).await,
                    Verdict::Wait(then, tries, code) => {
                        store::postpone(&tx, &id, then, tries, code).await
                    }
                }
            })
        })
        .await?;
    Ok(reached)
}

/// The e-mail of a row as its receiver wants it now, or what is to become of the row instead.
async fn compose(app: &App, row: &Due, now: Timestamp) -> Result<Result<Mail, Verdict>> {
    let dropped = Ok(Err(Verdict::Settle(MailState::Dropped, None)));
    let wants = store::preferences(&app.db, row.account).await?;
    let account = accounts::account(&app.db, row.account).await?;
    let Some(to) = wants.address() else {
        return dropped;
    };
    if account.disabled_at.is_some() || row.created_at.plus_seconds(TOO_OLD_SECONDS) < now {
        return dropped;
    }
    if let Some(until) = wants.quiet_until(now) {
        return Ok(Err(Verdict::Wait(until, row.tries, None)));
    }
    let notices = store::of_mail(&app.db, &row.id).await?;
    if notices.is_empty() {
        return dropped;
    }
    let (subject, text) = words_of(app, &notices, row.digest, wants.lang);
    Ok(Ok(Mail {
        id: row.id.clone(),
        to: to.to_owned(),
        subject,
        text,
        at: now,
    }))
}

fn words_of(app: &App, notices: &[Notice], digest: bool, lang: Lang) -> (String, String) {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(SOURCES));
    let words: &Words = &WORDS;
    let subject = match notices {
        [only] if !digest => {
            let what = words.say(lang, &only.kind.text());
            words.say_args(lang, "notices-mail-subject", &[("what", what)])
        }
        all => words.say_args(lang, "notices-mail-digest", &[("n", all.len().to_string())]),
    };
    let date = |day: kernel::CivilDate| match lang {
        Lang::Id => day.long_id(),
        Lang::En => day.long_en(),
    };
    let mut text = String::new();
    for notice in notices {
        text.push_str(&words.say(lang, &notice.kind.text()));
        text.push('\n');
        for (key, day) in [
            ("notices-mail-due", notice.due),
            ("notices-mail-starts", notice.starts),
        ] {
            if let Some(day) = day {
                text.push_str(&words.say_args(lang, key, &[("date", date(day))]));
                text.push('\n');
            }
        }
        text.push_str(&format!("{}{}\n\n", app.base_url, notice.path));
    }
    let own = format!("{}/akun/pemberitahuan", app.base_url);
    text.push_str(&words.say_args(lang, "notices-mail-foot", &[("link", own)]));
    text.push('\n');
    (subject, text)
}
