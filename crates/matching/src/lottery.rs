//! The lottery that decides exact ties: SHA-256 of seed and id, mixed by splitmix64 (Steele, Lea and Flood 2014).

use sha2::{Digest, Sha256};

use crate::shared;

/// First 8 bytes of SHA-256(seed ‖ kind ‖ id), big-endian; `kind` is 0 for applicants and 1 for slots.
fn key(seed: &str, kind: u8, id: &str) -> u64 {
    let start = Sha256::new()
        .chain_update(seed.as_bytes())
        .chain_update([kind]);
    finish(start, id)
}

/// Keys of a whole list; the hash of the seed is begun once.
pub(crate) fn keys<T: Sync>(seed: &str, kind: u8, list: &[T], id: fn(&T) -> &String) -> Vec<u64> {
    let start = Sha256::new()
        .chain_update(seed.as_bytes())
        .chain_update([kind]);
    let mut keys = vec![0; list.len()];
    let starts: Vec<usize> = (0..=list.len()).collect();
    shared::fill(&mut keys, &starts, |at, cells| {
        for (cell, one) in cells.iter_mut().zip(list.get(at)) {
            *cell = finish(start.clone(), id(one));
        }
    });
    keys
}

fn finish(start: Sha256, id: &str) -> u64 {
    start
        .chain_update(id.as_bytes())
        .finalize()
        .iter()
        .take(8)
        .fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// Key of an applicant.
pub(crate) fn applicant_key(seed: &str, id: &str) -> u64 {
    key(seed, 0, id)
}

/// Key of a slot.
pub(crate) fn slot_key(seed: &str, id: &str) -> u64 {
    key(seed, 1, id)
}

/// Lottery number of a pair of keys, 0 ≤ x < 2⁴⁰.
pub(crate) fn draw(applicant: u64, slot: u64) -> i64 {
    (splitmix64(applicant ^ slot) >> 24).cast_signed()
}

fn splitmix64(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Lottery number of an applicant, L(a), and of a pair; published so that anybody can check a draw.
///
/// ```
/// assert_eq!(matching::lottery("undian", "a1", Some("bkn-1")), 893_925_956_330);
/// assert_eq!(matching::lottery("undian", "a1", None), 184_335_385_215);
/// ```
pub fn lottery(seed: &str, applicant: &str, slot: Option<&str>) -> i64 {
    draw(
        applicant_key(seed, applicant),
        slot.map_or(0, |slot| slot_key(seed, slot)),
    )
}
