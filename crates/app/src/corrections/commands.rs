//! Asking for a correction, forwarding, declining, taking back; and resolving it when the register holds the value.

use std::collections::BTreeSet;

use kernel::{Actor, CivilDate, CorrectionId, Error, PersonId, Result, Scope, Text};
use policy::schema::{FieldType, Kind};
use policy::{Lang, Language};

use super::model::{Correction, CorrectionState, is_wanted};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::db::list::{ListRequest, every_row};
use crate::db::{Sql, Tx};
use crate::nominations;
use crate::notices;
use crate::people;
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::todo::Todo;

/// What an employee writes.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Name of the fact in the policy schema.
    pub fact: String,
    /// The right value.
    pub wanted: String,
    /// Why.
    pub reason: String,
    /// A paper that shows it: PDF, JPEG or PNG.
    pub scan: Option<Vec<u8>>,
}

/// A fact as it stands, for the form.
#[derive(Clone, Debug)]
pub struct FactNow {
    /// Name in the policy schema.
    pub name: &'static str,
    /// What it is.
    pub label: Lang,
    /// The value, if there is one.
    pub value: Option<Lang>,
    /// Where it comes from, or usually comes from.
    pub source: String,
    /// When that source was made.
    pub date: Option<CivilDate>,
    /// Whether it is a date.
    pub is_date: bool,
    /// The values that it can have: value and label; empty for free text.
    pub words: Vec<(&'static str, Lang)>,
}

/// What a fact of the schema is called; its name when the schema lacks it.
pub fn label(fact: &str) -> Lang {
    Kind::Person
        .fields()
        .iter()
        .find(|field| field.name == fact)
        .map_or_else(|| Lang::new(fact, fact), |field| field.label())
}

/// A fact of `person` as it stands today; not found for a name that the schema lacks.
pub async fn fact_of(
    sql: &impl Sql,
    scope: &Scope,
    person: PersonId,
    at: CivilDate,
    name: &str,
) -> Result<FactNow> {
    let field = Kind::Person
        .fields()
        .iter()
        .find(|field| field.name == name)
        .ok_or_else(Error::not_found)?;
    let facts = people::policy_facts(sql, scope, person, at).await?;
    let fact = facts.get(name).filter(|fact| !fact.value.is_missing());
    Ok(FactNow {
        name: field.name,
        label: field.label(),
        value: fact.map(|fact| {
            Lang::new(
                fact.value.display(Language::Id),
                fact.value.display(Language::En),
            )
        }),
        source: fact
            .and_then(|fact| fact.source.clone())
            .unwrap_or_else(|| field.source.to_owned()),
        date: fact.and_then(|fact| fact.date),
        is_date: matches!(field.ty, FieldType::Date),
        words: field
            .words
            .iter()
            .map(|word| (word.code, Lang::new(word.id, word.en)))
            .collect(),
    })
}

/// The person who is logged in says that a fact about her is wrong.
///
/// # Errors
/// Invalid without value or reason and when the value stands already; refused while the same fact is being corrected.
pub async fn ask(
    app: &App,
    actor: &Actor,
    form: Ask,
    nonce: Option<String>,
) -> Result<CorrectionId> {
    access::ASK.allow(actor)?;
    let person = actor
        .person
        .ok_or_else(|| Error::refused("screenings-no-person").next("screenings-next-person"))?;
    let (wanted, reason) = (form.wanted.trim().to_owned(), form.reason.trim().to_owned());
    let mut wrong: Option<Error> = None;
    for (field, text) in [("wanted", &wanted), ("reason", &reason)] {
        if text.is_empty() {
            wrong = Some(match wrong {
                Some(error) => error.field(field, "error-required"),
                None => Error::invalid_field(field, "error-required"),
            });
        }
    }
    if let Some(error) = wrong {
        return Err(error);
    }
    let scope = Scope::Person(person);
    let today = app.clock.today();
    let facts = people::policy_facts(&app.db, &scope, person, today).await?;
    if facts
        .get(&form.fact)
        .is_some_and(|fact| is_wanted(&fact.value, &wanted))
    {
        return Err(Error::invalid_field("wanted", "corrections-same"));
    }
    let now = fact_of(&app.db, &scope, person, today, &form.fact).await?;
    let scan = match form.scan {
        Some(bytes) => Some(nominations::keep_scan(app, "scan", bytes).await?.0),
        None => None,
    };
    let brief = people::brief(&app.db, &scope, person).await?;
    let new = Correction {
        id: CorrectionId(app.clock.new_id()),
        person,
        opd: brief.opd_id,
        nip: brief.nip.clone(),
        name: brief.name.clone(),
        opd_name: brief.opd_name.clone().unwrap_or_default(),
        fact: now.name.to_owned(),
        before: now.value.map(|value| value.id),
        source: Some(now.source),
        source_date: now.date,
        wanted,
        reason,
        scan,
        state: CorrectionState::Asked,
        asked_at: app.clock.now(),
        since: app.clock.now(),
    };
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, new, nonce, brief) =
                (actor.clone(), new.clone(), nonce.clone(), brief.clone());
            Box::pin(async move {
                let act = async {
                    if store::insert(&tx, &new, &brief.name_plain).await? == 0 {
                        return Err(
                            Error::refused("corrections-twice").next("corrections-next-open")
                        );
                    }
                    store::event(&tx, new.id, "ask", &actor.name, Some(&new.reason)).await?;
                    tx.audit(
                        Entry::new(&actor, "correction.ask", "correction", new.id)
                            .with("fact", new.fact.clone())
                            .with("wanted", tx.commit_to(&new.wanted))
                            .with("scan", new.scan.clone().unwrap_or_default()),
                    );
                    notices::correction_asked(&tx, &actor, &new).await?;
                    Ok(new.id)
                };
                tx.once_by(&actor, nonce.as_deref(), act).await
            })
        })
        .await
}

