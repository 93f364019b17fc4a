//! The announcement: from then on each reads her own result, and the window for reconsideration runs.

use kernel::{Actor, Error, NominationId, PlacementRunId, ProgrammeId, Result, Scope, Text};

use super::freeze::FreezeState;
use super::model::{Member, RunState};
use super::windows::{last_day, windows};
use super::{access, ready, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Sql;
use crate::{holidays, nominations, notices, programmes};

/// Most working days that a window may have: what a form accepts, not a policy.
pub const MOST_DAYS: i64 = 60;

/// Announces a confirmed run and opens the window for reconsideration of `days` working days. Once the Keputusan is
/// issued a change is announced without a window: from then on the statutory objection stands.
///
/// # Errors
/// Refused when the run is not confirmed, was announced or is not the last of its freeze, and when the calendar lacks the holidays of a year that the
/// window touches: working days are never guessed.
pub async fn publish(app: &App, actor: &Actor, id: PlacementRunId, days: i64) -> Result<()> {
    access::PUBLISH.allow(actor)?;
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Error::invalid_field("days", "error-number"));
    }
    let now = app.clock.now();
    let programme = store::run(&app.db, id).await?.programme;
    let window = if ready::decided(&app.db, programme).await? {
        None
    } else {
        let calendar = holidays::calendar(&app.db).await?;
        let closes = last_day(&calendar, now.date(), days).map_err(|year| {
            let text = Text::new("placements-no-holidays").with("year", year);
            Error::refused(text).next("placements-next-holidays")
        })?;
        Some((days, closes))
    };
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                programmes::lock_in(&tx, programme).await?;
                let run = store::run(&tx, id).await?;
                // A window that was worked out before the Keputusan was issued is not opened after it.
                if window.is_some() && ready::decided(&tx, programme).await? {
                    return Err(Error::refused("placements-decided-already")
                        .next("placements-next-keberatan"));
                }
                if run.state != RunState::Confirmed {
                    return Err(
                        Error::refused("placements-not-confirmed").next("placements-next-run")
                    );
                }
                let last = store::confirmed_runs(&tx, programme).await?;
                if run.freeze.is_some() && last.iter().all(|one| one.id != id) {
                    return Err(Error::refused("placements-settled").next("placements-next-run"));
                }
                if store::publish(&tx, id, &actor.key(), now, window).await? == 0 {
                    return Err(
                        Error::refused("placements-announced-already").next("placements-next-run")
                    );
                }
                let mut line = Entry::new(&actor, "placement.publish", "placement", id)
                    .with("programme", run.programme.to_string());
                if let Some((days, closes)) = window {
                    line = line.with("days", days).with("closes", closes.to_string());
                }
                tx.audit(line);
                let members = store::everybody(&tx, id).await?;
                let closes = window.map(|(_, closes)| closes);
                notices::placement_announced(&tx, &actor, run.programme, &members, closes).await
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
    let runs = store::announced_runs(sql, programme).await?;
    if runs.is_empty() {
        return Ok(None);
    }
    let mut found: Vec<Listed> = Vec::new();
    let mut members = Vec::new();
    for run in &runs {
        members.extend(store::everybody(sql, run.id).await?);
    }
    let mut seen = std::collections::BTreeSet::new();
    for member in members {
        // Who came up from the reserve list in a later freeze stands in that one.
        if !seen.insert(member.nomination) {
            continue;
        }
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
    for freeze in store::freezes(sql, nomination.programme_id).await? {
        if freeze.state == FreezeState::Thawed {
            continue;
        }
        if let Some(alias) = freeze.ids.person(id) {
            return Ok(Some(alias.to_owned()).zip(freeze.seed));
        }
    }
    Ok(None)
}
