//! The print pack of a meeting as PDF: invitation, attendance list, minutes, official record and report.

use kernel::{Actor, MeetingId, Result};
use serde_json::Value;

use super::record::Record;
use super::{access, content, store};
use crate::App;
use crate::blobs::blocking;
use crate::keyed::keyed;
use crate::letters;

keyed! {
    /// A paper of the print pack.
    Print {
        /// Invitation (*undangan*).
        Invitation = "undangan",
        /// Attendance list with room to sign (*daftar hadir*).
        Attendance = "daftar-hadir",
        /// Minutes (*notulen*).
        Minutes = "notulen",
        /// Official record (*berita acara*).
        Record = "berita-acara",
        /// Report (*Laporan Hasil FGD*).
        Report = "laporan",
    }
}

/// One paper as PDF.
///
/// # Errors
/// Forbidden to roles that do not read meetings; refused for papers of a meeting that has not begun.
pub async fn print(app: &App, actor: &Actor, id: MeetingId, what: Print) -> Result<Vec<u8>> {
    let papers = papers(app, actor, id, &[what]).await?;
    let render = app.ports.render.clone();
    blocking(move || render.merged_pdf(&papers)).await
}

/// All papers that the state of the meeting allows, as one PDF.
///
/// # Errors
/// Forbidden to roles that do not read meetings.
pub async fn pack(app: &App, actor: &Actor, id: MeetingId) -> Result<Vec<u8>> {
    access::READ.allow(actor)?;
    let record = store::record(&app.db, id).await?;
    let ready: Vec<Print> = Print::ALL
        .iter()
        .copied()
        .filter(|one| one.ready(&record))
        .collect();
    let papers = papers(app, actor, id, &ready).await?;
    let render = app.ports.render.clone();
    blocking(move || render.merged_pdf(&papers)).await
}

impl Print {
    /// Whether there is something to print: minutes only once people met, and no letter of the agency's own for a
    /// meeting that was written down from a report.
    pub fn ready(self, record: &Record) -> bool {
        let state = record.meeting.state;
        match self {
            Self::Invitation | Self::Attendance => !record.from_report(),
            Self::Minutes | Self::Record | Self::Report => {
                matches!(state, super::State::Running | super::State::Closed)
            }
        }
    }
}

async fn papers(app: &App, actor: &Actor, id: MeetingId, wanted: &[Print]) -> Result<Vec<Value>> {
    access::READ.allow(actor)?;
    let record = store::record(&app.db, id).await?;
    let mut around = content::Around {
        today: app.clock.today(),
        agency: letters::find_agency(&app.db).await?,
        versions: Vec::new(),
        scenarios: Vec::new(),
    };
    for scenario in record.scenarios() {
        if let Some(known) = crate::simulations::brief(&app.db, scenario).await? {
            around.scenarios.push((scenario, known.title));
        }
    }
    for (_, decision) in record.decisions() {
        for link in &decision.links {
            if let super::Link::Policy(version) = link {
                let known = crate::policies::get(&app.db, *version, around.today).await?;
                let name = format!("{} versi {}", known.title.id, known.version);
                around.versions.push((*version, name));
            }
        }
    }
    wanted
        .iter()
        .map(|what| {
            if !what.ready(&record) {
                return Err(record.meeting.state.running().err().unwrap_or_else(|| {
                    kernel::Error::refused("meetings-from-report").next("meetings-next-from-report")
                }));
            }
            Ok(content::paper(&record, *what, &around))
        })
        .collect()
}
