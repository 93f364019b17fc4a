//! The policy engine seen from outside: shipped files, diagnostics, explanations, properties.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on stops; the lints' exception for tests misses helper functions"
)]

mod diagnostics;
mod explanations;
mod language;
mod missing;
mod mutations;
mod naive;
mod register;
mod robustness;
mod shipped;
mod support;
