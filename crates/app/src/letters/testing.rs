//! An agency with officials, a programme and participants for tests of letters.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot be set up must fail

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kernel::{Actor, CivilDate, Error, Origin, Result, Scope};

use super::{Agency, NewOfficial, OfficialStatus, PlacedInput, ProgrammeInput};
use crate::App;
use crate::ports::{Ports, Render};
use crate::programmes::Giving;
use crate::testing::{absent_ports, build, fresh_postgres};
use crate::{hosts, nominations, people, programmes};

/// Prints the content itself into something that looks like a PDF; refuses once `left` letters have been drawn.
pub struct Printer {
    left: AtomicUsize,
}

impl Printer {
    /// One that draws `n` letters and then fails like a process that was ended.
    pub fn of(n: usize) -> Arc<Self> {
        Arc::new(Self {
            left: AtomicUsize::new(n),
        })
    }

    /// Lets it draw `n` more.
    pub fn refill(&self, n: usize) {
        self.left.store(n, Ordering::SeqCst);
    }
}

struct Shared(Arc<Printer>);

impl Render for Shared {
    fn pdf(&self, content: &serde_json::Value) -> Result<Vec<u8>> {
        let drawn = self
            .0
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        match drawn {
            Ok(_) => Ok(format!("%PDF-1.7\n{content}\n%%EOF\n").into_bytes()),
            Err(_) => Err(Error::internal("the printer was cut off")),
        }
    }
    fn docx(&self, content: &serde_json::Value) -> Result<Vec<u8>> {
        Ok(format!("PK\n{content}\n").into_bytes())
    }
    fn merged_pdf(&self, contents: &[serde_json::Value]) -> Result<Vec<u8>> {
        let all: Vec<String> = contents.iter().map(ToString::to_string).collect();
        Ok(format!("%PDF-1.7\n{}\n%%EOF\n", all.join("\n")).into_bytes())
    }
    fn zip(&self, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
        Ok(files
            .iter()
            .map(|(name, bytes)| format!("{name} {}\n", bytes.len()))
            .collect::<String>()
            .into_bytes())
    }
}

/// Ports with this printer.
pub fn ports(printer: &Arc<Printer>) -> Ports {
    Ports {
        render: Arc::new(Shared(printer.clone())),
        ..absent_ports()
    }
}

/// An application on SQLite with an agency and a printer that never fails.
pub async fn one() -> App {
    let (app, _) = build(None, ports(&Printer::of(usize::MAX))).await;
    furnish(&app).await;
    app
}

/// Runs `test` on each engine with an agency and a printer that never fails.
pub async fn each(test: impl AsyncFn(App)) {
    let printer = Printer::of(usize::MAX);
    let (app, _) = build(None, ports(&printer)).await;
    furnish(&app).await;
    test(app).await;
    if let Some(location) = fresh_postgres().await {
        let (app, _) = build(Some(location), ports(&printer)).await;
        furnish(&app).await;
        test(app).await;
    }
}

/// The invented agency.
pub fn agency() -> Agency {
    Agency {
        region_kind: "Provinsi".into(),
        region: "Nusa Contoh".into(),
        head_title: "Gubernur".into(),
        agency: "Badan Kepegawaian Daerah".into(),
        code: "BKD".into(),
        secretariat_code: "SETDA".into(),
        address: vec!["Jalan Jembatan Kecil Nomor 1, Kota Contoh 40999".into()],
        secretariat_address: vec!["Jalan Raya Contoh Nomor 2, Kota Contoh 40999".into()],
        place: "Kota Contoh".into(),
        contact: None,
        logo: None,
    }
}

/// The one who sets everything up.
pub fn officer() -> Actor {
    Actor::system(Origin::Command)
}

/// A definitive official.
pub fn official(office: &str, name: &str, plain: &str) -> NewOfficial {
    NewOfficial {
        office: office.into(),
        office_name: String::new(),
        name: name.into(),
        name_plain: plain.into(),
        nip: "197001012095031001".parse().ok(),
        golongan: "IV/d".parse().ok(),
        status: OfficialStatus::Definitive,
        mandate_number: None,
        mandate_date: None,
        valid_from: date("2020-01-01"),
        valid_to: None,
    }
}

/// A date.
pub fn date(text: &str) -> CivilDate {
    text.parse().unwrap()
}

/// Letterhead and the three officials of the agency's letters.
pub async fn furnish(app: &App) {
    super::set_agency(app, &officer(), agency()).await.unwrap();
    for (office, name, plain) in [
        ("gubernur", "Dr. Wira Contoh, M.A.", "Wira Contoh"),
        ("sekda", "Dra. Ratna Contoh, M.Si.", "Ratna Contoh"),
        ("kepala-bkd", "Dr. Raksa Winangun, M.Si.", "Raksa Winangun"),
    ] {
        super::add_official(app, &officer(), official(office, name, plain))
            .await
            .unwrap();
    }
}

/// A programme with `n` verified nominees at two hosts, as if each had got the place she named.
pub async fn placed(app: &App, n: u32) -> (ProgrammeInput, Vec<PlacedInput>) {
    let programme = programmes::testing::programme(app, Giving::Direct).await;
    let mut slots = Vec::new();
    for name in ["Pusat Data Contoh", "Dinas Arsip Contoh"] {
        let host = hosts::testing::host(app, name).await;
        let id = hosts::testing::slot(app, programme, host, "Bidang Pengelolaan Data", 50).await;
        slots.push(hosts::slot(&app.db, id).await.unwrap());
    }
    let opd = people::testing::opd(app, "Dinas Perhubungan Contoh").await;
    let mut placed = Vec::new();
    for (i, slot) in (1..=n).zip(slots.iter().cycle()) {
        let person = people::testing::person(app, opd, i).await;
        let nomination =
            nominations::testing::verified(app, programme, person, vec![slot.id]).await;
        placed.push(PlacedInput {
            nomination,
            person: people::brief(&app.db, &Scope::All, person).await.unwrap(),
            in_register: true,
            host: slot.host_id,
            host_name: slot.host_name.clone(),
            unit: Some(slot.unit.clone()),
            field: Some(slot.field.clone()),
            period: slot.period,
            letter: None,
        });
    }
    let input = super::programme_input(&app.db, programme).await.unwrap();
    (input, placed)
}
