//! What officers do with the register: enter, change, carry from stage to stage, promulgate, relate, end.

use std::sync::Arc;

use kernel::{Actor, CivilDate, Error, Result, Text};

use super::articles::{read_articles, read_waits};
use super::model::{Act, Confidence, Kind, Link, Own, Relating, Stage, Wait};
use super::queries::slug;
use super::{access, edition, lint, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Tx;
use crate::policies;

/// A new entry as it is typed.
#[derive(Clone, Debug)]
pub struct New {
    /// Short name in capitals, digits and hyphens, such as `PERGUB-MAGANG`.
    pub code: String,
    /// Kind.
    pub kind: Kind,
    /// How sure we are of what will be written down.
    pub confidence: Confidence,
    /// Stage at which it stands; [`Stage::Diundangkan`] only by [`promulgate`].
    pub stage: Stage,
    /// The rest.
    pub edit: Edit,
}

/// What may be changed of an entry, as it is typed.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Title, or working title.
    pub title: String,
    /// Who prepares or keeps it.
    pub owner: String,
    /// When it is due.
    pub due: Option<CivilDate>,
    /// Remark.
    pub note: Option<String>,
    /// What waits for it, one a line: an entry, `/page | text`, or a text.
    pub waits: String,
}

/// A promulgation as it is typed.
#[derive(Clone, Debug)]
pub struct Promulgation {
    /// How it is cited, such as `Pergub Contoh 7/2026`.
    pub name: String,
    /// Full title for letters.
    pub title: String,
    /// Number.
    pub number: String,
    /// Date of promulgation.
    pub date: CivilDate,
    /// First day in force, on or after the date.
    pub from: CivilDate,
    /// Its articles, one a line: `Pasal 5 ayat (2) | what it says`.
    pub articles: String,
}

fn line(actor: &Actor, act: &str, code: &str) -> Entry {
    Entry::new(actor, act, "regulation", code)
}

/// Somebody else changed the entry between reading and writing.
fn moved() -> Error {
    Error::refused("regulations-moved").next("regulations-next-look")
}

async fn waits_of(tx: &Tx, own: &Own, text: &str) -> Result<Vec<Wait>> {
    let register = edition::register(tx).await?;
    let mine = |id: &str| own.articles.iter().any(|article| article.id == id);
    read_waits(text, |id| register.entry(id).is_some() || mine(id))
}

/// Texts of the agency's entry must not name a law wrongly.
async fn lint_edit(tx: &Tx, edit: &Edit, today: CivilDate) -> Result<()> {
    let register = edition::register(tx).await?;
    let note = edit.note.as_deref().unwrap_or_default();
    let fields = [
        ("title", edit.title.as_str()),
        ("note", note),
        ("waits", edit.waits.as_str()),
    ];
    lint::refuse_slips(&register, today, false, &fields)
}

/// Enters an instrument or a plan of the agency; its code comes back. The same form sent twice enters one.
///
/// # Errors
/// Invalid when the code is taken or not of capitals, digits and hyphens, and when a text names a law wrongly.
pub async fn add(app: &App, actor: &Actor, new: New, nonce: Option<String>) -> Result<String> {
    access::EDIT.allow(actor)?;
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let length = new.code.len();
    if !(3..=40).contains(&length)
        || !new.code.chars().all(fits)
        || !new.code.starts_with(|c: char| c.is_ascii_uppercase())
        || new.code.ends_with('-')
    {
        return Err(Error::invalid_field("code", "regulations-code-form"));
    }
    if new.stage == Stage::Diundangkan {
        return Err(Error::invalid_field(
            "stage",
            "regulations-promulgate-first",
        ));
    }
    let today = app.clock.today();
    let (new, actor) = (Arc::new(new), actor.clone());
    app.db
        .write(move |tx| {
            let (new, actor, nonce) = (new.clone(), actor.clone(), nonce.clone());
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    add_in(&tx, &actor, &new, today).await
                })
                .await
            })
        })
        .await
}

