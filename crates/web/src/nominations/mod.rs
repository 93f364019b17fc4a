//! Pages of nominations: list, form, bulk upload, detail with papers, and the verifier's queue.

mod acts;
mod forms;
mod list;
mod show;
mod upload;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub use list::{tone, verdict_tone};

use crate::shell::AppState;

/// Largest request with files, in bytes: a form carries several papers of at most 10 MB.
const MOST_BYTES: usize = 48 * 1024 * 1024;

/// `/program/{id}/usulan`, `/usulan/{id}` and `/verifikasi`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/program/{id}/usulan", get(list::index))
        .route(
            "/program/{id}/usulan/baru",
            get(forms::new).post(forms::create),
        )
        .route("/program/{id}/usulan/templat", get(upload::template))
        .route(
            "/program/{id}/usulan/unggah",
            get(upload::new).post(upload::dry_run),
        )
        .route("/program/{id}/usulan/unggah/simpan", post(upload::take))
        .route("/usulan/{id}", get(show::show))
        .route("/usulan/{id}/ubah", get(forms::edit).post(forms::change))
        .route("/usulan/{id}/kirim", post(acts::submit))
        .route("/usulan/{id}/tarik", post(acts::withdraw))
        .route("/usulan/{id}/tidak-bersedia", post(acts::decline))
        .route("/usulan/{id}/kembalikan", post(acts::return_for_correction))
        .route("/usulan/{id}/verifikasi", post(acts::verify))
        .route("/usulan/{id}/berkas", post(acts::attach))
        .route(
            "/usulan/{id}/berkas/{kind}",
            get(show::paper).post(acts::judge),
        )
        .route("/verifikasi", get(list::queue))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}
