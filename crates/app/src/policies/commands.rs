//! What people do with versions of policies: begin, write, propose, give back, decide, give up.

use std::sync::Arc;

use kernel::{
    Actor, CivilDate, Error, MeetingDecisionId, PolicyVersionId, Result, Text, Timestamp,
};
use policy::{Calendar, Diagnostic, Policy, Stale, has_errors};

use super::model::{Act, Paper, PinnedPolicy, Stretch, Version};
use super::{access, edit, store};
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};
use crate::meetings;
use crate::notices;
use crate::regulations;

/// The policy `policy` as a programme pins it on the day `on`, as it is known at `known_at`.
///
/// # Errors
/// Refused when no version is in force on that day.
pub async fn pin(
    sql: &impl Sql,
    policy: &str,
    on: CivilDate,
    known_at: Timestamp,
) -> Result<PinnedPolicy> {
    match store::in_force(sql, policy, on, known_at).await? {
        Some(id) => store::pinned(sql, id).await,
        None => Err(Error::refused("policies-none-in-force")
            .next("policies-next-decide")
            .log(policy)),
    }
}

/// Everything that is wrong with a text: what it says itself, its citations, its examples.
pub async fn check(sql: &impl Sql, text: &str) -> Result<Vec<Diagnostic>> {
    let register = regulations::register(sql).await?;
    match Policy::parse(FILE, text) {
        Ok(policy) => Ok(policy.check_with(&register, &Calendar::default())),
        Err(found) => Ok(found),
    }
}

/// How a text is called in messages.
const FILE: &str = "naskah";

/// The policy of a stored text.
pub fn parse(text: &str) -> Result<Policy> {
    Policy::parse(FILE, text).map_err(|found| {
        let errors = found
            .iter()
            .filter(|one| has_errors(std::slice::from_ref(one)));
        let text = Text::new("policies-unreadable").with("n", errors.count());
        Error::invalid_field("text", text)
    })
}

fn line(actor: &Actor, act: &str, id: PolicyVersionId) -> Entry {
    Entry::new(actor, act, "policy-version", id)
}

/// Somebody else changed the version between reading and writing.
fn moved() -> Error {
    Error::refused("policies-moved").next("policies-next-look")
}

/// Begins a draft from another version, under the next free name of the year. The same form sent twice begins one.
pub async fn begin(
    app: &App,
    actor: &Actor,
    base: PolicyVersionId,
    nonce: Option<String>,
) -> Result<PolicyVersionId> {
    access::PREPARE.allow(actor)?;
    let policy = parse(&store::text(&app.db, base).await?)?;
    let year = app.clock.today().year();
    let taken = store::names(&app.db).await?;
    let free = |name: &String| !taken.contains(&(policy.id.clone(), name.clone()));
    let name = (1..)
        .map(|n| format!("{year}-{n}"))
        .find(free)
        .ok_or_else(|| Error::internal("no name is free"))?;
    let draft = Arc::new(parse(&edit::rename(&policy, &name)?)?);
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (draft, actor, nonce) = (draft.clone(), actor.clone(), nonce.clone());
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    let id: PolicyVersionId = tx.new_id();
                    let by = actor.key();
                    let new = store::New {
                        id,
                        policy: &draft,
                        shipped: false,
                        base: Some(base),
                        by: &by,
                        name: &actor.name,
                    };
                    if store::insert(&tx, &new).await? == 0 {
                        return Err(moved());
                    }
                    store::put_event(&tx, id, Act::Create, &by, &actor.name, None).await?;
                    tx.audit(
                        line(&actor, "policy.begin", id)
                            .with("policy", draft.id.as_str())
                            .with("version", draft.version.as_str())
                            .with("base", base.to_string()),
                    );
                    Ok(id)
                })
                .await
            })
        })
        .await
}

/// Stores another text of a draft. `revision` is the one that the writer has read.
///
/// # Errors
/// Invalid at `text` when it cannot be read, has another id, or a name that another version has; refused when it is
/// no draft or somebody changed it meanwhile. Citations and examples may still be wrong: proposing asks for them.
pub async fn write(
    app: &App,
    actor: &Actor,
    id: PolicyVersionId,
    text: &str,
    revision: i64,
) -> Result<()> {
    access::PREPARE.allow(actor)?;
    let today = app.clock.today();
    let policy = Arc::new(parse(text)?);
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (policy, actor) = (policy.clone(), actor.clone());
            Box::pin(async move {
                let version = store::get(&tx, id, today).await?;
                let mut draft = version.draft()?;
                if policy.id != draft.policy {
                    let text = Text::new("policies-other-id").with("id", &draft.policy);
                    return Err(Error::invalid_field("text", text));
                }
                let names = store::names(&tx).await?;
                if policy.version != version.version
                    && names.contains(&(policy.id.clone(), policy.version.clone()))
                {
                    let text = Text::new("policies-name-taken").with("version", &policy.version);
                    return Err(Error::invalid_field("text", text));
                }
                draft.revision = revision;
                if store::rewrite(&tx, &draft, &policy).await? == 0 {
                    return Err(moved());
                }
                tx.audit(
                    line(&actor, "policy.write", id)
                        .with("before", version.digest)
                        .with("digest", policy.digest()),
                );
                Ok(())
            })
        })
        .await
}

