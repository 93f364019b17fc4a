//! Who may do what with the holiday calendar.

use kernel::Role;

use crate::access::Access;

/// See the days.
pub const READ: Access = Access::new(
    "holiday.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Admin,
        Role::Auditor,
        Role::Opd,
    ],
);
/// Enter the days of a year.
pub const EDIT: Access = Access::new("holiday.edit", &[Role::Pengelola]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, EDIT];
