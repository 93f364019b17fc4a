//! Acts on a version: begin another, propose, give back, give up, decide; each with its own page of confirmation.

use app::meetings;
use app::policies::{self, Change, Decide, Paper, Stretch, Version};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, PolicyVersionId, Result};

use super::compare::{Said, said};
use super::{below, seen, version_name};
use crate::shell::{Answer, AppState, Choice, Form, Page, done, html};

/// Begins a draft from this version.
pub(super) async fn begin(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    seen(&state, &page, id).await?;
    let nonce = form.nonce()?.as_str().to_owned();
    let new = policies::begin(&state.app, actor, id, Some(nonce)).await?;
    Ok(done(&format!("/kebijakan/{new}"), "policies-begun"))
}

/// A page that asks for a reason.
#[derive(Clone, Copy)]
struct Ask {
    path: &'static str,
    title: &'static str,
    lead: &'static str,
    label: &'static str,
    tone: &'static str,
    done: &'static str,
}

const PROPOSE: Ask = Ask {
    path: "ajukan",
    title: "policies-propose",
    lead: "policies-propose-lead",
    label: "policies-propose-note",
    tone: "primary",
    done: "policies-proposed",
};
const RETURN: Ask = Ask {
    path: "kembalikan",
    title: "policies-return",
    lead: "policies-return-lead",
    label: "policies-note",
    tone: "primary",
    done: "policies-returned",
};
const DROP: Ask = Ask {
    path: "hentikan",
    title: "policies-drop",
    lead: "policies-drop-lead",
    label: "policies-note",
    tone: "danger",
    done: "policies-dropped",
};

#[derive(Template)]
#[template(path = "policies/act.html")]
struct Act {
    page: Page,
    f: Form,
    version: Version,
    ask: Ask,
    changes: Vec<Said>,
    others: Vec<Other>,
}

/// A version that would give way although this one was not written from it.
struct Other {
    id: PolicyVersionId,
    name: String,
    ticked: bool,
    /// What would be other than it says.
    changes: Vec<Said>,
}

/// The versions beside its base that give way if `version` comes into force on `from`.
async fn others(state: &AppState, page: &Page, version: &Version, f: &Form) -> Result<Vec<Other>> {
    let db = &state.app.db;
    let new = policies::parse(&policies::text(db, version.id).await?)?;
    let from = f.value("from").parse().unwrap_or(page.today);
    let days = Stretch {
        from,
        to: new.valid_to,
    };
    let mut found = Vec::new();
    for id in policies::also_replaced(db, version, days).await? {
        let other = policies::get(db, id, page.today).await?;
        let old = policies::parse(&policies::text(db, id).await?)?;
        let all: Vec<Change> = policies::diff(&old, &new);
        found.push(Other {
            id,
            name: version_name(page, &other),
            ticked: f.holds("instead_of", &id.to_string()),
            changes: all.iter().map(|change| said(page, change)).collect(),
        });
    }
    Ok(found)
}

/// What the version changes against the one it was written from.
async fn changes(state: &AppState, page: &Page, version: &Version) -> Result<Vec<Said>> {
    let Some(base) = version.base else {
        return Ok(Vec::new());
    };
    let db = &state.app.db;
    let old = policies::parse(&policies::text(db, base).await?)?;
    let new = policies::parse(&policies::text(db, version.id).await?)?;
    let found: Vec<Change> = policies::diff(&old, &new);
    Ok(found.iter().map(|change| said(page, change)).collect())
}

async fn asked(state: &AppState, page: Page, id: PolicyVersionId, ask: Ask) -> Answer {
    let f = Form::new(&page);
    let version = seen(state, &page, id).await?;
    match ask.path {
        "kembalikan" if !matches!(version.state, policies::State::Proposed(_)) => {
            return Err(Error::refused("policies-not-proposed")
                .next("policies-next-look")
                .into());
        }
        "kembalikan" => {}
        _ => drop(version.draft()?),
    }
    let changes = changes(state, &page, &version).await?;
    let others = others(state, &page, &version, &f).await?;
    render(page, f, version, ask, (changes, others))
}

fn render(
    page: Page,
    f: Form,
    version: Version,
    ask: Ask,
    (changes, others): (Vec<Said>, Vec<Other>),
) -> Answer {
    html(&Act {
        page: below(page, &version, ask.title),
        f,
        version,
        ask,
        changes,
        others,
    })
}

