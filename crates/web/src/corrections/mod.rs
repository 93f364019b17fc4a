//! Pages of corrections: the employee's form and trace, and the queue of her unit.

use app::corrections::{self, Ask, Correction, CorrectionState, Event, FactNow, access};
use app::db::list::{ListRequest, Paged};
use app::screenings::Language;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Actor, CorrectionId, Error, Result, Scope};

use crate::screenings::{kept, language};
use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, Routes, done, download, html,
    preview, see_other,
};

const LIST: &str = "/koreksi";
/// Largest request with a scan, in bytes.
const MOST_BYTES: usize = 11 * 1024 * 1024;

/// `/koreksi`.
pub fn router() -> Routes {
    Routes::new()
        .get("/koreksi", access::READ, index)
        .get("/koreksi/baru", access::ASK, new)
        .post("/koreksi/baru", access::ASK, ask)
        .get("/koreksi/{id}", access::READ, show)
        .get("/koreksi/{id}/pindaian", access::READ, scan)
        .post("/koreksi/{id}/teruskan", access::HANDLE, forward)
        .post("/koreksi/{id}/tolak", access::HANDLE, decline)
        .post("/koreksi/{id}/tarik", access::ASK, take_back)
        .body_limit(MOST_BYTES)
}

/// The tone of a state.
pub fn tone(state: impl std::borrow::Borrow<CorrectionState>) -> &'static str {
    match state.borrow() {
        CorrectionState::Asked => "wait",
        CorrectionState::Forwarded => "info",
        CorrectionState::Resolved => "ok",
        CorrectionState::Declined => "warn",
        CorrectionState::Withdrawn => "plain",
    }
}

/// What a fact of the schema is called; its name when the schema lacks it.
pub fn label(fact: &str, language: Language) -> String {
    corrections::label(fact).get(language).to_owned()
}

/// The requests of the person who is logged in, the newest first.
pub async fn own(state: &AppState, actor: &Actor) -> Result<Vec<Correction>> {
    let Some(person) = actor.person else {
        return Ok(Vec::new());
    };
    let request = ListRequest {
        sort: "asked".to_owned(),
        descending: true,
        ..ListRequest::default()
    };
    let scope = Scope::Person(person);
    Ok(corrections::list(&state.app.db, &scope, request)
        .await?
        .rows)
}

struct Line {
    one: Correction,
    label: String,
    days: i64,
}

#[derive(Template)]
#[template(path = "corrections/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Line>,
    states: Vec<Choice>,
}

async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::READ.allow(actor)?;
    let language = language(&page);
    if list.xlsx {
        let bytes = corrections::xlsx(&state.app, actor, &list.request, language).await?;
        return Ok(download(
            FileKind::Xlsx,
            "perbaikan-data",
            page.today,
            bytes,
        ));
    }
    let found = corrections::list(&state.app.db, &scope, list.request.clone()).await?;
    let rows = Paged {
        rows: found
            .rows
            .into_iter()
            .map(|one| Line {
                label: label(&one.fact, language),
                days: one.days(page.today),
                one,
            })
            .collect(),
        total: found.total,
        request: found.request,
    };
    let states = CorrectionState::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("corrections-state-{one}"))))
        .collect();
    html(&Index {
        page: page.title("corrections-title"),
        list,
        rows,
        states,
    })
}

#[derive(Template)]
#[template(path = "corrections/new.html")]
struct New {
    page: Page,
    f: Form,
    fact: FactNow,
    label: String,
    value: Option<String>,
    words: Vec<Choice>,
}

async fn form_page(state: &AppState, page: Page, f: Form) -> Answer {
    let actor = page.signed_in()?;
    let person = actor
        .person
        .ok_or_else(|| Error::refused("screenings-no-person").next("screenings-next-person"))?;
    let scope = Scope::Person(person);
    let fact =
        corrections::fact_of(&state.app.db, &scope, person, page.today, f.value("fact")).await?;
    let language = language(&page);
    let words = fact
        .words
        .iter()
        .map(|(code, label)| Choice::new(*code, label.get(language)))
        .collect();
    html(&New {
        label: fact.label.get(language).to_owned(),
        value: fact
            .value
            .as_ref()
            .map(|value| value.get(language).to_owned()),
        page: page
            .title("corrections-new")
            .crumb("/cek", "screenings-check"),
        f,
        fact,
        words,
    })
}

