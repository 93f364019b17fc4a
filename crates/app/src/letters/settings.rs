//! The letterhead: names and addresses of the government and the agency, as an administrator sets them.

use kernel::{Actor, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{access, store};
use crate::App;
use crate::audit::Entry;

/// Office key of the head of the region (PPK).
pub const HEAD_OF_REGION: &str = "gubernur";
/// Office key of the deputy head of the region.
pub const DEPUTY_HEAD: &str = "wakil-gubernur";
/// Office key of the regional secretary (PyB).
pub const SECRETARY: &str = "sekda";
/// Office key of the head of the agency.
pub const HEAD_OF_AGENCY: &str = "kepala-bkd";
/// Office key of the heads of units; that of one unit is `kepala-opd:<org id>`.
pub const HEAD_OF_UNIT: &str = "kepala-opd";
/// Office key of the head of the agency's division for development of civil servants.
pub const HEAD_OF_DEVELOPMENT: &str = "kabid-pengembangan";

/// Who sends the letters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agency {
    /// `Provinsi`, `Kabupaten` or `Kota`.
    pub region_kind: String,
    /// Name of the region, such as `Nusa Contoh`.
    pub region: String,
    /// Title of its head, such as `Gubernur`.
    pub head_title: String,
    /// Name of the agency, such as `Badan Kepegawaian Daerah`.
    pub agency: String,
    /// Code of the agency in letter numbers, such as `BKD`.
    pub code: String,
    /// Code of the secretariat in letter numbers, such as `SETDA`.
    pub secretariat_code: String,
    /// Address lines of the agency.
    pub address: Vec<String>,
    /// Address lines of the secretariat.
    pub secretariat_address: Vec<String>,
    /// Where letters are signed.
    pub place: String,
    /// Whom hosts may ask.
    pub contact: Option<Contact>,
    /// Name of a logo that the installation holds.
    pub logo: Option<String>,
}

/// Whom the reader of a letter may ask.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Name or office.
    pub name: String,
    /// Telephone number.
    #[serde(rename = "telepon")]
    pub phone: String,
    /// Mail address.
    #[serde(rename = "surel", default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
}

impl Agency {
    /// "Provinsi Nusa Contoh".
    pub fn region_full(&self) -> String {
        format!("{} {}", self.region_kind, self.region)
    }

    /// "Pemerintah Provinsi Nusa Contoh".
    pub fn government(&self) -> String {
        format!("Pemerintah {}", self.region_full())
    }

    /// Name of an office in running text; `stored` is what the table of officials calls it.
    pub fn office_name(&self, office: &str, stored: &str) -> String {
        match office {
            HEAD_OF_REGION => format!("{} {}", self.head_title, self.region),
            DEPUTY_HEAD => format!("Wakil {} {}", self.head_title, self.region),
            SECRETARY => format!("Sekretaris Daerah {}", self.region_full()),
            HEAD_OF_AGENCY => format!("Kepala {} {}", self.agency, self.region_full()),
            _ => stored.to_owned(),
        }
    }

    /// The lines of an office in a signature block, in capitals.
    pub(super) fn office_lines(&self, office: &str, stored: &str) -> Vec<String> {
        let region = self.region_full();
        let lines = match office {
            HEAD_OF_REGION | DEPUTY_HEAD => vec![self.office_name(office, stored)],
            SECRETARY => vec!["Sekretaris Daerah".to_owned(), region],
            HEAD_OF_AGENCY => vec![format!("Kepala {}", self.agency), region],
            _ => vec![stored.to_owned(), region],
        };
        lines.iter().map(|line| line.to_uppercase()).collect()
    }

    /// Code of the unit whose registers number the letters of an office.
    pub fn unit_of(&self, office: &str) -> &str {
        match office {
            HEAD_OF_REGION | DEPUTY_HEAD | SECRETARY => &self.secretariat_code,
            _ => &self.code,
        }
    }

    /// The letterhead of a unit that writes its own letter.
    pub(super) fn kop_of_unit(&self, unit: &str) -> Value {
        let mut kop = json!({
            "form": "perangkat-daerah",
            "pemerintah": self.government().to_uppercase(),
            "perangkat": [unit.to_uppercase()],
        });
        if let (Some(fields), Some(logo)) = (kop.as_object_mut(), &self.logo) {
            fields.insert("logo".into(), logo.clone().into());
        }
        kop
    }

    /// The letterhead of letters that an office decides or signs, as the documents crate reads it.
    pub fn kop(&self, office: &str) -> Value {
        let government = self.government().to_uppercase();
        let mut kop = match office {
            HEAD_OF_REGION | DEPUTY_HEAD => json!({
                "form": "kepala-daerah",
                "jabatan": self.office_name(HEAD_OF_REGION, "").to_uppercase(),
            }),
            SECRETARY => json!({
                "form": "perangkat-daerah",
                "pemerintah": government,
                "perangkat": ["SEKRETARIAT DAERAH"],
                "alamat": self.secretariat_address,
            }),
            _ => json!({
                "form": "perangkat-daerah",
                "pemerintah": government,
                "perangkat": [self.agency.to_uppercase()],
                "alamat": self.address,
            }),
        };
        if let (Some(fields), Some(logo)) = (kop.as_object_mut(), &self.logo) {
            fields.insert("logo".into(), logo.clone().into());
        }
        kop
    }
}

/// The letterhead; refused with the way out when nobody has set it yet.
pub async fn agency(sql: &impl crate::db::Sql) -> Result<Agency> {
    find_agency(sql)
        .await?
        .ok_or_else(|| Error::refused("letters-agency-missing").next("letters-agency-set"))
}

/// The letterhead, if it has been set.
pub async fn find_agency(sql: &impl crate::db::Sql) -> Result<Option<Agency>> {
    store::setting(sql, "agency").await
}

/// Sets the letterhead.
pub async fn set_agency(app: &App, actor: &Actor, agency: Agency) -> Result<()> {
    access::whole(access::AGENCY, actor)?;
    let agency = cleaned(agency)?;
    let entry = Entry::new(actor, "agency.edit", "agency", &agency.code).with(
        "digest",
        crate::sha256_hex(json!(agency).to_string().as_bytes()),
    );
    app.db
        .write(move |tx| {
            let (agency, entry) = (agency.clone(), entry.clone());
            Box::pin(async move {
                store::set_setting(&tx, "agency", &agency).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

fn cleaned(mut agency: Agency) -> Result<Agency> {
    let mut error: Option<Error> = None;
    for (field, value) in [
        ("region_kind", &mut agency.region_kind),
        ("region", &mut agency.region),
        ("head_title", &mut agency.head_title),
        ("agency", &mut agency.agency),
        ("code", &mut agency.code),
        ("secretariat_code", &mut agency.secretariat_code),
        ("place", &mut agency.place),
    ] {
        *value = value.trim().to_owned();
        if value.is_empty() {
            error = Some(match error.take() {
                Some(error) => error.field(field, "error-required"),
                None => Error::invalid_field(field, "error-required"),
            });
        }
    }
    for lines in [&mut agency.address, &mut agency.secretariat_address] {
        lines.retain(|line| !line.trim().is_empty());
    }
    match error {
        Some(error) => Err(error),
        None => Ok(agency),
    }
}