async fn add_in(tx: &Tx, actor: &Actor, new: &New, today: CivilDate) -> Result<String> {
    store::lock(tx).await?;
    lint_edit(tx, &new.edit, today).await?;
    let register = edition::register(tx).await?;
    let taken = register.sources().iter().map(|source| &source.id);
    let taken = taken.chain(register.planned().iter().map(|planned| &planned.id));
    let entries = register.entries().iter().map(|entry| &entry.id);
    let mut names = taken.chain(entries);
    if names.any(|name| slug(name) == new.code) {
        return Err(Error::invalid_field("code", "regulations-code-taken"));
    }
    let mut own = Own {
        code: new.code.clone(),
        kind: new.kind,
        title: new.edit.title.clone(),
        owner: new.edit.owner.clone(),
        stage: new.stage,
        due: new.edit.due,
        name: None,
        number: None,
        year: None,
        from: None,
        to: None,
        confidence: new.confidence,
        note: new.edit.note.clone(),
        revision: 1,
        articles: Vec::new(),
        links: Vec::new(),
        waits: Vec::new(),
    };
    own.waits = waits_of(tx, &own, &new.edit.waits).await?;
    if store::insert(tx, &own).await? == 0 {
        return Err(Error::invalid_field("code", "regulations-code-taken"));
    }
    store::put_waits(tx, &own.code, &own.waits).await?;
    stored(tx, actor, &own, Act::Create, None).await?;
    tx.audit(
        line(actor, "regulation.add", &own.code)
            .with("kind", own.kind.key())
            .with("stage", own.stage.key()),
    );
    Ok(own.code)
}

/// Writes the history and renews the register: the end of every act.
async fn stored(
    tx: &Tx,
    actor: &Actor,
    own: &Own,
    act: Act,
    note: Option<&str>,
) -> Result<policy::Register> {
    let by = (actor.key(), actor.name.as_str());
    store::put_event(tx, &own.code, act, own.stage, (&by.0, by.1), note).await?;
    edition::renew(tx).await
}

/// Changes title, owner, due date, remark and what waits. `revision` is the one that the writer has read.
pub async fn edit(app: &App, actor: &Actor, code: &str, edit: Edit, revision: i64) -> Result<()> {
    access::EDIT.allow(actor)?;
    let today = app.clock.today();
    let (code, edit, actor) = (code.to_owned(), Arc::new(edit), actor.clone());
    app.db
        .write(move |tx| {
            let (code, edit, actor) = (code.clone(), edit.clone(), actor.clone());
            Box::pin(async move {
                store::lock(&tx).await?;
                lint_edit(&tx, &edit, today).await?;
                let mut own = store::own(&tx, &code).await?;
                own.title = edit.title.clone();
                own.owner = edit.owner.clone();
                own.due = edit.due;
                own.note = edit.note.clone();
                own.revision = revision;
                own.waits = waits_of(&tx, &own, &edit.waits).await?;
                if store::update(&tx, &own).await? == 0 {
                    return Err(moved());
                }
                store::put_waits(&tx, &code, &own.waits).await?;
                stored(&tx, &actor, &own, Act::Edit, None).await?;
                tx.audit(line(&actor, "regulation.edit", &code).with("revision", revision + 1));
                Ok(())
            })
        })
        .await
}

