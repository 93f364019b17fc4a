//! Pages of host institutions and the places they offer.

mod institutions;
mod places;
mod upload;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::shell::AppState;

/// Largest request with a file, in bytes.
const MOST_BYTES: usize = 12 * 1024 * 1024;

/// `/instansi` and `/program/{id}/tempat`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/instansi", get(institutions::index))
        .route(
            "/instansi/baru",
            get(institutions::new).post(institutions::create),
        )
        .route("/instansi/{id}", get(institutions::show))
        .route(
            "/instansi/{id}/ubah",
            get(institutions::edit).post(institutions::change),
        )
        .route("/program/{id}/tempat", get(places::index))
        .route(
            "/program/{id}/tempat/baru",
            get(places::new).post(places::create),
        )
        .route("/program/{id}/tempat/templat", get(upload::template))
        .route(
            "/program/{id}/tempat/unggah",
            get(upload::new).post(upload::dry_run),
        )
        .route("/program/{id}/tempat/unggah/simpan", post(upload::take))
        .route(
            "/program/{id}/tempat/{slot}/ubah",
            get(places::edit).post(places::change),
        )
        .route("/program/{id}/tempat/{slot}/tutup", post(places::close))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}
