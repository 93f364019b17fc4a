//! What stands behind a run: OPD against host, and for specialists its certificate, what one more place is worth, and margins.

use app::placements::{self, Freeze, Matrix, Run};
use app::programmes::{self, Programme};
use askama::Template;
use axum::extract::{Path, State};
use kernel::PlacementRunId;

use super::{said, within};
use crate::shell::{Answer, AppState, Page, html};

#[derive(Template)]
#[template(path = "placements/matrix.html")]
struct Table {
    page: Page,
    programme: Programme,
    found: Matrix,
}

pub(super) async fn matrix(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
) -> Answer {
    let run = placements::run(&state.app.db, id).await?;
    let programme = programmes::get(&state.app.db, run.programme).await?;
    let found = placements::matrix(&state.app, page.signed_in()?, id).await?;
    html(&Table {
        page: within(page, &programme, "placements-matrix"),
        programme,
        found,
    })
}

#[derive(Template)]
#[template(path = "placements/proof.html")]
struct Proof {
    page: Page,
    run: Run,
    programme: Programme,
    freeze: Option<Freeze>,
    more: Vec<String>,
    margins: Vec<String>,
    mechanism: bool,
    /// Whether the reader may take the files.
    files: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PlacementRunId>,
) -> Answer {
    let db = &state.app.db;
    let run = placements::run(db, id).await?;
    let programme = programmes::get(db, run.programme).await?;
    let found = placements::sensitivity(&state.app, page.signed_in()?, id).await?;
    let freeze = match run.freeze {
        Some(id) => Some(placements::frozen(db, id).await?),
        None => None,
    };
    let words = |list: &[placements::Said]| list.iter().map(|one| said(&page, one)).collect();
    html(&Proof {
        more: words(&found.more),
        margins: words(&found.margins),
        mechanism: found.mechanism,
        files: super::freeze::may_take(&state, &page, &run).await?,
        page: within(page, &programme, "placements-proof"),
        run,
        programme,
        freeze,
    })
}
