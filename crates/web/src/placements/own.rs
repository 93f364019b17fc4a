//! What one person reads about her own placement; never another person's name.

use app::nominations::{self, Nomination};
use app::placements::{self, Member, Placed, access};
use app::programmes;
use app::words::Lang;
use askama::Template;
use axum::extract::{Path, State};
use kernel::NominationId;

use crate::shell::{Answer, AppState, Page, html};

struct Line {
    rank: u32,
    place: String,
    tone: &'static str,
    words: String,
}

#[derive(Template)]
#[template(path = "placements/own.html")]
struct Own {
    page: Page,
    nomination: Nomination,
    placed: Option<Placed>,
    result: Option<Member>,
    lines: Vec<Line>,
    seed: String,
    lottery: String,
    may_take_back: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::OWN.allow(actor)?;
    let db = &state.app.db;
    let nomination = nominations::get(db, &scope, id).await?;
    let programme = programmes::get(db, nomination.programme_id).await?;
    let placed = placements::of_nomination(db, &scope, id).await?;
    let result = placements::own_result(db, &scope, id).await?;
    let lines = result
        .iter()
        .flat_map(|found| &found.explained.choices)
        .map(|choice| Line {
            rank: choice.rank,
            place: choice.place.clone(),
            tone: super::tone(choice.fate),
            words: {
                let words = match page.lang {
                    Lang::Id => &choice.words.id,
                    Lang::En => &choice.words.en,
                };
                match choice.fit {
                    Some(fit) => format!("{words} ({})", super::fit_words(&page, fit)),
                    None => words.clone(),
                }
            },
        });
    let lines = lines.collect();
    let may_take_back = placed.is_some() && access::CONFIRM.is_open_to(actor);
    let lottery = placements::lottery(&programme.seed, &id.to_string(), None).to_string();
    let page = page
        .title("placements-own")
        .crumb_name(format!("/usulan/{id}"), &nomination.snapshot.name);
    html(&Own {
        page,
        nomination,
        placed,
        result,
        lines,
        seed: programme.seed,
        lottery,
        may_take_back,
    })
}
