//! Papers that people upload: their kind by content, their size, and where they are kept.

use kernel::{Actor, Error, Result, Text, Timestamp};

use super::model::{Paper, PaperState};
use crate::App;
use crate::blobs::scan_media;
use crate::programmes::PaperKind;

/// Largest paper, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// A paper that lies in the store of files and is about to join a nomination.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// Which paper.
    pub kind: PaperKind,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Media type, sniffed from the content.
    pub media: &'static str,
    /// Name the sender gave, without folders.
    pub file_name: String,
}

impl Attachment {
    pub(super) fn received(&self, actor: &Actor, at: Timestamp) -> Paper {
        Paper {
            kind: self.kind,
            scan: self.sha256.clone(),
            media: self.media.to_owned(),
            file_name: self.file_name.clone(),
            state: PaperState::Received,
            remark: None,
            entered_by: actor.key(),
            at,
        }
    }
}

/// Checks a scan and puts it on disk; its SHA-256. `field` is the form field that the message stands at.
pub async fn keep_scan(app: &App, field: &str, bytes: Vec<u8>) -> Result<(String, &'static str)> {
    if bytes.len() > MOST_BYTES {
        let text = Text::new("nominations-paper-large").with("max", MOST_BYTES / (1024 * 1024));
        return Err(Error::invalid_field(field, text));
    }
    let media =
        scan_media(&bytes).ok_or_else(|| Error::invalid_field(field, "nominations-paper-kind"))?;
    Ok((app.blobs.put(bytes).await?, media))
}

/// Checks a paper and puts it on disk, before any row names it.
pub async fn keep(
    app: &App,
    field: &str,
    kind: PaperKind,
    bytes: Vec<u8>,
    file_name: &str,
) -> Result<Attachment> {
    let (sha256, media) = keep_scan(app, field, bytes).await?;
    let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let file_name = file_name
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect();
    Ok(Attachment {
        kind,
        sha256,
        media,
        file_name,
    })
}
