//! Pages of screenings: the verdict with every condition, the officer's list, and the self-check.

mod check;
mod dispensations;
mod events;
mod list;
mod public;
mod replay;
mod seen;
mod show;

#[cfg(test)]
mod tests;

use app::screenings::access;
use app::screenings::{Language, Verdict};
use app::words::Lang;

use crate::shell::{Door, Form, Page, Problem, Routes};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;

pub use dispensations::tone as dispensation_tone;
pub use events::tone as event_tone;
pub use seen::Seen;

/// `/usulan/{id}/pemeriksaan`, `/program/{id}/pemeriksaan`, `/cek`, `/dispensasi` and `/periksa-ulang`.
pub fn router() -> Routes {
    Routes::new()
        .get("/usulan/{id}/pemeriksaan", access::READ, show::show)
        .post(
            "/usulan/{id}/pemeriksaan/ulang",
            access::RESCREEN,
            show::again,
        )
        .get("/program/{id}/pemeriksaan", access::READ, list::index)
        .get(
            "/usulan/{id}/pemeriksaan/hitung-ulang",
            access::REPLAY,
            replay::show,
        )
        .get("/cek", access::SELF_CHECK, check::show)
        .get("/cek/umum", Door::Anyone, public::show)
        .post("/cek/umum", Door::Anyone, public::answer)
        .merge(dispensations::router())
        .merge(events::router())
}

/// What was typed with what is wrong, and the status with which the same page answers; other errors go to the error page.
pub(crate) fn kept(form: Form, error: Error) -> Result<(Form, StatusCode), Problem> {
    let mut kept = None;
    let response = form.again(error, |form| {
        kept = Some(form);
        Ok(Response::default())
    })?;
    Ok((kept.unwrap_or_default(), response.status()))
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
