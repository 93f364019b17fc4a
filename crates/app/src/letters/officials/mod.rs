//! Officials by date and their signing rights: who signs, how, and why.

pub(super) mod block;
mod commands;
mod model;
mod store;

pub use commands::{NewOfficial, add_official, book, correct_official, officials, set_right};
pub use model::{Official, OfficialStatus, Signer, SigningBook, SigningForm, SigningRight};

#[cfg(test)]
mod tests;
