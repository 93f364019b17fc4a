//! One person: every fact with its source and date, histories, papers, and what imports changed.

use app::people::{self, FactLine, Paper, PaperKind, PersonBrief, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{PersonId, Timestamp};

use super::findings::{self, Told, Unchecked};
use crate::shell::{Answer, AppState, Page, Routes, html};

pub(super) fn router() -> Routes {
    Routes::new().get("/pegawai/{id}", access::READ, show)
}

struct ChangeLine {
    at: Timestamp,
    field: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct Person {
    page: Page,
    person: PersonBrief,
    lines: Vec<FactLine>,
    findings: Vec<Told>,
    unchecked: Vec<Unchecked>,
    papers: Vec<Paper>,
    changes: Vec<ChangeLine>,
}

async fn show(State(state): State<AppState>, page: Page, Path(id): Path<PersonId>) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    let db = &state.app.db;
    let person = people::brief(db, &scope, id).await?;
    let facts = people::policy_facts(db, &scope, id, page.today).await?;
    let lines = people::fact_lines(&facts, page.lang);
    let findings = findings::on_person(db, &page, id).await?;
    let unchecked = findings::unchecked(db, &page).await?;
    let papers = people::papers_of(db, id).await?;
    let changes = people::changes(db, id)
        .await?
        .into_iter()
        .map(|(at, field, before, after)| ChangeLine {
            at,
            field,
            before,
            after,
        })
        .collect();
    let page = page
        .crumb("/pegawai", "people-title")
        .title_name(person.name.clone());
    html(&Person {
        page,
        person,
        lines,
        findings,
        unchecked,
        papers,
        changes,
    })
}
