//! The import in the browser: upload, look at what would change, then carry it out.

use app::people::{self, Checked, HistoryKind, HistoryReport, ImportReport, Mode, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, ImportId};

use crate::shell::{Answer, AppState, Choice, FileKind, Form, Page, Routes, download, html};

pub(super) fn router() -> Routes {
    Routes::new()
        .get("/pegawai/impor", access::IMPORT, show)
        .post("/pegawai/impor", access::IMPORT, upload)
        .post("/pegawai/impor/riwayat", access::IMPORT, history)
        .post("/pegawai/impor/{id}/terapkan", access::IMPORT, apply)
        .get("/pegawai/impor/{id}/ditolak", access::IMPORT, rejected)
}

#[derive(Template)]
#[template(path = "people/import.html")]
struct Start {
    page: Page,
    form: Form,
    kinds: Vec<Choice>,
    applied: Vec<people::Applied>,
}

#[derive(Template)]
#[template(path = "people/checked.html")]
struct Dry {
    page: Page,
    form: Form,
    checked: Checked,
}

#[derive(Template)]
#[template(path = "people/applied.html")]
struct Done {
    page: Page,
    report: ImportReport,
}

#[derive(Template)]
#[template(path = "people/history_done.html")]
struct HistoryDone {
    page: Page,
    report: HistoryReport,
}

/// Cells shown on the page; the file with all of them can be downloaded.
const SHOWN: usize = 200;

const HISTORIES: [HistoryKind; 8] = [
    HistoryKind::Skp,
    HistoryKind::Hukdis,
    HistoryKind::Kompetensi,
    HistoryKind::Standar,
    HistoryKind::Diklat,
    HistoryKind::Kursus,
    HistoryKind::Tubel,
    HistoryKind::Cltn,
];

async fn start(state: &AppState, page: Page, form: Form) -> Result<Start, Error> {
    let kinds = HISTORIES
        .iter()
        .map(|kind| {
            Choice::new(
                kind.stem(),
                page.t(format!("people-history-{}", kind.stem())),
            )
        })
        .collect();
    let applied = people::applied_imports(&state.app.db, 10).await?;
    let page = page
        .crumb("/pegawai", "people-title")
        .title("people-import");
    Ok(Start {
        page,
        form,
        kinds,
        applied,
    })
}

async fn show(State(state): State<AppState>, page: Page) -> Answer {
    let form = Form::new(&page);
    html(&start(&state, page, form).await?)
}

async fn upload(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let read = form.read(|fields| (fields.file("file"), fields.checked("partial")));
    let outcome = match read {
        Ok((Some(file), partial)) => {
            let actor = page.signed_in()?;
            people::check(
                &state.app,
                actor,
                &file.file_name,
                file.bytes.to_vec(),
                partial,
            )
            .await
        }
        Ok((None, _)) => Err(Error::invalid_field("file", "error-file")),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(checked) => {
            let form = Form::new(&page);
            let page = page
                .crumb("/pegawai", "people-title")
                .crumb("/pegawai/impor", "people-import")
                .title("people-import-check");
            html(&Dry {
                page,
                form,
                checked,
            })
        }
        Err(error) => {
            let shown = start(&state, page, form.clone()).await?;
            form.again(error, |form| html(&Start { form, ..shown }))
        }
    }
}

async fn apply(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ImportId>,
    form: Form,
) -> Answer {
    let mode = match form.value("mode") {
        "good-rows" => Mode::GoodRows,
        _ => Mode::AllOrNothing,
    };
    let report = people::apply(&state.app, page.signed_in()?, id, mode).await?;
    let page = page
        .crumb("/pegawai", "people-title")
        .crumb("/pegawai/impor", "people-import")
        .title("people-import-done");
    html(&Done { page, report })
}

async fn rejected(State(state): State<AppState>, page: Page, Path(id): Path<ImportId>) -> Answer {
    let bytes = people::rejected_csv(&state.app, page.signed_in()?, id).await?;
    Ok(download(FileKind::Csv, "baris-ditolak", id, bytes))
}

async fn history(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let read = form.read(|fields| {
        let kind = fields.choice::<String>("kind");
        (fields.file("history"), kind, fields.checked("good_rows"))
    });
    let outcome = match read {
        Ok((Some(file), Some(kind), good_rows)) => {
            let kind = HISTORIES.into_iter().find(|known| known.stem() == kind);
            let mode = if good_rows {
                Mode::GoodRows
            } else {
                Mode::AllOrNothing
            };
            match kind {
                Some(kind) => {
                    let actor = page.signed_in()?;
                    let bytes = file.bytes.to_vec();
                    people::import_history(&state.app, actor, kind, &file.file_name, bytes, mode)
                        .await
                }
                None => Err(Error::invalid_field("kind", "error-choice")),
            }
        }
        Ok(_) => Err(Error::invalid_field("history", "error-file")),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(report) => {
            let page = page
                .crumb("/pegawai", "people-title")
                .crumb("/pegawai/impor", "people-import")
                .title("people-history-done");
            html(&HistoryDone { page, report })
        }
        Err(error) => {
            let shown = start(&state, page, form.clone()).await?;
            form.again(error, |form| html(&Start { form, ..shown }))
        }
    }
}
