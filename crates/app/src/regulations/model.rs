//! The agency's own instruments: kinds, stages and what may follow; pure.

use kernel::{CivilDate, Error, Result, Text, Timestamp};
use policy::Standing;

use crate::keyed::keyed;

keyed! {
    /// Kind of an instrument, by the word that the register file uses.
    Kind {
        /// Undang-Undang.
        Uu = "UU",
        /// Peraturan Pemerintah.
        Pp = "PP",
        /// Peraturan Presiden.
        Perpres = "Perpres",
        /// Regulation of a minister.
        Permen = "Permen",
        /// Regulation of LAN.
        PerLan = "PerLAN",
        /// Regulation of BKN.
        PerBkn = "PerBKN",
        /// Regulation of ANRI.
        PerAnri = "PerANRI",
        /// Regulation of a governor.
        Pergub = "Pergub",
        /// Decision.
        Keputusan = "Keputusan",
        /// Circular.
        Se = "SE",
        /// Letter.
        Surat = "Surat",
        /// Guide, manual or practice.
        Pedoman = "Pedoman",
        /// The agency's own policy.
        Kebijakan = "Kebijakan",
    }
}

impl Kind {
    /// Place in the hierarchy for *Mengingat* and layer, as the register file writes them (UU 12/2011 Ps 7 and 8 for
    /// regulations; decisions, circulars and guides are none and stand after them).
    pub(super) fn place(self) -> (i64, &'static str) {
        match self {
            Kind::Uu => (1, "law"),
            Kind::Pp => (2, "law"),
            Kind::Perpres => (3, "law"),
            Kind::Permen => (4, "reg"),
            Kind::PerLan | Kind::PerBkn | Kind::PerAnri => (5, "reg"),
            Kind::Pergub => (6, "reg"),
            Kind::Keputusan => (7, "reg"),
            Kind::Se | Kind::Surat | Kind::Pedoman => (7, "guide"),
            Kind::Kebijakan => (9, "policy"),
        }
    }

    /// The kind of an instrument of the register.
    pub fn of(kind: policy::InstrumentKind) -> Option<Self> {
        serde_json::to_value(kind)
            .ok()?
            .as_str()
            .and_then(|word| word.parse().ok())
    }
}

keyed! {
    /// How far a regulation has come.
    Stage {
        /// Proposed.
        Usulan = "usulan",
        /// Drafted.
        Draf = "draf",
        /// Being harmonised with other regulations.
        Harmonisasi = "harmonisasi",
        /// Waiting for signature.
        TandaTangan = "tanda-tangan",
        /// Promulgated: an instrument with number and date.
        Diundangkan = "diundangkan",
    }
}

impl Stage {
    /// The stage of a plan that came with the system.
    pub fn of(stage: policy::Stage) -> Self {
        match stage {
            policy::Stage::Usulan => Stage::Usulan,
            policy::Stage::Draf => Stage::Draf,
            policy::Stage::Harmonisasi => Stage::Harmonisasi,
            policy::Stage::TandaTangan => Stage::TandaTangan,
            policy::Stage::Diundangkan => Stage::Diundangkan,
        }
    }
}

keyed! {
    /// How sure we are of an entry.
    Confidence {
        /// Read in the text of the regulation.
        T = "T",
        /// Read in a secondary source only.
        S = "S",
        /// General knowledge, not verified.
        M = "M",
        /// The agency's own policy, not law.
        P = "P",
    }
}

impl Confidence {
    /// As the engine says it.
    pub fn of(confidence: policy::Confidence) -> Self {
        match confidence {
            policy::Confidence::T => Confidence::T,
            policy::Confidence::S => Confidence::S,
            policy::Confidence::M => Confidence::M,
            policy::Confidence::P => Confidence::P,
        }
    }
}

keyed! {
    /// What one instrument does to another.
    Relating {
        /// Changes it.
        Amends = "amends",
        /// Takes it out of force.
        Revokes = "revokes",
        /// Carries it out.
        Implements = "implements",
        /// Keeps it in force although what it rested on is gone.
        KeepsAlive = "keeps-alive",
    }
}

