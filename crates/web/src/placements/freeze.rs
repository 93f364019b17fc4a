//! Freezing the inputs, the public page of a freeze, its seed, and the decision to hand out the problem.

use app::placements::{
    self, Freeze, FreezeForm, FreezeState, Minimum, Notion, Release, Run, access,
};
use app::programmes::{self, Programme};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, FreezeId, ProgrammeId, Result, Role, Timestamp};

use super::within;
use crate::shell::{Answer, AppState, Choice, FileKind, Form, Page, done, download, html};

#[derive(Template)]
#[template(path = "placements/freeze.html")]
struct New {
    page: Page,
    f: Form,
    programme: Programme,
    notions: Vec<Choice>,
    minimums: Vec<Choice>,
}

async fn new_page(state: &AppState, page: Page, f: Form, id: ProgrammeId) -> Result<New> {
    let programme = programmes::get(&state.app.db, id).await?;
    let merit = placements::merit_count(&state.app.db, id).await? > 0;
    let notions = Notion::different(&programme, merit)
        .iter()
        .map(|one| Choice::new(one, page.t(format!("placements-notion-{one}"))))
        .collect();
    let minimums = Minimum::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("placements-minimum-{one}"))))
        .collect();
    Ok(New {
        page: within(page, &programme, "placements-freeze"),
        f,
        programme,
        notions,
        minimums,
    })
}

pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let f = Form::new(&page)
        .with("notion", Notion::Own)
        .with("minimum", Minimum::Ignore);
    html(&new_page(&state, page, f, id).await?)
}

/// Hour, minute and perhaps second of a day in WIB, with points or colons; seconds since midnight.
fn time(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.trim().split([':', '.']).collect();
    let number = |at: usize, most: i64| -> Option<i64> {
        let part = parts.get(at)?;
        let value: i64 = part.parse().ok()?;
        ((0..=most).contains(&value) && part.len() == 2).then_some(value)
    };
    let second = match parts.len() {
        2 => 0,
        3 => number(2, 59)?,
        _ => return None,
    };
    Some(number(0, 23)? * 3_600 + number(1, 59)? * 60 + second)
}

fn read(form: &Form) -> Result<FreezeForm> {
    form.read(|r| {
        let date = r.date("seed_date");
        let text = r.text("seed_time", 8);
        let seconds = time(&text);
        if seconds.is_none() && !text.is_empty() {
            r.wrong("seed_time", "placements-time-shape");
        }
        FreezeForm {
            notion: r.choice("notion").unwrap_or(Notion::Own),
            why: r.optional_text("why", 500).unwrap_or_default(),
            minimum: r.choice("minimum").unwrap_or(Minimum::Ignore),
            seed_source: r.text("seed_source", 500),
            seed_at: Timestamp::start_of(date).plus_seconds(seconds.unwrap_or(0)),
        }
    })
}

pub(super) async fn make(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let made = match read(&form) {
        Ok(new) => placements::freeze(&state.app, page.signed_in()?, id, new).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(freeze) => Ok(done(
            &format!("/pembekuan/{freeze}"),
            "placements-done-frozen",
        )),
        Err(error) => {
            let template = new_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&New { f, ..template }))
        }
    }
}

#[derive(Template)]
#[template(path = "placements/frozen.html")]
struct Show {
    page: Page,
    f: Form,
    freeze: Freeze,
    programme: Programme,
    /// Every run of the freeze, put aside or not: the public sees that nothing was tried in secret.
    runs: Vec<Run>,
    /// Whether the reader belongs to the agency.
    inside: bool,
    /// Whether the reader may enter the seed.
    officer: bool,
    /// Whether the seed is public by now.
    due: bool,
    /// Whether anybody may take the files.
    files: bool,
    people: usize,
    /// Whether the reader may correct the seed: it was entered by somebody else and nothing is computed from it.
    may_correct: bool,
    /// Every freeze of the programme, this one included.
    all: Vec<Freeze>,
}

async fn show_page(state: &AppState, page: Page, f: Form, id: FreezeId) -> Result<Show> {
    let db = &state.app.db;
    let freeze = placements::frozen(db, id).await?;
    let programme = programmes::get(db, freeze.programme).await?;
    let inside = page
        .actor()
        .is_some_and(|actor| access::READ.is_open_to(actor));
    let officer = page
        .actor()
        .is_some_and(|actor| access::FREEZE.is_open_to(actor));
    let runs = placements::of_freeze(db, id).await?;
    let announced = runs.iter().any(|run| run.published_at.is_some());
    let own_key = page.actor().map(kernel::Actor::key);
    let page = if inside {
        within(page, &programme, "placements-frozen")
    } else {
        page.title("placements-frozen")
            .crumb("/pembekuan", "placements-freezes")
    };
    Ok(Show {
        page,
        f,
        programme,
        officer,
        inside,
        due: state.app.clock.now() >= freeze.seed_at,
        files: freeze.release.is_some() && announced,
        people: freeze.ids.people.len(),
        may_correct: officer
            && freeze.state == FreezeState::Drawn
            && freeze.corrected.is_none()
            && runs.is_empty()
            && freeze.drawn_by != own_key,
        all: placements::freezes(db, freeze.programme).await?,
        runs,
        freeze,
    })
}

/// Anybody may read what was frozen, when, and what will decide ties: ids and digests, nobody's name.
pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<FreezeId>,
) -> Answer {
    let f = Form::new(&page);
    html(&show_page(&state, page, f, id).await?)
}

