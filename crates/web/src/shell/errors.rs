//! Errors on the web: a handler returns [`kernel::Error`], a layer turns it into a page, or JSON below `/api/`.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Error, Kind, Text};
use serde_json::json;
use tower_http::csrf::ProtectionError;

use super::responses::{html_with, see_other};
use super::session::Visitor;
use super::{AppState, Page};

/// Where people sign in; the page asked for follows as `?kembali=`.
pub const SIGN_IN: &str = "/masuk";

/// What handlers return as error: any [`kernel::Error`], by `?`.
#[derive(Debug)]
pub struct Problem(pub Error);

/// What handlers return.
pub type Answer = Result<Response, Problem>;

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self(Error::internal(format!("template: {error}")))
    }
}

impl IntoResponse for Problem {
    /// The bare status; [`layer`] writes the page, since it knows the reader.
    fn into_response(self) -> Response {
        let mut response = status(self.0.kind()).into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

/// The HTTP status of a kind of error.
pub fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Refused => StatusCode::CONFLICT,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[derive(Template)]
#[template(path = "shell/error.html")]
struct ErrorPage {
    page: Page,
    error: Error,
    status: u16,
    back: Option<String>,
    sign_in: Option<String>,
}

/// Turns every error into something a person or a program can read, whoever raised it: a handler, the router,
/// an extractor, the CSRF check or a panic.
pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let response = next.run(request).await;
    match error_of(&response) {
        Some(error) => asked.answer(&state, &error, &response),
        None => response,
    }
}

/// The answer to `request` when it failed before any handler saw it.
pub(super) fn answer(state: &AppState, request: &Request, error: Error) -> Response {
    let bare = Problem(error.clone()).into_response();
    Asked::of(request).answer(state, &error, &bare)
}

/// The error an answer stands for; `None` when it is none or has been written already.
fn error_of(response: &Response) -> Option<Error> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    if let Some(error) = response.extensions().get::<Error>() {
        return Some(error.clone());
    }
    if response.extensions().get::<ProtectionError>().is_some() {
        return Some(Error::new(Kind::Forbidden, "error-csrf").next("error-csrf-next"));
    }
    let written = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| !kind.starts_with("text/plain"));
    if written {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND => Error::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Error::new(Kind::NotFound, "error-method"),
        StatusCode::PAYLOAD_TOO_LARGE => Error::new(Kind::Invalid, "error-too-large"),
        StatusCode::REQUEST_TIMEOUT => Error::new(Kind::Unavailable, "error-unavailable"),
        StatusCode::FORBIDDEN => Error::forbidden(),
        status if status.is_client_error() => Error::new(Kind::Invalid, "error-request"),
        status => Error::internal(format!("answer {status} without an error")),
    })
}

