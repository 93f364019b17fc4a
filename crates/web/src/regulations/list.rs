//! The list of instruments and plans, with their state on a day.

use app::db::list::{ListRequest, Paged, every_row};
use app::ports::{Cell, Sheet, SheetColumn};
use app::regulations::{self, Brief, Confidence, Kind, access};
use askama::Template;
use axum::extract::State;
use kernel::CivilDate;

use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

#[derive(Template)]
#[template(path = "regulations/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Brief>,
    on: CivilDate,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    confidences: Vec<Choice>,
    origins: Vec<Choice>,
    may_edit: bool,
}

impl Index {
    fn late(&self, row: &Brief) -> bool {
        row.overdue(self.page.today)
    }
}

pub(super) async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let db = &state.app.db;
    let on = list.filter_as("pada").unwrap_or(page.today);
    if list.xlsx {
        let rows = every_row(list.request.clone(), |request: ListRequest| {
            regulations::list(db, request, on)
        })
        .await?;
        return sheet(&state, &page, &rows).await;
    }
    let rows = regulations::list(db, list.request.clone(), on).await?;
    let kinds = Kind::ALL
        .iter()
        .map(|kind| Choice::new(kind, page.t(format!("regulations-kind-{kind}"))))
        .collect();
    let states = ["in-force", "not-yet", "ended", "unverified", "prepared"]
        .iter()
        .map(|state| Choice::new(state, page.t(format!("regulations-state-{state}"))))
        .collect();
    let confidences = Confidence::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("regulations-confidence-{one}"))))
        .collect();
    let origins = ["own", "shipped"]
        .iter()
        .map(|one| Choice::new(one, page.t(format!("regulations-origin-{one}"))))
        .collect();
    let may_edit = access::EDIT.is_open_to(actor);
    html(&Index {
        page: page.title("regulations-title"),
        list,
        rows,
        on,
        kinds,
        states,
        confidences,
        origins,
        may_edit,
    })
}

async fn sheet(state: &AppState, page: &Page, rows: &[Brief]) -> Answer {
    let column = |key: &str, width| SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    };
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    let sheet = Sheet {
        name: page.t("regulations-title").into_owned(),
        columns: vec![
            column("regulations-name", 26),
            column("regulations-instrument", 80),
            column("regulations-kind", 18),
            column("regulations-from", 14),
            column("regulations-to", 14),
            column("regulations-state", 26),
            column("regulations-stage", 18),
            column("regulations-owner", 24),
            column("regulations-due", 14),
            column("regulations-confidence", 34),
        ],
        rows: rows
            .iter()
            .map(|row| {
                let said = |key: String| page.t(key).into_owned();
                vec![
                    Cell::Text(row.name.clone()),
                    Cell::Text(row.title.clone()),
                    text(
                        row.kind
                            .map(|kind| said(format!("regulations-kind-{kind}"))),
                    ),
                    row.from.map_or(Cell::Empty, Cell::Date),
                    row.to.map_or(Cell::Empty, Cell::Date),
                    Cell::Text(said(format!("regulations-state-{}", row.state()))),
                    text(
                        row.stage
                            .map(|stage| said(format!("regulations-stage-{stage}"))),
                    ),
                    text(row.owner.clone()),
                    row.due.map_or(Cell::Empty, Cell::Date),
                    Cell::Text(said(format!("regulations-confidence-{}", row.confidence))),
                ]
            })
            .collect(),
        notes: Vec::new(),
    };
    let writer = state.app.ports.sheets.clone();
    let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
    Ok(download(
        FileKind::Xlsx,
        "register-peraturan",
        page.today,
        bytes,
    ))
}
