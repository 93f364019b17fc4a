//! The list of people within one's scope.

use app::db::list::Paged;
use app::people::{self, PersonBrief, access};
use app::ports::{Cell, Sheet, SheetColumn};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use kernel::Role;

use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/pegawai", get(list))
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct List {
    page: Page,
    list: ListQuery,
    rows: Paged<PersonBrief>,
    kinds: Vec<Choice>,
    opds: Vec<Choice>,
    may_import: bool,
    may_slips: bool,
}

async fn list(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::READ.allow(actor)?;
    let rows = people::list(&state.app.db, &scope, list.request.clone()).await?;
    if list.xlsx {
        let sheet = sheet(&page, &rows);
        let bytes = state.app.ports.sheets.xlsx(&[sheet])?;
        return Ok(download(FileKind::Xlsx, "pegawai", page.today, bytes));
    }
    let opds = app::organisations::all_opd(&state.app.db)
        .await?
        .into_iter()
        .filter(|opd| match &scope {
            kernel::Scope::Org(own) => *own == opd.id,
            _ => true,
        })
        .map(|opd| Choice::new(opd.id, opd.name))
        .collect();
    let kinds = ["PNS", "CPNS", "PPPK"]
        .map(|kind| Choice::new(kind, kind))
        .into();
    let may_import = access::IMPORT.is_open_to(actor);
    let may_slips = actor.has_any(&[Role::Opd, Role::Pengelola, Role::Admin]);
    let page = page.title("people-title");
    html(&List {
        page,
        list,
        rows,
        kinds,
        opds,
        may_import,
        may_slips,
    })
}

fn sheet(page: &Page, rows: &Paged<PersonBrief>) -> Sheet {
    let columns = [
        ("people-nip", 22),
        ("people-name", 36),
        ("people-kind", 8),
        ("people-golongan", 10),
        ("people-position", 36),
        ("people-unit", 36),
        ("people-opd", 36),
    ];
    let text = |value: &Option<String>| value.clone().map_or(Cell::Empty, Cell::Text);
    Sheet {
        name: page.t("people-title").into_owned(),
        columns: columns
            .into_iter()
            .map(|(key, width)| SheetColumn {
                header: page.t(key).into_owned(),
                width,
                choices: Vec::new(),
            })
            .collect(),
        rows: rows
            .rows
            .iter()
            .map(|person| {
                vec![
                    Cell::Text(person.nip.as_str().to_owned()),
                    Cell::Text(person.name.clone()),
                    Cell::Text(person.kind.clone()),
                    text(&person.golongan.map(|golongan| golongan.to_string())),
                    text(&person.position),
                    text(&person.org_name),
                    text(&person.opd_name),
                ]
            })
            .collect(),
        notes: Vec::new(),
    }
}
