//! Two saved simulations side by side.

use app::ports::{Cell, Sheet, SheetColumn};
use app::simulations::privacy::{Figure, Shown};
use app::simulations::{self, Brief, Scenario, access};
use askama::Template;
use axum::extract::State;
use kernel::{Result, ScenarioId};

use super::sheet;
use super::view::{View, figure, group_name, view};
use crate::policies::{Said, language, said};
use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

/// One of the two.
struct Side {
    one: Scenario,
    view: View,
    shown: Shown,
    changes: Vec<Said>,
}

/// A number of both.
struct Row {
    label: String,
    figures: [Option<Figure>; 2],
    cells: [String; 2],
    bar: [String; 2],
}

/// Numbers of both under one heading.
struct Block {
    heading: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "simulations/compare.html")]
struct Compare {
    page: Page,
    choices: Vec<Choice>,
    chosen: [String; 2],
    sides: Vec<Side>,
    other_data: bool,
    other_policy: bool,
    blocks: Vec<Block>,
}

async fn side(state: &AppState, page: &Page, id: ScenarioId, sees: bool) -> Result<Side> {
    let one = simulations::get(&state.app.db, id).await?;
    let shown = one.outcome.shown(sees);
    let old = app::policies::text(&state.app.db, one.version).await?;
    let (old, new) = (
        app::policies::parse(&old)?,
        app::policies::parse(&one.text)?,
    );
    let changes = app::policies::diff(&old, &new);
    Ok(Side {
        view: view(page, &shown, None),
        changes: changes.iter().map(|change| said(page, change)).collect(),
        shown,
        one,
    })
}

fn row(page: &Page, label: String, cells: [Option<Figure>; 2], most: i64) -> Row {
    Row {
        label,
        figures: cells,
        bar: cells.map(|cell| {
            let n = cell.and_then(Figure::exact).unwrap_or(0);
            format!("{:.2}%", 100.0 * n as f64 / most.max(1) as f64)
        }),
        cells: cells.map(|cell| match cell {
            Some(cell) => figure(page, cell),
            None => page.t("simulations-none").into_owned(),
        }),
    }
}

fn blocks(page: &Page, a: &Shown, b: &Shown) -> Vec<Block> {
    let pair = |of: &dyn Fn(&Shown) -> Figure| [Some(of(a)), Some(of(b))];
    let most = |cells: &[[Option<Figure>; 2]]| {
        let exact = cells
            .iter()
            .flatten()
            .flatten()
            .filter_map(|cell| cell.exact());
        exact.max().unwrap_or(1)
    };
    let words = |key: &str| page.t(key).into_owned();
    let whole = [
        ("simulations-met", pair(&|s| s.after[0])),
        ("simulations-verify", pair(&|s| s.after[1])),
        ("simulations-not", pair(&|s| s.after[2])),
        ("simulations-gained", pair(&|s| s.gained)),
        ("simulations-lost", pair(&|s| s.lost)),
    ];
    let top = most(&whole.map(|(_, cells)| cells));
    let mut blocks = vec![Block {
        heading: words("simulations-summary"),
        rows: whole
            .into_iter()
            .map(|(key, cells)| row(page, words(key), cells, top))
            .collect(),
    }];
    let language = language(page);
    let of_rule = |shown: &Shown, id: &str| {
        let mut rules = shown.rules.iter();
        rules
            .find(|rule| rule.id == id)
            .and_then(|rule| rule.only[1])
    };
    let mut rules: Vec<(String, String)> = Vec::new();
    for rule in a.rules.iter().chain(&b.rules) {
        let counts = rule.force == app::policies::Force::Block && !rule.left_out;
        if counts && !rules.iter().any(|(id, _)| *id == rule.id) {
            rules.push((rule.id.clone(), rule.says.get(language).to_owned()));
        }
    }
    let cells: Vec<[Option<Figure>; 2]> = rules
        .iter()
        .map(|(id, _)| [of_rule(a, id), of_rule(b, id)])
        .collect();
    let top = most(&cells);
    blocks.push(Block {
        heading: words("simulations-only-after"),
        rows: rules
            .into_iter()
            .zip(cells)
            .map(|((_, says), cells)| row(page, says, cells, top))
            .collect(),
    });
    for (left, right) in a.groups.iter().zip(&b.groups) {
        let mut keys: Vec<Option<String>> =
            left.lines.iter().map(|line| line.key.clone()).collect();
        for line in &right.lines {
            if !keys.contains(&line.key) {
                keys.push(line.key.clone());
            }
        }
        let find = |groups: &app::simulations::privacy::ShownGroups, key: &Option<String>| {
            let mut lines = groups.lines.iter();
            lines.find(|line| line.key == *key).map(|line| line.after)
        };
        let cells: Vec<[Option<Figure>; 2]> = keys
            .iter()
            .map(|key| [find(left, key), find(right, key)])
            .collect();
        let top = most(&cells);
        blocks.push(Block {
            heading: page.ta(
                "simulations-met-by",
                [("by", page.t(format!("simulations-by-{}", left.by)))],
            ),
            rows: keys
                .iter()
                .zip(cells)
                .map(|(key, cells)| {
                    row(page, group_name(page, left.by, key.as_deref()), cells, top)
                })
                .collect(),
        });
    }
    blocks
}

