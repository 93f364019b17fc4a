//! All SQL that writes meetings.

use kernel::{
    Actor, CivilDate, FollowUpId, InviteeId, MeetingDecisionId, MeetingId, OptionId, Result,
    TopicId, UserId,
};

use super::super::model::{
    Act, Came, Carrier, Checked, Evidence, NewInvitee, NewOption, NewTopic, Part, RemarkKind,
    Ruling, State, Task,
};
use crate::args;
use crate::db::{Sql, Tx};

/// Counts a change of a meeting and keeps its row for the rest of the transaction; not found when there is none.
pub(in super::super) async fn lock(tx: &Tx, id: MeetingId) -> Result<()> {
    let rows = tx
        .exec(
            "UPDATE meeting SET revision = revision + 1 WHERE id = $1",
            args![id],
        )
        .await?;
    if rows == 0 {
        return Err(kernel::Error::not_found());
    }
    Ok(())
}

pub(in super::super) async fn insert(
    tx: &Tx,
    id: MeetingId,
    new: &Checked,
    by: &str,
    name: &str,
) -> Result<()> {
    let d = &new.details;
    tx.exec(
        "INSERT INTO meeting (id, title, state, date, starts, ends, place, leader, purpose, remark, revision, \
         created_by, created_by_name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
         CAST($11 AS BIGINT), $12, $13, $14)",
        args![
            id,
            d.title,
            State::Prepared,
            new.date,
            d.starts,
            d.ends,
            d.place,
            d.leader,
            d.purpose,
            d.remark,
            1_i64,
            by,
            name,
            tx.now()
        ],
    )
    .await
    .map(drop)
}

pub(in super::super) async fn rewrite(tx: &Tx, id: MeetingId, new: &Checked) -> Result<()> {
    let d = &new.details;
    tx.exec(
        "UPDATE meeting SET title = $2, date = $3, starts = $4, ends = $5, place = $6, leader = $7, purpose = $8, \
         remark = $9 WHERE id = $1",
        args![
            id, d.title, new.date, d.starts, d.ends, d.place, d.leader, d.purpose, d.remark
        ],
    )
    .await
    .map(drop)
}

pub(in super::super) async fn set_state(tx: &Tx, id: MeetingId, state: State) -> Result<()> {
    tx.exec(
        "UPDATE meeting SET state = $2 WHERE id = $1",
        args![id, state],
    )
    .await
    .map(drop)
}

pub(in super::super) async fn put_event(
    tx: &Tx,
    id: MeetingId,
    act: Act,
    actor: &Actor,
    note: Option<&str>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO meeting_event (id, meeting_id, at, by_key, by_name, act, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            tx.new_id::<uuid::Uuid>(),
            id,
            tx.now(),
            actor.key(),
            actor.name,
            act,
            note
        ],
    )
    .await
    .map(drop)
}

pub(in super::super) async fn insert_topic(
    tx: &Tx,
    meeting: MeetingId,
    new: &NewTopic,
) -> Result<TopicId> {
    let id: TopicId = tx.new_id();
    tx.exec(
        "INSERT INTO meeting_topic (id, meeting_id, position, kind, title, revision) \
         SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, 0 FROM meeting_topic WHERE meeting_id = $2",
        args![id, meeting, new.kind, new.title],
    )
    .await?;
    Ok(id)
}

/// Takes a topic away under which nothing stands; 0 when there is none, or something stands.
pub(in super::super) async fn remove_topic(
    tx: &Tx,
    meeting: MeetingId,
    id: TopicId,
) -> Result<u64> {
    tx.exec(
        "DELETE FROM meeting_topic WHERE id = $1 AND meeting_id = $2 \
         AND NOT EXISTS (SELECT 1 FROM meeting_option o WHERE o.topic_id = $1) \
         AND NOT EXISTS (SELECT 1 FROM meeting_remark r WHERE r.topic_id = $1)",
        args![id, meeting],
    )
    .await
}

pub(in super::super) async fn insert_invitee(
    tx: &Tx,
    meeting: MeetingId,
    new: &NewInvitee,
    user: Option<UserId>,
    invited: bool,
) -> Result<()> {
    let (attendance, evidence) = if invited {
        ("unknown", None)
    } else {
        ("present", Some(Evidence::Screen))
    };
    tx.exec(
        "INSERT INTO meeting_invitee (id, meeting_id, position, institution, name, office, user_id, invited, \
         attendance, evidence) SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5, $6, CAST($7 AS BIGINT), \
         $8, $9 FROM meeting_invitee WHERE meeting_id = $2",
        args![
            tx.new_id::<InviteeId>(),
            meeting,
            new.institution,
            new.name,
            new.office,
            user,
            invited,
            attendance,
            evidence
        ],
    )
    .await
    .map(drop)
}

pub(in super::super) async fn remove_invitee(
    tx: &Tx,
    meeting: MeetingId,
    id: InviteeId,
) -> Result<u64> {
    tx.exec(
        "DELETE FROM meeting_invitee WHERE id = $1 AND meeting_id = $2",
        args![id, meeting],
    )
    .await
}

