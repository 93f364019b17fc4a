//! Many files as one ZIP, the same bytes for the same files.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Why no archive could be made.
#[derive(Debug, thiserror::Error)]
pub enum ZipError {
    /// Two files have one name.
    #[error("two files are named `{0}`; give each letter a name of its own")]
    Duplicate(String),
    /// A name that would leave the folder in which somebody unpacks the archive.
    #[error("`{0}` is no plain file name; expected a relative path without `..` and `\\`")]
    Name(String),
    /// The writer failed.
    #[error("the archive could not be written: {0}")]
    Write(String),
}

/// Packs `(name, bytes)` in the order given. Names are relative paths with `/`; all entries carry the date
/// 1980-01-01, the earliest that ZIP knows, so that equal files give equal archives.
pub fn zip<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, ZipError> {
    let wrong = |error: &dyn std::fmt::Display| ZipError::Write(error.to_string());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut names = BTreeSet::new();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let plain = !name.is_empty()
            && !name.contains(['\\', ':'])
            && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
            && !name.chars().any(char::is_control);
        if !plain {
            return Err(ZipError::Name(name.to_owned()));
        }
        if !names.insert(name.to_lowercase()) {
            return Err(ZipError::Duplicate(name.to_owned()));
        }
        writer
            .start_file(name, options)
            .map_err(|error| wrong(&error))?;
        writer.write_all(bytes).map_err(|error| wrong(&error))?;
    }
    let cursor = writer.finish().map_err(|error| wrong(&error))?;
    Ok(cursor.into_inner())
}
