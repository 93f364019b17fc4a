//! What is left to do after a meeting: who, until when, and that it is done.

use kernel::{Actor, CivilDate, Error, FollowUpId, MeetingId, Result};

use super::commands::{change, line, said};
use super::model::{OWNERS, Task};
use super::record::FollowUp;
use super::{access, store};
use crate::App;

/// Notes something to do; also after the closing, since it is no part of what was said.
///
/// # Errors
/// Invalid without what or who, with a role that cannot own it, or due before the meeting; refused before the meeting.
pub async fn add_follow_up(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    task: Task,
    nonce: Option<String>,
) -> Result<FollowUpId> {
    access::WRITE.allow(actor)?;
    let task = Task {
        text: said("text", &task.text)?,
        owner: said("owner", &task.owner)?,
        ..task
    };
    if !OWNERS.contains(&task.role) {
        return Err(Error::invalid_field("role", "error-choice"));
    }
    change(app, actor, id, nonce, move |tx, actor, meeting| {
        let task = task.clone();
        Box::pin(async move {
            if meeting.state.open().is_ok() {
                meeting.state.running()?;
            }
            if task.due < meeting.date {
                return Err(Error::invalid_field("due", "meetings-due-early"));
            }
            let made = store::insert_follow_up(&tx, id, &task).await?;
            tx.audit(
                line(&actor, "meeting.follow-up-add", id)
                    .with("follow_up", made.to_string())
                    .with("role", task.role.key())
                    .with("due", task.due.to_string()),
            );
            Ok(made)
        })
    })
    .await
}

/// Whether `actor` may say that it is done.
pub fn may_finish(actor: &Actor, follow_up: &FollowUp) -> bool {
    follow_up.done.is_none()
        && access::FOLLOW_UP.is_open_to(actor)
        && (access::WRITE.is_open_to(actor) || actor.has(follow_up.task.role))
}

/// Says that a follow-up is done, on which day, and what came of it.
///
/// # Errors
/// Invalid without a result, or with a day to come or before the meeting; forbidden to who does not own it; refused
/// when it is done already.
pub async fn finish(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    follow_up: FollowUpId,
    on: CivilDate,
    result: &str,
) -> Result<()> {
    access::FOLLOW_UP.allow(actor)?;
    let result = said("result", result)?;
    let today = app.clock.today();
    if on > today {
        return Err(Error::invalid_field("on", "meetings-done-future"));
    }
    change(app, actor, id, None, move |tx, actor, meeting| {
        let result = result.clone();
        Box::pin(async move {
            let known = store::follow_up(&tx, id, follow_up).await?;
            if known.done.is_none() && !may_finish(&actor, &known) {
                return Err(Error::forbidden().log("meeting.follow-up"));
            }
            if on < meeting.date {
                return Err(Error::invalid_field("on", "meetings-done-early"));
            }
            if store::finish(&tx, follow_up, on, &result, &actor).await? == 0 {
                return Err(Error::refused("meetings-is-done").next("meetings-next-look"));
            }
            tx.audit(
                line(&actor, "meeting.follow-up-done", id)
                    .with("follow_up", follow_up.to_string())
                    .with("on", on.to_string())
                    .with("result", tx.commit_to(&result)),
            );
            Ok(())
        })
    })
    .await
}
