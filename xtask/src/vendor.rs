//! Refreshes the front-end files from npm and records where each came from (`cargo xtask vendor`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::repo;

/// Where the record of all vendored files stands, relative to the root.
pub const MANIFEST: &str = "crates/web/assets/vendor/vendor.toml";
/// Where files that the server hands out stand.
const ASSETS: &str = "crates/web/assets/vendor";
/// Where files that only the browser tests use stand; they never reach the binary.
const TEST_ASSETS: &str = "crates/titian/tests/browser/vendor";
/// The list of icons that go into the sprite.
const ICONS: &str = "crates/web/assets/icons.txt";
const SPRITE: &str = "tabler-icons.svg";

/// One npm package that we copy files from.
struct Package {
    name: &'static str,
    version: &'static str,
    /// SPDX expression; npm's own field is checked against `npm_licence`.
    licence: &'static str,
    npm_licence: &'static str,
    /// Files with licence texts inside the package; empty when the package carries none.
    licence_files: &'static [&'static str],
    folder: &'static str,
    /// Path in the package → name in our folder.
    files: &'static [(&'static str, &'static str)],
    /// Whether the server hands the files out, so that they are also stored compressed.
    served: bool,
}

/// What we use. To take a newer version: change the number here, run the task, look at the pages.
const PACKAGES: &[Package] = &[
    Package {
        name: "@tabler/core",
        version: "1.6.1",
        licence: "MIT",
        npm_licence: "MIT",
        licence_files: &[],
        folder: ASSETS,
        files: &[
            ("dist/css/tabler.min.css", "tabler.min.css"),
            ("dist/js/tabler.min.js", "tabler.min.js"),
        ],
        served: true,
    },
    // Both are compiled into Tabler's two files, so their notices travel with them.
    Package {
        name: "bootstrap",
        version: "5.3.8",
        licence: "MIT",
        npm_licence: "MIT",
        licence_files: &["LICENSE"],
        folder: ASSETS,
        files: &[],
        served: false,
    },
    Package {
        name: "@popperjs/core",
        version: "2.11.8",
        licence: "MIT",
        npm_licence: "MIT",
        licence_files: &["LICENSE.md"],
        folder: ASSETS,
        files: &[],
        served: false,
    },
    Package {
        name: "@tabler/icons",
        version: "3.51.0",
        licence: "MIT",
        npm_licence: "MIT",
        licence_files: &["LICENSE"],
        folder: ASSETS,
        files: &[("icons", SPRITE)],
        served: true,
    },
    Package {
        name: "htmx.org",
        version: "4.0.1",
        licence: "0BSD",
        npm_licence: "BSD-0-Clause",
        licence_files: &["LICENSE"],
        folder: ASSETS,
        files: &[("dist/htmx.min.js", "htmx.min.js")],
        served: true,
    },
    Package {
        name: "axe-core",
        version: "4.14.1",
        licence: "MPL-2.0",
        npm_licence: "MPL-2.0",
        licence_files: &["LICENSE", "LICENSE-3RD-PARTY.txt"],
        folder: TEST_ASSETS,
        files: &[("axe.min.js", "axe.min.js")],
        served: false,
    },
];

/// The record of what was vendored.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// One entry a package.
    pub package: Vec<Entry>,
}

/// One package in the record.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Name in npm.
    pub name: String,
    /// Exact version.
    pub version: String,
    /// SPDX expression.
    pub licence: String,
    /// Path relative to the root → SHA-256 in hexadecimal.
    pub files: BTreeMap<String, String>,
}

