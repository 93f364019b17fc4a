//! What people do with a draft guideline: make it from a decided version, say something on an article, answer.

use std::sync::Arc;

use kernel::{Actor, Error, PolicyVersionId, Result};

use super::model::{Answer, Guideline, Line};
use super::{access, build, store};
use crate::App;
use crate::audit::Entry;
use crate::policies::{self, Version};
use crate::regulations;

/// Something said on a clause, as it is typed.
#[derive(Clone, Debug)]
pub struct Input {
    /// Key of the clause.
    pub clause: String,
    /// What was said.
    pub input: String,
    /// Who said it: a person, an institution, a unit.
    pub proposer: String,
    /// Meeting, letter or conversation.
    pub occasion: Option<String>,
}

/// What a policy must apply to, so that its version makes a guideline of internships.
const APPLIES_TO: &str = "magang";

/// Whether a guideline can be drafted from a version, and `actor` may read it.
pub fn may_draft(actor: &Actor, version: &Version) -> bool {
    access::READ.is_open_to(actor)
        && version.applies_to == APPLIES_TO
        && version.state.decision().is_some()
}

/// The draft guideline of a version, as of today.
///
/// # Errors
/// Not found for a policy on something else than internships; refused while the version is not decided.
pub async fn draft(app: &App, actor: &Actor, version: PolicyVersionId) -> Result<Guideline> {
    access::READ.allow(actor)?;
    let today = app.clock.today();
    let found = policies::get(&app.db, version, today).await?;
    if !policies::may_see(actor, &found) || found.applies_to != APPLIES_TO {
        return Err(Error::not_found());
    }
    if found.state.decision().is_none() {
        return Err(Error::refused("guidelines-not-decided").next("guidelines-next-decide"));
    }
    let policy = policies::parse(&policies::text(&app.db, version).await?)?;
    let register = regulations::register(&app.db).await?;
    Ok(build(&found, &policy, &register, today))
}

/// Enters what was said on a clause of the draft; the id of the line comes back.
///
/// # Errors
/// Invalid when the draft has no such clause, or a text names a law that does not exist.
pub async fn comment(
    app: &App,
    actor: &Actor,
    version: PolicyVersionId,
    input: Input,
    nonce: Option<String>,
) -> Result<String> {
    access::COMMENT.allow(actor)?;
    for (field, text) in [("input", &input.input), ("proposer", &input.proposer)] {
        if text.trim().is_empty() {
            return Err(Error::invalid_field(field, "error-required"));
        }
    }
    let guideline = draft(app, actor, version).await?;
    if guideline.clause(&input.clause).is_none() {
        return Err(Error::invalid_field("clause", "error-choice"));
    }
    let register = regulations::register(&app.db).await?;
    let fields = [("input", input.input.as_str())];
    regulations::refuse_slips(&register, app.clock.today(), false, &fields)?;
    let (input, actor) = (Arc::new(input), actor.clone());
    app.db
        .write(move |tx| {
            let (input, actor, nonce) = (input.clone(), actor.clone(), nonce.clone());
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    let line = Line {
                        id: tx.new_id::<uuid::Uuid>().to_string(),
                        clause: input.clause.clone(),
                        input: input.input.clone(),
                        proposer: input.proposer.clone(),
                        occasion: input.occasion.clone(),
                        at: tx.now(),
                        answer: None,
                        response: None,
                        revision: 1,
                    };
                    store::insert(&tx, version, &line, &actor.key()).await?;
                    tx.audit(
                        Entry::new(&actor, "guideline.comment", "guideline-input", &line.id)
                            .with("version", version.to_string())
                            .with("clause", line.clause.as_str())
                            .with("input", tx.commit_to(&line.input)),
                    );
                    Ok(line.id)
                })
                .await
            })
        })
        .await
}

/// Answers what was said. `revision` is the one that the writer has read.
///
/// # Errors
/// Not found when the version has no such line; refused when somebody answered meanwhile.
pub async fn answer(
    app: &App,
    actor: &Actor,
    (version, id): (PolicyVersionId, &str),
    (answer, response): (Answer, &str),
    revision: i64,
) -> Result<()> {
    access::ANSWER.allow(actor)?;
    let response = response.trim().to_owned();
    if response.is_empty() {
        return Err(Error::invalid_field("response", "error-required"));
    }
    let (id, actor) = (id.to_owned(), actor.clone());
    app.db
        .write(move |tx| {
            let (id, response, actor) = (id.clone(), response.clone(), actor.clone());
            Box::pin(async move {
                store::line(&tx, version, &id).await?;
                let by = actor.key();
                if store::answer(&tx, &id, revision, (answer, &response), &by).await? == 0 {
                    return Err(Error::refused("guidelines-moved").next("guidelines-next-look"));
                }
                tx.audit(
                    Entry::new(&actor, "guideline.answer", "guideline-input", &id)
                        .with("answer", answer.key())
                        .with("response", tx.commit_to(&response)),
                );
                Ok(())
            })
        })
        .await
}
