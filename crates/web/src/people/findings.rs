//! Findings on people: the list with its filters and counts, and their words for the page of a person.

use app::db::Sql;
use app::db::list::Paged;
use app::people::{self, Code, FindingLine, access};
use app::ports::{Cell, Sheet};
use app::words::Lang;
use askama::Template;
use axum::extract::State;
use kernel::{CivilDate, Error, OrgId, PersonId};

use super::register::{columns, opds};
use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, Routes, download, html};

pub(super) fn router() -> Routes {
    Routes::new().get("/pegawai/temuan", access::READ, list)
}

/// A check that the data do not allow, in the reader's language.
pub(super) struct Unchecked {
    pub code: Code,
    pub label: &'static str,
    pub partly: bool,
    pub why: String,
}

/// A finding on one person, in the reader's language.
pub(super) struct Told {
    pub code: Code,
    pub label: &'static str,
    pub details: String,
    pub advice: String,
}

#[derive(Template)]
#[template(path = "people/findings.html")]
struct Findings {
    page: Page,
    list: ListQuery,
    rows: Paged<FindingLine>,
    opds: Vec<Choice>,
    codes: Vec<Choice>,
    counts: Vec<(Code, i64)>,
    unchecked: Vec<Unchecked>,
}

/// What is found, in the reader's language.
fn label(page: &Page, code: impl std::borrow::Borrow<Code>) -> &'static str {
    let indicator = code.borrow().indicator();
    match page.lang {
        Lang::Id => &indicator.label_id,
        Lang::En => &indicator.label_en,
    }
}

/// `TMT CPNS: 1 Maret 2010; TMT PNS: 1 Februari 2009`.
fn details(page: &Page, details: &[(String, String)]) -> String {
    let lines: Vec<String> = details
        .iter()
        .map(|(column, value)| match value.parse::<CivilDate>() {
            Ok(date) => format!("{column}: {}", page.show(date)),
            Err(_) => format!("{column}: {value}"),
        })
        .collect();
    lines.join("; ")
}

/// The findings on one person with what to do.
pub(super) async fn on_person(
    sql: &impl Sql,
    page: &Page,
    person: PersonId,
) -> Result<Vec<Told>, Error> {
    let found = people::findings_on(sql, person).await?;
    Ok(found
        .into_iter()
        .map(|(code, facts)| {
            let dimension = &code.indicator().dimension;
            Told {
                code,
                label: label(page, code),
                details: details(page, &facts),
                advice: page
                    .t(format!("people-finding-do-{dimension}"))
                    .into_owned(),
            }
        })
        .collect())
}

/// The checks that the register does not allow, with the reason.
pub(super) async fn unchecked(sql: &impl Sql, page: &Page) -> Result<Vec<Unchecked>, Error> {
    let all = people::not_computable(sql).await?;
    Ok(all
        .into_iter()
        .map(|line| Unchecked {
            code: line.code,
            label: label(page, line.code),
            partly: line.partly,
            why: match page.lang {
                Lang::Id => line.why_id,
                Lang::En => line.why_en,
            },
        })
        .collect())
}

async fn list(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    let db = &state.app.db;
    if list.xlsx {
        let mut request = list.request.clone();
        (request.page, request.per_page) = (1, 500);
        let mut all = Vec::new();
        loop {
            let rows = people::findings_list(db, &scope, request.clone()).await?;
            let last = i64::from(request.page) >= rows.pages();
            all.extend(rows.rows);
            if last {
                break;
            }
            request.page += 1;
        }
        let bytes = state.app.ports.sheets.xlsx(&[sheet(&page, &all)])?;
        return Ok(download(FileKind::Xlsx, "temuan-data", page.today, bytes));
    }
    let rows = people::findings_list(db, &scope, list.request.clone()).await?;
    let counts = people::finding_counts(db, &scope, list.filter_as::<OrgId>("opd")).await?;
    let codes = Code::ALL
        .iter()
        .map(|code| Choice::new(code, format!("{code} {}", label(&page, code))))
        .collect();
    let opds = opds(db, &scope).await?;
    let unchecked = unchecked(db, &page).await?;
    let page = page
        .crumb("/pegawai", "people-title")
        .title("people-findings");
    html(&Findings {
        page,
        list,
        rows,
        opds,
        codes,
        counts,
        unchecked,
    })
}

fn sheet(page: &Page, rows: &[FindingLine]) -> Sheet {
    let heads = [
        ("people-nip", 22),
        ("people-name", 36),
        ("people-opd", 36),
        ("people-finding-code", 10),
        ("people-finding", 50),
        ("people-finding-details", 50),
    ];
    Sheet {
        name: page.t("people-findings").into_owned(),
        columns: columns(page, &heads),
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Cell::Text(row.nip.as_str().to_owned()),
                    Cell::Text(row.name.clone()),
                    row.opd_name.clone().map_or(Cell::Empty, Cell::Text),
                    Cell::Text(row.code.key().to_owned()),
                    Cell::Text(label(page, row.code).to_owned()),
                    Cell::Text(details(page, &row.details)),
                ]
            })
            .collect(),
        notes: Vec::new(),
    }
}