struct Asked {
    uri: Uri,
    method: Method,
    headers: HeaderMap,
    visitor: Arc<Visitor>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        Self {
            uri: request.uri().clone(),
            method: request.method().clone(),
            headers: request.headers().clone(),
            visitor: request
                .extensions()
                .get::<Arc<Visitor>>()
                .cloned()
                .unwrap_or_default(),
        }
    }

    fn answer(&self, state: &AppState, error: &Error, original: &Response) -> Response {
        self.log(error);
        let status = original.status();
        let get = self.method == Method::GET || self.method == Method::HEAD;
        let page = Page::new(state, Arc::clone(&self.visitor), &self.uri, get);
        let mut response = if self.uri.path().starts_with("/api/") {
            (status, Json(body(&page, error))).into_response()
        } else if error.kind() == Kind::Unauthenticated && get && !self.partial() {
            see_other(&sign_in(&page.here))
        } else {
            self.page(page, error, status)
        };
        if self.partial() {
            self.whole(error, &mut response);
        }
        if let Some(allow) = original.headers().get(header::ALLOW) {
            response.headers_mut().insert(header::ALLOW, allow.clone());
        }
        response
    }

    fn page(&self, page: Page, error: &Error, status: StatusCode) -> Response {
        let back = self.referrer();
        let sign_in = (error.kind() == Kind::Unauthenticated)
            .then(|| sign_in(back.as_deref().unwrap_or("/")));
        let title = format!("error-title-{}", kind_key(error.kind()));
        let template = ErrorPage {
            page: page.title(title.as_str()),
            error: error.clone(),
            status: status.as_u16(),
            back,
            sign_in,
        };
        html_with(status, &template).unwrap_or_else(|problem| {
            tracing::error!(error = %problem.0, "the error page itself failed");
            status.into_response()
        })
    }

    /// Whether htmx asks, to replace a part of the page.
    fn partial(&self) -> bool {
        self.headers.contains_key("hx-request")
    }

    /// An error has no such part: the person would see an empty list. So it takes the whole content, or leads to the
    /// sign-in page.
    fn whole(&self, error: &Error, response: &mut Response) {
        let headers = response.headers_mut();
        let back = self.uri.path_and_query().map_or("/", |path| path.as_str());
        match HeaderValue::from_str(&sign_in(back)) {
            Ok(location) if error.kind() == Kind::Unauthenticated => {
                headers.insert("hx-redirect", location);
            }
            _ => {
                headers.insert("hx-retarget", HeaderValue::from_static("#isi"));
                headers.insert("hx-reselect", HeaderValue::from_static("#isi"));
                headers.insert("hx-reswap", HeaderValue::from_static("outerHTML"));
            }
        }
    }

    /// Path and query of the page that led here, if it is one of ours and not this very one.
    fn referrer(&self) -> Option<String> {
        let text = |name| self.headers.get(name).and_then(|v| v.to_str().ok());
        let uri: Uri = text(header::REFERER)?.parse().ok()?;
        let ours = uri.authority().map(|a| a.as_str()) == text(header::HOST);
        let path = uri.path_and_query()?.as_str();
        let same = self.method == Method::GET && uri.path() == self.uri.path();
        (ours && !same && is_local(path)).then(|| path.to_owned())
    }

    /// Path without query, since a query may hold what somebody searched for.
    fn log(&self, error: &Error) {
        let path = loggable(self.uri.path());
        match error.kind() {
            Kind::Internal | Kind::Unavailable => {
                tracing::error!(method = %self.method, path, %error, "request failed");
            }
            _ => tracing::debug!(method = %self.method, path, %error, "request refused"),
        }
    }
}

/// The path without the secret that stands in the address of a one-time link.
fn loggable(path: &str) -> &str {
    match path.strip_prefix("/tautan/") {
        Some(rest) => {
            let kept = "/tautan/".len() + rest.find('/').unwrap_or(0);
            path.get(..kept).unwrap_or("/tautan/")
        }
        None => path,
    }
}

/// Whether `path` stays on this site.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

fn sign_in(back: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("kembali", back)
        .finish();
    format!("{SIGN_IN}?{query}")
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Invalid => "invalid",
        Kind::Refused => "refused",
        Kind::Forbidden => "forbidden",
        Kind::Unauthenticated => "unauthenticated",
        Kind::NotFound => "not-found",
        Kind::TooMany => "too-many",
        Kind::Unavailable => "unavailable",
        Kind::Internal => "internal",
    }
}

/// The error as an API answers it. `key` is stable; the sentences are for people.
fn body(page: &Page, error: &Error) -> serde_json::Value {
    let text = |text: &Text| json!({ "key": text.key, "message": page.say(text) });
    let fields: Vec<_> = error
        .fields()
        .iter()
        .map(|field| {
            json!({ "field": field.field, "key": field.text.key, "message": page.say(&field.text) })
        })
        .collect();
    json!({ "error": {
        "kind": kind_key(error.kind()),
        "key": error.text().key,
        "message": page.say(error.text()),
        "source": error.legal_source(),
        "next": error.next_step().map(text),
        "fields": fields,
    }})
}
