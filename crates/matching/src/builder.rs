//! Builds a problem from ids and checks every reference, once for files and for memory.

use crate::problem::{
    BelowMin, Conflict, Goal, Host, InputError, MAX_APPLICANTS, Objective, Problem, Region, Slot,
    Spelled,
};
use crate::rules::{agencies, applicant, check_goal, ids, limits, pair, pin, refer};

/// One choice by the slot's id.
#[derive(Debug, Clone, Default)]
pub struct ChoiceInput {
    /// Id of the slot.
    pub slot: String,
    /// Competency gap that it closes, |fit| ≤ 10⁹; left out counts as 0.
    pub fit: Option<i64>,
    /// Merit on the receiving side (`merit-stable` only), |merit| ≤ 10⁹.
    pub merit: Option<i64>,
}

impl ChoiceInput {
    /// A choice of `slot`.
    pub fn new(slot: impl Into<String>) -> Self {
        Self {
            slot: slot.into(),
            ..Self::default()
        }
    }

    /// The same choice with a fit.
    #[must_use]
    pub fn fit(mut self, fit: i64) -> Self {
        self.fit = Some(fit);
        self
    }
}

/// One applicant by ids.
#[derive(Debug, Clone, Default)]
pub struct ApplicantInput {
    /// Id of the applicant.
    pub id: String,
    /// Id of the releasing agency.
    pub agency: Option<String>,
    /// Merit, |merit| ≤ 10⁹; left out counts as 0.
    pub merit: Option<i64>,
    /// Choices in order of preference, at most [`MAX_CHOICES`](crate::MAX_CHOICES).
    pub choices: Vec<ChoiceInput>,
}

#[derive(Debug, Clone)]
pub(crate) struct AgencyInput {
    pub(crate) id: String,
    pub(crate) release_max: Option<i64>,
    pub(crate) within: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct PlaceInput {
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
}

#[derive(Debug, Clone)]
pub(crate) struct PairInput {
    pub(crate) applicant: String,
    pub(crate) slot: String,
    pub(crate) why: Option<String>,
}

/// Collects a problem by ids; [`ProblemBuilder::build`] checks it.
#[derive(Debug, Clone)]
pub struct ProblemBuilder {
    pub(crate) goal: Option<Goal>,
    pub(crate) seed: String,
    pub(crate) agencies: Vec<AgencyInput>,
    pub(crate) regions: Vec<PlaceInput>,
    pub(crate) hosts: Vec<PlaceInput>,
    pub(crate) slots: Vec<PlaceInput>,
    pub(crate) applicants: Vec<ApplicantInput>,
    pub(crate) conflicts: Vec<PairInput>,
    pub(crate) pinned: Vec<PairInput>,
    pub(crate) previous: Vec<PairInput>,
    pub(crate) below_min: Option<BelowMin>,
    pub(crate) spelled: Spelled,
}

impl ProblemBuilder {
    /// An empty problem; `seed` decides exact ties.
    pub fn new(seed: impl Into<String>) -> Self {
        Self {
            goal: None,
            seed: seed.into(),
            agencies: Vec::new(),
            regions: Vec::new(),
            hosts: Vec::new(),
            slots: Vec::new(),
            applicants: Vec::new(),
            conflicts: Vec::new(),
            pinned: Vec::new(),
            previous: Vec::new(),
            below_min: None,
            spelled: Spelled::default(),
        }
    }

    /// Sets the objectives, in order of importance.
    #[must_use]
    pub fn objective(mut self, objective: impl IntoIterator<Item = Objective>) -> Self {
        self.goal = Some(Goal::Objective(objective.into_iter().collect()));
        self
    }

    /// Chooses the mechanism `merit-stable` in place of objectives.
    #[must_use]
    pub fn merit_stable(mut self) -> Self {
        self.goal = Some(Goal::MeritStable);
        self
    }

    /// Adds a releasing agency; `release_max` and `within` are its limit and the agency that contains it.
    #[must_use]
    pub fn agency(
        mut self,
        id: impl Into<String>,
        release_max: Option<i64>,
        within: Option<&str>,
    ) -> Self {
        self.agencies.push(AgencyInput {
            id: id.into(),
            release_max,
            within: within.map(str::to_owned),
        });
        self
    }

    /// Adds a region.
    #[must_use]
    pub fn region(mut self, id: impl Into<String>, max: Option<i64>) -> Self {
        self.regions.push(PlaceInput {
            id: id.into(),
            parent: None,
            min: None,
            max,
        });
        self
    }

    /// Adds a host, perhaps in a region.
    #[must_use]
    pub fn host(
        mut self,
        id: impl Into<String>,
        region: Option<&str>,
        min: Option<i64>,
        max: Option<i64>,
    ) -> Self {
        self.hosts.push(PlaceInput {
            id: id.into(),
            parent: region.map(str::to_owned),
            min,
            max,
        });
        self
    }

    /// Adds a slot of a host.
    #[must_use]
    pub fn slot(
        mut self,
        id: impl Into<String>,
        host: impl Into<String>,
        min: Option<i64>,
        max: Option<i64>,
    ) -> Self {
        self.slots.push(PlaceInput {
            id: id.into(),
            parent: Some(host.into()),
            min,
            max,
        });
        self
    }

    /// Adds an applicant.
    #[must_use]
    pub fn applicant(mut self, applicant: ApplicantInput) -> Self {
        self.applicants.push(applicant);
        self
    }

