//! Signing in and out, the first administrator by secret, and activation by the code on a slip.

use app::accounts::{self, Claim, Device};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use kernel::Error;
use serde::Deserialize;

use crate::shell::session::SESSION;
use crate::shell::{Answer, AppState, Door, Form, Page, Routes, html, is_local, see_other};

pub(super) fn router() -> Routes {
    Routes::new()
        .get("/masuk", Door::Anyone, show)
        .post("/masuk", Door::Anyone, sign_in)
        .post("/keluar", Door::Anyone, sign_out)
        .get("/mulai", Door::Anyone, first_admin)
        .post("/mulai", Door::Anyone, claim)
        .get("/aktivasi", Door::Anyone, activation)
        .post("/aktivasi", Door::Anyone, activate)
}

#[derive(Deserialize)]
struct Back {
    kembali: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignIn {
    page: Page,
    form: Form,
}

async fn show(page: Page, Query(back): Query<Back>) -> Answer {
    let back = back
        .kembali
        .filter(|path| is_local(path))
        .unwrap_or_default();
    let form = Form::new(&page).with("kembali", back);
    html(&SignIn {
        page: page.title("accounts-sign-in"),
        form,
    })
}

async fn sign_in(
    State(state): State<AppState>,
    headers: HeaderMap,
    page: Page,
    form: Form,
) -> Answer {
    let read = form.read(|fields| (fields.text("login", 64), fields.text("password", 256)));
    let outcome = match read {
        Ok((login, password)) => {
            accounts::login(&state.app, &login, &password, device(&headers)).await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(token) => {
            let back = form.value("kembali");
            let target = if is_local(back) && back != "/masuk" {
                back
            } else {
                "/"
            };
            Ok(with_session(see_other(target), &state, &token))
        }
        Err(error) => {
            // A wrong password is an answer to the form, not a way to the sign-in page it stands on.
            let error = match error.kind() {
                kernel::Kind::Unauthenticated | kernel::Kind::TooMany => {
                    let mut shown = Error::invalid(error.text().clone());
                    if let Some(next) = error.next_step() {
                        shown = shown.next(next.clone());
                    }
                    shown
                }
                _ => error,
            };
            form.again(error, |form| {
                html(&SignIn {
                    page: page.title("accounts-sign-in"),
                    form,
                })
            })
        }
    }
}

async fn sign_out(State(state): State<AppState>, jar: CookieJar, page: Page) -> Answer {
    if let (Some(actor), Some(cookie)) = (page.actor(), jar.get(SESSION)) {
        accounts::logout(&state.app, actor, cookie.value()).await?;
    }
    let mut response = see_other("/masuk");
    let gone = Cookie::build((SESSION, ""))
        .path("/")
        .max_age(Default::default())
        .build();
    set_cookie(&mut response, &gone);
    Ok(response)
}

#[derive(Template)]
#[template(path = "accounts/first_admin.html")]
struct FirstAdmin {
    page: Page,
    form: Form,
}

async fn first_admin(page: Page) -> Answer {
    let form = Form::new(&page);
    html(&FirstAdmin {
        page: page.title("accounts-first-admin"),
        form,
    })
}

async fn claim(
    State(state): State<AppState>,
    headers: HeaderMap,
    page: Page,
    form: Form,
) -> Answer {
    let read = form.read(|fields| {
        (
            fields.text("secret", 100),
            fields.text("login", 64),
            fields.text("name", 120),
            fields.text("password", 256),
        )
    });
    let outcome = match read {
        Ok((secret, login, name, password)) => {
            match accounts::claim_first_admin(&state.app, &secret, &login, &name, &password).await {
                Ok(_) => accounts::login(&state.app, &login, &password, device(&headers)).await,
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(token) => Ok(with_session(see_other("/"), &state, &token)),
        Err(error) => form.again(error, |form| {
            html(&FirstAdmin {
                page: page.title("accounts-first-admin"),
                form,
            })
        }),
    }
}

#[derive(Template)]
#[template(path = "accounts/activation.html")]
struct Activation {
    page: Page,
    form: Form,
}

async fn activation(page: Page) -> Answer {
    let form = Form::new(&page);
    html(&Activation {
        page: page.title("accounts-activation"),
        form,
    })
}

async fn activate(
    State(state): State<AppState>,
    headers: HeaderMap,
    page: Page,
    form: Form,
) -> Answer {
    let read = form.read(|fields| {
        (
            fields.nip("nip"),
            fields.text("code", 40),
            fields.date("birth_date"),
            fields.text("password", 256),
        )
    });
    let outcome = match read {
        Ok((nip, code, birth_date, password)) => {
            let claim = match nip {
                Some(nip) => app::people::claim(&state.app.db, &nip).await?,
                None => None,
            };
            match claim {
                Some((person, nip, registered, name)) => {
                    let login = nip.as_str().to_owned();
                    let claim = Claim {
                        person,
                        nip,
                        birth_date: registered,
                        name,
                    };
                    match accounts::activate(&state.app, claim, &code, birth_date, &password).await
                    {
                        Ok(()) => {
                            accounts::login(&state.app, &login, &password, device(&headers)).await
                        }
                        Err(error) => Err(error),
                    }
                }
                // The same words as for a wrong code: this page must not tell who is in the register.
                None => {
                    Err(Error::invalid_field("code", "accounts-code-wrong")
                        .next("accounts-code-help"))
                }
            }
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(token) => Ok(with_session(see_other("/"), &state, &token)),
        Err(error) => form.again(error, |form| {
            html(&Activation {
                page: page.title("accounts-activation"),
                form,
            })
        }),
    }
}

fn device(headers: &HeaderMap) -> Device {
    let text = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Device(text.unwrap_or_default().to_owned())
}

/// Puts the session's cookie into `response`: not readable by scripts, same site, secure behind https.
pub(crate) fn with_session(mut response: Response, state: &AppState, token: &str) -> Response {
    let cookie = Cookie::build((SESSION, token.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.app.base_url.starts_with("https://"))
        .build();
    set_cookie(&mut response, &cookie);
    response
}

fn set_cookie(response: &mut Response, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