pub(super) async fn draw(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<FreezeId>,
    form: Form,
) -> Answer {
    let drawn = match form.read(|r| r.text("seed", 200)) {
        Ok(seed) => placements::draw(&state.app, page.signed_in()?, id, &seed).await,
        Err(error) => Err(error),
    };
    match drawn {
        Ok(()) => Ok(done(&format!("/pembekuan/{id}"), "placements-done-drawn")),
        Err(error) => {
            let template = show_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Show { f, ..template }))
        }
    }
}

pub(super) async fn correct(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<FreezeId>,
    form: Form,
) -> Answer {
    let corrected = match form.read(|r| (r.text("seed", 200), r.text("reason", 500))) {
        Ok((seed, reason)) => {
            let actor = page.signed_in()?;
            placements::correct_seed(&state.app, actor, id, &seed, &reason).await
        }
        Err(error) => Err(error),
    };
    match corrected {
        Ok(()) => Ok(done(
            &format!("/pembekuan/{id}"),
            "placements-done-corrected",
        )),
        Err(error) => {
            let template = show_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Show { f, ..template }))
        }
    }
}

/// A line of the public list of freezes.
struct Line {
    freeze: Freeze,
    programme: String,
}

#[derive(Template)]
#[template(path = "placements/freezes.html")]
struct Index {
    page: Page,
    rows: Vec<Line>,
}

/// Every freeze of every programme, for anybody: the digest is public before the seed exists.
pub(super) async fn index(State(state): State<AppState>, page: Page) -> Answer {
    let mut rows = Vec::new();
    for freeze in placements::all_freezes(&state.app.db).await? {
        let programme = programmes::get(&state.app.db, freeze.programme).await?.name;
        rows.push(Line { freeze, programme });
    }
    html(&Index {
        page: page.title("placements-freezes"),
        rows,
    })
}

pub(super) async fn compute(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<FreezeId>,
    form: Form,
) -> Answer {
    match placements::compute(&state.app, page.signed_in()?, id).await {
        Ok(run) => {
            let programme = placements::run(&state.app.db, run).await?.programme;
            Ok(done(
                &format!("/program/{programme}/penempatan"),
                "placements-done-proposed",
            ))
        }
        Err(error) => {
            let template = show_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Show { f, ..template }))
        }
    }
}

pub(super) async fn thaw(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<FreezeId>,
    form: Form,
) -> Answer {
    let thawed = match form.read(|r| r.text("reason", 500)) {
        Ok(reason) => placements::thaw(&state.app, page.signed_in()?, id, &reason).await,
        Err(error) => Err(error),
    };
    match thawed {
        Ok(()) => {
            let programme = placements::frozen(&state.app.db, id).await?.programme;
            Ok(done(
                &format!("/program/{programme}/penempatan"),
                "placements-done-thawed",
            ))
        }
        Err(error) => {
            let template = show_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Show { f, ..template }))
        }
    }
}

pub(super) async fn release(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<FreezeId>,
    form: Form,
) -> Answer {
    let read = form.read(|r| Release {
        basis: r.text("basis", 300),
        number: r.text("number", 100),
        date: Some(r.date("date")),
        at: state.app.clock.now(),
    });
    let released = match read {
        Ok(one) => placements::release(&state.app, page.signed_in()?, id, one).await,
        Err(error) => Err(error),
    };
    match released {
        Ok(()) => Ok(done(
            &format!("/pembekuan/{id}"),
            "placements-done-released",
        )),
        Err(error) => {
            let template = show_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Show { f, ..template }))
        }
    }
}

/// The announced run of a freeze whose files a decision hands out.
async fn handed_out(state: &AppState, id: FreezeId) -> Result<Run> {
    let freeze = placements::frozen(&state.app.db, id).await?;
    let runs = placements::of_freeze(&state.app.db, id).await?;
    runs.into_iter()
        .rev()
        .find(|run| run.published_at.is_some() && freeze.release.is_some())
        .ok_or_else(Error::not_found)
}

pub(super) async fn problem(State(state): State<AppState>, Path(id): Path<FreezeId>) -> Answer {
    let run = handed_out(&state, id).await?;
    Ok(download(FileKind::Json, "problem", run.id, run.problem))
}

pub(super) async fn result(State(state): State<AppState>, Path(id): Path<FreezeId>) -> Answer {
    let run = handed_out(&state, id).await?;
    Ok(download(FileKind::Json, "result", run.id, run.result))
}

/// Whether the reader may take the files of a run.
pub(super) async fn may_take(state: &AppState, page: &Page, run: &Run) -> Result<bool> {
    if run.mode != programmes::Giving::Ranked || page.has(Role::Auditor) {
        return Ok(true);
    }
    Ok(match run.freeze {
        Some(freeze) => {
            let frozen = placements::frozen(&state.app.db, freeze).await?;
            frozen.release.is_some()
        }
        None => false,
    })
}

/// The run, if the reader may take its files: the auditor always, others once a decision hands them out.
pub(super) async fn for_files(
    state: &AppState,
    page: &Page,
    id: kernel::PlacementRunId,
) -> Result<Run> {
    let run = placements::run(&state.app.db, id).await?;
    if may_take(state, page, &run).await? {
        return Ok(run);
    }
    Err(Error::refused("placements-files-closed").next("placements-next-release"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_time_of_day_is_read_with_points_and_colons() {
        assert_eq!(super::time("14.30"), Some(52_200));
        assert_eq!(super::time("14:30:05"), Some(52_205));
        for wrong in ["", "7", "24.00", "12.60", "1.30", "12.30.61", "aa.bb"] {
            assert_eq!(super::time(wrong), None, "{wrong}");
        }
    }
}
