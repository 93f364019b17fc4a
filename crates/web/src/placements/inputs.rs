//! Before anything is frozen: a check of the inputs, notions of fairness side by side, and conflicts of interest.

use app::placements::{self, Axis, Checked, Compared, Conflict, Equity, SheetWords};
use app::programmes::{self, Programme};
use app::{hosts, nominations};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{ConflictId, ProgrammeId, Result};

use super::{percent, within};
use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, done, download, html,
};

/// Groups of one axis.
pub(super) struct Groups {
    pub title: String,
    pub rows: Vec<Equity>,
}

pub(super) fn groups(page: &Page, all: &[Equity]) -> Vec<Groups> {
    Axis::ALL
        .iter()
        .map(|axis| Groups {
            title: page.t(format!("placements-axis-{axis}")).into_owned(),
            rows: all
                .iter()
                .filter(|one| one.axis == *axis)
                .cloned()
                .collect(),
        })
        .collect()
}

#[derive(Template)]
#[template(path = "placements/check.html")]
struct Check {
    page: Page,
    id: ProgrammeId,
    found: Checked,
    /// Clashing minimums in the language of the page.
    clash: Vec<String>,
    /// The aims in their order, in words.
    aims: Vec<String>,
    groups: Vec<Groups>,
    bars: Vec<Bar>,
    /// Whether names lead to their nominations.
    may_open: bool,
    may_propose: bool,
}

/// A bar of a rank profile.
pub(super) struct Bar {
    pub label: String,
    pub people: i64,
    /// Width in percent of everybody.
    pub width: i64,
}

/// The profile as bars, those without a place last.
pub(super) fn bars(page: &Page, profile: &[u32], unplaced: i64) -> Vec<Bar> {
    let all: i64 = profile.iter().map(|n| i64::from(*n)).sum::<i64>() + unplaced;
    let mut found: Vec<Bar> = profile
        .iter()
        .zip(1_i64..)
        .map(|(n, rank)| Bar {
            label: page.ta("placements-bar-rank", [("rank", rank)]),
            people: i64::from(*n),
            width: percent(i64::from(*n), all),
        })
        .collect();
    found.push(Bar {
        label: page.t("placements-outcome-unplaced-short").into_owned(),
        people: unplaced,
        width: percent(unplaced, all),
    });
    found
}

fn aims(page: &Page, programme: &Programme) -> Vec<String> {
    programme
        .objective
        .iter()
        .map(|one| page.t(format!("placements-aim-{one}")).into_owned())
        .collect()
}

pub(super) async fn check(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let found = placements::check(&state.app, page.signed_in()?, id).await?;
    let clash = found
        .clash
        .iter()
        .map(|(id, en)| match page.lang {
            app::words::Lang::Id => id.clone(),
            app::words::Lang::En => en.clone(),
        })
        .collect();
    let actor = page.signed_in()?;
    let may_open = nominations::access::READ.is_open_to(actor);
    let may_propose = placements::access::PROPOSE.is_open_to(actor);
    html(&Check {
        may_open,
        may_propose,
        clash,
        aims: aims(&page, &found.programme),
        groups: groups(&page, &found.equity),
        bars: bars(&page, &found.profile, found.unplaced),
        page: within(page, &found.programme, "placements-check"),
        id,
        found,
    })
}

/// A notion of fairness on the page.
struct Column {
    name: String,
    says: String,
    found: Compared,
    bars: Vec<Bar>,
}

#[derive(Template)]
#[template(path = "placements/compare.html")]
struct Compare {
    page: Page,
    id: ProgrammeId,
    list: ListQuery,
    frozen: bool,
    columns: Vec<Column>,
    /// Each axis: its groups, and of each group the share with a place under every notion.
    axes: Vec<AxisTable>,
}

struct AxisTable {
    title: String,
    rows: Vec<(String, i64, Vec<i64>)>,
}

fn axis_tables(page: &Page, all: &[Compared]) -> Vec<AxisTable> {
    let Some(first) = all.first() else {
        return Vec::new();
    };
    Axis::ALL
        .iter()
        .map(|axis| AxisTable {
            title: page.t(format!("placements-axis-{axis}")).into_owned(),
            rows: first
                .equity
                .iter()
                .filter(|one| one.axis == *axis)
                .map(|one| {
                    let placed = |other: &Compared| {
                        let same = |g: &&Equity| g.axis == *axis && g.name == one.name;
                        other.equity.iter().find(same).map_or(0, |g| g.placed)
                    };
                    (
                        group_name(page, &one.name),
                        one.pool,
                        all.iter().map(placed).collect(),
                    )
                })
                .collect(),
        })
        .collect()
}