async fn step(
    app: &App,
    actor: &Actor,
    scope: Scope,
    id: CorrectionId,
    to: CorrectionState,
    act: &'static str,
    note: String,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, scope, note) = (actor.clone(), scope.clone(), note.clone());
            Box::pin(async move {
                let one = store::get(&tx, &scope, id).await?;
                one.state.after(to)?;
                move_to(&tx, &actor, &one, to, act, &note).await
            })
        })
        .await
}

async fn move_to(
    tx: &Tx,
    actor: &Actor,
    one: &Correction,
    to: CorrectionState,
    act: &str,
    note: &str,
) -> Result<()> {
    if store::set_state(tx, one.id, one.state, to).await? == 0 {
        return Err(Error::refused("corrections-closed").next("corrections-next-new"));
    }
    store::event(tx, one.id, act, &actor.name, Some(note)).await?;
    tx.audit(
        Entry::new(actor, format!("correction.{act}"), "correction", one.id)
            .with("fact", one.fact.clone())
            .with("from", one.state.key())
            .with("note", tx.commit_to(note)),
    );
    notices::correction_moved(tx, actor, one, to).await
}

/// Tells the source; `note` says whom and under which number.
pub async fn forward(app: &App, actor: &Actor, id: CorrectionId, note: &str) -> Result<()> {
    let scope = access::HANDLE.allow(actor)?;
    let note = required(note)?;
    step(
        app,
        actor,
        scope,
        id,
        CorrectionState::Forwarded,
        "forward",
        note,
    )
    .await
}

/// Declines with a reason that the employee reads.
pub async fn decline(app: &App, actor: &Actor, id: CorrectionId, note: &str) -> Result<()> {
    let scope = access::HANDLE.allow(actor)?;
    let note = required(note)?;
    step(
        app,
        actor,
        scope,
        id,
        CorrectionState::Declined,
        "decline",
        note,
    )
    .await
}

/// The employee takes her request back.
pub async fn take_back(app: &App, actor: &Actor, id: CorrectionId) -> Result<()> {
    access::ASK.allow(actor)?;
    let person = actor.person.ok_or_else(Error::forbidden)?;
    let scope = Scope::Person(person);
    step(
        app,
        actor,
        scope,
        id,
        CorrectionState::Withdrawn,
        "withdraw",
        String::new(),
    )
    .await
}

