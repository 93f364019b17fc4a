//! What an administrator and the owner of an account can do.

use kernel::{Actor, CivilDate, Error, PersonId, Result, Role, Scope, UserId};

use super::model::{Account, Grant, check_password, parse_login};
use super::{access, password, store};
use crate::App;
use crate::audit::Entry;

const FIRST_ADMIN: &str = "first-admin";

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Name typed at login.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// First password; empty for an account that is activated by a code.
    pub password: Option<String>,
    /// The person in the register.
    pub person_id: Option<PersonId>,
    /// Roles from today.
    pub grants: Vec<(Role, Scope)>,
}

/// A role given or taken.
#[derive(Clone, Debug)]
pub struct Change {
    /// The account.
    pub account: UserId,
    /// The role.
    pub role: Role,
    /// Whose rows it covers.
    pub scope: Scope,
    /// First day of the grant.
    pub valid_from: CivilDate,
    /// Last day; open if empty.
    pub valid_to: Option<CivilDate>,
}

/// Makes an account with its roles.
pub async fn create(app: &App, actor: &Actor, new: NewAccount) -> Result<UserId> {
    access::MANAGE.allow(actor)?;
    insert(app, actor, new, "account.create").await
}

async fn insert(app: &App, actor: &Actor, new: NewAccount, act: &'static str) -> Result<UserId> {
    let (account, grants) = prepare(app, new).await?;
    let id = account.id;
    let entry = Entry::new(actor, act, "account", id);
    app.db
        .write(move |tx| {
            let (account, grants, entry) = (account.clone(), grants.clone(), entry.clone());
            Box::pin(async move { store_new(&tx, &account, &grants, entry).await })
        })
        .await?;
    Ok(id)
}

/// Checks a new account and hashes its password, outside any transaction.
pub(super) async fn prepare(app: &App, new: NewAccount) -> Result<(Account, Vec<Grant>)> {
    let login = parse_login(&new.login)?;
    if new.name.trim().is_empty() {
        return Err(Error::invalid_field("name", "accounts-name-missing"));
    }
    let password = match &new.password {
        Some(text) => {
            check_password(&login, text)?;
            Some(password::hash(app.entropy.as_ref(), text).await?)
        }
        None => None,
    };
    let account = Account {
        id: UserId(app.clock.new_id()),
        login,
        name: new.name.trim().to_owned(),
        person_id: new.person_id,
        epoch: 1,
        failures: 0,
        locked_until: None,
        disabled_at: None,
        password,
    };
    let today = app.clock.today();
    let grants = new
        .grants
        .into_iter()
        .map(|(role, scope)| Grant {
            role,
            scope,
            valid_from: today,
            valid_to: None,
        })
        .collect();
    Ok((account, grants))
}

pub(super) async fn store_new(
    tx: &crate::db::Tx,
    account: &Account,
    grants: &[Grant],
    entry: Entry,
) -> Result<()> {
    if store::account_by_login(tx, &account.login).await?.is_some() {
        return Err(Error::invalid_field("login", "accounts-login-taken"));
    }
    store::insert_account(tx, account, tx.now()).await?;
    for grant in grants {
        store::insert_grant(tx, account.id, grant, tx.now()).await?;
    }
    let roles: Vec<&str> = grants.iter().map(|grant| grant.role.key()).collect();
    tx.audit(
        entry
            .with("login", tx.commit_to(&account.login))
            .with("roles", roles.join(",")),
    );
    Ok(())
}

