//! Whether a Keputusan may rest on the places of a programme: announced, the window over, every request answered.

use kernel::{CivilDate, Error, Kind, ProgrammeId, Result, Text};

use super::store;
use crate::db::Sql;
use crate::letters;
use crate::programmes::{Giving, Programme};

/// Whether a Keputusan on the places of this programme is in force; from then on requests to reconsider are closed and
/// the statutory objection stands.
pub async fn decided(sql: &impl Sql, programme: ProgrammeId) -> Result<bool> {
    Ok(letters::decision_date(sql, programme).await?.is_some())
}

/// Refuses a Keputusan on ranked choices before the result is announced, while its window for reconsideration runs on
/// `today`, and while a request waits for its answer.
///
/// # Errors
/// Refused with what is missing; other ways of giving places have no announcement and no window.
pub async fn ready_to_decide(
    sql: &impl Sql,
    programme: &Programme,
    today: CivilDate,
) -> Result<()> {
    if programme.giving != Giving::Ranked {
        return Ok(());
    }
    for run in store::confirmed_runs(sql, programme.id).await? {
        if run.published_at.is_none() {
            return Err(
                Error::refused("placements-decide-unannounced").next("placements-next-publish")
            );
        }
        if let Some(last) = run.window_closes.filter(|last| today <= *last) {
            let text = Text::new("placements-decide-window").with("date", last.long_id());
            return Err(Error::refused(text).next("placements-next-window"));
        }
    }
    match store::open_objections(sql, programme.id).await? {
        0 => Ok(()),
        n => Err(
            Error::refused(Text::new("placements-decide-objections").with("n", n))
                .next("placements-next-objections"),
        ),
    }
}

/// What still keeps the Keputusan waiting, in words; `None` when nothing does.
pub async fn waits_for(
    sql: &impl Sql,
    programme: &Programme,
    today: CivilDate,
) -> Result<Option<Text>> {
    match ready_to_decide(sql, programme, today).await {
        Ok(()) => Ok(None),
        Err(error) if error.kind() == Kind::Refused => Ok(Some(error.text().clone())),
        Err(error) => Err(error),
    }
}
