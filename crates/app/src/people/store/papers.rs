//! SQL of attested papers and the facts they hold.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{CivilDate, OrgId, PaperId, PersonId, Result, Scope, Timestamp};
use serde_json::Value;

use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Row, Sql, Tx};
use crate::people::facts::Attested;

/// A paper to be stored.
#[derive(Clone, Debug)]
pub(in crate::people) struct NewPaper {
    pub id: PaperId,
    pub kind: String,
    pub number: String,
    pub date: CivilDate,
    pub signer: String,
    pub signer_office: String,
    pub valid_from: CivilDate,
    pub valid_to: Option<CivilDate>,
    pub scan: Option<String>,
    pub opd_id: Option<OrgId>,
    pub by: String,
}

/// A paper as lists show it.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Id.
    pub id: PaperId,
    /// Kind, a key of [`crate::people::PaperKind`].
    pub kind: String,
    /// Number.
    pub number: String,
    /// Date of the paper.
    pub date: CivilDate,
    /// Who signed.
    pub signer: String,
    /// In which office.
    pub signer_office: String,
    /// First day for which it speaks.
    pub valid_from: CivilDate,
    /// Last day; open if empty.
    pub valid_to: Option<CivilDate>,
    /// Digest of the scan.
    pub scan: Option<String>,
    /// Account that entered it.
    pub entered_by: String,
    /// When it was verified; it counts from then on.
    pub verified_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// How many people it covers.
    pub people: i64,
}

/// One fact of a paper.
#[derive(Clone, Debug)]
pub struct PaperFact {
    /// Whose.
    pub person: PersonId,
    /// Name in the policy schema.
    pub fact: String,
    /// Value in the shape of the policy schema.
    pub value: Value,
}

const COLUMNS: ScopeColumns = ScopeColumns {
    org: Some("p.opd_id"),
    host: None,
    person: None,
};

const SELECT: &str = "SELECT p.*, (SELECT COUNT(DISTINCT f.person_id) FROM paper_fact f WHERE f.paper_id = p.id) \
     AS people FROM paper p";

pub(in crate::people) async fn insert_paper(tx: &Tx, paper: &NewPaper) -> Result<()> {
    tx.exec(
        "INSERT INTO paper (id, kind, number, date, signer, signer_office, valid_from, valid_to, scan, opd_id, \
         entered_by, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            paper.id,
            paper.kind,
            paper.number,
            paper.date,
            paper.signer,
            paper.signer_office,
            paper.valid_from,
            paper.valid_to,
            paper.scan,
            paper.opd_id,
            paper.by,
            tx.now()
        ],
    )
    .await?;
    Ok(())
}

pub(in crate::people) async fn insert_facts(
    tx: &Tx,
    paper: PaperId,
    facts: &[PaperFact],
) -> Result<()> {
    for fact in facts {
        tx.exec(
            "INSERT INTO paper_fact (paper_id, person_id, fact, value) VALUES ($1, $2, $3, $4)",
            args![paper, fact.person, fact.fact, fact.value],
        )
        .await?;
    }
    Ok(())
}

/// Verifies a paper that somebody else entered; 0 when that does not fit.
pub(in crate::people) async fn set_verified(tx: &Tx, id: PaperId, by: &str) -> Result<u64> {
    tx.exec(
        "UPDATE paper SET verified_by = $2, verified_at = $3 \
         WHERE id = $1 AND verified_at IS NULL AND withdrawn_at IS NULL AND entered_by <> $2",
        args![id, by, tx.now()],
    )
    .await
}

pub(in crate::people) async fn set_withdrawn(tx: &Tx, id: PaperId) -> Result<u64> {
    tx.exec(
        "UPDATE paper SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL",
        args![id, tx.now()],
    )
    .await
}

/// The paper with this id, if `scope` covers its OPD.
pub async fn paper(sql: &impl Sql, scope: &Scope, id: PaperId) -> Result<Paper> {
    let (condition, scope_args) = scope_condition(scope, COLUMNS, 2);
    let mut args = args![id];
    args.extend(scope_args);
    sql.one(
        &format!("{SELECT} WHERE p.id = $1 AND {condition}"),
        args,
        read,
    )
    .await
}

/// Papers in `scope`, the newest first; filter `state` = `waiting` or `verified`.
pub async fn papers(sql: &impl Sql, scope: &Scope, request: ListRequest) -> Result<Paged<Paper>> {
    let (condition, mut args) = scope_condition(scope, COLUMNS, 1);
    let state = match request.filter("state") {
        Some("waiting") => " AND p.verified_at IS NULL AND p.withdrawn_at IS NULL",
        Some("verified") => " AND p.verified_at IS NOT NULL AND p.withdrawn_at IS NULL",
        _ => "",
    };
    let filter = format!(
        "WHERE {condition}{state} AND ($2 IS NULL OR LOWER(p.number) LIKE $2 ESCAPE '\\' \
         OR LOWER(p.signer) LIKE $2 ESCAPE '\\')"
    );
    args.extend(args![request.like()]);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM paper p {filter}"),
            args.clone(),
        )
        .await?;
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!("{SELECT} {filter} ORDER BY p.entered_at DESC, p.id LIMIT $3 OFFSET $4"),
            args,
            read,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// Papers that speak of a person, the newest first. The caller has checked that she is in scope.
pub async fn papers_of(sql: &impl Sql, person: PersonId) -> Result<Vec<Paper>> {
    sql.all(
        &format!(
            "{SELECT} WHERE p.id IN (SELECT paper_id FROM paper_fact WHERE person_id = $1) \
             ORDER BY p.date DESC, p.id"
        ),
        args![person],
        read,
    )
    .await
}

/// The facts that verified papers valid on `at` tell of a person; of several papers the latest speaks.
pub async fn attested(
    sql: &impl Sql,
    person: PersonId,
    at: CivilDate,
) -> Result<BTreeMap<String, Attested>> {
    let rows = sql
        .all(
            "SELECT f.fact, f.value, p.kind, p.number, p.date FROM paper_fact f JOIN paper p ON p.id = f.paper_id \
             WHERE f.person_id = $1 AND p.verified_at IS NOT NULL AND p.withdrawn_at IS NULL \
             AND p.valid_from <= $2 AND (p.valid_to IS NULL OR p.valid_to >= $2) ORDER BY p.date, p.entered_at",
            args![person, at],
            |row| {
                let attested = Attested {
                    value: row.json("value")?,
                    source: format!(
                        "{} {}",
                        crate::people::PaperKind::title(&row.get::<String>("kind")?),
                        row.get::<String>("number")?
                    ),
                    date: row.get("date")?,
                };
                Ok((row.get::<String>("fact")?, attested))
            },
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// The people whom a paper speaks about.
pub(in crate::people) async fn people_of(
    sql: &impl Sql,
    id: PaperId,
) -> Result<BTreeSet<PersonId>> {
    let rows = sql
        .all(
            "SELECT DISTINCT person_id FROM paper_fact WHERE paper_id = $1",
            args![id],
            |row| row.get("person_id"),
        )
        .await?;
    Ok(rows.into_iter().collect())
}

fn read(row: &Row) -> Result<Paper> {
    Ok(Paper {
        id: row.get("id")?,
        kind: row.get("kind")?,
        number: row.get("number")?,
        date: row.get("date")?,
        signer: row.get("signer")?,
        signer_office: row.get("signer_office")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        scan: row.get("scan")?,
        entered_by: row.get("entered_by")?,
        verified_at: row.get("verified_at")?,
        withdrawn_at: row.get("withdrawn_at")?,
        people: row.get("people")?,
    })
}
