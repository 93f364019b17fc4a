//! The people of a run as a spreadsheet.

use kernel::{Actor, PlacementRunId, Result};
use policy::Language;

use super::model::{Fate, Member, Outcome};
use super::{access, store};
use crate::App;
use crate::blobs::blocking;
use crate::db::list::ListRequest;
use crate::ports::{Cell, Sheet, SheetColumn};

/// XLSX of the people that `request` selects, all pages: place, rank and, without the first choice, what held it back.
pub async fn export(
    app: &App,
    actor: &Actor,
    run: PlacementRunId,
    request: &ListRequest,
    language: Language,
) -> Result<Vec<u8>> {
    access::READ.allow(actor)?;
    let mut rows: Vec<Member> = Vec::new();
    let mut request = ListRequest {
        page: 1,
        per_page: 500,
        ..request.clone()
    };
    loop {
        let found = store::members(&app.db, run, request.clone()).await?;
        let last = found.rows.is_empty();
        rows.extend(found.rows);
        if last || rows.len() as i64 >= found.total {
            break;
        }
        request.page += 1;
    }
    members_xlsx(app, &rows, language, true).await
}

/// XLSX of these people and their places; with `reasons` rank too and, without the first choice, what held it back. A
/// host learns neither: how far down her list she was chosen is not hers to know.
pub async fn members_xlsx(
    app: &App,
    rows: &[Member],
    language: Language,
    reasons: bool,
) -> Result<Vec<u8>> {
    let sheet = members_sheet(rows, language, reasons);
    let port = app.ports.sheets.clone();
    blocking(move || port.xlsx(&[sheet])).await
}

/// The sheet of [`members_xlsx`].
pub(super) fn members_sheet(rows: &[Member], language: Language, reasons: bool) -> Sheet {
    let shown = if reasons { 7 } else { 5 };
    let id = language == Language::Id;
    let heads = if id {
        [
            "NAMA",
            "NIP",
            "OPD",
            "HASIL",
            "TEMPAT",
            "PILIHAN KE",
            "MENGAPA BUKAN PILIHAN PERTAMA",
        ]
    } else {
        [
            "NAME",
            "NIP",
            "OPD",
            "RESULT",
            "PLACE",
            "CHOICE",
            "WHY NOT THE FIRST CHOICE",
        ]
    };
    let columns = heads
        .iter()
        .zip([34, 22, 40, 30, 46, 10, 60])
        .take(shown)
        .map(|(head, width)| SheetColumn {
            header: (*head).to_owned(),
            width,
            choices: Vec::new(),
        })
        .collect();
    let outcome = |outcome| match (outcome, id) {
        (Outcome::Placed, true) => "Mendapat tempat",
        (Outcome::Placed, false) => "Has a place",
        (Outcome::Unplaced, true) => "Memenuhi syarat, belum mendapat tempat",
        (Outcome::Unplaced, false) => "Meets the requirements, no place yet",
    };
    let cells = rows
        .iter()
        .map(|row| {
            let why = row
                .first_obstacle()
                .filter(|first| first.fate != Fate::NotNeeded);
            let why = why.map_or(Cell::Empty, |first| {
                Cell::Text(if id {
                    first.words.id.clone()
                } else {
                    first.words.en.clone()
                })
            });
            let mut cells = vec![
                Cell::Text(row.name.clone()),
                Cell::Text(row.nip.as_str().to_owned()),
                Cell::Text(row.opd.clone()),
                Cell::Text(outcome(row.outcome).to_owned()),
                Cell::Text(row.place.clone()),
                match row.explained.rank {
                    0 => Cell::Empty,
                    rank => Cell::Int(i64::from(rank)),
                },
                why,
            ];
            cells.truncate(shown);
            cells
        })
        .collect();
    Sheet {
        name: if id { "Penempatan" } else { "Placement" }.to_owned(),
        columns,
        rows: cells,
        notes: Vec::new(),
    }
}

/// XLSX of requests for reconsideration, in the words of the page.
pub async fn objections_xlsx(
    app: &App,
    name: String,
    heads: [String; 5],
    rows: Vec<[String; 5]>,
) -> Result<Vec<u8>> {
    let columns = heads
        .into_iter()
        .zip([34, 50, 18, 26, 60])
        .map(|(header, width)| SheetColumn {
            header,
            width,
            choices: Vec::new(),
        })
        .collect();
    let sheet = Sheet {
        name,
        columns,
        rows: (rows.into_iter())
            .map(|row| row.into_iter().map(Cell::Text).collect())
            .collect(),
        notes: Vec::new(),
    };
    let port = app.ports.sheets.clone();
    blocking(move || port.xlsx(&[sheet])).await
}
