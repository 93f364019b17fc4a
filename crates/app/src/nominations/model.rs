//! A nomination: who, by whom, why, where to, and how far it is; pure.

use kernel::{
    CivilDate, Error, NominationId, OrgId, Period, PersonId, ProgrammeId, Result, SlotId, Timestamp,
};

use crate::keyed::keyed;
use crate::people::PersonBrief;
use crate::programmes::PaperKind;

keyed! {
    /// How far a nomination is.
    State {
        /// Being written.
        Draft = "draft",
        /// Sent; facts are frozen and screened.
        Submitted = "submitted",
        /// Sent back for correction (*perbaikan*).
        Returned = "returned",
        /// Papers and facts verified.
        Verified = "verified",
        /// Taken back by the unit.
        Withdrawn = "withdrawn",
        /// The nominee said no.
        Declined = "declined",
        /// Has a place.
        Placed = "placed",
        /// *Memenuhi syarat, belum mendapat tempat*.
        Unplaced = "unplaced",
    }
}

keyed! {
    /// Basis of the need (PP 11/2017 Ps 206).
    Basis {
        /// Assessment of competence.
        Assessment = "assessment",
        /// Performance dialogue.
        Dialogue = "dialogue",
        /// Item of the competency development plan (HCDP).
        Hcdp = "hcdp",
        /// Proposal of the superior.
        Superior = "superior",
    }
}

keyed! {
    /// Whose proposal it is; who sent it and who is proposed are two further facts.
    Nominator {
        /// The unit.
        Opd = "opd",
        /// The employee herself.
        Employee = "employee",
        /// The agency.
        Agency = "agency",
        /// The guest's own institution (arah masuk).
        Institution = "institution",
    }
}

keyed! {
    /// By which way it came in.
    Origin {
        /// Typed by the one who proposes.
        Web = "web",
        /// Entered by an operator *berdasarkan dokumen kertas*.
        Paper = "paper",
        /// A row of an uploaded file.
        File = "file",
        /// The system itself (demonstration).
        System = "system",
    }
}

keyed! {
    /// What became of a paper.
    PaperState {
        /// Uploaded, not looked at.
        Received = "received",
        /// Accepted by a verifier.
        Accepted = "accepted",
        /// Sent back with a remark.
        Returned = "returned",
    }
}

/// The unit's cover letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoverLetter {
    /// Number.
    pub number: String,
    /// Date.
    pub date: CivilDate,
    /// SHA-256 of the scan.
    pub scan: Option<String>,
}

/// A paper of a nomination.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Which.
    pub kind: PaperKind,
    /// SHA-256 of the file.
    pub scan: String,
    /// Media type, sniffed from the content.
    pub media: String,
    /// Name the sender gave.
    pub file_name: String,
    /// What became of it.
    pub state: PaperState,
    /// Remark of the verifier.
    pub remark: Option<String>,
    /// Account that uploaded it.
    pub entered_by: String,
    /// When.
    pub at: Timestamp,
}

/// A ranked choice, from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RankedChoice {
    /// Rank.
    pub rank: i64,
    /// The place.
    pub slot: SlotId,
}

/// A nomination as it is stored.
#[derive(Clone, PartialEq, Debug)]
pub struct Nomination {
    /// Id.
    pub id: NominationId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The person in the register; `None` for guests.
    pub person_id: Option<PersonId>,
    /// The sending OPD; `None` for guests.
    pub opd_id: Option<OrgId>,
    /// How far it is.
    pub state: State,
    /// Period of the programme.
    pub period: Period,
    /// Whose proposal it is.
    pub nominator: Nominator,
    /// What she shall learn.
    pub purpose: String,
    /// Competencies aimed at.
    pub aims: Vec<String>,
    /// Basis of the need.
    pub basis: Basis,
    /// Item of the competency plan; empty: not in the plan.
    pub plan_item: String,
    /// Reason for an exception from the plan; empty: none.
    pub plan_exception: String,
    /// What follows at home afterwards.
    pub plan_after: String,
    /// The unit's cover letter.
    pub letter: Option<CoverLetter>,
    /// By which way it came in.
    pub origin: Origin,
    /// SHA-256 of the paper form, when it came on paper.
    pub paper_scan: Option<String>,
    /// The person as letters and lists read her; frozen at submission. A guest has the nomination's id as person id.
    pub snapshot: PersonBrief,
    /// Verdict of the current screening: `memenuhi`, `belum-memenuhi`, `perlu-verifikasi`.
    pub verdict: Option<String>,
    /// Account of the verifier.
    pub verified_by: Option<String>,
    /// When it was verified.
    pub verified_at: Option<Timestamp>,
    /// What is to be corrected.
    pub remark: Option<String>,
    /// Account that sent it.
    pub submitted_by: Option<String>,
    /// When it was sent.
    pub submitted_at: Option<Timestamp>,
    /// Account that wrote it.
    pub created_by: String,
    /// Choices by rank.
    pub choices: Vec<RankedChoice>,
    /// Papers.
    pub papers: Vec<Paper>,
}

/// A line of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The act, such as `submit`.
    pub act: String,
    /// Name of who did it.
    pub by_name: String,
    /// Remark.
    pub remark: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What can be done with a nomination.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    /// Write on.
    Change,
    /// Send.
    Submit,
    /// Send back for correction.
    Return,
    /// Verify.
    Verify,
    /// Take back.
    Withdraw,
    /// Say no as the nominee.
    Decline,
    /// Get a place.
    Place,
    /// Get none.
    Unplace,
    /// Lose the place or the answer: back among those who wait.
    Reopen,
}

impl State {
    /// The state after `act`, or a refusal that says what to do.
    pub fn after(self, act: Act) -> Result<State> {
        use State::{Declined, Draft, Placed, Returned, Submitted, Unplaced, Verified, Withdrawn};
        match (act, self) {
            (Act::Change, Draft | Returned) => Ok(self),
            (Act::Submit, Draft | Returned) => Ok(Submitted),
            (Act::Return, Submitted | Verified) => Ok(Returned),
            (Act::Verify, Submitted) => Ok(Verified),
            (Act::Withdraw, Draft | Submitted | Returned | Verified | Unplaced) => Ok(Withdrawn),
            (Act::Decline, Draft | Submitted | Returned | Verified | Unplaced) => Ok(Declined),
            (Act::Place, Submitted | Verified | Unplaced) => Ok(Placed),
            (Act::Unplace, Submitted | Verified) => Ok(Unplaced),
            (Act::Reopen, Placed | Unplaced) => Ok(Verified),
            _ => {
                let next = match self {
                    Draft => "nominations-next-submit",
                    Submitted | Verified => "nominations-next-return",
                    Returned => "nominations-next-correct",
                    Placed => "nominations-next-placement",
                    Withdrawn | Declined | Unplaced => "nominations-next-new",
                };
                Err(Error::refused("nominations-wrong-state").next(next))
            }
        }
    }
}

impl Nomination {
    /// Required papers that have not been received or were sent back.
    pub fn missing(&self, required: &[PaperKind]) -> Vec<PaperKind> {
        required
            .iter()
            .copied()
            .filter(|kind| {
                !self
                    .papers
                    .iter()
                    .any(|paper| paper.kind == *kind && paper.state != PaperState::Returned)
            })
            .collect()
    }

    /// Whether a paper of this kind has been received and not been sent back.
    pub fn has_paper(&self, kind: PaperKind) -> bool {
        self.missing(&[kind]).is_empty()
    }
}
