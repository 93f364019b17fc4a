//! One version: state, history, every parameter and every rule with its articles.

use std::collections::BTreeMap;

use app::meetings::{self, Brief};
use app::policies::{self, Event, Force, Language, Mandate, Outline, State as Step, Version};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{PolicyVersionId, Result};

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
    /// Decisions of meetings that this version carries out.
    decisions: Vec<Brief>,
    /// Where each parameter got its value, in the order of the outline.
    origins: Vec<Origin>,
    /// Whether the reader may open meetings.
    may_read_meetings: bool,
    may_prepare: bool,
    may_decide: bool,
    may_simulate: bool,
    may_draft_guideline: bool,
    own: bool,
    /// Examples that a draft no longer agrees with.
    stale: usize,
}

/// The version that last changed a parameter, and the decisions of meetings behind it.
#[derive(Clone)]
struct Origin {
    version: Version,
    /// Whether it is another version than the one that is shown.
    earlier: bool,
    decisions: Vec<Brief>,
}

impl Origin {
    /// A meeting proposes; only who decides the version sets.
    fn set_in(&self) -> &'static str {
        match self.version.state.decision() {
            Some(_) => "policies-set-in",
            None => "policies-proposed-in",
        }
    }
}

async fn origins(
    state: &AppState,
    page: &Page,
    id: PolicyVersionId,
    outline: &Outline,
) -> Result<Vec<Origin>> {
    let db = &state.app.db;
    let setters = policies::origins(db, id).await?;
    let mut known: BTreeMap<PolicyVersionId, Origin> = BTreeMap::new();
    let mut found = Vec::new();
    for param in &outline.params {
        let setter = setters.get(&param.name).copied().unwrap_or(id);
        if let Some(origin) = known.get(&setter) {
            found.push(origin.clone());
            continue;
        }
        let origin = Origin {
            version: policies::get(db, setter, page.today).await?,
            earlier: setter != id,
            decisions: meetings::of_version(db, setter).await?,
        };
        known.insert(setter, origin.clone());
        found.push(origin);
    }
    Ok(found)
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
    let outline = policies::outline(&policy, &*app::regulations::register(db).await?);
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
    let decisions = meetings::of_version(db, id).await?;
    let origins = origins(&state, &page, id, &outline).await?;
    let may_read_meetings = meetings::access::READ.is_open_to(actor);
    let own = matches!(&version.state, Step::Proposed(step) if step.by == actor.key());
    let may_prepare = policies::access::PREPARE.is_open_to(actor);
    let may_decide = policies::access::DECIDE.is_open_to(actor) && !own;
    let may_simulate = app::simulations::access::may_run(actor);
    let stale = if may_prepare && version.draft().is_ok() {
        policies::stale_examples(db, id).await?.len()
    } else {
        0
    };
    let may_draft_guideline = app::guidelines::may_draft(actor, &version);
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
        decisions,
        origins,
        may_read_meetings,
        may_prepare,
        may_decide,
        may_simulate,
        may_draft_guideline,
        own,
        stale,
    })
}
