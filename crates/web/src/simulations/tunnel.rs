//! The wind tunnel itself: parameters as fields and sliders, and what they do to everybody.

use app::policies::{self, Input, Language, ParamLine, Policy, Version};
use app::simulations::{self, Run};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use kernel::{Kind, Result};

use super::view::{View, view};
use super::{ask, sheet};
use crate::policies::{Said, language, said, seen, version_name};
use crate::shell::{Answer, AppState, FileKind, Form, ListQuery, Page, download, html, see_other};

/// A parameter as it is entered here.
struct Field {
    name: String,
    param: ParamLine,
    /// Ends of the slider, for whole numbers.
    range: Option<(i64, i64)>,
}

/// What came out.
pub(super) struct Result_ {
    pub(super) view: View,
    pub(super) changes: Vec<Said>,
    pub(super) query: String,
    pub(super) may_save: bool,
    pub(super) data: String,
    pub(super) text: String,
}

#[derive(Template)]
#[template(path = "simulations/tunnel.html", blocks = ["result"])]
struct Tunnel {
    page: Page,
    f: Form,
    language: Language,
    version: Version,
    name: String,
    naskah: String,
    fields: Vec<Field>,
    result: Option<Result_>,
}

/// A slider reaches from 0 to a good way beyond the value, so that both directions can be tried.
fn range(typed: &str) -> Option<(i64, i64)> {
    let value: i64 = typed.parse().ok().filter(|value| *value >= 0)?;
    Some((0, (value * 2).max(value + 10)))
}

fn fields(base: &Policy) -> Result<Vec<Field>> {
    let outline = policies::outline(base, policies::register()?);
    Ok(outline
        .params
        .into_iter()
        .map(|param| {
            let name = format!("param.{}", param.name);
            Field {
                range: match param.input {
                    Input::Line => range(&param.typed),
                    Input::Date | Input::Lines => None,
                },
                name,
                param,
            }
        })
        .collect())
}

/// The text from which the parameters are read.
pub(super) async fn base(
    state: &AppState,
    version: &Version,
    text: Option<&str>,
) -> Result<Policy> {
    let text = match text {
        Some(digest) => simulations::text_of(&state.app, digest).await?,
        None => policies::text(&state.app.db, version.id).await?,
    };
    policies::parse(&text)
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    list: ListQuery,
    headers: HeaderMap,
) -> Answer {
    let actor = page.signed_in()?;
    let Some(id) = list.filter_as("versi") else {
        // Without a version there is nothing to try yet: it is chosen on the page of simulations.
        return Ok(see_other("/simulasi"));
    };
    let version = seen(&state, &page, id).await?;
    let naskah = list.filter("naskah").to_owned();
    let base = base(
        &state,
        &version,
        Some(naskah.as_str()).filter(|text| !text.is_empty()),
    )
    .await?;
    let read = ask::read(ask::of_list(&list), ask::first_day(&page, &version));
    let run = match &read {
        Ok(asked) => simulations::open(&state.app, actor, asked).await,
        Err(error) => Err(error.clone()),
    };
    let mut form = Form::new(&page);
    for param in base.params() {
        let name = format!("param.{}", param.name);
        let typed = list.filter(&name);
        let value = if typed.is_empty() {
            policies::shown(&param.value)
        } else {
            typed.to_owned()
        };
        form = form.with(name, value);
    }
    for name in ["keputusan", "mulai", "selesai"] {
        let set = read.as_ref().ok().map(|asked| match name {
            "keputusan" => asked.setting.decision,
            "mulai" => asked.setting.start,
            _ => asked.setting.end,
        });
        let value = set.map_or_else(|| list.filter(name).to_owned(), |date| date.to_string());
        form = form.with(name, value);
    }
    form = form.with("pernyataan", list.filter("pernyataan"));
    let name = version_name(&page, &version);
    let page = page
        .title("simulations-try")
        .crumb("/simulasi", "simulations-title")
        .crumb_name(format!("/kebijakan/{}", version.id), name.clone());
    match run {
        Ok(run) if list.xlsx => {
            let shown = run.outcome()?.open();
            let bytes = sheet::numbers(&state, &page, &shown).await?;
            Ok(download(FileKind::Xlsx, "simulasi", page.today, bytes))
        }
        Ok(run) => {
            let template = Tunnel {
                language: language(&page),
                fields: fields(&base)?,
                result: Some(result(&page, &run)?),
                f: form,
                version,
                name,
                naskah,
                page,
            };
            // A slider asks for the numbers alone.
            let part = headers.contains_key("hx-request")
                && !headers.contains_key("hx-history-restore-request");
            if part {
                html(&template.as_result())
            } else {
                html(&template)
            }
        }
        Err(error) if error.kind() == Kind::Invalid => form.again(error, |f| {
            html(&Tunnel {
                language: language(&page),
                fields: fields(&base)?,
                result: None,
                f,
                version,
                name,
                naskah,
                page,
            })
        }),
        Err(error) => Err(error.into()),
    }
}

impl Result_ {
    fn view(&self) -> &View {
        &self.view
    }

    fn changes(&self) -> &[Said] {
        &self.changes
    }
}

/// What a run says on a page.
pub(super) fn result(page: &Page, run: &Run) -> Result<Result_> {
    let changes = policies::diff(&run.old, &run.new);
    let actor = page.signed_in()?;
    Ok(Result_ {
        view: view(page, &run.outcome()?.open(), Some(&run.asked)),
        changes: changes.iter().map(|change| said(page, change)).collect(),
        query: ask::query(&run.asked, &[]),
        may_save: simulations::access::SAVE.is_open_to(actor),
        data: run.crowd.digest.clone(),
        text: run.new.digest().to_owned(),
    })
}
