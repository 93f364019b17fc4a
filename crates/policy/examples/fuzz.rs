//! Mutants of texts for a given time, without a special compiler: `fuzz SECONDS SEED`; `cargo xtask fuzz` runs it.
//!
//! The texts are rows of pieces of the language, conditions joined and with slips, and the shipped files with slips. A finding ends the program by a panic; the text stands in the file `target/fuzz-finding.txt` before it is tried.

use std::error::Error;
use std::time::{Duration, Instant};

use policy::fuzzing::{self, Mutants};
use policy::{Policy, shipped};

/// Conditions that are kept to be changed further.
const POOL: usize = 2_000;

/// Longer ones are not.
const LONG: usize = 1_500;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [seconds, seed] = arguments.as_slice() else {
        return Err("fuzz SECONDS SEED".into());
    };
    let end = Instant::now() + Duration::from_secs(seconds.parse()?);
    let mut mutants = Mutants::new(seed.parse()?);
    let files: Vec<&str> = shipped::POLICIES.iter().map(|(_, text)| *text).collect();
    let seed = mutants.below(usize::MAX) as u64;
    let mut pool = fuzzing::conditions(seed, POOL / 2);
    let finding = std::path::Path::new("target/fuzz-finding.txt");
    let (mut conditions, mut accepted, mut whole) = (0u64, 0u64, 0u64);
    while Instant::now() < end {
        for _ in 0..256 {
            let (one, other) = (mutants.below(pool.len()), mutants.below(pool.len()));
            let (one, other) = (pool[one].as_str(), pool[other].as_str());
            let text = match mutants.below(8) {
                0 => mutants.row(),
                1..=3 => mutants.join(one, other),
                _ => mutants.slip(one, other),
            };
            std::fs::write(finding, &text)?;
            fuzzing::condition(&text);
            conditions += 1;
            let read = |file: String| Policy::parse("f", &file).is_ok();
            if fuzzing::policy_of(&text).is_some_and(read) {
                accepted += 1;
                // What was accepted is changed further, until it has become long.
                if pool.len() < POOL && text.len() < LONG {
                    pool.push(text);
                } else if text.len() < LONG {
                    let at = mutants.below(pool.len());
                    pool[at] = text;
                }
            }
        }
        let (one, other) = (mutants.below(files.len()), mutants.below(files.len()));
        let text = mutants.slip(files[one], files[other]);
        std::fs::write(finding, &text)?;
        fuzzing::file(&text);
        whole += 1;
    }
    std::fs::remove_file(finding)?;
    println!(
        "{conditions} conditions, of which {accepted} were accepted and evaluated; {whole} whole files with slips; \
         nothing found"
    );
    Ok(())
}
