//! The screening of one nomination, and screening it again.

use app::nominations::{self, Nomination};
use app::people;
use app::screenings::{self, Dispensation, Recheck, Screening, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::NominationId;

use super::Seen;
use crate::shell::{Answer, AppState, Form, Page, done, html};

#[derive(Template)]
#[template(path = "screenings/show.html")]
struct Show {
    page: Page,
    nomination: Nomination,
    screening: Screening,
    seen: Seen,
    earlier: Vec<(Screening, &'static str, String)>,
    may_rescreen: bool,
    may_replay: bool,
    dispensations: Vec<(Dispensation, String)>,
    events: Vec<Recheck>,
    f: Form,
}

/// Verdict and every condition.
pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    let form = Form::new(&page);
    render(&state, page, id, form).await
}

async fn render(state: &AppState, page: Page, id: NominationId, f: Form) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::READ.allow(actor)?;
    let db = &state.app.db;
    let nomination = nominations::get(db, &scope, id).await?;
    let screening = screenings::current(db, &scope, id).await?;
    let attests = people::access::PAPER.is_open_to(actor);
    let seen = Seen::new(&page, &screening.explanation, |fact| {
        if fact.starts_with("case.") {
            format!("/usulan/{id}")
        } else if attests {
            format!(
                "/pegawai/surat-pernyataan/baru?nip={}",
                nomination.snapshot.nip.as_str()
            )
        } else {
            String::new()
        }
    });
    let waivable: Vec<String> = if access::ASK.is_open_to(actor) {
        let rules = screenings::waivable_now(db, &nomination).await?;
        rules.into_iter().map(|(rule, ..)| rule).collect()
    } else {
        Vec::new()
    };
    let seen = seen.with_dispensations(id, &waivable);
    let earlier = screenings::history(db, &scope, id)
        .await?
        .into_iter()
        .filter(|one| one.id != screening.id)
        .map(|one| {
            let words = one.verdict().label(super::language(&page)).to_owned();
            (super::tone(one.verdict()), words, one)
        })
        .map(|(tone, words, one)| (one, tone, words))
        .collect();
    let may_rescreen = access::RESCREEN.is_open_to(actor);
    let language = super::language(&page);
    let dispensations = screenings::dispensations(db, id)
        .await?
        .into_iter()
        .map(|one| (one.says.get(language).to_owned(), one))
        .map(|(says, one)| (one, says))
        .collect();
    let events = if access::EVENTS.is_open_to(actor) {
        screenings::events_of(db, id).await?
    } else {
        Vec::new()
    };
    let may_replay = access::REPLAY.is_open_to(actor);
    let page = page
        .title("screenings-title")
        .crumb("/program", "programmes-title")
        .crumb_name(format!("/usulan/{id}"), &nomination.snapshot.name);
    html(&Show {
        page,
        nomination,
        screening,
        seen,
        earlier,
        may_rescreen,
        may_replay,
        dispensations,
        events,
        f,
    })
}

/// Screens again with the facts and papers of today.
pub(super) async fn again(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    screenings::rescreen(&state.app, page.signed_in()?, id).await?;
    Ok(done(
        &format!("/usulan/{id}/pemeriksaan"),
        "screenings-done-again",
    ))
}
