//! All SQL that reads meetings; what writes stands beside it.

mod write;

use std::collections::BTreeMap;

use kernel::{FollowUpId, MeetingDecisionId, MeetingId, PolicyVersionId, Result, TopicId, UserId};

use super::list::Row as Listed;
use super::model::{Carrier, Details, Ruling, Task};
use super::record::{
    Brief, Choice, Correction, Decision, Done, Event, FollowUp, Invitee, Link, Meeting, Record,
    Remark, Topic,
};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Arg, Row, Sql};

pub(super) use write::*;

const COLUMNS: &str =
    "m.id, m.title, m.state, m.date, m.starts, m.ends, m.place, m.leader, m.purpose, m.remark";

/// A meeting without its record.
pub async fn get(sql: &impl Sql, id: MeetingId) -> Result<Meeting> {
    sql.one(
        &format!("SELECT {COLUMNS} FROM meeting m WHERE m.id = $1"),
        args![id],
        meeting,
    )
    .await
}

fn meeting(row: &Row) -> Result<Meeting> {
    let date = row.get("date")?;
    Ok(Meeting {
        id: row.get("id")?,
        state: row.parse("state")?,
        date,
        details: Details {
            title: row.get("title")?,
            date: Some(date),
            starts: row.get("starts")?,
            ends: row.get("ends")?,
            place: row.get("place")?,
            leader: row.get("leader")?,
            purpose: row.get("purpose")?,
            remark: row.get("remark")?,
        },
    })
}

/// A meeting with everything that was recorded.
pub async fn record(sql: &impl Sql, id: MeetingId) -> Result<Record> {
    Ok(Record {
        meeting: get(sql, id).await?,
        topics: topics(sql, id).await?,
        invitees: invitees(sql, id).await?,
        follow_ups: sql
            .all(
                &format!(
                    "SELECT {FOLLOW_UP} FROM meeting_followup f WHERE f.meeting_id = $1 ORDER BY f.due, f.id"
                ),
                args![id],
                read_follow_up,
            )
            .await?,
        corrections: corrections(sql, id).await?,
        events: events(sql, id).await?,
    })
}

/// One topic of a meeting.
pub(super) async fn topic(sql: &impl Sql, meeting: MeetingId, id: TopicId) -> Result<Topic> {
    let mut all = topics(sql, meeting).await?;
    let found = all.iter().position(|topic| topic.id == id);
    found
        .map(|index| all.swap_remove(index))
        .ok_or_else(kernel::Error::not_found)
}

