//! What is written under a topic: minutes, options, remarks, the decision, what carries it out, and corrections.

use app::meetings::{
    self, Meeting, NewOption, Part, RemarkKind, Ruling, State as Stage, Topic, access,
};
use app::{policies, simulations};
use axum::extract::{Path, State};
use kernel::{Error, MeetingId, PolicyVersionId, Result, TopicId};

use super::acts::{once, settle};
use super::forms::{Ask, Field, Kind, show};
use crate::shell::{Answer, AppState, Choice, Form, ListQuery, Page, Routes};

/// A text may be this many characters long.
const MOST: usize = 20_000;

/// `/rapat/{id}/topik/{topic}` and below.
pub(super) fn router() -> Routes {
    let write = access::WRITE;
    Routes::new()
        .get("/rapat/{id}/topik/{topic}/notulen", write, minutes_form)
        .post("/rapat/{id}/topik/{topic}/notulen", write, minutes)
        .get("/rapat/{id}/topik/{topic}/opsi", write, option_form)
        .post("/rapat/{id}/topik/{topic}/opsi", write, add_option)
        .get(
            "/rapat/{id}/topik/{topic}/catatan",
            access::COMMENT,
            remark_form,
        )
        .post("/rapat/{id}/topik/{topic}/catatan", access::COMMENT, remark)
        .get("/rapat/{id}/topik/{topic}/keputusan", write, decision_form)
        .post("/rapat/{id}/topik/{topic}/keputusan", write, decide)
        .get("/rapat/{id}/topik/{topic}/kaitan", write, link_form)
        .post("/rapat/{id}/topik/{topic}/kaitan", write, link)
        .get(
            "/rapat/{id}/topik/{topic}/koreksi/{part}",
            write,
            correction_form,
        )
        .post("/rapat/{id}/topik/{topic}/koreksi/{part}", write, correct)
}

type At = (MeetingId, TopicId);

async fn at(state: &AppState, (id, topic): At) -> Result<(Meeting, Topic)> {
    let record = meetings::record(&state.app.db, id).await?;
    let mut topics = record.topics.into_iter();
    let topic = topics.find(|one| one.id == topic);
    Ok((record.meeting, topic.ok_or_else(Error::not_found)?))
}

fn ask(
    meeting: &Meeting,
    topic: &Topic,
    title: &'static str,
    lead: &'static str,
    tail: &str,
) -> Ask {
    let tail = format!("topik/{}/{tail}", topic.id);
    let anchor = format!("#topik-{}", topic.id);
    let mut ask = Ask::of(meeting, title, lead, &tail, &anchor);
    ask.fixed = vec![("meetings-topic", topic.title.clone())];
    ask
}

fn back((id, topic): At) -> String {
    format!("/rapat/{id}#topik-{topic}")
}

fn minutes_page(page: Page, f: Form, meeting: &Meeting, topic: &Topic) -> Answer {
    let mut ask = ask(
        meeting,
        topic,
        "meetings-minutes",
        "meetings-minutes-lead",
        "notulen",
    );
    ask.hidden = vec!["revision"];
    let text = Field::new(Kind::Area, "text", "meetings-minutes");
    show(page, Some(meeting), f, ask, vec![text])
}

async fn minutes_form(State(state): State<AppState>, page: Page, Path(place): Path<At>) -> Answer {
    let (meeting, topic) = at(&state, place).await?;
    meeting.state.running()?;
    let f = Form::new(&page)
        .with("revision", topic.revision)
        .with("text", topic.minutes.clone().unwrap_or_default());
    minutes_page(page, f, &meeting, &topic)
}

async fn minutes(
    State(state): State<AppState>,
    page: Page,
    Path(place): Path<At>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let (meeting, topic) = at(&state, place).await?;
    let read = form.read(|r| (r.text("text", MOST), r.integer("revision", 0..=i64::MAX)));
    let outcome = match read {
        Ok((text, revision)) => {
            meetings::write_minutes(&state.app, actor, meeting.id, topic.id, &text, revision).await
        }
        Err(error) => Err(error),
    };
    settle(outcome, form, &back(place), "meetings-saved", |form| {
        minutes_page(page, form, &meeting, &topic)
    })
}

