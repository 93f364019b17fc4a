//! Rules of law and of the agency as files: parse, check, explain one person, screen many; pure.
//!
//! The file format is fixed in the format reference of the project. The engine reads no clock, does no I/O and
//! draws no random number: the decision date, the facts and the calendar are arguments, so that any
//! past verdict can be recomputed to the same bytes.

mod calendar;
mod check;
mod columns;
mod diagnostic;
mod explain;
mod expr;
mod facts;
mod file;
mod format;
#[cfg(any(test, feature = "testing"))]
pub mod fuzzing;
#[cfg(any(test, feature = "testing"))]
mod generate;
mod lang;
mod met_from;
mod missing;
mod register;
mod report;
pub mod schema;
mod screen;
pub mod shipped;
pub mod sql;
mod status;
#[cfg(any(test, feature = "testing"))]
mod testing;
mod toml_doc;
mod value;

pub use calendar::{Calendar, CalendarError};
pub use check::{CaseOutcome, Outcome, Stale};
pub use columns::{Groups, Mask, PersonSlot, Screener, Screening, Table, TableBuilder};
pub use diagnostic::{Diagnostic, Severity, has_errors};
pub use explain::{
    CitationRead, Explanation, FactRead, Inputs, MissingFact, ParamRead, PolicyRef, RuleResult,
    explain,
};
pub use facts::{Fact, FactError, Facts};
pub use file::{Anchor, Case, Force, Param, Policy, Rule};
pub use format::format;
pub use lang::{Lang, Language};
pub use register::{
    Confidence, Dependent, DependentKind, Entry, InstrumentKind, Layer, Misquote, Planned,
    Register, Relation, RelationKind, Slip, SlipKind, Source, Stage, Standing,
};
pub use report::render;
pub use schema::schema;
pub use screen::{Row, RowResult, screen, screen_one};
pub use status::{Status, Verdict, Waiver};
pub use value::{Decimal, Span, Value};
