//! Preparing a meeting, inviting, attendance, its states and its follow-ups.

use app::meetings::{
    self, Attendance, Came, Details, Evidence, FollowUp, Invitee, Meeting, NewTopic, OWNERS, Step,
    Task, TopicKind, access,
};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, FollowUpId, InviteeId, MeetingId, Result, Role, Text, TopicId};

use super::forms::{Ask, Field, Kind, below, show};
use crate::shell::{Answer, AppState, Choice, Form, Page, Reader, done, html};

pub(super) fn path(id: MeetingId) -> String {
    format!("/rapat/{id}")
}

/// The nonce of a form, for acts that one form does once.
pub(super) fn once(form: &Form) -> Result<Option<String>> {
    Ok(Some(form.nonce()?.as_str().to_owned()))
}

fn details_fields() -> Vec<Field> {
    vec![
        Field::new(Kind::Line, "title", "meetings-name"),
        Field::new(Kind::Date, "date", "meetings-date"),
        Field::new(Kind::Line, "starts", "meetings-starts")
            .hint("meetings-time-hint")
            .optional(),
        Field::new(Kind::Line, "ends", "meetings-ends").optional(),
        Field::new(Kind::Line, "place", "meetings-place"),
        Field::new(Kind::Line, "leader", "meetings-leader").hint("meetings-leader-hint"),
        Field::new(Kind::Area, "purpose", "meetings-purpose").optional(),
        Field::new(Kind::Area, "remark", "meetings-remark")
            .hint("meetings-remark-hint")
            .optional(),
    ]
}

fn details(r: &mut Reader<'_>) -> Details {
    Details {
        title: r.text("title", 200),
        date: Some(r.date("date")),
        starts: r.optional_text("starts", 10),
        ends: r.optional_text("ends", 10),
        place: r.text("place", 200),
        leader: r.text("leader", 200),
        purpose: r.optional_text("purpose", 2_000),
        remark: r.optional_text("remark", 2_000),
    }
}

fn new_page(page: Page, f: Form) -> Answer {
    let topics = TopicKind::TEMPLATE
        .iter()
        .map(|kind| Choice::new(kind, kind.title()))
        .collect();
    let mut fields = details_fields();
    fields.push(
        Field::new(Kind::Boxes, "topics", "meetings-template")
            .hint("meetings-template-hint")
            .options(topics)
            .optional(),
    );
    fields.push(
        Field::new(Kind::Area, "others", "meetings-other-topics")
            .hint("meetings-one-a-line")
            .optional(),
    );
    let ask = Ask::new("meetings-new", "meetings-new-lead", "/rapat/baru".into());
    show(page, None, f, ask, fields)
}

pub(super) async fn new(page: Page) -> Answer {
    let mut f = Form::new(&page);
    for kind in TopicKind::TEMPLATE {
        f = f.with("topics", kind);
    }
    new_page(page, f)
}

