//! `titian config`: the values in force and where each came from, secrets masked.

use kernel::Result;
use serde_json::{Map, json};

use crate::config::Config;
use crate::output::{Outcome, print};

/// Carries it out.
pub fn run(config: &Config, json: bool) -> Result<Outcome> {
    let lines = config.lines();
    let object: Map<_, _> = lines
        .iter()
        .map(|(name, value, from)| {
            (
                (*name).to_owned(),
                json!({ "value": value, "from": from.to_string() }),
            )
        })
        .collect();
    print(json, &object.into(), || {
        let text: Vec<String> = lines
            .iter()
            .map(|(name, value, from)| format!("{name:<14} {value:<40} {from}"))
            .collect();
        text.join("\n")
    });
    Ok(Outcome::Done)
}
