//! What the agency does on the placement page.

use app::placements::{self};
use app::{letters, nominations, programmes};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{NominationId, PlacementRunId, ProgrammeId, Scope, SlotId};

use crate::shell::{Answer, AppState, FileKind, Form, ListQuery, Page, done, download, html};

/// Computes a proposal.
pub(super) async fn propose(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let slot = form.read(|fields| fields.optional_choice::<SlotId>("slot"));
    let made = match slot {
        Ok(slot) => placements::propose(&state.app, actor, id, slot).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(_) => Ok(done(
            &format!("/program/{id}/penempatan"),
            "placements-done-proposed",
        )),
        Err(error) => again(&state, page, id, form, error).await,
    }
}

/// The same page once more with what is wrong, when it is a refusal or a wrong field.
async fn again(
    state: &AppState,
    page: Page,
    id: ProgrammeId,
    form: Form,
    error: kernel::Error,
) -> Answer {
    let mut kept = None;
    let answer = form.again(error, |form| {
        kept = Some(form);
        Ok(axum::response::IntoResponse::into_response(()))
    })?;
    let Some(form) = kept else { return Ok(answer) };
    let mut page = super::desk::render(state, page, id, ListQuery::default(), form).await?;
    *page.status_mut() = answer.status();
    Ok(page)
}

/// Gives every place of a proposal.
pub(super) async fn confirm(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let programme = placements::run(&state.app.db, id).await?.programme;
    match placements::confirm(&state.app, actor, id).await {
        Ok(_) => Ok(done(
            &format!("/program/{programme}/penempatan"),
            "placements-done-confirmed",
        )),
        Err(error) => again(&state, page, programme, form, error).await,
    }
}

/// Puts a proposal aside.
pub(super) async fn discard(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
) -> Answer {
    let actor = page.signed_in()?;
    let programme = placements::run(&state.app.db, id).await?.programme;
    placements::discard(&state.app, actor, id).await?;
    Ok(done(
        &format!("/program/{programme}/penempatan"),
        "placements-done-discarded",
    ))
}

/// Gives one nominee the place her nomination names.
pub(super) async fn assign(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let programme = nominations::get(&state.app.db, &Scope::All, id)
        .await?
        .programme_id;
    match placements::assign(&state.app, actor, id).await {
        Ok(()) => Ok(done(
            &format!("/program/{programme}/penempatan"),
            "placements-done-assigned",
        )),
        Err(error) => again(&state, page, programme, form, error).await,
    }
}

/// Gives everybody who waits the place that her nomination names, and drafts the letters.
pub(super) async fn assign_all(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    if let Err(error) = placements::assign_all(&state.app, &actor, id).await {
        return again(&state, page, id, form, error).await;
    }
    // The places are given whatever becomes of the drafts; the page of the letters says what they lack.
    match letters::draft_all(&state.app, &actor, id).await {
        Ok(_) => Ok(done(
            &format!("/program/{id}/surat"),
            "placements-done-all-drafted",
        )),
        Err(error) => again(&state, page, id, form, error).await,
    }
}

#[derive(Template)]
#[template(path = "placements/take_back.html")]
struct Ask {
    page: Page,
    f: Form,
    id: NominationId,
    programme: ProgrammeId,
}

async fn show(state: &AppState, page: Page, id: NominationId, f: Form) -> kernel::Result<Ask> {
    let nomination = nominations::get(&state.app.db, &Scope::All, id).await?;
    let programme = programmes::get(&state.app.db, nomination.programme_id).await?;
    let page = page
        .title("placements-take-back")
        .crumb_name(format!("/program/{}", programme.id), &programme.name)
        .crumb(
            format!("/program/{}/penempatan", programme.id),
            "placements-title",
        )
        .crumb_name(format!("/usulan/{id}"), &nomination.snapshot.name);
    Ok(Ask {
        page,
        f,
        id,
        programme: programme.id,
    })
}

/// Asks for the reason before a place is taken back.
pub(super) async fn ask(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    let form = Form::new(&page);
    html(&show(&state, page, id, form).await?)
}

/// Takes a place back before the decision.
pub(super) async fn take_back(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let reason = form.read(|fields| fields.text("reason", 500));
    let taken = match reason {
        Ok(reason) => placements::take_back(&state.app, page.signed_in()?, id, &reason).await,
        Err(error) => Err(error),
    };
    let mut ask = show(&state, page, id, form.clone()).await?;
    match taken {
        Ok(()) => {
            let path = format!("/program/{}/penempatan", ask.programme);
            Ok(done(&path, "placements-done-taken"))
        }
        Err(error) => form.again(error, |form| {
            ask.f = form;
            html(&ask)
        }),
    }
}

/// The problem as a file, for the independent checker.
pub(super) async fn problem(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
) -> Answer {
    let run = super::freeze::for_files(&state, &page, id).await?;
    Ok(download(FileKind::Json, "problem", id, run.problem))
}

/// The result as a file.
pub(super) async fn result(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
) -> Answer {
    let run = super::freeze::for_files(&state, &page, id).await?;
    Ok(download(FileKind::Json, "result", id, run.result))
}
