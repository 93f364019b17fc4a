//! The ids of a problem and whom they mean: those of the register for a trial, random ones for what may leave the house.

use kernel::{Entropy, Error, HostId, NominationId, OrgId, Result, Scope, SlotId};
use serde::{Deserialize, Serialize};

use super::build::Input;
use crate::db::Sql;
use crate::hosts::{self, Slot};
use crate::nominations::{self, Fit};
use crate::people::PersonBrief;

/// An applicant of a problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PersonIds {
    /// Her id in the problem.
    pub alias: String,
    /// Her nomination.
    pub nomination: NominationId,
    /// Her choices with their fit and what that rests on.
    pub choices: Vec<(SlotId, Fit)>,
}

/// Everything that a problem names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub struct Ids {
    /// Applicants in their order.
    pub people: Vec<PersonIds>,
    /// Places.
    pub slots: Vec<(String, SlotId)>,
    /// Hosts.
    pub hosts: Vec<(String, HostId)>,
    /// Units that release people.
    pub opds: Vec<(String, OrgId)>,
    /// Regions by name.
    #[serde(default)]
    pub regions: Vec<(String, String)>,
}

impl Ids {
    /// The ids of the register.
    pub(super) fn plain(input: &Input) -> Self {
        Self::made(input, |_, id| id)
    }

    /// Random ids in a random order, which tell nothing and lead nowhere: neither the register's order nor who was sent
    /// first.
    pub(super) fn random(input: &Input, entropy: &dyn Entropy) -> Self {
        let mut ids = Self::made(input, |letter, _| {
            let mut bytes = [0; 6];
            entropy.fill(&mut bytes);
            format!("{letter}{}", crate::hex(&bytes))
        });
        shuffle(&mut ids.people, entropy);
        shuffle(&mut ids.slots, entropy);
        shuffle(&mut ids.hosts, entropy);
        shuffle(&mut ids.opds, entropy);
        shuffle(&mut ids.regions, entropy);
        ids
    }

    fn made(input: &Input, mut name: impl FnMut(char, String) -> String) -> Self {
        let mut ids = Self::default();
        for slot in &input.slots {
            if ids.hosts.iter().all(|(_, id)| *id != slot.host_id) {
                ids.hosts
                    .push((name('h', slot.host_id.to_string()), slot.host_id));
            }
            ids.slots.push((name('s', slot.id.to_string()), slot.id));
        }
        let mut opds: Vec<OrgId> = (input.candidates.iter())
            .filter_map(|one| one.nomination.opd_id)
            .collect();
        opds.sort_unstable();
        opds.dedup();
        for opd in opds {
            ids.opds.push((name('o', opd.to_string()), opd));
        }
        let mut regions: Vec<&str> = (input.slots.iter())
            .filter_map(|slot| slot.region.as_deref())
            .collect();
        regions.sort_unstable();
        regions.dedup();
        for region in regions {
            let alias = name('r', region.to_owned());
            ids.regions.push((alias, region.to_owned()));
        }
        for one in &input.candidates {
            ids.people.push(PersonIds {
                alias: name('p', one.nomination.id.to_string()),
                nomination: one.nomination.id,
                choices: one.choices.clone(),
            });
        }
        ids
    }

    pub(super) fn slot(&self, id: SlotId) -> Result<&str> {
        find(&self.slots, id)
    }

    pub(super) fn host(&self, id: HostId) -> Result<&str> {
        find(&self.hosts, id)
    }

    pub(super) fn opd(&self, id: OrgId) -> Result<&str> {
        find(&self.opds, id)
    }

    /// The id of a region; its name in problems from before regions had ids.
    pub(super) fn region<'a>(&'a self, name: &'a str) -> &'a str {
        let found = self.regions.iter().find(|(_, one)| one == name);
        found.map_or(name, |(alias, _)| alias.as_str())
    }

    /// Her id in the problem.
    pub fn person(&self, id: NominationId) -> Option<&str> {
        let found = self.people.iter().find(|one| one.nomination == id);
        found.map(|one| one.alias.as_str())
    }