/// The saved simulations of which one may show the effect of an option.
async fn simulated(state: &AppState, page: &Page) -> Result<Vec<Choice>> {
    let saved = simulations::saved(&state.app.db, None).await?.into_iter();
    Ok(saved
        .map(|one| {
            let label = format!("{} ({})", one.title, page.show(one.saved_at));
            Choice::new(one.id, label)
        })
        .collect())
}

fn option_page(
    page: Page,
    f: Form,
    (meeting, topic): (&Meeting, &Topic),
    saved: Vec<Choice>,
) -> Answer {
    let ask = ask(
        meeting,
        topic,
        "meetings-add-option",
        "meetings-add-option-lead",
        "opsi",
    );
    let fields = vec![
        Field::new(Kind::Area, "text", "meetings-option"),
        Field::new(Kind::Area, "weighing", "meetings-weighing").optional(),
        Field::new(Kind::Select, "scenario", "meetings-scenario")
            .hint("meetings-scenario-hint")
            .options(saved)
            .optional(),
    ];
    show(page, Some(meeting), f, ask, fields)
}

async fn option_form(State(state): State<AppState>, page: Page, Path(place): Path<At>) -> Answer {
    let (meeting, topic) = at(&state, place).await?;
    meeting.state.open()?;
    let f = Form::new(&page);
    let saved = simulated(&state, &page).await?;
    option_page(page, f, (&meeting, &topic), saved)
}

async fn add_option(
    State(state): State<AppState>,
    page: Page,
    Path(place): Path<At>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let (meeting, topic) = at(&state, place).await?;
    let read = form.read(|r| NewOption {
        text: r.text("text", 2_000),
        weighing: r.optional_text("weighing", 2_000),
        scenario: r.optional_choice("scenario"),
    });
    let saved = simulated(&state, &page).await?;
    let outcome = match read.and_then(|option| Ok((option, once(&form)?))) {
        Ok((option, nonce)) => {
            meetings::add_option(&state.app, actor, meeting.id, topic.id, option, nonce).await
        }
        Err(error) => Err(error),
    };
    settle(outcome, form, &back(place), "meetings-option-added", |f| {
        option_page(page, f, (&meeting, &topic), saved)
    })
}

/// The kind of remark that a form is about; partners only comment.
fn kind_of(page: &Page, wish: &str) -> RemarkKind {
    let writes = page.actor().is_some_and(|a| access::WRITE.is_open_to(a));
    let wish: Option<RemarkKind> = wish.parse().ok();
    wish.filter(|_| writes).unwrap_or(RemarkKind::Comment)
}

fn remark_page(page: Page, f: Form, meeting: &Meeting, topic: &Topic) -> Answer {
    let kind = kind_of(&page, f.value("kind"));
    let (title, lead) = match kind {
        RemarkKind::Comment => ("meetings-add-comment", "meetings-add-comment-lead"),
        RemarkKind::Dissent => ("meetings-add-dissent", "meetings-add-dissent-lead"),
        RemarkKind::Question => ("meetings-add-question", "meetings-add-question-lead"),
    };
    let mut ask = ask(meeting, topic, title, lead, "catatan");
    ask.hidden = vec!["kind"];
    let mut fields = vec![Field::new(Kind::Area, "text", "meetings-remark-text")];
    if page.actor().is_some_and(|a| access::WRITE.is_open_to(a)) {
        let who = Field::new(Kind::Line, "who", "meetings-who").hint("meetings-who-hint");
        fields.insert(0, who);
    }
    show(page, Some(meeting), f, ask, fields)
}

async fn remark_form(
    State(state): State<AppState>,
    page: Page,
    Path(place): Path<At>,
    list: ListQuery,
) -> Answer {
    let (meeting, topic) = at(&state, place).await?;
    meeting.state.open()?;
    let kind = kind_of(&page, list.filter("jenis"));
    if kind == RemarkKind::Comment {
        let record = meetings::record(&state.app.db, meeting.id).await?;
        if !meetings::may_comment(page.signed_in()?, &record) {
            return Err(Error::refused("meetings-not-invited")
                .next("meetings-next-look")
                .into());
        }
    } else {
        meeting.state.running()?;
    }
    let f = Form::new(&page).with("kind", kind);
    remark_page(page, f, &meeting, &topic)
}