/// Examples of a draft that expect what it no longer says.
pub async fn stale_examples(sql: &impl Sql, id: PolicyVersionId) -> Result<Vec<Stale>> {
    let policy = parse(&store::text(sql, id).await?)?;
    Ok(policy.stale_expectations(&Calendar::default()))
}

/// Lets the examples of a draft expect what it says now: an officer has seen each change and agrees to it.
///
/// # Errors
/// As [`write`]; refused when no example has changed.
pub async fn settle_examples(
    app: &App,
    actor: &Actor,
    id: PolicyVersionId,
    revision: i64,
) -> Result<()> {
    access::PREPARE.allow(actor)?;
    let policy = parse(&store::text(&app.db, id).await?)?;
    let stale = policy.stale_expectations(&Calendar::default());
    if stale.is_empty() {
        return Err(Error::refused("policies-examples-hold"));
    }
    let text = edit::settle_examples(&policy, &stale)?;
    write(app, actor, id, &text, revision).await
}

/// Stores other values of parameters of a draft, each as it was typed.
pub async fn write_params(
    app: &App,
    actor: &Actor,
    id: PolicyVersionId,
    values: &[(String, String)],
    revision: i64,
) -> Result<()> {
    access::PREPARE.allow(actor)?;
    let policy = parse(&store::text(&app.db, id).await?)?;
    let text = edit::set_params(&policy, values)?;
    write(app, actor, id, &text, revision).await
}

/// Proposes a draft: from now on it waits for somebody else. Every check and every example of the file must pass.
pub async fn propose(app: &App, actor: &Actor, id: PolicyVersionId, note: &str) -> Result<()> {
    access::PREPARE.allow(actor)?;
    let note = note.trim().to_owned();
    if note.is_empty() {
        return Err(Error::invalid_field("note", "error-required"));
    }
    let today = app.clock.today();
    let draft = store::get(&app.db, id, today).await?.draft()?;
    let found = check(&app.db, &store::text(&app.db, id).await?).await?;
    if has_errors(&found) {
        let errors = found
            .iter()
            .filter(|one| has_errors(std::slice::from_ref(one)));
        let text = Text::new("policies-check-fails").with("n", errors.count());
        return Err(Error::refused(text).next("policies-next-mend"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (draft, actor, note) = (draft.clone(), actor.clone(), note.clone());
            Box::pin(async move {
                // The checked text is the proposed one: another revision is refused.
                if store::propose(&tx, &draft, &actor.key(), &actor.name).await? == 0 {
                    return Err(moved());
                }
                let by = actor.key();
                store::put_event(&tx, id, Act::Propose, &by, &actor.name, Some(&note)).await?;
                tx.audit(line(&actor, "policy.propose", id).with("note", tx.commit_to(&note)));
                notices::policy_waiting(&tx, &actor, id).await
            })
        })
        .await
}

/// Makes a proposal a draft again: the one who proposed takes it back, or the one who decides gives it back.
pub async fn give_back(app: &App, actor: &Actor, id: PolicyVersionId, note: &str) -> Result<()> {
    if access::PREPARE.allow(actor).is_err() {
        access::DECIDE.allow(actor)?;
    }
    let note = note.trim().to_owned();
    if note.is_empty() {
        return Err(Error::invalid_field("note", "error-required"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, note) = (actor.clone(), note.clone());
            Box::pin(async move {
                if store::give_back(&tx, id).await? == 0 {
                    return Err(Error::refused("policies-not-proposed").next("policies-next-look"));
                }
                let by = actor.key();
                store::put_event(&tx, id, Act::Return, &by, &actor.name, Some(&note)).await?;
                tx.audit(line(&actor, "policy.return", id).with("note", tx.commit_to(&note)));
                Ok(())
            })
        })
        .await
}

/// Gives up a draft; its text stays for the record.
pub async fn give_up(app: &App, actor: &Actor, id: PolicyVersionId, note: &str) -> Result<()> {
    access::PREPARE.allow(actor)?;
    let note = note.trim().to_owned();
    if note.is_empty() {
        return Err(Error::invalid_field("note", "error-required"));
    }
    let draft = store::get(&app.db, id, app.clock.today()).await?.draft()?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (draft, actor, note) = (draft.clone(), actor.clone(), note.clone());
            Box::pin(async move {
                if store::give_up(&tx, &draft).await? == 0 {
                    return Err(moved());
                }
                let by = actor.key();
                store::put_event(&tx, id, Act::Drop, &by, &actor.name, Some(&note)).await?;
                tx.audit(line(&actor, "policy.drop", id).with("note", tx.commit_to(&note)));
                Ok(())
            })
        })
        .await
}

