//! SQL of letters, their files and the slice's settings.

use std::collections::BTreeMap;

use kernel::{
    CivilDate, Error, LetterId, ProgrammeId, RegisterId, Result, Scope, StudyId, Timestamp,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::model::{
    Letter, LetterFile, LetterKind, LetterRow, LetterState, SignatureClaim, SignerRecord,
    StudyLetterRow,
};
use crate::access::{ScopeColumns, scope_condition};
use crate::args;
use crate::db::list::{ListRequest, Paged};
use crate::db::{Arg, Row, Sql, Tx};

const COLUMNS: ScopeColumns = ScopeColumns {
    org: Some("l.opd_id"),
    host: Some("l.host_id"),
    person: Some("l.person_id"),
};

pub(super) async fn setting<T: DeserializeOwned + Send>(
    sql: &impl Sql,
    name: &str,
) -> Result<Option<T>> {
    sql.opt(
        "SELECT value FROM letter_setting WHERE name = $1",
        args![name],
        |row| row.json("value"),
    )
    .await
}

pub(super) async fn set_setting(
    tx: &Tx,
    name: &str,
    value: &(impl Serialize + Sync),
) -> Result<()> {
    let value = serde_json::to_string(value).map_err(Error::internal)?;
    tx.exec(
        "INSERT INTO letter_setting (name, value, at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
        args![name, value, tx.now()],
    )
    .await?;
    Ok(())
}

/// The condition that lets a scope see its letters: narrower scopes see only what was issued.
fn visible(scope: &Scope, n: usize) -> (String, Vec<Arg>) {
    let (condition, args) = scope_condition(scope, COLUMNS, n);
    if *scope == Scope::All {
        (condition, args)
    } else {
        (
            format!("{condition} AND l.state NOT IN ('draft', 'discarded')"),
            args,
        )
    }
}

pub(super) async fn get(sql: &impl Sql, scope: &Scope, id: LetterId) -> Result<Letter> {
    let (condition, scope_args) = visible(scope, 2);
    let mut args = args![id];
    args.extend(scope_args);
    sql.one(
        &format!("SELECT l.* FROM letter l WHERE l.id = $1 AND {condition}"),
        args,
        read,
    )
    .await
}

/// The letter that replaces or replaced this one.
pub(super) async fn replacement(sql: &impl Sql, id: LetterId) -> Result<Option<Letter>> {
    sql.opt(
        "SELECT l.* FROM letter l WHERE l.supersedes = $1 AND l.state <> 'discarded'",
        args![id],
        read,
    )
    .await
}

/// Stores a draft; 0 when the programme already has a live letter of this kind about the same thing.
pub(super) async fn insert(
    tx: &Tx,
    letter: &Letter,
    about: &str,
    search: &str,
    by: &str,
) -> Result<u64> {
    tx.exec(
        "INSERT INTO letter (id, programme_id, nomination_id, host_id, person_id, opd_id, kind, about, state, subject, \
         search, draft, version, signature_claim, supersedes, created_by, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, 1, 'none', $12, $13, $14, $14) \
         ON CONFLICT DO NOTHING",
        args![
            letter.id,
            letter.programme,
            letter.nomination,
            letter.host,
            letter.person,
            letter.opd,
            letter.kind.key(),
            about,
            letter.subject,
            search,
            json(&letter.draft)?,
            letter.supersedes,
            by,
            letter.created_at
        ],
    )
    .await
}

/// Changes the text of a draft that still has `version`.
pub(super) async fn update_draft(tx: &Tx, letter: &Letter, search: &str) -> Result<u64> {
    tx.exec(
        "UPDATE letter SET draft = $3, subject = $4, search = $5, version = version + 1, updated_at = $6 \
         WHERE id = $1 AND version = $2 AND state = 'draft'",
        args![
            letter.id,
            letter.version,
            json(&letter.draft)?,
            letter.subject,
            search,
            tx.now()
        ],
    )
    .await
}

/// Locks a draft for the rest of the transaction; 0 when it is no draft of this version any more.
pub(super) async fn lock_draft(tx: &Tx, id: LetterId, version: i64) -> Result<u64> {
    tx.exec(
        "UPDATE letter SET updated_at = updated_at WHERE id = $1 AND version = $2 AND state = 'draft'",
        args![id, version],
    )
    .await
}

/// What an issue writes.
pub(super) struct Frozen<'a> {
    pub id: LetterId,
    pub version: i64,
    pub content: &'a str,
    pub digest: &'a str,
    pub register: RegisterId,
    pub number: &'a str,
    pub date: CivilDate,
    pub signer: &'a SignerRecord,
    pub token: &'a str,
    pub search: &'a str,
}

