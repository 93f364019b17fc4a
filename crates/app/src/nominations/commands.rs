//! What units, employees and verifiers do with nominations.

use kernel::{
    Actor, CivilDate, Error, Golongan, HostId, Nip, NominationId, PersonId, ProgrammeId, Result,
    Role, Scope, SlotId, Text,
};

use super::model::{
    Act, Basis, CoverLetter, Nomination, Nominator, Origin, Paper, PaperState, State,
};
use super::papers::Attachment;
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Tx;
use crate::hosts::{self, Slot, SlotState};
use crate::people::{self, PersonBrief};
use crate::programmes::{self, Arah, Giving, Programme};
use crate::screenings::{self, Cause};

/// Who is nominated.
#[derive(Clone, Debug)]
pub enum Nominee {
    /// A person of the register, by NIP.
    Own(Nip),
    /// A civil servant of another government, as her institution's letter describes her (arah masuk).
    Guest(Guest),
}

/// A civil servant of another government.
#[derive(Clone, Debug)]
pub struct Guest {
    /// NIP.
    pub nip: Nip,
    /// Name with titles.
    pub name: String,
    /// Golongan.
    pub golongan: Option<Golongan>,
    /// Post.
    pub position: String,
    /// Her institution.
    pub institution: String,
}

/// A nomination as a form or a row of a file gives it.
#[derive(Clone, Debug)]
pub struct NominationForm {
    /// Who.
    pub nominee: Nominee,
    /// What she shall learn.
    pub purpose: String,
    /// Competencies aimed at.
    pub aims: Vec<String>,
    /// Basis of the need.
    pub basis: Basis,
    /// Item of the competency plan.
    pub plan_item: String,
    /// Reason for an exception from the plan.
    pub plan_exception: String,
    /// What follows at home afterwards.
    pub plan_after: String,
    /// The unit's cover letter.
    pub letter: Option<CoverLetter>,
    /// Places in the order of preference; one where places are given directly.
    pub choices: Vec<SlotId>,
    /// SHA-256 of the paper form, when an operator enters it *berdasarkan dokumen kertas*.
    pub paper_scan: Option<String>,
    /// Papers that come with it, already in the store of files.
    pub papers: Vec<Attachment>,
}

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

/// What every nomination of a programme is checked against.
pub(super) struct Context {
    pub(super) programme: Programme,
    pub(super) slots: Vec<Slot>,
    /// The one institution of a cohort; `None` where any will do.
    pub(super) destination: Option<HostId>,
}

impl Context {
    pub(super) async fn load(
        tx: &impl crate::db::Sql,
        id: ProgrammeId,
        today: CivilDate,
    ) -> Result<Self> {
        let programme = programmes::get(tx, id).await?;
        programmes::takes_nominations(tx, &programme, today).await?;
        Self::of(tx, programme).await
    }

    async fn of(sql: &impl crate::db::Sql, programme: Programme) -> Result<Self> {
        let slots = hosts::slots(sql, programme.id).await?;
        let destination = hosts::destination(sql, &programme).await?;
        Ok(Self {
            programme,
            slots,
            destination,
        })
    }

