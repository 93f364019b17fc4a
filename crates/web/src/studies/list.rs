//! The register of studies.

use app::db::list::Paged;
use app::organisations;
use app::studies::{self, Line, LineState, Pathway, access};
use askama::Template;
use axum::extract::State;
use kernel::Scope;

use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

#[derive(Template)]
#[template(path = "studies/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Line>,
    paths: Vec<Choice>,
    states: Vec<Choice>,
    months: Vec<Choice>,
    opds: Vec<Choice>,
    may_propose: bool,
}

pub(super) async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::READ.allow(actor)?;
    if list.xlsx {
        let words = page.clone();
        let say = move |key: &str| words.t(key).into_owned();
        let bytes = studies::xlsx(&state.app, actor, list.request.clone(), &say).await?;
        return Ok(download(
            FileKind::Xlsx,
            "register-studi",
            page.today,
            bytes,
        ));
    }
    let rows = studies::list(&state.app, actor, list.request.clone()).await?;
    let paths = Pathway::ALL
        .iter()
        .map(|path| path.key())
        .chain(["impor"])
        .map(|key| Choice::new(key, page.t(format!("studies-path-{key}"))))
        .collect();
    let states = LineState::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("studies-line-{one}"))))
        .collect();
    let months = [3, 6, 12]
        .map(|n| Choice::new(n, page.ta("studies-months", [("n", n)])))
        .into();
    let opds = if scope == Scope::All {
        organisations::all_opd(&state.app.db)
            .await?
            .into_iter()
            .map(|opd| Choice::new(opd.id, opd.name))
            .collect()
    } else {
        Vec::new()
    };
    html(&Index {
        may_propose: access::PROPOSE.is_open_to(actor),
        page: page.title("studies-title"),
        list,
        rows,
        paths,
        states,
        months,
        opds,
    })
}

/// The tone of a line's badge.
pub(super) fn tone(state: impl std::borrow::Borrow<LineState>) -> &'static str {
    match state.borrow() {
        LineState::Proposed => "wait",
        LineState::Running | LineState::Finished => "ok",
        LineState::Ended => "info",
        LineState::Declined | LineState::Withdrawn => "plain",
    }
}
