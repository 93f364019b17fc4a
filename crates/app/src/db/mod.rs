//! The only code that knows there are two databases: connections, reads, writing transactions.
//!
//! SQLite (bundled) is the default, PostgreSQL comes by URL. Both run the same SQL text: tables hold
//! only `TEXT` and `BIGINT`, placeholders are `$1, $2, …`, instants are microseconds in UTC, civil dates
//! ISO text, booleans 0 and 1, JSON only for snapshots.

mod args;
pub mod list;
mod migrate;
mod row;
mod sqlite;
mod tx;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Clock, Error, Result};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, IsolationLevel,
    Statement, TransactionOptions, TransactionTrait,
};

pub use args::{Arg, ToArg};
pub use row::{FromCol, Row};
pub use tx::{Tx, WriteOnce};

/// Every column with its class of personal data (UU 27/2022), retention and log rule, as TOML.
pub const DATA_INVENTORY: &str = include_str!("data_inventory.toml");

/// Which engine answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// The bundled SQLite, one file in the data folder.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// Where the database is.
#[derive(Clone, Debug)]
pub enum Location {
    /// A SQLite file; it is made when it does not exist.
    File(PathBuf),
    /// A `postgres://` URL.
    Url(String),
}

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    reads: DatabaseConnection,
    engine: Engine,
    writer: Option<sqlite::Writer>,
    clock: Arc<dyn Clock>,
    audit_key: Arc<[u8; 32]>,
}

/// A future of a command inside a transaction.
pub type Act<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

impl Db {
    /// Opens the database and brings its schema up to date. `audit_key` commits to personal data in the audit log.
    pub async fn open(
        location: &Location,
        clock: Arc<dyn Clock>,
        audit_key: [u8; 32],
    ) -> Result<Self> {
        let db = Self::connect(location, clock, audit_key).await?;
        migrate::forward(&db).await?;
        Ok(db)
    }

    /// Opens the database as it is, without touching its schema.
    pub async fn connect(
        location: &Location,
        clock: Arc<dyn Clock>,
        audit_key: [u8; 32],
    ) -> Result<Self> {
        let audit_key = Arc::new(audit_key);
        match location {
            Location::File(path) => {
                let writer = sqlite::Writer::open(path, clock.clone(), audit_key.clone()).await?;
                let reads = sqlite::connect_reads(path).await?;
                let writer = Some(writer);
                Ok(Self {
                    reads,
                    engine: Engine::Sqlite,
                    writer,
                    clock,
                    audit_key,
                })
            }
            Location::Url(url) => {
                let mut options = ConnectOptions::new(url.clone());
                options
                    .max_connections(16)
                    .acquire_timeout(Duration::from_secs(8))
                    .sqlx_logging(false);
                let reads = Database::connect(options).await.map_err(failed)?;
                if reads.get_database_backend() != DbBackend::Postgres {
                    return Err(Error::invalid("error-db-url"));
                }
                Ok(Self {
                    reads,
                    engine: Engine::Postgres,
                    writer: None,
                    clock,
                    audit_key,
                })
            }
        }
    }

    /// Which engine answers.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Why nothing can be written at present; `None` when all is well.
    pub fn read_only_because(&self) -> Option<String> {
        self.writer
            .as_ref()
            .and_then(sqlite::Writer::read_only_because)
    }

    /// Carries out `act` in one writing transaction and answers after its commit.
    ///
    /// `act` may run again (serialisation failures on PostgreSQL), so it must have no effect beside the
    /// transaction: no hashing, rendering, file or network work inside. It must leave at least one audit
    /// line by [`Tx::audit`]; otherwise nothing is stored and the error says so.
    pub async fn write<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(Tx) -> Act<T> + Send + Sync + 'static,
    {
        self.write_as(true, act).await
    }

    /// Like [`Db::write`], for bookkeeping that changes nothing of the domain (last seen, login counters).
    pub async fn write_unaudited<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(Tx) -> Act<T> + Send + Sync + 'static,
    {
        self.write_as(false, act).await
    }

    async fn write_as<T, F>(&self, audited: bool, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(Tx) -> Act<T> + Send + Sync + 'static,
    {
        match &self.writer {
            Some(writer) => writer.write(audited, act).await,
            None => self.write_postgres(audited, act).await,
        }
    }

    async fn write_postgres<T, F>(&self, audited: bool, act: F) -> Result<T>
    where
        F: Fn(Tx) -> Act<T> + Send + Sync + 'static,
    {
        const TRIES: u32 = 8;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let options = TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                ..Default::default()
            };
            let txn = self
                .reads
                .begin_with_options(options)
                .await
                .map_err(failed)?;
            let tx = Tx::new(
                txn,
                Engine::Postgres,
                self.clock.clone(),
                self.audit_key.clone(),
            );
            let outcome = match act(tx.clone()).await {
                Ok(value) => tx.seal(audited).await.map(|()| value),
                Err(error) => Err(error),
            };
            let txn = tx.into_inner()?;
            let outcome = match outcome {
                Ok(value) => txn.commit().await.map_err(failed).map(|()| value),
                Err(error) => {
                    // The refusal is the answer; a failed rollback only means the server did it itself.
                    let _ = txn.rollback().await;
                    Err(error)
                }
            };
            match outcome {
                Err(error) if attempt < TRIES && is_retryable(&error) => {
                    tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 7)).await;
                }
                outcome => return outcome,
            }
        }
    }

    pub(crate) fn raw(&self) -> &DatabaseConnection {
        &self.reads
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// A consistent copy of the SQLite database at `target`, which must not exist; an error on PostgreSQL.
    pub async fn copy_to(&self, target: &std::path::Path) -> Result<()> {
        match &self.writer {
            Some(_) => {
                let path = target.display().to_string().replace('\'', "''");
                self.reads
                    .execute_unprepared(&format!("VACUUM INTO '{path}'"))
                    .await
                    .map(drop)
                    .map_err(failed)
            }
            None => Err(Error::refused("error-db-copy").next("error-db-copy-help")),
        }
    }
}

