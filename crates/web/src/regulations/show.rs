//! One instrument or plan: articles, relations both ways, what rests on it, which letters name it.

use app::letters::{self, Letter};
use app::meetings;
use app::policies::Language;
use app::regulations::{self, Confidence, Entry, Event, Resting, Shown, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::CivilDate;

use super::language;
use crate::shell::{Answer, AppState, Form, ListQuery, Page, html};

/// Most letters shown; the list of letters has the rest.
const LETTERS: i64 = 50;

#[derive(Template)]
#[template(path = "regulations/show.html")]
struct Show {
    page: Page,
    f: Form,
    language: Language,
    on: CivilDate,
    one: Shown,
    resting: Vec<Resting>,
    letters: Vec<Letter>,
    decisions: Vec<meetings::Brief>,
    events: Vec<Event>,
    may_edit: bool,
    /// Ids of successors with their instrument and article.
    successors: Vec<(String, String)>,
}

impl Show {
    /// The article that says it now, by its name.
    fn successor<'a>(&'a self, id: &'a str) -> &'a str {
        let mut all = self.successors.iter();
        all.find(|one| one.0 == id).map_or(id, |one| &one.1)
    }

    /// How many of the rules and parameters stop when it is revoked.
    fn stops(&self) -> usize {
        let all = self.resting.iter().flat_map(|version| &version.dependents);
        all.filter(|(dependent, _)| dependent.stops).count()
    }

    fn late(&self) -> bool {
        self.one.brief.overdue(self.page.today)
    }
}

/// Key of the confidence of an article.
pub(super) fn confidence(entry: &Entry) -> Confidence {
    Confidence::of(entry.confidence)
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?;
    let db = &state.app.db;
    let on = list.filter_as("pada").unwrap_or(page.today);
    let one = regulations::entry(db, &key, on).await?;
    let resting = regulations::resting(db, actor, &one.brief.name, page.today).await?;
    let letters = letters::citing(db, actor, &one.brief.name, LETTERS).await?;
    let mut decisions = Vec::new();
    let articles = one.articles.iter().map(|article| article.id.as_str());
    let names = [Some(one.brief.name.as_str()), one.brief.own.as_deref()];
    let mut ids: Vec<&str> = names.into_iter().flatten().chain(articles).collect();
    ids.sort_unstable();
    ids.dedup();
    if meetings::access::READ.is_open_to(actor) {
        for id in ids {
            decisions.extend(meetings::of_regulation(db, id).await?);
        }
    }
    let events = match &one.own {
        Some(own) => regulations::events(db, &own.code).await?,
        None => Vec::new(),
    };
    let register = regulations::register(db).await?;
    let successors = one.articles.iter().filter_map(|article| {
        let entry = register.entry(article.successor.as_deref()?)?;
        let name = format!("{} {}", entry.source, entry.article);
        Some((entry.id.clone(), name))
    });
    let successors = successors.collect();
    let may_edit = access::EDIT.is_open_to(actor) && one.own.is_some();
    let (language, f) = (language(&page), Form::new(&page));
    let name = one.brief.name.clone();
    html(&Show {
        page: page
            .title_name(name)
            .crumb("/regulasi", "regulations-title"),
        f,
        language,
        on,
        one,
        resting,
        letters,
        decisions,
        events,
        may_edit,
        successors,
    })
}
