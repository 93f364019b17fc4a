//! Who may do what with corrections.

use kernel::Role;

use crate::access::Access;

/// Read corrections: the agency all, an OPD its own, an employee hers.
pub const READ: Access = Access::new(
    "correction.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Admin,
        Role::Auditor,
        Role::Opd,
        Role::Pegawai,
    ],
);
/// Say that a fact about oneself is wrong, and take that back.
pub const ASK: Access = Access::new("correction.ask", &[Role::Pegawai]);
/// Forward a request to the source, or decline it with a reason.
pub const HANDLE: Access = Access::new("correction.handle", &[Role::Opd, Role::Pengelola]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, ASK, HANDLE];