/// Something that answers SQL: the database outside, or a [`Tx`] inside a transaction.
pub trait Sql: Send + Sync {
    /// Runs a statement; the number of rows it touched.
    fn exec(&self, sql: &str, args: Vec<Arg>) -> impl Future<Output = Result<u64>> + Send;

    /// All rows of a query, each read by `read`.
    fn all<T: Send>(
        &self,
        sql: &str,
        args: Vec<Arg>,
        read: impl Fn(&Row) -> Result<T> + Send + Sync,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// The first row of a query, if there is one.
    fn opt<T: Send>(
        &self,
        sql: &str,
        args: Vec<Arg>,
        read: impl Fn(&Row) -> Result<T> + Send + Sync,
    ) -> impl Future<Output = Result<Option<T>>> + Send;

    /// The first row of a query; [`Error::not_found`] when there is none.
    fn one<T: Send>(
        &self,
        sql: &str,
        args: Vec<Arg>,
        read: impl Fn(&Row) -> Result<T> + Send + Sync,
    ) -> impl Future<Output = Result<T>> + Send {
        async move {
            self.opt(sql, args, read)
                .await?
                .ok_or_else(Error::not_found)
        }
    }

    /// A count or sum: the first column of the first row, named `n`; 0 when there is no row.
    fn count(&self, sql: &str, args: Vec<Arg>) -> impl Future<Output = Result<i64>> + Send {
        async move {
            Ok(self
                .opt(sql, args, |row| row.get::<i64>("n"))
                .await?
                .unwrap_or(0))
        }
    }

    /// Which engine answers.
    fn engine(&self) -> Engine;
}

pub(crate) async fn exec_on<C: ConnectionTrait>(
    connection: &C,
    sql: &str,
    args: Vec<Arg>,
) -> Result<u64> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, args);
    Ok(connection
        .execute_raw(statement)
        .await
        .map_err(failed)?
        .rows_affected())
}

pub(crate) async fn all_on<C: ConnectionTrait, T>(
    connection: &C,
    sql: &str,
    args: Vec<Arg>,
    read: impl Fn(&Row) -> Result<T>,
) -> Result<Vec<T>> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, args);
    let rows = connection.query_all_raw(statement).await.map_err(failed)?;
    rows.into_iter().map(|row| read(&Row::new(row))).collect()
}

pub(crate) async fn opt_on<C: ConnectionTrait, T>(
    connection: &C,
    sql: &str,
    args: Vec<Arg>,
    read: impl Fn(&Row) -> Result<T>,
) -> Result<Option<T>> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, args);
    let row = connection.query_one_raw(statement).await.map_err(failed)?;
    row.map(|row| read(&Row::new(row))).transpose()
}

impl Sql for Db {
    async fn exec(&self, _sql: &str, _args: Vec<Arg>) -> Result<u64> {
        Err(Error::internal(
            "a change outside a writing transaction: use Db::write",
        ))
    }

    async fn all<T: Send>(
        &self,
        sql: &str,
        args: Vec<Arg>,
        read: impl Fn(&Row) -> Result<T> + Send + Sync,
    ) -> Result<Vec<T>> {
        all_on(&self.reads, sql, args, read).await
    }

    async fn opt<T: Send>(
        &self,
        sql: &str,
        args: Vec<Arg>,
        read: impl Fn(&Row) -> Result<T> + Send + Sync,
    ) -> Result<Option<T>> {
        opt_on(&self.reads, sql, args, read).await
    }

    fn engine(&self) -> Engine {
        self.engine
    }
}

/// The system's error for one of the database: constraint violations are refusals, the rest is unavailable or ours.
pub(crate) fn failed(error: sea_orm::DbErr) -> Error {
    use sea_orm::{DbErr, SqlErr};
    if let Some(violation) = error.sql_err() {
        return match violation {
            SqlErr::UniqueConstraintViolation(detail) => {
                Error::refused("error-exists-already").log(format!("unique: {detail}"))
            }
            SqlErr::ForeignKeyConstraintViolation(detail) => {
                Error::refused("error-in-use").log(format!("foreign key: {detail}"))
            }
            other => Error::internal(format!("{other:?}")),
        };
    }
    let line = error.to_string();
    match error {
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => {
            Error::unavailable("error-db-unavailable", line)
        }
        _ if line.contains("CHECK constraint") || line.contains("check constraint") => {
            Error::refused("error-check-failed").log(line)
        }
        _ if ["disk", "readonly", "read-only", "I/O"]
            .iter()
            .any(|part| line.contains(part)) =>
        {
            Error::unavailable("error-db-read-only", line)
        }
        _ => Error::internal(line),
    }
}

fn is_retryable(error: &Error) -> bool {
    let line = error.log_line();
    line.contains("could not serialize") || line.contains("deadlock detected")
}
