//! Conflicts of interest: declared pairs of nominee and host that no placement makes, each with a sealed reason.

use kernel::{
    Actor, ConflictId, Error, HostId, NominationId, ProgrammeId, Result, Role, Scope, Timestamp,
};

use super::freeze::FreezeState;
use super::model::RunState;
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};
use crate::{hosts, nominations, programmes};

/// A declared pair as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    /// Id.
    pub id: ConflictId,
    /// The programme.
    pub programme: ProgrammeId,
    /// The nominee.
    pub nomination: NominationId,
    /// The host.
    pub host: HostId,
    /// Why; it leaves this slice only for who may read it.
    pub(super) sealed: String,
    /// Account that declared it.
    pub declared_by: String,
    /// When.
    pub declared_at: Timestamp,
    /// When it was lifted.
    pub lifted_at: Option<Timestamp>,
}

/// A declared pair as somebody may read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// Id.
    pub id: ConflictId,
    /// The nominee.
    pub nomination: NominationId,
    /// Her name.
    pub person: String,
    /// The host.
    pub host: String,
    /// When it was declared.
    pub declared_at: Timestamp,
    /// The reason; `None` for whom it is sealed.
    pub reason: Option<String>,
    /// Whether she has a place at that host, so that a repair must move her.
    pub placed: bool,
}

/// Whether the inputs of a programme are frozen and nothing is confirmed by them yet.
pub(super) async fn frozen(sql: &impl Sql, programme: ProgrammeId) -> Result<bool> {
    let Some(freeze) = store::freeze_of(sql, programme).await? else {
        return Ok(false);
    };
    let runs = store::of_freeze(sql, freeze.id).await?;
    let settled = runs.iter().any(|run| run.state == RunState::Confirmed);
    Ok(freeze.state != FreezeState::Thawed && !settled)
}

pub(super) async fn not_frozen(tx: &Tx, programme: ProgrammeId) -> Result<()> {
    if frozen(tx, programme).await? {
        return Err(Error::refused("placements-inputs-frozen").next("placements-next-thaw"));
    }
    Ok(())
}

/// Declares that a nominee must not go to a host. The reason is sealed.
pub async fn declare(
    app: &App,
    actor: &Actor,
    nomination: NominationId,
    host: HostId,
    reason: &str,
) -> Result<ConflictId> {
    access::DECLARE.allow(actor)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    let id = ConflictId(app.clock.new_id());
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, reason) = (actor.clone(), reason.clone());
            Box::pin(async move {
                let person = nominations::get(&tx, &Scope::All, nomination).await?;
                hosts::get(&tx, host).await?;
                // A freeze locks the programme too, so that neither overlooks the other.
                programmes::lock_in(&tx, person.programme_id).await?;
                not_frozen(&tx, person.programme_id).await?;
                let one = Declared {
                    id,
                    programme: person.programme_id,
                    nomination,
                    host,
                    sealed: reason,
                    declared_by: actor.key(),
                    declared_at: tx.now(),
                    lifted_at: None,
                };
                if store::insert_conflict(&tx, &one).await? == 0 {
                    return Err(
                        Error::refused("placements-conflict-known").next("placements-next-run")
                    );
                }
                tx.audit(
                    Entry::new(
                        &actor,
                        "placement.conflict-declare",
                        "nomination",
                        nomination,
                    )
                    .with("host", host.to_string())
                    .with("reason", tx.commit_to(&one.sealed)),
                );
                Ok(id)
            })
        })
        .await
}

/// Lifts a declared conflict; the programme it was about.
pub async fn lift(app: &App, actor: &Actor, id: ConflictId) -> Result<ProgrammeId> {
    access::DECLARE.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let one = store::conflict(&tx, id).await?;
                programmes::lock_in(&tx, one.programme).await?;
                not_frozen(&tx, one.programme).await?;
                if store::lift(&tx, id, &actor.key()).await? == 0 {
                    return Err(Error::not_found());
                }
                tx.audit(
                    Entry::new(
                        &actor,
                        "placement.conflict-lift",
                        "nomination",
                        one.nomination,
                    )
                    .with("host", one.host.to_string()),
                );
                Ok(one.programme)
            })
        })
        .await
}

/// Declared conflicts of a programme as `actor` may read them: the reason only if she declared it or is the auditor.
pub async fn conflicts(
    sql: &impl Sql,
    actor: &Actor,
    programme: ProgrammeId,
) -> Result<Vec<Conflict>> {
    access::CONFLICTS.allow(actor)?;
    let mut found = Vec::new();
    for one in store::conflicts(sql, programme).await? {
        let place = store::place_of(sql, one.nomination).await?;
        let placed = match place {
            Some(slot) => hosts::slot(sql, slot).await?.host_id == one.host,
            None => false,
        };
        let reads = actor.has(Role::Auditor) || one.declared_by == actor.key();
        found.push(Conflict {
            id: one.id,
            nomination: one.nomination,
            person: nominations::get(sql, &Scope::All, one.nomination)
                .await?
                .snapshot
                .name,
            host: hosts::get(sql, one.host).await?.name,
            declared_at: one.declared_at,
            reason: reads.then_some(one.sealed),
            placed,
        });
    }
    Ok(found)
}
