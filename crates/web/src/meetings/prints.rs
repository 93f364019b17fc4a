//! The print pack of a meeting as PDF.

use app::meetings::{self, Print};
use axum::extract::{Path, State};
use kernel::{Error, MeetingId};

use crate::shell::{Answer, AppState, FileKind, Page, download};

/// One paper.
pub(super) async fn print(
    State(state): State<AppState>,
    page: Page,
    Path((id, paper)): Path<(MeetingId, String)>,
) -> Answer {
    let paper: Print = paper.parse().map_err(|_| Error::not_found())?;
    let actor = page.signed_in()?;
    let bytes = meetings::print(&state.app, actor, id, paper).await?;
    let stem = match paper {
        Print::Invitation => "undangan-rapat",
        Print::Attendance => "daftar-hadir-rapat",
        Print::Minutes => "notulen-rapat",
        Print::Record => "berita-acara-rapat",
        Print::Report => "laporan-rapat",
    };
    Ok(download(FileKind::Pdf, stem, page.today, bytes))
}

/// All papers in one file.
pub(super) async fn pack(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<MeetingId>,
) -> Answer {
    let actor = page.signed_in()?;
    let bytes = meetings::pack(&state.app, actor, id).await?;
    Ok(download(FileKind::Pdf, "berkas-rapat", page.today, bytes))
}
