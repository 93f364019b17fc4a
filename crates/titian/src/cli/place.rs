//! `titian place`: solve, verify with the independent checker, explain, repair, and say what would change a placement.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use app::words::Lang;
use clap::Subcommand;
use kernel::{Error, Result};
use matching::{Changes, Placement, Problem, RepairError};
use matching_check::Claim;
use serde_json::json;

use crate::output::{Outcome, bad_input, language, print, say};

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
        /// Digest of the problem without its seed, as it was published when the inputs were frozen
        #[arg(long)]
        frozen: Option<String>,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Repair a result after withdrawals and closed slots: fewest moves first, then the objectives, proved again
    Repair {
        /// titian-placement/1
        problem: PathBuf,
        /// titian-placement-result/1
        result: PathBuf,
        /// Ids of applicants who withdraw
        #[arg(long, num_args = 1..)]
        withdraw: Vec<String>,
        /// Ids of slots that close
        #[arg(long, num_args = 1..)]
        close: Vec<String>,
        /// Problem that the repaired result answers, to write
        #[arg(long)]
        out_problem: PathBuf,
        /// Result to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Say what one more place at each full limit would change, and how far each limit may move before the result changes
    Sensitivity {
        /// titian-placement/1
        problem: PathBuf,
        /// titian-placement-result/1
        result: PathBuf,
        /// Id of an applicant: say what it would cost to give her `--slot` by decision
        #[arg(long, requires = "slot")]
        applicant: Option<String>,
        /// Id of the slot
        #[arg(long, requires = "applicant")]
        slot: Option<String>,
    },
    /// Say why one applicant got or did not get each choice, and what would have to change
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
            frozen,
            json,
        } => {
            if let Some(published) = frozen {
                let found = matching_check::frozen_digest(&text(&problem)?);
                let found = found.map_err(|broken| {
                    bad_input(format!("{}: {}", problem.display(), broken.words))
                })?;
                if found != published {
                    let what = format!(
                        "the problem without its seed has the digest {found}, published was {published}"
                    );
                    let value = json!({ "ok": false, "claim": "frozen", "what": what });
                    print(json, &value, || format!("BROKEN: frozen: {what}"));
                    return Ok(Outcome::Failed);
                }
            }
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
        Place::Repair {
            problem,
            result,
            withdraw,
            close,
            out_problem,
            out,
        } => {
            let (read, placement) = both(&problem, &result)?;
            let changes = Changes {
                withdraw,
                close,
                ..Changes::default()
            };
            repair(&read, &placement, &changes, &out_problem, &out)
        }
        Place::Sensitivity {
            problem,
            result,
            applicant,
            slot,
        } => {
            let (read, placement) = both(&problem, &result)?;
            let failed = |error: matching::WhatIfError| bad_input(error.to_string());
            if let (Some(applicant), Some(slot)) = (applicant, slot) {
                let cost =
                    matching::cost_of(&read, &placement, &applicant, &slot).map_err(failed)?;
                say(format_args!("{}", said(cost.words.id, cost.words.en)));
                return Ok(Outcome::Done);
            }
            for one in matching::one_more(&read, &placement).map_err(failed)? {
                say(format_args!("{}", said(one.words.id, one.words.en)));
            }
            for one in matching::margins(&read, &placement).map_err(failed)? {
                say(format_args!("{}", one.text(&read, language() == Lang::Id)));
            }
            Ok(Outcome::Done)
        }
        Place::Explain {
            problem,
            result,
            applicant,
        } => {
            let (read, placement) = both(&problem, &result)?;
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

fn both(problem: &Path, result: &Path) -> Result<(Problem, Placement)> {
    let read = read(problem)?;
    let placement = Placement::from_json(&read, &text(result)?)
        .map_err(|error| bad_input(format!("{}: {error}", result.display())))?;
    Ok((read, placement))
}

fn said(id: String, en: String) -> String {
    if language() == Lang::Id { id } else { en }
}

fn save(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| bad_input(format!("{}: {error}", path.display())))
}

fn repair(
    problem: &Problem,
    placement: &Placement,
    changes: &Changes,
    out_problem: &Path,
    out: &Path,
) -> Result<Outcome> {
    let repaired = matching::repair(problem, placement, changes).map_err(|error| match error {
        RepairError::Solve(matching::SolveError::Unproved) => Error::internal(error),
        error => bad_input(error.to_string()),
    })?;
    let (json, outcome) = match &repaired.outcome {
        matching::Outcome::Infeasible(clash) => {
            let (id, en) = clash.words(&repaired.problem);
            eprintln!("{}", said(id, en));
            (clash.to_json(&repaired.problem), Outcome::NoSolution)
        }
        found => {
            let placement = found
                .placement()
                .ok_or_else(|| Error::internal("a repaired placement is missing"))?;
            (placement.to_json(&repaired.problem), Outcome::Done)
        }
    };
    save(out_problem, &repaired.problem.to_json())?;
    save(out, &json)?;
    let (id, en) = repaired.words();
    say(format_args!("{}", said(id, en)));
    for (kind, id, min) in &repaired.dropped {
        let limit = kind.name();
        say(format_args!(
            "{}",
            said(
                format!("Minimum {min} pada {limit} {id} tidak dapat dipertahankan dan dihapus."),
                format!("The minimum of {min} at {limit} {id} could not be kept and was dropped."),
            )
        ));
    }
    for (applicant, slot) in &repaired.unpinned {
        say(format_args!(
            "{}",
            said(
                format!("{applicant} tidak lagi ditetapkan di {slot}, yang ditutup."),
                format!("{applicant} is no longer fixed at {slot}, which closes."),
            )
        ));
    }
    Ok(outcome)
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
            eprintln!("{}", said(id, en));
            (infeasible.to_json(&problem), Outcome::NoSolution)
        }
    };
    let certify_s = lap();
    save(out, &json)?;
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
