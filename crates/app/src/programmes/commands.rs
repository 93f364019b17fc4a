//! What the agency does with programmes.

use kernel::{Actor, CivilDate, Error, OrgId, Period, ProgrammeId, Result, Text};

use super::kinds::kinds;
use super::model::{
    Arah, Bidang, CalendarLine, Cara, DateStep, Giving, HostKind, Objective, PaperKind, Preset,
    Programme, State, Waktu,
};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};
use crate::policies::PinnedPolicy;

/// Longest list of ranked choices (titian-placement/1).
const MOST_CHOICES: i64 = 20;

/// The settings of a programme, as a form gives them.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name, 3 to 200 characters.
    pub name: String,
    /// Budget year.
    pub year: i32,
    /// Simple or advanced.
    pub preset: Preset,
    /// Kind of host.
    pub host_kind: HostKind,
    /// Field of competence.
    pub bidang: Bidang,
    /// Full or part time.
    pub waktu: Waktu,
    /// On site or online.
    pub cara: Cara,
    /// Direction.
    pub arah: Arah,
    /// How places are given.
    pub giving: Giving,
    /// First day of the internships.
    pub start: CivilDate,
    /// Last day of the internships.
    pub end: CivilDate,
    /// Shortest internship in days.
    pub min_days: i32,
    /// Longest internship in days.
    pub max_days: i32,
    /// People an OPD may release at once.
    pub release_max: Option<i64>,
    /// Limits of single OPD.
    pub release: Vec<(OrgId, i64)>,
    /// Ranked choices a person may name.
    pub max_choices: i64,
    /// Order of the objectives.
    pub objective: Vec<Objective>,
    /// Published text that decides ties; empty: one is made from the entropy source.
    pub seed: String,
    /// Papers each nomination needs.
    pub papers: Vec<PaperKind>,
    /// The calendar.
    pub calendar: Vec<CalendarLine>,
}

/// The fields of *Program sederhana*; everything else follows from the kind.
#[derive(Clone, Debug)]
pub struct Simple {
    /// Name.
    pub name: String,
    /// Kind of host.
    pub host_kind: HostKind,
    /// Field of competence.
    pub bidang: Bidang,
    /// Direction.
    pub arah: Arah,
    /// Full or part time.
    pub waktu: Waktu,
    /// First day of the internships.
    pub start: CivilDate,
    /// Last day of the internships.
    pub end: CivilDate,
    /// Last day for nominations.
    pub nominate_until: CivilDate,
    /// People an OPD may release at once.
    pub release_max: Option<i64>,
}

impl Settings {
    /// The settings that *Program sederhana* stands for, begun on `today`.
    pub fn simple(simple: Simple, today: CivilDate) -> Result<Self> {
        let defaults = kinds()
            .defaults(today)
            .ok_or_else(|| Error::internal("kinds.toml has no defaults for today"))?;
        let rule = kinds()
            .rule(simple.host_kind, simple.arah, today)
            .ok_or_else(|| Error::invalid_field("host_kind", no_such_pair(simple.arah)))?;
        // A guest brings what her own government's row names; the permits of her superiors are its business.
        let mut papers = if simple.arah == Arah::Masuk {
            Vec::new()
        } else {
            defaults.simple_papers.clone()
        };
        papers.extend(rule.papers.iter().copied());
        let calendar = vec![CalendarLine {
            step: DateStep::Nominate,
            opens: today.min(simple.nominate_until),
            closes: simple.nominate_until,
        }];
        Ok(Self {
            year: simple.start.year(),
            name: simple.name,
            preset: Preset::Simple,
            host_kind: simple.host_kind,
            bidang: simple.bidang,
            waktu: simple.waktu,
            cara: Cara::Luring,
            arah: simple.arah,
            giving: Giving::Direct,
            start: simple.start,
            end: simple.end,
            min_days: defaults.min_days,
            max_days: defaults.max_days,
            release_max: simple.release_max,
            release: Vec::new(),
            max_choices: 1,
            objective: vec![Objective::Placed],
            seed: String::new(),
            papers,
            calendar,
        })
    }
}

