//! The letters of a programme: drafts in one act, letter run, ZIP and printable PDF.

use app::letters::access;
use app::letters::{
    self, IssueOrder, Letter, LetterKind, LetterState, NumberChoice, SetLine, Signer,
};
use app::programmes;
use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::{Error, ProgrammeId, Result};

use super::refused;
use crate::shell::{Answer, AppState, FileKind, Form, Page, Routes, done, download, html, preview};

/// `/program/{id}/surat` and what hangs below it.
pub(super) fn router() -> Routes {
    Routes::new()
        .get("/program/{id}/surat", access::PACK, index)
        .post("/program/{id}/surat/permohonan", access::DRAFT, requests)
        .post("/program/{id}/surat/konsep", access::DRAFT, drafts)
        .post(
            "/program/{id}/surat/konsep/{kind}",
            access::DRAFT,
            drafts_of,
        )
        .get("/program/{id}/surat/terbitkan/{kind}", access::ISSUE, ask)
        .post("/program/{id}/surat/terbitkan/{kind}", access::ISSUE, run)
        .get("/program/{id}/surat.zip", access::PACK, zip)
        .get("/program/{id}/surat.pdf", access::PACK, pdf)
}

/// The letters of one kind.
struct Group {
    kind: LetterKind,
    letters: Vec<Letter>,
    drafts: usize,
}

#[derive(Template)]
#[template(path = "letters/programme.html")]
struct Index {
    page: Page,
    f: Form,
    id: ProgrammeId,
    /// Which letters the programme writes, and where each of them stands.
    set: Vec<SetLine>,
    groups: Vec<Group>,
    empty: bool,
    may_draft: bool,
    may_issue: bool,
    /// Changes since the screening that nobody has decided.
    open_events: i64,
    may_see_events: bool,
}

impl Index {
    fn writes_requests(&self) -> bool {
        self.set
            .iter()
            .any(|line| line.rule.kind == LetterKind::PlaceRequest && line.is_written())
    }
}

/// The tone of a line of the set.
fn set_tone(line: &SetLine) -> &'static str {
    if !line.is_written() {
        "plain"
    } else if line.is_missing() {
        "warn"
    } else if line.drafts > 0 {
        "wait"
    } else if line.issued > 0 {
        "ok"
    } else {
        "info"
    }
}

async fn show(state: &AppState, page: Page, id: ProgrammeId, f: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let programme = programmes::get(&state.app.db, id).await?;
    let set = letters::letter_set(&state.app.db, &programme).await?;
    let mut letters = letters::of_programme(&state.app, &actor, id).await?;
    let empty = letters.is_empty();
    let groups = LetterKind::ALL
        .iter()
        .map(|kind| {
            let (own, rest) = std::mem::take(&mut letters)
                .into_iter()
                .partition(|letter: &Letter| letter.kind == *kind);
            letters = rest;
            let own: Vec<Letter> = own;
            Group {
                kind: *kind,
                drafts: own.iter().filter(|l| l.state == LetterState::Draft).count(),
                letters: own,
            }
        })
        .collect();
    html(&Index {
        page: page
            .title("letters-programme-title")
            .crumb("/program", "letters-programmes")
            .crumb_name(format!("/program/{id}"), programme.name),
        f,
        id,
        set,
        groups,
        empty,
        may_draft: letters::access::DRAFT.is_open_to(&actor),
        may_issue: letters::access::ISSUE.is_open_to(&actor),
        may_see_events: app::screenings::access::EVENTS.is_open_to(&actor),
        open_events: app::screenings::open_events(&state.app.db, id).await?,
    })
}

async fn index(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let form = Form::new(&page);
    show(&state, page, id, form).await
}

/// The outcome of an act whose form stands on the list itself.
async fn back<T>(
    state: &AppState,
    page: Page,
    id: ProgrammeId,
    form: Form,
    outcome: Result<T>,
    notice: &'static str,
) -> Answer {
    match outcome {
        Ok(_) => Ok(done(&format!("/program/{id}/surat"), notice)),
        Err(error) => {
            let (f, status) = refused(form, error)?;
            let mut answer = show(state, page, id, f).await?;
            *answer.status_mut() = status;
            Ok(answer)
        }
    }
}

