//! Screening at submission and again, the self-check, and the judgement for one place.

use kernel::{Actor, CivilDate, Error, NominationId, ProgrammeId, Result, Scope, ScreeningId};
use policy::{Calendar, Explanation, Facts, Inputs, Verdict};

use super::model::Cause;
use super::{access, case, dispensation, engine, recheck, store};
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};
use crate::holidays;
use crate::hosts::{self, Slot};
use crate::nominations::{self, Nomination};
use crate::people;
use crate::policies;
use crate::programmes::{self, Programme};
use crate::regulations;

/// Screens a nomination that was just sent, inside the transaction of its submission.
///
/// Facts, policy and result are frozen; the earlier screening stays, but the nomination stands on this one.
pub async fn screen_in(
    tx: &Tx,
    actor: &Actor,
    programme: &Programme,
    nomination: &Nomination,
    cause: Cause,
) -> Result<Verdict> {
    let today = tx.now().date();
    let policy = engine::pinned_policy(tx, programme).await?;
    let person = person_facts(tx, nomination, today).await?;
    let mut cases = Vec::with_capacity(nomination.choices.len());
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
    let register = regulations::register(tx).await?;
    let holidays = holidays::dates(tx).await?;
    let waivers = dispensation::waivers(tx, nomination.id, today).await?;
    let calendar = Calendar::new(holidays.iter().copied());
    let inputs = Inputs {
        calendar: &calendar,
        waivers: &waivers,
    };
    let judged = engine::judge(&register, &policy, &person, cases, today, &inputs)?;
    let id: ScreeningId = tx.new_id();
    let before = store::retire(tx, nomination.id).await?;
    let frozen = store::Inputs {
        calendar: store::put_calendar(tx, &holidays).await?,
        waivers: &waivers,
        person: &person,
    };
    store::insert(tx, id, nomination, cause, &frozen, &judged).await?;
    // What a later look found is answered by the new verdict.
    recheck::renew(tx, nomination.id).await?;
    let verdict = judged.explanation.verdict;
    nominations::set_verdict(tx, nomination.id, verdict.as_str()).await?;
    let masks = engine::masks(&judged.explanation);
    tx.audit(
        Entry::new(actor, "screening.screen", "screening", id)
            .with("nomination", nomination.id.to_string())
            .with("cause", cause.key())
            .with("policy", judged.explanation.policy.digest.clone())
            .with("verdict", verdict.as_str())
            .with("failed", masks.failed)
            .with("unknown", masks.unknown)
            .with("waived", waivers.len() as i64)
            .with("facts", tx.commit_to(&person.to_json().to_string()))
            .with("earlier", before > 0),
    );
    Ok(verdict)
}

pub(super) fn case_of(
    form: &str,
    programme: &Programme,
    nomination: &Nomination,
    slot: Option<&Slot>,
) -> Result<Facts> {
    case::case_facts(form, programme, Some(nomination), nomination.opd_id, slot)
}

pub(super) async fn person_facts(
    sql: &impl Sql,
    nomination: &Nomination,
    at: CivilDate,
) -> Result<Facts> {
    match nomination.person_id {
        Some(person) => people::policy_facts(sql, &Scope::All, person, at).await,
        None => {
            let letter = nomination.letter.as_ref();
            let letter = letter.map(|letter| (letter.number.as_str(), letter.date));
            case::guest_facts(&nomination.snapshot, letter)
        }
    }
}

/// Takes a nomination out of the lists of screenings, when it was withdrawn or declined; its screenings stay stored.
pub async fn retire(tx: &Tx, nomination: NominationId) -> Result<()> {
    store::retire(tx, nomination).await.map(drop)
}

/// Whether a nomination was sent and has no place yet, so that its verdict can still be renewed.
pub(super) fn waits(nomination: &Nomination) -> bool {
    matches!(
        nomination.state,
        nominations::State::Submitted | nominations::State::Verified | nominations::State::Unplaced
    )
}

