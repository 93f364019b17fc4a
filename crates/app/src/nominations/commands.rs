//! What units, employees and verifiers do with nominations.

use kernel::{Actor, CivilDate, Error, NominationId, ProgrammeId, Result, Role, Scope, SlotId};

use super::form::{Context, NominationForm, evaluate};
use super::model::{Act, Nomination, Origin, Paper, PaperState, State};
use super::papers::Attachment;
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Tx;
use crate::notices;
use crate::people::{self};
use crate::programmes::{self};
use crate::screenings::{self, Cause};

/// Writes a nomination and, when `send`, sends it in the same transaction. Sent twice with the same `nonce`, it is
/// written once.
pub async fn nominate(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    form: NominationForm,
    send: bool,
    nonce: Option<String>,
) -> Result<NominationId> {
    let scope = access::NOMINATE.allow(actor)?;
    let today = app.clock.today();
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, form, actor, nonce) =
                (scope.clone(), form.clone(), actor.clone(), nonce.clone());
            Box::pin(async move {
                let act = async {
                    let context = Context::load(&tx, programme, today).await?;
                    let id = nominate_in(&tx, &actor, &scope, &context, &form, Origin::Web).await?;
                    if send {
                        submit_in(&tx, &actor, &scope, id, today).await?;
                    }
                    Ok(id)
                };
                tx.once_by(&actor, nonce.as_deref(), act).await
            })
        })
        .await
}

/// Checks and stores one nomination; the evaluator of the form and of every row of a file.
pub(super) async fn nominate_in(
    tx: &Tx,
    actor: &Actor,
    scope: &Scope,
    context: &Context,
    form: &NominationForm,
    origin: Origin,
) -> Result<NominationId> {
    let id: NominationId = tx.new_id();
    let nomination = evaluate(tx, actor, scope, context, id, form, origin).await?;
    if store::insert(tx, &nomination).await? == 0 {
        return Err(already());
    }
    store::put_choices(tx, id, &slots_of(&nomination)).await?;
    for paper in &form.papers {
        store::put_paper(tx, id, &paper.received(actor, tx.now())).await?;
    }
    event(tx, actor, id, "create", None).await?;
    tx.audit(
        line(actor, "nomination.create", id)
            .with("programme", context.programme.id.to_string())
            .with("nominee", tx.commit_to(nomination.snapshot.nip.as_str()))
            .with("nominator", nomination.nominator.key())
            .with("origin", nomination.origin.key())
            .with("papers", form.papers.len() as i64),
    );
    Ok(id)
}

fn already() -> Error {
    Error::invalid_field("nip", "nominations-already").next("nominations-next-existing")
}

fn slots_of(nomination: &Nomination) -> Vec<SlotId> {
    nomination
        .choices
        .iter()
        .map(|choice| choice.slot)
        .collect()
}

/// Changes a draft or a returned nomination; the person stays the same.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: NominationId,
    form: NominationForm,
) -> Result<()> {
    let scope = access::NOMINATE.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, form, actor) = (scope.clone(), form.clone(), actor.clone());
            Box::pin(async move {
                let old = store::get(&tx, &scope, id).await?;
                old.state.after(Act::Change)?;
                let programme = programmes::get(&tx, old.programme_id).await?;
                let context = Context::of(&tx, programme).await?;
                let mut new =
                    evaluate(&tx, &actor, &scope, &context, id, &form, old.origin).await?;
                if new.snapshot.nip != old.snapshot.nip {
                    return Err(Error::invalid_field("nip", "nominations-same-person")
                        .next("nominations-next-new"));
                }
                new.created_by.clone_from(&old.created_by);
                if let (Some(new), Some(old)) = (new.letter.as_mut(), old.letter.as_ref())
                    && new.scan.is_none()
                {
                    new.scan.clone_from(&old.scan);
                }
                new.paper_scan = new.paper_scan.or(old.paper_scan);
                if store::update(&tx, &new).await? == 0 {
                    return Err(changed_meanwhile());
                }
                store::put_choices(&tx, id, &slots_of(&new)).await?;
                for paper in &form.papers {
                    store::put_paper(&tx, id, &paper.received(&actor, tx.now())).await?;
                }
                event(&tx, &actor, id, "change", None).await?;
                tx.audit(line(&actor, "nomination.change", id));
                Ok(())
            })
        })
        .await
}

/// Sends a nomination: freezes the snapshot and screens, in one transaction.
pub async fn submit(app: &App, actor: &Actor, id: NominationId) -> Result<()> {
    let scope = access::NOMINATE.allow(actor)?;
    let today = app.clock.today();
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor) = (scope.clone(), actor.clone());
            Box::pin(async move { submit_in(&tx, &actor, &scope, id, today).await })
        })
        .await
}

