//! The repository's tasks: `cargo xtask test`, `services`, `tidy`, `vendor`, `bench`, `conformance`, `fuzz`.

mod bench;
mod conformance;
mod fuzz;
mod guard;
mod python;
mod repo;
mod steps;
mod test;
mod tidy;
mod vendor;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask TASK [--help]

  test       check and test everything, on both databases and in the browser
  services   run a command with the servers that the tests need
  tidy       check the rules of this repository; `tidy --explain` lists them with their reasons
  vendor     fetch the front-end files from npm anew (the only task that needs Node.js)
  bench      list and run the benchmarks
  conformance  compare policies with DuckDB and Spark, placements with OR-tools and HiGHS
  fuzz       read policies that nobody would write, for a given time";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<()> {
    let Some((task, rest)) = args.split_first() else {
        bail!("{HELP}")
    };
    // What stands behind `--` belongs to somebody else, its `--help` too.
    let own = rest.iter().take_while(|arg| *arg != "--");
    let help = own.clone().any(|arg| arg == "--help" || arg == "-h");
    match task.as_str() {
        "-h" | "--help" | "help" => println!("{HELP}"),
        "test" if help => println!("{}", test::HELP),
        "services" if help => println!("{}", test::SERVICES_HELP),
        "bench" if help => println!("{}", bench::HELP),
        "conformance" if help => println!("{}", conformance::HELP),
        "fuzz" if help => println!("{}", fuzz::HELP),
        _ if help => println!("{HELP}"),
        "test" => test::run(rest)?,
        "services" => test::services(rest)?,
        "tidy" if own.clone().any(|arg| arg == "--explain") => tidy::explain(),
        "tidy" => tidy::run()?,
        "vendor" => vendor::run()?,
        "bench" => bench::run(rest)?,
        "conformance" => conformance::run(rest)?,
        "fuzz" => fuzz::run(rest)?,
        other => bail!("there is no task `{other}`\n\n{HELP}"),
    }
    Ok(())
}
