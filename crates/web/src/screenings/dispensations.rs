//! Pages of dispensations: the list with its report, the request, and the decision.

use app::db::list::Paged;
use app::nominations;
use app::screenings::{
    self, Ask, Decide, Dispensation, DispensationState, Given, OnPaper, Tally, access,
};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{DispensationId, Error, NominationId, Result};

use super::{kept, language};
use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, Routes, done, download, html,
    preview,
};

const LIST: &str = "/dispensasi";
/// Largest request with a scan, in bytes.
const MOST_BYTES: usize = 11 * 1024 * 1024;

pub(super) fn router() -> Routes {
    Routes::new()
        .get("/dispensasi", access::DISPENSATIONS, index)
        .get("/usulan/{id}/dispensasi", access::ASK, new)
        .post("/usulan/{id}/dispensasi", access::ASK, ask)
        .get("/dispensasi/{id}", access::DISPENSATIONS, show)
        .get("/dispensasi/{id}/pindaian", access::DISPENSATIONS, scan)
        .post("/dispensasi/{id}/putuskan", access::DECIDE, decide)
        .post("/dispensasi/{id}/catat", access::RECORD, record)
        .post("/dispensasi/{id}/cabut", access::REVOKE, withdraw)
        .body_limit(MOST_BYTES)
}

/// The tone of a state.
pub fn tone(state: impl std::borrow::Borrow<DispensationState>) -> &'static str {
    match state.borrow() {
        DispensationState::Asked => "wait",
        DispensationState::Granted => "ok",
        DispensationState::Refused => "warn",
        DispensationState::Withdrawn => "plain",
    }
}

struct Line {
    one: Dispensation,
    says: String,
}

#[derive(Template)]
#[template(path = "screenings/dispensations.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Line>,
    states: Vec<Choice>,
    rules: Vec<Choice>,
    opds: Vec<Choice>,
    policies: Vec<Choice>,
    by_rule: Vec<Tally>,
    by_opd: Vec<Tally>,
}

async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::DISPENSATIONS.allow(actor)?;
    let (db, language) = (&state.app.db, language(&page));
    if list.xlsx {
        let bytes =
            screenings::dispensation_xlsx(&state.app, actor, &list.request, language).await?;
        return Ok(download(FileKind::Xlsx, "dispensasi", page.today, bytes));
    }
    let found = screenings::dispensation_list(db, &scope, list.request.clone()).await?;
    let (by_rule, by_opd) = screenings::tally(db, &scope).await?;
    let choices = |lines: &[Tally]| -> Vec<Choice> {
        let choice = |line: &Tally| Choice::new(&line.key, line.key.clone());
        lines.iter().map(choice).collect()
    };
    let policies = screenings::dispensation_policies(db, &scope).await?;
    let states = DispensationState::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("screenings-state-{one}"))))
        .collect();
    html(&Index {
        rules: choices(&by_rule),
        opds: choices(&by_opd),
        policies: policies
            .into_iter()
            .map(|policy| Choice::new(&policy, policy.clone()))
            .collect(),
        rows: Paged {
            rows: found
                .rows
                .into_iter()
                .map(|one| Line {
                    says: one.says.get(language).to_owned(),
                    one,
                })
                .collect(),
            total: found.total,
            request: found.request,
        },
        states,
        by_rule,
        by_opd,
        page: page.title("screenings-dispensations"),
        list,
    })
}

#[derive(Template)]
#[template(path = "screenings/dispensation_new.html")]
struct New {
    page: Page,
    f: Form,
    id: NominationId,
    rules: Vec<Choice>,
}

async fn form_page(state: &AppState, page: Page, id: NominationId, f: Form) -> Answer {
    let scope = access::ASK.allow(page.signed_in()?)?;
    let db = &state.app.db;
    let nomination = nominations::get(db, &scope, id).await?;
    let language = language(&page);
    let rules = screenings::waivable_now(db, &nomination)
        .await?
        .into_iter()
        .map(|(rule, says, office)| {
            let office = screenings::office_names(&office, language);
            Choice::new(rule, format!("{} ({office})", says.get(language)))
        })
        .collect();
    html(&New {
        page: page
            .title("screenings-dispensation-ask")
            .crumb_name(format!("/usulan/{id}"), &nomination.snapshot.name)
            .crumb(format!("/usulan/{id}/pemeriksaan"), "screenings-title"),
        f,
        id,
        rules,
    })
}

