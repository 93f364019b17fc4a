//! The announcement: from then on each reads her own result, and the window for reconsideration runs.

use kernel::{Actor, Error, NominationId, PlacementRunId, ProgrammeId, Result, Scope, Text};

use super::model::{Member, RunState};
use super::windows::{last_day, windows};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Sql;
use crate::{holidays, nominations};

/// Most working days that a window may have: what a form accepts, not a policy.
pub const MOST_DAYS: i64 = 60;

/// Announces a confirmed run and opens the window for reconsideration of `days` working days.
///
/// # Errors
/// Refused when the run is not confirmed or was announced, and when the calendar lacks the holidays of a year that the
/// window touches: working days are never guessed.
pub async fn publish(app: &App, actor: &Actor, id: PlacementRunId, days: i64) -> Result<()> {
    access::PUBLISH.allow(actor)?;
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Error::invalid_field("days", "error-number"));
    }
    let now = app.clock.now();
    let calendar = holidays::calendar(&app.db).await?;
    let closes = last_day(&calendar, now.date(), days).map_err(|year| {
        let text = Text::new("placements-no-holidays").with("year", year);
        Error::refused(text).next("placements-next-holidays")
    })?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let run = store::run(&tx, id).await?;
                if run.state != RunState::Confirmed {
                    return Err(
                        Error::refused("placements-not-confirmed").next("placements-next-run")
                    );
                }
                if store::publish(&tx, id, &actor.key(), now, days, closes).await? == 0 {
                    return Err(
                        Error::refused("placements-announced-already").next("placements-next-run")
                    );
                }
                tx.audit(
                    Entry::new(&actor, "placement.publish", "placement", id)
                        .with("programme", run.programme.to_string())
                        .with("days", days)
                        .with("closes", closes.to_string()),
                );
                Ok(())
            })
        })
        .await
}

/// Working days that an announcement begins with.
pub fn usual_days(today: kernel::CivilDate) -> Option<i64> {
    windows().on("sanggah", today).map(|row| row.days)
}

/// A line of the list that an OPD or a host reads after the announcement.
#[derive(Clone, PartialEq, Debug)]
pub struct Listed {
    /// The person and her place.
    pub member: Member,
    /// Whether the reader may open the nomination.
    pub own: bool,
}

/// The announced people of a programme whom `actor` may read: an OPD its own, a host those who come to it.
pub async fn listed(
    sql: &impl Sql,
    actor: &Actor,
    programme: ProgrammeId,
) -> Result<Option<Vec<Listed>>> {
    let scope = access::LISTS.allow(actor)?;
    let Some(run) = store::announced(sql, programme).await? else {
        return Ok(None);
    };
    let mut found = Vec::new();
    for member in store::everybody(sql, run.id).await? {
        let reads = match &scope {
            Scope::All => true,
            Scope::Org(opd) => member.opd_id == Some(*opd),
            Scope::Host(host) => member.host == Some(*host),
            Scope::Person(_) | Scope::Nothing => false,
        };
        if reads {
            let own = !matches!(scope, Scope::Host(_));
            found.push(Listed { member, own });
        }
    }
    Ok(Some(found))
}

/// The id of a nominee in the frozen problem, with which she finds herself in the files and repeats her lottery.
pub async fn alias(
    sql: &impl Sql,
    scope: &Scope,
    id: NominationId,
) -> Result<Option<(String, String)>> {
    let nomination = nominations::get(sql, scope, id).await?;
    let Some(freeze) = store::freeze_of(sql, nomination.programme_id).await? else {
        return Ok(None);
    };
    let alias = freeze.ids.person(id).map(str::to_owned);
    Ok(alias.zip(freeze.seed))
}