pub(super) async fn create(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?;
    let read = form.read(|r| {
        let chosen: Vec<TopicKind> = r.choices("topics");
        let others = r.optional_text("others", 2_000).unwrap_or_default();
        let mut topics: Vec<NewTopic> = chosen.into_iter().map(NewTopic::from).collect();
        let lines = others.lines().map(str::trim).filter(|l| !l.is_empty());
        topics.extend(lines.map(|title| NewTopic {
            kind: TopicKind::Other,
            title: title.to_owned(),
        }));
        (details(r), topics)
    });
    let made = match read.and_then(|read| Ok((read, once(&form)?))) {
        Ok(((details, topics), nonce)) => {
            meetings::create(&state.app, actor, details, topics, nonce).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(done(&path(id), "meetings-created")),
        Err(error) => form.again(error, |form| new_page(page, form)),
    }
}

/// What became of a form: back to the meeting at `anchor`, or the same page again.
pub(super) fn settle<T>(
    outcome: Result<T>,
    form: Form,
    to: &str,
    told: &'static str,
    again: impl FnOnce(Form) -> Answer,
) -> Answer {
    match outcome {
        Ok(_) => Ok(done(to, told)),
        Err(error) => form.again(error, again),
    }
}

fn edit_page(page: Page, f: Form, meeting: &Meeting) -> Answer {
    let ask = Ask::of(meeting, "meetings-edit", "meetings-edit-lead", "ubah", "");
    show(page, Some(meeting), f, ask, details_fields())
}

pub(super) async fn edit(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    let meeting = meetings::get(&state.app.db, id).await?;
    meeting.state.open()?;
    let d = &meeting.details;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let f = Form::new(&page)
        .with("title", &d.title)
        .with("date", meeting.date)
        .with("starts", text(&d.starts))
        .with("ends", text(&d.ends))
        .with("place", &d.place)
        .with("leader", &d.leader)
        .with("purpose", text(&d.purpose))
        .with("remark", text(&d.remark));
    edit_page(page, f, &meeting)
}

pub(super) async fn save(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let meeting = meetings::get(&state.app.db, id).await?;
    let outcome = match form.read(details) {
        Ok(details) => meetings::edit(&state.app, actor, id, details).await,
        Err(error) => Err(error),
    };
    settle(outcome, form, &path(id), "meetings-saved", |form| {
        edit_page(page, form, &meeting)
    })
}

fn topic_page(page: Page, f: Form, meeting: &Meeting) -> Answer {
    let kinds = TopicKind::ALL
        .iter()
        .map(|kind| Choice::new(kind, page.t(format!("meetings-topic-{kind}"))))
        .collect();
    let ask = Ask::of(
        meeting,
        "meetings-add-topic",
        "meetings-add-topic-lead",
        "agenda",
        "#agenda",
    );
    let fields = vec![
        Field::new(Kind::Line, "title", "meetings-topic"),
        Field::new(Kind::Select, "kind", "meetings-topic-kind").options(kinds),
    ];
    show(page, Some(meeting), f, ask, fields)
}

pub(super) async fn topic_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    let meeting = meetings::get(&state.app.db, id).await?;
    meeting.state.open()?;
    let f = Form::new(&page).with("kind", TopicKind::Other);
    topic_page(page, f, &meeting)
}

pub(super) async fn add_topic(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let meeting = meetings::get(&state.app.db, id).await?;
    let read = form.read(|r| NewTopic {
        title: r.text("title", 200),
        kind: r.choice("kind").unwrap_or(TopicKind::Other),
    });
    let outcome = match read.and_then(|topic| Ok((topic, once(&form)?))) {
        Ok((topic, nonce)) => meetings::add_topic(&state.app, actor, id, topic, nonce).await,
        Err(error) => Err(error),
    };
    let to = format!("{}#agenda", path(id));
    settle(outcome, form, &to, "meetings-topic-added", |form| {
        topic_page(page, form, &meeting)
    })
}

pub(super) async fn remove_topic(
    State(state): State<AppState>,
    page: Page,
    Path((id, topic)): Path<(MeetingId, TopicId)>,
) -> Answer {
    meetings::remove_topic(&state.app, page.signed_in()?, id, topic).await?;
    Ok(done(&path(id), "meetings-topic-removed"))
}

fn invitees_page(page: Page, f: Form, meeting: &Meeting) -> Answer {
    let running = meeting.state == meetings::State::Running;
    let (title, lead) = if running {
        ("meetings-uninvited", "meetings-uninvited-lead")
    } else {
        ("meetings-add-invitees", "meetings-add-invitees-lead")
    };
    let ask = Ask::of(meeting, title, lead, "undangan", "#hadir");
    let field =
        Field::new(Kind::Area, "invitees", "meetings-invitees").hint("meetings-invitees-hint");
    show(page, Some(meeting), f, ask, vec![field])
}

pub(super) async fn invitees_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    let meeting = meetings::get(&state.app.db, id).await?;
    meeting.state.open()?;
    let f = Form::new(&page);
    invitees_page(page, f, &meeting)
}

pub(super) async fn add_invitees(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let meeting = meetings::get(&state.app.db, id).await?;
    let read = form.read(|r| {
        let text = r.text("invitees", 20_000);
        meetings::read_invitees(&text).unwrap_or_else(|wrong| {
            r.wrong("invitees", wrong);
            Vec::new()
        })
    });
    let outcome = match read.and_then(|people| Ok((people, once(&form)?))) {
        Ok((people, nonce)) if meeting.state == meetings::State::Running => {
            meetings::came_uninvited(&state.app, actor, id, people, nonce).await
        }
        Ok((people, nonce)) => meetings::invite_more(&state.app, actor, id, people, nonce).await,
        Err(error) => Err(error),
    };
    let to = format!("{}#hadir", path(id));
    settle(outcome, form, &to, "meetings-invitees-added", |form| {
        invitees_page(page, form, &meeting)
    })
}

