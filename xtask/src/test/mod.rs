//! `cargo xtask test`: everything that must hold before a change lands, in one command.

mod packages;
mod servers;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::guard::CleanUp;
use crate::repo::{self, Repo};
use crate::steps::{self, Steps};
use crate::tidy;
use servers::Environment;

/// The test binary that drives a browser.
const BROWSER: &str = "browser";

/// Help of `cargo xtask test`.
pub const HELP: &str = "\
cargo xtask test [--only PART] [--no-install] [-- RUNNER ARGUMENTS]

Checks formatting, clippy and the repository's own rules, then runs all tests on SQLite and on a
PostgreSQL server that it starts in a temporary folder, and the browser tests on Chromium.
Debian packages that are missing (postgresql, chromium, chromium-driver, poppler-utils,
zbar-tools, python3) are installed when this runs as root or with passwordless sudo; otherwise it says
what is missing and stops. Nothing is skipped in silence.

  --only checks     formatting, rules and clippy; no tests
  --only tests      all tests; no checks
  --only fast       all tests but those in the browser
  --only store      the tests of crate `app`, on both databases
  --only browser    the browser tests
  --no-install      never call apt-get or rustup
  -- ARGUMENTS      go to the runner: cargo-nextest where it is installed, else cargo test

The logs of the servers are in target/xtask/, the screenshots in target/screenshots/.";

/// Help of `cargo xtask services`.
pub const SERVICES_HELP: &str = "\
cargo xtask services -- COMMAND

Runs a command with the servers that the tests need, and ends them afterwards:

  cargo xtask services -- cargo nextest run -p app revoking
  cargo xtask services -- bash

The command finds TITIAN_TEST_POSTGRES (a role that may create databases),
TITIAN_TEST_POSTGRES_APP (a role that is neither superuser nor owner, for row-level security),
TITIAN_TEST_WEBDRIVER and TITIAN_TEST_CHROMIUM.";

/// Which part of the whole to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Checks,
    Tests,
    Fast,
    Store,
    Browser,
}

impl Part {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "checks" => Self::Checks,
            "tests" => Self::Tests,
            "fast" => Self::Fast,
            "store" => Self::Store,
            "browser" => Self::Browser,
            _ => return None,
        })
    }

    fn checks(self) -> bool {
        matches!(self, Self::All | Self::Checks)
    }

    fn tests(self) -> bool {
        self != Self::Checks
    }

    fn browser(self) -> bool {
        matches!(self, Self::All | Self::Tests | Self::Browser)
    }

    fn documentation(self) -> bool {
        matches!(self, Self::All | Self::Tests | Self::Fast)
    }
}

#[derive(Debug)]
struct Options {
    part: Part,
    install: bool,
    runner: Vec<String>,
}

fn options(args: &[String]) -> Result<Options> {
    let mut options = Options {
        part: Part::All,
        install: true,
        runner: Vec::new(),
    };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--only" => {
                let name = rest.next().map_or("", String::as_str);
                options.part = Part::named(name).with_context(|| {
                    format!("`--only {name}`: expected checks, tests, fast, store or browser")
                })?;
            }
            "--no-install" => options.install = false,
            "--" => options.runner = rest.by_ref().cloned().collect(),
            other => bail!("`{other}` is not an option\n\n{HELP}"),
        }
    }
    Ok(options)
}

/// Runs the steps.
pub fn run(args: &[String]) -> Result<()> {
    let options = options(args)?;
    let _clean_up = CleanUp::arm()?;
    let mut steps = Steps::new();
    let part = options.part;
    if part.tests() {
        steps.step("needed programs", "cargo xtask test", || {
            packages::ensure(part.browser(), options.install)
        })?;
    }
    if part.checks() {
        checks(&mut steps)?;
    }
    if part.tests() {
        tests(&mut steps, &options)?;
    }
    Ok(())
}

/// Runs a command with the servers.
pub fn services(args: &[String]) -> Result<()> {
    let command = args.strip_prefix(&["--".to_owned()]).unwrap_or(args);
    let Some((program, rest)) = command.split_first() else {
        bail!("{SERVICES_HELP}")
    };
    let _clean_up = CleanUp::arm()?;
    packages::ensure(true, true)?;
    let mut environment = servers::postgres()?;
    environment.extend(servers::webdriver()?);
    steps::run(Command::new(program).args(rest).envs(environment))
}

fn checks(steps: &mut Steps) -> Result<()> {
    let fmt = "cargo fmt --all --check";
    steps.command("format", fmt, cargo().args(["fmt", "--all", "--check"]))?;
    steps.step("tidy", "cargo xtask tidy", tidy::run)?;
    let again = "cargo clippy --workspace --all-targets -- -D warnings";
    let mut clippy = cargo();
    clippy
        .args(["clippy", "--workspace", "--all-targets", "--quiet"])
        .args(locked());
    steps.command("clippy", again, clippy.args(["--", "-D", "warnings"]))
}

