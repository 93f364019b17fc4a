//! Looking again, and deciding what follows.

use std::collections::BTreeSet;

use kernel::{Actor, Error, NominationId, PersonId, ProgrammeId, RecheckId, Result, Scope, Text};
use policy::schema::Kind;
use policy::{Calendar, Facts, Inputs, Language};

use super::compare::changes;
use super::model::{Gate, RecheckReport, RecheckState};
use super::store;
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::db::Tx;
use crate::db::list::{ListRequest, every_row};
use crate::holidays;
use crate::hosts;
use crate::nominations::{self, Nomination, State};
use crate::notices;
use crate::placements;
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::programmes::{self, Programme};
use crate::regulations;
use crate::screenings::commands::{case_of, person_facts, screen_in, waits};
use crate::screenings::model::Cause;
use crate::screenings::{access, dispensation, engine};
use crate::todo::Todo;

/// Looks again at everybody who has a place in the programme, or waits for one, with the facts of now.
pub async fn recheck(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    gate: Gate,
) -> Result<RecheckReport> {
    access::RECHECK.allow(actor)?;
    recheck_now(app, actor, programme, gate).await
}

/// The same, as a part of another act whose right was checked, such as preparing the decision.
pub async fn recheck_now(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    gate: Gate,
) -> Result<RecheckReport> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let row = programmes::get(&tx, programme).await?;
                let states = [
                    State::Submitted,
                    State::Verified,
                    State::Unplaced,
                    State::Placed,
                ];
                let mut report = RecheckReport::default();
                for one in nominations::in_states(&tx, programme, &states).await? {
                    report.looked += 1;
                    report.raised += usize::from(look(&tx, &actor, &row, &one, gate).await?);
                }
                tx.audit(
                    Entry::new(&actor, "recheck.look", "programme", programme)
                        .with("gate", gate.key())
                        .with("looked", report.looked as i64)
                        .with("raised", report.raised as i64),
                );
                Ok(report)
            })
        })
        .await
}

/// Compares one nominee with her screening; whether an event was raised. The same change is raised once.
async fn look(
    tx: &Tx,
    actor: &Actor,
    programme: &Programme,
    nomination: &Nomination,
    gate: Gate,
) -> Result<bool> {
    let frozen = crate::screenings::current(tx, &Scope::All, nomination.id).await?;
    if !frozen.current {
        return Ok(false);
    }
    let today = tx.now().date();
    let policy = engine::pinned_policy(tx, programme).await?;
    let before = Facts::from_json(Kind::Person, &frozen.facts).map_err(Error::internal)?;
    let now = person_facts(tx, nomination, today).await?;
    let cases = match gate {
        // The time has moved: the case is made anew from programme and places.
        Gate::Extension => {
            let mut cases = Vec::new();
            for choice in &nomination.choices {
                let slot = hosts::slot(tx, choice.slot).await?;
                cases.push(case_of(
                    &policy.applies_to,
                    programme,
                    nomination,
                    Some(&slot),
                )?);
            }
            if cases.is_empty() {
                cases.push(case_of(&policy.applies_to, programme, nomination, None)?);
            }
            cases
        }
        _ => vec![Facts::from_json(Kind::Case, &frozen.case).map_err(Error::internal)?],
    };
    let calendar = Calendar::new(holidays::dates(tx).await?);
    let waivers = dispensation::waivers(tx, nomination.id, today).await?;
    let inputs = Inputs {
        calendar: &calendar,
        waivers: &waivers,
    };
    let register = regulations::register(tx).await?;
    let judged = engine::judge(&register, &policy, &now, cases, today, &inputs)?;
    let found = changes(&frozen.explanation, &judged.explanation, &before, &now);
    if found.is_empty() {
        return Ok(false);
    }
    let blocking = found.iter().any(|change| change.blocking);
    let json = serde_json::to_string(&found).map_err(Error::internal)?;
    let id: RecheckId = tx.new_id();
    let new = store::New {
        id,
        nomination,
        screening: frozen.id,
        gate,
        by_name: &actor.name,
        before: frozen.verdict(),
        blocking,
        digest: crate::sha256_hex(json.as_bytes()),
        changes: json,
        explanation: &judged.explanation,
    };
    if store::insert(tx, &new).await? == 0 {
        return Ok(false);
    }
    tx.audit(
        Entry::new(actor, "recheck.raise", "recheck", id)
            .with("nomination", nomination.id.to_string())
            .with("gate", gate.key())
            .with("before", frozen.verdict().as_str())
            .with("after", judged.explanation.verdict.as_str())
            .with("blocking", blocking)
            .with("changes", new.digest.clone()),
    );
    notices::recheck_raised(tx, actor, id, nomination).await?;
    Ok(true)
}

