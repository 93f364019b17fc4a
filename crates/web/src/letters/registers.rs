//! Number registers with their gaps: opening, reserving, giving up, entering outside numbers.

use app::letters::access;
use app::letters::{self, RegisterMode, RegisterView};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, RegisterId, Result};

use super::refused;
use crate::shell::{Answer, AppState, Choice, Form, Page, Routes, done, html};

/// `/nomor-surat` and what hangs below it.
pub(super) fn router() -> Routes {
    Routes::new()
        .get("/nomor-surat", access::OFFICE, index)
        .get("/nomor-surat/baru", access::REGISTERS, new)
        .post("/nomor-surat/baru", access::REGISTERS, open)
        .get("/nomor-surat/{id}", access::OFFICE, register)
        .post("/nomor-surat/{id}/{act}", access::REGISTERS, act)
}

#[derive(Template)]
#[template(path = "letters/registers.html")]
struct Index {
    page: Page,
    rows: Vec<RegisterView>,
}

async fn index(State(state): State<AppState>, page: Page) -> Answer {
    let rows = letters::registers(&state.app, page.signed_in()?).await?;
    html(&Index {
        page: page.title("letters-registers-title"),
        rows,
    })
}

#[derive(Template)]
#[template(path = "letters/register.html")]
struct Register {
    page: Page,
    f: Form,
    v: RegisterView,
}

async fn show(state: &AppState, page: Page, id: RegisterId, f: Form) -> Answer {
    let v = letters::registers(&state.app, page.signed_in()?)
        .await?
        .into_iter()
        .find(|v| v.register.id == id)
        .ok_or_else(Error::not_found)?;
    let name = format!("{} · {}", v.register.unit, v.register.year);
    html(&Register {
        page: page
            .title_name(name)
            .crumb("/nomor-surat", "letters-registers-title"),
        f,
        v,
    })
}

async fn register(State(state): State<AppState>, page: Page, Path(id): Path<RegisterId>) -> Answer {
    let form = Form::new(&page);
    show(&state, page, id, form).await
}

async fn act(
    State(state): State<AppState>,
    page: Page,
    Path((id, act)): Path<(RegisterId, String)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let (number, reason) = (form.value("number"), form.value("reason"));
    let outcome: Result<()> = match act.as_str() {
        "sisihkan" => {
            let nonce = form.nonce()?.as_str().to_owned();
            letters::reserve_number(&state.app, &actor, id, reason, Some(nonce))
                .await
                .map(drop)
        }
        "batalkan" => letters::void_number(&state.app, &actor, id, number, reason).await,
        "luar" => letters::enter_outside(&state.app, &actor, id, number, reason).await,
        "otomatis" => letters::set_mode(&state.app, &actor, id, RegisterMode::Automatic).await,
        "dari-luar" => letters::set_mode(&state.app, &actor, id, RegisterMode::Outside).await,
        _ => Err(Error::not_found()),
    };
    match outcome {
        Ok(()) => Ok(done(&format!("/nomor-surat/{id}"), "letters-done")),
        Err(error) => {
            let (form, status) = refused(form, error)?;
            let mut answer = show(&state, page, id, form).await?;
            *answer.status_mut() = status;
            Ok(answer)
        }
    }
}

#[derive(Template)]
#[template(path = "letters/register_new.html")]
struct New {
    page: Page,
    f: Form,
    groups: Vec<Choice>,
    modes: Vec<Choice>,
}

fn opening(page: Page, f: Form) -> Answer {
    let groups = letters::groups()
        .into_iter()
        .map(|group| Choice::new(group, page.t(format!("letters-group-{group}"))))
        .collect();
    let modes = RegisterMode::ALL
        .iter()
        .map(|mode| Choice::new(mode, page.t(format!("letters-mode-{mode}"))))
        .collect();
    html(&New {
        page: page
            .title("letters-register-new")
            .crumb("/nomor-surat", "letters-registers-title"),
        f,
        groups,
        modes,
    })
}

async fn new(State(state): State<AppState>, page: Page) -> Answer {
    page.signed_in()?;
    let unit = letters::find_agency(&state.app.db)
        .await?
        .map(|agency| agency.code)
        .unwrap_or_default();
    let form = Form::new(&page)
        .with("unit", unit)
        .with("year", page.today.year())
        .with("pattern", "800.1.4.1/{n}/{unit}/{tahun}");
    opening(page, form)
}

async fn open(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let read = form.read(|r| {
        (
            r.text("unit", 20),
            r.choice::<String>("group").unwrap_or_default(),
            i32::try_from(r.integer("year", 1990..=9998)).unwrap_or_default(),
            r.text("pattern", 80),
            r.choice::<RegisterMode>("mode"),
        )
    });
    let opened = match read {
        Ok((unit, group, year, pattern, Some(mode))) => {
            letters::open_register(&state.app, &actor, &unit, &group, year, &pattern, mode).await
        }
        Ok(_) => Err(Error::invalid_field("mode", "error-choice")),
        Err(error) => Err(error),
    };
    match opened {
        Ok(id) => Ok(done(&format!("/nomor-surat/{id}"), "letters-done")),
        Err(error) => form.again(error, |form| opening(page, form)),
    }
}