async fn topics(sql: &impl Sql, meeting: MeetingId) -> Result<Vec<Topic>> {
    let mut topics = sql
        .all(
            "SELECT id, kind, title, minutes, revision FROM meeting_topic WHERE meeting_id = $1 ORDER BY position, id",
            args![meeting],
            |row| {
                Ok(Topic {
                    id: row.get("id")?,
                    kind: row.parse("kind")?,
                    title: row.get("title")?,
                    minutes: row.get("minutes")?,
                    revision: row.get("revision")?,
                    options: Vec::new(),
                    remarks: Vec::new(),
                    decision: None,
                })
            },
        )
        .await?;
    let options = sql
        .all(
            "SELECT o.id, o.topic_id, o.text, o.weighing, o.scenario_id FROM meeting_option o JOIN meeting_topic t \
             ON t.id = o.topic_id WHERE t.meeting_id = $1 ORDER BY o.position, o.id",
            args![meeting],
            |row| {
                let choice = Choice {
                    id: row.get("id")?,
                    text: row.get("text")?,
                    weighing: row.get("weighing")?,
                    scenario: row.get("scenario_id")?,
                };
                Ok((row.get::<TopicId>("topic_id")?, choice))
            },
        )
        .await?;
    let remarks = sql
        .all(
            "SELECT r.topic_id, r.kind, r.who, r.text, r.at FROM meeting_remark r JOIN meeting_topic t \
             ON t.id = r.topic_id WHERE t.meeting_id = $1 ORDER BY r.at, r.id",
            args![meeting],
            |row| {
                let remark = Remark {
                    kind: row.parse("kind")?,
                    who: row.get("who")?,
                    text: row.get("text")?,
                    at: row.get("at")?,
                };
                Ok((row.get::<TopicId>("topic_id")?, remark))
            },
        )
        .await?;
    let mut links = links(sql, meeting).await?;
    let decisions = sql
        .all(
            "SELECT d.id, d.topic_id, d.title, d.text, d.reasons, d.option_id FROM meeting_decision d \
             JOIN meeting_topic t ON t.id = d.topic_id WHERE t.meeting_id = $1",
            args![meeting],
            |row| {
                let decision = Decision {
                    id: row.get("id")?,
                    ruling: Ruling {
                        title: row.get("title")?,
                        text: row.get("text")?,
                        reasons: row.get("reasons")?,
                        option: row.get("option_id")?,
                    },
                    links: Vec::new(),
                };
                Ok((row.get::<TopicId>("topic_id")?, decision))
            },
        )
        .await?;
    let mut decisions: BTreeMap<TopicId, Decision> = decisions.into_iter().collect();
    for topic in &mut topics {
        let of = |(owner, _): &&(TopicId, Choice)| *owner == topic.id;
        topic.options = options
            .iter()
            .filter(of)
            .map(|(_, one)| one.clone())
            .collect();
        let of = |(owner, _): &&(TopicId, Remark)| *owner == topic.id;
        topic.remarks = remarks
            .iter()
            .filter(of)
            .map(|(_, one)| one.clone())
            .collect();
        topic.decision = decisions.remove(&topic.id);
        if let Some(decision) = &mut topic.decision {
            decision.links = links.remove(&decision.id).unwrap_or_default();
        }
    }
    Ok(topics)
}

async fn links(
    sql: &impl Sql,
    meeting: MeetingId,
) -> Result<BTreeMap<MeetingDecisionId, Vec<Link>>> {
    let rows = sql
        .all(
            "SELECT l.decision_id, l.kind, l.target FROM meeting_link l JOIN meeting_decision d ON d.id = l.decision_id \
             JOIN meeting_topic t ON t.id = d.topic_id WHERE t.meeting_id = $1 ORDER BY l.at, l.target",
            args![meeting],
            |row| {
                let link = match row.parse("kind")? {
                    Carrier::Policy => Link::Policy(row.get::<PolicyVersionId>("target")?),
                    Carrier::Regulation => Link::Regulation(row.get("target")?),
                };
                Ok((row.get::<MeetingDecisionId>("decision_id")?, link))
            },
        )
        .await?;
    let mut links: BTreeMap<_, Vec<Link>> = BTreeMap::new();
    for (decision, link) in rows {
        links.entry(decision).or_default().push(link);
    }
    Ok(links)
}

async fn invitees(sql: &impl Sql, meeting: MeetingId) -> Result<Vec<Invitee>> {
    sql.all(
        "SELECT id, institution, name, office, user_id, invited, attendance, deputy, evidence FROM meeting_invitee \
         WHERE meeting_id = $1 ORDER BY position, id",
        args![meeting],
        |row| {
            Ok(Invitee {
                id: row.get("id")?,
                institution: row.get("institution")?,
                name: row.get("name")?,
                office: row.get("office")?,
                user: row.get("user_id")?,
                invited: row.get("invited")?,
                attendance: row.parse("attendance")?,
                deputy: row.get("deputy")?,
                evidence: match row.get::<Option<String>>("evidence")? {
                    Some(_) => Some(row.parse("evidence")?),
                    None => None,
                },
            })
        },
    )
    .await
}

async fn corrections(sql: &impl Sql, meeting: MeetingId) -> Result<Vec<Correction>> {
    sql.all(
        "SELECT topic_id, part, text_before, text_after, reason, by_name, at FROM meeting_correction \
         WHERE meeting_id = $1 ORDER BY at, id",
        args![meeting],
        |row| {
            Ok(Correction {
                topic: row.get("topic_id")?,
                part: row.parse("part")?,
                before: row.get("text_before")?,
                after: row.get("text_after")?,
                reason: row.get("reason")?,
                by_name: row.get("by_name")?,
                at: row.get("at")?,
            })
        },
    )
    .await
}

