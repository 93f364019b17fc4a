//! Questions of pages: the list, one instrument with its articles and relations, what rests on it, what is late.

use std::sync::Arc;

use kernel::{Actor, CivilDate, Error, PolicyVersionId, Result, Text};
use policy::{Dependent, Entry, Register, Source, Standing};

use super::model::{Confidence, Kind, Own, Relating, Stage, standing_key};
use super::{access, edition, store};
use crate::db::Sql;
use crate::db::list::{ListRequest, Paged};
use crate::policies;
use crate::todo::Todo;

/// An instrument, or a regulation to be prepared, in a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brief {
    /// How it is cited, such as `UU 5/2014`; the code of a plan.
    pub name: String,
    /// Title.
    pub title: String,
    /// Kind, if the register tells.
    pub kind: Option<Kind>,
    /// First day in force, if known.
    pub from: Option<CivilDate>,
    /// First day no longer in force.
    pub to: Option<CivilDate>,
    /// Whether it is in force on the day asked for; none for what is still prepared.
    pub standing: Option<Standing>,
    /// Stage of what is still prepared, if known.
    pub stage: Option<Stage>,
    /// Who prepares it.
    pub owner: Option<String>,
    /// When it is due.
    pub due: Option<CivilDate>,
    /// How sure we are.
    pub confidence: Confidence,
    /// Code, when the agency entered it.
    pub own: Option<String>,
    /// Number of articles in the register.
    pub articles: usize,
    rank: u8,
}

impl Brief {
    /// Where its page is.
    pub fn path(&self) -> String {
        path(self.own.as_deref().unwrap_or(&self.name))
    }

    /// Whether it is still prepared and late on `today`.
    pub fn overdue(&self, today: CivilDate) -> bool {
        self.standing.is_none() && self.due.is_some_and(|due| due < today)
    }

    /// The word of its state, for filters: a standing, or `prepared`.
    pub fn state(&self) -> &'static str {
        self.standing.map_or("prepared", standing_key)
    }
}

/// An id as it stands in an address: everything but letters and digits becomes a hyphen.
pub fn slug(id: &str) -> String {
    id.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect()
}

/// Where the page of an instrument is, by its name or code. An article has its anchor: see [`Shown`].
pub fn path(id: &str) -> String {
    format!("/regulasi/{}", slug(id))
}

fn all(register: &Register, own: &[Own], on: CivilDate) -> Vec<Brief> {
    let code = |name: &str| {
        own.iter()
            .find(|one| one.name.as_deref() == Some(name) || one.code == name)
    };
    let sources = register.sources().iter().map(|source| Brief {
        name: source.id.clone(),
        title: source.title.clone(),
        kind: source.kind.and_then(Kind::of),
        from: source.from,
        to: source.to,
        standing: Some(source.standing(on)),
        stage: None,
        owner: code(&source.id).map(|one| one.owner.clone()),
        due: None,
        confidence: Confidence::of(source.confidence),
        own: code(&source.id).map(|one| one.code.clone()),
        articles: articles_of(register, &source.id).count(),
        rank: source.rank,
    });
    let planned = register.planned().iter().map(|planned| Brief {
        name: planned.id.clone(),
        title: planned.title.clone(),
        kind: Kind::of(planned.kind),
        from: None,
        to: None,
        standing: None,
        stage: planned.stage.map(Stage::of),
        owner: Some(planned.owner.clone()),
        due: planned.due,
        confidence: Confidence::of(planned.confidence),
        own: code(&planned.id).map(|one| one.code.clone()),
        articles: 0,
        rank: Kind::of(planned.kind).map_or(9, |kind| u8::try_from(kind.place().0).unwrap_or(9)),
    });
    sources.chain(planned).collect()
}

fn articles_of<'a>(register: &'a Register, source: &'a str) -> impl Iterator<Item = &'a Entry> {
    let entries = register.entries().iter();
    entries.filter(move |entry| entry.source == source)
}

