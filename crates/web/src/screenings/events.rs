//! Pages of later looks: the events, one event with its decision, and looking again from the board.

use app::db::list::Paged;
use app::programmes;
use app::screenings::{self, ChangeKind, Gate, Recheck, RecheckState, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, ProgrammeId, RecheckId};

use super::{kept, language};
use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, Routes, done, download, html,
};

const LIST: &str = "/periksa-ulang";

pub(super) fn router() -> Routes {
    Routes::new()
        .get("/periksa-ulang", access::EVENTS, index)
        .get("/periksa-ulang/{id}", access::EVENTS, show)
        .post("/periksa-ulang/{id}", access::RECHECK, decide)
        .get("/program/{id}/periksa-ulang", access::RECHECK, ask)
        .post("/program/{id}/periksa-ulang", access::RECHECK, look)
}

/// The tone of a state.
pub fn tone(state: impl std::borrow::Borrow<RecheckState>) -> &'static str {
    match state.borrow() {
        RecheckState::Open => "warn",
        RecheckState::Clarify => "wait",
        RecheckState::Kept => "ok",
        RecheckState::Cancelled | RecheckState::Renewed => "plain",
    }
}

struct Changed {
    kind: String,
    label: String,
    before: String,
    after: String,
    blocking: bool,
}

struct Line {
    one: Recheck,
    changes: Vec<Changed>,
}

fn changes(page: &Page, one: &Recheck) -> Vec<Changed> {
    let language = language(page);
    one.changes
        .iter()
        .map(|change| Changed {
            kind: page
                .t(match change.kind {
                    ChangeKind::Verdict => "screenings-change-verdict",
                    ChangeKind::Rule => "screenings-change-rule",
                    ChangeKind::Fact => "screenings-change-fact",
                })
                .into_owned(),
            label: change.label.get(language).to_owned(),
            before: change.before.get(language).to_owned(),
            after: change.after.get(language).to_owned(),
            blocking: change.blocking,
        })
        .collect()
}

#[derive(Template)]
#[template(path = "screenings/events.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Line>,
    states: Vec<Choice>,
    gates: Vec<Choice>,
}

async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::EVENTS.allow(actor)?;
    if list.xlsx {
        let language = language(&page);
        let bytes = screenings::event_xlsx(&state.app, actor, &list.request, language).await?;
        return Ok(download(FileKind::Xlsx, "periksa-ulang", page.today, bytes));
    }
    let found = screenings::event_list(&state.app.db, &scope, list.request.clone()).await?;
    let rows = Paged {
        rows: found
            .rows
            .into_iter()
            .map(|one| Line {
                changes: changes(&page, &one),
                one,
            })
            .collect(),
        total: found.total,
        request: found.request,
    };
    let states = RecheckState::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("screenings-event-{one}"))))
        .collect();
    let gates = Gate::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("screenings-gate-{one}"))))
        .collect();
    html(&Index {
        page: page.title("screenings-events"),
        list,
        rows,
        states,
        gates,
    })
}

#[derive(Template)]
#[template(path = "screenings/event.html")]
struct Show {
    page: Page,
    f: Form,
    one: Recheck,
    changes: Vec<Changed>,
    before: String,
    after: String,
    before_tone: &'static str,
    after_tone: &'static str,
    decides: bool,
    choices: Vec<Choice>,
}

async fn render(state: &AppState, page: Page, id: RecheckId, f: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let scope = access::EVENTS.allow(&actor)?;
    let one = screenings::event(&state.app.db, &scope, id).await?;
    let language = language(&page);
    let choices = [
        RecheckState::Kept,
        RecheckState::Clarify,
        RecheckState::Cancelled,
    ]
    .into_iter()
    .filter(|to| one.state.after(*to).is_ok())
    .map(|to| Choice::new(to, page.t(format!("screenings-decide-event-{to}"))))
    .collect();
    html(&Show {
        changes: changes(&page, &one),
        before: one.before.label(language).to_owned(),
        after: one.after.label(language).to_owned(),
        before_tone: super::tone(one.before),
        after_tone: super::tone(one.after),
        decides: access::RECHECK.is_open_to(&actor) && one.state.is_open(),
        choices,
        page: page
            .title("screenings-event")
            .crumb(LIST, "screenings-events"),
        f,
        one,
    })
}

async fn show(State(state): State<AppState>, page: Page, Path(id): Path<RecheckId>) -> Answer {
    let f = Form::new(&page);
    render(&state, page, id, f).await
}

async fn decide(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<RecheckId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let read = form.read(|r| (r.choice::<RecheckState>("to"), r.text("note", 1_000)));
    let acted = match read {
        Ok((Some(to), note)) => screenings::decide_event(&state.app, &actor, id, to, &note).await,
        Ok((None, _)) => Err(Error::invalid_field("to", "error-required")),
        Err(error) => Err(error),
    };
    match acted {
        Ok(()) => Ok(done(&format!("{LIST}/{id}"), "screenings-event-done")),
        Err(error) => {
            let (form, status) = kept(form, error)?;
            let mut response = render(&state, page, id, form).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

#[derive(Template)]
#[template(path = "screenings/recheck.html")]
struct Look {
    page: Page,
    f: Form,
    id: ProgrammeId,
    gates: Vec<Choice>,
    open: i64,
}

async fn ask(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let gate = {
        let programme = programmes::get(&state.app.db, id).await?;
        // Before the first day the decision is still to come; from then on people start.
        if page.today < programme.period.start() {
            Gate::Decision
        } else {
            Gate::Start
        }
    };
    let f = Form::new(&page).with("gate", gate);
    look_page(&state, page, id, f).await
}

async fn look_page(state: &AppState, page: Page, id: ProgrammeId, f: Form) -> Answer {
    let programme = programmes::get(&state.app.db, id).await?;
    let gates = Gate::BY_HAND
        .iter()
        .map(|one| Choice::new(one, page.t(format!("screenings-gate-{one}"))))
        .collect();
    html(&Look {
        open: screenings::open_events(&state.app.db, id).await?,
        page: page
            .title("screenings-recheck")
            .crumb("/program", "programmes-title")
            .crumb_name(format!("/program/{id}"), &programme.name),
        f,
        id,
        gates,
    })
}

async fn look(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let looked = match form.read(|r| r.choice::<Gate>("gate")) {
        Ok(Some(gate)) => screenings::recheck(&state.app, &actor, id, gate).await,
        Ok(None) => Err(Error::invalid_field("gate", "error-required")),
        Err(error) => Err(error),
    };
    match looked {
        Ok(report) if report.raised > 0 => Ok(done(
            &format!("{LIST}?program={id}&state=open"),
            "screenings-recheck-raised",
        )),
        Ok(_) => Ok(done(&format!("/program/{id}"), "screenings-recheck-none")),
        Err(error) => {
            let (form, status) = kept(form, error)?;
            let mut response = look_page(&state, page, id, form).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
