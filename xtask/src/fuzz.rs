//! `cargo xtask fuzz`: texts that anybody may have written, for a given time, with or without a nightly compiler.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::guard::CleanUp;
use crate::{repo, steps};

/// Help of `cargo xtask fuzz`.
pub const HELP: &str = "\
cargo xtask fuzz [TARGET] [--seconds N] [--seed N]

Without a target: mutants of policy files and conditions, made from their grammar, with the ordinary compiler; the
seed (default 1) gives the same ones everywhere. A finding stands in target/fuzz-finding.txt.
With a target of fuzz/ (policy_file, condition, placement_problem): libFuzzer, which looks for new paths through the
program; needs a nightly compiler and cargo-fuzz. What it has collected stays in fuzz/corpus/.
Default: 60 seconds.";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    target: Option<String>,
    seconds: u64,
    seed: u64,
}

fn asked(args: &[String]) -> Result<Asked> {
    let mut asked = Asked {
        target: None,
        seconds: 60,
        seed: 1,
    };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let number = match arg.as_str() {
            "--seconds" => &mut asked.seconds,
            "--seed" => &mut asked.seed,
            name if !name.starts_with('-') && asked.target.is_none() => {
                asked.target = Some(name.to_owned());
                continue;
            }
            _ => bail!("{HELP}"),
        };
        let given = args.next().and_then(|n| n.parse().ok());
        *number = given.with_context(|| format!("{arg} needs a number"))?;
    }
    Ok(asked)
}

/// Looks for findings until the time is over.
pub fn run(args: &[String]) -> Result<()> {
    let asked = asked(args)?;
    let _clean_up = CleanUp::arm()?;
    let root = repo::root();
    let Some(target) = asked.target else {
        std::fs::create_dir_all(root.join("target"))?;
        let mut command = Command::new("cargo");
        command
            .current_dir(&root)
            .args(["run", "--quiet", "-p", "policy", "--features", "testing"])
            .args(["--example", "fuzz", "--"])
            .args([asked.seconds.to_string(), asked.seed.to_string()]);
        return steps::run(&mut command);
    };
    let present = Command::new("cargo")
        .args(["+nightly", "fuzz", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !present.is_ok_and(|status| status.success()) {
        bail!(
            "`cargo +nightly fuzz` is missing: install a nightly compiler and cargo-fuzz, or leave the target out"
        );
    }
    let mut command = Command::new("cargo");
    // What is collected goes to fuzz/corpus/, the first folder; the shipped files are only read.
    let corpus = format!("corpus/{target}");
    std::fs::create_dir_all(root.join("fuzz").join(&corpus))?;
    command
        .current_dir(root.join("fuzz"))
        .args(["+nightly", "fuzz", "run", &target, &corpus]);
    if target == "policy_file" {
        command.arg("../policies");
    }
    command.args([
        "--",
        "-dict=policy.dict",
        "-max_len=20000",
        "-timeout=60",
        "-rss_limit_mb=4096",
    ]);
    command.arg(format!("-max_total_time={}", asked.seconds));
    steps::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_and_numbers_are_taken_in_any_order() {
        let ask =
            |args: &[&str]| asked(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        let told = ask(&["--seconds", "9", "condition"]).unwrap();
        assert_eq!(
            (told.target.as_deref(), told.seconds, told.seed),
            (Some("condition"), 9, 1)
        );
        assert!(
            ask(&["--seconds"]).is_err()
                && ask(&["a", "b"]).is_err()
                && ask(&["--x", "1"]).is_err()
        );
    }
}
