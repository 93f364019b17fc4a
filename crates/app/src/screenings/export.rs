//! The officer's list as a spreadsheet: one row a nominee, one column a rule.

use kernel::{Actor, ProgrammeId, Result};
use policy::Language;

use super::{access, model::Row, store};
use crate::App;
use crate::blobs::blocking;
use crate::db::list::ListRequest;
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::programmes;

/// XLSX of the rows that `request` selects, all pages, with the words of `language`.
pub async fn export(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    request: &ListRequest,
    language: Language,
) -> Result<Vec<u8>> {
    let scope = access::READ.allow(actor)?;
    let rules = super::rules(&app.db, &programmes::get(&app.db, programme).await?).await?;
    let mut rows: Vec<Row> = Vec::new();
    let mut request = ListRequest {
        page: 1,
        per_page: 500,
        ..request.clone()
    };
    loop {
        let found = store::list(&app.db, &scope, programme, request.clone()).await?;
        rows.extend(found.rows);
        if rows.len() as i64 >= found.total
            || i64::from(request.page) >= found.request.limit() * 400
        {
            break;
        }
        request.page += 1;
    }
    let heads = match language {
        Language::Id => [
            "NAMA",
            "NIP",
            "OPD",
            "HASIL",
            "TERPENUHI MULAI",
            "TANGGAL PERIKSA",
        ],
        Language::En => ["NAME", "NIP", "OPD", "VERDICT", "MET FROM", "SCREENED FOR"],
    };
    let widths = [34, 22, 40, 24, 16, 16];
    let column = |header: &str, width| SheetColumn {
        header: header.to_owned(),
        width,
        choices: Vec::new(),
    };
    let mut columns: Vec<SheetColumn> = heads
        .iter()
        .zip(widths)
        .map(|(head, width)| column(head, width))
        .collect();
    columns.extend(rules.iter().map(|rule| column(&rule.id, 18)));
    let words = |row: &Row, bit: usize| {
        let bit = 1u64 << bit;
        let status = if (row.failed | row.warned) & bit != 0 {
            policy::Status::NotMet
        } else if row.unknown & bit != 0 {
            policy::Status::Unknown
        } else {
            return Cell::Empty;
        };
        Cell::Text(status.label(language).to_owned())
    };
    let cells = rows
        .iter()
        .map(|row| {
            let mut cells = vec![
                Cell::Text(row.name.clone()),
                Cell::Text(row.nip.as_str().to_owned()),
                Cell::Text(row.opd.clone()),
                Cell::Text(row.verdict.label(language).to_owned()),
                row.met_from.map_or(Cell::Empty, Cell::Date),
                Cell::Date(row.decision),
            ];
            cells.extend((0..rules.len()).map(|bit| words(row, bit)));
            cells
        })
        .collect();
    let notes = rules
        .iter()
        .map(|rule| format!("{}: {}", rule.id, rule.says.get(language)))
        .collect();
    let sheet = Sheet {
        name: match language {
            Language::Id => "Pemeriksaan".to_owned(),
            Language::En => "Screening".to_owned(),
        },
        columns,
        rows: cells,
        notes,
    };
    let port = app.ports.sheets.clone();
    blocking(move || port.xlsx(&[sheet])).await
}
