//! People and an OPD for the tests of other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use kernel::{Actor, OrgId, Origin, PersonId};

use crate::App;
use crate::args;
use crate::audit::Entry;
use crate::db::Sql;
use crate::organisations::{self, Organisation};

/// An OPD with this name.
pub async fn opd(app: &App, name: &str) -> OrgId {
    let id = OrgId(app.clock.new_id());
    let org = Organisation {
        id,
        siasn_id: None,
        name: name.to_owned(),
        short_name: None,
        kind: "dinas".into(),
        parent_id: None,
        opd_id: id,
    };
    app.db
        .write(move |tx| {
            let org = org.clone();
            Box::pin(async move {
                organisations::insert(&tx, &org, tx.now()).await?;
                tx.audit(Entry::new(
                    &Actor::system(Origin::System),
                    "test.opd",
                    "org",
                    org.id,
                ));
                Ok(())
            })
        })
        .await
        .unwrap();
    id
}

/// A PNS in `opd`, golongan III/b, with number `n` (1 to 999) in her NIP and name.
pub async fn person(app: &App, opd: OrgId, n: u32) -> PersonId {
    let id = PersonId(app.clock.new_id());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let (nip, name) = (format!("198508172010032{n:03}"), format!("Contoh Pegawai {n}"));
                // What the import would have stored of her row of the export.
                let record = serde_json::json!({
                    "nip_baru": nip, "nama": name, "tanggal_lahir": "1985-08-17", "status_cpns_pns": "P",
                    "kedudukan_hukum_id": "01", "gol_akhir_nama": "III/b", "tmt_pns": "2011-03-01",
                })
                .to_string();
                let search = format!("{} {nip}", name.to_lowercase());
                tx.exec(
                    "INSERT INTO person (id, pns_id, nip, name, back_title, birth_date, sex, kind, legal_status, \
                     active, golongan, position_kind, position, org_id, opd_id, record, record_digest, search, \
                     import_id, source_date, created_at, updated_at) \
                     VALUES ($1, $2, $3, $4, 'S.Sos.', '1985-08-17', 'F', 'PNS', '01', 1, 'III/b', '4', \
                     'Analis Contoh', $5, $5, $8, '', $6, '', '2026-11-01', $7, $7)",
                    args![id, format!("{n:032X}"), nip, name, opd, search, tx.now(), record],
                )
                .await?;
                tx.audit(Entry::new(&Actor::system(Origin::System), "test.person", "person", id));
                Ok(())
            })
        })
        .await
        .unwrap();
    id
}

/// Changes cells of a test person's export row, as a new import would.
pub async fn set_cells(app: &App, id: PersonId, cells: &[(&str, &str)]) {
    let (mut record, _) = super::record(&app.db, &kernel::Scope::All, id)
        .await
        .unwrap();
    for (column, cell) in cells {
        record.insert((*column).to_owned(), (*cell).to_owned());
    }
    let record = serde_json::json!(record).to_string();
    app.db
        .write(move |tx| {
            let record = record.clone();
            Box::pin(async move {
                tx.exec(
                    "UPDATE person SET record = $2 WHERE id = $1",
                    args![id, record],
                )
                .await?;
                let system = Actor::system(Origin::System);
                tx.audit(Entry::new(&system, "test.record", "person", id));
                Ok(())
            })
        })
        .await
        .unwrap();
}

/// An invented register of so many people, with the histories that policies for internships ask for.
pub async fn province(app: &App, people: usize, seed: u64) {
    use super::{HistoryKind, Mode};
    let system = Actor::system(Origin::System);
    let made = staff_file::synth::generate(people, seed, app.clock.today());
    let checked = super::check(app, &system, "staf.csv", made.export_csv(';'), false)
        .await
        .unwrap();
    super::apply(app, &system, checked.id, Mode::GoodRows)
        .await
        .unwrap();
    for kind in [HistoryKind::Skp, HistoryKind::Hukdis] {
        let bytes = made.history_csv(kind);
        super::import_history(app, &system, kind, "riwayat.csv", bytes, Mode::GoodRows)
            .await
            .unwrap();
    }
}
