//! The signed version that comes back: a scan or an electronic signature, stored beside the PDF as issued.

use kernel::{Actor, Error, LetterId, Result, Text};

use super::commands::all;
use super::model::{LetterState, SignatureClaim};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;

/// Largest signed copy accepted, in bytes.
pub const MAX_SIGNED: usize = 20 * 1024 * 1024;

/// What can be seen in a PDF without checking a certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Whether it holds a signature dictionary with a signed byte range.
    pub signature: bool,
}

/// Looks at an uploaded file; refused when it is no PDF.
pub fn look(bytes: &[u8]) -> Result<Seen> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let tail = bytes
        .get(bytes.len().saturating_sub(2048)..)
        .unwrap_or_default();
    if !contains(head, b"%PDF-") || !contains(tail, b"%%EOF") {
        return Err(Error::invalid_field("file", "letters-not-pdf"));
    }
    Ok(Seen {
        signature: contains(bytes, b"/ByteRange")
            && [
                b"/Sig".as_slice(),
                b"/adbe.pkcs7",
                b"/ETSI.CAdES.detached",
                b"/Adobe.PPKLite",
            ]
            .iter()
            .any(|mark| contains(bytes, mark)),
    })
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Stores the signed version of an issued letter; from then on it is the copy handed out.
///
/// That it contains an electronic signature is noted as seen, never as checked.
pub async fn upload_signed(app: &App, actor: &Actor, id: LetterId, bytes: Vec<u8>) -> Result<Seen> {
    access::whole(access::SIGNED, actor)?;
    if bytes.len() > MAX_SIGNED {
        return Err(Error::invalid_field(
            "file",
            Text::new("letters-file-too-large").with("max", MAX_SIGNED / (1024 * 1024)),
        ));
    }
    let letter = all(&app.db, id).await?;
    must_be_issued(letter.state)?;
    let (bytes, seen) = blocking(move || look(&bytes).map(|seen| (bytes, seen))).await?;
    let length = bytes.len();
    let sha256 = app.blobs.put(bytes).await?;
    let entry = Entry::new(actor, "letter.signed", "letter", id)
        .with("file", sha256.clone())
        .with("signature_seen", seen.signature);
    let by = actor.key();
    app.db
        .write(move |tx| {
            let (sha256, by, entry) = (sha256.clone(), by.clone(), entry.clone());
            Box::pin(async move {
                let letter = all(&tx, id).await?;
                must_be_issued(letter.state)?;
                let files = store::files(&tx, id).await?;
                if files
                    .iter()
                    .any(|file| !file.signed && file.sha256 == sha256)
                {
                    return Err(Error::invalid_field("file", "letters-file-is-original"));
                }
                store::insert_file(&tx, id, true, &sha256, length, &by).await?;
                // A new file is a new claim: what an officer vouched for was another file.
                let claim = if seen.signature {
                    SignatureClaim::Embedded
                } else {
                    SignatureClaim::None
                };
                store::set_claim(&tx, id, claim, None).await?;
                tx.audit(entry);
                Ok(seen)
            })
        })
        .await
}

/// Says that the signature in the signed copy was checked with its provider, with the reference of that check.
pub async fn mark_certified(app: &App, actor: &Actor, id: LetterId, reference: &str) -> Result<()> {
    access::whole(access::SIGNED, actor)?;
    let reference = reference.trim().to_owned();
    if reference.is_empty() || reference.chars().count() > 200 {
        return Err(Error::invalid_field(
            "reference",
            "letters-reference-missing",
        ));
    }
    let entry = Entry::new(actor, "letter.certify", "letter", id);
    app.db
        .write(move |tx| {
            let (reference, entry) = (reference.clone(), entry.clone());
            Box::pin(async move {
                let letter = all(&tx, id).await?;
                must_be_issued(letter.state)?;
                if letter.claim == SignatureClaim::None {
                    return Err(
                        Error::refused("letters-no-signature-seen").next("letters-upload-signed")
                    );
                }
                store::set_claim(&tx, id, SignatureClaim::Certified, Some(&reference)).await?;
                let reference = tx.commit_to(&reference);
                tx.audit(entry.with("reference", reference));
                Ok(())
            })
        })
        .await
}

fn must_be_issued(state: LetterState) -> Result<()> {
    match state {
        LetterState::Issued => Ok(()),
        LetterState::Draft => {
            Err(Error::refused("letters-still-draft").next("letters-issue-first"))
        }
        closed => Err(Error::refused(
            Text::new("letters-closed").with("state", closed.key()),
        )),
    }
}