async fn remark(
    State(state): State<AppState>,
    page: Page,
    Path(place): Path<At>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let (meeting, topic) = at(&state, place).await?;
    let kind = kind_of(&page, form.value("kind"));
    let writes = access::WRITE.is_open_to(actor);
    let read = form.read(|r| {
        let who = if writes {
            r.text("who", 200)
        } else {
            String::new()
        };
        (who, r.text("text", 2_000))
    });
    let outcome = match read.and_then(|read| Ok((read, once(&form)?))) {
        Ok(((who, text), nonce)) => {
            let (app, id) = (&state.app, meeting.id);
            meetings::add_remark(app, actor, id, topic.id, kind, &who, &text, nonce).await
        }
        Err(error) => Err(error),
    };
    settle(outcome, form, &back(place), "meetings-remark-added", |f| {
        remark_page(page, f, &meeting, &topic)
    })
}

fn decision_page(page: Page, f: Form, meeting: &Meeting, topic: &Topic) -> Answer {
    let options = topic
        .options
        .iter()
        .map(|one| Choice::new(one.id, &one.text))
        .collect();
    let ask = ask(
        meeting,
        topic,
        "meetings-decide",
        "meetings-decide-lead",
        "keputusan",
    );
    let mut fields = vec![
        Field::new(Kind::Line, "title", "meetings-decision-title")
            .hint("meetings-decision-title-hint"),
        Field::new(Kind::Area, "text", "meetings-decision"),
        Field::new(Kind::Area, "reasons", "meetings-reasons"),
    ];
    if !topic.options.is_empty() {
        fields.push(
            Field::new(Kind::Select, "option", "meetings-chosen")
                .options(options)
                .optional(),
        );
    }
    show(page, Some(meeting), f, ask, fields)
}

async fn decision_form(State(state): State<AppState>, page: Page, Path(place): Path<At>) -> Answer {
    let (meeting, topic) = at(&state, place).await?;
    meeting.state.running()?;
    let mut f = Form::new(&page);
    if let Some(decision) = &topic.decision {
        let ruling = &decision.ruling;
        f = f
            .with("title", &ruling.title)
            .with("text", &ruling.text)
            .with("reasons", &ruling.reasons);
        if let Some(option) = ruling.option {
            f = f.with("option", option);
        }
    }
    decision_page(page, f, &meeting, &topic)
}

async fn decide(
    State(state): State<AppState>,
    page: Page,
    Path(place): Path<At>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let (meeting, topic) = at(&state, place).await?;
    let read = form.read(|r| Ruling {
        title: r.text("title", 200),
        text: r.text("text", 4_000),
        reasons: r.text("reasons", 4_000),
        option: r.optional_choice("option"),
    });
    let outcome = match read {
        Ok(ruling) => meetings::decide(&state.app, actor, meeting.id, topic.id, ruling).await,
        Err(error) => Err(error),
    };
    settle(outcome, form, &back(place), "meetings-decided", |form| {
        decision_page(page, form, &meeting, &topic)
    })
}

struct Carriers {
    versions: Vec<Choice>,
    entries: Vec<Choice>,
}

async fn carriers(state: &AppState, page: &Page) -> Result<Carriers> {
    let actor = page.signed_in()?;
    let request = app::db::list::ListRequest {
        per_page: 500,
        ..Default::default()
    };
    let versions = policies::list(&state.app.db, actor, page.today, request).await?;
    Ok(Carriers {
        versions: versions
            .rows
            .iter()
            .map(|one| Choice::new(one.id, crate::policies::version_name(page, one)))
            .collect(),
        entries: policies::register()?
            .entries()
            .iter()
            .map(|entry| Choice::new(&entry.id, format!("{} {}", entry.source, entry.article)))
            .collect(),
    })
}

fn link_page(page: Page, f: Form, meeting: &Meeting, topic: &Topic, found: Carriers) -> Answer {
    let ask = ask(
        meeting,
        topic,
        "meetings-link",
        "meetings-link-lead",
        "kaitan",
    );
    let fields = vec![
        Field::new(Kind::Select, "version", "meetings-link-version")
            .options(found.versions)
            .optional(),
        Field::new(Kind::Select, "entry", "meetings-link-entry")
            .options(found.entries)
            .optional(),
    ];
    show(page, Some(meeting), f, ask, fields)
}

