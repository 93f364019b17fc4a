//! Who may do what with screenings.

use kernel::Role;

use crate::access::Access;

/// Read verdicts with their reasons: the agency all, an OPD its own, an employee hers.
pub const READ: Access = Access::new(
    "screening.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Admin,
        Role::Auditor,
        Role::Opd,
        Role::Pegawai,
    ],
);
/// Screen again with the facts and papers of today.
pub const RESCREEN: Access =
    Access::new("screening.rescreen", &[Role::Pengelola, Role::Verifikator]);
/// Check one's own facts before anything is sent; nothing is stored.
pub const SELF_CHECK: Access = Access::new("screening.self-check", &[Role::Pegawai]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, RESCREEN, SELF_CHECK];
