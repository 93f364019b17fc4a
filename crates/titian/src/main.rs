//! The Titian binary.
fn main() {}
