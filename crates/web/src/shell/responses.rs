//! Answers: pages, fragments, redirects and files.

use std::fmt::Display;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::errors::{Answer, Problem};
use super::session::NOTICE;

/// A page, or a fragment of one, with status 200.
///
/// # Errors
/// An internal error when the template fails.
pub fn html(template: &impl Template) -> Answer {
    html_with(StatusCode::OK, template)
}

/// A page with another status.
///
/// # Errors
/// An internal error when the template fails.
pub fn html_with(status: StatusCode, template: &impl Template) -> Answer {
    let body = template.render().map_err(Problem::from)?;
    let mut response = (status, Body::from(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    // Language, theme and actor come from these.
    headers.insert(
        header::VARY,
        HeaderValue::from_static("cookie, accept-language, hx-request"),
    );
    Ok(response)
}

/// 303: after a form has done its work.
pub fn see_other(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    match HeaderValue::from_str(path) {
        Ok(location) => {
            response.headers_mut().insert(header::LOCATION, location);
        }
        Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
    }
    response
}

/// 303 with a word on what was done: the next page shows the message under `key` above its content.
pub fn done(path: &str, key: &'static str) -> Response {
    let mut response = see_other(path);
    let cookie = format!("{NOTICE}={key}; Path=/; Max-Age=60; SameSite=Lax; HttpOnly");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The kinds of file that leave the system.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// Excel workbook.
    Xlsx,
    /// Comma- or semicolon-separated text.
    Csv,
    /// PDF.
    Pdf,
    /// ZIP of letters.
    Zip,
    /// Word document.
    Docx,
    /// Calendar.
    Ics,
    /// JSON.
    Json,
    /// A scan as JPEG.
    Jpeg,
    /// A scan as PNG.
    Png,
}

impl FileKind {
    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Csv => "text/csv; charset=utf-8",
            FileKind::Pdf => "application/pdf",
            FileKind::Zip => "application/zip",
            FileKind::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            FileKind::Ics => "text/calendar; charset=utf-8",
            FileKind::Json => "application/json",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
        }
    }

    /// The end of the file name.
    pub fn extension(self) -> &'static str {
        match self {
            FileKind::Xlsx => "xlsx",
            FileKind::Csv => "csv",
            FileKind::Pdf => "pdf",
            FileKind::Zip => "zip",
            FileKind::Docx => "docx",
            FileKind::Ics => "ics",
            FileKind::Json => "json",
            FileKind::Jpeg => "jpg",
            FileKind::Png => "png",
        }
    }

    /// The kind of a scan by its content, whatever it was called; `None` when it is none.
    pub fn of_scan(bytes: &[u8]) -> Option<Self> {
        let media = app::blobs::scan_media(bytes)?;
        [FileKind::Pdf, FileKind::Jpeg, FileKind::Png]
            .into_iter()
            .find(|kind| kind.mime() == media)
    }
}

/// A file to save. Its name is `stem`, written in the code, and a reference such as a date or a short id: never a
/// name or a NIP, since file names travel into mail, chat and logs.
pub fn download(
    kind: FileKind,
    stem: &'static str,
    reference: impl Display,
    bytes: impl Into<Body>,
) -> Response {
    file(
        kind,
        "attachment",
        stem,
        &reference.to_string(),
        bytes.into(),
    )
}

/// A file to look at in the browser, such as a PDF.
pub fn preview(
    kind: FileKind,
    stem: &'static str,
    reference: impl Display,
    bytes: impl Into<Body>,
) -> Response {
    file(kind, "inline", stem, &reference.to_string(), bytes.into())
}

fn file(kind: FileKind, way: &str, stem: &str, reference: &str, bytes: Body) -> Response {
    let name = file_name(kind, stem, reference);
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.mime()));
    if let Ok(value) = HeaderValue::from_str(&format!("{way}; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Letters, digits and single hyphens only, so that no header and no file system stumbles.
fn file_name(kind: FileKind, stem: &str, reference: &str) -> String {
    let words: Vec<String> = [stem, reference]
        .iter()
        .flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    format!("{}.{}", words.join("-"), kind.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_safe() {
        let response = download(
            FileKind::Xlsx,
            "daftar-peserta",
            "2026-08-17 \"x\"/../\r\n",
            "",
        );
        assert_eq!(
            response.headers()[header::CONTENT_DISPOSITION],
            "attachment; filename=\"daftar-peserta-2026-08-17-x.xlsx\""
        );
        assert!(file_name(FileKind::Pdf, "surat", "").ends_with("surat.pdf"));
    }

    #[test]
    fn a_redirect_cannot_be_split() {
        let response = see_other("/a\r\nset-cookie: x=1");
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(response.headers().get(header::LOCATION).is_none());
    }
}
