//! One-time links: one act, about one thing, by one person without an account, until one moment.
//!
//! The address holds a random secret of 256 bits; the table keeps its digest with what the link is bound to. Opening the
//! address changes nothing, because messengers fetch addresses to show a preview: only carrying out the act uses it up.

mod commands;
mod model;
mod store;

pub use commands::{Secret, make_in, open, secret, use_up_in, withdraw_in};
pub use model::{Link, Purpose, Standing};

#[cfg(test)]
mod tests;