    /// Forbids a pair; `why` stays in the problem and never reaches a result.
    #[must_use]
    pub fn conflict(
        mut self,
        applicant: impl Into<String>,
        slot: impl Into<String>,
        why: Option<&str>,
    ) -> Self {
        self.conflicts.push(PairInput {
            applicant: applicant.into(),
            slot: slot.into(),
            why: why.map(str::to_owned),
        });
        self
    }

    /// Fixes an applicant on one of the choices.
    #[must_use]
    pub fn pin(mut self, applicant: impl Into<String>, slot: impl Into<String>) -> Self {
        self.pinned.push(PairInput {
            applicant: applicant.into(),
            slot: slot.into(),
            why: None,
        });
        self
    }

    /// Says where an applicant was placed before.
    #[must_use]
    pub fn previous(mut self, applicant: impl Into<String>, slot: impl Into<String>) -> Self {
        self.previous.push(PairInput {
            applicant: applicant.into(),
            slot: slot.into(),
            why: None,
        });
        self
    }

    /// Says what to do when a minimum cannot be met.
    #[must_use]
    pub fn below_min(mut self, below_min: BelowMin) -> Self {
        self.below_min = Some(below_min);
        self
    }

    /// Checks every rule of the format and makes the problem.
    ///
    /// # Errors
    /// The first broken rule, with its JSON path in the document that the problem would be.
    pub fn build(self) -> Result<Problem, InputError> {
        let goal = check_goal(self.goal)?;
        if self.applicants.len() > MAX_APPLICANTS {
            return Err(InputError::new(
                "$.applicants",
                format_args!("{} applicants", self.applicants.len()),
                format!("at most {MAX_APPLICANTS}"),
            ));
        }
        let agency_ids = ids("agencies", self.agencies.iter().map(|one| one.id.as_str()))?;
        let region_ids = ids("regions", self.regions.iter().map(|one| one.id.as_str()))?;
        let host_ids = ids("hosts", self.hosts.iter().map(|one| one.id.as_str()))?;
        let slot_ids = ids("slots", self.slots.iter().map(|one| one.id.as_str()))?;
        let applicant_ids = ids(
            "applicants",
            self.applicants.iter().map(|one| one.id.as_str()),
        )?;

        let agencies = agencies(&self.agencies, &agency_ids)?;
        let mut regions = Vec::with_capacity(self.regions.len());
        for (i, one) in self.regions.iter().enumerate() {
            let (_, max) = limits(one, || format!("$.regions[{i}]"))?;
            regions.push(Region {
                id: one.id.clone(),
                max,
            });
        }
        let mut hosts = Vec::with_capacity(self.hosts.len());
        for (i, one) in self.hosts.iter().enumerate() {
            let (min, max) = limits(one, || format!("$.hosts[{i}]"))?;
            let region = match &one.parent {
                Some(id) => Some(refer(&region_ids, id, "region", || {
                    format!("$.hosts[{i}].region")
                })?),
                None => None,
            };
            hosts.push(Host {
                id: one.id.clone(),
                region,
                min,
                max,
            });
        }
        let mut slots = Vec::with_capacity(self.slots.len());
        for (i, one) in self.slots.iter().enumerate() {
            let (min, max) = limits(one, || format!("$.slots[{i}]"))?;
            let host = one.parent.as_deref().unwrap_or_default();
            let host = refer(&host_ids, host, "host", || format!("$.slots[{i}].host"))?;
            slots.push(Slot {
                id: one.id.clone(),
                host,
                min,
                max,
            });
        }
        let mut applicants = Vec::with_capacity(self.applicants.len());
        for (i, one) in self.applicants.iter().enumerate() {
            applicants.push(applicant(i, one, &agency_ids, &slot_ids)?);
        }

        let mut problem = Problem {
            goal,
            seed: self.seed,
            agencies,
            regions,
            hosts,
            slots,
            applicants,
            conflicts: Vec::with_capacity(self.conflicts.len()),
            pinned: Vec::with_capacity(self.pinned.len()),
            previous: Vec::with_capacity(self.previous.len()),
            below_min: self.below_min,
            spelled: self.spelled,
        };
        for (i, one) in self.conflicts.into_iter().enumerate() {
            let pair = pair(&one, &applicant_ids, &slot_ids, || {
                format!("$.conflicts[{i}]")
            })?;
            if let Some(person) = problem.applicants.get_mut(pair.applicant as usize) {
                for choice in &mut person.choices {
                    choice.conflict |= choice.slot == pair.slot;
                }
            }
            problem.conflicts.push(Conflict { pair, why: one.why });
        }
        for (i, one) in self.pinned.iter().enumerate() {
            let path = || format!("$.pinned[{i}]");
            let pair = pair(one, &applicant_ids, &slot_ids, path)?;
            if let Some(person) = problem.applicants.get_mut(pair.applicant as usize) {
                pin(person, pair.slot, one, &path())?;
            }
            problem.pinned.push(pair);
        }
        for (i, one) in self.previous.iter().enumerate() {
            let path = || format!("$.previous[{i}]");
            let pair = pair(one, &applicant_ids, &slot_ids, path)?;
            if let Some(person) = problem.applicants.get_mut(pair.applicant as usize)
                && person.previous.replace(pair.slot).is_some()
            {
                return Err(InputError::new(
                    format!("{}.applicant", path()),
                    format_args!("\"{}\" a second time", one.applicant),
                    "every applicant at most once",
                ));
            }
            problem.previous.push(pair);
        }
        Ok(problem)
    }
}