fn tests(steps: &mut Steps, options: &Options) -> Result<()> {
    let part = options.part;
    let nextest = has_nextest();
    let mut build = runner(nextest, part);
    steps.command(
        "build of the tests",
        &steps::shown(&build),
        build.arg("--no-run"),
    )?;

    let mut environment = Environment::new();
    steps.step("PostgreSQL", "cargo xtask services -- true", || {
        environment.extend(servers::postgres()?);
        Ok(())
    })?;
    if part.browser() {
        steps.step("chromedriver", "cargo xtask services -- true", || {
            environment.extend(servers::webdriver()?);
            Ok(())
        })?;
    }

    // cargo test runs the examples in the documentation itself unless its targets are named.
    let separate = part.documentation() && (nextest || part == Part::Fast);
    if separate && has_examples(&Repo::read(&repo::root())?) {
        // The whole workspace, so that libraries keep the features that they were built with.
        let again = "cargo test --workspace --doc";
        let mut doc = cargo();
        doc.args(["test", "--workspace", "--doc", "--quiet"])
            .args(locked());
        steps.command("examples in the documentation", again, &mut doc)?;
    }

    // The runner has the last word: its closing line must end the output, so the times stand here.
    eprintln!("── so far: {}", steps.summary());
    let again = format!(
        "cargo xtask test --only {} -- NAME OF THE TEST",
        match part {
            Part::Fast => "fast",
            Part::Store => "store",
            Part::Browser => "browser",
            Part::All | Part::Checks | Part::Tests => "tests",
        }
    );
    eprintln!("── tests");
    let mut command = runner(nextest, part);
    if nextest {
        command.arg("--no-fail-fast").args(&options.runner);
    } else {
        command
            .arg("--no-fail-fast")
            .arg("--")
            .args(&options.runner);
    }
    command
        .envs(environment)
        // A snapshot that differs fails; nothing is accepted or written by a test run.
        .env("INSTA_UPDATE", "no")
        .env_remove("INSTA_FORCE_PASS");
    steps::run(&mut command).map_err(|error| {
        anyhow::anyhow!("step `tests` failed: {error:#}\nrepeat one alone: {again}")
    })
}

/// The runner with its filter, ready for more arguments.
fn runner(nextest: bool, part: Part) -> Command {
    let mut command = cargo();
    if nextest {
        command.args(["nextest", "run"]);
    } else {
        command.arg("test");
    }
    command.args(locked());
    match part {
        Part::All | Part::Checks | Part::Tests => command.arg("--workspace"),
        Part::Store => command.args(["-p", "app"]),
        // The whole workspace, so that libraries keep the features that they were built with.
        Part::Browser => command.args(["--workspace", "--test", BROWSER]),
        Part::Fast if nextest => command
            .arg("--workspace")
            .arg("-E")
            .arg(format!("not binary({BROWSER})")),
        Part::Fast => command.args(["--workspace", "--lib", "--bins"]).args(
            test_binaries(&repo::root())
                .iter()
                .flat_map(|name| ["--test", name]),
        ),
    };
    command
}

/// The integration tests of all crates by name, without the browser's.
fn test_binaries(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root.join("crates"))
        .into_iter()
        .flatten()
        .filter_map(|entry| fs::read_dir(entry.ok()?.path().join("tests")).ok())
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .filter(|name| name != BROWSER)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Whether the documentation of any crate has a runnable example.
fn has_examples(repo: &Repo) -> bool {
    repo.rust()
        .any(|(file, text)| file.path.contains("/src/") && has_example(text))
}

/// Whether documentation opens a code block that rustdoc would compile.
fn has_example(text: &str) -> bool {
    let mut open = false;
    for line in text.lines().map(str::trim_start) {
        let Some(doc) = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
        else {
            continue;
        };
        let Some(language) = doc.trim().strip_prefix("```") else {
            continue;
        };
        if !open
            && matches!(
                language,
                "" | "rust" | "no_run" | "should_panic" | "compile_fail"
            )
        {
            return true;
        }
        open = !open;
    }
    false
}

/// On a build server a lock file that does not fit is an error, not something to mend.
fn locked() -> Option<&'static str> {
    std::env::var_os("CI").map(|_| "--locked")
}

fn has_nextest() -> bool {
    let asked = cargo().args(["nextest", "--version"]).output();
    asked.is_ok_and(|asked| asked.status.success())
}

fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(repo::root());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Options> {
        options(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn without_arguments_everything_runs() {
        let all = parse(&[]).unwrap();
        assert!(all.part.checks() && all.part.tests() && all.part.browser() && all.install);
    }

    #[test]
    fn a_part_runs_only_what_it_names() {
        let fast = parse(&["--only", "fast", "--", "letters"]).unwrap();
        assert!(!fast.part.checks() && !fast.part.browser());
        let shown = steps::shown(&runner(true, fast.part));
        assert!(
            shown.ends_with("--workspace -E 'not binary(browser)'"),
            "{shown}"
        );
        assert_eq!(fast.runner, ["letters"]);
        assert!(!parse(&["--only", "checks"]).unwrap().part.tests());
    }

    #[test]
    fn an_unknown_part_or_option_is_refused_with_what_was_expected() {
        assert!(
            parse(&["--only", "everything"])
                .unwrap_err()
                .to_string()
                .contains("store")
        );
        assert!(
            parse(&["--quick"])
                .unwrap_err()
                .to_string()
                .contains("--only browser")
        );
    }

    #[test]
    fn only_blocks_that_rustdoc_compiles_count_as_examples() {
        assert!(has_example(
            "/// Adds.\n/// ```\n/// assert_eq!(1, 1);\n/// ```\n"
        ));
        assert!(!has_example(
            "/// ```text\n/// a picture\n/// ```\nfn f() {}\n"
        ));
        assert!(!has_example("// ``` not documentation\n"));
    }
}