/// The same inside a running transaction.
pub(super) async fn submit_in(
    tx: &Tx,
    actor: &Actor,
    scope: &Scope,
    id: NominationId,
    today: CivilDate,
) -> Result<()> {
    let mut nomination = store::get(tx, scope, id).await?;
    let to = nomination.state.after(Act::Submit)?;
    let programme = programmes::get(tx, nomination.programme_id).await?;
    if nomination.state == State::Returned && programme.state.takes_corrections() {
        // A correction may come after the closing date, as long as places are not given yet.
    } else {
        programmes::takes_nominations(tx, &programme, today).await?;
    }
    if let Some(person) = nomination.person_id {
        nomination.snapshot = people::brief(tx, &Scope::All, person).await?;
        nomination.opd_id = nomination.snapshot.opd_id;
    }
    nomination.period = programme.period;
    store::update(tx, &nomination).await?;
    let from = nomination.state;
    if store::set_state(tx, id, from, to, None).await? == 0 {
        return Err(changed_meanwhile());
    }
    store::set_submitted(tx, id, &actor.key()).await?;
    nomination.state = to;
    super::hooks::submitted(tx, actor, &programme, &nomination, Cause::Submission).await?;
    event(tx, actor, id, "submit", None).await?;
    tx.audit(
        line(actor, "nomination.submit", id)
            .with("programme", programme.id.to_string())
            .with("policy", programme.policy_digest.clone())
            .with("from", from.key()),
    );
    Ok(())
}

/// Takes a nomination back.
pub async fn withdraw(
    app: &App,
    actor: &Actor,
    id: NominationId,
    remark: Option<String>,
) -> Result<()> {
    let scope = access::NOMINATE.allow(actor)?;
    step(app, actor, scope, id, Act::Withdraw, "withdraw", remark).await
}

/// The nominee says no; her reason is not asked for.
pub async fn decline(app: &App, actor: &Actor, id: NominationId) -> Result<()> {
    access::DECLINE.allow(actor)?;
    let person = actor.person.ok_or_else(Error::forbidden)?;
    step(
        app,
        actor,
        Scope::Person(person),
        id,
        Act::Decline,
        "decline",
        None,
    )
    .await
}

pub(super) async fn step(
    app: &App,
    actor: &Actor,
    scope: Scope,
    id: NominationId,
    act: Act,
    name: &'static str,
    remark: Option<String>,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor, remark) = (scope.clone(), actor.clone(), remark.clone());
            Box::pin(async move {
                let nomination = store::get(&tx, &scope, id).await?;
                move_in(&tx, &actor, &nomination, act, name, remark.as_deref()).await
            })
        })
        .await
}

pub(super) async fn move_in(
    tx: &Tx,
    actor: &Actor,
    nomination: &Nomination,
    act: Act,
    name: &str,
    remark: Option<&str>,
) -> Result<()> {
    let id = nomination.id;
    let to = nomination.state.after(act)?;
    if store::set_state(tx, id, nomination.state, to, remark).await? == 0 {
        return Err(changed_meanwhile());
    }
    if matches!(act, Act::Withdraw | Act::Decline) {
        screenings::retire(tx, id).await?;
    }
    event(tx, actor, id, name, remark).await?;
    let mut entry =
        line(actor, &format!("nomination.{name}"), id).with("from", nomination.state.key());
    if let Some(remark) = remark {
        entry = entry.with("remark", tx.commit_to(remark));
    }
    tx.audit(entry);
    notices::nomination_moved(tx, actor, nomination, act).await
}

/// Adds or replaces a paper.
pub async fn attach(app: &App, actor: &Actor, id: NominationId, paper: Attachment) -> Result<()> {
    let scope = access::NOMINATE.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor, paper) = (scope.clone(), actor.clone(), paper.clone());
            Box::pin(async move {
                let nomination = store::get(&tx, &scope, id).await?;
                let open = matches!(
                    nomination.state,
                    State::Draft | State::Submitted | State::Returned
                );
                let accepted: Option<&Paper> = nomination
                    .papers
                    .iter()
                    .find(|old| old.kind == paper.kind && old.state == PaperState::Accepted);
                if !open || accepted.is_some() {
                    return Err(
                        Error::refused("nominations-paper-fixed").next("nominations-next-return")
                    );
                }
                store::put_paper(&tx, id, &paper.received(&actor, tx.now())).await?;
                if nomination.state == State::Submitted {
                    let programme = programmes::get(&tx, nomination.programme_id).await?;
                    let now = store::get(&tx, &Scope::All, id).await?;
                    super::hooks::submitted(&tx, &actor, &programme, &now, Cause::Paper).await?;
                }
                event(&tx, &actor, id, "paper", None).await?;
                tx.audit(
                    line(&actor, "nomination.attach", id)
                        .with("kind", paper.kind.key())
                        .with("sha256", paper.sha256),
                );
                Ok(())
            })
        })
        .await
}

fn changed_meanwhile() -> Error {
    Error::refused("nominations-changed-meanwhile").next("nominations-next-reload")
}

pub(super) async fn event(
    tx: &Tx,
    actor: &Actor,
    id: NominationId,
    act: &str,
    remark: Option<&str>,
) -> Result<()> {
    store::insert_event(tx, id, act, &actor.name, remark).await
}

pub(super) fn line(actor: &Actor, act: &str, id: NominationId) -> Entry {
    Entry::new(actor, act, "nomination", id)
}

/// Whether `actor` may write nominations only for herself.
pub fn only_herself(actor: &Actor) -> bool {
    !actor.has_any(&[Role::Pengelola, Role::Opd]) && actor.has(Role::Pegawai)
}