/// Every block of the page below the other, with the titles of the two as columns.
fn comparison(page: &Page, names: [&String; 2], blocks: &[Block]) -> Sheet {
    let column = |header: String, width| SheetColumn {
        header,
        width,
        choices: Vec::new(),
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    let rows = blocks.iter().flat_map(|block| {
        let cell = |one: Option<Figure>| match one {
            Some(Figure::Exact(n)) => Cell::Int(n),
            Some(other) => Cell::Text(figure(page, other)),
            None => Cell::Empty,
        };
        block.rows.iter().map(move |row| {
            let [a, b] = row.figures.map(cell);
            vec![text(&block.heading), text(&row.label), a, b]
        })
    });
    Sheet {
        name: page.t("simulations-compare").into_owned(),
        columns: vec![
            column(page.t("simulations-table").into_owned(), 34),
            column(page.t("simulations-line").into_owned(), 60),
            column(names[0].clone(), 26),
            column(names[1].clone(), 26),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

pub(super) async fn show(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let sees = access::sees_people(actor);
    let all: Vec<Brief> = simulations::saved(&state.app.db, None).await?;
    let choice = |one: &Brief| {
        let date = page.show(one.saved_at.date());
        Choice::new(one.id, format!("{} ({date})", one.title))
    };
    let choices = all.iter().map(choice).collect();
    let chosen: [Option<ScenarioId>; 2] = [list.filter_as("a"), list.filter_as("b")];
    let mut sides = Vec::new();
    if let [Some(a), Some(b)] = chosen {
        for id in [a, b] {
            sides.push(side(&state, &page, id, sees).await?);
        }
    }
    let differ = |of: fn(&Scenario) -> &str| match sides.as_slice() {
        [a, b] => of(&a.one) != of(&b.one),
        _ => false,
    };
    let (other_data, other_policy) = (
        differ(|one| &one.brief.data_digest),
        differ(|one| &one.brief.policy),
    );
    let blocks = match sides.as_slice() {
        [a, b] => blocks(&page, &a.shown, &b.shown),
        _ => Vec::new(),
    };
    if list.xlsx
        && let [a, b] = sides.as_slice()
    {
        let names = [&a.one.brief.title, &b.one.brief.title];
        let bytes = sheet::write(&state, vec![comparison(&page, names, &blocks)]).await?;
        return Ok(download(FileKind::Xlsx, "banding", page.today, bytes));
    }
    html(&Compare {
        chosen: chosen.map(|id| id.map_or_else(String::new, |id| id.to_string())),
        page: page
            .title("simulations-compare")
            .crumb("/simulasi", "simulations-title"),
        choices,
        sides,
        other_data,
        other_policy,
        blocks,
    })
}
