//! An installation for tests: SQLite in a temporary folder, PostgreSQL in a schema of its own, a fixed clock.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use std::sync::Arc;

use kernel::{CivilDate, Entropy as _, Error, FixedClock, OsEntropy, Result};
use sea_orm::ConnectionTrait as _;
use staff_file::StaffFile;
use staff_file::history::{HistoryFile, HistoryKind};

use crate::App;
use crate::blobs::Blobs;
use crate::db::{Db, Location};
use crate::keys::Keys;
use crate::ports::{Ports, ReadForeign, Render, Sheet, WriteSheets};

/// The day on which tests begin.
pub const TODAY: &str = "2026-11-24";

/// Environment variable with the URL of a PostgreSQL server; `cargo xtask test` sets it.
pub const POSTGRES: &str = "TITIAN_TEST_POSTGRES";

/// Ports that refuse: for tests of slices that draw and read nothing.
struct Absent;

impl Render for Absent {
    fn pdf(&self, _: &serde_json::Value) -> Result<Vec<u8>> {
        Err(Error::internal("no renderer in this test"))
    }
    fn docx(&self, _: &serde_json::Value) -> Result<Vec<u8>> {
        Err(Error::internal("no renderer in this test"))
    }
    fn merged_pdf(&self, _: &[serde_json::Value]) -> Result<Vec<u8>> {
        Err(Error::internal("no renderer in this test"))
    }
    fn zip(&self, _: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
        Err(Error::internal("no renderer in this test"))
    }
}

impl WriteSheets for Absent {
    fn xlsx(&self, _: &[Sheet]) -> Result<Vec<u8>> {
        Err(Error::internal("no spreadsheets in this test"))
    }
}

/// Reads files in the test's own process.
struct InProcess;

impl ReadForeign for InProcess {
    fn table(&self, bytes: &[u8], _: &str) -> Result<Vec<Vec<String>>> {
        let text = String::from_utf8_lossy(bytes);
        let row = |line: &str| line.split(';').map(str::to_owned).collect();
        Ok(text.lines().map(row).collect())
    }
    fn staff(&self, bytes: &[u8], name: &str, today: CivilDate) -> Result<StaffFile> {
        staff_file::read_staff(bytes, name, today).map_err(unreadable)
    }
    fn history(
        &self,
        kind: HistoryKind,
        bytes: &[u8],
        name: &str,
        today: CivilDate,
    ) -> Result<HistoryFile> {
        staff_file::history::read_history(kind, bytes, name, today).map_err(unreadable)
    }
}

fn unreadable(error: staff_file::FileError) -> Error {
    Error::invalid(kernel::Text::new("people-import-unreadable").with("why", error))
}

/// Ports that draw nothing and read files in the test's own process.
pub fn absent_ports() -> Ports {
    Ports {
        render: Arc::new(Absent),
        sheets: Arc::new(Absent),
        foreign: Arc::new(InProcess),
        mail: None,
    }
}

/// An installation on SQLite.
pub async fn app() -> App {
    app_with_clock().await.0
}

/// An installation on SQLite and the clock that it follows.
pub async fn app_with_clock() -> (App, Arc<FixedClock>) {
    build(None, absent_ports()).await
}

/// An installation at `location` (a fresh SQLite file when `None`) with `ports`.
pub async fn build(location: Option<Location>, ports: Ports) -> (App, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(TODAY.parse().unwrap()));
    // The folder lives as long as the process; the system clears it.
    let folder = tempfile::tempdir().unwrap().keep();
    let entropy = Arc::new(OsEntropy);
    let keys = Arc::new(Keys::open(&folder.join("keys"), entropy.as_ref()).unwrap());
    let location = location.unwrap_or_else(|| Location::File(folder.join("titian.db")));
    let db = Db::open(&location, clock.clone(), keys.audit)
        .await
        .unwrap();
    let blobs = Blobs::open(&folder.join("files"), entropy.clone()).unwrap();
    let app = App {
        db,
        clock: clock.clone(),
        entropy,
        blobs,
        keys,
        ports,
        base_url: "https://titian.example".into(),
        tunnel: crate::simulations::Tunnel::default(),
    };
    crate::policies::record_shipped(&app).await.unwrap();
    (app, clock)
}

/// The URL of a fresh database on the PostgreSQL server of the environment; `None` without one.
pub async fn fresh_postgres() -> Option<Location> {
    let server = std::env::var(POSTGRES).ok()?;
    let name = format!(
        "t{}",
        OsEntropy.secret().replace(['-', '_'], "x").to_lowercase()
    );
    let admin = sea_orm::Database::connect(&server).await.unwrap();
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    Some(Location::Url(format!("{base}/{name}")))
}

/// Runs `test` on SQLite, and on PostgreSQL when the environment names a server (`cargo xtask test` does).
pub async fn each_engine(test: impl AsyncFn(App)) {
    test(app().await).await;
    if let Some(location) = fresh_postgres().await {
        let (app, _) = build(Some(location), absent_ports()).await;
        assert_eq!(crate::db::Sql::engine(&app.db), crate::db::Engine::Postgres);
        test(app).await;
    }
}