/// Makes a draft.
pub async fn create(app: &App, actor: &Actor, settings: Settings) -> Result<ProgrammeId> {
    create_once(app, actor, settings, None).await
}

/// Makes a draft; the same form sent twice, by its nonce, makes one.
pub async fn create_once(
    app: &App,
    actor: &Actor,
    settings: Settings,
    nonce: Option<String>,
) -> Result<ProgrammeId> {
    access::MANAGE.allow(actor)?;
    let programme = decide(app, ProgrammeId(app.clock.new_id()), &settings)?;
    let by = actor.key();
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (programme, settings, by, actor) = (
                programme.clone(),
                settings.clone(),
                by.clone(),
                actor.clone(),
            );
            let nonce = nonce.clone();
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    store::insert(&tx, &programme, &by).await?;
                    put_lists(&tx, programme.id, &settings).await?;
                    tx.audit(
                        line(&actor, "programme.create", programme.id)
                            .with("kind", programme.host_kind.key())
                            .with("giving", programme.giving.key()),
                    );
                    Ok(programme.id)
                })
                .await
            })
        })
        .await
}

/// Changes a draft.
pub async fn change(app: &App, actor: &Actor, id: ProgrammeId, settings: Settings) -> Result<()> {
    access::MANAGE.allow(actor)?;
    let programme = decide(app, id, &settings)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (programme, settings, actor) = (programme.clone(), settings.clone(), actor.clone());
            Box::pin(async move {
                if store::update(&tx, &programme).await? == 0 {
                    return Err(
                        Error::refused("programmes-not-draft").next("programmes-next-extend")
                    );
                }
                store::clear_dates(&tx, id).await?;
                put_lists(&tx, id, &settings).await?;
                tx.audit(line(&actor, "programme.change", id));
                Ok(())
            })
        })
        .await
}

async fn put_lists(tx: &Tx, id: ProgrammeId, settings: &Settings) -> Result<()> {
    for date in &settings.calendar {
        store::put_date(tx, id, *date).await?;
    }
    for (opd, max) in &settings.release {
        store::put_release(tx, id, *opd, *max).await?;
    }
    Ok(())
}

/// Refuses a policy that cannot be read, or with a condition that says nothing or cites nothing: nobody is held to a
/// rule whose words and source she cannot be shown.
fn must_explain_itself(policy: &PinnedPolicy) -> Result<()> {
    let unsound = |rule: String| {
        let text = Text::new("programmes-policy-unsound").with("policy", &policy.id);
        Error::refused(text.with("rule", rule)).next("programmes-next-unsound")
    };
    let parsed = policy::Policy::parse(&policy.id, &policy.text).map_err(|found| {
        let first = found.first().map(ToString::to_string).unwrap_or_default();
        unsound("–".into()).log(first)
    })?;
    let mute = parsed
        .rules()
        .iter()
        .find(|rule| rule.says.id.trim().is_empty() || rule.cite.is_empty());
    mute.map_or(Ok(()), |rule| Err(unsound(rule.id.clone())))
}

/// Opens a draft: pins id, version, digest and text of the policy.
///
/// `policy` must be the one that the kind of host asks for on the day of opening.
pub async fn open(app: &App, actor: &Actor, id: ProgrammeId, policy: PinnedPolicy) -> Result<()> {
    access::OPEN.allow(actor)?;
    must_explain_itself(&policy)?;
    let today = app.clock.today();
    let digest = crate::sha256_hex(policy.text.as_bytes());
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (policy, digest, actor) = (policy.clone(), digest.clone(), actor.clone());
            Box::pin(async move {
                store::lock(&tx, id).await?;
                let programme = store::get(&tx, id).await?;
                programme.state.may_become(State::Open)?;
                let rule = kinds().rule(programme.host_kind, programme.arah, today);
                if rule.is_none_or(|rule| rule.policy != policy.id) {
                    return Err(Error::refused(
                        Text::new("programmes-other-policy")
                            .with("policy", &policy.id)
                            .with("expected", rule.map_or("–", |rule| &rule.policy)),
                    )
                    .next("programmes-next-policy"));
                }
                if programme.period.end() < today {
                    return Err(Error::refused("programmes-over").next("programmes-next-dates"));
                }
                store::pin(&tx, id, &policy, &digest).await?;
                store::set_state(&tx, id, State::Draft, State::Open).await?;
                tx.audit(
                    line(&actor, "programme.open", id)
                        .with("policy", policy.id)
                        .with("version", policy.version)
                        .with("digest", digest)
                        .with("seed", programme.seed),
                );
                Ok(())
            })
        })
        .await
}

