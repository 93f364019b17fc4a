//! Which act tells whom what; each slice calls its line inside its transaction.

use std::collections::BTreeSet;

use kernel::{Actor, CivilDate, PolicyVersionId, ProgrammeId, RecheckId, Result, Role, Scope};

use super::model::NoticeKind;
use super::tell::{News, To, tell};
use crate::corrections::{Correction, CorrectionState};
use crate::db::Tx;
use crate::letters::Letter;
use crate::nominations::{self, Act, Nomination};
use crate::placements::{Member, Outcome};
use crate::programmes::{self, DateStep};
use crate::screenings::Dispensation;

/// The nominee and the officers of her unit, as far as there are such.
fn nominee_and_unit(nomination: &Nomination) -> Vec<To<'static>> {
    let person = nomination.person_id.map(To::Person);
    let unit = nomination.opd_id.map(To::Unit);
    person.into_iter().chain(unit).collect()
}

fn page(nomination: &Nomination) -> String {
    format!("/usulan/{}", nomination.id)
}

/// A nomination has moved by `act`; most acts tell nobody.
pub async fn nomination_moved(
    tx: &Tx,
    actor: &Actor,
    nomination: &Nomination,
    act: Act,
) -> Result<()> {
    let mut to = nominee_and_unit(nomination);
    let kind = match act {
        Act::Return => NoticeKind::NominationReturned,
        Act::Verify => NoticeKind::NominationVerified,
        Act::Decline => NoticeKind::NominationDeclined,
        Act::Withdraw => NoticeKind::NominationWithdrawn,
        _ => return Ok(()),
    };
    let mut news = News::new(kind, page(nomination));
    if act == Act::Return {
        to.extend(nomination.submitted_by.as_deref().map(To::Account));
        news = news.due(correction_until(tx, nomination.programme_id).await?);
    }
    tell(tx, actor, &to, news).await
}

/// The last day for nominations, while it lies ahead. Afterwards a correction is taken until places are given, which is
/// no day of the calendar.
async fn correction_until(tx: &Tx, programme: ProgrammeId) -> Result<Option<CivilDate>> {
    let today = tx.now().date();
    let lines = programmes::dates(tx, programme).await?;
    let line = lines.iter().find(|line| line.step == DateStep::Nominate);
    Ok(line.map(|line| line.closes).filter(|day| *day >= today))
}

/// A paper of a nomination was sent back.
pub async fn paper_returned(tx: &Tx, actor: &Actor, nomination: &Nomination) -> Result<()> {
    let due = correction_until(tx, nomination.programme_id).await?;
    let news = News::new(NoticeKind::NominationPaper, page(nomination)).due(due);
    tell(tx, actor, &nominee_and_unit(nomination), news).await
}

/// A letter was issued: the one person it concerns is told, else the host that it goes to.
pub async fn letter_issued(tx: &Tx, actor: &Actor, letter: &Letter) -> Result<()> {
    let person = letter.person.map(To::Person);
    let to = person.or(letter.host.map(To::Host));
    let news = News::new(NoticeKind::LetterIssued, format!("/surat/{}", letter.id));
    tell(tx, actor, to.as_slice(), news).await
}

/// A placement was announced: everybody considered reads her own result, her unit and the hosts their lists.
pub async fn placement_announced(
    tx: &Tx,
    actor: &Actor,
    programme: ProgrammeId,
    members: &[Member],
    closes: Option<CivilDate>,
) -> Result<()> {
    let (mut units, mut hosts) = (BTreeSet::new(), BTreeSet::new());
    for member in members {
        units.extend(member.opd_id);
        hosts.extend(member.host);
        let nomination = nominations::get(tx, &Scope::All, member.nomination).await?;
        let Some(person) = nomination.person_id else {
            continue;
        };
        let placed = member.outcome == Outcome::Placed;
        let path = format!("/usulan/{}/penempatan", nomination.id);
        let news = News::new(NoticeKind::PlacementAnnounced, path)
            .due(closes)
            .starts(placed.then(|| nomination.period.start()));
        tell(tx, actor, &[To::Person(person)], news).await?;
    }
    let to: Vec<To<'_>> = units
        .into_iter()
        .map(To::Unit)
        .chain(hosts.into_iter().map(To::Host))
        .collect();
    let path = format!("/program/{programme}/penempatan/daftar");
    let news = News::new(NoticeKind::PlacementAnnounced, path).due(closes);
    tell(tx, actor, &to, news).await
}

/// A dispensation was granted or refused.
pub async fn dispensation_decided(tx: &Tx, actor: &Actor, one: &Dispensation) -> Result<()> {
    let mut to = vec![To::Account(&one.asked_by)];
    to.extend(one.person.map(To::Person));
    to.extend(one.opd.map(To::Unit));
    let path = format!("/dispensasi/{}", one.id);
    let news = News::new(NoticeKind::DispensationDecided, path);
    tell(tx, actor, &to, news).await
}

/// Somebody asked for a fact to be corrected: her unit handles it, or the agency where she has none.
pub async fn correction_asked(tx: &Tx, actor: &Actor, one: &Correction) -> Result<()> {
    let to = one.opd.map_or(To::Agency(Role::Pengelola), To::Unit);
    let news = News::new(NoticeKind::CorrectionAsked, format!("/koreksi/{}", one.id));
    tell(tx, actor, &[to], news).await
}

/// A request to correct a fact was forwarded, declined or resolved.
pub async fn correction_moved(
    tx: &Tx,
    actor: &Actor,
    one: &Correction,
    state: CorrectionState,
) -> Result<()> {
    if state == CorrectionState::Withdrawn {
        return Ok(());
    }
    let path = format!("/koreksi/{}", one.id);
    let news = News::new(NoticeKind::CorrectionAnswered, path);
    tell(tx, actor, &[To::Person(one.person)], news).await
}

/// A version of a policy was proposed.
pub async fn policy_waiting(tx: &Tx, actor: &Actor, id: PolicyVersionId) -> Result<()> {
    let to = crate::policies::access::DECIDE.roles;
    let to: Vec<To<'_>> = to.iter().copied().map(To::Agency).collect();
    let news = News::new(NoticeKind::PolicyWaiting, format!("/kebijakan/{id}"));
    tell(tx, actor, &to, news).await
}

/// A later look found a change: who decides on it, and the unit that may clarify.
pub async fn recheck_raised(
    tx: &Tx,
    actor: &Actor,
    id: RecheckId,
    nomination: &Nomination,
) -> Result<()> {
    let deciders = crate::screenings::access::RECHECK.roles.iter().copied();
    let mut to: Vec<To<'_>> = deciders.map(To::Agency).collect();
    to.extend(nomination.opd_id.map(To::Unit));
    let news = News::new(NoticeKind::RecheckRaised, format!("/periksa-ulang/{id}"));
    tell(tx, actor, &to, news).await
}
