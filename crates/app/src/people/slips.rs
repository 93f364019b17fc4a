//! Activation slips as a printable PDF, one OPD at a time.

use kernel::{Actor, Error, OrgId, PersonId, Result, Scope};
use serde_json::json;

use super::store;
use crate::App;
use crate::accounts;
use crate::db::list::ListRequest;

/// Makes new one-time codes for everybody of an OPD who has no account yet, and prints them.
///
/// The codes stand on the slips alone: printing again makes new ones and voids the old.
pub async fn print_slips(app: &App, actor: &Actor, opd: OrgId) -> Result<Vec<u8>> {
    let scope = accounts::access::ACTIVATE.allow(actor)?;
    if scope != Scope::All && scope != Scope::Org(opd) {
        return Err(Error::not_found());
    }
    let organisation = crate::organisations::get(&app.db, opd).await?;
    let mut people = Vec::new();
    let mut request = ListRequest {
        per_page: 500,
        ..ListRequest::default()
    };
    loop {
        let page = store::list(&app.db, &Scope::Org(opd), request.clone()).await?;
        people.extend(page.rows);
        if people.len() as i64 >= page.total {
            break;
        }
        request.page += 1;
    }
    let mut waiting = Vec::new();
    for person in people {
        if accounts::account_of_person(&app.db, person.id)
            .await?
            .is_none()
        {
            waiting.push(person);
        }
    }
    if waiting.is_empty() {
        return Err(Error::refused("people-slips-nobody"));
    }
    let ids: Vec<PersonId> = waiting.iter().map(|person| person.id).collect();
    let slips = accounts::issue_activations(app, actor, ids).await?;
    let slips: Vec<_> = waiting
        .iter()
        .zip(&slips)
        .map(|(person, slip)| json!({ "nip": person.nip, "name": person.name, "code": slip.code }))
        .collect();
    let content = json!({
        "kind": "slip-aktivasi",
        "tanggal": app.clock.today(),
        "judul": "Aktivasi Akun Titian",
        "alamat": format!("{}/aktivasi", app.base_url),
        "berlaku_sampai": app.clock.today().add_days(accounts::SLIP_DAYS),
        "petunjuk": "Buka alamat ini, lalu masukkan NIP, kode, dan tanggal lahir Anda.",
        "groups": [{ "opd": organisation.name, "slips": slips }],
    });
    let render = app.ports.render.clone();
    crate::blobs::blocking(move || render.pdf(&content)).await
}
