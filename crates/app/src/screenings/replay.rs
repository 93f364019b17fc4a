//! Past verdicts recomputed: from frozen facts, pinned policy and recorded register come the same bytes again.

use kernel::{Error, Result, ScreeningId};
use policy::schema::Kind;
use policy::{Calendar, Explanation, Facts, Inputs};

use super::{engine, store};
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
/// pinned, and the register of regulations that it quotes.
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
    let calendar = Calendar::default();
    let inputs = Inputs::new(&calendar);
    let again = policy::explain(&policy, &register, &person, &case, before.decision, &inputs);
    Ok(Replayed {
        stored: frozen.explanation,
        again: serde_json::to_string(&again).map_err(Error::internal)?,
    })
}
