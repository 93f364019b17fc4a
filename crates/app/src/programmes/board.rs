//! The board of a programme: eight steps with counts, and the next act. Each slice reports its own step.

use kernel::{Actor, CivilDate, ProgrammeId, Result, Role, Scope, Text};

use super::model::{DateStep, Programme, State};
use super::store;
use crate::db::Sql;
use crate::todo::Todo;
use crate::{hosts, letters, nominations, placements};

/// A count on the board; `path` opens the rows behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Key of the label.
    pub key: &'static str,
    /// How many.
    pub n: i64,
    /// Path of the rows, with the query that selects them.
    pub path: String,
}

/// The next act of a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NextAct {
    /// What to do.
    pub text: Text,
    /// Where.
    pub path: String,
}

/// What a slice says about its step of a programme.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StepReport {
    /// Counts.
    pub tallies: Vec<Tally>,
    /// Whether the step is done for now.
    pub done: bool,
    /// What waits here, if something does.
    pub act: Option<NextAct>,
}

/// Where a step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepState {
    /// Done.
    Done,
    /// This is where work waits.
    Now,
    /// Comes later.
    Next,
}

impl StepState {
    /// `done`, `now` or `next`.
    pub fn key(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Next => "next",
        }
    }
}

/// A step as the board shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BoardStep {
    /// Key of the name.
    pub key: &'static str,
    /// Page of the step.
    pub path: String,
    /// Where it stands.
    pub state: StepState,
    /// Counts and what waits.
    pub report: StepReport,
}

/// The board of a programme.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Board {
    /// The eight steps.
    pub steps: Vec<BoardStep>,
    /// The next act: that of the first step that is not done.
    pub next: Option<NextAct>,
}

/// The board as `scope` may see it on `today`.
pub async fn board(
    sql: &impl Sql,
    scope: &Scope,
    id: ProgrammeId,
    today: CivilDate,
) -> Result<Board> {
    let programme = store::get(sql, id).await?;
    let base = format!("/program/{id}");
    // A slice that owns a step adds its line here: key, page, report.
    let reports = vec![
        (
            "programmes-step-criteria",
            base.clone(),
            criteria(programme.state, &base),
        ),
        (
            "programmes-step-places",
            format!("{base}/tempat"),
            hosts::step(sql, &programme).await?,
        ),
        (
            "programmes-step-nominations",
            format!("{base}/usulan"),
            nominations::step_nominations(sql, scope, &programme).await?,
        ),
        (
            "programmes-step-screening",
            format!("{base}/pemeriksaan"),
            nominations::step_screening(sql, scope, &programme).await?,
        ),
        (
            "programmes-step-verification",
            format!("{base}/usulan?state=submitted"),
            nominations::step_verification(sql, scope, &programme).await?,
        ),
        (
            "programmes-step-placement",
            format!("{base}/penempatan"),
            nominations::step_placement(sql, scope, &programme, today).await?,
        ),
        (
            "programmes-step-letters",
            format!("{base}/surat"),
            letters::step(sql, &programme).await?,
        ),
        (
            "programmes-step-running",
            base.clone(),
            running(sql, &programme, &base).await?,
        ),
    ];
    let mut now_seen = programme.state == State::Cancelled;
    let mut steps = Vec::with_capacity(reports.len());
    for (key, path, report) in reports {
        let state = match (report.done, now_seen) {
            (true, _) => StepState::Done,
            (false, false) => {
                now_seen = true;
                StepState::Now
            }
            (false, true) => StepState::Next,
        };
        steps.push(BoardStep {
            key,
            path,
            state,
            report,
        });
    }
    let next = steps
        .iter()
        .filter(|step| step.state != StepState::Next)
        .find_map(|step| step.report.act.clone());
    Ok(Board { steps, next })
}

fn act(key: &str, path: String) -> Option<NextAct> {
    Some(NextAct {
        text: Text::new(key),
        path,
    })
}

fn criteria(state: State, base: &str) -> StepReport {
    StepReport {
        tallies: Vec::new(),
        done: state != State::Draft,
        act: (state == State::Draft)
            .then(|| act("programmes-act-open", format!("{base}#buka")))
            .flatten(),
    }
}

/// Step *Pelaksanaan*: the people who have a place.
async fn running(sql: &impl Sql, programme: &Programme, base: &str) -> Result<StepReport> {
    Ok(StepReport {
        tallies: vec![Tally {
            key: "programmes-tally-participants",
            n: placements::placed_count(sql, programme.id).await?,
            path: format!("{base}/usulan?state=placed"),
        }],
        done: programme.state == State::Closed,
        act: None,
    })
}

/// What waits for the officer of the agency: drafts to open, nominations to close, places without letter.
pub async fn todo(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Todo>> {
    let mut todos = Vec::new();
    if !actor.has(Role::Pengelola) {
        return Ok(todos);
    }
    for programme in store::in_states(sql, &[State::Draft, State::Open, State::Deciding]).await? {
        let path = format!("/program/{}", programme.id);
        let calendar = store::dates(sql, programme.id).await?;
        let closes = calendar
            .iter()
            .find(|line| line.step == DateStep::Nominate)
            .map(|line| line.closes);
        let text = match programme.state {
            State::Draft => Text::new("programmes-todo-open"),
            // The announcement and the requests to reconsider are todos of the placement.
            State::Deciding
                if placements::waits_for(sql, &programme, today)
                    .await?
                    .is_some() =>
            {
                continue;
            }
            State::Deciding => Text::new("programmes-todo-letters"),
            _ if closes.is_some_and(|closes| closes < today) => Text::new("programmes-todo-place"),
            _ => continue,
        };
        todos.push(Todo {
            text: text.with("name", &programme.name),
            path,
            deadline: (programme.state != State::Open).then_some(programme.period.start()),
        });
    }
    Ok(todos)
}