/// Freezes a draft that still has this version: the only statement that writes a content.
pub(super) async fn freeze(tx: &Tx, f: &Frozen<'_>) -> Result<u64> {
    tx.exec(
        "UPDATE letter SET state = 'issued', content = $3, digest = $4, register_id = $5, number = $6, date = $7, \
         signer_id = $8, signer = $9, token = $10, search = $11, issued_at = $12, updated_at = $12 \
         WHERE id = $1 AND version = $2 AND state = 'draft'",
        args![
            f.id,
            f.version,
            f.content,
            f.digest,
            f.register,
            f.number,
            f.date,
            f.signer.official,
            json(f.signer)?,
            f.token,
            f.search,
            tx.now()
        ],
    )
    .await
}

/// Stores which instruments a letter names.
pub(super) async fn put_citations(tx: &Tx, id: LetterId, sources: &[String]) -> Result<()> {
    for source in sources {
        tx.exec(
            "INSERT INTO letter_citation (letter_id, source) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            args![id, source],
        )
        .await?;
    }
    Ok(())
}

/// Letters within `scope` that name an instrument, the latest first.
pub(super) async fn citing(
    sql: &impl Sql,
    scope: &Scope,
    source: &str,
    most: i64,
) -> Result<Vec<Letter>> {
    let (condition, scope_args) = visible(scope, 3);
    let mut args = args![source, most];
    args.extend(scope_args);
    sql.all(
        &format!(
            "SELECT l.* FROM letter l JOIN letter_citation c ON c.letter_id = l.id \
             WHERE c.source = $1 AND {condition} ORDER BY l.date DESC, l.id DESC LIMIT CAST($2 AS BIGINT)"
        ),
        args,
        read,
    )
    .await
}

/// Moves a letter from one state to the next, with the reason.
pub(super) async fn set_state(
    tx: &Tx,
    id: LetterId,
    from: LetterState,
    to: LetterState,
    reason: &str,
) -> Result<u64> {
    tx.exec(
        "UPDATE letter SET state = $3, reason = $4, updated_at = $5 WHERE id = $1 AND state = $2",
        args![id, from.key(), to.key(), reason, tx.now()],
    )
    .await
}

pub(super) async fn set_claim(
    tx: &Tx,
    id: LetterId,
    claim: SignatureClaim,
    reference: Option<&str>,
) -> Result<u64> {
    tx.exec(
        "UPDATE letter SET signature_claim = $2, claim_reference = $3, updated_at = $4 \
         WHERE id = $1 AND state = 'issued'",
        args![id, claim.key(), reference, tx.now()],
    )
    .await
}

pub(super) async fn insert_file(
    tx: &Tx,
    id: LetterId,
    signed: bool,
    sha256: &str,
    bytes: usize,
    by: &str,
) -> Result<u64> {
    tx.exec(
        "INSERT INTO letter_file (letter_id, role, sha256, bytes, at, entered_by) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (letter_id, role, sha256) DO NOTHING",
        args![id, role(signed), sha256, bytes, tx.now(), by],
    )
    .await
}

fn role(signed: bool) -> &'static str {
    if signed { "signed" } else { "original" }
}

/// Files of a letter, latest first.
pub(super) async fn files(sql: &impl Sql, id: LetterId) -> Result<Vec<LetterFile>> {
    sql.all(
        "SELECT * FROM letter_file WHERE letter_id = $1 ORDER BY at DESC, role DESC, sha256",
        args![id],
        |row| {
            Ok(LetterFile {
                signed: row.get::<String>("role")? == "signed",
                sha256: row.get("sha256")?,
                bytes: row.get("bytes")?,
                at: row.get("at")?,
            })
        },
    )
    .await
}

