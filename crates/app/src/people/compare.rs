//! What a staff file changes: who is new, changed, the same, back, gone, or not spoken of at all.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use kernel::PersonId;
use staff_file::{RejectedRow, StaffFile, StaffRecord};

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
    // Whoever is named by `PNS ID` cannot be taken for somebody else by an earlier number.
    let by_id: HashSet<&str> = file
        .rows
        .iter()
        .map(|(_, record)| record.key())
        .filter(|key| existing.contains_key(*key))
        .collect();
    let by_nip: HashMap<&str, &String> = existing
        .iter()
        .filter(|(key, _)| !by_id.contains(key.as_str()))
        .map(|(key, person)| (person.nip.as_str(), key))
        .collect();
    let mut seen: HashSet<&str> = HashSet::new();
    for (_, record) in &file.rows {
        let incoming = incoming(record);
        let known = existing
            .get_key_value(record.key())
            .or_else(|| existing.get_key_value(*by_nip.get(record.nip().as_str())?));
        match known {
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
