//! `titian policy replay`: the verdicts that were known on a day, computed once more from what was frozen with them.

use std::sync::Arc;

use app::screenings::{self, ReplayLine};
use clap::Args;
use kernel::{CivilDate, Clock as _, NominationId, Result, SystemClock, Timestamp};
use policy::Explanation;
use serde_json::json;

use super::words;
use crate::config::Config;
use crate::installation;
use crate::output::{Outcome, bad_input, print};

/// Which verdicts to compute once more.
#[derive(Args, Debug)]
pub struct ReplayArgs {
    /// The verdicts as they were known at the end of this day in WIB, YYYY-MM-DD; default: today
    #[arg(long)]
    known_at: Option<CivilDate>,
    /// Only this nomination, with the whole explanation
    #[arg(long)]
    nomination: Option<NominationId>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// Carries it out; fails when a verdict does not come out as it was stored.
pub async fn replay(config: &Config, args: &ReplayArgs) -> Result<Outcome> {
    let app = installation::open_existing(config, Arc::new(SystemClock)).await?;
    let day = args.known_at.unwrap_or_else(|| SystemClock.today());
    let next = day
        .add_days(1)
        .ok_or_else(|| bad_input(format!("{day} is the last day of the calendar")))?;
    let lines =
        screenings::replay_known(&app.db, Timestamp::start_of(next), args.nomination).await?;
    let moved: Vec<&ReplayLine> = lines.iter().filter(|line| !line.holds()).collect();
    let explained: Option<Explanation> = match (args.nomination, lines.first()) {
        (Some(_), Some(line)) => {
            let stored = screenings::replay(&app.db, line.id).await?.stored;
            Some(serde_json::from_str(&stored).map_err(kernel::Error::internal)?)
        }
        (Some(id), None) => {
            return Err(bad_input(format!(
                "no verdict on nomination {id} was known on {day}"
            )));
        }
        (None, _) => None,
    };
    let rows: Vec<serde_json::Value> = lines
        .iter()
        .map(|line| {
            json!({
                "nomination": line.nomination, "screening": line.id, "at": line.at.rfc3339(),
                "verdict": line.verdict, "version": line.version, "stored": line.stored, "again": line.again,
            })
        })
        .collect();
    let value = json!({
        "known_at": day, "verdicts": rows, "moved": moved.len(), "explanation": explained,
    });
    print(args.json, &value, || {
        let mut said = Vec::new();
        if let Some(one) = &explained {
            said.push(policy::render(one, words()).trim_end().to_owned());
        }
        for line in &moved {
            said.push(format!(
                "nomination {}: stored {}, computed {}",
                line.nomination, line.stored, line.again
            ));
        }
        said.push(format!(
            "Known on {day}: {}, {} of them not as stored.",
            count(lines.len()),
            moved.len()
        ));
        said.join("\n")
    });
    Ok(if moved.is_empty() {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

fn count(verdicts: usize) -> String {
    match verdicts {
        1 => "1 verdict".to_owned(),
        n => format!("{n} verdicts"),
    }
}
