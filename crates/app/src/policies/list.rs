//! Versions as a list, and what waits for whom. There are tens of versions, never thousands, so they are filtered here.

use kernel::{Actor, CivilDate, Result, Text};

use super::model::{State, StateName, Version};
use policy::Policy;

use super::commands::parse;
use super::{access, store};
use crate::db::Sql;
use crate::db::list::{ListRequest, Paged};
use crate::todo::Todo;

/// Versions that `actor` may see: search by title, id or name of the version, filters `policy` and `state`, sort by
/// `title`, `version`, `state`, `from`; the newest first without a wish.
pub async fn list(
    sql: &impl Sql,
    actor: &Actor,
    today: CivilDate,
    request: ListRequest,
) -> Result<Paged<Version>> {
    access::READ.allow(actor)?;
    let mut rows = store::all(sql, today).await?;
    rows.retain(|version| may_see(actor, version) && wanted(version, &request));
    let from = |version: &Version| version.state.decision().map(|decision| decision.from);
    match request.sort.as_str() {
        "title" => rows.sort_by(|a, b| (&a.title.id, &a.version).cmp(&(&b.title.id, &b.version))),
        "version" => rows.sort_by(|a, b| a.version.cmp(&b.version)),
        "state" => rows.sort_by_key(|version| version.state.name()),
        "from" => rows.sort_by_key(from),
        _ => {}
    }
    if request.descending && !request.sort.is_empty() {
        rows.reverse();
    }
    let total = rows.len() as i64;
    let skip = usize::try_from(request.offset()).unwrap_or(0);
    let take = usize::try_from(request.limit()).unwrap_or(1);
    Ok(Paged {
        rows: rows.into_iter().skip(skip).take(take).collect(),
        total,
        request,
    })
}

/// Whether `actor` may read this version: what is decided is for everybody, drafts are not.
pub fn may_see(actor: &Actor, version: &Version) -> bool {
    version.state.decision().is_some() || access::READ_DRAFTS.is_open_to(actor)
}

fn wanted(version: &Version, request: &ListRequest) -> bool {
    let search = request.search.trim().to_lowercase();
    let texts = [
        Some(version.title.id.as_str()),
        version.title.en.as_deref(),
        Some(version.policy.as_str()),
        Some(version.version.as_str()),
    ];
    let mut texts = texts.into_iter().flatten().map(str::to_lowercase);
    let state = request.filter("state");
    let policy = request.filter("policy");
    texts.any(|text| text.contains(&search))
        && state.is_none_or(|state| version.state.name().key() == state)
        && policy.is_none_or(|policy| version.policy == policy)
}

/// The versions in force today, one or none for each policy.
pub async fn now_in_force(sql: &impl Sql, today: CivilDate) -> Result<Vec<Version>> {
    let mut rows = store::all(sql, today).await?;
    rows.retain(|version| version.state.name() == StateName::InForce);
    rows.sort_by(|a, b| a.policy.cmp(&b.policy));
    Ok(rows)
}

/// Versions in force today or decided for a day to come, each with the first of its days from today on.
pub async fn present_and_future(
    sql: &impl Sql,
    today: CivilDate,
) -> Result<Vec<(Version, CivilDate)>> {
    let mut rows: Vec<(Version, CivilDate)> = store::all(sql, today)
        .await?
        .into_iter()
        .filter_map(|version| match &version.state {
            State::InForce { .. } => Some((version, today)),
            State::Decided(decision) => {
                let from = decision.from;
                Some((version, from))
            }
            _ => None,
        })
        .collect();
    rows.sort_by(|(a, on), (b, later)| (&a.policy, on).cmp(&(&b.policy, later)));
    Ok(rows)
}

/// What waits for `actor`: proposals that she may decide on, and drafts that she began.
pub async fn todo(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Todo>> {
    let decides = access::DECIDE.is_open_to(actor);
    let prepares = access::PREPARE.is_open_to(actor);
    if !decides && !prepares {
        return Ok(Vec::new());
    }
    let key = actor.key();
    let rows = store::all(sql, today).await?;
    let wait = |version: &Version| match &version.state {
        State::Proposed(step) if decides && step.by != key => Some("policies-todo-decide"),
        State::Draft if prepares && version.created.by == key => Some("policies-todo-propose"),
        _ => None,
    };
    Ok(rows
        .iter()
        .filter_map(|version| Some((version, wait(version)?)))
        .map(|(version, text)| Todo {
            text: Text::new(text)
                .with("policy", &version.title.id)
                .with("version", &version.version),
            path: format!("/kebijakan/{}", version.id),
            deadline: None,
        })
        .collect())
}

/// Every version that `actor` may see, with its policy, the newest first.
pub async fn versions(
    sql: &impl Sql,
    actor: &Actor,
    today: CivilDate,
) -> Result<Vec<(Version, Policy)>> {
    let texts = store::texts(sql).await?;
    let mut found = Vec::new();
    for version in store::all(sql, today).await? {
        let text = texts.iter().find(|(id, _)| *id == version.id);
        if let Some((_, text)) = text.filter(|_| may_see(actor, &version)) {
            found.push((version, parse(text)?));
        }
    }
    Ok(found)
}

/// The first of these entries of the register that any version cites; versions that were given up do not count.
pub async fn first_cited(sql: &impl Sql, ids: &[&str]) -> Result<Option<String>> {
    if ids.is_empty() {
        return Ok(None);
    }
    let texts = store::texts(sql).await?;
    let day = CivilDate::new(2000, 1, 1).map_err(kernel::Error::internal)?;
    for version in store::all(sql, day).await? {
        let dropped = version.state.name() == StateName::Dropped;
        let text = texts.iter().find(|(id, _)| *id == version.id);
        let Some((_, text)) = text.filter(|_| !dropped) else {
            continue;
        };
        let policy = parse(text)?;
        let params = policy.params().iter().flat_map(|param| &param.cite);
        let mut cited = params.chain(policy.rules().iter().flat_map(|rule| &rule.cite));
        if let Some(id) = cited.find(|id| ids.contains(&id.as_str())) {
            return Ok(Some(id.clone()));
        }
    }
    Ok(None)
}
