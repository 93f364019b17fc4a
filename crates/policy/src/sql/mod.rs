//! A policy as one SELECT: a warehouse screens where the data is, with the verdicts of `explain`.

#[cfg(any(test, feature = "testing"))]
pub mod conformance;
mod dialect;
mod expr;
mod lists;
mod schema;

pub use dialect::{Dialect, DialectError};
pub use schema::schema_sql;

use crate::file::{Force, Policy, Rule};
use expr::Translator;
use schema::{person_source, spark_joins};

/// What a rule's column holds: 0 not met, 1 met, 2 unknown, 3 not applicable.
fn status(translator: &mut Translator<'_>, dialect: Dialect, rule: &Rule) -> String {
    let sql = translator.rule(&rule.expr, rule.anchor).text;
    let at = translator.anchor(rule.anchor);
    let mut outside = format!("{at} < {}", dialect.date(rule.from));
    if let Some(to) = rule.to {
        outside.push_str(&format!(" OR {at} >= {}", dialect.date(to)));
    }
    let value = match rule.force {
        Force::Score => format!("CASE WHEN {sql} IS NULL THEN 2 ELSE 1 END"),
        _ => format!("COALESCE(CAST({sql} AS INTEGER), 2)"),
    };
    format!("CASE WHEN {at} IS NULL THEN 2 WHEN {outside} THEN 3 ELSE {value} END")
}

/// The policy as one SELECT over the tables of [`schema_sql`], with the columns of a screening: `pns_id`, `nip`, `verdict`,
/// `failed`, `unknown`, `warned` (bit 0 is the first rule). The decision date of each person stands in her row of `case_facts`.
///
/// The third truth value is NULL all the way, so that the result is that of [`explain`](crate::explain) for every person.
pub fn policy_sql(policy: &Policy, dialect: Dialect) -> String {
    let mut translator = Translator::new(policy, dialect);
    let statuses: Vec<String> = policy
        .rules
        .iter()
        .map(|rule| status(&mut translator, dialect, rule))
        .collect();
    let key = dialect.name("pns_id");
    let rules = statuses.join("\n");
    let columns: Vec<String> = statuses
        .iter()
        .zip(&policy.rules)
        .enumerate()
        .map(|(i, (status, rule))| {
            // An id is lower-case letters, digits and hyphens; a comment cannot end early.
            let id = rule.id.replace("*/", "");
            format!(",\n        /* {id} */ {status} AS r{i}")
        })
        .collect();
    let mask = |wanted: &dyn Fn(Force) -> bool, status: u8| {
        let bits: Vec<String> = policy
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| wanted(rule.force))
            .map(|(i, _)| {
                let bit = dialect.int(1 << i).text;
                let none = dialect.int(0).text;
                format!("CASE WHEN s.r{i} = {status} THEN {bit} ELSE {none} END")
            })
            .collect();
        if bits.is_empty() {
            dialect.int(0).text
        } else {
            bits.join(" + ")
        }
    };
    let failed = mask(&|force| force == Force::Block, 0);
    let unknown = mask(&|_| true, 2);
    let open = mask(&|force| force == Force::Block, 2);
    let warned = mask(&|force| force == Force::Warn, 0);
    let joins = match dialect {
        Dialect::Spark => spark_joins(&rules),
        _ => String::new(),
    };
    let person = person_source(dialect, &rules);
    format!(
        "/* {id} {version} */\n\
         SELECT m.{key}, m.nip,\n  \
         CASE WHEN m.failed <> 0 THEN 'belum-memenuhi' WHEN m.still_open <> 0 THEN 'perlu-verifikasi' ELSE 'memenuhi' END AS verdict,\n  \
         m.failed, m.unknown, m.warned\n\
         FROM (\n  \
         SELECT s.{key}, s.nip,\n    {failed} AS failed,\n    {unknown} AS unknown,\n    {open} AS still_open,\n    {warned} AS warned\n  \
         FROM (\n    \
         SELECT p.{key}, p.nip{columns}\n    \
         FROM {person}\n    LEFT JOIN case_facts c ON c.{key} = p.{key}{joins}\n  ) s\n) m\n",
        id = policy.id.replace("*/", ""),
        version = policy.version.replace("*/", ""),
        columns = columns.concat(),
    )
}

#[cfg(test)]
mod tests;
