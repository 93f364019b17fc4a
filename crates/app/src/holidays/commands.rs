//! Entering the days of a year.

use kernel::{Actor, Result};

use super::model::Year;
use super::{access, store, write_days};
use crate::App;
use crate::audit::Entry;

/// Puts the whole list of a year in place of what stood there.
///
/// # Errors
/// Invalid without source or days, with a day of another year, or with a day twice.
pub async fn set_year(app: &App, actor: &Actor, year: Year) -> Result<()> {
    access::EDIT.allow(actor)?;
    let year = year.checked()?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, year) = (actor.clone(), year.clone());
            Box::pin(async move {
                store::put(&tx, &year, &actor.key()).await?;
                let digest = crate::sha256_hex(write_days(&year.days).as_bytes());
                tx.audit(
                    Entry::new(&actor, "holiday.set", "holiday", year.year)
                        .with("days", year.days.len() as i64)
                        .with("confidence", year.confidence.key())
                        .with("digest", digest),
                );
                Ok(())
            })
        })
        .await
}
