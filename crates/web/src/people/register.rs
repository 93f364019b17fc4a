//! The list of people within one's scope.

use app::db::list::Paged;
use app::people::{self, PersonBrief, access};
use app::ports::{Cell, Sheet, SheetColumn};
use askama::Template;
use axum::extract::State;
use kernel::{Error, Role, Scope};

use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, Routes, download, html};

pub(super) fn router() -> Routes {
    Routes::new().get("/pegawai", access::READ, list)
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
    may_attest: bool,
}

async fn list(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::READ.allow(actor)?;
    let db = &state.app.db;
    if list.xlsx {
        let mut request = list.request.clone();
        (request.page, request.per_page) = (1, 500);
        let mut all = Vec::new();
        loop {
            let rows = people::list(db, &scope, request.clone()).await?;
            let last = i64::from(request.page) >= rows.pages();
            all.extend(rows.rows);
            if last {
                break;
            }
            request.page += 1;
        }
        let bytes = state.app.ports.sheets.xlsx(&[sheet(&page, &all)])?;
        return Ok(download(FileKind::Xlsx, "pegawai", page.today, bytes));
    }
    let rows = people::list(db, &scope, list.request.clone()).await?;
    let opds = opds(db, &scope).await?;
    let kinds = ["PNS", "CPNS", "PPPK"]
        .map(|kind| Choice::new(kind, kind))
        .into();
    let may_import = access::IMPORT.is_open_to(actor);
    let may_attest = access::PAPER.is_open_to(actor);
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
        may_attest,
    })
}

/// The OPDs that a filter offers within `scope`.
pub(super) async fn opds(sql: &impl app::db::Sql, scope: &Scope) -> Result<Vec<Choice>, Error> {
    let all = app::organisations::all_opd(sql).await?;
    Ok(all
        .into_iter()
        .filter(|opd| match scope {
            Scope::All => true,
            Scope::Org(own) => *own == opd.id,
            _ => false,
        })
        .map(|opd| Choice::new(opd.id, opd.name))
        .collect())
}

/// Columns of a spreadsheet from the keys of their headings and their widths.
pub(super) fn columns(page: &Page, heads: &[(&str, u16)]) -> Vec<SheetColumn> {
    heads
        .iter()
        .map(|(key, width)| SheetColumn {
            header: page.t(key).into_owned(),
            width: *width,
            choices: Vec::new(),
        })
        .collect()
}

fn sheet(page: &Page, rows: &[PersonBrief]) -> Sheet {
    let heads = [
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
        columns: columns(page, &heads),
        rows: rows
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