/// Instruments and plans: search in name, title, owner and articles; filters `kind`, `state` (a standing or
/// `prepared`), `confidence`, `origin` (`own`); `on` is the day of the standing. Sorted by hierarchy, or by `name`,
/// `title`, `from`, `due`.
pub async fn list(sql: &impl Sql, request: ListRequest, on: CivilDate) -> Result<Paged<Brief>> {
    let (register, own) = (edition::register(sql).await?, store::all(sql).await?);
    let search = request.search.trim().to_lowercase();
    let fits = |brief: &Brief| {
        let text = |text: &str| text.to_lowercase().contains(&search);
        let found = search.is_empty()
            || text(&brief.name)
            || text(&brief.title)
            || brief.own.as_deref().is_some_and(text)
            || brief.owner.as_deref().is_some_and(text)
            || articles_of(&register, &brief.name)
                .any(|entry| text(&entry.id) || text(&entry.article) || text(&entry.says.id));
        found
            && request
                .filter("kind")
                .is_none_or(|kind| brief.kind.is_some_and(|own| own.key() == kind))
            && request.filter("state").is_none_or(|s| s == brief.state())
            && request
                .filter("confidence")
                .is_none_or(|c| c == brief.confidence.key())
            && request
                .filter("origin")
                .is_none_or(|origin| (origin == "own") == brief.own.is_some())
    };
    let mut rows: Vec<Brief> = all(&register, &own, on).into_iter().filter(fits).collect();
    match request.sort.as_str() {
        "name" => rows.sort_by(|a, b| a.name.cmp(&b.name)),
        "title" => rows.sort_by(|a, b| a.title.cmp(&b.title)),
        "from" => rows.sort_by_key(|row| row.from),
        "due" => rows.sort_by_key(|row| (row.due.is_none(), row.due)),
        _ => rows.sort_by_key(|row| (row.standing.is_none(), row.rank, row.from)),
    }
    if request.descending {
        rows.reverse();
    }
    let total = rows.len() as i64;
    let (skip, take) = (request.offset(), request.limit());
    let rows = rows
        .into_iter()
        .skip(usize::try_from(skip).unwrap_or(usize::MAX))
        .take(usize::try_from(take).unwrap_or_default())
        .collect();
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// What a search text finds, for choosing: at most twenty.
pub async fn find(sql: &impl Sql, text: &str, on: CivilDate) -> Result<Vec<Brief>> {
    let request = ListRequest {
        search: text.to_owned(),
        per_page: 20,
        ..ListRequest::default()
    };
    Ok(list(sql, request, on).await?.rows)
}

/// An instrument or plan by its name, its code, the id of one of its articles, or any of these as a [`slug`].
pub async fn brief(sql: &impl Sql, id: &str, on: CivilDate) -> Result<Option<Brief>> {
    let (register, own) = (edition::register(sql).await?, store::all(sql).await?);
    Ok(find_one(&register, &own, id, on))
}

fn find_one(register: &Register, own: &[Own], id: &str, on: CivilDate) -> Option<Brief> {
    let wanted = slug(id);
    let rows = all(register, own, on);
    let is = |name: &str| slug(name) == wanted;
    let found = |brief: &&Brief| is(&brief.name) || brief.own.as_deref().is_some_and(is);
    if let Some(found) = rows.iter().find(found) {
        return Some(found.clone());
    }
    let entry = register.entries().iter().find(|entry| is(&entry.id))?;
    rows.into_iter().find(|brief| brief.name == entry.source)
}

/// A relation as the page of one instrument shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RelationLine {
    /// Whether this instrument does it, or it is done to it.
    pub does: bool,
    /// What is done.
    pub kind: Relating,
    /// Article of this instrument that takes part, if one does.
    pub here: Option<String>,
    /// Name of the other instrument, with its article.
    pub other: String,
    /// Where the other one is.
    pub path: String,
    /// Since when.
    pub since: Option<CivilDate>,
    /// How far it goes.
    pub note: Option<String>,
    /// How sure we are.
    pub confidence: Confidence,
    /// Id of the line, when the agency entered it here.
    pub link: Option<String>,
}

/// What waits for a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitLine {
    /// In words.
    pub text: String,
    /// What it says, for an entry.
    pub says: String,
    /// Where it is.
    pub path: Option<String>,
}

/// One instrument or plan with all that the register knows of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// In a line.
    pub brief: Brief,
    /// The instrument; none while it is prepared.
    pub source: Option<Source>,
    /// Remark.
    pub note: Option<String>,
    /// Its articles; each has the id as its anchor on the page.
    pub articles: Vec<Entry>,
    /// Relations both ways, also of its articles.
    pub relations: Vec<RelationLine>,
    /// What waits for it.
    pub waits: Vec<WaitLine>,
    /// What is prepared and awaited by its articles.
    pub awaits: Vec<Brief>,
    /// The agency's own data.
    pub own: Option<Own>,
    /// Article that was asked for, when the id was one of an article.
    pub asked: Option<String>,
    /// The register it was read from.
    pub register: Arc<Register>,
}

/// One instrument or plan by name, code, article or slug, with its standing on the day `on`.
///
/// # Errors
/// Not found when the register does not know it.
pub async fn entry(sql: &impl Sql, id: &str, on: CivilDate) -> Result<Shown> {
    let (register, own) = (edition::register(sql).await?, store::all(sql).await?);
    let brief = find_one(&register, &own, id, on).ok_or_else(Error::not_found)?;
    let wanted = slug(id);
    let asked = register
        .entries()
        .iter()
        .find(|entry| entry.source == brief.name && slug(&entry.id) == wanted)
        .map(|entry| entry.id.clone());
    let own = own
        .into_iter()
        .find(|one| brief.own.as_deref() == Some(&one.code));
    let planned = register.planned().iter().find(|p| p.id == brief.name);
    let source = register.source(&brief.name).cloned();
    let note = match (&source, planned) {
        (Some(source), _) => source.note.clone(),
        (None, Some(planned)) => planned.note.clone(),
        (None, None) => None,
    };
    let articles: Vec<Entry> = articles_of(&register, &brief.name).cloned().collect();
    let awaits = register
        .planned()
        .iter()
        .filter(|planned| {
            let mut waits = planned.waits.iter();
            waits.any(|id| articles.iter().any(|article| article.id == *id))
        })
        .filter_map(|planned| find_one(&register, own.as_slice(), &planned.id, on))
        .collect();
    let waits = match (&own, planned) {
        (Some(own), _) => own
            .waits
            .iter()
            .map(|wait| waiting(&register, wait))
            .collect(),
        (None, Some(planned)) => planned
            .waits
            .iter()
            .map(|id| entry_waiting(&register, id, id))
            .collect(),
        (None, None) => Vec::new(),
    };
    let relations = relations(&register, &brief.name, own.as_ref());
    Ok(Shown {
        brief,
        source,
        note,
        articles,
        relations,
        waits,
        awaits,
        own,
        asked,
        register,
    })
}

