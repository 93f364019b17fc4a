//! The audit log from outside: it grows with every change, and every manipulation is found with its place.

use kernel::{Actor, Error, Origin};

use super::*;
use crate::args;
use crate::db::Sql;
use crate::testing::{app, each_engine};

async fn write_lines(app: &crate::App, n: usize) {
    for i in 0..n {
        app.db
            .write(move |tx| {
                Box::pin(async move {
                    let actor = Actor::system(Origin::Command);
                    tx.audit(Entry::new(&actor, "test.act", "test", i).with("n", i as i64));
                    Ok(())
                })
            })
            .await
            .unwrap();
    }
}

/// Lines of the chain, which holds; a new installation has some from the start.
async fn lines(app: &crate::App) -> i64 {
    verify(&app.db).await.unwrap().unwrap().lines
}

#[tokio::test]
async fn the_chain_holds_and_counts_every_line() {
    each_engine(async |app| {
        let before = lines(&app).await;
        write_lines(&app, 5).await;
        assert_eq!(lines(&app).await, before + 5);
        let found = list(&app.db, &Filter::default(), Default::default())
            .await
            .unwrap();
        assert_eq!((found.total, found.rows[0].seq), (before + 5, before + 5));
    })
    .await;
}

#[tokio::test]
async fn a_change_without_an_audit_line_is_not_stored() {
    each_engine(async |app| {
        let outcome: Result<(), Error> = app
            .db
            .write(|tx| {
                Box::pin(async move {
                    tx.exec(
                        "INSERT INTO account_secret (name, value, at) VALUES ('a', 'b', 0)",
                        args![],
                    )
                    .await?;
                    Ok(())
                })
            })
            .await;
        assert!(outcome.unwrap_err().log_line().contains("audit"));
        let left = app
            .db
            .count("SELECT COUNT(*) AS n FROM account_secret", args![])
            .await
            .unwrap();
        assert_eq!(left, 0);
    })
    .await;
}

#[tokio::test]
async fn every_manipulation_is_found_with_its_place() {
    // What is done to the n-th of six lines, and which of them is told.
    let manipulations: [(&str, i64, i64); 5] = [
        ("UPDATE audit SET act = 'test.other' WHERE seq = $1", 3, 3),
        (
            "UPDATE audit SET details = '{\"n\":7}' WHERE seq = $1",
            2,
            2,
        ),
        ("DELETE FROM audit WHERE seq = $1", 4, 4),
        ("DELETE FROM audit WHERE seq = $1", 6, 5),
        ("UPDATE audit SET at = at + 1 WHERE seq = $1", 1, 1),
    ];
    for (sql, line, place) in manipulations {
        let app = app().await;
        let before = lines(&app).await;
        write_lines(&app, 6).await;
        assert!(verify(&app.db).await.unwrap().is_ok());
        app.db
            .write_unaudited(move |tx| {
                Box::pin(async move { tx.exec(sql, args![before + line]).await.map(drop) })
            })
            .await
            .unwrap();
        assert_eq!(
            verify(&app.db).await.unwrap().unwrap_err().seq,
            before + place,
            "{sql}"
        );
    }
}

#[tokio::test]
async fn two_hundred_writers_make_one_chain() {
    each_engine(async |app| {
        let before = lines(&app).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..200 {
            let app = app.clone();
            tasks.spawn(async move { write_lines(&app, 1).await });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        assert_eq!(lines(&app).await, before + 200);
    })
    .await;
}

#[tokio::test]
async fn when_the_audit_line_cannot_be_stored_the_change_is_not_made() {
    each_engine(async |app| {
        let change = || {
            app.db.write(|tx| {
                Box::pin(async move {
                    tx.exec(
                        "INSERT INTO account_secret (name, value, at) VALUES ('a', 'b', 0)",
                        args![],
                    )
                    .await?;
                    let actor = Actor::system(Origin::Command);
                    tx.audit(Entry::new(&actor, "test.act", "test", 1));
                    Ok(())
                })
            })
        };
        let directly = async |sql: &'static str| {
            let act = move |tx: crate::db::Tx| -> crate::db::Act<u64> {
                Box::pin(async move { tx.exec(sql, args![]).await })
            };
            app.db.write_unaudited(act).await.unwrap()
        };
        // Something stands where the next line must go.
        directly(
            "INSERT INTO audit (seq, at, actor, role, origin, act, subject_kind, subject_id, details, prev, hash) \
             SELECT seq + 1, 0, '', '', '', '', '', '', '', '', '' FROM audit_head",
        )
        .await;
        assert!(change().await.is_err());
        let stored = "SELECT COUNT(*) AS n FROM account_secret";
        assert_eq!(app.db.count(stored, args![]).await.unwrap(), 0);
        directly("DELETE FROM audit").await;
        change().await.unwrap();
        assert_eq!(app.db.count(stored, args![]).await.unwrap(), 1);
    })
    .await;
}
