//! The staff register on the web: list, person, import, attested papers, activation slips.

mod findings;
mod import;
mod papers;
mod person;
mod register;
mod slips;

use crate::shell::Routes;

/// A staff export of a large province as CSV.
const IMPORT_LIMIT: usize = 64 << 20;
/// Scans of papers.
const SCAN_LIMIT: usize = 12 << 20;

/// `/pegawai…`.
pub fn router() -> Routes {
    Routes::new()
        .merge(register::router())
        .merge(findings::router())
        .merge(person::router())
        .merge(slips::router())
        .merge(import::router().body_limit(IMPORT_LIMIT))
        .merge(papers::router().body_limit(SCAN_LIMIT))
}

#[cfg(test)]
mod tests;
