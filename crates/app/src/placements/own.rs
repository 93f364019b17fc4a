//! What one person reads of her own result: from the announced run alone, so that a change shows only once it is announced.

use kernel::{NominationId, Result, Scope};

use super::model::{Member, Placed, Run};
use super::store;
use crate::db::Sql;
use crate::hosts;
use crate::nominations::{self, Nomination, State};
use crate::programmes::{self, Giving};

/// The result of one nominee as it was announced.
#[derive(Clone, Debug)]
pub struct OwnResult {
    /// Her nomination.
    pub nomination: Nomination,
    /// The run that it stands in.
    pub run: Option<Run>,
    /// What that run says of her; `None` before it is announced and for who withdrew.
    pub member: Option<Member>,
    /// Her place by that run.
    pub placed: Option<Placed>,
    /// Whether she withdrew.
    pub withdrawn: bool,
    /// Whether a confirmed change waits for its announcement.
    pub pending: bool,
}

/// Reads the result of a nominee whom `scope` covers. Place, rank and reasons come from one run.
pub async fn own(sql: &impl Sql, scope: &Scope, id: NominationId) -> Result<OwnResult> {
    let nomination = nominations::get(sql, scope, id).await?;
    let programme = programmes::get(sql, nomination.programme_id).await?;
    let run = store::own_run(sql, scope, id).await?;
    let withdrawn = nomination.state == State::Withdrawn;
    let member = match &run {
        Some(run) if !withdrawn => store::member(sql, run.id, id).await?,
        _ => None,
    };
    let given = store::of_nomination(sql, scope, id).await?;
    let placed = if programme.giving == Giving::Ranked {
        announced_place(sql, &nomination, member.as_ref(), given).await?
    } else {
        given
    };
    let pending = match run.as_ref().filter(|run| run.freeze.is_some()) {
        Some(run) => (store::confirmed_runs(sql, programme.id).await?.iter())
            .any(|last| last.freeze == run.freeze && last.published_at.is_none()),
        None => false,
    };
    Ok(OwnResult {
        nomination,
        run,
        member,
        placed,
        withdrawn,
        pending,
    })
}

/// The place that the announced run names, with the days that were given to her if she is there still.
async fn announced_place(
    sql: &impl Sql,
    nomination: &Nomination,
    member: Option<&Member>,
    given: Option<Placed>,
) -> Result<Option<Placed>> {
    let Some((slot, rank)) = member.and_then(|one| Some((one.explained.slot?, one.explained.rank)))
    else {
        return Ok(None);
    };
    let slot = hosts::slot(sql, slot).await?;
    let period = match given.filter(|given| given.slot.id == slot.id) {
        Some(given) => given.period,
        None => slot.period,
    };
    Ok(Some(Placed {
        nomination: nomination.id,
        person: nomination.snapshot.clone(),
        person_id: nomination.person_id,
        slot,
        period,
        rank: i64::from(rank),
    }))
}
