//! A later look at nominees (*pemeriksaan ulang*) before the decision, at the start and at an extension: what changed
//! is raised for a person to decide, never carried out silently.

mod commands;
mod compare;
mod model;
mod store;

pub(super) use commands::renew;
pub use commands::{decide_event, event_todo, event_xlsx, facts_changed, recheck, recheck_now};
pub use model::{Change, ChangeKind, Gate, Recheck, RecheckReport, RecheckState};
pub use store::{
    blocking as blocking_events, get as event, list as event_list, of_nomination as events_of,
    open as open_events,
};

#[cfg(test)]
mod tests;
