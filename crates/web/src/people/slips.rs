//! Activation slips: one-time codes for the people of an OPD, printed to be cut out and handed over.

use app::accounts;
use app::accounts::access;
use app::people;
use askama::Template;
use axum::extract::State;
use kernel::{Error, OrgId, Scope};

use crate::shell::{Answer, AppState, Choice, FileKind, Form, Page, Routes, download, html};

pub(super) fn router() -> Routes {
    Routes::new()
        .get("/pegawai/slip", access::ACTIVATE, show)
        .post("/pegawai/slip", access::ACTIVATE, print)
}

#[derive(Template)]
#[template(path = "people/slips.html")]
struct Slips {
    page: Page,
    form: Form,
    opds: Vec<Choice>,
}

async fn blank(state: &AppState, page: Page, form: Form) -> Result<Slips, Error> {
    let scope = accounts::access::ACTIVATE.allow(page.signed_in()?)?;
    let opds = app::organisations::all_opd(&state.app.db).await?;
    let opds = opds
        .into_iter()
        .filter(|opd| scope == Scope::All || scope == Scope::Org(opd.id))
        .map(|opd| Choice::new(opd.id, opd.name))
        .collect();
    let page = page.crumb("/pegawai", "people-title").title("people-slips");
    Ok(Slips { page, form, opds })
}

async fn show(State(state): State<AppState>, page: Page) -> Answer {
    let form = Form::new(&page);
    html(&blank(&state, page, form).await?)
}

async fn print(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    match form.read(|fields| fields.choice::<OrgId>("opd")) {
        Ok(Some(opd)) => {
            let pdf = people::print_slips(&state.app, page.signed_in()?, opd).await?;
            Ok(download(FileKind::Pdf, "slip-aktivasi", page.today, pdf))
        }
        Ok(None) => Err(Error::invalid_field("opd", "error-choice").into()),
        Err(error) => {
            let shown = blank(&state, page, form.clone()).await?;
            form.again(error, |form| html(&Slips { form, ..shown }))
        }
    }
}
