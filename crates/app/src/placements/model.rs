//! Placement runs, what became of each person, and the places given.

use kernel::{
    CivilDate, FreezeId, HostId, NominationId, OrgId, Period, PersonId, PlacementRunId,
    ProgrammeId, SlotId, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::hosts::Slot;
use crate::keyed::keyed;
use crate::nominations::Fit;
use crate::people::PersonBrief;
use crate::programmes::Giving;

keyed! {
    /// How far a run is.
    RunState {
        /// *Uji coba*: computed before the inputs were frozen; it is never confirmed.
        Trial = "trial",
        /// Computed and verified; nobody has a place by it yet.
        Proposed = "proposed",
        /// Its places are given.
        Confirmed = "confirmed",
        /// Put aside; it stays for the record.
        Discarded = "discarded",
    }
}

keyed! {
    /// How a run came about.
    RunKind {
        /// Computed from the inputs.
        Solve = "solve",
        /// Changed by a decision about one person (*Penyesuaian Manual*).
        Override = "override",
        /// Mended after withdrawals and closed places, with the fewest moves.
        Repair = "repair",
    }
}

keyed! {
    /// What a run says about a person.
    Outcome {
        /// Gets a place.
        Placed = "placed",
        /// *Memenuhi syarat, belum mendapat tempat*.
        Unplaced = "unplaced",
    }
}

keyed! {
    /// What became of one choice.
    Fate {
        /// She is placed here.
        Granted = "granted",
        /// A conflict of interest stands against it.
        Conflict = "conflict",
        /// The quota of the place is full.
        Slot = "slot",
        /// The limit of the host is full.
        Host = "host",
        /// The limit of the region is full.
        Region = "region",
        /// The release limit of the OPD is full.
        Agency = "agency",
        /// Leaving the present place would break a minimum.
        Minimum = "minimum",
        /// There is room, but the whole is better otherwise.
        Value = "value",
        /// Less preferred than what she got.
        NotNeeded = "not-needed",
    }
}

/// A sentence in both languages of the product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Said {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// What became of one choice, in words that name limits and never other people.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Chosen {
    /// Rank from 1.
    pub rank: u32,
    /// Name of the place.
    pub place: String,
    /// What became of it.
    pub fate: Fate,
    /// The sentence.
    pub words: Said,
    /// What would have to change for her to get it; `None` if she got it or a better one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Said>,
    /// How much of her gap the place closes, as it was computed; `None` in runs before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
}

/// Everything that a person may read about her own result.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Explained {
    /// Her place; `None` without one.
    pub slot: Option<SlotId>,
    /// Rank of the place among her choices; 0 without one.
    pub rank: u32,
    /// Every choice in her order.
    pub choices: Vec<Chosen>,
}

/// A limit that held people back from a choice they preferred.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// The kind of limit.
    pub fate: Fate,
    /// The sentence that names it.
    pub words: Said,
    /// How many people.
    pub people: usize,
}

impl Binding {
    /// The limits in the explanations of a run, the heaviest first.
    pub(super) fn count(all: &[Explained]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for one in all {
            let mut seen: Vec<&Said> = Vec::new();
            for choice in &one.choices {
                let limit = matches!(
                    choice.fate,
                    Fate::Slot | Fate::Host | Fate::Region | Fate::Agency | Fate::Minimum
                );
                if !limit || seen.contains(&&choice.words) {
                    continue;
                }
                seen.push(&choice.words);
                match found.iter_mut().find(|known| known.words == choice.words) {
                    Some(known) => known.people += 1,
                    None => found.push(Self {
                        fate: choice.fate,
                        words: choice.words.clone(),
                        people: 1,
                    }),
                }
            }
        }
        found.sort_by(|a, b| {
            b.people
                .cmp(&a.people)
                .then_with(|| a.words.id.cmp(&b.words.id))
        });
        found
    }
}

