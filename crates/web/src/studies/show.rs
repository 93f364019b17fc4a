//! One study: person and programme, papers, screening, letters, reports.

use app::letters::{self, LetterKind, StudyLetterRow};
use app::studies::{self, Paper, PaperKind, Report, ReportState, State as Step, Study, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, Period, StudyId};

use crate::screenings::Seen;
use crate::shell::{Answer, AppState, FileKind, Form, Page, html, preview};

pub(super) struct PaperLine {
    kind: PaperKind,
    paper: Option<Paper>,
    /// Whether the reader may check it: not what she handed in herself.
    checks: bool,
}

pub(super) struct ReportLine {
    report: Report,
    state: ReportState,
}

impl ReportLine {
    fn tone(&self) -> &'static str {
        match self.state {
            ReportState::Waiting => "wait",
            ReportState::Received => "ok",
            ReportState::Late => "warn",
        }
    }
}

#[derive(Template)]
#[template(path = "studies/show.html")]
pub(super) struct Show {
    page: Page,
    f: Form,
    s: Study,
    seen: Option<Seen>,
    screened: String,
    papers: Vec<PaperLine>,
    clashes: Vec<(String, Period)>,
    letters: Vec<StudyLetterRow>,
    offered: Vec<(LetterKind, Option<Error>)>,
    reports: Vec<ReportLine>,
    writes: bool,
    decides: bool,
    reports_in: bool,
    may_letter: bool,
    own: bool,
    agency: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<StudyId>,
) -> Answer {
    let f = Form::new(&page);
    render(&state, page, id, f).await
}

pub(super) async fn render(state: &AppState, page: Page, id: StudyId, f: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let scope = access::READ.allow(&actor)?;
    let db = &state.app.db;
    let s = studies::get(db, &scope, id).await?;
    let checks = access::CHECK.is_open_to(&actor) && s.state == Step::Proposed;
    let papers = s
        .checklist()
        .into_iter()
        .map(|(kind, paper)| PaperLine {
            kind,
            checks: checks
                && paper.is_some_and(|one| {
                    one.state == studies::PaperState::Waiting && one.entered_by != actor.key()
                }),
            paper: paper.cloned(),
        })
        .collect();
    let latest = studies::screenings(db, id).await?.into_iter().next();
    let screened = latest
        .as_ref()
        .map(|one| {
            format!(
                "{}, {}",
                page.t(format!("studies-cause-{}", one.cause)),
                page.show(one.at)
            )
        })
        .unwrap_or_default();
    let seen = latest.map(|one| Seen::new(&page, &one.explanation, |_| String::new()));
    let reports = s
        .reports
        .iter()
        .map(|report| ReportLine {
            state: report.state(page.today),
            report: report.clone(),
        })
        .collect();
    let may_letter = letters::access::DRAFT.is_open_to(&actor);
    let page = page
        .title_name(&s.brief.name)
        .crumb("/studi", "studies-title");
    html(&Show {
        clashes: studies::clashes(db, &s).await?,
        letters: letters::of_study(db, id).await?,
        offered: studies::letters_offered(db, &s).await?,
        writes: access::PROPOSE.is_open_to(&actor),
        decides: access::DECIDE.is_open_to(&actor),
        reports_in: access::REPORT.is_open_to(&actor),
        own: s.proposed_by == actor.key(),
        agency: scope == kernel::Scope::All,
        may_letter,
        page,
        f,
        s,
        seen,
        screened,
        papers,
        reports,
    })
}

/// The tone of a state's badge.
fn tone(state: impl std::borrow::Borrow<Step>) -> &'static str {
    match state.borrow() {
        Step::Proposed => "wait",
        Step::Decided | Step::Finished => "ok",
        Step::Declined | Step::Withdrawn => "plain",
    }
}

async fn scan(state: &AppState, digest: &str, id: StudyId) -> Answer {
    let bytes = state.app.blobs.get(digest).await?;
    let kind = FileKind::of_scan(&bytes).ok_or_else(Error::not_found)?;
    Ok(preview(kind, "berkas-studi", id, bytes))
}

pub(super) async fn paper(
    State(state): State<AppState>,
    page: Page,
    Path((id, kind)): Path<(StudyId, String)>,
) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    let study = studies::get(&state.app.db, &scope, id).await?;
    let paper = study.papers.iter().find(|paper| paper.kind.key() == kind);
    scan(&state, &paper.ok_or_else(Error::not_found)?.scan, id).await
}

pub(super) async fn report(
    State(state): State<AppState>,
    page: Page,
    Path((id, semester)): Path<(StudyId, i64)>,
) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    let study = studies::get(&state.app.db, &scope, id).await?;
    let report = study
        .reports
        .into_iter()
        .find(|one| one.semester == semester);
    let digest = report
        .and_then(|one| one.scan)
        .ok_or_else(Error::not_found)?;
    scan(&state, &digest, id).await
}
