//! Stylesheets, scripts and icons, embedded and stored compressed, under paths that carry their hash.

use std::borrow::Cow;
use std::io::Read as _;
use std::sync::{LazyLock, OnceLock};

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::{Door, Routes};

/// How the bytes stand in the binary.
enum Stored {
    /// Our own small files, compressed at their first request.
    Plain(&'static [u8]),
    /// Vendored files, committed as brotli.
    Brotli(&'static [u8]),
}

struct Asset {
    /// Name that templates use.
    name: &'static str,
    mime: &'static str,
    stored: Stored,
    /// First 12 hexadecimal digits of the SHA-256 of what is stored.
    hash: String,
    path: String,
    brotli: OnceLock<Vec<u8>>,
}

macro_rules! plain {
    ($file:literal) => {
        Stored::Plain(include_bytes!(concat!("../../assets/", $file)))
    };
}
macro_rules! vendored {
    ($file:literal) => {
        Stored::Brotli(include_bytes!(concat!(
            "../../assets/vendor/",
            $file,
            ".br"
        )))
    };
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("tabler.css", CSS, vendored!("tabler.min.css")),
        asset("titian.css", CSS, plain!("titian.css")),
        asset("htmx.js", JS, vendored!("htmx.min.js")),
        asset("theme.js", JS, plain!("theme.js")),
        asset("titian.js", JS, plain!("titian.js")),
        asset("icons.svg", SVG, vendored!("tabler-icons.svg")),
        asset("logo.svg", SVG, plain!("logo.svg")),
    ]
});

fn asset(name: &'static str, mime: &'static str, stored: Stored) -> Asset {
    let (Stored::Plain(bytes) | Stored::Brotli(bytes)) = stored;
    let digest = Sha256::digest(bytes);
    let hash: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    Asset {
        name,
        mime,
        path: format!("/assets/{stem}-{hash}.{extension}"),
        hash,
        stored,
        brotli: OnceLock::new(),
    }
}

impl Asset {
    fn compressed(&self) -> &[u8] {
        match &self.stored {
            Stored::Brotli(bytes) => bytes,
            Stored::Plain(bytes) => self.brotli.get_or_init(|| compress(bytes)),
        }
    }

    fn identity(&self) -> Cow<'static, [u8]> {
        match self.stored {
            Stored::Plain(bytes) => Cow::Borrowed(bytes),
            Stored::Brotli(bytes) => Cow::Owned(decompress(bytes)),
        }
    }
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 9,
        ..Default::default()
    };
    // Writing into memory does not fail.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters);
    out
}

fn decompress(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if let Err(error) = brotli::Decompressor::new(bytes, 64 * 1024).read_to_end(&mut out) {
        tracing::error!(%error, "embedded file is damaged");
    }
    out
}

/// The path of an asset, such as `/assets/titian-0a1b2c3d4e5f.css` for `titian.css`.
pub fn path(name: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("/assets/", |asset| &asset.path)
}

/// The path of the icon sprite.
pub fn icons() -> &'static str {
    static PATH: LazyLock<&'static str> = LazyLock::new(|| path("icons.svg"));
    *PATH
}

/// `/assets/{file}` and `/favicon.ico`.
pub fn router() -> Routes {
    Routes::new()
        .get("/assets/{file}", Door::Anyone, serve)
        .get("/favicon.ico", Door::Anyone, async || {
            send("logo.svg", None, &HeaderMap::new())
        })
}

async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let parts = file
        .rsplit_once('.')
        .and_then(|(stem, extension)| Some((stem.rsplit_once('-')?, extension)));
    match parts {
        Some(((stem, hash), extension)) => {
            send(&format!("{stem}.{extension}"), Some(hash), &headers)
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn send(name: &str, hash: Option<&str>, headers: &HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // A page of the previous version may still ask for its own hash: it gets today's file, uncached.
    let cache = if hash == Some(asset.hash.as_str()) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = if accepts_brotli(headers) {
        let mut response = asset.compressed().to_vec().into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        response
    } else {
        asset.identity().into_owned().into_response()
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';');
            let br = parts.next().is_some_and(|name| name.trim() == "br");
            br && !parts.any(|q| matches!(q.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}
