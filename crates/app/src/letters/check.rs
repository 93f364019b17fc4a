//! What anybody who holds a letter may learn: content and state by its code, and whether a file is the real one.

use kernel::{CivilDate, Error, LetterId, Result};
use serde_json::Value;
use sha2::Digest as _;

use super::model::{Letter, LetterKind, LetterState, SignatureClaim};
use super::{commands, store, token};
use crate::App;

/// Largest file that the check reads, in bytes.
pub const MAX_CHECKED: u64 = 50 * 1024 * 1024;

/// What the check page shows of a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// The letter, for links inside; not shown.
    pub id: LetterId,
    /// Kind.
    pub kind: LetterKind,
    /// State: issued, superseded or revoked.
    pub state: LetterState,
    /// Number.
    pub number: String,
    /// Date.
    pub date: CivilDate,
    /// Subject without names.
    pub subject: String,
    /// Signer as printed.
    pub signer: String,
    /// The signer's office with the form of authority.
    pub office: String,
    /// The persons it concerns, masked.
    pub persons: Vec<String>,
    /// How many persons it concerns.
    pub count: usize,
    /// What is known of a certified signature.
    pub claim: SignatureClaim,
    /// Reference of the check of that signature.
    pub claim_reference: Option<String>,
    /// Number and token of the letter that replaced it.
    pub replaced_by: Option<(String, String)>,
    /// Why it was revoked.
    pub reason: Option<String>,
}

/// What a token means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CheckOutcome {
    /// A letter of this installation.
    Known(Box<Checked>),
    /// No code that this installation signed, or one of a letter that it never issued.
    Unknown,
}

/// What an uploaded file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileVerdict {
    /// *Naskah asli*: the PDF as issued.
    Original,
    /// *Salinan bertanda tangan*: a signed copy that the agency stored.
    Signed,
    /// *Tidak dikenal atau berubah*.
    Unknown,
}

/// Checks the token of a QR code. Nobody needs to be known for it.
pub async fn check(app: &App, token: &str) -> Result<CheckOutcome> {
    let Some(claims) = token::verify(&app.keys, token) else {
        return Ok(CheckOutcome::Unknown);
    };
    let letter = match commands::all(&app.db, claims.id).await {
        Ok(letter) => letter,
        Err(error) if error.kind() == kernel::Kind::NotFound => return Ok(CheckOutcome::Unknown),
        Err(error) => return Err(error),
    };
    let same = letter.kind == claims.kind
        && letter.date == Some(claims.date)
        && letter.number.as_deref() == Some(claims.number.as_str())
        && letter.digest.as_deref() == Some(crate::hex(&claims.digest).as_str());
    let issued = !matches!(letter.state, LetterState::Draft | LetterState::Discarded);
    if !(same && issued) {
        return Ok(CheckOutcome::Unknown);
    }
    shown(app, letter)
        .await
        .map(|shown| CheckOutcome::Known(Box::new(shown)))
}

async fn shown(app: &App, letter: Letter) -> Result<Checked> {
    let missing = || Error::internal(format!("letter {} lacks what an issue stores", letter.id));
    let content = letter.content.as_ref().ok_or_else(missing)?;
    let signer = letter.signer.as_ref().ok_or_else(missing)?;
    let replaced_by = match letter.state {
        LetterState::Superseded => store::replacement(&app.db, letter.id)
            .await?
            .and_then(|new| Some((new.number?, new.token?))),
        _ => None,
    };
    let names = persons(content);
    Ok(Checked {
        id: letter.id,
        kind: letter.kind,
        state: letter.state,
        number: letter.number.clone().ok_or_else(missing)?,
        date: letter.date.ok_or_else(missing)?,
        subject: public_subject(content),
        signer: signer.name.clone(),
        office: signer.office.clone(),
        count: names.len(),
        // A long annex is no directory for the public.
        persons: if names.len() > 1 { Vec::new() } else { names },
        claim: letter.claim,
        claim_reference: letter.claim_reference.clone(),
        replaced_by,
        reason: letter
            .reason
            .clone()
            .filter(|_| letter.state == LetterState::Revoked),
    })
}

fn text<'a>(content: &'a Value, path: &str) -> Option<&'a str> {
    content.pointer(path).and_then(Value::as_str)
}

fn public_subject(content: &Value) -> String {
    if let Some(about) = text(content, "/tentang").or_else(|| text(content, "/surat/hal")) {
        return about.to_owned();
    }
    // A letter of a study: title and programme say what it permits; the person stands masked beside it.
    if let (Some(title), Some(programme)) =
        (text(content, "/judul"), text(content, "/studi/program"))
    {
        return format!("{title}: {programme}");
    }
    let task = text(content, "/tugas").unwrap_or_default();
    let host = text(content, "/host").unwrap_or_default();
    format!("Melaksanakan {task} pada {host}")
}

fn persons(content: &Value) -> Vec<String> {
    let listed = content
        .pointer("/persons")
        .or_else(|| content.pointer("/lampiran/participants"));
    listed
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|person| {
            let name = mask_name(text(person, "/name").unwrap_or_default());
            match text(person, "/nip").and_then(|nip| nip.parse::<kernel::Nip>().ok()) {
                Some(nip) => format!("{name} ({})", nip.masked()),
                None => name,
            }
        })
        .collect()
}

/// "Laksmi Adiningrum, S.Kom." → "L••••• A•••••••••": enough to compare with the paper in hand, not to learn a name.
pub fn mask_name(name: &str) -> String {
    let plain = name.split(',').next().unwrap_or_default();
    let words: Vec<String> = plain
        .split_whitespace()
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().unwrap_or_default();
            std::iter::once(first).chain(letters.map(|_| '•')).collect()
        })
        .collect();
    words.join(" ")
}

/// Hashes a file as it arrives: nothing is stored, nothing held in memory.
#[derive(Default)]
pub struct FileCheck {
    hasher: sha2::Sha256,
    seen: u64,
}

impl FileCheck {
    /// Takes the next piece; refused once the file is too large.
    pub fn push(&mut self, piece: &[u8]) -> Result<()> {
        self.seen += piece.len() as u64;
        if self.seen > MAX_CHECKED {
            return Err(Error::invalid_field(
                "file",
                kernel::Text::new("letters-file-too-large")
                    .with("max", MAX_CHECKED / (1024 * 1024)),
            ));
        }
        self.hasher.update(piece);
        Ok(())
    }

    /// What the file is to the letter with this code, or to any letter when no code is given; and that letter.
    pub async fn finish(
        self,
        app: &App,
        token: Option<&str>,
    ) -> Result<(FileVerdict, CheckOutcome)> {
        if self.seen == 0 {
            return Err(Error::invalid_field("file", "error-required"));
        }
        let sha256 = crate::hex(&self.hasher.finalize());
        let found = store::by_file(&app.db, &sha256).await?;
        let outcome = match token {
            Some(token) => check(app, token).await?,
            None => match found.first() {
                Some((id, _)) => {
                    let letter = commands::all(&app.db, *id).await?;
                    CheckOutcome::Known(Box::new(shown(app, letter).await?))
                }
                None => CheckOutcome::Unknown,
            },
        };
        let verdict = match &outcome {
            CheckOutcome::Known(checked) => found.iter().find(|(id, _)| *id == checked.id).map_or(
                FileVerdict::Unknown,
                |(_, signed)| {
                    if *signed {
                        FileVerdict::Signed
                    } else {
                        FileVerdict::Original
                    }
                },
            ),
            CheckOutcome::Unknown => FileVerdict::Unknown,
        };
        Ok((verdict, outcome))
    }
}
