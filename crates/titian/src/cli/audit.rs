//! `titian audit verify`: reads the whole chain again.

use std::sync::Arc;

use clap::Subcommand;
use kernel::{Result, SystemClock};
use serde_json::json;

use crate::config::Config;
use crate::installation;
use crate::output::{Outcome, print};

/// The audit log.
#[derive(Subcommand, Debug)]
pub enum Audit {
    /// Verify every line of the audit log: numbers, hashes, links and the stored head
    Verify {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Carries it out.
pub async fn run(config: &Config, command: Audit) -> Result<Outcome> {
    let Audit::Verify { json } = command;
    let app = installation::open_existing(config, Arc::new(SystemClock)).await?;
    match app::audit::verify(&app.db).await? {
        Ok(found) => {
            let value = json!({ "ok": true, "lines": found.lines, "head": found.head });
            print(json, &value, || {
                format!(
                    "The audit log is whole: {} lines, head {}.",
                    found.lines, found.head
                )
            });
            Ok(Outcome::Done)
        }
        Err(broken) => {
            let value = json!({ "ok": false, "line": broken.seq, "what": broken.what });
            print(json, &value, || {
                format!(
                    "The audit log is BROKEN at line {}: {}.",
                    broken.seq, broken.what
                )
            });
            Ok(Outcome::Failed)
        }
    }
}