/// The letters that a file with this digest belongs to, and whether it is a signed copy.
pub(super) async fn by_file(sql: &impl Sql, sha256: &str) -> Result<Vec<(LetterId, bool)>> {
    sql.all(
        "SELECT letter_id, role FROM letter_file WHERE sha256 = $1 ORDER BY letter_id, role",
        args![sha256],
        |row| {
            Ok((
                row.get::<LetterId>("letter_id")?,
                row.get::<String>("role")? == "signed",
            ))
        },
    )
    .await
}

/// Live letters of a programme in the order of printing: by kind, number and subject.
pub(super) async fn of_programme(
    sql: &impl Sql,
    programme: ProgrammeId,
    kind: Option<LetterKind>,
) -> Result<Vec<Letter>> {
    let kind = kind.map(LetterKind::key);
    let mut letters = sql
        .all(
            "SELECT l.* FROM letter l WHERE l.programme_id = $1 AND ($2 IS NULL OR l.kind = $2) \
             AND l.state IN ('draft', 'issued') ORDER BY l.created_at, l.id",
            args![programme, kind],
            read,
        )
        .await?;
    letters.sort_by_key(|letter| letter.kind);
    Ok(letters)
}

/// Letters of a study, in the order in which they were written; given-up drafts are left out.
pub(super) async fn of_study(sql: &impl Sql, study: StudyId) -> Result<Vec<StudyLetterRow>> {
    sql.all(
        "SELECT l.id, l.about, l.kind, l.state, l.number, l.date FROM letter l WHERE l.programme_id IS NULL \
         AND l.about = $1 AND l.state <> 'discarded' ORDER BY l.created_at, l.id",
        args![study],
        |row| {
            Ok(StudyLetterRow {
                id: row.get("id")?,
                kind: row.parse("kind")?,
                state: row.parse("state")?,
                number: row.get("number")?,
                date: row.get("date")?,
            })
        },
    )
    .await
}

/// Numbers of the letters in force that decide on studies, by study.
pub(super) async fn study_numbers(sql: &impl Sql) -> Result<BTreeMap<StudyId, String>> {
    let rows = sql
        .all(
            "SELECT l.about, l.number FROM letter l WHERE l.programme_id IS NULL AND l.state = 'issued' \
             AND l.kind IN ('surat-izin-belajar', 'keputusan-tugas-belajar')",
            args![],
            |row| Ok((row.get::<String>("about")?, row.get::<String>("number")?)),
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(about, number)| Some((about.parse().ok()?, number)))
        .collect())
}

