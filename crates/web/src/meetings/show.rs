//! One meeting: when and where, every topic with what was said and decided, who came, what is left to do, prints, history.

use app::meetings::{
    self, Correction, Link, Meeting, Part, Print, Record, RemarkKind, State as Stage, Topic, access,
};
use app::{policies, simulations};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{MeetingId, Result};

use crate::shell::{Answer, AppState, Form, Page, html};

/// A topic as the page shows it.
struct Shown {
    topic: Topic,
    minutes: Vec<String>,
    /// What carries its decision out: where it stands and what it is called.
    carriers: Vec<(String, String)>,
    corrections: Vec<Correction>,
}

impl Shown {
    fn comments(&self) -> Vec<&meetings::Remark> {
        self.topic.remarks_of(RemarkKind::Comment)
    }
    fn dissent(&self) -> Vec<&meetings::Remark> {
        self.topic.remarks_of(RemarkKind::Dissent)
    }
    fn questions(&self) -> Vec<&meetings::Remark> {
        self.topic.remarks_of(RemarkKind::Question)
    }
    fn chosen(&self, option: &meetings::Choice) -> bool {
        let decision = self.topic.decision.as_ref();
        decision.is_some_and(|one| one.ruling.option == Some(option.id))
    }
}

#[derive(Template)]
#[template(path = "meetings/show.html")]
struct Show {
    page: Page,
    f: Form,
    meeting: Meeting,
    record: Record,
    topics: Vec<Shown>,
    prints: Vec<Print>,
    time: String,
    /// The simulations of options.
    simulations: Vec<simulations::Brief>,
    may_write: bool,
    may_comment: bool,
    /// Follow-ups that the reader may say are done, in the order of the record.
    may_finish: Vec<bool>,
}

impl Show {
    fn simulated(&self, option: &meetings::Choice) -> Option<&simulations::Brief> {
        let id = option.scenario?;
        self.simulations.iter().find(|one| one.id == id)
    }
    fn prepared(&self) -> bool {
        self.meeting.state == Stage::Prepared
    }
    fn invited(&self) -> bool {
        self.meeting.state == Stage::Invited
    }
    fn running(&self) -> bool {
        self.meeting.state == Stage::Running
    }
    fn closed(&self) -> bool {
        self.meeting.state == Stage::Closed
    }
    fn step(&self, state: &Stage) -> &'static str {
        match state.cmp(&self.meeting.state) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal if self.closed() => "done",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "next",
        }
    }
}

fn time(meeting: &Meeting) -> String {
    let shown = |time: &String| time.replace(':', ".");
    match (&meeting.details.starts, &meeting.details.ends) {
        (Some(starts), Some(ends)) => format!("{}–{} WIB", shown(starts), shown(ends)),
        (Some(starts), None) => format!("{} WIB", shown(starts)),
        (None, _) => String::new(),
    }
}

async fn carriers(state: &AppState, page: &Page, topic: &Topic) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for link in topic.decision.iter().flat_map(|one| &one.links) {
        found.push(match link {
            Link::Policy(id) => {
                let version = policies::get(&state.app.db, *id, page.today).await?;
                let name = crate::policies::version_name(page, &version);
                (format!("/kebijakan/{id}"), name)
            }
            Link::Regulation(id) => {
                let register = app::regulations::register(&state.app.db).await?;
                let name = register
                    .entry(id)
                    .map(|entry| format!("{} {}", entry.source, entry.article));
                (
                    format!("/regulasi/{id}"),
                    name.unwrap_or_else(|| id.clone()),
                )
            }
        });
    }
    Ok(found)
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    let actor = page.signed_in()?;
    let record = meetings::record(&state.app.db, id).await?;
    let mut topics = Vec::new();
    for topic in &record.topics {
        let minutes = topic.minutes.as_deref().unwrap_or_default();
        topics.push(Shown {
            minutes: minutes.lines().map(str::to_owned).collect(),
            carriers: carriers(&state, &page, topic).await?,
            corrections: Part::ALL
                .iter()
                .flat_map(|part| record.corrections_of(topic.id, *part))
                .cloned()
                .collect(),
            topic: topic.clone(),
        });
    }
    let meeting = record.meeting.clone();
    let prints = Print::ALL.iter().copied();
    let prints = prints.filter(|print| print.ready(&record)).collect();
    let finish = record.follow_ups.iter();
    let may_finish = finish.map(|one| meetings::may_finish(actor, one)).collect();
    let may_write = access::WRITE.is_open_to(actor);
    let may_comment = meetings::may_comment(actor, &record);
    let f = Form::new(&page);
    let mut briefs = Vec::new();
    for scenario in record.scenarios() {
        briefs.extend(simulations::brief(&state.app.db, scenario).await?);
    }
    html(&Show {
        page: page
            .title_name(&meeting.details.title)
            .crumb("/rapat", "meetings-title"),
        f,
        time: time(&meeting),
        meeting,
        record,
        topics,
        prints,
        simulations: briefs,
        may_write,
        may_comment,
        may_finish,
    })
}
