//! SQLite: one task owns the write connection and commits many commands at once.
//!
//! Each command runs in a savepoint of one `BEGIN IMMEDIATE` batch; answers go out after the outer commit.
//! A failed command rolls back to its savepoint, a failed commit fails the whole batch and stops the writer:
//! it says "read-only, because …", closes the connection and opens a new one before it writes again.

use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::{Clock, Error, Result};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use super::{Act, Engine, Tx, failed};

/// Commands in one commit at most; more only make the first of them wait.
const BATCH: usize = 128;

type Boxed = Box<dyn Any + Send>;

struct Job {
    audited: bool,
    act: Arc<dyn Fn(Tx) -> Act<Boxed> + Send + Sync>,
    answer: oneshot::Sender<Result<Boxed>>,
}

/// The handle to the writing task.
#[derive(Clone)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Job>,
    broken: Arc<Mutex<Option<String>>>,
}

struct Task {
    path: PathBuf,
    connection: Option<DatabaseConnection>,
    clock: Arc<dyn Clock>,
    audit_key: Arc<[u8; 32]>,
    broken: Arc<Mutex<Option<String>>>,
}

impl Writer {
    pub(super) async fn open(
        path: &Path,
        clock: Arc<dyn Clock>,
        audit_key: Arc<[u8; 32]>,
    ) -> Result<Self> {
        let connection = Some(connect(path, 1).await?);
        let broken = Arc::new(Mutex::new(None));
        let (jobs, queue) = mpsc::channel(4096);
        let task = Task {
            path: path.to_owned(),
            connection,
            clock,
            audit_key,
            broken: broken.clone(),
        };
        tokio::spawn(task.run(queue));
        Ok(Self { jobs, broken })
    }

    pub(super) fn read_only_because(&self) -> Option<String> {
        self.broken
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) async fn write<T, F>(&self, audited: bool, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(Tx) -> Act<T> + Send + Sync + 'static,
    {
        let (answer, result) = oneshot::channel();
        let act = Arc::new(move |tx: Tx| -> Act<Boxed> {
            let running = act(tx);
            Box::pin(async move { Ok(Box::new(running.await?) as Boxed) })
        });
        let stopped = || Error::unavailable("error-db-unavailable", "the writing task has stopped");
        self.jobs
            .send(Job {
                audited,
                act,
                answer,
            })
            .await
            .map_err(|_| stopped())?;
        let value = result.await.map_err(|_| stopped())??;
        value
            .downcast::<T>()
            .map(|value| *value)
            .map_err(|_| Error::internal("the writing task answered with another type"))
    }
}

impl Task {
    async fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        while let Some(first) = queue.recv().await {
            let mut batch = vec![first];
            while batch.len() < BATCH {
                match queue.try_recv() {
                    Ok(job) => batch.push(job),
                    Err(_) => break,
                }
            }
            self.commit(batch).await;
        }
    }

    async fn commit(&mut self, batch: Vec<Job>) {
        let connection = match self.connection().await {
            Ok(connection) => connection,
            Err(error) => return self.fail(batch, &error),
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let txn = match connection.begin_with_options(options).await.map_err(failed) {
            Ok(txn) => Arc::new(txn),
            Err(error) => return self.fail(batch, &error),
        };
        let mut answers = Vec::with_capacity(batch.len());
        let mut jobs = batch.into_iter();
        while let Some(job) = jobs.next() {
            let Job {
                audited,
                act,
                answer,
            } = job;
            match self.one(&txn, audited, act).await {
                Ok(outcome) => answers.push((answer, outcome)),
                Err(broken) => {
                    let _ = answer.send(Err(broken.clone()));
                    for (answer, _) in answers {
                        let _ = answer.send(Err(broken.clone()));
                    }
                    return self.fail(jobs.collect(), &broken);
                }
            }
        }
        let committed = match Arc::try_unwrap(txn) {
            Ok(txn) => txn.commit().await.map_err(failed),
            Err(_) => Err(Error::internal("a transaction handle outlived its act")),
        };
        match committed {
            Ok(()) => {
                for (answer, outcome) in answers {
                    // A client that went away does not need its answer.
                    let _ = answer.send(outcome);
                }
            }
            Err(error) => {
                let error = Error::unavailable("error-db-read-only", error.log_line());
                self.stop(&error);
                for (answer, _) in answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }

    /// One command in its savepoint. The outer error means that the whole batch is lost.
    async fn one(
        &self,
        txn: &Arc<sea_orm::DatabaseTransaction>,
        audited: bool,
        act: Arc<dyn Fn(Tx) -> Act<Boxed> + Send + Sync>,
    ) -> Result<Result<Boxed>> {
        txn.execute_unprepared("SAVEPOINT act")
            .await
            .map_err(failed)?;
        let tx = Tx::on(
            txn.clone(),
            Engine::Sqlite,
            self.clock.clone(),
            self.audit_key.clone(),
        );
        // In a task of its own, so that a defect in one command cannot end the writer.
        let running = tx.clone();
        let outcome = match tokio::spawn(async move { act(running).await }).await {
            Ok(Ok(value)) => tx.seal(audited).await.map(|()| value),
            Ok(Err(error)) => Err(error),
            Err(panicked) => Err(Error::internal(panicked)),
        };
        if outcome.is_err() {
            txn.execute_unprepared("ROLLBACK TO act")
                .await
                .map_err(failed)?;
        }
        txn.execute_unprepared("RELEASE act")
            .await
            .map_err(failed)?;
        Ok(outcome)
    }

    /// The open connection, or a new one after a failure.
    async fn connection(&mut self) -> Result<DatabaseConnection> {
        if self.connection.is_none() {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let connection = connect(&self.path, 1).await?;
            connection
                .execute_unprepared("UPDATE audit_head SET seq = seq WHERE id = 1")
                .await
                .map_err(failed)?;
            *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = None;
            self.connection = Some(connection);
        }
        self.connection
            .clone()
            .ok_or_else(|| Error::internal("no write connection"))
    }

    fn fail(&mut self, batch: Vec<Job>, error: &Error) {
        let error = Error::unavailable("error-db-read-only", error.log_line());
        self.stop(&error);
        for job in batch {
            let _ = job.answer.send(Err(error.clone()));
        }
    }

    fn stop(&mut self, error: &Error) {
        tracing::error!(reason = error.log_line(), "nothing can be written");
        *self.broken.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(error.log_line().to_owned());
        self.connection = None;
    }
}

/// Connections that only read; WAL lets them go on beside the writer.
pub(super) async fn connect_reads(path: &Path) -> Result<DatabaseConnection> {
    connect(path, 8).await
}

async fn connect(path: &Path, connections: u32) -> Result<DatabaseConnection> {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(8))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("busy_timeout", "5000")
                .pragma("cache_size", "-16000")
                .pragma("mmap_size", "268435456")
        });
    Database::connect(options).await.map_err(failed)
}
