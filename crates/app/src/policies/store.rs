//! All SQL of policy versions.

use kernel::{CivilDate, Error, PolicyVersionId, Result, Timestamp};
use policy::Policy;

use super::model::{
    Act, Decision, Draft, Event, Mandate, Paper, PinnedPolicy, Proposal, State, Step, Stretch,
    Version, decided_state,
};
use crate::args;
use crate::db::{Row, Sql, Tx};

const COLUMNS: &str = "id, policy_id, version, applies_to, title, shipped, state, base_id, digest, revision, created_by, \
     created_by_name, created_at, proposed_by, proposed_by_name, proposed_at, decided_by, decided_by_name, decided_at, \
     force_from, mandate_number, mandate_date, mandate_about, mandate_entry";

/// A version with its state on `today`.
pub async fn get(sql: &impl Sql, id: PolicyVersionId, today: CivilDate) -> Result<Version> {
    let raw = sql
        .one(
            &format!("SELECT {COLUMNS} FROM policy_version WHERE id = $1"),
            args![id],
            read,
        )
        .await?;
    let known = known_stretches(sql, id).await?;
    Ok(raw.on(&known, today))
}

/// Every version with its state on `today`, the newest first.
pub(super) async fn all(sql: &impl Sql, today: CivilDate) -> Result<Vec<Version>> {
    let raws = sql
        .all(
            &format!("SELECT {COLUMNS} FROM policy_version ORDER BY created_at DESC, id DESC"),
            args![],
            read,
        )
        .await?;
    let known = sql
        .all(
            "SELECT version_id, valid_from, valid_to FROM policy_force WHERE known_to IS NULL ORDER BY valid_from",
            args![],
            |row| Ok((row.get::<PolicyVersionId>("version_id")?, stretch(row)?)),
        )
        .await?;
    let of = |id: PolicyVersionId| -> Vec<Stretch> {
        let own = known.iter().filter(|(version, _)| *version == id);
        own.map(|(_, stretch)| *stretch).collect()
    };
    Ok(raws
        .into_iter()
        .map(|raw| {
            let known = of(raw.version.id);
            raw.on(&known, today)
        })
        .collect())
}

/// The text of a version.
pub async fn text(sql: &impl Sql, id: PolicyVersionId) -> Result<String> {
    sql.one(
        "SELECT text FROM policy_version WHERE id = $1",
        args![id],
        |row| row.get("text"),
    )
    .await
}

/// The version from which a version was written.
pub(super) async fn base(sql: &impl Sql, id: PolicyVersionId) -> Result<Option<PolicyVersionId>> {
    sql.one(
        "SELECT base_id FROM policy_version WHERE id = $1",
        args![id],
        |row| row.get("base_id"),
    )
    .await
}

/// Texts of all versions.
pub(super) async fn texts(sql: &impl Sql) -> Result<Vec<(PolicyVersionId, String)>> {
    sql.all("SELECT id, text FROM policy_version", args![], |row| {
        Ok((row.get("id")?, row.get("text")?))
    })
    .await
}

/// What happened to a version, in the order of time.
pub async fn events(sql: &impl Sql, id: PolicyVersionId) -> Result<Vec<Event>> {
    sql.all(
        "SELECT act, by_key, by_name, at, note FROM policy_event WHERE version_id = $1 ORDER BY at, id",
        args![id],
        |row| {
            Ok(Event {
                act: row.parse("act")?,
                step: Step {
                    by: row.get("by_key")?,
                    name: row.get("by_name")?,
                    at: row.get("at")?,
                },
                note: row.get("note")?,
            })
        },
    )
    .await
}

/// The version of `policy` that was in force on the day `on`, as it was known at the instant `known_at`.
pub async fn in_force(
    sql: &impl Sql,
    policy: &str,
    on: CivilDate,
    known_at: Timestamp,
) -> Result<Option<PolicyVersionId>> {
    sql.opt(
        "SELECT version_id FROM policy_force WHERE policy_id = $1 AND valid_from <= $2 \
         AND (valid_to IS NULL OR valid_to > $2) AND known_from <= $3 AND (known_to IS NULL OR known_to > $3)",
        args![policy, on, known_at],
        |row| row.get("version_id"),
    )
    .await
}