    /// Whether a place is at the institution to which the programme sends.
    pub(super) fn reaches(&self, slot: &Slot) -> bool {
        self.destination.is_none_or(|host| host == slot.host_id)
    }
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

/// Checks a nomination against the register, the programme and its places; stores nothing.
pub(super) async fn evaluate(
    sql: &impl crate::db::Sql,
    actor: &Actor,
    scope: &Scope,
    context: &Context,
    id: NominationId,
    form: &NominationForm,
    origin: Origin,
) -> Result<Nomination> {
    let mut wrong: Vec<(&str, Text)> = Vec::new();
    let programme = &context.programme;
    let incoming = programme.arah == Arah::Masuk;
    let mut snapshot = None;
    match &form.nominee {
        Nominee::Own(_) if incoming => wrong.push(("nip", "nominations-guests-only".into())),
        Nominee::Own(nip) => match people::brief_by_nip(sql, scope, nip).await? {
            None => wrong.push(("nip", "nominations-nip-unknown".into())),
            Some(person) if !person.active => wrong.push(("nip", "nominations-inactive".into())),
            Some(person) => snapshot = Some((Some(person.id), person)),
        },
        Nominee::Guest(_) if !incoming => wrong.push(("nip", "nominations-no-guests".into())),
        // A guest is in no register, so only the agency can vouch for the letter.
        Nominee::Guest(_) if *scope != Scope::All => return Err(Error::forbidden().log("guest")),
        Nominee::Guest(guest) => {
            if guest.name.trim().is_empty() {
                wrong.push(("name", "error-required".into()));
            }
            if guest.institution.trim().is_empty() {
                wrong.push(("institution", "error-required".into()));
            }
            snapshot = Some((None, guest_brief(id, guest)));
        }
    }
    if form.purpose.trim().is_empty() {
        wrong.push(("purpose", "error-required".into()));
    }
    if form.plan_after.trim().is_empty() {
        wrong.push(("plan_after", "error-required".into()));
    }
    if form.basis == Basis::Hcdp && form.plan_item.trim().is_empty() {
        wrong.push(("plan_item", "nominations-plan-item".into()));
    }
    if form.letter.is_none()
        && (incoming || *scope != Scope::All)
        && !matches!(scope, Scope::Person(_))
    {
        wrong.push(("letter_number", "nominations-letter".into()));
    }
    wrong.extend(choice_faults(context, &form.choices));
    let (Some((person_id, snapshot)), true) = (snapshot, wrong.is_empty()) else {
        return Err(wrong
            .into_iter()
            .fold(Error::invalid("error-form"), |error, (field, text)| {
                error.field(field, text)
            }));
    };
    let aims = form
        .aims
        .iter()
        .map(|aim| aim.trim().to_lowercase())
        .filter(|aim| !aim.is_empty())
        .collect();
    let nominator = match (&form.nominee, scope) {
        (Nominee::Guest(_), _) => Nominator::Institution,
        (_, Scope::Person(_)) => Nominator::Employee,
        (_, Scope::Org(_)) => Nominator::Opd,
        // The agency enters what a unit sent on paper, or proposes somebody itself.
        _ if form.letter.is_some() => Nominator::Opd,
        _ => Nominator::Agency,
    };
    Ok(Nomination {
        id,
        programme_id: programme.id,
        person_id,
        opd_id: snapshot.opd_id,
        state: State::Draft,
        period: programme.period,
        nominator,
        purpose: form.purpose.trim().to_owned(),
        aims,
        basis: form.basis,
        plan_item: form.plan_item.trim().to_owned(),
        plan_exception: form.plan_exception.trim().to_owned(),
        plan_after: form.plan_after.trim().to_owned(),
        letter: form.letter.clone(),
        origin: if form.paper_scan.is_some() {
            Origin::Paper
        } else {
            origin
        },
        paper_scan: form.paper_scan.clone(),
        snapshot,
        verdict: None,
        verified_by: None,
        verified_at: None,
        remark: None,
        submitted_by: None,
        submitted_at: None,
        created_by: actor.key(),
        choices: form
            .choices
            .iter()
            .zip(1..)
            .map(|(slot, rank)| super::model::RankedChoice { rank, slot: *slot })
            .collect(),
        papers: Vec::new(),
    })
}

fn guest_brief(id: NominationId, guest: &Guest) -> PersonBrief {
    PersonBrief {
        id: PersonId(id.0),
        pns_id: String::new(),
        nip: guest.nip.clone(),
        name: guest.name.trim().to_owned(),
        name_plain: guest.name.trim().to_owned(),
        kind: "PNS".into(),
        golongan: guest.golongan,
        position: Some(guest.position.trim().to_owned()),
        org_name: Some(guest.institution.trim().to_owned()),
        opd_id: None,
        opd_name: Some(guest.institution.trim().to_owned()),
        active: true,
    }
}

fn choice_faults(context: &Context, choices: &[SlotId]) -> Vec<(&'static str, Text)> {
    let most = if context.programme.giving == Giving::Ranked {
        context.programme.max_choices
    } else {
        1
    };
    let mut faults = Vec::new();
    if choices.is_empty() {
        faults.push(("choice1", "nominations-choice-missing".into()));
    }
    if choices.len() as i64 > most {
        faults.push((
            "choice1",
            Text::new("nominations-choices-many").with("max", most),
        ));
    }
    for (index, choice) in choices.iter().enumerate() {
        let field = FIELDS.get(index).copied().unwrap_or("choice1");
        match context.slots.iter().find(|slot| slot.id == *choice) {
            None => faults.push((field, "error-choice".into())),
            Some(slot) if slot.state == SlotState::Closed => {
                faults.push((
                    field,
                    Text::new("hosts-slot-closed").with("place", slot.label()),
                ));
            }
            Some(slot) if !context.reaches(slot) => {
                let only = context.slots.iter().find(|slot| context.reaches(slot));
                let name = only.map_or("–", |slot| slot.host_name.as_str());
                let text = Text::new("nominations-one-destination").with("host", name);
                faults.push((field, text));
            }
            Some(_)
                if choices
                    .get(..index)
                    .is_some_and(|before| before.contains(choice)) =>
            {
                faults.push((field, "nominations-choice-twice".into()));
            }
            Some(_) => {}
        }
    }
    faults
}

/// Form fields of the choices by rank.
const FIELDS: &[&str] = &[
    "choice1", "choice2", "choice3", "choice4", "choice5", "choice6", "choice7", "choice8",
    "choice9", "choice10", "choice11", "choice12", "choice13", "choice14", "choice15", "choice16",
    "choice17", "choice18", "choice19", "choice20",
];

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
    Ok(())
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
