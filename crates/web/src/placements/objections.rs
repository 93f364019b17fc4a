//! Reconsideration: the form, the list, the officer's page with the simulated effect, and the answer on paper.

use app::placements::{self, Objection, ObjectionForm, ObjectionState, Run, Window};
use app::programmes::{self, Programme};
use app::{db::list::Paged, nominations};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{NominationId, ObjectionId, ProgrammeId, Result, Scope};

use super::{said, within};
use crate::shell::{Answer, AppState, Choice, Form, ListQuery, Page, done, html};

fn grounds(page: &Page) -> Vec<Choice> {
    placements::windows()
        .ground
        .iter()
        .map(|one| Choice::new(&one.id, said(page, &one.says)))
        .collect()
}

fn ground(page: &Page, id: &str) -> String {
    let found = placements::windows().ground_of(id);
    found.map_or_else(|| id.to_owned(), |one| said(page, &one.says))
}

#[derive(Template)]
#[template(path = "placements/object.html")]
struct New {
    page: Page,
    f: Form,
    id: NominationId,
    run: Option<Run>,
    grounds: Vec<Choice>,
    open: bool,
    /// Working days left, today included.
    left: Option<i64>,
    keberatan: Option<Window>,
}

async fn new_page(state: &AppState, page: Page, f: Form, id: NominationId) -> Result<New> {
    let db = &state.app.db;
    let actor = page.signed_in()?;
    let scope = placements::access::OBJECT.allow(actor)?;
    let nomination = nominations::get(db, &scope, id).await?;
    let run = placements::own_run(db, &scope, id).await?;
    let decided = placements::decided(db, nomination.programme_id).await?;
    Ok(New {
        open: !decided
            && run
                .as_ref()
                .is_some_and(|run| run.takes_objections(page.today)),
        left: super::left(db, run.as_ref(), page.today).await?,
        keberatan: placements::windows().on("keberatan", page.today).cloned(),
        grounds: grounds(&page),
        page: page
            .title("placements-object")
            .crumb_name(format!("/usulan/{id}"), &nomination.snapshot.name)
            .crumb(format!("/usulan/{id}/penempatan"), "placements-own"),
        f,
        id,
        run,
    })
}

pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    let f = Form::new(&page);
    html(&new_page(&state, page, f, id).await?)
}

pub(super) async fn file(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let scan = form.file("scan").map(|file| file.bytes.to_vec());
    let read = form.read(|r| ObjectionForm {
        ground: r.text("ground", 40),
        body: r.text("body", 4_000),
        scan,
    });
    let filed = match read {
        Ok(new) => placements::object(&state.app, page.signed_in()?, id, new).await,
        Err(error) => Err(error),
    };
    match filed {
        Ok(one) => Ok(done(&format!("/sanggah/{one}"), "placements-done-objected")),
        Err(error) => {
            let template = new_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&New { f, ..template }))
        }
    }
}

#[derive(Template)]
#[template(path = "placements/objections.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<(Objection, String)>,
    states: Vec<Choice>,
    grounds: Vec<Choice>,
}

/// Who may open the list of a programme's requests.
pub(super) fn list_doors() -> [app::access::Access; 2] {
    [placements::access::ANSWER, placements::access::AUDIT]
}

pub(super) async fn list(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    list: ListQuery,
) -> Answer {
    let programme = programmes::get(&state.app.db, id).await?;
    let found = placements::objection_list(&state.app.db, id, list.request.clone()).await?;
    if list.xlsx {
        let all = app::db::list::every_row(list.request.clone(), |request| {
            placements::objection_list(&state.app.db, id, request)
        })
        .await?;
        let rows: Vec<[String; 5]> = all
            .iter()
            .map(|one| {
                [
                    one.name.clone(),
                    ground(&page, &one.ground),
                    page.t(format!("placements-objection-{}", one.state))
                        .into_owned(),
                    page.show(one.filed_at),
                    one.answer.clone().unwrap_or_default(),
                ]
            })
            .collect();
        let heads = [
            "placements-nominee",
            "placements-ground",
            "placements-state",
            "placements-filed",
            "placements-answer",
        ]
        .map(|key| page.t(key).into_owned());
        let tab = page.t("placements-objections").into_owned();
        let bytes = placements::objections_xlsx(&state.app, tab, heads, rows).await?;
        return Ok(crate::shell::download(
            crate::shell::FileKind::Xlsx,
            "sanggah",
            page.today,
            bytes,
        ));
    }
    let states = ObjectionState::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("placements-objection-{one}"))))
        .collect();
    let rows = Paged {
        rows: found
            .rows
            .into_iter()
            .map(|one| {
                let words = ground(&page, &one.ground);
                (one, words)
            })
            .collect(),
        total: found.total,
        request: found.request,
    };
    html(&Index {
        states,
        grounds: grounds(&page),
        page: within(page, &programme, "placements-objections"),
        list,
        rows,
    })
}

