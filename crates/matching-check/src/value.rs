//! The value vector of a pair, from the definition in the format: objectives in order, then the lottery.

use sha2::{Digest, Sha256};

use crate::problem::{Applicant, Choice, Problem};

fn eight_bytes(seed: &str, kind: u8, id: &str) -> u64 {
    let mut bytes = seed.as_bytes().to_vec();
    bytes.push(kind);
    bytes.extend_from_slice(id.as_bytes());
    let digest = Sha256::digest(&bytes);
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(digest.iter()) {
        *to = *from;
    }
    u64::from_be_bytes(first)
}

pub(crate) fn lottery(a: u64, b: u64) -> i128 {
    let mut x = (a ^ b).wrapping_add(0x9E37_79B9_7F4A_7C15);
    x ^= x >> 30;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 27;
    x = x.wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^= x >> 31;
    i128::from(x >> 24)
}

/// Lottery keys of all applicants and all slots.
pub(crate) struct Keys {
    pub(crate) applicants: Vec<u64>,
    pub(crate) slots: Vec<u64>,
}

impl Keys {
    pub(crate) fn new(problem: &Problem) -> Self {
        let of = |kind, ids: Vec<&str>| {
            ids.into_iter()
                .map(|id| eight_bytes(&problem.seed, kind, id))
                .collect()
        };
        Self {
            applicants: of(
                0,
                problem
                    .applicants
                    .iter()
                    .map(|one| one.id.as_str())
                    .collect(),
            ),
            slots: of(1, problem.slots.iter().map(|one| one.id.as_str()).collect()),
        }
    }
}

/// Value of an applicant on a choice of this rank (1-based).
pub(crate) fn value(
    problem: &Problem,
    person: &Applicant,
    choice: &Choice,
    rank: usize,
    lottery: i128,
) -> Vec<i128> {
    let here = |r: usize| i128::from(r == rank);
    let mut vector = Vec::new();
    for objective in &problem.objective {
        match objective.as_str() {
            "placed" => vector.push(1),
            "greedy" => vector.extend((1..=problem.longest).map(here)),
            "generous" => vector.extend((1..=problem.longest).rev().map(|r| -here(r))),
            "fit" => vector.push(choice.fit),
            "merit" => vector.push(person.merit),
            _ => vector.push(i128::from(person.previous == Some(choice.slot))),
        }
    }
    vector.push(lottery);
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lottery_is_the_one_of_the_format() {
        let applicant = eight_bytes("undian", 0, "a1");
        assert_eq!(
            lottery(applicant, eight_bytes("undian", 1, "bkn-1")),
            893_925_956_330
        );
        assert_eq!(lottery(applicant, 0), 184_335_385_215);
    }
}
