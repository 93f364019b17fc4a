//! The repository as a list of files: where it stands, what belongs to it, read once for every rule.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders that hold no source of ours; they mirror `.gitignore`.
const NOT_OURS: &[&str] = &[".git", "target", "data", "node_modules"];

/// Where the workspace stands; every task works relative to it.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Where cargo puts what it builds, for logs and screenshots that nobody commits.
pub fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// One file: its path with forward slashes, relative to the root, and what it holds.
#[derive(Debug, Clone)]
pub struct File {
    /// Path relative to the root, with forward slashes.
    pub path: String,
    /// The bytes on disk.
    pub bytes: Vec<u8>,
}

impl File {
    /// The content as text, or nothing when it is not text.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// The name after the last slash.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// All files of the repository, sorted by path.
#[derive(Debug, Default)]
pub struct Repo {
    /// The files, sorted by path.
    pub files: Vec<File>,
}

impl Repo {
    /// Reads every file below the root, except what is built or fetched.
    pub fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        collect(root, root, &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    /// A repository out of paths and texts, for the tests of the rules.
    #[cfg(test)]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let files = pairs
            .iter()
            .map(|(path, text)| File {
                path: (*path).to_owned(),
                bytes: text.as_bytes().to_vec(),
            })
            .collect();
        Self { files }
    }

    /// The file with this path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Whether a file or a folder has this path.
    pub fn exists(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let below = format!("{path}/");
        path.is_empty()
            || self
                .files
                .iter()
                .any(|file| file.path == path || file.path.starts_with(&below))
    }

    /// The Rust files of our crates and of the tasks, with their text.
    pub fn rust(&self) -> impl Iterator<Item = (&File, &str)> {
        self.files
            .iter()
            .filter(|file| file.path.ends_with(".rs"))
            .filter(|file| file.path.starts_with("crates/") || file.path.starts_with("xtask/"))
            .filter_map(|file| file.text().map(|text| (file, text)))
    }

    /// The folders directly below `parent`, sorted, each once.
    pub fn folders(&self, parent: &str) -> Vec<&str> {
        let prefix = format!("{parent}/");
        let mut names: Vec<&str> = self
            .files
            .iter()
            .filter_map(|file| file.path.strip_prefix(&prefix))
            .filter_map(|rest| rest.split_once('/').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn collect(root: &Path, dir: &Path, files: &mut Vec<File>) -> Result<()> {
    let entries = fs::read_dir(dir).with_context(|| format!("read folder {}", dir.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let name = entry.file_name();
            if !NOT_OURS.iter().any(|skip| name == *skip) {
                collect(root, &path, files)?;
            }
        } else if kind.is_file() && entry.file_name() != ".git" {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let bytes = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
            files.push(File {
                path: relative.to_string_lossy().replace('\\', "/"),
                bytes,
            });
        }
    }
    Ok(())
}
