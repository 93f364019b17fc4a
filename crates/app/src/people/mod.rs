//! The staff register: people as the SIASN export, the histories and attested papers know them.

mod model;
mod store;

pub use model::PersonBrief;
pub use store::{brief, brief_by_nip, list};

#[cfg(any(test, feature = "testing"))]
pub mod testing;