/// The policy of a version as programmes pin it.
pub(super) async fn pinned(sql: &impl Sql, id: PolicyVersionId) -> Result<PinnedPolicy> {
    sql.one(
        "SELECT policy_id, version, text FROM policy_version WHERE id = $1",
        args![id],
        |row| {
            Ok(PinnedPolicy {
                id: row.get("policy_id")?,
                version: row.get("version")?,
                text: row.get("text")?,
            })
        },
    )
    .await
}

/// The text of the register of regulations with this digest.
pub(super) async fn register_text(sql: &impl Sql, digest: &str) -> Result<Option<String>> {
    sql.opt(
        "SELECT text FROM policy_register WHERE digest = $1",
        args![digest],
        |row| row.get("text"),
    )
    .await
}

pub(super) async fn put_register(tx: &Tx, digest: &str, text: &str) -> Result<u64> {
    tx.exec(
        "INSERT INTO policy_register (digest, text, recorded_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING",
        args![digest, text, tx.now()],
    )
    .await
}

/// Policy id and name of every version.
pub(super) async fn names(sql: &impl Sql) -> Result<Vec<(String, String)>> {
    sql.all(
        "SELECT policy_id, version FROM policy_version",
        args![],
        |row| Ok((row.get("policy_id")?, row.get("version")?)),
    )
    .await
}

/// A version to be stored as a draft.
pub(super) struct New<'a> {
    pub(super) id: PolicyVersionId,
    pub(super) policy: &'a Policy,
    pub(super) shipped: bool,
    pub(super) base: Option<PolicyVersionId>,
    pub(super) by: &'a str,
    pub(super) name: &'a str,
}

/// Stores a draft; 0 when the policy has a version of that name.
pub(super) async fn insert(tx: &Tx, new: &New<'_>) -> Result<u64> {
    let p = new.policy;
    tx.exec(
        "INSERT INTO policy_version (id, policy_id, version, applies_to, title, shipped, state, base_id, text, digest, \
         revision, created_by, created_by_name, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, \
         CAST($10 AS BIGINT), $11, $12, $13) ON CONFLICT (policy_id, version) DO NOTHING",
        args![
            new.id,
            p.id,
            p.version,
            p.applies_to,
            title(p)?,
            new.shipped,
            new.base,
            p.text(),
            p.digest(),
            1_i64,
            new.by,
            new.name,
            tx.now()
        ],
    )
    .await
}

fn title(policy: &Policy) -> Result<String> {
    serde_json::to_string(&policy.title).map_err(Error::internal)
}

/// Stores another text of a draft; 0 when it is none any more, was changed meanwhile, or another version has the name.
pub(super) async fn rewrite(tx: &Tx, draft: &Draft, policy: &Policy) -> Result<u64> {
    tx.exec(
        "UPDATE policy_version SET text = $3, digest = $4, version = $5, applies_to = $6, title = $7, \
         revision = revision + 1 WHERE id = $1 AND state = 'draft' AND revision = $2 AND NOT EXISTS \
         (SELECT 1 FROM policy_version o WHERE o.policy_id = $8 AND o.version = $5 AND o.id <> $1)",
        args![
            draft.id,
            draft.revision,
            policy.text(),
            policy.digest(),
            policy.version,
            policy.applies_to,
            title(policy)?,
            draft.policy
        ],
    )
    .await
}

/// Draft → proposed; 0 when it was changed meanwhile.
pub(super) async fn propose(tx: &Tx, draft: &Draft, by: &str, name: &str) -> Result<u64> {
    tx.exec(
        "UPDATE policy_version SET state = 'proposed', proposed_by = $3, proposed_by_name = $4, proposed_at = $5 \
         WHERE id = $1 AND state = 'draft' AND revision = $2",
        args![draft.id, draft.revision, by, name, tx.now()],
    )
    .await
}

