//! Nominations (*Usulan*): who shall go, by whose proposal, why and where to, with papers and verification.

pub mod access;
mod board;
mod commands;
mod duplicates;
mod fit;
mod form;
mod hooks;
mod model;
mod papers;
mod release;
mod sheet;
mod store;
mod verification;

use kernel::{ProgrammeId, Result};

pub use board::{step_nominations, step_placement, step_screening, step_verification, todo};
pub use commands::{attach, change, decline, nominate, only_herself, submit, withdraw};
pub use duplicates::{Duplicate, duplicates};
pub use fit::{Fit, FitBasis, Known, Levels, SCALE, fit, known};
pub use form::{Guest, NominationForm, Nominee};
pub use model::{
    Act, Basis, CoverLetter, Event, Nomination, Nominator, Origin, Paper, PaperState, RankedChoice,
    State,
};
pub use papers::{Attachment, MOST_BYTES, keep, keep_scan};
pub use release::{Release, release, releases_over};
pub use sheet::{ForAll, Taken, dry_run, export, place_name, split_aims, take_file, template};
pub use store::{events, get, in_states, list, live, of_nip, placed_of};

pub use verification::{
    judge_paper, mark_placed, mark_unplaced, mark_waiting, mark_withdrawn, return_for_correction,
    set_verdict, verify, verify_several,
};

use crate::db::Sql;

/// The nominations that a placement considers: sent and verified ones, in the order they were sent.
pub async fn for_placement(sql: &impl Sql, programme: ProgrammeId) -> Result<Vec<Nomination>> {
    in_states(sql, programme, &[State::Submitted, State::Verified]).await
}

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
