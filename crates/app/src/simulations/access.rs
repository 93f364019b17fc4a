//! Who may do what with simulations, and who sees people behind the numbers.

use kernel::{Actor, Error, Result, Role, Scope};

use crate::access::Access;
use crate::people;

/// Read saved simulations; whoever may not see individuals reads them with small numbers masked.
pub const READ: Access = Access::new(
    "simulation.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Mitra,
        Role::Koordinator,
        Role::Auditor,
        Role::Admin,
    ],
);
/// Try changes on the whole register. Only for who may see everybody in it: by many small changes, counts alone
/// would tell about one person.
pub const RUN: Access = Access::new(
    "simulation.run",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Auditor,
    ],
);
/// Save a simulation.
pub const SAVE: Access = Access::new("simulation.save", &[Role::Pengelola, Role::Verifikator]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, RUN, SAVE];

/// Whether `actor` may see everybody of the register by name: the register's own table decides.
pub fn sees_people(actor: &Actor) -> bool {
    people::access::READ
        .allow(actor)
        .is_ok_and(|scope| scope == Scope::All)
}

/// Whether `actor` may try changes.
pub fn may_run(actor: &Actor) -> bool {
    RUN.is_open_to(actor) && sees_people(actor)
}

/// # Errors
/// Forbidden unless [`may_run`].
pub(super) fn run(actor: &Actor) -> Result<()> {
    if may_run(actor) {
        Ok(())
    } else {
        Err(Error::forbidden().log(RUN.act))
    }
}