/// Fetches every package with `npm pack` and rewrites the files and the record.
pub fn run() -> Result<()> {
    for tool in ["npm", "node", "tar"] {
        ensure!(
            Command::new(tool).arg("--version").output().is_ok(),
            "`cargo xtask vendor` needs `{tool}`, which is not here; \
             install Node.js (on Debian: apt-get install nodejs npm) and repeat. \
             Nothing else in this repository needs it."
        );
    }
    let root = repo::root();
    let scratch = tempfile::tempdir().context("make a temporary folder")?;
    let mut manifest = Manifest::default();
    for package in PACKAGES {
        println!("{} {}", package.name, package.version);
        let unpacked = fetch(package, scratch.path())?;
        let mut written = Vec::new();
        for (from, to) in package.files {
            let target = root.join(package.folder).join(to);
            let content = if *to == SPRITE {
                sprite(&fs::read_to_string(root.join(ICONS))?, &unpacked.join(from))?.into_bytes()
            } else {
                without_map(fs::read(unpacked.join(from)).with_context(|| {
                    format!("{} {} has no file {from}", package.name, package.version)
                })?)
            };
            write(&target, &content)?;
            written.push(format!("{}/{to}", package.folder));
            if package.served {
                compress(&target)?;
                written.push(format!("{}/{to}.br", package.folder));
            }
        }
        let licence = format!("{}/LICENSE-{}.txt", package.folder, slug(package.name));
        write(
            &root.join(&licence),
            licence_text(package, &unpacked)?.as_bytes(),
        )?;
        written.push(licence);
        let mut files = BTreeMap::new();
        for path in written {
            let digest = sha256(&fs::read(root.join(&path))?);
            files.insert(path, digest);
        }
        manifest.package.push(Entry {
            name: package.name.to_owned(),
            version: package.version.to_owned(),
            licence: package.licence.to_owned(),
            files,
        });
    }
    let head = "# Written by `cargo xtask vendor`; checked by `cargo xtask tidy`. Do not edit.\n\n";
    write(
        &root.join(MANIFEST),
        format!("{head}{}", toml::to_string(&manifest)?).as_bytes(),
    )?;
    println!("written: {MANIFEST}");
    Ok(())
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn fetch(package: &Package, scratch: &Path) -> Result<PathBuf> {
    let dir = scratch.join(slug(package.name));
    fs::create_dir_all(&dir)?;
    let spec = format!("{}@{}", package.name, package.version);
    let packed = Command::new("npm")
        .args(["pack", "--silent", &spec])
        .current_dir(&dir)
        .output()
        .context("run npm pack")?;
    ensure!(
        packed.status.success(),
        "npm pack {spec}: {}",
        String::from_utf8_lossy(&packed.stderr)
    );
    let archive = String::from_utf8_lossy(&packed.stdout).trim().to_owned();
    let unpacked = Command::new("tar")
        .args(["-xzf", &archive])
        .current_dir(&dir)
        .status()?;
    ensure!(unpacked.success(), "tar could not unpack {archive}");
    let content = dir.join("package");
    let described = fs::read_to_string(content.join("package.json"))?;
    let expected = format!("\"license\": \"{}\"", package.npm_licence);
    ensure!(
        described.contains(&expected),
        "{spec} no longer says {expected}; read its new licence before taking it"
    );
    Ok(content)
}

/// The licence text of a package: its own files, or, where it carries none, the notice at the head
/// of its style sheet above the text that the notice names.
fn licence_text(package: &Package, unpacked: &Path) -> Result<String> {
    if package.licence_files.is_empty() {
        let (first, _) = package.files.first().context("a package without files")?;
        let text = fs::read_to_string(unpacked.join(first))?;
        let notice = text
            .split_once("/*!")
            .and_then(|(_, rest)| rest.split_once("*/"))
            .map(|(notice, _)| notice)
            .with_context(|| format!("{first} has no licence notice at its head"))?;
        let lines: Vec<&str> = notice
            .lines()
            .map(|l| l.trim().trim_start_matches('*').trim())
            .collect();
        ensure!(package.licence == "MIT", "only the MIT text is known here");
        return Ok(format!("{}\n\n{MIT}", lines.join("\n").trim()));
    }
    let mut all = String::new();
    for name in package.licence_files {
        all.push_str(&fs::read_to_string(unpacked.join(name))?);
    }
    Ok(all)
}

/// Without the pointer to a source map that we do not ship: a browser with open tools would ask for it.
fn without_map(content: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&content) else {
        return content;
    };
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| !line.contains("# sourceMappingURL="))
        .collect();
    if kept.len() == text.lines().count() {
        content
    } else {
        (kept.join("\n") + "\n").into()
    }
}

