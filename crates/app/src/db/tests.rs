//! The write path on both engines: refusals, defects, double submits, races for one place.

use kernel::{Actor, Error, Kind, Origin};

use super::{Sql, WriteOnce};
use crate::args;
use crate::audit::Entry;
use crate::testing::each_engine;

fn entry() -> Entry {
    Entry::new(&Actor::system(Origin::Command), "test.act", "test", 1)
}

#[tokio::test]
async fn a_refused_command_leaves_nothing_and_the_others_stand() {
    each_engine(async |app| {
        let mut tasks = tokio::task::JoinSet::new();
        for i in 0..40_i64 {
            let app = app.clone();
            tasks.spawn(async move {
                let outcome: Result<(), Error> = app
                    .db
                    .write(move |tx| {
                        Box::pin(async move {
                            let name = format!("n{i}");
                            tx.exec(
                                "INSERT INTO account_secret (name, value, at) VALUES ($1, 'x', 0)",
                                args![name],
                            )
                            .await?;
                            tx.audit(entry());
                            match i % 4 {
                                0 => Err(Error::refused("test")),
                                1 => panic!("a defect in one command"),
                                _ => Ok(()),
                            }
                        })
                    })
                    .await;
                outcome.is_ok()
            });
        }
        let mut stored = 0;
        while let Some(done) = tasks.join_next().await {
            stored += usize::from(done.unwrap_or(false));
        }
        assert_eq!(stored, 20);
        let rows = app
            .db
            .count("SELECT COUNT(*) AS n FROM account_secret", args![])
            .await
            .unwrap();
        assert_eq!(rows, 20);
    })
    .await;
}

#[tokio::test]
async fn the_same_form_sent_twice_has_one_effect_and_the_same_answer() {
    each_engine(async |app| {
        let mut tasks = tokio::task::JoinSet::new();
        for i in 0..16_i64 {
            let app = app.clone();
            tasks.spawn(async move {
                app.db
                    .write(move |tx| {
                        Box::pin(async move {
                            let act = tx.clone();
                            tx.once("sari", "nonce-1", async move {
                                act.audit(entry());
                                Ok(i)
                            })
                            .await
                            .inspect(|_| tx.audit(entry()))
                        })
                    })
                    .await
                    .unwrap()
            });
        }
        let answers = tasks.join_all().await;
        let done: Vec<_> = answers
            .iter()
            .filter(|answer| matches!(answer, WriteOnce::Done(_)))
            .collect();
        assert_eq!(done.len(), 1);
        let value = done[0].clone().into_inner();
        assert!(
            answers
                .iter()
                .all(|answer| answer.clone().into_inner() == value)
        );
    })
    .await;
}

#[tokio::test]
async fn a_duplicate_is_a_refusal_not_a_defect() {
    each_engine(async |app| {
        let insert = || {
            app.db.write(|tx| {
                Box::pin(async move {
                    tx.exec(
                        "INSERT INTO account_secret (name, value, at) VALUES ('a', 'b', 0)",
                        args![],
                    )
                    .await?;
                    tx.audit(entry());
                    Ok(())
                })
            })
        };
        insert().await.unwrap();
        let error = insert().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.text().key.as_str()),
            (Kind::Refused, "error-exists-already")
        );
    })
    .await;
}

#[tokio::test]
async fn success_is_answered_only_after_the_commit() {
    each_engine(async |app| {
        // A rule that the database looks at last of all: when it commits.
        for sql in [
            "CREATE TABLE probe_of (id BIGINT PRIMARY KEY)",
            "CREATE TABLE probe (id BIGINT PRIMARY KEY, \
             of BIGINT REFERENCES probe_of (id) DEFERRABLE INITIALLY DEFERRED)",
        ] {
            let made = sea_orm::ConnectionTrait::execute_unprepared(app.db.raw(), sql).await;
            made.unwrap();
        }
        let write = |id: i64, of: Option<i64>| {
            app.db.write(move |tx| {
                Box::pin(async move {
                    let sql = "INSERT INTO probe (id, of) VALUES ($1, $2)";
                    assert_eq!(
                        tx.exec(sql, args![id, of]).await?,
                        1,
                        "the statement itself is good"
                    );
                    tx.audit(entry());
                    Ok(())
                })
            })
        };
        let seen = async || {
            let rows = app
                .db
                .count("SELECT COUNT(*) AS n FROM probe", args![])
                .await;
            let (lines, _) = crate::audit::head(&app.db).await.unwrap();
            (rows.unwrap(), lines)
        };
        let (_, before) = seen().await;
        assert!(
            write(1, Some(99)).await.is_err(),
            "success though nothing was stored"
        );
        assert_eq!(seen().await, (0, before));
        // The next ones stand, and whoever was told so finds them at once on another connection.
        for id in 2..=6 {
            write(id, None).await.unwrap();
            assert_eq!(seen().await, (id - 1, before + id - 1));
        }
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn the_bundled_sqlite_is_new_enough_and_as_careful_as_promised() {
    let app = crate::testing::app().await;
    let told = async |sql: &'static str| {
        let act = move |tx: super::Tx| -> super::Act<String> {
            Box::pin(async move { tx.one(sql, args![], |row| row.get("n")).await })
        };
        app.db.write_unaudited(act).await.unwrap()
    };
    let version = told("SELECT sqlite_version() AS n").await;
    let parts: Vec<u32> = version.split('.').map(|n| n.parse().unwrap()).collect();
    // Earlier ones can lose pages when a write-ahead log starts anew.
    assert!(parts >= vec![3, 51, 3], "{version}");
    for (sql, expected) in [
        (
            "SELECT CAST(synchronous AS TEXT) AS n FROM pragma_synchronous",
            "2",
        ),
        (
            "SELECT CAST(foreign_keys AS TEXT) AS n FROM pragma_foreign_keys",
            "1",
        ),
        ("SELECT journal_mode AS n FROM pragma_journal_mode", "wal"),
    ] {
        assert_eq!(told(sql).await, expected, "{sql}");
    }
}
