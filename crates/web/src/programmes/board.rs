//! *Papan Program*: eight steps with counts, the next act, calendar, opening and moving on.

use app::policies;
use app::programmes::{
    self, Board, CalendarLine, DateStep, KindRule, Notice, Programme, State as Step, kinds,
};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{ProgrammeId, Role};

use crate::shell::{Answer, AppState, Choice, Form, Page, html, see_other};

#[derive(Template)]
#[template(path = "programmes/board.html")]
struct BoardPage {
    page: Page,
    f: Form,
    programme: Programme,
    board: Board,
    calendar: Vec<CalendarLine>,
    notices: Vec<Notice>,
    rule: Option<KindRule>,
    notes: Vec<String>,
    /// Steps that the officer may bring the programme to by hand.
    moves: Vec<Step>,
    manages: bool,
    /// Whether many may be nominated by a file.
    may_bulk: bool,
    /// The newest freeze of the placement, public from its first moment.
    freeze: Option<kernel::FreezeId>,
}

impl BoardPage {
    /// Whether the page behind a step is open to the reader now; a link that ends in a refusal is no link.
    fn may_open(&self, path: &str) -> bool {
        let Some(actor) = self.page.actor() else {
            return false;
        };
        let path = path.split('?').next().unwrap_or_default();
        // Nobody is screened before the policy is pinned, and only an open programme takes nominations.
        let too_early = (path.ends_with("/pemeriksaan") && self.programme.state == Step::Draft)
            || (path.ends_with("/usulan/baru") && self.programme.state != Step::Open);
        if too_early {
            return false;
        }
        let of_step = [
            ("/tempat/baru", app::hosts::access::SLOT),
            ("/usulan/baru", app::nominations::access::NOMINATE),
            ("/usulan", app::nominations::access::READ),
            ("/pemeriksaan", app::screenings::access::READ),
            ("/penempatan", app::placements::access::READ),
            ("/surat", app::letters::access::OFFICE),
        ];
        of_step
            .iter()
            .find(|(end, _)| path.ends_with(end))
            .is_none_or(|(_, access)| access.is_open_to(actor))
    }
}

/// The board.
pub async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let form = Form::new(&page);
    render(&state, page, id, form).await
}

async fn render(state: &AppState, page: Page, id: ProgrammeId, f: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let db = &state.app.db;
    let programme = programmes::get(db, id).await?;
    let manages = actor.has(Role::Pengelola);
    if programme.state == Step::Draft && !manages {
        return Err(kernel::Error::not_found().into());
    }
    let scope = app::nominations::access::READ
        .allow(&actor)
        .unwrap_or(kernel::Scope::Nothing);
    let board = programmes::board(db, &scope, id, page.today).await?;
    let at = programme.period.start();
    let notes = kinds()
        .notes(
            programme.host_kind,
            programme.waktu,
            programme.cara,
            programme.arah,
            at,
        )
        .into_iter()
        .map(|key| page.t(key).into_owned())
        .collect();
    let moves = Step::ALL
        .iter()
        .copied()
        .filter(|to| programme.state != Step::Draft && programme.state.may_become(*to).is_ok())
        .collect();
    html(&BoardPage {
        f,
        board,
        calendar: programmes::dates(db, id).await?,
        notices: programmes::notices(db, id).await?,
        rule: kinds()
            .rule(programme.host_kind, programme.arah, at)
            .cloned(),
        notes,
        moves,
        manages,
        freeze: app::placements::freeze_of(db, id).await?.map(|one| one.id),
        may_bulk: app::nominations::access::BULK.is_open_to(&actor),
        page: page
            .title_name(&programme.name)
            .crumb("/program", "programmes-title"),
        programme,
    })
}

/// Opens a draft with the policy of its kind that is in force today.
pub async fn open(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    match open_now(&state, actor, id).await {
        Ok(()) => Ok(see_other(&format!("/program/{id}"))),
        Err(error) => again(&state, page, id, form, error).await,
    }
}

/// Opens a draft with the policy of its kind that is in force today.
pub(super) async fn open_now(
    state: &AppState,
    actor: &kernel::Actor,
    id: ProgrammeId,
) -> kernel::Result<()> {
    let programme = programmes::get(&state.app.db, id).await?;
    let clock = &state.app.clock;
    let db = &state.app.db;
    let policy = policies::pin(db, &programme.policy_id, clock.today(), clock.now()).await?;
    programmes::open(&state.app, actor, id, policy).await
}

async fn again(
    state: &AppState,
    page: Page,
    id: ProgrammeId,
    form: Form,
    error: kernel::Error,
) -> Answer {
    let mut kept = None;
    let answer = form.again(error, |form| {
        kept = Some(form);
        Ok(axum::response::IntoResponse::into_response(()))
    })?;
    match kept {
        Some(form) => {
            let mut response = render(state, page, id, form).await?;
            *response.status_mut() = answer.status();
            Ok(response)
        }
        None => Ok(answer),
    }
}

/// Brings the programme to another step.
pub async fn advance(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let read = form.read(|r| r.choice::<Step>("to"));
    let done = match read {
        Ok(Some(to)) => programmes::advance(&state.app, actor, id, to).await,
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(see_other(&format!("/program/{id}"))),
        Err(error) => again(&state, page, id, form, error).await,
    }
}

#[derive(Template)]
#[template(path = "programmes/extend.html")]
struct Extend {
    page: Page,
    f: Form,
    id: ProgrammeId,
    steps: Vec<Choice>,
}

async fn extend_page(
    state: &AppState,
    page: Page,
    id: ProgrammeId,
) -> kernel::Result<(Page, Vec<Choice>)> {
    let programme = programmes::get(&state.app.db, id).await?;
    let steps = programmes::dates(&state.app.db, id)
        .await?
        .iter()
        .map(|line| {
            let name = page.t(format!("programmes-date-{}", line.step));
            Choice::new(line.step, format!("{name} – {}", page.show(line.closes)))
        })
        .collect();
    let page = page
        .title("programmes-extend")
        .crumb("/program", "programmes-title")
        .crumb_name(format!("/program/{id}"), programme.name);
    Ok((page, steps))
}

/// The form that moves a closing date.
pub async fn extend_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let (page, steps) = extend_page(&state, page, id).await?;
    let f = Form::new(&page).with("step", DateStep::Nominate);
    html(&Extend { page, f, id, steps })
}

/// Moves a closing date.
pub async fn extend(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let (page, steps) = extend_page(&state, page, id).await?;
    let read = form.read(|r| {
        (
            r.choice::<DateStep>("step"),
            r.date("closes"),
            r.text("notice", 500),
        )
    });
    let done = match read {
        Ok((Some(step), closes, notice)) => {
            programmes::extend(&state.app, &actor, id, step, closes, notice).await
        }
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(see_other(&format!("/program/{id}"))),
        Err(error) => form.again(error, |f| html(&Extend { page, f, id, steps })),
    }
}
