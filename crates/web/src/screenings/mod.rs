//! Pages of screenings: the verdict with every condition, the officer's list, and the self-check.

mod check;
mod list;
mod seen;
mod show;

#[cfg(test)]
mod tests;

use app::screenings::access;
use app::screenings::{Language, Verdict};
use app::words::Lang;

use crate::shell::{Page, Routes};

pub use seen::Seen;

/// `/usulan/{id}/pemeriksaan`, `/program/{id}/pemeriksaan` and `/cek`.
pub fn router() -> Routes {
    Routes::new()
        .get("/usulan/{id}/pemeriksaan", access::READ, show::show)
        .post(
            "/usulan/{id}/pemeriksaan/ulang",
            access::RESCREEN,
            show::again,
        )
        .get("/program/{id}/pemeriksaan", access::READ, list::index)
        .get("/cek", access::SELF_CHECK, check::show)
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
