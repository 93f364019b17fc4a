//! What is said under a topic: minutes, options, comments, dissent and open questions.

use kernel::{Actor, Error, MeetingId, OptionId, Result, Role, TopicId};

use super::commands::{change, line, said};
use super::model::{NewOption, RemarkKind};
use super::record::Record;
use super::{State, access, store};
use crate::{App, simulations};

/// Writes the minutes of a topic; `revision` is the one that the writer has read.
///
/// # Errors
/// Refused unless the meeting is running, and when somebody else wrote them meanwhile.
pub async fn write_minutes(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    topic: TopicId,
    text: &str,
    revision: i64,
) -> Result<()> {
    access::WRITE.allow(actor)?;
    let text = said("text", text)?;
    change(app, actor, id, None, move |tx, actor, meeting| {
        let text = text.clone();
        Box::pin(async move {
            meeting.state.running()?;
            store::topic(&tx, id, topic).await?;
            if store::write_minutes(&tx, topic, &text, revision).await? == 0 {
                return Err(Error::refused("meetings-moved").next("meetings-next-look"));
            }
            tx.audit(
                line(&actor, "meeting.minutes", id)
                    .with("topic", topic.to_string())
                    .with("text", tx.commit_to(&text)),
            );
            Ok(())
        })
    })
    .await
}

/// Adds an option to a topic, with the simulation that shows its effect if there is one.
///
/// # Errors
/// Invalid without a text, or with a simulation that is not saved; refused once the record is frozen.
pub async fn add_option(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    topic: TopicId,
    choice: NewOption,
    nonce: Option<String>,
) -> Result<OptionId> {
    access::WRITE.allow(actor)?;
    let choice = NewOption {
        text: said("text", &choice.text)?,
        ..choice
    };
    change(app, actor, id, nonce, move |tx, actor, meeting| {
        let choice = choice.clone();
        Box::pin(async move {
            meeting.state.open()?;
            store::topic(&tx, id, topic).await?;
            if let Some(scenario) = choice.scenario
                && simulations::brief(&tx, scenario).await?.is_none()
            {
                return Err(Error::invalid_field("scenario", "meetings-wrong-scenario"));
            }
            let option = store::insert_option(&tx, topic, &choice).await?;
            let mut entry = line(&actor, "meeting.option-add", id)
                .with("topic", topic.to_string())
                .with("option", option.to_string());
            if let Some(scenario) = choice.scenario {
                entry = entry.with("scenario", scenario.to_string());
            }
            tx.audit(entry);
            Ok(option)
        })
    })
    .await
}

/// Whether `actor` may comment on the topics of this meeting now: officers, and partners who are invited.
pub fn may_comment(actor: &Actor, record: &Record) -> bool {
    let invited = || {
        let mut all = record.invitees.iter();
        actor.user.is_some() && all.any(|one| one.user == actor.user)
    };
    let state = record.meeting.state;
    match state {
        State::Closed | State::Prepared => false,
        State::Invited | State::Running => {
            access::COMMENT.is_open_to(actor) && (actor.has(Role::Pengelola) || invited())
        }
    }
}

/// Adds a comment, a dissent or an open question to a topic. It stays as it was said.
///
/// Partners comment in their own name; dissent and questions of a meeting are entered by the officer.
///
/// # Errors
/// Invalid without who or what; forbidden to partners who are not invited, and to them for anything but comments;
/// refused for dissent and questions unless the meeting is running.
#[allow(clippy::too_many_arguments)] // each is a field of the form
pub async fn add_remark(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    topic: TopicId,
    kind: RemarkKind,
    who: &str,
    text: &str,
    nonce: Option<String>,
) -> Result<()> {
    access::COMMENT.allow(actor)?;
    let officer = access::WRITE.is_open_to(actor);
    let who = if officer {
        said("who", who)?
    } else {
        actor.name.clone()
    };
    let text = said("text", text)?;
    change(app, actor, id, nonce, move |tx, actor, meeting| {
        let (who, text) = (who.clone(), text.clone());
        Box::pin(async move {
            store::topic(&tx, id, topic).await?;
            meeting.state.open()?;
            if kind == RemarkKind::Comment {
                let record = store::record(&tx, id).await?;
                if !may_comment(&actor, &record) {
                    return Err(match meeting.state {
                        State::Prepared => {
                            Error::refused("meetings-not-invited").next("meetings-next-look")
                        }
                        _ => Error::forbidden().log("meeting.comment"),
                    });
                }
            } else {
                access::WRITE.allow(&actor)?;
                meeting.state.running()?;
            }
            store::insert_remark(&tx, topic, kind, &who, &text, &actor.key()).await?;
            tx.audit(
                line(&actor, "meeting.remark", id)
                    .with("topic", topic.to_string())
                    .with("kind", kind.key())
                    .with("text", tx.commit_to(&text)),
            );
            Ok(())
        })
    })
    .await
}
