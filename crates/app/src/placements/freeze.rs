//! Freeze first, seed later: the inputs and their digest stand before the number exists that decides ties.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{Actor, CivilDate, Error, FreezeId, PlacementRunId, ProgrammeId, Result, Timestamp};

use super::build::Input;
use super::commands::{keep, new_run, open_for_placement};
use super::ids::{Ids, View};
use super::model::{LeftOut, RunState};
use super::notion::{Minimum, Notion, Terms};
use super::{access, build, desk, outcome, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::db::Sql;
use crate::keyed::keyed;
use crate::programmes::{self, Giving};

keyed! {
    /// How far frozen inputs are.
    FreezeState {
        /// The digest is published, the seed is not known.
        Frozen = "frozen",
        /// The seed is known.
        Drawn = "drawn",
        /// Lifted before the seed was known.
        Thawed = "thawed",
    }
}

/// The decision to hand out the problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// Legal basis.
    pub basis: String,
    /// Number of the decision.
    pub number: String,
    /// Its date.
    pub date: Option<CivilDate>,
    /// When it was entered.
    pub at: Timestamp,
}

/// The correction of a mistyped seed, by somebody other than who entered it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The value that was entered first.
    pub first: String,
    /// Why it was wrong.
    pub reason: String,
    /// When it was corrected.
    pub at: Timestamp,
}

/// Frozen inputs of a placement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Freeze {
    /// Id.
    pub id: FreezeId,
    /// The programme.
    pub programme: ProgrammeId,
    /// How far it is.
    pub state: FreezeState,
    /// What counts first.
    pub notion: Notion,
    /// Why, if that is not what the programme announced; else empty.
    pub notion_why: String,
    /// What minimums mean.
    pub minimum: Minimum,
    /// `titian-placement/1` without `seed`, canonical JSON.
    pub problem: String,
    /// `sha256:…` of that text.
    pub digest: String,
    /// Random ids and whom they mean.
    pub ids: Ids,
    /// Nominees who are not in it, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the seed will come from.
    pub seed_source: String,
    /// From when on the seed is public.
    pub seed_at: Timestamp,
    /// The seed, once it is known.
    pub seed: Option<String>,
    /// When the inputs were frozen.
    pub created_at: Timestamp,
    /// When the seed was entered.
    pub drawn_at: Option<Timestamp>,
    /// Account that entered it.
    pub drawn_by: Option<String>,
    /// The correction of a mistyped seed.
    pub corrected: Option<Correction>,
    /// When it was lifted.
    pub thawed_at: Option<Timestamp>,
    /// Why it was lifted.
    pub thaw_reason: Option<String>,
    /// The decision to hand out the problem.
    pub release: Option<Release>,
}

/// What an officer states when she freezes.
#[derive(Clone, Debug)]
pub struct FreezeForm {
    /// What counts first.
    pub notion: Notion,
    /// Why, if that is not what the programme announced.
    pub why: String,
    /// What minimums mean.
    pub minimum: Minimum,
    /// Where the seed will come from, so exactly that two people find the same value.
    pub seed_source: String,
    /// From when on it is public; later than now.
    pub seed_at: Timestamp,
}

/// Freezes the inputs of a programme with ranked choices and publishes their digest.
///
/// # Errors
/// Refused when places are not ranked, when nobody may be placed, when the limits leave no placement, until the result
/// of an earlier freeze is announced, and when a conflict was declared or merit imported meanwhile. The seed must come
/// later than the freeze. Whom an earlier freeze placed is left out.
pub async fn freeze(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    form: FreezeForm,
) -> Result<FreezeId> {
    access::FREEZE.allow(actor)?;
    let prepared = prepare(app, programme, form).await?;
    store_frozen(app, actor, prepared).await
}

/// Everything of a freeze that is worked out before its transaction.
pub(super) struct Prepared {
    one: Freeze,
    input: Input,
    terms: Terms,
}

