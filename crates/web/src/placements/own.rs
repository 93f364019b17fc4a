//! What one person reads about her own placement; never another person's name.

use app::nominations::{self, Nomination};
use app::placements::{self, Member, Objection, Placed, Run, Window, access};
use app::programmes::{self, Giving, State};
use app::words::Lang;
use askama::Template;
use axum::extract::Path;
use kernel::NominationId;

use crate::shell::{Answer, AppState, Page, html};

struct Line {
    rank: u32,
    place: String,
    tone: &'static str,
    words: String,
    /// What would have to change; empty when there is nothing to say.
    change: String,
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
    /// Her id in the frozen files; empty where there are none.
    alias: String,
    freeze: Option<kernel::FreezeId>,
    may_take_back: bool,
    /// The announced run that the result is of.
    run: Option<Run>,
    objection: Option<Objection>,
    may_object: bool,
    /// Working days left to ask for reconsideration, today included.
    left: Option<i64>,
    /// Whether the Keputusan stands, so that the statutory objection is named.
    decided: bool,
    keberatan: Option<Window>,
    reply: Option<Window>,
}

pub(super) async fn show(
    axum::extract::State(state): axum::extract::State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::OWN.allow(actor)?;
    let db = &state.app.db;
    let nomination = nominations::get(db, &scope, id).await?;
    let programme = programmes::get(db, nomination.programme_id).await?;
    let ranked = programme.giving == Giving::Ranked;
    let result = placements::own_result(db, &scope, id).await?;
    let placed = placements::of_nomination(db, &scope, id).await?;
    // Where choices are ranked nobody reads a place before the announcement.
    let placed = placed.filter(|_| !ranked || result.is_some());
    let run = placements::announced(db, programme.id).await?;
    let run = run.filter(|_| result.is_some());
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
            change: choice
                .change
                .as_ref()
                .map_or_else(String::new, |one| super::said(&page, one)),
        });
    let lines = lines.collect();
    let may_take_back = placed.is_some() && access::CONFIRM.is_open_to(actor);
    let frozen = if ranked {
        placements::alias(db, &scope, id).await?
    } else {
        None
    };
    let freeze = run.as_ref().and_then(|run| run.freeze);
    let (alias, seed) = match frozen {
        Some((alias, seed)) => (alias, seed),
        None => (String::new(), programme.seed.clone()),
    };
    let key = if alias.is_empty() {
        id.to_string()
    } else {
        alias.clone()
    };
    let lottery = placements::lottery(&seed, &key, None).to_string();
    let objection = placements::objection_of(db, &scope, id).await?;
    let open = run
        .as_ref()
        .is_some_and(|run| run.takes_objections(page.today));
    let about = |one: &Objection| run.as_ref().is_some_and(|run| run.id == one.run);
    let may_object =
        open && access::OBJECT.is_open_to(actor) && !objection.as_ref().is_some_and(about);
    let left = match run.as_ref().and_then(|run| run.window_closes) {
        Some(last) => {
            let calendar = app::holidays::calendar(db).await?;
            placements::days_left(&calendar, page.today, last)
        }
        None => None,
    };
    let decided = matches!(programme.state, State::Running | State::Closed);
    let window = |id: &str| placements::windows().on(id, page.today).cloned();
    let (keberatan, reply) = (window("keberatan"), window("keberatan-jawab"));
    let page = page
        .title("placements-own")
        .crumb_name(format!("/usulan/{id}"), &nomination.snapshot.name);
    html(&Own {
        page,
        nomination,
        placed,
        result,
        lines,
        seed,
        lottery,
        alias,
        freeze,
        may_take_back,
        run,
        objection,
        may_object,
        left,
        decided,
        keberatan,
        reply,
    })
}