/// Moves the closing date of a calendar line, only to a later day, and records what people are told.
pub async fn extend(
    app: &App,
    actor: &Actor,
    id: ProgrammeId,
    step: DateStep,
    closes: CivilDate,
    notice: String,
) -> Result<()> {
    access::EXTEND.allow(actor)?;
    if notice.trim().is_empty() {
        return Err(Error::invalid_field("notice", "error-required"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, notice) = (actor.clone(), notice.clone());
            Box::pin(async move {
                store::lock(&tx, id).await?;
                let programme = store::get(&tx, id).await?;
                if matches!(programme.state, State::Closed | State::Cancelled) {
                    return Err(Error::refused("programmes-finished").next("programmes-next-new"));
                }
                let line_now = store::dates(&tx, id)
                    .await?
                    .into_iter()
                    .find(|line| line.step == step)
                    .ok_or_else(|| Error::invalid_field("step", "error-choice"))?;
                if store::extend(&tx, id, step, closes).await? == 0 {
                    return Err(Error::invalid_field(
                        "closes",
                        Text::new("programmes-only-later").with("date", line_now.closes.long_id()),
                    ));
                }
                let told = store::Notice {
                    step,
                    before: line_now.closes,
                    after: closes,
                    notice: notice.trim().to_owned(),
                    at: tx.now(),
                };
                store::insert_notice(&tx, id, &told, &actor.key()).await?;
                tx.audit(
                    line(&actor, "programme.extend", id)
                        .with("step", step.key())
                        .with("from", line_now.closes.to_string())
                        .with("to", closes.to_string()),
                );
                Ok(())
            })
        })
        .await
}

/// Brings a programme to another step, or calls it off. Opening has a command of its own.
pub async fn advance(app: &App, actor: &Actor, id: ProgrammeId, to: State) -> Result<()> {
    access::ADVANCE.allow(actor)?;
    if to == State::Open && store::get(&app.db, id).await?.policy_digest.is_none() {
        return Err(Error::refused("programmes-not-pinned").next("programmes-next-open"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move { advance_in(&tx, &actor, id, to).await })
        })
        .await
}

/// The same inside the transaction of another slice (confirming places, issuing the decision); nothing happens when
/// the programme is there already.
pub async fn advance_in(tx: &Tx, actor: &Actor, id: ProgrammeId, to: State) -> Result<()> {
    store::lock(tx, id).await?;
    let from = store::get(tx, id).await?.state;
    if from == to {
        return Ok(());
    }
    from.may_become(to)?;
    store::set_state(tx, id, from, to).await?;
    tx.audit(
        line(actor, "programme.advance", id)
            .with("from", from.key())
            .with("to", to.key()),
    );
    Ok(())
}

/// Locks the programme for the rest of the transaction, so that counts read after it stay true until the commit.
pub async fn lock_in(tx: &Tx, id: ProgrammeId) -> Result<Programme> {
    store::lock(tx, id).await?;
    store::get(tx, id).await
}

/// Whether a nomination may be sent now, by state and calendar.
pub async fn takes_nominations(
    sql: &impl Sql,
    programme: &Programme,
    today: CivilDate,
) -> Result<()> {
    programme.takes_nominations(&store::dates(sql, programme.id).await?, today)
}

fn line(actor: &Actor, act: &str, id: ProgrammeId) -> Entry {
    Entry::new(actor, act, "programme", id)
}