pub(super) async fn uninvite(
    State(state): State<AppState>,
    page: Page,
    Path((id, invitee)): Path<(MeetingId, InviteeId)>,
) -> Answer {
    meetings::uninvite(&state.app, page.signed_in()?, id, invitee).await?;
    Ok(done(&path(id), "meetings-invitee-removed"))
}

pub(super) async fn invite(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    meetings::invite(&state.app, page.signed_in()?, id).await?;
    Ok(done(&path(id), "meetings-invited"))
}

pub(super) async fn start(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    meetings::start(&state.app, page.signed_in()?, id).await?;
    Ok(done(&path(id), "meetings-started"))
}

fn close_page(page: Page, f: Form, meeting: &Meeting) -> Answer {
    let mut ask = Ask::of(
        meeting,
        "meetings-close",
        "meetings-close-lead",
        "tutup",
        "",
    );
    ask.submit = "meetings-close";
    ask.tone = "danger";
    let note = Field::new(Kind::Area, "note", "meetings-close-note")
        .hint("meetings-close-note-hint")
        .optional();
    show(page, Some(meeting), f, ask, vec![note])
}

pub(super) async fn close_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    let meeting = meetings::get(&state.app.db, id).await?;
    meeting.state.after(Step::Close)?;
    let f = Form::new(&page);
    close_page(page, f, &meeting)
}

pub(super) async fn close(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let meeting = meetings::get(&state.app.db, id).await?;
    let outcome = match form.read(|r| r.optional_text("note", 1_000)) {
        Ok(note) => meetings::close(&state.app, actor, id, note).await,
        Err(error) => Err(error),
    };
    settle(outcome, form, &path(id), "meetings-closed", |form| {
        close_page(page, form, &meeting)
    })
}

#[derive(Template)]
#[template(path = "meetings/attendance.html")]
struct AttendancePage {
    page: Page,
    f: Form,
    meeting: Meeting,
    invitees: Vec<Invitee>,
    evidence: Vec<Choice>,
}

fn attendance_page(page: Page, f: Form, meeting: Meeting, invitees: Vec<Invitee>) -> Answer {
    let evidence = Evidence::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("meetings-evidence-{one}"))))
        .collect();
    html(&AttendancePage {
        page: below(page, &meeting, "meetings-attendance"),
        f,
        meeting,
        invitees,
        evidence,
    })
}

pub(super) async fn attendance_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    let record = meetings::record(&state.app.db, id).await?;
    record.meeting.state.running()?;
    let mut f = Form::new(&page).with("evidence", Evidence::Screen);
    for one in &record.invitees {
        if one.attendance != Attendance::Unknown {
            f = f.with(format!("a.{}", one.id), one.attendance);
        }
        f = f.with(
            format!("d.{}", one.id),
            one.deputy.clone().unwrap_or_default(),
        );
    }
    attendance_page(page, f, record.meeting, record.invitees)
}

pub(super) async fn attend(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let record = meetings::record(&state.app.db, id).await?;
    let read = form.read(|r| {
        let list: Vec<Came> = record
            .invitees
            .iter()
            .filter_map(|one| {
                let attendance = r.optional_choice(&format!("a.{}", one.id))?;
                let deputy = r.optional_text(&format!("d.{}", one.id), 200);
                Some(Came {
                    invitee: one.id,
                    attendance,
                    deputy: deputy.filter(|_| attendance == Attendance::Present),
                })
            })
            .collect();
        (list, r.choice("evidence").unwrap_or(Evidence::Screen))
    });
    let outcome = match read {
        Ok((list, evidence)) => meetings::attend(&state.app, actor, id, list, evidence).await,
        Err(error) => Err(error),
    };
    let to = format!("{}#hadir", path(id));
    settle(outcome, form, &to, "meetings-attended", |form| {
        attendance_page(page, form, record.meeting, record.invitees)
    })
}

