//! The web application: axum routes and askama pages, one module a slice, thin over `app`.

use axum::Router;

pub mod accounts;
pub mod audit;
pub mod corrections;
pub mod demo;
pub mod guidelines;
pub mod holidays;
pub mod home;
pub mod hosts;
pub mod letters;
pub mod meetings;
pub mod nominations;
pub mod notices;
pub mod people;
pub mod placements;
pub mod policies;
pub mod programmes;
pub mod regulations;
pub mod screenings;
pub mod shell;
pub mod simulations;
pub mod studies;

pub use shell::{AppState, Door, Route, Routes};

/// The routes of every slice; those of the demonstration exist only there.
fn slices(demo: bool) -> Routes {
    let routes = Routes::new()
        .merge(shell::router())
        .merge(home::router())
        .merge(accounts::router())
        .merge(audit::router())
        .merge(corrections::router())
        .merge(letters::router())
        .merge(meetings::router())
        .merge(people::router())
        .merge(screenings::router())
        .merge(placements::router())
        .merge(policies::router())
        .merge(programmes::router())
        .merge(guidelines::router())
        .merge(regulations::router())
        .merge(studies::router())
        .merge(holidays::router())
        .merge(hosts::router())
        .merge(nominations::router())
        .merge(notices::router())
        .merge(simulations::router());
    if demo {
        routes.merge(demo::router())
    } else {
        routes
    }
}

/// All routes with everything around them, ready to serve.
pub fn router(state: AppState) -> Router {
    shell::layered(slices(state.demo.is_some()).into_router(), state)
}

/// Every route with its door, by path and method; those below `/peragaan` exist in a demonstration only.
pub fn routes() -> Vec<Route> {
    slices(true).into_list()
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
