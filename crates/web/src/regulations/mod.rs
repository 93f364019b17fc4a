//! Pages of the register of regulations: the list, one instrument with what rests on it, and the agency's own entries.

mod acts;
mod list;
mod show;

#[cfg(test)]
mod tests;

use app::policies::Language;
use app::regulations::{Standing, access};
use app::words::Lang;

use crate::shell::{Page, Routes};

/// `/regulasi` and below.
pub fn router() -> Routes {
    let (read, edit) = (access::READ, access::EDIT);
    Routes::new()
        .get("/regulasi", read, list::index)
        .get("/regulasi/baru", edit, acts::new)
        .post("/regulasi/baru", edit, acts::add)
        .get("/regulasi/{key}", read, show::show)
        .get("/regulasi/{key}/ubah", edit, acts::edit_form)
        .post("/regulasi/{key}/ubah", edit, acts::edit)
        .get("/regulasi/{key}/tahap", edit, acts::stage_form)
        .post("/regulasi/{key}/tahap", edit, acts::stage)
        .get("/regulasi/{key}/undangkan", edit, acts::promulgate_form)
        .post("/regulasi/{key}/undangkan", edit, acts::promulgate)
        .get("/regulasi/{key}/pasal", edit, acts::articles_form)
        .post("/regulasi/{key}/pasal", edit, acts::articles)
        .get("/regulasi/{key}/hubungan", edit, acts::relate_form)
        .post("/regulasi/{key}/hubungan", edit, acts::relate)
        .post(
            "/regulasi/{key}/hubungan/{link}/hapus",
            edit,
            acts::unrelate,
        )
        .get("/regulasi/{key}/akhiri", edit, acts::end_form)
        .post("/regulasi/{key}/akhiri", edit, acts::end)
}

/// The tone of a state: a standing, or none for what is still prepared.
pub fn tone(standing: impl std::borrow::Borrow<Option<Standing>>) -> &'static str {
    match standing.borrow() {
        Some(Standing::InForce) => "ok",
        Some(Standing::NotYet) => "info",
        Some(Standing::Ended) => "stop",
        Some(Standing::Unverified) => "warn",
        None => "wait",
    }
}

/// The language of a page, as the policy engine names it.
fn language(page: &Page) -> Language {
    match page.lang {
        Lang::Id => Language::Id,
        Lang::En => Language::En,
    }
}
