//! The audit log: every change writes its line, chained by hash, in the transaction of the change.

mod entry;
mod store;
mod verify;

pub(crate) use entry::commitment;
pub use entry::{Entry, Line, Subject};
pub(crate) use store::append;
pub use store::{Filter, head, list};
pub use verify::{Break, Verified, verify};

#[cfg(test)]
mod tests;
