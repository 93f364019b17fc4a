//! Organisations of the home government: OPD and the units below them.

mod store;

use kernel::{Error, OrgId, Result};
use serde::{Deserialize, Serialize};

pub use store::{all_opd, by_id, by_siasn_id, find_by_name, insert, name_of};

/// An OPD or a unit of one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Organisation {
    /// Id.
    pub id: OrgId,
    /// Id of the unit in SIASN.
    pub siasn_id: Option<String>,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: Option<String>,
    /// Kind: sekretariat, biro, badan, dinas, rumah sakit, unit …
    pub kind: String,
    /// The unit above.
    pub parent_id: Option<OrgId>,
    /// The OPD at the top of the branch; the own id for an OPD.
    pub opd_id: OrgId,
}

impl Organisation {
    /// Short name if there is one, else the full name.
    pub fn label(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }
}

/// The organisation, or a not-found error.
pub async fn get(sql: &impl crate::db::Sql, id: OrgId) -> Result<Organisation> {
    by_id(sql, id).await?.ok_or_else(Error::not_found)
}
