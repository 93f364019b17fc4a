//! Who may do what with programmes.

use kernel::Role;

use crate::access::Access;

/// See programmes that are not drafts any more.
pub const READ: Access = Access::new(
    "programme.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Admin,
        Role::Auditor,
        Role::Koordinator,
        Role::Mitra,
        Role::Opd,
        Role::Atasan,
        Role::Host,
        Role::Mentor,
        Role::Penilai,
        Role::Pegawai,
    ],
);
/// Make and change a programme.
pub const MANAGE: Access = Access::new("programme.manage", &[Role::Pengelola]);
/// Open a programme: pins the policy.
pub const OPEN: Access = Access::new("programme.open", &[Role::Pengelola]);
/// Extend a closing date.
pub const EXTEND: Access = Access::new("programme.extend", &[Role::Pengelola]);
/// Bring a programme to its next step, or call it off.
pub const ADVANCE: Access = Access::new("programme.advance", &[Role::Pengelola]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, MANAGE, OPEN, EXTEND, ADVANCE];
