//! *Tentang*: what Titian is, its version and the licences of what it stands on; and the health check.

use std::sync::LazyLock;

use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;

use super::{Answer, Door, Page, Routes, html};

/// `/tentang` and `/sehat`.
pub fn router() -> Routes {
    Routes::new()
        .get("/tentang", Door::Anyone, about)
        .get("/sehat", Door::Anyone, health)
}

/// Something vendored that the server hands out.
struct Part {
    name: &'static str,
    version: &'static str,
    licence: &'static str,
    /// The licence in full.
    text: &'static str,
}

#[derive(Template)]
#[template(path = "shell/about.html")]
struct About {
    page: Page,
    parts: &'static [Part],
}

async fn about(page: Page) -> Answer {
    html(&About {
        page: page.title("about-title"),
        parts: &PARTS,
    })
}

/// Alive: the process answers. Whether the database does is told by `titian doctor` and the metrics.
async fn health() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        "sehat\n",
    )
}

macro_rules! licence {
    ($file:literal) => {
        include_str!(concat!("../../assets/vendor/LICENSE-", $file, ".txt"))
    };
}

static PARTS: LazyLock<Vec<Part>> = LazyLock::new(|| {
    [
        ("@tabler/core", licence!("tabler-core")),
        ("bootstrap", licence!("bootstrap")),
        ("@tabler/icons", licence!("tabler-icons")),
        ("htmx.org", licence!("htmx-org")),
    ]
    .into_iter()
    .map(|(name, text)| Part {
        name,
        version: recorded(name, "version"),
        licence: recorded(name, "licence"),
        text,
    })
    .collect()
});

/// What `vendor.toml` records about a package; the file is written by `cargo xtask vendor`, one `key = "value"` a line.
fn recorded(package: &str, key: &str) -> &'static str {
    const RECORD: &str = include_str!("../../assets/vendor/vendor.toml");
    let entry = RECORD
        .split("[[package]]")
        .find(|entry| value(entry, "name") == Some(package));
    entry
        .and_then(|entry| value(entry, key))
        .unwrap_or_default()
}

fn value<'a>(entry: &'a str, key: &str) -> Option<&'a str> {
    entry.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"'))
    })
}
