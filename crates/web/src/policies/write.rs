//! The editor of a draft: parameters as plain fields, rules as text with a check that shows every place.

use app::policies::{self, Diagnostic, Input, Language, ParamLine, Severity, Version};
use app::simulations::{self, Effect};
use askama::Template;
use axum::extract::{Path, State};
use kernel::PolicyVersionId;

use super::{below, language, seen};
use crate::shell::{Answer, AppState, Form, Page, done, html};

/// A text may be this many characters long.
const MOST: usize = 200_000;

#[derive(Template)]
#[template(path = "policies/params.html")]
struct Params {
    page: Page,
    f: Form,
    language: Language,
    version: Version,
    /// Name of the field, and the parameter.
    params: Vec<(String, ParamLine)>,
}

/// The parameters of a draft as fields.
pub(super) async fn params(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    let version = seen(&state, &page, id).await?;
    version.draft()?;
    let lines = lines(&state, id).await?;
    let mut form = Form::new(&page).with("revision", version.revision);
    for line in &lines {
        form = form.with(format!("param.{}", line.name), &line.typed);
    }
    params_page(page, form, version, lines)
}

async fn lines(state: &AppState, id: PolicyVersionId) -> kernel::Result<Vec<ParamLine>> {
    let policy = policies::parse(&policies::text(&state.app.db, id).await?)?;
    Ok(policies::outline(&policy, &*app::regulations::register(&state.app.db).await?).params)
}

fn params_page(page: Page, f: Form, version: Version, params: Vec<ParamLine>) -> Answer {
    let language = language(&page);
    let params = params
        .into_iter()
        .map(|param| (format!("param.{}", param.name), param))
        .collect();
    html(&Params {
        page: below(page, &version, "policies-edit-params"),
        f,
        language,
        version,
        params,
    })
}

pub(super) async fn save_params(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let version = seen(&state, &page, id).await?;
    let values: Vec<(String, String)> = form
        .names()
        .filter_map(|name| Some((name.strip_prefix("param.")?.to_owned(), name)))
        .map(|(param, name)| (param, form.value(name).replace("\r\n", "\n")))
        .collect();
    let revision = form.read(|r| r.integer("revision", 1..=i64::MAX));
    let saved = match revision {
        Ok(revision) => policies::write_params(&state.app, actor, id, &values, revision).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(done(&format!("/kebijakan/{id}"), "policies-saved")),
        Err(error) => {
            let lines = lines(&state, id).await?;
            form.again(error, |form| params_page(page, form, version, lines))
        }
    }
}

/// A finding as a page shows it.
struct Found {
    tone: &'static str,
    key: &'static str,
    one: Diagnostic,
    /// In the reader's language.
    message: String,
    help: Option<String>,
    /// The line of the text, and below it the caret.
    excerpt: String,
}

#[derive(Template)]
#[template(path = "policies/text.html")]
struct Text {
    page: Page,
    f: Form,
    version: Version,
    found: Vec<Found>,
    /// Whether an error is among them.
    errors: usize,
    cases: usize,
    /// What it would do to everybody of the register.
    effect: Option<Effect>,
}

/// Findings and effect of what was typed; a text with an error has no effect.
async fn judged(
    state: &AppState,
    page: &Page,
    version: &Version,
    text: &str,
) -> kernel::Result<(Vec<Found>, Option<Effect>)> {
    let found = found(state, page, text).await?;
    let effect = if found.iter().any(|one| one.tone == "stop") {
        None
    } else {
        let text = text.replace("\r\n", "\n");
        simulations::effect(&state.app, page.signed_in()?, version, &text).await?
    };
    Ok((found, effect))
}

async fn found(state: &AppState, page: &Page, text: &str) -> kernel::Result<Vec<Found>> {
    let text = text.replace("\r\n", "\n");
    let language = language(page);
    Ok(policies::check(&state.app.db, &text)
        .await?
        .into_iter()
        .map(|one| {
            let (tone, key) = match one.severity {
                Severity::Error => ("stop", "policies-error"),
                Severity::Warning => ("warn", "policies-warning"),
            };
            let lead: String = one
                .source_line
                .chars()
                .take(one.column.saturating_sub(1))
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            let caret = "^".repeat(one.width);
            Found {
                tone,
                key,
                message: one.say(language),
                help: one.say_help(language),
                excerpt: format!("{}\n{lead}{caret}", one.source_line),
                one,
            }
        })
        .collect())
}

fn text_page(
    page: Page,
    f: Form,
    version: Version,
    (found, effect): (Vec<Found>, Option<Effect>),
) -> Answer {
    let text = f.value("text").replace("\r\n", "\n");
    let errors = found.iter().filter(|one| one.tone == "stop").count();
    let cases = policies::parse(&text).map_or(0, |policy| policy.cases().len());
    html(&Text {
        page: below(page, &version, "policies-edit-text"),
        f,
        version,
        found,
        errors,
        cases,
        effect,
    })
}

/// The text of a draft.
pub(super) async fn text(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    let version = seen(&state, &page, id).await?;
    version.draft()?;
    let text = policies::text(&state.app.db, id).await?;
    let form = Form::new(&page)
        .with("revision", version.revision)
        .with("text", &text);
    let found = judged(&state, &page, &version, &text).await?;
    text_page(page, form, version, found)
}

/// Checks what was typed and shows every finding beside it; nothing is stored.
pub(super) async fn check(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let version = seen(&state, &page, id).await?;
    let length = form.value("text").chars().count();
    if length > MOST {
        let text = kernel::Text::new("error-too-long")
            .with("max", MOST)
            .with("length", length);
        return Err(kernel::Error::invalid_field("text", text).into());
    }
    let found = judged(&state, &page, &version, form.value("text")).await?;
    text_page(page, form, version, found)
}

pub(super) async fn save_text(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let version = seen(&state, &page, id).await?;
    let read = form.read(|r| (r.text("text", MOST), r.integer("revision", 1..=i64::MAX)));
    let saved = match read {
        // The last line of a file ends too; the field's spaces around the text mean nothing.
        Ok((text, revision)) => {
            let text = format!("{}\n", text.trim_end());
            policies::write(&state.app, actor, id, &text, revision).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(done(&format!("/kebijakan/{id}"), "policies-saved")),
        Err(error) => {
            let found = judged(&state, &page, &version, form.value("text")).await?;
            form.again(error, |form| text_page(page, form, version, found))
        }
    }
}
