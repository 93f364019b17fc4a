//! Requests for places: the agency asks, the host answers by a one-time link or by its letter, willing or not this year.

use kernel::{
    Actor, CivilDate, Error, HostId, Origin, PlaceRequestId, ProgrammeId, Result, Role, RoleGrant,
    Scope, Text, Timestamp,
};

use super::commands::{SlotForm, insert_slot_in, open_for_places};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Sql;
use crate::keyed::keyed;
use crate::links::{self, Link, Purpose, Secret};
use crate::todo::Todo;

/// Places that one answer can offer.
const MOST_PLACES: usize = 20;

keyed! {
    /// Where a request stands.
    RequestState {
        /// Waits for the host.
        Open = "open",
        /// The host offered places.
        Willing = "willing",
        /// The host cannot take anybody now, and said why.
        NotNow = "not-now",
        /// The agency took it back.
        Withdrawn = "withdrawn",
    }
}

keyed! {
    /// Why a host cannot take anybody now; the kinds are counted for the next meeting.
    NotNowReason {
        /// Nobody to supervise.
        NoMentor = "no-mentor",
        /// No room or equipment.
        NoSpace = "no-space",
        /// The unit is being reorganised, audited or moved.
        BusyUnit = "busy-unit",
        /// No fitting work in this period.
        NoWork = "no-work",
        /// Needs an agreement first.
        NoAgreement = "no-agreement",
        /// Another reason, in words.
        Other = "other",
    }
}

/// A request for places.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlaceRequest {
    /// Id.
    pub id: PlaceRequestId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The host.
    pub host_id: HostId,
    /// Its name.
    pub host_name: String,
    /// The person or office that answers.
    pub holder: String,
    /// Last day for the answer.
    pub due: CivilDate,
    /// Where it stands.
    pub state: RequestState,
    /// Why not now.
    pub reason: Option<NotNowReason>,
    /// In words.
    pub note: Option<String>,
    /// Name and office of who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<Timestamp>,
}

/// What a host answers.
#[derive(Clone, Debug)]
pub enum HostAnswer {
    /// It offers these places.
    Willing(Vec<SlotForm>),
    /// It cannot take anybody now.
    NotNow(NotNowReason, Option<String>),
}

/// Asks a host for places and makes the link for its answer.
///
/// # Errors
/// *Invalid* when a request to this host waits already, or the last day has passed.
pub async fn request_places(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    host: HostId,
    holder: String,
    due: CivilDate,
) -> Result<(PlaceRequestId, Secret)> {
    access::MANAGE.allow(actor)?;
    let secret = links::secret(app);
    let (stored, actor) = (secret.clone(), actor.clone());
    let id = app
        .db
        .write(move |tx| {
            let (actor, secret, holder) = (actor.clone(), stored.clone(), holder.clone());
            Box::pin(async move {
                let programme = open_for_places(&tx, programme).await?;
                let host = store::get(&tx, host).await?;
                if host.kind != programme.host_kind {
                    return Err(Error::invalid_field("host_id", "hosts-other-kind"));
                }
                let id: PlaceRequestId = tx.new_id();
                if store::insert_request(&tx, id, programme.id, host.id, &holder, due).await? == 0 {
                    return Err(Error::invalid_field("host_id", "hosts-request-waits"));
                }
                let subject = id.to_string();
                let until = void_after(due)?;
                links::make_in(
                    &tx,
                    &secret,
                    Purpose::AnswerPlaces,
                    &subject,
                    &holder,
                    until,
                )
                .await?;
                tx.audit(
                    Entry::new(&actor, "host.request", "place-request", id)
                        .with("programme", programme.id.to_string())
                        .with("host", host.id.to_string())
                        .with("due", due.to_string())
                        .with("holder", tx.commit_to(&holder)),
                );
                Ok(id)
            })
        })
        .await?;
    Ok((id, secret))
}

/// The link is good until the last day is over.
fn void_after(due: CivilDate) -> Result<Timestamp> {
    let after = due.add_days(1);
    after
        .map(Timestamp::start_of)
        .ok_or_else(|| Error::invalid_field("due", "error-date"))
}

/// Makes another link for a request that still waits; the earlier one becomes void.
pub async fn renew_link(
    app: &App,
    actor: &Actor,
    id: PlaceRequestId,
    due: CivilDate,
) -> Result<Secret> {
    access::MANAGE.allow(actor)?;
    let secret = links::secret(app);
    let (stored, actor) = (secret.clone(), actor.clone());
    app.db
        .write(move |tx| {
            let (actor, secret) = (actor.clone(), stored.clone());
            Box::pin(async move {
                let request = store::request(&tx, id).await?;
                if store::renew_request(&tx, id, due).await? == 0 {
                    return Err(Error::refused("hosts-request-answered"));
                }
                let (subject, until) = (id.to_string(), void_after(due)?);
                let holder = &request.holder;
                links::make_in(&tx, &secret, Purpose::AnswerPlaces, &subject, holder, until)
                    .await?;
                tx.audit(
                    Entry::new(&actor, "host.request.link", "place-request", id)
                        .with("due", due.to_string()),
                );
                Ok(())
            })
        })
        .await?;
    Ok(secret)
}

