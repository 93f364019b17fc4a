//! The wind tunnel (*Simulasi Kebijakan*): what another number or rule would do to everybody in the register.

pub mod access;
mod commands;
mod crowd;
mod model;
pub mod privacy;
mod run;
mod store;

pub use commands::{Saving, draft, fresh, put_text, save};
pub use crowd::{Crowd, Member, Tunnel};
pub use model::{
    Asked, Breakdown, Brief, Counts, Dimension, Line, Outcome, Presence, RuleCount, Scenario,
    Setting, VERDICTS, Weight, Which,
};
pub use run::{Effect, Found, Run, Search, effect, open, text_of};
pub use store::{brief, get, list, outcome, saved};

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
