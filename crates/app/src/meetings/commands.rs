//! Preparing a meeting and taking it from state to state.

use std::sync::Arc;

use kernel::{Actor, Error, MeetingId, Result, Text, TopicId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::model::{Act, Attendance, Details, NewTopic, Step};
use super::record::Meeting;
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::{self, Tx};

pub(super) fn line(actor: &Actor, act: &str, id: MeetingId) -> Entry {
    Entry::new(actor, act, "meeting", id)
}

/// A text that must say something, without the blanks around it.
pub(super) fn said(field: &str, text: &str) -> Result<String> {
    match text.trim() {
        "" => Err(Error::invalid_field(field, "error-required")),
        text => Ok(text.to_owned()),
    }
}

/// Carries out `act` on the meeting as it is now: its row is locked, so that nothing is written into a record that
/// somebody else is closing.
pub(super) async fn change<T, F>(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    nonce: Option<String>,
    act: F,
) -> Result<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    F: Fn(Tx, Actor, Meeting) -> db::Act<T> + Send + Sync + 'static,
{
    let (actor, act) = (actor.clone(), Arc::new(act));
    app.db
        .write(move |tx| {
            let (actor, act, nonce) = (actor.clone(), act.clone(), nonce.clone());
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    store::lock(&tx, id).await?;
                    let meeting = store::get(&tx, id).await?;
                    act(tx.clone(), actor.clone(), meeting).await
                })
                .await
            })
        })
        .await
}

/// Enters a meeting with its first topics; the same form sent twice enters one.
///
/// # Errors
/// Invalid without title, date, place or leader, and with a time that is none.
pub async fn create(
    app: &App,
    actor: &Actor,
    details: Details,
    topics: Vec<NewTopic>,
    nonce: Option<String>,
) -> Result<MeetingId> {
    access::WRITE.allow(actor)?;
    let checked = Arc::new(details.checked()?);
    let (topics, actor) = (Arc::new(topics), actor.clone());
    app.db
        .write(move |tx| {
            let (checked, topics) = (checked.clone(), topics.clone());
            let (actor, nonce) = (actor.clone(), nonce.clone());
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    let id: MeetingId = tx.new_id();
                    store::insert(&tx, id, &checked, &actor.key(), &actor.name).await?;
                    for topic in topics.iter() {
                        store::insert_topic(&tx, id, topic).await?;
                    }
                    store::put_event(&tx, id, Act::Create, &actor, None).await?;
                    tx.audit(
                        line(&actor, "meeting.create", id)
                            .with("date", checked.date.to_string())
                            .with("topics", topics.len() as i64),
                    );
                    Ok(id)
                })
                .await
            })
        })
        .await
}

/// Changes when, where and why people meet.
///
/// # Errors
/// Invalid as in [`create`]; refused once the record is frozen.
pub async fn edit(app: &App, actor: &Actor, id: MeetingId, details: Details) -> Result<()> {
    access::WRITE.allow(actor)?;
    let checked = Arc::new(details.checked()?);
    change(app, actor, id, None, move |tx, actor, meeting| {
        let checked = checked.clone();
        Box::pin(async move {
            meeting.state.open()?;
            store::rewrite(&tx, id, &checked).await?;
            tx.audit(line(&actor, "meeting.edit", id).with("date", checked.date.to_string()));
            Ok(())
        })
    })
    .await
}

/// Puts a topic on the agenda; also while people meet, when one comes up.
///
/// # Errors
/// Invalid without a title; refused once the record is frozen.
pub async fn add_topic(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    topic: NewTopic,
    nonce: Option<String>,
) -> Result<TopicId> {
    access::WRITE.allow(actor)?;
    let title = said("title", &topic.title)?;
    let kind = topic.kind;
    change(app, actor, id, nonce, move |tx, actor, meeting| {
        let title = title.clone();
        Box::pin(async move {
            meeting.state.open()?;
            let topic = store::insert_topic(&tx, id, &NewTopic { kind, title }).await?;
            tx.audit(line(&actor, "meeting.topic-add", id).with("topic", topic.to_string()));
            Ok(topic)
        })
    })
    .await
}

