//! Saved simulations: the list, one of them, saving, and the draft that is made of one.

use app::db::list::Paged;
use app::policies::{self, Version};
use app::ports::{Cell, Sheet, SheetColumn};
use app::simulations::{self, Asked, Brief, Saving, Scenario, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Result, ScenarioId};

use super::view::{View, figure, view};
use super::{ask, sheet};
use crate::policies::{Said, language, said, seen, version_name};
use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, done, download, html,
};

/// A saved simulation as a list shows it.
pub(super) struct Line {
    pub(super) brief: Brief,
    pub(super) policy: String,
    pub(super) met: String,
    pub(super) gained: String,
    pub(super) lost: String,
}

#[derive(Template)]
#[template(path = "simulations/index.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Line>,
    policies: Vec<Choice>,
    versions: Vec<Choice>,
}

/// Titles of the policies by their id.
async fn titles(state: &AppState, page: &Page) -> Result<Vec<Choice>> {
    let now = policies::now_in_force(&state.app.db, page.today).await?;
    let name = |one: &Version| one.title.get(language(page)).to_owned();
    Ok(now
        .iter()
        .map(|one| Choice::new(&one.policy, name(one)))
        .collect())
}

/// The numbers are those of the simulation's own page, by the same mask: two masks of one number would tell it.
async fn line(
    state: &AppState,
    page: &Page,
    titles: &[Choice],
    sees: bool,
    brief: Brief,
) -> Result<Line> {
    let title = titles.iter().find(|one| one.value == brief.policy);
    let shown = simulations::outcome(&state.app.db, brief.id)
        .await?
        .shown(sees);
    let show = |one| figure(page, one);
    Ok(Line {
        policy: title.map_or(brief.policy.clone(), |one| one.label.clone()),
        met: format!("{} → {}", show(shown.before[0]), show(shown.after[0])),
        gained: show(shown.gained),
        lost: show(shown.lost),
        brief,
    })
}

async fn lines(state: &AppState, page: &Page, sees: bool, all: Vec<Brief>) -> Result<Vec<Line>> {
    let titles = titles(state, page).await?;
    let mut lines = Vec::with_capacity(all.len());
    for one in all {
        lines.push(line(state, page, &titles, sees, one).await?);
    }
    Ok(lines)
}

pub(super) async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let db = &state.app.db;
    let titles = titles(&state, &page).await?;
    let sees = access::sees_people(actor);
    if list.xlsx {
        let all = app::db::list::every_row(list.request.clone(), |request| {
            simulations::list(db, request)
        });
        let lines = lines(&state, &page, sees, all.await?).await?;
        let bytes = sheet::write(&state, vec![list_sheet(&page, &lines)]).await?;
        return Ok(download(FileKind::Xlsx, "simulasi", page.today, bytes));
    }
    let found = simulations::list(db, list.request.clone()).await?;
    let rows = Paged {
        rows: lines(&state, &page, sees, found.rows).await?,
        total: found.total,
        request: found.request,
    };
    let mut versions = Vec::new();
    if access::may_run(actor) {
        let request = app::db::list::ListRequest {
            per_page: 500,
            ..Default::default()
        };
        let all = policies::list(db, actor, page.today, request).await?.rows;
        let open = all.iter().filter(|one| {
            use policies::StateName as S;
            matches!(
                one.state.name(),
                S::InForce | S::Decided | S::Draft | S::Proposed
            )
        });
        versions = open
            .map(|one| {
                let state = page.t(format!("policies-state-{}", one.state.name()));
                Choice::new(one.id, format!("{} ({state})", version_name(&page, one)))
            })
            .collect();
    }
    html(&Index {
        page: page.title("simulations-title"),
        list,
        rows,
        policies: titles,
        versions,
    })
}

fn list_sheet(page: &Page, lines: &[Line]) -> Sheet {
    let column = |key: &str, width| SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    Sheet {
        name: page.t("simulations-saved").into_owned(),
        columns: vec![
            column("simulations-name-of", 50),
            column("policies-policy", 50),
            column("simulations-met", 22),
            column("simulations-gained", 18),
            column("simulations-lost", 18),
            column("simulations-by", 30),
            column("simulations-saved-on", 16),
            column("simulations-data", 74),
        ],
        rows: lines
            .iter()
            .map(|line| {
                vec![
                    text(&line.brief.title),
                    text(&line.policy),
                    text(&line.met),
                    text(&line.gained),
                    text(&line.lost),
                    text(&line.brief.by_name),
                    Cell::Date(line.brief.saved_at.date()),
                    text(&line.brief.data_digest),
                ]
            })
            .collect(),
        notes: Vec::new(),
    }
}

