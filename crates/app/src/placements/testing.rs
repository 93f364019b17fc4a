//! Placements by ranked choices for the tests of this and other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use std::sync::Arc;

use kernel::{Actor, CivilDate, FixedClock, FreezeId, Origin, PlacementRunId, ProgrammeId, Result};

use super::{FreezeForm, Minimum, Notion, compute, draw, freeze};
use crate::App;
use crate::holidays::{self, Confidence, Day, DayKind, Year};

/// The same installation on a later day.
pub fn later(app: &App, days: i32) -> App {
    let day = app.clock.today().add_days(days).unwrap();
    App {
        clock: Arc::new(FixedClock::at(day)),
        ..app.clone()
    }
}

/// What an officer states: the announced order, minimums shown, a public index of tomorrow.
pub fn form(app: &App) -> FreezeForm {
    FreezeForm {
        notion: Notion::Own,
        why: String::new(),
        minimum: Minimum::Ignore,
        seed_source: "Indeks contoh, penutupan hari berikutnya".into(),
        seed_at: app.clock.now().plus_seconds(60),
    }
}

/// Frozen inputs of a programme whose seed is known.
pub async fn drawn(app: &App, programme: ProgrammeId) -> Result<FreezeId> {
    let system = Actor::system(Origin::System);
    let id = freeze(app, &system, programme, form(app)).await?;
    draw(&later(app, 1), &system, id, "7512,88").await?;
    Ok(id)
}

/// A proposal computed from frozen inputs.
pub async fn ranked(app: &App, programme: ProgrammeId) -> Result<PlacementRunId> {
    let id = drawn(app, programme).await?;
    compute(app, &Actor::system(Origin::System), id).await
}

/// Enters one invented holiday a year, so that working days can be counted.
pub async fn calendar(app: &App, holidays: &[&str]) {
    let system = Actor::system(Origin::System);
    let days: Vec<CivilDate> = holidays.iter().map(|day| day.parse().unwrap()).collect();
    let mut years: Vec<i32> = days.iter().map(|day| day.year()).collect();
    years.dedup();
    for year in years {
        let of = days.iter().filter(|day| day.year() == year);
        let one = Year {
            year,
            source: "Keputusan contoh".into(),
            confidence: Confidence::Secondary,
            days: of
                .map(|date| Day {
                    date: *date,
                    name: "Hari contoh".into(),
                    kind: DayKind::National,
                })
                .collect(),
            entered_at: None,
        };
        holidays::set_year(app, &system, one).await.unwrap();
    }
}
