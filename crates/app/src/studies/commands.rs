//! The acts of a study: propose, papers, decide, reports, report back.

use kernel::{Actor, CivilDate, Error, Nip, Result, StudyId, Text};

use super::model::{PaperKind, PaperState, Plan, Report, State, Study};
use super::screening::{Cause, screen_in};
use super::{access, overlap, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::scan_media;
use crate::db::Tx;
use crate::people;
use crate::screenings::Verdict;

/// Proposes a study for the person with this NIP; it is screened in the same transaction.
pub async fn propose(
    app: &App,
    actor: &Actor,
    nip: &Nip,
    plan: Plan,
    nonce: Option<String>,
) -> Result<StudyId> {
    let scope = access::PROPOSE.allow(actor)?;
    plan.checked(app.clock.today())?;
    let (actor, nip) = (actor.clone(), nip.clone());
    app.db
        .write(move |tx| {
            let (scope, actor, nip) = (scope.clone(), actor.clone(), nip.clone());
            let (plan, nonce) = (plan.clone(), nonce.clone());
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    let person = people::brief_by_nip(&tx, &scope, &nip)
                        .await?
                        .ok_or_else(|| Error::invalid_field("nip", "studies-nip-unknown"))?;
                    let twice = overlap::overlaps(&tx, person.id, plan.period).await?;
                    if let Some(other) = twice.first() {
                        let text = Text::new("studies-overlap").with("from", other.start.siasn());
                        return Err(Error::invalid_field("start", text));
                    }
                    let study = Study {
                        id: tx.new_id(),
                        person: person.id,
                        opd: person.opd_id,
                        brief: person,
                        plan,
                        state: State::Proposed,
                        proposed_by: actor.key(),
                        proposed_at: tx.now(),
                        decided_on: None,
                        reason: None,
                        reported: None,
                        papers: Vec::new(),
                        reports: Vec::new(),
                    };
                    store::insert(&tx, &study).await?;
                    let verdict = screen_in(&tx, &study, Cause::Proposal).await?.verdict;
                    tx.audit(
                        entry(&actor, "study.propose", study.id)
                            .with("pathway", study.plan.pathway.key())
                            .with("verdict", verdict.as_str()),
                    );
                    Ok(study.id)
                })
                .await
            })
        })
        .await
}

fn entry(actor: &Actor, act: &str, id: StudyId) -> Entry {
    Entry::new(actor, act, "study", id)
}

fn meanwhile() -> Error {
    Error::refused("studies-changed").next("studies-changed-next")
}

/// Hands in a paper (PDF, JPEG or PNG). One that was accepted is not replaced.
pub async fn attach(
    app: &App,
    actor: &Actor,
    id: StudyId,
    kind: PaperKind,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<()> {
    let scope = access::PROPOSE.allow(actor)?;
    let study = store::get(&app.db, &scope, id).await?;
    study.must_be(State::Proposed)?;
    if scan_media(&bytes).is_none() {
        return Err(Error::invalid_field("file", "studies-paper-media"));
    }
    let scan = app.blobs.put(bytes).await?;
    let name: String = file_name
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect();
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, scan, name, scope) =
                (actor.clone(), scan.clone(), name.clone(), scope.clone());
            Box::pin(async move {
                store::get(&tx, &scope, id)
                    .await?
                    .must_be(State::Proposed)?;
                if store::put_paper(&tx, id, kind, &name, &scan, &actor.key()).await? == 0 {
                    return Err(Error::refused("studies-paper-accepted-fixed"));
                }
                tx.audit(
                    entry(&actor, "study.paper", id)
                        .with("kind", kind.key())
                        .with("file", scan),
                );
                Ok(())
            })
        })
        .await
}

/// Accepts a paper, or returns it with a remark. Nobody checks what she handed in herself.
pub async fn check_paper(
    app: &App,
    actor: &Actor,
    id: StudyId,
    kind: PaperKind,
    accept: bool,
    remark: Option<String>,
) -> Result<()> {
    let scope = access::CHECK.allow(actor)?;
    let remark = remark
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    if !accept && remark.is_none() {
        return Err(Error::invalid_field("remark", "studies-remark-missing"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, remark, scope) = (actor.clone(), remark.clone(), scope.clone());
            Box::pin(async move {
                let study = store::get(&tx, &scope, id).await?;
                study.must_be(State::Proposed)?;
                let paper = study
                    .papers
                    .iter()
                    .find(|paper| paper.kind == kind)
                    .ok_or_else(Error::not_found)?;
                if paper.entered_by == actor.key() {
                    return Err(Error::refused("studies-paper-own").next("studies-other-person"));
                }
                let state = if accept {
                    PaperState::Accepted
                } else {
                    PaperState::Returned
                };
                let by = actor.key();
                let done = store::check_paper(&tx, id, kind, state, remark.as_deref(), &by).await?;
                if done == 0 {
                    return Err(meanwhile());
                }
                let study = store::get(&tx, &scope, id).await?;
                screen_in(&tx, &study, Cause::Paper).await?;
                tx.audit(
                    entry(&actor, "study.paper-check", id)
                        .with("kind", kind.key())
                        .with("state", state.key()),
                );
                Ok(())
            })
        })
        .await
}