/// A run of the placement of a programme.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Id.
    pub id: PlacementRunId,
    /// The programme.
    pub programme: ProgrammeId,
    /// How places were given.
    pub mode: Giving,
    /// How far it is.
    pub state: RunState,
    /// `titian-placement/1`, canonical JSON; empty for one place given directly.
    pub problem: String,
    /// `titian-placement-result/1`.
    pub result: String,
    /// People with a place.
    pub placed: i64,
    /// People without.
    pub unplaced: i64,
    /// People by rank; the first entry counts first choices.
    pub profile: Vec<u32>,
    /// Nominees who were not considered, with the reason.
    pub left_out: Vec<LeftOut>,
    /// When it was computed.
    pub created_at: Timestamp,
    /// When its places were given.
    pub confirmed_at: Option<Timestamp>,
    /// The frozen inputs that it rests on; `None` for a trial and where places are not ranked.
    pub freeze: Option<FreezeId>,
    /// How it came about.
    pub kind: RunKind,
    /// The run that it changes.
    pub parent: Option<PlacementRunId>,
    /// Key of the type of reason, for an override.
    pub reason_type: Option<String>,
    /// Why it was changed, as the officer wrote it.
    pub reason: Option<String>,
    /// What the change cost or moved, in words that name nobody.
    pub change: Option<Said>,
    /// When it was announced.
    pub published_at: Option<Timestamp>,
    /// Working days of the window for reconsideration.
    pub window_days: Option<i64>,
    /// Last day of that window.
    pub window_closes: Option<CivilDate>,
}

impl Run {
    /// Whether a request to reconsider may be filed on `today`.
    pub fn takes_objections(&self, today: CivilDate) -> bool {
        self.state == RunState::Confirmed
            && self.published_at.is_some_and(|at| at.date() <= today)
            && self.window_closes.is_some_and(|last| today <= last)
    }

    /// SHA-256 of the problem, as its result names it; empty for one place given directly.
    pub fn digest(&self) -> String {
        if self.problem.is_empty() {
            return String::new();
        }
        format!("sha256:{}", crate::sha256_hex(self.problem.as_bytes()))
    }
}

/// A nominee that a run did not consider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    /// The nomination.
    pub nomination: NominationId,
    /// Name with titles.
    pub name: String,
    /// Key of the reason: `placements-out-unverified`, `placements-out-verdict`, `placements-out-policy`,
    /// `placements-out-place`.
    pub reason: String,
}

/// A person of a run.
#[derive(Clone, PartialEq, Debug)]
pub struct Member {
    /// The nomination.
    pub nomination: NominationId,
    /// Name with titles.
    pub name: String,
    /// NIP.
    pub nip: kernel::Nip,
    /// Name of the OPD or institution.
    pub opd: String,
    /// The OPD; `None` for guests.
    pub opd_id: Option<OrgId>,
    /// The host of her place.
    pub host: Option<HostId>,
    /// Whether she gets a place.
    pub outcome: Outcome,
    /// Name of the place; empty without one.
    pub place: String,
    /// Her choices and what became of each.
    pub explained: Explained,
}

impl Member {
    /// The choice that she was given.
    pub fn granted(&self) -> Option<&Chosen> {
        let of = |choice: &&Chosen| choice.fate == Fate::Granted;
        self.explained.choices.iter().find(of)
    }

    /// The limit that held back her first choice, if she did not get it.
    pub fn first_obstacle(&self) -> Option<&Chosen> {
        let first = self.explained.choices.first()?;
        (first.fate != Fate::Granted).then_some(first)
    }
}

/// What a confirmation did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Confirmed {
    /// People who got a place.
    pub placed: i64,
    /// People who are *memenuhi syarat, belum mendapat tempat*.
    pub unplaced: i64,
}

/// A place given, with what letters and lists need.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// The nomination.
    pub nomination: NominationId,
    /// The person as she was frozen at submission. A guest has the nomination's id as person id.
    pub person: PersonBrief,
    /// The person in the register; `None` for guests.
    pub person_id: Option<PersonId>,
    /// The place with host name, kind, region and unit.
    pub slot: Slot,
    /// First and last day.
    pub period: Period,
    /// Rank of the place among her choices; 1 where places are given directly.
    pub rank: i64,
}