async fn new(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    list: ListQuery,
) -> Answer {
    let f = Form::new(&page).with("rule", list.filter("syarat"));
    form_page(&state, page, id, f).await
}

async fn ask(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let read = form.read(|r| Ask {
        nomination: id,
        rule: r.text("rule", 100),
        reason: r.text("reason", 2_000),
        valid_until: r.optional_date("valid_until"),
    });
    let made = match read.and_then(|ask| Ok((ask, form.nonce()?))) {
        Ok((ask, nonce)) => {
            screenings::ask(&state.app, actor, ask, Some(nonce.as_str().to_owned())).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(done(
            &format!("{LIST}/{id}"),
            "screenings-dispensation-asked",
        )),
        Err(error) => {
            let (form, status) = kept(form, error)?;
            let mut response = form_page(&state, page, id, form).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

#[derive(Template)]
#[template(path = "screenings/dispensation.html")]
struct Show {
    page: Page,
    f: Form,
    one: Dispensation,
    says: String,
    office: String,
    given: Given,
    decides: bool,
    records: bool,
    revokes: bool,
    choices: Vec<Choice>,
}

async fn render(state: &AppState, page: Page, id: DispensationId, f: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let scope = access::DISPENSATIONS.allow(&actor)?;
    let db = &state.app.db;
    let one = screenings::dispensation(db, &scope, id).await?;
    let asked = one.state == DispensationState::Asked;
    let language = language(&page);
    let choices = ["ya", "tidak"]
        .map(|key| Choice::new(key, page.t(format!("screenings-decide-{key}"))))
        .into();
    html(&Show {
        given: screenings::given(db, &one).await?,
        decides: asked && screenings::may_decide(&state.app, &actor, &one).await?,
        records: asked && access::RECORD.is_open_to(&actor) && one.asked_by != actor.key(),
        revokes: access::REVOKE.is_open_to(&actor)
            && matches!(
                one.state,
                DispensationState::Asked | DispensationState::Granted
            ),
        says: one.says.get(language).to_owned(),
        office: screenings::office_names(&one.office, language),
        page: page
            .title("screenings-dispensation")
            .crumb(LIST, "screenings-dispensations"),
        f,
        one,
        choices,
    })
}

async fn show(State(state): State<AppState>, page: Page, Path(id): Path<DispensationId>) -> Answer {
    let f = Form::new(&page);
    render(&state, page, id, f).await
}

async fn scan(State(state): State<AppState>, page: Page, Path(id): Path<DispensationId>) -> Answer {
    let scope = access::DISPENSATIONS.allow(page.signed_in()?)?;
    let one = screenings::dispensation(&state.app.db, &scope, id).await?;
    let digest = one.paper_scan.ok_or_else(Error::not_found)?;
    let bytes = state.app.blobs.get(&digest).await?;
    let kind = FileKind::of_scan(&bytes).ok_or_else(Error::not_found)?;
    Ok(preview(kind, "pindaian", id, bytes))
}

fn decision(form: &Form) -> Result<Decide> {
    form.read(|r| Decide {
        grant: r.choice::<String>("grant").as_deref() == Some("ya"),
        note: r.optional_text("note", 1_000),
        valid_until: r.optional_date("valid_until"),
    })
}

async fn answer(
    state: &AppState,
    page: Page,
    id: DispensationId,
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

async fn decide(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<DispensationId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let acted = match decision(&form) {
        Ok(said) => screenings::decide(&state.app, &actor, id, said).await,
        Err(error) => Err(error),
    };
    answer(
        &state,
        page,
        id,
        form,
        acted,
        "screenings-dispensation-done",
    )
    .await
}

async fn record(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<DispensationId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let paper = form.read(|r| OnPaper {
        number: r.text("number", 100),
        date: r.date("date"),
        scan: form
            .file("scan")
            .map(|file| file.bytes.to_vec())
            .unwrap_or_default(),
    });
    let acted = match decision(&form).and_then(|said| Ok((said, paper?))) {
        Ok((said, paper)) => screenings::record(&state.app, &actor, id, said, paper).await,
        Err(error) => Err(error),
    };
    answer(
        &state,
        page,
        id,
        form,
        acted,
        "screenings-dispensation-done",
    )
    .await
}

async fn withdraw(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<DispensationId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let acted = screenings::withdraw(&state.app, &actor, id, form.value("reason")).await;
    answer(
        &state,
        page,
        id,
        form,
        acted,
        "screenings-dispensation-withdrawn",
    )
    .await
}