    pub(super) fn slot_of(&self, alias: &str) -> Result<SlotId> {
        let found = self.slots.iter().find(|(one, _)| one == alias);
        found
            .map(|(_, id)| *id)
            .ok_or_else(|| Error::internal("a result names a place that its problem does not have"))
    }
}

/// Puts a list into a random order (Fisher and Yates), each order as likely as any other up to 2⁻⁴⁰.
fn shuffle<T>(list: &mut [T], entropy: &dyn Entropy) {
    for at in (1..list.len()).rev() {
        let mut bytes = [0; 8];
        entropy.fill(&mut bytes);
        let other = u64::from_le_bytes(bytes) % (at as u64 + 1);
        list.swap(at, usize::try_from(other).unwrap_or(0));
    }
}

fn find<T: Copy + PartialEq>(list: &[(String, T)], id: T) -> Result<&str> {
    let found = list.iter().find(|(_, one)| *one == id);
    found
        .map(|(alias, _)| alias.as_str())
        .ok_or_else(|| Error::internal("a problem lacks something that it should name"))
}

/// The people and places of a problem with their names.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub ids: Ids,
    /// In the order of `ids.people`.
    pub people: Vec<PersonBrief>,
    pub slots: Vec<Slot>,
    /// Ids of limits and the names that people know them by.
    names: Vec<(String, String)>,
}

impl View {
    /// Of inputs that were just read.
    pub fn of(input: &Input, ids: Ids) -> Self {
        let people = (input.candidates.iter())
            .map(|one| one.nomination.snapshot.clone())
            .collect();
        Self::named(ids, people, input.slots.clone())
    }

    /// Of ids that were kept.
    pub async fn read(sql: &impl Sql, programme: kernel::ProgrammeId, ids: Ids) -> Result<Self> {
        let slots = hosts::slots(sql, programme).await?;
        let mut people = Vec::with_capacity(ids.people.len());
        for one in &ids.people {
            let nomination = nominations::get(sql, &Scope::All, one.nomination).await?;
            people.push(nomination.snapshot);
        }
        Ok(Self::named(ids, people, slots))
    }

    fn named(ids: Ids, people: Vec<PersonBrief>, slots: Vec<Slot>) -> Self {
        let mut names: Vec<(String, String)> = Vec::new();
        for slot in &slots {
            if let Ok(alias) = ids.slot(slot.id) {
                names.push((alias.to_owned(), slot.label()));
            }
            if let Ok(alias) = ids.host(slot.host_id) {
                names.push((alias.to_owned(), slot.host_name.clone()));
            }
        }
        for (alias, region) in &ids.regions {
            names.push((alias.clone(), region.clone()));
        }
        for one in &people {
            if let (Some(id), Some(name)) = (one.opd_id, &one.opd_name)
                && let Ok(alias) = ids.opd(id)
            {
                names.push((alias.to_owned(), name.clone()));
            }
        }
        names.sort_unstable();
        names.dedup_by(|a, b| a.0 == b.0);
        Self {
            ids,
            people,
            slots,
            names,
        }
    }

    pub fn brief(&self, id: NominationId) -> Result<&PersonBrief> {
        let at = self.ids.people.iter().position(|one| one.nomination == id);
        at.and_then(|at| self.people.get(at))
            .ok_or_else(|| Error::internal("a result names somebody who was not a candidate"))
    }

    pub fn place(&self, id: SlotId) -> String {
        let slot = self.slots.iter().find(|slot| slot.id == id);
        slot.map(Slot::label).unwrap_or_default()
    }

    /// A sentence of the engine with names in place of ids, beginning with a capital letter.
    pub fn said(&self, text: &str) -> String {
        let mut text = super::units::in_units(text);
        for (id, name) in &self.names {
            if text.contains(id.as_str()) {
                text = text.replace(id.as_str(), name);
            }
        }
        let mut letters = text.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => text,
        }
    }
}