/// Reads the inputs, states the problem and sees that there is a placement at all.
pub(super) async fn prepare(
    app: &App,
    programme: ProgrammeId,
    form: FreezeForm,
) -> Result<Prepared> {
    let now = app.clock.now();
    let mut input = build::input(&app.db, programme, None, app.clock.today()).await?;
    open_for_placement(&input.programme)?;
    if input.programme.giving != Giving::Ranked {
        return Err(Error::refused("placements-not-ranked").next("placements-next-run"));
    }
    if form.seed_source.trim().is_empty() {
        return Err(Error::invalid_field("seed_source", "error-required"));
    }
    if form.seed_at <= now {
        return Err(Error::invalid_field("seed_date", "placements-seed-past"));
    }
    let differs =
        form.notion.objectives(&input.programme) != Notion::Own.objectives(&input.programme);
    if differs && form.why.trim().is_empty() {
        return Err(Error::invalid_field("why", "placements-notion-why"));
    }
    if input.candidates.is_empty() {
        return Err(Error::refused("placements-nobody").next("placements-next-verify"));
    }
    only_new(&app.db, &mut input).await?;
    if input.candidates.is_empty() {
        return Err(Error::refused("placements-nobody-new").next("placements-next-reserve"));
    }
    let terms = desk::terms(&app.db, &input, form.notion, form.minimum).await?;
    if form.notion == Notion::Stable && terms.merit.len() < input.candidates.len() {
        return Err(Error::invalid_field("notion", "placements-merit-missing"));
    }
    let entropy = app.entropy.clone();
    let left_out = input.left_out.clone();
    let (input, terms, ids, problem) = blocking(move || {
        let ids = Ids::random(&input, entropy.as_ref());
        let problem = build::stated(&input, &ids, &entropy.secret(), &terms)?;
        // Whether there is a placement at all does not depend on the seed.
        let view = View::of(&input, ids.clone());
        outcome::solve(&view, &problem)?;
        Ok((input, terms, ids, desk::without_seed(&problem)?))
    })
    .await?;
    let one = Freeze {
        id: FreezeId(app.clock.new_id()),
        programme,
        state: FreezeState::Frozen,
        notion: form.notion,
        notion_why: if differs {
            form.why.trim().to_owned()
        } else {
            String::new()
        },
        minimum: form.minimum,
        digest: format!("sha256:{}", crate::sha256_hex(problem.as_bytes())),
        problem,
        ids,
        left_out,
        seed_source: form.seed_source.trim().to_owned(),
        seed_at: form.seed_at,
        seed: None,
        created_at: now,
        drawn_at: None,
        drawn_by: None,
        thawed_at: None,
        thaw_reason: None,
        release: None,
        corrected: None,
    };
    Ok(Prepared { one, input, terms })
}

/// Refuses a second freeze before the result of the first is announced, and leaves out whom the first has decided
/// upon: only its reserve list and people who came later take part in another draw, so that nobody draws twice for the
/// same people. Who withdrew and was nominated anew is the same person.
async fn only_new(sql: &impl Sql, input: &mut Input) -> Result<()> {
    for before in store::freezes(sql, input.programme.id).await? {
        if before.state == FreezeState::Thawed {
            continue;
        }
        let decided = decided_upon(sql, &before).await?;
        let (out, kept) = std::mem::take(&mut input.candidates).into_iter().partition(
            |one: &build::Candidate| decided.contains(one.nomination.snapshot.nip.as_str()),
        );
        input.candidates = kept;
        let reason = |one: build::Candidate| LeftOut {
            nomination: one.nomination.id,
            name: one.nomination.snapshot.name,
            reason: "placements-out-earlier".to_owned(),
        };
        input.left_out.extend(Vec::into_iter(out).map(reason));
    }
    Ok(())
}

/// NIP of everybody in a freeze whose result is announced, but for its reserve list.
async fn decided_upon(sql: &impl Sql, freeze: &Freeze) -> Result<BTreeSet<String>> {
    let runs = store::of_freeze(sql, freeze.id).await?;
    if runs.iter().all(|run| run.published_at.is_none()) {
        let next = if freeze.seed.is_none() {
            "placements-next-thaw"
        } else {
            "placements-next-announce"
        };
        return Err(Error::refused("placements-frozen-already").next(next));
    }
    let confirmed = (runs.iter()).filter(|run| run.state == RunState::Confirmed);
    let (mut decided, mut reserve) = (BTreeSet::new(), BTreeSet::new());
    for run in confirmed {
        reserve.clear();
        for one in store::everybody(sql, run.id).await? {
            let nip = one.nip.as_str().to_owned();
            if one.explained.slot.is_none() {
                reserve.insert(nip.clone());
            }
            decided.insert(nip);
        }
    }
    Ok(decided.difference(&reserve).cloned().collect())
}

