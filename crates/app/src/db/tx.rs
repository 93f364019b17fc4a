//! A writing transaction as commands see it, the same on both engines.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Actor, Clock, Error, Result, Timestamp};
use sea_orm::DatabaseTransaction;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Arg, Engine, Row, Sql, all_on, exec_on, opt_on};
use crate::args;
use crate::audit::{self, Entry};

/// A handle to the running transaction; clones name the same one.
#[derive(Clone)]
pub struct Tx(Arc<Inner>);

struct Inner {
    txn: Arc<DatabaseTransaction>,
    engine: Engine,
    clock: Arc<dyn Clock>,
    audit_key: Arc<[u8; 32]>,
    entries: Mutex<Vec<Entry>>,
}

/// What became of an act that may be sent twice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WriteOnce<T> {
    /// It was done now.
    Done(T),
    /// It had been done before, with this answer.
    Before(T),
}

impl<T> WriteOnce<T> {
    /// The answer, whenever it was given.
    pub fn into_inner(self) -> T {
        match self {
            WriteOnce::Done(value) | WriteOnce::Before(value) => value,
        }
    }
}

impl Tx {
    pub(super) fn new(
        txn: DatabaseTransaction,
        engine: Engine,
        clock: Arc<dyn Clock>,
        audit_key: Arc<[u8; 32]>,
    ) -> Self {
        Self::on(Arc::new(txn), engine, clock, audit_key)
    }

    pub(super) fn on(
        txn: Arc<DatabaseTransaction>,
        engine: Engine,
        clock: Arc<dyn Clock>,
        audit_key: Arc<[u8; 32]>,
    ) -> Self {
        Self(Arc::new(Inner {
            txn,
            engine,
            clock,
            audit_key,
            entries: Mutex::default(),
        }))
    }

    /// The instant of the change.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// A new id.
    pub fn new_id<T: From<uuid::Uuid>>(&self) -> T {
        T::from(self.0.clock.new_id())
    }

    /// Adds a line to the audit log; it is chained and stored with the change, or the change is not made.
    pub fn audit(&self, entry: Entry) {
        self.0
            .entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(entry);
    }

    /// A commitment to personal data for the audit log: readable by nobody, provable by who holds key and value.
    pub fn commit_to(&self, personal: &str) -> String {
        audit::commitment(&self.0.audit_key, personal)
    }

    /// Carries out `act` unless `key` (a form's nonce, an idempotency key) has been used by this `who` before.
    pub async fn once<T, F>(&self, who: &str, key: &str, act: F) -> Result<WriteOnce<T>>
    where
        T: Serialize + DeserializeOwned + Send,
        F: Future<Output = Result<T>>,
    {
        let claimed = self
            .exec(
                "INSERT INTO once (who, key, answer, at) VALUES ($1, $2, '', $3) \
                 ON CONFLICT (who, key) DO NOTHING",
                args![who, key, self.now()],
            )
            .await?;
        if claimed == 0 {
            let answer = self
                .one(
                    "SELECT answer FROM once WHERE who = $1 AND key = $2",
                    args![who, key],
                    |row| row.json("answer"),
                )
                .await?;
            return Ok(WriteOnce::Before(answer));
        }
        let value = act.await?;
        let answer = serde_json::to_string(&value).map_err(Error::internal)?;
        self.exec(
            "UPDATE once SET answer = $3 WHERE who = $1 AND key = $2",
            args![who, key, answer],
        )
        .await?;
        Ok(WriteOnce::Done(value))
    }

    /// Carries out a form of `actor` once for each `nonce`; a repetition answers as the first time and says in the
    /// audit log that it was asked for again. Without a nonce (command line, files) every call is a new one.
    pub async fn once_by<T, F>(&self, actor: &Actor, nonce: Option<&str>, act: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send,
        F: Future<Output = Result<T>>,
    {
        let Some(nonce) = nonce else {
            return act.await;
        };
        let done = self.once(&actor.key(), nonce, act).await?;
        if matches!(done, WriteOnce::Before(_)) {
            self.audit(Entry::new(actor, "form.repeat", "form", nonce));
        }
        Ok(done.into_inner())
    }

    /// Stores the audit lines; on PostgreSQL the head is locked here, last before the commit.
    pub(super) async fn seal(&self, audited: bool) -> Result<()> {
        let entries = std::mem::take(
            &mut *self
                .0
                .entries
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        if entries.is_empty() {
            return if audited {
                Err(Error::internal(
                    "a change without an audit line is not stored",
                ))
            } else {
                Ok(())
            };
        }
        audit::append(self, self.now(), entries).await
    }

    pub(super) fn into_inner(self) -> Result<DatabaseTransaction> {
        Arc::try_unwrap(self.0)
            .ok()
            .and_then(|inner| Arc::try_unwrap(inner.txn).ok())
            .ok_or_else(|| Error::internal("a transaction handle outlived its act"))
    }
}

impl Sql for Tx {
    async fn exec(&self, sql: &str, args: Vec<Arg>) -> Result<u64> {
        exec_on(self.0.txn.as_ref(), sql, args).await
    }

    async fn all<T: Send>(
        &self,
        sql: &str,
        args: Vec<Arg>,
        read: impl Fn(&Row) -> Result<T> + Send + Sync,
    ) -> Result<Vec<T>> {
        all_on(self.0.txn.as_ref(), sql, args, read).await
    }

    async fn opt<T: Send>(
        &self,
        sql: &str,
        args: Vec<Arg>,
        read: impl Fn(&Row) -> Result<T> + Send + Sync,
    ) -> Result<Option<T>> {
        opt_on(self.0.txn.as_ref(), sql, args, read).await
    }

    fn engine(&self) -> Engine {
        self.0.engine
    }
}