/// Builds one SVG file with a `<symbol>` for each listed icon.
fn sprite(list: &str, icons: &Path) -> Result<String> {
    let mut out = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
    for line in list
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let (folder, name, id) = match line.strip_prefix("filled/") {
            Some(name) => ("filled", name, format!("{name}-filled")),
            None => ("outline", line, line.to_owned()),
        };
        let path = icons.join(folder).join(format!("{name}.svg"));
        let Ok(svg) = fs::read_to_string(&path) else {
            bail!("{ICONS}: Tabler has no {folder} icon `{name}`; look for another name");
        };
        out.push_str(&symbol(&id, &svg, folder == "filled"));
    }
    out.push_str("</svg>\n");
    Ok(out)
}

/// One icon as a symbol. The width of the stroke is left to the class `icon`, which sets it.
fn symbol(id: &str, svg: &str, filled: bool) -> String {
    let body = svg.split_once('>').map_or("", |(_, rest)| rest);
    let body = body.rsplit_once("</svg>").map_or(body, |(body, _)| body);
    let shapes: Vec<&str> = body
        .lines()
        .map(str::trim)
        // The first path of the outline set only marks the 24 × 24 box.
        .filter(|line| !line.is_empty() && !line.contains("M0 0h24v24H0z"))
        .collect();
    let paint = if filled {
        "fill=\"currentColor\" stroke=\"none\""
    } else {
        "fill=\"none\" stroke=\"currentColor\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
    };
    format!(
        "<symbol id=\"{id}\" viewBox=\"0 0 24 24\" {paint}>{}</symbol>\n",
        shapes.concat()
    )
}

/// Stores the file once more in brotli at its highest level, so that the server never compresses it.
fn compress(path: &Path) -> Result<()> {
    let script = "const fs=require('fs'),z=require('zlib'),c=z.constants,p=process.argv[1];\
        const b=fs.readFileSync(p);\
        fs.writeFileSync(p+'.br',z.brotliCompressSync(b,{params:{\
        [c.BROTLI_PARAM_QUALITY]:11,[c.BROTLI_PARAM_LGWIN]:22,\
        [c.BROTLI_PARAM_MODE]:c.BROTLI_MODE_TEXT,[c.BROTLI_PARAM_SIZE_HINT]:b.length}}))";
    let done = Command::new("node")
        .args(["-e", script])
        .arg(path)
        .status()?;
    ensure!(done.success(), "node could not compress {}", path.display());
    Ok(())
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    fs::write(path, content).with_context(|| format!("write {}", path.display()))
}

fn slug(name: &str) -> String {
    name.trim_start_matches('@').replace(['/', '.'], "-")
}

const MIT: &str = "\
Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the \"Software\"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_keeps_the_shapes_and_drops_the_box() {
        let svg = "<svg\n  width=\"24\"\n>\n  <path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\" />\n  <path d=\"M5 12l-2 0\" />\n</svg>";
        let made = symbol("home", svg, false);
        assert!(made.starts_with("<symbol id=\"home\" viewBox=\"0 0 24 24\" fill=\"none\""));
        assert!(made.contains("M5 12l-2 0"));
        assert!(!made.contains("M0 0h24v24H0z"));
    }

    #[test]
    fn a_pointer_to_a_source_map_is_dropped_and_nothing_else() {
        let with = b"a();\nb();\n//# sourceMappingURL=x.map".to_vec();
        assert_eq!(without_map(with), b"a();\nb();\n");
        assert_eq!(without_map(b"a();".to_vec()), b"a();");
    }

    #[test]
    fn the_digest_is_the_published_one_of_the_empty_text() {
        // FIPS 180-4, test value of the empty message.
        assert_eq!(
            sha256(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
