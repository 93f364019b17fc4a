//! Kinds and states of letters, and a letter as it is stored.

use kernel::{
    CivilDate, Error, HostId, LetterId, NominationId, OfficialId, OrgId, PersonId, ProgrammeId,
    RegisterId, Result, Text, Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::Draft;

macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $key)] $variant),+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key in tables, URLs and JSON.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.key())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> ::std::result::Result<Self, String> {
                Self::ALL.iter().copied().find(|value| value.key() == text)
                    .ok_or_else(|| format!("`{text}` is no {}", stringify!($name)))
            }
        }
    };
}
pub(super) use keyed;

keyed! {
    /// The kinds of letters, in the order in which a programme needs them.
    LetterKind {
        /// Asks a host for places (*Surat Permohonan Tempat Magang*).
        PlaceRequest = "surat-permohonan-tempat",
        /// The decision with its annex (*Keputusan*).
        Decision = "keputusan",
        /// Sends one participant (*Surat Tugas*).
        Assignment = "surat-tugas",
        /// Tells LAN and BKN (*Surat Pemberitahuan*).
        Notice = "surat-pemberitahuan",
        /// Answers the institution whose civil servants come here (*Surat Penerimaan Peserta*).
        Acceptance = "surat-penerimaan",
        /// The head of the unit permits a study (*Surat Izin Kepala OPD*, BTN-IB-1).
        StudyPermit = "izin-kepala-opd",
        /// The agency recommends it (*Surat Rekomendasi*, BTN-IB-2).
        StudyRecommendation = "rekomendasi-belajar",
        /// *Surat Izin Belajar* (BTN-IB-3).
        StudyLicence = "surat-izin-belajar",
        /// The decision on a study assignment (*Keputusan Tugas Belajar*).
        StudyDecision = "keputusan-tugas-belajar",
    }
}

impl LetterKind {
    /// Number of the kind in the token of the QR code; never changes.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::PlaceRequest => 1,
            Self::Decision => 2,
            Self::Assignment => 3,
            Self::Notice => 4,
            Self::Acceptance => 5,
            Self::StudyPermit => 6,
            Self::StudyRecommendation => 7,
            Self::StudyLicence => 8,
            Self::StudyDecision => 9,
        }
    }

    /// The kind with this number in the token.
    pub(super) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Group of kinds that share a running order of numbers, unless the unit has one order for all.
    pub fn group(self) -> &'static str {
        match self {
            Self::Decision | Self::StudyDecision => "keputusan",
            Self::Assignment => "surat-tugas",
            Self::PlaceRequest | Self::Notice | Self::Acceptance => "surat",
            Self::StudyPermit => "simp",
            Self::StudyRecommendation => "srmp",
            Self::StudyLicence => "sib",
        }
    }

    /// The letters of a programme; the others belong to a study.
    pub const PROGRAMME: [Self; 5] = [
        Self::PlaceRequest,
        Self::Decision,
        Self::Assignment,
        Self::Notice,
        Self::Acceptance,
    ];

    /// Whether it has the form *Penetapan*.
    pub fn is_decision(self) -> bool {
        matches!(self, Self::Decision | Self::StudyDecision)
    }

    /// The letter of the same study that must be in force before this one is written (BTN-IB-1 to BTN-IB-3).
    pub fn after(self) -> Option<Self> {
        match self {
            Self::StudyRecommendation => Some(Self::StudyPermit),
            Self::StudyLicence => Some(Self::StudyRecommendation),
            _ => None,
        }
    }

    /// Its name in a message.
    pub fn name(self) -> Text {
        Text::new(format!("letters-kind-{}", self.key()))
    }
}

keyed! {
    /// Where a letter stands. Only a draft can be edited; an issued letter is never changed again.
    LetterState {
        /// *Konsep*: neither signed nor numbered.
        Draft = "draft",
        /// *Berlaku*.
        Issued = "issued",
        /// *Diganti* by another letter.
        Superseded = "superseded",
        /// *Dicabut*, with a reason.
        Revoked = "revoked",
        /// A draft that was given up.
        Discarded = "discarded",
    }
}