/// What it would take to give her a choice that she prefers.
struct Effect {
    place: String,
    /// The cost in words, or why it cannot be.
    words: String,
    possible: bool,
    /// Where the override begins.
    href: String,
}

#[derive(Template)]
#[template(path = "placements/objection.html")]
struct Show {
    page: Page,
    f: Form,
    one: Objection,
    ground: String,
    programme: Programme,
    effects: Vec<Effect>,
    may_answer: bool,
    keberatan: Option<Window>,
}

async fn show_page(state: &AppState, page: Page, f: Form, id: ObjectionId) -> Result<Show> {
    let db = &state.app.db;
    let actor = page.signed_in()?.clone();
    let scope = placements::access::OBJECTIONS.allow(&actor)?;
    let one = placements::objection(db, &scope, id).await?;
    let programme = programmes::get(db, one.programme).await?;
    let may_answer = placements::access::ANSWER.is_open_to(&actor);
    let mut effects = Vec::new();
    if may_answer && one.state != ObjectionState::Rejected {
        effects = simulate(state, &page, &actor, &one).await?;
    }
    let officer = matches!(scope, Scope::All);
    let page = if officer {
        let page = within(page, &programme, "placements-objection");
        if list_doors().iter().any(|one| one.is_open_to(&actor)) {
            let path = format!("/program/{}/sanggah", programme.id);
            page.crumb(path, "placements-objections")
        } else {
            page
        }
    } else {
        page.title("placements-objection").crumb(
            format!("/usulan/{}/penempatan", one.nomination),
            "placements-own",
        )
    };
    Ok(Show {
        ground: ground(&page, &one.ground),
        keberatan: placements::windows().on("keberatan", page.today).cloned(),
        page,
        f,
        one,
        programme,
        effects,
        may_answer,
    })
}

async fn simulate(
    state: &AppState,
    page: &Page,
    actor: &kernel::Actor,
    one: &Objection,
) -> Result<Vec<Effect>> {
    let db = &state.app.db;
    let Some(run) = placements::latest(db, one.programme).await? else {
        return Ok(Vec::new());
    };
    let Some(member) = placements::member(db, run.id, one.nomination).await? else {
        return Ok(Vec::new());
    };
    let nomination = nominations::get(db, &Scope::All, one.nomination).await?;
    let mut effects = Vec::new();
    for (choice, fate) in nomination.choices.iter().zip(&member.explained.choices) {
        if member.explained.rank > 0 && fate.rank >= member.explained.rank {
            break;
        }
        let cost =
            placements::cost_of(&state.app, actor, run.id, one.nomination, choice.slot).await;
        let (words, possible) = match cost {
            Ok(cost) => (said(page, &cost.words), true),
            Err(error) => (page.say(error.text()), false),
        };
        effects.push(Effect {
            place: fate.place.clone(),
            words,
            possible,
            href: format!(
                "/penempatan/{}/penyesuaian?nomination={}&slot={}&reason_type=reconsideration",
                run.id, one.nomination, choice.slot
            ),
        });
    }
    Ok(effects)
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ObjectionId>,
) -> Answer {
    let f = Form::new(&page);
    html(&show_page(&state, page, f, id).await?)
}

pub(super) async fn answer(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ObjectionId>,
    form: Form,
) -> Answer {
    let read = form.read(|r| (r.text("decision", 20), r.text("answer", 4_000)));
    let answered = match read {
        Ok((decision, text)) => {
            let granted = decision == ObjectionState::Granted.key();
            placements::answer(&state.app, page.signed_in()?, id, granted, &text).await
        }
        Err(error) => Err(error),
    };
    match answered {
        Ok(()) => Ok(done(&format!("/sanggah/{id}"), "placements-done-answered")),
        Err(error) => {
            let template = show_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Show { f, ..template }))
        }
    }
}

#[derive(Template)]
#[template(path = "placements/answer.html")]
struct Letter {
    page: Page,
    one: Objection,
    ground: String,
    programme: Programme,
    keberatan: Option<Window>,
    reply: Option<Window>,
}

/// The answer as a sheet to print and hand over.
pub(super) async fn letter(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ObjectionId>,
) -> Answer {
    let scope = placements::access::OBJECTIONS.allow(page.signed_in()?)?;
    let one = placements::objection(&state.app.db, &scope, id).await?;
    let programme = programmes::get(&state.app.db, one.programme).await?;
    let window = |id: &str| placements::windows().on(id, page.today).cloned();
    html(&Letter {
        keberatan: window("keberatan"),
        reply: window("keberatan-jawab"),
        ground: ground(&page, &one.ground),
        page: page
            .title("placements-answer-title")
            .crumb(format!("/sanggah/{id}"), "placements-objection"),
        one,
        programme,
    })
}
