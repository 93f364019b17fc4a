//! Pages of placement: compute, look, confirm; and each person's own result.

mod acts;
mod desk;
mod own;

use app::placements::Fate;
use axum::Router;
use axum::routing::{get, post};

use crate::shell::AppState;

/// `/program/{id}/penempatan`, `/penempatan/{run}` and `/usulan/{id}/penempatan`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/program/{id}/penempatan", get(desk::desk))
        .route("/program/{id}/penempatan/hitung", post(acts::propose))
        .route("/penempatan/{id}/tetapkan", post(acts::confirm))
        .route("/penempatan/{id}/batal", post(acts::discard))
        .route("/penempatan/{id}/problem.json", get(acts::problem))
        .route("/penempatan/{id}/result.json", get(acts::result))
        .route("/usulan/{id}/penempatan", get(own::show))
        .route("/usulan/{id}/penempatan/tetapkan", post(acts::assign))
        .route(
            "/usulan/{id}/penempatan/tarik",
            get(acts::ask).post(acts::take_back),
        )
}

/// The tone of what became of a choice.
pub fn tone(fate: impl std::borrow::Borrow<Fate>) -> &'static str {
    match fate.borrow() {
        Fate::Granted => "ok",
        Fate::NotNeeded => "plain",
        _ => "info",
    }
}
