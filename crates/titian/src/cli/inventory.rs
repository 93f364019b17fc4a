//! `titian data-inventory`: every column with its class of personal data, retention and log rule.

use kernel::{Error, Result};

use crate::output::{Outcome, print};

/// Carries it out.
pub fn run(json: bool) -> Result<Outcome> {
    let text = app::db::DATA_INVENTORY;
    let table: toml::Table = text.parse().map_err(Error::internal)?;
    let value = serde_json::to_value(table).map_err(Error::internal)?;
    print(json, &value, || text.to_owned());
    Ok(Outcome::Done)
}
