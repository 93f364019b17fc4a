//! The buttons of a nomination: send, take back, say no, send back, verify, papers.

use app::nominations::{self};
use app::programmes::PaperKind;
use axum::extract::{Path, State};
use kernel::{Actor, Error, NominationId, Result};

use super::show::render;
use crate::shell::{Answer, AppState, Form, Page, see_other};

/// Back to the nomination, or the same page again with what is wrong.
async fn done(
    state: &AppState,
    page: Page,
    id: NominationId,
    form: Form,
    outcome: Result<()>,
) -> Answer {
    let error = match outcome {
        Ok(()) => return Ok(see_other(&format!("/usulan/{id}"))),
        Err(error) => error,
    };
    let mut kept = None;
    let answer = form.again(error, |form| {
        kept = Some(form);
        Ok(axum::response::IntoResponse::into_response(()))
    })?;
    match kept {
        Some(form) => {
            let mut response = render(state, page, id, form).await?;
            *response.status_mut() = answer.status();
            Ok(response)
        }
        None => Ok(answer),
    }
}

fn actor(page: &Page) -> Result<Actor> {
    page.signed_in().cloned()
}

/// Sends.
pub async fn submit(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let outcome = nominations::submit(&state.app, &actor(&page)?, id).await;
    done(&state, page, id, form, outcome).await
}

/// Takes back.
pub async fn withdraw(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let remark = form.value("remark").to_owned();
    let remark = (!remark.is_empty()).then_some(remark);
    let outcome = nominations::withdraw(&state.app, &actor(&page)?, id, remark).await;
    done(&state, page, id, form, outcome).await
}

/// Says no as the nominee.
pub async fn decline(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let outcome = nominations::decline(&state.app, &actor(&page)?, id).await;
    done(&state, page, id, form, outcome).await
}

/// Sends back for correction.
pub async fn return_for_correction(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let actor = actor(&page)?;
    let outcome = match form.read(|r| r.text("remark", 1000)) {
        Ok(remark) => nominations::return_for_correction(&state.app, &actor, id, remark).await,
        Err(error) => Err(error),
    };
    done(&state, page, id, form, outcome).await
}

/// Verifies.
pub async fn verify(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let outcome = nominations::verify(&state.app, &actor(&page)?, id).await;
    done(&state, page, id, form, outcome).await
}

/// Adds or replaces a paper.
pub async fn attach(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let actor = actor(&page)?;
    let outcome = attach_now(&state, &actor, id, &form).await;
    done(&state, page, id, form, outcome).await
}

async fn attach_now(state: &AppState, actor: &Actor, id: NominationId, form: &Form) -> Result<()> {
    let (Some(kind), Some(file)) =
        form.read(|r| (r.choice::<PaperKind>("kind"), r.file("file")))?
    else {
        return Err(Error::invalid("error-form"));
    };
    let paper = nominations::keep(
        &state.app,
        "file",
        kind,
        file.bytes.to_vec(),
        &file.file_name,
    )
    .await?;
    nominations::attach(&state.app, actor, id, paper).await
}

/// Accepts a paper or sends it back.
pub async fn judge(
    State(state): State<AppState>,
    page: Page,
    Path((id, kind)): Path<(NominationId, String)>,
    form: Form,
) -> Answer {
    let actor = actor(&page)?;
    let kind: PaperKind = kind.parse().map_err(|_| Error::not_found())?;
    let accept = form.value("act") == "accept";
    let remark = form.value("remark").to_owned();
    let outcome =
        nominations::judge_paper(&state.app, &actor, id, kind, accept, Some(remark)).await;
    done(&state, page, id, form, outcome).await
}