/// Gives a role.
pub async fn grant(app: &App, actor: &Actor, change: Change) -> Result<()> {
    access::MANAGE.allow(actor)?;
    let entry = Entry::new(actor, "account.grant", "account", change.account)
        .with("role", change.role.key());
    app.db
        .write(move |tx| {
            let (change, entry) = (change.clone(), entry.clone());
            Box::pin(async move {
                store::account(&tx, change.account).await?;
                let grant = Grant {
                    role: change.role,
                    scope: change.scope,
                    valid_from: change.valid_from,
                    valid_to: change.valid_to,
                };
                store::insert_grant(&tx, change.account, &grant, tx.now()).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Takes a role back; the day before today is its last.
pub async fn revoke(app: &App, actor: &Actor, change: Change) -> Result<()> {
    access::MANAGE.allow(actor)?;
    let entry = Entry::new(actor, "account.revoke", "account", change.account)
        .with("role", change.role.key());
    let last_day = app
        .clock
        .today()
        .add_days(-1)
        .ok_or_else(Error::not_found)?;
    app.db
        .write(move |tx| {
            let (change, entry) = (change.clone(), entry.clone());
            Box::pin(async move {
                let grant = Grant {
                    role: change.role,
                    scope: change.scope,
                    valid_from: change.valid_from,
                    valid_to: change.valid_to,
                };
                if store::end_grant(&tx, change.account, &grant, last_day).await? == 0 {
                    return Err(Error::not_found());
                }
                store::bump_epoch(&tx, change.account, tx.now()).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Disables an account and ends its sessions; its history stays.
pub async fn disable(app: &App, actor: &Actor, id: UserId) -> Result<()> {
    access::MANAGE.allow(actor)?;
    if actor.user == Some(id) {
        return Err(Error::refused("accounts-not-yourself"));
    }
    let entry = Entry::new(actor, "account.disable", "account", id);
    app.db
        .write(move |tx| {
            let entry = entry.clone();
            Box::pin(async move {
                if store::set_disabled(&tx, id, tx.now()).await? == 0 {
                    return Err(Error::not_found());
                }
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Sets a new password as administrator; every session of the account ends.
pub async fn set_password(app: &App, actor: &Actor, id: UserId, text: &str) -> Result<()> {
    access::MANAGE.allow(actor)?;
    replace_password(app, actor, id, text).await
}

/// Changes one's own password; the present one is asked for, every session ends.
pub async fn change_password(app: &App, actor: &Actor, present: &str, text: &str) -> Result<()> {
    let id = actor.user.ok_or_else(Error::forbidden)?;
    let account = store::account(&app.db, id).await?;
    if !password::matches(account.password, present).await? {
        return Err(Error::invalid_field("present", "accounts-password-wrong"));
    }
    replace_password(app, actor, id, text).await
}

async fn replace_password(app: &App, actor: &Actor, id: UserId, text: &str) -> Result<()> {
    let account = store::account(&app.db, id).await?;
    check_password(&account.login, text)?;
    let hash = password::hash(app.entropy.as_ref(), text).await?;
    let entry = Entry::new(actor, "account.password", "account", id);
    app.db
        .write(move |tx| {
            let (hash, entry) = (hash.clone(), entry.clone());
            Box::pin(async move {
                store::set_password(&tx, id, &hash, tx.now()).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// A new one-time secret for the first administrator; `None` once there is any account.
///
/// Only its hash is kept; asking again replaces it. The server prints it at start, nobody else sees it.
pub async fn first_admin_secret(app: &App) -> Result<Option<String>> {
    if store::count_accounts(&app.db).await? > 0 {
        return Ok(None);
    }
    let secret = app.entropy.secret();
    let hash = crate::sha256_hex(secret.as_bytes());
    app.db
        .write_unaudited(move |tx| {
            let hash = hash.clone();
            Box::pin(async move { store::set_secret(&tx, FIRST_ADMIN, &hash).await })
        })
        .await?;
    Ok(Some(secret))
}

/// Makes the first administrator by the one-time secret, which works once.
pub async fn claim_first_admin(
    app: &App,
    secret: &str,
    login: &str,
    name: &str,
    password: &str,
) -> Result<UserId> {
    let hash = crate::sha256_hex(secret.trim().as_bytes());
    let wrong = || Error::invalid_field("secret", "accounts-secret-wrong");
    if store::secret(&app.db, FIRST_ADMIN).await?.as_deref() != Some(hash.as_str()) {
        return Err(wrong());
    }
    let new = NewAccount {
        login: login.to_owned(),
        name: name.to_owned(),
        password: Some(password.to_owned()),
        person_id: None,
        grants: vec![(Role::Admin, Scope::All)],
    };
    let (account, grants) = prepare(app, new).await?;
    let id = account.id;
    let actor = Actor::system(kernel::Origin::System);
    let entry = Entry::new(&actor, "account.first-admin", "account", id);
    app.db
        .write(move |tx| {
            let (account, grants, entry) = (account.clone(), grants.clone(), entry.clone());
            let hash = hash.clone();
            Box::pin(async move {
                if store::take_secret(&tx, FIRST_ADMIN, &hash).await? == 0 {
                    return Err(Error::invalid_field("secret", "accounts-secret-wrong"));
                }
                store_new(&tx, &account, &grants, entry).await
            })
        })
        .await?;
    Ok(id)
}
