//! The register as one text: the shipped file with the agency's entries behind it, parsed once for each edition.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Actor, CivilDate, Error, Origin, Result, Text};
use policy::Register;

use super::model::{Own, Stage};
use super::store;
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};
use crate::policies;

/// Parsed editions kept in memory; an installation reads the newest one.
const KEPT: usize = 8;

static PARSED: Mutex<Vec<(String, Arc<Register>)>> = Mutex::new(Vec::new());

/// The register in force for this installation: the shipped one and the agency's own entries.
pub async fn register(sql: &impl Sql) -> Result<Arc<Register>> {
    let digest = store::edition(sql).await?;
    if let Some(known) = remembered(&digest) {
        return Ok(known);
    }
    let register = if digest.is_empty() {
        Arc::new(policies::register()?.clone())
    } else {
        Arc::new(merge(&store::all(sql).await?)?.1)
    };
    remember(digest, register.clone());
    Ok(register)
}

fn remembered(digest: &str) -> Option<Arc<Register>> {
    let parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    let found = parsed.iter().find(|(known, _)| known == digest);
    found.map(|(_, register)| register.clone())
}

fn remember(digest: String, register: Arc<Register>) {
    let mut parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if parsed.iter().any(|(known, _)| *known == digest) {
        return;
    }
    if parsed.len() >= KEPT {
        parsed.remove(0);
    }
    parsed.push((digest, register));
}

/// Text and register of the shipped file with `own` behind it.
///
/// # Errors
/// Invalid when the whole does not hold together, such as a relation to something that does not exist.
pub(super) fn merge(own: &[Own]) -> Result<(String, Register)> {
    let shipped = policies::register()?;
    let (_, text) = policy::shipped::REGISTER;
    let own = own_text(own, shipped);
    let whole = if own.is_empty() {
        text.to_owned()
    } else {
        format!("{text}\n{own}")
    };
    let register = Register::parse("register", &whole).map_err(|found| {
        let first = found.first().map(|one| one.message.clone());
        let why = first.unwrap_or_default();
        Error::invalid(Text::new("regulations-unreadable").with("why", why)).log(
            found
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n"),
        )
    })?;
    Ok((whole, register))
}

/// Brings the edition up to date after a change in this transaction, and records its text for later verdicts.
pub(super) async fn renew(tx: &Tx) -> Result<Register> {
    let own = store::all(tx).await?;
    let (text, register) = merge(&own)?;
    let digest = crate::sha256_hex(own_text(&own, policies::register()?).as_bytes());
    store::set_edition(tx, &digest).await?;
    policies::record_register(tx, register.digest(), &text).await?;
    Ok(register)
}

/// Records the present text at the start of the program: an update of the shipped file makes another one.
pub async fn record(app: &App) -> Result<()> {
    if store::edition(&app.db).await?.is_empty() {
        return Ok(());
    }
    let digest = register(&app.db).await?.digest().to_owned();
    if policies::register_of(&app.db, &digest).await.is_ok() {
        return Ok(());
    }
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let register = renew(&tx).await?;
                let system = Actor::system(Origin::System);
                tx.audit(
                    Entry::new(&system, "policy.register", "register", register.digest())
                        .with("entries", register.entries().len()),
                );
                Ok(())
            })
        })
        .await
}

fn string(text: &str) -> String {
    // A JSON string is a TOML basic string.
    serde_json::Value::from(text).to_string()
}

fn day(text: &mut String, key: &str, date: Option<CivilDate>) {
    if let Some(date) = date {
        let _ = writeln!(text, "{key} = {date}");
    }
}

fn line(text: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        let _ = writeln!(text, "{key} = {}", string(value));
    }
}

/// The agency's entries as a piece of the register file; what the shipped file knows by the same id is left out, so
/// that an update of the program which brings an instrument never breaks the register.
fn own_text(own: &[Own], shipped: &Register) -> String {
    let mut text = String::new();
    let known = |id: &str| {
        let mine = own.iter().filter(|one| one.stage == Stage::Diundangkan);
        shipped.entry(id).is_some()
            || shipped.source(id).is_some()
            || mine.clone().any(|one| one.name.as_deref() == Some(id))
            || mine.flat_map(|one| &one.articles).any(|a| a.id == id)
    };
    for one in own {
        let name = one.name.as_deref().unwrap_or(&one.code);
        if shipped.source(name).is_some() || shipped.planned().iter().any(|p| p.id == name) {
            continue;
        }
        if one.stage == Stage::Diundangkan {
            source(&mut text, one, name, (shipped, &known));
        } else {
            planned(&mut text, one, name, &known);
        }
    }
    text
}

fn source(
    text: &mut String,
    one: &Own,
    name: &str,
    (shipped, known): (&Register, &dyn Fn(&str) -> bool),
) {
    let (rank, layer) = one.kind.place();
    text.push_str("\n[[source]]\n");
    line(text, "id", Some(name));
    line(text, "kind", Some(one.kind.key()));
    line(text, "number", one.number.as_deref());
    if let Some(year) = one.year {
        let _ = writeln!(text, "year = {year}");
    }
    line(text, "title", Some(&one.title));
    line(text, "layer", Some(layer));
    let _ = writeln!(text, "rank = {rank}");
    day(text, "from", one.from);
    day(text, "to", one.to);
    line(text, "note", one.note.as_deref());
    line(text, "confidence", Some(one.confidence.key()));
    for article in one
        .articles
        .iter()
        .filter(|a| shipped.entry(&a.id).is_none())
    {
        text.push_str("\n[[entry]]\n");
        line(text, "id", Some(&article.id));
        line(text, "source", Some(name));
        line(text, "article", Some(&article.article));
        line(text, "says", Some(&article.says));
        line(text, "confidence", Some(one.confidence.key()));
    }
    for link in one.links.iter().filter(|link| known(&link.target)) {
        text.push_str("\n[[relation]]\n");
        line(text, "kind", Some(link.kind.key()));
        line(text, "by", Some(name));
        line(text, "of", Some(&link.target));
        day(text, "from", link.since);
        line(text, "note", link.note.as_deref());
        line(text, "confidence", Some(one.confidence.key()));
    }
}

fn planned(text: &mut String, one: &Own, name: &str, known: &dyn Fn(&str) -> bool) {
    text.push_str("\n[[planned]]\n");
    line(text, "id", Some(name));
    line(text, "kind", Some(one.kind.key()));
    line(text, "title", Some(&one.title));
    line(text, "owner", Some(&one.owner));
    line(text, "stage", Some(one.stage.key()));
    day(text, "due", one.due);
    let waits: Vec<String> = one
        .waits
        .iter()
        .filter_map(|wait| wait.entry.as_deref())
        .filter(|id| known(id))
        .map(string)
        .collect();
    let _ = writeln!(text, "waits = [{}]", waits.join(", "));
    line(text, "note", one.note.as_deref());
    line(text, "confidence", Some(one.confidence.key()));
}
