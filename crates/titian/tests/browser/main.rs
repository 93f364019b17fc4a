//! Tests in a real browser: each walks pages as a person would, and reads back what she would get.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail, and say why"
)]

mod demo;
mod harness;
mod pages;
mod serve_only;
mod smoke;
mod walk;
mod walk_desk;
mod walk_papers;
mod walk_policy;
mod walk_ranked;
mod walk_simple;
