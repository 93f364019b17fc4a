//! Tests of the placement engine against independent oracles and the independent checker.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod docs;
mod leaves;
mod linear;
mod order;
mod outside;
mod random;
mod reader;
mod repair;
mod result;
mod small;
mod stable;