/// Checks the settings and makes the programme of them.
fn decide(app: &App, id: ProgrammeId, s: &Settings) -> Result<Programme> {
    let mut wrong: Vec<(&str, Text)> = Vec::new();
    let name = s.name.trim();
    if name.chars().count() < 3 {
        wrong.push(("name", "programmes-name-short".into()));
    }
    let period = Period::new(s.start, s.end);
    if let Ok(period) = period {
        let days = period.days();
        if days < s.min_days || days > s.max_days {
            let text = Text::new("programmes-duration")
                .with("days", days)
                .with("min", s.min_days)
                .with("max", s.max_days);
            wrong.push(("end", text));
        }
    } else {
        wrong.push(("end", "programmes-ends-early".into()));
    }
    if s.min_days < 1 || s.max_days < s.min_days {
        wrong.push(("max_days", "programmes-bounds".into()));
    }
    if s.year != s.start.year() && s.year != s.start.year() - 1 {
        wrong.push(("year", "programmes-year-wrong".into()));
    }
    if s.release_max.is_some_and(|max| max < 1) || s.release.iter().any(|(_, max)| *max < 0) {
        wrong.push(("release_max", "programmes-release".into()));
    }
    let choices = if s.giving == Giving::Ranked {
        s.max_choices
    } else {
        1
    };
    if !(1..=MOST_CHOICES).contains(&choices) {
        wrong.push((
            "max_choices",
            Text::new("error-number-range")
                .with("min", 1)
                .with("max", MOST_CHOICES),
        ));
    }
    if s.objective.contains(&Objective::Generous)
        && s.objective.iter().position(|o| *o == Objective::Placed)
            > s.objective.iter().position(|o| *o == Objective::Generous)
    {
        wrong.push(("objective", "programmes-objective".into()));
    }
    let rule = kinds().rule(s.host_kind, s.arah, s.start);
    if rule.is_none() {
        wrong.push(("host_kind", no_such_pair(s.arah).into()));
    }
    wrong.extend(calendar_faults(s));
    let (Ok(period), Some(rule), true) = (period, rule, wrong.is_empty()) else {
        return Err(wrong
            .into_iter()
            .fold(Error::invalid("error-form"), |error, (field, text)| {
                error.field(field, text)
            }));
    };
    let mut papers = s.papers.clone();
    for paper in &rule.papers {
        if !papers.contains(paper) {
            papers.push(*paper);
        }
    }
    let seed = match s.seed.trim() {
        "" => app.entropy.secret(),
        given => given.to_owned(),
    };
    let mut objective = s.objective.clone();
    if objective.is_empty() {
        objective.push(Objective::Placed);
    }
    let now = app.clock.now();
    Ok(Programme {
        id,
        name: name.to_owned(),
        year: s.year,
        state: State::Draft,
        preset: s.preset,
        host_kind: s.host_kind,
        bidang: s.bidang,
        waktu: s.waktu,
        cara: s.cara,
        arah: s.arah,
        giving: s.giving,
        period,
        min_days: s.min_days,
        max_days: s.max_days,
        release_max: s.release_max,
        max_choices: choices,
        objective,
        seed,
        papers,
        policy_id: rule.policy.clone(),
        policy_version: None,
        policy_digest: None,
        created_at: now,
        updated_at: now,
    })
}

/// Key of the reason why this kind of host does not go with `arah`.
fn no_such_pair(arah: Arah) -> &'static str {
    match arah {
        Arah::AntarOpd => "programmes-between-units",
        Arah::Masuk => "programmes-guests-here",
        Arah::Keluar => "programmes-out-of-here",
    }
}

fn calendar_faults(s: &Settings) -> Vec<(&'static str, Text)> {
    let mut faults = Vec::new();
    for line in &s.calendar {
        if line.closes < line.opens {
            faults.push((field_of(line.step), "programmes-closes-early".into()));
        }
        let before = matches!(
            line.step,
            DateStep::Announce | DateStep::Nominate | DateStep::Verify | DateStep::Place
        );
        if before && line.closes > s.start {
            faults.push((
                field_of(line.step),
                Text::new("programmes-closes-late").with("date", s.start.long_id()),
            ));
        }
    }
    faults
}

/// The form field of the closing date of a calendar line.
fn field_of(step: DateStep) -> &'static str {
    match step {
        DateStep::Announce => "announce_closes",
        DateStep::Nominate => "nominate_closes",
        DateStep::Verify => "verify_closes",
        DateStep::Place => "place_closes",
        DateStep::Object => "object_closes",
        DateStep::Start => "start_closes",
        DateStep::End => "end_closes",
    }
}