async fn requests(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let made = letters::draft_requests(&state.app, &actor, id).await;
    back(&state, page, id, form, made, "letters-drafted").await
}

async fn drafts(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let made = letters::draft_all(&state.app, &actor, id).await;
    back(&state, page, id, form, made, "letters-drafted").await
}

/// The drafts of one kind alone.
async fn drafts_of(
    State(state): State<AppState>,
    page: Page,
    Path((id, kind)): Path<(ProgrammeId, String)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let kind = kind.parse().map_err(|_| Error::not_found())?;
    let made = letters::draft_kind(&state.app, &actor, id, kind).await;
    back(&state, page, id, form, made, "letters-drafted").await
}

#[derive(Template)]
#[template(path = "letters/run.html")]
struct Ask {
    page: Page,
    f: Form,
    id: ProgrammeId,
    kind: LetterKind,
    signers: Vec<(String, Signer)>,
    failed: Vec<(String, String)>,
    drafts: usize,
}

#[derive(serde::Deserialize, Default)]
struct OnDate {
    #[serde(default)]
    date: String,
}

async fn asked(
    state: &AppState,
    page: Page,
    id: ProgrammeId,
    kind: LetterKind,
    f: Form,
    failed: Vec<(String, String)>,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let all = letters::of_programme(&state.app, &actor, id).await?;
    let date = f.value("date").parse().unwrap_or(page.today);
    let signers = super::letter::signers(state, kind, date).await?;
    html(&Ask {
        page: page
            .title("letters-run-title")
            .crumb(format!("/program/{id}/surat"), "letters-programme-title"),
        f,
        id,
        kind,
        signers,
        failed,
        drafts: all
            .iter()
            .filter(|l| l.kind == kind && l.state == LetterState::Draft)
            .count(),
    })
}

async fn ask(
    State(state): State<AppState>,
    page: Page,
    Path((id, kind)): Path<(ProgrammeId, String)>,
    Query(on): Query<OnDate>,
) -> Answer {
    let kind = kind.parse().map_err(|_| Error::not_found())?;
    let date = on.date.parse().unwrap_or(page.today);
    let form = Form::new(&page).with("date", date);
    asked(&state, page, id, kind, form, Vec::new()).await
}

async fn run(
    State(state): State<AppState>,
    page: Page,
    Path((id, kind)): Path<(ProgrammeId, String)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let kind: LetterKind = kind.parse().map_err(|_| Error::not_found())?;
    let read = form.read(|r| IssueOrder {
        date: r.date("date"),
        number: NumberChoice::Automatic,
        office: r.optional_text("office", 80),
        version: None,
    });
    let report = match read {
        Ok(order) => letters::issue_run(&state.app, &actor, id, kind, &order).await,
        Err(error) => Err(error),
    };
    match report {
        Ok(report) if report.failed.is_empty() => {
            Ok(done(&format!("/program/{id}/surat"), "letters-run-done"))
        }
        Ok(report) => {
            let mut failed = Vec::new();
            for (letter, error) in &report.failed {
                let letter = letters::letter(&state.app, &actor, *letter).await?;
                let texts: Vec<String> = std::iter::once(error.text())
                    .chain(error.fields().iter().map(|f| &f.text))
                    .chain(error.next_step())
                    .map(|text| page.say(text))
                    .collect();
                failed.push((letter.subject, texts.join(" ")));
            }
            asked(&state, page, id, kind, form, failed).await
        }
        Err(error) => {
            let (f, status) = refused(form, error)?;
            let mut answer = asked(&state, page, id, kind, f, Vec::new()).await?;
            *answer.status_mut() = status;
            Ok(answer)
        }
    }
}

async fn zip(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let bytes = letters::zip(&state.app, page.signed_in()?, id).await?;
    Ok(download(FileKind::Zip, "surat-program", page.today, bytes))
}

async fn pdf(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let bytes = letters::merged_pdf(&state.app, page.signed_in()?, id).await?;
    Ok(preview(FileKind::Pdf, "surat-program", page.today, bytes))
}
