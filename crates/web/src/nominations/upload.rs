//! Nominations by spreadsheet: template, dry run, and taking the file with the papers that cover everybody in it.

use app::nominations::{self, Attachment, ForAll, Nomination, NominationForm, Release};
use app::programmes::{self, PaperKind, Programme};
use app::sheets::{DryRun, Take};
use app::uploads;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Actor, Error, ProgrammeId, Result};

use super::list::within;
use crate::shell::{Answer, AppState, FileKind, Form, Page, download, html, see_other};

/// The template with instructions.
pub async fn template(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let notes = page
        .t("nominations-template-notes")
        .lines()
        .map(str::to_owned)
        .collect();
    let bytes = nominations::template(&state.app, page.signed_in()?, id, notes).await?;
    Ok(download(
        FileKind::Xlsx,
        "templat-usulan",
        page.today,
        bytes,
    ))
}

/// A paper that covers everybody in the file.
struct PaperField {
    name: String,
    kind: PaperKind,
}

#[derive(Template)]
#[template(path = "nominations/upload.html")]
struct Upload {
    page: Page,
    f: Form,
    programme: Programme,
    papers: Vec<PaperField>,
    run: Option<DryRun<(NominationForm, Nomination)>>,
    /// Units that the file would bring over their release limit.
    over: Vec<Release>,
    /// The ticket of the file that was checked.
    file: String,
    file_name: String,
    /// Tickets of the papers that were sent.
    kept: Vec<String>,
}

fn purpose(programme: ProgrammeId) -> String {
    format!("usulan:{programme}")
}

async fn upload_page(state: &AppState, page: Page, f: Form, id: ProgrammeId) -> Result<Upload> {
    let programme = programmes::get(&state.app.db, id).await?;
    let papers = programme
        .papers
        .iter()
        .map(|kind| PaperField {
            name: format!("paper_{kind}"),
            kind: *kind,
        })
        .collect();
    Ok(Upload {
        page: within(page, &programme, "nominations-upload"),
        f,
        programme,
        papers,
        run: None,
        over: Vec::new(),
        file: String::new(),
        file_name: String::new(),
        kept: Vec::new(),
    })
}

/// The page that takes a file.
pub async fn new(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let f = Form::new(&page);
    html(&upload_page(&state, page, f, id).await?)
}

/// Shows what the file would do; file and papers wait on disk, and their tickets go into the form.
pub async fn dry_run(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let fresh = Form::new(&page);
    let mut template = upload_page(&state, page, Form::default(), id).await?;
    match check(&state, &actor, &template.programme, &form).await {
        Ok((run, papers, ticket, file_name)) => {
            let added: Vec<&Nomination> = run.good.iter().map(|(_, (_, one))| one).collect();
            template.over =
                nominations::releases_over(&state.app.db, &template.programme, &added).await?;
            template.f = fresh;
            template.run = Some(run);
            template.kept = papers
                .iter()
                .map(|paper| {
                    let label = paper.kind.key();
                    uploads::ticket(&state.app, &actor, &purpose(id), label, &paper.sha256)
                })
                .collect();
            template.file = ticket;
            template.file_name = file_name;
            html(&template)
        }
        Err(error) => form.again(error, |f| html(&Upload { f, ..template })),
    }
}

type Checked = (
    DryRun<(NominationForm, Nomination)>,
    Vec<Attachment>,
    String,
    String,
);

async fn check(
    state: &AppState,
    actor: &Actor,
    programme: &Programme,
    form: &Form,
) -> Result<Checked> {
    let file = form
        .read(|r| r.file("file"))?
        .ok_or_else(|| Error::invalid("error-file"))?;
    let mut papers = Vec::new();
    for kind in &programme.papers {
        let name = format!("paper_{kind}");
        if let Some(paper) = form.file(&name) {
            papers.push(
                nominations::keep(
                    &state.app,
                    &name,
                    *kind,
                    paper.bytes.to_vec(),
                    &paper.file_name,
                )
                .await?,
            );
        }
    }
    let for_all = ForAll {
        letter: None,
        papers: papers.clone(),
    };
    let bytes = file.bytes.to_vec();
    let run = nominations::dry_run(
        &state.app,
        actor,
        programme.id,
        bytes.clone(),
        &file.file_name,
        &for_all,
    )
    .await?;
    let purpose = purpose(programme.id);
    let ticket = uploads::keep(&state.app, actor, &purpose, "berkas", bytes).await?;
    Ok((run, papers, ticket, file.file_name))
}

/// Takes the file that was shown and sends the nominations.
pub async fn take(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    match take_now(&state, &actor, id, &form).await {
        Ok(()) => Ok(see_other(&format!("/program/{id}/usulan"))),
        Err(error) => {
            let template = upload_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Upload { f, ..template }))
        }
    }
}

async fn take_now(state: &AppState, actor: &Actor, id: ProgrammeId, form: &Form) -> Result<()> {
    let (take, file, name, send) = form.read(|r| {
        (
            r.choice::<Take>("take"),
            r.text("file", 300),
            r.text("file_name", 300),
            r.checked("send"),
        )
    })?;
    let purpose = purpose(id);
    let bytes = uploads::take(&state.app, actor, &purpose, &file)
        .await?
        .bytes;
    let mut papers = Vec::new();
    for kept in form.all("kept") {
        let wrong = || Error::invalid("error-form");
        let paper = uploads::take(&state.app, actor, &purpose, kept).await?;
        papers.push(Attachment {
            kind: paper.label.parse().map_err(|_| wrong())?,
            media: app::blobs::scan_media(&paper.bytes).ok_or_else(wrong)?,
            sha256: paper.sha256,
            file_name: paper.label,
        });
    }
    let for_all = ForAll {
        letter: None,
        papers,
    };
    let take = take.unwrap_or(Take::AllOrNothing);
    nominations::take_file(&state.app, actor, id, bytes, &name, for_all, take, send).await?;
    Ok(())
}