async fn new(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    if list.filter("fakta").is_empty() {
        // The facts stand on the page of the self-check, each with its link to here.
        return Ok(see_other("/cek"));
    }
    let f = Form::new(&page).with("fact", list.filter("fakta"));
    form_page(&state, page, f).await
}

async fn ask(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?;
    let read = form.read(|r| Ask {
        fact: form.value("fact").to_owned(),
        wanted: r.text("wanted", 200),
        reason: r.text("reason", 1_000),
        scan: form.file("scan").map(|file| file.bytes.to_vec()),
    });
    let made = match read.and_then(|ask| Ok((ask, form.nonce()?))) {
        Ok((ask, nonce)) => {
            corrections::ask(&state.app, actor, ask, Some(nonce.as_str().to_owned())).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(done(&format!("{LIST}/{id}"), "corrections-asked")),
        Err(error) => {
            let (form, status) = kept(form, error)?;
            let mut response = form_page(&state, page, form).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

#[derive(Template)]
#[template(path = "corrections/show.html")]
struct Show {
    page: Page,
    f: Form,
    one: Correction,
    label: String,
    events: Vec<(Event, String)>,
    days: i64,
    handles: bool,
    hers: bool,
    attests: bool,
}

async fn render(state: &AppState, page: Page, id: CorrectionId, f: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let scope = access::READ.allow(&actor)?;
    let one = corrections::get(&state.app.db, &scope, id).await?;
    let events = corrections::events(&state.app.db, id)
        .await?
        .into_iter()
        .map(|event| {
            let words = page
                .t(format!("corrections-act-{}", event.act))
                .into_owned();
            (event, words)
        })
        .collect();
    html(&Show {
        label: label(&one.fact, language(&page)),
        days: one.days(page.today),
        handles: access::HANDLE.is_open_to(&actor) && one.state.is_open(),
        hers: actor.person == Some(one.person) && one.state.is_open(),
        attests: app::people::access::PAPER.is_open_to(&actor) && one.state.is_open(),
        page: page
            .title("corrections-one")
            .crumb(LIST, "corrections-title"),
        f,
        one,
        events,
    })
}

async fn show(State(state): State<AppState>, page: Page, Path(id): Path<CorrectionId>) -> Answer {
    let f = Form::new(&page);
    render(&state, page, id, f).await
}

async fn scan(State(state): State<AppState>, page: Page, Path(id): Path<CorrectionId>) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    let one = corrections::get(&state.app.db, &scope, id).await?;
    let digest = one.scan.ok_or_else(Error::not_found)?;
    let bytes = state.app.blobs.get(&digest).await?;
    let kind = FileKind::of_scan(&bytes).ok_or_else(Error::not_found)?;
    Ok(preview(kind, "pindaian", id, bytes))
}

async fn answer(
    state: &AppState,
    page: Page,
    id: CorrectionId,
    form: Form,
    acted: Result<()>,
    said: &'static str,
) -> Answer {
    match acted {
        Ok(()) => Ok(done(&format!("{LIST}/{id}"), said)),
        Err(error) => {
            let (form, status) = kept(form, error)?;
            let mut response = render(state, page, id, form).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

async fn forward(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<CorrectionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let acted = corrections::forward(&state.app, &actor, id, form.value("note")).await;
    answer(&state, page, id, form, acted, "corrections-forwarded").await
}

async fn decline(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<CorrectionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let acted = corrections::decline(&state.app, &actor, id, form.value("note")).await;
    answer(&state, page, id, form, acted, "corrections-declined").await
}

async fn take_back(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<CorrectionId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let acted = corrections::take_back(&state.app, &actor, id).await;
    answer(&state, page, id, form, acted, "corrections-taken-back").await
}
