//! Another text of the rules, tried without storing a version.

use app::policies::{self, Version};
use app::simulations::{self, Asked};
use askama::Template;
use axum::extract::State;
use kernel::{Error, Result};

use super::ask;
use crate::policies::{seen, version_name};
use crate::shell::{Answer, AppState, Form, ListQuery, Page, html, see_other};

/// A text may be this many characters long.
const MOST: usize = 200_000;

#[derive(Template)]
#[template(path = "simulations/text.html")]
struct Text {
    page: Page,
    f: Form,
    version: Version,
    kept: Vec<(String, String)>,
    back: String,
}

fn text_page(page: Page, f: Form, version: Version, asked: &Asked) -> Answer {
    let back = format!("/simulasi/baru?{}", ask::query(asked, &[]));
    let name = version_name(&page, &version);
    html(&Text {
        kept: ask::fields(asked),
        page: page
            .title("simulations-text")
            .crumb("/simulasi", "simulations-title")
            .crumb_name(back.clone(), name),
        f,
        version,
        back,
    })
}

async fn version_of(
    state: &AppState,
    page: &Page,
    id: Option<kernel::PolicyVersionId>,
) -> Result<Version> {
    seen(state, page, id.ok_or_else(Error::not_found)?).await
}

pub(super) async fn form(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let version = version_of(&state, &page, list.filter_as("versi")).await?;
    let asked = ask::read(ask::of_list(&list), ask::first_day(&page, &version))?;
    let base = super::tunnel::base(&state, &version, asked.text.as_deref()).await?;
    let text = policies::set_params(&base, &asked.params)?;
    let form = Form::new(&page).with("text", text);
    text_page(page, form, version, &asked)
}

pub(super) async fn put(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?;
    let version = version_of(&state, &page, form.value("versi").parse().ok()).await?;
    let names: Vec<&str> = form.names().filter(|name| *name != "text").collect();
    let fields = names.iter().map(|name| (*name, form.value(name)));
    let asked = ask::read(fields, ask::first_day(&page, &version))?;
    let put = match form.read(|r| r.text("text", MOST)) {
        Ok(text) => {
            let text = format!("{}\n", text.trim_end());
            simulations::put_text(&state.app, actor, version.id, &text).await
        }
        Err(error) => Err(error),
    };
    match put {
        Ok(digest) => {
            // The values of the parameters stand in the text now.
            let asked = Asked {
                text: Some(digest),
                params: Vec::new(),
                ..asked
            };
            Ok(see_other(&format!(
                "/simulasi/baru?{}",
                ask::query(&asked, &[])
            )))
        }
        Err(error) => form.again(error, |form| text_page(page, form, version, &asked)),
    }
}
