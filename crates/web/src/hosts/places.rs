//! Places of a programme: list, several at once, change, close.

use app::db::list::Paged;
use app::hosts::{self, Confirmation, Slot, SlotForm, SlotState, access};
use app::programmes::{self, Programme};
use app::sheets::RowError;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, ProgrammeId, Result, Role, SlotId, Text};

use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, done, download, html, see_other,
};

/// Rows offered on the page that adds several places.
const ROWS: usize = 5;
/// Field of a row → column of the evaluator.
const FIELDS: [(&str, &str); 9] = [
    ("host", "INSTANSI"),
    ("region", "WILAYAH"),
    ("unit", "UNIT"),
    ("field", "BIDANG"),
    ("quota_min", "KUOTA MINIMUM"),
    ("quota", "KUOTA"),
    ("competencies", "KOMPETENSI"),
    ("letter_number", "NOMOR SURAT"),
    ("letter_date", "TANGGAL SURAT"),
];

/// Page of a programme's places with its way back.
pub(super) fn within(page: Page, programme: &Programme, title: &str) -> Page {
    let base = format!("/program/{}", programme.id);
    let page = page
        .title(title)
        .crumb("/program", "programmes-title")
        .crumb_name(&base, &programme.name);
    if title == "hosts-places" {
        page
    } else {
        page.crumb(format!("{base}/tempat"), "hosts-places")
    }
}

#[derive(Template)]
#[template(path = "hosts/places.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Slot>,
    programme: Programme,
    states: Vec<Choice>,
    may_add: bool,
    may_limit: bool,
    /// Limits over several places, in words.
    limits: Vec<String>,
}

/// The places of a programme.
pub async fn index(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?;
    let may_add = access::SLOT.is_open_to(actor);
    let programme = programmes::get(&state.app.db, id).await?;
    if list.xlsx {
        let slots = hosts::slots(&state.app.db, id).await?;
        let sheet = hosts::export(&slots);
        let writer = state.app.ports.sheets.clone();
        let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
        return Ok(download(FileKind::Xlsx, "tempat-magang", page.today, bytes));
    }
    let rows = hosts::slot_list(&state.app.db, id, list.request.clone()).await?;
    let states = SlotState::ALL
        .iter()
        .map(|s| Choice::new(s, page.t(format!("hosts-state-{s}"))))
        .collect();
    let may_limit = access::MANAGE.is_open_to(actor);
    let limits = limits_in_words(&state, &page, id).await?;
    let page = within(page, &programme, "hosts-places");
    html(&Index {
        may_limit,
        limits,
        page,
        list,
        rows,
        programme,
        states,
        may_add,
    })
}

/// The limits of a programme over several places, one sentence each.
async fn limits_in_words(state: &AppState, page: &Page, id: ProgrammeId) -> Result<Vec<String>> {
    let limits = hosts::limits(&state.app.db, id).await?;
    let mut words = Vec::new();
    if let Some(host) = limits.destination {
        let host = hosts::get(&state.app.db, host).await?.name;
        words.push(page.ta("hosts-limits-destination", [("name", host)]));
    }
    for (host, max) in limits.hosts {
        let name = hosts::get(&state.app.db, host).await?.name;
        words.push(page.ta("hosts-limits-line", (("name", name), ("n", max))));
    }
    for (name, max) in limits.regions {
        words.push(page.ta("hosts-limits-line", (("name", name), ("n", max))));
    }
    Ok(words)
}

#[derive(Template)]
#[template(path = "hosts/places_new.html")]
struct New {
    page: Page,
    f: Form,
    programme: Programme,
    rows: Vec<usize>,
    hosts: Vec<String>,
    faults: Vec<RowError>,
}

async fn new_page(
    state: &AppState,
    page: Page,
    f: Form,
    id: ProgrammeId,
    faults: Vec<RowError>,
) -> Result<New> {
    let programme = programmes::get(&state.app.db, id).await?;
    let hosts = hosts::all(&state.app.db)
        .await?
        .into_iter()
        .filter(|host| host.kind == programme.host_kind)
        .map(|host| host.name)
        .collect();
    let page = within(page, &programme, "hosts-places-new");
    Ok(New {
        page,
        f,
        programme,
        rows: (1..=ROWS).collect(),
        hosts,
        faults,
    })
}

/// The page that adds several places at once.
pub async fn new(State(state): State<AppState>, page: Page, Path(id): Path<ProgrammeId>) -> Answer {
    let f = Form::new(&page);
    html(&new_page(&state, page, f, id, Vec::new()).await?)
}

/// Adds the places of the filled rows, all or none.
pub async fn create(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    // The letter stands once on the page and holds for every row.
    let cells = rows_of(&form);
    let nonce = form.nonce()?.as_str().to_owned();
    let outcome = match hosts::dry_run_rows(&state.app, &actor, id, cells.clone()).await {
        Ok(run) if run.errors.is_empty() => {
            hosts::take_rows(&state.app, &actor, id, cells, Some(nonce))
                .await
                .map_err(|error| (error, Vec::new()))
        }
        Ok(run) => Err((Error::invalid("hosts-rows-wrong"), run.errors)),
        Err(error) => Err((error, Vec::new())),
    };
    match outcome {
        // The board tells what comes next; a coordinator of a host has only her places.
        Ok(_) if actor.has(Role::Pengelola) => {
            Ok(done(&format!("/program/{id}"), "hosts-places-done"))
        }
        Ok(_) => Ok(done(&format!("/program/{id}/tempat"), "hosts-places-done")),
        Err((error, faults)) => {
            let template = new_page(&state, page, Form::default(), id, faults).await?;
            form.again(error, |f| html(&New { f, ..template }))
        }
    }
}

