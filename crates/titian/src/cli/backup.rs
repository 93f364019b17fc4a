//! `titian backup | verify | restore`: a folder that holds everything, checked file by file.
//!
//! A backup is a folder: `titian.db` (a consistent copy), `files/`, `keys/`, and `manifest.json` with the SHA-256 of each.
//! It holds the keys: keep it as safe as the server itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Clock as _, Error, Result, SystemClock, Text};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::config::Config;
use crate::installation::{self, database_file};
use crate::output::{Outcome, print};

const MANIFEST: &str = "manifest.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format: String,
    made_at: String,
    audit_lines: i64,
    audit_head: String,
    files: BTreeMap<String, String>,
}

/// Makes a backup in `target`, which must not exist. SQLite only: PostgreSQL has pg_dump.
pub async fn backup(config: &Config, target: &Path, json: bool) -> Result<Outcome> {
    if target.exists() {
        return Err(Error::invalid(
            Text::new("error-target-exists").with("path", target.display()),
        ));
    }
    let app = installation::open_existing(config, Arc::new(SystemClock)).await?;
    let partial = target.with_extension("partial");
    let _ = fs::remove_dir_all(&partial);
    fs::create_dir_all(partial.join("files")).map_err(Error::internal)?;
    app.db.copy_to(&database_file(&partial)).await?;
    // The copy is older than the files: every file that a row of the copy names is there.
    for digest in app.blobs.list()? {
        let from = app.blobs.path(&digest);
        let to = partial
            .join("files")
            .join(digest.get(..2).unwrap_or("xx"))
            .join(&digest);
        copy(&from, &to)?;
    }
    for name in ["letters.key", "audit.key"] {
        copy(
            &config.data.value.join("keys").join(name),
            &partial.join("keys").join(name),
        )?;
    }
    let (audit_lines, audit_head) = app::audit::head(&app.db).await?;
    let manifest = Manifest {
        format: "titian-backup/1".into(),
        made_at: app.clock.now().rfc3339(),
        audit_lines,
        audit_head,
        files: digests(&partial)?,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(Error::internal)?;
    fs::write(partial.join(MANIFEST), text).map_err(Error::internal)?;
    sync_tree(&partial)?;
    fs::rename(&partial, target).map_err(Error::internal)?;
    let count = manifest.files.len();
    print(json, &json!({ "backup": target, "files": count }), || {
        format!("Backup complete in {}: {count} files.", target.display())
    });
    Ok(Outcome::Done)
}

/// Verifies a backup: every file by its digest, no file too many, the database's own check and the audit chain.
pub async fn verify(path: &Path, json: bool) -> Result<Outcome> {
    let problems = problems(path).await?;
    let ok = problems.is_empty();
    print(json, &json!({ "ok": ok, "problems": problems }), || {
        if ok {
            "The backup is whole.".to_owned()
        } else {
            format!("The backup is DAMAGED:\n  {}", problems.join("\n  "))
        }
    });
    Ok(if ok { Outcome::Done } else { Outcome::Failed })
}

/// Restores a verified backup into the data folder, which must hold no installation.
pub async fn restore(config: &Config, path: &Path, json: bool) -> Result<Outcome> {
    let data = &config.data.value;
    if database_file(data).exists() || data.join("keys").exists() {
        return Err(Error::invalid(
            Text::new("error-target-exists").with("path", data.display()),
        ));
    }
    let problems = problems(path).await?;
    if !problems.is_empty() {
        print(json, &json!({ "ok": false, "problems": problems }), || {
            format!(
                "The backup is DAMAGED and was not restored:\n  {}",
                problems.join("\n  ")
            )
        });
        return Ok(Outcome::Failed);
    }
    let manifest = read_manifest(path)?;
    for name in manifest.files.keys() {
        copy(&path.join(name), &data.join(name))?;
    }
    sync_tree(data)?;
    print(
        json,
        &json!({ "ok": true, "files": manifest.files.len() }),
        || {
            format!(
                "Restored to {}: {} files.",
                data.display(),
                manifest.files.len()
            )
        },
    );
    Ok(Outcome::Done)
}

fn read_manifest(path: &Path) -> Result<Manifest> {
    let wrong = |why: String| {
        Error::invalid(
            Text::new("error-config")
                .with("file", path.join(MANIFEST).display())
                .with("why", why),
        )
    };
    let text = fs::read(path.join(MANIFEST)).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_slice(&text).map_err(|error| wrong(error.to_string()))
}

async fn problems(path: &Path) -> Result<Vec<String>> {
    let manifest = read_manifest(path)?;
    let found = digests(path)?;
    let mut problems = Vec::new();
    for (name, digest) in &manifest.files {
        match found.get(name) {
            None => problems.push(format!("{name}: missing")),
            Some(other) if other != digest => problems.push(format!("{name}: changed")),
            Some(_) => {}
        }
    }
    problems.extend(
        found
            .keys()
            .filter(|name| !manifest.files.contains_key(*name))
            .map(|name| format!("{name}: not in the manifest")),
    );
    if problems.is_empty() {
        problems.extend(audit_problem(path, &manifest).await?);
    }
    Ok(problems)
}

/// Opens a copy, so that looking at a backup never changes it.
async fn audit_problem(path: &Path, manifest: &Manifest) -> Result<Option<String>> {
    let copy_at = std::env::temp_dir().join(format!("titian-verify-{}", SystemClock.new_id()));
    copy(&database_file(path), &database_file(&copy_at))?;
    let key: [u8; 32] = [0; 32];
    let location = app::db::Location::File(database_file(&copy_at));
    let outcome = async {
        let db = app::db::Db::connect(&location, Arc::new(SystemClock), key).await?;
        app::audit::verify(&db).await
    }
    .await;
    let _ = fs::remove_dir_all(&copy_at);
    Ok(match outcome? {
        Err(broken) => Some(format!("audit log, line {}: {}", broken.seq, broken.what)),
        // Lines written between the copy and the manifest may be missing from the copy, never added to it.
        Ok(chain) if chain.lines > manifest.audit_lines => Some(format!(
            "the audit log holds {} lines, the manifest says {}",
            chain.lines, manifest.audit_lines
        )),
        Ok(_) => None,
    })
}

fn digests(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::internal)? {
            let path = entry.map_err(Error::internal)?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .strip_prefix(root)
                .map_err(Error::internal)?
                .display()
                .to_string();
            if name != MANIFEST {
                let bytes = fs::read(&path).map_err(Error::internal)?;
                found.insert(name, app::sha256_hex(&bytes));
            }
        }
    }
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Error::internal)?;
    }
    fs::copy(from, to)
        .map(drop)
        .map_err(|error| Error::internal(format!("{} → {}: {error}", from.display(), to.display())))
}

fn sync_tree(root: &Path) -> Result<()> {
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::internal)? {
            let path = entry.map_err(Error::internal)?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                fs::File::open(&path)
                    .and_then(|file| file.sync_all())
                    .map_err(Error::internal)?;
            }
        }
        fs::File::open(&folder)
            .and_then(|file| file.sync_all())
            .map_err(Error::internal)?;
    }
    Ok(())
}
