//! The nominations of a programme, and the verifier's queue over all programmes.

use app::db::list::{Paged, every_row};
use app::hosts;
use app::nominations::{self, Nomination, Release, State as Step, access};
use app::organisations;
use app::programmes::{self, Programme};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, NominationId, ProgrammeId, Scope};

use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, done, download, html,
};

/// Verdicts of a screening.
const VERDICTS: [&str; 3] = ["memenuhi", "belum-memenuhi", "perlu-verifikasi"];

#[derive(Template)]
#[template(path = "nominations/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Nomination>,
    programme: Programme,
    opds: Vec<Choice>,
    states: Vec<Choice>,
    verdicts: Vec<Choice>,
    may_nominate: bool,
    may_bulk: bool,
}

/// The nominations of a programme that the visitor may see.
pub async fn index(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::READ.allow(actor)?;
    let db = &state.app.db;
    let programme = programmes::get(db, id).await?;
    let open = programmes::takes_nominations(db, &programme, page.today)
        .await
        .is_ok();
    let (may_nominate, may_bulk) = (
        open && access::NOMINATE.is_open_to(actor),
        open && access::BULK.is_open_to(actor),
    );
    if list.xlsx {
        return sheet(&state, &page, &scope, id, &list).await;
    }
    let rows = nominations::list(db, &scope, id, list.request.clone()).await?;
    let opds = if scope == Scope::All {
        organisations::all_opd(db)
            .await?
            .into_iter()
            .map(|opd| Choice::new(opd.id, opd.name))
            .collect()
    } else {
        Vec::new()
    };
    let states = Step::ALL
        .iter()
        .map(|s| Choice::new(s, page.t(format!("nominations-state-{s}"))))
        .collect();
    let verdicts = VERDICTS
        .iter()
        .map(|v| Choice::new(v, page.t(format!("nominations-verdict-{v}"))))
        .collect();
    let page = within(page, &programme, "nominations-title");
    html(&Index {
        page,
        list,
        rows,
        programme,
        opds,
        states,
        verdicts,
        may_nominate,
        may_bulk,
    })
}

/// The tone of a release limit against what was nominated.
pub fn release_tone(release: &Release) -> &'static str {
    if release.is_over() { "warn" } else { "info" }
}

/// All rows of the same list, page by page, since a page holds at most 500.
async fn sheet(
    state: &AppState,
    page: &Page,
    scope: &Scope,
    id: ProgrammeId,
    list: &ListQuery,
) -> Answer {
    let db = &state.app.db;
    let page_of = |request| nominations::list(db, scope, id, request);
    let all: Vec<Nomination> = every_row(list.request.clone(), page_of).await?;
    let slots = hosts::slots(db, id).await?;
    let sheet = nominations::export(&all, &slots, |key| page.t(key).into_owned());
    let writer = state.app.ports.sheets.clone();
    let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
    Ok(download(FileKind::Xlsx, "usulan", page.today, bytes))
}

/// A page of a programme's nominations with its way back.
pub(super) fn within(page: Page, programme: &Programme, title: &str) -> Page {
    let base = format!("/program/{}", programme.id);
    let page = page
        .title(title)
        .crumb("/program", "programmes-title")
        .crumb_name(&base, &programme.name);
    if title == "nominations-title" {
        page
    } else {
        page.crumb(format!("{base}/usulan"), "nominations-title")
    }
}

#[derive(Template)]
#[template(path = "nominations/queue.html")]
struct Queue {
    page: Page,
    f: Form,
    waiting: Vec<(Programme, Vec<Nomination>)>,
}

/// What waits for a verifier in all programmes, the longest waiting first; what she entered herself is not there.
pub async fn queue(State(state): State<AppState>, page: Page) -> Answer {
    let form = Form::new(&page);
    show_queue(&state, page, form).await
}

/// Verifies what is ticked in the queue, all or none.
pub async fn verify_several(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let ids: Vec<NominationId> = form
        .all("usulan")
        .filter_map(|id| id.parse().ok())
        .collect();
    let outcome = if ids.is_empty() {
        Err(Error::invalid("nominations-queue-nothing-ticked"))
    } else {
        nominations::verify_several(&state.app, &actor, ids).await
    };
    let error = match outcome {
        Ok(()) => return Ok(done("/verifikasi", "nominations-queue-done")),
        Err(error) => error,
    };
    let mut kept = None;
    let answer = form.again(error, |form| {
        kept = Some(form);
        Ok(axum::response::IntoResponse::into_response(()))
    })?;
    let Some(form) = kept else { return Ok(answer) };
    let mut response = show_queue(&state, page, form).await?;
    *response.status_mut() = answer.status();
    Ok(response)
}

async fn show_queue(state: &AppState, page: Page, f: Form) -> Answer {
    let actor = page.signed_in()?;
    let me = actor.user.map(|user| user.to_string()).unwrap_or_default();
    let db = &state.app.db;
    let living = [
        programmes::State::Open,
        programmes::State::Verifying,
        programmes::State::Placing,
    ];
    let mut waiting = Vec::new();
    for programme in programmes::in_states(db, &living).await? {
        let mut rows = nominations::in_states(db, programme.id, &[Step::Submitted]).await?;
        rows.retain(|row| row.created_by != me && row.submitted_by.as_deref() != Some(me.as_str()));
        if !rows.is_empty() {
            waiting.push((programme, rows));
        }
    }
    html(&Queue {
        page: page.title("nominations-queue"),
        f,
        waiting,
    })
}

/// The tone of a state's badge.
pub fn tone(state: impl std::borrow::Borrow<Step>) -> &'static str {
    match state.borrow() {
        Step::Draft | Step::Withdrawn | Step::Declined => "plain",
        Step::Submitted => "wait",
        Step::Returned => "warn",
        Step::Verified | Step::Placed => "ok",
        Step::Unplaced => "info",
    }
}

/// The tone of a verdict's badge.
pub fn verdict_tone(verdict: impl AsRef<str>) -> &'static str {
    match verdict.as_ref() {
        "memenuhi" => "ok",
        "belum-memenuhi" => "warn",
        _ => "info",
    }
}
