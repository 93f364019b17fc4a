//! `titian serve`: one server for the people of an agency. It knows neither personas nor a virtual clock.

use std::sync::Arc;

use kernel::{Error, Result, SystemClock};
use tokio::net::TcpListener;
use web::AppState;

use crate::config::Config;
use crate::installation;
use crate::output::Outcome;

/// Carries it out: opens (migrating where needed), prints the first administrator's secret once, serves until SIGTERM.
pub async fn run(config: &Config) -> Result<Outcome> {
    log_to_stderr();
    let app = installation::open(config, Arc::new(SystemClock)).await?;
    app.blobs.sweep()?;
    if let Some(secret) = app::accounts::first_admin_secret(&app).await? {
        eprintln!(
            "There is no account yet. Make the first administrator at {}/mulai",
            app.base_url
        );
        eprintln!("with this one-time secret: {secret}");
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let courier = tokio::spawn(app::notices::run(app.clone(), stopped));
    let outcome = listen(config, AppState::new(app)).await;
    // What is being sent is finished and noted, so that nobody gets it twice.
    let _ = stop.send(true);
    courier.await.map_err(Error::internal)?;
    outcome
}

/// Serves `state` until SIGTERM or Ctrl-C, then finishes what is under way.
pub async fn listen(config: &Config, state: AppState) -> Result<Outcome> {
    let address = config.listen.value;
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Error::unavailable(
            kernel::Text::new("error-listen").with("value", address),
            error,
        )
    })?;
    let bound = listener.local_addr().map_err(Error::internal)?;
    eprintln!("Titian listens on http://{bound}");
    axum::serve(listener, web::router(state))
        .with_graceful_shutdown(stop())
        .await
        .map_err(Error::internal)?;
    Ok(Outcome::Done)
}

/// Structured logs on standard error; `RUST_LOG` narrows them.
pub fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn,sea_orm=warn"));
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

async fn stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            }
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
