//! How many people an OPD has nominated, against the number it may release at once: told, never refused here.

use std::collections::BTreeMap;

use kernel::{OrgId, Result, Scope};

use super::model::{Nomination, State};
use super::store;
use crate::db::Sql;
use crate::organisations;
use crate::programmes::{self, Programme};

/// What an OPD may release in a programme, and how many nominations it has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// Name of the OPD.
    pub name: String,
    /// People it may release at once.
    pub max: i64,
    /// Its nominations that were sent and live, with those that were added to them.
    pub sent: i64,
}

impl Release {
    /// Whether more are nominated than may go: some of them will not get a place.
    pub fn is_over(&self) -> bool {
        self.sent > self.max
    }
}

/// The release limit of `opd` in `programme` against its living nominations; `None` without a limit.
pub async fn release(sql: &impl Sql, programme: &Programme, opd: OrgId) -> Result<Option<Release>> {
    released(sql, programme, opd, 0).await
}

/// The OPD that `added`, nominations not yet stored, would bring over their limit.
pub async fn releases_over(
    sql: &impl Sql,
    programme: &Programme,
    added: &[&Nomination],
) -> Result<Vec<Release>> {
    let mut by_opd: BTreeMap<OrgId, i64> = BTreeMap::new();
    for opd in added.iter().filter_map(|nomination| nomination.opd_id) {
        *by_opd.entry(opd).or_default() += 1;
    }
    let mut over = Vec::new();
    for (opd, n) in by_opd {
        over.extend(
            released(sql, programme, opd, n)
                .await?
                .filter(Release::is_over),
        );
    }
    Ok(over)
}

async fn released(
    sql: &impl Sql,
    programme: &Programme,
    opd: OrgId,
    added: i64,
) -> Result<Option<Release>> {
    let own = programmes::release_limits(sql, programme.id)
        .await?
        .into_iter()
        .find(|(id, _)| *id == opd)
        .map(|(_, max)| max);
    let Some(max) = own.or(programme.release_max) else {
        return Ok(None);
    };
    let living = [
        State::Submitted,
        State::Returned,
        State::Verified,
        State::Placed,
    ];
    let sent: i64 = store::tallies(sql, &Scope::Org(opd), programme.id)
        .await?
        .iter()
        .filter(|(state, ..)| living.contains(state))
        .map(|(.., n)| n)
        .sum();
    Ok(Some(Release {
        name: organisations::get(sql, opd).await?.name,
        max,
        sent: sent + added,
    }))
}
