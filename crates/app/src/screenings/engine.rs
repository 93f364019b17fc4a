//! The policy a programme pinned, parsed from its stored text with the digest checked, and the judgement by it.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::{CivilDate, Error, Result};
use policy::{Explanation, Facts, Force, Inputs, Policy, Register, RowResult, Status, Verdict};

use crate::db::Sql;
use crate::programmes::{self, Programme};

/// Parsed policies kept in memory; an installation has a handful.
const KEPT: usize = 16;

static PARSED: Mutex<Vec<(String, Arc<Policy>)>> = Mutex::new(Vec::new());

/// A verdict with its reasons and the case it was reached for.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Facts of the case.
    pub case: Facts,
    /// Verdict and reasons.
    pub explanation: Explanation,
}

/// The policy that `programme` pinned at its opening.
///
/// # Errors
/// Refused before the opening, when the stored text is not the pinned one, and when it cannot be read.
pub async fn pinned_policy(sql: &impl Sql, programme: &Programme) -> Result<Arc<Policy>> {
    let text = programmes::pinned_policy_text(sql, programme.id).await?;
    let (Some(text), Some(digest)) = (text, programme.policy_digest.as_deref()) else {
        return Err(Error::refused("screenings-not-pinned").next("screenings-next-open"));
    };
    parse(&programme.policy_id, &text, digest)
}

/// Parses a pinned text and holds it against its digest (SHA-256 in hexadecimal, with or without `sha256:`).
pub(crate) fn parse(name: &str, text: &str, digest: &str) -> Result<Arc<Policy>> {
    let digest = digest.trim_start_matches("sha256:");
    if crate::sha256_hex(text.as_bytes()) != digest {
        return Err(Error::refused("screenings-policy-changed").next("screenings-next-admin"));
    }
    let mut parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, policy)) = parsed.iter().find(|(known, _)| known == digest) {
        return Ok(policy.clone());
    }
    let policy = Policy::parse(name, text).map_err(|found| {
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        Error::refused("screenings-policy-unreadable")
            .next("screenings-next-admin")
            .log(lines.join("\n"))
    })?;
    let policy = Arc::new(policy);
    if parsed.len() >= KEPT {
        parsed.remove(0);
    }
    parsed.push((digest.to_owned(), policy.clone()));
    Ok(policy)
}

/// Judges a person for several cases of one nomination and explains the one that is hardest to meet (the first of
/// several): whoever meets the policy meets it at every place she chose. `inputs`: the holidays that the agency has
/// entered, a year without is unknown, and the dispensations granted to her. `register`: what it quotes.
pub fn judge(
    register: &Register,
    policy: &Policy,
    person: &Facts,
    cases: Vec<Facts>,
    decision: CivilDate,
    inputs: &Inputs<'_>,
) -> Result<Judged> {
    let severity =
        |case: &Facts| match policy::screen_one(policy, person, case, decision, inputs).verdict {
            Verdict::BelumMemenuhi => 0,
            Verdict::PerluVerifikasi => 1,
            Verdict::Memenuhi => 2,
        };
    let case = cases
        .into_iter()
        .min_by_key(severity)
        .unwrap_or_else(Facts::case);
    let explanation = policy::explain(policy, register, person, &case, decision, inputs);
    Ok(Judged { case, explanation })
}

/// The bitmasks of an explanation, as `titian policy screen` writes them.
pub fn masks(explanation: &Explanation) -> RowResult {
    let (mut failed, mut unknown, mut warned) = (0, 0, 0);
    for (i, rule) in explanation.rules.iter().enumerate() {
        let bit = 1u64 << i;
        match (rule.status, rule.force) {
            (Status::NotMet, Force::Block) => failed |= bit,
            (Status::NotMet, Force::Warn) => warned |= bit,
            (Status::Unknown, _) => unknown |= bit,
            _ => {}
        }
    }
    RowResult {
        verdict: explanation.verdict,
        failed,
        unknown,
        warned,
    }
}
