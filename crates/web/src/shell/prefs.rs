//! Language and theme: two small forms that every page carries.

use app::words::Lang;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::errors::is_local;
use super::responses::see_other;
use super::session::{LANGUAGE, THEME, Theme};
use super::{Answer, Door, Form, Routes};

const YEAR: u32 = 31_536_000;

/// `POST /bahasa` and `POST /tema`.
pub fn router() -> Routes {
    Routes::new()
        .post("/bahasa", Door::Anyone, language)
        .post("/tema", Door::Anyone, theme)
}

async fn language(form: Form) -> Answer {
    let lang = Lang::from_tag(form.value("bahasa")).unwrap_or_default();
    Ok(remember(&form, LANGUAGE, lang.tag()))
}

async fn theme(form: Form) -> Answer {
    let theme = Theme::from_key(form.value("tema"));
    Ok(remember(&form, THEME, theme.key()))
}

/// Sets the cookie and leads back to the page the form stood on.
fn remember(form: &Form, name: &str, value: &str) -> Response {
    let back = form.value("kembali");
    let mut response = see_other(if is_local(back) { back } else { "/" });
    let cookie = format!("{name}={value}; Path=/; Max-Age={YEAR}; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
