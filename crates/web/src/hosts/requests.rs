//! Requests for places to hosts, and the one-time links for their answers.

use app::db::list::{Paged, every_row};
use app::hosts::{self, PlaceRequest, RequestState};
use app::links::Secret;
use app::ports::{Cell, Sheet, SheetColumn};
use app::programmes::{self, Programme};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{CivilDate, Error, HostId, PlaceRequestId, ProgrammeId, Result};

use super::places::within;
use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, done, download, html,
};

#[derive(Template)]
#[template(path = "hosts/requests.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<PlaceRequest>,
    programme: Programme,
    states: Vec<Choice>,
}

/// The requests of a programme.
pub async fn index(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    list: ListQuery,
) -> Answer {
    let programme = programmes::get(&state.app.db, id).await?;
    if list.xlsx {
        let db = &state.app.db;
        let rows = every_row(list.request.clone(), |request| {
            hosts::requests(db, id, request)
        })
        .await?;
        let sheet = sheet(&page, &rows);
        let writer = state.app.ports.sheets.clone();
        let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
        return Ok(download(
            FileKind::Xlsx,
            "permintaan-tempat",
            page.today,
            bytes,
        ));
    }
    let rows = hosts::requests(&state.app.db, id, list.request.clone()).await?;
    let states = RequestState::ALL
        .iter()
        .map(|s| Choice::new(s, page.t(format!("hosts-request-state-{s}"))))
        .collect();
    html(&Index {
        page: within(page, &programme, "hosts-requests"),
        list,
        rows,
        programme,
        states,
    })
}

fn sheet(page: &Page, rows: &[PlaceRequest]) -> Sheet {
    let column = |key: &str, width| SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    };
    let text = |value: &Option<String>| value.clone().map_or(Cell::Empty, Cell::Text);
    Sheet {
        name: "Permintaan".into(),
        columns: vec![
            column("hosts-name", 44),
            column("hosts-request-holder", 36),
            column("hosts-request-due", 16),
            column("hosts-state", 28),
            column("hosts-answer-reason", 36),
            column("hosts-answer-note", 50),
            column("hosts-answer-who", 36),
        ],
        rows: rows
            .iter()
            .map(|one| {
                let reason = one
                    .reason
                    .map(|key| page.t(format!("hosts-reason-{key}")).into_owned());
                vec![
                    Cell::Text(one.host_name.clone()),
                    Cell::Text(one.holder.clone()),
                    Cell::Date(one.due),
                    Cell::Text(
                        page.t(format!("hosts-request-state-{}", one.state))
                            .into_owned(),
                    ),
                    text(&reason),
                    text(&one.note),
                    text(&one.answered_by),
                ]
            })
            .collect(),
        notes: Vec::new(),
    }
}

#[derive(Template)]
#[template(path = "hosts/request_new.html")]
struct New {
    page: Page,
    f: Form,
    programme: Programme,
    hosts: Vec<Choice>,
}

async fn new_page(state: &AppState, page: Page, f: Form, id: ProgrammeId) -> Result<New> {
    let programme = programmes::get(&state.app.db, id).await?;
    let hosts = hosts::all(&state.app.db)
        .await?
        .into_iter()
        .filter(|host| host.kind == programme.host_kind)
        .map(|host| Choice::new(host.id, host.name))
        .collect();
    Ok(New {
        page: within(page, &programme, "hosts-request-new"),
        f,
        programme,
        hosts,
    })
}

/// The form of a request.
pub async fn new(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let f = Form::new(&page);
    html(&new_page(&state, page, f, id).await?)
}

/// The link as it is shown, once.
#[derive(Template)]
#[template(path = "hosts/request_link.html")]
struct Shown {
    page: Page,
    programme: Programme,
    request: PlaceRequest,
    link: String,
}

