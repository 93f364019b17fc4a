//! Placement (*Penempatan*): who goes where, proposed with reasons and a proof, then confirmed place by place.

pub mod access;
mod build;
mod commands;
mod confirm;
mod export;
mod model;
mod outcome;
mod store;

pub use build::{Candidate, Input, input, problem};
pub use commands::{discard, propose};
pub use confirm::{assign, confirm, take_back};
pub use export::export;
pub use model::{
    Chosen, Confirmed, Explained, Fate, LeftOut, Member, Outcome, Placed, Run, RunState, Said,
};
pub use matching::lottery;
pub use store::{
    confirmed, latest, members, of_nomination, own_result, per_slot, placed_count, run,
};

#[cfg(test)]
mod tests;
