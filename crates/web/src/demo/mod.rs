//! The demonstration's door: one-click personas and the virtual clock.
//!
//! These routes exist only when the state holds a [`DemoDoor`], which only `titian demo` makes: under `serve` there is
//! neither a persona nor a clock to move.

use std::sync::Arc;

use app::accounts::{self, Device};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{CivilDate, Error, Role, UserId, VirtualClock};

use crate::accounts::with_session;
use crate::shell::{Answer, AppState, Door, Form, Page, Routes, html, see_other};

/// Somebody to be in the demonstration.
#[derive(Clone, Debug)]
pub struct Persona {
    /// Key in the address.
    pub key: &'static str,
    /// Her role.
    pub role: Role,
    /// Her account.
    pub account: UserId,
    /// Her name.
    pub name: String,
    /// Her OPD or institution.
    pub place: String,
}

/// What makes a demonstration of an installation.
#[derive(Clone)]
pub struct DemoDoor {
    /// The personas, in the order of the main job.
    pub personas: Arc<Vec<Persona>>,
    /// The clock that visitors move.
    pub clock: Arc<VirtualClock>,
}

/// `/peragaan…`.
pub fn router() -> Routes {
    Routes::new()
        .get("/peragaan", Door::Anyone, choose)
        .post("/peragaan/{key}", Door::Anyone, become_persona)
        .post("/peragaan-tanggal", Door::Anyone, travel)
}

#[derive(Template)]
#[template(path = "demo/choose.html")]
struct Choose {
    page: Page,
    form: Form,
    personas: Arc<Vec<Persona>>,
}

fn door(state: &AppState) -> kernel::Result<&DemoDoor> {
    state.demo.as_ref().ok_or_else(Error::not_found)
}

async fn choose(State(state): State<AppState>, page: Page) -> Answer {
    let personas = door(&state)?.personas.clone();
    let form = Form::new(&page).with("date", page.today);
    html(&Choose {
        page: page.title("demo-choose"),
        form,
        personas,
    })
}

async fn become_persona(State(state): State<AppState>, Path(key): Path<String>) -> Answer {
    let personas = door(&state)?.personas.clone();
    let persona = personas
        .iter()
        .find(|p| p.key == key)
        .ok_or_else(Error::not_found)?;
    let device = Device("demo".into());
    let token = accounts::open_for_demo(&state.app, persona.account, device).await?;
    Ok(with_session(see_other("/"), &state, &token))
}

async fn travel(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let door = door(&state)?.clone();
    match form.read(|fields| fields.date("date")) {
        Ok(date) => {
            let date: CivilDate = date;
            door.clock.travel_to(date);
            Ok(see_other("/peragaan"))
        }
        Err(error) => form.again(error, |form| {
            let personas = door.personas.clone();
            html(&Choose {
                page: page.title("demo-choose"),
                form,
                personas,
            })
        }),
    }
}
