//! The page of a programme's placement: what can be computed, the proposal, and what was confirmed.

use app::db::list::Paged;
use app::hosts::{self, Slot, SlotState};
use app::nominations::{self, Nomination, State as Step};
use app::placements::{self, Freeze, Member, Outcome, Placed, Run, RunState, access};
use app::programmes::{self, Giving, Programme};
use app::words::Lang;
use askama::Template;
use axum::extract::{Path, State};
use kernel::ProgrammeId;

use super::inputs::Bar;
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
    /// Whether choices are ranked, so that the steps of the desk show.
    ranked: bool,
    steps: Vec<DeskStep>,
    freeze: Option<Freeze>,
    /// Whether the result is announced, so that the reserve list and newcomers may be frozen anew.
    published: bool,
    bars: Vec<Bar>,
    /// What the run changed, in words.
    change: String,
    /// Type of reason of an override, in words.
    reason_type: String,
    may_change: bool,
    /// Requests for reconsideration that wait.
    objections: i64,
    /// Working days left of the window, today included.
    left: Option<i64>,
    conflicts: bool,
    /// Whether the reader may take the files of the run.
    files: bool,
    may_answer: bool,
}

/// A step of the desk.
struct DeskStep {
    state: &'static str,
    title: String,
    note: String,
    href: String,
}

/// The steps from a look at the inputs to the Keputusan, with how far each is.
fn steps(
    page: &Page,
    programme: &Programme,
    freeze: Option<&Freeze>,
    run: Option<&Run>,
    objections: i64,
    (may_propose, may_answer, decided): (bool, bool, bool),
) -> Vec<DeskStep> {
    let base = format!("/program/{}/penempatan", programme.id);
    let computed = run.filter(|run| run.freeze.is_some());
    let confirmed = computed.is_some_and(|run| run.state == RunState::Confirmed);
    let published = computed.and_then(|run| run.published_at);
    let closes = computed.and_then(|run| run.window_closes);
    let drawn = freeze.is_some_and(|one| one.seed.is_some());
    // A change after the Keputusan is announced without a window.
    let over = closes.map_or(decided, |last| page.today > last);
    let done = [
        freeze.is_some(),
        freeze.is_some(),
        drawn,
        computed.is_some(),
        confirmed,
        published.is_some(),
        over && objections == 0,
        decided || programme.state == app::programmes::State::Running,
    ];
    let now = done.iter().position(|one| !one);
    let evidence = freeze.map_or_else(String::new, |one| format!("/pembekuan/{}", one.id));
    let of_run = |path: &str| {
        computed.map_or_else(String::new, |run| format!("/penempatan/{}/{path}", run.id))
    };
    let notes = [
        String::new(),
        freeze.map_or_else(String::new, |one| page.show(one.created_at)),
        match freeze {
            Some(one) if one.seed.is_none() => {
                page.ta("placements-step-seed-at", [("at", page.show(one.seed_at))])
            }
            Some(one) => page.show(one.drawn_at),
            None => String::new(),
        },
        computed.map_or_else(String::new, |run| page.show(run.created_at)),
        computed.map_or_else(String::new, |run| {
            run.confirmed_at
                .map_or_else(String::new, |at| page.show(at))
        }),
        published.map_or_else(String::new, |at| page.show(at)),
        closes.map_or_else(String::new, |last| {
            page.ta(
                "placements-step-closes",
                (("date", page.show(last)), ("n", objections)),
            )
        }),
        String::new(),
    ];
    let hrefs = [
        format!("{base}/masukan"),
        match (freeze, may_propose) {
            (None, true) => format!("{base}/bekukan"),
            _ => evidence.clone(),
        },
        evidence.clone(),
        evidence,
        String::new(),
        if confirmed && published.is_none() && may_propose {
            of_run("umumkan")
        } else {
            String::new()
        },
        if published.is_some() && may_answer {
            format!("/program/{}/sanggah", programme.id)
        } else {
            String::new()
        },
        if confirmed {
            format!("/program/{}/surat", programme.id)
        } else {
            String::new()
        },
    ];
    let names = [
        "check", "freeze", "seed", "compute", "confirm", "publish", "object", "decide",
    ];
    names
        .iter()
        .zip(notes)
        .zip(hrefs)
        .zip(done)
        .enumerate()
        .map(|(at, (((name, note), href), done))| DeskStep {
            state: match (done, now == Some(at)) {
                (true, _) => "done",
                (_, true) => "now",
                _ => "next",
            },
            title: page.t(format!("placements-step-{name}")).into_owned(),
            note,
            href,
        })
        .collect()
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
    let may_answer = super::objections::list_doors()
        .iter()
        .any(|one| one.is_open_to(actor));
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
    let ranked = programme.giving == Giving::Ranked;
    let freeze = if ranked {
        placements::freeze_of(db, id).await?
    } else {
        None
    };
    let objections = placements::open_objections(db, id).await?;
    let decided = placements::decided(db, id).await?;
    let left = super::left(db, run.as_ref(), page.today).await?;
    let changed = run.as_ref().and_then(|run| run.change.as_ref());
    let kind = run.as_ref().and_then(|run| run.reason_type.as_deref());
    let kind = kind.and_then(|kind| placements::windows().override_reason(kind));
    let page = page
        .title("placements-title")
        .crumb("/program", "programmes-title")
        .crumb_name(format!("/program/{id}"), &programme.name);
    let files = match &run {
        Some(run) => super::freeze::may_take(state, &page, run).await?,
        None => false,
    };
    html(&Desk {
        files,
        may_answer,
        ranked,
        steps: if ranked {
            steps(
                &page,
                &programme,
                freeze.as_ref(),
                run.as_ref(),
                objections,
                (may_propose, may_answer, decided),
            )
        } else {
            Vec::new()
        },
        bars: run.as_ref().map_or_else(Vec::new, |run| {
            super::inputs::bars(&page, &run.profile, run.unplaced)
        }),
        change: changed.map_or_else(String::new, |one| super::said(&page, one)),
        reason_type: kind.map_or_else(String::new, |one| super::said(&page, &one.says)),
        may_change: access::CHANGE.is_open_to(page.signed_in()?),
        conflicts: access::CONFLICTS.is_open_to(page.signed_in()?),
        published: run.as_ref().is_some_and(|run| run.published_at.is_some()),
        freeze,
        objections,
        left,
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