pub(in super::super) async fn attend(
    tx: &Tx,
    meeting: MeetingId,
    came: &Came,
    evidence: Evidence,
) -> Result<u64> {
    tx.exec(
        "UPDATE meeting_invitee SET attendance = $3, deputy = $4, evidence = $5, recorded_at = $6 \
         WHERE id = $1 AND meeting_id = $2",
        args![
            came.invitee,
            meeting,
            came.attendance,
            came.deputy,
            evidence,
            tx.now()
        ],
    )
    .await
}

/// Stores the minutes; 0 when somebody changed them meanwhile.
pub(in super::super) async fn write_minutes(
    tx: &Tx,
    topic: TopicId,
    text: &str,
    revision: i64,
) -> Result<u64> {
    tx.exec(
        "UPDATE meeting_topic SET minutes = $2, revision = revision + 1 WHERE id = $1 AND revision = $3",
        args![topic, text, revision],
    )
    .await
}

pub(in super::super) async fn insert_option(
    tx: &Tx,
    topic: TopicId,
    choice: &NewOption,
) -> Result<OptionId> {
    let id: OptionId = tx.new_id();
    tx.exec(
        "INSERT INTO meeting_option (id, topic_id, position, text, weighing, scenario_id) \
         SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5 FROM meeting_option WHERE topic_id = $2",
        args![id, topic, choice.text, choice.weighing, choice.scenario],
    )
    .await?;
    Ok(id)
}

pub(in super::super) async fn insert_remark(
    tx: &Tx,
    topic: TopicId,
    kind: RemarkKind,
    who: &str,
    text: &str,
    by: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO meeting_remark (id, topic_id, kind, who, text, by_key, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            tx.new_id::<uuid::Uuid>(),
            topic,
            kind,
            who,
            text,
            by,
            tx.now()
        ],
    )
    .await
    .map(drop)
}

/// Stores the decision on a topic, or its new wording.
pub(in super::super) async fn decide(
    tx: &Tx,
    topic: TopicId,
    ruling: &Ruling,
) -> Result<MeetingDecisionId> {
    let id: MeetingDecisionId = tx.new_id();
    tx.exec(
        "INSERT INTO meeting_decision (id, topic_id, title, text, reasons, option_id) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (topic_id) DO UPDATE SET title = $3, text = $4, reasons = $5, option_id = $6",
        args![
            id,
            topic,
            ruling.title.trim(),
            ruling.text.trim(),
            ruling.reasons.trim(),
            ruling.option
        ],
    )
    .await?;
    tx.one(
        "SELECT id FROM meeting_decision WHERE topic_id = $1",
        args![topic],
        |row| row.get("id"),
    )
    .await
}

/// A correction of a part of a topic.
pub(in super::super) struct Changed<'a> {
    pub(in super::super) topic: TopicId,
    pub(in super::super) part: Part,
    pub(in super::super) before: &'a str,
    pub(in super::super) after: &'a str,
    pub(in super::super) reason: &'a str,
}

/// Puts the corrected text in place and the text before it into the list of corrections.
pub(in super::super) async fn correct(
    tx: &Tx,
    meeting: MeetingId,
    actor: &Actor,
    change: &Changed<'_>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO meeting_correction (id, meeting_id, topic_id, part, text_before, text_after, reason, by_key, \
         by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            tx.new_id::<uuid::Uuid>(),
            meeting,
            change.topic,
            change.part,
            change.before,
            change.after,
            change.reason,
            actor.key(),
            actor.name,
            tx.now()
        ],
    )
    .await?;
    let place = match change.part {
        Part::Minutes => "UPDATE meeting_topic SET minutes = $2 WHERE id = $1",
        Part::Decision => "UPDATE meeting_decision SET text = $2 WHERE topic_id = $1",
        Part::Reasons => "UPDATE meeting_decision SET reasons = $2 WHERE topic_id = $1",
    };
    tx.exec(place, args![change.topic, change.after])
        .await
        .map(drop)
}

/// Links a decision to what carries it out; 0 when it was linked before.
pub(in super::super) async fn link(
    tx: &Tx,
    decision: MeetingDecisionId,
    carrier: Carrier,
    target: &str,
    by: &str,
) -> Result<u64> {
    tx.exec(
        "INSERT INTO meeting_link (decision_id, kind, target, by_key, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (decision_id, kind, target) DO NOTHING",
        args![decision, carrier, target, by, tx.now()],
    )
    .await
}

pub(in super::super) async fn insert_follow_up(
    tx: &Tx,
    meeting: MeetingId,
    task: &Task,
) -> Result<FollowUpId> {
    let id: FollowUpId = tx.new_id();
    tx.exec(
        "INSERT INTO meeting_followup (id, meeting_id, text, owner_role, owner, due) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, meeting, task.text, task.role, task.owner, task.due],
    )
    .await?;
    Ok(id)
}

/// Says that a follow-up is done; 0 when it was done before.
pub(in super::super) async fn finish(
    tx: &Tx,
    id: FollowUpId,
    on: CivilDate,
    result: &str,
    actor: &Actor,
) -> Result<u64> {
    tx.exec(
        "UPDATE meeting_followup SET done_on = $2, result = $3, done_by = $4, done_by_name = $5 \
         WHERE id = $1 AND done_on IS NULL",
        args![id, on, result, actor.key(), actor.name],
    )
    .await
}