impl LetterState {
    /// Whether the transition exists.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Draft, Self::Issued | Self::Discarded)
                | (Self::Issued, Self::Superseded | Self::Revoked)
        )
    }

    /// Refuses a transition that does not exist, in words that say what can be done instead.
    pub(super) fn must_become(self, next: Self) -> Result<()> {
        if self.may_become(next) {
            return Ok(());
        }
        Err(match self {
            Self::Draft => Error::refused("letters-still-draft").next("letters-issue-first"),
            Self::Issued => {
                Error::refused("letters-issued-fixed").next("letters-supersede-instead")
            }
            Self::Superseded | Self::Revoked | Self::Discarded => {
                Error::refused(Text::new("letters-closed").with("state", self.key()))
            }
        })
    }
}

keyed! {
    /// What may honestly be said of a certified electronic signature.
    SignatureClaim {
        /// None is known.
        None = "none",
        /// The signed copy contains an electronic signature that was not checked with the provider.
        Embedded = "embedded",
        /// An officer vouches for it with the reference of her check.
        Certified = "certified",
    }
}

/// The signer as she stood on the date of the letter; frozen with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignerRecord {
    /// The official.
    pub official: OfficialId,
    /// Name as the letter prints it.
    pub name: String,
    /// The lines over the name: form of authority and office.
    pub office: String,
    /// Why it was she, in messages.
    pub reason: Vec<Text>,
}

/// A letter.
#[derive(Clone, PartialEq, Debug)]
pub struct Letter {
    /// Id.
    pub id: LetterId,
    /// Programme it belongs to.
    pub programme: Option<ProgrammeId>,
    /// The nomination whose participant it sends.
    pub nomination: Option<NominationId>,
    /// The host it is sent to or sends to.
    pub host: Option<HostId>,
    /// The one participant it concerns.
    pub person: Option<PersonId>,
    /// OPD of that participant.
    pub opd: Option<OrgId>,
    /// Kind.
    pub kind: LetterKind,
    /// State.
    pub state: LetterState,
    /// Subject as lists show it.
    pub subject: String,
    /// What officers edit while it is a draft.
    pub draft: Draft,
    /// Counts edits, so that two officers cannot overwrite each other unseen.
    pub version: i64,
    /// Frozen content, from the issue on.
    pub content: Option<Value>,
    /// SHA-256 of its canonical JSON.
    pub digest: Option<String>,
    /// Register of its number.
    pub register: Option<RegisterId>,
    /// Number.
    pub number: Option<String>,
    /// Date of the letter.
    pub date: Option<CivilDate>,
    /// Signer.
    pub signer: Option<SignerRecord>,
    /// Token of the QR code.
    pub token: Option<String>,
    /// What is known of a certified signature.
    pub claim: SignatureClaim,
    /// Reference of the check of that signature.
    pub claim_reference: Option<String>,
    /// The letter that this one replaces once it is issued.
    pub supersedes: Option<LetterId>,
    /// Why it was revoked, replaced or given up.
    pub reason: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
}

/// A row of a list of letters.
#[derive(Clone, PartialEq, Debug)]
pub struct LetterRow {
    /// Id.
    pub id: LetterId,
    /// Programme.
    pub programme: Option<ProgrammeId>,
    /// Kind.
    pub kind: LetterKind,
    /// State.
    pub state: LetterState,
    /// Subject.
    pub subject: String,
    /// Number, from the issue on.
    pub number: Option<String>,
    /// Date, from the issue on.
    pub date: Option<CivilDate>,
    /// Signer's office, from the issue on.
    pub signer: Option<SignerRecord>,
    /// Whether a signed copy is stored.
    pub has_signed: bool,
    /// What is known of a certified signature.
    pub claim: SignatureClaim,
}

/// A stored file of a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterFile {
    /// Whether it is the signed copy; else the PDF as made at the issue.
    pub signed: bool,
    /// Its SHA-256.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: i64,
    /// When it was stored.
    pub at: Timestamp,
}

/// A letter of a study, as the page of the study lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StudyLetterRow {
    /// Id.
    pub id: LetterId,
    /// Kind.
    pub kind: LetterKind,
    /// State.
    pub state: LetterState,
    /// Number, from the issue on.
    pub number: Option<String>,
    /// Date, from the issue on.
    pub date: Option<CivilDate>,
}

impl StudyLetterRow {
    /// Whether it is issued and neither replaced nor revoked.
    pub fn is_in_force(&self) -> bool {
        self.state == LetterState::Issued
    }

    /// Whether it is a draft or in force.
    pub fn is_live(&self) -> bool {
        matches!(self.state, LetterState::Draft | LetterState::Issued)
    }
}
