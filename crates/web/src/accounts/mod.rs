//! Accounts: signing in and out, the first administrator, activation by slip, one's own account, the list.

mod manage;
mod own;
mod sign_in;

pub(crate) use sign_in::with_session;

use axum::Router;

use crate::shell::AppState;

/// `/masuk`, `/keluar`, `/mulai`, `/aktivasi`, `/akun…`.
pub fn router() -> Router<AppState> {
    Router::new()
        .merge(sign_in::router())
        .merge(own::router())
        .merge(manage::router())
}
