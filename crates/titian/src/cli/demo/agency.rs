//! Who sends the letters of the invented province, and who signs them.

use app::App;
use app::letters::{self, Agency, NewOfficial, OfficialStatus};
use kernel::{Actor, CivilDate, Error, Result};

fn date(text: &str) -> Result<CivilDate> {
    text.parse().map_err(Error::internal)
}

/// Sets the letterhead and enters the three officials of the agency's letters.
pub async fn letterhead(app: &App, admin: &Actor) -> Result<()> {
    let agency = Agency {
        region_kind: "Provinsi".into(),
        region: "Contoh Titian".into(),
        head_title: "Gubernur".into(),
        agency: "Badan Kepegawaian Daerah".into(),
        code: "BKD".into(),
        secretariat_code: "SETDA".into(),
        address: vec!["Jalan Jembatan Contoh Nomor 1, Kota Contoh 40999".into()],
        secretariat_address: vec!["Jalan Raya Contoh Nomor 2, Kota Contoh 40999".into()],
        place: "Kota Contoh".into(),
        contact: None,
        logo: None,
    };
    letters::set_agency(app, admin, agency).await?;
    // A head of region is elected and has no NIP; the appointments in 2095 mark the others as invented.
    let officials = [
        (
            letters::HEAD_OF_REGION,
            "Dr. Wira Contoh, M.A.",
            "Wira Contoh",
            None,
        ),
        (
            letters::SECRETARY,
            "Dra. Ratna Contoh, M.Si.",
            "Ratna Contoh",
            Some("197002022095032001"),
        ),
        (
            letters::HEAD_OF_AGENCY,
            "Dr. Raksa Contoh, M.Si.",
            "Raksa Contoh",
            Some("197101012095031002"),
        ),
    ];
    for (office, name, plain, nip) in officials {
        let new = NewOfficial {
            office: office.into(),
            office_name: String::new(),
            name: name.into(),
            name_plain: plain.into(),
            nip: nip.map(str::parse).transpose().map_err(Error::internal)?,
            golongan: match nip {
                Some(_) => Some("IV/d".parse().map_err(Error::internal)?),
                None => None,
            },
            status: OfficialStatus::Definitive,
            mandate_number: None,
            mandate_date: None,
            valid_from: date("2025-01-01")?,
            valid_to: None,
        };
        letters::add_official(app, admin, new).await?;
    }
    Ok(())
}
