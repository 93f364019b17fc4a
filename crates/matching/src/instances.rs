//! Seeded instances for tests and benchmarks: invented people, hosts and agencies, contested or not.

use crate::ProblemBuilder;
use crate::builder::{ApplicantInput, ChoiceInput};
use crate::problem::{InputError, Objective, Problem};

/// A small deterministic generator (splitmix64); not for secrets.
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// A generator that repeats for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next_bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// A number below `bound`; 0 for the bound 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bits = u128::from(self.next_bits());
        usize::try_from((bits * bound as u128) >> 64).unwrap_or(0)
    }
}

/// What an instance looks like.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Number of applicants.
    pub applicants: usize,
    /// Number of hosts, each with one slot.
    pub hosts: usize,
    /// Choices of each applicant.
    pub choices: usize,
    /// Seats in hundredths of the number of applicants: 120 is plenty, 50 is half.
    pub seats_percent: usize,
    /// Whether everybody wants the same hosts.
    pub contested: bool,
    /// Number of agencies, each with a limit; 0 leaves agencies out.
    pub agencies: usize,
    /// Number of regions, each with a limit; 0 leaves regions out.
    pub regions: usize,
    /// Objectives in order of importance.
    pub objective: Vec<Objective>,
}

impl Shape {
    /// Seats for everyone and a fifth more, choices spread evenly, `placed, generous, fit`.
    pub fn spread(applicants: usize, hosts: usize, choices: usize) -> Self {
        Self {
            applicants,
            hosts,
            choices,
            seats_percent: 120,
            contested: false,
            agencies: 0,
            regions: 0,
            objective: vec![Objective::Placed, Objective::Generous, Objective::Fit],
        }
    }

    /// Seats for half the people, and everybody wants the same hosts.
    pub fn contested(applicants: usize, hosts: usize, choices: usize) -> Self {
        Self {
            seats_percent: 50,
            contested: true,
            ..Self::spread(applicants, hosts, choices)
        }
    }
}

/// Makes the instance of that shape and seed.
///
/// # Errors
/// Only if the shape breaks a bound of the format (too many applicants or choices).
pub fn generate(shape: &Shape, seed: u64) -> Result<Problem, InputError> {
    let mut numbers = Numbers::new(seed);
    let mut builder =
        ProblemBuilder::new(format!("instance-{seed}")).objective(shape.objective.clone());
    let share = |total: usize, parts: usize| i64::try_from(total.div_ceil(parts.max(1))).ok();
    let seats = shape.applicants * shape.seats_percent / 100;
    for agency in 0..shape.agencies {
        // A little less than its even share, so that some limits bind.
        let limit = share(shape.applicants * 9 / 10, shape.agencies);
        builder = builder.agency(format!("opd-{agency}"), limit, None);
    }
    for region in 0..shape.regions {
        builder = builder.region(
            format!("wil-{region}"),
            share(seats * 9 / 10, shape.regions),
        );
    }
    for host in 0..shape.hosts {
        let region = (shape.regions > 0).then(|| format!("wil-{}", host % shape.regions));
        let even = seats / shape.hosts.max(1);
        let max = if even >= 2 {
            even / 2 + numbers.below(even + 1)
        } else {
            1
        };
        let id = format!("host-{host}");
        builder = builder
            .host(id.clone(), region.as_deref(), None, i64::try_from(max).ok())
            .slot(format!("{id}-1"), id, None, i64::try_from(max).ok());
    }
    for person in 0..shape.applicants {
        let mut wishes: Vec<usize> = Vec::with_capacity(shape.choices);
        while wishes.len() < shape.choices.min(shape.hosts) {
            let mut host = numbers.below(shape.hosts);
            if shape.contested {
                // The least of three draws: low numbers are wanted by most.
                host = host
                    .min(numbers.below(shape.hosts))
                    .min(numbers.below(shape.hosts));
            }
            if !wishes.contains(&host) {
                wishes.push(host);
            }
        }
        let choices = wishes
            .into_iter()
            .map(|host| {
                let fit = i64::try_from(numbers.below(1001)).unwrap_or(0);
                ChoiceInput::new(format!("host-{host}-1")).fit(fit)
            })
            .collect();
        builder = builder.applicant(ApplicantInput {
            id: format!("p-{person}"),
            agency: (shape.agencies > 0).then(|| format!("opd-{}", numbers.below(shape.agencies))),
            merit: i64::try_from(numbers.below(100_001)).ok(),
            choices,
        });
    }
    builder.build()
}
