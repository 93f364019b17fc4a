//! The whole site as somebody sees it, for tests: requests go in, pages come out.

use std::sync::Arc;

use app::App;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::{Extension, Router};
use kernel::Actor;
use scraper::{Html, Selector};
use tower::ServiceExt as _;

use crate::shell::session::Visitor;
use crate::{AppState, Route};

/// The site for an actor, or for a guest (`None`).
pub fn site(app: &App, actor: impl Into<Option<Actor>>) -> Router {
    let visitor = Visitor {
        actor: actor.into().map(Arc::new),
        ..Visitor::default()
    };
    crate::router(AppState::new(app.clone())).layer(Extension(Arc::new(visitor)))
}

/// The path of a route, every parameter filled with an id that nothing has.
pub fn filled(route: &Route) -> String {
    route
        .parameters()
        .iter()
        .fold(route.path.to_owned(), |path, name| {
            path.replace(
                &format!("{{{name}}}"),
                "01920000-0000-7000-8000-000000000000",
            )
        })
}

/// What came back.
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// Where it leads; empty if nowhere.
    pub to: String,
    /// Body.
    pub text: String,
}

impl Reply {
    /// The texts of all that `selector` finds, each with single spaces.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        Html::parse_document(&self.text)
            .select(&Selector::parse(selector).unwrap())
            .map(|element| {
                let text: String = element.text().collect();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// Whether the page itself says `text`.
    pub fn has(&self, text: &str) -> bool {
        plain(&self.text).contains(text)
    }

    /// The first link or form that leads to an address with this part.
    pub fn link(&self, part: &str) -> String {
        Html::parse_document(&self.text)
            .select(&Selector::parse("a[href], form[action]").unwrap())
            .filter_map(|element| element.attr("href").or(element.attr("action")))
            .find(|link| link.contains(part))
            .unwrap_or_default()
            .to_owned()
    }
}

/// What a page itself says, without its frame.
pub fn plain(html: &str) -> String {
    let page = Html::parse_document(html);
    let main = Selector::parse("main").unwrap();
    let text: String = page.select(&main).flat_map(|main| main.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sends a request as it is.
pub async fn send(site: &Router, request: Request<Body>) -> Reply {
    let response = site.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let to = response.headers().get(header::LOCATION);
    let to = to.map_or("", |to| to.to_str().unwrap()).to_owned();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Reply {
        status,
        to,
        text: String::from_utf8_lossy(&body).into_owned(),
    }
}

/// Opens a page.
pub async fn get(site: &Router, path: &str) -> Reply {
    let request = Request::get(path).header(header::HOST, "titian.example");
    send(site, request.body(Body::empty()).unwrap()).await
}

/// Sends a form; one that names no `form_nonce` gets the same for everybody.
pub async fn form(site: &Router, path: &str, fields: &[(&str, &str)]) -> Reply {
    let mut body = form_urlencoded::Serializer::new(String::new());
    if fields.iter().all(|(name, _)| *name != "form_nonce") {
        body.append_pair("form_nonce", "0123456789012345678901234567890123456789012");
    }
    for (name, value) in fields {
        body.append_pair(name, value);
    }
    let kind = "application/x-www-form-urlencoded";
    post(site, path, kind, body.finish().into_bytes()).await
}

/// Sends a form whose only field is a file.
pub async fn upload(site: &Router, path: &str, name: &str, kind: &str, bytes: &[u8]) -> Reply {
    let mut body = format!(
        "--batas\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: {kind}\r\n\r\n"
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--batas--\r\n");
    post(site, path, "multipart/form-data; boundary=batas", body).await
}

async fn post(site: &Router, path: &str, kind: &str, body: Vec<u8>) -> Reply {
    let request = Request::post(path)
        .header(header::HOST, "titian.example")
        .header(header::CONTENT_TYPE, kind);
    send(site, request.body(Body::from(body)).unwrap()).await
}
