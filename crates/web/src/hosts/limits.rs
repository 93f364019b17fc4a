//! Limits of a programme over several places: of hosts, of regions, and the one institution of a cohort.

use std::collections::BTreeMap;

use app::hosts::{self, Limits};
use app::programmes::{self, Giving, Programme};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{HostId, ProgrammeId, Result};

use super::places::within;
use crate::shell::{Answer, AppState, Choice, Form, Page, done, html};

/// Largest limit (titian-placement/1).
const MOST: i64 = 10_000_000;

/// A host or region with places in the programme.
struct Line {
    name: String,
    field: String,
    label: String,
    /// People that its places hold.
    capacity: i64,
}

#[derive(Template)]
#[template(path = "hosts/limits.html")]
struct LimitsPage {
    page: Page,
    f: Form,
    programme: Programme,
    hosts: Vec<(HostId, Line)>,
    regions: Vec<Line>,
    destinations: Vec<Choice>,
    cohort: bool,
}

async fn limits_page(state: &AppState, page: Page, f: Form, id: ProgrammeId) -> Result<LimitsPage> {
    let programme = programmes::get(&state.app.db, id).await?;
    let mut by_host: BTreeMap<String, (HostId, i64)> = BTreeMap::new();
    let mut by_region: BTreeMap<String, i64> = BTreeMap::new();
    for slot in hosts::slots(&state.app.db, id).await? {
        let own = by_host.entry(slot.host_name).or_insert((slot.host_id, 0));
        own.1 += slot.quota_max;
        if let Some(region) = slot.region {
            *by_region.entry(region).or_default() += slot.quota_max;
        }
    }
    let destinations = by_host
        .iter()
        .map(|(name, (id, _))| Choice::new(id, name))
        .collect();
    let hosts = by_host
        .into_iter()
        .map(|(name, (id, capacity))| {
            let line = Line {
                field: format!("host_{id}"),
                label: f.label(&format!("host_{id}"), &name),
                name,
                capacity,
            };
            (id, line)
        })
        .collect();
    let regions = by_region
        .into_iter()
        .enumerate()
        .map(|(n, (name, capacity))| Line {
            field: format!("region_{n}"),
            label: f.label(&format!("region_{n}"), &name),
            name,
            capacity,
        })
        .collect();
    let page = within(page, &programme, "hosts-limits");
    Ok(LimitsPage {
        page,
        f,
        cohort: programme.giving == Giving::Cohort,
        programme,
        hosts,
        regions,
        destinations,
    })
}

/// The form with the limits as they are.
pub async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let f = Form::new(&page);
    let mut template = limits_page(&state, page, f, id).await?;
    let limits = hosts::limits(&state.app.db, id).await?;
    let mut f = std::mem::take(&mut template.f);
    for (host, line) in &template.hosts {
        if let Some(max) = limits.hosts.get(host) {
            f = f.with(&line.field, max);
        }
    }
    for line in &template.regions {
        if let Some(max) = limits.regions.get(&line.name) {
            f = f.with(&line.field, max);
        }
    }
    if let Some(host) = limits.destination {
        f = f.with("destination", host);
    }
    template.f = f;
    html(&template)
}

/// Sets all of them.
pub async fn change(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let template = limits_page(&state, page, Form::default(), id).await?;
    let read = form.read(|r| {
        let mut limits = Limits {
            destination: r.optional_choice("destination"),
            ..Limits::default()
        };
        for (host, line) in &template.hosts {
            if let Some(max) = r.optional_integer(&line.field, 0..=MOST) {
                limits.hosts.insert(*host, max);
            }
        }
        for line in &template.regions {
            // The region stands in the form, so that a list that changed meanwhile moves no limit.
            let same = r.optional_text(&format!("{}_name", line.field), 200);
            if let (Some(name), Some(max)) = (same, r.optional_integer(&line.field, 0..=MOST)) {
                limits.regions.insert(name, max);
            }
        }
        limits
    });
    let set = match read {
        Ok(limits) => hosts::set_limits(&state.app, &actor, id, limits).await,
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => Ok(done(&format!("/program/{id}/tempat"), "hosts-limits-saved")),
        Err(error) => form.again(error, |f| html(&LimitsPage { f, ..template })),
    }
}
