//! One id type per thing, so that a host's id can never be passed where a person's is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A civil servant in the staff register.
    PersonId,
    /// An organisation of the home government: an OPD or a unit below one (*unor*).
    OrgId,
    /// An account that can log in.
    UserId,
    /// A run of the staff import.
    ImportId,
    /// A paper that attests facts (Surat Pernyataan, SKP sheet, health statement).
    PaperId,
    /// A programme of internships (*Papan Program*).
    ProgrammeId,
    /// A host institution (*Instansi Penerima*).
    HostId,
    /// A partnership document with a host (PKS, MoU, data agreement).
    PartnershipId,
    /// A request to a host for places.
    PlaceRequestId,
    /// A one-time link for somebody without an account.
    LinkId,
    /// A place at a host (*Tempat Magang*).
    SlotId,
    /// A nomination (*Usulan*).
    NominationId,
    /// The stored result of screening one nomination (*Pemeriksaan Persyaratan*).
    ScreeningId,
    /// A run of the placement of a programme (*Penempatan*).
    PlacementRunId,
    /// Inputs of a placement that are frozen before the lottery exists (*Pembekuan*).
    FreezeId,
    /// A declared conflict of interest between a nominee and a host (*Benturan Kepentingan*).
    ConflictId,
    /// A request to reconsider a placement (*Sanggah*).
    ObjectionId,
    /// A letter (*Surat*, *Keputusan*).
    LetterId,
    /// An official with a dated office and mandate (*Pejabat*).
    OfficialId,
    /// A number register of letters.
    RegisterId,
    /// A version of a policy (*Versi Kebijakan*).
    PolicyVersionId,
    /// A rule set aside for one nominee by the office that may (*Dispensasi*).
    DispensationId,
    /// A nomination looked at again at a later gate (*Pemeriksaan Ulang*).
    RecheckId,
    /// A saved run of the wind tunnel (*Simulasi Kebijakan*).
    ScenarioId,
    /// A study assignment or permission (*Tugas Belajar*, *Izin Belajar*).
    StudyId,
    /// A request of an employee to correct a fact about her (*Permintaan Perbaikan Data*).
    CorrectionId,
    /// A meeting about internships (*Rapat*, FGD).
    MeetingId,
    /// A topic on the agenda of a meeting.
    TopicId,
    /// An institution or person invited to a meeting.
    InviteeId,
    /// An option that was weighed under a topic.
    OptionId,
    /// What a meeting decided on a topic.
    MeetingDecisionId,
    /// What was left to do after a meeting (*Tindak Lanjut*).
    FollowUpId,
    /// A notice to the holder of an account (*Pemberitahuan*).
    NoticeId,
}
