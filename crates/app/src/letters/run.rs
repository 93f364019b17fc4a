//! Letters of a whole programme: drafts in one act, the letter run, ZIP and printable PDF.

use std::collections::BTreeMap;

use kernel::{Actor, Error, LetterId, ProgrammeId, Result};

use super::commands::{NewLetter, draft};
use super::content::{
    HostInput, PlacedInput, ProgrammeInput, acceptance, assignment, decision, notice, place_request,
};
use super::issue::{IssueOrder, handed_out, issue, printed};
use super::model::{Letter, LetterKind, LetterState};
use super::set::must_write;
use super::settings::{Agency, agency};
use super::{access, store};
use crate::App;
use crate::blobs::blocking;
use crate::programmes;

/// What a letter run did.
#[derive(Clone, Debug, Default)]
pub struct RunReport {
    /// Issued now.
    pub issued: usize,
    /// Issued by an earlier run.
    pub before: usize,
    /// Not issued, each with the reason.
    pub failed: Vec<(LetterId, Error)>,
}

/// Requests for places to hosts, as drafts; hosts that have one already are left out.
pub async fn draft_place_requests(
    app: &App,
    actor: &Actor,
    programme: &ProgrammeInput,
    hosts: &[HostInput],
) -> Result<Vec<LetterId>> {
    access::whole(access::DRAFT, actor)?;
    let agency = agency(&app.db).await?;
    let letters = hosts
        .iter()
        .map(|host| NewLetter {
            programme: Some(programme.id),
            nomination: None,
            host: Some(host.id),
            person: None,
            opd: None,
            draft: place_request(&agency, programme, host),
        })
        .collect();
    draft(app, actor, letters).await
}

/// What a programme writes once its places are given, as drafts; those that exist are left out. `only`: one kind.
///
/// # Errors
/// Refused when nobody is placed, and when `only` is outside the letter set of the programme.
pub async fn draft_programme(
    app: &App,
    actor: &Actor,
    programme: &ProgrammeInput,
    placed: &[PlacedInput],
    only: Option<LetterKind>,
) -> Result<Vec<LetterId>> {
    access::whole(access::DRAFT, actor)?;
    let row = programmes::get(&app.db, programme.id).await?;
    if let Some(kind) = only {
        must_write(&row, kind)?;
    }
    if placed.is_empty() {
        return Err(Error::refused("letters-nobody-placed").next("letters-confirm-placement"));
    }
    let agency = agency(&app.db).await?;
    let letters = LetterKind::ALL
        .iter()
        .filter(|kind| only.is_none_or(|only| only == **kind) && must_write(&row, **kind).is_ok())
        .flat_map(|kind| of_kind(*kind, &agency, programme, placed))
        .collect();
    draft(app, actor, letters).await
}

/// The letters of one kind that follow from the places given.
fn of_kind(
    kind: LetterKind,
    agency: &Agency,
    programme: &ProgrammeInput,
    placed: &[PlacedInput],
) -> Vec<NewLetter> {
    let whole = |draft| NewLetter {
        programme: Some(programme.id),
        nomination: None,
        host: None,
        person: None,
        opd: None,
        draft,
    };
    match kind {
        // Asked for before anybody is placed.
        LetterKind::PlaceRequest => Vec::new(),
        // Letters of a study, not of a programme.
        LetterKind::StudyPermit
        | LetterKind::StudyRecommendation
        | LetterKind::StudyLicence
        | LetterKind::StudyDecision => Vec::new(),
        LetterKind::Decision => vec![whole(decision(agency, programme, placed))],
        LetterKind::Assignment => placed
            .iter()
            .map(|place| NewLetter {
                nomination: Some(place.nomination),
                host: Some(place.host),
                person: place.in_register.then_some(place.person.id),
                opd: place.person.opd_id,
                ..whole(assignment(agency, programme, place))
            })
            .collect(),
        LetterKind::Notice => vec![whole(notice(agency, programme, placed))],
        LetterKind::Acceptance => {
            let mut by_institution: BTreeMap<&str, Vec<&PlacedInput>> = BTreeMap::new();
            for place in placed {
                let institution = place.person.opd_name.as_deref().unwrap_or_default();
                by_institution.entry(institution).or_default().push(place);
            }
            by_institution
                .iter()
                .map(|(institution, people)| whole(acceptance(programme, institution, people)))
                .collect()
        }
    }
}

/// Issues all drafts of a kind. Each letter is a transaction of its own, so that a run that was cut off leaves whole
/// letters, and running again issues only what is missing.
pub async fn issue_run(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    kind: LetterKind,
    order: &IssueOrder,
) -> Result<RunReport> {
    access::whole(access::ISSUE, actor)?;
    let mut report = RunReport::default();
    for letter in store::of_programme(&app.db, programme, Some(kind)).await? {
        if letter.state == LetterState::Issued {
            report.before += 1;
            continue;
        }
        match issue(app, actor, letter.id, order).await {
            Ok(done) if done.before => report.before += 1,
            Ok(_) => report.issued += 1,
            // What stops every letter stops the run; what stops one letter is reported.
            Err(error) if error.kind() == kernel::Kind::Unavailable => return Err(error),
            Err(error) => report.failed.push((letter.id, error)),
        }
    }
    Ok(report)
}

/// Live letters of a programme in the order of printing.
pub async fn of_programme(app: &App, actor: &Actor, programme: ProgrammeId) -> Result<Vec<Letter>> {
    access::whole(access::PACK, actor)?;
    store::of_programme(&app.db, programme, None).await
}

/// All live letters of a programme as one ZIP: signed copies where there are any, drafts with their mark.
pub async fn zip(app: &App, actor: &Actor, programme: ProgrammeId) -> Result<Vec<u8>> {
    let mut files = Vec::new();
    for (i, letter) in some_letters(app, actor, programme)
        .await?
        .iter()
        .enumerate()
    {
        match handed_out(app, letter, true).await {
            Ok(pdf) => files.push((file_name(i + 1, letter), pdf)),
            // A notice cannot be shown before its decision is issued; the others are packed.
            Err(error) if waits_for_decision(&error, letter) => {}
            Err(error) => return Err(error),
        }
    }
    let port = app.ports.render.clone();
    blocking(move || port.zip(&files)).await
}

/// All live letters of a programme as one printable PDF, ready to be initialled and signed.
pub async fn merged_pdf(app: &App, actor: &Actor, programme: ProgrammeId) -> Result<Vec<u8>> {
    let mut contents = Vec::new();
    for letter in &some_letters(app, actor, programme).await? {
        match printed(app, letter).await {
            Ok(content) => contents.push(content),
            // A notice cannot be shown before its decision is issued; the others are printed.
            Err(error) if waits_for_decision(&error, letter) => {}
            Err(error) => return Err(error),
        }
    }
    let port = app.ports.render.clone();
    blocking(move || port.merged_pdf(&contents)).await
}

async fn some_letters(app: &App, actor: &Actor, programme: ProgrammeId) -> Result<Vec<Letter>> {
    let letters = of_programme(app, actor, programme).await?;
    if letters.is_empty() {
        return Err(Error::refused("letters-none").next("letters-draft-first"));
    }
    Ok(letters)
}

fn waits_for_decision(error: &Error, letter: &Letter) -> bool {
    letter.kind == LetterKind::Notice && error.text().key == "letters-needs-decision"
}

/// Position, kind and number; never a name.
fn file_name(n: usize, letter: &Letter) -> String {
    let number: String = letter
        .number
        .as_deref()
        .unwrap_or("konsep")
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("{n:04}_{}_{number}.pdf", letter.kind)
}