async fn answered(
    state: &AppState,
    page: Page,
    id: PolicyVersionId,
    form: Form,
    ask: Ask,
    outcome: Result<()>,
) -> Answer {
    match outcome {
        Ok(()) => Ok(done(&format!("/kebijakan/{id}"), ask.done)),
        Err(error) => {
            let version = seen(state, &page, id).await?;
            let changes = changes(state, &page, &version).await?;
            let others = others(state, &page, &version, &form).await?;
            form.again(error, |form| {
                render(page, form, version, ask, (changes, others))
            })
        }
    }
}

pub(super) async fn propose_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    asked(&state, page, id, PROPOSE).await
}

pub(super) async fn propose(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let outcome = policies::propose(&state.app, actor, id, form.value("note")).await;
    answered(&state, page, id, form, PROPOSE, outcome).await
}

pub(super) async fn return_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    asked(&state, page, id, RETURN).await
}

pub(super) async fn give_back(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let outcome = policies::give_back(&state.app, actor, id, form.value("note")).await;
    answered(&state, page, id, form, RETURN, outcome).await
}

pub(super) async fn drop_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    asked(&state, page, id, DROP).await
}

pub(super) async fn give_up(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let outcome = policies::give_up(&state.app, actor, id, form.value("note")).await;
    answered(&state, page, id, form, DROP, outcome).await
}

#[derive(Template)]
#[template(path = "policies/decide.html")]
struct DecidePage {
    page: Page,
    f: Form,
    version: Version,
    changes: Vec<Said>,
    others: Vec<Other>,
    entries: Vec<Choice>,
    /// Decisions of meetings that it may carry out.
    meetings: Vec<Choice>,
}

async fn decide_page(
    state: &AppState,
    page: &Page,
    id: PolicyVersionId,
    f: &Form,
) -> Result<DecideParts> {
    let version = seen(state, page, id).await?;
    let changes = changes(state, page, &version).await?;
    let others = others(state, page, &version, f).await?;
    let entries = app::regulations::register(&state.app.db)
        .await?
        .entries()
        .iter()
        .map(|entry| Choice::new(&entry.id, format!("{} {}", entry.source, entry.article)))
        .collect();
    let meetings = meetings::decisions(&state.app.db)
        .await?
        .into_iter()
        .map(|one| {
            let name = format!(
                "{} – {}, {}",
                one.title,
                one.meeting_title,
                page.show(one.date)
            );
            Choice::new(one.id, name)
        })
        .collect();
    Ok((version, (changes, others), entries, meetings))
}

type DecideParts = (Version, (Vec<Said>, Vec<Other>), Vec<Choice>, Vec<Choice>);

fn decided(
    page: Page,
    f: Form,
    (version, (changes, others), entries, meetings): DecideParts,
) -> Answer {
    html(&DecidePage {
        page: below(page, &version, "policies-decide"),
        f,
        version,
        changes,
        others,
        entries,
        meetings,
    })
}

/// The paper that a form names; what it leaves out is that of the meeting, whose official record is the mandate.
async fn mandate(state: &AppState, page: &Page, form: &Form) -> Result<Form> {
    let mut form = form.clone();
    let chosen = form.value("meeting").to_owned();
    if chosen.is_empty() {
        return Ok(form);
    }
    let all = meetings::decisions(&state.app.db).await?;
    let Some(one) = all.into_iter().find(|one| one.id.to_string() == chosen) else {
        return Ok(form);
    };
    let number = page.t("policies-meeting-record").into_owned();
    let about = format!("{} – {}", one.title, one.meeting_title);
    let about: String = about.chars().take(300).collect();
    for (field, text) in [
        ("number", number),
        ("date", one.date.to_string()),
        ("about", about),
    ] {
        form = form.or(field, text);
    }
    Ok(form)
}

pub(super) async fn decide_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    let actor = page.signed_in()?;
    let f = Form::new(&page);
    let parts = decide_page(&state, &page, id, &f).await?;
    parts.0.proposal(actor)?;
    let f = f.with("digest", &parts.0.digest);
    decided(page, f, parts)
}

pub(super) async fn decide(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let form = mandate(&state, &page, &form).await?;
    let read = form.read(|r| Decide {
        paper: Paper {
            number: r.text("number", 100),
            date: r.date("date"),
            about: r.text("about", 300),
            entry: r.optional_text("entry", 100),
        },
        from: r.date("from"),
        digest: r.text("digest", 100),
        meeting: r.optional_choice("meeting"),
        instead_of: r.choices("instead_of"),
    });
    let outcome = match read {
        Ok(order) => policies::decide(&state.app, actor, id, order).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(done(&format!("/kebijakan/{id}"), "policies-decided")),
        Err(error) => {
            let parts = decide_page(&state, &page, id, &form).await?;
            form.again(error, |form| decided(page, form, parts))
        }
    }
}
