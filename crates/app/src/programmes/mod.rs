//! Programmes of internships (*Papan Program*): kind, calendar, limits, papers, pinned policy, and the board.

pub mod access;
mod board;
mod commands;
mod kinds;
mod model;
mod store;

pub use crate::policies::PinnedPolicy;
pub use board::{Board, BoardStep, NextAct, StepReport, StepState, Tally, board, todo};
pub use commands::{
    Settings, Simple, advance, advance_in, change, create, create_once, extend, lock_in, open,
    takes_nominations,
};
pub use kinds::{Cap, CapForce, Defaults, KindRule, Kinds, LetterRule, Need, kinds};
pub use model::{
    Arah, Bidang, CalendarLine, Cara, DateStep, Giving, HostKind, Objective, PaperKind, Preset,
    Programme, State, Waktu,
};
pub use store::{Notice, dates, get, in_states, list, notices, pinned_policy_text, release_limits};

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
