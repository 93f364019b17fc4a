//! The lottery that decides exact ties: SHA-256 of seed and id, mixed by splitmix64 (Steele, Lea and Flood 2014).

use sha2::block_api::compress256;
use sha2::{Digest, Sha256};

use crate::shared;

/// First 8 bytes of SHA-256(seed ‖ kind ‖ id), big-endian; `kind` is 0 for applicants and 1 for slots.
fn key(seed: &str, kind: u8, id: &str) -> u64 {
    let start = Sha256::new()
        .chain_update(seed.as_bytes())
        .chain_update([kind]);
    finish(start, id)
}

/// Keys of one kind; the hash of the seed is begun once.
pub(crate) struct Keys {
    start: Sha256,
    block: Option<Block>,
}

impl Keys {
    pub(crate) fn new(seed: &str, kind: u8) -> Self {
        let start = Sha256::new()
            .chain_update(seed.as_bytes())
            .chain_update([kind]);
        Self {
            start,
            block: Block::begin(seed, kind),
        }
    }

    /// Key of one id.
    pub(crate) fn of(&self, id: &str) -> u64 {
        let short = self.block.as_ref().and_then(|block| block.key(id));
        short.unwrap_or_else(|| finish(self.start.clone(), id))
    }
}

/// Keys of a whole list.
pub(crate) fn keys<T: Sync>(seed: &str, kind: u8, list: &[T], id: fn(&T) -> &String) -> Vec<u64> {
    let all = Keys::new(seed, kind);
    let mut keys = vec![0; list.len()];
    shared::fill(
        keys.as_mut_slice(),
        list.len(),
        |at| at,
        |at, cells| {
            for (cell, one) in cells.iter_mut().zip(list.get(at)) {
                *cell = all.of(id(one));
            }
        },
    );
    keys
}

/// A message that fits into one block of SHA-256, as seed and id do as a rule: it is padded here and
/// compressed once, which takes half the time of the general way.
struct Block {
    bytes: [u8; 64],
    begun: usize,
}

impl Block {
    /// Bytes of a block that the message may take, as the mark and the length follow.
    const ROOM: usize = 55;
    /// SHA-256 begins with the roots of the first eight primes (FIPS 180-4, 5.3.3).
    const START: [u32; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];

    fn begin(seed: &str, kind: u8) -> Option<Self> {
        let mut bytes = [0; 64];
        bytes
            .get_mut(..seed.len())?
            .copy_from_slice(seed.as_bytes());
        *bytes.get_mut(seed.len())? = kind;
        let begun = seed.len() + 1;
        (begun <= Self::ROOM).then_some(Self { bytes, begun })
    }

    fn key(&self, id: &str) -> Option<u64> {
        let end = self.begun + id.len();
        if end > Self::ROOM {
            return None;
        }
        let mut bytes = self.bytes;
        bytes
            .get_mut(self.begun..end)?
            .copy_from_slice(id.as_bytes());
        *bytes.get_mut(end)? = 0x80;
        let bits = u16::try_from(8 * end).ok()?;
        bytes.get_mut(62..)?.copy_from_slice(&bits.to_be_bytes());
        let mut state = Self::START;
        compress256(&mut state, &[bytes]);
        let [first, second, ..] = state;
        Some(u64::from(first) << 32 | u64::from(second))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_block_gives_the_key_of_the_general_way() {
        let (seeds, ids) = ("undian ".repeat(10), "pelamar ".repeat(9));
        for seed in (0..70).map(|length| &seeds[..length]) {
            for id in (0..72).map(|length| &ids[..length]) {
                let keys = keys(seed, 1, &[id.to_owned()], |one| one);
                assert_eq!(keys, [key(seed, 1, id)], "{seed} {id}");
            }
        }
    }
}
