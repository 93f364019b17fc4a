//! Saved simulations for the tests of this and other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use kernel::{Actor, ScenarioId};

use super::{Asked, Saving, Setting, save};
use crate::{App, policies};

/// A saved simulation of the shipped criteria with three years of service.
pub async fn saved(app: &App, actor: &Actor, title: &str) -> ScenarioId {
    let (today, now) = (app.clock.today(), app.clock.now());
    let version = policies::in_force(&app.db, "magang-banten", today, now)
        .await
        .unwrap()
        .unwrap();
    let saving = Saving {
        asked: Asked {
            version,
            text: None,
            params: vec![("min_service_years".to_owned(), "3".to_owned())],
            setting: Setting::usual(today),
        },
        title: title.to_owned(),
        note: String::new(),
    };
    save(app, actor, saving, None).await.unwrap()
}
