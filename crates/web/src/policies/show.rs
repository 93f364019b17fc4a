//! One version: state, history, every parameter and every rule with its articles.

use app::policies::{self, Event, Force, Language, Mandate, Outline, State as Step, Version};
use askama::Template;
use axum::extract::{Path, State};
use kernel::PolicyVersionId;

use super::list::who;
use super::{language, seen, version_name};
use crate::shell::{Answer, AppState, Form, Page, html};

struct Told {
    event: Event,
    who: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "policies/show.html")]
struct Show {
    page: Page,
    f: Form,
    language: Language,
    version: Version,
    outline: Outline,
    events: Vec<Told>,
    /// The version from which it was written, to compare with.
    base: Option<Version>,
    may_prepare: bool,
    may_decide: bool,
    own: bool,
}

impl Show {
    fn paper(&self) -> Option<&policies::Paper> {
        match &self.version.state.decision()?.mandate {
            Mandate::Paper(paper) => Some(paper),
            Mandate::Shipped => None,
        }
    }

    fn shipped(&self) -> bool {
        let decision = self.version.state.decision();
        decision.is_some_and(|decision| decision.mandate == Mandate::Shipped)
    }
}

/// Key of what follows when a rule is not met.
fn force_key(force: impl std::borrow::Borrow<Force>) -> &'static str {
    match force.borrow() {
        Force::Block => "screenings-force-block",
        Force::Warn => "screenings-force-warn",
        Force::Record => "screenings-force-record",
        Force::Score => "screenings-force-score",
    }
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
) -> Answer {
    let version = seen(&state, &page, id).await?;
    let actor = page.signed_in()?;
    let db = &state.app.db;
    let policy = policies::parse(&policies::text(db, id).await?)?;
    let outline = policies::outline(&policy, policies::register()?);
    let events = policies::events(db, id)
        .await?
        .into_iter()
        .map(|event| Told {
            who: who(&page, &event.step),
            tone: match event.act {
                policies::Act::Decide => "ok",
                policies::Act::Propose => "wait",
                policies::Act::Return | policies::Act::Drop => "warn",
                policies::Act::Create => "plain",
            },
            event,
        })
        .collect();
    let base = match version.base {
        Some(base) => Some(policies::get(db, base, page.today).await?),
        None => None,
    };
    let own = matches!(&version.state, Step::Proposed(step) if step.by == actor.key());
    let may_prepare = policies::access::PREPARE.is_open_to(actor);
    let may_decide = policies::access::DECIDE.is_open_to(actor) && !own;
    let (language, f) = (language(&page), Form::new(&page));
    let name = version_name(&page, &version);
    html(&Show {
        page: page.title_name(name).crumb("/kebijakan", "policies-title"),
        f,
        language,
        version,
        outline,
        events,
        base,
        may_prepare,
        may_decide,
        own,
    })
}
