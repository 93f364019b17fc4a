//! Meetings as a list, and the follow-ups of all of them.

use app::db::list::{Paged, every_row};
use app::meetings::{self, FollowUp, OWNERS, Row, State};
use app::ports::{Cell, Sheet, SheetColumn};
use askama::Template;
use axum::extract::State as Extract;

use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

#[derive(Template)]
#[template(path = "meetings/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Row>,
    states: Vec<Choice>,
    may_write: bool,
}

/// `/rapat`.
pub(super) async fn index(
    Extract(state): Extract<AppState>,
    page: Page,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?;
    let db = &state.app.db;
    if list.xlsx {
        let rows = every_row(list.request.clone(), |request| {
            meetings::list(db, actor, request)
        });
        return sheet(&state, &page, &rows.await?).await;
    }
    let rows = meetings::list(db, actor, list.request.clone()).await?;
    let states = State::ALL
        .iter()
        .map(|s| Choice::new(s, page.t(format!("meetings-state-{s}"))))
        .collect();
    let may_write = meetings::access::WRITE.is_open_to(actor);
    html(&Index {
        page: page.title("meetings-title"),
        list,
        rows,
        states,
        may_write,
    })
}

fn column(page: &Page, key: &str, width: u16) -> SheetColumn {
    SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    }
}

async fn written(state: &AppState, page: &Page, stem: &'static str, sheet: Sheet) -> Answer {
    let writer = state.app.ports.sheets.clone();
    let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
    Ok(download(FileKind::Xlsx, stem, page.today, bytes))
}

async fn sheet(state: &AppState, page: &Page, rows: &[Row]) -> Answer {
    let sheet = Sheet {
        name: page.t("meetings-title").into_owned(),
        columns: vec![
            column(page, "meetings-date", 14),
            column(page, "meetings-name", 50),
            column(page, "meetings-place", 40),
            column(page, "meetings-leader", 36),
            column(page, "meetings-state", 16),
            column(page, "meetings-topics", 10),
            column(page, "meetings-decisions", 10),
            column(page, "meetings-open", 10),
        ],
        rows: rows
            .iter()
            .map(|row| {
                let meeting = &row.meeting;
                vec![
                    Cell::Date(meeting.date),
                    Cell::Text(meeting.details.title.clone()),
                    Cell::Text(meeting.details.place.clone()),
                    Cell::Text(meeting.details.leader.clone()),
                    Cell::Text(
                        page.t(format!("meetings-state-{}", meeting.state))
                            .into_owned(),
                    ),
                    Cell::Int(row.topics),
                    Cell::Int(row.decisions),
                    Cell::Int(row.open),
                ]
            })
            .collect(),
        notes: Vec::new(),
    };
    written(state, page, "rapat", sheet).await
}

#[derive(Template)]
#[template(path = "meetings/follow_ups.html")]
struct FollowUps {
    page: Page,
    list: ListQuery,
    rows: Paged<(FollowUp, String)>,
    done: Vec<Choice>,
    roles: Vec<Choice>,
}

/// `/rapat/tindak-lanjut`.
pub(super) async fn follow_ups(
    Extract(state): Extract<AppState>,
    page: Page,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?;
    let db = &state.app.db;
    if list.xlsx {
        let rows = every_row(list.request.clone(), |request| {
            meetings::follow_ups(db, actor, request)
        });
        return follow_up_sheet(&state, &page, &rows.await?).await;
    }
    let rows = meetings::follow_ups(db, actor, list.request.clone()).await?;
    let done = [("tidak", "meetings-not-done"), ("ya", "meetings-done")]
        .map(|(value, key)| Choice::new(value, page.t(key)));
    let roles = OWNERS.map(|role| Choice::new(role, page.t(format!("role-{role}"))));
    html(&FollowUps {
        page: page
            .title("meetings-follow-ups")
            .crumb("/rapat", "meetings-title"),
        list,
        rows,
        done: done.into(),
        roles: roles.into(),
    })
}

async fn follow_up_sheet(state: &AppState, page: &Page, rows: &[(FollowUp, String)]) -> Answer {
    let sheet = Sheet {
        name: page.t("meetings-follow-ups").into_owned(),
        columns: vec![
            column(page, "meetings-task", 60),
            column(page, "meetings-owner", 36),
            column(page, "meetings-due", 14),
            column(page, "meetings-done-on", 14),
            column(page, "meetings-result", 50),
            column(page, "meetings-meeting", 50),
        ],
        rows: rows
            .iter()
            .map(|(one, title)| {
                let done = one.done.as_ref();
                vec![
                    Cell::Text(one.task.text.clone()),
                    Cell::Text(one.task.owner.clone()),
                    Cell::Date(one.task.due),
                    done.map_or(Cell::Empty, |done| Cell::Date(done.on)),
                    done.map_or(Cell::Empty, |done| Cell::Text(done.result.clone())),
                    Cell::Text(title.clone()),
                ]
            })
            .collect(),
        notes: Vec::new(),
    };
    written(state, page, "tindak-lanjut-rapat", sheet).await
}