/// Facts of `people` have changed by a paper or an import, inside the transaction that changed them.
///
/// A paper was asked for, so that a nominee who waits is screened anew by it; whatever an import brings, and whatever
/// reaches somebody who has a place, is an event for a person to decide.
pub async fn facts_changed(
    tx: &Tx,
    actor: &Actor,
    people: &BTreeSet<PersonId>,
    gate: Gate,
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    for (id, person) in nominations::live(tx).await? {
        if !people.contains(&person) {
            continue;
        }
        let nomination = nominations::get(tx, &Scope::All, id).await?;
        let programme = programmes::get(tx, nomination.programme_id).await?;
        if matches!(
            programme.state,
            programmes::State::Closed | programmes::State::Cancelled
        ) {
            continue;
        }
        if gate == Gate::Paper && waits(&nomination) {
            screen_in(tx, actor, &programme, &nomination, Cause::Paper).await?;
        } else {
            look(tx, actor, &programme, &nomination, gate).await?;
        }
    }
    Ok(())
}

/// Events of a nomination that was screened anew are answered by it.
pub(in crate::screenings) async fn renew(tx: &Tx, nomination: NominationId) -> Result<()> {
    store::renew(tx, nomination).await.map(drop)
}

/// Decides what follows: the nominee stays, her unit clarifies, or the nomination is withdrawn. Withdrawing takes the
/// place back first where there is one; a decision that broke off between can be repeated.
pub async fn decide_event(
    app: &App,
    actor: &Actor,
    id: RecheckId,
    to: RecheckState,
    note: &str,
) -> Result<()> {
    let scope = access::RECHECK.allow(actor)?;
    let note = note.trim().to_owned();
    if note.is_empty() {
        return Err(Error::invalid_field("note", "error-required"));
    }
    let event = store::get(&app.db, &scope, id).await?;
    event.state.after(to)?;
    if to == RecheckState::Cancelled {
        let nomination = nominations::get(&app.db, &scope, event.nomination).await?;
        if nomination.state == State::Placed {
            placements::take_back(app, actor, nomination.id, &note).await?;
        }
        if nomination.state != State::Withdrawn {
            nominations::withdraw(app, actor, nomination.id, Some(note.clone())).await?;
        }
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, note, scope) = (actor.clone(), note.clone(), scope.clone());
            Box::pin(async move {
                let event = store::get(&tx, &scope, id).await?;
                event.state.after(to)?;
                if store::decide(&tx, id, event.state, to, &actor.name, &note).await? == 0 {
                    return Err(
                        Error::refused("screenings-event-decided").next("screenings-next-events")
                    );
                }
                tx.audit(
                    Entry::new(&actor, "recheck.decide", "recheck", id)
                        .with("nomination", event.nomination.to_string())
                        .with("state", to.key())
                        .with("note", tx.commit_to(&note)),
                );
                Ok(())
            })
        })
        .await
}

/// Events that wait for a decision of this person, or for her clarification.
pub async fn event_todo(app: &App, actor: &Actor) -> Result<Vec<Todo>> {
    let Ok(scope) = access::EVENTS.allow(actor) else {
        return Ok(Vec::new());
    };
    let (state, key) = if access::RECHECK.is_open_to(actor) {
        (RecheckState::Open, "screenings-todo-events")
    } else if actor.has(kernel::Role::Opd) {
        (RecheckState::Clarify, "screenings-todo-clarify")
    } else {
        return Ok(Vec::new());
    };
    let n = store::count(&app.db, &scope, state).await?;
    Ok((n > 0)
        .then(|| Todo {
            text: Text::new(key).with("n", n),
            path: format!("/periksa-ulang?state={state}"),
            deadline: None,
        })
        .into_iter()
        .collect())
}

/// The list as XLSX, all pages.
pub async fn event_xlsx(
    app: &App,
    actor: &Actor,
    request: &ListRequest,
    language: Language,
) -> Result<Vec<u8>> {
    let scope = access::EVENTS.allow(actor)?;
    let rows = every_row(request.clone(), |request| {
        store::list(&app.db, &scope, request)
    })
    .await?;
    let (name, heads) = match language {
        Language::Id => (
            "Pemeriksaan ulang",
            [
                "NAMA",
                "NIP",
                "OPD",
                "SAAT",
                "TANGGAL",
                "SEMULA",
                "KINI",
                "PERUBAHAN",
                "KEADAAN",
                "CATATAN",
            ],
        ),
        Language::En => (
            "Re-checks",
            [
                "NAME", "NIP", "OPD", "GATE", "DATE", "BEFORE", "NOW", "CHANGES", "STATE", "NOTE",
            ],
        ),
    };
    let widths = [34, 22, 40, 14, 14, 22, 22, 60, 14, 40];
    let text = |value: &str| Cell::Text(value.to_owned());
    let cells = rows
        .iter()
        .map(|row| {
            let changes: Vec<String> = row
                .changes
                .iter()
                .map(|one| {
                    let words = |lang: &policy::Lang| lang.get(language).to_owned();
                    format!(
                        "{}: {} → {}",
                        words(&one.label),
                        words(&one.before),
                        words(&one.after)
                    )
                })
                .collect();
            vec![
                text(&row.name),
                text(row.nip.as_str()),
                text(&row.opd_name),
                text(row.gate.key()),
                Cell::Date(row.at.date()),
                text(row.before.label(language)),
                text(row.after.label(language)),
                text(&changes.join("; ")),
                text(row.state.key()),
                text(row.note.as_deref().unwrap_or_default()),
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
