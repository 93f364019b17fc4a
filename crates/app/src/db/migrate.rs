//! The schema, forward only: one SQL text for both engines, each file in one transaction.

use kernel::{Error, Result};
use sea_orm::{ConnectionTrait, TransactionTrait};
use sha2::{Digest, Sha256};

use super::{Db, Engine, Sql, failed};
use crate::args;

/// Name and text of each migration, in order. A released file is never edited: add a new one.
///
/// A text ending in `.sqlite` or `.postgres` runs on that engine alone: tables are the same on both, triggers are not.
const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_base", include_str!("migrations/0001_base.sql")),
    (
        "0002_accounts",
        include_str!("migrations/0002_accounts.sql"),
    ),
    ("0003_people", include_str!("migrations/0003_people.sql")),
    (
        "0004_programmes",
        include_str!("migrations/0004_programmes.sql"),
    ),
    ("0005_hosts", include_str!("migrations/0005_hosts.sql")),
    (
        "0006_nominations",
        include_str!("migrations/0006_nominations.sql"),
    ),
    (
        "0007_screenings",
        include_str!("migrations/0007_screenings.sql"),
    ),
    (
        "0008_placements",
        include_str!("migrations/0008_placements.sql"),
    ),
    (
        "0008_placements_guard.sqlite",
        include_str!("migrations/0008_placements_guard.sqlite.sql"),
    ),
    (
        "0008_placements_guard.postgres",
        include_str!("migrations/0008_placements_guard.postgres.sql"),
    ),
    ("0009_letters", include_str!("migrations/0009_letters.sql")),
    (
        "0009_letters_guard.sqlite",
        include_str!("migrations/0009_letters_guard.sqlite.sql"),
    ),
    (
        "0009_letters_guard.postgres",
        include_str!("migrations/0009_letters_guard.postgres.sql"),
    ),
    (
        "0010_policies",
        include_str!("migrations/0010_policies.sql"),
    ),
    (
        "0010_policies_guard.sqlite",
        include_str!("migrations/0010_policies_guard.sqlite.sql"),
    ),
    (
        "0010_policies_guard.postgres",
        include_str!("migrations/0010_policies_guard.postgres.sql"),
    ),
    (
        "0011_holidays",
        include_str!("migrations/0011_holidays.sql"),
    ),
    (
        "0012_simulations",
        include_str!("migrations/0012_simulations.sql"),
    ),
    (
        "0013_meetings",
        include_str!("migrations/0013_meetings.sql"),
    ),
    (
        "0014_regulations",
        include_str!("migrations/0014_regulations.sql"),
    ),
    ("0015_studies", include_str!("migrations/0015_studies.sql")),
    (
        "0016_corrections",
        include_str!("migrations/0016_corrections.sql"),
    ),
    ("0017_links", include_str!("migrations/0017_links.sql")),
    ("0015_studies", include_str!("migrations/0015_studies.sql")),
    ("0018_notices", include_str!("migrations/0018_notices.sql")),
];

/// Brings the schema up to date; an interruption at any point leaves whole migrations only.
pub(super) async fn forward(db: &Db) -> Result<()> {
    // The reading pool would do on PostgreSQL; on SQLite it opens its own immediate transactions.
    let connection = db.raw();
    connection
        .execute_unprepared(
            "CREATE TABLE IF NOT EXISTS migration (\
             name TEXT PRIMARY KEY, digest TEXT NOT NULL, at BIGINT NOT NULL)",
        )
        .await
        .map_err(failed)?;
    let other = match db.engine() {
        Engine::Sqlite => ".postgres",
        Engine::Postgres => ".sqlite",
    };
    for (name, text) in MIGRATIONS.iter().filter(|(name, _)| !name.ends_with(other)) {
        let digest = crate::hex(&Sha256::digest(text.as_bytes()));
        let known = db
            .opt(
                "SELECT digest FROM migration WHERE name = $1",
                args![*name],
                |row| row.get::<String>("digest"),
            )
            .await?;
        match known {
            Some(stored) if stored == digest => continue,
            Some(_) => {
                return Err(Error::internal(format!(
                    "migration {name} was applied with another text; a released file is never edited"
                )));
            }
            None => {}
        }
        let txn = connection.begin().await.map_err(failed)?;
        txn.execute_unprepared(text).await.map_err(failed)?;
        super::exec_on(
            &txn,
            "INSERT INTO migration (name, digest, at) VALUES ($1, $2, $3)",
            args![*name, digest, db.clock().now()],
        )
        .await?;
        txn.commit().await.map_err(failed)?;
    }
    Ok(())
}