/// Stores a freeze unless what it was prepared from has changed since.
pub(super) async fn store_frozen(app: &App, actor: &Actor, prepared: Prepared) -> Result<FreezeId> {
    let (prepared, actor) = (Arc::new(prepared), actor.clone());
    app.db
        .write(move |tx| {
            let (prepared, actor) = (prepared.clone(), actor.clone());
            Box::pin(async move {
                let Prepared { one, input, terms } = prepared.as_ref();
                let programme = programmes::lock_in(&tx, one.programme).await?;
                open_for_placement(&programme)?;
                for before in store::freezes(&tx, one.programme).await? {
                    if before.state != FreezeState::Thawed {
                        decided_upon(&tx, &before).await?;
                    }
                }
                // What was declared or imported while the problem was made must stand in it.
                if desk::terms(&tx, input, terms.notion, terms.minimum).await? != *terms {
                    return Err(Error::refused("placements-inputs-changed")
                        .next("placements-next-freeze-again"));
                }
                store::insert_freeze(&tx, one, &actor.key()).await?;
                tx.audit(
                    Entry::new(&actor, "placement.freeze", "placement", one.id)
                        .with("programme", one.programme.to_string())
                        .with("digest", one.digest.as_str())
                        .with("notion", one.notion.key())
                        .with("minimum", one.minimum.key())
                        .with("people", one.ids.people.len())
                        .with("seed_source", one.seed_source.as_str())
                        .with("seed_at", one.seed_at.rfc3339()),
                );
                Ok(one.id)
            })
        })
        .await
}

/// Lifts a freeze before its seed is public; both stay on record.
///
/// # Errors
/// Refused from the announced instant on, whether the seed was entered or not: whoever knows it could choose.
pub async fn thaw(app: &App, actor: &Actor, id: FreezeId, reason: &str) -> Result<()> {
    access::FREEZE.allow(actor)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |tx| {
            let (actor, reason) = (actor.clone(), reason.clone());
            Box::pin(async move {
                let one = store::freeze(&tx, id).await?;
                let late = now >= one.seed_at;
                if late || store::thaw(&tx, id, &reason, &actor.key(), now).await? == 0 {
                    return Err(
                        Error::refused("placements-thaw-late").next("placements-next-change")
                    );
                }
                tx.audit(
                    Entry::new(&actor, "placement.thaw", "placement", id)
                        .with("reason", tx.commit_to(&reason)),
                );
                Ok(())
            })
        })
        .await
}

/// Enters the seed, once, after the instant at which it became public.
///
/// # Errors
/// Refused before that instant, and when there is a seed already.
pub async fn draw(app: &App, actor: &Actor, id: FreezeId, seed: &str) -> Result<()> {
    access::FREEZE.allow(actor)?;
    let seed = seed.trim().to_owned();
    if seed.is_empty() {
        return Err(Error::invalid_field("seed", "error-required"));
    }
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |tx| {
            let (actor, seed) = (actor.clone(), seed.clone());
            Box::pin(async move {
                let one = store::freeze(&tx, id).await?;
                if now < one.seed_at {
                    let text = kernel::Text::new("placements-seed-early")
                        .with("at", one.seed_at.long_id());
                    return Err(Error::refused(text).next("placements-next-wait"));
                }
                if store::draw(&tx, id, &seed, &actor.key(), now).await? == 0 {
                    return Err(Error::refused("placements-seed-known").next("placements-next-run"));
                }
                tx.audit(
                    Entry::new(&actor, "placement.draw", "placement", id)
                        .with("digest", one.digest)
                        .with("seed", seed),
                );
                Ok(())
            })
        })
        .await
}

