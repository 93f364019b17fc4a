//! Pages of notices: the list, marking as read, a calendar file, and how one wants to be told.

use app::db::list::Paged;
use app::notices::{self, MailState, Notice, NoticeKind, Preferences};
use app::words::Lang;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, NoticeId, Result};

use crate::shell::{
    Answer, AppState, Choice, Door, FileKind, Form, ListQuery, Page, Routes, done, download, html,
    see_other, words,
};

const LIST: &str = "/pemberitahuan";
const PREFERENCES: &str = "/akun/pemberitahuan";

/// `/pemberitahuan…` and `/akun/pemberitahuan`; each shows only what belongs to who is signed in.
pub fn router() -> Routes {
    Routes::new()
        .get("/pemberitahuan", Door::SignedIn, index)
        .post("/pemberitahuan/baca", Door::SignedIn, read_all)
        .post("/pemberitahuan/{id}/baca", Door::SignedIn, read_one)
        .get("/pemberitahuan/{id}/kalender.ics", Door::SignedIn, calendar)
        .get("/akun/pemberitahuan", Door::SignedIn, show)
        .post("/akun/pemberitahuan", Door::SignedIn, save)
}

#[derive(Template)]
#[template(path = "notices/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Notice>,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
}

async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let (db, lang) = (&state.app.db, page.lang);
    if list.xlsx {
        let bytes = notices::xlsx(&state.app, actor, words(), lang, &list.request).await?;
        return Ok(download(FileKind::Xlsx, "pemberitahuan", page.today, bytes));
    }
    let rows = notices::list(db, actor, words(), lang, list.request.clone()).await?;
    let states = ["unread", "read"]
        .map(|key| Choice::new(key, page.t(format!("notices-state-{key}"))))
        .into();
    let kinds = NoticeKind::ALL
        .iter()
        .map(|kind| Choice::new(kind, page.say(&kind.text())))
        .collect();
    html(&Index {
        page: page.title("notices-title"),
        list,
        rows,
        states,
        kinds,
    })
}

async fn read_all(State(state): State<AppState>, page: Page) -> Answer {
    notices::mark_all(&state.app, page.signed_in()?).await?;
    Ok(done(LIST, "notices-all-read"))
}

async fn read_one(State(state): State<AppState>, page: Page, Path(id): Path<NoticeId>) -> Answer {
    notices::mark_read(&state.app, page.signed_in()?, id).await?;
    Ok(see_other(LIST))
}

async fn calendar(State(state): State<AppState>, page: Page, Path(id): Path<NoticeId>) -> Answer {
    let notice = notices::get(&state.app.db, page.signed_in()?, id).await?;
    if !notice.has_date() {
        return Err(Error::not_found().into());
    }
    let text = notices::calendar(&notice, words(), page.lang, &state.app.base_url);
    Ok(download(FileKind::Ics, "titian", id, text))
}

#[derive(Template)]
#[template(path = "notices/preferences.html")]
struct Show {
    page: Page,
    f: Form,
    hours: Vec<Choice>,
    languages: Vec<Choice>,
    /// Whether this installation sends e-mail.
    sends: bool,
    /// Whether the last e-mail was refused for good.
    refused: bool,
}

async fn render(state: &AppState, page: Page, f: Form) -> Result<Show> {
    let (_, last) = notices::preferences(&state.app.db, page.signed_in()?).await?;
    let hours = (0..24)
        .map(|hour| {
            Choice::new(
                hour,
                page.ta("notices-hour", [("hour", format!("{hour:02}"))]),
            )
        })
        .collect();
    let languages = Lang::ALL
        .map(|lang| Choice::new(lang.tag(), page.t(format!("language-{}", lang.tag()))))
        .into();
    Ok(Show {
        page: page
            .title("notices-preferences")
            .crumb("/akun/saya", "accounts-own"),
        f,
        hours,
        languages,
        sends: state.app.ports.mail.is_some(),
        refused: last == Some(MailState::Failed),
    })
}

async fn show(State(state): State<AppState>, page: Page) -> Answer {
    let (now, _) = notices::preferences(&state.app.db, page.signed_in()?).await?;
    let text = |hour: Option<i64>| hour.map(|hour| hour.to_string()).unwrap_or_default();
    let f = Form::new(&page)
        .with("email", now.email.clone().unwrap_or_default())
        .with("mail", if now.mail { "ya" } else { "" })
        .with("digest", text(now.digest))
        .with("quiet_from", text(now.quiet.map(|hours| hours.0)))
        .with("quiet_to", text(now.quiet.map(|hours| hours.1)))
        .with("lang", now.lang.tag());
    html(&render(&state, page, f).await?)
}

fn read(form: &Form) -> Result<Preferences> {
    form.read(|r| {
        let email = r.optional_text("email", 254);
        let mail = r.checked("mail");
        let digest = r.optional_integer("digest", 0..=23);
        let from = r.optional_integer("quiet_from", 0..=23);
        let to = r.optional_integer("quiet_to", 0..=23);
        match (from, to) {
            (Some(_), None) => r.wrong("quiet_to", "error-required"),
            (None, Some(_)) => r.wrong("quiet_from", "error-required"),
            _ => {}
        }
        Preferences {
            email,
            mail,
            digest,
            quiet: from.zip(to),
            lang: Lang::from_tag(form.value("lang")).unwrap_or_default(),
        }
    })
}

async fn save(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let outcome = match read(&form) {
        Ok(new) => notices::set_preferences(&state.app, page.signed_in()?, new).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(done(PREFERENCES, "notices-saved")),
        Err(error) => {
            let again = render(&state, page, form.clone()).await?;
            form.again(error, |f| html(&Show { f, ..again }))
        }
    }
}

#[cfg(test)]
mod tests;
