//! The self-check of the person who is logged in: nothing is stored.

use app::programmes::Programme;
use app::screenings;
use askama::Template;
use axum::extract::State;

use super::Seen;
use crate::shell::{Answer, AppState, Choice, ListQuery, Page, html};

#[derive(Template)]
#[template(path = "screenings/check.html")]
struct Check {
    page: Page,
    list: ListQuery,
    programme: Option<Programme>,
    open: Vec<Choice>,
    seen: Seen,
}

pub(super) async fn show(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let found = screenings::self_check(&state.app, actor, list.filter_as("program")).await?;
    let seen = Seen::new(&page, &found.explanation, |_| String::new());
    let open = found
        .open
        .iter()
        .map(|one| Choice::new(one.id, &one.name))
        .collect();
    html(&Check {
        page: page.title("screenings-check"),
        list,
        programme: found.programme,
        open,
        seen,
    })
}
