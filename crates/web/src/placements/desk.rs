//! The page of a programme's placement: what can be computed, the proposal, and what was confirmed.

use app::db::list::Paged;
use app::hosts::{self, Slot, SlotState};
use app::nominations::{self, Nomination, State as Step};
use app::placements::{self, Member, Outcome, Placed, Run, RunState, access};
use app::programmes::{self, Giving, Programme};
use app::words::Lang;
use askama::Template;
use axum::extract::{Path, State};
use kernel::ProgrammeId;

use crate::shell::{Answer, AppState, Choice, FileKind, Form, ListQuery, Page, download, html};

struct Line {
    member: Member,
    /// Why it is not the first choice, or why there is none.
    why: String,
    /// Words on the fit of her place; empty without one.
    fit: String,
}

struct Place {
    slot: Slot,
    /// People of the run on it.
    here: i64,
    below: bool,
}

#[derive(Template)]
#[template(path = "placements/desk.html")]
struct Desk {
    page: Page,
    list: ListQuery,
    f: Form,
    programme: Programme,
    run: Option<Run>,
    rows: Paged<Line>,
    /// What held people back, the heaviest first.
    binding: Vec<(String, usize)>,
    places: Vec<Place>,
    /// Who waits for a single confirmation (*penetapan langsung*), with the name of the place.
    waiting: Vec<(Nomination, String)>,
    given: Vec<Placed>,
    open: Vec<Choice>,
    outcomes: Vec<Choice>,
    may_propose: bool,
    may_confirm: bool,
    /// Whether names lead to their nominations.
    may_open: bool,
}

pub(super) async fn desk(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    list: ListQuery,
) -> Answer {
    let form = Form::new(&page);
    render(&state, page, id, list, form).await
}

pub(super) async fn render(
    state: &AppState,
    page: Page,
    id: ProgrammeId,
    list: ListQuery,
    f: Form,
) -> Answer {
    let actor = page.signed_in()?;
    let (may_propose, may_confirm) = (
        access::PROPOSE.is_open_to(actor),
        access::CONFIRM.is_open_to(actor),
    );
    let db = &state.app.db;
    let programme = programmes::get(db, id).await?;
    let run = placements::latest(db, id).await?;
    if let (true, Some(run)) = (list.xlsx, &run) {
        let language = crate::screenings::language(&page);
        let bytes = placements::export(&state.app, actor, run.id, &list.request, language).await?;
        return Ok(download(FileKind::Xlsx, "penempatan", page.today, bytes));
    }
    let slots = hosts::slots(db, id).await?;
    let rows = match &run {
        Some(run) => placements::members(db, run.id, list.request.clone()).await?,
        None => Paged {
            rows: Vec::new(),
            total: 0,
            request: list.request.clone(),
        },
    };
    let rows = Paged {
        rows: rows
            .rows
            .into_iter()
            .map(|member| line(&page, member))
            .collect(),
        total: rows.total,
        request: rows.request,
    };
    let places = match &run {
        Some(run) => places(&placements::per_slot(db, run.id).await?, &slots, run),
        None => Vec::new(),
    };
    let binding = match &run {
        Some(run) => placements::binding(db, run.id).await?,
        None => Vec::new(),
    };
    let binding = binding
        .into_iter()
        .map(|one| {
            let words = match page.lang {
                Lang::Id => one.words.id,
                Lang::En => one.words.en,
            };
            (words, one.people)
        })
        .collect();
    let destination = hosts::limits(db, id).await?.destination;
    let destination = hosts::destination_of(&programme, &slots, destination).unwrap_or(None);
    let given = placements::confirmed(db, id).await?;
    let may_open = page
        .actor()
        .is_some_and(|actor| app::nominations::access::READ.is_open_to(actor));
    let direct = programme.giving == Giving::Direct && may_confirm;
    let waiting = if direct {
        waiting(db, id, &slots).await?
    } else {
        Vec::new()
    };
    let open = slots
        .iter()
        .filter(|slot| slot.state != SlotState::Closed && slot.free() > 0)
        .filter(|slot| destination.is_none_or(|host| host == slot.host_id))
        .map(|slot| Choice::new(slot.id, slot.label()))
        .collect();
    let outcomes = Outcome::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("placements-outcome-{one}"))))
        .collect();
    let page = page
        .title("placements-title")
        .crumb("/program", "programmes-title")
        .crumb_name(format!("/program/{id}"), &programme.name);
    html(&Desk {
        page,
        list,
        f,
        programme,
        run,
        rows,
        binding,
        places,
        waiting,
        given,
        open,
        outcomes,
        may_propose,
        may_confirm,
        may_open,
    })
}

fn line(page: &Page, member: Member) -> Line {
    let why = member.first_obstacle().map(|first| match page.lang {
        Lang::Id => first.words.id.clone(),
        Lang::En => first.words.en.clone(),
    });
    let fit = member.granted().and_then(|granted| granted.fit);
    Line {
        fit: fit.map_or_else(String::new, |fit| super::fit_words(page, fit)),
        why: why.unwrap_or_default(),
        member,
    }
}

fn places(counts: &[(kernel::SlotId, i64)], slots: &[Slot], run: &Run) -> Vec<Place> {
    let of = |slot: &Slot| {
        counts
            .iter()
            .find(|(id, _)| *id == slot.id)
            .map_or(0, |(_, n)| *n)
    };
    slots
        .iter()
        .filter(|slot| slot.state != SlotState::Closed)
        .map(|slot| {
            let here = of(slot);
            // Before the confirmation the people of the run come on top of those who are there.
            let people = if run.state == RunState::Proposed {
                here + slot.filled
            } else {
                slot.filled
            };
            Place {
                slot: slot.clone(),
                here,
                below: people > 0 && people < slot.quota_min,
            }
        })
        .collect()
}

async fn waiting(
    db: &app::db::Db,
    id: ProgrammeId,
    slots: &[Slot],
) -> kernel::Result<Vec<(Nomination, String)>> {
    let found = nominations::in_states(db, id, &[Step::Verified, Step::Unplaced]).await?;
    Ok(found
        .into_iter()
        .filter(|one| one.verdict.as_deref() == Some("memenuhi"))
        .filter_map(|one| {
            let choice = one.choices.first()?.slot;
            let place = slots.iter().find(|slot| slot.id == choice)?.label();
            Some((one, place))
        })
        .collect())
}
