//! One's own account: roles, password, sessions.

use app::accounts::{self, SessionRow};
use askama::Template;
use axum::extract::State;

use crate::shell::{Answer, AppState, Door, Form, Page, Routes, html, see_other};

pub(super) fn router() -> Routes {
    Routes::new()
        .get("/akun/saya", Door::SignedIn, show)
        .post("/akun/saya", Door::SignedIn, change_password)
        .post("/akun/saya/keluar-semua", Door::SignedIn, everywhere)
}

#[derive(Template)]
#[template(path = "accounts/own.html")]
struct Own {
    page: Page,
    form: Form,
    sessions: Vec<SessionRow>,
}

async fn render(state: &AppState, page: Page, form: Form) -> Result<Own, kernel::Error> {
    let user = page
        .signed_in()?
        .user
        .ok_or_else(kernel::Error::forbidden)?;
    let sessions = accounts::sessions_of(&state.app, user).await?;
    Ok(Own {
        page: page.title("accounts-own"),
        form,
        sessions,
    })
}

async fn show(State(state): State<AppState>, page: Page) -> Answer {
    let form = Form::new(&page);
    html(&render(&state, page, form).await?)
}

async fn change_password(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let read = form.read(|fields| (fields.text("present", 256), fields.text("password", 256)));
    let outcome = match read {
        Ok((present, password)) => {
            accounts::change_password(&state.app, page.signed_in()?, &present, &password).await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(see_other("/masuk")),
        Err(error) => {
            let own = render(&state, page, form.clone()).await?;
            form.again(error, |form| html(&Own { form, ..own }))
        }
    }
}

async fn everywhere(State(state): State<AppState>, page: Page) -> Answer {
    accounts::logout_everywhere(&state.app, page.signed_in()?).await?;
    Ok(see_other("/masuk"))
}
