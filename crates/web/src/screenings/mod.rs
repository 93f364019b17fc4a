//! Pages of screenings: the verdict with every condition, the officer's list, and the self-check.

mod check;
mod list;
mod seen;
mod show;

#[cfg(test)]
mod tests;

use app::screenings::{Language, Verdict};
use app::words::Lang;
use axum::Router;
use axum::routing::{get, post};

use crate::shell::{AppState, Page};

pub use seen::Seen;

/// `/usulan/{id}/pemeriksaan`, `/program/{id}/pemeriksaan` and `/cek`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/usulan/{id}/pemeriksaan", get(show::show))
        .route("/usulan/{id}/pemeriksaan/ulang", post(show::again))
        .route("/program/{id}/pemeriksaan", get(list::index))
        .route("/cek", get(check::show))
}

/// The language of a page, as the policy engine names it.
pub fn language(page: &Page) -> Language {
    match page.lang {
        Lang::Id => Language::Id,
        Lang::En => Language::En,
    }
}

/// The tone of a verdict's badge. What is not met yet warns; it does not scold.
pub fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Memenuhi => "ok",
        Verdict::BelumMemenuhi => "warn",
        Verdict::PerluVerifikasi => "info",
    }
}
