//! `titian place`: solve a placement problem, verify a result with the independent checker, explain one applicant.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use app::words::Lang;
use clap::Subcommand;
use kernel::{Error, Result};
use matching::{Placement, Problem};
use matching_check::Claim;
use serde_json::json;

use crate::output::{Outcome, bad_input, language, print};

/// Placement: problems and results as plain files.
#[derive(Subcommand, Debug)]
pub enum Place {
    /// Solve a problem exactly and write the result with its proof; exit code 3 when the limits leave no solution
    Solve {
        /// titian-placement/1
        problem: PathBuf,
        /// Result to write
        #[arg(long)]
        out: PathBuf,
        /// One line of JSON with times and memory on standard error
        #[arg(long)]
        stats: bool,
    },
    /// Verify every claim of a result without the solver; exit code 1 and the first claim that does not hold
    Verify {
        /// titian-placement/1
        problem: PathBuf,
        /// titian-placement-result/1
        result: PathBuf,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Say why one applicant got or did not get each choice
    Explain {
        /// titian-placement/1
        problem: PathBuf,
        /// titian-placement-result/1
        result: PathBuf,
        /// Id of the applicant
        #[arg(long)]
        applicant: String,
    },
}

/// Carries it out.
pub fn run(command: Place) -> Result<Outcome> {
    match command {
        Place::Solve {
            problem,
            out,
            stats,
        } => solve(&problem, &out, stats),
        Place::Verify {
            problem,
            result,
            json,
        } => {
            match matching_check::verify(&text(&problem)?, &text(&result)?) {
                Ok(report) => {
                    let value = json!({
                        "ok": true, "status": report.status, "problem": report.digest, "placed": report.placed,
                        "unplaced": report.unplaced, "prices": report.prices, "reasons": report.reasons,
                    });
                    print(json, &value, || report.to_string());
                    Ok(Outcome::Done)
                }
                // The problem itself is broken: that is bad input, not a false result.
                Err(broken) if broken.claim == Claim::Problem => Err(bad_input(format!(
                    "{}: {}",
                    problem.display(),
                    broken.words
                ))),
                Err(broken) => {
                    let claim = format!("{:?}", broken.claim).to_lowercase();
                    let value = json!({ "ok": false, "claim": claim, "what": broken.words });
                    print(json, &value, || format!("BROKEN: {broken}"));
                    Ok(Outcome::Failed)
                }
            }
        }
        Place::Explain {
            problem,
            result,
            applicant,
        } => {
            let read = read(&problem)?;
            let placement = Placement::from_json(&read, &text(&result)?)
                .map_err(|error| bad_input(format!("{}: {error}", result.display())))?;
            let found = matching::explain(&read, &placement, &applicant).ok_or_else(|| {
                bad_input(format!(
                    "{}: there is no applicant `{applicant}`",
                    problem.display()
                ))
            })?;
            print!("{}", found.text(language() == Lang::Id));
            Ok(Outcome::Done)
        }
    }
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| bad_input(format!("{}: {error}", path.display())))
}

fn read(path: &Path) -> Result<Problem> {
    Problem::from_json(&text(path)?)
        .map_err(|error| bad_input(format!("{}: {error}", path.display())))
}

fn solve(path: &Path, out: &Path, stats: bool) -> Result<Outcome> {
    let mut clock = Instant::now();
    let mut lap = || {
        let seconds = clock.elapsed().as_secs_f64();
        clock = Instant::now();
        seconds
    };
    let problem = read(path)?;
    let read_s = lap();
    let failed = |error: matching::SolveError| match error {
        matching::SolveError::Unproved => Error::internal(error),
        error => bad_input(format!("{}: {error}", path.display())),
    };
    let solved = matching::optimise(&problem).map_err(failed)?;
    let solve_s = lap();
    let (json, outcome) = match solved {
        Ok(optimum) => {
            let placement = matching::certify(&problem, optimum).map_err(failed)?;
            (placement.to_json(&problem), Outcome::Done)
        }
        Err(infeasible) => {
            let (id, en) = infeasible.words(&problem);
            eprintln!("{}", if language() == Lang::Id { id } else { en });
            (infeasible.to_json(&problem), Outcome::NoSolution)
        }
    };
    let certify_s = lap();
    fs::write(out, json).map_err(|error| bad_input(format!("{}: {error}", out.display())))?;
    let write_s = lap();
    if stats {
        let line = json!({
            "read_s": read_s, "solve_s": solve_s, "certify_s": certify_s, "write_s": write_s,
            "peak_bytes": peak_bytes(),
        });
        eprintln!("{line}");
    }
    Ok(outcome)
}

/// Largest memory of this process so far, in bytes; null where the system does not tell.
fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024)
}
