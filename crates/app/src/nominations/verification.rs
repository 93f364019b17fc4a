//! What a verifier does: accept or send back papers and nominations; and what placements and screenings mark.

use kernel::{Actor, Error, NominationId, Result, Scope, Text};

use super::commands::{event, line, move_in, step};
use super::model::{Act, Nomination, PaperState, State};
use super::{access, store};
use crate::App;
use crate::db::Tx;
use crate::notices;
use crate::programmes::{self, PaperKind};

/// Sends a nomination back for correction; the remark says what is to be corrected.
pub async fn return_for_correction(
    app: &App,
    actor: &Actor,
    id: NominationId,
    remark: String,
) -> Result<()> {
    let scope = access::VERIFY.allow(actor)?;
    if remark.trim().is_empty() {
        return Err(Error::invalid_field("remark", "nominations-remark-missing")
            .source("PP 94/2021 Ps 4 huruf h"));
    }
    step(
        app,
        actor,
        scope,
        id,
        Act::Return,
        "return",
        Some(remark.trim().to_owned()),
    )
    .await
}

/// Verifies a nomination: all papers that were received count as accepted. Never by who entered it or a paper of it.
pub async fn verify(app: &App, actor: &Actor, id: NominationId) -> Result<()> {
    verify_several(app, actor, vec![id]).await
}

/// Verifies several nominations, each as [`verify`] does, all or none.
///
/// # Errors
/// The refusal of the first that cannot be verified; then none is.
pub async fn verify_several(app: &App, actor: &Actor, ids: Vec<NominationId>) -> Result<()> {
    let scope = access::VERIFY.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor, ids) = (scope.clone(), actor.clone(), ids.clone());
            Box::pin(async move {
                for id in ids {
                    verify_in(&tx, &scope, &actor, id).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn verify_in(tx: &Tx, scope: &Scope, actor: &Actor, id: NominationId) -> Result<()> {
    let nomination = store::get(tx, scope, id).await?;
    not_her_own(actor, &nomination)?;
    let programme = programmes::get(tx, nomination.programme_id).await?;
    let missing = nomination.missing(&programme.papers);
    nomination.state.after(Act::Verify)?;
    if !missing.is_empty() {
        let text = Text::new("nominations-papers-missing").with("n", missing.len());
        return Err(Error::refused(text).next("nominations-next-papers"));
    }
    move_in(tx, actor, &nomination, Act::Verify, "verify", None).await?;
    store::set_verified(tx, id, &actor.key()).await
}

/// Accepts a paper or sends it back with a remark.
pub async fn judge_paper(
    app: &App,
    actor: &Actor,
    id: NominationId,
    kind: PaperKind,
    accept: bool,
    remark: Option<String>,
) -> Result<()> {
    let scope = access::VERIFY.allow(actor)?;
    let remark = remark
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    if !accept && remark.is_none() {
        return Err(Error::invalid_field("remark", "nominations-remark-missing"));
    }
    let state = if accept {
        PaperState::Accepted
    } else {
        PaperState::Returned
    };
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor, remark) = (scope.clone(), actor.clone(), remark.clone());
            Box::pin(async move {
                let nomination = store::get(&tx, &scope, id).await?;
                not_her_own(&actor, &nomination)?;
                if store::set_paper(&tx, id, kind, state, remark.as_deref()).await? == 0 {
                    return Err(Error::not_found());
                }
                event(
                    &tx,
                    &actor,
                    id,
                    if accept {
                        "paper-accept"
                    } else {
                        "paper-return"
                    },
                    remark.as_deref(),
                )
                .await?;
                tx.audit(
                    line(&actor, "nomination.paper", id)
                        .with("kind", kind.key())
                        .with("state", state.key()),
                );
                if !accept {
                    notices::paper_returned(&tx, &actor, &nomination).await?;
                }
                Ok(())
            })
        })
        .await
}

fn not_her_own(actor: &Actor, nomination: &Nomination) -> Result<()> {
    let me = actor.key();
    let entered = nomination.created_by == me
        || nomination.submitted_by.as_deref() == Some(me.as_str())
        || nomination.papers.iter().any(|paper| paper.entered_by == me);
    // The system itself plays every part in a demonstration; accounts never share an id.
    if entered && actor.user.is_some() {
        return Err(Error::refused("nominations-own-entry").next("nominations-next-colleague"));
    }
    Ok(())
}

/// Marks as placed; for the placements slice, inside its transaction, which writes the audit line of the placement.
pub async fn mark_placed(tx: &Tx, actor: &Actor, id: NominationId) -> Result<()> {
    mark(tx, actor, id, Act::Place, "place").await
}

/// Marks as *memenuhi syarat, belum mendapat tempat*.
pub async fn mark_unplaced(tx: &Tx, actor: &Actor, id: NominationId) -> Result<()> {
    mark(tx, actor, id, Act::Unplace, "unplace").await
}

/// Withdrawn after a placement, which no longer counts her; one who is withdrawn already stays so.
pub async fn mark_withdrawn(tx: &Tx, actor: &Actor, id: NominationId) -> Result<()> {
    let nomination = store::get(tx, &Scope::All, id).await?;
    match nomination.state {
        State::Withdrawn | State::Declined => Ok(()),
        _ => move_in(tx, actor, &nomination, Act::Withdraw, "withdraw", None).await,
    }
}

/// Back among those who wait, when a placement is discarded.
pub async fn mark_waiting(tx: &Tx, actor: &Actor, id: NominationId) -> Result<()> {
    mark(tx, actor, id, Act::Reopen, "reopen").await
}

async fn mark(tx: &Tx, actor: &Actor, id: NominationId, act: Act, name: &str) -> Result<()> {
    let nomination = store::get(tx, &Scope::All, id).await?;
    move_in(tx, actor, &nomination, act, name, None).await
}

/// Sets the verdict of the current screening, inside the transaction of the screening.
pub async fn set_verdict(tx: &Tx, id: NominationId, verdict: &str) -> Result<()> {
    match store::set_verdict(tx, id, verdict).await? {
        0 => Err(Error::not_found()),
        _ => Ok(()),
    }
}
