//! Who is invited, and who came.

use std::sync::Arc;

use kernel::{Actor, Error, InviteeId, MeetingId, Result, Text, UserId};

use super::commands::{change, line};
use super::model::{Attendance, Came, Evidence, NewInvitee};
use super::{access, store};
use crate::App;
use crate::accounts;

/// Adds to the list of the invited before the meeting.
///
/// # Errors
/// Invalid at `invitees` without anybody, without an institution, or with an account that does not exist; refused once
/// people meet.
pub async fn invite_more(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    invitees: Vec<NewInvitee>,
    nonce: Option<String>,
) -> Result<()> {
    put(app, actor, id, invitees, true, nonce).await
}

/// Adds those who came without an invitation, as present.
///
/// # Errors
/// As [`invite_more`]; refused unless the meeting is running.
pub async fn came_uninvited(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    people: Vec<NewInvitee>,
    nonce: Option<String>,
) -> Result<()> {
    put(app, actor, id, people, false, nonce).await
}

async fn put(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    people: Vec<NewInvitee>,
    invited: bool,
    nonce: Option<String>,
) -> Result<()> {
    access::WRITE.allow(actor)?;
    if people.is_empty() || people.iter().any(|one| one.institution.trim().is_empty()) {
        return Err(Error::invalid_field("invitees", "error-required"));
    }
    let mut named: Vec<(NewInvitee, Option<UserId>)> = Vec::new();
    for one in people {
        let user = match &one.login {
            None => None,
            Some(login) => match accounts::account_by_login(&app.db, login).await? {
                Some(account) => Some(account.id),
                None => {
                    let text = Text::new("meetings-no-account").with("login", login);
                    return Err(Error::invalid_field("invitees", text));
                }
            },
        };
        named.push((one, user));
    }
    let named = Arc::new(named);
    change(app, actor, id, nonce, move |tx, actor, meeting| {
        let named = named.clone();
        Box::pin(async move {
            if invited {
                meeting.state.before_start()?;
            } else {
                meeting.state.running()?;
            }
            for (one, user) in named.iter() {
                store::insert_invitee(&tx, id, one, *user, invited).await?;
            }
            tx.audit(
                line(&actor, "meeting.invitees-add", id)
                    .with("n", named.len() as i64)
                    .with("invited", invited),
            );
            Ok(())
        })
    })
    .await
}

/// Takes somebody off the list before the invitation goes out.
///
/// # Errors
/// Refused once people are invited: then the list is what was sent.
pub async fn uninvite(app: &App, actor: &Actor, id: MeetingId, invitee: InviteeId) -> Result<()> {
    access::WRITE.allow(actor)?;
    change(app, actor, id, None, move |tx, actor, meeting| {
        Box::pin(async move {
            if meeting.state != super::State::Prepared {
                return Err(Error::refused("meetings-is-invited").next("meetings-next-absent"));
            }
            if store::remove_invitee(&tx, id, invitee).await? == 0 {
                return Err(Error::not_found());
            }
            tx.audit(
                line(&actor, "meeting.invitee-remove", id).with("invitee", invitee.to_string()),
            );
            Ok(())
        })
    })
    .await
}

/// Enters who came, and who came in whose place.
///
/// # Errors
/// Refused unless the meeting is running; not found when somebody is not on its list.
pub async fn attend(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    list: Vec<Came>,
    evidence: Evidence,
) -> Result<()> {
    access::WRITE.allow(actor)?;
    let list = Arc::new(list);
    change(app, actor, id, None, move |tx, actor, meeting| {
        let list = list.clone();
        Box::pin(async move {
            meeting.state.running()?;
            for came in list.iter() {
                if store::attend(&tx, id, came, evidence).await? == 0 {
                    return Err(Error::not_found());
                }
            }
            let present = list.iter();
            let present = present.filter(|came| came.attendance == Attendance::Present);
            tx.audit(
                line(&actor, "meeting.attend", id)
                    .with("entered", list.len() as i64)
                    .with("present", present.count() as i64)
                    .with("evidence", evidence.key()),
            );
            Ok(())
        })
    })
    .await
}