/// Takes a request back that still waits; its link becomes void.
pub async fn withdraw_request(app: &App, actor: &Actor, id: PlaceRequestId) -> Result<ProgrammeId> {
    access::MANAGE.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let request = store::request(&tx, id).await?;
                if store::close_request(&tx, id, RequestState::Withdrawn, None, None, None).await?
                    == 0
                {
                    return Err(Error::refused("hosts-request-answered"));
                }
                links::withdraw_in(&tx, Purpose::AnswerPlaces, &id.to_string()).await?;
                tx.audit(Entry::new(
                    &actor,
                    "host.request.withdraw",
                    "place-request",
                    id,
                ));
                Ok(request.programme_id)
            })
        })
        .await
}

/// The request that the secret in an address is about, with the link; changes nothing.
pub async fn request_of_link(sql: &impl Sql, secret: &str) -> Result<(PlaceRequest, Link)> {
    let link = links::open(sql, secret, Purpose::AnswerPlaces).await?;
    let id = link.subject.parse().map_err(|_| Error::not_found())?;
    Ok((store::request(sql, id).await?, link))
}

/// Carries out the answer of a host through its link: places and answer are stored and the link used up, or nothing is.
pub async fn answer_by_link(app: &App, secret: &str, by: String, answer: HostAnswer) -> Result<()> {
    if by.trim().chars().count() < 3 {
        return Err(Error::invalid_field("by", "hosts-answer-by"));
    }
    check_answer(&answer)?;
    let secret = secret.to_owned();
    app.db
        .write(move |tx| {
            let (secret, by, answer) = (secret.clone(), by.clone(), answer.clone());
            Box::pin(async move {
                let (request, link) = request_of_link(&tx, &secret).await?;
                links::use_up_in(&tx, &link).await?;
                let actor = holder_of(&request);
                store_answer(&tx, &actor, &request, &by, &answer).await
            })
        })
        .await
}

/// Who answers through a link: the coordinator of that host for this act, without an account.
fn holder_of(request: &PlaceRequest) -> Actor {
    Actor {
        user: None,
        name: request.holder.clone(),
        person: None,
        grants: vec![RoleGrant {
            role: Role::Host,
            scope: Scope::Host(request.host_id),
        }],
        origin: Origin::Link,
    }
}

fn check_answer(answer: &HostAnswer) -> Result<()> {
    match answer {
        HostAnswer::Willing(places) if places.is_empty() => {
            Err(Error::invalid_field("unit1", "hosts-no-slots"))
        }
        HostAnswer::Willing(places) if places.len() > MOST_PLACES => {
            Err(Error::invalid("hosts-answer-too-many"))
        }
        HostAnswer::NotNow(NotNowReason::Other, None) => {
            Err(Error::invalid_field("note", "hosts-answer-why"))
        }
        _ => Ok(()),
    }
}

async fn store_answer(
    tx: &crate::db::Tx,
    actor: &Actor,
    request: &PlaceRequest,
    by: &str,
    answer: &HostAnswer,
) -> Result<()> {
    let (state, reason, note, places) = match answer {
        HostAnswer::Willing(places) => (RequestState::Willing, None, None, places.as_slice()),
        HostAnswer::NotNow(reason, note) => {
            (RequestState::NotNow, Some(*reason), note.clone(), &[][..])
        }
    };
    if !places.is_empty() {
        let programme = open_for_places(tx, request.programme_id).await?;
        let scope = access::SLOT.allow(actor)?;
        for form in places {
            let form = SlotForm {
                host_id: request.host_id,
                ..form.clone()
            };
            insert_slot_in(tx, actor, &scope, &programme, tx.new_id(), &form).await?;
        }
    }
    if store::close_request(tx, request.id, state, reason, note, Some(by)).await? == 0 {
        return Err(Error::refused("hosts-request-answered"));
    }
    let mut entry = Entry::new(actor, "host.request.answer", "place-request", request.id)
        .with("state", state.key())
        .with("places", places.len() as i64)
        .with("by", tx.commit_to(by));
    if let Some(reason) = reason {
        entry = entry.with("reason", reason.key());
    }
    tx.audit(entry);
    Ok(())
}

/// Requests that wait beyond their last day, for who asked.
pub(super) async fn todo(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Todo>> {
    if !actor.has(Role::Pengelola) {
        return Ok(Vec::new());
    }
    let late = store::late_requests(sql, today).await?;
    Ok(late
        .into_iter()
        .map(|request| Todo {
            text: Text::new("hosts-todo-request").with("host", request.host_name),
            path: format!("/program/{}/tempat/permintaan", request.programme_id),
            deadline: Some(request.due),
        })
        .collect())
}
