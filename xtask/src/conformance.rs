//! `cargo xtask conformance`: random policies and people screened in DuckDB and Spark, against the verdicts of the engine.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::guard::CleanUp;
use crate::{python, repo, steps};

/// Help of `cargo xtask conformance`.
pub const HELP: &str = "\
cargo xtask conformance [duckdb|spark]

Makes random policies, people and cases with facts missing everywhere, screens them with the engine, and
lets each database screen the same tables with what `titian policy sql` prints. Any person with another
verdict or another bitmask fails it. SQLite and PostgreSQL are compared the same way by the tests.

Needs Python 3 with venv; the packages go to target/python/. Spark also needs Java 17
(Debian: openjdk-17-jre-headless).";

/// Folder of the scripts and of the lists of packages, from the root of the repository.
const SCRIPTS: &str = "xtask/conformance";

/// Compares with the databases named, or with all.
pub fn run(args: &[String]) -> Result<()> {
    let engines: Vec<&str> = match args {
        [] => vec!["duckdb", "spark"],
        [one] if one == "duckdb" || one == "spark" => vec![one],
        _ => bail!("{HELP}"),
    };
    let _clean_up = CleanUp::arm()?;
    let root = repo::root();
    let rounds = root.join("target/xtask/conformance");
    if rounds.exists() {
        fs::remove_dir_all(&rounds).with_context(|| format!("empty {}", rounds.display()))?;
    }
    fs::create_dir_all(&rounds)?;
    let mut test = Command::new("cargo");
    test.current_dir(&root)
        .env("TITIAN_CONFORMANCE", &rounds)
        .args(["test", "--quiet", "-p", "policy", "--lib"])
        .arg("sql::tests::every_database_agrees_with_explaining");
    steps::run(&mut test)?;
    for engine in engines {
        let requirements = root.join(SCRIPTS).join(format!("{engine}.txt"));
        let python = python::environment(&format!("conformance-{engine}"), &requirements)?;
        let mut command = Command::new(python);
        command.arg(root.join(SCRIPTS).join("compare.py"));
        steps::run(command.arg(engine).arg(&rounds))?;
    }
    Ok(())
}
