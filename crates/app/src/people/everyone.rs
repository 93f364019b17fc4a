//! The whole register for who screens everybody: each person with the facts that explain her, and a digest of them.

use std::collections::BTreeMap;

use kernel::{CivilDate, Error, Nip, PersonId, Result};
use policy::Facts;
use sha2::{Digest as _, Sha256};
use staff_file::reference;

use super::facts::{self, Attested, Known};
use super::store::{self, Stored};
use crate::blobs::blocking;
use crate::db::Sql;

/// A person of the register with what the policy engine may know of her.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Id.
    pub id: PersonId,
    /// SIASN's person id; the register is read in its order.
    pub pns_id: String,
    /// NIP.
    pub nip: Nip,
    /// Name with titles.
    pub name: String,
    /// Name of the OPD.
    pub opd: Option<String>,
    /// Regency or city in which she works; as the export calls the place where it is none of the province.
    pub place: Option<String>,
    /// The same facts as [`super::policy_facts`] gives.
    pub facts: Facts,
    /// SHA-256 of everything that the facts were made of.
    pub digest: [u8; 32],
}

/// The next people of the register behind the `PNS ID` `after`, in its order, with the facts known on `at`; none at
/// the end. They read everything: whoever calls it decides who may see what of it.
pub async fn next(sql: &impl Sql, after: &str, at: CivilDate) -> Result<Vec<Registered>> {
    let stored = store::stored_after(sql, after, at).await?;
    blocking(move || stored.into_iter().map(|one| read(one, at)).collect()).await
}

fn read(stored: Stored, at: CivilDate) -> Result<Registered> {
    let digest = digest(&stored);
    let unreadable = |error: serde_json::Error| Error::internal(format!("stored row: {error}"));
    let cells: BTreeMap<String, String> =
        serde_json::from_str(&stored.record).map_err(unreadable)?;
    let record = facts::record_of(&cells, stored.date)?;
    let mut histories: Vec<(String, Attested)> = Vec::new();
    for (kind, cover) in stored.histories {
        let entries: Result<Vec<serde_json::Value>, _> = cover
            .entries
            .iter()
            .map(|entry| serde_json::from_str(entry))
            .collect();
        let attested = Attested {
            value: entries.map_err(unreadable)?.into(),
            source: cover.source,
            date: cover.date,
        };
        histories.push((kind, attested));
    }
    let mut papers: Vec<(String, Attested)> = Vec::new();
    for (fact, value, source, date) in stored.attested {
        let attested = Attested {
            value: serde_json::from_str(&value).map_err(unreadable)?,
            source,
            date,
        };
        papers.push((fact, attested));
    }
    let mut known = facts::together(histories, papers);
    crate::studies::add_to(&mut known, stored.studies, at);
    let facts = facts::facts(&Known {
        record: &record,
        source: "Data ASN (SIASN)",
        date: stored.date,
        attested: &known,
    })?;
    let region = record.lokasi_kerja_id().and_then(|id| {
        let mut regions = reference::wilayah_all().iter();
        regions.find(|region| region.lokasi_id == id)
    });
    let place = region.map_or(record.lokasi_kerja_nama(), |region| Some(&region.name));
    Ok(Registered {
        place: place.map(str::to_owned),
        id: stored.id,
        pns_id: stored.pns_id,
        nip: stored.nip,
        name: stored.name,
        opd: stored.opd,
        facts,
        digest,
    })
}

/// Lengths stand before the texts, so that no two people have the same bytes.
fn digest(stored: &Stored) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(&stored.pns_id);
    add(&stored.date.to_string());
    add(&stored.record);
    for (kind, cover) in &stored.histories {
        add(kind);
        add(&cover.date.to_string());
        add(&cover.entries.len().to_string());
        cover.entries.iter().for_each(|entry| add(entry));
    }
    for (fact, value, source, date) in &stored.attested {
        add(fact);
        add(value);
        add(source);
        add(&date.to_string());
    }
    stored
        .studies
        .iter()
        .for_each(|study| add(&study.to_string()));
    hash.finalize().into()
}
