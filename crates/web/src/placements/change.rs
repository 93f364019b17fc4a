//! A decision about one person with its cost before the yes, and repair with the moves before the yes.

use app::hosts;
use app::placements::{self, Cost, Decision, Events, Preview, Run};
use app::programmes::{self, Programme};
use app::words::Lang;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, NominationId, PlacementRunId, Result, SlotId};

use super::{said, within};
use crate::shell::{Answer, AppState, Choice, Form, ListQuery, Page, done, html};

#[derive(Template)]
#[template(path = "placements/override.html")]
struct Ask {
    page: Page,
    f: Form,
    run: Run,
    people: Vec<Choice>,
    /// Places that the chosen person named.
    places: Vec<Choice>,
    reasons: Vec<Choice>,
    nomination: String,
    slot: String,
    /// Name of the chosen person; empty before the choice.
    person: String,
    place: String,
    cost: Option<Cost>,
    words: String,
}

async fn ask_page(
    state: &AppState,
    page: Page,
    f: Form,
    id: PlacementRunId,
    chosen: (Option<NominationId>, Option<SlotId>),
) -> Result<Ask> {
    let db = &state.app.db;
    let run = placements::run(db, id).await?;
    let programme = programmes::get(db, run.programme).await?;
    let members = placements::everybody(db, id).await?;
    let people = members
        .iter()
        .map(|one| {
            let place = if one.place.is_empty() {
                page.t("placements-outcome-unplaced-short").into_owned()
            } else {
                one.place.clone()
            };
            Choice::new(one.nomination, format!("{} ({place})", one.name))
        })
        .collect();
    let who = members.iter().find(|one| Some(one.nomination) == chosen.0);
    let mut places = Vec::new();
    if let Some(who) = who {
        let nomination = app::nominations::get(db, &kernel::Scope::All, who.nomination).await?;
        let slots = hosts::slots(db, run.programme).await?;
        for choice in &nomination.choices {
            let slot = slots.iter().find(|slot| slot.id == choice.slot);
            if let Some(slot) = slot.filter(|slot| Some(slot.id) != who.explained.slot) {
                let label = page.ta(
                    "placements-choice",
                    (("rank", choice.rank), ("place", &slot.label())),
                );
                places.push(Choice::new(slot.id, label));
            }
        }
    }
    let lang = page.lang;
    let reasons = placements::windows()
        .overrides
        .iter()
        .map(|one| {
            let words = match lang {
                Lang::Id => &one.says.id,
                Lang::En => &one.says.en,
            };
            Choice::new(&one.id, words)
        })
        .collect();
    let place = match chosen.1 {
        Some(slot) => hosts::slot(db, slot).await?.label(),
        None => String::new(),
    };
    Ok(Ask {
        page: within(page, &programme, "placements-override"),
        f,
        run,
        people,
        places,
        reasons,
        nomination: chosen.0.map(|id| id.to_string()).unwrap_or_default(),
        slot: chosen.1.map(|id| id.to_string()).unwrap_or_default(),
        person: who.map(|one| one.name.clone()).unwrap_or_default(),
        place,
        cost: None,
        words: String::new(),
    })
}

/// First the person, then the place, then the cost: each step is a link that can be kept.
pub(super) async fn ask(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let chosen = (
        list.filter_as::<NominationId>("nomination"),
        list.filter_as::<SlotId>("slot"),
    );
    let f = Form::new(&page)
        .with("nomination", list.filter("nomination"))
        .with("slot", list.filter("slot"))
        .with("reason_type", list.filter("reason_type"))
        .with("reason", list.filter("reason"));
    let (Some(nomination), Some(slot)) = chosen else {
        return html(&ask_page(&state, page, f, id, chosen).await?);
    };
    match placements::cost_of(&state.app, &actor, id, nomination, slot).await {
        Ok(cost) => {
            let mut template = ask_page(&state, page, f, id, chosen).await?;
            template.words = said(&template.page, &cost.words);
            template.cost = Some(cost);
            html(&template)
        }
        Err(error) => {
            let template = ask_page(&state, page, Form::default(), id, chosen).await?;
            f.again(error, |f| html(&Ask { f, ..template }))
        }
    }
}

