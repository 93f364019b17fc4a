//! The holiday calendar: national holidays and joint leave by year, as the agency entered them with their source.
//!
//! No date is shipped: the days are fixed each year by a joint decree that nobody here has read. Until the agency enters
//! a year, rules in working days that touch it are unknown, never guessed.

pub mod access;
mod commands;
mod model;
mod sheet;
mod store;

pub use commands::set_year;
pub use model::{Confidence, Day, DayKind, Year, read_days, write_days};
pub use sheet::{read_file, template};
pub use store::{calendar, dates, year, years};

#[cfg(test)]
mod tests;
