//! Pages of the wind tunnel: try, see the people behind each number, save, compare, make a draft.

mod ask;
mod compare;
mod people;
mod saved;
mod sheet;
mod text;
mod tunnel;
mod view;

#[cfg(test)]
mod tests;

use app::policies::access::PREPARE;
use app::simulations::access::{READ, RUN, SAVE};

use crate::shell::Routes;

/// `/simulasi` and below.
pub fn router() -> Routes {
    Routes::new()
        .get("/simulasi", READ, saved::index)
        .get("/simulasi/baru", RUN, tunnel::show)
        .get("/simulasi/orang", RUN, people::index)
        .get("/simulasi/naskah", RUN, text::form)
        .post("/simulasi/naskah", RUN, text::put)
        .get("/simulasi/simpan", SAVE, saved::save_form)
        .post("/simulasi/simpan", SAVE, saved::save)
        .get("/simulasi/banding", READ, compare::show)
        .get("/simulasi/{id}", READ, saved::show)
        .post("/simulasi/{id}/konsep", PREPARE, saved::draft)
}
