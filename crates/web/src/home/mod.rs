//! The first page: *Perlu tindakan Anda*, what waits for this person and one click to the act.

use app::todo::Todo;
use askama::Template;
use axum::extract::State;

use crate::shell::{Answer, AppState, Door, Page, Routes, html};

/// `/`.
pub fn router() -> Routes {
    Routes::new().get("/", Door::Anyone, home)
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct Home {
    page: Page,
    todos: Vec<Todo>,
}

#[derive(Template)]
#[template(path = "home/welcome.html")]
struct Welcome {
    page: Page,
}

async fn home(State(state): State<AppState>, page: Page) -> Answer {
    let Some(actor) = page.actor() else {
        return html(&Welcome {
            page: page.title("home-welcome"),
        });
    };
    let todos = app::todo::of(&state.app, actor).await?;
    html(&Home {
        page: page.title("home-todo"),
        todos,
    })
}
