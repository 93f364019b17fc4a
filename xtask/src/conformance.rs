//! `cargo xtask conformance`: random policies in DuckDB and Spark and random placements in OR-tools and HiGHS, against our engines.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::guard::CleanUp;
use crate::{python, repo, steps};

/// Help of `cargo xtask conformance`.
pub const HELP: &str = "\
cargo xtask conformance [duckdb|spark|parquet|placement] [--rounds N] [--seed N]

Makes random policies, people and cases with facts missing everywhere, screens them with the engine, and
lets each database screen the same tables with what `titian policy sql` prints. Any person with another
verdict or another bitmask fails it. SQLite and PostgreSQL are compared the same way by the tests of `app`.
Without --rounds there are 400 policies; a seed gives the same ones everywhere, and the default is 1.

parquet: the tests of the feature of that name, people and results as Parquet and Arrow.

placement: random problems with every kind of limit are solved by the engine, by OR-tools' CP-SAT one component of
the value after the other, and by HiGHS; another value, another place of anybody or another infeasibility fails it.

Needs Python 3 with venv; the packages go to target/python/. Spark also needs Java 17
(Debian: openjdk-17-jre-headless).";

/// Folder of the scripts and of the lists of packages, from the root of the repository.
const SCRIPTS: &str = "xtask/conformance";

/// What to compare with what.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    engines: Vec<&'static str>,
    rounds: String,
    seed: String,
}

fn asked(args: &[String]) -> Result<Asked> {
    let mut asked = Asked {
        engines: Vec::new(),
        rounds: "400".to_owned(),
        seed: "1".to_owned(),
    };
    let mut args = args.iter().map(String::as_str);
    while let Some(arg) = args.next() {
        let number = match arg {
            "duckdb" => {
                asked.engines.push("duckdb");
                continue;
            }
            "spark" => {
                asked.engines.push("spark");
                continue;
            }
            "parquet" => {
                asked.engines.push("parquet");
                continue;
            }
            "placement" => {
                asked.engines.push("placement");
                continue;
            }
            "--rounds" => &mut asked.rounds,
            "--seed" => &mut asked.seed,
            _ => bail!("{HELP}"),
        };
        let given = args.next().filter(|n| n.parse::<u64>().is_ok());
        given
            .with_context(|| format!("{arg} needs a number"))?
            .clone_into(number);
    }
    if asked.engines.is_empty() {
        asked.engines = vec!["duckdb", "spark", "parquet", "placement"];
    }
    Ok(asked)
}

/// Compares with the databases named, or with all.
pub fn run(args: &[String]) -> Result<()> {
    let asked = asked(args)?;
    let _clean_up = CleanUp::arm()?;
    let root = repo::root();
    let rounds = root.join("target/xtask/conformance");
    if rounds.exists() {
        fs::remove_dir_all(&rounds).with_context(|| format!("empty {}", rounds.display()))?;
    }
    fs::create_dir_all(&rounds)?;
    if asked
        .engines
        .iter()
        .any(|engine| ["duckdb", "spark"].contains(engine))
    {
        let mut write = Command::new("cargo");
        write
            .current_dir(&root)
            .args(["run", "--quiet", "-p", "policy", "--features", "testing"])
            .args(["--example", "conformance_rounds", "--"])
            .arg(&rounds)
            .args([&asked.seed, &asked.rounds]);
        steps::run(&mut write)?;
    }
    if asked.engines.contains(&"placement") {
        let mut write = Command::new("cargo");
        write
            .current_dir(&root)
            .env("TITIAN_CONFORMANCE", &rounds)
            .args(["test", "--quiet", "-p", "matching", "--test", "it"])
            .arg("outside::results_for_outside_solvers_are_proved");
        steps::run(&mut write)?;
    }
    for engine in asked.engines {
        if engine == "parquet" {
            let mut test = Command::new("cargo");
            test.current_dir(&root)
                .args(["test", "--quiet", "-p", "titian", "--features", "parquet"])
                .args(["--test", "cli", "columnar"]);
            steps::run(&mut test)?;
            continue;
        }
        let requirements = root.join(SCRIPTS).join(format!("{engine}.txt"));
        let python = python::environment(&format!("conformance-{engine}"), &requirements)?;
        let mut command = Command::new(python);
        if engine == "placement" {
            command.arg(root.join(SCRIPTS).join("placement.py"));
        } else {
            command
                .arg(root.join(SCRIPTS).join("compare.py"))
                .arg(engine);
        }
        steps::run(command.arg(&rounds))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_and_numbers_are_taken_in_any_order() {
        let ask =
            |args: &[&str]| asked(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            ask(&[]).unwrap().engines,
            ["duckdb", "spark", "parquet", "placement"]
        );
        assert_eq!(ask(&["placement"]).unwrap().engines, ["placement"]);
        let told = ask(&["--rounds", "9", "spark", "--seed", "4"]).unwrap();
        assert_eq!(
            (told.engines, told.rounds, told.seed),
            (vec!["spark"], "9".into(), "4".into())
        );
        assert!(
            ask(&["--rounds"]).is_err()
                && ask(&["--seed", "x"]).is_err()
                && ask(&["mysql"]).is_err()
        );
    }
}
