//! Versions of policies: their states with what each state knows, and what may follow; pure.

use kernel::{Actor, CivilDate, Error, PolicyVersionId, Result, Timestamp};
use policy::Lang;

use crate::keyed::keyed;

/// Who did something, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Account id, or `system`.
    pub by: String,
    /// Name at that time.
    pub name: String,
    /// Instant.
    pub at: Timestamp,
}

/// On what a decision rests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mandate {
    /// The file came with the system; the agency has not decided on it.
    Shipped,
    /// A paper: regulation, decision, minutes of a meeting.
    Paper(Paper),
}

/// The paper on which a decision rests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: CivilDate,
    /// What it is and what it is about.
    pub about: String,
    /// Entry of the register of regulations, if it is one.
    pub entry: Option<String>,
}

/// A decision: who proposed, who decided, on which mandate, from which day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Who proposed it; nobody did with a shipped file.
    pub proposed: Option<Step>,
    /// Who decided; another person than the one who proposed.
    pub decided: Step,
    /// On what it rests.
    pub mandate: Mandate,
    /// First day in force as decided.
    pub from: CivilDate,
}

/// The state of a version on a day. What is in force cannot be edited: only [`State::Draft`] gives a [`Draft`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Being written.
    Draft,
    /// Waits for a decision by somebody else.
    Proposed(Step),
    /// Decided, but its first day has not come.
    Decided(Decision),
    /// In force.
    InForce {
        /// The decision.
        decision: Decision,
        /// First day after, when one is known.
        until: Option<CivilDate>,
    },
    /// Another version took its place.
    Replaced {
        /// The decision.
        decision: Decision,
        /// First day on which it was in force no more.
        on: CivilDate,
    },
    /// A draft that was given up.
    Dropped,
}

keyed! {
    /// The name of a state, for filters and words.
    StateName {
        /// [`State::Draft`]
        Draft = "draft",
        /// [`State::Proposed`]
        Proposed = "proposed",
        /// [`State::Decided`]
        Decided = "decided",
        /// [`State::InForce`]
        InForce = "in-force",
        /// [`State::Replaced`]
        Replaced = "replaced",
        /// [`State::Dropped`]
        Dropped = "dropped",
    }
}

keyed! {
    /// What happened to a version.
    Act {
        /// A draft was begun, or a shipped file recorded.
        Create = "create",
        /// It was proposed.
        Propose = "propose",
        /// It became a draft again.
        Return = "return",
        /// It was decided.
        Decide = "decide",
        /// It was given up.
        Drop = "drop",
    }
}

impl State {
    /// Its name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Draft => StateName::Draft,
            Self::Proposed(_) => StateName::Proposed,
            Self::Decided(_) => StateName::Decided,
            Self::InForce { .. } => StateName::InForce,
            Self::Replaced { .. } => StateName::Replaced,
            Self::Dropped => StateName::Dropped,
        }
    }

    /// The decision, if there was one.
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Decided(decision)
            | Self::InForce { decision, .. }
            | Self::Replaced { decision, .. } => Some(decision),
            Self::Draft | Self::Proposed(_) | Self::Dropped => None,
        }
    }
}

/// A stretch of days `[from, to)` on which a version is in force, as far as is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// First day.
    pub from: CivilDate,
    /// First day after; none: open.
    pub to: Option<CivilDate>,
}

impl Stretch {
    /// Whether the day lies in it.
    pub fn covers(&self, day: CivilDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// What is left of it when `other` takes its own days.
    pub(super) fn without(self, other: Stretch) -> Vec<Stretch> {
        let apart = self.to.is_some_and(|to| to <= other.from)
            || other.to.is_some_and(|to| to <= self.from);
        if apart {
            return vec![self];
        }
        let mut left = Vec::new();
        if self.from < other.from {
            left.push(Stretch {
                from: self.from,
                to: Some(other.from),
            });
        }
        if let Some(end) = other.to
            && self.to.is_none_or(|to| end < to)
        {
            left.push(Stretch {
                from: end,
                to: self.to,
            });
        }
        left
    }
}

/// The state of a decided version on `today`, from the stretches that are known now.
pub(super) fn decided_state(decision: Decision, known: &[Stretch], today: CivilDate) -> State {
    if let Some(now) = known.iter().find(|stretch| stretch.covers(today)) {
        return State::InForce {
            decision,
            until: now.to,
        };
    }
    if known.iter().any(|stretch| stretch.from > today) {
        return State::Decided(decision);
    }
    let on = known.iter().filter_map(|stretch| stretch.to).max();
    let on = on.unwrap_or(decision.from);
    State::Replaced { decision, on }
}

/// A version of a policy, without its text.
#[derive(Clone, Debug)]
pub struct Version {
    /// Id.
    pub id: PolicyVersionId,
    /// Id of the policy, stable across versions, such as `magang-banten`.
    pub policy: String,
    /// Name of the version, unique within the policy.
    pub version: String,
    /// The form of development that it applies to.
    pub applies_to: String,
    /// Title.
    pub title: Lang,
    /// Whether it came with the system.
    pub shipped: bool,
    /// The version from which it was written.
    pub base: Option<PolicyVersionId>,
    /// SHA-256 of the text, `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// Counts the changes of a draft, so that nobody overwrites what she has not seen.
    pub revision: i64,
    /// Who began it.
    pub created: Step,
    /// State today.
    pub state: State,
}

/// The right to change a text: only a version in [`State::Draft`] gives it, and storing asks for it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) id: PolicyVersionId,
    pub(super) policy: String,
    pub(super) revision: i64,
}

/// A proposal on which this person may decide: she did not make it.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub(super) id: PolicyVersionId,
    pub(super) policy: String,
    pub(super) digest: String,
}

impl Version {
    /// The right to change its text.
    ///
    /// # Errors
    /// Refused in every other state than draft: what was proposed must be given back first, what was decided can only
    /// be replaced by another version.
    pub fn draft(&self) -> Result<Draft> {
        match self.state {
            State::Draft => Ok(Draft {
                id: self.id,
                policy: self.policy.clone(),
                revision: self.revision,
            }),
            State::Proposed(_) => {
                Err(Error::refused("policies-is-proposed").next("policies-next-return"))
            }
            State::Decided(_) | State::InForce { .. } | State::Replaced { .. } => {
                Err(Error::refused("policies-is-decided").next("policies-next-replace"))
            }
            State::Dropped => Err(Error::refused("policies-is-dropped").next("policies-next-new")),
        }
    }

    /// The right of `actor` to decide on it.
    ///
    /// # Errors
    /// Refused when it is not proposed, and to the person who proposed it.
    pub fn proposal(&self, actor: &Actor) -> Result<Proposal> {
        let State::Proposed(step) = &self.state else {
            return Err(Error::refused("policies-not-proposed").next("policies-next-look"));
        };
        if step.by == actor.key() {
            return Err(Error::refused("policies-own-proposal").next("policies-next-other"));
        }
        Ok(Proposal {
            id: self.id,
            policy: self.policy.clone(),
            digest: self.digest.clone(),
        })
    }
}

/// A line of the history of a version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// What happened.
    pub act: Act,
    /// Who did it, and when.
    pub step: Step,
    /// Reason or remark.
    pub note: Option<String>,
}

/// A policy as a programme pins it at its opening.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PinnedPolicy {
    /// Id, such as `magang-banten`.
    pub id: String,
    /// Version.
    pub version: String,
    /// The whole file.
    pub text: String,
}
