//! What carries a decision out, and back: which decisions stand behind a version of a policy or a regulation.

use kernel::{Actor, Error, MeetingDecisionId, PolicyVersionId, Result};

use super::model::Carrier;
use super::record::Brief;
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};
use crate::policies;
use crate::regulations;

/// Every decision of every meeting, the latest first.
pub async fn decisions(sql: &impl Sql) -> Result<Vec<Brief>> {
    store::briefs(sql, None).await
}

/// The decisions that a version of a policy carries out.
pub async fn of_version(sql: &impl Sql, version: PolicyVersionId) -> Result<Vec<Brief>> {
    store::briefs(sql, Some((Carrier::Policy, &version.to_string()))).await
}

/// The decisions that an entry of the register of regulations carries out.
pub async fn of_regulation(sql: &impl Sql, entry: &str) -> Result<Vec<Brief>> {
    store::briefs(sql, Some((Carrier::Regulation, entry))).await
}

/// Says that a version of a policy carries a decision out; saying it twice changes nothing more.
///
/// # Errors
/// Not found when there is no such decision or version.
pub async fn link_version(
    app: &App,
    actor: &Actor,
    decision: MeetingDecisionId,
    version: PolicyVersionId,
) -> Result<()> {
    access::WRITE.allow(actor)?;
    let (actor, today) = (actor.clone(), app.clock.today());
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                policies::get(&tx, version, today).await?;
                carry_out(&tx, &actor, decision, version).await
            })
        })
        .await
}

/// The same within the transaction of the decision on the version, by whoever may decide on it.
pub(crate) async fn carry_out(
    tx: &Tx,
    actor: &Actor,
    decision: MeetingDecisionId,
    version: PolicyVersionId,
) -> Result<()> {
    link(tx, actor, decision, Carrier::Policy, &version.to_string()).await
}

/// Says that an entry of the register of regulations carries a decision out.
///
/// # Errors
/// Not found when there is no such decision; invalid at `entry` when the register has no such entry.
pub async fn link_regulation(
    app: &App,
    actor: &Actor,
    decision: MeetingDecisionId,
    entry: &str,
) -> Result<()> {
    access::WRITE.allow(actor)?;
    let known = regulations::brief(&app.db, entry, app.clock.today()).await?;
    if known.is_none() {
        return Err(Error::invalid_field("entry", "error-choice"));
    }
    let (actor, entry) = (actor.clone(), entry.to_owned());
    app.db
        .write(move |tx| {
            let (actor, entry) = (actor.clone(), entry.clone());
            Box::pin(async move { link(&tx, &actor, decision, Carrier::Regulation, &entry).await })
        })
        .await
}

async fn link(
    tx: &Tx,
    actor: &Actor,
    decision: MeetingDecisionId,
    carrier: Carrier,
    target: &str,
) -> Result<()> {
    store::decision_exists(tx, decision).await?;
    let new = store::link(tx, decision, carrier, target, &actor.key()).await?;
    tx.audit(
        Entry::new(actor, "meeting.link", "meeting-decision", decision)
            .with("carrier", carrier.key())
            .with("target", target)
            .with("new", new > 0),
    );
    Ok(())
}
