//! *Perlu tindakan Anda*: what waits for a person, collected from the slices.

use kernel::{Actor, CivilDate, Result, Text};

use crate::App;

/// Something that waits for this person.
#[derive(Clone, Debug)]
pub struct Todo {
    /// What is to be done.
    pub text: Text,
    /// Where it is done, one click away.
    pub path: String,
    /// Until when.
    pub deadline: Option<CivilDate>,
}

/// Everything that waits for `actor`, the nearest deadline first. A slice adds its line here.
pub async fn of(app: &App, actor: &Actor) -> Result<Vec<Todo>> {
    let today = app.clock.today();
    let mut todos: Vec<Todo> = Vec::new();
    todos.extend(crate::policies::todo(&app.db, actor, today).await?);
    todos.extend(crate::programmes::todo(&app.db, actor, today).await?);
    todos.extend(crate::hosts::todo(&app.db, actor, today).await?);
    todos.extend(crate::nominations::todo(&app.db, actor, today).await?);
    todos.extend(crate::screenings::dispensation_todo(app, actor).await?);
    todos.extend(crate::screenings::event_todo(app, actor).await?);
    todos.extend(crate::corrections::todo(&app.db, actor).await?);
    todos.extend(crate::placements::todo(&app.db, actor).await?);
    todos.extend(crate::regulations::todo(&app.db, actor, today).await?);
    todos.extend(crate::letters::todo(&app.db, actor).await?);
    todos.extend(crate::meetings::todo(&app.db, actor, today).await?);
    todos.extend(crate::studies::todo(&app.db, actor, today).await?);
    todos.sort_by_key(|todo| (todo.deadline.is_none(), todo.deadline));
    Ok(todos)
}
