//! The placement problem: who, where, under which limits, and what counts as better.

use std::fmt;

use crate::ProblemBuilder;

/// Most choices of one applicant.
pub const MAX_CHOICES: usize = 20;
/// Most applicants of one problem.
pub const MAX_APPLICANTS: usize = 2_000_000;
/// Largest absolute value of `fit` and `merit`.
pub const MAX_SCORE: i64 = 1_000_000_000;
/// Largest value of a minimum, a maximum and a release limit.
pub const MAX_LIMIT: i64 = 10_000_000;

/// What is wrong with an input, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// JSON path of the place, such as `$.slots[3].max`.
    pub path: String,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
}

impl InputError {
    pub(crate) fn new(
        path: impl Into<String>,
        found: impl fmt::Display,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            found: found.to_string(),
            expected: expected.into(),
        }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: found {}, expected {}",
            self.path, self.found, self.expected
        )
    }
}

impl std::error::Error for InputError {}

/// One aim; a problem lists them in order of importance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Objective {
    /// Most applicants placed.
    Placed,
    /// Rank-maximal: most first choices, then most second choices, and so on.
    Greedy,
    /// Fewest at the worst rank, then at the next worst, and so on; needs [`Objective::Placed`] before it.
    Generous,
    /// Most competency gap closed (sum of `fit`).
    Fit,
    /// Most merit placed (sum of the applicants' `merit`).
    Merit,
    /// Fewest moved away from the previous placement.
    Stay,
}

impl Objective {
    /// All objectives, in the order of the format's table.
    pub const ALL: [Objective; 6] = [
        Objective::Placed,
        Objective::Greedy,
        Objective::Generous,
        Objective::Fit,
        Objective::Merit,
        Objective::Stay,
    ];

    /// Its name in the file format.
    pub fn name(self) -> &'static str {
        match self {
            Objective::Placed => "placed",
            Objective::Greedy => "greedy",
            Objective::Generous => "generous",
            Objective::Fit => "fit",
            Objective::Merit => "merit",
            Objective::Stay => "stay",
        }
    }

    /// The objective of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// How places are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// The lexicographic optimum of these objectives.
    Objective(Vec<Objective>),
    /// The mechanism `merit-stable`.
    MeritStable,
}

/// What to do when a minimum cannot be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BelowMin {
    /// The problem has no solution.
    Refuse,
    /// Hosts with a minimum may stay unopened.
    Close,
}

impl BelowMin {
    /// Its name in the file format.
    pub fn name(self) -> &'static str {
        match self {
            BelowMin::Refuse => "refuse",
            BelowMin::Close => "close",
        }
    }
}

/// A unit that releases people (OPD).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Identifier, unique among agencies.
    pub id: String,
    /// Most people released at once, itself and contained agencies together; `None` is no limit.
    pub release_max: Option<u32>,
    /// Index of the containing agency.
    pub within: Option<u32>,
}

/// A region that holds hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Identifier, unique among regions.
    pub id: String,
    /// Most people placed in it; `None` is no limit.
    pub max: Option<u32>,
}

/// A host institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Identifier, unique among hosts.
    pub id: String,
    /// Index of its region.
    pub region: Option<u32>,
    /// Fewest people it needs; `None` (left out) counts as 0.
    pub min: Option<u32>,
    /// Most people it takes; `None` is no limit.
    pub max: Option<u32>,
}

/// A place at a host, one wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Identifier, unique among slots.
    pub id: String,
    /// Index of its host.
    pub host: u32,
    /// Fewest people it needs; `None` (left out) counts as 0.
    pub min: Option<u32>,
    /// Most people it takes; `None` is no limit.
    pub max: Option<u32>,
}

/// One choice of an applicant; its rank is its 1-based position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Index of the slot.
    pub slot: u32,
    /// Competency gap that it closes; `None` (left out) counts as 0.
    pub fit: Option<i32>,
    /// Merit on the receiving side, used by `merit-stable` only.
    pub merit: Option<i32>,
    /// Whether the pair is in conflict and so forbidden.
    pub conflict: bool,
}

/// A person who wants a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// Identifier, unique among applicants.
    pub id: String,
    /// Index of the releasing agency.
    pub agency: Option<u32>,
    /// Merit; `None` (left out) counts as 0.
    pub merit: Option<i64>,
    /// Choices in order of preference, at most [`MAX_CHOICES`].
    pub choices: Vec<Choice>,
    /// Index in `choices` of the place that is fixed already.
    pub pinned: Option<u32>,
    /// Index of the slot of the previous placement.
    pub previous: Option<u32>,
}

/// A pair of an applicant and a slot, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Index of the applicant.
    pub applicant: u32,
    /// Index of the slot.
    pub slot: u32,
}

/// A forbidden pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Who must not go where.
    pub pair: Pair,
    /// Why; never repeated in a result.
    pub why: Option<String>,
}

/// Which lists and words with a default the document spells out; they belong to its digest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Spelled {
    pub(crate) agencies: bool,
    pub(crate) regions: bool,
    pub(crate) conflicts: bool,
    pub(crate) pinned: bool,
    pub(crate) previous: bool,
}

/// A placement problem that obeys every rule of the format; made by [`Problem::from_json`] or [`Problem::builder`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub(crate) goal: Goal,
    pub(crate) seed: String,
    pub(crate) agencies: Vec<Agency>,
    pub(crate) regions: Vec<Region>,
    pub(crate) hosts: Vec<Host>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) applicants: Vec<Applicant>,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) pinned: Vec<Pair>,
    pub(crate) previous: Vec<Pair>,
    pub(crate) below_min: Option<BelowMin>,
    pub(crate) spelled: Spelled,
}

impl Problem {
    /// Starts a problem in memory; `seed` decides exact ties.
    pub fn builder(seed: impl Into<String>) -> ProblemBuilder {
        ProblemBuilder::new(seed)
    }

    /// How places are given.
    pub fn goal(&self) -> &Goal {
        &self.goal
    }

    /// The seed of the lottery.
    pub fn seed(&self) -> &str {
        &self.seed
    }

    /// Releasing agencies, in the problem's order.
    pub fn agencies(&self) -> &[Agency] {
        &self.agencies
    }

    /// Regions, in the problem's order.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Hosts, in the problem's order.
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// Slots, in the problem's order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Applicants, in the problem's order.
    pub fn applicants(&self) -> &[Applicant] {
        &self.applicants
    }

    /// Forbidden pairs, in the problem's order.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// What to do when a minimum cannot be met.
    pub fn below_min(&self) -> BelowMin {
        self.below_min.unwrap_or(BelowMin::Refuse)
    }

    /// K, the length of the longest list of choices.
    pub fn longest_list(&self) -> usize {
        self.applicants
            .iter()
            .map(|applicant| applicant.choices.len())
            .max()
            .unwrap_or(0)
    }

    /// Index of the applicant with that id.
    pub fn applicant_index(&self, id: &str) -> Option<u32> {
        let at = self.applicants.iter().position(|one| one.id == id)?;
        u32::try_from(at).ok()
    }
}
