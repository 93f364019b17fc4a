//! Sessions on the server: a random token in the cookie, its hash in the table.

use kernel::{Actor, Error, Origin, Result, RoleGrant, Text, Timestamp, UserId};

use super::model::Account;
use super::{password, store};
use crate::App;
use crate::audit::Entry;

/// A session ends this long after its login: one working day.
const LIFETIME_SECONDS: i64 = 12 * 3600;
/// A session that nobody used for this long has ended: the longest that NIST SP 800-63B-4 (2.2.3) bears at AAL2.
pub(super) const IDLE_SECONDS: i64 = 3600;
/// How exactly a session knows when it was last used; between, requests write nothing.
pub(super) const SEEN_SECONDS: i64 = 5 * 60;
/// Failed logins that are free; each further one doubles the wait.
const FREE_FAILURES: i64 = 5;
/// Longest wait after failed logins.
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;

/// What the browser says of itself, shortened.
#[derive(Clone, Debug, Default)]
pub struct Device(pub String);

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Login.
    pub created_at: Timestamp,
    /// Last request, to within five minutes.
    pub seen_at: Timestamp,
    /// Browser.
    pub device: String,
}

/// Logs in by login name and password; answers the token for the cookie.
///
/// After five failures the account waits, each time twice as long, up to a quarter of an hour.
pub async fn login(app: &App, login: &str, password: &str, device: Device) -> Result<String> {
    let login = login.trim().to_lowercase().replace(' ', "");
    let account = store::account_by_login(&app.db, &login).await?;
    let now = app.clock.now();
    if let Some(until) = account.as_ref().and_then(|account| account.locked_until)
        && until > now
    {
        let minutes = (until.0 - now.0) / 60_000_000 + 1;
        return Err(Error::new(
            kernel::Kind::TooMany,
            Text::new("accounts-locked").with("minutes", minutes),
        ));
    }
    let stored = account
        .as_ref()
        .and_then(|account| account.password.clone());
    let right = password::matches(stored, password).await?;
    match account {
        Some(account) if right && account.disabled_at.is_none() => {
            open(app, account, device, "session.login").await
        }
        Some(account) => {
            let over = account.failures + 1 - FREE_FAILURES;
            let locked_until = (over >= 0).then(|| {
                let seconds = (30_i64 << over.min(10)).min(LONGEST_WAIT_SECONDS);
                now.plus_seconds(seconds)
            });
            let id = account.id;
            app.db
                .write_unaudited(move |tx| {
                    Box::pin(async move { store::count_failure(&tx, id, locked_until).await })
                })
                .await?;
            Err(wrong())
        }
        None => Err(wrong()),
    }
}

fn wrong() -> Error {
    Error::new(kernel::Kind::Unauthenticated, "accounts-login-wrong").next("accounts-login-help")
}

/// Opens a session without a password. Only the demonstration calls it, for its personas.
pub async fn open_for_demo(app: &App, id: UserId, device: Device) -> Result<String> {
    let account = store::account(&app.db, id).await?;
    open(app, account, device, "session.demo").await
}

async fn open(app: &App, account: Account, device: Device, act: &'static str) -> Result<String> {
    let token = app.entropy.secret();
    let hash = crate::sha256_hex(token.as_bytes());
    let device: String = device
        .0
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect();
    let mut actor = Actor::system(Origin::Web);
    actor.user = Some(account.id);
    actor.grants.clear();
    let entry = Entry::new(&actor, act, "account", account.id);
    app.db
        .write(move |tx| {
            let (hash, device) = (hash.clone(), device.clone());
            let (account, entry) = (account.clone(), entry.clone());
            Box::pin(async move {
                store::clear_failures(&tx, account.id).await?;
                store::delete_ended_sessions(&tx, account.id, idle_since(tx.now())).await?;
                let expires_at = tx.now().plus_seconds(LIFETIME_SECONDS);
                store::insert_session(&tx, &hash, &account, &device, expires_at).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await?;
    Ok(token)
}

/// A session whose last request was at this instant or before has ended.
fn idle_since(now: Timestamp) -> Timestamp {
    now.plus_seconds(-IDLE_SECONDS)
}

/// The actor behind a cookie's token; `None` when the session has ended: by logout, by its age, because nobody used
/// it for an hour, or with the account.
///
/// That it is in use is written down at most once in five minutes, so that reading a page costs no write.
pub async fn actor_of(app: &App, token: &str) -> Result<Option<Actor>> {
    let hash = crate::sha256_hex(token.as_bytes());
    let now = app.clock.now();
    let living = store::session_account(&app.db, &hash, now, idle_since(now)).await?;
    let Some((account, seen_at)) = living else {
        return Ok(None);
    };
    if seen_at <= now.plus_seconds(-SEEN_SECONDS) {
        mark_seen(app, hash).await;
    }
    let grants = store::grants_of(&app.db, account.id, app.clock.today()).await?;
    Ok(Some(Actor {
        user: Some(account.id),
        name: account.name,
        person: account.person_id,
        grants: grants
            .into_iter()
            .map(|grant| RoleGrant {
                role: grant.role,
                scope: grant.scope,
            })
            .collect(),
        origin: Origin::Web,
    }))
}

/// Writes down that a session is in use. Pages can still be read when nothing can be written, so a failure is only
/// told to the log.
async fn mark_seen(app: &App, hash: String) {
    if app.db.read_only_because().is_some() {
        return;
    }
    let marked = app
        .db
        .write_unaudited(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                let stale = tx.now().plus_seconds(-SEEN_SECONDS);
                store::set_seen(&tx, &hash, stale).await
            })
        })
        .await;
    if let Err(error) = marked {
        tracing::warn!(
            reason = error.log_line(),
            "the use of a session was not noted"
        );
    }
}

/// Ends one session.
pub async fn logout(app: &App, actor: &Actor, token: &str) -> Result<()> {
    let hash = crate::sha256_hex(token.as_bytes());
    let id = actor.user.ok_or_else(Error::forbidden)?;
    let entry = Entry::new(actor, "session.logout", "account", id);
    app.db
        .write(move |tx| {
            let (hash, entry) = (hash.clone(), entry.clone());
            Box::pin(async move {
                store::delete_session(&tx, &hash).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Ends every session of one's own account.
pub async fn logout_everywhere(app: &App, actor: &Actor) -> Result<()> {
    let id = actor.user.ok_or_else(Error::forbidden)?;
    let entry = Entry::new(actor, "session.logout-all", "account", id);
    app.db
        .write(move |tx| {
            let entry = entry.clone();
            Box::pin(async move {
                store::bump_epoch(&tx, id, tx.now()).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Living sessions of one's own account, the newest first.
pub async fn sessions_of(app: &App, id: UserId) -> Result<Vec<SessionRow>> {
    let account = store::account(&app.db, id).await?;
    let now = app.clock.now();
    store::sessions(&app.db, id, account.epoch, now, idle_since(now)).await
}
