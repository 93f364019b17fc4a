//! What a meeting decides, and corrections of a frozen record.

use kernel::{Actor, Error, MeetingDecisionId, MeetingId, Result, TopicId};

use super::commands::{change, line, said};
use super::model::{Part, Ruling, State};
use super::{access, store};
use crate::App;

/// Decides on a topic; while people meet, the wording can still be changed.
///
/// # Errors
/// Invalid without title, text or reasons, and with an option of another topic; refused unless the meeting is running.
pub async fn decide(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    topic: TopicId,
    ruling: Ruling,
) -> Result<MeetingDecisionId> {
    access::WRITE.allow(actor)?;
    let texts = [
        ("title", &ruling.title),
        ("text", &ruling.text),
        ("reasons", &ruling.reasons),
    ];
    let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
    let empty: Vec<&str> = empty.map(|(field, _)| *field).collect();
    if !empty.is_empty() {
        let form = Error::invalid("error-form");
        let add = |error: Error, field: &str| error.field(field, "error-required");
        return Err(empty.into_iter().fold(form, add));
    }
    change(app, actor, id, None, move |tx, actor, meeting| {
        let ruling = ruling.clone();
        Box::pin(async move {
            meeting.state.running()?;
            let known = store::topic(&tx, id, topic).await?;
            if let Some(option) = ruling.option
                && !known.options.iter().any(|one| one.id == option)
            {
                return Err(Error::invalid_field("option", "error-choice"));
            }
            let decision = store::decide(&tx, topic, &ruling).await?;
            tx.audit(
                line(&actor, "meeting.decide", id)
                    .with("topic", topic.to_string())
                    .with("decision", decision.to_string())
                    .with("text", tx.commit_to(&ruling.text)),
            );
            Ok(decision)
        })
    })
    .await
}

/// Corrects a frozen record: the text before stays beside the new one, with the reason.
///
/// # Errors
/// Invalid without text or reason, or when nothing changes; refused before the closing, when the record is still
/// written, and where there is nothing to correct.
pub async fn correct(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    topic: TopicId,
    part: Part,
    text: &str,
    reason: &str,
) -> Result<()> {
    access::WRITE.allow(actor)?;
    let (text, reason) = (said("text", text)?, said("reason", reason)?);
    change(app, actor, id, None, move |tx, actor, meeting| {
        let (text, reason) = (text.clone(), reason.clone());
        Box::pin(async move {
            if meeting.state != State::Closed {
                return Err(Error::refused("meetings-not-closed").next("meetings-next-write"));
            }
            let known = store::topic(&tx, id, topic).await?;
            let before = match (part, &known.decision) {
                (Part::Minutes, _) => known.minutes.clone(),
                (Part::Decision, Some(decision)) => Some(decision.ruling.text.clone()),
                (Part::Reasons, Some(decision)) => Some(decision.ruling.reasons.clone()),
                (Part::Decision | Part::Reasons, None) => None,
            };
            let Some(before) = before else {
                return Err(Error::refused("meetings-nothing-there").next("meetings-next-look"));
            };
            if before == text {
                return Err(Error::invalid_field("text", "meetings-same-text"));
            }
            let change = store::Changed {
                topic,
                part,
                before: &before,
                after: &text,
                reason: &reason,
            };
            store::correct(&tx, id, &actor, &change).await?;
            tx.audit(
                line(&actor, "meeting.correct", id)
                    .with("topic", topic.to_string())
                    .with("part", part.key())
                    .with("before", tx.commit_to(&before))
                    .with("after", tx.commit_to(&text))
                    .with("reason", tx.commit_to(&reason)),
            );
            Ok(())
        })
    })
    .await
}
