//! The officer's list of screenings of a programme, with filters by rule and verdict, and as XLSX.

use app::db::list::Paged;
use app::programmes::{self, Programme};
use app::screenings::{self, Counts, Row, RuleCount, RuleHead, Status, Verdict, access};
use askama::Template;
use axum::extract::{Path, State};
use kernel::ProgrammeId;

use super::{language, tone};
use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

struct Line {
    row: Row,
    tone: &'static str,
    verdict: String,
    /// Conditions that are not met or lack data.
    open: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "screenings/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<Line>,
    programme: Programme,
    counts: Counts,
    by_rule: Vec<(String, RuleCount)>,
    verdicts: Vec<Choice>,
    rules: Vec<Choice>,
    statuses: Vec<Choice>,
}

pub(super) async fn index(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    list: ListQuery,
) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::READ.allow(actor)?;
    let (db, language) = (&state.app.db, language(&page));
    if list.xlsx {
        let bytes = screenings::export(&state.app, actor, id, &list.request, language).await?;
        return Ok(download(FileKind::Xlsx, "pemeriksaan", page.today, bytes));
    }
    let programme = programmes::get(db, id).await?;
    let heads = screenings::rules(db, &programme).await?;
    let found = screenings::list(db, &scope, id, list.request.clone()).await?;
    let counts = screenings::counts(db, &scope, id).await?;
    let by_rule = screenings::rule_counts(db, &scope, id).await?;
    let says = |rule: &RuleHead| rule.short(language).to_owned();
    let name = |rule: &str| {
        heads
            .iter()
            .find(|head| head.id == rule)
            .map_or(rule.to_owned(), says)
    };
    let rows = Paged {
        rows: found
            .rows
            .into_iter()
            .map(|row| Line {
                tone: tone(row.verdict),
                verdict: row.verdict.label(language).to_owned(),
                open: open(&row, &heads, language),
                row,
            })
            .collect(),
        total: found.total,
        request: found.request,
    };
    let verdicts = [
        Verdict::Memenuhi,
        Verdict::BelumMemenuhi,
        Verdict::PerluVerifikasi,
    ]
    .map(|verdict| Choice::new(verdict.as_str(), verdict.label(language)))
    .into();
    let statuses = [
        Status::NotMet,
        Status::Unknown,
        Status::Met,
        Status::NotApplicable,
    ]
    .map(|status| Choice::new(status.as_str(), status.label(language)))
    .into();
    let rules = heads
        .iter()
        .map(|rule| Choice::new(&rule.id, says(rule)))
        .collect();
    let by_rule = by_rule
        .into_iter()
        .map(|count| (name(&count.rule), count))
        .collect();
    let page = page
        .title("screenings-title")
        .crumb("/program", "programmes-title")
        .crumb_name(format!("/program/{id}"), &programme.name);
    html(&Index {
        page,
        list,
        rows,
        programme,
        counts,
        by_rule,
        verdicts,
        rules,
        statuses,
    })
}

fn open(
    row: &Row,
    rules: &[RuleHead],
    language: screenings::Language,
) -> Vec<(&'static str, String)> {
    let mut open = Vec::new();
    for (i, rule) in rules.iter().enumerate() {
        let bit = 1u64 << i;
        let tone = if row.failed & bit != 0 {
            "warn"
        } else if row.unknown & bit != 0 && rule.force == screenings::Force::Block {
            "info"
        } else {
            continue;
        };
        open.push((tone, rule.short(language).to_owned()));
    }
    open
}
