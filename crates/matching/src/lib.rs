//! Placement: who goes where, exactly optimal for a stated order of aims, and proved to anybody.
//!
//! A [`Problem`] names applicants with ranked choices, slots, hosts, regions and releasing agencies
//! with their limits, and the objectives in order of importance. [`solve`] finds the assignment
//! whose value vector is lexicographically greatest, with prices on the limits that prove it
//! (linear programming duality), and the reason for every choice that was not granted.
//! The crate reads no clock, draws no random number, does no I/O and uses no floating point: the
//! same problem gives the same bytes on every machine. It rests on nothing else of this system, so
//! that schools, hospitals or ranger stations can use it as well.
//!
//! ```
//! use matching::{ApplicantInput, ChoiceInput, Objective, Outcome, Problem};
//!
//! let problem = Problem::builder("a public value nobody could know")
//!     .objective([Objective::Placed, Objective::Generous, Objective::Fit])
//!     .host("bkn", None, None, Some(1))
//!     .host("lan", None, None, Some(1))
//!     .slot("bkn-1", "bkn", None, None)
//!     .slot("lan-1", "lan", None, None)
//!     .applicant(ApplicantInput {
//!         id: "a1".into(),
//!         choices: vec![ChoiceInput::new("bkn-1").fit(5), ChoiceInput::new("lan-1")],
//!         ..ApplicantInput::default()
//!     })
//!     .applicant(ApplicantInput {
//!         id: "a2".into(),
//!         choices: vec![ChoiceInput::new("bkn-1").fit(9)],
//!         ..ApplicantInput::default()
//!     })
//!     .build()?;
//! let Outcome::Optimal(placement) = matching::solve(&problem)? else { unreachable!() };
//! assert_eq!(placement.profile, [1, 1]); // both are placed: a2 at BKN, a1 at LAN
//! println!("{}", placement.to_json(&problem));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attempt;
mod bounds;
mod builder;
mod certificate;
mod change;
mod clash;
mod explain;
pub mod instances;
mod json;
mod lottery;
mod network;
mod opening;
mod packing;
mod problem;
mod radix;
mod read;
mod reasons;
mod repair;
mod result;
mod result_read;
mod rules;
mod shared;
mod simplex;
mod solve;
mod stable;
mod standing;
mod values;
mod what_if;
mod write;

pub use builder::{ApplicantInput, ChoiceInput, ProblemBuilder};
pub use certificate::Prices;
pub use clash::{Clash, Infeasible, Side};
pub use explain::{ExplainedChoice, Explanation, Fate, Words, explain};
pub use lottery::lottery;
pub use network::LimitKind;
pub use opening::SEARCH_NODES;
pub use problem::{
    Agency, Applicant, BelowMin, Choice, Conflict, Goal, Host, InputError, MAX_APPLICANTS,
    MAX_CHOICES, MAX_LIMIT, MAX_SCORE, Objective, Pair, Problem, Region, Slot,
};
pub use read::PROBLEM_FORMAT;
pub use reasons::{Obstacle, Reason};
pub use repair::{Changes, LateHost, Move, RepairError, Repaired, repair};
pub use result::{Assignment, Bound, Placement, RESULT_FORMAT, Short, Status};
pub use solve::{Optimum, Outcome, SolveError, certify, optimise, solve};
pub use stable::Cutoffs;
pub use standing::Standing;
pub use what_if::{DecisionCost, Margin, OneMore, WhatIfError, cost_of, margins, one_more};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