async fn link_form(State(state): State<AppState>, page: Page, Path(place): Path<At>) -> Answer {
    let (meeting, topic) = at(&state, place).await?;
    if topic.decision.is_none() {
        return Err(Error::refused("meetings-nothing-there")
            .next("meetings-next-look")
            .into());
    }
    let found = carriers(&state, &page).await?;
    let f = Form::new(&page);
    link_page(page, f, &meeting, &topic, found)
}

async fn link(
    State(state): State<AppState>,
    page: Page,
    Path(place): Path<At>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let (meeting, topic) = at(&state, place).await?;
    let decision = topic.decision.as_ref().ok_or_else(Error::not_found)?.id;
    let read = form.read(|r| {
        let version: Option<PolicyVersionId> = r.optional_choice("version");
        let entry = r.optional_text("entry", 100);
        if version.is_none() && entry.is_none() {
            r.wrong("version", "meetings-link-nothing");
        }
        (version, entry)
    });
    let outcome = async {
        let (version, entry) = read?;
        if let Some(version) = version {
            meetings::link_version(&state.app, actor, decision, version).await?;
        }
        if let Some(entry) = entry {
            meetings::link_regulation(&state.app, actor, decision, &entry).await?;
        }
        Ok(())
    }
    .await;
    let found = carriers(&state, &page).await?;
    settle(outcome, form, &back(place), "meetings-linked", |form| {
        link_page(page, form, &meeting, &topic, found)
    })
}

fn text_of(topic: &Topic, part: Part) -> Option<&str> {
    let ruling = topic.decision.as_ref().map(|one| &one.ruling);
    match part {
        Part::Minutes => topic.minutes.as_deref(),
        Part::Decision => ruling.map(|ruling| ruling.text.as_str()),
        Part::Reasons => ruling.map(|ruling| ruling.reasons.as_str()),
    }
}

fn correction_page(page: Page, f: Form, meeting: &Meeting, topic: &Topic, part: Part) -> Answer {
    let label = match part {
        Part::Minutes => "meetings-minutes",
        Part::Decision => "meetings-decision",
        Part::Reasons => "meetings-reasons",
    };
    let tail = format!("koreksi/{part}");
    let mut ask = ask(
        meeting,
        topic,
        "meetings-correct",
        "meetings-correct-lead",
        &tail,
    );
    let now = text_of(topic, part).unwrap_or_default().to_owned();
    ask.fixed.push((label, now));
    let fields = vec![
        Field::new(Kind::Area, "text", "meetings-new-text"),
        Field::new(Kind::Area, "reason", "meetings-reason"),
    ];
    show(page, Some(meeting), f, ask, fields)
}

type Corrected = (MeetingId, TopicId, String);

async fn correction_form(
    State(state): State<AppState>,
    page: Page,
    Path((id, topic, part)): Path<Corrected>,
) -> Answer {
    let part: Part = part.parse().map_err(|_| Error::not_found())?;
    let (meeting, topic) = at(&state, (id, topic)).await?;
    if meeting.state != Stage::Closed {
        return Err(Error::refused("meetings-not-closed")
            .next("meetings-next-write")
            .into());
    }
    let Some(now) = text_of(&topic, part) else {
        return Err(Error::refused("meetings-nothing-there")
            .next("meetings-next-look")
            .into());
    };
    let f = Form::new(&page).with("text", now);
    correction_page(page, f, &meeting, &topic, part)
}

async fn correct(
    State(state): State<AppState>,
    page: Page,
    Path((id, topic, part)): Path<Corrected>,
    form: Form,
) -> Answer {
    let part: Part = part.parse().map_err(|_| Error::not_found())?;
    let actor = page.signed_in()?;
    let place = (id, topic);
    let (meeting, topic) = at(&state, place).await?;
    let outcome = match form.read(|r| (r.text("text", MOST), r.text("reason", 1_000))) {
        Ok((text, reason)) => {
            meetings::correct(&state.app, actor, id, topic.id, part, &text, &reason).await
        }
        Err(error) => Err(error),
    };
    settle(outcome, form, &back(place), "meetings-corrected", |form| {
        correction_page(page, form, &meeting, &topic, part)
    })
}
