//! Pages of policies: the list of versions, one version with every rule, the editor, the comparison, and the decision.

mod acts;
mod compare;
mod examples;
mod list;
mod show;
mod write;

pub(crate) use compare::{Said, said};

#[cfg(test)]
mod tests;

use app::policies::{self, Language, StateName, Version, access};
use app::words::Lang;
use kernel::{Error, PolicyVersionId, Result};

use crate::shell::{AppState, Page, Routes};

/// `/kebijakan` and below.
pub fn router() -> Routes {
    let (read, prepare, decide) = (access::READ, access::PREPARE, access::DECIDE);
    Routes::new()
        .get("/kebijakan", read, list::index)
        .get("/kebijakan/{id}", read, show::show)
        .get("/kebijakan/{id}/banding", read, compare::show)
        .post("/kebijakan/{id}/konsep", prepare, acts::begin)
        .get("/kebijakan/{id}/angka", prepare, write::params)
        .post("/kebijakan/{id}/angka", prepare, write::save_params)
        .get("/kebijakan/{id}/naskah", prepare, write::text)
        .post("/kebijakan/{id}/naskah", prepare, write::save_text)
        .post("/kebijakan/{id}/periksa", prepare, write::check)
        .get("/kebijakan/{id}/contoh", prepare, examples::show)
        .post("/kebijakan/{id}/contoh", prepare, examples::settle)
        .get("/kebijakan/{id}/ajukan", prepare, acts::propose_form)
        .post("/kebijakan/{id}/ajukan", prepare, acts::propose)
        .get(
            "/kebijakan/{id}/kembalikan",
            [prepare, decide],
            acts::return_form,
        )
        .post(
            "/kebijakan/{id}/kembalikan",
            [prepare, decide],
            acts::give_back,
        )
        .get("/kebijakan/{id}/hentikan", prepare, acts::drop_form)
        .post("/kebijakan/{id}/hentikan", prepare, acts::give_up)
        .get("/kebijakan/{id}/tetapkan", decide, acts::decide_form)
        .post("/kebijakan/{id}/tetapkan", decide, acts::decide)
}

/// The tone of a state's badge.
pub fn tone(state: impl std::borrow::Borrow<StateName>) -> &'static str {
    match state.borrow() {
        StateName::Draft | StateName::Replaced => "plain",
        StateName::Proposed => "wait",
        StateName::Decided => "info",
        StateName::InForce => "ok",
        StateName::Dropped => "stop",
    }
}

/// The language of a page, as the policy engine names it.
pub(crate) fn language(page: &Page) -> Language {
    match page.lang {
        Lang::Id => Language::Id,
        Lang::En => Language::En,
    }
}

/// A version that the reader may see.
pub(crate) async fn seen(state: &AppState, page: &Page, id: PolicyVersionId) -> Result<Version> {
    let actor = page.signed_in()?;
    let version = policies::get(&state.app.db, id, page.today).await?;
    if policies::may_see(actor, &version) {
        Ok(version)
    } else {
        Err(Error::not_found())
    }
}

/// A page below that of a version.
fn below(page: Page, version: &Version, title: &str) -> Page {
    let name = version_name(&page, version);
    page.title(title)
        .crumb("/kebijakan", "policies-title")
        .crumb_name(format!("/kebijakan/{}", version.id), name)
}

pub(crate) fn version_name(page: &Page, version: &Version) -> String {
    let title = version.title.get(language(page)).to_owned();
    page.ta(
        "policies-version-name",
        [
            ("title", title.as_str()),
            ("version", version.version.as_str()),
        ],
    )
}
