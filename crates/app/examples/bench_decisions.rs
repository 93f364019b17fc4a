//! Durable decisions a second: 64 clients at once against one after another, on SQLite and PostgreSQL.
//!
//! A decision is a whole command as a page calls it: authorise, read, decide, store, audit, commit with the settings of
//! `titian serve`. Two are measured: the verification of a nomination, and the placement of a nominee, for which the
//! programme is locked. PostgreSQL is measured when `TITIAN_TEST_POSTGRES` names a server:
//! `cargo xtask services -- cargo xtask bench decisions`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark that cannot be set up must say so and end"
)]

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use app::db::Location;
use app::programmes::Giving;
use app::{App, hosts, nominations, people, placements, screenings, testing};
use kernel::{Actor, NominationId, Origin};

/// Clients at once.
const CLIENTS: usize = 64;
/// Programmes over which the placements are spread; places of one programme are given one after another.
const PROGRAMMES: usize = 8;
/// Nominees of each programme.
const EACH: u32 = 450;
/// Decisions of the serial run; all others are for the clients.
const SERIAL: usize = 400;

fn system() -> Actor {
    Actor::system(Origin::System)
}

/// The two kinds of decision.
#[derive(Clone, Copy)]
enum Decision {
    Verify,
    Place,
}

impl Decision {
    fn name(self) -> &'static str {
        match self {
            Decision::Verify => "verify",
            Decision::Place => "place",
        }
    }

    async fn take(self, app: &App, id: NominationId) {
        let outcome = match self {
            Decision::Verify => nominations::verify(app, &system(), id).await,
            Decision::Place => placements::assign(app, &system(), id).await,
        };
        outcome.expect("a decision that is refused proves nothing");
    }
}

/// How long each decision took and how long all of them.
struct Measured {
    each: Vec<Duration>,
    all: Duration,
}

impl Measured {
    fn rate(&self) -> f64 {
        self.each.len() as f64 / self.all.as_secs_f64()
    }

    /// The duration below which `percent` of the decisions stayed, in milliseconds.
    fn below(&self, percent: usize) -> f64 {
        let mut sorted = self.each.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len() - 1);
        sorted[at].as_secs_f64() * 1000.0
    }
}

async fn measure(app: &App, decision: Decision, ids: &[NominationId], clients: usize) -> Measured {
    let queue: VecDeque<_> = ids.iter().copied().collect();
    let queue = Arc::new(Mutex::new(queue));
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (app, queue) = (app.clone(), queue.clone());
        tasks.spawn(async move {
            let mut each = Vec::new();
            loop {
                let Some(id) = queue.lock().unwrap().pop_front() else {
                    return each;
                };
                let asked = Instant::now();
                decision.take(&app, id).await;
                each.push(asked.elapsed());
            }
        });
    }
    let each = tasks.join_all().await.into_iter().flatten().collect();
    Measured {
        each,
        all: begun.elapsed(),
    }
}

/// Nominees who were sent, those of different programmes in turn.
async fn nominees(app: &App) -> Vec<NominationId> {
    let opd = people::testing::opd(app, "Dinas Contoh").await;
    let mut persons = Vec::new();
    for n in 1..=EACH {
        persons.push(screenings::testing::person(app, opd, n, "2012-03-01").await);
    }
    let host = hosts::testing::host(app, "Badan Contoh").await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..PROGRAMMES {
        let programme = screenings::testing::programme(app, Giving::Direct, None).await;
        let slot = hosts::testing::slot(app, programme, host, "Unit Contoh", 999).await;
        let (app, persons) = (app.clone(), persons.clone());
        tasks.spawn(async move {
            let mut made = Vec::new();
            for person in persons {
                let form = nominations::testing::form(&app, programme, person, vec![slot]).await;
                let sent =
                    nominations::nominate(&app, &system(), programme, form, true, None).await;
                made.push(sent.unwrap());
            }
            made
        });
    }
    let lists = tasks.join_all().await;
    (0..EACH as usize)
        .flat_map(|n| lists.iter().map(move |list| list[n]))
        .collect()
}

/// Median of writing 4 KiB and waiting until the disk has it, in milliseconds: the floor under every commit.
fn sync_ms(folder: &Path) -> f64 {
    let mut file = File::create(folder.join("sync")).unwrap();
    let mut each: Vec<_> = (0..100)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&[7; 4096]).unwrap();
            file.sync_data().unwrap();
            begun.elapsed()
        })
        .collect();
    each.sort_unstable();
    each[50].as_secs_f64() * 1000.0
}

async fn engine(name: &str, location: Option<Location>) {
    let (app, _) = testing::build(location, testing::absent_ports()).await;
    let ids = nominees(&app).await;
    let (one_by_one, at_once) = ids.split_at(SERIAL);
    for decision in [Decision::Verify, Decision::Place] {
        let serial = measure(&app, decision, one_by_one, 1).await;
        let together = measure(&app, decision, at_once, CLIENTS).await;
        for (clients, measured, ratio) in [
            (1, &serial, String::new()),
            (
                CLIENTS,
                &together,
                format!("{:.1}×", together.rate() / serial.rate()),
            ),
        ] {
            println!(
                "| {name} | {} | {clients} | {:.0} | {:.1} | {:.1} | {ratio} |",
                decision.name(),
                measured.rate(),
                measured.below(50),
                measured.below(99)
            );
        }
    }
    let checked = app::audit::verify(&app.db).await.unwrap();
    let checked = checked.expect("the chain of the audit log holds");
    println!(
        "({name}: {} lines of the audit log verified)",
        checked.lines
    );
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    println!(
        "One write of 4 KiB and its sync in {}: {:.2} ms (median of 100)\n",
        folder.path().display(),
        sync_ms(folder.path())
    );
    println!("| engine | decision | clients | decisions/s | p50 ms | p99 ms | to serial |");
    println!("|---|---|---:|---:|---:|---:|---:|");
    engine("SQLite", None).await;
    match testing::fresh_postgres().await {
        Some(location) => engine("PostgreSQL", Some(location)).await,
        None => println!(
            "PostgreSQL was not measured: TITIAN_TEST_POSTGRES names no server (see the head of this file)"
        ),
    }
}
