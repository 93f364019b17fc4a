//! What a staff file changes: who is new, changed, the same, back, gone, or not spoken of at all.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use kernel::PersonId;
use staff_file::{Column, Expected, Problem, RejectedRow, StaffFile, StaffRecord};

use super::facts;
use super::import::FieldChange;

/// What the register knows of a person, as far as comparing needs it.
#[derive(Clone, Debug)]
pub(super) struct Existing {
    pub id: PersonId,
    pub nip: String,
    pub digest: String,
    pub vanished: bool,
}

/// A row of the file ready to be stored.
#[derive(Clone, Debug)]
pub(super) struct Incoming {
    pub key: String,
    pub record: StaffRecord,
    pub cells: BTreeMap<String, String>,
    pub digest: String,
}

#[derive(Default)]
pub(super) struct Comparison {
    pub new: Vec<Incoming>,
    pub changed: Vec<(Existing, Incoming)>,
    /// The same as in the register, those who are back included: this file confirms them.
    pub same: Vec<PersonId>,
    /// In the register and the same, but marked as vanished earlier: they are back.
    pub returned: Vec<PersonId>,
    pub vanished: Vec<PersonId>,
    /// In the register, and this file changes nothing about them.
    pub others: Vec<PersonId>,
}

/// Compares the rows of a file with the register, by `PNS ID`, then by NIP.
///
/// Nobody vanishes by a file that is only part of the staff, nor by a row that was rejected.
pub(super) fn compare(
    existing: &HashMap<String, Existing>,
    file: &StaffFile,
    partial: bool,
) -> Comparison {
    let mut result = Comparison::default();
    let matched = Matched::of(existing, file);
    let mut seen: HashSet<&str> = HashSet::new();
    for (_, record) in &file.rows {
        let incoming = incoming(record);
        match matched.known(record) {
            None => result.new.push(incoming),
            Some((key, person)) => {
                seen.insert(key);
                if person.digest != incoming.digest {
                    result.changed.push((person.clone(), incoming));
                    continue;
                }
                result.same.push(person.id);
                if person.vanished {
                    result.returned.push(person.id);
                }
            }
        }
    }
    let mentioned: HashSet<&str> = file
        .rejected_rows
        .iter()
        .flat_map(|row: &RejectedRow| row.cells.iter())
        .map(|cell| cell.trim().trim_start_matches('\''))
        .collect();
    for (key, person) in existing {
        if person.vanished || seen.contains(key.as_str()) {
            continue;
        }
        let stays =
            partial || mentioned.contains(key.as_str()) || mentioned.contains(person.nip.as_str());
        let list = if stays {
            &mut result.others
        } else {
            &mut result.vanished
        };
        list.push(person.id);
    }
    result.vanished.sort_unstable();
    result.others.sort_unstable();
    result
}

/// Rows that take the number of somebody who keeps it, because her row is not in the file or is one of these itself.
///
/// Whoever is known by `PNS ID` may exchange numbers with others of the same file, in pairs and in chains.
pub(super) fn numbers_of_others(
    existing: &HashMap<String, Existing>,
    file: &StaffFile,
) -> Vec<Problem> {
    let matched = Matched::of(existing, file);
    let holders: HashMap<&str, PersonId> = existing
        .values()
        .map(|person| (person.nip.as_str(), person.id))
        .collect();
    // Who gives her number up; a row that is refused leaves her with it, which may refuse a further row.
    let mut giving: HashSet<PersonId> = HashSet::new();
    let mut open = Vec::new();
    for (line, record) in &file.rows {
        let own = matched.person(record);
        if let Some(person) = own.filter(|person| person.nip != record.nip().as_str()) {
            giving.insert(person.id);
        }
        let holder = holders.get(record.nip().as_str()).copied();
        if let Some(holder) = holder.filter(|holder| own.map(|own| own.id) != Some(*holder)) {
            open.push((*line, record, own, holder));
        }
    }
    let mut problems = Vec::new();
    loop {
        let before = open.len();
        let mut refused = Vec::new();
        open.retain(|(line, record, own, holder)| {
            let free = giving.contains(holder);
            if !free {
                refused.extend(own.map(|own| own.id));
                problems.push(Problem {
                    row: *line,
                    column: Column::NipBaru.header().to_owned(),
                    value: record.nip().as_str().to_owned(),
                    expected: Expected::NotOfAnother,
                });
            }
            free
        });
        for person in refused {
            giving.remove(&person);
        }
        if open.len() == before {
            problems.sort_by_key(|problem| problem.row);
            return problems;
        }
    }
}

/// Whom the rows of a file mean: by `PNS ID`, then by number.
struct Matched<'a> {
    existing: &'a HashMap<String, Existing>,
    by_nip: HashMap<&'a str, &'a String>,
}

impl<'a> Matched<'a> {
    fn of(existing: &'a HashMap<String, Existing>, file: &StaffFile) -> Self {
        // Whoever is named by `PNS ID` cannot be taken for somebody else by an earlier number.
        let by_id: HashSet<&str> = file
            .rows
            .iter()
            .map(|(_, record)| record.key())
            .filter(|key| existing.contains_key(*key))
            .collect();
        let by_nip = existing
            .iter()
            .filter(|(key, _)| !by_id.contains(key.as_str()))
            .map(|(key, person)| (person.nip.as_str(), key))
            .collect();
        Self { existing, by_nip }
    }

    fn known(&self, record: &StaffRecord) -> Option<(&'a String, &'a Existing)> {
        self.existing.get_key_value(record.key()).or_else(|| {
            self.existing
                .get_key_value(*self.by_nip.get(record.nip().as_str())?)
        })
    }

    fn person(&self, record: &StaffRecord) -> Option<&'a Existing> {
        self.known(record).map(|(_, person)| person)
    }
}

fn incoming(record: &StaffRecord) -> Incoming {
    let cells = facts::cells(record);
    let text = serde_json::to_string(&cells).unwrap_or_default();
    Incoming {
        key: record.key().to_owned(),
        record: record.clone(),
        digest: crate::sha256_hex(text.as_bytes()),
        cells,
    }
}

/// The fields of a person that differ.
pub(super) fn differences(
    nip: &str,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<FieldChange> {
    let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    fields
        .into_iter()
        .filter(|field| before.get(*field) != after.get(*field))
        .map(|field| FieldChange {
            nip: nip.to_owned(),
            field: field.clone(),
            before: before.get(field).cloned(),
            after: after.get(field).cloned(),
        })
        .collect()
}
