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

#[tokio::test]
async fn the_chain_holds_and_counts_every_line() {
    each_engine(async |app| {
        write_lines(&app, 5).await;
        assert_eq!(verify(&app.db).await.unwrap().unwrap().lines, 5);
        let found = list(&app.db, &Filter::default(), Default::default())
            .await
            .unwrap();
        assert_eq!((found.total, found.rows[0].seq), (5, 5));
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
    let manipulations: [(&str, i64); 5] = [
        ("UPDATE audit SET act = 'test.other' WHERE seq = 3", 3),
        ("UPDATE audit SET details = '{\"n\":7}' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 6", 5),
        ("UPDATE audit SET at = at + 1 WHERE seq = 1", 1),
    ];
    for (sql, place) in manipulations {
        let app = app().await;
        write_lines(&app, 6).await;
        assert!(verify(&app.db).await.unwrap().is_ok());
        app.db
            .write_unaudited(move |tx| {
                Box::pin(async move { tx.exec(sql, args![]).await.map(drop) })
            })
            .await
            .unwrap();
        assert_eq!(
            verify(&app.db).await.unwrap().unwrap_err().seq,
            place,
            "{sql}"
        );
    }
}

#[tokio::test]
async fn two_hundred_writers_make_one_chain() {
    each_engine(async |app| {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..200 {
            let app = app.clone();
            tasks.spawn(async move { write_lines(&app, 1).await });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        assert_eq!(verify(&app.db).await.unwrap().unwrap().lines, 200);
    })
    .await;
}
