//! The programs that tests need: finds them, installs their Debian packages, or says what is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::steps;

/// A program, where it was found, and the Debian package that brings it.
struct Need {
    what: &'static str,
    package: &'static str,
    find: fn() -> Option<PathBuf>,
}

/// For every test that opens a database, reads a PDF or a QR code back, or checks a placement as a third party would.
const BASE: &[Need] = &[
    Need {
        what: "Python 3",
        package: "python3",
        find: || on_path("python3"),
    },
    Need {
        what: "PostgreSQL server",
        package: "postgresql",
        find: postgres_bin,
    },
    Need {
        what: "pdftotext",
        package: "poppler-utils",
        find: || on_path("pdftotext"),
    },
    Need {
        what: "zbarimg",
        package: "zbar-tools",
        find: || on_path("zbarimg"),
    },
];

/// For the browser tests.
const BROWSER: &[Need] = &[
    Need {
        what: "Chromium",
        package: "chromium",
        find: chromium,
    },
    Need {
        what: "chromedriver",
        package: "chromium-driver",
        find: chromedriver,
    },
];

/// Makes sure that everything is here. `install` allows calling apt-get.
pub fn ensure(browser: bool, install: bool) -> Result<()> {
    components(install)?;
    let needs = || BASE.iter().chain(if browser { BROWSER } else { &[] });
    let missing: Vec<&Need> = needs().filter(|need| (need.find)().is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    if install && let Some(prefix) = apt() {
        eprintln!("installing from Debian: {}", packages.join(" "));
        let mut update = Command::new(prefix[0]);
        // An index that cannot be refreshed may still be good enough; the install below decides.
        if let Err(error) = steps::run(update.args(&prefix[1..]).arg("update").arg("-q")) {
            eprintln!("{error:#}");
        }
        let mut install = Command::new(prefix[0]);
        install
            .args(&prefix[1..])
            .args(["install", "-y", "-q", "--no-install-recommends"]);
        if let Err(error) = steps::run(install.args(&packages).stdin(Stdio::null())) {
            eprintln!("{error:#}");
        }
    }
    let missing: Vec<&Need> = needs().filter(|need| (need.find)().is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!("{}", sentence(&missing));
}

/// What is missing and how to get it.
fn sentence(missing: &[&Need]) -> String {
    let list: Vec<String> = missing
        .iter()
        .map(|need| format!("  {} (Debian package `{}`)", need.what, need.package))
        .collect();
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    format!(
        "the tests need what is not on this machine:\n{}\n\
         install it and repeat:\n  sudo apt-get update && sudo apt-get install --no-install-recommends {}\n\
         (run as root or with passwordless sudo, `cargo xtask test` does this by itself)",
        list.join("\n"),
        packages.join(" ")
    )
}

/// rustfmt and clippy, which a minimal Rust installation lacks.
fn components(install: bool) -> Result<()> {
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(command, _)| !succeeds(Command::new("cargo").args([command, "--version"])))
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if install
        && succeeds(
            Command::new("rustup")
                .args(["component", "add"])
                .args(&missing),
        )
    {
        return Ok(());
    }
    bail!(
        "Rust's own {} is missing; install it and repeat:\n  rustup component add {}",
        missing.join(" and "),
        missing.join(" ")
    );
}

/// How apt-get can be called without asking anybody, if it can.
fn apt() -> Option<Vec<&'static str>> {
    on_path("apt-get")?;
    // Quiet about configuration questions: nobody is there to answer them.
    let apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    if rustix::process::geteuid().is_root() {
        return Some(apt.to_vec());
    }
    if on_path("sudo").is_some() && succeeds(Command::new("sudo").args(["-n", "true"])) {
        return Some(["sudo", "-n"].into_iter().chain(apt).collect());
    }
    None
}

/// The folder with `initdb` and `postgres`: the newest that Debian has, else what the path offers.
pub fn postgres_bin() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let version = entry.ok()?.file_name().to_str()?.parse().ok()?;
            Some((
                version,
                Path::new("/usr/lib/postgresql").join(format!("{version}/bin")),
            ))
        })
        .filter(|(_, bin)| {
            ["initdb", "postgres", "psql"]
                .iter()
                .all(|p| bin.join(p).is_file())
        })
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, bin)| bin);
    newest.or_else(|| {
        let bin = on_path("initdb")?.parent()?.to_path_buf();
        bin.join("postgres").is_file().then_some(bin)
    })
}

/// Chromium: what `TITIAN_TEST_CHROMIUM` names, else what the path offers.
pub fn chromium() -> Option<PathBuf> {
    match std::env::var_os("TITIAN_TEST_CHROMIUM") {
        Some(named) => Some(PathBuf::from(named)).filter(|path| path.is_file()),
        None => on_path("chromium"),
    }
}

/// The driver that speaks WebDriver to Chromium.
pub fn chromedriver() -> Option<PathBuf> {
    on_path("chromedriver")
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}

fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_the_command_that_brings_it() {
        let need = |package| Need {
            what: "Chromium",
            package,
            find: || None,
        };
        let text = sentence(&[&need("chromium"), &need("chromium-driver")]);
        assert!(
            text.contains("Chromium (Debian package `chromium`)"),
            "{text}"
        );
        assert!(text.contains("apt-get install --no-install-recommends chromium chromium-driver"));
    }

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program-of-titian").is_none());
    }
}
