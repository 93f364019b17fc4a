//! Places by spreadsheet: template, dry run, and taking the file.

use app::hosts::{self, SlotRow};
use app::programmes::{self, Programme};
use app::sheets::{DryRun, Take};
use app::uploads;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{ProgrammeId, Result};

use super::places::within;
use crate::shell::{Answer, AppState, FileKind, Form, Page, download, html, see_other};

/// The template with instructions.
pub async fn template(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let notes = page
        .t("hosts-template-notes")
        .lines()
        .map(str::to_owned)
        .collect();
    let bytes = hosts::template(&state.app, page.signed_in()?, id, notes).await?;
    Ok(download(
        FileKind::Xlsx,
        "templat-tempat-magang",
        page.today,
        bytes,
    ))
}

#[derive(Template)]
#[template(path = "hosts/upload.html")]
struct Upload {
    page: Page,
    f: Form,
    programme: Programme,
    run: Option<DryRun<SlotRow>>,
    /// The ticket of the file that was checked.
    file: String,
    file_name: String,
}

fn purpose(programme: ProgrammeId) -> String {
    format!("tempat:{programme}")
}

async fn upload_page(state: &AppState, page: Page, f: Form, id: ProgrammeId) -> Result<Upload> {
    let programme = programmes::get(&state.app.db, id).await?;
    Ok(Upload {
        page: within(page, &programme, "hosts-upload"),
        f,
        programme,
        run: None,
        file: String::new(),
        file_name: String::new(),
    })
}

/// The page that takes a file.
pub async fn new(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let f = Form::new(&page);
    html(&upload_page(&state, page, f, id).await?)
}

/// Shows what the file would do; the file waits on disk, and its ticket goes into the form.
pub async fn dry_run(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let fresh = Form::new(&page);
    let mut template = upload_page(&state, page, Form::default(), id).await?;
    let outcome = async {
        let file = form
            .read(|r| r.file("file"))?
            .ok_or_else(|| kernel::Error::invalid("error-file"))?;
        let run =
            hosts::dry_run(&state.app, &actor, id, file.bytes.to_vec(), &file.file_name).await?;
        let bytes = file.bytes.to_vec();
        let ticket = uploads::keep(&state.app, &actor, &purpose(id), "berkas", bytes).await?;
        Ok((run, ticket, file.file_name))
    }
    .await;
    match outcome {
        Ok((run, ticket, file_name)) => {
            template.f = fresh;
            template.run = Some(run);
            template.file = ticket;
            template.file_name = file_name;
            html(&template)
        }
        Err(error) => {
            let error: kernel::Error = error;
            form.again(error, |f| html(&Upload { f, ..template }))
        }
    }
}

/// Takes the file that was shown.
pub async fn take(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = async {
        let (take, file, name) = form.read(|r| {
            (
                r.choice::<Take>("take"),
                r.text("file", 300),
                r.text("file_name", 300),
            )
        })?;
        let bytes = uploads::take(&state.app, &actor, &purpose(id), &file)
            .await?
            .bytes;
        let take = take.unwrap_or(Take::AllOrNothing);
        let nonce = form.nonce()?.as_str().to_owned();
        hosts::take_file(&state.app, &actor, id, bytes, &name, take, Some(nonce)).await
    }
    .await;
    match outcome {
        Ok(_) => Ok(see_other(&format!("/program/{id}/tempat"))),
        Err(error) => {
            let template = upload_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Upload { f, ..template }))
        }
    }
}
