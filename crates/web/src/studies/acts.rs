//! What is done with a study.

use app::studies::{self, PaperKind, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, Result, StudyId};

use super::show::render;
use crate::shell::{Answer, AppState, Form, Page, done, html};

fn path(id: StudyId) -> String {
    format!("/studi/{id}")
}

/// Back to the page of the study, with the refusal in place if there is one.
async fn after(
    state: &AppState,
    page: Page,
    form: Form,
    id: StudyId,
    outcome: Result<()>,
    key: &'static str,
) -> Answer {
    let error = match outcome {
        Ok(()) => return Ok(done(&path(id), key)),
        Err(error) => error,
    };
    let mut kept = None;
    let answer = form.again(error, |form| {
        kept = Some(form);
        Ok(axum::response::IntoResponse::into_response(()))
    })?;
    let Some(form) = kept else { return Ok(answer) };
    let mut response = render(state, page, id, form).await?;
    *response.status_mut() = answer.status();
    Ok(response)
}

pub(super) async fn attach(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let read = form.read(|r| (r.choice::<PaperKind>("kind"), r.file("file")));
    let outcome = match read {
        Ok((Some(kind), Some(file))) => {
            let bytes = file.bytes.to_vec();
            studies::attach(&state.app, &actor, id, kind, &file.file_name, bytes).await
        }
        Ok(_) => Err(Error::invalid_field("file", "error-file")),
        Err(error) => Err(error),
    };
    after(&state, page, form, id, outcome, "studies-paper-in").await
}

pub(super) async fn check(
    State(state): State<AppState>,
    page: Page,
    Path((id, kind)): Path<(StudyId, String)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let kind: PaperKind = kind.parse().map_err(|_| Error::not_found())?;
    let accept = form.value("act") == "accept";
    let remark = Some(form.value("remark").to_owned());
    let outcome = studies::check_paper(&state.app, &actor, id, kind, accept, remark).await;
    after(&state, page, form, id, outcome, "studies-paper-checked").await
}

pub(super) async fn decide(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = studies::decide(&state.app, &actor, id).await;
    after(&state, page, form, id, outcome, "studies-decided").await
}

pub(super) async fn letter(
    State(state): State<AppState>,
    page: Page,
    Path((id, kind)): Path<(StudyId, String)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let kind = kind.parse().map_err(|_| Error::not_found())?;
    match studies::draft_letter(&state.app, &actor, id, kind).await {
        Ok(letter) => Ok(done(&format!("/surat/{letter}"), "studies-drafted")),
        Err(error) => after(&state, page, form, id, Err(error), "studies-drafted").await,
    }
}

pub(super) async fn report(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let read = form.read(|r| {
        (
            r.integer("semester", 1..=40),
            r.text("endorsed_by", 160),
            r.file("file"),
        )
    });
    let outcome = match read {
        Ok((semester, endorsed, Some(file))) => {
            let bytes = file.bytes.to_vec();
            studies::report(&state.app, &actor, id, semester, &endorsed, bytes).await
        }
        Ok(_) => Err(Error::invalid_field("file", "error-file")),
        Err(error) => Err(error),
    };
    after(&state, page, form, id, outcome, "studies-report-in").await
}

pub(super) async fn back(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = match form.read(|r| r.date("reported")) {
        Ok(day) => studies::report_back(&state.app, &actor, id, day).await,
        Err(error) => Err(error),
    };
    after(&state, page, form, id, outcome, "studies-returned").await
}

/// A page with a reason and one button.
#[derive(Template)]
#[template(path = "studies/end.html")]
struct End {
    page: Page,
    f: Form,
    action: String,
    back: String,
    submit: &'static str,
}

async fn ending(
    state: &AppState,
    page: Page,
    f: Form,
    id: StudyId,
    act: &'static str,
    title: &'static str,
) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    let study = studies::get(&state.app.db, &scope, id).await?;
    html(&End {
        page: page
            .title(title)
            .crumb("/studi", "studies-title")
            .crumb_name(path(id), &study.brief.name),
        f,
        action: format!("{}/{act}", path(id)),
        back: path(id),
        submit: title,
    })
}

pub(super) async fn decline_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
) -> Answer {
    let form = Form::new(&page);
    ending(&state, page, form, id, "tolak", "studies-decline").await
}

pub(super) async fn withdraw_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
) -> Answer {
    let form = Form::new(&page);
    ending(&state, page, form, id, "tarik", "studies-withdraw").await
}

pub(super) async fn decline(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = studies::decline(&state.app, &actor, id, form.value("reason")).await;
    after(&state, page, form, id, outcome, "studies-ended").await
}

pub(super) async fn withdraw(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = studies::withdraw(&state.app, &actor, id, form.value("reason")).await;
    after(&state, page, form, id, outcome, "studies-ended").await
}
