//! What waits for somebody in the demonstration: places asked of a host, data that an employee calls wrong, and a penalty
//! that came after a place was given.

use app::App;
use app::corrections::{self, Ask};
use app::hosts::{self, Host};
use app::people::{self, Mode};
use app::placements;
use kernel::{Actor, Error, Origin, ProgrammeId, Result, Role, RoleGrant, Scope};
use staff_file::history::HistoryKind;
use web::demo::Persona;

use super::scenario::{Cast, days};
use super::sheet::sheet;

/// Asks a host for places of a programme; its link is made anew by whoever wants to try it.
pub(super) async fn request(
    app: &App,
    cast: &Cast,
    programme: ProgrammeId,
    host: &Host,
) -> Result<()> {
    let due = days(app.clock.today(), 14)?;
    let holder = "Biro Sumber Daya Manusia".to_owned();
    hosts::request_places(app, &cast.pengelola, programme, host.id, holder, due).await?;
    Ok(())
}

/// The employee among the personas says that a fact of hers is wrong, with a paper.
pub(super) async fn correction(app: &App, personas: &[Persona]) -> Result<()> {
    let Some(persona) = personas.iter().find(|one| one.role == Role::Pegawai) else {
        return Ok(());
    };
    let grants = app::accounts::grants_of(&app.db, persona.account, app.clock.today()).await?;
    let Some(person) = grants.iter().find_map(|grant| match grant.scope {
        Scope::Person(person) => Some(person),
        _ => None,
    }) else {
        return Ok(());
    };
    let herself = Actor {
        user: Some(persona.account),
        name: persona.name.clone(),
        person: Some(person),
        grants: vec![RoleGrant {
            role: Role::Pegawai,
            scope: Scope::Person(person),
        }],
        origin: Origin::System,
    };
    let ask = Ask {
        fact: "tmt_pns".to_owned(),
        wanted: "2015-03-01".to_owned(),
        reason: "SK PNS saya menyebut tanggal lain".to_owned(),
        scan: Some(sheet(app, "Keputusan Pengangkatan PNS (rekaan)")?),
    };
    corrections::ask(app, &herself, ask, None).await?;
    Ok(())
}

/// A penalty of somebody who has a place becomes known: the import raises an event for a person to decide.
pub(super) async fn penalty(app: &App, cast: &Cast, programme: ProgrammeId) -> Result<()> {
    let placed = placements::confirmed(&app.db, programme).await?;
    let Some(one) = placed.first() else {
        return Ok(());
    };
    let today = app.clock.today();
    let year = today.year();
    let (since, until) = (days(today, -2)?, days(today, 360)?);
    let table = format!(
        "NIP;JENIS HUKUMAN;TINGKAT;NOMOR SK;TANGGAL SK;TMT;BERAKHIR\n\
         {};PENURUNAN GAJI MAX 1 TH;Sedang;800/9/HD/{year};{since};{since};{until}\n",
        one.person.nip
    );
    let kind = HistoryKind::ALL
        .into_iter()
        .find(|kind| kind.stem() == "hukdis")
        .ok_or_else(|| Error::internal("no history of penalties"))?;
    let name = format!("{}.csv", kind.stem());
    let bytes = table.into_bytes();
    people::import_history(app, &cast.pengelola, kind, &name, bytes, Mode::GoodRows).await?;
    Ok(())
}
