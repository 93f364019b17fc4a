//! The form of one nomination: for the unit, the employee herself, or an operator with a paper.

use app::hosts;
use app::nominations::{
    self, Basis, CoverLetter, Guest, Nomination, NominationForm, Nominee, Release, State as Step,
    access,
};
use app::programmes::{self, Arah, Giving, PaperKind, Programme};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Actor, Error, NominationId, ProgrammeId, Result, Scope, SlotId};

use super::list::within;
use crate::shell::{Answer, AppState, Choice, Form, Page, html, see_other};

/// A choice of the form by rank.
struct ChoiceField {
    name: String,
    rank: i64,
}

/// A paper of the form.
struct PaperField {
    name: String,
    kind: PaperKind,
}

#[derive(Template)]
#[template(path = "nominations/form.html")]
struct NominationPage {
    page: Page,
    f: Form,
    action: String,
    back: String,
    bases: Vec<Choice>,
    places: Vec<Choice>,
    choices: Vec<ChoiceField>,
    papers: Vec<PaperField>,
    /// What the actor's units may release, and how many they have nominated.
    releases: Vec<Release>,
    guest: bool,
    herself: bool,
    /// Whether this is a change of a nomination that exists.
    changing: bool,
    /// Whether many may be nominated by a file instead.
    may_bulk: bool,
}

async fn form_page(
    state: &AppState,
    page: Page,
    f: Form,
    programme: Programme,
    old: Option<&Nomination>,
) -> Result<NominationPage> {
    let destination = hosts::destination(&state.app.db, &programme).await?;
    let places = hosts::slots(&state.app.db, programme.id)
        .await?
        .into_iter()
        .filter(|slot| destination.is_none_or(|host| host == slot.host_id))
        .filter(|slot| {
            slot.free() > 0 || old.is_some_and(|n| n.choices.iter().any(|c| c.slot == slot.id))
        })
        .map(|slot| Choice::new(slot.id, nominations::place_name(&slot)))
        .collect();
    let most = if programme.giving == Giving::Ranked {
        programme.max_choices
    } else {
        1
    };
    let choices = (1..=most)
        .map(|rank| ChoiceField {
            name: format!("choice{rank}"),
            rank,
        })
        .collect();
    let papers = programme
        .papers
        .iter()
        .map(|kind| PaperField {
            name: format!("paper_{kind}"),
            kind: *kind,
        })
        .collect();
    let bases = Basis::ALL
        .iter()
        .map(|b| Choice::new(b, page.t(format!("nominations-basis-{b}"))))
        .collect();
    let bulk = |actor| access::BULK.is_open_to(actor);
    let may_bulk = old.is_none() && page.actor().is_some_and(bulk);
    let herself = page.actor().is_some_and(nominations::only_herself);
    let releases = releases(state, &page, &programme).await?;
    let (title, action, back) = match old {
        None => {
            let base = format!("/program/{}/usulan", programme.id);
            ("nominations-new", format!("{base}/baru"), base)
        }
        Some(old) => (
            "nominations-edit",
            format!("/usulan/{}/ubah", old.id),
            format!("/usulan/{}", old.id),
        ),
    };
    Ok(NominationPage {
        page: within(page, &programme, title),
        f,
        guest: programme.arah == Arah::Masuk,
        action,
        back,
        bases,
        places,
        choices,
        papers,
        releases,
        herself,
        changing: old.is_some(),
        may_bulk,
    })
}

/// The release limits of the units for which the actor nominates.
async fn releases(state: &AppState, page: &Page, programme: &Programme) -> Result<Vec<Release>> {
    let scope = page.actor().map(|actor| access::NOMINATE.allow(actor));
    let mut found = Vec::new();
    if let Some(Ok(Scope::Org(opd))) = scope {
        found.extend(nominations::release(&state.app.db, programme, opd).await?);
    }
    Ok(found)
}

/// A new nomination.
pub async fn new(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let actor = page.signed_in()?.clone();
    let programme = programmes::get(&state.app.db, id).await?;
    programmes::takes_nominations(&state.app.db, &programme, page.today).await?;
    let mut f = Form::new(&page).with("basis", Basis::Superior);
    if let (true, Some(person)) = (nominations::only_herself(&actor), actor.person) {
        let brief = app::people::brief(&state.app.db, &Scope::Person(person), person).await?;
        f = f.with("nip", brief.nip.as_str());
    }
    let places = hosts::slots(&state.app.db, id).await?;
    if let [only] = places.as_slice() {
        f = f.with("choice1", only.id);
    }
    html(&form_page(&state, page, f, programme, None).await?)
}

/// Writes the nomination; the button `send` sends it at once.
pub async fn create(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let programme = programmes::get(&state.app.db, id).await?;
    match make(&state, &actor, &programme, &form).await {
        Ok(nomination) => Ok(see_other(&format!("/usulan/{nomination}"))),
        Err(error) => {
            let template = form_page(&state, page, Form::default(), programme, None).await?;
            form.again(error, |f| html(&NominationPage { f, ..template }))
        }
    }
}

async fn make(
    state: &AppState,
    actor: &Actor,
    programme: &Programme,
    form: &Form,
) -> Result<NominationId> {
    let read = read(state, programme, form, None).await?;
    let nonce = form.nonce()?.as_str().to_owned();
    let send = form.value("act") != "save";
    nominations::nominate(&state.app, actor, programme.id, read, send, Some(nonce)).await
}

