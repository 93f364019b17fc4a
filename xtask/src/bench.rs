//! `cargo xtask bench`: lists the benchmarks that exist and runs them in release builds.

use std::process::Command;

use anyhow::{Result, bail};

use crate::guard::CleanUp;
use crate::repo::{self, Repo};
use crate::{python, steps};

/// Help of `cargo xtask bench`.
pub const HELP: &str = "\
cargo xtask bench [NAME] [-- ARGUMENTS]

Without a name: lists the benchmarks. A benchmark is an example whose file begins with `bench_`
(crates/<crate>/examples/bench_<what>.rs); it prints what it measured beside the other tool, as a
ratio. Python packages that the other tool needs (requirements.txt beside the example) go to
target/python/. With a name: runs every benchmark whose name contains it; `all` runs every one.";

/// Crate and name of a benchmark.
fn benchmarks(repo: &Repo) -> Vec<(String, String)> {
    repo.files
        .iter()
        .filter_map(|file| {
            let (name, rest) = file
                .path
                .strip_prefix("crates/")?
                .split_once("/examples/")?;
            let example = rest
                .strip_suffix("/main.rs")
                .or_else(|| rest.strip_suffix(".rs"))?;
            (example.starts_with("bench_") && !example.contains('/'))
                .then(|| (name.to_owned(), example.to_owned()))
        })
        .collect()
}

/// Lists or runs.
pub fn run(args: &[String]) -> Result<()> {
    let all = benchmarks(&Repo::read(&repo::root())?);
    if all.is_empty() {
        bail!("there is no benchmark yet: no crates/<crate>/examples/bench_<what>.rs");
    }
    let Some((wanted, rest)) = args.split_first() else {
        for (package, name) in &all {
            println!("{name}  (crate {package})");
        }
        return Ok(());
    };
    let rest = rest.strip_prefix(&["--".to_owned()]).unwrap_or(rest);
    let chosen: Vec<_> = all
        .iter()
        .filter(|(_, name)| wanted == "all" || name.contains(wanted.as_str()))
        .collect();
    if chosen.is_empty() {
        bail!("no benchmark's name contains `{wanted}`; `cargo xtask bench` lists them");
    }
    let _clean_up = CleanUp::arm()?;
    for (package, name) in chosen {
        eprintln!("── {name}");
        let mut command = Command::new("cargo");
        command
            .current_dir(repo::root())
            .args(["run", "--release", "--quiet", "-p", package]);
        let manifest = repo::root().join(format!("crates/{package}/Cargo.toml"));
        let needed = features(&std::fs::read_to_string(manifest)?, name)?;
        if !needed.is_empty() {
            command.arg("--features").arg(needed.join(","));
        }
        let folder = format!("crates/{package}/examples/{name}");
        let requirements = repo::root().join(folder).join("requirements.txt");
        if requirements.exists() {
            let python = python::environment(name, &requirements)?;
            command.env("TITIAN_BENCH_PYTHON", python);
        }
        steps::run(command.args(["--example", name, "--"]).args(rest))?;
    }
    Ok(())
}

/// The features that the manifest asks for before it builds `example`.
fn features(manifest: &str, example: &str) -> Result<Vec<String>> {
    let table: toml::Table = manifest.parse()?;
    let examples = table.get("example").and_then(toml::Value::as_array);
    let needed = examples
        .into_iter()
        .flatten()
        .find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(example))
        .and_then(|entry| entry.get("required-features")?.as_array());
    Ok(needed
        .into_iter()
        .flatten()
        .filter_map(|feature| feature.as_str().map(str::to_owned))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_benchmark_gets_the_features_that_it_needs() {
        let manifest = "[[example]]\nname = \"bench_a\"\nrequired-features = [\"testing\"]\n";
        assert_eq!(features(manifest, "bench_a").unwrap(), ["testing"]);
        assert!(features(manifest, "bench_b").unwrap().is_empty());
        assert!(features("[package]\n", "bench_a").unwrap().is_empty());
    }

    #[test]
    fn only_examples_that_are_benchmarks_are_listed() {
        let repo = Repo::of(&[
            ("crates/matching/examples/bench_solve.rs", ""),
            ("crates/matching/examples/show.rs", ""),
            ("crates/policy/examples/bench_screen/main.rs", ""),
            ("crates/policy/examples/bench_screen/data.rs", ""),
        ]);
        let names: Vec<_> = benchmarks(&repo)
            .into_iter()
            .map(|(_, name)| name)
            .collect();
        assert_eq!(names, ["bench_solve", "bench_screen"]);
    }
}