async fn shown(state: &AppState, page: Page, id: PlaceRequestId, secret: &Secret) -> Answer {
    let request = hosts::request(&state.app.db, id).await?;
    let programme = programmes::get(&state.app.db, request.programme_id).await?;
    let page = within(page, &programme, "hosts-request-link").crumb(
        format!("/program/{}/tempat/permintaan", programme.id),
        "hosts-requests",
    );
    html(&Shown {
        link: format!("{}/tautan/tempat/{}", state.app.base_url, secret.as_str()),
        page,
        programme,
        request,
    })
}

/// Makes the request and shows its link.
pub async fn create(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let read: Result<(Option<HostId>, String, CivilDate)> =
        form.read(|r| (r.choice("host_id"), r.text("holder", 200), r.date("due")));
    let made = match read {
        Ok((Some(host), holder, due)) => {
            hosts::request_places(&state.app, &actor, id, host, holder, due).await
        }
        Ok((None, ..)) => Err(Error::invalid_field("host_id", "error-choice")),
        Err(error) => Err(error),
    };
    match made {
        Ok((request, secret)) => shown(&state, page, request, &secret).await,
        Err(error) => {
            let template = new_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&New { f, ..template }))
        }
    }
}

/// The request, if it belongs to the programme in the path.
async fn of_programme(
    state: &AppState,
    (programme, id): (ProgrammeId, PlaceRequestId),
) -> Result<PlaceRequest> {
    let request = hosts::request(&state.app.db, id).await?;
    if request.programme_id == programme {
        Ok(request)
    } else {
        Err(Error::not_found())
    }
}

#[derive(Template)]
#[template(path = "hosts/request_renew.html")]
struct Renew {
    page: Page,
    f: Form,
    request: PlaceRequest,
}

async fn renew_page(
    state: &AppState,
    page: Page,
    f: Form,
    ids: (ProgrammeId, PlaceRequestId),
) -> Result<Renew> {
    let request = of_programme(state, ids).await?;
    let programme = programmes::get(&state.app.db, ids.0).await?;
    let page = within(page, &programme, "hosts-request-renew").crumb(
        format!("/program/{}/tempat/permintaan", programme.id),
        "hosts-requests",
    );
    Ok(Renew { page, f, request })
}

/// The page that asks until when another link is good.
pub async fn ask_renew(
    State(state): State<AppState>,
    page: Page,
    Path(ids): Path<(ProgrammeId, PlaceRequestId)>,
) -> Answer {
    let f = Form::new(&page);
    html(&renew_page(&state, page, f, ids).await?)
}

/// Makes another link, shows it, and voids the earlier.
pub async fn renew(
    State(state): State<AppState>,
    page: Page,
    Path(ids): Path<(ProgrammeId, PlaceRequestId)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    of_programme(&state, ids).await?;
    let made = match form.read(|r| r.date("due")) {
        Ok(due) => hosts::renew_link(&state.app, &actor, ids.1, due).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(secret) => shown(&state, page, ids.1, &secret).await,
        Err(error) => {
            let template = renew_page(&state, page, Form::default(), ids).await?;
            form.again(error, |f| html(&Renew { f, ..template }))
        }
    }
}

/// Takes the request back.
pub async fn withdraw(
    State(state): State<AppState>,
    page: Page,
    Path(ids): Path<(ProgrammeId, PlaceRequestId)>,
) -> Answer {
    of_programme(&state, ids).await?;
    let programme = hosts::withdraw_request(&state.app, page.signed_in()?, ids.1).await?;
    Ok(done(
        &format!("/program/{programme}/tempat/permintaan"),
        "hosts-request-taken-back",
    ))
}

/// Colour of a request: waiting, late, answered.
fn request_tone(request: &PlaceRequest, today: CivilDate) -> &'static str {
    match request.state {
        RequestState::Open if request.due < today => "warn",
        RequestState::Open => "wait",
        RequestState::Willing => "ok",
        RequestState::NotNow => "info",
        RequestState::Withdrawn => "plain",
    }
}