/// Replaces a seed that was mistyped, once, before anything is computed from it. Both values stay and are shown.
///
/// # Errors
/// Refused for who entered it, after a computation, and a second time.
pub async fn correct_seed(
    app: &App,
    actor: &Actor,
    id: FreezeId,
    seed: &str,
    reason: &str,
) -> Result<()> {
    access::FREEZE.allow(actor)?;
    let (seed, reason) = (seed.trim().to_owned(), reason.trim().to_owned());
    for (field, value) in [("seed", &seed), ("reason", &reason)] {
        if value.is_empty() {
            return Err(Error::invalid_field(field, "error-required"));
        }
    }
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |tx| {
            let (actor, seed, reason) = (actor.clone(), seed.clone(), reason.clone());
            Box::pin(async move {
                let one = store::freeze(&tx, id).await?;
                programmes::lock_in(&tx, one.programme).await?;
                if actor.user.is_some() && one.drawn_by.as_deref() == Some(&actor.key()) {
                    return Err(
                        Error::refused("placements-own-seed").next("placements-next-colleague")
                    );
                }
                let used = !store::of_freeze(&tx, id).await?.is_empty();
                let by = actor.key();
                if used || store::correct_seed(&tx, id, &seed, &reason, &by, now).await? == 0 {
                    return Err(Error::refused("placements-seed-known").next("placements-next-run"));
                }
                tx.audit(
                    Entry::new(&actor, "placement.seed-correct", "placement", id)
                        .with("before", one.seed.unwrap_or_default())
                        .with("seed", seed)
                        .with("reason", tx.commit_to(&reason)),
                );
                Ok(())
            })
        })
        .await
}

/// Computes the placement of frozen inputs with their seed, has it checked, and stores it as a proposal. The same
/// inputs and seed give the same bytes, so that computing again changes nothing.
///
/// # Errors
/// Refused without a seed: there is no result before it.
pub async fn compute(app: &App, actor: &Actor, id: FreezeId) -> Result<PlacementRunId> {
    access::PROPOSE.allow(actor)?;
    let one = store::freeze(&app.db, id).await?;
    let Some(seed) = one.seed.clone().filter(|_| one.state == FreezeState::Drawn) else {
        return Err(Error::refused("placements-no-seed").next("placements-next-seed"));
    };
    let living = |state| matches!(state, RunState::Proposed | RunState::Confirmed);
    if let Some(run) = (store::of_freeze(&app.db, id).await?)
        .iter()
        .rev()
        .find(|run| living(run.state))
    {
        return Ok(run.id);
    }
    let view = View::read(&app.db, one.programme, one.ids.clone()).await?;
    let frozen = one.problem.clone();
    let (view, answer) = blocking(move || {
        let problem = desk::with_seed(&frozen, &seed)?;
        if desk::without_seed(&problem)? != frozen {
            return Err(Error::internal("the frozen problem is not canonical"));
        }
        let answer = outcome::solve(&view, &problem)?;
        Ok((view, answer))
    })
    .await?;
    let mut run = new_run(
        app,
        one.programme,
        Giving::Ranked,
        RunState::Proposed,
        &answer,
    );
    run.freeze = Some(id);
    run.left_out = one.left_out;
    let (run, answer, view) = (Arc::new(run), Arc::new(answer), Arc::new(view));
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (run, answer, view, actor) =
                (run.clone(), answer.clone(), view.clone(), actor.clone());
            Box::pin(async move {
                let programme = programmes::lock_in(&tx, run.programme).await?;
                open_for_placement(&programme)?;
                let before = store::discard(&tx, run.programme, RunState::Proposed).await?;
                store::discard(&tx, run.programme, RunState::Trial).await?;
                keep(
                    &tx,
                    &actor,
                    &run,
                    &view,
                    &answer,
                    "placement.compute",
                    before,
                )
                .await
            })
        })
        .await
}

/// Records the decision to hand out the problem, with its legal basis; from then on anybody may take it.
pub async fn release(app: &App, actor: &Actor, id: FreezeId, mut one: Release) -> Result<()> {
    access::PUBLISH.allow(actor)?;
    for (field, value) in [("basis", &one.basis), ("number", &one.number)] {
        if value.trim().is_empty() {
            return Err(Error::invalid_field(field, "error-required"));
        }
    }
    one.at = app.clock.now();
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, one) = (actor.clone(), one.clone());
            Box::pin(async move {
                store::freeze(&tx, id).await?;
                if store::release(&tx, id, &one, &actor.key()).await? == 0 {
                    return Err(
                        Error::refused("placements-released-already").next("placements-next-run")
                    );
                }
                tx.audit(
                    Entry::new(&actor, "placement.release", "placement", id)
                        .with("basis", one.basis.as_str())
                        .with("number", one.number.as_str()),
                );
                Ok(())
            })
        })
        .await
}