/// Brings a plan to another stage. Going back needs a reason.
///
/// # Errors
/// Refused once it is promulgated; invalid without a reason when it goes back, and for the same stage.
pub async fn advance(
    app: &App,
    actor: &Actor,
    code: &str,
    stage: Stage,
    note: Option<String>,
) -> Result<()> {
    access::EDIT.allow(actor)?;
    let (code, actor) = (code.to_owned(), actor.clone());
    app.db
        .write(move |tx| {
            let (code, actor, note) = (code.clone(), actor.clone(), note.clone());
            Box::pin(async move {
                store::lock(&tx).await?;
                let mut own = store::own(&tx, &code).await?;
                own.may_come_to(stage)?;
                if stage < own.stage && note.is_none() {
                    return Err(Error::invalid_field("note", "regulations-back-why"));
                }
                let before = own.stage;
                own.stage = stage;
                if store::update(&tx, &own).await? == 0 {
                    return Err(moved());
                }
                stored(&tx, &actor, &own, Act::Stage, note.as_deref()).await?;
                let mut entry = line(&actor, "regulation.stage", &code)
                    .with("before", before.key())
                    .with("stage", stage.key());
                if let Some(note) = &note {
                    entry = entry.with("note", tx.commit_to(note));
                }
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Gives a plan its number, its date and its articles: from now on it is an instrument that policies may cite.
///
/// # Errors
/// Invalid when the name is taken, has no kind, number and year, or the first day lies before the date; when an
/// article cannot be read or its id is taken; when a text names a law wrongly.
pub async fn promulgate(app: &App, actor: &Actor, code: &str, order: Promulgation) -> Result<()> {
    access::EDIT.allow(actor)?;
    let today = app.clock.today();
    let articles = read_articles(code, &order.articles)?;
    let mut wrong: Vec<(&str, Text)> = Vec::new();
    let tail = format!(" {}/{}", order.number, order.date.year());
    if !order.name.ends_with(&tail) {
        let text = Text::new("regulations-name-form").with("tail", tail.trim());
        wrong.push(("name", text));
    }
    if order.date > today {
        wrong.push(("date", "regulations-date-future".into()));
    }
    if order.from < order.date {
        wrong.push(("from", "regulations-from-early".into()));
    }
    if let Some((field, text)) = wrong.first().cloned() {
        let error = Error::invalid_field(field, text);
        return Err(wrong
            .into_iter()
            .skip(1)
            .fold(error, |error, (field, text)| error.field(field, text)));
    }
    let (code, order) = (code.to_owned(), Arc::new((order, articles)));
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (code, order, actor) = (code.clone(), order.clone(), actor.clone());
            Box::pin(async move {
                let (order, articles) = &*order;
                store::lock(&tx).await?;
                let register = edition::register(&tx).await?;
                lint::refuse_slips(
                    &register,
                    order.date,
                    false,
                    &[("title", order.title.as_str())],
                )?;
                lint::refuse_slips(
                    &register,
                    order.from,
                    true,
                    &[("articles", order.articles.as_str())],
                )?;
                let mut own = store::own(&tx, &code).await?;
                if own.stage == Stage::Diundangkan {
                    return Err(Error::refused("regulations-is-promulgated")
                        .next("regulations-next-successor"));
                }
                let known = register.source(&order.name).is_some();
                if known || store::name_of_other(&tx, &code, &order.name).await? {
                    return Err(Error::invalid_field("name", "regulations-name-taken"));
                }
                own.stage = Stage::Diundangkan;
                own.name = Some(order.name.clone());
                own.title = order.title.clone();
                own.number = Some(order.number.clone());
                own.year = Some(i64::from(order.date.year()));
                own.from = Some(order.from);
                free(&tx, &register, &own, articles).await?;
                own.articles = articles.clone();
                if store::update(&tx, &own).await? == 0 {
                    return Err(moved());
                }
                store::put_articles(&tx, &code, articles).await?;
                stored(&tx, &actor, &own, Act::Promulgate, Some(&order.name)).await?;
                tx.audit(
                    line(&actor, "regulation.promulgate", &code)
                        .with("name", order.name.as_str())
                        .with("from", order.from.to_string())
                        .with("articles", articles.len() as i64),
                );
                Ok(())
            })
        })
        .await
}

/// Refuses article ids that another instrument has.
async fn free(
    tx: &Tx,
    register: &policy::Register,
    own: &Own,
    articles: &[super::model::Article],
) -> Result<()> {
    for article in articles {
        let mine = own.name.as_deref().unwrap_or(&own.code);
        let known = register.entry(&article.id);
        let taken = known.is_some_and(|entry| entry.source != mine)
            || store::article_of_other(tx, &own.code, &article.id).await?;
        if taken {
            let text = Text::new("regulations-article-taken").with("id", &article.id);
            return Err(Error::invalid_field("articles", text));
        }
    }
    Ok(())
}

/// Writes the articles of an instrument anew; those that a policy cites must stay.
///
/// # Errors
/// Refused when it is not promulgated; invalid when a line cannot be read, an article that a policy cites is left
/// out, or a text names a law wrongly.
pub async fn set_articles(
    app: &App,
    actor: &Actor,
    code: &str,
    text: &str,
    revision: i64,
) -> Result<()> {
    access::EDIT.allow(actor)?;
    let articles = Arc::new((read_articles(code, text)?, text.to_owned()));
    let (code, actor) = (code.to_owned(), actor.clone());
    app.db
        .write(move |tx| {
            let (code, articles, actor) = (code.clone(), articles.clone(), actor.clone());
            Box::pin(async move {
                let (articles, text) = &*articles;
                store::lock(&tx).await?;
                let register = edition::register(&tx).await?;
                let mut own = store::own(&tx, &code).await?;
                let Some(from) = own.from else {
                    return Err(Error::refused("regulations-not-promulgated")
                        .next("regulations-next-promulgate"));
                };
                lint::refuse_slips(&register, from, true, &[("articles", text.as_str())])?;
                free(&tx, &register, &own, articles).await?;
                let gone: Vec<&str> = own
                    .articles
                    .iter()
                    .map(|article| article.id.as_str())
                    .filter(|id| articles.iter().all(|kept| kept.id != *id))
                    .collect();
                if let Some(cited) = policies::first_cited(&tx, &gone).await? {
                    let text = Text::new("regulations-article-cited").with("id", cited);
                    return Err(Error::invalid_field("articles", text));
                }
                own.revision = revision;
                if store::update(&tx, &own).await? == 0 {
                    return Err(moved());
                }
                store::put_articles(&tx, &code, articles).await?;
                stored(&tx, &actor, &own, Act::Articles, None).await?;
                tx.audit(
                    line(&actor, "regulation.articles", &code)
                        .with("articles", articles.len() as i64)
                        .with("digest", crate::sha256_hex(text.as_bytes())),
                );
                Ok(())
            })
        })
        .await
}

/// Says what an instrument does to another, since a day. A dated revocation ends the other on that day.
///
/// # Errors
/// Invalid when the register does not know the other one, or a revocation has no date.
pub async fn relate(
    app: &App,
    actor: &Actor,
    code: &str,
    kind: Relating,
    target: &str,
    since: Option<CivilDate>,
    note: Option<String>,
) -> Result<()> {
    access::EDIT.allow(actor)?;
    if kind == Relating::Revokes && since.is_none() {
        return Err(Error::invalid_field("since", "regulations-revoked-when"));
    }
    let (code, target) = (code.to_owned(), target.trim().to_owned());
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (code, target, note, actor) =
                (code.clone(), target.clone(), note.clone(), actor.clone());
            Box::pin(async move {
                store::lock(&tx).await?;
                let register = edition::register(&tx).await?;
                let own = store::own(&tx, &code).await?;
                let itself = own.name.as_deref() == Some(&target) || own.code == target;
                let known = register.source(&target).is_some() || register.entry(&target).is_some();
                if itself || !known {
                    return Err(Error::invalid_field("target", "regulations-target-unknown"));
                }
                let link = Link {
                    id: tx.new_id::<uuid::Uuid>().to_string(),
                    kind,
                    target: target.clone(),
                    since,
                    note,
                };
                store::put_link(&tx, &code, &link).await?;
                let said = format!("{kind} {target}");
                stored(&tx, &actor, &own, Act::Relation, Some(&said)).await?;
                tx.audit(
                    line(&actor, "regulation.relate", &code)
                        .with("kind", kind.key())
                        .with("target", target),
                );
                Ok(())
            })
        })
        .await
}

/// Takes a relation out that was entered by mistake.
pub async fn unrelate(app: &App, actor: &Actor, code: &str, link: &str) -> Result<()> {
    access::EDIT.allow(actor)?;
    let (code, link, actor) = (code.to_owned(), link.to_owned(), actor.clone());
    app.db
        .write(move |tx| {
            let (code, link, actor) = (code.clone(), link.clone(), actor.clone());
            Box::pin(async move {
                store::lock(&tx).await?;
                let own = store::own(&tx, &code).await?;
                let line_of = own.links.iter().find(|one| one.id == link);
                let target = line_of.ok_or_else(Error::not_found)?.target.clone();
                store::remove_link(&tx, &code, &link).await?;
                let said = format!("– {target}");
                stored(&tx, &actor, &own, Act::Relation, Some(&said)).await?;
                tx.audit(line(&actor, "regulation.unrelate", &code).with("target", target));
                Ok(())
            })
        })
        .await
}

/// Ends an instrument of the agency: `to` is the first day on which it is no longer in force.
///
/// # Errors
/// Refused when it is not promulgated; invalid when the day does not come after its first, or without a reason.
pub async fn end(app: &App, actor: &Actor, code: &str, to: CivilDate, note: &str) -> Result<()> {
    access::EDIT.allow(actor)?;
    let note = note.trim().to_owned();
    if note.is_empty() {
        return Err(Error::invalid_field("note", "error-required"));
    }
    let (code, actor) = (code.to_owned(), actor.clone());
    app.db
        .write(move |tx| {
            let (code, note, actor) = (code.clone(), note.clone(), actor.clone());
            Box::pin(async move {
                store::lock(&tx).await?;
                let mut own = store::own(&tx, &code).await?;
                let Some(from) = own.from else {
                    return Err(Error::refused("regulations-not-promulgated")
                        .next("regulations-next-promulgate"));
                };
                if to <= from {
                    return Err(Error::invalid_field("to", "regulations-to-early"));
                }
                own.to = Some(to);
                if store::update(&tx, &own).await? == 0 {
                    return Err(moved());
                }
                stored(&tx, &actor, &own, Act::End, Some(&note)).await?;
                tx.audit(
                    line(&actor, "regulation.end", &code)
                        .with("to", to.to_string())
                        .with("note", tx.commit_to(&note)),
                );
                Ok(())
            })
        })
        .await
}
