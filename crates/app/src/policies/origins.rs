//! Which version set each parameter: the last one, going back along the versions it was written from, that changed it.

use std::collections::BTreeMap;

use kernel::{PolicyVersionId, Result};
use policy::Policy;

use super::commands::parse;
use super::store;
use crate::db::Sql;

/// Name of each parameter of a version and the version that last changed its value; the first of the line for values
/// that nobody changed.
pub async fn origins(
    sql: &impl Sql,
    version: PolicyVersionId,
) -> Result<BTreeMap<String, PolicyVersionId>> {
    let mut policy = parse(&store::text(sql, version).await?)?;
    let mut open: Vec<String> = policy.params().iter().map(|p| p.name.clone()).collect();
    let mut origins = BTreeMap::new();
    let mut at = version;
    while let Some(base) = store::base(sql, at).await? {
        let before = parse(&store::text(sql, base).await?)?;
        let (same, changed): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|name| unchanged(&before, &policy, name));
        origins.extend(changed.into_iter().map(|name| (name, at)));
        open = same;
        if open.is_empty() {
            break;
        }
        (policy, at) = (before, base);
    }
    origins.extend(open.into_iter().map(|name| (name, at)));
    Ok(origins)
}

/// Whether a parameter stands with the same value and unit in both.
fn unchanged(before: &Policy, after: &Policy, name: &str) -> bool {
    let of = |policy: &Policy| {
        let mut params = policy.params().iter();
        let found = params.find(|param| param.name == name);
        found.map(|param| (param.value.clone(), param.unit.clone()))
    };
    let before = of(before);
    before.is_some() && before == of(after)
}