/// Decides for the study: papers are complete, nothing that blocks is unmet, no internship lies in the way.
///
/// # Errors
/// Refused with what is missing, and for who proposed it herself.
pub async fn decide(app: &App, actor: &Actor, id: StudyId) -> Result<()> {
    let scope = access::DECIDE.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, scope) = (actor.clone(), scope.clone());
            Box::pin(async move {
                let study = store::get(&tx, &scope, id).await?;
                study.must_be(State::Proposed)?;
                not_own(&study, &actor)?;
                if !study.papers_complete() {
                    return Err(Error::refused("studies-papers-missing")
                        .source(super::path(study.plan.pathway).cite.clone())
                        .next("studies-papers-missing-next"));
                }
                let others = overlap::overlaps(&tx, study.person, study.plan.period).await?;
                if let Some(other) = others.first() {
                    let text = Text::new("studies-overlap").with("from", other.start.siasn());
                    return Err(Error::refused(text));
                }
                // Whoever studies in the evening can be an intern by day; whoever is released cannot be in two places.
                if let (true, Some((name, _))) = (
                    study.plan.released,
                    overlap::clashes(&tx, &study).await?.first(),
                ) {
                    let text = Text::new("studies-clash").with("programme", name);
                    return Err(Error::refused(text).next("studies-clash-next"));
                }
                let found = screen_in(&tx, &study, Cause::Decision).await?;
                if found.verdict != Verdict::Memenuhi {
                    return Err(Error::refused("studies-not-met").next("studies-not-met-next"));
                }
                if store::set_decided(&tx, &study, &actor.key()).await? == 0 {
                    return Err(meanwhile());
                }
                tx.audit(
                    entry(&actor, "study.decide", id)
                        .with("pathway", study.plan.pathway.key())
                        .with("policy", found.policy.digest),
                );
                Ok(())
            })
        })
        .await
}

fn not_own(study: &Study, actor: &Actor) -> Result<()> {
    if study.proposed_by == actor.key() {
        return Err(Error::refused("studies-decide-own").next("studies-other-person"));
    }
    Ok(())
}

/// Declines a proposal, with a reason that the unit reads.
pub async fn decline(app: &App, actor: &Actor, id: StudyId, reason: &str) -> Result<()> {
    access::DECIDE.allow(actor)?;
    end(app, actor, id, reason, State::Declined, access::DECIDE).await
}

/// Takes a proposal back.
pub async fn withdraw(app: &App, actor: &Actor, id: StudyId, reason: &str) -> Result<()> {
    access::PROPOSE.allow(actor)?;
    end(app, actor, id, reason, State::Withdrawn, access::PROPOSE).await
}

async fn end(
    app: &App,
    actor: &Actor,
    id: StudyId,
    reason: &str,
    to: State,
    access: crate::access::Access,
) -> Result<()> {
    let scope = access.allow(actor)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, scope, reason) = (actor.clone(), scope.clone(), reason.clone());
            Box::pin(async move {
                let study = store::get(&tx, &scope, id).await?;
                study.must_be(State::Proposed)?;
                if to == State::Declined {
                    not_own(&study, &actor)?;
                }
                if store::set_state(&tx, id, State::Proposed, to, Some(&reason)).await? == 0 {
                    return Err(meanwhile());
                }
                let why = tx.commit_to(&reason);
                tx.audit(
                    entry(&actor, "study.end", id)
                        .with("state", to.key())
                        .with("reason", why),
                );
                Ok(())
            })
        })
        .await
}

/// Hands in the report of a semester, endorsed by the university.
pub async fn report(
    app: &App,
    actor: &Actor,
    id: StudyId,
    semester: i64,
    endorsed_by: &str,
    bytes: Vec<u8>,
) -> Result<()> {
    let scope = access::REPORT.allow(actor)?;
    let endorsed_by = endorsed_by.trim().to_owned();
    if endorsed_by.is_empty() {
        return Err(Error::invalid_field(
            "endorsed_by",
            "studies-endorsed-missing",
        ));
    }
    store::get(&app.db, &scope, id)
        .await?
        .must_be(State::Decided)?;
    if scan_media(&bytes).is_none() {
        return Err(Error::invalid_field("file", "studies-paper-media"));
    }
    let scan = app.blobs.put(bytes).await?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, scope, scan, endorsed_by) = (
                actor.clone(),
                scope.clone(),
                scan.clone(),
                endorsed_by.clone(),
            );
            Box::pin(async move {
                let study = store::get(&tx, &scope, id).await?;
                study.must_be(State::Decided)?;
                let known = study
                    .reports
                    .iter()
                    .find(|report| report.semester == semester);
                let report = Report {
                    received: Some(tx.now().date()),
                    endorsed_by: Some(endorsed_by),
                    scan: Some(scan.clone()),
                    ..known.ok_or_else(Error::not_found)?.clone()
                };
                if store::put_report(&tx, id, &report, &actor.key()).await? == 0 {
                    return Err(Error::refused("studies-report-there"));
                }
                tx.audit(
                    entry(&actor, "study.report", id)
                        .with("semester", semester)
                        .with("file", scan),
                );
                Ok(())
            })
        })
        .await
}

/// Records the day on which the person reported back; the study is over, and the term for it is judged.
pub async fn report_back(app: &App, actor: &Actor, id: StudyId, on: CivilDate) -> Result<()> {
    let scope = access::DECIDE.allow(actor)?;
    if on > app.clock.today() {
        return Err(Error::invalid_field("reported", "studies-reported-future"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, scope) = (actor.clone(), scope.clone());
            Box::pin(async move { back(&tx, &actor, &scope, id, on).await })
        })
        .await
}

async fn back(
    tx: &Tx,
    actor: &Actor,
    scope: &kernel::Scope,
    id: StudyId,
    on: CivilDate,
) -> Result<()> {
    let mut study = store::get(tx, scope, id).await?;
    study.must_be(State::Decided)?;
    study.reported = Some(on);
    screen_in(tx, &study, Cause::Return).await?;
    if store::set_reported(tx, id, on).await? == 0 {
        return Err(meanwhile());
    }
    tx.audit(entry(actor, "study.report-back", id).with("on", on.to_string()));
    Ok(())
}