/// The form of a draft or a returned nomination.
pub async fn edit(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
) -> Answer {
    let scope = access::NOMINATE.allow(page.signed_in()?)?;
    let old = nominations::get(&state.app.db, &scope, id).await?;
    old.state.after(nominations::Act::Change)?;
    let programme = programmes::get(&state.app.db, old.programme_id).await?;
    let mut f = Form::new(&page)
        .with("nip", old.snapshot.nip.as_str())
        .with("purpose", &old.purpose)
        .with("aims", old.aims.join("; "))
        .with("basis", old.basis)
        .with("plan_item", &old.plan_item)
        .with("plan_exception", &old.plan_exception)
        .with("plan_after", &old.plan_after);
    if let Some(letter) = &old.letter {
        f = f
            .with("letter_number", &letter.number)
            .with("letter_date", letter.date);
    }
    if old.person_id.is_none() {
        f = f
            .with("name", &old.snapshot.name)
            .with(
                "golongan",
                old.snapshot
                    .golongan
                    .map(|g| g.to_string())
                    .unwrap_or_default(),
            )
            .with(
                "position",
                old.snapshot.position.clone().unwrap_or_default(),
            )
            .with(
                "institution",
                old.snapshot.org_name.clone().unwrap_or_default(),
            );
    }
    for choice in &old.choices {
        f = f.with(format!("choice{}", choice.rank), choice.slot);
    }
    html(&form_page(&state, page, f, programme, Some(&old)).await?)
}

/// Changes a nomination and, with the button `send`, sends it again.
pub async fn change(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<NominationId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let scope = access::NOMINATE.allow(&actor)?;
    let old = nominations::get(&state.app.db, &scope, id).await?;
    let programme = programmes::get(&state.app.db, old.programme_id).await?;
    let outcome = async {
        let read = read(&state, &programme, &form, Some(&old)).await?;
        nominations::change(&state.app, &actor, id, read).await?;
        if form.value("act") != "save" && matches!(old.state, Step::Draft | Step::Returned) {
            nominations::submit(&state.app, &actor, id).await?;
        }
        Ok::<(), Error>(())
    }
    .await;
    match outcome {
        Ok(()) => Ok(see_other(&format!("/usulan/{id}"))),
        Err(error) => {
            let template = form_page(&state, page, Form::default(), programme, Some(&old)).await?;
            form.again(error, |f| html(&NominationPage { f, ..template }))
        }
    }
}

async fn read(
    state: &AppState,
    programme: &Programme,
    form: &Form,
    old: Option<&Nomination>,
) -> Result<NominationForm> {
    let guest = programme.arah == Arah::Masuk;
    let most = if programme.giving == Giving::Ranked {
        programme.max_choices
    } else {
        1
    };
    let mut read = form
        .read(|r| {
            // The person of a nomination stays the same, so the form need not send her again.
            let nip = match old {
                Some(old) => Some(old.snapshot.nip.clone()),
                None => r.nip("nip"),
            };
            let guest = guest.then(|| {
                let golongan = r.optional_choice("golongan");
                let position = r.optional_text("position", 200).unwrap_or_default();
                (
                    r.text("name", 200),
                    golongan,
                    position,
                    r.text("institution", 200),
                )
            });
            let number = r.optional_text("letter_number", 100);
            let date = r.optional_date("letter_date");
            let letter = match (number, date) {
                (Some(number), Some(date)) => Some(CoverLetter {
                    number,
                    date,
                    scan: None,
                }),
                (Some(_), None) => {
                    r.wrong("letter_date", "error-required");
                    None
                }
                (None, Some(_)) => {
                    r.wrong("letter_number", "error-required");
                    None
                }
                (None, None) => None,
            };
            let mut choices = Vec::new();
            for rank in 1..=most {
                choices.extend(r.optional_choice::<SlotId>(&format!("choice{rank}")));
            }
            let nominee = nip.map(|nip| match guest {
                None => Nominee::Own(nip),
                Some((name, golongan, position, institution)) => Nominee::Guest(Guest {
                    nip,
                    name,
                    golongan,
                    position,
                    institution,
                }),
            });
            let aims = r.optional_text("aims", 1000).unwrap_or_default();
            let basis = r.choice::<Basis>("basis").unwrap_or(Basis::Superior);
            nominee.map(|nominee| NominationForm {
                nominee,
                purpose: r.text("purpose", 2000),
                aims: nominations::split_aims(&aims),
                basis,
                plan_item: r.optional_text("plan_item", 300).unwrap_or_default(),
                plan_exception: r.optional_text("plan_exception", 500).unwrap_or_default(),
                plan_after: r.text("plan_after", 2000),
                letter,
                choices,
                paper_scan: None,
                papers: Vec::new(),
            })
        })?
        .ok_or_else(|| Error::invalid("error-form"))?;
    if let Some(file) = form.file("paper_scan") {
        let (sha256, _) =
            nominations::keep_scan(&state.app, "paper_scan", file.bytes.to_vec()).await?;
        read.paper_scan = Some(sha256);
    } else if !form.value("on_paper").is_empty() && old.is_none_or(|old| old.paper_scan.is_none()) {
        return Err(Error::invalid_field(
            "paper_scan",
            "nominations-scan-missing",
        ));
    }
    for kind in &programme.papers {
        let name = format!("paper_{kind}");
        if let Some(file) = form.file(&name) {
            let kept = nominations::keep(
                &state.app,
                &name,
                *kind,
                file.bytes.to_vec(),
                &file.file_name,
            )
            .await?;
            if *kind == PaperKind::SuratPengantar
                && let Some(letter) = read.letter.as_mut()
            {
                letter.scan = Some(kept.sha256.clone());
            }
            read.papers.push(kept);
        }
    }
    Ok(read)
}
