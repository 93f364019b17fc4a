//! Who may do what with the staff register.

use kernel::Role;

use crate::access::Access;

/// Read people: the agency all, an OPD its own, an employee herself.
pub const READ: Access = Access::new(
    "people.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Admin,
        Role::Auditor,
        Role::Opd,
        Role::Atasan,
        Role::Pejabat,
        Role::Pegawai,
    ],
);
/// Import staff and history files.
pub const IMPORT: Access = Access::new("people.import", &[Role::Pengelola, Role::Admin]);
/// Enter an attested paper for people in scope.
pub const PAPER: Access = Access::new(
    "people.paper",
    &[Role::Opd, Role::Pengelola, Role::Verifikator],
);
/// Verify an attested paper that somebody else entered.
pub const VERIFY: Access = Access::new("people.paper-verify", &[Role::Verifikator]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, IMPORT, PAPER, VERIFY];
