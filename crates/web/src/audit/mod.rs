//! The auditor's page: the audit log with filters, and its verification.

use app::accounts::access;
use app::audit::{self, Filter, Line};
use app::db::list::Paged;
use app::ports::{Cell, Sheet, SheetColumn};
use askama::Template;
use axum::extract::State;

use crate::shell::{Answer, AppState, FileKind, ListQuery, Page, Routes, download, html};

/// `/audit`.
pub fn router() -> Routes {
    Routes::new()
        .get("/audit", access::AUDIT, list)
        .post("/audit/periksa", access::AUDIT, verify)
}

enum Verified {
    Not,
    Whole { lines: i64, head: String },
    Broken { line: i64, what: String },
}

#[derive(Template)]
#[template(path = "audit/list.html")]
struct List {
    page: Page,
    list: ListQuery,
    rows: Paged<Line>,
    verified: Verified,
}

async fn rows(state: &AppState, list: &ListQuery) -> kernel::Result<Paged<Line>> {
    let search = Some(list.request.search.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = Filter {
        act: search,
        ..Filter::default()
    };
    audit::list(&state.app.db, &filter, list.request.clone()).await
}

async fn list(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let rows = rows(&state, &list).await?;
    if list.xlsx {
        let sheet = sheet(&page, &rows);
        let bytes = state.app.ports.sheets.xlsx(&[sheet])?;
        return Ok(download(FileKind::Xlsx, "jejak-audit", page.today, bytes));
    }
    html(&List {
        page: page.title("audit-title"),
        list,
        rows,
        verified: Verified::Not,
    })
}

async fn verify(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let rows = rows(&state, &list).await?;
    let verified = match audit::verify(&state.app.db).await? {
        Ok(found) => Verified::Whole {
            lines: found.lines,
            head: found.head,
        },
        Err(broken) => Verified::Broken {
            line: broken.seq,
            what: broken.what,
        },
    };
    html(&List {
        page: page.title("audit-title"),
        list,
        rows,
        verified,
    })
}

fn sheet(page: &Page, rows: &Paged<Line>) -> Sheet {
    let columns = [
        ("audit-seq", 8),
        ("audit-at", 28),
        ("audit-act", 24),
        ("audit-subject", 48),
        ("audit-actor", 40),
        ("audit-hash", 66),
    ];
    let columns = columns
        .into_iter()
        .map(|(key, width)| SheetColumn {
            header: page.t(key).into_owned(),
            width,
            choices: Vec::new(),
        })
        .collect();
    let cells = |line: &Line| {
        vec![
            Cell::Int(line.seq),
            Cell::Text(line.at.rfc3339()),
            Cell::Text(line.act.clone()),
            Cell::Text(format!("{} {}", line.subject.kind, line.subject.id)),
            Cell::Text(line.actor.clone()),
            Cell::Text(line.hash.clone()),
        ]
    };
    Sheet {
        name: page.t("audit-title").into_owned(),
        columns,
        rows: rows.rows.iter().map(cells).collect(),
        notes: Vec::new(),
    }
}
