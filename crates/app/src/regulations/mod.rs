//! The register of regulations as the agency reads it: what comes with the system, and its own instruments and plans.
//!
//! The agency's entries are added to the shipped text as a further piece of the same file, so that one engine reads
//! both, and the whole text is recorded by its digest: a verdict that quoted it can be recomputed word for word.

pub mod access;
mod articles;
mod commands;
mod edition;
mod lint;
mod model;
mod queries;
mod store;

pub use articles::{article_id, read_articles, read_waits, write_articles, write_waits};
pub use commands::{
    Edit, New, Promulgation, add, advance, edit, end, promulgate, relate, set_articles, unrelate,
};
pub use edition::{record, register};
pub use lint::{refuse_slips, slips};
pub use model::{
    Act, Article, Confidence, Event, Kind, Link, Own, Relating, Stage, Wait, standing_key,
};
pub use policy::{Entry, Register, Standing};
pub use queries::{
    Brief, RelationLine, Resting, Shown, WaitLine, brief, entry, find, list, path, resting, slug,
    todo,
};
pub use store::{events, own};

#[cfg(test)]
mod tests;
