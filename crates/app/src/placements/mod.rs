//! Placement (*Penempatan*): who goes where, frozen, computed with reasons and a proof, confirmed, announced, reconsidered.

pub mod access;
mod build;
mod change;
mod check;
mod commands;
mod compare;
mod confirm;
mod conflicts;
mod desk;
mod export;
mod freeze;
mod ids;
mod matrix;
mod merit;
mod model;
mod notion;
mod objections;
mod outcome;
mod own;
mod publish;
mod ready;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod units;
mod windows;

pub use build::{Candidate, Input, input, problem};
pub use change::{
    Cost, Decision, Events, MoveLine, Preview, Sensitivity, cost_of, decide, preview, repair,
    reserve, sensitivity,
};
pub use check::{Checked, check};
pub use commands::{discard, propose};
pub use compare::{Axis, Compared, Equity, SheetWords, compare, compare_xlsx};
pub use confirm::{assign, assign_all, confirm, take_back};
pub use conflicts::{Conflict, conflicts, declare, lift};
pub use export::{export, members_xlsx, objections_xlsx};
pub use freeze::{
    Correction, Freeze, FreezeForm, FreezeState, Release, compute, correct_seed, draw, freeze,
    release, thaw,
};
pub use ids::{Ids, PersonIds};
pub use matching::lottery;
pub use matrix::{Matrix, MatrixRow, matrix};
pub use merit::{MeritRow, merit_dry_run, merit_template, take_merit};
pub use model::{
    Binding, Chosen, Confirmed, Explained, Fate, LeftOut, Member, Outcome, Placed, Run, RunKind,
    RunState, Said,
};
pub use notion::{Minimum, Notion};
pub use objections::{Objection, ObjectionForm, ObjectionState, answer, object};
pub use own::{OwnResult, own};
pub use publish::{Listed, MOST_DAYS, alias, listed, publish, usual_days};
pub use ready::{decided, ready_to_decide, waits_for};
pub use store::{
    all_freezes, announced, announced_runs, binding, confirmed, confirmed_runs, everybody,
    freeze as frozen, freeze_of, freezes, latest, member, members, merit_count, objection,
    objection_of, objections as objection_list, of_freeze, of_nomination, open_objections,
    own_result, own_run, per_slot, placed_count, run,
};
pub use windows::{Window, Windows, days_left, last_day, windows};

use kernel::{Actor, Result, Text};

use crate::db::Sql;
use crate::nominations::{self, State as Nominated};
use crate::programmes::{self, Giving, State};
use crate::todo::Todo;

/// What waits for `actor`: nominees whose place only needs to be given, and proposals that nobody has confirmed or put aside.
pub async fn todo(sql: &impl Sql, actor: &Actor) -> Result<Vec<Todo>> {
    let mut todos = Vec::new();
    if !access::CONFIRM.is_open_to(actor) {
        return Ok(todos);
    }
    let living = [
        State::Open,
        State::Verifying,
        State::Placing,
        State::Deciding,
    ];
    for programme in programmes::in_states(sql, &living).await? {
        let waiting = nominations::in_states(sql, programme.id, &[Nominated::Verified]).await?;
        let n = waiting
            .iter()
            .filter(|one| one.verdict.as_deref() == Some("memenuhi"))
            .count();
        if n > 0 && programme.giving == Giving::Direct {
            todos.push(Todo {
                text: Text::new("placements-todo-place")
                    .with("name", &programme.name)
                    .with("n", n),
                path: format!("/program/{}/penempatan", programme.id),
                deadline: Some(programme.period.start()),
            });
            continue;
        }
        let waiting = open_objections(sql, programme.id).await?;
        if waiting > 0 {
            todos.push(Todo {
                text: Text::new("placements-todo-objections")
                    .with("name", &programme.name)
                    .with("n", waiting),
                path: format!("/program/{}/sanggah?state=filed", programme.id),
                deadline: Some(programme.period.start()),
            });
        }
        let last = confirmed_runs(sql, programme.id).await?;
        if last.iter().any(|run| run.published_at.is_none()) {
            todos.push(Todo {
                text: Text::new("placements-todo-publish").with("name", &programme.name),
                path: format!("/program/{}/penempatan", programme.id),
                deadline: Some(programme.period.start()),
            });
        }
        let run = latest(sql, programme.id).await?;
        if run.is_some_and(|run| run.state == RunState::Proposed) {
            todos.push(Todo {
                text: Text::new("placements-todo-confirm").with("name", &programme.name),
                path: format!("/program/{}/penempatan", programme.id),
                deadline: Some(programme.period.start()),
            });
        }
    }
    Ok(todos)
}

#[cfg(test)]
mod tests;