fn follow_up_page(page: Page, f: Form, meeting: &Meeting) -> Answer {
    let roles = OWNERS
        .iter()
        .map(|role| Choice::new(role, page.t(format!("role-{role}"))))
        .collect();
    let ask = Ask::of(
        meeting,
        "meetings-add-follow-up",
        "meetings-add-follow-up-lead",
        "tindak-lanjut",
        "#tindak-lanjut",
    );
    let fields = vec![
        Field::new(Kind::Area, "text", "meetings-task"),
        Field::new(Kind::Select, "role", "meetings-role").options(roles),
        Field::new(Kind::Line, "owner", "meetings-owner").hint("meetings-owner-hint"),
        Field::new(Kind::Date, "due", "meetings-due"),
    ];
    show(page, Some(meeting), f, ask, fields)
}

pub(super) async fn follow_up_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    let meeting = meetings::get(&state.app.db, id).await?;
    let f = Form::new(&page);
    follow_up_page(page, f, &meeting)
}

pub(super) async fn add_follow_up(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let meeting = meetings::get(&state.app.db, id).await?;
    let read = form.read(|r| Task {
        text: r.text("text", 1_000),
        role: r.choice("role").unwrap_or(Role::Pengelola),
        owner: r.text("owner", 200),
        due: r.date("due"),
    });
    let outcome = match read.and_then(|task| Ok((task, once(&form)?))) {
        Ok((task, nonce)) => meetings::add_follow_up(&state.app, actor, id, task, nonce).await,
        Err(error) => Err(error),
    };
    let to = format!("{}#tindak-lanjut", path(id));
    settle(outcome, form, &to, "meetings-follow-up-added", |form| {
        follow_up_page(page, form, &meeting)
    })
}

/// The follow-up of this meeting, for whoever reads meetings.
async fn follow_up(
    state: &AppState,
    page: &Page,
    id: MeetingId,
    which: FollowUpId,
) -> Result<(Meeting, FollowUp)> {
    access::READ.allow(page.signed_in()?)?;
    let mut record = meetings::record(&state.app.db, id).await?;
    let at = record.follow_ups.iter().position(|one| one.id == which);
    let at = at.ok_or_else(Error::not_found)?;
    let one = record.follow_ups.swap_remove(at);
    Ok((record.meeting, one))
}

fn finish_page(page: Page, f: Form, meeting: &Meeting, one: &FollowUp) -> Answer {
    let tail = format!("tindak-lanjut/{}", one.id);
    let mut ask = Ask::of(
        meeting,
        "meetings-finish",
        "meetings-finish-lead",
        &tail,
        "#tindak-lanjut",
    );
    ask.fixed = vec![
        ("meetings-task", one.task.text.clone()),
        ("meetings-owner", one.task.owner.clone()),
        ("meetings-due", page.show(one.task.due)),
    ];
    let fields = vec![
        Field::new(Kind::Date, "on", "meetings-done-on"),
        Field::new(Kind::Area, "result", "meetings-result"),
    ];
    show(page, Some(meeting), f, ask, fields)
}

pub(super) async fn finish_form(
    State(state): State<AppState>,
    page: Page,
    Path((id, which)): Path<(MeetingId, FollowUpId)>,
) -> Answer {
    let (meeting, one) = follow_up(&state, &page, id, which).await?;
    if one.done.is_some() {
        return Err(Error::refused(Text::new("meetings-is-done"))
            .next("meetings-next-look")
            .into());
    }
    let f = Form::new(&page).with("on", page.today);
    finish_page(page, f, &meeting, &one)
}

pub(super) async fn finish(
    State(state): State<AppState>,
    page: Page,
    Path((id, which)): Path<(MeetingId, FollowUpId)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let (meeting, one) = follow_up(&state, &page, id, which).await?;
    let outcome = match form.read(|r| (r.date("on"), r.text("result", 1_000))) {
        Ok((on, result)) => meetings::finish(&state.app, actor, id, which, on, &result).await,
        Err(error) => Err(error),
    };
    let to = format!("{}#tindak-lanjut", path(id));
    settle(outcome, form, &to, "meetings-finished", |form| {
        finish_page(page, form, &meeting, &one)
    })
}