/// A decision as it is entered.
#[derive(Clone, Debug)]
pub struct Decide {
    /// First day in force.
    pub from: CivilDate,
    /// The paper on which it rests.
    pub paper: Paper,
    /// Digest of the text that was read; another text is refused.
    pub digest: String,
    /// The decision of a meeting that it carries out.
    pub meeting: Option<MeetingDecisionId>,
    /// Versions beside the one from which it was written that give way as well, each seen with its differences.
    pub instead_of: Vec<PolicyVersionId>,
}

/// The versions beside the one from which `version` was written that would give way if it came into force on `from`:
/// what was decided in them and does not stand in this one is undone.
pub async fn also_replaced(
    sql: &impl Sql,
    version: &Version,
    days: Stretch,
) -> Result<Vec<PolicyVersionId>> {
    let standing = store::standing(sql, &version.policy, days).await?;
    Ok(standing
        .into_iter()
        .filter(|id| Some(*id) != version.base && *id != version.id)
        .collect())
}

/// Decides on a proposal that somebody else made: it comes into force on its day, and other versions give way from then on.
///
/// # Errors
/// Refused to the one who proposed, when the text is not the one that was read, and when another version than its base
/// gives way of which nothing is said. Invalid when the first day lies
/// before the paper or outside the days that the text covers, and when the paper is of a day to come.
pub async fn decide(app: &App, actor: &Actor, id: PolicyVersionId, decide: Decide) -> Result<()> {
    access::DECIDE.allow(actor)?;
    let today = app.clock.today();
    let policy = parse(&store::text(&app.db, id).await?)?;
    judge(
        &decide,
        &policy,
        today,
        &*regulations::register(&app.db).await?,
    )?;
    let days = Stretch {
        from: decide.from,
        to: policy.valid_to,
    };
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, decide) = (actor.clone(), decide.clone());
            Box::pin(async move { decide_in(&tx, &actor, id, &decide, days, today).await })
        })
        .await
}

async fn decide_in(
    tx: &Tx,
    actor: &Actor,
    id: PolicyVersionId,
    decide: &Decide,
    days: Stretch,
    today: CivilDate,
) -> Result<()> {
    let version = store::get(tx, id, today).await?;
    store::lock(tx, &version.policy).await?;
    let version: Version = store::get(tx, id, today).await?;
    let proposal = version.proposal(actor)?;
    if proposal.digest != decide.digest {
        return Err(moved());
    }
    for other in also_replaced(tx, &version, days).await? {
        if !decide.instead_of.contains(&other) {
            let other = store::get(tx, other, today).await?;
            let text = Text::new("policies-also-replaced").with("version", other.version);
            return Err(Error::refused(text).next("policies-next-also-replaced"));
        }
    }
    let by = actor.key();
    let paper = &decide.paper;
    if store::decide(tx, &proposal, &by, &actor.name, decide.from, paper).await? == 0 {
        return Err(moved());
    }
    let replaced = store::put_in_force(tx, &proposal.policy, id, days).await?;
    if let Some(decision) = decide.meeting {
        meetings::carry_out(tx, actor, decision, id).await?;
    }
    let note = format!("{} ({})", paper.about, paper.number);
    store::put_event(tx, id, Act::Decide, &by, &actor.name, Some(&note)).await?;
    let replaced: Vec<String> = replaced.iter().map(ToString::to_string).collect();
    tx.audit(
        line(actor, "policy.decide", id)
            .with("policy", proposal.policy)
            .with("digest", proposal.digest)
            .with("from", decide.from.to_string())
            .with("mandate", paper.number.as_str())
            .with("replaces", replaced.join(" ")),
    );
    Ok(())
}

fn judge(
    decide: &Decide,
    policy: &Policy,
    today: CivilDate,
    register: &policy::Register,
) -> Result<()> {
    let mut wrong: Vec<(&str, Text)> = Vec::new();
    let paper = &decide.paper;
    if paper.number.trim().is_empty() {
        wrong.push(("number", "error-required".into()));
    }
    if paper.about.trim().is_empty() {
        wrong.push(("about", "error-required".into()));
    }
    if paper.date > today {
        wrong.push(("date", "policies-paper-future".into()));
    }
    if let Some(entry) = &paper.entry
        && register.entry(entry).is_none()
    {
        wrong.push(("entry", "error-choice".into()));
    }
    for (field, text) in [("number", &paper.number), ("about", &paper.about)] {
        if let Some((_, said)) = regulations::slips(register, text, paper.date)
            .into_iter()
            .next()
        {
            wrong.push((field, said));
        }
    }
    if decide.from < paper.date {
        let text = Text::new("policies-from-early").with("date", paper.date.long_id());
        wrong.push(("from", text));
    } else if decide.from < policy.valid_from || policy.valid_to.is_some_and(|to| to <= decide.from)
    {
        let text = Text::new("policies-from-outside").with("date", policy.valid_from.long_id());
        wrong.push(("from", text));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(wrong
        .into_iter()
        .fold(Error::invalid("error-form"), |error, (field, text)| {
            error.field(field, text)
        }))
}
