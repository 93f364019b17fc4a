//! Pages of programmes: list, making one, and the board (*Papan Program*).

mod board;
mod forms;
mod list;
#[cfg(test)]
mod tests;

pub use list::tone;

use crate::shell::Routes;
use app::programmes::access;

/// `/program` and below, as far as the programme itself goes.
pub fn router() -> Routes {
    Routes::new()
        .get("/program", access::READ, list::index)
        .get("/program/baru", access::MANAGE, forms::new_simple)
        .post("/program/baru", access::MANAGE, forms::create_simple)
        .get(
            "/program/baru/lanjutan",
            access::MANAGE,
            forms::new_advanced,
        )
        .post(
            "/program/baru/lanjutan",
            access::MANAGE,
            forms::create_advanced,
        )
        .get("/program/{id}", access::READ, board::show)
        .get("/program/{id}/ubah", access::MANAGE, forms::edit)
        .post("/program/{id}/ubah", access::MANAGE, forms::change)
        .post("/program/{id}/buka", access::OPEN, board::open)
        .get(
            "/program/{id}/perpanjang",
            access::EXTEND,
            board::extend_form,
        )
        .post("/program/{id}/perpanjang", access::EXTEND, board::extend)
        .post("/program/{id}/langkah", access::ADVANCE, board::advance)
}
