//! Pages of placement: compute, look, confirm; and each person's own result.

mod acts;
mod desk;
mod own;

use app::nominations::Fit;
use app::placements::Fate;
use app::placements::access;

use crate::shell::{Page, Routes};

/// `/program/{id}/penempatan`, `/penempatan/{run}` and `/usulan/{id}/penempatan`.
pub fn router() -> Routes {
    Routes::new()
        .get("/program/{id}/penempatan", access::READ, desk::desk)
        .post(
            "/program/{id}/penempatan/hitung",
            access::PROPOSE,
            acts::propose,
        )
        .post(
            "/program/{id}/penempatan/tetapkan-semua",
            access::CONFIRM,
            acts::assign_all,
        )
        .post("/penempatan/{id}/tetapkan", access::CONFIRM, acts::confirm)
        .post("/penempatan/{id}/batal", access::PROPOSE, acts::discard)
        .get("/penempatan/{id}/problem.json", access::READ, acts::problem)
        .get("/penempatan/{id}/result.json", access::READ, acts::result)
        .get("/usulan/{id}/penempatan", access::OWN, own::show)
        .post(
            "/usulan/{id}/penempatan/tetapkan",
            access::CONFIRM,
            acts::assign,
        )
        .get("/usulan/{id}/penempatan/tarik", access::CONFIRM, acts::ask)
        .post(
            "/usulan/{id}/penempatan/tarik",
            access::CONFIRM,
            acts::take_back,
        )
}

/// How much of her gap a place closes, and what that rests on.
fn fit_words(page: &Page, fit: Fit) -> String {
    page.ta(
        format!("nominations-fit-says-{}", fit.basis).as_str(),
        [("n", fit.levels())],
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
