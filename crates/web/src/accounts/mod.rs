//! Accounts: signing in and out, the first administrator, activation by slip, one's own account, the list.

mod manage;
mod own;
mod sign_in;

pub(crate) use sign_in::with_session;

use crate::shell::Routes;

/// `/masuk`, `/keluar`, `/mulai`, `/aktivasi`, `/akun…`.
pub fn router() -> Routes {
    Routes::new()
        .merge(sign_in::router())
        .merge(own::router())
        .merge(manage::router())
}
