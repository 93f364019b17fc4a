//! Host institutions: list, form, detail.

use app::db::list::{Paged, every_row};
use app::hosts::{self, Host, HostForm, Partnership, Slot, access};
use app::organisations;
use app::ports::{Cell, Sheet, SheetColumn};
use app::programmes::HostKind;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{HostId, OrgId, Result};

use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, download, html, see_other,
};

#[derive(Template)]
#[template(path = "hosts/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Host>,
    kinds: Vec<Choice>,
}

fn kinds(page: &Page) -> Vec<Choice> {
    HostKind::ALL
        .iter()
        .map(|k| Choice::new(k, page.t(format!("programmes-host-kind-{k}"))))
        .collect()
}

/// All hosts; a coordinator sees her own.
pub async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    if list.xlsx {
        let db = &state.app.db;
        let page_of = |request| hosts::list(db, &scope, request);
        let rows = every_row(list.request.clone(), page_of).await?;
        let column = |key: &str, width| SheetColumn {
            header: page.t(key).into_owned(),
            width,
            choices: Vec::new(),
        };
        let text = |value: &Option<String>| value.clone().map_or(Cell::Empty, Cell::Text);
        let sheet = Sheet {
            name: "Instansi".into(),
            columns: vec![
                column("hosts-name", 44),
                column("hosts-kind", 30),
                column("hosts-region", 24),
                column("hosts-address", 44),
                column("hosts-contact", 36),
            ],
            rows: rows
                .iter()
                .map(|host| {
                    vec![
                        Cell::Text(host.name.clone()),
                        Cell::Text(
                            page.t(format!("programmes-host-kind-{}", host.kind))
                                .into_owned(),
                        ),
                        text(&host.region),
                        text(&host.address),
                        text(&host.contact),
                    ]
                })
                .collect(),
            notes: Vec::new(),
        };
        let writer = state.app.ports.sheets.clone();
        let bytes = app::blobs::blocking(move || writer.xlsx(&[sheet])).await?;
        return Ok(download(
            FileKind::Xlsx,
            "instansi-penerima",
            page.today,
            bytes,
        ));
    }
    let rows = hosts::list(&state.app.db, &scope, list.request.clone()).await?;
    let kinds = kinds(&page);
    html(&Index {
        page: page.title("hosts-title"),
        list,
        rows,
        kinds,
    })
}

#[derive(Template)]
#[template(path = "hosts/form.html")]
struct HostPage {
    page: Page,
    f: Form,
    action: String,
    kinds: Vec<Choice>,
    opds: Vec<Choice>,
}

async fn form_page(state: &AppState, page: Page, f: Form, id: Option<HostId>) -> Result<HostPage> {
    let opds = organisations::all_opd(&state.app.db)
        .await?
        .into_iter()
        .map(|opd| Choice::new(opd.id, opd.name))
        .collect();
    let (title, action) = match id {
        None => ("hosts-new", "/instansi/baru".to_owned()),
        Some(id) => ("hosts-edit", format!("/instansi/{id}/ubah")),
    };
    let kinds = kinds(&page);
    Ok(HostPage {
        page: page.title(title).crumb("/instansi", "hosts-title"),
        f,
        action,
        kinds,
        opds,
    })
}

fn read(form: &Form) -> Result<HostForm> {
    form.read(|r| HostForm {
        name: r.text("name", 200),
        kind: r.choice("kind").unwrap_or(HostKind::Central),
        region: r.optional_text("region", 100),
        address: r.optional_text("address", 500),
        org_id: r.optional_choice::<OrgId>("org_id"),
        contact: r.optional_text("contact", 300),
    })
}

/// A new host.
pub async fn new(State(state): State<AppState>, page: Page) -> Answer {
    let f = Form::new(&page).with("kind", HostKind::Central);
    html(&form_page(&state, page, f, None).await?)
}

/// Makes a host.
pub async fn create(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let made = match read(&form) {
        Ok(host) => hosts::create(&state.app, &actor, host).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(see_other(&format!("/instansi/{id}"))),
        Err(error) => {
            let template = form_page(&state, page, Form::default(), None).await?;
            form.again(error, |f| html(&HostPage { f, ..template }))
        }
    }
}

/// The form of an existing host.
pub async fn edit(State(state): State<AppState>, page: Page, Path(id): Path<HostId>) -> Answer {
    let host = hosts::get(&state.app.db, id).await?;
    let mut f = Form::new(&page)
        .with("name", &host.name)
        .with("kind", host.kind);
    for (name, value) in [
        ("region", host.region),
        ("address", host.address),
        ("contact", host.contact),
    ] {
        f = f.with(name, value.unwrap_or_default());
    }
    if let Some(org) = host.org_id {
        f = f.with("org_id", org);
    }
    html(&form_page(&state, page, f, Some(id)).await?)
}

/// Changes a host.
pub async fn change(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<HostId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let changed = match read(&form) {
        Ok(host) => hosts::change(&state.app, &actor, id, host).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Ok(see_other(&format!("/instansi/{id}"))),
        Err(error) => {
            let template = form_page(&state, page, Form::default(), Some(id)).await?;
            form.again(error, |f| html(&HostPage { f, ..template }))
        }
    }
}

#[derive(Template)]
#[template(path = "hosts/show.html")]
struct Show {
    page: Page,
    host: Host,
    slots: Vec<Slot>,
    agreements: Vec<Partnership>,
}

/// A host with its places in all programmes.
pub async fn show(State(state): State<AppState>, page: Page, Path(id): Path<HostId>) -> Answer {
    let scope = access::READ.allow(page.signed_in()?)?;
    if matches!(scope, kernel::Scope::Host(own) if own != id) {
        return Err(kernel::Error::not_found().into());
    }
    let host = hosts::get(&state.app.db, id).await?;
    let slots = hosts::slots_of_host(&state.app.db, id).await?;
    let page = page
        .title_name(&host.name)
        .crumb("/instansi", "hosts-title");
    let agreements = hosts::partnerships(&state.app.db, id).await?;
    html(&Show {
        page,
        host,
        slots,
        agreements,
    })
}

/// Tone and word of an agreement on the day of the page.
fn standing(page: &Page, agreement: &Partnership) -> (&'static str, &'static str) {
    let today = page.today;
    if agreement.start > today {
        ("info", "hosts-partnership-later")
    } else if !agreement.holds_on(today) {
        ("stop", "hosts-partnership-over")
    } else if agreement.ends_soon(today) {
        ("warn", "hosts-partnership-soon")
    } else {
        ("ok", "hosts-partnership-holds")
    }
}
