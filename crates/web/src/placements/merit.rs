//! Merit by spreadsheet: template, dry run, and taking the file with its source.

use app::placements::{self, MeritRow};
use app::programmes::{self, Programme};
use app::sheets::DryRun;
use app::uploads;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, ProgrammeId, Result};

use super::within;
use crate::shell::{Answer, AppState, FileKind, Form, Page, done, download, html};

#[derive(Template)]
#[template(path = "placements/merit.html")]
struct Upload {
    page: Page,
    f: Form,
    programme: Programme,
    known: i64,
    run: Option<DryRun<MeritRow>>,
    /// The ticket of the file that was checked.
    ticket: String,
    file_name: String,
}

fn purpose(id: ProgrammeId) -> String {
    format!("prestasi:{id}")
}

async fn upload_page(state: &AppState, page: Page, f: Form, id: ProgrammeId) -> Result<Upload> {
    let programme = programmes::get(&state.app.db, id).await?;
    Ok(Upload {
        known: placements::merit_count(&state.app.db, id).await?,
        page: within(page, &programme, "placements-merit"),
        f,
        programme,
        run: None,
        ticket: String::new(),
        file_name: String::new(),
    })
}

pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let f = Form::new(&page);
    html(&upload_page(&state, page, f, id).await?)
}

pub(super) async fn template(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    programmes::get(&state.app.db, id).await?;
    let notes = page
        .t("placements-merit-notes")
        .lines()
        .map(str::to_owned)
        .collect();
    let bytes = placements::merit_template(&state.app, page.signed_in()?, id, notes).await?;
    Ok(download(
        FileKind::Xlsx,
        "templat-nilai-prestasi",
        page.today,
        bytes,
    ))
}

/// Shows what the file would do; it waits on disk, and its ticket goes into the form.
pub(super) async fn dry_run(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let fresh = Form::new(&page).with("source", form.value("source"));
    let outcome = async {
        let file = form
            .read(|r| r.file("file"))?
            .ok_or_else(|| Error::invalid("error-file"))?;
        let bytes = file.bytes.to_vec();
        let run = placements::merit_dry_run(&state.app, &actor, id, bytes.clone(), &file.file_name)
            .await?;
        let ticket = uploads::keep(&state.app, &actor, &purpose(id), "berkas", bytes).await?;
        Ok::<_, Error>((run, ticket, file.file_name))
    }
    .await;
    let mut template = upload_page(&state, page, Form::default(), id).await?;
    match outcome {
        Ok((run, ticket, file_name)) => {
            template.f = fresh;
            template.run = Some(run);
            template.ticket = ticket;
            template.file_name = file_name;
            html(&template)
        }
        Err(error) => form.again(error, |f| html(&Upload { f, ..template })),
    }
}

pub(super) async fn take(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = async {
        let (ticket, name, source) = form.read(|r| {
            (
                r.text("ticket", 300),
                r.text("file_name", 300),
                r.text("source", 300),
            )
        })?;
        let bytes = uploads::take(&state.app, &actor, &purpose(id), &ticket)
            .await?
            .bytes;
        placements::take_merit(&state.app, &actor, id, bytes, &name, &source).await
    }
    .await;
    match outcome {
        Ok(_) => Ok(done(
            &format!("/program/{id}/penempatan/masukan"),
            "placements-done-merit",
        )),
        Err(error) => {
            let template = upload_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Upload { f, ..template }))
        }
    }
}