/// Letters in `scope`: search by number, subject, name or NIP; filters `kind`, `state`, `programme`, `year`, `signed`
/// (`ya`, `belum`); sort by `number`, `date`, `kind`, `subject`; the latest first by default.
pub(super) async fn list(
    sql: &impl Sql,
    scope: &Scope,
    request: ListRequest,
) -> Result<Paged<LetterRow>> {
    const SIGNED: &str =
        "EXISTS (SELECT 1 FROM letter_file f WHERE f.letter_id = l.id AND f.role = 'signed')";
    let (condition, mut args) = visible(scope, 1);
    let filter = format!(
        "WHERE {condition} AND ($2 IS NULL OR l.search LIKE $2 ESCAPE '\\') AND ($3 IS NULL OR l.kind = $3) \
         AND (($4 IS NULL AND l.state <> 'discarded') OR l.state = $4) AND ($5 IS NULL OR l.programme_id = $5) \
         AND ($6 IS NULL OR l.date LIKE $6) \
         AND ($7 IS NULL OR ($7 = 'ya' AND {SIGNED}) OR ($7 = 'belum' AND l.state = 'issued' AND NOT {SIGNED}))"
    );
    let year = request.filter("year").map(|year| format!("{year}-%"));
    args.extend(args![
        request.like(),
        request.filter("kind"),
        request.filter("state"),
        request.filter("programme"),
        year,
        request.filter("signed")
    ]);
    let total = sql
        .count(
            &format!("SELECT COUNT(*) AS n FROM letter l {filter}"),
            args.clone(),
        )
        .await?;
    let column = match request.sort.as_str() {
        "number" => "l.number",
        "date" => "l.date",
        "kind" => "l.kind",
        "subject" => "l.subject",
        _ => "l.created_at",
    };
    // The latest comes first unless a column was chosen.
    let descending = request.descending != (column == "l.created_at");
    let direction = if descending { "DESC" } else { "ASC" };
    args.extend(args![request.limit(), request.offset()]);
    let rows = sql
        .all(
            &format!(
                "SELECT l.*, CAST(CASE WHEN {SIGNED} THEN 1 ELSE 0 END AS BIGINT) AS has_signed FROM letter l {filter} \
                 ORDER BY {column} {direction}, l.id {direction} LIMIT $8 OFFSET $9"
            ),
            args,
            read_row,
        )
        .await?;
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// Counts of live letters of a programme by kind and state.
pub(super) async fn counts(
    sql: &impl Sql,
    programme: ProgrammeId,
) -> Result<Vec<(LetterKind, LetterState, i64)>> {
    sql.all(
        "SELECT kind, state, COUNT(*) AS n FROM letter WHERE programme_id = $1 GROUP BY kind, state",
        args![programme],
        |row| Ok((row.parse("kind")?, row.parse("state")?, row.get("n")?)),
    )
    .await
}

/// Drafts, and issued letters without a signed copy, by programme and kind.
pub(super) async fn waiting(
    sql: &impl Sql,
) -> Result<Vec<(Option<ProgrammeId>, LetterKind, LetterState, i64)>> {
    sql.all(
        "SELECT l.programme_id, l.kind, l.state, COUNT(*) AS n FROM letter l WHERE l.state = 'draft' \
         OR (l.state = 'issued' AND NOT EXISTS (SELECT 1 FROM letter_file f WHERE f.letter_id = l.id \
         AND f.role = 'signed')) GROUP BY l.programme_id, l.kind, l.state ORDER BY l.programme_id, l.kind, l.state",
        args![],
        |row| {
            Ok((
                row.get("programme_id")?,
                row.parse("kind")?,
                row.parse("state")?,
                row.get("n")?,
            ))
        },
    )
    .await
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn optional_json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<Option<T>> {
    row.get::<Option<String>>(column)?
        .map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|e| Error::internal(format!("column {column}: {e}")))
}

fn read(row: &Row) -> Result<Letter> {
    Ok(Letter {
        id: row.get("id")?,
        programme: row.get("programme_id")?,
        nomination: row.get("nomination_id")?,
        host: row.get("host_id")?,
        person: row.get("person_id")?,
        opd: row.get("opd_id")?,
        kind: row.parse("kind")?,
        state: row.parse("state")?,
        subject: row.get("subject")?,
        draft: row.json("draft")?,
        version: row.get("version")?,
        content: optional_json(row, "content")?,
        digest: row.get("digest")?,
        register: row.get("register_id")?,
        number: row.get("number")?,
        date: row.get("date")?,
        signer: optional_json(row, "signer")?,
        token: row.get("token")?,
        claim: row.parse("signature_claim")?,
        claim_reference: row.get("claim_reference")?,
        supersedes: row.get("supersedes")?,
        reason: row.get("reason")?,
        created_at: row.get::<Timestamp>("created_at")?,
        issued_at: row.get("issued_at")?,
    })
}

fn read_row(row: &Row) -> Result<LetterRow> {
    Ok(LetterRow {
        id: row.get("id")?,
        programme: row.get("programme_id")?,
        kind: row.parse("kind")?,
        state: row.parse("state")?,
        subject: row.get("subject")?,
        number: row.get("number")?,
        date: row.get("date")?,
        signer: optional_json(row, "signer")?,
        has_signed: row.get("has_signed")?,
        claim: row.parse("signature_claim")?,
    })
}
