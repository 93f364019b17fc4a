//! Policies as versions: written, proposed by one person, decided by another, in force from a day, replaced, never edited.

pub mod access;
mod commands;
mod diff;
mod edit;
mod list;
mod model;
mod origins;
mod outline;
mod shipped;
mod store;

pub use commands::{
    Decide, also_replaced, begin, check, decide, give_back, give_up, parse, pin, propose,
    settle_examples, stale_examples, write, write_params,
};
pub use diff::{Change, PolicyPart, RulePart, diff, force_words, says as wording};
pub use edit::{rename, set_params, shown};
pub use list::{first_cited, list, may_see, now_in_force, present_and_future, todo, versions};
pub use model::{
    Act, Decision, Event, Mandate, Paper, PinnedPolicy, State, StateName, Step, Stretch, Version,
};
pub use origins::origins;
pub use outline::{Cited, Input, Outline, ParamLine, RuleLine, outline};
pub use policy::{Diagnostic, Force, Lang, Language, Outcome, Policy, Severity, Stale};
pub use shipped::{record_register, record_shipped, register, register_of};
pub use store::{events, get, in_force, text};

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
