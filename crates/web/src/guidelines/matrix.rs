//! The matrix of input: what was said on a clause, the answer, and the matrix as a file.

use app::guidelines::{self, Guideline, Input, Line};
use app::policies::Version;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{PolicyVersionId, Result};

use super::path;
use crate::policies::{seen, version_name};
use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, done, download, html,
};

const STEM: &str = "matriks-masukan";

/// A page below that of the draft.
fn below(page: Page, version: &Version, title: &str) -> Page {
    let name = version_name(&page, version);
    page.title(title)
        .crumb("/kebijakan", "policies-title")
        .crumb_name(format!("/kebijakan/{}", version.id), name)
        .crumb(path(version.id), "guidelines-title")
}

#[derive(Template)]
#[template(path = "guidelines/comment.html")]
struct Comment {
    page: Page,
    f: Form,
    action: String,
    back: String,
    clauses: Vec<Choice>,
}

/// The version and its draft, for a reader who may have both.
async fn draft(state: &AppState, page: &Page, id: PolicyVersionId) -> Result<(Version, Guideline)> {
    let version = seen(state, page, id).await?;
    let draft = guidelines::draft(&state.app, page.signed_in()?, id).await?;
    Ok((version, draft))
}

fn ask(page: Page, f: Form, version: &Version, draft: &Guideline) -> Answer {
    let clauses = draft
        .clauses()
        .into_iter()
        .map(|(key, name)| Choice::new(key, name))
        .collect();
    let back = path(version.id);
    html(&Comment {
        page: below(page, version, "guidelines-comment"),
        f,
        action: format!("{back}/masukan"),
        back: format!("{back}#matriks"),
        clauses,
    })
}

pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    list: ListQuery,
) -> Answer {
    let (version, draft) = draft(&state, &page, id).await?;
    let f = Form::new(&page).with("clause", list.filter("pasal"));
    ask(page, f, &version, &draft)
}

pub(super) async fn add(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    form: Form,
) -> Answer {
    let (version, draft) = draft(&state, &page, id).await?;
    let read = form.read(|r| Input {
        clause: r.text("clause", 100),
        input: r.text("input", 4_000),
        proposer: r.text("proposer", 200),
        occasion: r.optional_text("occasion", 200),
    });
    let added = match read.and_then(|input| Ok((input, form.nonce()?))) {
        Ok((input, nonce)) => {
            let nonce = Some(nonce.as_str().to_owned());
            guidelines::comment(&state.app, page.signed_in()?, id, input, nonce).await
        }
        Err(error) => Err(error),
    };
    match added {
        Ok(_) => Ok(done(&format!("{}#matriks", path(id)), "guidelines-added")),
        Err(error) => form.again(error, |form| ask(page, form, &version, &draft)),
    }
}

#[derive(Template)]
#[template(path = "guidelines/answer.html")]
struct AnswerPage {
    page: Page,
    f: Form,
    action: String,
    back: String,
    clause: String,
    line: Line,
    answers: Vec<Choice>,
}

fn ask_answer(page: Page, f: Form, version: &Version, draft: &Guideline, line: Line) -> Answer {
    let answers = guidelines::Answer::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("guidelines-answer-{one}"))))
        .collect();
    let back = path(version.id);
    html(&AnswerPage {
        page: below(page, version, "guidelines-answer"),
        f,
        action: format!("{back}/masukan/{}", line.id),
        back: format!("{back}#matriks"),
        clause: draft
            .clause(&line.clause)
            .unwrap_or_else(|| line.clause.clone()),
        line,
        answers,
    })
}

pub(super) async fn answer_form(
    State(state): State<AppState>,
    page: Page,
    Path((id, line)): Path<(PolicyVersionId, String)>,
) -> Answer {
    let (version, draft) = draft(&state, &page, id).await?;
    let line = guidelines::line(&state.app.db, id, &line).await?;
    let f = Form::new(&page)
        .with(
            "answer",
            line.answer.map(|one| one.to_string()).unwrap_or_default(),
        )
        .with("response", line.response.clone().unwrap_or_default())
        .with("revision", line.revision);
    ask_answer(page, f, &version, &draft, line)
}

pub(super) async fn answer(
    State(state): State<AppState>,
    page: Page,
    Path((id, line)): Path<(PolicyVersionId, String)>,
    form: Form,
) -> Answer {
    let (version, draft) = draft(&state, &page, id).await?;
    let line = guidelines::line(&state.app.db, id, &line).await?;
    let read = form.read(|r| {
        let answer = r.choice::<guidelines::Answer>("answer");
        let response = r.text("response", 4_000);
        (answer, response, r.integer("revision", 1..=i64::MAX))
    });
    let outcome = match read {
        Ok((answer, response, revision)) => {
            let answer = answer.unwrap_or(guidelines::Answer::Noted);
            let (to, said) = ((id, line.id.as_str()), (answer, response.as_str()));
            guidelines::answer(&state.app, page.signed_in()?, to, said, revision).await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(done(
            &format!("{}#matriks", path(id)),
            "guidelines-answered",
        )),
        Err(error) => form.again(error, |form| ask_answer(page, form, &version, &draft, line)),
    }
}

pub(super) async fn docx(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    let (_, draft) = draft(&state, &page, id).await?;
    let lines = guidelines::lines(&state.app.db, id).await?;
    let content = guidelines::matrix_content(&draft, &lines, page.today);
    let render = state.app.ports.render.clone();
    let bytes = app::blobs::blocking(move || render.docx(&content)).await?;
    Ok(download(FileKind::Docx, STEM, page.today, bytes))
}

pub(super) async fn xlsx(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    let (_, draft) = draft(&state, &page, id).await?;
    let lines = guidelines::lines(&state.app.db, id).await?;
    let sheet = guidelines::matrix_sheet(&draft, &lines);
    let writer = state.app.ports.sheets.clone();
    let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
    Ok(download(FileKind::Xlsx, STEM, page.today, bytes))
}
