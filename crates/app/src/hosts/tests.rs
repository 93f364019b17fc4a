//! Tests of hosts and places on both engines.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use kernel::{Actor, CivilDate, HostId, Kind, Origin, Result, Role, RoleGrant, Scope};

use super::testing::{form, host, slot};
use super::*;
use crate::App;
use crate::audit::Entry;
use crate::ports::{Ports, ReadForeign};
use crate::programmes::{Giving, testing::programme};
use crate::sheets::Take;
use crate::testing::{absent_ports, build, each_engine};

fn system() -> Actor {
    Actor::system(Origin::System)
}

#[test]
fn competencies_are_read_as_they_are_written() {
    let read = read_competencies("Analisis-Data = 3; pelayanan publik:4\n").unwrap();
    assert_eq!(
        write_competencies(&read),
        "analisis-data=3; pelayanan publik=4"
    );
    for wrong in ["x", "x=0", "x=6", "=3", "x=1;x=2"] {
        assert!(read_competencies(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn of_two_hundred_who_take_the_last_place_exactly_one_succeeds() {
    each_engine(async |app| {
        let programme = programme(&app, Giving::Direct).await;
        let host = host(&app, "Badan Contoh").await;
        let id = slot(&app, programme, host, "Unit A", 1).await;
        let tries: Vec<_> = (0..200)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move {
                    app.db
                        .write(move |tx| {
                            Box::pin(async move {
                                take(&tx, id).await?;
                                tx.audit(Entry::new(&system(), "test.take", "slot", id));
                                Ok(())
                            })
                        })
                        .await
                })
            })
            .collect();
        let mut taken = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(()) => taken += 1,
                Err(error) => assert_eq!(error.text().key, "hosts-slot-full", "{error}"),
            }
        }
        assert_eq!(taken, 1);
        let found = super::slot(&app.db, id).await.unwrap();
        assert_eq!((found.filled, found.free()), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_place_must_fit_the_programme_and_keep_who_is_there() {
    each_engine(async |app| {
        let programme = programme(&app, Giving::Direct).await;
        let host = host(&app, "Badan Contoh").await;
        let mut wrong = form(&app, programme, host, "", 0).await;
        wrong.start = "2027-02-01".parse().unwrap();
        wrong.quota_min = 3;
        let error = add_slots(&app, &system(), programme, vec![wrong])
            .await
            .unwrap_err();
        let fields: Vec<&str> = error
            .fields()
            .iter()
            .map(|field| field.field.as_str())
            .collect();
        assert_eq!(fields, ["unit", "quota_max", "quota_min", "start"]);

        let id = slot(&app, programme, host, "Unit A", 2).await;
        app.db
            .write(move |tx| {
                Box::pin(async move {
                    take(&tx, id).await?;
                    take(&tx, id).await?;
                    release(&tx, id).await?;
                    tx.audit(Entry::new(&system(), "test.take", "slot", id));
                    Ok(())
                })
            })
            .await
            .unwrap();
        let smaller = form(&app, programme, host, "Unit A", 1).await;
        change_slot(&app, &system(), id, smaller).await.unwrap();
        assert_eq!(
            close_slot(&app, &system(), id).await.unwrap_err().kind(),
            Kind::Refused
        );
        assert_eq!(counts(&app.db, programme).await.unwrap().filled, 1);
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_offers_places_of_her_own_host_only() {
    let app = crate::testing::app().await;
    let programme = programme(&app, Giving::Direct).await;
    let (own, other) = (
        host(&app, "Badan Sendiri").await,
        host(&app, "Badan Lain").await,
    );
    let mut actor = system();
    actor.grants = vec![RoleGrant {
        role: Role::Host,
        scope: Scope::Host(own),
    }];
    let mine = form(&app, programme, own, "Unit A", 1).await;
    add_slots(&app, &actor, programme, vec![mine])
        .await
        .unwrap();
    let theirs = form(&app, programme, other, "Unit A", 1).await;
    assert_eq!(
        add_slots(&app, &actor, programme, vec![theirs])
            .await
            .unwrap_err()
            .kind(),
        Kind::Forbidden
    );
    let create = create(
        &app,
        &actor,
        HostForm {
            name: "Badan Baru".into(),
            kind: crate::programmes::HostKind::Central,
            region: None,
            address: None,
            org_id: None,
            contact: None,
        },
    )
    .await;
    assert_eq!(create.unwrap_err().kind(), Kind::Forbidden);
}

#[tokio::test]
async fn a_name_is_taken_once() {
    each_engine(async |app| {
        let id: HostId = host(&app, "Badan Contoh").await;
        let same = HostForm {
            name: " badan  contoh".into(),
            kind: crate::programmes::HostKind::Central,
            region: None,
            address: None,
            org_id: None,
            contact: None,
        };
        let error = create(&app, &system(), same.clone()).await.unwrap_err();
        assert_eq!(error.fields().first().unwrap().field, "name");
        change(&app, &system(), id, same).await.unwrap();
    })
    .await;
}

/// Reads "files" of lines with tabs, so that the rows are tested without spreadsheets.
struct Tabs;

impl ReadForeign for Tabs {
    fn table(&self, bytes: &[u8], _: &str) -> Result<Vec<Vec<String>>> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        Ok(text
            .lines()
            .map(|line| line.split('\t').map(str::to_owned).collect())
            .collect())
    }
    fn staff(&self, _: &[u8], _: &str, _: CivilDate) -> Result<staff_file::StaffFile> {
        Err(kernel::Error::internal("no staff file in this test"))
    }
    fn history(
        &self,
        _: crate::people::HistoryKind,
        _: &[u8],
        _: &str,
        _: CivilDate,
    ) -> Result<staff_file::history::HistoryFile> {
        Err(kernel::Error::internal("no history in this test"))
    }
}

pub(crate) async fn app_with_tabs() -> App {
    let ports = Ports {
        foreign: Arc::new(Tabs),
        ..absent_ports()
    };
    build(None, ports).await.0
}

#[tokio::test]
async fn a_file_is_taken_whole_or_in_its_good_rows() {
    let app = app_with_tabs().await;
    let programme = programme(&app, Giving::Direct).await;
    host(&app, "Badan Contoh").await;
    let file = "INSTANSI\tUNIT\tBIDANG\tKUOTA\tKOMPETENSI\tNOMOR SURAT\tTANGGAL SURAT\n\
        Badan Contoh\tUnit A\tData\t2\tanalisis-data=3\tB/1\t02-11-2026\n\
        Lembaga Baru\tUnit B\tData\t3\t\t\t\n\
        Lembaga Baru\tUnit C\tData\tbanyak\tx\tB/2\t\n"
        .as_bytes()
        .to_vec();
    let run = dry_run(&app, &system(), programme, file.clone(), "x.xlsx")
        .await
        .unwrap();
    assert_eq!((run.rows, run.good.len(), run.rejected()), (3, 2, 1));
    let faults: Vec<_> = run
        .errors
        .iter()
        .map(|e| (e.row, e.column.as_str()))
        .collect();
    assert_eq!(
        faults,
        [(4, "KUOTA"), (4, "KOMPETENSI"), (4, "TANGGAL SURAT")]
    );
    assert!(slots(&app.db, programme).await.unwrap().is_empty());

    let whole = take_file(
        &app,
        &system(),
        programme,
        file.clone(),
        "x.xlsx",
        Take::AllOrNothing,
        None,
    )
    .await;
    assert_eq!(whole.unwrap_err().kind(), Kind::Refused);
    assert!(slots(&app.db, programme).await.unwrap().is_empty());
    let taken = take_file(
        &app,
        &system(),
        programme,
        file,
        "x.xlsx",
        Take::GoodRows,
        None,
    )
    .await
    .unwrap();
    assert_eq!(taken, 2);
    let found = slots(&app.db, programme).await.unwrap();
    let states: Vec<_> = found
        .iter()
        .map(|slot| (slot.host_name.as_str(), slot.state))
        .collect();
    assert_eq!(
        states,
        [
            ("Badan Contoh", SlotState::Confirmed),
            ("Lembaga Baru", SlotState::Offered)
        ]
    );
    assert_eq!(export(&found).rows.len(), 2);
}
