//! What happens in the transaction of a submission beside the nomination itself: the screening hooks in here.

use kernel::{Actor, Result};

use super::model::Nomination;
use crate::db::Tx;
use crate::programmes::Programme;
use crate::screenings::{self, Cause};

/// Called when `nomination` was sent, and again when a paper of a sent one was added: snapshot, choices and papers
/// are frozen in `nomination` and stored already.
pub(super) async fn submitted(
    tx: &Tx,
    actor: &Actor,
    programme: &Programme,
    nomination: &Nomination,
    cause: Cause,
) -> Result<()> {
    screenings::screen_in(tx, actor, programme, nomination, cause)
        .await
        .map(drop)
}
