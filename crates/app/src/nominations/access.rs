//! Who may do what with nominations.

use kernel::Role;

use crate::access::Access;

/// See nominations: the agency all, an OPD its own, an employee hers.
pub const READ: Access = Access::new(
    "nomination.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Admin,
        Role::Auditor,
        Role::Opd,
        Role::Pegawai,
    ],
);
/// Nominate, change, send, attach papers, take back.
pub const NOMINATE: Access = Access::new(
    "nomination.nominate",
    &[Role::Pengelola, Role::Opd, Role::Pegawai],
);
/// Nominate many by a file.
pub const BULK: Access = Access::new("nomination.bulk", &[Role::Pengelola, Role::Opd]);
/// Check papers, verify, send back; never what she entered herself.
pub const VERIFY: Access = Access::new("nomination.verify", &[Role::Verifikator]);
/// Say no as the nominee.
pub const DECLINE: Access = Access::new("nomination.decline", &[Role::Pegawai]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, NOMINATE, BULK, VERIFY, DECLINE];