/// Screens again with the facts and papers of today: a new screening beside the earlier ones, never a change of one.
pub async fn rescreen(app: &App, actor: &Actor, id: NominationId) -> Result<Verdict> {
    let scope = access::RESCREEN.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor) = (scope.clone(), actor.clone());
            Box::pin(async move {
                let nomination = nominations::get(&tx, &scope, id).await?;
                if !waits(&nomination) {
                    return Err(Error::refused("screenings-fixed").next("screenings-next-fixed"));
                }
                let programme = programmes::get(&tx, nomination.programme_id).await?;
                screen_in(&tx, &actor, &programme, &nomination, Cause::Facts).await
            })
        })
        .await
}

/// The verdict for a place that the nominee did not choose herself, from her frozen facts; nothing is stored.
pub async fn judge_for_slot(
    sql: &impl Sql,
    programme: &Programme,
    nomination: &Nomination,
    slot: &Slot,
    decision: CivilDate,
) -> Result<Verdict> {
    let policy = engine::pinned_policy(sql, programme).await?;
    let person = store::facts_of(sql, nomination.id).await?;
    let case = case_of(&policy.applies_to, programme, nomination, Some(slot))?;
    let calendar = holidays::calendar(sql).await?;
    let register = regulations::register(sql).await?;
    let waivers = dispensation::waivers(sql, nomination.id, decision).await?;
    let inputs = Inputs {
        calendar: &calendar,
        waivers: &waivers,
    };
    Ok(
        engine::judge(&register, &policy, &person, vec![case], decision, &inputs)?
            .explanation
            .verdict,
    )
}

/// What an employee learns before anything is sent.
#[derive(Clone, Debug)]
pub struct SelfCheck {
    /// Verdict with every reason, as of today.
    pub explanation: Explanation,
    /// The programme it is for; `None`: the criteria in general, without dates and papers of a programme.
    pub programme: Option<Programme>,
    /// Programmes that can be chosen.
    pub open: Vec<Programme>,
}

/// Checks the facts of the person who is logged in against an open programme (the newest when none is named), or
/// against the criteria in force when none is open. Nothing is stored.
pub async fn self_check(
    app: &App,
    actor: &Actor,
    programme: Option<ProgrammeId>,
) -> Result<SelfCheck> {
    access::SELF_CHECK.allow(actor)?;
    let no_person = || Error::refused("screenings-no-person").next("screenings-next-person");
    let id = actor.person.ok_or_else(no_person)?;
    let today = app.clock.today();
    let open = programmes::in_states(&app.db, &[programmes::State::Open]).await?;
    let chosen = match programme {
        Some(id) => Some(
            open.iter()
                .find(|programme| programme.id == id)
                .ok_or_else(Error::not_found)?
                .clone(),
        ),
        None => open.first().cloned(),
    };
    let scope = Scope::Person(id);
    let facts = people::policy_facts(&app.db, &scope, id, today).await?;
    let calendar = holidays::calendar(&app.db).await?;
    let register = regulations::register(&app.db).await?;
    let inputs = Inputs::new(&calendar);
    let explanation = match &chosen {
        Some(programme) => {
            let policy = engine::pinned_policy(&app.db, programme).await?;
            let own = people::brief(&app.db, &scope, id).await?.opd_id;
            let case = case::case_facts(&policy.applies_to, programme, None, own, None)?;
            engine::judge(&register, &policy, &facts, vec![case], today, &inputs)?.explanation
        }
        None => {
            let defaults = programmes::kinds().rule.first();
            let name = defaults.map_or("", |rule| rule.policy.as_str());
            let pinned = policies::pin(&app.db, name, today, app.clock.now()).await?;
            let digest = crate::sha256_hex(pinned.text.as_bytes());
            let policy = engine::parse(name, &pinned.text, &digest)?;
            engine::judge(&register, &policy, &facts, Vec::new(), today, &inputs)?.explanation
        }
    };
    Ok(SelfCheck {
        explanation,
        programme: chosen,
        open,
    })
}
