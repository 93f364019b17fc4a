//! The same person nominated elsewhere for an overlapping period: labelled, never deleted.

use kernel::{NominationId, ProgrammeId, Result};

use super::model::{Nomination, State};
use super::store;
use crate::db::Sql;
use crate::programmes;

/// Another living nomination of the same NIP whose period overlaps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duplicate {
    /// The other nomination.
    pub nomination: NominationId,
    /// Its programme.
    pub programme: ProgrammeId,
    /// Name of that programme.
    pub name: String,
    /// How far it is.
    pub state: State,
}

/// The duplicates of `nomination`, in any scope: a clash matters whoever caused it, and only the programme is named.
pub async fn duplicates(sql: &impl Sql, nomination: &Nomination) -> Result<Vec<Duplicate>> {
    let mut found = Vec::new();
    for other in store::of_nip(sql, nomination.snapshot.nip.as_str()).await? {
        let living = !matches!(
            other.state,
            State::Withdrawn | State::Declined | State::Unplaced
        );
        if other.id == nomination.id || !living || !other.period.overlaps(nomination.period) {
            continue;
        }
        let programme = programmes::get(sql, other.programme_id).await?;
        found.push(Duplicate {
            nomination: other.id,
            programme: programme.id,
            name: programme.name,
            state: other.state,
        });
    }
    Ok(found)
}
