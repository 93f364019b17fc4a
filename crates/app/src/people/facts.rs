//! From the register to policy facts: every fact with its source and date; what no source covers stays missing.
//!
//! One conversion serves the server and the command line: both hand over a [`Known`].

use std::collections::BTreeMap;

use kernel::{CivilDate, Error, Result};
use policy::Facts;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use staff_file::reference::{self, JenisJabatan, Layer};
use staff_file::retirement::{Level, functional_bup};
use staff_file::{Column, Jenis, StaffRecord, StatusAsn};

/// A fact from elsewhere than the export: a history or an attested paper.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Attested {
    /// The value in the shape of the policy schema.
    pub value: Value,
    /// Where it comes from, such as `Riwayat SKP` or `Surat Pernyataan 800/12/2026`.
    pub source: String,
    /// When the source was made.
    pub date: CivilDate,
}

/// What histories and papers tell of one person, by name of the policy schema; of several papers on one fact the last
/// speaks.
pub(super) fn together(
    histories: impl IntoIterator<Item = (String, Attested)>,
    papers: impl IntoIterator<Item = (String, Attested)>,
) -> BTreeMap<String, Attested> {
    let mut known: BTreeMap<String, Attested> = histories.into_iter().collect();
    let last: BTreeMap<String, Attested> = papers.into_iter().collect();
    for (name, paper) in last {
        let both = match known.remove(&name) {
            Some(history) => told(history, paper),
            None => paper,
        };
        known.insert(name, both);
    }
    known
}

/// What a history and a paper tell together: the paper, but for entries of the history that began after its date,
/// when it says that there is none.
pub(super) fn told(history: Attested, paper: Attested) -> Attested {
    let says_none = paper.value.as_array().is_some_and(Vec::is_empty);
    let Some(entries) = history.value.as_array().filter(|_| says_none) else {
        return paper;
    };
    let later: Vec<Value> = entries
        .iter()
        .filter(|entry| began(entry).is_some_and(|began| began > paper.date))
        .cloned()
        .collect();
    if later.is_empty() {
        return paper;
    }
    Attested {
        value: later.into(),
        ..history
    }
}

/// The day on which an entry of a history begins to count, or was decided.
fn began(entry: &Value) -> Option<CivilDate> {
    ["tmt", "mulai", "tanggal_sk"]
        .iter()
        .find_map(|name| entry.get(name)?.as_str()?.parse().ok())
}

/// Everything known about one person on one date.
pub struct Known<'a> {
    /// Her row of the export.
    pub record: &'a StaffRecord,
    /// Source of the export, as shown to people.
    pub source: &'a str,
    /// Date of the export.
    pub date: CivilDate,
    /// Facts and histories from elsewhere, by name of the policy schema.
    pub attested: &'a BTreeMap<String, Attested>,
}