async fn events(sql: &impl Sql, meeting: MeetingId) -> Result<Vec<Event>> {
    sql.all(
        "SELECT act, by_name, at, note FROM meeting_event WHERE meeting_id = $1 ORDER BY at, id",
        args![meeting],
        |row| {
            Ok(Event {
                act: row.parse("act")?,
                by_name: row.get("by_name")?,
                at: row.get("at")?,
                note: row.get("note")?,
            })
        },
    )
    .await
}

const FOLLOW_UP: &str =
    "f.id, f.meeting_id, f.text, f.owner_role, f.owner, f.due, f.done_on, f.result, f.done_by_name";

fn read_follow_up(row: &Row) -> Result<FollowUp> {
    let done = match row.get::<Option<kernel::CivilDate>>("done_on")? {
        None => None,
        Some(on) => Some(Done {
            on,
            result: row.get("result")?,
            by_name: row.get("done_by_name")?,
        }),
    };
    Ok(FollowUp {
        id: row.get("id")?,
        meeting: row.get("meeting_id")?,
        task: Task {
            text: row.get("text")?,
            role: row.get("owner_role")?,
            owner: row.get("owner")?,
            due: row.get("due")?,
        },
        done,
    })
}

/// One follow-up of a meeting.
pub(super) async fn follow_up(
    sql: &impl Sql,
    meeting: MeetingId,
    id: FollowUpId,
) -> Result<FollowUp> {
    sql.one(
        &format!(
            "SELECT {FOLLOW_UP} FROM meeting_followup f WHERE f.id = $1 AND f.meeting_id = $2"
        ),
        args![id, meeting],
        read_follow_up,
    )
    .await
}

/// Every follow-up that is not done.
pub(super) async fn open_follow_ups(sql: &impl Sql) -> Result<Vec<FollowUp>> {
    sql.all(
        &format!("SELECT {FOLLOW_UP} FROM meeting_followup f WHERE f.done_on IS NULL ORDER BY f.due, f.id"),
        args![],
        read_follow_up,
    )
    .await
}

/// Meetings whose people are invited, or whose record is still written.
pub(super) async fn unfinished(sql: &impl Sql) -> Result<Vec<Meeting>> {
    sql.all(
        &format!("SELECT {COLUMNS} FROM meeting m WHERE m.state IN ('invited', 'running') ORDER BY m.date, m.id"),
        args![],
        meeting,
    )
    .await
}

/// The meetings to which an account is invited.
pub(super) async fn invited(sql: &impl Sql, user: UserId) -> Result<Vec<MeetingId>> {
    sql.all(
        "SELECT DISTINCT meeting_id FROM meeting_invitee WHERE user_id = $1",
        args![user],
        |row| row.get("meeting_id"),
    )
    .await
}

/// Whether there is such a decision; not found otherwise.
pub(super) async fn decision_exists(sql: &impl Sql, id: MeetingDecisionId) -> Result<()> {
    sql.one(
        "SELECT id FROM meeting_decision WHERE id = $1",
        args![id],
        |row| row.get::<MeetingDecisionId>("id"),
    )
    .await
    .map(drop)
}

/// Decisions in short, the latest meeting first; only those that `carrier` with this id carries out, if it is given.
pub(super) async fn briefs(sql: &impl Sql, carrier: Option<(Carrier, &str)>) -> Result<Vec<Brief>> {
    let (join, args): (&str, Vec<Arg>) = match carrier {
        Some((carrier, target)) => (
            "JOIN meeting_link l ON l.decision_id = d.id AND l.kind = $1 AND l.target = $2",
            args![carrier, target],
        ),
        None => ("", args![]),
    };
    sql.all(
        &format!(
            "SELECT d.id, d.title, m.id AS meeting_id, m.title AS meeting_title, m.date, o.scenario_id \
             FROM meeting_decision d JOIN meeting_topic t ON t.id = d.topic_id JOIN meeting m ON m.id = t.meeting_id \
             LEFT JOIN meeting_option o ON o.id = d.option_id {join} ORDER BY m.date DESC, m.id, t.position"
        ),
        args,
        |row| {
            Ok(Brief {
                id: row.get("id")?,
                meeting: row.get("meeting_id")?,
                meeting_title: row.get("meeting_title")?,
                title: row.get("title")?,
                date: row.get("date")?,
                scenario: row.get("scenario_id")?,
            })
        },
    )
    .await
}

