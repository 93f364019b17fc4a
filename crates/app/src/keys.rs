//! Keys of this installation: Ed25519 for letters, a secret for commitments in the audit log.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use kernel::{Entropy, Error, Result};
use sha2::{Digest as _, Sha256};

/// The keys, read from the data folder or made there once.
pub struct Keys {
    letters: SigningKey,
    /// Secret of the commitments in the audit log.
    pub audit: [u8; 32],
}

impl Keys {
    /// Reads the keys in `folder`; those that are missing are made from `entropy`, readable by the owner alone.
    pub fn open(folder: &Path, entropy: &dyn Entropy) -> Result<Self> {
        fs::create_dir_all(folder).map_err(Error::internal)?;
        let letters = read_or_make(&folder.join("letters.key"), entropy)?;
        let audit = read_or_make(&folder.join("audit.key"), entropy)?;
        Ok(Self {
            letters: SigningKey::from_bytes(&letters),
            audit,
        })
    }

    /// A secret of its own for `purpose`, made of the installation's; one tells nothing of another.
    pub fn derived(&self, purpose: &str) -> [u8; 32] {
        Sha256::new()
            .chain_update(self.audit)
            .chain_update(format!("titian/{purpose}/1"))
            .finalize()
            .into()
    }

    /// Short name of the letter key: the first 8 hexadecimal digits of the SHA-256 of its public part.
    pub fn letter_key_id(&self) -> String {
        crate::sha256_hex(self.letter_public_key().as_bytes())
            .chars()
            .take(8)
            .collect()
    }

    /// The public part, published so that anybody can verify a QR code offline.
    pub fn letter_public_key(&self) -> VerifyingKey {
        self.letters.verifying_key()
    }

    /// Signs `message`; 64 bytes.
    pub fn sign_letter(&self, message: &[u8]) -> [u8; 64] {
        self.letters.sign(message).to_bytes()
    }

    /// Whether `signature` is this installation's over `message`, by the strict rules.
    pub fn verify_letter(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.letter_public_key()
            .verify_strict(message, &signature)
            .is_ok()
    }
}

fn read_or_make(path: &Path, entropy: &dyn Entropy) -> Result<[u8; 32]> {
    if path.exists() {
        let bytes = fs::read(path).map_err(Error::internal)?;
        return bytes.try_into().map_err(|_| {
            Error::internal(format!(
                "{} does not hold 32 bytes: restore it",
                path.display()
            ))
        });
    }
    let mut key = [0; 32];
    entropy.fill(&mut key);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(Error::internal)?;
    file.write_all(&key)
        .and_then(|()| file.sync_all())
        .map_err(Error::internal)?;
    Ok(key)
}
