//! Past verdicts recomputed: from frozen facts, pinned policy and recorded register come the same bytes again.

use std::collections::BTreeMap;

use kernel::{Actor, Error, NominationId, Result, ScreeningId, Timestamp};
use policy::schema::Kind;
use policy::{Calendar, Explanation, Facts, Inputs, Verdict};

use super::{access, engine, store};
use crate::App;
use crate::db::Sql;
use crate::{policies, programmes};

/// A stored explanation and what the same inputs give today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replayed {
    /// The bytes that were stored at the decision.
    pub stored: String,
    /// The bytes that the frozen inputs give now.
    pub again: String,
}

impl Replayed {
    /// Whether nothing moved.
    pub fn holds(&self) -> bool {
        self.stored == self.again
    }
}

/// Recomputes a screening from what was frozen with it: facts, case, decision date, the policy that the programme
/// pinned, the holidays and dispensations that counted, and the register of regulations that it quotes.
///
/// # Errors
/// Not found when there is no such screening or its register was never recorded; refused when the pinned text is not
/// the one whose digest the programme holds.
pub async fn replay(sql: &impl Sql, id: ScreeningId) -> Result<Replayed> {
    let frozen = store::frozen(sql, id).await?;
    let before: Explanation = serde_json::from_str(&frozen.explanation).map_err(Error::internal)?;
    let programme = programmes::get(sql, frozen.programme).await?;
    let policy = engine::pinned_policy(sql, &programme).await?;
    let register = policies::register_of(sql, &before.policy.register).await?;
    let facts = |kind, json| Facts::from_json(kind, json).map_err(Error::internal);
    let person = facts(Kind::Person, &frozen.facts)?;
    let case = facts(Kind::Case, &frozen.case)?;
    let calendar = Calendar::new(frozen.holidays.iter().copied());
    let inputs = Inputs {
        calendar: &calendar,
        waivers: &frozen.waivers,
    };
    let again = policy::explain(&policy, &register, &person, &case, before.decision, &inputs);
    Ok(Replayed {
        stored: frozen.explanation,
        again: serde_json::to_string(&again).map_err(Error::internal)?,
    })
}

/// A stored verdict of a nomination, computed once more.
#[derive(Clone, Debug)]
pub struct ReplayLine {
    /// The screening.
    pub id: ScreeningId,
    /// The nomination that it judged.
    pub nomination: NominationId,
    /// When it was made.
    pub at: Timestamp,
    /// The verdict that was stored.
    pub verdict: Verdict,
    /// Version of the policy that decided.
    pub version: String,
    /// SHA-256 of the stored bytes.
    pub stored: String,
    /// SHA-256 of the bytes that the frozen inputs give now.
    pub again: String,
}

impl ReplayLine {
    /// Whether nothing moved.
    pub fn holds(&self) -> bool {
        self.stored == self.again
    }
}

/// Every stored verdict of a nomination, computed once more, oldest first. Nothing is stored.
pub async fn replay_all(app: &App, actor: &Actor, id: NominationId) -> Result<Vec<ReplayLine>> {
    let scope = access::REPLAY.allow(actor)?;
    let db = &app.db;
    crate::nominations::get(db, &scope, id).await?;
    let mut lines = Vec::new();
    for screening in store::ids_of(db, id).await? {
        let at = store::made_at(db, screening).await?;
        lines.push(line(db, screening, id, at).await?);
    }
    Ok(lines)
}

async fn line(
    sql: &impl Sql,
    id: ScreeningId,
    nomination: NominationId,
    at: Timestamp,
) -> Result<ReplayLine> {
    let found = replay(sql, id).await?;
    let before: Explanation = serde_json::from_str(&found.stored).map_err(Error::internal)?;
    Ok(ReplayLine {
        id,
        nomination,
        at,
        verdict: before.verdict,
        version: before.policy.version,
        stored: crate::sha256_hex(found.stored.as_bytes()),
        again: crate::sha256_hex(found.again.as_bytes()),
    })
}

/// The verdict on each nomination, or on one, that was known just before `until`, computed once more. For who has the
/// database itself: nobody is asked for a role.
pub async fn replay_known(
    sql: &impl Sql,
    until: Timestamp,
    nomination: Option<NominationId>,
) -> Result<Vec<ReplayLine>> {
    let mut known: BTreeMap<NominationId, (ScreeningId, Timestamp)> = BTreeMap::new();
    for (id, nomination, at) in store::made_before(sql, until, nomination).await? {
        known.insert(nomination, (id, at));
    }
    let mut lines = Vec::with_capacity(known.len());
    for (nomination, (id, at)) in known {
        lines.push(line(sql, id, nomination, at).await?);
    }
    Ok(lines)
}