/// The facts of a person for the policy engine.
pub fn facts(known: &Known<'_>) -> Result<Facts> {
    let mut facts = Facts::person();
    let record = known.record;
    let mut set = |name: &str, value: Option<Value>| -> Result<()> {
        match value {
            Some(value) => facts
                .set(
                    name,
                    &value,
                    Some(known.source.to_owned()),
                    Some(known.date),
                )
                .map_err(|error| Error::internal(format!("fact from the export: {error}"))),
            None => Ok(()),
        }
    };
    let date = |date: Option<CivilDate>| date.map(|date| json!(date.to_string()));
    let text = |text: Option<&str>| text.map(|text| json!(text));
    set("jenis", Some(json!(kind(record))))?;
    set(
        "kedudukan_hukum",
        text(record.kedudukan_hukum_id().map(two_digits).as_deref()),
    )?;
    set("lahir", date(record.tanggal_lahir()))?;
    set(
        "jenis_kelamin",
        record.jenis_kelamin().map(|sex| json!(sex.code())),
    )?;
    set(
        "golongan",
        record
            .golongan()
            .map(|golongan| json!(golongan.to_string())),
    )?;
    set("tmt_golongan", date(record.tmt_golongan()))?;
    set("tmt_cpns", date(record.tmt_cpns()))?;
    set("tmt_pns", date(record.tmt_pns()))?;
    set("jenis_jabatan", text(post_kind(record)))?;
    set("eselon", text(record.eselon_nama()))?;
    set("jabatan", text(record.jabatan_nama()))?;
    set("tmt_jabatan", date(record.tmt_jabatan()))?;
    let education = record
        .tingkat_pendidikan_id()
        .and_then(reference::pendidikan)
        .and_then(|level| schema_education(&level.name));
    set("pendidikan", text(education))?;
    set("opd", text(record.opd().map(|opd| opd.name.as_str())))?;
    set("unor", text(record.unor_id()))?;
    let functional = post_kind(record) == Some("FUNGSIONAL");
    let level = record
        .jabatan_nama()
        .filter(|_| functional)
        .and_then(Level::of_title);
    set("jenjang_fungsional", text(level.map(Level::name)))?;
    if let Some(bup) = functional_bup(record) {
        // Who reads the page sees which article it is, and that its text has been read.
        let source = format!(
            "{}: jenjang {}; {} (teks peraturan sudah dibaca)",
            known.source,
            bup.level.name(),
            bup.source
        );
        facts
            .set("bup", &json!(bup.years), Some(source), Some(known.date))
            .map_err(|error| Error::internal(format!("retirement age: {error}")))?;
    }
    for (name, attested) in known.attested {
        facts
            .set(
                name,
                &attested.value,
                Some(attested.source.clone()),
                Some(attested.date),
            )
            .map_err(|error| Error::internal(format!("attested fact {name}: {error}")))?;
    }
    Ok(facts)
}

/// `PNS`, `CPNS` or `PPPK`.
pub fn kind(record: &StaffRecord) -> &'static str {
    match (record.jenis(), record.status_cpns_pns()) {
        (Jenis::Pppk, _) => "PPPK",
        (Jenis::Pns, Some(StatusAsn::Cpns)) => "CPNS",
        (Jenis::Pns, _) => "PNS",
    }
}

/// The kind of post in the words of the policy schema.
fn post_kind(record: &StaffRecord) -> Option<&'static str> {
    match JenisJabatan::from_id(record.jenis_jabatan_id()?)? {
        JenisJabatan::Fungsional => Some("FUNGSIONAL"),
        JenisJabatan::Pelaksana => Some("PELAKSANA"),
        JenisJabatan::Struktural | JenisJabatan::Rangkap => {
            let eselon = record.eselon_id().and_then(reference::eselon)?;
            match eselon.layer {
                Layer::Jpt => match eselon.jabatan_asn.as_str() {
                    "JPT UTAMA" => Some("JPT UTAMA"),
                    "JPT MADYA" => Some("JPT MADYA"),
                    _ => Some("JPT PRATAMA"),
                },
                Layer::Administrator => Some("ADMINISTRATOR"),
                Layer::Pengawas => Some("PENGAWAS"),
                Layer::EselonV | Layer::None => None,
            }
        }
    }
}

/// The education level in the words of the policy schema; kinds of SLTP and SLTA fall together.
fn schema_education(name: &str) -> Option<&str> {
    let known = |word: &str| {
        policy::schema::Kind::Person
            .fields()
            .iter()
            .find(|field| field.name == "pendidikan")
            .is_some_and(|field| field.word(word).is_some())
    };
    let first = name.split(' ').next().unwrap_or(name);
    [name, first].into_iter().find(|word| known(word))
}

fn two_digits(id: &str) -> String {
    reference::kedudukan(id).map_or_else(|| id.to_owned(), |found| found.id.clone())
}

/// The export row as a map of slug to cell, for storing and comparing.
pub fn cells(record: &StaffRecord) -> BTreeMap<String, String> {
    Column::ALL
        .iter()
        .filter_map(|column| {
            let cell = record.get(*column)?;
            Some((column.slug().to_owned(), cell.to_owned()))
        })
        .collect()
}

/// The record that [`cells`] was made of.
pub fn record_of(cells: &BTreeMap<String, String>, today: CivilDate) -> Result<StaffRecord> {
    StaffRecord::new(today, |column| cells.get(column.slug()).map(String::as_str))
        .map_err(|error| Error::internal(format!("stored row: {error}")))
}
