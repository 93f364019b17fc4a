//! Host institutions and the places they offer; pure.

use std::collections::BTreeMap;

use kernel::{CivilDate, HostId, OrgId, Period, ProgrammeId, SlotId};

use crate::keyed::keyed;
use crate::programmes::HostKind;

keyed! {
    /// Whether a place can be given.
    SlotState {
        /// Offered, without the host's letter.
        Offered = "offered",
        /// Confirmed by the host's letter.
        Confirmed = "confirmed",
        /// Withdrawn.
        Closed = "closed",
    }
}

/// A host institution (*Instansi Penerima*).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Host {
    /// Id.
    pub id: HostId,
    /// Name, unique.
    pub name: String,
    /// Kind.
    pub kind: HostKind,
    /// Region, such as a kabupaten/kota or province.
    pub region: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// For a unit of the same government: the OPD.
    pub org_id: Option<OrgId>,
    /// Office that answers letters: name of the unit, mail, telephone.
    pub contact: Option<String>,
}

/// The host's letter that confirms a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmation {
    /// Number.
    pub number: String,
    /// Date.
    pub date: CivilDate,
    /// SHA-256 of the scan.
    pub scan: Option<String>,
}

/// A place at a host (*Tempat Magang*).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slot {
    /// Id.
    pub id: SlotId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The host.
    pub host_id: HostId,
    /// Its name.
    pub host_name: String,
    /// Its kind.
    pub host_kind: HostKind,
    /// Its region.
    pub region: Option<String>,
    /// For a unit of the same government: the OPD.
    pub host_org_id: Option<OrgId>,
    /// Unit within the host.
    pub unit: String,
    /// Field of work.
    pub field: String,
    /// First and last day.
    pub period: Period,
    /// Fewest people that make it worth while.
    pub quota_min: i64,
    /// Most people.
    pub quota_max: i64,
    /// People placed.
    pub filled: i64,
    /// Competency → level that the place offers, 1 to 5.
    pub competencies: BTreeMap<String, i64>,
    /// The host's letter.
    pub confirmation: Option<Confirmation>,
    /// Whether it can be given.
    pub state: SlotState,
}

impl Slot {
    /// "Badan Kepegawaian Negara – Direktorat Contoh".
    pub fn label(&self) -> String {
        format!("{} – {}", self.host_name, self.unit)
    }

    /// Places still free.
    pub fn free(&self) -> i64 {
        if self.state == SlotState::Closed {
            0
        } else {
            self.quota_max - self.filled
        }
    }
}

/// Competencies with levels as one line: `analisis-data=3; pelayanan-publik=4`.
pub fn write_competencies(competencies: &BTreeMap<String, i64>) -> String {
    let parts: Vec<String> = competencies
        .iter()
        .map(|(name, level)| format!("{name}={level}"))
        .collect();
    parts.join("; ")
}

/// Reads `name=level` pairs separated by semicolons or lines; a level is 1 to 5 (PermenPANRB 38/2017).
pub fn read_competencies(text: &str) -> Result<BTreeMap<String, i64>, String> {
    let mut found = BTreeMap::new();
    for part in text
        .split([';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let wrong = || part.to_owned();
        let (name, level) = part.rsplit_once(['=', ':']).ok_or_else(wrong)?;
        let level: i64 = level.trim().parse().map_err(|_| wrong())?;
        let name = name.trim().to_lowercase();
        if name.is_empty() || !(1..=5).contains(&level) || found.insert(name, level).is_some() {
            return Err(wrong());
        }
    }
    Ok(found)
}