impl Relating {
    /// As the engine says it.
    pub fn of(kind: policy::RelationKind) -> Self {
        match kind {
            policy::RelationKind::Amends => Relating::Amends,
            policy::RelationKind::Revokes => Relating::Revokes,
            policy::RelationKind::Implements => Relating::Implements,
            policy::RelationKind::KeepsAlive => Relating::KeepsAlive,
        }
    }
}

keyed! {
    /// What happened to an entry of the agency.
    Act {
        /// It was entered.
        Create = "create",
        /// Title, owner, due date or what waits was changed.
        Edit = "edit",
        /// It came to another stage.
        Stage = "stage",
        /// It was promulgated.
        Promulgate = "promulgate",
        /// Its articles were written.
        Articles = "articles",
        /// A relation was added or taken out.
        Relation = "relation",
        /// It went out of force.
        End = "end",
    }
}

/// Word for a standing, for filters and messages.
pub fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::InForce => "in-force",
        Standing::NotYet => "not-yet",
        Standing::Ended => "ended",
        Standing::Unverified => "unverified",
    }
}

/// An article that the agency wrote down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// Id that policies cite.
    pub id: String,
    /// Such as `Pasal 5 ayat (2)`.
    pub article: String,
    /// What it says, in own words.
    pub says: String,
}

/// What an instrument of the agency does to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Id of the line.
    pub id: String,
    /// What it does.
    pub kind: Relating,
    /// Instrument or article to which it is done.
    pub target: String,
    /// Since when.
    pub since: Option<CivilDate>,
    /// How far it goes.
    pub note: Option<String>,
}

/// What waits for a regulation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wait {
    /// An entry of the register that waits for it.
    pub entry: Option<String>,
    /// A page of the system, such as `/rapat/…`.
    pub path: Option<String>,
    /// In words; the id of the entry when nothing else was written.
    pub text: String,
}

/// An entry of the agency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Own {
    /// Short name that never changes.
    pub code: String,
    /// Kind.
    pub kind: Kind,
    /// Title, or working title.
    pub title: String,
    /// Who prepares or keeps it.
    pub owner: String,
    /// How far it has come.
    pub stage: Stage,
    /// When it is due.
    pub due: Option<CivilDate>,
    /// How it is cited once it is promulgated.
    pub name: Option<String>,
    /// Number.
    pub number: Option<String>,
    /// Year.
    pub year: Option<i64>,
    /// First day in force.
    pub from: Option<CivilDate>,
    /// First day no longer in force.
    pub to: Option<CivilDate>,
    /// How sure we are.
    pub confidence: Confidence,
    /// Remark.
    pub note: Option<String>,
    /// Counts the changes, so that nobody overwrites what she has not seen.
    pub revision: i64,
    /// Its articles in their order.
    pub articles: Vec<Article>,
    /// What it does to others.
    pub links: Vec<Link>,
    /// What waits for it.
    pub waits: Vec<Wait>,
}

impl Own {
    /// Whether it is late on `today`.
    pub fn overdue(&self, today: CivilDate) -> bool {
        self.stage != Stage::Diundangkan && self.due.is_some_and(|due| due < today)
    }

    /// Whether it may come to `next`.
    ///
    /// # Errors
    /// Refused once it is promulgated; to promulgate it is an act of its own, with number and date. Going back needs
    /// a reason, which the caller asks for.
    pub(super) fn may_come_to(&self, next: Stage) -> Result<()> {
        if self.stage == Stage::Diundangkan {
            return Err(
                Error::refused("regulations-is-promulgated").next("regulations-next-successor")
            );
        }
        if next == Stage::Diundangkan {
            return Err(Error::invalid_field(
                "stage",
                "regulations-promulgate-first",
            ));
        }
        if next == self.stage {
            let text = Text::new("regulations-stage-same");
            return Err(Error::invalid_field("stage", text));
        }
        Ok(())
    }
}

/// A line of the history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// What happened.
    pub act: Act,
    /// Stage afterwards.
    pub stage: Stage,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Reason or remark.
    pub note: Option<String>,
}
