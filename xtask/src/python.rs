//! Python with packages for other tools to compare with: a virtual environment in the target folder, made once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{repo, steps};

/// The Python of an environment that has what a `requirements.txt` lists; made anew when the list has changed.
pub fn environment(name: &str, requirements: &Path) -> Result<PathBuf> {
    let folder = repo::root().join("target/python").join(name);
    let (python, stamp) = (folder.join("bin/python"), folder.join("requirements.txt"));
    let wanted = fs::read_to_string(requirements)
        .with_context(|| format!("read {}", requirements.display()))?;
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) && python.exists() {
        return Ok(python);
    }
    eprintln!("── Python packages for {name}, into {}", folder.display());
    let mut make = Command::new("python3");
    steps::run(make.args(["-m", "venv"]).arg(&folder)).context("python3 with venv is needed")?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--requirement"]);
    steps::run(install.arg(requirements))?;
    fs::write(&stamp, wanted)?;
    Ok(python)
}
