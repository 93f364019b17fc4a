//! Pages of the holiday calendar: the years that were entered, and the list of one year.

use app::holidays::{self, Confidence, Day, Year, access};
use app::sheets::RowError;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, Result};

use crate::shell::{Answer, AppState, Choice, FileKind, Form, Page, Routes, done, download, html};

/// Largest request with a file, in bytes.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// `/hari-libur`.
pub fn router() -> Routes {
    Routes::new()
        .get("/hari-libur", access::READ, index)
        .get("/hari-libur/baru", access::EDIT, new)
        .post("/hari-libur/baru", access::EDIT, set)
        .get("/hari-libur/templat", access::EDIT, template)
        .get("/hari-libur/{year}", access::EDIT, edit)
        .body_limit(MOST_BYTES)
}

#[derive(Template)]
#[template(path = "holidays/list.html")]
struct Index {
    page: Page,
    years: Vec<Year>,
    may_edit: bool,
}

async fn index(State(state): State<AppState>, page: Page) -> Answer {
    let may_edit = access::EDIT.is_open_to(page.signed_in()?);
    html(&Index {
        years: holidays::years(&state.app.db).await?,
        page: page.title("holidays-title"),
        may_edit,
    })
}

#[derive(Template)]
#[template(path = "holidays/year.html")]
struct YearPage {
    page: Page,
    f: Form,
    confidences: Vec<Choice>,
    faults: Vec<RowError>,
    /// Days that a file put into the form; nothing is stored yet.
    read: usize,
}

fn year_page(page: Page, f: Form) -> YearPage {
    let confidences = Confidence::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("holidays-confidence-{one}"))))
        .collect();
    YearPage {
        page: page
            .title("holidays-year-title")
            .crumb("/hari-libur", "holidays-title"),
        f,
        confidences,
        faults: Vec::new(),
        read: 0,
    }
}

async fn new(page: Page) -> Answer {
    let f = Form::new(&page)
        .with("year", page.today.year())
        .with("confidence", Confidence::Text);
    html(&year_page(page, f))
}

async fn edit(State(state): State<AppState>, page: Page, Path(year): Path<String>) -> Answer {
    let year: i32 = year.parse().map_err(|_| Error::not_found())?;
    let known = holidays::year(&state.app.db, year).await?;
    let f = Form::new(&page)
        .with("year", known.year)
        .with("source", &known.source)
        .with("confidence", known.confidence)
        .with("days", holidays::write_days(&known.days));
    html(&year_page(page, f))
}

/// A file only fills the form, which is shown again; without one the list is stored.
async fn set(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    if let Some(file) = form.file("file") {
        let bytes = file.bytes.to_vec();
        return match holidays::read_file(&state.app, &actor, bytes, &file.file_name).await {
            Ok(run) => {
                let days: Vec<Day> = run.good.into_iter().map(|(_, day)| day).collect();
                let f = Form::new(&page)
                    .with("year", form.value("year"))
                    .with("source", form.value("source"))
                    .with("confidence", form.value("confidence"))
                    .with("days", holidays::write_days(&days));
                let mut template = year_page(page, f);
                template.read = days.len();
                template.faults = run.errors;
                html(&template)
            }
            Err(error) => form.again(error, |f| html(&year_page(page, f))),
        };
    }
    let stored = match read(&form) {
        Ok(year) => holidays::set_year(&state.app, &actor, year).await,
        Err(error) => Err(error),
    };
    match stored {
        Ok(()) => Ok(done("/hari-libur", "holidays-saved")),
        Err(error) => form.again(error, |f| html(&year_page(page, f))),
    }
}

fn read(form: &Form) -> Result<Year> {
    form.read(|r| {
        let text = r.text("days", 20_000);
        let days = holidays::read_days(&text).unwrap_or_else(|wrong| {
            r.wrong("days", wrong);
            Vec::new()
        });
        Year {
            year: i32::try_from(r.integer("year", 2000..=2100)).unwrap_or_default(),
            source: r.text("source", 300),
            confidence: r.choice("confidence").unwrap_or(Confidence::Secondary),
            days,
            entered_at: None,
        }
    })
}

async fn template(State(state): State<AppState>, page: Page) -> Answer {
    let notes = page
        .t("holidays-template-notes")
        .lines()
        .map(str::to_owned)
        .collect();
    let bytes = holidays::template(&state.app, page.signed_in()?, notes).await?;
    Ok(download(
        FileKind::Xlsx,
        "templat-hari-libur",
        page.today,
        bytes,
    ))
}
