//! Where the repository stands.

use std::path::{Path, PathBuf};

/// Where the workspace stands; every task works relative to it.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}
