//! `titian policy fmt`: puts policy files into their one form, or tells which have it not.

use std::path::PathBuf;

use kernel::Result;

use super::check::policy_files;
use super::{lines, name, text};
use crate::output::{Outcome, bad_input};

pub(super) fn format(named: &[PathBuf], only_check: bool) -> Result<Outcome> {
    let mut all_well = true;
    for path in policy_files(named)? {
        let file = name(&path);
        let before = text(&path)?;
        let after = policy::format(&file, &before).map_err(|found| bad_input(lines(&found)))?;
        if before == after {
            continue;
        }
        println!("{file}");
        if only_check {
            all_well = false;
            continue;
        }
        std::fs::write(&path, after)
            .map_err(|error| bad_input(format!("{}: {error}", path.display())))?;
    }
    Ok(if all_well {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}
