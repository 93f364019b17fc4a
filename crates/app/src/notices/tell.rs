//! Writing notices inside the transaction of the act that they tell of.

use std::collections::BTreeSet;

use kernel::{
    Actor, CivilDate, HostId, Kind, NoticeId, OrgId, PersonId, Result, Role, Scope, UserId,
};

use super::model::{Notice, NoticeKind, Way};
use super::store;
use crate::accounts;
use crate::db::Tx;

/// Whom to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum To<'a> {
    /// The person of the register, when she has an account.
    Person(PersonId),
    /// The personnel officers of an OPD.
    Unit(OrgId),
    /// The coordinators of a host.
    Host(HostId),
    /// The holders of a role for the whole installation.
    Agency(Role),
    /// The account with this key, as rows keep it.
    Account(&'a str),
}

/// What is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct News {
    kind: NoticeKind,
    path: String,
    due: Option<CivilDate>,
    starts: Option<CivilDate>,
}

impl News {
    /// What has happened and the path of the page where the act is done.
    pub fn new(kind: NoticeKind, path: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.into(),
            due: None,
            starts: None,
        }
    }

    /// The last day on which something can be done.
    #[must_use]
    pub fn due(mut self, day: impl Into<Option<CivilDate>>) -> Self {
        self.due = day.into();
        self
    }

    /// The day on which something begins.
    #[must_use]
    pub fn starts(mut self, day: impl Into<Option<CivilDate>>) -> Self {
        self.starts = day.into();
        self
    }
}

/// Tells `news` to everybody among `to` who has an account, each once, except to who did it herself.
pub async fn tell(tx: &Tx, actor: &Actor, to: &[To<'_>], news: News) -> Result<()> {
    let mut accounts = BTreeSet::new();
    for one in to {
        accounts.extend(accounts_of(tx, *one).await?);
    }
    for account in accounts {
        if actor.user != Some(account) {
            write(tx, account, &news).await?;
        }
    }
    Ok(())
}

async fn accounts_of(tx: &Tx, to: To<'_>) -> Result<Vec<UserId>> {
    let today = tx.now().date();
    let holders =
        async |role: Role, scope: Scope| accounts::holders(tx, &[role], &scope, today).await;
    match to {
        To::Person(person) => {
            let account = accounts::account_of_person(tx, person).await?;
            let living = account.filter(|account| account.disabled_at.is_none());
            Ok(living.map(|account| account.id).into_iter().collect())
        }
        To::Unit(opd) => holders(Role::Opd, Scope::Org(opd)).await,
        To::Host(host) => holders(Role::Host, Scope::Host(host)).await,
        To::Agency(role) => holders(role, Scope::All).await,
        To::Account(key) => {
            // The system itself has no account.
            let Ok(id) = key.parse() else {
                return Ok(Vec::new());
            };
            match accounts::account(tx, id).await {
                Ok(account) if account.disabled_at.is_none() => Ok(vec![id]),
                Ok(_) => Ok(Vec::new()),
                Err(error) if error.kind() == Kind::NotFound => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        }
    }
}

async fn write(tx: &Tx, account: UserId, news: &News) -> Result<()> {
    let preferences = store::preferences(tx, account).await?;
    let mail = match preferences.address() {
        None => None,
        Some(_) => match preferences.way(tx.now()) {
            Way::Alone(not_before) => {
                Some(store::insert_mail(tx, account, None, not_before).await?)
            }
            Way::Digest(at) => Some(digest(tx, account, at).await?),
        },
    };
    let notice = Notice {
        id: tx.new_id::<NoticeId>(),
        account,
        kind: news.kind,
        path: news.path.clone(),
        due: news.due,
        starts: news.starts,
        created_at: tx.now(),
        read_at: None,
    };
    store::insert(tx, &notice, mail.as_deref()).await
}

/// The digest of this instant: the one that collects already, or a new one.
async fn digest(tx: &Tx, account: UserId, at: kernel::Timestamp) -> Result<String> {
    if let Some(mail) = store::open_digest(tx, account, at).await? {
        return Ok(mail);
    }
    let made = store::insert_mail(tx, account, Some(at), at).await?;
    match store::open_digest(tx, account, at).await? {
        // Somebody else may have begun it in the same moment.
        Some(mail) => Ok(mail),
        // It has gone out already, as after a jump of the clock: this notice goes by itself.
        None => {
            drop(made);
            store::insert_mail(tx, account, None, at).await
        }
    }
}
