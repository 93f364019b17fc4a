//! Tests of the crate from outside: the import worker as a real process, the readers on arbitrary bytes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop with the place"
)]

mod reader;
mod worker;
