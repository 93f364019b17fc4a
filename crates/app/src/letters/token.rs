//! The signed token in the QR code of a letter (docs/letter-token.md).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{CivilDate, LetterId};

use super::model::LetterKind;
use super::registers::MAX_NUMBER;
use crate::keys::Keys;

const VERSION: u8 = 1;
/// Stands before the claims under the signature, so that the key signs nothing else by accident.
const CONTEXT: &[u8] = b"titian-letter/1\0";
/// Version, key id, letter id, kind, date, digest and length of the number.
const FIXED: usize = 1 + 4 + 16 + 1 + 4 + 32 + 1;
const SIGNATURE: usize = 64;

/// What a token says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claims {
    /// The letter.
    pub id: LetterId,
    /// Its kind.
    pub kind: LetterKind,
    /// Its date.
    pub date: CivilDate,
    /// SHA-256 of the canonical JSON of its frozen content.
    pub digest: [u8; 32],
    /// Its number, 1 to 120 bytes.
    pub number: String,
}

fn bytes(claims: &Claims, key_id: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(FIXED + claims.number.len() + SIGNATURE);
    bytes.push(VERSION);
    bytes.extend(u32::from_str_radix(key_id, 16).unwrap_or(0).to_be_bytes());
    bytes.extend(claims.id.0.as_bytes());
    bytes.push(claims.kind.code());
    bytes.extend(claims.date.epoch_days().to_be_bytes());
    bytes.extend(claims.digest);
    bytes.push(u8::try_from(claims.number.len()).unwrap_or(u8::MAX));
    bytes.extend(claims.number.as_bytes());
    bytes
}

fn signed_text(claims: &[u8]) -> Vec<u8> {
    [CONTEXT, claims].concat()
}

/// The token of a letter.
pub fn sign(keys: &Keys, claims: &Claims) -> String {
    let mut bytes = bytes(claims, &keys.letter_key_id());
    let signature = keys.sign_letter(&signed_text(&bytes));
    bytes.extend(signature);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a token says, if this installation signed exactly this text; nothing otherwise.
///
/// There is one encoding only: the base64url text without padding that [`sign`] makes.
pub fn verify(keys: &Keys, token: &str) -> Option<Claims> {
    const LONGEST: usize = (FIXED + MAX_NUMBER + SIGNATURE).div_ceil(3) * 4;
    if token.len() > LONGEST {
        return None;
    }
    let all = URL_SAFE_NO_PAD.decode(token).ok()?;
    if URL_SAFE_NO_PAD.encode(&all) != token {
        return None;
    }
    let (claimed, signature) = all.split_at_checked(all.len().checked_sub(SIGNATURE)?)?;
    let claims = read(claimed)?;
    // One text for one meaning: what was read must be written the same way.
    if bytes(&claims, &keys.letter_key_id()) != claimed {
        return None;
    }
    let signature: &[u8; SIGNATURE] = signature.try_into().ok()?;
    keys.verify_letter(&signed_text(claimed), signature)
        .then_some(claims)
}

fn read(claimed: &[u8]) -> Option<Claims> {
    let (fixed, number) = claimed.split_at_checked(FIXED)?;
    let part = |from: usize, to: usize| fixed.get(from..to);
    if *fixed.first()? != VERSION {
        return None;
    }
    let length = usize::from(*fixed.get(FIXED - 1)?);
    if length != number.len() || length == 0 || length > MAX_NUMBER {
        return None;
    }
    let days = i32::from_be_bytes(part(22, 26)?.try_into().ok()?);
    Some(Claims {
        id: LetterId(uuid::Uuid::from_bytes(part(5, 21)?.try_into().ok()?)),
        kind: LetterKind::from_code(*fixed.get(21)?)?,
        date: CivilDate::from_epoch_days(days)?,
        digest: part(26, 58)?.try_into().ok()?,
        number: std::str::from_utf8(number).ok()?.to_owned(),
    })
}
