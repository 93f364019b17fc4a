//! Pages of programmes: list, making one, and the board (*Papan Program*).

mod board;
mod forms;
mod list;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

pub use list::tone;

use crate::shell::AppState;

/// `/program` and below, as far as the programme itself goes.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/program", get(list::index))
        .route(
            "/program/baru",
            get(forms::new_simple).post(forms::create_simple),
        )
        .route(
            "/program/baru/lanjutan",
            get(forms::new_advanced).post(forms::create_advanced),
        )
        .route("/program/{id}", get(board::show))
        .route("/program/{id}/ubah", get(forms::edit).post(forms::change))
        .route("/program/{id}/buka", post(board::open))
        .route(
            "/program/{id}/perpanjang",
            get(board::extend_form).post(board::extend),
        )
        .route("/program/{id}/langkah", post(board::advance))
}
