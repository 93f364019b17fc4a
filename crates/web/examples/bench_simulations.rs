//! How long the page of a simulation takes to answer when a number changes, for 50,000 people of the register.
//!
//! The whole way of a request through the router is timed: session aside, what a slider asks for, from the request to the
//! last byte of the page. Every request asks for another number, so that no answer was computed before. Beside it, the
//! first request after the register has changed, which reads everybody.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up must say so and end"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::policies::testing::officer;
use app::{people, policies};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::{Extension, Router};
use kernel::Role;
use tower::ServiceExt as _;
use web::AppState;
use web::shell::session::Visitor;

/// Requests of each slider.
const ROUNDS: u32 = 40;

async fn ask(site: &Router, path: &str) -> (Duration, usize) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let start = Instant::now();
    let response = site.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let took = start.elapsed();
    assert_eq!(status, StatusCode::OK, "{path}");
    (took, bytes.len())
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

#[tokio::main]
async fn main() {
    let staff = std::env::args().nth(1);
    let staff = staff.map_or(50_000, |text| text.parse().unwrap());
    let app = app::testing::app().await;
    people::testing::province(&app, staff, 7).await;
    let actor = officer(&app, Role::Pengelola);
    let (today, now) = (app.clock.today(), app.clock.now());
    let version = policies::in_force(&app.db, "magang-banten", today, now)
        .await
        .unwrap()
        .unwrap();
    let visitor = Visitor {
        actor: Some(Arc::new(actor)),
        ..Visitor::default()
    };
    let site = web::router(AppState::new(app)).layer(Extension(Arc::new(visitor)));
    let path = format!("/simulasi/baru?versi={version}");
    let (first, _) = ask(&site, &path).await;
    println!("| request | times | median ms | p99 ms | longest ms | bytes |");
    println!("|---|---:|---:|---:|---:|---:|");
    println!(
        "| the first, reading {staff} people | 1 | {0:.0} | {0:.0} | {0:.0} | |",
        ms(first)
    );
    for (name, from) in [
        ("min_service_years", 1),
        ("disc_months", 1),
        ("bup_months", 1),
        ("perf_years", 1),
    ] {
        let mut took = Vec::new();
        let mut bytes = 0;
        for round in 0..ROUNDS {
            let (one, length) = ask(&site, &format!("{path}&param.{name}={}", from + round)).await;
            took.push(one);
            bytes = length;
        }
        took.sort_unstable();
        let at = |percent: usize| ms(took[(took.len() * percent / 100).min(took.len() - 1)]);
        println!(
            "| `{name}` | {ROUNDS} | {:.0} | {:.0} | {:.0} | {bytes} |",
            at(50),
            at(99),
            at(100)
        );
    }
}