pub(super) async fn decide(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let read = form.read(|r| {
        (
            r.choice::<NominationId>("nomination"),
            r.choice::<SlotId>("slot"),
            r.text("reason_type", 40),
            r.text("reason", 1_000),
        )
    });
    let chosen = (
        form.value("nomination").parse().ok(),
        form.value("slot").parse().ok(),
    );
    let decided = match read {
        Ok((Some(nomination), Some(slot), reason_type, reason)) => {
            let decision = Decision {
                nomination,
                slot,
                reason_type,
                reason,
            };
            placements::decide(&state.app, &actor, id, decision).await
        }
        Ok(_) => Err(Error::invalid("error-form")),
        Err(error) => Err(error),
    };
    match decided {
        Ok(run) => {
            let programme = placements::run(&state.app.db, run).await?.programme;
            Ok(done(
                &format!("/program/{programme}/penempatan"),
                "placements-done-decided",
            ))
        }
        Err(error) => {
            let cost = match chosen {
                (Some(nomination), Some(slot)) => {
                    placements::cost_of(&state.app, &actor, id, nomination, slot)
                        .await
                        .ok()
                }
                _ => None,
            };
            let mut template = ask_page(&state, page, Form::default(), id, chosen).await?;
            if let Some(cost) = cost {
                template.words = said(&template.page, &cost.words);
                template.cost = Some(cost);
            }
            form.again(error, |f| html(&Ask { f, ..template }))
        }
    }
}

#[derive(Template)]
#[template(path = "placements/repair.html")]
struct Mend {
    page: Page,
    f: Form,
    run: Run,
    programme: Programme,
    people: Vec<Choice>,
    places: Vec<Choice>,
    /// What was chosen, as it goes into the second form.
    chosen: Vec<(&'static str, String)>,
    preview: Option<Preview>,
    words: String,
}

async fn mend_page(
    state: &AppState,
    page: Page,
    f: Form,
    id: PlacementRunId,
    events: &Events,
) -> Result<Mend> {
    let db = &state.app.db;
    let run = placements::run(db, id).await?;
    let programme = programmes::get(db, run.programme).await?;
    let people = placements::everybody(db, id)
        .await?
        .into_iter()
        .filter(|one| one.explained.slot.is_some())
        .map(|one| Choice::new(one.nomination, format!("{} ({})", one.name, one.place)))
        .collect();
    let places = placements::per_slot(db, id).await?;
    let places = hosts::slots(db, run.programme)
        .await?
        .iter()
        .filter(|slot| places.iter().any(|(id, _)| *id == slot.id))
        .map(|slot| Choice::new(slot.id, slot.label()))
        .collect();
    let mut chosen: Vec<(&'static str, String)> = Vec::new();
    chosen.extend(
        events
            .withdraw
            .iter()
            .map(|id| ("withdraw", id.to_string())),
    );
    chosen.extend(events.close.iter().map(|id| ("close", id.to_string())));
    Ok(Mend {
        page: within(page, &programme, "placements-repair"),
        f,
        run,
        programme,
        people,
        places,
        chosen,
        preview: None,
        words: String::new(),
    })
}

/// Who withdraws and which places close are chosen first; the moves are shown before anybody says yes.
pub(super) async fn ask_repair(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let of = |name: &str| {
        let mine = list
            .request
            .filters
            .iter()
            .filter(move |(key, _)| key == name);
        mine.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let events = Events {
        withdraw: of("withdraw")
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect(),
        close: of("close")
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect(),
    };
    let f = Form::new(&page);
    if events == Events::default() && list.filter("look").is_empty() {
        return html(&mend_page(&state, page, f, id, &events).await?);
    }
    match placements::preview(&state.app, &actor, id, events.clone()).await {
        Ok(preview) => {
            let mut template = mend_page(&state, page, f, id, &events).await?;
            template.words = said(&template.page, &preview.words);
            template.preview = Some(preview);
            html(&template)
        }
        Err(error) => {
            let template = mend_page(&state, page, Form::default(), id, &events).await?;
            f.again(error, |f| html(&Mend { f, ..template }))
        }
    }
}

pub(super) async fn repair(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let events = Events {
        withdraw: form
            .all("withdraw")
            .filter_map(|id| id.parse().ok())
            .collect(),
        close: form.all("close").filter_map(|id| id.parse().ok()).collect(),
    };
    let mended = match form.read(|r| r.text("reason", 1_000)) {
        Ok(reason) => placements::repair(&state.app, &actor, id, events.clone(), &reason).await,
        Err(error) => Err(error),
    };
    match mended {
        Ok(run) => {
            let programme = placements::run(&state.app.db, run).await?.programme;
            Ok(done(
                &format!("/program/{programme}/penempatan"),
                "placements-done-repaired",
            ))
        }
        Err(error) => {
            let preview = placements::preview(&state.app, &actor, id, events.clone()).await;
            let mut template = mend_page(&state, page, Form::default(), id, &events).await?;
            if let Ok(preview) = preview {
                template.words = said(&template.page, &preview.words);
                template.preview = Some(preview);
            }
            form.again(error, |f| html(&Mend { f, ..template }))
        }
    }
}
