//! What a policy compiles to gives in SQLite and PostgreSQL what the engine says of every person.

use policy::sql::Dialect;
use policy::sql::conformance::{Round, Told, rounds, set_up};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use crate::db::Location;
use crate::testing::fresh_postgres;

/// Rounds of one run; the seed may be changed by hand to look at others.
const ROUNDS: usize = 96;
const SEED: u64 = 20_261_124;

async fn open(dialect: Dialect, url: String) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    // Temporary tables belong to one connection.
    options
        .max_connections(1)
        .min_connections(1)
        .sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    for statement in set_up(dialect) {
        db.execute_unprepared(&statement).await.unwrap();
    }
    db
}

async fn screen(db: &DatabaseConnection, dialect: Dialect, round: &Round) -> Vec<Told> {
    for statement in round.fill(dialect) {
        db.execute_unprepared(&statement).await.unwrap();
    }
    let query = round.query(dialect);
    let statement = Statement::from_string(db.get_database_backend(), query.clone());
    let found = db.query_all_raw(statement).await;
    let found = found.unwrap_or_else(|error| panic!("{error}\n{query}"));
    let row = |row: sea_orm::QueryResult| {
        let number = |name: &str| row.try_get::<i64>("", name).unwrap();
        let verdict = row.try_get("", "verdict").unwrap();
        (
            verdict,
            number("failed"),
            number("unknown"),
            number("warned"),
        )
    };
    found.into_iter().map(row).collect()
}

/// Every person of every round; how many had each verdict.
async fn agree(dialect: Dialect, url: String) -> [usize; 3] {
    let db = open(dialect, url).await;
    let mut seen = [0; 3];
    for round in rounds(SEED, ROUNDS) {
        let found = screen(&db, dialect, &round).await;
        let expected = round.expected();
        assert_eq!(found.len(), expected.len());
        for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found, expected, "{dialect:?}: {}", round.describe(i));
            let verdict = ["memenuhi", "belum-memenuhi", "perlu-verifikasi"]
                .iter()
                .position(|word| *word == found.0);
            seen[verdict.unwrap()] += 1;
        }
    }
    seen
}

#[tokio::test]
async fn sqlite_says_of_everybody_what_the_engine_says() {
    let seen = agree(Dialect::Sqlite, "sqlite::memory:".into()).await;
    assert!(
        seen.iter().all(|n| *n > 10),
        "every verdict occurs: {seen:?}"
    );
}

#[tokio::test]
async fn postgresql_says_of_everybody_what_the_engine_says() {
    if let Some(Location::Url(url)) = fresh_postgres().await {
        let seen = agree(Dialect::Postgres, url).await;
        assert!(
            seen.iter().all(|n| *n > 10),
            "every verdict occurs: {seen:?}"
        );
    }
}
