//! The domain of Titian without HTTP: one folder a slice, and what all slices stand on.

pub mod access;
pub mod accounts;
pub mod audit;
pub mod blobs;
pub mod corrections;
pub mod db;
pub mod guidelines;
pub mod holidays;
pub mod hosts;
mod keyed;
pub mod keys;
pub mod letters;
pub mod links;
pub mod meetings;
pub mod nominations;
pub mod notices;
pub mod organisations;
pub mod people;
pub mod placements;
pub mod policies;
pub mod ports;
pub mod programmes;
pub mod regulations;
pub mod screenings;
pub mod sheets;
pub mod simulations;
pub mod studies;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod todo;
pub mod uploads;
pub mod words;

use std::sync::Arc;

use kernel::{Clock, Entropy};

use crate::blobs::Blobs;
use crate::db::Db;
use crate::keys::Keys;
use crate::ports::Ports;

/// Everything that a command may use; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// The one source of secrets and seeds.
    pub entropy: Arc<dyn Entropy>,
    /// Files by their SHA-256.
    pub blobs: Blobs,
    /// Keys of this installation.
    pub keys: Arc<Keys>,
    /// What other crates do for us: rendering, spreadsheets, foreign files.
    pub ports: Ports,
    /// Address under which people reach this installation, without a slash at the end; it stands in QR codes.
    pub base_url: Arc<str>,
    /// The register as columns, for simulations.
    pub tunnel: crate::simulations::Tunnel,
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    hex(&sha2::Sha256::digest(bytes))
}
