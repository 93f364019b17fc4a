//! Stored verdicts of a nomination computed once more, for auditors.

use app::nominations;
use app::screenings::{self, ReplayLine, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::NominationId;

use super::language;
use crate::shell::{Answer, AppState, Page, html};

#[derive(Template)]
#[template(path = "screenings/replay.html")]
struct Replay {
    page: Page,
    lines: Vec<(ReplayLine, String)>,
    holds: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::REPLAY.allow(actor)?;
    let nomination = nominations::get(&state.app.db, &scope, id).await?;
    let language = language(&page);
    let lines: Vec<(ReplayLine, String)> = screenings::replay_all(&state.app, actor, id)
        .await?
        .into_iter()
        .map(|line| {
            let words = line.verdict.label(language).to_owned();
            (line, words)
        })
        .collect();
    html(&Replay {
        holds: lines.iter().all(|(line, _)| line.holds()),
        lines,
        page: page
            .title("screenings-replay")
            .crumb_name(format!("/usulan/{id}"), &nomination.snapshot.name)
            .crumb(format!("/usulan/{id}/pemeriksaan"), "screenings-title"),
    })
}
