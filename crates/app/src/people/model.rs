//! People as lists, letters and snapshots read them.

use kernel::{Golongan, Nip, OrgId, PersonId};
use serde::{Deserialize, Serialize};

/// The facts about a person that lists and letters need; nominations freeze it at submission.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PersonBrief {
    /// Id in the register.
    pub id: PersonId,
    /// SIASN's person id.
    pub pns_id: String,
    /// NIP or NI PPPK.
    pub nip: Nip,
    /// Name with academic titles (*nama bergelar*).
    pub name: String,
    /// Name without titles, as a Keputusan writes its signer.
    pub name_plain: String,
    /// `PNS`, `CPNS` or `PPPK`.
    pub kind: String,
    /// Golongan, if the export has one.
    pub golongan: Option<Golongan>,
    /// Post (*jabatan*).
    pub position: Option<String>,
    /// Unit (*unit kerja*).
    pub org_name: Option<String>,
    /// The OPD.
    pub opd_id: Option<OrgId>,
    /// Name of the OPD.
    pub opd_name: Option<String>,
    /// Whether the legal status counts as active.
    pub active: bool,
}

/// Name with titles: `dr. Sari Contoh, M.Si.`
pub(super) fn with_titles(front: Option<&str>, name: &str, back: Option<&str>) -> String {
    let front = front.map(str::trim).filter(|title| !title.is_empty());
    let back = back.map(str::trim).filter(|title| !title.is_empty());
    let mut full = String::new();
    if let Some(front) = front {
        full.push_str(front);
        full.push(' ');
    }
    full.push_str(name.trim());
    if let Some(back) = back {
        full.push_str(", ");
        full.push_str(back);
    }
    full
}
