//! Number registers: one per issuing unit, group of kinds and year; no number twice, no counted number lost.

mod commands;
mod model;
mod store;

pub use commands::{
    NumberChoice, RegisterView, enter_outside, open_register, registers, reserve_number, set_mode,
    void_number,
};
pub(super) use commands::{given_reason, placeholder, register_for, take};
pub use model::{
    ALL_KINDS, Gaps, MAX_NUMBER, NumberRow, NumberState, Pattern, Register, RegisterMode, groups,
};
pub(super) use store::{give_up, mark_used};

#[cfg(test)]
mod tests;
