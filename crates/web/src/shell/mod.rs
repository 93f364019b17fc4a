//! What every page stands on: layout, words, forms, lists, errors, assets, session. See `docs/web-shell.md`.

mod about;
pub mod assets;
mod errors;
mod form;
mod format;
mod headers;
mod list;
mod nav;
mod page;
mod prefs;
mod reader;
mod responses;
mod routes;
pub mod session;
mod state;
mod tone;
mod words;

#[cfg(test)]
mod gallery;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::CompressionLevel;
use tower_http::csrf::CsrfLayer;

pub use app::db::list::{ListRequest, Paged};
pub use errors::{Answer, Problem, SIGN_IN, is_local};
pub use form::{Choice, Form, Nonce, Upload};
pub use format::Show;
pub use headers::CSP;
pub use list::ListQuery;
pub use nav::{Entry, Group, MENU, Who};
pub use page::{Crumb, Page};
pub use reader::Reader;
pub use responses::{FileKind, done, download, html, html_with, preview, see_other};
pub use routes::{Door, Route, Routes};
pub use state::AppState;
pub use tone::{is, tone_icon, verdict_tone};
pub use words::words;

/// The shell's own routes: assets, language, theme, about, health.
pub fn router() -> Routes {
    Routes::new()
        .merge(about::router())
        .merge(assets::router())
        .merge(prefs::router())
}

/// Puts around all routes what holds for every one of them. The last layer is the outermost.
pub fn layered(routes: Router<AppState>, state: AppState) -> Router {
    routes
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), errors::layer))
        .layer(from_fn_with_state(state.clone(), session::layer))
        // Pages are made per request: the quickest level costs the least and still fits the budget.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(headers::layer))
        .with_state(state)
}

/// A defect must not end the connection without a word.
fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown cause");
    Problem(Error::internal(format!("panic: {text}"))).into_response()
}
