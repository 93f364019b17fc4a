//! Meetings and follow-ups as lists, and what waits for whom.

use kernel::{Actor, CivilDate, MeetingId, Result, Role, Text};

use super::model::State;
use super::record::{FollowUp, Meeting};
use super::{access, store};
use crate::db::Sql;
use crate::db::list::{ListRequest, Paged};
use crate::todo::Todo;

/// A meeting with the figures that a list shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The meeting.
    pub meeting: Meeting,
    /// Topics on its agenda.
    pub topics: i64,
    /// What was decided.
    pub decisions: i64,
    /// Follow-ups that are not done.
    pub open: i64,
}

/// Meetings: search by title, place or leader, filter `state`, sort by `date`, `title`, `state`; the latest first
/// without a wish.
///
/// # Errors
/// Forbidden to roles that do not read meetings.
pub async fn list(sql: &impl Sql, actor: &Actor, request: ListRequest) -> Result<Paged<Row>> {
    access::READ.allow(actor)?;
    store::list(sql, request).await
}

/// Follow-ups of all meetings with the title of their meeting: search by text or owner, filters `done` (`ya`, `tidak`)
/// and `role`, sort by `due`, `owner`; the nearest due first without a wish.
///
/// # Errors
/// Forbidden to roles that do not read meetings.
pub async fn follow_ups(
    sql: &impl Sql,
    actor: &Actor,
    request: ListRequest,
) -> Result<Paged<(FollowUp, String)>> {
    access::READ.allow(actor)?;
    store::follow_ups(sql, request).await
}

/// What waits for `actor`: meetings to hold or to close, invitations, and follow-ups of her role.
pub async fn todo(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Todo>> {
    if !access::READ.is_open_to(actor) {
        return Ok(Vec::new());
    }
    let mut todos = Vec::new();
    let mine: Vec<MeetingId> = match actor.user {
        Some(user) => store::invited(sql, user).await?,
        None => Vec::new(),
    };
    let officer = access::WRITE.is_open_to(actor);
    for meeting in store::unfinished(sql).await? {
        let key = match meeting.state {
            State::Running if officer => "meetings-todo-close",
            State::Invited if officer && meeting.date <= today => "meetings-todo-start",
            State::Invited if mine.contains(&meeting.id) => "meetings-todo-invited",
            _ => continue,
        };
        todos.push(Todo {
            text: Text::new(key)
                .with("title", &meeting.details.title)
                .with("place", &meeting.details.place),
            path: format!("/rapat/{}", meeting.id),
            deadline: Some(meeting.date),
        });
    }
    let roles: Vec<Role> = super::OWNERS
        .into_iter()
        .filter(|role| actor.has(*role))
        .collect();
    for follow_up in store::open_follow_ups(sql).await? {
        if !roles.contains(&follow_up.task.role) {
            continue;
        }
        todos.push(Todo {
            text: Text::new("meetings-todo-follow-up").with("task", &follow_up.task.text),
            path: format!("/rapat/{}#tindak-lanjut", follow_up.meeting),
            deadline: Some(follow_up.task.due),
        });
    }
    Ok(todos)
}
