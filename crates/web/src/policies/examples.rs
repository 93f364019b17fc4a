//! Examples of a draft that no longer come out as they expect: each change is shown, and an officer agrees to all of them.

use std::collections::BTreeMap;

use app::policies::{self, Language, Outcome, Stale, Version};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{PolicyVersionId, Result};

use super::{below, language, seen};
use crate::shell::{Answer, AppState, Form, Page, done, html};

/// One expectation: of which example, about what, and both words.
struct Line {
    case: String,
    on: String,
    /// The rule in words; none for the verdict.
    rule: Option<String>,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "policies/examples.html")]
struct Examples {
    page: Page,
    f: Form,
    version: Version,
    lines: Vec<Line>,
}

fn line(page: &Page, language: Language, rules: &BTreeMap<String, String>, one: Stale) -> Line {
    let (rule, before, after) = match one.outcome {
        Outcome::Verdict { expected, actual } => {
            (None, expected.label(language), actual.label(language))
        }
        Outcome::Rule {
            rule,
            expected,
            actual,
        } => (
            Some(rules.get(&rule).cloned().unwrap_or(rule)),
            expected.label(language),
            actual.label(language),
        ),
    };
    Line {
        case: one.case,
        on: page.show(one.at),
        rule,
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

async fn examples(state: &AppState, page: Page, f: Form, id: PolicyVersionId) -> Result<Examples> {
    let version = seen(state, &page, id).await?;
    version.draft()?;
    let db = &state.app.db;
    let policy = policies::parse(&policies::text(db, id).await?)?;
    let language = language(&page);
    let register = app::regulations::register(db).await?;
    let rules = policies::outline(&policy, &register)
        .rules
        .into_iter()
        .map(|rule| (rule.id, rule.says.get(language).to_owned()))
        .collect();
    let lines = policies::stale_examples(db, id)
        .await?
        .into_iter()
        .map(|one| line(&page, language, &rules, one))
        .collect();
    Ok(Examples {
        page: below(page, &version, "policies-examples"),
        f,
        version,
        lines,
    })
}

/// The examples that changed, before and after.
pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    let f = Form::new(&page);
    let mut shown = examples(&state, page, f, id).await?;
    shown.f = std::mem::take(&mut shown.f).with("revision", shown.version.revision);
    html(&shown)
}

/// Writes what the draft says now into its examples.
pub(super) async fn settle(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let revision = form.read(|r| r.integer("revision", 0..=i64::MAX));
    let settled = match revision {
        Ok(revision) => policies::settle_examples(&state.app, &actor, id, revision).await,
        Err(error) => Err(error),
    };
    match settled {
        Ok(()) => Ok(done(
            &format!("/kebijakan/{id}"),
            "policies-examples-settled",
        )),
        Err(error) => {
            let shown = examples(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Examples { f, ..shown }))
        }
    }
}
