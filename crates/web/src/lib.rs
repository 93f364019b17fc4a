//! The web application: axum routes and askama pages, one module a slice, thin over `app`.

use axum::Router;

pub mod shell;

pub use shell::AppState;

/// All routes with everything around them, ready to serve.
pub fn router(state: AppState) -> Router {
    let slices = Router::new().merge(shell::router());
    shell::layered(slices, state)
}