#[derive(Template)]
#[template(path = "simulations/save.html")]
struct Save {
    page: Page,
    f: Form,
    kept: Vec<(String, String)>,
    back: String,
    changes: Vec<Said>,
}

async fn save_page(state: &AppState, page: Page, f: Form, asked: &Asked) -> Result<Save> {
    let version = seen(state, &page, asked.version).await?;
    let old = policies::parse(&policies::text(&state.app.db, version.id).await?)?;
    let base = super::tunnel::base(state, &version, asked.text.as_deref()).await?;
    let new = policies::parse(&policies::set_params(&base, &asked.params)?)?;
    let changes = policies::diff(&old, &new);
    let back = format!("/simulasi/baru?{}", ask::query(asked, &[]));
    let changes = changes.iter().map(|change| said(&page, change)).collect();
    Ok(Save {
        kept: ask::fields(asked),
        page: page
            .title("simulations-save")
            .crumb("/simulasi", "simulations-title")
            .crumb(back.clone(), "simulations-try"),
        f,
        back,
        changes,
    })
}

pub(super) async fn save_form(
    State(state): State<AppState>,
    page: Page,
    list: ListQuery,
) -> Answer {
    let asked = ask::read(ask::of_list(&list), page.today)?;
    let form = Form::new(&page);
    html(&save_page(&state, page, form, &asked).await?)
}

pub(super) async fn save(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?;
    let names: Vec<&str> = form.names().collect();
    let fields = names.iter().map(|name| (*name, form.value(name)));
    let asked = ask::read(fields, page.today)?;
    let read = form.read(|r| (r.text("title", 160), r.optional_text("note", 4_000)));
    let saved = match read.and_then(|read| Ok((read, form.nonce()?))) {
        Ok(((title, note), nonce)) => {
            let saving = Saving {
                asked: asked.clone(),
                title,
                note: note.unwrap_or_default(),
            };
            simulations::save(&state.app, actor, saving, Some(nonce.as_str().to_owned())).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(id) => Ok(done(&format!("/simulasi/{id}"), "simulations-was-saved")),
        Err(error) => {
            let mut again = save_page(&state, page, Form::default(), &asked).await?;
            form.again(error, |form| {
                again.f = form;
                html(&again)
            })
        }
    }
}

#[derive(Template)]
#[template(path = "simulations/show.html")]
struct Show {
    page: Page,
    f: Form,
    one: Scenario,
    version: Option<Version>,
    version_moved: bool,
    fresh: bool,
    view: View,
    changes: Vec<Said>,
    rerun: String,
    may_run: bool,
    may_draft: bool,
    sees_draft: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ScenarioId>,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?;
    let one = simulations::get(&state.app.db, id).await?;
    let shown = one.outcome.shown(access::sees_people(actor));
    if list.xlsx {
        let bytes = sheet::numbers(&state, &page, &shown).await?;
        return Ok(download(
            FileKind::Xlsx,
            "simulasi",
            one.brief.saved_at.date(),
            bytes,
        ));
    }
    let found = policies::get(&state.app.db, one.version, page.today).await?;
    let version_moved = found.digest != one.version_digest;
    let version = Some(found).filter(|version| policies::may_see(actor, version));
    let old = policies::parse(&policies::text(&state.app.db, one.version).await?)?;
    let changes = if version_moved {
        Vec::new()
    } else {
        policies::diff(&old, &policies::parse(&one.text)?)
    };
    let asked = Asked {
        version: one.version,
        text: Some(one.text_digest.trim_start_matches("sha256:").to_owned()),
        params: Vec::new(),
        setting: one.setting,
    };
    html(&Show {
        f: Form::new(&page),
        fresh: simulations::fresh(&state.app, &one).await?,
        view: view(&page, &shown, None),
        changes: changes.iter().map(|change| said(&page, change)).collect(),
        rerun: format!("/simulasi/baru?{}", ask::query(&asked, &[])),
        may_run: access::may_run(actor) && version.is_some(),
        may_draft: policies::access::PREPARE.is_open_to(actor),
        sees_draft: policies::access::READ_DRAFTS.is_open_to(actor),
        version,
        version_moved,
        page: page
            .title_name(one.brief.title.clone())
            .crumb("/simulasi", "simulations-title"),
        one,
    })
}

pub(super) async fn draft(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ScenarioId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let nonce = form.nonce()?.as_str().to_owned();
    let draft = simulations::draft(&state.app, actor, id, Some(nonce)).await?;
    Ok(done(
        &format!("/kebijakan/{draft}"),
        "simulations-was-drafted",
    ))
}
