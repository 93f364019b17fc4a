//! Agreements of a host: record one, end one early.

use app::hosts::{self, Host, Partnership, PartnershipForm, PartnershipKind};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, HostId, PartnershipId, Result};

use crate::shell::{Answer, AppState, Choice, Form, Page, done, html};

#[derive(Template)]
#[template(path = "hosts/partnership_new.html")]
struct New {
    page: Page,
    f: Form,
    host: Host,
    kinds: Vec<Choice>,
}

async fn new_page(state: &AppState, page: Page, f: Form, id: HostId) -> Result<New> {
    let host = hosts::get(&state.app.db, id).await?;
    let kinds = PartnershipKind::ALL
        .iter()
        .map(|kind| Choice::new(kind, page.t(format!("hosts-partnership-kind-{kind}"))))
        .collect();
    let page = within(page, &host, "hosts-partnership-new");
    Ok(New {
        page,
        f,
        host,
        kinds,
    })
}

fn within(page: Page, host: &Host, title: &str) -> Page {
    page.title(title)
        .crumb("/instansi", "hosts-title")
        .crumb_name(format!("/instansi/{}", host.id), &host.name)
}

/// The form of a new agreement.
pub async fn new(State(state): State<AppState>, page: Page, Path(id): Path<HostId>) -> Answer {
    let f = Form::new(&page).with("kind", PartnershipKind::Pks);
    html(&new_page(&state, page, f, id).await?)
}

/// Records it.
pub async fn create(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<HostId>,
    form: Form,
) -> Answer {
    let read = form.read(|r| PartnershipForm {
        kind: r.choice("kind").unwrap_or(PartnershipKind::Pks),
        number: r.text("number", 120),
        about: r.text("about", 300),
        start: r.date("start"),
        end: r.optional_date("end"),
    });
    let actor = page.signed_in()?.clone();
    let recorded = match read {
        Ok(new) => hosts::record_partnership(&state.app, &actor, id, new).await,
        Err(error) => Err(error),
    };
    match recorded {
        Ok(_) => Ok(done(
            &format!("/instansi/{id}"),
            "hosts-partnership-recorded",
        )),
        Err(error) => {
            let template = new_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&New { f, ..template }))
        }
    }
}

#[derive(Template)]
#[template(path = "hosts/partnership_end.html")]
struct End {
    page: Page,
    f: Form,
    host: Host,
    partnership: Partnership,
}

async fn end_page(
    state: &AppState,
    page: Page,
    f: Form,
    (id, partnership): (HostId, PartnershipId),
) -> Result<End> {
    let host = hosts::get(&state.app.db, id).await?;
    let partnership = hosts::partnership(&state.app.db, partnership).await?;
    if partnership.host_id != id {
        return Err(Error::not_found());
    }
    let page = within(page, &host, "hosts-partnership-end");
    Ok(End {
        page,
        f,
        host,
        partnership,
    })
}

/// The page that asks from when on and why.
pub async fn ask_end(
    State(state): State<AppState>,
    page: Page,
    Path(ids): Path<(HostId, PartnershipId)>,
) -> Answer {
    let f = Form::new(&page).with("on", page.today);
    html(&end_page(&state, page, f, ids).await?)
}

/// Ends the agreement early.
pub async fn end(
    State(state): State<AppState>,
    page: Page,
    Path(ids): Path<(HostId, PartnershipId)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let template = end_page(&state, page, Form::default(), ids).await?;
    let ended = match form.read(|r| (r.date("on"), r.text("why", 300))) {
        Ok((on, why)) => hosts::end_partnership(&state.app, &actor, ids.1, on, why).await,
        Err(error) => Err(error),
    };
    match ended {
        Ok(id) => Ok(done(
            &format!("/instansi/{id}"),
            "hosts-partnership-recorded",
        )),
        Err(error) => form.again(error, |f| html(&End { f, ..template })),
    }
}
