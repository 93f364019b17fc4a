//! Checks a placement result against its problem, without a solver and without the solver's code.
//!
//! [`verify`] answers one question: is every claim of the result true? It recomputes digest,
//! limits, ranks, values, profile and reasons from the problem alone, and checks by linear
//! programming duality that no feasible assignment is better, or for `merit-stable` that no pair
//! blocks. All sums use 128 bits and are
//! checked; what would overflow is refused.

mod claims;
mod clash;
mod json;
mod problem;
mod proof;
mod reasons;
mod stability;
mod value;

use std::fmt;

use sha2::{Digest, Sha256};

/// Which claim of a result is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claim {
    /// The problem itself breaks its format.
    Problem,
    /// The result breaks its format: unknown field, wrong type, number that is not an integer.
    Format,
    /// The result answers another problem.
    Digest,
    /// The status cannot be true of this problem.
    Status,
    /// An applicant is unknown, stands twice or out of order.
    Applicant,
    /// A slot is unknown or was not chosen.
    Slot,
    /// The rank is not the position of the slot among the choices.
    Rank,
    /// A forbidden pair is placed.
    Conflict,
    /// A pinned applicant is elsewhere.
    Pin,
    /// A limit holds more than its maximum or less than its minimum.
    Capacity,
    /// A host is said to be unopened that must be open.
    Unopened,
    /// The list of unplaced people is wrong.
    Unplaced,
    /// The counts by rank are wrong.
    Profile,
    /// The total value is wrong.
    Value,
    /// A price stands on nothing, has the wrong length or a forbidden sign.
    Price,
    /// The dual value is not the total value: the proof does not hold.
    Duality,
    /// A pair blocks a placement that claims to be stable.
    Blocks,
    /// A cut-off is missing, superfluous or wrong.
    Cutoff,
    /// The list of minimums that are not met is wrong.
    Minimum,
    /// A reason is missing, superfluous or wrong.
    Reason,
    /// The stated clash does not exist.
    Clash,
}

/// The first broken claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Which claim.
    pub claim: Claim,
    /// What stands there and what is true, in words.
    pub words: String,
}

impl Broken {
    fn new(claim: Claim, words: impl Into<String>) -> Self {
        Self {
            claim,
            words: words.into(),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.claim, self.words)
    }
}

impl std::error::Error for Broken {}

/// What was checked and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// `optimal`, `stable`, `searched`, `gap` or `infeasible`.
    pub status: String,
    /// Digest of the problem.
    pub digest: String,
    /// People placed.
    pub placed: usize,
    /// People without a place.
    pub unplaced: usize,
    /// Prices other than zero that take part in the proof.
    pub prices: usize,
    /// Reasons checked.
    pub reasons: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status.as_str() {
            "infeasible" => write!(
                f,
                "infeasible, proved: no assignment fits the limits ({})",
                self.digest
            ),
            "stable" => write!(
                f,
                "stable, no pair blocks: {} placed, {} unplaced, {} reasons checked ({})",
                self.placed, self.unplaced, self.reasons, self.digest
            ),
            "searched" | "gap" => write!(
                f,
                "{}, optimal among the opened hosts: {} placed, {} unplaced, {} prices, {} reasons checked ({})",
                self.status, self.placed, self.unplaced, self.prices, self.reasons, self.digest
            ),
            _ => write!(
                f,
                "optimal, proved: {} placed, {} unplaced, {} prices, {} reasons checked ({})",
                self.placed, self.unplaced, self.prices, self.reasons, self.digest
            ),
        }
    }
}

/// Checks every claim of `result` about `problem`, both as JSON texts.
///
/// # Errors
/// The first claim that does not hold, in the order of [`Claim`].
pub fn verify(problem: &str, result: &str) -> Result<Report, Broken> {
    let document = json::parse(problem).map_err(|words| Broken::new(Claim::Problem, words))?;
    let read = problem::read(&document).map_err(|words| Broken::new(Claim::Problem, words))?;
    let result = json::parse(result).map_err(|words| Broken::new(Claim::Format, words))?;
    let mut bytes = String::new();
    json::canonical(&document, &mut bytes);
    let digest = Sha256::digest(bytes.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    claims::check(&read, &result, &format!("sha256:{hex}"))
}

/// SHA-256 of the canonical problem without its member `seed`, as `sha256:…`: what is published when the inputs are
/// frozen, before the seed exists.
///
/// # Errors
/// The problem is not a JSON object of integers and texts.
pub fn frozen_digest(problem: &str) -> Result<String, Broken> {
    let document = json::parse(problem).map_err(|words| Broken::new(Claim::Problem, words))?;
    let json::Value::Map(mut members) = document else {
        return Err(Broken::new(Claim::Problem, "expected an object".to_owned()));
    };
    members.retain(|(name, _)| name != "seed");
    let mut bytes = String::new();
    json::canonical(&json::Value::Map(members), &mut bytes);
    let digest = Sha256::digest(bytes.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("sha256:{hex}"))
}
