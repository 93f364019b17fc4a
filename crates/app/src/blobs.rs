//! Files by their SHA-256 in the data folder: whole on disk before any row names them.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Entropy, Error, Result};

/// The folder of files; cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    root: Arc<PathBuf>,
    entropy: Arc<dyn Entropy>,
}

impl Blobs {
    /// The folder `root`, made when it does not exist.
    pub fn open(root: &Path, entropy: Arc<dyn Entropy>) -> Result<Self> {
        fs::create_dir_all(root.join("tmp")).map_err(|e| unwritable(&e))?;
        Ok(Self {
            root: Arc::new(root.to_owned()),
            entropy,
        })
    }

    /// Stores `bytes` and answers their SHA-256 in hexadecimal once they are safe on disk:
    /// temporary name → fsync → rename → fsync of the folder.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String> {
        let this = self.clone();
        blocking(move || this.put_now(&bytes)).await
    }

    /// The bytes of a stored file; an internal error when it is gone or changed.
    pub async fn get(&self, sha256: &str) -> Result<Vec<u8>> {
        let (this, sha256) = (self.clone(), sha256.to_owned());
        blocking(move || this.get_now(&sha256)).await
    }

    /// Every stored digest, for backup and verification.
    pub fn list(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for folder in fs::read_dir(self.root.as_ref()).map_err(Error::internal)? {
            let folder = folder.map_err(Error::internal)?.path();
            if !folder.is_dir() || folder.file_name().is_some_and(|name| name == "tmp") {
                continue;
            }
            for file in fs::read_dir(folder).map_err(Error::internal)? {
                found.push(
                    file.map_err(Error::internal)?
                        .file_name()
                        .to_string_lossy()
                        .into(),
                );
            }
        }
        found.sort();
        Ok(found)
    }

    /// Where the file with this digest stands.
    pub fn path(&self, sha256: &str) -> PathBuf {
        self.root.join(sha256.get(..2).unwrap_or("xx")).join(sha256)
    }

    /// Removes what an interrupted [`Blobs::put`] left behind; call it at start, before any writing.
    pub fn sweep(&self) -> Result<usize> {
        let mut swept = 0;
        for file in fs::read_dir(self.root.join("tmp")).map_err(Error::internal)? {
            fs::remove_file(file.map_err(Error::internal)?.path()).map_err(Error::internal)?;
            swept += 1;
        }
        Ok(swept)
    }

    fn put_now(&self, bytes: &[u8]) -> Result<String> {
        let sha256 = crate::sha256_hex(bytes);
        let target = self.path(&sha256);
        if target.exists() {
            return Ok(sha256);
        }
        let temporary = self.root.join("tmp").join(self.entropy.secret());
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&temporary)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            let folder = target.parent().unwrap_or(&self.root);
            if !folder.exists() {
                fs::create_dir_all(folder)?;
                File::open(self.root.as_ref())?.sync_all()?;
            }
            fs::rename(&temporary, &target)?;
            File::open(folder)?.sync_all()
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&temporary);
            unwritable(&error)
        })?;
        Ok(sha256)
    }

    fn get_now(&self, sha256: &str) -> Result<Vec<u8>> {
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_digest {
            return Err(Error::not_found());
        }
        let bytes = fs::read(self.path(sha256))
            .map_err(|error| Error::internal(format!("file {sha256}: {error}")))?;
        if crate::sha256_hex(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(Error::internal(format!(
                "file {sha256} was changed on disk"
            )))
        }
    }
}

/// The media type of a scan by its first bytes: PDF, JPEG or PNG; `None` for anything else, whatever its name says.
pub fn scan_media(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 3] = [
        (b"%PDF-", "application/pdf"),
        (&[0xFF, 0xD8, 0xFF], "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
    ];
    KINDS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, media)| *media)
}

fn unwritable(error: &std::io::Error) -> Error {
    Error::unavailable("error-file-not-stored", error)
}

/// Runs file or hashing work off the async threads.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_known_by_their_content() {
        assert_eq!(scan_media(b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(scan_media(&[0xFF, 0xD8, 0xFF, 0xE0]), Some("image/jpeg"));
        assert_eq!(scan_media(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        assert_eq!(scan_media(b"MZ\x90"), None);
        assert_eq!(scan_media(b"<svg onload=alert(1)>"), None);
    }
}
