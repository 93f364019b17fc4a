//! What one person reads about her own placement; never another person's name.

use app::nominations::Nomination;
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
    /// Its last day, counted from the date of the Keputusan where the calendar has the holidays.
    keberatan_until: Option<kernel::CivilDate>,
    /// Whether she withdrew.
    withdrawn: bool,
    /// Whether a confirmed change waits for its announcement.
    pending: bool,
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
    let placements::OwnResult {
        nomination,
        run,
        member: result,
        placed,
        withdrawn,
        pending,
    } = placements::own(db, &scope, id).await?;
    let programme = programmes::get(db, nomination.programme_id).await?;
    let ranked = programme.giving == Giving::Ranked;
    let run = run.filter(|run| run.published_at.is_some());
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
    let may_take_back = !ranked && placed.is_some() && access::CONFIRM.is_open_to(actor);
    let frozen = if ranked {
        placements::alias(db, &scope, id).await?
    } else {
        None
    };
    // The digest is public from the freeze on, not only once there is a result.
    let freeze = match run.as_ref().and_then(|run| run.freeze) {
        Some(freeze) => Some(freeze),
        None if ranked => placements::freeze_of(db, programme.id)
            .await?
            .map(|one| one.id),
        None => None,
    };
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
    let decided_on = app::letters::decision_date(db, programme.id).await?;
    let may_object = open
        && decided_on.is_none()
        && access::OBJECT.is_open_to(actor)
        && !objection.as_ref().is_some_and(about);
    let calendar = app::holidays::calendar(db).await?;
    let left = super::left(db, run.as_ref(), page.today).await?;
    let decided = decided_on.is_some() || matches!(programme.state, State::Running | State::Closed);
    let window = |id: &str| placements::windows().on(id, page.today).cloned();
    let (keberatan, reply) = (window("keberatan"), window("keberatan-jawab"));
    let keberatan_until = (keberatan.as_ref().zip(decided_on))
        .and_then(|(one, date)| placements::last_day(&calendar, date, one.days).ok());
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
        keberatan_until,
        withdrawn,
        pending,
        reply,
    })
}
