//! The public check: what a letter is by its code, whether a file is the real one, and the key to verify offline.

use app::letters::{self, CheckOutcome, Checked, FileCheck, FileVerdict, MAX_CHECKED};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use kernel::Error;

use crate::shell::{Answer, AppState, Door, Form, Page, Routes, html, see_other};

/// `/periksa` and what hangs below it; nobody needs to sign in.
pub(super) fn router() -> Routes {
    let limit = usize::try_from(MAX_CHECKED).unwrap_or(usize::MAX) + 64 * 1024;
    Routes::new()
        .get("/periksa", Door::Anyone, start)
        .post("/periksa", Door::Anyone, find)
        .get("/periksa/kunci", Door::Anyone, key)
        .post("/periksa/berkas", Door::Anyone, any_file)
        .get("/periksa/{token}", Door::Anyone, letter)
        .post("/periksa/{token}", Door::Anyone, file)
        .body_limit(limit)
}

#[derive(Template)]
#[template(path = "letters/check.html")]
struct Check {
    page: Page,
    f: Form,
    /// The code that was asked for.
    token: Option<String>,
    known: Option<Box<Checked>>,
    verdict: Option<FileVerdict>,
}

impl Check {
    fn action(&self) -> String {
        match (&self.token, &self.known) {
            (Some(token), Some(_)) => format!("/periksa/{token}"),
            _ => "/periksa/berkas".to_owned(),
        }
    }
}

fn page_of(
    page: Page,
    token: Option<String>,
    outcome: CheckOutcome,
    verdict: Option<FileVerdict>,
) -> Answer {
    let known = match outcome {
        CheckOutcome::Known(known) => Some(known),
        CheckOutcome::Unknown => None,
    };
    let f = Form::new(&page);
    html(&Check {
        page: page.title("letters-check-title"),
        f,
        token,
        known,
        verdict,
    })
}

async fn start(page: Page) -> Answer {
    page_of(page, None, CheckOutcome::Unknown, None)
}

/// A code or address that was typed: leads to its page.
async fn find(page: Page, form: Form) -> Answer {
    let typed = form.value("code");
    let token = typed.rsplit('/').next().unwrap_or_default().trim();
    let shaped = !token.is_empty()
        && token.len() < 1000
        && token
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if shaped {
        return Ok(see_other(&format!("/periksa/{token}")));
    }
    let error = Error::invalid_field("code", "letters-check-code-shape");
    form.again(error, |f| {
        html(&Check {
            page: page.title("letters-check-title"),
            f,
            token: None,
            known: None,
            verdict: None,
        })
    })
}

async fn letter(State(state): State<AppState>, page: Page, Path(token): Path<String>) -> Answer {
    let outcome = letters::check(&state.app, &token).await?;
    page_of(page, Some(token), outcome, None)
}

async fn file(
    State(state): State<AppState>,
    page: Page,
    Path(token): Path<String>,
    upload: Multipart,
) -> Answer {
    judge(&state, page, Some(token), upload).await
}

async fn any_file(State(state): State<AppState>, page: Page, upload: Multipart) -> Answer {
    judge(&state, page, None, upload).await
}

/// Hashes the file as it arrives; nothing of it is kept.
async fn judge(
    state: &AppState,
    page: Page,
    token: Option<String>,
    mut upload: Multipart,
) -> Answer {
    let broken = |e: axum::extract::multipart::MultipartError| {
        Error::invalid_field("file", "letters-check-broken").log(e)
    };
    let mut check = FileCheck::default();
    while let Some(mut field) = upload.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            check.push(&piece)?;
        }
    }
    match check.finish(&state.app, token.as_deref()).await {
        Ok((verdict, outcome)) => page_of(page, token, outcome, Some(verdict)),
        Err(error) => {
            let outcome = match &token {
                Some(token) => letters::check(&state.app, token).await?,
                None => CheckOutcome::Unknown,
            };
            let known = match outcome {
                CheckOutcome::Known(known) => Some(known),
                CheckOutcome::Unknown => None,
            };
            Form::new(&page).again(error, |f| {
                html(&Check {
                    page: page.title("letters-check-title"),
                    f,
                    token,
                    known,
                    verdict: None,
                })
            })
        }
    }
}

#[derive(Template)]
#[template(path = "letters/key.html")]
struct Key {
    page: Page,
    id: String,
    hex: String,
    base64: String,
}

async fn key(State(state): State<AppState>, page: Page) -> Answer {
    use base64::Engine as _;
    let key = state.app.keys.letter_public_key();
    html(&Key {
        page: page
            .title("letters-key-title")
            .crumb("/periksa", "letters-check-title"),
        id: state.app.keys.letter_key_id(),
        hex: app::hex(key.as_bytes()),
        base64: base64::engine::general_purpose::STANDARD.encode(key.as_bytes()),
    })
}
