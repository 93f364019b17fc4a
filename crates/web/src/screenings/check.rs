//! The self-check of the person who is logged in: nothing is stored.

use app::corrections::Correction;
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
    lines: Vec<Line>,
    seen: Seen,
    /// Her requests to correct facts, with what each fact is called.
    corrections: Vec<(String, Correction)>,
}

/// An open programme, or the criteria of programmes to come.
struct Line {
    name: String,
    href: String,
    tone: &'static str,
    verdict: String,
    note: String,
}

fn line(page: &Page, one: screenings::Outlook) -> Line {
    let language = super::language(page);
    let (name, href, mut note) = match one.programme {
        Some(programme) => (
            programme.name,
            format!("/cek?program={}", programme.id),
            page.show(programme.period),
        ),
        None => (
            one.title.get(language).to_owned(),
            String::new(),
            page.ta(
                "screenings-outlook-criteria",
                [
                    ("version", one.version.as_str()),
                    ("date", &page.show(one.on)),
                ],
            ),
        ),
    };
    if let Some(date) = one.met_from {
        let from = page.ta("screenings-outlook-from", [("date", page.show(date))]);
        note = format!("{note}. {from}");
    }
    Line {
        name,
        href,
        tone: super::tone(one.verdict),
        verdict: one.verdict.label(language).to_owned(),
        note,
    }
}

pub(super) async fn show(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let found = screenings::self_check(&state.app, actor, list.filter_as("program")).await?;
    let seen = Seen::new(&page, &found.explanation, |_| String::new()).with_corrections();
    let corrections = crate::corrections::own(&state, actor)
        .await?
        .into_iter()
        .map(|one| {
            (
                crate::corrections::label(&one.fact, super::language(&page)),
                one,
            )
        })
        .collect();
    let open = found
        .open
        .iter()
        .map(|one| Choice::new(one.id, &one.name))
        .collect();
    let lines = screenings::outlook(&state.app, actor)
        .await?
        .into_iter()
        .map(|one| line(&page, one))
        .collect();
    html(&Check {
        page: page.title("screenings-check"),
        list,
        programme: found.programme,
        open,
        lines,
        seen,
        corrections,
    })
}