/// Proposed → draft; 0 when somebody was quicker.
pub(super) async fn give_back(tx: &Tx, id: PolicyVersionId) -> Result<u64> {
    tx.exec(
        "UPDATE policy_version SET state = 'draft', proposed_by = NULL, proposed_by_name = NULL, proposed_at = NULL, \
         revision = revision + 1 WHERE id = $1 AND state = 'proposed'",
        args![id],
    )
    .await
}

/// Draft → dropped; 0 when it was changed meanwhile.
pub(super) async fn give_up(tx: &Tx, draft: &Draft) -> Result<u64> {
    tx.exec(
        "UPDATE policy_version SET state = 'dropped' WHERE id = $1 AND state = 'draft' AND revision = $2",
        args![draft.id, draft.revision],
    )
    .await
}

/// Proposed → decided, by somebody else than who proposed; 0 otherwise.
pub(super) async fn decide(
    tx: &Tx,
    proposal: &Proposal,
    by: &str,
    name: &str,
    from: CivilDate,
    paper: &Paper,
) -> Result<u64> {
    tx.exec(
        "UPDATE policy_version SET state = 'decided', decided_by = $3, decided_by_name = $4, decided_at = $5, \
         force_from = $6, mandate_number = $7, mandate_date = $8, mandate_about = $9, mandate_entry = $10 \
         WHERE id = $1 AND state = 'proposed' AND digest = $2 AND proposed_by <> $3",
        args![
            proposal.id,
            proposal.digest,
            by,
            name,
            tx.now(),
            from,
            paper.number,
            paper.date,
            paper.about,
            paper.entry
        ],
    )
    .await
}

/// A shipped draft → decided without a proposal, on its first record only.
pub(super) async fn decide_shipped(
    tx: &Tx,
    id: PolicyVersionId,
    by: &str,
    from: CivilDate,
) -> Result<u64> {
    tx.exec(
        "UPDATE policy_version SET state = 'decided', decided_by = $2, decided_by_name = $2, decided_at = $3, \
         force_from = $4 WHERE id = $1 AND state = 'draft' AND shipped = 1",
        args![id, by, tx.now(), from],
    )
    .await
}

/// Locks all versions of a policy for the rest of the transaction, so that two decisions follow each other.
pub(super) async fn lock(tx: &Tx, policy: &str) -> Result<()> {
    tx.exec(
        "UPDATE policy_version SET revision = revision WHERE policy_id = $1",
        args![policy],
    )
    .await
    .map(drop)
}

/// The versions that hold some of these days as known now, the earliest first.
pub(super) async fn standing(
    sql: &impl Sql,
    policy: &str,
    days: Stretch,
) -> Result<Vec<PolicyVersionId>> {
    let known = sql
        .all(
            "SELECT version_id, valid_from, valid_to FROM policy_force WHERE policy_id = $1 AND known_to IS NULL \
             ORDER BY valid_from",
            args![policy],
            |row| Ok((row.get::<PolicyVersionId>("version_id")?, stretch(row)?)),
        )
        .await?;
    let mut found = Vec::new();
    for (version, theirs) in known {
        if theirs.without(days) != [theirs] && !found.contains(&version) {
            found.push(version);
        }
    }
    Ok(found)
}

/// Gives `days` to a version: the other versions of the policy keep what is left of theirs. Returns those that lost days.
///
/// What was known before stays as it was known: its lines are closed with this instant and stand beside the new ones.
pub(super) async fn put_in_force(
    tx: &Tx,
    policy: &str,
    version: PolicyVersionId,
    days: Stretch,
) -> Result<Vec<PolicyVersionId>> {
    let known = tx
        .all(
            "SELECT id, version_id, valid_from, valid_to FROM policy_force WHERE policy_id = $1 AND known_to IS NULL",
            args![policy],
            |row| {
                Ok((
                    row.get::<uuid::Uuid>("id")?,
                    row.get::<PolicyVersionId>("version_id")?,
                    stretch(row)?,
                ))
            },
        )
        .await?;
    let mut replaced = Vec::new();
    for (line, other, theirs) in known {
        let left = theirs.without(days);
        if left == [theirs] {
            continue;
        }
        replaced.push(other);
        tx.exec(
            "UPDATE policy_force SET known_to = $2 WHERE id = $1 AND known_to IS NULL",
            args![line, tx.now()],
        )
        .await?;
        for piece in left {
            insert_force(tx, policy, other, piece).await?;
        }
    }
    insert_force(tx, policy, version, days).await?;
    Ok(replaced)
}

