//! The list of programmes.

use app::db::list::{Paged, every_row};
use app::ports::{Cell, Sheet, SheetColumn};
use app::programmes::{self, HostKind, Programme, State as Step};
use askama::Template;
use axum::extract::State;
use kernel::Role;

use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

#[derive(Template)]
#[template(path = "programmes/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Programme>,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
}

/// Programmes: drafts only for the officer.
pub async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let drafts = actor.has(Role::Pengelola);
    let db = &state.app.db;
    if list.xlsx {
        let page_of = |request| programmes::list(db, drafts, request);
        let rows = every_row(list.request.clone(), page_of).await?;
        return sheet(&state, &page, &rows).await;
    }
    let rows = programmes::list(db, drafts, list.request.clone()).await?;
    let states = Step::ALL
        .iter()
        .map(|s| Choice::new(s, page.t(format!("programmes-state-{s}"))))
        .collect();
    let kinds = HostKind::ALL
        .iter()
        .map(|k| Choice::new(k, page.t(format!("programmes-host-kind-{k}"))))
        .collect();
    html(&Index {
        page: page.title("programmes-title"),
        list,
        rows,
        states,
        kinds,
    })
}

async fn sheet(state: &AppState, page: &Page, rows: &[Programme]) -> Answer {
    let column = |key: &str, width| SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    };
    let sheet = Sheet {
        name: "Program".into(),
        columns: vec![
            column("programmes-name", 44),
            column("programmes-year", 8),
            column("programmes-host-kind", 30),
            column("programmes-start", 14),
            column("programmes-end", 14),
            column("programmes-state", 24),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Cell::Text(row.name.clone()),
                    Cell::Int(i64::from(row.year)),
                    Cell::Text(
                        page.t(format!("programmes-host-kind-{}", row.host_kind))
                            .into_owned(),
                    ),
                    Cell::Date(row.period.start()),
                    Cell::Date(row.period.end()),
                    Cell::Text(
                        page.t(format!("programmes-state-{}", row.state))
                            .into_owned(),
                    ),
                ]
            })
            .collect(),
        notes: Vec::new(),
    };
    let writer = state.app.ports.sheets.clone();
    let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
    Ok(download(FileKind::Xlsx, "program", page.today, bytes))
}

/// The tone of a state's badge.
pub fn tone(state: impl std::borrow::Borrow<Step>) -> &'static str {
    match state.borrow() {
        Step::Draft => "plain",
        Step::Open => "ok",
        Step::Verifying | Step::Placing | Step::Deciding => "wait",
        Step::Running => "info",
        Step::Closed => "plain",
        Step::Cancelled => "stop",
    }
}
