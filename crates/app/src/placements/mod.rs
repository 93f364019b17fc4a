//! Placement (*Penempatan*): who goes where, proposed with reasons and a proof, then confirmed place by place.

pub mod access;
mod build;
mod commands;
mod confirm;
mod export;
mod model;
mod outcome;
mod store;

pub use build::{Candidate, Input, input, problem};
pub use commands::{discard, propose};
pub use confirm::{assign, assign_all, confirm, take_back};
pub use export::export;
pub use matching::lottery;
pub use model::{
    Binding, Chosen, Confirmed, Explained, Fate, LeftOut, Member, Outcome, Placed, Run, RunState,
    Said,
};
pub use store::{
    binding, confirmed, latest, members, of_nomination, own_result, per_slot, placed_count, run,
};

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
