//! The form of a nomination and the evaluator that holds it against register, programme and places, for pages and files alike.

use kernel::{
    Actor, CivilDate, Error, Golongan, HostId, Nip, NominationId, PersonId, ProgrammeId, Result,
    Scope, SlotId, Text,
};

use super::model::{Basis, CoverLetter, Nomination, Nominator, Origin, State};
use super::papers::Attachment;
use crate::hosts::{self, Slot, SlotState};
use crate::people::{self, PersonBrief};
use crate::programmes::{self, Arah, Giving, Programme};

/// Who is nominated.
#[derive(Clone, Debug)]
pub enum Nominee {
    /// A person of the register, by NIP.
    Own(Nip),
    /// A civil servant of another government, as her institution's letter describes her (arah masuk).
    Guest(Guest),
}

/// A civil servant of another government.
#[derive(Clone, Debug)]
pub struct Guest {
    /// NIP.
    pub nip: Nip,
    /// Name with titles.
    pub name: String,
    /// Golongan.
    pub golongan: Option<Golongan>,
    /// Post.
    pub position: String,
    /// Her institution.
    pub institution: String,
}

/// A nomination as a form or a row of a file gives it.
#[derive(Clone, Debug)]
pub struct NominationForm {
    /// Who.
    pub nominee: Nominee,
    /// What she shall learn.
    pub purpose: String,
    /// Competencies aimed at.
    pub aims: Vec<String>,
    /// Basis of the need.
    pub basis: Basis,
    /// Item of the competency plan.
    pub plan_item: String,
    /// Reason for an exception from the plan.
    pub plan_exception: String,
    /// What follows at home afterwards.
    pub plan_after: String,
    /// The unit's cover letter.
    pub letter: Option<CoverLetter>,
    /// Places in the order of preference; one where places are given directly.
    pub choices: Vec<SlotId>,
    /// SHA-256 of the paper form, when an operator enters it *berdasarkan dokumen kertas*.
    pub paper_scan: Option<String>,
    /// Papers that come with it, already in the store of files.
    pub papers: Vec<Attachment>,
}

/// What every nomination of a programme is checked against.
pub(super) struct Context {
    pub(super) programme: Programme,
    pub(super) slots: Vec<Slot>,
    /// The one institution of a cohort; `None` where any will do.
    pub(super) destination: Option<HostId>,
}

impl Context {
    pub(super) async fn load(
        tx: &impl crate::db::Sql,
        id: ProgrammeId,
        today: CivilDate,
    ) -> Result<Self> {
        let programme = programmes::get(tx, id).await?;
        programmes::takes_nominations(tx, &programme, today).await?;
        Self::of(tx, programme).await
    }

    pub(super) async fn of(sql: &impl crate::db::Sql, programme: Programme) -> Result<Self> {
        let slots = hosts::slots(sql, programme.id).await?;
        let destination = hosts::destination(sql, &programme).await?;
        Ok(Self {
            programme,
            slots,
            destination,
        })
    }

    /// Whether a place is at the institution to which the programme sends.
    pub(super) fn reaches(&self, slot: &Slot) -> bool {
        self.destination.is_none_or(|host| host == slot.host_id)
    }
}