fn rows_of(form: &Form) -> Vec<Vec<String>> {
    let mut cells = vec![
        FIELDS
            .iter()
            .map(|(_, column)| (*column).to_owned())
            .collect::<Vec<_>>(),
    ];
    for row in 1..=ROWS {
        let own: Vec<String> = FIELDS
            .iter()
            .map(|(name, _)| match *name {
                "letter_number" | "letter_date" => String::new(),
                name => form.value(&format!("{name}{row}")).to_owned(),
            })
            .collect();
        if own.iter().all(String::is_empty) {
            // An empty row keeps its place, so that faults name the row that was typed.
            cells.push(own);
            continue;
        }
        let filled = FIELDS
            .iter()
            .zip(own)
            .map(|((name, _), value)| match *name {
                "letter_number" | "letter_date" => form.value(name).to_owned(),
                _ => value,
            });
        cells.push(filled.collect());
    }
    cells
}

#[derive(Template)]
#[template(path = "hosts/place_form.html")]
struct Edit {
    page: Page,
    f: Form,
    programme: Programme,
    slot: Slot,
}

async fn edit_page(
    state: &AppState,
    page: Page,
    f: Form,
    id: ProgrammeId,
    slot: SlotId,
) -> Result<Edit> {
    let programme = programmes::get(&state.app.db, id).await?;
    let slot = hosts::slot(&state.app.db, slot).await?;
    if slot.programme_id != id {
        return Err(Error::not_found());
    }
    Ok(Edit {
        page: within(page, &programme, "hosts-place-edit"),
        f,
        programme,
        slot,
    })
}

/// The form of one place.
pub async fn edit(
    State(state): State<AppState>,
    page: Page,
    Path((id, slot)): Path<(ProgrammeId, SlotId)>,
) -> Answer {
    let nonce = Form::new(&page);
    let mut template = edit_page(&state, page, nonce, id, slot).await?;
    let slot = &template.slot;
    let mut f = std::mem::take(&mut template.f)
        .with("unit", &slot.unit)
        .with("field", &slot.field)
        .with("start", slot.period.start())
        .with("end", slot.period.end())
        .with("quota_min", slot.quota_min)
        .with("quota_max", slot.quota_max)
        .with(
            "competencies",
            hosts::write_competencies(&slot.competencies),
        );
    if let Some(letter) = &slot.confirmation {
        f = f
            .with("letter_number", &letter.number)
            .with("letter_date", letter.date);
    }
    template.f = f;
    html(&template)
}

/// Changes one place; here the host's letter can be added with its scan.
pub async fn change(
    State(state): State<AppState>,
    page: Page,
    Path((id, slot)): Path<(ProgrammeId, SlotId)>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let changed = match read_slot(&state, &form, slot).await {
        Ok(place) => hosts::change_slot(&state.app, &actor, slot, place).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Ok(see_other(&format!("/program/{id}/tempat"))),
        Err(error) => {
            let template = edit_page(&state, page, Form::default(), id, slot).await?;
            form.again(error, |f| html(&Edit { f, ..template }))
        }
    }
}

async fn read_slot(state: &AppState, form: &Form, slot: SlotId) -> Result<SlotForm> {
    let known = hosts::slot(&state.app.db, slot).await?;
    let mut place = form.read(|r| {
        let number = r.optional_text("letter_number", 100);
        let date = r.optional_date("letter_date");
        let confirmation = match (number, date) {
            (Some(number), Some(date)) => Some(Confirmation {
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
        let text = r.optional_text("competencies", 2000).unwrap_or_default();
        let competencies = hosts::read_competencies(&text).unwrap_or_else(|part| {
            r.wrong(
                "competencies",
                Text::new("hosts-competency-shape").with("part", part),
            );
            Default::default()
        });
        SlotForm {
            host_id: known.host_id,
            unit: r.text("unit", 200),
            field: r.text("field", 200),
            start: r.date("start"),
            end: r.date("end"),
            quota_min: r.optional_integer("quota_min", 0..=10_000_000).unwrap_or(0),
            quota_max: r.integer("quota_max", 1..=10_000_000),
            competencies,
            confirmation,
        }
    })?;
    if let (Some(letter), Some(file)) = (place.confirmation.as_mut(), form.file("letter_scan")) {
        let (sha256, _) =
            app::nominations::keep_scan(&state.app, "letter_scan", file.bytes.to_vec()).await?;
        letter.scan = Some(sha256);
    }
    Ok(place)
}

/// Withdraws a place.
pub async fn close(
    State(state): State<AppState>,
    page: Page,
    Path((id, slot)): Path<(ProgrammeId, SlotId)>,
) -> Answer {
    hosts::close_slot(&state.app, page.signed_in()?, slot).await?;
    Ok(see_other(&format!("/program/{id}/tempat")))
}