/// Takes a topic off the agenda before the meeting.
///
/// # Errors
/// Refused once people meet, and when something was written under it already.
pub async fn remove_topic(app: &App, actor: &Actor, id: MeetingId, topic: TopicId) -> Result<()> {
    access::WRITE.allow(actor)?;
    change(app, actor, id, None, move |tx, actor, meeting| {
        Box::pin(async move {
            meeting.state.before_start()?;
            if store::remove_topic(&tx, id, topic).await? == 0 {
                store::topic(&tx, id, topic).await?;
                return Err(Error::refused("meetings-topic-in-use").next("meetings-next-look"));
            }
            tx.audit(line(&actor, "meeting.topic-remove", id).with("topic", topic.to_string()));
            Ok(())
        })
    })
    .await
}

/// Prepared → invited.
///
/// # Errors
/// Refused without a topic or without anybody to invite.
pub async fn invite(app: &App, actor: &Actor, id: MeetingId) -> Result<()> {
    step(app, actor, id, Step::Invite, None).await
}

/// Invited → running.
///
/// # Errors
/// Refused before the day of the meeting.
pub async fn start(app: &App, actor: &Actor, id: MeetingId) -> Result<()> {
    step(app, actor, id, Step::Start, None).await
}

/// Running → closed: from now on the record is only ever corrected, with a reason, and the text before stays.
///
/// # Errors
/// Refused while the attendance of somebody is not entered. Invalid at `note` when topics have no minutes and nothing
/// says why.
pub async fn close(app: &App, actor: &Actor, id: MeetingId, note: Option<String>) -> Result<()> {
    let note = note.map(|note| note.trim().to_owned());
    step(
        app,
        actor,
        id,
        Step::Close,
        note.filter(|note| !note.is_empty()),
    )
    .await
}

async fn step(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    step: Step,
    note: Option<String>,
) -> Result<()> {
    access::WRITE.allow(actor)?;
    let today = app.clock.today();
    change(app, actor, id, None, move |tx, actor, meeting| {
        let note = note.clone();
        Box::pin(async move {
            let next = meeting.state.after(step)?;
            let record = store::record(&tx, id).await?;
            match step {
                Step::Invite if record.topics.is_empty() => {
                    return Err(Error::refused("meetings-no-topics").next("meetings-next-topics"));
                }
                Step::Invite if record.invitees.is_empty() => {
                    let error = Error::refused("meetings-no-invitees");
                    return Err(error.next("meetings-next-invitees"));
                }
                Step::Start if meeting.date > today => {
                    let text = Text::new("meetings-too-early").with("date", meeting.date.long_id());
                    return Err(Error::refused(text).next("meetings-next-date"));
                }
                Step::Close => {
                    let open = record.invitees.iter();
                    let open = open.filter(|one| one.attendance == Attendance::Unknown);
                    let open = open.count();
                    if open > 0 {
                        let text = Text::new("meetings-attendance-open").with("n", open);
                        return Err(Error::refused(text).next("meetings-next-attendance"));
                    }
                    let silent = record.topics.iter().filter(|one| one.minutes.is_none());
                    let silent = silent.count();
                    if silent > 0 && note.is_none() {
                        let text = Text::new("meetings-minutes-open").with("n", silent);
                        return Err(Error::invalid_field("note", text));
                    }
                }
                Step::Invite | Step::Start => {}
            }
            store::set_state(&tx, id, next).await?;
            store::put_event(&tx, id, step.into(), &actor, note.as_deref()).await?;
            let mut entry = line(&actor, &format!("meeting.{step}"), id);
            if let Some(note) = &note {
                entry = entry.with("note", tx.commit_to(note));
            }
            tx.audit(entry);
            Ok(())
        })
    })
    .await
}
