//! Reconsideration (*Sanggah*): filed while the window of the announcement is open, answered with a reason.

use std::sync::Arc;

use kernel::{
    Actor, Error, NominationId, ObjectionId, PlacementRunId, ProgrammeId, Result, Scope, Text,
    Timestamp,
};

use super::windows::windows;
use super::{access, ready, store};
use crate::App;
use crate::audit::Entry;
use crate::keyed::keyed;
use crate::nominations;

keyed! {
    /// How far a request is.
    ObjectionState {
        /// Waits for an answer.
        Filed = "filed",
        /// *Dikabulkan*: an override or a repair follows.
        Granted = "granted",
        /// *Tidak dikabulkan*.
        Rejected = "rejected",
    }
}

/// A request to reconsider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Objection {
    /// Id.
    pub id: ObjectionId,
    /// The programme.
    pub programme: ProgrammeId,
    /// The announced run.
    pub run: PlacementRunId,
    /// The nominee.
    pub nomination: NominationId,
    /// Her name.
    pub name: String,
    /// Key of the ground, from the published list.
    pub ground: String,
    /// In her words.
    pub body: String,
    /// SHA-256 of the paper.
    pub scan: Option<String>,
    /// How far it is.
    pub state: ObjectionState,
    /// Account that filed it.
    pub filed_by: String,
    /// When.
    pub filed_at: Timestamp,
    /// The answer.
    pub answer: Option<String>,
    /// Name of who answered.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// What somebody writes.
#[derive(Clone, Debug)]
pub struct ObjectionForm {
    /// Key of the ground.
    pub ground: String,
    /// In words.
    pub body: String,
    /// The paper, if it came on paper: its bytes.
    pub scan: Option<Vec<u8>>,
}

/// Files a request about the announced placement of a nominee.
///
/// # Errors
/// Refused outside the window, once the Keputusan is issued, and when there is one already about this announcement. The right of objection against the
/// Keputusan stands beside it and is closed by nothing here.
pub async fn object(
    app: &App,
    actor: &Actor,
    nomination: NominationId,
    form: ObjectionForm,
) -> Result<ObjectionId> {
    let scope = access::OBJECT.allow(actor)?;
    let person = nominations::get(&app.db, &scope, nomination).await?;
    if windows().ground_of(&form.ground).is_none() {
        return Err(Error::invalid_field("ground", "error-choice"));
    }
    if form.body.trim().is_empty() {
        return Err(Error::invalid_field("body", "error-required"));
    }
    let run = store::own_run(&app.db, &scope, nomination).await?;
    let now = app.clock.now();
    let run = run.filter(|run| run.takes_objections(now.date()));
    let decided = ready::decided(&app.db, person.programme_id).await?;
    let Some(run) = run.filter(|_| !decided) else {
        return Err(Error::refused("placements-window-closed")
            .source("UU 30/2014 Ps 77")
            .next("placements-next-keberatan"));
    };
    let scan = match form.scan {
        Some(bytes) => Some(nominations::keep_scan(app, "scan", bytes).await?.0),
        None => None,
    };
    let one = Arc::new(Objection {
        id: ObjectionId(app.clock.new_id()),
        programme: person.programme_id,
        run: run.id,
        nomination,
        name: person.snapshot.name,
        ground: form.ground,
        body: form.body.trim().to_owned(),
        scan,
        state: ObjectionState::Filed,
        filed_by: actor.key(),
        filed_at: now,
        answer: None,
        decided_by: None,
        decided_at: None,
    });
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (one, actor) = (one.clone(), actor.clone());
            Box::pin(async move {
                if store::insert_objection(&tx, &one).await? == 0 {
                    return Err(Error::refused("placements-objected-already")
                        .next("placements-next-answer"));
                }
                tx.audit(
                    Entry::new(&actor, "placement.object", "objection", one.id)
                        .with("nomination", one.nomination.to_string())
                        .with("run", one.run.to_string())
                        .with("ground", one.ground.as_str())
                        .with("body", tx.commit_to(&one.body)),
                );
                Ok(one.id)
            })
        })
        .await
}

/// Answers a request with a reason. A granted one is carried out by an override or a repair.
///
/// # Errors
/// Refused when it was answered, and for whoever filed it.
pub async fn answer(
    app: &App,
    actor: &Actor,
    id: ObjectionId,
    granted: bool,
    text: &str,
) -> Result<()> {
    access::ANSWER.allow(actor)?;
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(Error::invalid_field("answer", "error-required"));
    }
    let state = if granted {
        ObjectionState::Granted
    } else {
        ObjectionState::Rejected
    };
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |tx| {
            let (actor, text) = (actor.clone(), text.clone());
            Box::pin(async move {
                let one = store::objection(&tx, &Scope::All, id).await?;
                if actor.user.is_some() && one.filed_by == actor.key() {
                    return Err(Error::refused("placements-own-objection")
                        .next("placements-next-colleague"));
                }
                let by = (actor.key(), actor.name.clone());
                if store::decide(&tx, id, state, &text, (&by.0, &by.1), now).await? == 0 {
                    return Err(Error::refused(
                        Text::new("placements-answered-already").with("name", &one.name),
                    )
                    .next("placements-next-answer"));
                }
                tx.audit(
                    Entry::new(&actor, "placement.answer", "objection", id)
                        .with("state", state.key())
                        .with("answer", tx.commit_to(&text)),
                );
                Ok(())
            })
        })
        .await
}
