//! The organisations that a staff file names: found, or made where the register lacks them.

use std::collections::HashMap;

use kernel::Result;
use staff_file::{StaffFile, StaffRecord};

use crate::db::Tx;
use crate::organisations::{self, Organisation};

/// Where a person's row says she works: her unit and its OPD, by key of the row.
pub(super) struct Units {
    by_unit: HashMap<String, Organisation>,
}

impl Units {
    /// The unit of a row.
    pub(super) fn of(&self, record: &StaffRecord) -> Option<&Organisation> {
        self.by_unit.get(&unit_key(record)?)
    }
}

fn unit_key(record: &StaffRecord) -> Option<String> {
    record
        .unor_id()
        .or_else(|| record.unor_nama())
        .map(str::to_owned)
}

/// Name, kind and short name of the OPD that a row names: by the list of known units, else the last part of the chain.
fn opd_of(record: &StaffRecord) -> Option<(String, String, Option<String>)> {
    if let Some(opd) = record.opd() {
        return Some((opd.name.clone(), opd.kind.clone(), opd.short_name.clone()));
    }
    let name = record.unor_nama()?.split(" - ").last()?.trim();
    (!name.is_empty()).then(|| (name.to_owned(), "lainnya".to_owned(), None))
}

/// Makes sure that every unit of the file is an organisation, and finds them.
pub(super) async fn units(tx: &Tx, file: &StaffFile) -> Result<Units> {
    let mut by_unit: HashMap<String, Organisation> = HashMap::new();
    let mut opds: HashMap<String, Organisation> = HashMap::new();
    for (_, record) in &file.rows {
        let Some(key) = unit_key(record) else {
            continue;
        };
        if by_unit.contains_key(&key) {
            continue;
        }
        let Some((name, kind, short_name)) = opd_of(record) else {
            continue;
        };
        let opd = match opds.get(&name) {
            Some(opd) => opd.clone(),
            None => {
                let opd = ensure_opd(tx, &name, &kind, short_name).await?;
                opds.insert(name, opd.clone());
                opd
            }
        };
        let unit = ensure_unit(tx, &opd, record).await?;
        by_unit.insert(key, unit);
    }
    Ok(Units { by_unit })
}

async fn ensure_opd(
    tx: &Tx,
    name: &str,
    kind: &str,
    short_name: Option<String>,
) -> Result<Organisation> {
    if let Some(found) = organisations::find_by_name(tx, name).await? {
        return Ok(found);
    }
    let id = tx.new_id();
    let org = Organisation {
        id,
        siasn_id: None,
        name: name.to_owned(),
        short_name,
        kind: kind.to_owned(),
        parent_id: None,
        opd_id: id,
    };
    organisations::insert(tx, &org, tx.now()).await?;
    Ok(org)
}

async fn ensure_unit(tx: &Tx, opd: &Organisation, record: &StaffRecord) -> Result<Organisation> {
    let siasn_id = record.unor_id();
    if let Some(siasn_id) = siasn_id
        && let Some(found) = organisations::by_siasn_id(tx, siasn_id).await?
    {
        return Ok(found);
    }
    let chain = record.unor_nama().unwrap_or(&opd.name);
    let own = chain
        .split(" - ")
        .map(str::trim)
        .find(|part| !part.is_empty() && *part != opd.name);
    let Some(name) = own else {
        return Ok(opd.clone());
    };
    let org = Organisation {
        id: tx.new_id(),
        siasn_id: siasn_id.map(str::to_owned),
        name: name.to_owned(),
        short_name: None,
        kind: "unit".into(),
        parent_id: Some(opd.id),
        opd_id: opd.opd_id,
    };
    organisations::insert(tx, &org, tx.now()).await?;
    Ok(org)
}
