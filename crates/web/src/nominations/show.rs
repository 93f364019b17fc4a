//! One nomination: the person, the purpose, papers, choices, timeline, and what can be done.

use app::hosts::{self, Slot};
use app::nominations::{self, Duplicate, Event, Fit, Nomination, Paper, Release, access};
use app::programmes::{self, PaperKind};
use app::screenings::Dispensation;
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use kernel::{NominationId, Role};

use crate::shell::{Answer, AppState, Form, Page, html};

/// A paper that the programme asks for, with what came.
pub(super) struct PaperLine {
    kind: PaperKind,
    paper: Option<Paper>,
}

#[derive(Template)]
#[template(path = "nominations/show.html")]
pub(super) struct Show {
    page: Page,
    f: Form,
    n: Nomination,
    choices: Vec<(i64, Slot, Fit)>,
    release: Option<Release>,
    papers: Vec<PaperLine>,
    events: Vec<Event>,
    duplicates: Vec<Duplicate>,
    dispensations: Vec<Dispensation>,
    /// Whether the reader may open the screening.
    screened: bool,
    writes: bool,
    verifies: bool,
    declines: bool,
}

impl Show {
    fn may(&self, act: nominations::Act) -> bool {
        self.n.state.after(act).is_ok()
    }
}

/// The nomination.
pub async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    let f = Form::new(&page);
    render(&state, page, id, f).await
}

pub(super) async fn render(state: &AppState, page: Page, id: NominationId, f: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let scope = access::READ.allow(&actor)?;
    let db = &state.app.db;
    let n = nominations::get(db, &scope, id).await?;
    let programme = programmes::get(db, n.programme_id).await?;
    let slots = hosts::slots(db, n.programme_id).await?;
    let known = nominations::known(db, &n).await?;
    let release = match n.opd_id {
        Some(opd) => nominations::release(db, &programme, opd).await?,
        None => None,
    };
    let choices = n
        .choices
        .iter()
        .filter_map(|choice| {
            let slot = slots.iter().find(|slot| slot.id == choice.slot)?;
            Some((choice.rank, slot.clone(), known.fit(slot)))
        })
        .collect();
    let mut kinds = programme.papers.clone();
    kinds.extend(
        n.papers
            .iter()
            .map(|paper| paper.kind)
            .filter(|kind| !programme.papers.contains(kind)),
    );
    let papers = kinds
        .into_iter()
        .map(|kind| PaperLine {
            kind,
            paper: n.papers.iter().find(|paper| paper.kind == kind).cloned(),
        })
        .collect();
    let me = actor.user.map(|user| user.to_string()).unwrap_or_default();
    let own = n.created_by == me || n.submitted_by.as_deref() == Some(me.as_str());
    let herself = actor.person.is_some() && actor.person == n.person_id;
    let page = page
        .title_name(&n.snapshot.name)
        .crumb("/program", "programmes-title")
        .crumb_name(format!("/program/{}", programme.id), &programme.name)
        .crumb(
            format!("/program/{}/usulan", programme.id),
            "nominations-title",
        );
    let dispensations = if app::screenings::access::DISPENSATIONS.is_open_to(&actor) {
        app::screenings::dispensations(db, id).await?
    } else {
        Vec::new()
    };
    html(&Show {
        events: nominations::events(db, id).await?,
        duplicates: nominations::duplicates(db, &n).await?,
        dispensations,
        screened: app::screenings::access::READ.is_open_to(&actor),
        writes: access::NOMINATE.is_open_to(&actor),
        verifies: actor.has(Role::Verifikator) && !own,
        declines: herself && actor.has(Role::Pegawai),
        page,
        f,
        n,
        choices,
        release: release.filter(Release::is_over),
        papers,
    })
}

/// The file of a paper, to look at.
pub async fn paper(
    State(state): State<AppState>,
    page: Page,
    Path((id, kind)): Path<(NominationId, String)>,
) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    let kind: PaperKind = kind.parse().map_err(|_| kernel::Error::not_found())?;
    let n = nominations::get(&state.app.db, &scope, id).await?;
    let paper = n
        .papers
        .into_iter()
        .find(|paper| paper.kind == kind)
        .ok_or_else(kernel::Error::not_found)?;
    let bytes = state.app.blobs.get(&paper.scan).await?;
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    // The type was sniffed when the file came; only these three can be stored.
    let (media, name) = match paper.media.as_str() {
        "image/jpeg" => ("image/jpeg", "inline; filename=\"berkas.jpg\""),
        "image/png" => ("image/png", "inline; filename=\"berkas.png\""),
        _ => ("application/pdf", "inline; filename=\"berkas.pdf\""),
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    Ok(response)
}