async fn insert_force(
    tx: &Tx,
    policy: &str,
    version: PolicyVersionId,
    days: Stretch,
) -> Result<()> {
    tx.exec(
        "INSERT INTO policy_force (id, version_id, policy_id, valid_from, valid_to, known_from) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            tx.new_id::<uuid::Uuid>(),
            version,
            policy,
            days.from,
            days.to,
            tx.now()
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn put_event(
    tx: &Tx,
    id: PolicyVersionId,
    act: Act,
    by: &str,
    name: &str,
    note: Option<&str>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO policy_event (id, version_id, at, by_key, by_name, act, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            tx.new_id::<uuid::Uuid>(),
            id,
            tx.now(),
            by,
            name,
            act,
            note
        ],
    )
    .await
    .map(drop)
}

/// The days on which a version is in force, as is known now.
async fn known_stretches(sql: &impl Sql, id: PolicyVersionId) -> Result<Vec<Stretch>> {
    sql.all(
        "SELECT valid_from, valid_to FROM policy_force WHERE version_id = $1 AND known_to IS NULL ORDER BY valid_from",
        args![id],
        stretch,
    )
    .await
}

fn stretch(row: &Row) -> Result<Stretch> {
    Ok(Stretch {
        from: row.get("valid_from")?,
        to: row.get("valid_to")?,
    })
}

/// A row whose state still depends on the day.
struct Raw {
    version: Version,
    decision: Option<Decision>,
}

impl Raw {
    fn on(self, known: &[Stretch], today: CivilDate) -> Version {
        let mut version = self.version;
        if let Some(decision) = self.decision {
            version.state = decided_state(decision, known, today);
        }
        version
    }
}

fn step(row: &Row, what: &str) -> Result<Option<Step>> {
    let Some(by) = row.get::<Option<String>>(&format!("{what}_by"))? else {
        return Ok(None);
    };
    Ok(Some(Step {
        by,
        name: row.get(&format!("{what}_by_name"))?,
        at: row.get(&format!("{what}_at"))?,
    }))
}

fn read(row: &Row) -> Result<Raw> {
    let broken = || Error::internal("a policy version lacks what its state needs");
    let proposed = step(row, "proposed")?;
    let mut decision = None;
    let state = match row.get::<String>("state")?.as_str() {
        "draft" => State::Draft,
        "dropped" => State::Dropped,
        "proposed" => State::Proposed(proposed.ok_or_else(broken)?),
        _ => {
            let mandate = match row.get::<Option<String>>("mandate_number")? {
                None => Mandate::Shipped,
                Some(number) => Mandate::Paper(Paper {
                    number,
                    date: row.get("mandate_date")?,
                    about: row.get("mandate_about")?,
                    entry: row.get("mandate_entry")?,
                }),
            };
            let made = Decision {
                proposed,
                decided: step(row, "decided")?.ok_or_else(broken)?,
                mandate,
                from: row.get("force_from")?,
            };
            decision = Some(made.clone());
            State::Decided(made)
        }
    };
    Ok(Raw {
        version: Version {
            id: row.get("id")?,
            policy: row.get("policy_id")?,
            version: row.get("version")?,
            applies_to: row.get("applies_to")?,
            title: row.json("title")?,
            shipped: row.get("shipped")?,
            base: row.get("base_id")?,
            digest: row.get("digest")?,
            revision: row.get("revision")?,
            created: step(row, "created")?.ok_or_else(broken)?,
            state,
        },
        decision,
    })
}
