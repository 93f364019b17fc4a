//! The letters of a study: which ones its path writes now, and their drafts.

use kernel::{Actor, Error, LetterId, Result, Scope, StudyId};

use super::model::{Level, Pathway, State, Study};
use super::store;
use crate::App;
use crate::db::Sql;
use crate::letters::{self, LetterKind, StudyInput};
use crate::organisations;

/// The letters that the path of a study writes, in their order.
fn kinds(pathway: Pathway) -> &'static [LetterKind] {
    match pathway {
        Pathway::Permission => &[
            LetterKind::StudyPermit,
            LetterKind::StudyRecommendation,
            LetterKind::StudyLicence,
        ],
        Pathway::Assignment | Pathway::OwnCost => &[LetterKind::StudyDecision],
    }
}

/// The letters of a study, each with the refusal that stands against drafting it now.
pub async fn letters_offered(
    sql: &impl Sql,
    study: &Study,
) -> Result<Vec<(LetterKind, Option<Error>)>> {
    let written = letters::of_study(sql, study.id).await?;
    let mut offered = Vec::new();
    for kind in kinds(study.plan.pathway) {
        if written
            .iter()
            .any(|letter| letter.kind == *kind && letter.is_live())
        {
            continue;
        }
        offered.push((*kind, may_write(study, *kind, &written).err()));
    }
    Ok(offered)
}

fn may_write(study: &Study, kind: LetterKind, written: &[letters::StudyLetterRow]) -> Result<()> {
    if !kinds(study.plan.pathway).contains(&kind) {
        return Err(Error::refused("studies-letter-other-path"));
    }
    if let Some(before) = kind.after()
        && !written
            .iter()
            .any(|letter| letter.kind == before && letter.is_in_force())
    {
        return Err(letters::needs_earlier(before));
    }
    match kind {
        LetterKind::StudyRecommendation if !study.papers_complete() => {
            Err(Error::refused("studies-papers-missing").next("studies-papers-missing-next"))
        }
        LetterKind::StudyPermit | LetterKind::StudyRecommendation
            if matches!(study.state, State::Proposed | State::Decided) =>
        {
            Ok(())
        }
        _ if study.state == State::Decided => Ok(()),
        _ => Err(Error::refused("studies-letter-undecided").next("studies-letter-decide-first")),
    }
}

/// Drafts a letter of a study.
///
/// # Errors
/// Refused when the path has no such letter, when the one before it is not issued (BTN-IB-1 before BTN-IB-2 before
/// BTN-IB-3), and when the study is not as far.
pub async fn draft_letter(
    app: &App,
    actor: &Actor,
    id: StudyId,
    kind: LetterKind,
) -> Result<LetterId> {
    letters::access::DRAFT.allow(actor)?;
    let study = store::get(&app.db, &Scope::All, id).await?;
    let written = letters::of_study(&app.db, id).await?;
    may_write(&study, kind, &written)?;
    let opd = match study.opd {
        Some(opd) => Some(organisations::get(&app.db, opd).await?),
        None => None,
    };
    let input = StudyInput {
        id,
        person: study.brief.clone(),
        university: study.plan.university.clone(),
        programme: study.plan.programme.clone(),
        level: study.plan.level.key().to_owned(),
        doctoral: study.plan.level == Level::S3,
        period: study.plan.period,
        own_cost: study.plan.pathway != Pathway::Assignment,
        released: study.plan.released,
        sponsor: study.plan.sponsor.clone(),
        opd: opd
            .as_ref()
            .map(|opd| (opd.id, opd.name.clone(), opd.short_name.clone())),
    };
    letters::draft_study(app, actor, kind, &input).await
}