fn required(note: &str) -> Result<String> {
    match note.trim() {
        "" => Err(Error::invalid_field("note", "error-required")),
        note => Ok(note.to_owned()),
    }
}

/// Facts of `people` have changed by a paper or an import, inside the transaction that changed them: whatever now holds
/// the value that was asked for is resolved, with the source that brought it.
pub async fn facts_changed(tx: &Tx, actor: &Actor, people: &BTreeSet<PersonId>) -> Result<()> {
    let today = tx.now().date();
    for one in store::open(tx).await? {
        if !people.contains(&one.person) {
            continue;
        }
        let facts = people::policy_facts(tx, &Scope::All, one.person, today).await?;
        let Some(fact) = facts.get(&one.fact) else {
            continue;
        };
        if is_wanted(&fact.value, &one.wanted) {
            let source = fact.source.clone().unwrap_or_default();
            let note = match fact.date {
                Some(date) => format!("{source}, {}", date.siasn()),
                None => source,
            };
            move_to(tx, actor, &one, CorrectionState::Resolved, "resolve", &note).await?;
        }
    }
    Ok(())
}

/// Requests that wait for the unit of this person.
pub async fn todo(sql: &impl Sql, actor: &Actor) -> Result<Vec<Todo>> {
    let Ok(scope) = access::HANDLE.allow(actor) else {
        return Ok(Vec::new());
    };
    let n = store::count(sql, &scope, CorrectionState::Asked).await?;
    Ok((n > 0)
        .then(|| Todo {
            text: Text::new("corrections-todo").with("n", n),
            path: "/koreksi?state=asked".to_owned(),
            deadline: None,
        })
        .into_iter()
        .collect())
}

/// The list as XLSX, all pages.
pub async fn xlsx(
    app: &App,
    actor: &Actor,
    request: &ListRequest,
    language: Language,
) -> Result<Vec<u8>> {
    let scope = access::READ.allow(actor)?;
    let rows = every_row(request.clone(), |request| {
        store::list(&app.db, &scope, request)
    })
    .await?;
    let (name, heads) = match language {
        Language::Id => (
            "Perbaikan data",
            [
                "NAMA",
                "NIP",
                "OPD",
                "DATA",
                "TERCATAT",
                "SUMBER",
                "SEHARUSNYA",
                "ALASAN",
                "KEADAAN",
                "DIMINTA",
                "HARI",
            ],
        ),
        Language::En => (
            "Corrections",
            [
                "NAME",
                "NIP",
                "OPD",
                "FACT",
                "RECORDED",
                "SOURCE",
                "SHOULD BE",
                "REASON",
                "STATE",
                "ASKED",
                "DAYS",
            ],
        ),
    };
    let widths = [34, 22, 40, 24, 24, 34, 24, 40, 14, 14, 8];
    let text = |value: &str| Cell::Text(value.to_owned());
    let today = app.clock.today();
    let cells = rows
        .iter()
        .map(|row| {
            vec![
                text(&row.name),
                text(row.nip.as_str()),
                text(&row.opd_name),
                text(&row.fact),
                text(row.before.as_deref().unwrap_or_default()),
                text(row.source.as_deref().unwrap_or_default()),
                text(&row.wanted),
                text(&row.reason),
                text(row.state.key()),
                Cell::Date(row.asked_at.date()),
                text(&row.days(today).to_string()),
            ]
        })
        .collect();
    let columns = heads
        .iter()
        .zip(widths)
        .map(|(head, width)| SheetColumn {
            header: (*head).to_owned(),
            width,
            choices: Vec::new(),
        })
        .collect();
    let sheet = Sheet {
        name: name.to_owned(),
        columns,
        rows: cells,
        notes: Vec::new(),
    };
    let port = app.ports.sheets.clone();
    blocking(move || port.xlsx(&[sheet])).await
}