fn waiting(register: &Register, wait: &super::model::Wait) -> WaitLine {
    match &wait.entry {
        Some(id) => entry_waiting(register, id, &wait.text),
        None => WaitLine {
            text: wait.text.clone(),
            says: String::new(),
            path: wait.path.clone(),
        },
    }
}

fn entry_waiting(register: &Register, id: &str, text: &str) -> WaitLine {
    let entry = register.entry(id);
    WaitLine {
        text: text.to_owned(),
        says: entry.map(|entry| entry.says.id.clone()).unwrap_or_default(),
        path: entry.map(|entry| format!("{}#{}", path(&entry.source), entry.id)),
    }
}

fn relations(register: &Register, name: &str, own: Option<&Own>) -> Vec<RelationLine> {
    let end = |id: &str| match register.entry(id) {
        Some(entry) => (entry.source.clone(), Some(entry)),
        None => (id.to_owned(), None),
    };
    let mut found = Vec::new();
    for relation in register.relations() {
        let ((by, by_article), (of, of_article)) = (end(&relation.by), end(&relation.of));
        let does = match (by == name, of == name) {
            (true, _) => true,
            (_, true) => false,
            _ => continue,
        };
        let (here, there, other) = if does {
            (by_article, of_article, of)
        } else {
            (of_article, by_article, by)
        };
        let link = own.filter(|_| does).and_then(|own| {
            let mut links = own.links.iter();
            links.find(|link| {
                link.target == relation.of
                    && link.kind == Relating::of(relation.kind)
                    && link.since == relation.from
            })
        });
        found.push(RelationLine {
            does,
            kind: Relating::of(relation.kind),
            here: here.map(|entry| entry.article.clone()),
            path: match there {
                Some(entry) => format!("{}#{}", path(&other), entry.id),
                None => path(&other),
            },
            other: match there {
                Some(entry) => format!("{other} {}", entry.article),
                None => other,
            },
            since: relation.from,
            note: relation.note.clone(),
            confidence: Confidence::of(relation.confidence),
            link: link.map(|link| link.id.clone()),
        });
    }
    found
}

/// A version of a policy and what in it rests on an instrument.
#[derive(Clone, Debug)]
pub struct Resting {
    /// Id of the version.
    pub version: PolicyVersionId,
    /// Title of the policy.
    pub title: policy::Lang,
    /// Name of the version.
    pub name: String,
    /// Its state.
    pub state: policies::StateName,
    /// Parameters and rules, with what they say and whether they stop without it.
    pub dependents: Vec<(Dependent, policy::Lang)>,
}

/// Parameters and rules of every version that `actor` may see and that rest on an instrument or article; given up and
/// replaced ones too, since what was decided by them stays true.
pub async fn resting(
    sql: &impl Sql,
    actor: &Actor,
    id: &str,
    today: CivilDate,
) -> Result<Vec<Resting>> {
    let register = edition::register(sql).await?;
    let mut found = Vec::new();
    for (version, policy) in policies::versions(sql, actor, today).await? {
        let dependents = register.rests_on(id, std::slice::from_ref(&policy));
        if dependents.is_empty() {
            continue;
        }
        let outline = policies::outline(&policy, &register);
        let says = |one: &Dependent| {
            let rule = outline.rules.iter().find(|rule| rule.id == one.id);
            let param = outline.params.iter().find(|param| param.name == one.id);
            match (one.kind, rule, param) {
                (policy::DependentKind::Rule, Some(rule), _) => rule.says.clone(),
                (policy::DependentKind::Param, _, Some(param)) => param.says.clone(),
                _ => policy::Lang::default(),
            }
        };
        found.push(Resting {
            version: version.id,
            title: version.title.clone(),
            name: version.version.clone(),
            state: version.state.name(),
            dependents: dependents
                .into_iter()
                .map(|one| {
                    let says = says(&one);
                    (one, says)
                })
                .collect(),
        });
    }
    Ok(found)
}

/// What is late, for those who prepare regulations.
pub async fn todo(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Todo>> {
    if !access::EDIT.is_open_to(actor) {
        return Ok(Vec::new());
    }
    let late = store::overdue(sql, today).await?;
    Ok(late
        .into_iter()
        .map(|(code, title, due)| Todo {
            text: Text::new("regulations-todo-overdue").with("title", title),
            path: path(&code),
            deadline: Some(due),
        })
        .collect())
}
