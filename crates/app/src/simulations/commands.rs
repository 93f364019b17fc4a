//! What people do with simulations: put a text aside, save a run, make a draft of it.

use std::sync::Arc;

use kernel::{Actor, Error, PolicyVersionId, Result, ScenarioId, Text};

use super::model::{Asked, Brief, Scenario};
use super::{access, run, store};
use crate::App;
use crate::audit::Entry;
use crate::policies;

/// Characters of a title and of a note.
const TITLE: usize = 160;
const NOTE: usize = 4_000;

/// Puts another text of the version's policy aside and gives its SHA-256, for [`Asked::text`].
///
/// # Errors
/// Invalid at `text` when it cannot be read or is the text of another policy.
pub async fn put_text(
    app: &App,
    actor: &Actor,
    version: PolicyVersionId,
    text: &str,
) -> Result<String> {
    access::run(actor)?;
    let version = policies::get(&app.db, version, app.clock.today()).await?;
    if !policies::may_see(actor, &version) {
        return Err(Error::not_found());
    }
    let read = policies::parse(text)?;
    if read.id != version.policy {
        let wrong = Text::new("policies-other-id").with("id", &version.policy);
        return Err(Error::invalid_field("text", wrong));
    }
    app.blobs.put(text.as_bytes().to_vec()).await
}

/// What is saved.
#[derive(Clone, Debug)]
pub struct Saving {
    /// What was asked; it is run once more.
    pub asked: Asked,
    /// Title.
    pub title: String,
    /// Why it was made.
    pub note: String,
}

/// Runs what was asked and saves it with the digests of data and texts. The same form sent twice saves one.
///
/// # Errors
/// Invalid at `title` without one; else as [`run::open`].
pub async fn save(
    app: &App,
    actor: &Actor,
    saving: Saving,
    nonce: Option<String>,
) -> Result<ScenarioId> {
    access::SAVE.allow(actor)?;
    let (title, note) = (saving.title.trim(), saving.note.trim());
    if title.is_empty() {
        return Err(Error::invalid_field("title", "error-required"));
    }
    for (field, text, most) in [("title", title, TITLE), ("note", note, NOTE)] {
        let length = text.chars().count();
        if length > most {
            let text = Text::new("error-too-long")
                .with("max", most)
                .with("length", length);
            return Err(Error::invalid_field(field, text));
        }
    }
    let run = run::open(app, actor, &saving.asked).await?;
    let outcome = run.outcome()?;
    // Who runs it again reads the text by its digest.
    let digest = app.blobs.put(run.new.text().as_bytes().to_vec()).await?;
    let one = Arc::new(Scenario {
        brief: Brief {
            id: ScenarioId(app.clock.new_id()),
            title: title.to_owned(),
            policy: run.new.id.clone(),
            saved_at: app.clock.now(),
            by_name: actor.name.clone(),
            data_digest: run.crowd.digest.clone(),
            before: outcome.before[0],
            after: outcome.after[0],
            gained: outcome.gained,
            lost: outcome.lost,
        },
        note: note.to_owned(),
        version: run.version.id,
        version_name: run.version.version.clone(),
        version_digest: run.version.digest.clone(),
        text: run.new.text().to_owned(),
        text_digest: format!("sha256:{digest}"),
        setting: run.setting,
        data_date: run.crowd.today,
        data_mark: run.crowd.mark.clone(),
        outcome,
        draft: None,
    });
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (one, actor, nonce) = (one.clone(), actor.clone(), nonce.clone());
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    store::insert(&tx, &one, &actor.key()).await?;
                    tx.audit(
                        Entry::new(&actor, "simulation.save", "scenario", one.brief.id)
                            .with("policy", one.brief.policy.as_str())
                            .with("version", one.version.to_string())
                            .with("before", one.version_digest.as_str())
                            .with("digest", one.text_digest.as_str())
                            .with("data", one.brief.data_digest.as_str()),
                    );
                    Ok(one.brief.id)
                })
                .await
            })
        })
        .await
}

/// Whether the register still holds the data on which a saved simulation was run.
pub async fn fresh(app: &App, one: &Scenario) -> Result<bool> {
    let tunnel = &app.tunnel;
    if tunnel
        .surely_same(app, &one.data_mark, one.data_date)
        .await?
    {
        return Ok(true);
    }
    Ok(tunnel.crowd(app).await?.digest == one.brief.data_digest)
}

/// Makes a draft of a policy version from a saved simulation; asked again, it gives the same draft.
///
/// # Errors
/// As [`policies::begin`] and [`policies::write`].
pub async fn draft(
    app: &App,
    actor: &Actor,
    id: ScenarioId,
    nonce: Option<String>,
) -> Result<PolicyVersionId> {
    access::READ.allow(actor)?;
    let one = store::get(&app.db, id).await?;
    if let Some(draft) = one.draft {
        return Ok(draft);
    }
    let draft = policies::begin(app, actor, one.version, nonce).await?;
    let begun = policies::get(&app.db, draft, app.clock.today()).await?;
    let text = policies::rename(&policies::parse(&one.text)?, &begun.version)?;
    policies::write(app, actor, draft, &text, begun.revision).await?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                if store::set_draft(&tx, id, draft).await? == 0 {
                    return Err(Error::refused("simulations-has-draft"));
                }
                tx.audit(
                    Entry::new(&actor, "simulation.draft", "scenario", id)
                        .with("version", draft.to_string()),
                );
                Ok(draft)
            })
        })
        .await
}