/// A page of the list.
pub(super) async fn list(sql: &impl Sql, request: ListRequest) -> Result<Paged<Listed>> {
    let mut filter = String::from("CAST($1 AS TEXT) IS NOT NULL");
    let mut args = args![request.like().unwrap_or_default()];
    if request.like().is_some() {
        filter.push_str(
            " AND (LOWER(m.title) LIKE $1 ESCAPE '\\' OR LOWER(m.place) LIKE $1 ESCAPE '\\' \
             OR LOWER(m.leader) LIKE $1 ESCAPE '\\')",
        );
    }
    if let Some(state) = request.filter("state") {
        args.extend(args![state]);
        filter.push_str(&format!(" AND m.state = ${}", args.len()));
    }
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM meeting m WHERE {filter}"),
            args.clone(),
        )
        .await?;
    let (column, down) = match request.sort.as_str() {
        "title" => ("m.title", request.descending),
        "state" => ("m.state", request.descending),
        "date" => ("m.date", request.descending),
        _ => ("m.date", true),
    };
    let way = if down { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let (limit, offset) = (args.len() - 1, args.len());
    let rows = sql
        .all(
            &format!(
                "SELECT {COLUMNS}, (SELECT COUNT(*) FROM meeting_topic t WHERE t.meeting_id = m.id) AS topics, \
                 (SELECT COUNT(*) FROM meeting_decision d JOIN meeting_topic t ON t.id = d.topic_id \
                 WHERE t.meeting_id = m.id) AS decisions, (SELECT COUNT(*) FROM meeting_followup f \
                 WHERE f.meeting_id = m.id AND f.done_on IS NULL) AS open FROM meeting m WHERE {filter} \
                 ORDER BY {column} {way}, m.id LIMIT ${limit} OFFSET ${offset}"
            ),
            args,
            |row| {
                Ok(Listed {
                    meeting: meeting(row)?,
                    topics: row.get("topics")?,
                    decisions: row.get("decisions")?,
                    open: row.get("open")?,
                })
            },
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// A page of the follow-ups of all meetings.
pub(super) async fn follow_ups(
    sql: &impl Sql,
    request: ListRequest,
) -> Result<Paged<(FollowUp, String)>> {
    let mut filter = String::from("CAST($1 AS TEXT) IS NOT NULL");
    let mut args = args![request.like().unwrap_or_default()];
    if request.like().is_some() {
        filter.push_str(
            " AND (LOWER(f.text) LIKE $1 ESCAPE '\\' OR LOWER(f.owner) LIKE $1 ESCAPE '\\')",
        );
    }
    match request.filter("done") {
        Some("ya") => filter.push_str(" AND f.done_on IS NOT NULL"),
        Some("tidak") => filter.push_str(" AND f.done_on IS NULL"),
        _ => {}
    }
    if let Some(role) = request.filter("role") {
        args.extend(args![role]);
        filter.push_str(&format!(" AND f.owner_role = ${}", args.len()));
    }
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM meeting_followup f WHERE {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "owner" => "f.owner",
        _ => "f.due",
    };
    let way = if request.descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let (limit, offset) = (args.len() - 1, args.len());
    let rows = sql
        .all(
            &format!(
                "SELECT {FOLLOW_UP}, m.title FROM meeting_followup f JOIN meeting m ON m.id = f.meeting_id \
                 WHERE {filter} ORDER BY {column} {way}, f.id LIMIT ${limit} OFFSET ${offset}"
            ),
            args,
            |row| Ok((read_follow_up(row)?, row.get("title")?)),
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}
