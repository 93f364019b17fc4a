//! The numbers of a simulation as a spreadsheet: a tab for each table of the page.

use app::ports::{Cell, Sheet, SheetColumn};
use app::simulations::privacy::{Figure, Shown};
use kernel::Result;

use super::view::{figure, group_name};
use crate::policies::language;
use crate::shell::{AppState, Page};

/// Writes an XLSX.
pub(super) async fn write(state: &AppState, sheets: Vec<Sheet>) -> Result<Vec<u8>> {
    let writer = state.app.ports.sheets.clone();
    app::blobs::blocking(move || writer.xlsx(&sheets)).await
}

/// All numbers.
pub(super) async fn numbers(state: &AppState, page: &Page, shown: &Shown) -> Result<Vec<u8>> {
    write(state, sheets(page, shown)).await
}

fn sheets(page: &Page, shown: &Shown) -> Vec<Sheet> {
    let column = |key: &str, width| SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    };
    let cell = |one: Figure| match one {
        Figure::Exact(n) => Cell::Int(n),
        other => Cell::Text(figure(page, other)),
    };
    let text = |key: &str| Cell::Text(page.t(key).into_owned());
    let optional = |one: Option<Figure>| one.map_or(Cell::Empty, cell);
    let labels = ["simulations-met", "simulations-verify", "simulations-not"];
    let verdicts = labels
        .iter()
        .enumerate()
        .map(|(i, label)| vec![text(label), cell(shown.before[i]), cell(shown.after[i])]);
    let more = [
        vec![text("simulations-gained"), Cell::Empty, cell(shown.gained)],
        vec![text("simulations-lost"), Cell::Empty, cell(shown.lost)],
        vec![
            text("simulations-register"),
            cell(shown.people),
            cell(shown.people),
        ],
    ];
    let mut sheets = vec![Sheet {
        name: page.t("simulations-summary").into_owned(),
        columns: vec![
            column("simulations-verdict", 32),
            column("simulations-before", 16),
            column("simulations-after", 16),
        ],
        rows: verdicts.chain(more).collect(),
        notes: Vec::new(),
    }];
    let language = language(page);
    sheets.push(Sheet {
        name: page.t("simulations-rules").into_owned(),
        columns: vec![
            column("simulations-rule", 70),
            column("simulations-fails-before", 18),
            column("simulations-fails-after", 18),
            column("simulations-only-before", 18),
            column("simulations-only-after", 18),
            column("simulations-without", 22),
        ],
        rows: shown
            .rules
            .iter()
            .map(|rule| {
                vec![
                    Cell::Text(rule.says.get(language).to_owned()),
                    optional(rule.fails[0]),
                    optional(rule.fails[1]),
                    optional(rule.only[0]),
                    optional(rule.only[1]),
                    optional(rule.without[1].or(rule.without[0])),
                ]
            })
            .collect(),
        notes: Vec::new(),
    });
    for groups in &shown.groups {
        let rows = groups.lines.iter().map(|line| {
            vec![
                Cell::Text(group_name(page, groups.by, line.key.as_deref())),
                cell(line.people),
                cell(line.before),
                cell(line.after),
                cell(line.gained),
                cell(line.lost),
            ]
        });
        let name = format!("simulations-by-{}", groups.by);
        sheets.push(Sheet {
            name: page.t(&name).into_owned(),
            columns: vec![
                column(&name, 44),
                column("simulations-register", 16),
                column("simulations-before", 16),
                column("simulations-after", 16),
                column("simulations-gained", 18),
                column("simulations-lost", 18),
            ],
            rows: rows.collect(),
            notes: Vec::new(),
        });
    }
    sheets
}
