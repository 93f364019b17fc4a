//! `kill -9` in the midst of a thousand notices: each arrives at least once, and only what was in flight at a cut
//! arrives twice, under the same Message-ID.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use app::App;
use app::notices::{self, AT_ONCE, News, NoticeKind, Preferences, To};
use kernel::{Actor, Origin, Role};

use crate::server::Server;
use crate::sink;
use crate::world::{self, Dice, Url, system};

/// Notices in all.
const NOTICES: usize = 1_000;
/// Cuts, each when about as many more have arrived.
const CUTS: usize = 3;
/// How long everything may take; far above what it needs, for the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(300);

/// The account that is told, and wants e-mail.
async fn receiver(app: &App) -> Actor {
    world::account(app, "penerima", &[Role::Pengelola]).await;
    let account = app::accounts::account_by_login(&app.db, "penerima").await;
    let actor = Actor {
        user: Some(account.unwrap().unwrap().id),
        origin: Origin::Command,
        ..system()
    };
    let wants = Preferences {
        email: Some("penerima@contoh.go.id".into()),
        mail: true,
        ..Preferences::default()
    };
    notices::set_preferences(app, &actor, wants).await.unwrap();
    actor
}

/// Writes `many` notices in one transaction, as an act that concerns many does.
async fn tell(app: &App, many: usize) {
    let written = app.db.write(move |tx| {
        Box::pin(async move {
            for _ in 0..many {
                let news = News::new(NoticeKind::PolicyWaiting, "/kebijakan");
                notices::tell(&tx, &system(), &[To::Agency(Role::Pengelola)], news).await?;
            }
            tx.audit(app::audit::Entry::new(&system(), "test.tell", "test", many));
            Ok(())
        })
    });
    written.await.unwrap();
}

pub async fn survive(url: Url, seed: u64, cuts: usize) {
    let (address, taken) = sink::listen().await;
    let smtp = format!("smtp://{address}");
    let mut environment = vec![
        ("TITIAN_SMTP_URL", smtp.as_str()),
        ("TITIAN_MAIL_FROM", "Titian <titian@contoh.go.id>"),
    ];
    environment.extend(url.iter().map(|url| ("DATABASE_URL", url.as_str())));
    let mut server = Server::start(&["serve"], &environment);
    let app = world::beside(&server, &url).await;
    receiver(&app).await;
    tell(&app, NOTICES).await;
    let mails = notices::waiting(&app.db).await.unwrap().0 as usize + taken.all().len();
    assert!(
        mails >= NOTICES - AT_ONCE,
        "{mails} e-mails for {NOTICES} notices"
    );
    drop(app);

    let mut dice = Dice(seed);
    let started = Instant::now();
    let mut arrived_at_cut = Vec::new();
    for cut in 1..=cuts.min(CUTS) {
        let about = NOTICES * cut / (CUTS + 1) + dice.below(40) as usize;
        while taken.all().len() < about {
            assert!(
                started.elapsed() < PATIENCE,
                "{} arrived",
                taken.all().len()
            );
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.kill();
        // What had left the server is taken over by now.
        tokio::time::sleep(Duration::from_millis(200)).await;
        arrived_at_cut.push(taken.all().len());
        assert!(taken.all().len() < NOTICES, "the cut came too late");
        server.restart();
    }
    let distinct = || {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for id in taken.all() {
            *times.entry(id).or_default() += 1;
        }
        times
    };
    let app = world::beside(&server, &url).await;
    while notices::waiting(&app.db).await.unwrap().0 > 0 {
        assert!(started.elapsed() < PATIENCE, "{} arrived", distinct().len());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let times = distinct();
    assert_eq!(times.len(), NOTICES, "every notice arrives");
    let arrivals = taken.all();
    for (id, n) in &times {
        assert!(*n <= 1 + cuts, "{id} arrived {n} times");
        if *n > 1 {
            let first = arrivals.iter().position(|one| one == id).unwrap();
            let in_flight = arrived_at_cut
                .iter()
                .any(|at| (at.saturating_sub(AT_ONCE)..*at).contains(&first));
            assert!(
                in_flight,
                "{id} was not in flight at a cut and arrived {n} times"
            );
        }
    }
    let twice = times.values().filter(|n| **n > 1).count();
    println!(
        "{NOTICES} notices, {cuts} cuts, {twice} arrived twice, {:?}",
        started.elapsed()
    );
    assert_eq!(notices::waiting(&app.db).await.unwrap(), (0, 0));
    world::audit_holds(&server);
    let log = server.log();
    assert!(!log.contains("penerima@"), "an address stands in the log");
}
