//! The list of versions, with those in force on top.

use app::db::list::Paged;
use app::policies::{self, StateName, Version};
use app::ports::{Cell, Sheet, SheetColumn};
use askama::Template;
use axum::extract::State;
use kernel::CivilDate;

use super::language;
use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

struct Line {
    version: Version,
    title: String,
    from: Option<CivilDate>,
    by: String,
}

#[derive(Template)]
#[template(path = "policies/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Line>,
    now: Vec<Line>,
    states: Vec<Choice>,
    policies: Vec<Choice>,
}

fn line(page: &Page, version: Version) -> Line {
    let decision = version.state.decision();
    let by = decision.map_or(&version.created, |decision| &decision.decided);
    Line {
        title: version.title.get(language(page)).to_owned(),
        from: decision.map(|decision| decision.from),
        by: who(page, by),
        version,
    }
}

/// Name of who did a step; the system itself is called so.
pub(super) fn who(page: &Page, step: &policies::Step) -> String {
    if step.by == "system" {
        page.t("policies-by-system").into_owned()
    } else {
        step.name.clone()
    }
}

pub(super) async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let db = &state.app.db;
    let mut request = list.request.clone();
    if list.xlsx {
        request.page = 1;
        request.per_page = 500;
    }
    let found = policies::list(db, actor, page.today, request).await?;
    let rows = Paged {
        rows: found.rows.into_iter().map(|one| line(&page, one)).collect(),
        total: found.total,
        request: found.request,
    };
    if list.xlsx {
        return sheet(&state, &page, &rows.rows).await;
    }
    let now: Vec<Line> = policies::now_in_force(db, page.today)
        .await?
        .into_iter()
        .map(|one| line(&page, one))
        .collect();
    let states = StateName::ALL
        .iter()
        .map(|s| Choice::new(s, page.t(format!("policies-state-{s}"))))
        .collect();
    let policies = now
        .iter()
        .map(|one| Choice::new(&one.version.policy, &one.title))
        .collect();
    html(&Index {
        page: page.title("policies-title"),
        list,
        rows,
        now,
        states,
        policies,
    })
}

async fn sheet(state: &AppState, page: &Page, rows: &[Line]) -> Answer {
    let column = |key: &str, width| SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    };
    let sheet = Sheet {
        name: page.t("policies-title").into_owned(),
        columns: vec![
            column("policies-policy", 50),
            column("policies-version", 14),
            column("policies-state", 26),
            column("policies-from", 14),
            column("policies-by", 30),
            column("policies-digest", 72),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Cell::Text(row.title.clone()),
                    Cell::Text(row.version.version.clone()),
                    Cell::Text(
                        page.t(format!("policies-state-{}", row.version.state.name()))
                            .into_owned(),
                    ),
                    row.from.map_or(Cell::Empty, Cell::Date),
                    Cell::Text(row.by.clone()),
                    Cell::Text(row.version.digest.clone()),
                ]
            })
            .collect(),
        notes: Vec::new(),
    };
    let writer = state.app.ports.sheets.clone();
    let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
    Ok(download(FileKind::Xlsx, "kebijakan", page.today, bytes))
}
