//! The draft itself: chapters and articles with citations, questions that are open, the matrix, and the files.

use app::guidelines::{self, Guideline, Line, access};
use app::policies::Version;
use askama::Template;
use axum::extract::{Path, State};
use kernel::PolicyVersionId;

use crate::policies::{seen, version_name};
use crate::shell::{Answer, AppState, FileKind, Page, download, html};

#[derive(Template)]
#[template(path = "guidelines/show.html")]
struct Show {
    page: Page,
    version: Version,
    draft: Guideline,
    lines: Vec<Line>,
    may_comment: bool,
    may_answer: bool,
}

impl Show {
    /// The name of the clause on which something was said.
    fn clause(&self, line: &Line) -> String {
        self.draft
            .clause(&line.clause)
            .unwrap_or_else(|| line.clause.clone())
    }

    /// How many questions nobody has decided.
    fn open(&self) -> usize {
        let chapters = self.draft.chapters.iter();
        chapters.map(|chapter| chapter.questions.len()).sum()
    }
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    let version = seen(&state, &page, id).await?;
    let actor = page.signed_in()?;
    let draft = guidelines::draft(&state.app, actor, id).await?;
    let lines = guidelines::lines(&state.app.db, id).await?;
    let may_comment = access::COMMENT.is_open_to(actor);
    let may_answer = access::ANSWER.is_open_to(actor);
    let name = version_name(&page, &version);
    html(&Show {
        page: page
            .title("guidelines-title")
            .crumb("/kebijakan", "policies-title")
            .crumb_name(format!("/kebijakan/{id}"), name),
        version,
        draft,
        lines,
        may_comment,
        may_answer,
    })
}

pub(super) async fn pdf(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    file(&state, &page, id, FileKind::Pdf).await
}

pub(super) async fn docx(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    file(&state, &page, id, FileKind::Docx).await
}

async fn file(state: &AppState, page: &Page, id: PolicyVersionId, kind: FileKind) -> Answer {
    let draft = guidelines::draft(&state.app, page.signed_in()?, id).await?;
    let content = guidelines::guideline_content(&draft);
    let render = state.app.ports.render.clone();
    let bytes = app::blobs::blocking(move || match kind {
        FileKind::Docx => render.docx(&content),
        _ => render.pdf(&content),
    })
    .await?;
    Ok(download(
        kind,
        "rancangan-pedoman-magang",
        page.today,
        bytes,
    ))
}
