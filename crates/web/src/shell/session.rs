//! Who visits: language, theme and actor, read once from the request's cookies.
//!
//! This is the one place where a session cookie becomes an [`Actor`].

use std::sync::Arc;

use app::words::Lang;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use kernel::{Actor, Result};

use super::{AppState, errors, words};

/// Cookie of the session.
pub const SESSION: &str = "titian_session";
/// Cookie of the language: `id` or `en`.
pub const LANGUAGE: &str = "bahasa";
/// Cookie of the theme: `light` or `dark`; without it the device decides.
pub const THEME: &str = "tema";

/// Cookie with the key of a message for the next page, such as *tersimpan*; never data.
pub const NOTICE: &str = "kabar";

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the device prefers.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// `auto`, `light` or `dark`, as in the cookie and in `data-bs-theme`.
    pub fn key(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a key; `Auto` for anything else.
    pub fn from_key(key: &str) -> Self {
        match key {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        }
    }
}

/// Who visits and how she wants to read.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// Language of the page.
    pub lang: Lang,
    /// Theme of the page.
    pub theme: Theme,
    /// Who is signed in.
    pub actor: Option<Arc<Actor>>,
    /// Key of what the act before this page has to say.
    pub notice: Option<String>,
}

/// Puts the [`Visitor`] into the request.
pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    // A test may have named the visitor already.
    if request.extensions().get::<Arc<Visitor>>().is_some() {
        return next.run(request).await;
    }
    let jar = CookieJar::from_headers(request.headers());
    let value = |name| jar.get(name).map(|cookie| cookie.value());
    let mut visitor = Visitor {
        lang: value(LANGUAGE)
            .and_then(Lang::from_tag)
            .unwrap_or_else(|| preferred(request.headers())),
        theme: value(THEME).map(Theme::from_key).unwrap_or_default(),
        notice: value(NOTICE)
            .filter(|key| words().has(Lang::Id, key))
            .map(str::to_owned),
        ..Visitor::default()
    };
    let identified = match value(SESSION) {
        Some(token) if needs_actor(request.uri().path()) => {
            identify(&state, token, &mut visitor).await
        }
        _ => Ok(()),
    };
    let noticed = value(NOTICE).is_some();
    request.extensions_mut().insert(Arc::new(visitor));
    let mut response = match identified {
        Ok(()) => next.run(request).await,
        Err(error) => errors::answer(&state, &request, error),
    };
    if noticed && response.status() == StatusCode::OK && is_html(&response) {
        let gone = HeaderValue::from_static("kabar=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    response
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Assets and the health check must answer without the database.
fn needs_actor(path: &str) -> bool {
    !path.starts_with("/assets/") && path != "/sehat"
}

/// Finds the actor of a session; a session that has ended is as good as none.
async fn identify(state: &AppState, token: &str, visitor: &mut Visitor) -> Result<()> {
    visitor.actor = app::accounts::actor_of(&state.app, token)
        .await?
        .map(Arc::new);
    Ok(())
}

/// The first of our languages in `Accept-Language`, in the order of preference; Indonesian otherwise.
fn preferred(headers: &HeaderMap) -> Lang {
    let mut wanted: Vec<(f32, Lang)> = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .split(',')
        .filter_map(|range| {
            let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
            let weight = rest
                .trim()
                .strip_prefix("q=")
                .map_or(Some(1.0), |q| q.parse().ok())?;
            Some((weight, Lang::from_tag(tag)?))
        })
        .filter(|(weight, _)| *weight > 0.0)
        .collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    wanted.first().map(|(_, lang)| *lang).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn language(accept: &'static str) -> Lang {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accept));
        preferred(&headers)
    }

    #[test]
    fn indonesian_unless_english_is_preferred() {
        assert_eq!(preferred(&HeaderMap::new()), Lang::Id);
        assert_eq!(language("en-US,en;q=0.9,id;q=0.8"), Lang::En);
        assert_eq!(language("de, en;q=0.5, id;q=0.7"), Lang::Id);
        assert_eq!(language("fr"), Lang::Id);
        assert_eq!(language("en;q=0, *"), Lang::Id);
    }
}
