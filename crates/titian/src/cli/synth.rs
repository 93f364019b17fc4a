//! `titian synth`: an invented province as files, faults and the truth about them included.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use kernel::{Clock as _, Error, Result, SystemClock, Text};
use serde_json::json;

use crate::output::{Outcome, print};

/// Which province.
#[derive(Args, Debug)]
pub struct Synth {
    /// Civil servants, 10 to 200,000
    #[arg(long, value_parser = clap::value_parser!(u32).range(10..=200_000))]
    staff: u32,
    /// Seed of the invention: the same seed on the same day makes the same bytes
    #[arg(long)]
    seed: u64,
    /// Folder to write into; it must be empty or not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// Carries it out.
pub fn run(synth: &Synth) -> Result<Outcome> {
    let out = &synth.out;
    let wrong = |error: std::io::Error| {
        Error::invalid(Text::new("people-file-missing").with("file", out.display())).log(error)
    };
    fs::create_dir_all(out).map_err(wrong)?;
    if fs::read_dir(out).map_err(wrong)?.next().is_some() {
        return Err(Error::invalid(
            Text::new("error-target-exists").with("path", out.display()),
        ));
    }
    let province =
        staff_file::synth::generate(synth.staff as usize, synth.seed, SystemClock.today());
    let mut names = Vec::new();
    for (name, bytes) in province.files() {
        fs::write(out.join(&name), bytes).map_err(wrong)?;
        names.push(name);
    }
    let people = province.len();
    print(
        synth.json,
        &json!({ "out": out, "people": people, "files": names }),
        || {
            format!(
                "An invented province of {people} civil servants in {}: {}.",
                out.display(),
                names.join(", ")
            )
        },
    );
    Ok(Outcome::Done)
}