pub(super) fn group_name(page: &Page, name: &str) -> String {
    match name {
        "" => page.t("placements-group-unknown").into_owned(),
        "M" | "P" | "L" | "F" => {
            let key = if matches!(name, "M" | "L") {
                "placements-sex-m"
            } else {
                "placements-sex-f"
            };
            page.t(key).into_owned()
        }
        other => other.to_owned(),
    }
}

fn sheet_words(page: &Page, all: &[Compared]) -> SheetWords {
    let t = |key: &str| page.t(key).into_owned();
    SheetWords {
        heads: [
            "placements-notion",
            "placements-aims",
            "placements-outcome-placed",
            "placements-outcome-unplaced-short",
            "placements-worst",
            "placements-fit",
            "placements-rank",
        ]
        .map(t),
        groups: [
            "placements-axis",
            "placements-group",
            "placements-pool",
            "placements-outcome-placed",
            "placements-first",
        ]
        .map(t),
        tabs: ["placements-compare-tab", "placements-equity-tab"].map(t),
        notions: all
            .iter()
            .map(|one| t(&format!("placements-notion-{}", one.notion)))
            .collect(),
        axes: Axis::ALL
            .iter()
            .map(|axis| (*axis, t(&format!("placements-axis-{axis}"))))
            .collect(),
    }
}

pub(super) async fn compare(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    list: ListQuery,
) -> Answer {
    let (programme, frozen, found) = placements::compare(&state.app, page.signed_in()?, id).await?;
    if list.xlsx {
        let words = sheet_words(&page, &found);
        let bytes = placements::compare_xlsx(&state.app, &found, words).await?;
        return Ok(download(
            FileKind::Xlsx,
            "banding-tujuan",
            page.today,
            bytes,
        ));
    }
    let axes = axis_tables(&page, &found);
    let columns = found
        .into_iter()
        .map(|found| Column {
            name: page
                .t(format!("placements-notion-{}", found.notion))
                .into_owned(),
            says: if found.aims.is_empty() {
                page.t("placements-aim-stable").into_owned()
            } else {
                let says = |aim: &&str| page.t(format!("placements-aim-{aim}")).into_owned();
                found.aims.iter().map(says).collect::<Vec<_>>().join("; ")
            },
            bars: bars(&page, &found.profile, found.unplaced),
            found,
        })
        .collect();
    html(&Compare {
        page: within(page, &programme, "placements-compare"),
        id,
        list,
        frozen,
        columns,
        axes,
    })
}

#[derive(Template)]
#[template(path = "placements/conflicts.html")]
struct Conflicts {
    page: Page,
    f: Form,
    programme: Programme,
    rows: Vec<Conflict>,
    people: Vec<Choice>,
    hosts: Vec<Choice>,
    may_declare: bool,
}

async fn conflicts_page(
    state: &AppState,
    page: Page,
    f: Form,
    id: ProgrammeId,
) -> Result<Conflicts> {
    let db = &state.app.db;
    let actor = page.signed_in()?;
    let programme = programmes::get(db, id).await?;
    let rows = placements::conflicts(db, actor, id).await?;
    let people = nominations::for_placement(db, id)
        .await?
        .into_iter()
        .map(|one| Choice::new(one.id, one.snapshot.name))
        .collect();
    let mut known = Vec::new();
    for slot in hosts::slots(db, id).await? {
        if known.iter().all(|(id, _)| *id != slot.host_id) {
            known.push((slot.host_id, slot.host_name));
        }
    }
    Ok(Conflicts {
        may_declare: placements::access::DECLARE.is_open_to(actor),
        page: within(page, &programme, "placements-conflicts"),
        f,
        programme,
        rows,
        people,
        hosts: known
            .into_iter()
            .map(|(id, name)| Choice::new(id, name))
            .collect(),
    })
}

pub(super) async fn conflicts(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let f = Form::new(&page);
    html(&conflicts_page(&state, page, f, id).await?)
}

pub(super) async fn declare(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let read = form.read(|r| (r.choice("person"), r.choice("host"), r.text("reason", 500)));
    let declared = match read {
        Ok((Some(person), Some(host), reason)) => {
            placements::declare(&state.app, page.signed_in()?, person, host, &reason).await
        }
        Ok(_) => Err(kernel::Error::invalid("error-form")),
        Err(error) => Err(error),
    };
    match declared {
        Ok(_) => Ok(done(
            &format!("/program/{id}/penempatan/benturan"),
            "placements-done-declared",
        )),
        Err(error) => {
            let template = conflicts_page(&state, page, Form::default(), id).await?;
            form.again(error, |f| html(&Conflicts { f, ..template }))
        }
    }
}

pub(super) async fn lift(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ConflictId>,
) -> Answer {
    let programme = placements::lift(&state.app, page.signed_in()?, id).await?;
    Ok(done(
        &format!("/program/{programme}/penempatan/benturan"),
        "placements-done-lifted",
    ))
}
