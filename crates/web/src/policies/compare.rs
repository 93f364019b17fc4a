//! What changed between two versions, in words.

use app::policies::{self, Change, Version};
use askama::Template;
use axum::extract::{Path, State};
use kernel::PolicyVersionId;

use super::{below, language, seen, version_name};
use crate::shell::{Answer, AppState, Choice, ListQuery, Page, html};

/// One change as a page shows it: what, and how it was and is.
pub(crate) struct Said {
    /// Tone of the badge.
    pub(crate) tone: &'static str,
    /// Key of what happened.
    pub(crate) key: &'static str,
    /// What changed.
    pub(crate) what: String,
    /// In which respect; empty for a whole rule.
    pub(crate) part: String,
    /// `2 → 3 tahun`; empty when there is nothing to show.
    pub(crate) how: String,
}

#[derive(Template)]
#[template(path = "policies/compare.html")]
struct Compare {
    page: Page,
    version: Version,
    other: Version,
    other_name: String,
    changes: Vec<Said>,
    others: Vec<Choice>,
}

pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PolicyVersionId>,
    list: ListQuery,
) -> Answer {
    let version = seen(&state, &page, id).await?;
    let db = &state.app.db;
    let actor = page.signed_in()?;
    let request = app::db::list::ListRequest {
        per_page: 500,
        filters: vec![("policy".to_owned(), version.policy.clone())],
        ..Default::default()
    };
    let family = policies::list(db, actor, page.today, request).await?.rows;
    let wanted: Option<PolicyVersionId> = list.filter_as("dengan");
    // Without a wish: what it was written from, else what stands nearest.
    let other = wanted.or(version.base).filter(|other| *other != id);
    let other = other.or_else(|| family.iter().map(|one| one.id).find(|other| *other != id));
    let other = seen(&state, &page, other.unwrap_or(id)).await?;
    if other.policy != version.policy {
        return Err(kernel::Error::not_found().into());
    }
    let old = policies::parse(&policies::text(db, other.id).await?)?;
    let new = policies::parse(&policies::text(db, id).await?)?;
    let changes = policies::diff(&old, &new)
        .iter()
        .map(|change| said(&page, change))
        .collect();
    let others = family
        .iter()
        .filter(|one| one.id != id)
        .map(|one| Choice::new(one.id, &one.version))
        .collect();
    let other_name = version_name(&page, &other);
    html(&Compare {
        page: below(page, &version, "policies-compare"),
        version,
        other,
        other_name,
        changes,
        others,
    })
}

/// A change in words.
pub(crate) fn said(page: &Page, change: &Change) -> Said {
    let language = language(page);
    let changed = |what: &str, part: &str, before: &str, after: &str| Said {
        tone: "info",
        key: "policies-changed",
        what: what.to_owned(),
        part: part.to_owned(),
        how: format!("{before} → {after}").trim().to_owned(),
    };
    let whole = |tone, key, what: &str, how: &str| Said {
        tone,
        key,
        what: what.to_owned(),
        part: String::new(),
        how: how.to_owned(),
    };
    match change {
        Change::Param {
            label,
            unit,
            before,
            after,
        } => {
            let (before, after) = (before.get(language), after.get(language));
            let after = match unit {
                Some(unit) => unit.counted(after, language),
                None => after.to_owned(),
            };
            changed(label.get(language), "", before, &after)
        }
        Change::ParamAdded { label, value } => whole(
            "ok",
            "policies-added",
            label.get(language),
            value.get(language),
        ),
        Change::ParamRemoved { label } => {
            whole("warn", "policies-removed", label.get(language), "")
        }
        Change::RuleAdded { says, force } => {
            let force = policies::force_words(*force);
            whole(
                "ok",
                "policies-added",
                says.get(language),
                force.get(language),
            )
        }
        Change::RuleRemoved { says } => whole("warn", "policies-removed", says.get(language), ""),
        Change::Rule {
            says,
            part,
            before,
            after,
        } => {
            let part = page.t(part.key());
            let (before, after) = (before.get(language), after.get(language));
            changed(says.get(language), &part, before, after)
        }
        Change::Policy {
            part,
            before,
            after,
        } => {
            let (before, after) = (before.get(language), after.get(language));
            changed(&page.t(part.key()), "", before, after)
        }
        Change::Order => whole("info", "policies-changed", &page.t("policies-order"), ""),
    }
}
