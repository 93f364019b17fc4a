//! Argon2id, off the async threads.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use kernel::{Entropy, Error, Result};

use crate::blobs::blocking;

/// The PHC string of `password` with the crate's parameters (Argon2id, 19 MiB, 2 passes, as OWASP recommends).
pub(super) async fn hash(entropy: &dyn Entropy, password: &str) -> Result<String> {
    let mut salt = [0u8; 16];
    entropy.fill(&mut salt);
    let password = password.to_owned();
    blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(Error::internal)
    })
    .await
}

/// Whether `password` is the one behind `stored`. Without a stored one the same work is done and the answer is no,
/// so that the time taken does not tell whether an account exists.
pub(super) async fn matches(stored: Option<String>, password: &str) -> Result<bool> {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm8$\
                          R2x1ZWNrbGljaGUgUmVpc2UgbmFjaCBTZXJhbmcgISE";
    let password = password.to_owned();
    blocking(move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&text).map_err(Error::internal)?;
        Ok(Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
            && known)
    })
    .await
}
