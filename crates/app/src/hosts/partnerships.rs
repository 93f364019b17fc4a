//! Agreements with hosts (PKS, MoU, data agreement): until when they hold, and which places they carry.

use std::sync::LazyLock;

use kernel::{Actor, CivilDate, Error, HostId, PartnershipId, Period, Result, Role, Text};
use serde::Deserialize;

use super::model::Slot;
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::Sql;
use crate::keyed::keyed;
use crate::todo::Todo;

keyed! {
    /// What an agreement is.
    PartnershipKind {
        /// *Perjanjian Kerja Sama*.
        Pks = "pks",
        /// *Nota Kesepahaman*.
        Mou = "mou",
        /// The agreement of two controllers about personal data (UU 27/2022 Ps 18).
        Data = "data",
    }
}

/// An agreement with a host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Partnership {
    /// Id.
    pub id: PartnershipId,
    /// The host.
    pub host_id: HostId,
    /// What it is.
    pub kind: PartnershipKind,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub about: String,
    /// First day.
    pub start: CivilDate,
    /// Last day as agreed; none: without end.
    pub end: Option<CivilDate>,
    /// Last day and reason, when it was ended early.
    pub ended: Option<(CivilDate, String)>,
}

impl Partnership {
    /// Its last day, whether agreed or early; none: without end.
    pub fn last_day(&self) -> Option<CivilDate> {
        let early = self.ended.as_ref().map(|(day, _)| *day);
        match (early, self.end) {
            (Some(early), Some(end)) => Some(early.min(end)),
            (early, end) => early.or(end),
        }
    }

    /// Whether it holds on all days of `period`.
    pub fn covers(&self, period: Period) -> bool {
        self.start <= period.start() && self.last_day().is_none_or(|last| last >= period.end())
    }

    /// Whether it holds on `day`.
    pub fn holds_on(&self, day: CivilDate) -> bool {
        self.start <= day && self.last_day().is_none_or(|last| day <= last)
    }

    /// Whether it ends within the days of the alarm after `today`.
    pub fn ends_soon(&self, today: CivilDate) -> bool {
        self.last_day().is_some_and(|last| {
            last >= today && until_alarm(today).is_none_or(|until| last <= until)
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    partnership: Alarm,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alarm {
    alarm_days: i32,
    #[cfg_attr(not(test), expect(dead_code, reason = "a parameter cites its source"))]
    cite: Vec<String>,
    #[expect(dead_code, reason = "a parameter says how sure it is")]
    confidence: String,
}

static RULES: LazyLock<Option<Rules>> =
    LazyLock::new(|| toml::from_str(include_str!("rules.toml")).ok());

/// Days before the end of an agreement from which it stands among what is to be done.
fn alarm_days() -> i32 {
    RULES
        .as_ref()
        .map_or(0, |rules| rules.partnership.alarm_days)
}

/// The last day that the alarm looks ahead to on `today`; none beyond the end of the calendar.
fn until_alarm(today: CivilDate) -> Option<CivilDate> {
    today.add_days(alarm_days())
}

/// An agreement as a form gives it.
#[derive(Clone, Debug)]
pub struct PartnershipForm {
    /// What it is.
    pub kind: PartnershipKind,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub about: String,
    /// First day.
    pub start: CivilDate,
    /// Last day; none: without end.
    pub end: Option<CivilDate>,
}

/// Records an agreement with a host.
pub async fn record_partnership(
    app: &App,
    actor: &Actor,
    host: HostId,
    form: PartnershipForm,
) -> Result<PartnershipId> {
    access::MANAGE.allow(actor)?;
    if form.end.is_some_and(|end| end < form.start) {
        return Err(Error::invalid_field("end", "hosts-partnership-order"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, form) = (actor.clone(), form.clone());
            Box::pin(async move {
                store::get(&tx, host).await?;
                let partnership = Partnership {
                    id: tx.new_id(),
                    host_id: host,
                    kind: form.kind,
                    number: form.number,
                    about: form.about,
                    start: form.start,
                    end: form.end,
                    ended: None,
                };
                if store::insert_partnership(&tx, &partnership).await? == 0 {
                    return Err(Error::invalid_field("number", "hosts-partnership-known"));
                }
                tx.audit(
                    Entry::new(&actor, "host.partnership", "host", host)
                        .with("kind", partnership.kind.key())
                        .with("partnership", partnership.id.to_string()),
                );
                Ok(partnership.id)
            })
        })
        .await
}

/// Ends an agreement before its last day, or one that had none.
pub async fn end_partnership(
    app: &App,
    actor: &Actor,
    id: PartnershipId,
    on: CivilDate,
    why: String,
) -> Result<HostId> {
    access::MANAGE.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, why) = (actor.clone(), why.clone());
            Box::pin(async move {
                let partnership = store::partnership(&tx, id).await?;
                if on < partnership.start || partnership.end.is_some_and(|end| on >= end) {
                    return Err(Error::invalid_field("on", "hosts-partnership-ends-between"));
                }
                if store::end_partnership(&tx, id, on, &why).await? == 0 {
                    return Err(Error::refused("hosts-partnership-ended"));
                }
                let host = partnership.host_id;
                tx.audit(
                    Entry::new(&actor, "host.partnership.end", "host", host)
                        .with("partnership", id.to_string())
                        .with("on", on.to_string())
                        .with("why", tx.commit_to(&why)),
                );
                Ok(host)
            })
        })
        .await
}

/// Refuses a place at a host whose agreements end before it does.
///
/// A host without any agreement is not held back: its letter suffices. A data agreement carries no place.
pub(super) async fn must_carry(
    sql: &impl Sql,
    host: HostId,
    name: &str,
    period: Period,
) -> Result<()> {
    let agreements: Vec<Partnership> = store::partnerships(sql, host)
        .await?
        .into_iter()
        .filter(|one| one.kind != PartnershipKind::Data)
        .collect();
    if agreements.is_empty() || agreements.iter().any(|one| one.covers(period)) {
        return Ok(());
    }
    let last = agreements
        .iter()
        .filter_map(Partnership::last_day)
        .max()
        .unwrap_or(period.start());
    Err(Error::refused(
        Text::new("hosts-partnership-short")
            .with("host", name)
            .with("last", last.long_id())
            .with("end", period.end().long_id()),
    )
    .source("POL-HOST")
    .next("hosts-next-partnership"))
}

/// The same for a place that is about to be given.
pub(super) async fn must_carry_slot(sql: &impl Sql, slot: &Slot) -> Result<()> {
    must_carry(sql, slot.host_id, &slot.host_name, slot.period).await
}

/// Agreements that end soon, for who renews them.
pub(super) async fn todo(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Todo>> {
    if !actor.has(Role::Pengelola) {
        return Ok(Vec::new());
    }
    let Some(until) = until_alarm(today) else {
        return Ok(Vec::new());
    };
    let ending = store::ending_partnerships(sql, today, until).await?;
    Ok(ending
        .into_iter()
        .map(|(partnership, host)| Todo {
            text: Text::new("hosts-todo-partnership")
                .with("number", partnership.number.clone())
                .with("host", host),
            path: format!("/instansi/{}", partnership.host_id),
            deadline: partnership.last_day(),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_the_alarm_are_read_and_cite_an_entry_that_exists() {
        let rules = RULES.as_ref().unwrap();
        assert!(rules.partnership.alarm_days > 0);
        let register = crate::policies::register().unwrap();
        for id in &rules.partnership.cite {
            assert!(register.entry(id).is_some(), "{id}");
        }
    }
}