/// Checks a nomination against the register, the programme and its places; stores nothing.
pub(super) async fn evaluate(
    sql: &impl crate::db::Sql,
    actor: &Actor,
    scope: &Scope,
    context: &Context,
    id: NominationId,
    form: &NominationForm,
    origin: Origin,
) -> Result<Nomination> {
    let mut wrong: Vec<(&str, Text)> = Vec::new();
    let programme = &context.programme;
    let incoming = programme.arah == Arah::Masuk;
    let mut snapshot = None;
    match &form.nominee {
        Nominee::Own(_) if incoming => wrong.push(("nip", "nominations-guests-only".into())),
        Nominee::Own(nip) => match people::brief_by_nip(sql, scope, nip).await? {
            None => wrong.push(("nip", "nominations-nip-unknown".into())),
            Some(person) if !person.active => wrong.push(("nip", "nominations-inactive".into())),
            Some(person) => snapshot = Some((Some(person.id), person)),
        },
        Nominee::Guest(_) if !incoming => wrong.push(("nip", "nominations-no-guests".into())),
        // A guest is in no register, so only the agency can vouch for the letter.
        Nominee::Guest(_) if *scope != Scope::All => return Err(Error::forbidden().log("guest")),
        Nominee::Guest(guest) => {
            if guest.name.trim().is_empty() {
                wrong.push(("name", "error-required".into()));
            }
            if guest.institution.trim().is_empty() {
                wrong.push(("institution", "error-required".into()));
            }
            snapshot = Some((None, guest_brief(id, guest)));
        }
    }
    if form.purpose.trim().is_empty() {
        wrong.push(("purpose", "error-required".into()));
    }
    if form.plan_after.trim().is_empty() {
        wrong.push(("plan_after", "error-required".into()));
    }
    if form.basis == Basis::Hcdp && form.plan_item.trim().is_empty() {
        wrong.push(("plan_item", "nominations-plan-item".into()));
    }
    if form.letter.is_none()
        && (incoming || *scope != Scope::All)
        && !matches!(scope, Scope::Person(_))
    {
        wrong.push(("letter_number", "nominations-letter".into()));
    }
    wrong.extend(choice_faults(context, &form.choices));
    let (Some((person_id, snapshot)), true) = (snapshot, wrong.is_empty()) else {
        return Err(wrong
            .into_iter()
            .fold(Error::invalid("error-form"), |error, (field, text)| {
                error.field(field, text)
            }));
    };
    let aims = form
        .aims
        .iter()
        .map(|aim| aim.trim().to_lowercase())
        .filter(|aim| !aim.is_empty())
        .collect();
    let nominator = match (&form.nominee, scope) {
        (Nominee::Guest(_), _) => Nominator::Institution,
        (_, Scope::Person(_)) => Nominator::Employee,
        (_, Scope::Org(_)) => Nominator::Opd,
        // The agency enters what a unit sent on paper, or proposes somebody itself.
        _ if form.letter.is_some() => Nominator::Opd,
        _ => Nominator::Agency,
    };
    Ok(Nomination {
        id,
        programme_id: programme.id,
        person_id,
        opd_id: snapshot.opd_id,
        state: State::Draft,
        period: programme.period,
        nominator,
        purpose: form.purpose.trim().to_owned(),
        aims,
        basis: form.basis,
        plan_item: form.plan_item.trim().to_owned(),
        plan_exception: form.plan_exception.trim().to_owned(),
        plan_after: form.plan_after.trim().to_owned(),
        letter: form.letter.clone(),
        origin: if form.paper_scan.is_some() {
            Origin::Paper
        } else {
            origin
        },
        paper_scan: form.paper_scan.clone(),
        snapshot,
        verdict: None,
        verified_by: None,
        verified_at: None,
        remark: None,
        submitted_by: None,
        submitted_at: None,
        created_by: actor.key(),
        choices: form
            .choices
            .iter()
            .zip(1..)
            .map(|(slot, rank)| super::model::RankedChoice { rank, slot: *slot })
            .collect(),
        papers: Vec::new(),
    })
}

fn guest_brief(id: NominationId, guest: &Guest) -> PersonBrief {
    PersonBrief {
        id: PersonId(id.0),
        pns_id: String::new(),
        nip: guest.nip.clone(),
        name: guest.name.trim().to_owned(),
        name_plain: guest.name.trim().to_owned(),
        kind: "PNS".into(),
        golongan: guest.golongan,
        position: Some(guest.position.trim().to_owned()),
        org_name: Some(guest.institution.trim().to_owned()),
        opd_id: None,
        opd_name: Some(guest.institution.trim().to_owned()),
        active: true,
    }
}

fn choice_faults(context: &Context, choices: &[SlotId]) -> Vec<(&'static str, Text)> {
    let most = if context.programme.giving == Giving::Ranked {
        context.programme.max_choices
    } else {
        1
    };
    let mut faults = Vec::new();
    if choices.is_empty() {
        faults.push(("choice1", "nominations-choice-missing".into()));
    }
    if choices.len() as i64 > most {
        faults.push((
            "choice1",
            Text::new("nominations-choices-many").with("max", most),
        ));
    }
    for (index, choice) in choices.iter().enumerate() {
        let field = FIELDS.get(index).copied().unwrap_or("choice1");
        match context.slots.iter().find(|slot| slot.id == *choice) {
            None => faults.push((field, "error-choice".into())),
            Some(slot) if slot.state == SlotState::Closed => {
                faults.push((
                    field,
                    Text::new("hosts-slot-closed").with("place", slot.label()),
                ));
            }
            Some(slot) if !context.reaches(slot) => {
                let only = context.slots.iter().find(|slot| context.reaches(slot));
                let name = only.map_or("–", |slot| slot.host_name.as_str());
                let text = Text::new("nominations-one-destination").with("host", name);
                faults.push((field, text));
            }
            Some(_)
                if choices
                    .get(..index)
                    .is_some_and(|before| before.contains(choice)) =>
            {
                faults.push((field, "nominations-choice-twice".into()));
            }
            Some(_) => {}
        }
    }
    faults
}

/// Form fields of the choices by rank.
const FIELDS: &[&str] = &[
    "choice1", "choice2", "choice3", "choice4", "choice5", "choice6", "choice7", "choice8",
    "choice9", "choice10", "choice11", "choice12", "choice13", "choice14", "choice15", "choice16",
    "choice17", "choice18", "choice19", "choice20",
];
