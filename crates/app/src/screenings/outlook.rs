//! What an employee can expect: every open programme, and the criteria by which the next ones will be judged.

use std::collections::BTreeSet;

use kernel::{Actor, CivilDate, Error, Result, Scope};
use policy::{Explanation, Inputs, Lang, Verdict};

use super::{access, case, engine};
use crate::App;
use crate::holidays;
use crate::people;
use crate::policies;
use crate::programmes::{self, Arah, Programme, kinds};

/// One line of it.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The open programme; `None`: programmes to come, judged by the criteria in general.
    pub programme: Option<Programme>,
    /// Title of the criteria.
    pub title: Lang,
    /// Version of the criteria.
    pub version: String,
    /// The day for which it is judged: today, or the first day of criteria to come.
    pub on: CivilDate,
    /// The verdict on that day.
    pub verdict: Verdict,
    /// From which day time alone mends what fails.
    pub met_from: Option<CivilDate>,
}

impl Outlook {
    fn new(programme: Option<Programme>, on: CivilDate, found: Explanation) -> Self {
        Self {
            programme,
            on,
            verdict: found.verdict,
            met_from: found.met_from(),
            title: found.policy.title,
            version: found.policy.version,
        }
    }
}

/// Judges the person who is logged in for every open programme, then by every version of the criteria for going out
/// that is in force or decided for a day to come. Nothing is stored.
pub async fn outlook(app: &App, actor: &Actor) -> Result<Vec<Outlook>> {
    access::SELF_CHECK.allow(actor)?;
    let no_person = || Error::refused("screenings-no-person").next("screenings-next-person");
    let id = actor.person.ok_or_else(no_person)?;
    let (db, scope, today) = (&app.db, Scope::Person(id), app.clock.today());
    let facts = people::policy_facts(db, &scope, id, today).await?;
    let calendar = holidays::calendar(db).await?;
    let register = crate::regulations::register(db).await?;
    let own = people::brief(db, &scope, id).await?.opd_id;
    let mut lines = Vec::new();
    for programme in programmes::in_states(db, &[programmes::State::Open]).await? {
        if programme.arah == Arah::Masuk {
            continue;
        }
        let policy = engine::pinned_policy(db, &programme).await?;
        let case = case::case_facts(&policy.applies_to, &programme, None, own, None)?;
        let found = engine::judge(
            &register,
            &policy,
            &facts,
            vec![case],
            today,
            &Inputs::new(&calendar),
        )?
        .explanation;
        lines.push(Outlook::new(Some(programme), today, found));
    }
    let outgoing: BTreeSet<&str> = kinds()
        .rule
        .iter()
        .filter(|rule| rule.arah.contains(&Arah::Keluar))
        .map(|rule| rule.policy.as_str())
        .collect();
    for (version, on) in policies::present_and_future(db, today).await? {
        if !outgoing.contains(version.policy.as_str()) {
            continue;
        }
        let text = policies::text(db, version.id).await?;
        let policy = engine::parse(&version.policy, &text, &version.digest)?;
        let found = engine::judge(
            &register,
            &policy,
            &facts,
            Vec::new(),
            on,
            &Inputs::new(&calendar),
        )?
        .explanation;
        lines.push(Outlook::new(None, on, found));
    }
    Ok(lines)
}
