//! Reads the whole chain again and finds the first place where it was changed.

use kernel::Result;

use super::{head, store};
use crate::db::Sql;

/// A chain that holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Lines read.
    pub lines: i64,
    /// Hash of the last one.
    pub head: String,
}

/// The first place where the chain is broken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Break {
    /// Number of the line at which it shows.
    pub seq: i64,
    /// What does not hold, in English for the command line and the log.
    pub what: String,
}

const CHUNK: i64 = 5_000;

/// Verifies every line: numbers without gaps, each hash, each link, and the stored head.
pub async fn verify(sql: &impl Sql) -> Result<std::result::Result<Verified, Break>> {
    let (head_seq, head_hash) = head(sql).await?;
    let mut seq = 0;
    let mut prev = "0".repeat(64);
    loop {
        let lines = store::after(sql, seq, CHUNK).await?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            seq += 1;
            let broken = |what: &str| {
                Ok(Err(Break {
                    seq,
                    what: what.to_owned(),
                }))
            };
            if line.seq != seq {
                return broken(&format!(
                    "line {seq} is missing; the next one is {}",
                    line.seq
                ));
            }
            if line.prev != prev {
                return broken("it does not follow the line before it");
            }
            if line.hash != line.expected_hash() {
                return broken("its content does not match its hash");
            }
            prev = line.hash;
        }
    }
    if (seq, &prev) != (head_seq, &head_hash) {
        let what = format!("the stored head names line {head_seq}, the last line read is {seq}");
        return Ok(Err(Break { seq, what }));
    }
    Ok(Ok(Verified {
        lines: seq,
        head: prev,
    }))
}
