//! Corrections (*Permintaan Perbaikan Data*): an employee says that a fact about her is wrong; its source corrects it,
//! and the trace stays.

pub mod access;
mod commands;
mod model;
mod store;

pub use commands::{
    Ask, FactNow, ask, decline, fact_of, facts_changed, forward, label, take_back, todo, xlsx,
};
pub use model::{Correction, CorrectionState, Event};
pub use store::{events, get, list, open_facts};

#[cfg(test)]
mod tests;
