//! The announcement, and the list that each OPD and host reads after it.

use app::holidays;
use app::placements::{self, Member, Run};
use app::programmes::{self, Programme};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{PlacementRunId, ProgrammeId, Result};

use super::within;
use crate::shell::{Answer, AppState, FileKind, Form, ListQuery, Page, done, download, html};

#[derive(Template)]
#[template(path = "placements/publish.html")]
struct Ask {
    page: Page,
    f: Form,
    run: Run,
    window: Option<placements::Window>,
    /// Whether working days of this year are known.
    counted: bool,
    /// Whether the Keputusan is issued, so that no window opens any more.
    decided: bool,
}

async fn ask_page(state: &AppState, page: Page, f: Form, id: PlacementRunId) -> Result<Ask> {
    let run = placements::run(&state.app.db, id).await?;
    let programme = programmes::get(&state.app.db, run.programme).await?;
    let calendar = holidays::calendar(&state.app.db).await?;
    let today = page.today;
    let counted = placements::last_day(&calendar, today, 1).is_ok();
    Ok(Ask {
        page: within(page, &programme, "placements-publish"),
        f,
        run,
        decided: placements::decided(&state.app.db, programme.id).await?,
        window: placements::windows().on("sanggah", today).cloned(),
        counted,
    })
}

pub(super) async fn ask(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
) -> Answer {
    let mut f = Form::new(&page);
    if let Some(days) = placements::usual_days(page.today) {
        f = f.with("days", days);
    }
    html(&ask_page(&state, page, f, id).await?)
}

pub(super) async fn publish(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
    form: Form,
) -> Answer {
    let read = form.read(|r| r.integer("days", 1..=placements::MOST_DAYS));
    let published = match read {
        Ok(days) => placements::publish(&state.app, page.signed_in()?, id, days).await,
        Err(error) => Err(error),
    };
    match published {
        Ok(()) => {
            let programme = placements::run(&state.app.db, id).await?.programme;
            Ok(done(
                &format!("/program/{programme}/penempatan"),
                "placements-done-published",
            ))
        }
        Err(error) => {
            let template = ask_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Ask { f, ..template }))
        }
    }
}

#[derive(Template)]
#[template(path = "placements/list.html")]
struct Announced {
    page: Page,
    programme: Programme,
    list: ListQuery,
    run: Option<Run>,
    rows: Vec<Member>,
    /// Whether names lead to the results.
    may_open: bool,
    /// Whether a confirmed change waits for its announcement.
    pending: bool,
}

/// The announced people whom the reader's OPD sends or whose host she is.
pub(super) async fn list(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    list: ListQuery,
) -> Answer {
    let db = &state.app.db;
    let actor = page.signed_in()?.clone();
    let programme = programmes::get(db, id).await?;
    let found = placements::listed(db, &actor, id)
        .await?
        .unwrap_or_default();
    // A host reads who comes, neither how far down her list it stood nor why.
    let reasons = found.iter().all(|one| one.own);
    let wanted = list.search().trim().to_lowercase();
    let rows: Vec<Member> = found
        .into_iter()
        .map(|one| one.member)
        .filter(|one| {
            wanted.is_empty()
                || one.name.to_lowercase().contains(&wanted)
                || one.nip.as_str().contains(&wanted)
                || one.place.to_lowercase().contains(&wanted)
        })
        .collect();
    if list.xlsx {
        let language = crate::screenings::language(&page);
        let bytes = placements::members_xlsx(&state.app, &rows, language, reasons).await?;
        return Ok(download(
            FileKind::Xlsx,
            "daftar-penempatan",
            page.today,
            bytes,
        ));
    }
    let run = placements::announced(db, id).await?;
    let pending = run.is_some()
        && (placements::confirmed_runs(db, id).await?.iter()).any(|one| one.published_at.is_none());
    let page = page
        .title("placements-list")
        .crumb("/program", "programmes-title")
        .crumb_name(format!("/program/{id}"), &programme.name);
    html(&Announced {
        may_open: placements::access::OWN.is_open_to(&actor),
        page,
        programme,
        list,
        run,
        rows,
        pending,
    })
}
